"""A cohort in parts, by region and period, worked upon side by side, with a bound that holds for the whole.

Rules that bind several parts together (a school's seats that two regions reach, the same school twice in two periods)
get prices. For any prices the parts' own bounds and the prices' worth add up to a bound for the whole (Lagrange; M. L.
Fisher, "The Lagrangian relaxation method for solving integer programming problems", Management Science 27, 1981). The
prices come from a small relaxation of the whole over the places that parts proposed so far; parts answer with what
they would take at these prices, until none has anything to add. Then what is shared is dealt out as that relaxation
used it, and each part finds its best in whole numbers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from leerruimte.planner.cohort.arcs import possible
from leerruimte.planner.cohort.greedy import completed, taken_in_order
from leerruimte.planner.cohort.linear import Relaxation, Relaxed, row_part
from leerruimte.planner.cohort.placing import aims_of, answer_of, by_points, cheapest, worth
from leerruimte.planner.cohort.problem import Places
from leerruimte.planner.cohort.result import Answer
from leerruimte.planner.cohort.rules import Model, write
from leerruimte.planner.cohort.running import Run
from leerruimte.planner.cohort.sheet import Bools, Floats, Ints, Sheet
from leerruimte.planner.cohort.stages import Aim, Reached
from leerruimte.planner.cohort.whole import least_whole, up

T = TypeVar("T")

WEIGHED = "weighed"
STEEPNESS = 2.0
ROUNDS, POLISH = 60, 2
CLOSE_ENOUGH = 1e-4  # part of the value: nearer than this no further round is worth its while
COMMON = -1
FOR_PRICES = 0.7  # part of the time that may go to prices; the rest is for answers
FOR_ORDER = 0.1  # of what is left then, to bounds of the aims in their order
ENOUGH = 2e-3  # part of the value: an answer so near to the bound is good enough
SURELY = 0.999
REACHES = (5.0, 100.0)
PART_REACH = (0.0, 3.0, 10.0)


@dataclass(frozen=True, eq=False)
class Job:
    """One part's work: its sheet at these prices, and what it may take. Plain arrays: it can be sent anywhere."""

    sheet: Sheet
    cost: Floats
    first: Ints
    seconds: float
    work: int | None
    seed: int

    def run(self) -> Run:
        """Give a run with these limits."""
        return Run(seconds=self.seconds, work=self.work, seed=self.seed)


def bound_of(job: Job) -> tuple[tuple[float, Ints], int]:
    """Give a part's bound at its prices, and the columns that its relaxation takes; and the work that it took."""
    run = job.run()
    relaxation = Relaxation(job.sheet, run)
    relaxation.take_in(np.union1d(job.first, np.flatnonzero(job.sheet.always)))
    found = relaxation.minimise(job.cost, "part")
    bound = found.bound if np.isfinite(found.bound) else at_the_least(job.sheet, job.cost)
    return (bound, np.flatnonzero(found.x > 1e-9).astype(np.intp)), run.done


def at_the_least(sheet: Sheet, cost: Floats) -> float:
    """Give the bound that always holds: every column at its cheaper end."""
    return float(np.minimum(cost * sheet.lower, cost * sheet.upper).sum())


def best_of(job: Job) -> tuple[Floats, int]:
    """Give a part's best answer in whole numbers, or the best it found within its limits; and the work that it took."""
    run = job.run()
    relaxation = Relaxation(job.sheet, run)
    relaxation.take_in(np.union1d(job.first, np.flatnonzero(job.sheet.always)))
    relaxed = relaxation.minimise(job.cost, "part")
    found = least_whole(job.sheet, [], job.cost, relaxed, None, run, "part", PART_REACH)
    return relaxed.x if found.x is None else found.x, run.done


def place_in_parts(problem: Places, executor: Executor | None = None, run: Run | None = None) -> Answer:
    """Place a cohort in parts through an executor (None: here, one part after the other).

    The one aim weighs nobody without a place, the hard steps and the points, in that order of weight; its bound holds
    for the whole. The first of these aims are bounded strictly in their order as well, as far as that is quickly done
    (the hardest steps are; in the middle ones it takes minutes): where an answer meets these bounds it is proven best.
    """
    run = run or Run()
    model = write(possible(problem))
    aims = aims_of(model)
    cost = weighed(aims)
    split = Split(model, aims, cost)
    x, bound = split.solve(executor, run)
    each = [Reached(WEIGHED, round(float(cost @ x), 6), bound if np.isfinite(bound) else None)]
    sure = True
    for aim, value, least in zip(aims, worth(aims, x), split.bounds, strict=True):
        each.append(Reached(aim.name, value, least if sure else None))
        sure = sure and each[-1].proven
    reached = tuple(each)
    return answer_of(model, x, reached, run)


def weighed(aims: Sequence[Aim]) -> Floats:
    """Weigh all aims at once, each twice as heavily as the one behind it."""
    cost: Floats = aims[-1].cost.copy()
    for power, aim in enumerate(reversed(aims[:-1])):
        cost += 30 * STEEPNESS**power * aim.cost
    return cost


class Split:
    """A model split into parts: which part each column belongs to, and which rows bind parts together."""

    def __init__(self, model: Model, aims: Sequence[Aim], cost: Floats) -> None:
        self.model, self.aims, self.cost, self.sheet = model, aims, cost, model.sheet
        self.bounds: list[float | None] = [None] * len(aims)
        self.part = _parts(model)
        self.count = int(self.part.max(initial=0)) + 1
        self.shared = _shared_rows(self.sheet, self.part)
        self.columns = [np.flatnonzero(self.part == k).astype(np.intp) for k in range(self.count)]
        self.first = cheapest(model.arcs, cost, 5)
        owner = np.repeat(self.part, np.diff(self.sheet.start))
        self.rows = [np.unique(self.sheet.row[(owner == k) & ~self.shared[self.sheet.row]]) for k in range(self.count)]
        self.all_rows = [np.unique(self.sheet.row[owner == k]) for k in range(self.count)]

    def solve(self, executor: Executor | None, run: Run) -> tuple[Floats, float]:
        """Bring prices to where nobody has anything to add, then deal out and find the best in whole numbers."""
        best = taken_in_order(self.model, by_points(self.model.arcs))
        master = Relaxation(self.sheet, run)
        start = np.flatnonzero(self.sheet.always | (best > 0)).astype(np.intp)
        master.take_in(np.union1d(self.first, start))
        bound, used = self._alone(master, run) if executor is None else self._prices(master, executor, run)
        self._bound_in_order(master, run)
        for candidate in self._answers(used, executor, run):
            best = min(best, candidate, key=lambda x: float(self.cost @ x))
            run.say(WEIGHED, float(self.cost @ best), bound)
            if self.cost @ best - bound <= ENOUGH * abs(self.cost @ best):
                break
        return best, bound

    def _alone(self, master: Relaxation, run: Run) -> tuple[float, Relaxed]:
        """Without anybody to share the work with, one relaxation of the whole is the quickest way to prices."""
        whole, run.seconds = run.seconds, run.spent + FOR_PRICES * run.left
        found = master.minimise(self.cost, "prices")
        run.seconds = whole
        return found.bound, found

    def _bound_in_order(self, master: Relaxation, run: Run) -> None:
        """Bound one aim after the other, each with those before it at their bounds, as long as it is quick."""
        whole, run.seconds = run.seconds, run.spent + FOR_ORDER * run.left
        for at, aim in enumerate(self.aims):
            found = master.minimise(aim.cost, aim.name)
            if not found.finished:
                break
            self.bounds[at] = up(found.bound)
            master.limit(aim.cost, up(found.bound))
        run.seconds = whole

    def _limits(self) -> list[tuple[Floats, float]]:
        """Give what is asked of an answer that is to be best in the first aims, strictly in their order."""
        known = zip(self.aims, self.bounds, strict=True)
        return [(aim.cost, bound) for aim, bound in known if bound is not None]

    def _prices(self, master: Relaxation, executor: Executor, run: Run) -> tuple[float, Relaxed]:
        """Ask parts at prices, round after round; give the best bound and the last relaxation."""
        bound, last = -np.inf, Relaxed(-np.inf, np.zeros(self.sheet.columns), self.cost, np.zeros(0), False)
        for _ in range(ROUNDS):
            if run.over or run.left < (1 - FOR_PRICES) * run.seconds:
                break
            found = master.once(self.cost)
            if found is None:
                break
            last, x, prices = found, found.x, np.where(self.shared, found.prices, 0)
            answers = list(_each(executor, bound_of, self._jobs(prices, master.inside, run), run))
            bound = max(bound, sum(value for value, _ in answers) + self._of_prices(prices))
            run.say("prices", None, bound)
            value = float(self.cost @ x)
            new = np.concatenate([self.columns[k][taken] for k, (_, taken) in enumerate(answers)])
            broken = master.broken_lazy(x)
            if not len(broken) and value - bound <= CLOSE_ENOUGH * abs(value):
                break
            master.take_in(new.astype(np.intp))
            master.hold(broken)
        return bound, last

    def _jobs(self, prices: Floats, inside: Bools, run: Run) -> Iterator[Job]:
        reduced = self.cost - self.sheet.of_columns(prices)
        for columns, rows in zip(self.columns, self.rows, strict=True):
            sheet = self.sheet.part(columns, rows)
            first = np.flatnonzero(inside[columns]).astype(np.intp)
            yield Job(sheet, reduced[columns], first, run.left, self._work(run), run.seed)

    def _work(self, run: Run) -> int | None:
        """Give the work that each of the parts may take."""
        return None if run.work is None else run.work_left // self.count

    def _of_prices(self, prices: Floats) -> float:
        """Give what prices are worth by themselves, with the columns that belong to no part."""
        common = np.flatnonzero(self.part == COMMON)
        reduced = (self.cost - self.sheet.of_columns(prices))[common]
        lower, upper = self.sheet.lower[common], self.sheet.upper[common]
        return row_part(self.sheet, prices.copy()) + float(np.minimum(reduced * lower, reduced * upper).sum())

    def _answers(self, last: Relaxed, executor: Executor | None, run: Run) -> Iterator[Floats]:
        """First what the relaxation left open only; then all parts side by side, and each again beside the others."""
        found = self._joined_whole(last.x)
        yield found
        for reach in REACHES:
            if run.over:
                return
            found = min(found, self._settled(last, reach, found, run), key=lambda x: float(self.cost @ x))
            yield found
        yield from self._side_by_side(last.x, executor, run)

    def _settled(self, last: Relaxed, reach: float, best: Floats, run: Run) -> Floats:
        """Keep every place that the relaxation gives wholly, and settle who is left in whole numbers."""
        arcs = len(self.model.arcs)
        surely = np.flatnonzero(last.x[:arcs] > SURELY).astype(np.intp)
        kept = taken_in_order(self.model, surely)
        lower = self.sheet.lower.copy()
        lower[:arcs] = np.maximum(lower[:arcs], kept[:arcs])
        whole, run.seconds = run.seconds, run.spent + run.left / 3
        sheet = replace(self.sheet, lower=lower)
        found = least_whole(sheet, self._limits(), self.cost, last, None, run, WEIGHED, (reach,))
        if found.x is None:
            found = least_whole(sheet, [], self.cost, last, None, run, WEIGHED, (reach,))
        run.seconds = whole
        return best if found.x is None else completed(self.model, found.x)

    def _joined_whole(self, x: Floats) -> Floats:
        """Make a whole answer of a fractional one: what is taken most first, then what still fits."""
        arcs = len(self.model.arcs)
        order = np.lexsort((self.cost[:arcs], -np.round(x[:arcs], 6))).astype(np.intp)
        return taken_in_order(self.model, order)

    def _side_by_side(self, x: Floats, executor: Executor | None, run: Run) -> Iterator[Floats]:
        """Deal out what is shared and solve all parts side by side; then each again with what the others leave."""
        usage = np.stack([self._usage(x, k) for k in range(self.count)])
        dealt = _dealt(usage, self._full(x))
        found = self._joined(_each(executor, best_of, self._dealt_jobs(dealt, x, run), run))
        yield found
        for _ in range(POLISH):
            for k in range(self.count):
                if run.over:
                    return
                left = self._full(found) - sum(self._usage(found, j) for j in range(self.count) if j != k)
                job = self._dealt_job(k, left, found, run)
                mine, work = best_of(job)
                run.done += work
                again = found.copy()
                again[self.columns[k]] = mine
                again = completed(self.model, np.round(again))
                if not len(self.sheet.broken(again)) and self.cost @ again < self.cost @ found:
                    found = again
            yield found

    def _full(self, x: Floats) -> Floats:
        """Give how far each row can be filled: with as many promised seats as are used (rounded up)."""
        full = self.sheet.high.copy()
        full[self.model.promised_rows] += np.ceil(x[self.model.promised] - 1e-6)
        return full

    def _usage(self, x: Floats, k: int) -> Floats:
        mine = np.zeros_like(x)
        mine[self.columns[k]] = x[self.columns[k]]
        return self.sheet.of_rows(mine)

    def _dealt_jobs(self, dealt: Floats, x: Floats, run: Run) -> Iterator[Job]:
        return (self._dealt_job(k, dealt[k], x, run) for k in range(self.count))

    def _dealt_job(self, k: int, high: Floats, x: Floats, run: Run) -> Job:
        """Write a part's work with its share of what is shared; what may give way (boards, pairs) is left out."""
        rows = self.all_rows[k]
        rows = rows[~self.shared[rows] | np.isfinite(self.sheet.high[rows])]
        rows = rows[~np.isin(rows, self.model.soft_rows)]
        sheet = self.sheet.part(self.columns[k], rows)
        local = ~self.shared[rows]
        sheet = sheet.with_high(np.where(local, sheet.high, high[rows]))
        first = np.flatnonzero(np.isin(self.columns[k], self.first) | (x[self.columns[k]] > 1e-9)).astype(np.intp)
        return Job(sheet, self.cost[self.columns[k]], first, run.left / 3, self._work(run), run.seed)

    def _joined(self, answers: Iterable[Floats]) -> Floats:
        """Put the parts' answers together, then place who still can be."""
        x = np.zeros(self.sheet.columns)
        for columns, mine in zip(self.columns, answers, strict=True):
            x[columns] = mine
        return self._joined_whole(x)


def _each(
    executor: Executor | None, work: Callable[[Job], tuple[T, int]], jobs: Iterable[Job], run: Run
) -> Iterator[T]:
    """Do all work, in the order of the jobs, and count what it took."""
    done: Iterable[tuple[T, int]]
    if executor is None:
        done = map(work, jobs)
    else:
        waiting = [executor.submit(work, job) for job in jobs]
        done = (one.result() for one in waiting)
    for answer, took in done:
        run.done += took
        yield answer


def _parts(model: Model) -> Ints:
    """Give each column its part: the learner's region (that of her nearest school) and the period."""
    arcs, problem = model.arcs, model.arcs.problem
    regions = {code: at for at, code in enumerate(sorted({school.region for school in problem.schools}))}
    of_school = np.array([regions[school.region] for school in problem.schools], np.intp)
    nearest = arcs.minutes_table.argmin(1) if len(of_school) else np.zeros(len(problem.learners), np.intp)
    region = of_school[nearest] if len(of_school) else nearest
    demand = np.array([region[d.learner] * len(problem.periods) + d.period for d in arcs.demands], np.intp)
    part = np.full(model.sheet.columns, COMMON, np.intp)
    part[: len(arcs)] = demand[arcs.demand]
    part[model.unplaced] = demand[model.unplaced_of]
    used = np.unique(part[part >= 0])
    part[part >= 0] = np.searchsorted(used, part[part >= 0])
    return part


def _shared_rows(sheet: Sheet, part: Ints) -> Bools:
    """Tell which rows have entries of more than one part, or of columns that belong to none."""
    owner = np.repeat(part, np.diff(sheet.start))
    low, high = np.full(sheet.rows, np.iinfo(np.intp).max), np.full(sheet.rows, -2)
    np.minimum.at(low, sheet.row, owner)
    np.maximum.at(high, sheet.row, owner)
    shared: Bools = ((low != high) & (high > -2)) | (high == COMMON)
    return shared


def _dealt(usage: Floats, high: Floats) -> Floats:
    """Deal out whole seats as they were used: rounded down, what is left to the largest remainders."""
    dealt = np.floor(usage + 1e-6)
    left = np.where(np.isfinite(high), np.maximum(np.floor(high + 1e-6) - dealt.sum(0), 0), 0)
    order = np.argsort(-(usage - dealt), axis=0, kind="stable")
    rank = np.argsort(order, axis=0, kind="stable")
    more: Floats = dealt + np.maximum(np.floor((left[None, :] - rank - 1) / len(usage)) + 1, 0)
    return more
