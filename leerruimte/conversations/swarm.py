"""Lays many marks along a line so that none covers another: like bees on a branch.

Pure geometry; the drawing's own units.
"""

from collections.abc import Callable, Sequence
from itertools import chain
from math import hypot

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
