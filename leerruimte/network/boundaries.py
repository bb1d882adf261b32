"""Boundaries: how open the line is between schools and institute, between boards, between roles.

What is counted is meeting: each who takes part shares one unit over the others in the encounter (Newman, *Physical
Review E* 64, 2001), so that a meeting of sixty does not drown twenty conversations of three. The E-I index is what
crosses less what stays inside, over both (Krackhardt and Stern, *Social Psychology Quarterly* 51, 1988): -1 all inside,
1 all across.

An index alone says little: with three boards of equal size two thirds would cross by chance. So it is held against
chance: the same encounters and people, the groups dealt out anew over the people. The mean and spread of that over all
ways of dealing are known as a formula (Mantel, *Cancer Research* 27, 1967; Cliff and Ord, *Spatial Processes*,
1981), so nothing is drawn. Openness is what crosses over what would cross by chance. How sure it is follows from how
encounters differ from each other (the spread of a ratio; Cochran, *Sampling Techniques*, 1977), as if each stood
by itself.
"""

from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np

from leerruimte.network.table import NONE, By, EncounterTable, Floats, Ints
from leerruimte.network.ties import pairs_of

# Of what would cross by chance: above three quarters is called open, below a quarter shut. Our own agreement.
OPEN, SHUT = 0.75, 0.25
# With fewer encounters, or when the interval is wider, nothing is called open or shut.
FEWEST, WIDEST = 10, 0.75
NINETY_FIVE = NormalDist().inv_cdf(0.975)
NAN = float("nan")


class State(StrEnum):
    """What is said of a boundary."""

    OPEN = "open"
    HALF = "half"
    SHUT = "shut"
    TOO_LITTLE_SEEN = "too little seen"


@dataclass(frozen=True)
class Boundary:
    """One boundary. `openness` 1: as open as chance; `low` and `high` hold it 95 times of 100.

    `index` is the E-I index, `by_chance` its mean when groups are dealt out anew, `as_closed_by_chance` how likely that
    makes it as closed as what was seen. `encounters` in which at least two took part whose group is known. NaN where
    nothing can be said.
    """

    by: By
    encounters: int
    index: float
    by_chance: float
    as_closed_by_chance: float
    openness: float
    low: float
    high: float

    @property
    def state(self) -> State:
        """In words: open, half, shut; or too little seen to say."""
        if self.encounters < FEWEST or not np.isfinite(self.openness) or self.high - self.low > WIDEST:
            return State.TOO_LITTLE_SEEN
        if self.low >= OPEN:
            return State.OPEN
        return State.SHUT if self.high <= SHUT else State.HALF


def boundary(table: EncounterTable, by: By) -> Boundary:
    """How open the boundary between the groups `by` is. Who has no known group is left out."""
    seen = _seen(table, table.groups(by))
    crossed, both = seen.crossed(), seen.size.astype(np.float64)
    whole = float(both.sum())
    share = float(crossed.sum()) / whole if whole else NAN
    expected, spread = _by_chance(seen)
    error = float(np.sqrt(((crossed - share * both) ** 2).sum())) / whole if whole else NAN
    openness = share / expected if expected else NAN
    reach = NINETY_FIVE * error / expected if expected else NAN
    return Boundary(
        by=by,
        encounters=int(np.count_nonzero(seen.size)),
        index=2 * share - 1,
        by_chance=2 * expected - 1,
        as_closed_by_chance=NormalDist(expected, spread).cdf(share) if spread else NAN,
        openness=openness,
        low=openness - min(reach, openness),
        high=openness + reach,
    )


def meetings_between(table: EncounterTable, by: By) -> Floats:
    """How much each two groups met: G x G, in the order of `table.names(by)`; the sum is what all shared together."""
    seen = _seen(table, table.groups(by))
    groups = len(table.names(by))
    found = np.zeros((groups, groups))
    weight = 1 / (seen.size[seen.encounter] - 1)
    # Within one encounter: everybody with everybody, less oneself.
    row, column, part = _with_all_others(seen, weight)
    np.add.at(found, (row, column), part)
    return found


@dataclass(frozen=True, eq=False)
class _Seen:
    """Participations with a known group in encounters of two and more: of which encounter, group and unit.

    A unit is dealt one group: a person; who took part without a name is another one each time, who took part from two
    groups is two. `size` holds how many took part in each encounter; 0: not in this.
    """

    encounter: Ints
    group: Ints
    unit: Ints
    size: Ints

    def crossed(self) -> Floats:
        """What crosses in each encounter."""
        groups = int(self.group.max(initial=0)) + 1
        cell, count = np.unique(self.encounter * groups + self.group, return_counts=True)
        same = np.bincount(cell // groups, weights=count * (count - 1), minlength=self.size.size)
        crossed: Floats = self.size - same / np.maximum(self.size - 1, 1)
        return crossed


def _seen(table: EncounterTable, group: Ints) -> _Seen:
    known = group != NONE
    encounter, group, person = table.encounter[known], group[known], table.person[known]
    size = np.bincount(encounter, minlength=len(table.encounters))
    enough = size[encounter] > 1
    encounter, group, person = encounter[enough], group[enough], person[enough]
    size = np.where(size > 1, size, 0)
    who = np.where(person == NONE, len(table.people) + np.arange(person.size), person)
    groups = int(group.max(initial=0)) + 1
    unit = np.unique(who * groups + group, return_inverse=True)[1].ravel()
    return _Seen(encounter, group, unit, size)


def _by_chance(seen: _Seen) -> tuple[float, float]:
    """Mean and spread of the share that crosses when the groups are dealt out anew; NaN where undefined."""
    of_unit = seen.group[np.unique(seen.unit, return_index=True)[1]]
    n = of_unit.size
    if n < 4:
        return NAN, 0.0
    counts = np.unique(of_unit, return_counts=True)[1].astype(np.float64)
    # Of the meetings (S) and of being in one group (T): the sum, twice the sum of squares, the sum of squared row sums.
    low, high, weight = pairs_of(seen.encounter, seen.unit, 1 / np.maximum(seen.size - 1, 1))
    s0, s1 = 2 * weight.sum(), 4 * (weight**2).sum()
    rows = np.bincount(low, weight, minlength=n) + np.bincount(high, weight, minlength=n)
    s2 = 4 * (rows**2).sum()
    t0 = (counts * (counts - 1)).sum()
    t1, t2 = 2 * t0, 4 * (counts * (counts - 1) ** 2).sum()
    two, three, four = n * (n - 1), n * (n - 1) * (n - 2), n * (n - 1) * (n - 2) * (n - 3)
    stays = s0 * t0 / two
    squares = (
        s1 * t1 / (2 * two) + (s2 - 2 * s1) * (t2 - 2 * t1) / (4 * three) + (s0**2 + s1 - s2) * (t0**2 + t1 - t2) / four
    )
    return float(1 - stays / s0), float(np.sqrt(max(0.0, squares - stays**2)) / s0)


def _with_all_others(seen: _Seen, weight: Floats) -> tuple[Ints, Ints, Floats]:
    """Group, other group, and how much they met, a row for each two groups in one encounter."""
    groups = int(seen.group.max(initial=0)) + 1
    cell, first, count = np.unique(seen.encounter * groups + seen.group, return_index=True, return_counts=True)
    encounter, group, weight = cell // groups, cell % groups, weight[first]
    many = np.bincount(encounter, minlength=seen.size.size)
    row = np.repeat(np.arange(cell.size), many[encounter])
    begin = np.searchsorted(encounter, encounter[row])
    column = begin + np.arange(row.size) - np.repeat(np.cumsum(many[encounter]) - many[encounter], many[encounter])
    pairs = count[row] * (count[column] - (row == column))
    return group[row], group[column], pairs * weight[row]
