"""Running CP-SAT with limits in work units and in seconds, with progress, and to be stopped from another thread."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ortools.sat.python import cp_model

from leerruimte.planner.model import Model, hint

LOOK = 0.02  # seconds between looks at whether it is to stop
LEAST_SECONDS = 0.01
STUCK = 12.0  # seconds of processor time a unit of work; three is usual


class Cancel(Protocol):
    """What says that it is to stop: a `threading.Event`, for one."""

    def is_set(self) -> bool:
        """Say whether it is to stop."""


@dataclass(frozen=True)
class Progress:
    """How far a step is: the best value so far, the bound that nothing exceeds, the gap between them in per cent."""

    step: str
    value: float | None
    bound: float | None

    @property
    def gap_percent(self) -> float | None:
        """Give how much better it could still get."""
        if self.value is None or self.bound is None:
            return None
        return gap(self.value, self.bound)


OnProgress = Callable[[Progress], None]


def gap(value: float, bound: float) -> float:
    """Give how far a bound lies from a value, in per cent of the value."""
    return round(100 * abs(bound - value) / max(1.0, abs(value)), 2)


@dataclass(eq=False)
class Budget:
    """What may still be spent: work (deterministic units of CP-SAT, about a second each) and seconds of the clock."""

    work: float
    seconds: float | None = None
    seed: int = 0
    cancel: Cancel | None = None
    on_progress: OnProgress | None = None
    clock: Callable[[], float] = time.monotonic
    spent: float = 0.0
    begun: float = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.clock()

    def extend(self, work: float, seconds: float | None) -> None:
        """Give it more: limits counted from the same beginning."""
        self.work, self.seconds = work, seconds

    @property
    def left(self) -> float:
        """Give the work that is left."""
        return max(0.0, self.work - self.spent)

    @property
    def seconds_left(self) -> float | None:
        """Give the seconds that are left; None when there is no limit."""
        return None if self.seconds is None else max(0.0, self.seconds - (self.clock() - self.begun))

    def part(self, share: float) -> "Budget":
        """Give a share of what is left as a budget of its own."""
        seconds = None if self.seconds_left is None else self.seconds_left * share
        return Budget(self.left * share, seconds, self.seed, self.cancel, self.on_progress, self.clock)

    @property
    def stopped(self) -> bool:
        """Say whether it is to stop now: cancelled, or out of time or work."""
        out_of_time = self.seconds is not None and self.seconds_left == 0.0
        return bool(self.cancel and self.cancel.is_set()) or out_of_time or self.left <= 0

    def tell(self, step: str, value: float | None, bound: float | None) -> None:
        """Tell how far it is."""
        if self.on_progress:
            self.on_progress(Progress(step, value, bound))


@dataclass(frozen=True)
class Solved:
    """How a solve ended: `taken` is None when nothing was found; `impossible` when it is proven that nothing exists."""

    taken: tuple[tuple[str, str], ...] | None
    proven: bool
    impossible: bool
    value: float | None = None
    bound: float | None = None
    true: frozenset[str] = frozenset()
    core: tuple[int, ...] = ()


# How is searched. The first three: how much the linear relaxation is used (much proves soonest). NEIGHBOURHOODS: large
# parts of the best so far are held and the rest is solved anew, again and again; it finds in a second what the others
# do not find in ten at 300 opportunities, and proves nothing. MIXED: that and proving in look.
NO_LINEAR, SOME_LINEAR, MUCH_LINEAR, NEIGHBOURHOODS, MIXED = 0, 1, 2, 3, 4


def run(
    model: Model,
    budget: Budget,
    step: str,
    share: float = 1.0,
    *,
    rough: float = 0.0,
    search: int = SOME_LINEAR,
    presolve: bool = True,
) -> Solved:
    """Solve with a share of what is left of the budget; `rough`: stop when proven to be this close to the best.

    Without `presolve` it begins at once: of an easy question, making the model smaller first is most of the work.
    """
    if budget.stopped:
        return Solved(None, False, False)
    solver = _solver(budget, share)
    solver.parameters.relative_gap_limit = rough
    solver.parameters.cp_model_presolve = presolve
    _choose(solver.parameters, search)
    callback = _Watch(budget, step)
    if budget.on_progress:
        solver.best_bound_callback = callback.bound
    done = threading.Event()
    stuck = STUCK * solver.parameters.max_deterministic_time + 1 if search == NEIGHBOURHOODS else None
    watcher = threading.Thread(target=_stop_in_time, args=(solver, budget, done, stuck), daemon=True)
    watcher.start()
    try:
        status = solver.solve(model.cp, callback)
    finally:
        done.set()
        watcher.join()
    budget.spent += min(solver.response_proto.deterministic_time, solver.parameters.max_deterministic_time)
    return _ended(model, solver, status)


A_PROOF = 5_000  # choices for which a unit of work says something about the bound


def look_and_prove(model: Model, budget: Budget, step: str, share: float, look: float, *, rough: float = 0.0) -> Solved:
    """Look around, then look around and prove in turns, from the best of before; no time for a proof, no proof."""
    part = budget.part(share)
    worth = part.left * (1 - look) >= len(model.choices) / A_PROOF
    best = run(model, part, step, look if worth else 1.0, rough=rough, search=NEIGHBOURHOODS)
    if worth and not (best.impossible or best.proven or part.stopped):
        if best.taken is not None:
            hint(model, best.taken)
        best = _better(best, run(model, part, step, rough=rough, search=MIXED))
    budget.spent += part.spent
    return best


def _better(one: Solved, other: Solved) -> Solved:
    """Of two solves of the same maximum: the better route, the tighter bound."""
    if other.impossible or one.value is None:
        return other if other.taken is not None or other.impossible else one
    if other.value is None or other.bound is None or one.bound is None:
        return one
    bound = min(one.bound, other.bound)
    return replace(other if other.value >= one.value else one, bound=bound, proven=one.proven or other.proven)


def _solver(budget: Budget, share: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    # Looking hard at the model beforehand took longer than it gained, on problems of 50 to 300 opportunities.
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.max_presolve_iterations = 1
    parameters.random_seed = budget.seed
    parameters.max_deterministic_time = max(1e-3, budget.left * share)
    if budget.seconds_left is not None:
        parameters.max_time_in_seconds = max(LEAST_SECONDS, budget.seconds_left * share)
    return solver


def _choose(parameters: Any, search: int) -> None:
    """Set how is searched: one worker does a mixed search's parts in turns, so that the answer is the same again."""
    parameters.linearization_level = {NEIGHBOURHOODS: SOME_LINEAR, MIXED: MUCH_LINEAR}.get(search, search)
    parameters.interleave_search = search in (NEIGHBOURHOODS, MIXED)
    parameters.use_lns_only = search == NEIGHBOURHOODS
    # Wider neighbourhoods and a shorter look at each than usual: the weakest figure rises in leaps.
    parameters.lns_initial_difficulty, parameters.lns_initial_deterministic_limit = 0.65, 0.05
    if search == MIXED:
        parameters.subsolvers.append("max_lp")


def _stop_in_time(solver: cp_model.CpSolver, budget: Budget, done: threading.Event, stuck: float | None) -> None:
    """Stop a solver that is cancelled or over time, again and again: it may not have begun yet.

    `stuck`: seconds of processor time after which it only goes round in what it has done: neighbourhoods that are
    solved before the search begins count for no work.
    """
    begun = time.process_time()
    while not done.wait(LOOK):
        out_of_time = budget.seconds is not None and budget.seconds_left == 0.0
        is_stuck = stuck is not None and time.process_time() - begun > stuck
        if (budget.cancel and budget.cancel.is_set()) or out_of_time or is_stuck:
            solver.stop_search()


def _ended(model: Model, solver: cp_model.CpSolver, status: object) -> Solved:
    if status == cp_model.INFEASIBLE:
        return Solved(None, True, True, core=tuple(solver.response_proto.sufficient_assumptions_for_infeasibility))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Solved(None, False, False)
    taken = tuple(choice.key for q, choice in enumerate(model.choices) if solver.boolean_value(model.e[q]))
    true = frozenset(" ".join(group) for group, literal in model.holds.items() if solver.boolean_value(literal))
    return Solved(taken, status == cp_model.OPTIMAL, False, solver.objective_value, solver.best_objective_bound, true)


class _Watch(cp_model.CpSolverSolutionCallback):
    """Tell of every better solution and bound."""

    def __init__(self, budget: Budget, step: str) -> None:
        super().__init__()
        self.budget, self.step = budget, step
        self.best: float | None = None

    def on_solution_callback(self) -> None:
        self.best = self.objective_value
        self.budget.tell(self.step, self.best, self.best_objective_bound)

    def bound(self, bound: float) -> None:
        self.budget.tell(self.step, self.best, bound)
