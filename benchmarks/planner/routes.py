"""Routes, changes and explanations on problems made by chance, beside a greedy planner, and the three examples.

Seconds are of processor time with one worker: the cores are shared. Limits are in units of work.
"""

import json
import statistics
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmarks.lines import Line
from benchmarks.planner.made import route_problem
from leerruimte.planner.bookable import Choice
from leerruimte.planner.changing import Change, replan
from leerruimte.planner.checking import check_claims, check_route
from leerruimte.planner.curriculum_csv import problem_of, read_learner
from leerruimte.planner.explaining import explain_gap
from leerruimte.planner.figures import Facts, Figures, bookable, stand
from leerruimte.planner.model import score_of
from leerruimte.planner.problem import Problem
from leerruimte.planner.result import OK, ONLY, PROVEN, Ideal, Routes
from leerruimte.planner.routes import plan_routes
from leerruimte.planner.solving import Budget, Progress

T = TypeVar("T")
SMALL, LARGE = 150, 300
WORK_SMALL, WORK_LARGE, WORK_LONG = 0.95, 2.5, 15.0
GOOD = 0.98  # of the score of the long run
EXAMPLES = Path(__file__).parents[2] / "leerruimte/planner/examples"


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Do it; give the answer and the seconds of processor time."""
    begun = time.process_time()
    answer = work()
    return answer, time.process_time() - begun


def greedy(problem: Problem) -> list[Choice]:
    """Take what gives most weighted points an hour, in the first edition that fits; go round until nothing fits."""
    facts = Facts(problem)
    worth = {choice.key: _points_an_hour(facts, choice) for choice in bookable(facts)}
    order = sorted(bookable(facts), key=lambda choice: (-worth[choice.key], choice.start))
    mine: list[Choice] = []
    grown = True
    while grown:
        grown = False
        for choice in order:
            codes = {one.opportunity.code for one in mine}
            if choice.opportunity.code in codes:
                continue
            tried = [*mine, choice]
            better = stand(facts, tried).figures.curriculum > stand(facts, mine).figures.curriculum
            if better and not check_route(problem, (one.key for one in tried)):
                mine, grown = tried, True
    return mine


def _points_an_hour(facts: Facts, choice: Choice) -> float:
    points = sum(facts.weights[code] * choice.opportunity.gives[code] for code in facts.counts_for(choice))
    return points / max(1, choice.minutes)


def run(arguments: Namespace) -> Iterator[Line]:
    """Measure everything about routes."""
    small = [route_problem(seed, SMALL) for seed in range(arguments.small)]
    answers = [timed(lambda problem=problem: _planned(problem, WORK_SMALL)) for problem in small]
    yield _routes_small(small, answers)
    yield _beside_greedy(small, [answer for answer, _ in answers])
    yield from _changes(small[: arguments.changes], [answer for answer, _ in answers], SMALL, 1.0)
    yield from _explanations(small[: arguments.changes], [answer for answer, _ in answers])
    large = [route_problem(seed, LARGE) for seed in range(arguments.large)]
    answers = [timed(lambda problem=problem: _planned(problem, WORK_LARGE)) for problem in large]
    yield from _routes_large(large, answers)
    yield from _changes(large, [answer for answer, _ in answers], LARGE, 2.5)
    yield from _three_learners()


def _planned(problem: Problem, work: float) -> Routes:
    answer = plan_routes(problem, work=work, explain=False)
    for route in answer.routes:
        broken = check_route(problem, route.taken)
        broken += check_claims(problem, route.taken, {one.outcome: one.points for one in route.coverage})
        assert not broken, broken
    return answer


def _answered(answer: Routes) -> bool:
    return (answer.status == OK and len(answer.routes) == 3) or answer.status == ONLY


def _rungs(answers: list[Routes]) -> str:
    rungs = [route.rung for answer in answers for route in answer.routes if route.rung]
    top = sum((rung.different, rung.floor, rung.aims) == (50, 85, 75) for rung in rungs)
    return f"{top} of {len(rungs)} later routes on the top rung"


def _routes_small(problems: list[Problem], answers: list[tuple[Routes, float]]) -> Line:
    seconds = [took for _, took in answers]
    good = sum(_answered(answer) and took < 5 for answer, took in answers)
    gaps = [answer.routes[0].proof.gap_percent for answer, _ in answers if answer.routes]
    known = sorted(gap for gap in gaps if gap is not None)
    told = (
        f"{good} of {len(problems)} answered in < 5 s ({_spread(seconds)});"
        f" {_rungs([answer for answer, _ in answers])}; gap of route 1: median {statistics.median(known):.1f} %"
    )
    return Line(f"routes, {SMALL} bookable", "", told, "", "18 of 20 in < 5 s", good * 20 >= 18 * len(problems))


def _spread(seconds: list[float]) -> str:
    return f"median {statistics.median(seconds):.1f}, slowest {max(seconds):.1f} s"


def _ratio(ours: list[int], theirs: list[int]) -> str:
    return f"{statistics.mean(ours) / max(1.0, statistics.mean(theirs)):.2f} x"


def _first_route(problem: Problem, part: float) -> tuple[float, float]:
    """Give the seconds of processor time until route 1 has this part of its last score, and until route 2 is begun."""
    begun, seen, done = time.process_time(), [], []

    def tell(one: Progress) -> None:
        at = time.process_time() - begun
        if one.step == "route 1" and one.value is not None:
            seen.append((at, one.value))
        if one.step == "route 2":
            done.append(at)

    plan_routes(problem, work=WORK_LARGE, explain=False, on_progress=tell)
    last = max(value for _, value in seen)
    return min(at for at, value in seen if value >= part * last), done[0] if done else float("inf")


def _score(problem: Problem, mine: list[Choice], ideal: Ideal) -> int:
    figures = Figures(ideal.curriculum, ideal.needs, ideal.opportunities)
    return score_of(stand(Facts(problem), mine).figures, figures)[0]


def _beside_greedy(problems: list[Problem], answers: list[Routes]) -> Line:
    """Compare the score of route 1 and the curriculum's figure alone."""
    ours, theirs, ours_c, theirs_c = [], [], [], []
    for problem, answer in list(zip(problems, answers, strict=False))[:5]:
        if not answer.routes or answer.ideal is None:
            continue
        mine = greedy(problem)
        ours.append(answer.routes[0].score)
        theirs.append(_score(problem, mine, answer.ideal))
        ours_c.append(answer.ideal.curriculum)
        theirs_c.append(stand(Facts(problem), mine).figures.curriculum)
    return Line(
        f"score of route 1 / curriculum alone, {SMALL} bookable",
        f"greedy {statistics.mean(theirs):.0f} / {statistics.mean(theirs_c):.0f}",
        f"{statistics.mean(ours):.0f} / {statistics.mean(ours_c):.0f}",
        f"{_ratio(ours, theirs)} / {_ratio(ours_c, theirs_c)}",
    )


def _changes(problems: list[Problem], answers: list[Routes], bookable_number: int, goal: float) -> Iterator[Line]:
    """The heaviest piece of route 1 falls away."""
    seconds, whole, proven, counts = [], [], 0, []
    for problem, answer in zip(problems, answers, strict=False):
        if not answer.routes:
            continue
        route = answer.routes[0]
        gone = max(route.pieces, key=lambda piece: piece.minutes).opportunity
        change = Change(falls_away=(gone,))
        again = partial(replan, problem, route.taken, change, ideal=answer.ideal, work=8)
        then, took = timed(partial(again, ladder=False))
        seconds.append(took)
        whole.append(timed(again)[1])
        proven += then.proof.status == PROVEN
        counts.append(then.changes)
    if seconds:
        told = (
            f"{proven} of {len(seconds)} proven; {_spread(seconds)}, with the whole ladder {_spread(whole)};"
            f" changes {min(counts)}-{max(counts)}"
        )
        yield Line(
            f"change of one piece, {bookable_number} bookable",
            "",
            told,
            "",
            f"fewest proven, < {goal:g} s",
            proven == len(seconds) and max(seconds) < goal,
        )


def _explanations(problems: list[Problem], answers: list[Routes]) -> Iterator[Line]:
    """Explain every gap of route 1, with and without showing what would be given up."""
    core, forced = [], []
    proven = 0
    for problem, answer in zip(problems, answers, strict=False):
        for covered in answer.routes[0].coverage if answer.routes else ():
            if covered.points < covered.asked:
                gap, took = timed(
                    lambda p=problem, c=covered, a=answer: explain_gap(
                        p, c.outcome, route=a.routes[0], ideal=a.ideal, budget=Budget(1.0)
                    )
                )
                (forced if gap.code == "given_up" else core).append(took)
                proven += gap.proven
    both = core + forced
    if both:
        told = (
            f"{len(both)} gaps, {proven} wholly proven: reasons and way out median {_median(core)} s,"
            f" with what is given up {_median(forced)} s, slowest {max(both):.1f} s"
        )
        met = all(took < 1.2 for took in both)
        yield Line(f"explanation of a gap, {SMALL} bookable", "", told, "", "< 1.2 s", met)


def _median(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f}" if seconds else "-"


def _routes_large(problems: list[Problem], answers: list[tuple[Routes, float]]) -> Iterator[Line]:
    """Three routes at 300; and how near the first comes to the best of a long run."""
    seconds = [took for _, took in answers]
    in_time = sum(_answered(answer) and took < 12 for answer, took in answers)
    told = f"{in_time} of {len(problems)} in < 12 s ({_spread(seconds)}); {_rungs([answer for answer, _ in answers])}"
    yield Line(f"three routes, {LARGE} bookable", "", told, "", "< 12 s", in_time == len(problems))
    lost, gaps, good, whole = [], [], [], []
    for problem, (answer, _) in zip(problems, answers, strict=True):
        longer = plan_routes(problem, work=WORK_LONG, explain=False)
        if not answer.routes or not longer.routes or longer.ideal is None:
            continue
        keys = set(answer.routes[0].taken)
        mine = [choice for choice in bookable(Facts(problem)) if choice.key in keys]
        best, ours = max(longer.routes[0].score, 1), _score(problem, mine, longer.ideal)
        lost.append(100 * (best - ours) / best)
        gaps.append(longer.routes[0].proof.gap_percent)
        first, whole_first = _first_route(problem, min(1.0, GOOD * best / max(1, ours)))
        good.append(first)
        whole.append(whole_first)
    if lost:
        shown = ", ".join("-" if gap is None else f"{gap:.0f}" for gap in gaps)
        told = f"{statistics.mean(lost):.1f} % (worst {max(lost):.1f} %) below a run six times as long; as good as 2 %"
        told += f" below after {_spread(good)}; done after {_spread(whole)}"
        met = max(lost) <= 2 and max(good) < 3
        yield Line(f"route 1, {LARGE} bookable", "", told, "", "<= 2 % below, < 3 s", met)
        yield Line(f"bound, {LARGE} bookable", "", f"gap {shown} %, said as 'best found'", "", "5 % or said", True)


def _three_learners() -> Iterator[Line]:
    for name in ("sanne", "mo", "iris"):
        file = EXAMPLES / f"{name}.json"
        problem = problem_of(read_learner(json.loads(file.read_text(encoding="utf-8"))), EXAMPLES)
        answer, took = timed(lambda p=problem: _planned(p, 8.0))
        found = f"{len(answer.routes)} routes ({answer.status}) of {answer.bookable} bookable"
        yield Line(f"{name}, our curriculum", "", f"{found} in {took:.1f} s; {_rungs([answer])}")
