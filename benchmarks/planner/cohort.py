"""Places for a cohort, beside the usual ways: `python -m benchmarks.planner cohort [--quick]`."""

import argparse
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.lines import Line
from benchmarks.planner.cohort_made import made
from benchmarks.planner.cohort_usual import deferred_acceptance, first_come, greedy
from leerruimte.planner.cohort.arcs import possible
from leerruimte.planner.cohort.changing import change, without_school
from leerruimte.planner.cohort.checking import faults_in
from leerruimte.planner.cohort.parts import place_in_parts
from leerruimte.planner.cohort.placing import answer_of, fairness_of, place
from leerruimte.planner.cohort.problem import Places
from leerruimte.planner.cohort.result import Answer
from leerruimte.planner.cohort.rules import write
from leerruimte.planner.cohort.running import Run

LONGEST, MEMORY, CHANGE_LONGEST, TWO_PERIODS, GAP = 20.0, 2.0, 5.0, 60.0, 0.005
HARD = 3  # the step of 60 points: without a wish, or (nearly) an hour away


@dataclass(frozen=True)
class Size:
    """How large the problems are."""

    learners: int
    schools: int
    count: int
    pairs: int
    growth: tuple[int, ...]


FULL = Size(4000, 350, 5, 200, (500, 1000, 2000, 4000, 8000))
QUICK = Size(400, 40, 2, 20, (250, 500, 1000))


def run(arguments: argparse.Namespace) -> Iterator[Line]:
    """Measure all of it."""
    size = QUICK if getattr(arguments, "quick", False) else FULL
    for seed in range(1, size.count + 1):
        problem = made(size.learners, size.schools, seed=seed)
        answer, line = placed(problem, size, seed)
        yield line
        yield dropped(problem, answer, seed)
    yield two_periods(size)
    yield growth(size)


def placed(problem: Places, size: Size, seed: int) -> tuple[Answer, Line]:
    """Place a cohort, and the same in the usual ways."""
    began = time.perf_counter()
    answer = place(problem, Run(seconds=120))
    seconds = time.perf_counter() - began
    model = write(possible(problem))
    usual = []
    for name, way in (
        ("first come", lambda: first_come(model, seed)),
        ("greedy", lambda: greedy(model)),
        ("deferred acceptance", lambda: deferred_acceptance(model)),
    ):
        other = answer_of(model, way(), (), Run())
        usual.append(f"{name} {_short(problem, other)}")
    right = not faults_in(problem, answer)
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    met = answer.proven and right and seconds < LONGEST and gigabytes < MEMORY
    return answer, Line(
        f"places {size.learners:,} x {size.schools}, instance {seed} (without / hard / worst / mean points)",
        "; ".join(usual),
        f"{_short(problem, answer)}; {_proven(answer)}, {seconds:.1f} s, {gigabytes:.2f} GiB"
        + ("" if right else "; **the checker objects**"),
        _ratio(problem, answer, answer_of(model, first_come(model, seed), (), Run())),
        f"proven, < {LONGEST:g} s, < {MEMORY:g} GiB",
        met,
    )


def dropped(problem: Places, answer: Answer, seed: int) -> Line:
    """Let the fullest school drop out; beside it: placing all anew."""
    count: dict[str, int] = {}
    for one in answer.placements:
        count[one.school] = count.get(one.school, 0) + 1
    code = max(sorted(count), key=lambda school: count[school])
    now = without_school(problem, code)
    began = time.perf_counter()
    changed = change(now, answer, Run(seconds=60))
    seconds = time.perf_counter() - began
    anew = {(one.learner, one.period): one.school for one in place(now, Run(seconds=120)).placements}
    moved = sum(anew.get((one.learner, one.period)) != one.school for one in answer.placements) - count[code]
    right = not faults_in(now, changed.answer)
    proven = changed.answer.proven
    return Line(
        f"the fullest school drops out ({count[code]} hit), instance {seed}",
        f"placed anew: {moved} others move",
        f"{changed.made_room} others move, {len(changed.answer.unplaced)} without, {len(changed.moves)} told; "
        f"{'proven' if proven else 'not proven'}, {seconds:.1f} s" + ("" if right else "; **the checker objects**"),
        f"{moved / max(1, changed.made_room):.0f} x",
        f"fewest moves, proven, < {CHANGE_LONGEST:g} s",
        proven and right and seconds < CHANGE_LONGEST,
    )


def two_periods(size: Size) -> Line:
    """Place over two periods with pairs, in parts, with a bound for the whole."""
    problem = made(size.learners, size.schools, seed=1, periods=2, pairs=size.pairs)
    began = time.perf_counter()
    answer = place_in_parts(problem, None, Run(seconds=TWO_PERIODS))
    seconds = time.perf_counter() - began
    model = write(possible(problem))
    other = answer_of(model, first_come(model, 1), (), Run())
    reached = answer.reached[0]
    right = not faults_in(problem, answer)
    gap = reached.gap if reached.gap is not None else 1.0
    return Line(
        f"two periods, {size.pairs} pairs, {size.learners:,} x {size.schools}",
        f"first come {_short(problem, other)}",
        f"{_short(problem, answer)}; {gap:.2%} above the bound, "
        f"{_in_order(answer)} aims proven in order, {seconds:.1f} s" + ("" if right else "; **the checker objects**"),
        _ratio(problem, answer, other),
        f"<= {GAP:.1%} in {TWO_PERIODS:g} s",
        right and gap <= GAP and seconds <= TWO_PERIODS + 1,
    )


def growth(size: Size) -> Line:
    """Fit how the time grows with the number of learners."""
    taken, proven = [], True
    for learners in size.growth:
        problem = made(learners, round(learners * 350 / 4000), seed=7)
        began = time.perf_counter()
        proven &= place(problem, Run(seconds=300)).proven
        taken.append(time.perf_counter() - began)
    exponent = float(np.polyfit(np.log(size.growth), np.log(taken), 1)[0])
    each = ", ".join(f"{n:,}: {t:.2f} s" for n, t in zip(size.growth, taken, strict=True))
    return Line(
        "growth with the number of learners",
        "",
        f"{each}{'' if proven else ' (not all proven)'}",
        f"n^{exponent:.2f}",
        "stated",
        None,
    )


def _short(problem: Places, answer: Answer) -> str:
    fairness = fairness_of(problem, answer)
    hard = sum(fairness.by_step[HARD:])
    return f"{len(answer.unplaced)} / {hard} / {fairness.worst} / {fairness.mean:.1f}"


def _ratio(problem: Places, ours: Answer, usual: Answer) -> str:
    """Tell how many times fewer are without or on a hard place."""
    hard = [len(one.unplaced) + sum(fairness_of(problem, one).by_step[HARD:]) for one in (usual, ours)]
    return f"{hard[0] / max(1, hard[1]):.1f} x fewer without or hard"


def _in_order(answer: Answer) -> str:
    return f"{sum(one.proven for one in answer.reached[1:])} of {len(answer.reached) - 1}"


def _proven(answer: Answer) -> str:
    return "proven" if answer.proven else "not proven"
