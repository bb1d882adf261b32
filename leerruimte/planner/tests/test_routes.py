"""Routes: best, different, stoppable, the same again."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from hypothesis import given, settings

from leerruimte.planner.bookable import choices_of
from leerruimte.planner.checking import check_claims, check_route
from leerruimte.planner.figures import Figures
from leerruimte.planner.problem import Aim, Needs, Never, Pin, Problem
from leerruimte.planner.result import NO_ROUTE, ONLY, PROVEN, STOPPED, Routes
from leerruimte.planner.routes import plan_routes
from leerruimte.planner.solving import Progress
from leerruimte.planner.tests.make import a_problem, all_routes, best_figures, edition, offer, tiny_problems, worth


def exactly(problem: Problem) -> Routes:
    return plan_routes(problem, precision=0.0, explain=False)


def larger_problem() -> Problem:
    """Twelve outcomes, sixty offers that get in each other's way: not done in an instant."""
    days, parts = ("mo", "tu", "we", "th", "fr"), ("morning", "afternoon", "evening")
    offers = [
        offer(
            f"K{number}",
            {f"X{number % 12:02}": 1 + number % 2, f"X{number * 7 % 12:02}": 1},
            *[
                edition(
                    1 + (number + j) % 4,
                    3 + (number + j) % 4,
                    f"e{j}",
                    day=days[(number + 2 * j) % 5],
                    part=parts[(number + j) % 3],
                )
                for j in range(3)
            ],
            place=("inst", "school", "any")[number % 3],
        )
        for number in range(60)
    ]
    return a_problem(*offers, needs=Needs(aims=(Aim("X01", 2), Aim("X05", 1)), hours_a_week=14))


@settings(max_examples=40, deadline=None)
@given(tiny_problems())
def test_the_first_route_is_as_good_as_the_best_of_all(problem: Problem) -> None:
    answer, routes = exactly(problem), list(all_routes(problem))
    if not routes:
        assert answer.status == NO_ROUTE
        return
    ideal = best_figures(problem, routes)
    assert answer.ideal is not None
    # A figure that cannot be above nothing is not weighed; what is found for it then does not matter.
    for found, best in zip(
        (answer.ideal.curriculum, answer.ideal.needs, answer.ideal.opportunities), vars(ideal).values(), strict=True
    ):
        assert found == best
    by_key = {choice.key: choice for choice in choices_of(problem)}
    mine = tuple(by_key[key] for key in answer.routes[0].taken)
    assert answer.routes[0].proof.status == PROVEN
    assert worth(problem, mine, ideal) == max(worth(problem, one, ideal) for one in routes)


@settings(max_examples=40, deadline=None)
@given(tiny_problems())
def test_every_route_keeps_to_the_rules_and_claims_no_more_than_it_gives(problem: Problem) -> None:
    for route in exactly(problem).routes:
        assert not check_route(problem, route.taken)
        assert not check_claims(problem, route.taken, {one.outcome: one.points for one in route.coverage})
        codes = {piece.opportunity for piece in route.pieces}
        assert codes.isdisjoint(problem.refused)
        assert codes >= {pin.opportunity for pin in problem.pins}


@settings(max_examples=25, deadline=None)
@given(tiny_problems())
def test_a_removed_piece_never_improves_a_route(problem: Problem) -> None:
    answer = exactly(problem)
    if not answer.routes or answer.ideal is None:
        return
    ideal = Figures(answer.ideal.curriculum, answer.ideal.needs, answer.ideal.opportunities)
    by_key = {choice.key: choice for choice in choices_of(problem)}
    mine = tuple(by_key[key] for key in answer.routes[0].taken)
    for choice in mine:
        left = tuple(one for one in mine if one is not choice)
        if not check_route(problem, (one.key for one in left)):
            assert worth(problem, left, ideal) < worth(problem, mine, ideal)


def test_routes_differ_as_much_as_they_say() -> None:
    problem = larger_problem()
    answer = plan_routes(problem, work=1, explain=False)
    assert len(answer.routes) == 3
    minutes = {
        (one.code, each.code): sum(m.minutes for m in each.moments)
        for one in problem.opportunities
        for each in one.editions
    }
    for number, route in enumerate(answer.routes):
        codes = {code for code, _ in route.taken}
        for distance in route.distances:
            earlier = answer.routes[distance.route - 1].taken
            kept = sum(minutes[key] for key in earlier if key[0] in codes)
            total = sum(minutes[key] for key in earlier)
            assert kept * 100 <= (100 - distance.percent) * total
            assert route.rung is not None
            assert distance.percent >= route.rung.different >= 30
        assert len(route.distances) == number
        assert answer.routes[number].score * 100 >= 65 * answer.routes[0].score


def test_when_only_one_route_exists_it_says_so() -> None:
    answer = exactly(a_problem(offer("A", {"X": 2})))
    assert (answer.status, len(answer.routes)) == (ONLY, 1)


def test_pins_that_contradict_each_other_are_explained_and_not_raised() -> None:
    problem = a_problem(offer("A", {"X": 1}), offer("B", {"X": 1}), pins=(Pin("A"), Pin("B")))
    answer = plan_routes(problem)
    assert answer.status == NO_ROUTE
    assert {reason.values["opportunity"] for reason in answer.reasons} == {"A", "B"}
    assert len(answer.ways_out[0].gives_way) == 1


def test_the_main_aim_is_kept_in_every_route() -> None:
    problem = larger_problem()
    problem = replace(problem, needs=replace(problem.needs, aims=(Aim("X01", 3),)))
    answer = plan_routes(problem, work=1, explain=False)
    points = [next(one.points for one in route.coverage if one.outcome == "X01") for route in answer.routes]
    assert min(points) * 4 >= points[0] * 3 > 0


def test_each_piece_says_why_and_what_would_go() -> None:
    first = offer("A", {"X": 2}, edition(1, 2))
    then = offer("B", {"Y": 2}, edition(3, 4), asks=("X",))
    route = exactly(a_problem(first, then, needs=Needs(aims=(Aim("Y", 2),)))).routes[0]
    a, b = route.pieces
    assert {reason.code for reason in a.why} >= {"only_one", "covers", "opens"}
    assert "aim" in {reason.code for reason in b.why}
    assert a.without.falls == ("B",)
    assert {loss.outcome for loss in a.without.losses} == {"X", "Y"}


def test_the_same_seed_and_work_give_the_same_answer() -> None:
    problem = larger_problem()
    assert plan_routes(problem, work=0.3, seed=3) == plan_routes(problem, work=0.3, seed=3)


def test_less_work_gives_a_route_with_its_gap() -> None:
    answer = plan_routes(larger_problem(), work=0.15, explain=False)
    assert answer.routes
    for route in answer.routes:
        assert not check_route(larger_problem(), route.taken)


def test_progress_is_told_and_the_gap_only_closes_at_a_better_value() -> None:
    told: list[Progress] = []
    plan_routes(larger_problem(), work=0.5, on_progress=told.append, explain=False)
    of_first = [one for one in told if one.step == "ideal curriculum"]
    values = [one.value for one in of_first if one.value is not None]
    assert values == sorted(values)
    assert {one.step for one in told} >= {"ideal curriculum", "route 1", "route 2"}
    assert all(one.gap_percent is None or one.gap_percent >= 0 for one in told)


def test_a_time_limit_is_honoured_within_a_second() -> None:
    begun = time.monotonic()
    plan_routes(larger_problem(), work=1e6, seconds=1.0)
    assert time.monotonic() - begun < 2.0


def test_it_can_be_cancelled_from_another_thread() -> None:
    cancel = threading.Event()
    timer = threading.Timer(0.3, cancel.set)
    begun = time.monotonic()
    timer.start()
    answer = plan_routes(larger_problem(), work=1e6, cancel=cancel, precision=0.0)
    assert time.monotonic() - begun < 1.3
    assert answer.status == STOPPED
    for route in answer.routes:
        assert not check_route(larger_problem(), route.taken)


def test_work_may_go_through_an_executor() -> None:
    problem = a_problem(
        offer("A", {"X": 1}), offer("B", {"Y": 1}, edition(day="tu")), needs=Needs(never=(Never("tu"),))
    )
    with ThreadPoolExecutor(2) as executor:
        answer = plan_routes(problem, executor=executor)
    alone = plan_routes(problem)
    assert answer.routes[0].taken == alone.routes[0].taken
    assert [gap.code for gap in answer.gaps] == [gap.code for gap in alone.gaps]
