"""Balanced academic curriculum: a check from outside of how we model prerequisites and load.

One Boolean a course and period, prerequisites as prefix sums, redundant cumulative loads, minimise the greatest load
(CSPLib problem 30; B. Hnich, Z. Kiziltan, T. Walsh, "Modelling a balanced academic curriculum problem", CPAIOR 2002).
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ortools.sat.python import cp_model

from benchmarks.lines import Line

KNOWN = {
    "curriculum_8": 17,
    "curriculum_10": 14,
    "curriculum_12": 17,
    "bacp-1": 28,
    "bacp-5": 26,
    "bacp-9": 38,
    "bacp-14": 27,
    "bacp-20": 30,
    "bacp-28": 28,
}
GOAL = 2.0  # seconds


@dataclass(frozen=True)
class Instance:
    """Loads by course (numbered from 0), prerequisites as (later, earlier), and what a period may hold."""

    periods: int
    loads: tuple[int, ...]
    before: tuple[tuple[int, int], ...]
    load: tuple[int, int]
    courses: tuple[int, int]


def read(path: Path) -> Instance:
    """Read the MiniZinc data of an instance."""
    text = re.sub(r"%.*", "", path.read_text(encoding="utf-8"))
    names = {name: int(number) for name, number in re.findall(r"^int:\s*(\w+)\s*=\s*(\d+);", text, re.M)}
    numbers = {name: int(number) for name, number in re.findall(r"^(\w+)\s*=\s*(\d+);", text, re.M)}
    listed = re.search(r"course_load\s*=\s*\[([^\]]*)\]", text)
    assert listed is not None, path
    pairs = re.findall(r"prerequisite\(\s*(\w+)\s*,\s*(\w+)\s*\)", text)
    return Instance(
        numbers["n_periods"],
        tuple(int(load) for load in re.findall(r"\d+", listed[1])),
        tuple((_number(later, names) - 1, _number(earlier, names) - 1) for later, earlier in pairs),
        (numbers["load_per_period_lb"], numbers["load_per_period_ub"]),
        (numbers["courses_per_period_lb"], numbers["courses_per_period_ub"]),
    )


def least_heaviest(one: Instance, seconds: float, workers: int) -> tuple[int, bool]:
    """Find the smallest greatest load of a period; say whether it is proven."""
    cp = cp_model.CpModel()
    courses, periods = range(len(one.loads)), range(one.periods)
    x = {(c, p): cp.new_bool_var(f"{c} {p}") for c in courses for p in periods}
    for c in courses:
        cp.add_exactly_one(x[c, p] for p in periods)
    for later, earlier in one.before:
        for p in periods:
            cp.add(sum(x[later, q] for q in periods[: p + 1]) <= sum(x[earlier, q] for q in periods[:p]))
    most = cp.new_int_var(-(-sum(one.loads) // one.periods), one.load[1], "most")
    for p in periods:
        load = sum(one.loads[c] * x[c, p] for c in courses)
        cp.add(load >= one.load[0])
        cp.add(load <= most)
        cp.add_linear_constraint(sum(x[c, p] for c in courses), *one.courses)
        cp.add(sum(one.loads[c] * x[c, q] for c in courses for q in periods[: p + 1]) <= (p + 1) * most)
    cp.minimize(most)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(cp)
    return round(solver.objective_value), status == cp_model.OPTIMAL


def measure(folder: Path, workers: int = 2) -> Iterator[Line]:
    """Solve the instances of a folder."""
    slowest = total = 0.0
    wrong = []
    paths = sorted(folder.glob("*.mzn"))
    for path in paths:
        one = read(path)
        begun = time.perf_counter()
        found, proven = least_heaviest(one, 60, workers)
        took = time.perf_counter() - begun
        slowest, total = max(slowest, took), total + took
        if not proven or found != KNOWN.get(path.stem, found):
            wrong.append(path.stem)
    told = f"{len(paths) - len(wrong)} of {len(paths)} proven; slowest {slowest:.2f} s, together {total:.1f} s"
    yield Line(
        f"BACP, {len(paths)} instances", "", told, "", f"all proven, each < {GOAL:g} s", not wrong and slowest < GOAL
    )


def _number(text: str, names: dict[str, int]) -> int:
    return int(text) if text.isdigit() else names[text]
