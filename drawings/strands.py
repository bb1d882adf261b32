"""Strands that braid along a line or around a ring: painted in short stretches, low to high, each with a paper edge."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from drawings.pen import PAPER, Point, number, smooth

STEP = 13


@dataclass(frozen=True)
class Strand:
    """One strand of a braid: when it begins (0 to 1 along the line), how far beside it, how long it takes to join."""

    ink: str
    phase: float
    begins: float
    beside: float
    joining: float


def along(points: Sequence[Point], count: int) -> tuple[list[Point], float]:
    """Points evenly along the smooth line through `points`, and its length."""
    dense = [point for i in range(len(points) - 1) for point in _bezier(points, i)] + [points[-1]]
    lengths = [0.0]
    for start, end in pairwise(dense):
        lengths.append(lengths[-1] + math.dist(start, end))
    found, place = [], 0
    for i in range(count + 1):
        wanted = lengths[-1] * i / count
        while place < len(lengths) - 2 and lengths[place + 1] < wanted:
            place += 1
        share = (wanted - lengths[place]) / ((lengths[place + 1] - lengths[place]) or 1)
        (x, y), (to_x, to_y) = dense[place], dense[place + 1]
        found.append((x + (to_x - x) * share, y + (to_y - y) * share))
    return found, lengths[-1]


def _bezier(points: Sequence[Point], i: int) -> list[Point]:
    """Sixty points on the piece of a smooth line that begins at point `i`."""
    before, start, end, after = (points[max(0, min(len(points) - 1, n))] for n in (i - 1, i, i + 1, i + 2))
    first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
    second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
    found = []
    for k in range(60):
        t = k / 60
        u = 1 - t
        weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        corners = (start, first, second, end)
        found.append(
            tuple(sum(w * corner[axis] for w, corner in zip(weights, corners, strict=True)) for axis in (0, 1))
        )
    return found


def braid(
    points: Sequence[Point],
    strands: Sequence[Strand],
    swing: Callable[[float], float],
    width: float,
    wave: float,
    step: float = STEP,
) -> str:
    """A braid along a line; `swing` says how far strands go from the middle, 0 to 1 along it.

    Two strands twist around each other. Three and more plait, once those that come from the side have joined.
    """
    steps = int(sum(math.dist(start, end) for start, end in pairwise(points)) / step)
    plaits_from = 1.0 if len(strands) < 3 else 0.35 if any(strand.beside for strand in strands) else 0.0
    middle, length = along(points, steps)
    drawn = []
    for strand in strands:
        places = []
        for i, (x, y) in enumerate(middle):
            t = i / (len(middle) - 1)
            if t < strand.begins:
                continue
            joined = min(1.0, (t - strand.begins) / strand.joining) if strand.joining else 1.0
            joined = joined * joined * (3 - 2 * joined)
            turn = 2 * math.pi * (t * length / wave / 2 + strand.phase)
            across = joined * swing(t) * math.sin(turn) + (1 - joined) * strand.beside
            nx, ny = _normal(middle, i)
            braided = math.sin(2 * turn) if t > plaits_from else 0
            places.append((x + nx * across, y + ny * across, braided + 0.6 * math.cos(turn)))
        drawn.append((strand.ink, places))
    return _weave(drawn, width, 6)


def twined(inks: Sequence[str]) -> list[Strand]:
    """Strands that are together from the start, evenly out of step."""
    return [Strand(ink, i / len(inks), 0, 0, 0) for i, ink in enumerate(inks)]


def _normal(points: Sequence[Point], i: int) -> Point:
    start, end = points[max(0, i - 1)], points[min(len(points) - 1, i + 1)]
    length = math.dist(start, end) or 1
    return -(end[1] - start[1]) / length, (end[0] - start[0]) / length


def woven_ring(
    cx: float,
    cy: float,
    rx: float,
    ry: float,
    inks: Sequence[str],
    swing: float,
    width: float,
    waves: int,
    *,
    twists: bool = False,
) -> str:
    """Strands braided into a ring; one that `twists` like a rope stays calm when it is seen from close by."""
    count = int(math.pi * (rx + ry) / (STEP / 2 if twists else STEP))
    drawn = []
    for k, ink in enumerate(inks):
        places = []
        for i in range(count + 2):
            angle = 2 * math.pi * i / count + math.pi
            turn = waves * angle + 2 * math.pi * k / len(inks)
            out = swing * math.sin(turn)
            x, y = cx + (rx + out) * math.cos(angle), cy + (ry + out * 0.8) * math.sin(angle)
            places.append((x, y, math.cos(turn) if twists else math.sin(2 * turn) + 0.6 * math.cos(turn)))
        drawn.append((ink, places))
    return _weave(drawn, width, 5)


def _weave(drawn: Sequence[tuple[str, list[tuple[float, float, float]]]], width: float, edge: float) -> str:
    """Paint stretches from low to high; what lies higher covers what lies lower, edge and all."""
    stretches = []
    for ink, places in drawn:
        for i in range(0, len(places) - 1, 3):
            j = min(len(places) - 1, i + 3)
            height = sum(place[2] for place in places[i : j + 1]) / (j - i + 1)
            # A step longer on both sides, so that stretches of a strand run into each other without a seam.
            stretches.append((height, smooth([place[:2] for place in places[max(0, i - 1) : j + 2]]), ink))
    stretches.sort(key=lambda stretch: stretch[0])
    out = []
    for _height, d, ink in stretches:
        out.append(f'<path d="{d}" stroke="{PAPER}" stroke-width="{number(width + edge)}"/>')
        out.append(f'<path d="{d}" stroke="{ink}" stroke-width="{number(width)}" stroke-linecap="round"/>')
    return f'<g fill="none">{"".join(out)}</g>'
