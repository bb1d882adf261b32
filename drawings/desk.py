"""At the table and on the stairs: pencil, speech balloons, a chair, footsteps, a compass, small signs."""

import math
from collections.abc import Sequence

from drawings.pen import (
    BARK,
    BLUE,
    GREEN,
    GREY,
    INK,
    PAPER,
    RED,
    RED_SOFT,
    SKY,
    WOOD,
    YELLOW,
    YELLOW_DEEP,
    Point,
    at,
    blob,
    dot,
    group,
    line,
    number,
    path,
    poly,
    rect,
    ring,
    symbol,
    use,
    xy,
)
from drawings.strands import along

symbol(
    "v-bulb",
    path("M-9 10C-22 -2 -20 -28 0 -28C20 -28 22 -2 9 10L8 18L-8 18Z", YELLOW, PAPER, 2.2),
    line([(-8, 23), (8, 23)], 4),
    line([(-5, 29), (5, 29)], 4),
    line([(-4, 16), (-5, 0), (0, -6), (5, 0), (4, 16)], 2.4, YELLOW_DEEP),
)
symbol(
    "v-key",
    path(
        "M-30 0a14 14 0 1 0 28 0a14 14 0 1 0 -28 0M-22 0a6 6 0 1 1 12 0a6 6 0 1 1 -12 0",
        YELLOW_DEEP,
        extra='fill-rule="evenodd"',
    ),
    line([(-3, 0), (32, 0)], 6, YELLOW_DEEP),
    line([(20, 1), (20, 12)], 6, YELLOW_DEEP),
    line([(31, 1), (31, 10)], 6, YELLOW_DEEP),
)
symbol(
    "v-flag-on-hill", path("M-58 34C-38 -6 -16 -18 3 -8C20 -20 42 2 58 34Z", GREEN), use("v-flag", 2, -6, 0.52, ink=RED)
)
symbol(
    "v-ruler",
    poly([(-58, -10), (58, -18), (60, 10), (-56, 18)], YELLOW, 3, off=0.8, bow=0.5, ink=PAPER, width=2),
    *[line([(-46 + i * 15, -10 - i * 1.05), (-45.6 + i * 15, (1 if i % 2 else 6) - i * 1.05)], 3) for i in range(7)],
)
symbol("v-equal", line([(-13, -7), (13, -7)], 7, PAPER), line([(-13, 8), (13, 8)], 7, PAPER))
symbol(
    "v-pane",
    poly([(-17, -19), (17, -19), (17, 19), (-17, 19)], SKY, 3, off=0.6, bow=0.4, ink=PAPER, width=4),
    line([(-9, 9), (6, -10)], 3, PAPER),
)
symbol(
    "v-open-door",
    poly([(-15, -20), (15, -20), (15, 20), (-15, 20)], BARK, 3, off=0.6, bow=0.4),
    poly([(-15, -20), (6, -14), (6, 26), (-15, 20)], YELLOW, 4, off=0.4, bow=0.3, ink=PAPER, width=2),
    dot(1, 6, 2.6),
)


def pencil(x: float, y: float, length: float, turn: float) -> str:
    """A pencil with its tip at x, y; it hangs down from there before it is turned."""
    return at(
        x,
        y,
        path(f"M-11 26L11 26L11 {number(length)} L-11 {number(length)} Z", YELLOW, PAPER, 2.4),
        path(f"M-11 26L-3.6 26L-3.6 {number(length)} L-11 {number(length)} Z", "#FFD65C"),
        path("M0 0L11 26C7 29 4 24 0 28C-4 24 -7 29 -11 26Z", "#F3CBA8"),
        path("M0 0L4 9.5L-4 9.5Z", INK),
        rect(-11, length - 18, 22, 8, GREY, 3),
        path(
            f"M{xy(-11, length - 10)} L{xy(11, length - 10)} L{xy(11, length)} C{xy(11, length + 8)} "
            f"{xy(-11, length + 8)} {xy(-11, length)} Z",
            RED_SOFT,
        ),
        turn=turn,
    )


def balloon_of_speech(
    cx: float, cy: float, rx: float, ry: float, mouth: Point, fill: str, seed: int, *inside: str
) -> str:
    """A speech balloon with its tail to a mouth."""
    angle = math.atan2(mouth[1] - cy, mouth[0] - cx)
    foot_x, foot_y = cx + rx * 0.72 * math.cos(angle), cy + ry * 0.72 * math.sin(angle)
    across_x, across_y = -math.sin(angle) * 15, math.cos(angle) * 15
    middle_x, middle_y = (foot_x + mouth[0]) / 2, (foot_y + mouth[1]) / 2
    tail = (
        f"M{xy(foot_x + across_x, foot_y + across_y)} "
        f"Q{xy(middle_x + across_x * 0.5, middle_y + across_y * 0.5)} {xy(*mouth)} "
        f"Q{xy(middle_x - across_x * 0.6, middle_y - across_y * 0.6)} {xy(foot_x - across_x, foot_y - across_y)} Z"
    )
    round_ = blob(cx, cy, rx, ry, fill, seed, off=0.02, corners=12, ink=PAPER, width=3)
    return path(tail, fill, PAPER, 3) + round_ + path(tail, fill) + at(cx, cy, *inside)


def footprints(points: Sequence[Point], step: float, scale: float) -> str:
    """A trail of shoes along a line."""
    length = along(points, 1)[1]
    count = max(2, int(length / step))
    places, _length = along(points, count * 8)
    drawn = []
    for i in range(count + 1):
        here = i * 8
        before, after = places[max(0, here - 1)], places[min(len(places) - 1, here + 1)]
        angle = math.atan2(after[1] - before[1], after[0] - before[0])
        side = 9 * scale * (1 if i % 2 else -1)
        x, y = places[here][0] - math.sin(angle) * side, places[here][1] + math.cos(angle) * side
        shoe = path("M-9 0C-9 -5 -3 -5 0 -4C5 -6 11 -5 11 0C11 5 5 6 0 4C-3 5 -9 5 -9 0Z", INK)
        drawn.append(at(x, y, shoe, scale=scale, turn=math.degrees(angle)))
    return "".join(drawn)


def arc_arrow(cx: float, cy: float, r: float, start: float, end: float) -> str:
    """Part of a circle with an arrow head, clockwise; angles in degrees."""
    points = [
        (cx + r * math.cos(math.radians(turn)), cy + r * math.sin(math.radians(turn)))
        for turn in (start + (end - start) * i / 8 for i in range(9))
    ]
    x, y = points[-1]
    ahead = math.radians(end) + math.pi / 2
    corners = [
        (x + out * math.cos(ahead + aside), y + out * math.sin(ahead + aside))
        for out, aside in ((13.5, 0), (12, 2.3), (12, -2.3))
    ]
    head = "M" + " L".join(xy(*corner) for corner in corners) + " Z"
    return line(points, 5) + path(head, INK, INK, 3)


def compass(x: float, y: float, r: float, needle: float) -> str:
    """Who steers: a compass that shines like a sun."""
    rays = [
        line([(out * r * math.cos(turn), out * r * math.sin(turn)) for out in (1.26, 1.49)], 7, YELLOW)
        for turn in (i * math.pi / 8 for i in range(16))
    ]
    hours = [
        line([(out * r * math.cos(turn), out * r * math.sin(turn)) for out in (0.8, inner)], r * thick)
        for turn, inner, thick in (
            (i * math.pi / 6, 0.66 if i % 3 == 0 else 0.73, 0.07 if i % 3 == 0 else 0.045) for i in range(12)
        )
    ]
    tip, half = number(r * 0.62), number(r * 0.17)
    hands = group(
        path(f"M0 -{tip} L{half} 0 L-{half} 0 Z", YELLOW, INK, r * 0.05),
        path(f"M0 {tip} L{half} 0 L-{half} 0 Z", GREY, INK, r * 0.05),
        dot(0, 0, r * 0.085),
        move=f"rotate({number(needle)})",
    )
    return at(x, y, *rays, dot(0, 0, r, PAPER), path(ring(r), "none", INK, r * 0.085), *hours, hands)


def chair_from_behind(x: float, y: float, scale: float) -> str:
    """An empty chair."""
    return at(
        x,
        y,
        line([(-36, -4), (-34, -96)], 9, BARK),
        line([(36, -4), (34, -96)], 9, BARK),
        line([(-24, -22), (-24, -66)], 6, BARK),
        line([(24, -22), (24, -66)], 6, BARK),
        poly([(-46, -84), (46, -84), (42, -66), (-42, -66)], WOOD, 4, ink=PAPER, width=2.4),
        line([(-34, -96), (-37, -180)], 9, BARK),
        line([(34, -96), (37, -180)], 9, BARK),
        poly([(-44, -186), (44, -186), (43, -158), (-43, -158)], WOOD, 6, ink=PAPER, width=2.4),
        poly([(-40, -142), (40, -142), (39, -120), (-39, -120)], WOOD, 9, ink=PAPER, width=2.4),
        scale=scale,
    )


def easel(x: float, y: float) -> str:
    """A board on legs, with a plan on it."""
    sheet = [(x - 48, y - 166), (x + 48, y - 166), (x + 48, y - 62), (x - 48, y - 62)]
    way = f"M{xy(x - 30, y - 84)} C{xy(x - 14, y - 146)} {xy(x + 8, y - 72)} {xy(x + 28, y - 142)}"
    return (
        line([(x - 34, y - 2), (x - 26, y - 60)], 6, BARK)
        + line([(x + 34, y - 2), (x + 26, y - 60)], 6, BARK)
        + poly(sheet, PAPER, 3, ink=INK, width=3)
        + path(way, "none", GREEN, 6)
        + dot(x - 30, y - 84, 7, BLUE)
        + dot(x + 28, y - 142, 7, RED)
    )
