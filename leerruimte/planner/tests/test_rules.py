"""Rules: what the model allows is just what the separate checker allows."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from leerruimte.planner.bookable import choices_of
from leerruimte.planner.checking import check_claims, check_route
from leerruimte.planner.figures import Facts, stand
from leerruimte.planner.model import build
from leerruimte.planner.problem import Done, Needs, Never, Pin, Problem, Span
from leerruimte.planner.tests.make import CALENDAR, a_problem, edition, offer, outcome, tiny_problems


def broken(problem: Problem, *taken: str) -> set[str]:
    return {one.rule for one in check_route(problem, [(code, "e1") for code in taken])}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_model_allows_what_the_checker_allows(data: st.DataObject) -> None:
    problem = data.draw(tiny_problems())
    choices = [choice for choice in choices_of(problem) if choice.held]
    picked = data.draw(st.sets(st.sampled_from(range(len(choices))))) if choices else set()
    model = build(Facts(problem), choices)
    for q in range(len(choices)):
        model.cp.add(model.e[q] == (q in picked))
    allowed = cp_model.CpSolver().solve(model.cp) != cp_model.INFEASIBLE
    assert allowed == (not check_route(problem, [choices[q].key for q in picked]))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_points_are_reckoned_as_the_checker_does(data: st.DataObject) -> None:
    problem = data.draw(tiny_problems())
    by_code = {choice.opportunity.code: choice for choice in choices_of(problem) if choice.held}
    picked = data.draw(st.sets(st.sampled_from(sorted(by_code)))) if by_code else set()
    standing = stand(Facts(problem), [by_code[code] for code in picked])
    assert not check_claims(problem, [by_code[code].key for code in picked], dict(standing.points))


def test_two_meetings_at_one_time_clash() -> None:
    problem = a_problem(offer("A", {"X": 1}), offer("B", {"X": 1}))
    assert broken(problem, "A") == set()
    assert broken(problem, "A", "B") == {"clash"}


def test_by_day_one_is_at_one_place_but_the_evening_may_be_elsewhere() -> None:
    day = offer("A", {"X": 1}, edition(part="afternoon"), place="school")
    evening = offer("B", {"X": 1}, edition(part="evening"), place="school")
    problem = a_problem(offer("C", {"X": 1}), day, evening)
    assert broken(problem, "C", "A") == {"one place"}
    assert broken(problem, "C", "B") == set()


@pytest.mark.parametrize(
    ("needs", "rule"),
    [
        (Needs(never=(Never("mo"),)), "never"),
        (Needs(most_travel=20), "travel"),
        (Needs(hours_a_week=1), "load"),
    ],
)
def test_needs_are_kept_to(needs: Needs, rule: str) -> None:
    assert broken(a_problem(offer("A", {"X": 1}), needs=needs), "A") == {rule}


def test_refused_full_and_forgotten_pins_are_noticed() -> None:
    problem = a_problem(offer("A", {"X": 1}, edition(seats=0)), refused=("A",), pins=(Pin("A"),))
    assert broken(problem, "A") == {"refused", "full"}
    assert broken(problem) == {"pinned"}


def test_what_is_asked_beforehand_is_begun_before_the_start() -> None:
    first = offer("A", {"X": 1}, edition(1, 2))
    then = offer("B", {"Y": 1}, edition(2, 3, day="tu"), asks=("X",))
    problem = a_problem(first, then)
    assert broken(problem, "A", "B") == set()  # half of A is held in week 1
    assert broken(problem, "B") == {"asks"}
    assert broken(a_problem(first, then, done=(Done("X", 1),)), "B") == set()


def test_a_piece_counts_only_after_the_prerequisites() -> None:
    outcomes = (outcome("X"), outcome("Y", prerequisites=("X",)))
    problem = a_problem(offer("A", {"X": 1}, edition(3, 4)), offer("B", {"Y": 1}, edition(1, 2)), outcomes=outcomes)
    taken = [("A", "e1"), ("B", "e1")]
    assert not check_claims(problem, taken, {"X": 1, "Y": 0})
    assert check_claims(problem, taken, {"X": 1, "Y": 1})


def test_one_series_may_go_through_outcomes_in_their_order() -> None:
    outcomes = (outcome("X"), outcome("Y", prerequisites=("X",)))
    problem = a_problem(offer("A", {"X": 1, "Y": 1}), outcomes=outcomes)
    assert not check_claims(problem, [("A", "e1")], {"X": 1, "Y": 1})


def test_a_piece_of_which_nothing_is_held_is_noticed() -> None:
    calendar = replace(CALENDAR, free=(Span(date(2026, 8, 31), date(2026, 9, 13)),))
    assert broken(a_problem(offer("A", {"X": 1}, asks=("Y",)), calendar=calendar), "A") == {"missed"}


def test_an_unknown_piece_is_named() -> None:
    assert broken(a_problem(offer("A", {"X": 1})), "Z") == {"unknown"}
