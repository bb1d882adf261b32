"""What people have around them: on tables, on shelves, in carts. Origin: the middle of the foot, unless it says so."""

import math

from drawings.pen import (
    BARK,
    BLUE,
    GREEN,
    GREEN_DEEP,
    GREY,
    INK,
    ORANGE,
    PAPER,
    WATER,
    WOOD,
    WOOD_DEEP,
    YELLOW,
    YELLOW_TINT,
    dot,
    dots,
    line,
    path,
    poly,
    rect,
    ring,
    symbol,
)

# ---- talk: origin at the middle of the words ----
symbol(
    "v-talk",
    path("M-30 -14C-32 -34 32 -36 31 -13C31 2 10 6 -4 5L-18 18L-16 4C-26 2 -30 -4 -30 -14Z", PAPER),
    dots([(-13, -14), (0, -14), (13, -14)], 3.6, "currentColor"),
)
symbol(
    "v-heart",
    path("M0 18C-30 -4 -26 -24 -12 -24C-4 -24 0 -16 0 -12C0 -16 4 -24 12 -24C26 -24 30 -4 0 18Z", "currentColor"),
)

# ---- in a room ----
symbol(
    "v-mug",
    path("M-11 -24L11 -24L9 0L-9 0Z", "currentColor"),
    path("M10 -20C20 -20 20 -6 9 -6", "none", "currentColor", 4),
    line([(-4, -30), (-6, -36), (-2, -42)], 2.6),
    line([(5, -30), (3, -36), (7, -42)], 2.6),
)
symbol(
    "v-lamp",
    line([(0, -60), (0, -24)], 3),
    path("M-26 0C-24 -30 24 -30 26 0Z", "currentColor"),
    path("M-8 1a8 7 0 0 0 16 0Z", YELLOW_TINT),
)
symbol(
    "v-laptop",
    poly([(-24, -34), (24, -34), (27, -4), (-27, -4)], GREY, 2),
    poly([(-20, -30), (20, -30), (22, -8), (-22, -8)], PAPER, 3),
    rect(-32, -5, 64, 6, INK),
)
symbol(
    "v-book",
    poly([(-24, -34), (24, -34), (24, 0), (-24, 0)], "currentColor", 3),
    rect(-18, -6, 42, 6, PAPER),
    line([(-10, -24), (14, -24)], 4, PAPER),
)
symbol("v-flag", line([(0, 0), (0, -84)], 6), poly([(2, -84), (54, -70), (2, -48)], "currentColor", 4))


def clock(r: float) -> str:
    """A clock; its middle at 0, 0."""
    return (
        dot(0, 0, r, PAPER)
        + path(ring(r), "none", INK, r / 5)
        + line([(0, 0), (0, -r * 0.62)], r * 0.18)
        + line([(0, 0), (r * 0.46, r * 0.2)], r * 0.18)
    )


def table(x: float, y: float, width: float, height: float = 36) -> str:
    """A table seen from the front; its left foot at x, y."""
    legs = line([(x + 12, y), (x + 14, y - height)], 7, WOOD_DEEP)
    legs += line([(x + width - 12, y), (x + width - 14, y - height)], 7, WOOD_DEEP)
    return legs + rect(x, y - height - 8, width, 13, WOOD)


def desk(x: float, y: float, width: float, height: float) -> str:
    """A closed desk; its left foot at x, y."""
    return rect(x, y - height, width, height, WOOD) + rect(x - 5, y - height - 3, width + 10, 9, WOOD_DEEP)


# ---- what a learner brings ----
symbol(
    "v-guitar",
    line([(0, -58), (0, -104)], 9, BARK),
    rect(-8, -122, 16, 20, INK),
    path("M0 0C-34 0 -34 -32 -20 -38C-26 -52 -16 -64 0 -64C16 -64 26 -52 20 -38C34 -32 34 0 0 0Z", ORANGE, PAPER, 2.5),
    dot(0, -38, 9),
    line([(-9, -14), (9, -14)], 4),
)
symbol(
    "v-globe",
    dot(0, -34, 24, WATER),
    path(
        "M-18 -46C-6 -56 2 -50 0 -40C-8 -34 -2 -24 -12 -20C-22 -26 -24 -38 -18 -46Z"
        "M8 -30C18 -34 24 -28 16 -18C8 -14 2 -22 8 -30Z",
        GREEN,
    ),
    path("M-26 -50C-40 -14 -10 2 22 -10", "none", INK, 4),
    line([(0, -6), (0, 0)], 5),
    line([(-14, 0), (14, 0)], 5),
)
symbol(
    "v-plant",
    poly([(-15, -26), (15, -26), (11, 0), (-11, 0)], BLUE, 3),
    path("M0 -24C-26 -30 -34 -52 -26 -60C-12 -50 4 -34 0 -24Z", GREEN),
    path("M0 -24C26 -30 34 -54 26 -64C12 -50 4 -34 0 -24Z", GREEN_DEEP),
    path("M0 -24C-6 -50 -6 -70 0 -80C8 -60 4 -34 0 -24Z", GREEN),
)
symbol(
    "v-ball",
    dot(0, 0, 17, PAPER),
    path(ring(17), "none", INK, 3),
    poly([(0, -8), (8, -2), (5, 7), (-5, 7), (-8, -2)], INK, 2, off=0.4, bow=0.2),
    *[
        line([(8 * math.cos(turn), 8 * math.sin(turn)), (16 * math.cos(turn), 16 * math.sin(turn))], 2.6)
        for turn in (-1.57 + i * 1.257 for i in range(5))
    ],
)
symbol(
    "v-pan",
    path("M-30 -26L30 -26L26 -4C24 2 -24 2 -26 -4Z", INK, PAPER, 2.2),
    line([(30, -22), (66, -32)], 7, BARK),
    rect(-33, -30, 66, 7, GREY),
    path("M-24 -30C-20 -46 20 -46 24 -30Z", GREY),
    dot(0, -45, 5, YELLOW),
)
