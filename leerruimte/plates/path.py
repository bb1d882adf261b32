"""Where somebody stands on the path of a plate, in both directions: a position and a point in the drawing.

A position is a number: 0 is the first station, 1 the second; 1.5 is halfway along the line between the second and the
third. A station has `x` and `y` in drawing units and may have `via`: the bends [[x, y], ..] between it and the next.
The same rules stand in `static/plates/path.js`; one table of cases tests both.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

Point = tuple[float, float]


def point_at(stations: Sequence[Mapping[str, Any]], position: float) -> Point:
    """The point in the drawing at a position; before the first station it is the first, past the last the last."""
    place = min(max(position, 0.0), len(stations) - 1.0)
    leg = min(int(place), len(stations) - 2)
    line = _leg(stations, leg)
    left = (place - leg) * _length(line)
    for start, end in pairwise(line):
        step = math.dist(start, end)
        if left <= step and step > 0:
            return _between(start, end, left / step)
        left -= step
    return line[-1]


def position_at(stations: Sequence[Mapping[str, Any]], x: float, y: float) -> float:
    """The position on the path that is nearest to a point in the drawing."""
    nearest, best = 0.0, math.inf
    for leg in range(len(stations) - 1):
        line = _leg(stations, leg)
        whole, passed = _length(line), 0.0
        for start, end in pairwise(line):
            step = math.dist(start, end)
            share = _share(start, end, (x, y))
            away = math.dist(_between(start, end, share), (x, y))
            if away < best:
                best, nearest = away, leg + (passed + share * step) / (whole or 1)
            passed += step
    return nearest


def is_path(stations: object) -> bool:
    """Whether these are stations one can stand on."""
    if not isinstance(stations, list) or len(stations) < 2:
        return False
    return all(
        isinstance(station, dict)
        and isinstance(station.get("via", []), list)
        and all(_is_point(point) for point in [[station.get("x"), station.get("y")], *station.get("via", [])])
        for station in stations
    )


def _is_point(point: object) -> bool:
    return isinstance(point, list) and len(point) == 2 and all(type(value) in (int, float) for value in point)


def _leg(stations: Sequence[Mapping[str, Any]], number: int) -> list[Point]:
    start, end = stations[number], stations[number + 1]
    return [(start["x"], start["y"]), *((x, y) for x, y in start.get("via", [])), (end["x"], end["y"])]


def _length(line: Sequence[Point]) -> float:
    return sum(math.dist(start, end) for start, end in pairwise(line))


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _share(start: Point, end: Point, point: Point) -> float:
    """How far along a straight piece (0 to 1) the point of it lies that is nearest to a point."""
    across, down = end[0] - start[0], end[1] - start[1]
    square = across * across + down * down
    if square == 0:
        return 0.0
    return min(max(((point[0] - start[0]) * across + (point[1] - start[1]) * down) / square, 0.0), 1.0)
