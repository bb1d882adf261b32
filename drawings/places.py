"""Buildings and nature: origin at the middle of the foot."""

import math
import random

from drawings.pen import (
    BARK,
    BLUE,
    BLUE_DEEP,
    BLUE_SOFT,
    BLUE_TINT,
    GREEN,
    GREEN_DEEP,
    GREEN_SOFT,
    INK,
    ORANGE,
    PAPER,
    RED,
    RED_DEEP,
    RED_TINT,
    YELLOW,
    YELLOW_DEEP,
    YELLOW_TINT,
    blob,
    curve,
    dot,
    line,
    path,
    poly,
    rect,
    symbol,
    xy,
)


def window(x: float, y: float, width: float, height: float) -> str:
    """A window with four panes."""
    upright = line([(x + width / 2, y + 2), (x + width / 2, y + height - 2)], 2.4)
    across = line([(x + 2, y + height * 0.45), (x + width - 2, y + height * 0.45)], 2.4)
    return rect(x, y, width, height, PAPER) + upright + across


def arched_window(x: float) -> str:
    """A window of the institute."""
    top = curve(x + 2, -100, x + 22, -100, x + 24, -86)
    return path(f"M{xy(x, -52)} L{xy(x, -86)} C{top} L{xy(x + 24, -52)} Z", PAPER)


symbol(
    "v-school",
    rect(-70, -92, 140, 92, RED),
    poly([(-82, -90), (0, -152), (82, -90)], RED_DEEP, 3),
    dot(0, -112, 14, PAPER),
    line([(0, -112), (0, -120)], 2.6),
    line([(0, -112), (6, -109)], 2.6),
    window(-58, -76, 30, 32),
    window(28, -76, 30, 32),
    path("M-17 0L-16 -38C-14 -56 14 -56 16 -38L17 0Z", YELLOW),
    line([(0, -48), (0, -2)], 2.6),
    dot(-5, -22, 2.2),
    line([(46, -118), (46, -166)], 4),
    poly([(48, -166), (80, -158), (48, -146)], YELLOW, 5),
    *[dot(x, -14, 3, RED_TINT) for x in (-58, -44, -30, 30, 44, 58)],
)
symbol(
    "v-house",
    rect(-30, -46, 60, 46, RED_TINT),
    poly([(-38, -44), (0, -80), (38, -44)], RED, 4),
    rect(-22, -36, 18, 18, PAPER),
    rect(6, -30, 16, 30, RED_DEEP),
)
symbol(
    "v-institute",
    rect(-118, -112, 236, 112, BLUE),
    rect(-128, -124, 256, 14, BLUE_DEEP),
    poly([(-44, -122), (-44, -172), (44, -172), (44, -122)], BLUE_DEEP, 4),
    path("M-52 -170C-48 -214 48 -214 52 -170Z", BLUE_SOFT),
    line([(0, -203), (0, -232)], 4),
    poly([(2, -232), (34, -224), (2, -214)], YELLOW, 6),
    *[arched_window(x) for x in (-106, -72, 48, 82)],
    *[rect(x, -40, 24, 26, BLUE_SOFT) for x in (-106, -72, 48, 82)],
    rect(-26, -64, 52, 64, BLUE_TINT),
    line([(0, -62), (0, -2)], 3),
    *[rect(x, -160, 16, 22, YELLOW_TINT) for x in (-30, -8, 14)],
    *[rect(-40 - 8 * i, -8 + 8 * i, 80 + 16 * i, 9, BLUE_SOFT if i % 2 else BLUE_TINT) for i in (0, 1)],
)


def tree(name: str, leaf: str, vein: str, r: float, height: float) -> None:
    """A round tree."""
    chance = random.Random(name)
    places = [
        (chance.uniform(-r * 0.6, r * 0.5), -height - r * 0.7 + chance.uniform(-r * 0.6, r * 0.6)) for _ in range(7)
    ]
    symbol(
        name,
        line([(0, 0), (-2, -height * 0.5), (1, -height)], 9, BARK),
        line([(0, -height * 0.55), (14, -height * 0.9)], 5, BARK),
        blob(0, -height - r * 0.7, r, r * 1.04, leaf, len(name)),
        *[line([(x, y), (x + 6, y - 3)], 3, vein) for x, y in places],
    )


tree("v-tree", GREEN, GREEN_DEEP, 34, 60)
tree("v-tree-light", GREEN_SOFT, GREEN, 28, 48)
tree("v-tree-yellow", YELLOW, YELLOW_DEEP, 24, 40)
symbol(
    "v-appletree",
    line([(0, 0), (-3, -60), (2, -110)], 13, BARK),
    line([(0, -70), (34, -116)], 8, BARK),
    line([(-2, -60), (-34, -104)], 8, BARK),
    blob(0, -150, 78, 62, GREEN, 4),
    blob(-44, -128, 44, 38, GREEN, 6),
    blob(46, -126, 44, 38, GREEN, 7),
    *[
        line([(x, y), (x + 8, y - 4)], 3.4, GREEN_DEEP)
        for x, y in ((-60, -140), (-20, -180), (20, -176), (52, -150), (-10, -120), (36, -112), (-48, -112))
    ],
    # Unripe on the left, ripe on the right: it ripens along the path.
    *[
        dot(x, y, 9, ink)
        for x, y, ink in (
            (-66, -122, GREEN_SOFT),
            (-44, -158, GREEN_SOFT),
            (-26, -126, YELLOW),
            (0, -160, YELLOW),
            (14, -124, ORANGE),
            (34, -164, ORANGE),
            (54, -128, RED),
            (74, -108, RED),
            (66, -150, RED),
        )
    ],
)
symbol(
    "v-poplar",
    line([(0, 0), (0, -40)], 8, BARK),
    path("M0 -150C24 -110 26 -60 14 -30C6 -24 -8 -24 -14 -30C-26 -60 -22 -110 0 -150Z", GREEN_DEEP),
    *[line([(-5, y), (5, y - 6)], 3, GREEN_SOFT) for y in (-50, -68, -86, -104)],
)
symbol(
    "v-bush",
    path("M-38 0C-46 -20 -28 -32 -18 -26C-12 -42 14 -42 18 -27C32 -32 46 -16 38 0Z", GREEN),
    line([(-16, -12), (-10, -16)], 3, GREEN_DEEP),
    line([(8, -14), (14, -18)], 3, GREEN_DEEP),
)
symbol(
    "v-grass", *[line([(x, 0), (to_x, y)], 3, GREEN_DEEP) for x, to_x, y in ((-8, -11, -12), (0, 0, -16), (8, 12, -11))]
)
symbol(
    "v-flower",
    line([(0, 0), (1, -18)], 3, GREEN_DEEP),
    *[dot(6 * math.cos(i * 1.257), -22 + 6 * math.sin(i * 1.257), 4.4, "currentColor") for i in range(5)],
    dot(0, -22, 3.4, PAPER),
)
symbol(
    "v-cloud",
    path("M-58 12C-72 10 -72 -12 -52 -14C-48 -34 -16 -38 -6 -22C8 -36 40 -30 42 -12C62 -14 66 10 52 12Z", PAPER),
)
symbol("v-bird", path("M-22 -8C-14 -16 -6 -12 0 0C6 -12 14 -16 22 -8", "none", INK, 4))
symbol(
    "v-sun",
    blob(0, 0, 36, 36, YELLOW, 4),
    *[
        line([(48 * math.cos(turn), 48 * math.sin(turn)), (62 * math.cos(turn), 62 * math.sin(turn))], 5, YELLOW)
        for turn in (i * math.pi / 6 for i in range(12))
    ],
)
