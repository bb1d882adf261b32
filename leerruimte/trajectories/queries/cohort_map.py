"""A drawn map of how full schools are: each a ring as large as its places, filled as far as it is taken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from django.utils.text import Truncator

from leerruimte.trajectories.models import Cohort
from leerruimte.trajectories.queries.cohort_planning import known_schools
from leerruimte.trajectories.queries.cohorts import SchoolLoad
from leerruimte.trajectories.rules.cohort import kilometres

WIDTH, EDGE, TALLEST = 480.0, 40.0, 1.1
LEAST, A_PLACE = 2.5, 2.0
# So few schools have larger rings, with their names: as many as do not cover each other.
FEW, A_PLACE_OF_FEW = 24, 5.5
# A name, about: how wide a letter is, how high a line, and how long it may be.
LETTER, LINE, LONGEST = 9.5, 20.0, 20

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Name:
    """A name on the map, its middle at x."""

    text: str
    x: str
    y: str


@dataclass(frozen=True)
class Disc:
    """One school on the map, in units of the drawing; without a name where it would cover another."""

    load: SchoolLoad
    x: float
    y: float
    ring: float
    fill: float
    name: Name | None = None

    @property
    def most(self) -> int:
        """How many it can have, promised or not."""
        return self.load.places + self.load.offered


@dataclass(frozen=True)
class DrawnMap:
    """The map; `missing`: how many schools are somewhere that nobody knows."""

    width: int
    height: int
    discs: Sequence[Disc]
    missing: int


def map_of(cohort: Cohort, loads: Sequence[SchoolLoad]) -> DrawnMap | None:
    """Draw schools where they are; None when fewer than two are on the map."""
    known = known_schools(cohort)
    there = [load for load in loads if load.school.pk in known.at]
    if len({known.at[load.school.pk] for load in there}) < 2:
        return None
    origin = known.at[there[0].school.pk]
    points = {load.school.pk: kilometres(known.at[load.school.pk], origin) for load in there}
    west, east = min(x for x, _ in points.values()), max(x for x, _ in points.values())
    south, north = min(y for _, y in points.values()), max(y for _, y in points.values())
    scale = (WIDTH - 2 * EDGE) / max(0.1, east - west, (north - south) / TALLEST)
    width = max(2 * EDGE + (east - west) * scale, WIDTH / 2)
    height = 3 * EDGE + (north - south) * scale
    left = (width - (east - west) * scale) / 2
    few = len(there) <= FEW
    discs = [
        _disc(
            load,
            left + (points[load.school.pk][0] - west) * scale,
            EDGE + (north - points[load.school.pk][1]) * scale,
            A_PLACE_OF_FEW if few else A_PLACE,
        )
        for load in sorted(there, key=lambda load: -(load.places + load.offered))
    ]
    return DrawnMap(round(width), round(height), _named(discs, width) if few else discs, len(loads) - len(there))


def _disc(load: SchoolLoad, x: float, y: float, unit: float) -> Disc:
    most = load.places + load.offered
    ring = max(LEAST, unit * sqrt(most))
    fill = ring * sqrt(min(1.0, load.taken / most)) if most else (ring if load.taken else 0.0)
    return Disc(load, round(x, 1), round(y, 1), round(ring, 1), round(fill, 1))


def _named(discs: Sequence[Disc], width: float) -> list[Disc]:
    """Each with its name below or above it, the largest first, where that covers no ring and no other name."""
    taken = [(disc.x - disc.ring, disc.y - disc.ring, disc.x + disc.ring, disc.y + disc.ring) for disc in discs]
    named = []
    for disc in discs:
        text = Truncator(disc.load.school.name).chars(LONGEST)
        half = len(text) * LETTER / 2
        middle = min(max(disc.x, half), width - half)
        boxes = [
            (middle - half, top, middle + half, top + LINE)
            for top in (disc.y + disc.ring + 2, disc.y - disc.ring - LINE - 2)
        ]
        box = next((one for one in boxes if not any(_meet(one, other) for other in taken)), None)
        taken += [box] if box else []
        named.append(replace(disc, name=Name(text, f"{middle:.1f}", f"{box[3] - 5:.1f}")) if box else disc)
    return named


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
