"""Placing a cohort: each rule, and the same optimum as trying everything."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from leerruimte.planner.cohort.checking import faults_in
from leerruimte.planner.cohort.placing import fairness_of, place
from leerruimte.planner.cohort.problem import APART, TOGETHER, Board, Mentors, Pair, Pin, Places, Points, Seats

from .make import a_cohort, a_learner, a_school, aim_names, checked, everything, in_order, tiny, where


def test_each_gets_the_dearest_wish_when_there_is_room() -> None:
    answer = checked(
        a_cohort(
            (a_school("near", 1), a_school("far", 9)),
            (a_learner("Iris", wishes=("far",)), a_learner("Mo", wishes=("near",))),
        )
    )
    assert where(answer) == {"Iris": "far", "Mo": "near"}
    assert answer.proven


def test_who_would_be_without_goes_first() -> None:
    schools = (a_school("near", 5), a_school("far", 40))
    answer = checked(a_cohort(schools, (a_learner("Iris"), a_learner("Sanne", most_minutes=30))))
    assert where(answer) == {"Sanne": "near", "Iris": "far"}


def test_the_hardest_place_counts_before_the_sum() -> None:
    schools = (a_school("west", 0), a_school("middle", 14, seats=1), a_school("east", 30))
    learners = (a_learner("Iris", 2), a_learner("Mo", 14))
    by_sum = checked(a_cohort(schools[:2], learners, points=Points(steps=())))
    assert where(by_sum) == {"Iris": "west", "Mo": "middle"}
    stretched = (a_learner("Iris", 16), a_learner("Mo", 13, minutes=(("west", 70),)))
    fair = a_cohort((a_school("west", 0), schools[1]), stretched, points=Points(steps=(60,)))
    assert where(checked(fair)) == {"Iris": "west", "Mo": "middle"}
    assert where(checked(replace(fair, points=Points(steps=())))) == {"Iris": "west", "Mo": "middle"}


def test_an_earlier_school_never_again() -> None:
    answer = checked(a_cohort((a_school("old"),), (a_learner("Mo", earlier=("old",), wishes=("old",)),)))
    assert answer.unplaced == (("Mo", "P1"),)
    assert answer.proven


def test_a_special_mentor_is_needed_beside_a_seat() -> None:
    schools = (
        a_school("one", 1, seats=3, mentors=(Mentors("special", "P1", 1),)),
        a_school("two", 20, seats=3, mentors=(Mentors("special", "P1", 1),)),
    )
    answer = checked(a_cohort(schools, tuple(a_learner(f"L{at}", mentor="special") for at in range(3))))
    assert sorted(where(answer).values()) == ["one", "two"]
    assert len(answer.unplaced) == 1


def test_who_needs_a_known_mentor_does_not_get_a_promise() -> None:
    seats = (Seats("young", "P1", known=1, promised=1),)
    answer = checked(a_cohort((a_school("S", seats=seats),), (a_learner("Iris"), a_learner("Mo", sure=True))))
    assert {one.learner: one.mentor_known for one in answer.placements} == {"Iris": False, "Mo": True}


def test_each_board_gets_its_part() -> None:
    schools = (a_school("A", 0, seats=10, board="A"), a_school("B", 12, seats=10, board="B"))
    learners = tuple(a_learner(f"L{at}") for at in range(10))
    answer = checked(a_cohort(schools, learners, boards=(Board("A"), Board("B"))))
    assert sorted(where(answer).values()).count("B") == 4
    alone = checked(a_cohort(schools, learners, boards=(Board("A"), Board("B")), spread=0.0))
    assert set(where(alone).values()) == {"A"}


def test_pairs_are_together_or_apart() -> None:
    schools = (a_school("west", 0, seats=2), a_school("east", 9, seats=2))
    learners = (a_learner("Iris", 0), a_learner("Mo", 9), a_learner("Sanne", 9))
    together = checked(a_cohort(schools, learners, pairs=(Pair("Iris", "Mo", TOGETHER),), spread=0.0))
    assert where(together)["Iris"] == where(together)["Mo"]
    apart = checked(a_cohort(schools, learners, pairs=(Pair("Mo", "Sanne", APART),)))
    assert where(apart)["Mo"] != where(apart)["Sanne"]


def test_what_was_settled_by_hand_stays_whatever_it_breaks() -> None:
    school = a_school("S", 80, seats=1)
    pins = tuple(Pin(who, "P1", "S", "old", "the head asked for both") for who in ("Iris", "Mo"))
    answer = checked(
        a_cohort((school,), (a_learner("Iris", most_minutes=10), a_learner("Mo", earlier=("S",))), pins=pins)
    )
    assert {one.by_hand for one in answer.placements} == {"the head asked for both"}
    assert answer.unplaced == ()


def test_two_periods_are_at_two_schools() -> None:
    seats = (Seats("young", "P1", 1), Seats("young", "P2", 1))
    problem = a_cohort(
        (a_school("near", seats=seats), a_school("far", 20, seats=seats)),
        (a_learner("Iris", periods=("P1", "P2"), wishes=("near",)),),
        periods=("P1", "P2"),
    )
    assert {one.school for one in checked(problem).placements} == {"near", "far"}


def test_nobody_and_nothing_are_answered() -> None:
    assert checked(a_cohort((), ())).placements == ()
    assert checked(a_cohort((), (a_learner("Mo"),))).unplaced == (("Mo", "P1"),)
    assert checked(a_cohort((a_school("S"),), ())).unplaced == ()


@settings(max_examples=150, deadline=None)
@given(tiny())
def test_it_is_the_best_of_everything_in_every_aim(problem: Places) -> None:
    answer = place(problem)
    assert faults_in(problem, answer) == ()
    assert answer.proven
    assert [one.name for one in answer.reached] == aim_names(problem)
    best = min(in_order(problem, one) for one in everything(problem))
    assert tuple(one.value for one in answer.reached) == pytest.approx(best)


@settings(max_examples=40, deadline=None)
@given(tiny(periods=2))
def test_so_it_is_over_two_periods(problem: Places) -> None:
    answer = place(problem)
    assert faults_in(problem, answer) == ()
    best = min(in_order(problem, one) for one in everything(problem))
    assert tuple(one.value for one in answer.reached) == pytest.approx(best)
    assert fairness_of(problem, answer).worst == max((one.points for one in answer.placements), default=0)
