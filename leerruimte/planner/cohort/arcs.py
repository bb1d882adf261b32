"""What is possible: every place that each learner could have, as parallel columns of figures.

A *demand* is one learner in one period; a *cell* is one grade band at one school in one period; an *arc* is one demand
at one cell. What a rule rules out for one learner alone is left out here; `ruled_out` tells which rule did it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from leerruimte.planner.cohort.problem import Learner, Pin, Places
from leerruimte.planner.cohort.travel import Minutes, estimated_table

Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Demand:
    """One learner who needs a place in one period, by number."""

    learner: int
    period: int


@dataclass(frozen=True)
class Cell:
    """One grade band at one school in one period, by number, with its seats."""

    school: int
    band: int
    period: int
    known: int
    promised: int


@dataclass(frozen=True, eq=False)
class Arcs:
    """Arcs as columns: demand, cell, minutes, rank of the wish (-1: none), points, step; and what they are made of."""

    problem: Places
    demands: tuple[Demand, ...]
    cells: tuple[Cell, ...]
    minutes_table: Minutes
    demand: Ints
    cell: Ints
    minutes: Ints
    rank: Ints
    points: Ints
    step: Ints
    pinned: dict[int, Pin]

    def __len__(self) -> int:
        return len(self.demand)

    @cached_property
    def school(self) -> Ints:
        """Give the school of each arc."""
        return np.array([cell.school for cell in self.cells], np.intp)[self.cell]

    @cached_property
    def learner(self) -> Ints:
        """Give the learner of each arc."""
        return np.array([demand.learner for demand in self.demands], np.intp)[self.demand]

    @cached_property
    def period(self) -> Ints:
        """Give the period of each arc."""
        return np.array([demand.period for demand in self.demands], np.intp)[self.demand]

    @cached_property
    def first_of(self) -> Ints:
        """Give where each demand's arcs begin (arcs stand in order of demand); one more at the end."""
        return np.searchsorted(self.demand, np.arange(len(self.demands) + 1)).astype(np.intp)

    @cached_property
    def number(self) -> dict[tuple[int, int], int]:
        """Give the number of the arc of a (demand, cell)."""
        return {pair: at for at, pair in enumerate(zip(self.demand.tolist(), self.cell.tolist(), strict=True))}


def possible(problem: Places) -> Arcs:
    """Find all arcs of a problem. What is pinned has no arc but that of its pin."""
    school_number = {school.code: at for at, school in enumerate(problem.schools)}
    cells = cells_of(problem)
    demands = tuple(
        Demand(at, period)
        for at, learner in enumerate(problem.learners)
        for period, code in enumerate(problem.periods)
        if code in learner.periods
    )
    minutes = minutes_table(problem)
    open_schools = _open_to(problem, minutes, school_number)
    pinned = _pinned(problem, demands)
    demand, cell = _suiting(problem, demands, cells, open_schools, minutes)
    free = ~np.isin(demand, list(pinned))
    demand, cell = demand[free], cell[free]
    demand, cell = _with_pins(problem, demand, cell, cells, pinned, school_number)
    return _with_points(problem, demands, cells, minutes, demand, cell, pinned)


def cells_of(problem: Places) -> tuple[Cell, ...]:
    """Give all cells; one without seats is there only when somebody was pinned to it."""
    band = {code: at for at, code in enumerate(problem.bands)}
    period = {code: at for at, code in enumerate(problem.periods)}
    pinned = {(pin.school, pin.band, pin.period) for pin in problem.pins}
    found = []
    for at, school in enumerate(problem.schools):
        offered = {(seats.band, seats.period): (seats.known, seats.promised) for seats in school.seats}
        asked = dict.fromkeys(((b, p) for s, b, p in sorted(pinned) if s == school.code), (0, 0))
        for (b, p), (known, promised) in (asked | offered).items():
            if known + promised or (school.code, b, p) in pinned:
                found.append(Cell(at, band[b], period[p], known, promised))
    return tuple(found)


def minutes_table(problem: Places) -> Minutes:
    """Give minutes from each learner's home to each school: known ones, else the estimate."""
    if not problem.learners or not problem.schools:
        return np.zeros((len(problem.learners), len(problem.schools)), np.int32)
    table = estimated_table(
        np.array([learner.home for learner in problem.learners], float),
        np.array([school.at for school in problem.schools], float),
        np.array([learner.car for learner in problem.learners]),
    )
    number = {school.code: at for at, school in enumerate(problem.schools)}
    for at, learner in enumerate(problem.learners):
        for code, known in learner.minutes:
            table[at, number[code]] = known
    return table


def points_of(problem: Places, learner: Learner, minutes: int, rank: int, features: tuple[str, ...]) -> int:
    """Give the points of one place: minutes, the rank of the wish (-1: none), special wishes that are not met."""
    points = problem.points
    unmet = sum(1 for like in learner.likes if like not in features)
    return minutes + points.unmet * unmet + _wish_points(problem, learner, rank)


def _wish_points(problem: Places, learner: Learner, rank: int) -> int:
    wish = problem.points.wish or (0,)
    if rank >= 0:
        return wish[min(rank, len(wish) - 1)]
    return problem.points.no_wish if learner.wishes else 0


def _open_to(problem: Places, minutes: Minutes, number: dict[str, int]) -> Bools:
    """Rule out, learner by school, what is too far, where she has been, and what was refused."""
    most = np.array([learner.most_minutes for learner in problem.learners], np.int32).reshape(-1, 1)
    fine: Bools = minutes <= most
    for at, learner in enumerate(problem.learners):
        for code in (*learner.earlier, *learner.refused):
            fine[at, number[code]] = False
    return fine


def _pinned(problem: Places, demands: tuple[Demand, ...]) -> dict[int, Pin]:
    learner = {one.code: at for at, one in enumerate(problem.learners)}
    period = {code: at for at, code in enumerate(problem.periods)}
    number = {demand: at for at, demand in enumerate(demands)}
    return {number[Demand(learner[pin.learner], period[pin.period])]: pin for pin in problem.pins}


def _suiting(
    problem: Places, demands: tuple[Demand, ...], cells: tuple[Cell, ...], fine: Bools, minutes: Minutes
) -> tuple[Ints, Ints]:
    """Give the (demand, cell) pairs whose period, band, mentor and journey suit."""
    learners, schools = len(problem.learners), len(problem.schools)
    demand_of = np.full((learners, len(problem.periods)), -1, np.intp)
    for at, demand in enumerate(demands):
        demand_of[demand.learner, demand.period] = at
    suits_band = np.array([[band in one.bands for band in problem.bands] for one in problem.learners], bool)
    suits_band = suits_band.reshape(learners, len(problem.bands))
    sure = np.array([one.sure for one in problem.learners], bool)
    rows, columns = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
    for period in range(len(problem.periods)):
        mentored = _mentored(problem, period)
        offered = [(at, cell) for at, cell in enumerate(cells) if cell.period == period and cell.known + cell.promised]
        suits = np.zeros((learners, schools), bool)
        for _, cell in offered:
            suits[:, cell.school] |= suits_band[:, cell.band] & (~sure | (cell.known > 0))
        near = fine & suits & mentored & (demand_of[:, period] >= 0)[:, None]
        near = _nearest(problem, near, minutes)
        for at, cell in offered:
            who = np.flatnonzero(near[:, cell.school] & suits_band[:, cell.band] & (~sure | (cell.known > 0)))
            rows.append(demand_of[who, period])
            columns.append(np.full(len(who), at, np.intp))
    return np.concatenate(rows), np.concatenate(columns)


def _mentored(problem: Places, period: int) -> Bools:
    """Tell, learner by school, where there is the special mentor that she needs (or she needs none)."""
    code = problem.periods[period]
    kinds = sorted({one.mentor for one in problem.learners if one.mentor is not None})
    has = np.ones((len(kinds) + 1, len(problem.schools)), bool)
    for at, kind in enumerate(kinds):
        for number, school in enumerate(problem.schools):
            has[at, number] = any(m.kind == kind and m.period == code and m.count > 0 for m in school.mentors)
    row = {kind: at for at, kind in enumerate(kinds)}
    picked: Bools = has[np.array([row.get(one.mentor or "", len(kinds)) for one in problem.learners], np.intp)]
    return picked


def _nearest(problem: Places, near: Bools, minutes: Minutes) -> Bools:
    """Keep only the nearest schools of each learner, and her wishes."""
    if problem.nearest is None or near.shape[1] <= problem.nearest:
        return near
    number = {school.code: at for at, school in enumerate(problem.schools)}
    far = np.where(near, minutes, np.iinfo(np.int32).max)
    order = np.argsort(far, axis=1, kind="stable")[:, : problem.nearest]
    kept = np.zeros_like(near)
    np.put_along_axis(kept, order, True, axis=1)
    for at, learner in enumerate(problem.learners):
        kept[at, [number[code] for code in learner.wishes]] = True
    both: Bools = near & kept
    return both


def _with_pins(
    problem: Places,
    demand: Ints,
    cell: Ints,
    cells: tuple[Cell, ...],
    pinned: dict[int, Pin],
    school_number: dict[str, int],
) -> tuple[Ints, Ints]:
    """Add the arc of each pin, whatever else would rule it out; put all in order of demand, then cell."""
    number = {
        (problem.schools[c.school].code, problem.bands[c.band], problem.periods[c.period]): at
        for at, c in enumerate(cells)
    }
    demand = np.concatenate([demand, np.array(list(pinned), np.intp)])
    to = [number[pin.school, pin.band, pin.period] for pin in pinned.values()]
    cell = np.concatenate([cell, np.array(to, np.intp)])
    order = np.lexsort((cell, demand))
    return demand[order], cell[order]


def _with_points(
    problem: Places,
    demands: tuple[Demand, ...],
    cells: tuple[Cell, ...],
    table: Minutes,
    demand: Ints,
    cell: Ints,
    pinned: dict[int, Pin],
) -> Arcs:
    """Work out minutes, rank, points and step of each arc."""
    learner = np.array([one.learner for one in demands], np.intp)[demand]
    school = np.array([one.school for one in cells], np.intp)[cell]
    number = {one.code: at for at, one in enumerate(problem.schools)}
    rank_table = np.full((len(problem.learners), len(problem.schools)), -1, np.int16)
    added = np.zeros_like(rank_table, np.int32)
    features = sorted({feature for one in problem.schools for feature in one.features})
    has = np.array([[feature in one.features for feature in features] for one in problem.schools], bool)
    column = {feature: at for at, feature in enumerate(features)}
    for at, one in enumerate(problem.learners):
        added[at] = _wish_points(problem, one, -1)
        for rank, code in reversed(list(enumerate(one.wishes))):
            rank_table[at, number[code]] = rank
            added[at, number[code]] = _wish_points(problem, one, rank)
        for like in one.likes:
            unmet = ~has[:, column[like]] if like in column else np.ones(len(problem.schools), bool)
            added[at] += problem.points.unmet * unmet
    minutes = table[learner, school].astype(np.intp)
    points = minutes + added[learner, school]
    limits = np.array(sorted(problem.points.steps))
    step = np.searchsorted(limits, points, side="right").astype(np.intp)
    ranks = rank_table[learner, school].astype(np.intp)
    return Arcs(problem, demands, cells, table, demand, cell, minutes, ranks, points, step, pinned)
