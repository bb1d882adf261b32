"""The rules that join learners, each a small function: how many fit, who shares, who must not meet.

Columns: one per arc (she gets it), then per demand without a pin `unplaced`, per cell with promised seats `promised`
(how many of those are used), per board and period `short` (how much of its part it lacks), and per pair that wants to
be together and period `parted`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from leerruimte.planner.cohort.arcs import Arcs, Ints
from leerruimte.planner.cohort.problem import APART, TOGETHER, Pair, Places
from leerruimte.planner.cohort.sheet import Bools, Floats, Sheet, Writing


@dataclass(frozen=True, eq=False)
class Model:
    """A sheet, and where in its columns each kind stands; `wanted`: (pair, demand of one, demand of other)."""

    arcs: Arcs
    sheet: Sheet
    unplaced: slice
    unplaced_of: Ints
    promised: slice
    promised_of: Ints
    promised_rows: Ints
    short: slice
    short_rows: Ints
    board_least: Floats
    parted: slice
    parted_rows: Ints
    wanted: tuple[tuple[Pair, int, int], ...]

    @property
    def soft_rows(self) -> Ints:
        """Give the rows that give way at a price: boards' parts, and pairs that want to be together."""
        return np.concatenate([self.short_rows, self.parted_rows])

    def zeros(self) -> Floats:
        """Give a price of nothing for each column."""
        return np.zeros(self.sheet.columns)


def write(arcs: Arcs) -> Model:
    """Write all rules about all arcs."""
    problem, writing = arcs.problem, Writing()
    pinned = np.isin(np.arange(len(arcs.demands)), list(arcs.pinned))
    lower = pinned[arcs.demand].astype(float)
    writing.add_columns(len(arcs), lower=lower, always=False)
    unplaced_of = np.flatnonzero(~pinned).astype(np.intp)
    unplaced = writing.add_columns(len(unplaced_of), always=True)
    promised_of = np.array([at for at, cell in enumerate(arcs.cells) if cell.promised], np.intp)
    most = np.array([arcs.cells[at].promised for at in promised_of], float)
    promised = writing.add_columns(len(promised_of), upper=most, always=True)
    least = board_least(problem, arcs)
    short = writing.add_columns(least.size, upper=least.ravel(), always=True)
    wanted = tuple(_pairs(problem, arcs, TOGETHER))
    parted = writing.add_columns(len(wanted), always=True)
    one_place_each(writing, arcs, unplaced, unplaced_of)
    cell_rows = no_fuller_than_full(writing, arcs, promised, promised_of)
    sure_ones_where_a_mentor_is_known(writing, arcs)
    no_more_than_special_mentors_can_take(writing, arcs)
    board_rows = a_part_for_each_board(writing, arcs, short, least)
    not_twice_at_one_school(writing, arcs)
    not_where_the_other_is(writing, arcs)
    parted_rows = where_the_other_is(writing, arcs, parted, wanted)
    sheet = writing.sheet()
    return Model(
        arcs,
        sheet,
        unplaced,
        unplaced_of,
        promised,
        promised_of,
        cell_rows.start + promised_of,
        short,
        np.arange(board_rows.start, board_rows.stop),
        least,
        parted,
        parted_rows,
        wanted,
    )


def one_place_each(writing: Writing, arcs: Arcs, unplaced: slice, unplaced_of: Ints) -> None:
    """Everybody has exactly one place in a period, or is without."""
    own = (unplaced_of, np.arange(unplaced.start, unplaced.stop), 1.0)
    writing.add_rows(len(arcs.demands), (arcs.demand, np.arange(len(arcs)), 1.0), own, low=1.0, high=1.0)


def no_fuller_than_full(writing: Writing, arcs: Arcs, promised: slice, promised_of: Ints) -> slice:
    """No band of a school takes more than its seats; seats promised before a mentor is known count apart."""
    known = np.array([cell.known for cell in arcs.cells], float)
    total = known + np.array([cell.promised for cell in arcs.cells], float)
    over = np.maximum(_pinned_in(arcs, arcs.cell, len(arcs.cells)) - total, 0)
    more = (promised_of, np.arange(promised.start, promised.stop), -1.0)
    return writing.add_rows(len(arcs.cells), (arcs.cell, np.arange(len(arcs)), 1.0), more, high=known + over)


def sure_ones_where_a_mentor_is_known(writing: Writing, arcs: Arcs) -> None:
    """Who needs a known mentor gets a seat that has one."""
    sure = np.array([one.sure for one in arcs.problem.learners], bool)[arcs.learner]
    cells = [at for at, cell in enumerate(arcs.cells) if cell.promised]
    row_of = np.full(len(arcs.cells), -1, np.intp)
    row_of[cells] = np.arange(len(cells))
    which = np.flatnonzero(sure & (row_of[arcs.cell] >= 0)).astype(np.intp)
    rows = row_of[arcs.cell[which]]
    known = np.array([arcs.cells[at].known for at in cells], float)
    by_hand = np.zeros(len(cells))
    pinned = np.isin(arcs.demand[which], list(arcs.pinned))
    np.add.at(by_hand, rows[pinned], 1)
    writing.add_rows(len(cells), (rows, which, 1.0), high=np.maximum(known, by_hand))


def no_more_than_special_mentors_can_take(writing: Writing, arcs: Arcs) -> None:
    """A school takes no more learners who need a special kind of mentor than its mentors of that kind can take."""
    problem = arcs.problem
    period = {code: at for at, code in enumerate(problem.periods)}
    for kind in sorted({one.mentor for one in problem.learners if one.mentor is not None}):
        room = np.zeros((len(problem.schools), len(problem.periods)))
        for at, school in enumerate(problem.schools):
            for mentors in school.mentors:
                if mentors.kind == kind:
                    room[at, period[mentors.period]] = mentors.count
        asks = np.array([one.mentor == kind for one in problem.learners], bool)
        which = np.flatnonzero(asks[arcs.learner]).astype(np.intp)
        rows = (arcs.school * len(problem.periods) + arcs.period)[which]
        by_hand = _pinned_in(arcs, rows, room.size, which)
        writing.add_rows(room.size, (rows, which, 1.0), high=np.maximum(room.ravel(), by_hand))


def a_part_for_each_board(writing: Writing, arcs: Arcs, short: slice, least: Floats) -> slice:
    """Each board gets at least its part, or falls short by so many."""
    board = {one.code: at for at, one in enumerate(arcs.problem.boards)}
    of_school = np.array([board[one.board] for one in arcs.problem.schools], np.intp)
    rows = of_school[arcs.school] * len(arcs.problem.periods) + arcs.period
    lacking = (np.arange(least.size), np.arange(short.start, short.stop), 1.0)
    return writing.add_rows(least.size, (rows, np.arange(len(arcs)), 1.0), lacking, low=least.ravel())


def not_twice_at_one_school(writing: Writing, arcs: Arcs) -> None:
    """Nobody goes to one school in two periods, unless both were settled by hand."""
    if len(arcs.problem.periods) < 2:
        return
    key = arcs.learner * len(arcs.problem.schools) + arcs.school
    periods = np.unique(np.stack([key, arcs.period]), axis=1)
    twice, count = np.unique(periods[0], return_counts=True)
    twice = twice[count > 1]
    at = np.minimum(np.searchsorted(twice, key), max(0, len(twice) - 1))
    which = np.flatnonzero(twice[at] == key if len(twice) else np.zeros(len(key), bool)).astype(np.intp)
    by_hand = _pinned_in(arcs, at[which].astype(np.intp), len(twice), which)
    entries = (at[which].astype(np.intp), which, 1.0)
    writing.add_rows(len(twice), entries, high=np.maximum(1.0, by_hand), lazy=True)


def not_where_the_other_is(writing: Writing, arcs: Arcs) -> None:
    """Two who must not be together are not at one school, unless both were settled by hand."""
    for _, one, other in _pairs(arcs.problem, arcs, APART):
        if one in arcs.pinned and other in arcs.pinned:
            continue
        schools = np.intersect1d(arcs.school[_span(arcs, one)], arcs.school[_span(arcs, other)])
        rows, columns = _by_school(arcs, schools, (one, other))
        writing.add_rows(len(schools), (rows, columns, 1.0), high=1.0, lazy=True)


def where_the_other_is(writing: Writing, arcs: Arcs, parted: slice, wanted: Iterable[tuple[Pair, int, int]]) -> Ints:
    """Two who want to be together are at one school, or it is counted that they are parted."""
    first = writing.rows
    for at, (_, one, other) in enumerate(wanted, parted.start):
        for mine, theirs in ((one, other), (other, one)):
            schools = np.unique(arcs.school[_span(arcs, mine)])
            rows, columns = _by_school(arcs, schools, (mine,))
            minus = _by_school(arcs, schools, (theirs,))
            apart = (np.arange(len(schools)), np.full(len(schools), at), -1.0)
            writing.add_rows(len(schools), (rows, columns, 1.0), (*minus, -1.0), apart, high=0.0, lazy=True)
    return np.arange(first, writing.rows)


def board_least(problem: Places, arcs: Arcs) -> Floats:
    """Give how many each board has to get at least in each period: a part of its share by seats, rounded down."""
    board = {one.code: at for at, one in enumerate(problem.boards)}
    seats = np.zeros((len(problem.boards), len(problem.periods)))
    for cell in arcs.cells:
        seats[board[problem.schools[cell.school].board], cell.period] += cell.known + cell.promised
    demands = np.bincount([one.period for one in arcs.demands], minlength=len(problem.periods))
    share = seats * demands / np.maximum(seats.sum(0), 1)
    least: Floats = np.floor(np.minimum(share, seats) * problem.spread + 1e-9)
    return least


def _pairs(problem: Places, arcs: Arcs, kind: str) -> Iterable[tuple[Pair, int, int]]:
    number = {code.code: at for at, code in enumerate(problem.learners)}
    demand = {(one.learner, one.period): at for at, one in enumerate(arcs.demands)}
    for pair in problem.pairs:
        for period in range(len(problem.periods)):
            one, other = ((number[code], period) for code in (pair.one, pair.other))
            if pair.kind == kind and one in demand and other in demand:
                yield pair, demand[one], demand[other]


def _span(arcs: Arcs, demand: int) -> slice:
    return slice(int(arcs.first_of[demand]), int(arcs.first_of[demand + 1]))


def _by_school(arcs: Arcs, schools: Ints, demands: tuple[int, ...]) -> tuple[Ints, Ints]:
    """Give (row, column) of the arcs of some demands to some schools (sorted), a row each school."""
    columns = np.concatenate([np.arange(_span(arcs, d).start, _span(arcs, d).stop) for d in demands])
    columns = columns[np.isin(arcs.school[columns], schools)]
    return np.searchsorted(schools, arcs.school[columns]).astype(np.intp), columns.astype(np.intp)


def _pinned_in(arcs: Arcs, rows: Ints, count: int, which: Ints | None = None) -> Floats:
    """Count arcs settled by hand, a row each."""
    demand = arcs.demand if which is None else arcs.demand[which]
    by_hand: Bools = np.isin(demand, list(arcs.pinned))
    return np.bincount(rows[by_hand], minlength=count).astype(float)
