"""Seats in shared opportunities, beside the usual ways: `python -m benchmarks.planner seats [--quick]`.

With LEERRUIMTE_FAIRPYX set to the python of an environment that has fairpyx, its methods run beside ours too.
"""

import argparse
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.lines import Line
from benchmarks.planner.seats_made import iterated_matching, large, round_robin, scarce, serial
from leerruimte.planner.cohort.checking_seats import faults_in_seats, worth_of
from leerruimte.planner.cohort.form import to_json
from leerruimte.planner.cohort.running import Run
from leerruimte.planner.cohort.seating import seat
from leerruimte.planner.cohort.seats_count import open_choices
from leerruimte.planner.cohort.seats_problem import Choice, Seat, Seating
from leerruimte.planner.cohort.seats_share import baskets_of
from leerruimte.planner.cohort.stages import Reached

WAYS: tuple[tuple[str, Callable[[Seating], tuple[Seat, ...]]], ...] = (
    ("round robin", round_robin),
    ("serial", serial),
    ("iterated matching", iterated_matching),
)
LIARS = 40


def run(arguments: argparse.Namespace) -> Iterator[Line]:
    """Measure all of it."""
    quick = getattr(arguments, "quick", False)
    for seed in (1,) if quick else (1, 2, 3):
        yield shared(scarce(26, 23, seed=seed, part=0.6), f"seats 26 x 23, scarce, instance {seed}", 450, 2.0)
    yield shared(scarce(80 if quick else 300, 25, seed=1, part=0.85), f"seats {80 if quick else 300} x 25", 749, 10.0)
    yield counted(large(400 if quick else 4000, 40 if quick else 250, seed=1))
    yield from overstating(scarce(26, 23, seed=1, part=0.6), 6 if quick else LIARS)


def shared(problem: Seating, what: str, goal: int, longest: float) -> Line:
    """Worst-off first, beside the usual ways, by the part of her own best that the worst-off has."""
    usual = []
    best = alone(problem)
    least = 0.0
    for name, way in WAYS:
        began = time.perf_counter()
        value = worst(best, problem, way(problem))
        least = max(least, value)
        usual.append(f"{name} {value:.1%} ({time.perf_counter() - began:.1f} s)")
    usual += [f"fairpyx {name} {worst(best, problem, seats):.1%} ({s:.1f} s)" for name, s, seats in _fairpyx(problem)]
    began = time.perf_counter()
    answer = seat(problem, Run(seconds=120))
    seconds = time.perf_counter() - began
    right = not faults_in_seats(problem, answer.seats)
    ours = worst(best, problem, answer.seats)
    bound = -answer.reached[0].bound / 1000 if answer.reached[0].bound is not None else 1.0
    return Line(
        f"{what}: worst-off's part",
        "; ".join(usual),
        f"{ours:.1%} (bound {bound:.1%}, {_sure(answer.reached[0])}); "
        f"the next, then the sum: {_sure(answer.reached[-1])}; {seconds:.1f} s"
        + ("" if right else "; **the checker objects**"),
        f"{ours / least:.1f} x the best usual" if least else "from 0",
        f">= {goal / 10:g} % (or proven most), < {longest:g} s",
        right and (ours * 1000 >= goal or answer.reached[0].proven) and seconds < longest,
    )


def counted(problem: Seating) -> Line:
    """Nobody without, at thousands of wishes."""
    wishes = sum(len(one.choices) for one in problem.choosers)
    usual = [f"{name} {without(problem, way(problem))} without" for name, way in WAYS[:2]]
    began = time.perf_counter()
    answer = seat(problem, Run(seconds=120))
    seconds = time.perf_counter() - began
    right = not faults_in_seats(problem, answer.seats)
    none = without(problem, answer.seats)
    serially = without(problem, serial(problem))
    return Line(
        f"{wishes:,} wishes, {sum(one.seats for one in problem.opportunities):,} seats",
        "; ".join(usual),
        f"{none} without ({'proven fewest' if answer.proven else 'not proven'}), {seconds:.1f} s"
        + ("" if right else "; **the checker objects**"),
        f"{serially} against {none}",
        "nobody without (or proven fewest), < 10 s",
        right and answer.proven and seconds < 10,
    )


def overstating(problem: Seating, liars: int) -> Iterator[Line]:
    """Let one after another state other points than she means, and see what it brings her, by her true points."""
    honest = worth_of(problem, seat(problem).seats)
    for name, lie in (
        ("all ten times dearer", _louder),
        ("the dearest ten times dearer", _dearest),
        ("only the three dearest", _few),
    ):
        gains = []
        for at in range(min(liars, len(problem.choosers))):
            who = problem.choosers[at]
            said = tuple(lie(who.choices))
            others = (*problem.choosers[:at], replace(who, choices=said), *problem.choosers[at + 1 :])
            true = {one.opportunity: one.points for one in who.choices}
            got = seat(replace(problem, choosers=others)).seats
            gains.append(sum(true[s.opportunity] for s in got if s.chooser == who.code) / max(1, honest[who.code]) - 1)
        yield Line(
            f"overstating, {name} ({len(gains)} tried one by one)",
            "",
            f"{sum(gain > 1e-9 for gain in gains)} gain, {sum(gain < -1e-9 for gain in gains)} lose; "
            f"mean {np.mean(gains):+.1%}, most {max(gains):+.1%}",
            "",
            "brings nothing",
            bool(max(gains) <= 1e-9),
        )


def _louder(choices: tuple[Choice, ...]) -> Iterator[Choice]:
    return (replace(one, points=one.points * 10) for one in choices)


def _dearest(choices: tuple[Choice, ...]) -> Iterator[Choice]:
    top = max(choices, key=lambda one: one.points)
    return (replace(one, points=one.points * 10) if one == top else one for one in choices)


def _few(choices: tuple[Choice, ...]) -> Iterator[Choice]:
    return iter(sorted(choices, key=lambda one: -one.points)[:3])


def _sure(reached: Reached) -> str:
    if reached.proven:
        return "proven"
    return "not proven" if reached.gap is None else f"{reached.gap:.2%} above the bound"


def alone(problem: Seating) -> dict[str, float]:
    """Give what each could have alone, in her own points."""
    choices = open_choices(problem)
    baskets = baskets_of(problem, choices)
    true = np.zeros((len(problem.choosers), len(problem.opportunities)))
    true[choices.chooser, choices.opportunity] = choices.points
    own = np.where(baskets.share >= 0, true @ baskets.holds.T, 0).max(1)
    return {one.code: float(best) for one, best in zip(problem.choosers, own, strict=True)}


def worst(best: dict[str, float], problem: Seating, seats: tuple[Seat, ...]) -> float:
    """Give the part of her own best that the worst-off has."""
    return min(value / max(1.0, best[who]) for who, value in worth_of(problem, seats).items())


def without(problem: Seating, seats: tuple[Seat, ...]) -> int:
    """Count who chose something and has nothing."""
    have = {one.chooser for one in seats}
    return sum(1 for one in problem.choosers if one.choices and one.wanted and one.code not in have)


def _fairpyx(problem: Seating) -> Iterator[tuple[str, float, tuple[Seat, ...]]]:
    python = os.environ.get("LEERRUIMTE_FAIRPYX")
    if not python:
        return
    worker = Path(__file__).with_name("seats_fairpyx.py")
    done = subprocess.run(
        [python, str(worker)], input=json.dumps(to_json(problem)), capture_output=True, text=True, check=True
    )
    points = {(one.code, c.opportunity): c.points for one in problem.choosers for c in one.choices}
    for name, (seconds, pairs) in json.loads(done.stdout).items():
        yield name, seconds, tuple(Seat(who, what, points.get((who, what), 0)) for who, what in pairs)
