"""`python -m leerruimte.planner.cohort problem.json [--json | --svg] [--without SCHOOL] [--seconds N]`."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from leerruimte.planner.cohort.changing import change, without_school
from leerruimte.planner.cohort.checking import Fault, faults_in
from leerruimte.planner.cohort.checking_seats import faults_in_seats
from leerruimte.planner.cohort.drawing import in_svg
from leerruimte.planner.cohort.form import Wrong, to_json
from leerruimte.planner.cohort.placing import fairness_of, place
from leerruimte.planner.cohort.problem import Places
from leerruimte.planner.cohort.report import report_of
from leerruimte.planner.cohort.result import Answer
from leerruimte.planner.cohort.running import Progress, Run
from leerruimte.planner.cohort.seating import seat
from leerruimte.planner.cohort.seats_problem import Seating
from leerruimte.planner.cohort.wrong import read_places, read_seating


def main(arguments: Sequence[str] | None = None) -> int:
    """Read a cohort (places, or seats when the file has `opportunities`), solve it, check it and print it."""
    parser = argparse.ArgumentParser(prog="python -m leerruimte.planner.cohort", description=main.__doc__)
    parser.add_argument("problem", type=Path, help="a JSON file as schemas/places or schemas/seating describes it")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--without", metavar="SCHOOL", help="place, then let this school drop out")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print everything, each learner's report included, as JSON")
    shape.add_argument("--svg", action="store_true", help="print the map of load as SVG")
    given = parser.parse_args(arguments)
    try:
        data = json.loads(given.problem.read_text())
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        print(f"Not read: {error}", file=sys.stderr)
        return 1
    if isinstance(data, dict) and "opportunities" in data:
        return _seats(data, given)
    problem, wrong = read_places(data)
    return _told(wrong) if problem is None else _places(problem, given)


def _told(wrong: tuple[Wrong, ...]) -> int:
    for one in wrong:
        print(f"{one.at or 'the file'}: {one.code.replace('_', ' ')} {' '.join(one.values)}".rstrip(), file=sys.stderr)
    return 1


def _run(given: argparse.Namespace) -> Run:
    return Run(seconds=given.seconds, seed=given.seed, tell=_progress)


def _progress(progress: Progress) -> None:
    gap = "" if progress.gap is None else f" (gap {progress.gap:.2%})"
    print(f"\r{progress.seconds:6.1f} s  {progress.stage}: best {progress.best}{gap}\x1b[K", end="", file=sys.stderr)


def _places(problem: Places, given: argparse.Namespace) -> int:
    if given.without is not None and given.without not in {school.code for school in problem.schools}:
        return _told((Wrong("unknown", "--without", (given.without,)),))
    with _no_banner():
        answer = place(problem, _run(given))
        moves: Any = None
        if given.without is not None:
            problem = without_school(problem, given.without)
            changed = change(problem, answer, _run(given))
            answer, moves = changed.answer, to_json(changed.moves)
    print(file=sys.stderr)
    faults = faults_in(problem, answer)
    if given.json:
        everything = {"answer": to_json(answer), "report": to_json(report_of(problem, answer)), "moves": moves}
        print(json.dumps(everything))
    else:
        print(in_svg(problem, answer) if given.svg else "\n".join(_in_words(problem, answer, moves)))
    return _checked(faults)


def _in_words(problem: Places, answer: Answer, moves: Any) -> Iterator[str]:
    fairness = fairness_of(problem, answer)
    yield f"{len(answer.placements)} placed, {len(answer.unplaced)} without a place."
    yield f"Worst {fairness.worst} points, mean {fairness.mean:.1f}; on each step: {list(fairness.by_step)}."
    yield f"Wishes that came true, by rank: {list(fairness.by_wish)}; {fairness.without_wish} without one of theirs."
    for one in answer.reached:
        known = "proven" if one.proven else f"bound {one.bound}"
        yield f"  {one.name}: {one.value:g} ({known})"
    for move in moves or ():
        now = move["after"] and move["after"]["school"]
        yield f"  told: {move['learner']}, {move['period']}: {move['why']} -> {now or 'without a place'}"


def _seats(data: Any, given: argparse.Namespace) -> int:
    problem, wrong = read_seating(data)
    if problem is None:
        return _told(wrong)
    with _no_banner():
        answer = seat(problem, _run(given))
    print(file=sys.stderr)
    print(json.dumps(to_json(answer)) if given.json else "\n".join(_seats_in_words(problem, answer.reached)))
    return _checked(faults_in_seats(problem, answer.seats))


def _seats_in_words(problem: Seating, reached: tuple[Any, ...]) -> Iterator[str]:
    yield f"{len(problem.choosers)} choosers, {len(problem.opportunities)} opportunities."
    yield from (f"  {one.name}: {one.value:g} ({'proven' if one.proven else f'bound {one.bound}'})" for one in reached)


def _checked(faults: tuple[Fault, ...]) -> int:
    for fault in faults:
        print(f"The checker objects: {fault.rule} {' '.join(fault.about)}", file=sys.stderr)
    return 2 if faults else 0


@contextmanager
def _no_banner() -> Iterator[None]:
    """Keep what is printed clean: the first HiGHS of a process writes its name to the terminal, whatever is asked."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
