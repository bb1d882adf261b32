"""Lays many marks along a line so that none covers another: like bees on a branch, or in heaps.

Pure geometry; the drawing's own units.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from math import ceil, hypot

Point = tuple[float, float]


def swarm(positions: Sequence[float], point_at: Callable[[float], Point], radius: float) -> list[Point]:
    """Give each position its place on, or beside, the line of `point_at`, in the order of `positions`.

    A mark is moved square to the line, to the nearest side where it is free of the others.
    """
    placed: dict[tuple[int, int], list[Point]] = {}
    places: list[Point] = [(0.0, 0.0)] * len(positions)
    for index in sorted(range(len(positions)), key=lambda i: positions[i]):
        place = _free_place(positions[index], point_at, radius, placed)
        placed.setdefault(_cell(place, radius), []).append(place)
        places[index] = place
    return places


def _free_place(
    position: float, point_at: Callable[[float], Point], radius: float, placed: dict[tuple[int, int], list[Point]]
) -> Point:
    x, y = point_at(position)
    across_x, across_y = _across(position, point_at)
    place = (x, y)
    for step in chain.from_iterable((k, -k) for k in range(400)):
        place = (x + across_x * step * radius / 2, y + across_y * step * radius / 2)
        if not _is_taken(place, radius, placed):
            break
    return place


def _across(position: float, point_at: Callable[[float], Point]) -> Point:
    """The direction square to the line at a position, of length one."""
    (x0, y0), (x1, y1) = point_at(position - 0.1), point_at(position + 0.1)
    length = hypot(x1 - x0, y1 - y0) or 1.0
    return ((y1 - y0) / length, -(x1 - x0) / length)


def _cell(place: Point, radius: float) -> tuple[int, int]:
    return int(place[0] // (2 * radius)), int(place[1] // (2 * radius))


def _is_taken(place: Point, radius: float, placed: dict[tuple[int, int], list[Point]]) -> bool:
    column, row = _cell(place, radius)
    around = [(column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    return any(hypot(place[0] - x, place[1] - y) < 2 * radius for cell in around for x, y in placed.get(cell, ()))


def heaped(
    centres: Sequence[float], line: float, wide: float, room: float, sizes: Sequence[int]
) -> tuple[list[Point], int]:
    """Heap marks on a line, each above its centre in rows of at most `wide`; with the radius that was used.

    Of `sizes` (radii, the largest first) the first is taken with which the highest heap is no higher than `room`; the
    last when none is small enough. Rows fill from the line upwards.
    """
    highest = max(Counter(centres).values(), default=0)
    radius = next((size for size in sizes if ceil(highest / _in_a_row(wide, size)) * 2 * size <= room), sizes[-1])
    row = _in_a_row(wide, radius)
    many, laid = Counter(centres), Counter[float]()
    places = []
    for centre in centres:
        level, place = divmod(laid[centre], row)
        laid[centre] += 1
        beside = min(row, many[centre] - level * row)
        places.append((centre + (place - (beside - 1) / 2) * 2 * radius, line - radius - level * 2 * radius))
    return places, radius


def _in_a_row(wide: float, radius: float) -> int:
    return max(1, int(wide // (2 * radius)))
