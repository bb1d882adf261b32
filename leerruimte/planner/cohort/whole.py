"""The same in whole numbers: a MIP over the columns that can matter, and what that proves about all of them.

With the relaxation's value v and reduced costs r, every whole answer that uses column j costs at least v + r_j. So when
the best answer over the columns with r_j <= t costs at most v + t, it is the best over all columns (reduced cost
fixing; G. Nemhauser and L. Wolsey, "Integer and combinatorial optimization", 1988, II.5.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from leerruimte.planner.cohort.linear import Relaxed, part_of, quiet
from leerruimte.planner.cohort.running import Run
from leerruimte.planner.cohort.sheet import Floats, Ints, Sheet

WHOLE = 1e-6
WORK_OF_A_NODE = 1000  # in the work units of a run: the solver does not tell the iterations of its nodes
UNDER_ONE = 1 - 1e-4
REACH = (0.0, 3.0, 10.0, 40.0, float("inf"))

Limits = Sequence[tuple[Floats, float]]


@dataclass(frozen=True, eq=False)
class Whole:
    """An answer in whole numbers (None: none was found), and a bound: no answer at all costs less."""

    x: Floats | None
    value: float
    bound: float

    @property
    def proven(self) -> bool:
        """Tell whether nothing can be better: prices are whole, so less than one apart is the same."""
        return self.bound > self.value - UNDER_ONE


def is_whole(x: Floats) -> bool:
    """Tell whether all is (nearly) in whole numbers."""
    return bool(np.abs(x - np.round(x)).max(initial=0) < WHOLE)


def least_whole(
    sheet: Sheet,
    limits: Limits,
    cost: Floats,
    relaxed: Relaxed,
    start: Floats | None,
    run: Run,
    stage: str,
    reaches: Sequence[float] = REACH,
) -> Whole:
    """Find the least cost in whole numbers over all columns; `start`: an answer that is known, if any."""
    best = Whole(start, np.inf if start is None else float(cost @ start), up(relaxed.bound))
    if relaxed.finished and is_whole(relaxed.x):
        return Whole(np.round(relaxed.x), up(float(cost @ relaxed.x)), up(relaxed.bound))
    for reach in reaches:
        if best.proven or run.over:
            break
        found, finished = _over_columns(sheet, limits, cost, relaxed, reach, best, run, stage)
        x, value = (found.x, found.value) if found.value < best.value else (best.x, best.value)
        # What was left out costs more than v + reach; what was kept costs at least what the solver proved.
        bound = max(best.bound, min(found.bound, up(relaxed.bound + reach)))
        best = Whole(x, value, min(bound, value))
        if not finished:
            break
    return best


def up(value: float) -> float:
    """Round a bound up: prices are whole numbers."""
    return float(np.ceil(value - 1e-5)) if np.isfinite(value) else value


def _over_columns(
    sheet: Sheet, limits: Limits, cost: Floats, relaxed: Relaxed, reach: float, best: Whole, run: Run, stage: str
) -> tuple[Whole, bool]:
    """Solve over the columns within reach, with the lazy rows that two or more of them meet in."""
    kept = (relaxed.reduced <= reach + 1e-9) | (sheet.lower > 0) | sheet.always
    if best.x is not None:
        kept |= best.x > 0
    columns = np.flatnonzero(kept).astype(np.intp)
    rows = ~sheet.lazy
    rows[sheet.lazy_among(columns)] = True
    return _solve(sheet, limits, cost, columns, np.flatnonzero(rows).astype(np.intp), best, run, stage)


def _solve(
    sheet: Sheet,
    limits: Limits,
    cost: Floats,
    columns: Ints,
    rows: Ints,
    best: Whole,
    run: Run,
    stage: str,
) -> tuple[Whole, bool]:
    """Solve over some columns; tell whether the solver came to its end."""
    mip = quiet(run)
    mip.passModel(_lp(sheet, limits, cost, columns, rows))
    mip.setOptionValue("mip_rel_gap", 0.0)
    mip.setOptionValue("mip_abs_gap", UNDER_ONE)
    mip.setOptionValue("time_limit", min(run.left, 1e9))
    mip.setOptionValue("mip_max_nodes", max(1, run.work_left // WORK_OF_A_NODE))
    if best.x is not None:
        mip.setSolution(len(columns), np.arange(len(columns), dtype=np.int32), best.x[columns])
    _listen(mip, run, stage, best)
    mip.run()
    info = mip.getInfo()
    run.done += WORK_OF_A_NODE * max(1, info.mip_node_count)
    status = mip.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Whole(None, np.inf, np.inf), True
    bound = up(info.mip_dual_bound)
    if info.primal_solution_status != 2:
        return Whole(None, np.inf, bound), False
    x = np.zeros(sheet.columns)
    x[columns] = np.round(np.array(mip.getSolution().col_value))
    value = float(cost @ x)
    # Prices are whole: the solver ends when nothing can be a whole one better, whatever the last digit of its bound.
    finished = status == highspy.HighsModelStatus.kOptimal
    return Whole(x, value, value if finished else bound), finished


def _listen(mip: highspy.Highs, run: Run, stage: str, best: Whole) -> None:
    """Tell of better answers, and stop when the run is over.

    Of what the solver says on the way only values of whole answers are told: its bounds lack what presolve took out.
    """

    def improved(event: highspy.highs.HighsCallbackEvent) -> None:
        run.say(stage, min(best.value, event.data_out.objective_function_value), best.bound)

    def interrupt(event: highspy.highs.HighsCallbackEvent) -> None:
        if run.stop.is_set() or run.left <= 0:
            event.interrupt()

    mip.cbMipImprovingSolution.subscribe(improved)
    mip.cbMipInterrupt.subscribe(interrupt)


def _lp(sheet: Sheet, limits: Limits, cost: Floats, columns: Ints, rows: Ints) -> highspy.HighsLp:
    """Write part of a sheet, and the limits below it, as HiGHS reads it."""
    start, row, value = part_of(sheet, columns)
    at = np.full(sheet.rows, -1, np.intp)
    at[rows] = np.arange(len(rows))
    owner = np.repeat(np.arange(len(columns)), np.diff(start))
    kept = at[row] >= 0
    owners, places, values = [owner[kept]], [at[row[kept]]], [value[kept]]
    for number, (limit, _) in enumerate(limits):
        touched = np.flatnonzero(limit[columns])
        owners.append(touched)
        places.append(np.full(len(touched), len(rows) + number))
        values.append(limit[columns][touched])
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(columns), len(rows) + len(limits)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost[columns], sheet.lower[columns], sheet.upper[columns]
    lp.row_lower_ = np.append(sheet.low[rows], np.full(len(limits), -np.inf))
    lp.row_upper_ = np.append(sheet.high[rows], [high for _, high in limits])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.searchsorted(owner[order], np.arange(len(columns) + 1)).astype(np.int32)
    lp.a_matrix_.index_ = np.concatenate(places)[order].astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate(values)[order]
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
    return lp
