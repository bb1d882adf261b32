"""Lays people out on islands: where each mark lies, and the shores. Pure geometry; the drawing's own units.

People keep the place that the map of perspectives gave them among those around them; marks are only moved apart so that
none covers another. Sides that were not shown to be separate groups lie on one island, with a neck of land between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, dist, pi, sin, sqrt

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Point = tuple[float, float]

WIDTH, HEIGHT = 660, 470
# Room at the edge, for shores and for the tags above and below the islands.
EDGE_X, EDGE_Y = 26, 52
# The most marks that are drawn; with more people each mark stands for several.
MOST_MARKS = 600
LARGEST, SMALLEST_STEP = 33.0, 7.0
# Water between two islands.
STRAIT = 40.0
SHORE_POINTS = 16
ROUNDS = 60


@dataclass(frozen=True)
class Island:
    """The land around one group: its shore as a path, its middle and how far it reaches up and down."""

    shore: str
    beach: str
    x: float
    y: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Sizes:
    """How far apart marks lie, and how large each island is and where its middle."""

    step: float
    radii: Sequence[float]
    centres: Sequence[Point]


@dataclass(frozen=True)
class Layout:
    """A drawing: where each person lies (also those who are not drawn), which are drawn, how large a mark is.

    `group` is the island of each person, -1 in the water. `neck` joins two islands that are sides of one.
    """

    at: tuple[Point, ...]
    group: tuple[int, ...]
    drawn: tuple[int, ...]
    people_a_mark: int
    size: float
    islands: tuple[Island, ...]
    neck: str = ""
    way: str = ""


def lay_out(places: Sequence[Sequence[float]], group: Sequence[int], *, separate: bool) -> Layout:
    """Lay people with these places (n x 2) and islands (0, 1, .. or -1: in the water) out on the drawing."""
    at = np.asarray(places, np.float64).reshape(-1, 2) * (1, -1)
    of = np.asarray(group, np.intp)
    per_mark = -(-len(of) // MOST_MARKS) if len(of) else 1
    drawn = np.arange(0, len(of), per_mark)
    names = [int(name) for name in np.unique(of) if name >= 0]
    counts = [int((of[drawn] == name).sum()) for name in names]
    middles = [at[of == name].mean(0).tolist() for name in names]
    sizes = _sizes(counts, middles, separate)
    step = sizes.step
    placed = np.zeros_like(at)
    islands = []
    for name, centre, radius in zip(names, sizes.centres, sizes.radii, strict=True):
        members = np.flatnonzero(of == name)
        placed[members] = _fit(at[members], centre, radius - step * 1.1)
        on_it = drawn[of[drawn] == name]
        placed[on_it] = _apart(placed[on_it], step, centre, radius - step * 0.9)
        islands.append(_island(placed[on_it] if len(on_it) else placed[members], centre, step, name))
    adrift = np.flatnonzero(of < 0)
    placed[adrift] = _in_the_water(len(adrift), step)
    return Layout(
        at=tuple((round(float(x), 1), round(float(y), 1)) for x, y in placed),
        group=tuple(int(name) for name in of),
        drawn=tuple(int(index) for index in drawn),
        people_a_mark=per_mark,
        size=round(min(step * 0.86, 25), 1),
        islands=tuple(islands),
        neck=_neck(sizes) if len(names) == 2 and not separate else "",
        way=_way(sizes, separate),
    )


def _sizes(counts: Sequence[int], middles: Sequence[Sequence[float]], separate: bool) -> Sizes:
    """How far apart marks lie, how large each island is and where, so that all fit on the drawing."""
    step = LARGEST
    while True:
        radii = [step * (0.72 * sqrt(max(count, 4)) + 0.6) for count in counts]
        centres = _centres(middles, radii, separate)
        if _fits(centres, radii, separate) or step <= SMALLEST_STEP:
            return Sizes(step, radii, centres)
        step *= 0.96


def _fits(centres: Sequence[Point], radii: Sequence[float], separate: bool) -> bool:
    """Whether all islands lie inside the drawing, with water between those that are separate."""
    inside = all(
        EDGE_X + radius <= x <= WIDTH - EDGE_X - radius and EDGE_Y + radius <= y <= HEIGHT - EDGE_Y - radius
        for (x, y), radius in zip(centres, radii, strict=True)
    )
    strait = STRAIT * 0.8 if separate else -40
    pairs = combinations(zip(centres, radii, strict=True), 2)
    return inside and all(dist(one, other) >= r + s + strait for (one, r), (other, s) in pairs)


def _centres(middles: Sequence[Sequence[float]], radii: Sequence[float], separate: bool) -> list[Point]:
    """The middle of each island: as they lie in the picture, moved apart until there is water between them."""
    if len(radii) < 2:
        return [(WIDTH / 2, HEIGHT / 2)] * len(radii)
    if len(radii) == 2:
        return _two_centres(middles, radii, separate)
    ends = np.asarray(middles, np.float64)
    spread = np.abs(ends - ends.mean(0)).max(0) + 1e-9
    places = np.array([WIDTH / 2, HEIGHT / 2]) + (ends - ends.mean(0)) / spread * np.array([WIDTH, HEIGHT]) * 0.3
    for _ in range(200):
        for one, other in combinations(range(len(radii)), 2):
            between = places[other] - places[one]
            away = float(np.hypot(*between)) or 1.0
            overlap = radii[one] + radii[other] + STRAIT - away
            if overlap > 0:
                places[one] -= between / away * overlap / 2
                places[other] += between / away * overlap / 2
        for index, radius in enumerate(radii):
            places[index] = _kept_in(places[index], radius)
    return [(float(x), float(y)) for x, y in places]


def _kept_in(place: Floats, radius: float) -> Floats:
    low = np.array([EDGE_X + radius, EDGE_Y + radius])
    high = np.array([WIDTH, HEIGHT]) - low
    kept: Floats = np.where(low <= high, np.clip(place, low, high), np.array([WIDTH, HEIGHT]) / 2)
    return kept


def _two_centres(ends: Sequence[Sequence[float]], radii: Sequence[float], separate: bool) -> list[Point]:
    """Two beside each other, tilted a little as they lie in the picture."""
    across = abs(ends[1][0] - ends[0][0]) + 1e-9
    slope = float(np.clip((ends[1][1] - ends[0][1]) / across, -0.35, 0.35))
    apart = radii[0] + radii[1] + (STRAIT if separate else -4)
    left = (WIDTH - radii[0] - radii[1] - apart) / 2 + radii[0]
    tilt = apart * slope / 2
    return [(left, _inside(HEIGHT / 2 - tilt, radii[0])), (left + apart, _inside(HEIGHT / 2 + tilt, radii[1]))]


def _inside(y: float, radius: float) -> float:
    room = max(0.0, HEIGHT / 2 - EDGE_Y - radius)
    return float(np.clip(y, HEIGHT / 2 - room, HEIGHT / 2 + room))


def _fit(points: Floats, centre: Point, radius: float) -> Floats:
    """Points moved and scaled into a disc, the few that lie far out drawn in."""
    away = points - points.mean(0)
    length = np.sqrt((away**2).sum(1))
    typical = float(np.sqrt((length**2).mean())) or 1.0
    reach = length / (typical * 1.25)
    # Nearly as it is near the middle, ever closer to the shore further out.
    drawn_in = np.tanh(reach) / np.maximum(reach, 1e-9)
    fitted: Floats = np.asarray(centre) + away / (typical * 1.25) * drawn_in[:, None] * radius
    return fitted


def _apart(points: Floats, step: float, centre: Point, radius: float) -> Floats:
    """Points pushed apart until none lies nearer to another than `step`, or nearly; kept on the island."""
    if len(points) < 2:
        return points
    # Two in the same place part in a direction of their own, the same each time.
    angle = np.arange(len(points)) * 2.399963
    points = points + 0.01 * step * np.column_stack([np.cos(angle), np.sin(angle)])
    middle = np.asarray(centre)
    for _ in range(ROUNDS):
        between = points[:, None, :] - points[None, :, :]
        distance = np.sqrt((between**2).sum(2))
        np.fill_diagonal(distance, np.inf)
        overlap = np.maximum(step - distance, 0)
        if overlap.max() < step * 0.02:
            break
        points = points + ((between / distance[:, :, None]) * (overlap * 0.42)[:, :, None]).sum(1)
        away = points - middle
        length = np.sqrt((away**2).sum(1))
        outside = length > radius
        points[outside] = middle + away[outside] * (radius / length[outside])[:, None]
    return points


def _island(points: Floats, centre: Point, step: float, number: int) -> Island:
    """The land around points: a little further out than the furthest in each direction, and never quite round."""
    shore = _outline(points, centre, step * 1.15, number)
    beach = _outline(points, (centre[0] + 2, centre[1] + 6), step * 1.15 + 8, number + 7)
    ys = [y for _x, y in shore]
    return Island(
        shore=_smooth(shore),
        beach=_smooth(beach),
        x=round(centre[0], 1),
        y=round(centre[1], 1),
        top=round(min(ys), 1),
        bottom=round(max(ys), 1),
    )


def _outline(points: Floats, centre: Point, beyond: float, number: int) -> list[Point]:
    away = points - np.asarray(centre)
    outline = []
    for corner in range(SHORE_POINTS):
        turn = 2 * pi * corner / SHORE_POINTS
        reach = float((away @ np.array([cos(turn), sin(turn)])).max(initial=0)) + beyond
        uneven = 1 + 0.035 * sin(corner * 2.7 + number * 1.9)
        outline.append((centre[0] + cos(turn) * reach * uneven, centre[1] + sin(turn) * reach * uneven))
    return outline


def _smooth(points: Sequence[Point]) -> str:
    """A closed line that bends through all points (Catmull-Rom as cubic curves)."""
    many = len(points)
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for index in range(many):
        before, start, end, after = (points[(index + k) % many] for k in (-1, 0, 1, 2))
        one = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        two = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        parts.append(f"C{one[0]:.1f} {one[1]:.1f} {two[0]:.1f} {two[1]:.1f} {end[0]:.1f} {end[1]:.1f}")
    return "".join(parts) + "Z"


def _neck(sizes: Sizes) -> str:
    """The land between two sides of one island, narrower in the middle."""
    (ax, ay), (bx, by) = sizes.centres
    half = 0.62 * min(sizes.radii)
    length = float(np.hypot(bx - ax, by - ay)) or 1.0
    across = (-(by - ay) / length * half, (bx - ax) / length * half)
    mx, my = (ax + bx) / 2, (ay + by) / 2
    waist = 0.72
    return (
        f"M{ax + across[0]:.1f} {ay + across[1]:.1f}"
        f"Q{mx + across[0] * waist:.1f} {my + across[1] * waist:.1f} {bx + across[0]:.1f} {by + across[1]:.1f}"
        f"L{bx - across[0]:.1f} {by - across[1]:.1f}"
        f"Q{mx - across[0] * waist:.1f} {my - across[1] * waist:.1f} {ax - across[0]:.1f} {ay - across[1]:.1f}Z"
    )


def _way(sizes: Sizes, separate: bool) -> str:
    """The dotted ways: over land between two sides, over water from each island to the nearest before it."""
    if len(sizes.centres) == 2 and not separate:
        (ax, ay), (bx, by) = sizes.centres
        return f"M{ax:.1f} {ay:.1f}Q{(ax + bx) / 2:.1f} {(ay + by) / 2 - 46:.1f} {bx:.1f} {by:.1f}"
    ways = []
    for index in range(1, len(sizes.centres)):
        nearest = min(range(index), key=lambda one: dist(sizes.centres[one], sizes.centres[index]))
        ways.append(_over_water(sizes, nearest, index))
    return "".join(ways)


def _over_water(sizes: Sizes, one: int, other: int) -> str:
    """From shore to shore, bending a little."""
    (ax, ay), (bx, by) = sizes.centres[one], sizes.centres[other]
    away = dist((ax, ay), (bx, by)) or 1.0
    ux, uy = (bx - ax) / away, (by - ay) / away
    start = (ax + ux * sizes.radii[one] * 0.92, ay + uy * sizes.radii[one] * 0.92)
    end = (bx - ux * sizes.radii[other] * 0.92, by - uy * sizes.radii[other] * 0.92)
    bend = ((start[0] + end[0]) / 2 - uy * 14, (start[1] + end[1]) / 2 + ux * 14)
    return f"M{start[0]:.1f} {start[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {end[0]:.1f} {end[1]:.1f}"


def _in_the_water(many: int, step: float) -> Floats:
    """Places at the foot of the drawing for those who have no place on land yet."""
    a_row = max(1, int((WIDTH - 2 * EDGE_X) / step))
    index = np.arange(many)
    x = EDGE_X + step / 2 + (index % a_row) * step
    y = HEIGHT - 24 - (index // a_row) * step
    return np.column_stack([x, y]).astype(np.float64).reshape(-1, 2)
