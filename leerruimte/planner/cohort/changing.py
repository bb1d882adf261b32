"""Something changes: a school drops out, a learner comes. The fewest moves, and only what changed is told.

First as few as can be are without a place, then as few as can be move of those whose place is still there, and only
then the same aims as when placing.
"""

from dataclasses import dataclass, replace

import numpy as np

from leerruimte.planner.cohort.arcs import Arcs, possible
from leerruimte.planner.cohort.greedy import taken_in_order
from leerruimte.planner.cohort.placing import aims_of, by_points, solved
from leerruimte.planner.cohort.problem import Places
from leerruimte.planner.cohort.result import Answer, Placement
from leerruimte.planner.cohort.rules import Model, write
from leerruimte.planner.cohort.running import Run
from leerruimte.planner.cohort.sheet import Floats, Ints
from leerruimte.planner.cohort.stages import Aim

MOVED = "moved"
GONE, MADE_ROOM, NEW, LEFT, FOUND, MENTOR = "gone", "made_room", "new", "left", "found", "mentor"


@dataclass(frozen=True)
class Move:
    """What is different for one learner in one period, and why.

    GONE: the place is no longer there. MADE_ROOM: she moves so that another has a place. NEW: she had not asked before.
    LEFT: she no longer asks. FOUND: she was without a place and has one. MENTOR: the same place, but whether the mentor
    is known is different.
    """

    learner: str
    period: str
    why: str
    before: Placement | None
    after: Placement | None


@dataclass(frozen=True)
class Changed:
    """The new answer, and what is different: nothing else has to be told to anybody."""

    answer: Answer
    moves: tuple[Move, ...]

    @property
    def made_room(self) -> int:
        """Tell how many moved whose own place was still there: the proven fewest, when the answer is."""
        return sum(1 for move in self.moves if move.why == MADE_ROOM)


def without_school(problem: Places, code: str) -> Places:
    """Let a school drop out: it offers nothing any more, and what was settled there by hand is no longer settled."""
    schools = tuple(
        replace(school, seats=(), mentors=()) if school.code == code else school for school in problem.schools
    )
    return replace(problem, schools=schools, pins=tuple(pin for pin in problem.pins if pin.school != code))


def change(problem: Places, before: Answer, run: Run | None = None) -> Changed:
    """Place a cohort anew after a change, moving as few as can be. `problem`: as it is now."""
    run = run or Run()
    model = write(possible(problem))
    present = present_arcs(model.arcs, before)
    order = np.concatenate([present, by_points(model.arcs)])
    aims = aims_of(model)
    aims = (aims[0], moved_aim(model, present), *aims[1:])
    knew = {(one.learner, one.period): one.mentor_known for one in before.placements}
    answer = solved(model, aims, run, taken_in_order(model, order), knew)
    return Changed(answer, moves_between(model.arcs, before, answer))


def present_arcs(arcs: Arcs, before: Answer) -> Ints:
    """Give the arcs of today's places that are still there."""
    learner = {one.code: at for at, one in enumerate(arcs.problem.learners)}
    period = {code: at for at, code in enumerate(arcs.problem.periods)}
    demand = {(one.learner, one.period): at for at, one in enumerate(arcs.demands)}
    cell = {
        (arcs.problem.schools[one.school].code, arcs.problem.bands[one.band], arcs.problem.periods[one.period]): at
        for at, one in enumerate(arcs.cells)
    }
    found = []
    for one in before.placements:
        who = demand.get((learner.get(one.learner, -1), period.get(one.period, -1)), -1)
        arc = arcs.number.get((who, cell.get((one.school, one.band, one.period), -1)))
        if arc is not None:
            found.append(arc)
    return np.array(sorted(found), np.intp)


def moved_aim(model: Model, present: Ints) -> Aim:
    """As few as can be move of those whose place is still there and was not settled anew by hand."""
    cost: Floats = model.zeros()
    staying = np.zeros(len(model.arcs.demands), bool)
    staying[model.arcs.demand[present]] = True
    staying[list(model.arcs.pinned)] = False
    cost[: len(model.arcs)] = staying[model.arcs.demand]
    cost[present] = 0
    cost[model.unplaced] = staying[model.unplaced_of]
    return Aim(MOVED, cost)


def moves_between(arcs: Arcs, before: Answer, after: Answer) -> tuple[Move, ...]:
    """Tell what is different between two answers; `arcs`: what is possible now."""
    was = {(one.learner, one.period): one for one in before.placements}
    now = {(one.learner, one.period): one for one in after.placements}
    asked_before = was.keys() | set(before.unplaced)
    asks_now = now.keys() | set(after.unplaced)
    fits = _still_there(arcs, before)
    found = []
    for key in sorted(asked_before | asks_now):
        old, new = was.get(key), now.get(key)
        why = _why(old, new, key in asked_before, key in asks_now, key in fits)
        if why:
            found.append(Move(*key, why, old, new))
    return tuple(found)


def _why(old: Placement | None, new: Placement | None, asked: bool, asks: bool, fits: bool) -> str | None:
    if not asks:
        return LEFT
    if not asked:
        return NEW
    if old is None:
        return FOUND if new else None
    if new and (old.school, old.band) == (new.school, new.band):
        return None if old.mentor_known == new.mentor_known else MENTOR
    return MADE_ROOM if fits else GONE


def _still_there(arcs: Arcs, before: Answer) -> set[tuple[str, str]]:
    """Say whose place is still possible, and was not settled otherwise by hand."""
    problem = arcs.problem
    pinned = {(pin.learner, pin.period) for pin in problem.pins}
    kept = present_arcs(arcs, before)
    keys = ((problem.learners[arcs.learner[a]].code, problem.periods[arcs.period[a]]) for a in kept.tolist())
    return {key for key in keys if key not in pinned}
