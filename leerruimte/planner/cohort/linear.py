"""The relaxation: the sheet without "whole", over few columns at first, and all others priced until none can help.

Column generation (L. R. Ford and D. R. Fulkerson 1958; M. E. Lübbecke and J. Desrosiers, "Selected topics in column
generation", Operations Research 53, 2005) with all columns at hand: the prices y of the rows of a small LP give each
column j its reduced cost c_j - (A' y)_j; those below zero are taken in. The bound is Lagrange's, worked out here from y
over all columns, so that it holds whatever tolerances the solver has:

    sum_i min(y_i low_i, y_i high_i: the one that y_i presses on) + sum_j min(r_j lower_j, r_j upper_j)
"""

from dataclasses import dataclass

import highspy
import numpy as np

from leerruimte.planner.cohort.running import Run
from leerruimte.planner.cohort.sheet import Floats, Ints, Sheet

MOST_ROUNDS = 200
AT_ONCE = 3  # columns of one first row (a demand) that are taken in together
CLOSE = 1e-7
DUAL, PRIMAL = 1, 4  # HiGHS's numbers of its simplex strategies


@dataclass(frozen=True, eq=False)
class Relaxed:
    """What the relaxation says: a bound that holds, x, each column's reduced cost, and whether it was finished."""

    bound: float
    x: Floats
    reduced: Floats
    prices: Floats
    finished: bool


class Relaxation:
    """An LP over some columns of a sheet that remembers its basis from one price list to the next."""

    def __init__(self, sheet: Sheet, run: Run) -> None:
        self.sheet, self.run = sheet, run
        self.inside = np.zeros(sheet.columns, bool)
        self.order: list[Ints] = []
        self.row_at = np.full(sheet.rows, -1, np.intp)
        self.limits: list[tuple[Floats, float]] = []
        self.rows: list[Ints] = []
        self.cost = np.zeros(sheet.columns)
        self.begun = False
        self.lp = quiet(run)
        self.lp.setOptionValue("simplex_strategy", DUAL)
        self._add_rows(np.flatnonzero(~sheet.lazy).astype(np.intp))
        self.group = _groups(sheet)

    def hold(self, rows: Ints) -> None:
        """Take in lazy rows that will surely matter."""
        self._add_rows(rows[self.row_at[rows] < 0])

    def limit(self, values: Floats, high: float) -> None:
        """Add a row: values x <= high."""
        self.limits.append((values, high))
        self.rows.append(np.array([-len(self.limits)], np.intp))
        columns = self.columns
        of = values[columns]
        touched = np.flatnonzero(of)
        self.lp.addRow(-highspy.kHighsInf, high, len(touched), touched.astype(np.int32), of[touched])

    def take_in(self, columns: Ints) -> None:
        """Take columns in, at no price yet."""
        new = columns[~self.inside[columns]]
        if not len(new):
            return
        self.inside[new] = True
        self.order.append(new)
        start, row, value = part_of(self.sheet, new)
        kept = self.row_at[row] >= 0
        column_of = np.repeat(np.arange(len(new)), np.diff(start))[kept]
        rows, values = [self.row_at[row[kept]]], [value[kept]]
        owners = [column_of]
        for row_in_lp, limit in self._limit_rows():
            touched = np.flatnonzero(limit[new])
            owners.append(touched)
            rows.append(np.full(len(touched), row_in_lp))
            values.append(limit[new][touched])
        owner = np.concatenate(owners)
        by_column = np.argsort(owner, kind="stable")
        starts = np.searchsorted(owner[by_column], np.arange(len(new))).astype(np.int32)
        self.lp.addCols(
            len(new),
            self.cost[new],
            self.sheet.lower[new],
            self.sheet.upper[new],
            len(owner),
            starts,
            np.concatenate(rows)[by_column].astype(np.int32),
            np.concatenate(values)[by_column],
        )

    def minimise(self, cost: Floats, stage: str) -> Relaxed:
        """Find the least cost over all columns, or as near as the run allows."""
        self.cost = cost
        columns = self.columns
        self.lp.changeColsCost(len(columns), np.arange(len(columns), dtype=np.int32), cost[columns])
        if not self.sheet.columns:
            return Relaxed(0.0, np.zeros(0), cost, np.zeros(self.sheet.rows), True)
        best = Relaxed(-np.inf, np.zeros(self.sheet.columns), cost, np.zeros(0), False)
        for _ in range(MOST_ROUNDS):
            if self.run.over or not self._solve():
                return best
            found = self._read(cost)
            if found.bound > best.bound or found.finished:
                best = found
            self.run.say(stage, None, best.bound)
            wanting = self._wanting(found.reduced)
            broken = self.broken_lazy(found.x)
            self.begun = self.begun or not (len(wanting) or len(broken))
            self._go_on_with(DUAL if len(broken) and not len(wanting) else PRIMAL)
            if not len(wanting) and not len(broken):
                return Relaxed(max(best.bound, found.bound), found.x, found.reduced, found.prices, True)
            self.take_in(wanting)
            if not self.begun or not len(wanting):
                self._add_rows(broken)
        return best

    def once(self, cost: Floats) -> Relaxed | None:
        """Solve over the columns at hand only, nothing priced; None when the run ended first."""
        self.cost = cost
        columns = self.columns
        self.lp.changeColsCost(len(columns), np.arange(len(columns), dtype=np.int32), cost[columns])
        return self._read(cost) if self._solve() else None

    def _go_on_with(self, strategy: int) -> None:
        """Choose how to go on: after the first prices, the primal method where the basis stays possible.

        New columns and prices leave it possible; new rows leave its prices right, which suits the dual method. Until
        the first prices are found the dual method is two to eight times faster throughout (measured at 4,000 x 350).
        """
        self.lp.setOptionValue("simplex_strategy", strategy if self.begun else DUAL)

    def _solve(self) -> bool:
        self.lp.setOptionValue("time_limit", self.lp.getRunTime() + min(self.run.left, 1e9))
        self.lp.setOptionValue("simplex_iteration_limit", min(self.run.work_left, 2**31 - 1))
        self.lp.run()
        self.run.done += max(0, self.lp.getInfo().simplex_iteration_count)
        return bool(self.lp.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _read(self, cost: Floats) -> Relaxed:
        solution = self.lp.getSolution()
        dual = np.array(solution.row_dual)
        x = np.zeros(self.sheet.columns)
        x[self.columns] = np.array(solution.col_value)
        prices = np.zeros(self.sheet.rows)
        reduced = cost.copy()
        bound = 0.0
        at = 0
        for rows in self.rows:
            y = dual[at : at + len(rows)]
            at += len(rows)
            if rows[0] < 0:
                values, high = self.limits[-rows[0] - 1]
                y = np.minimum(y, 0)
                reduced -= y[0] * values
                bound += float(y[0] * high)
            else:
                prices[rows] = y
        bound += row_part(self.sheet, prices)
        reduced -= self.sheet.of_columns(prices)
        bound += float(np.minimum(reduced * self.sheet.lower, reduced * self.sheet.upper).sum())
        return Relaxed(bound, x, reduced, prices, False)

    def _wanting(self, reduced: Floats) -> Ints:
        """Pick columns outside that would help: the best few of each group."""
        candidates = np.flatnonzero((reduced < -CLOSE) & ~self.inside)
        if not len(candidates):
            return candidates.astype(np.intp)
        order = candidates[np.lexsort((reduced[candidates], self.group[candidates]))]
        group = self.group[order]
        first = np.searchsorted(group, group, side="left")
        return order[np.arange(len(order)) - first < AT_ONCE].astype(np.intp)

    def broken_lazy(self, x: Floats) -> Ints:
        """Give the lazy rows outside that x breaks."""
        if not self.sheet.lazy.any():
            return np.zeros(0, np.intp)
        broken = self.sheet.broken(x)
        return broken[self.row_at[broken] < 0].astype(np.intp)

    def _add_rows(self, rows: Ints) -> None:
        if not len(rows):
            return
        at = self.lp.getNumRow()
        self.row_at[rows] = np.arange(at, at + len(rows))
        self.rows.append(rows)
        columns = self.columns
        start, row, value = part_of(self.sheet, columns)
        local = self.row_at[row] - at
        kept = local >= 0
        column_of = np.repeat(np.arange(len(columns)), np.diff(start))[kept]
        order = np.argsort(local[kept], kind="stable")
        starts = np.searchsorted(local[kept][order], np.arange(len(rows))).astype(np.int32)
        low, high = self.sheet.low[rows], self.sheet.high[rows]
        self.lp.addRows(len(rows), low, high, len(order), starts, column_of[order].astype(np.int32), value[kept][order])

    def _limit_rows(self) -> list[tuple[int, Floats]]:
        found, at = [], 0
        for rows in self.rows:
            if rows[0] < 0:
                found.append((at, self.limits[-rows[0] - 1][0]))
            at += len(rows)
        return found

    @property
    def columns(self) -> Ints:
        return np.concatenate([np.zeros(0, np.intp), *self.order])


def silent_solver() -> highspy.Highs:
    """Give a solver that prints nothing but the banner that the first one of a process writes when it is made."""
    lp: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    lp.silent()
    return lp


def quiet(run: Run) -> highspy.Highs:
    """Give a solver that says nothing, listens to the run, and works with the run's threads and seed."""
    lp = silent_solver()
    lp.setOptionValue("threads", run.threads)
    lp.setOptionValue("random_seed", run.seed)
    lp.setOptionValue("parallel", "off" if run.threads == 1 else "on")
    lp.cbSimplexInterrupt.subscribe(lambda event: _interrupt(event, run))
    return lp


def _interrupt(event: highspy.highs.HighsCallbackEvent, run: Run) -> None:
    """Stop the solver when the run is over."""
    if run.stop.is_set() or run.left <= 0:
        event.interrupt()


def row_part(sheet: Sheet, prices: Floats) -> float:
    """Give the rows' part of Lagrange's bound; a price that presses on no limit is set to nothing."""
    prices[(prices > 0) & ~np.isfinite(sheet.low)] = 0
    prices[(prices < 0) & ~np.isfinite(sheet.high)] = 0
    up, down = prices > 0, prices < 0
    return float(prices[up] @ sheet.low[up] + prices[down] @ sheet.high[down])


def part_of(sheet: Sheet, columns: Ints) -> tuple[Ints, Ints, Floats]:
    """Give start, row and value of some columns."""
    length = sheet.start[columns + 1] - sheet.start[columns]
    start = np.concatenate([[0], np.cumsum(length)]).astype(np.intp)
    at = np.arange(start[-1]) - np.repeat(start[:-1], length) + np.repeat(sheet.start[columns], length)
    return start, sheet.row[at], sheet.value[at]


def _groups(sheet: Sheet) -> Ints:
    """Group columns by their first row."""
    filled = np.diff(sheet.start) > 0
    found = np.full(sheet.columns, -1, np.intp)
    found[filled] = sheet.row[sheet.start[:-1][filled]]
    return found
