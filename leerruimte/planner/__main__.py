"""`python -m leerruimte.planner problem.json [--change change.json] [--svg FILE] [--json] [--seconds N]`."""

import argparse
import json
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leerruimte.planner.changing import Change, changed, replan
from leerruimte.planner.checking import Broken, Taken, check_change, check_claims, check_route
from leerruimte.planner.curriculum_csv import is_learner, problem_of, read_learner
from leerruimte.planner.drawing import in_svg
from leerruimte.planner.plain import Mistake, Wrong, from_plain, to_plain
from leerruimte.planner.problem import Problem
from leerruimte.planner.reading import mistakes_in, read_problem
from leerruimte.planner.result import Replan, Route, Routes
from leerruimte.planner.routes import WORK, plan_routes
from leerruimte.planner.solving import Progress
from leerruimte.planner.words import Words, broken_in_words, mistake_in_words

WRONG_INPUT, NO_ROUTES, BROKEN_RULE = 2, 1, 3


@dataclass(frozen=True, eq=False)
class _Given:
    problem: Problem
    change: Change | None
    arguments: argparse.Namespace
    cancel: threading.Event


def main(arguments: Sequence[str] | None = None) -> int:
    """Read a problem, or a learner's file, plan, check, and tell."""
    given = _parser().parse_args(arguments)
    try:
        problem = _problem(given.problem)
        change = _change(given.change, problem) if given.change else None
    except Wrong as wrong:
        for mistake in wrong.mistakes:
            print(mistake_in_words(mistake), file=sys.stderr)
        return WRONG_INPUT
    asked = _Given(problem, change, given, threading.Event())
    routes, then = _until_interrupted(asked)
    broken = [one for route in routes.routes for one in (*check_route(problem, route.taken), *_claims(problem, route))]
    if then is not None and then.route is not None and change is not None:
        broken += _checked_after(problem, change, routes.routes[given.route - 1].taken, then.route)
    for one in broken:
        print("The answer is wrong: " + broken_in_words(one), file=sys.stderr)
    _tell(asked, routes, then)
    if broken:
        return BROKEN_RULE
    return 0 if routes.routes else NO_ROUTES


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m leerruimte.planner",
        description="Three clearly different routes for one learner, with reasons, gaps explained, and what-if.",
    )
    parser.add_argument(
        "problem", type=Path, help="a problem (schema/route_problem.json) or a learner's file (examples/)"
    )
    parser.add_argument(
        "--change", type=Path, help="what is otherwise: replan the chosen route with the fewest changes"
    )
    parser.add_argument("--route", type=int, default=1, help="which route was agreed, for --change (default 1)")
    parser.add_argument("--svg", type=Path, help="draw each route here (a number is added before the ending)")
    parser.add_argument(
        "--language", choices=("en", "nl"), default="en", help="of the sentences (titles: as the learner's file says)"
    )
    parser.add_argument("--json", action="store_true", help="the whole answer as JSON instead of words")
    parser.add_argument("--seconds", type=float, help="stop after so many seconds")
    parser.add_argument("--work", type=float, default=WORK, help=f"stop after so many units of work (default {WORK:g})")
    parser.add_argument("--seed", type=int, default=0, help="the same seed and work give the same answer")
    parser.add_argument("--quiet", action="store_true", help="no progress on the terminal")
    return parser


def _problem(path: Path) -> Problem:
    plain = _read(path)
    if not is_learner(plain):
        return read_problem(plain)
    learner = read_learner(plain)
    missing = [name for name in ("curriculum", "opportunities") if not (path.parent / getattr(learner, name)).is_file()]
    if missing:
        raise Wrong(tuple(Mistake(f"$.{name}", "no_such_file", {"found": getattr(learner, name)}) for name in missing))
    problem = problem_of(learner, path.parent)
    mistakes = mistakes_in(problem)
    if mistakes:
        raise Wrong(mistakes)
    return problem


def _change(path: Path, problem: Problem) -> Change:
    change: Change = from_plain(Change, _read(path))
    known = {one.code for one in (*problem.opportunities, *change.added)}
    named = [(f"$.falls_away[{at}]", code) for at, code in enumerate(change.falls_away)]
    named += [(f"$.late[{at}].opportunity", one.opportunity) for at, one in enumerate(change.late)]
    named += [(f"$.refused[{at}]", code) for at, code in enumerate(change.refused)]
    named += [(f"$.pinned[{at}].opportunity", one.opportunity) for at, one in enumerate(change.pinned)]
    wrong = [Mistake(where, "unknown_opportunity", {"code": code}) for where, code in named if code not in known]
    wrong += mistakes_in(changed(problem, change)) if not wrong else ()
    if wrong:
        raise Wrong(tuple(wrong))
    return change


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Wrong((Mistake(str(path), "cannot_be_opened", {"found": error.strerror}),)) from error
    except ValueError as error:
        raise Wrong((Mistake(str(path), "not_json", {"found": str(error)}),)) from error


def _until_interrupted(given: _Given) -> tuple[Routes, Replan | None]:
    """Plan in a thread of its own, so that Ctrl-C stops it and shows the best so far."""
    answers: list[tuple[Routes, Replan | None]] = []
    worker = threading.Thread(target=lambda: answers.append(_plan(given)))
    worker.start()
    try:
        worker.join()
    except KeyboardInterrupt:
        given.cancel.set()
        worker.join()
    if not given.arguments.quiet:
        print("\r" + " " * 78 + "\r", end="", file=sys.stderr, flush=True)
    if not answers:
        sys.exit("It went wrong; see above.")
    return answers[0]


def _plan(given: _Given) -> tuple[Routes, Replan | None]:
    options = given.arguments
    tell = None if options.quiet else _show
    limits: dict[str, Any] = {"work": options.work, "seconds": options.seconds, "seed": options.seed}
    routes = plan_routes(given.problem, **limits, on_progress=tell, cancel=given.cancel)
    if given.change is None or not 1 <= options.route <= len(routes.routes):
        return routes, None
    agreed = routes.routes[options.route - 1].taken
    then = replan(
        given.problem, agreed, given.change, ideal=routes.ideal, **limits, on_progress=tell, cancel=given.cancel
    )
    return routes, then


def _show(progress: Progress) -> None:
    value = "-" if progress.value is None else f"{progress.value:.0f}"
    gap = "" if progress.gap_percent is None else f", at most {progress.gap_percent:.1f} % better"
    print(f"\r{progress.step}: {value}{gap}".ljust(78)[:78], end="", file=sys.stderr, flush=True)


def _checked_after(problem: Problem, change: Change, agreed: Sequence[Taken], route: Route) -> list[Broken]:
    """Let the separate checker look at a route after a change, with all rules as they are now."""
    now = changed(problem, change)
    free = (*change.refused, *(one.opportunity for one in change.late))
    return [*check_change(now, agreed, route.taken, change.now, free), *_claims(now, route)]


def _claims(problem: Problem, route: Route) -> tuple[Broken, ...]:
    return check_claims(problem, route.taken, {one.outcome: one.points for one in route.coverage})


def _tell(given: _Given, routes: Routes, then: Replan | None) -> None:
    problem, options = given.problem, given.arguments
    words = Words(problem, options.language)
    if options.json:
        answer = {"routes": to_plain(routes), "change": to_plain(then)} if then else to_plain(routes)
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    elif then is None:
        print("\n".join(words.routes(routes)).lstrip("\n"))
    else:
        now = Words(changed(problem, given.change), options.language) if given.change else words
        print("\n".join(now.replan(then, before=words)))
    if options.svg:
        shown = routes.routes if then is None or then.route is None else (then.route,)
        for number, route in enumerate(shown, 1):
            path = options.svg.with_stem(f"{options.svg.stem}-{number}") if len(shown) > 1 else options.svg
            path.write_text(in_svg(problem, route, f"{problem.learner}, route {number}") + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
