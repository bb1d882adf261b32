"""On and over the water: boats of wood and of paper, a ferry on a cable, a bridge."""

from drawings.pen import BARK, INK, PAPER, WOOD, WOOD_DEEP, at, line, path, poly, symbol, use

# Deeper than the water of a landscape, so that yellow on it stands out in grey too.
RIVER, RIVER_DEEP = "#5FA6C6", "#33769A"

symbol(
    "v-boat",
    path("M-72 -20C-50 -14 50 -14 76 -24C70 4 52 16 28 17L-34 17C-56 16 -68 2 -72 -20Z", "currentColor", PAPER, 3),
    line([(-62, -6), (0, 1), (64, -8)], 3, PAPER),
)
symbol(
    "v-paperboat",
    poly([(-40, -14), (40, -14), (25, 12), (-25, 12)], PAPER, 2),
    poly([(-20, -15), (0, -46), (20, -15)], "#F1E6CE", 3),
    path("M-40 -14L-25 12L25 12L40 -14L20 -14L0 -46L-20 -14Z", "none", INK, 3.2),
    line([(0, -46), (0, -14)], 2.4),
    line([(-20, -14), (20, -14)], 2.4),
)
symbol("v-ripple", path("M-40 0C-30 -9 -22 -9 -12 0C-4 7 6 7 14 0C22 -8 30 -8 40 0", "none", "currentColor", 4))


def boat(x: float, y: float, ink: str, scale: float, *aboard: str) -> str:
    """A boat with who is in it; they are drawn around 0, 0."""
    return at(x, y, *aboard, use("v-boat", 0, 12, scale, ink=ink))


def cable(top: tuple[float, float], bottom: tuple[float, float]) -> str:
    """A cable between two posts, for a ferry."""
    (x, y), (to_x, to_y) = top, bottom
    rope = line([(x, y - 14), ((x + to_x) / 2 + 2, (y + to_y) / 2), (to_x, to_y - 12)], 3.6)
    return rope + line([(x, y), (x, y - 60)], 9, BARK) + line([(to_x, to_y), (to_x, to_y - 58)], 9, BARK)


def bridge() -> str:
    """A wooden bridge from the far shore to the near one, at its own place."""
    deck = path("M648 500C652 560 668 720 690 790L752 782C728 720 716 580 714 502Z", WOOD)
    planks = "".join(
        line([(650 + i * 4.2, 512 + i * 27.5), (715 + i * 3.7, 510 + i * 27.2)], 3.2, WOOD_DEEP) for i in range(1, 10)
    )
    left = path("M646 500C650 580 668 720 688 792", "none", BARK, 7)
    right = path("M716 500C718 580 730 720 754 784", "none", BARK, 7)
    return deck + planks + left + right
