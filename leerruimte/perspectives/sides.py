"""The sides of the picture: who lies where, and what people there tend to answer otherwise."""

import numpy as np
import numpy.typing as npt

from leerruimte.perspectives.figures import DIRECTIONS, Doubles, Flags, Shares
from leerruimte.perspectives.model import Floats
from leerruimte.perspectives.result import FEWEST, Finding, Side
from leerruimte.perspectives.roles import difference

# In how many directions, and where, people are halved to begin with.
CUTS, CUT_AT = 4, (0.2, 0.5, 0.8)
# In a larger room the best halves are looked for among so many.
MOST_PEOPLE = 1000
# From how large a difference a statement is typical, and how many are told.
CLEARLY, MOST_TYPICAL = 2.0, 6


def find_sides(places: Floats, voted: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Say on which of two sides everybody who voted lies, -1 for the others; all -1 if one would have under five.

    Two means in the picture, the best of those started from halves cut in several directions. Nobody is left
    between the sides: that would give figures about those few back by subtraction.
    """
    sides = np.full(len(places), -1, np.intp)
    x = places[voted].astype(np.float64)
    some = x[:: len(x) // MOST_PEOPLE + 1]
    halves = _best_halves(some)
    if halves is None:
        return sides
    a, b = some[~halves].mean(0), some[halves].mean(0)
    best = _two_means(x, ((x - (a + b) / 2) @ (b - a)) > 0)
    if best is not None:
        # Numbered along the first axis, so that a picture that stays calm keeps its sides.
        sides[voted] = best if x[best, 0].mean() >= x[~best, 0].mean() else ~best
    return sides


def _best_halves(x: Doubles) -> Flags | None:
    """Give the two halves of points that lie closest to their means."""
    best, least = None, np.inf
    for angle in np.arange(CUTS) * np.pi / CUTS:
        along = x @ np.array([np.cos(angle), np.sin(angle)])
        for share in CUT_AT:
            halves = _two_means(x, along > np.quantile(along, share))
            if halves is not None and (apart := _within(x, halves)) < least * (1 - 1e-6):
                best, least = halves, apart
    return best


def describe_sides(
    people: tuple[str, ...],
    statements: tuple[str, ...],
    side_of: npt.NDArray[np.intp],
    places: Floats,
    shares: Shares,
    separate: bool,
) -> tuple[Side, ...]:
    """Describe the sides; `shares` holds a row for each."""
    described = []
    for side in range(len(shares.names)):
        rows = np.flatnonzero(side_of == side)
        x, y = (round(float(c), 4) for c in places[rows].mean(0))
        members = tuple(people[row] for row in rows)
        described.append(Side(members, len(rows), (x, y), _typical(statements, side, shares), separate))
    return tuple(described)


def _two_means(x: Doubles, right: Flags) -> Flags | None:
    """Move people to the nearer of two means until nobody moves; None when one side would have under five."""
    for _ in range(50):
        if min(right.sum(), (~right).sum()) < FEWEST:
            return None
        a, b = x[~right].mean(0), x[right].mean(0)
        before, right = right, ((x - (a + b) / 2) @ (b - a)) > 0
        if (before == right).all():
            return right
    return right if min(right.sum(), (~right).sum()) >= FEWEST else None


def _within(x: Doubles, right: Flags) -> float:
    """Give how far people lie from the means of their sides."""
    return float(sum(((x[half] - x[half].mean(0)) ** 2).sum() for half in (right, ~right)))


def _typical(statements: tuple[str, ...], side: int, shares: Shares) -> tuple[Finding, ...]:
    """Tell with which statements people here agree, or disagree, clearly more than others; figures of each side."""
    here = shares.counts.row(side)
    others = here.rest(shares.counts.sum())
    found = []
    for direction in DIRECTIONS:
        z = np.where(shares.shown[side] & (shares.shown.sum(0) > 1), difference(here, others, direction)[0], 0)
        mostly = here.going(direction)[0] * 2 > here.seen[0]
        found += [(float(z[j]), int(j), direction) for j in np.flatnonzero((z > CLEARLY) & mostly)]
    found.sort(key=lambda one: (-one[0], statements[one[1]]))
    return tuple(_described(statements[j], direction, side, j, shares) for _, j, direction in found[:MOST_TYPICAL])


def _described(statement: str, direction: str, side: int, j: int, shares: Shares) -> Finding:
    """Give the figures of the sides that may be shown, this side's first."""
    others = [other for other in np.flatnonzero(shares.shown[:, j]).tolist() if other != side]
    rows = np.array([side, *others], np.intp)
    return Finding(statement, direction, tuple(shares.cells(direction, rows, np.full(len(rows), j))))
