"""On the road: wheels that go from triangle to circle, gears, crates, buckets of stars, the road itself."""

import math
from collections.abc import Callable, Sequence

from drawings.pen import (
    BARK,
    BLUE,
    BLUE_SOFT,
    BLUE_TINT,
    GREY,
    INK,
    PAPER,
    SAND,
    WOOD,
    WOOD_DEEP,
    YELLOW,
    Point,
    at,
    blob,
    dot,
    line,
    path,
    poly,
    rect,
    smooth,
    symbol,
    use,
    xy,
)
from drawings.strands import along

symbol(
    "v-star",
    path("M0 -15L4.5 -5L15 -4L7 3.5L9.5 14L0 8.5L-9.5 14L-7 3.5L-15 -4L-4.5 -5Z", YELLOW, PAPER, 2),
)
symbol(
    "v-bucket",
    use("v-star", -9, -28, 0.8),
    use("v-star", 9, -30, 0.9),
    use("v-star", 0, -36, 0.8),
    poly([(-20, -26), (20, -26), (15, 4), (-15, 4)], "currentColor", 3, ink=PAPER, width=2),
    path("M-19 -26C-16 -50 16 -50 19 -26", "none", INK, 3),
)
symbol(
    "v-crate",
    rect(-70, -92, 140, 92, WOOD),
    *[rect(-74, y, 148, 22, WOOD_DEEP if i % 2 else "#C98F4B") for i, y in enumerate((-92, -60, -28))],
    rect(-70, -92, 12, 92, WOOD_DEEP),
    rect(58, -92, 12, 92, WOOD_DEEP),
)
symbol(
    "v-stones",
    blob(-24, -10, 18, 14, GREY, 2),
    blob(8, -13, 22, 17, "#9A90A3", 4),
    blob(36, -8, 14, 11, GREY, 7),
    line([(0, -20), (10, -22)], 3, PAPER),
    line([(-30, -15), (-24, -17)], 3, PAPER),
)
symbol(
    "v-open-book",
    path(
        "M0 -50C-16 -64 -44 -66 -62 -60L-62 4C-44 -2 -16 0 0 10C16 0 44 -2 62 4L62 -60C44 -66 16 -64 0 -50Z",
        "currentColor",
        PAPER,
        2.4,
    ),
    path("M0 -48C-16 -60 -40 -62 -54 -57L-54 -6C-40 -10 -16 -8 0 2Z", PAPER),
    path("M0 -48C16 -60 40 -62 54 -57L54 -6C40 -10 16 -8 0 2Z", "#F3EADB"),
    line([(0, -47), (0, 2)], 3),
    *[line([(-44, y), (-44 + width, y + 1)], 3, BLUE_SOFT) for y, width in ((-46, 30), (-36, 22), (-26, 32))],
    *[
        rect(12 + 12 * i, -12 - 10 * (i + 1), 9, 10 * (i + 1), ink)
        for i, ink in enumerate((BLUE_TINT, BLUE_SOFT, BLUE))
    ],
)


def wheel(x: float, y: float, r: float, roundness: float, turn: float = 0) -> str:
    """A wheel that is still a triangle (0), or round (1), or on its way."""
    return at(
        x,
        y,
        path(smooth(_rounder(r, roundness), closed=True), INK, PAPER, 3),
        path(smooth(_rounder(r * 0.62, roundness), closed=True), YELLOW),
        dot(0, 0, r * 0.2),
        turn=turn,
    )


def old_wheel(x: float, y: float, r: float, turn: float) -> str:
    """A triangle that was left behind."""
    return at(
        x,
        y,
        path(smooth(_rounder(r, 0), closed=True), INK, PAPER, 3),
        path(smooth(_rounder(r * 0.62, 0), closed=True), "#8C7FA0"),
        dot(0, 0, r * 0.2),
        turn=turn,
    )


def _rounder(r: float, roundness: float) -> list[Point]:
    """Points of a shape between a triangle and a circle."""
    points = []
    for i in range(36):
        turn = 2 * math.pi * i / 36
        out = min(r * 0.74 / math.cos(turn % (2 * math.pi / 3) - math.pi / 3), r * 1.3)
        out = (1 - roundness) * out + roundness * r
        points.append((out * math.cos(turn - math.pi / 2), out * math.sin(turn - math.pi / 2)))
    return points


def gear(x: float, y: float, r: float, teeth: int, fill: str, turn: float, *icon: str) -> str:
    """A cog wheel with a small drawing on its hub."""
    corners = []
    for i in range(teeth):
        start, step = 2 * math.pi * i / teeth + math.radians(turn), 2 * math.pi / teeth
        for out, share in ((1, -0.27), (1.2, -0.17), (1.2, 0.17), (1, 0.27)):
            corners.append((r * out * math.cos(start + share * step), r * out * math.sin(start + share * step)))
    d = "M" + "L".join(xy(*corner) for corner in corners) + "Z"
    return at(x, y, path(d, fill, PAPER, 3), dot(0, 0, r * 0.62, PAPER), *icon)


def road(points: Sequence[Point], width: Callable[[float], float]) -> str:
    """A way with a dashed middle; its width, along it from 0 to 1, makes it go to the horizon."""
    middle, _length = along(points, 90)
    last = len(middle) - 1
    left, right = [], []
    for i, (x, y) in enumerate(middle):
        (from_x, from_y), (to_x, to_y) = middle[max(0, i - 1)], middle[min(last, i + 1)]
        half = width(i / last) / 2 / (math.hypot(to_x - from_x, to_y - from_y) or 1)
        nx, ny = -(to_y - from_y) * half, (to_x - from_x) * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    edge = smooth(left) + smooth(right[::-1]).replace("M", "L", 1) + "Z"
    dashes = [line(middle[i : i + 3], max(2.4, width(i / last) * 0.07), PAPER) for i in range(3, last - 3, 6)]
    return path(edge, SAND, PAPER, 5) + "".join(dashes)


def shovel(x: float, y: float) -> str:
    """A shovel, its handle at x, y."""
    return line([(x, y), (x - 38, y + 84)], 6, BARK) + path(f"M{xy(x - 44, y + 76)}l18 7l-9 22l-20 -8Z", INK)
