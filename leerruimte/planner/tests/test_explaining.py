"""Why not: nothing contributes, pins contradict, reasons and ways out, what is given up."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from leerruimte.planner.explaining import explain_gap
from leerruimte.planner.figures import Facts, stand
from leerruimte.planner.problem import Needs, Never, Pin, Problem, Span
from leerruimte.planner.result import Gap
from leerruimte.planner.routes import plan_routes
from leerruimte.planner.tests.make import CALENDAR, a_problem, all_routes, edition, offer, outcome, tiny_problems
from leerruimte.planner.words import Words


def told(problem: Problem, gap: Gap) -> str:
    return "\n".join(Words(problem).gap(gap))


def test_nothing_contributes() -> None:
    problem = a_problem(offer("A", {"X": 1}), outcomes=(outcome("X"), outcome("Y")))
    gap = explain_gap(problem, "Y")
    assert gap.code == "nothing_contributes"
    assert "No place offers anything" in told(problem, gap)


def test_not_enough_is_offered() -> None:
    problem = a_problem(offer("A", {"X": 1}))
    gap = explain_gap(problem, "X", route=plan_routes(problem, explain=False).routes[0])
    assert (gap.code, gap.most) == ("not_enough_offered", 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"needs": Needs(never=(Never("mo", "morning", "swimming"),))}, "never"),
        ({"needs": Needs(most_travel=20)}, "travel"),
        ({"needs": Needs(hours_a_week=1)}, "load"),
        ({"needs": Needs(away=(Span(date(2026, 8, 31), date(2026, 9, 4)),))}, "missed"),
        ({"refused": ("A",)}, "refused"),
        ({"opportunities": (offer("A", {"X": 2}, edition(seats=0)),)}, "full"),
        ({"outcomes": (outcome("X", due=1),)}, "due"),
        ({"opportunities": (offer("A", {"X": 2}, place="school"),), "needs": Needs(most_schools=0)}, "schools"),
    ],
)
def test_one_thing_in_the_way_is_the_reason_and_the_way_out(changes: dict[str, object], code: str) -> None:
    problem = replace(a_problem(offer("A", {"X": 2})), **changes)  # type: ignore[arg-type]
    gap = explain_gap(problem, "X")
    assert gap.code == "impossible"
    assert [reason.code for reason in gap.reasons] == [code]
    assert [reason.code for reason in gap.ways_out[0].gives_way] == [code]
    assert gap.ways_out[0].takes == ("A",)
    assert "It would be possible (2 points) if" in told(problem, gap)


def test_the_cheapest_way_out_comes_with_its_hours() -> None:
    problem = a_problem(offer("A", {"X": 2}, edition(minutes=600)), needs=Needs(hours_a_week=4))
    way = explain_gap(problem, "X").ways_out[0]
    assert way.gives_way[0].values == {"most": 4, "hours": 10}


def test_reasons_are_the_fewest_that_are_needed_together() -> None:
    one = offer("A", {"X": 2}, edition(day="mo"))
    two = offer("B", {"X": 2}, edition(day="tu"))
    problem = a_problem(one, two, needs=Needs(never=(Never("mo"), Never("tu"), Never("fr"))))
    gap = explain_gap(problem, "X")
    assert sorted(reason.values["day"] for reason in gap.reasons) == ["mo", "tu"]
    assert len(gap.ways_out[0].gives_way) == 1


def test_what_stands_in_the_way_of_a_prerequisite_is_found() -> None:
    before = offer("A", {"X": 1}, edition(1, 2, day="tu"))
    after = offer("B", {"Y": 2}, edition(3, 4), asks=("X",))
    problem = a_problem(before, after, needs=Needs(never=(Never("tu"),)))
    assert [reason.code for reason in explain_gap(problem, "Y").reasons] == ["never"]


def test_pins_that_contradict_are_the_answer() -> None:
    problem = a_problem(offer("A", {"X": 1}), offer("B", {"X": 1}), offer("C", {"Y": 2}), pins=(Pin("A"), Pin("B")))
    assert explain_gap(problem, "Y").code == "pins_contradict"


def test_what_is_possible_says_what_is_given_up() -> None:
    problem = a_problem(offer("A", {"X": 2}), offer("B", {"Y": 2}), outcomes=(outcome("X", weight=3), outcome("Y")))
    answer = plan_routes(problem)
    gap = answer.gaps[0]
    assert (gap.outcome, gap.code, gap.takes) == ("Y", "given_up", ("B",))
    assert [(loss.outcome, loss.points, loss.left) for loss in gap.given_up] == [("X", 2, 0)]


@settings(max_examples=30, deadline=None)
@given(tiny_problems())
def test_the_most_points_possible_are_those_of_brute_force(problem: Problem) -> None:
    facts = Facts(problem)
    routes = [stand(facts, mine).points for mine in all_routes(problem)]
    for code in facts.asked:
        if facts.outcomes[code].choice:
            continue
        gap = explain_gap(problem, code)
        if gap.code == "pins_contradict":
            assert not routes
        elif gap.code != "nothing_contributes":
            assert gap.most == max(points[code] for points in routes)


def test_free_days_may_be_the_reason() -> None:
    calendar = replace(CALENDAR, free=(Span(date(2026, 8, 31), date(2026, 9, 13)),))
    gap = explain_gap(a_problem(offer("A", {"X": 2}), calendar=calendar), "X")
    assert [reason.code for reason in gap.reasons] == ["missed"]
