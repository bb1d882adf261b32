"""The door: place a cohort, the hardest places first as few as can be, then the next hardest, then the sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from leerruimte.planner.cohort.arcs import Arcs, Ints, possible
from leerruimte.planner.cohort.greedy import taken_in_order
from leerruimte.planner.cohort.problem import Places
from leerruimte.planner.cohort.result import Answer, Placement
from leerruimte.planner.cohort.rules import Model, write
from leerruimte.planner.cohort.running import Run
from leerruimte.planner.cohort.sheet import Floats
from leerruimte.planner.cohort.stages import Aim, Reached, least_in_order

UNPLACED, SHORT, POINTS = "unplaced", "short", "points"
FIRST_ARCS = 5  # cheapest arcs of each demand that the first relaxation begins with
SAME_ARCS = 2  # where the cheapest of one period and another meet, the rule against twice the same school matters
STEEPNESS = 4.0  # how many times heavier each step weighs than the one below, in the blend


def place(problem: Places, run: Run | None = None) -> Answer:
    """Place a cohort. The problem has to be free of faults (`wrong.faults_of`)."""
    run = run or Run()
    model = write(possible(problem))
    return solved(model, aims_of(model), run)


def solved(
    model: Model,
    aims: Sequence[Aim],
    run: Run,
    start: Floats | None = None,
    knew: Mapping[tuple[str, str], bool] = MappingProxyType({}),
) -> Answer:
    """Solve a model by its aims, from an answer that is known, if any.

    `knew`: whether each (learner, period) knew her mentor before; that stays as it was as far as can be.
    """
    blend = blend_of(model, aims)
    begin = taken_in_order(model, by_points(model.arcs))
    if start is not None and worth(aims, start) < worth(aims, begin):
        begin = start
    for aim in aims[:1]:
        run.say(aim.name, float(aim.cost @ begin), None)
    x, reached, _ = least_in_order(
        model.sheet,
        aims,
        blend,
        cheapest(model.arcs, blend, FIRST_ARCS),
        model.sheet.lazy_among(cheapest(model.arcs, blend, SAME_ARCS)),
        begin,
        lambda fractional: rounded(model, fractional),
        run,
    )
    return answer_of(model, x, reached, run, knew)


def aims_of(model: Model) -> tuple[Aim, ...]:
    """Give the aims: nobody without a place, each board its part, few on the hardest step and above, ..., the sum."""
    steps = len(set(model.arcs.problem.points.steps))
    return (
        unplaced_aim(model),
        short_aim(model),
        *(step_aim(model, step) for step in range(steps, 0, -1)),
        points_aim(model),
    )


def unplaced_aim(model: Model) -> Aim:
    """As few as can be are without a place."""
    cost = model.zeros()
    cost[model.unplaced] = 1
    return Aim(UNPLACED, cost)


def short_aim(model: Model) -> Aim:
    """Boards lack as little of their part as can be."""
    cost = model.zeros()
    cost[model.short] = 1
    return Aim(SHORT, cost)


def step_aim(model: Model, step: int) -> Aim:
    """As few as can be are on this step or a harder one, or without a place."""
    cost = model.zeros()
    cost[: len(model.arcs)] = model.arcs.step >= step
    cost[model.unplaced] = 1
    return Aim(f"step {step}", cost)


def points_aim(model: Model) -> Aim:
    """The sum of all points, with what promised seats and parted pairs count for."""
    points, cost = model.arcs.problem.points, model.zeros()
    cost[: len(model.arcs)] = model.arcs.points
    cost[model.promised] = points.promised
    cost[model.parted] = points.not_together
    return Aim(POINTS, cost)


def blend_of(model: Model, aims: Sequence[Aim]) -> Floats:
    """Weigh all aims at once, roughly as their order does: the last once, each before it steeply more."""
    blend = aims[-1].cost.copy()
    for power, aim in enumerate(reversed(aims[:-1])):
        blend += 30 * STEEPNESS**power * aim.cost
    return blend


def by_points(arcs: Arcs) -> Ints:
    """Order arcs for the first answer: who has few possibilities first, then the fewest points."""
    many = np.diff(arcs.first_of)[arcs.demand]
    return np.lexsort((arcs.points, arcs.demand, many)).astype(np.intp)


def cheapest(arcs: Arcs, cost: Floats, most: int) -> Ints:
    """Give the cheapest arcs of each demand."""
    order = np.lexsort((cost[: len(arcs)], arcs.demand))
    place_in_demand = np.arange(len(order)) - arcs.first_of[arcs.demand[order]]
    return np.sort(order[place_in_demand < most]).astype(np.intp)


def rounded(model: Model, x: Floats) -> Floats:
    """Make a whole answer of a fractional one: the arcs most taken first, then what still fits."""
    arcs = model.arcs
    order = np.lexsort((arcs.points, -np.round(x[: len(arcs)], 6))).astype(np.intp)
    return taken_in_order(model, order)


def worth(aims: Sequence[Aim], x: Floats) -> tuple[float, ...]:
    """Give the values of an answer, in the order of the aims."""
    return tuple(round(float(aim.cost @ x), 6) for aim in aims)


def answer_of(
    model: Model,
    x: Floats,
    reached: tuple[Reached, ...],
    run: Run,
    knew: Mapping[tuple[str, str], bool] = MappingProxyType({}),
) -> Answer:
    """Tell an answer in the problem's own codes."""
    taken = np.flatnonzero(x[: len(model.arcs)] > 0.5).astype(np.intp)
    on_promise = _on_promise(model.arcs, taken, knew)
    placements = tuple(placement_of(model.arcs, int(arc), int(arc) not in on_promise) for arc in taken)
    without = model.unplaced_of[np.flatnonzero(x[model.unplaced] > 0.5)]
    problem = model.arcs.problem
    unplaced = tuple(
        (problem.learners[model.arcs.demands[at].learner].code, problem.periods[model.arcs.demands[at].period])
        for at in without
    )
    stopped = None if all(one.proven for one in reached) else run.over
    return Answer(placements, unplaced, reached, stopped, run.done)


def placement_of(arcs: Arcs, arc: int, mentor_known: bool) -> Placement:
    """Tell one arc in the problem's own codes."""
    problem, cell = arcs.problem, arcs.cells[arcs.cell[arc]]
    demand = arcs.demands[arcs.demand[arc]]
    pin = arcs.pinned.get(int(arcs.demand[arc]))
    rank = int(arcs.rank[arc])
    return Placement(
        problem.learners[demand.learner].code,
        problem.periods[demand.period],
        problem.schools[cell.school].code,
        problem.bands[cell.band],
        int(arcs.minutes[arc]),
        None if rank < 0 else rank,
        int(arcs.points[arc]),
        int(arcs.step[arc]),
        mentor_known,
        None if pin is None else pin.reason,
    )


def _on_promise(arcs: Arcs, taken: Ints, knew: Mapping[tuple[str, str], bool]) -> set[int]:
    """Say who waits for a mentor where more were placed than there are known mentors: those with the fewest points.

    Who needs a known mentor never waits; who waited before waits first, who knew one before waits last.
    """
    problem = arcs.problem

    def turn(arc: int) -> tuple[int, int, int]:
        who = (problem.learners[arcs.learner[arc]].code, problem.periods[arcs.period[arc]])
        return ({False: 0, None: 1, True: 2}[knew.get(who)], int(arcs.points[arc]), arc)

    found: set[int] = set()
    for at in np.unique(arcs.cell[taken]):
        here = taken[arcs.cell[taken] == at]
        waiting = len(here) - arcs.cells[at].known
        if waiting > 0:
            can = [a for a in here.tolist() if not problem.learners[arcs.learner[a]].sure]
            found |= set(sorted(can, key=turn)[:waiting])
    return found


@dataclass(frozen=True)
class Fairness:
    """How evenly it fell: how many on each step, the worst and the mean points, wishes that came true by rank."""

    by_step: tuple[int, ...]
    worst: int
    mean: float
    by_wish: tuple[int, ...]
    without_wish: int


def fairness_of(problem: Places, answer: Answer) -> Fairness:
    """Count how evenly an answer fell."""
    points = [one.points for one in answer.placements]
    steps = np.bincount([one.step for one in answer.placements], minlength=len(problem.points.steps) + 1)
    wishing = {one.code for one in problem.learners if one.wishes}
    ranks = [one.wish for one in answer.placements if one.wish is not None]
    most = max((len(one.wishes) for one in problem.learners), default=0)
    return Fairness(
        tuple(int(count) for count in steps),
        max(points, default=0),
        sum(points) / max(1, len(points)),
        tuple(ranks.count(rank) for rank in range(most)),
        sum(1 for one in answer.placements if one.wish is None and one.learner in wishing),
    )
