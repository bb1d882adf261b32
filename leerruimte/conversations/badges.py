"""Finds a place for small signs beside the parts of a drawing, so that none covers another.

Pure geometry; the drawing's own units.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# How far apart two signs stay.
AIR = 8.0
# Places are tried so far apart: near an area, and in the whole drawing.
NEAR, FAR = 20, 50


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    def touches(self, other: "Box") -> bool:
        """Whether two boxes lie over each other, or nearer than they should."""
        return (
            self.x < other.x + other.width + AIR
            and other.x < self.x + self.width + AIR
            and self.y < other.y + other.height + AIR
            and other.y < self.y + self.height + AIR
        )

    def shared(self, other: "Box") -> float:
        """The surface that lies over another box."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(across, 0.0) * max(down, 0.0)


def beside(areas: Sequence[Box], sizes: Sequence[tuple[float, float]], view: Box) -> list[Box]:
    """A box of the wanted size (width, height) at each area, inside the view, over as little of the areas as can be.

    None lies over another while there is room anywhere.
    """
    placed: list[Box] = []
    for area, (width, height) in zip(areas, sizes, strict=True):
        near = _places(area, width, height, view, NEAR)
        free = _free(near, placed) or _free(_places(view, width, height, view, FAR), placed)
        placed.append(min(free or near, key=lambda box: _cost(box, area, areas)))
    return placed


def _places(area: Box, width: float, height: float, view: Box, step: int) -> list[Box]:
    """Where a box can lie so that it touches an area, or lies on it."""
    across, down = int(area.width + width), int(area.height + height)
    return [
        _inside(Box(area.x - width + x, area.y - height + y, width, height), view)
        for x in range(0, across + step, step)
        for y in range(0, down + step, step)
    ]


def _free(boxes: Sequence[Box], placed: Sequence[Box]) -> list[Box]:
    return [box for box in boxes if not any(box.touches(other) for other in placed)]


def _cost(box: Box, own: Box, areas: Sequence[Box]) -> float:
    """What lies under it counts, and how far it is from the middle of its own area's lower edge."""
    over = sum(box.shared(area) for area in areas)
    away = abs(box.x + box.width / 2 - own.x - own.width / 2) + abs(box.y - own.y - own.height)
    return over + 40 * away


def _inside(box: Box, view: Box) -> Box:
    x = min(max(box.x, view.x + AIR), view.x + view.width - box.width - AIR)
    y = min(max(box.y, view.y + AIR), view.y + view.height - box.height - AIR)
    return Box(x, y, box.width, box.height)
