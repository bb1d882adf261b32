"""How things stand, told by a house: in scaffold, only an outline, overgrown. Origin at the middle of the foot."""

from collections.abc import Sequence

from drawings.landscape import scaffold
from drawings.pen import (
    BARK,
    GREEN,
    GREEN_DEEP,
    GREY,
    PAPER,
    RED,
    RED_DEEP,
    RED_SOFT,
    Point,
    at,
    dashed,
    group,
    line,
    path,
    poly,
    rect,
    use,
)

STONE, STONE_DEEP = "#9A90A3", "#8C8398"
# Ivy: x, y, scale, turn of each leaf.
Leaf = tuple[float, float, float, float]
LEFT: tuple[Leaf, ...] = (
    (-54, -16, 0.8, -60),
    (-52, -34, 0.9, 50),
    (-54, -56, 1, -70),
    (-42, -70, 0.9, 60),
    (-44, -86, 1, -50),
    (-50, -102, 1, 10),
    (-36, -80, 0.8, 80),
)
RIGHT: tuple[Leaf, ...] = (
    (56, -14, 0.8, 70),
    (60, -36, 1, -60),
    (54, -56, 0.9, 70),
    (40, -72, 1, -40),
    (24, -86, 0.9, 60),
    (8, -98, 1, -50),
    (-8, -110, 1, 20),
)


def in_scaffold(x: float, y: float, worker: str) -> str:
    """It stands, and is made stronger by somebody on the scaffold."""
    house = [
        rect(-46, -90, 92, 90, RED_SOFT),
        poly([(-58, -88), (0, -140), (58, -88)], RED, 4),
        rect(-33, -72, 24, 26, PAPER),
        rect(9, -72, 24, 26, PAPER),
        rect(-13, -34, 26, 34, RED_DEEP),
    ]
    return at(x, y, *house, worker, scaffold(-56, 0, 112, 126))


def outlined(x: float, y: float) -> str:
    """Not there yet: a dotted line on pegs."""
    outline = dashed("M-48 0v-74l48 -44l48 44v74Z M-12 0v-36h24v36", 4.4, dashes="3 12")
    return at(x, y, outline, line([(-52, 8), (-52, -8)], 5, BARK), line([(52, 8), (52, -8)], 5, BARK))


def overgrown(x: float, y: float) -> str:
    """Grey walls that ivy and flowers take over."""
    walls = group(
        rect(-44, -60, 88, 60, GREY),
        poly([(-56, -58), (-4, -100), (56, -60)], STONE, 4),
        rect(-34, -44, 24, 24, STONE_DEEP),
        path("M8 0L8 -32C12 -42 28 -42 32 -32L32 0Z", STONE_DEEP),
        move="rotate(-4) scale(1.15)",
    )
    return at(
        x,
        y,
        walls,
        _ivy([(-46, 0), (-58, -44), (-40, -74), (-50, -104)], LEFT),
        _ivy([(52, 0), (60, -40), (42, -70), (10, -96), (-10, -112)], RIGHT),
        use("v-bush", -58, 6, 0.75),
        use("v-bush", 66, 8, 0.6),
        use("v-flower", -16, 12, 1, ink=PAPER),
        use("v-flower", 6, 14, 1, ink=RED),
    )


def _ivy(stem: Sequence[Point], leaves: Sequence[Leaf]) -> str:
    drawn = [
        use("v-leaf", x, y, scale, turn=turn, ink=(GREEN, GREEN_DEEP, GREEN)[i % 3])
        for i, (x, y, scale, turn) in enumerate(leaves)
    ]
    return line(stem, 4, GREEN_DEEP) + "".join(drawn)
