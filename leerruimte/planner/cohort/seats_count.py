"""Seats by count: nobody without, then nobody with less than two, then the sum."""

from dataclasses import dataclass

import numpy as np

from leerruimte.planner.cohort.running import Run
from leerruimte.planner.cohort.seats_problem import Seating
from leerruimte.planner.cohort.sheet import Floats, Ints, Sheet, Writing
from leerruimte.planner.cohort.stages import Aim, Reached, least_in_order

COMPARABLE = 1000  # what everybody's points add up to
CLOSE = 1e-9


@dataclass(frozen=True, eq=False)
class Choices:
    """Choices that are open, as columns: chooser, opportunity, points as given, and comparable points."""

    chooser: Ints
    opportunity: Ints
    points: Ints
    worth: Ints

    def __len__(self) -> int:
        return len(self.chooser)


def open_choices(problem: Seating) -> Choices:
    """Give all choices but those that are closed, or of no points, or of something without seats."""
    number = {one.code: at for at, one in enumerate(problem.opportunities)}
    rows = []
    for at, chooser in enumerate(problem.choosers):
        total = max(1, sum(one.points for one in chooser.choices))
        for one in chooser.choices:
            seats = problem.opportunities[number[one.opportunity]].seats
            if one.points > 0 and seats > 0 and chooser.wanted > 0 and one.opportunity not in chooser.closed:
                worth = max(1, round(COMPARABLE * one.points / total))
                rows.append((at, number[one.opportunity], one.points, worth))
    table = np.array(rows, np.intp).reshape(-1, 4)
    return Choices(table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def by_count(problem: Seating, choices: Choices, run: Run) -> tuple[Ints, tuple[Reached, ...]]:
    """Give the choices that come true, and how far each aim was reached."""
    most = _most(problem, choices)
    sheet, lacking = _sheet(problem, choices, most)
    aims = _aims(choices, lacking, sheet)
    blend = np.zeros(sheet.columns)
    for power, aim in enumerate(reversed(aims)):
        blend += (5.0 * COMPARABLE) ** min(power, 1) * 10.0 ** max(0, power - 1) * aim.cost

    def fitted(x: Floats) -> Floats:
        return _in_order(sheet, choices, lacking, np.lexsort((-choices.worth, -np.round(x[: len(choices)], 6))))

    start = fitted(np.zeros(sheet.columns))
    everything, nothing = np.arange(sheet.columns), np.zeros(0, np.intp)
    x, reached, _ = least_in_order(sheet, aims, blend, everything, nothing, start, fitted, run)
    return np.flatnonzero(x[: len(choices)] > 0.5).astype(np.intp), reached


def _most(problem: Seating, choices: Choices) -> Ints:
    """Give how many seats each chooser could have at most: what she wants, if she chose so many."""
    chosen = np.bincount(choices.chooser, minlength=len(problem.choosers))
    return np.minimum(chosen, [one.wanted for one in problem.choosers]).astype(np.intp)


def _sheet(problem: Seating, choices: Choices, most: Ints) -> tuple[Sheet, list[tuple[Ints, Ints]]]:
    """Write the rules; give the sheet, and for k = 1, 2, ... the (chooser, column) of "has fewer than k"."""
    writing = Writing()
    writing.add_columns(len(choices), always=True)
    lacking = []
    for k in range(1, int(most.max(initial=0)) + 1):
        who = np.flatnonzero(most >= k).astype(np.intp)
        span = writing.add_columns(len(who), always=True)
        lacking.append((who, np.arange(span.start, span.stop)))
    own = (choices.chooser, np.arange(len(choices)), 1.0)
    writing.add_rows(
        len(most), own, *((who, at, 1.0) for who, at in lacking), low=most.astype(float), high=most.astype(float)
    )
    seats = np.array([one.seats for one in problem.opportunities], float)
    writing.add_rows(len(seats), (choices.opportunity, np.arange(len(choices)), 1.0), high=seats)
    _not_two_at_once(writing, problem, choices)
    return writing.sheet(), lacking


def _not_two_at_once(writing: Writing, problem: Seating, choices: Choices) -> None:
    """Nobody is at two meetings at once."""
    meetings = {code: at for at, code in enumerate(sorted({m for o in problem.opportunities for m in o.meetings}))}
    pairs = [
        (int(chooser) * len(meetings) + meetings[m], column)
        for column, (chooser, at) in enumerate(zip(choices.chooser, choices.opportunity, strict=True))
        for m in dict.fromkeys(problem.opportunities[at].meetings)
    ]
    key, column = np.array(pairs, np.intp).reshape(-1, 2).T
    _, row, count = np.unique(key, return_inverse=True, return_counts=True)
    which = count[row] > 1
    number = np.cumsum(count > 1) - 1
    rows = number[row[which]].astype(np.intp)
    writing.add_rows(int((count > 1).sum()), (rows, column[which], 1.0), high=1.0)


def _aims(choices: Choices, lacking: list[tuple[Ints, Ints]], sheet: Sheet) -> list[Aim]:
    aims = []
    for k, (_, columns) in enumerate(lacking, 1):
        cost = np.zeros(sheet.columns)
        cost[columns] = 1
        aims.append(Aim(f"fewer than {k}", cost))
    worth = np.zeros(sheet.columns)
    worth[: len(choices)] = -choices.worth
    return [*aims, Aim("points", worth)]


def _in_order(sheet: Sheet, choices: Choices, lacking: list[tuple[Ints, Ints]], order: Ints) -> Floats:
    """Take choices in order as long as they fit."""
    room, x = sheet.high.tolist(), np.zeros(sheet.columns)
    start, row = sheet.start.tolist(), sheet.row.tolist()
    for j in order.tolist():
        rows = row[start[j] : start[j + 1]]
        if all(room[r] >= 1 - CLOSE for r in rows):
            x[j] = 1
            for r in rows:
                room[r] -= 1
    got = np.bincount(choices.chooser, weights=x[: len(choices)], minlength=len(sheet.low))
    for k, (who, columns) in enumerate(lacking, 1):
        x[columns] = got[who] < k
    return x
