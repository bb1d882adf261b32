"""Washing on a line: cloths with a hem and a weave, pegs, places to write and things to choose."""

from collections.abc import Callable, Sequence

from drawings.pen import (
    BLUE,
    GREEN,
    GREEN_DEEP,
    GREY,
    INK,
    PAPER,
    PLUM,
    RED,
    SKY,
    WATER,
    WOOD,
    WOOD_DEEP,
    YELLOW,
    at,
    dashed,
    dot,
    group,
    line,
    number,
    path,
    poly,
    ring,
    symbol,
    use,
    xy,
)
from drawings.people import SILHOUETTE
from drawings.things import piece_outline
from drawings.words import text

symbol(
    "v-peg",
    path("M-6 -16L6 -16L7.5 18C4 20 2 12 0 6C-2 12 -4 20 -7.5 18Z", WOOD, PAPER, 1.6),
    line([(-7, 0), (7, 0)], 3, WOOD_DEEP),
)

Box = tuple[float, float, float, float]
# Between the edge of a cloth and its stitches.
STITCH = 6.5


def cloth(box: Box, fill: str, thread: str, seed: int) -> str:
    """A cut cloth with a stitched hem; the box is x, y, width, height."""
    x, y, width, height = box
    right, bottom = x + width, y + height
    shade = [(x + 4, y + 6), (right + 5, y + 6), (right + 6, bottom + 7), (x + 5, bottom + 7)]
    edge = [(x, y), (right, y), (right, bottom), (x, bottom)]
    hem = f"M{xy(x + STITCH, y + STITCH)} H{number(right - STITCH)} V{number(bottom - STITCH)} H{number(x + STITCH)} Z"
    return (
        poly(shade, INK, seed, extra='opacity=".13"')
        + poly(edge, fill, seed, off=2.4, bow=3)
        + dashed(hem, 2.4, thread, "8 7")
    )


def weave(kind: str, box: Box, ink: str) -> str:
    """A sparse pattern in a part of a cloth, so that cloths also differ in grey."""
    x, y, width, height = box
    across, down = int((width - 30) / 26) + 1, int((height - 34) / 22) + 1
    return "".join(
        _mark(kind, x + 20 + i * 26, y + 22 + j * 22 + (11 if i % 2 else 0), ink)
        for i in range(across)
        for j in range(down)
    )


def _mark(kind: str, x: float, y: float, ink: str) -> str:
    if kind == "cross":
        return line([(x - 4, y - 4), (x + 4, y + 4)], 2.2, ink) + line([(x - 4, y + 4), (x + 4, y - 4)], 2.2, ink)
    if kind == "dash":
        return line([(x - 6, y + 3), (x + 6, y - 3)], 2.4, ink)
    if kind == "dot":
        return dot(x, y, 2.8, ink)
    return path(f"M{xy(x - 5, y + 3)}L{xy(x, y - 4)}L{xy(x + 5, y + 3)}", "none", ink, 2.2)


def pegs(places: Sequence[float], rope: Callable[[float], float]) -> str:
    """Pegs on the rope, each a little askew."""
    return "".join(use("v-peg", x, rope(x) + 6, 1.15, turn=(-3, 4, -2, 3)[i % 4]) for i, x in enumerate(places))


def field(key: str, box: Box) -> str:
    """A place to write: a plain rectangle, so that an input fits over it; print leaves it empty."""
    x, y, width, height = (number(value) for value in box)
    return (
        f'<rect class="lr-field" data-field="{key}" x="{x}" y="{y}" width="{width}" height="{height}" rx="7" '
        f'fill="{PAPER}"/>'
    )


def choice(x: float, y: float, key: str, word: str, icon: str) -> str:
    """A badge to tick or colour in, with its word."""
    badge = group(
        dot(x, y, 19, PAPER), at(x, y, icon), path(ring(19, x, y), "none", INK, 2.6), class_="lr-choice", data_field=key
    )
    return badge + text(x + 26, y + 7.5, word, 21, anchor="start", key=key)


def bust(x: float, y: float, role: str, head: str, scale: float) -> str:
    """Head and shoulders, as a sign for a role."""
    ink, pattern = SILHOUETTE[role]
    on_it = {
        "v-stripes": line([(-14, -5), (14, -5)], 3, PAPER),
        "v-dots": dot(-8, -6, 2.8, PAPER) + dot(8, -6, 2.8, PAPER),
    }.get(pattern, line([(-9, -16), (-8, -1)], 4))
    shoulders = path("M-22 0C-22 -24 -8 -24 0 -24C8 -24 22 -24 22 0Z", ink, PAPER, 2.2)
    return at(x, y, shoulders, on_it, use(f"v-head-{head}", 0, -36, 0.92), scale=scale)


# ---- what one can choose: a small picture each ----

STEPS = {
    "evalueren": path("M-10 -5l5 5l10 -11M-10 8l5 5l10 -11", "none", GREEN_DEEP, 3.4),
    "meedenken": use("v-bulb", 0, 1, 0.5),
    "samen-maken": at(-9, -7, path(piece_outline(17, 17, (1, 1, -1, -1)), PLUM)),
    "samen-opleiden": (
        poly([(-12, -12), (12, -12), (12, 6), (-12, 6)], PAPER, 4, off=0.6, bow=0.4, ink=INK, width=2.6)
        + line([(-6, 7), (-9, 14)], 2.6)
        + line([(6, 7), (9, 14)], 2.6)
        + line([(-7, 1), (0, -6), (7, -5)], 2.6, RED)
    ),
}
REASONS = {
    "energie": line([(0, 14), (1, -3)], 4, GREEN_DEEP) + path("M1 -3C-16 -5 -16 -18 1 -9C18 -20 18 -7 1 -3Z", GREEN),
    "zelf-sturen": path("M0 -14L5 0L-5 0Z", YELLOW, INK, 2) + path("M0 14L5 0L-5 0Z", GREY, INK, 2),
    "samenwerken": at(-15, -7, path(piece_outline(15, 15, (0, 1, 0, 0)), BLUE))
    + at(1, -7, path(piece_outline(15, 15, (0, 0, 0, -1)), RED)),
    "onderzoekend": dot(-2, -3, 9, SKY) + path(ring(9, -2, -3), "none", INK, 3.4) + line([(5, 4), (12, 12)], 4.4),
    "eigenaarschap": use("v-key", -1, -2, 0.44),
    "samenleving": dot(0, 0, 17, WATER)
    + path(
        "M-15 -7C-8 -14 2 -16 6 -10C4 -4 -4 -4 -8 2C-12 4 -16 0 -15 -7ZM3 4C10 0 16 4 14 10C10 16 4 16 2 12Z", GREEN
    ),
}
