"""A change: the fewest moves, and only what changed is told."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from leerruimte.planner.cohort.changing import GONE, LEFT, MADE_ROOM, NEW, change, without_school
from leerruimte.planner.cohort.checking import faults_in
from leerruimte.planner.cohort.placing import place
from leerruimte.planner.cohort.problem import Pin, Places

from .make import a_cohort, a_learner, a_school, checked, everything, in_order, moved, tiny, where


def test_only_who_loses_her_place_moves_when_there_is_room() -> None:
    problem = a_cohort(
        (a_school("west", 0), a_school("middle", 10), a_school("east", 20)), (a_learner("Iris", 0), a_learner("Mo", 10))
    )
    before = checked(problem)
    changed = change(without_school(problem, "middle"), before)
    assert [(move.learner, move.why) for move in changed.moves] == [("Mo", GONE)]
    assert changed.made_room == 0
    assert changed.answer.proven


def test_another_makes_room_only_so_that_nobody_is_without() -> None:
    schools = (a_school("west", 0), a_school("middle", 10), a_school("east", 30))
    learners = (a_learner("Iris", 5, most_minutes=60), a_learner("Mo", 10, most_minutes=25))
    problem = a_cohort(schools, learners, pins=(Pin("Iris", "P1", "west", "young", "agreed"),))
    before = replace(checked(problem))
    now = without_school(replace(problem, pins=()), "middle")
    changed = change(now, before)
    assert where(changed.answer) == {"Iris": "east", "Mo": "west"}
    assert {move.learner: move.why for move in changed.moves} == {"Iris": MADE_ROOM, "Mo": GONE}
    assert changed.made_room == 1


def test_who_comes_and_who_leaves_is_told() -> None:
    problem = a_cohort((a_school("west", 0, seats=2),), (a_learner("Iris"), a_learner("Mo")))
    before = checked(problem)
    now = replace(problem, learners=(a_learner("Iris"), a_learner("Sanne")))
    assert {move.learner: move.why for move in change(now, before).moves} == {"Mo": LEFT, "Sanne": NEW}


def test_nothing_changed_is_nothing_told() -> None:
    problem = a_cohort((a_school("west", 0, seats=2),), (a_learner("Iris"), a_learner("Mo")))
    assert change(problem, checked(problem)).moves == ()


@settings(max_examples=80, deadline=None)
@given(tiny(), st.sampled_from(("S0", "S1", "S2")))
def test_no_other_answer_moves_fewer(problem: Places, code: str) -> None:
    before = place(problem)
    now = without_school(problem, code)
    changed = change(now, before)
    assert faults_in(now, changed.answer) == ()
    assert changed.answer.proven
    assert changed.made_room <= moved(now, before, changed.answer)

    def worth(answer: object) -> tuple[float, ...]:
        unplaced, *rest = in_order(now, answer)  # type: ignore[arg-type]
        return (unplaced, moved(now, before, answer), *rest)  # type: ignore[arg-type]

    assert worth(changed.answer) == min(worth(one) for one in everything(now))
