"""A drawn map of how full schools are: each a ring as large as its places, filled as far as it is taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from leerruimte.trajectories.models import Cohort
from leerruimte.trajectories.queries.cohort_planning import known_schools
from leerruimte.trajectories.queries.cohorts import SchoolLoad
from leerruimte.trajectories.rules.cohort import kilometres

WIDTH, EDGE, TALLEST = 800.0, 60.0, 1.1
LEAST, A_PLACE = 4.0, 3.4
# So few schools have larger rings, with their names.
FEW, A_PLACE_OF_FEW = 24, 9.0


@dataclass(frozen=True)
class Disc:
    """One school on the map, in units of the drawing."""

    name: str
    x: str
    y: str
    ring: str
    fill: str
    below: str
    state: str
    taken: int
    most: int


@dataclass(frozen=True)
class DrawnMap:
    """The map; `missing`: schools of which nobody knows where they are."""

    width: int
    height: int
    discs: Sequence[Disc]
    missing: int
    named: bool


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
    few = len(there) <= FEW
    discs = [
        _disc(
            load,
            EDGE + (points[load.school.pk][0] - west) * scale,
            EDGE + (north - points[load.school.pk][1]) * scale,
            A_PLACE_OF_FEW if few else A_PLACE,
        )
        for load in sorted(there, key=lambda load: -(load.places + load.offered))
    ]
    height = round(2 * EDGE + (north - south) * scale)
    width = round(2 * EDGE + (east - west) * scale)
    return DrawnMap(max(width, 2 * round(EDGE)), height + round(EDGE), discs, len(loads) - len(there), named=few)


def _disc(load: SchoolLoad, x: float, y: float, unit: float) -> Disc:
    most = load.places + load.offered
    ring = max(LEAST, unit * sqrt(most))
    fill = ring * sqrt(min(1.0, load.taken / most)) if most else (ring if load.taken else 0.0)
    return Disc(
        name=load.school.name,
        x=f"{x:.0f}",
        y=f"{y:.0f}",
        ring=f"{ring:.1f}",
        fill=f"{fill:.1f}",
        below=f"{ring + 18:.0f}",
        state=load.state,
        taken=load.taken,
        most=most,
    )
