"""Things that people hold, ride, keep and let go of."""

import math
from collections.abc import Sequence

from drawings.pen import (
    EARTH,
    EARTH_LIGHT,
    GREEN,
    GREEN_DEEP,
    INK,
    ORANGE,
    ORANGE_DEEP,
    PAPER,
    SKY,
    YELLOW,
    at,
    curve,
    dot,
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

symbol("v-glass", dot(0, 0, 17, SKY), path(ring(17), "none", INK, 5), line([(12, 12), (28, 30)], 8))
symbol(
    "v-sheet",
    poly([(-22, -30), (22, -30), (22, 30), (-22, 30)], PAPER, 4),
    *[
        line([(-14, y), (-14 + length, y)], 3.2, "currentColor")
        for y, length in ((-18, 26), (-6, 20), (6, 27), (18, 14))
    ],
)
symbol(
    "v-bike",
    path(ring(22, -34, -22), "none", INK, 4),
    path(ring(22, 34, -22), "none", INK, 4),
    path("M-34 -22L-14 -54L22 -54L2 -22Z M2 -22L-18 -62 M34 -22L18 -66L32 -72", "none", "currentColor", 5),
    line([(-28, -64), (-8, -64)], 7),
)


def piece(x: float, y: float, size: float, tabs: Sequence[int], fill: str, turn: float = 0) -> str:
    """A piece of a jigsaw; its top left corner at x, y. Tabs top, right, bottom, left: 1 out, -1 in, 0 none."""
    move = f'transform="translate({xy(x, y)}) rotate({number(turn)})"'
    return path(piece_outline(size, size, tabs), fill, PAPER, 3, move)


def piece_outline(width: float, height: float, tabs: Sequence[int]) -> str:
    """The path of a piece, its top left corner at 0, 0."""
    d = "M0 0"
    corners = ((width, 0, 0, 0), (height, width, 0, 90), (width, width, height, 180), (height, 0, height, 270))
    for (length, corner_x, corner_y, degrees), tab in zip(corners, tabs, strict=True):
        cos, sin = round(math.cos(math.radians(degrees))), round(math.sin(math.radians(degrees)))
        for command, *points in _edge(length, min(width, height), tab):
            turned = [(corner_x + px * cos - py * sin, corner_y + px * sin + py * cos) for px, py in points]
            d += command + " ".join(xy(*point) for point in turned)
    return d + "Z"


def _edge(length: float, size: float, tab: int) -> list[tuple]:
    """One edge from 0 to `length`, with its tab."""
    if not tab:
        return [("L", (length, 0))]
    out, neck, middle = size * 0.24 * tab, size * 0.11, length / 2
    return [
        ("L", (middle - neck * 1.1, 0)),
        (
            "C",
            (middle - neck * 0.6, -out * 0.35),
            (middle - neck * 2.4, -out * 0.9),
            (middle - neck * 0.9, -out * 1.12),
        ),
        (
            "C",
            (middle - neck * 0.3, -out * 1.22),
            (middle + neck * 0.3, -out * 1.22),
            (middle + neck * 0.9, -out * 1.12),
        ),
        ("C", (middle + neck * 2.4, -out * 0.9), (middle + neck * 0.6, -out * 0.35), (middle + neck * 1.1, 0)),
        ("L", (length, 0)),
    ]


def chest(x: float, y: float, *treasures: str) -> str:
    """An open chest with what is worth keeping."""
    return at(
        x,
        y,
        *treasures,
        rect(-56, -58, 112, 58, ORANGE),
        poly([(-62, -72), (62, -72), (60, -52), (-60, -52)], ORANGE_DEEP, 8),
        rect(-10, -66, 20, 26, YELLOW),
        line([(-54, -26), (54, -25)], 3, ORANGE_DEEP),
    )


def balloons(x: float, y: float, inks: Sequence[str]) -> str:
    """Three balloons that carry paper away."""
    shapes = (
        "M10 -104C-18 -126 -10 -170 14 -170C40 -170 46 -126 18 -104Z",
        "M60 -86C38 -104 42 -144 66 -144C92 -142 92 -104 66 -86Z",
        "M-22 -82C-52 -94 -52 -134 -28 -136C0 -138 6 -100 -18 -82Z",
    )
    return at(
        x,
        y,
        line([(-58, -8), (-30, -60), (-20, -84)], 2.6),
        line([(0, -6), (8, -60), (14, -104)], 2.6),
        line([(54, -10), (50, -50), (64, -88)], 2.6),
        *[path(shape, ink) for shape, ink in zip(shapes, inks, strict=True)],
        use("v-sheet", -60, 8, 0.5, turn=-8),
        use("v-sheet", 0, 12, 0.45, turn=6),
        use("v-sheet", 54, 6, 0.5, turn=10),
    )


def seedbed(x: float, y: float) -> str:
    """A bed of young plants."""
    return at(
        x,
        y,
        path("M-96 0C-92 -26 92 -26 96 0C80 14 -80 14 -96 0Z", EARTH),
        *[_sprout(at_x, height) for at_x, height in ((-66, 12), (-34, 26), (0, 44), (34, 20), (66, 34))],
        line([(-70, 0), (-40, 3)], 3, EARTH_LIGHT),
        line([(20, 2), (60, 0)], 3, EARTH_LIGHT),
    )


def _sprout(x: float, height: float) -> str:
    top = -10 - height
    left = curve(x - 18, top - 2, x - 18, top - 16, x + 1, top - 6)
    right = curve(x + 20, top - 18, x + 20, top - 2, x + 1, top)
    return line([(x, -14), (x + 2, top - 4)], 4, GREEN_DEEP) + path(f"M{xy(x + 1, top)} C{left} C{right} Z", GREEN)
