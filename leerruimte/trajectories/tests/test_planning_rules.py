"""Rules of asking the planner, from values alone."""

from datetime import time

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from leerruimte.planner.result import Balance, Covered, Loss, Piece, Proof, Route, Without
from leerruimte.planner.tests.make import a_problem, offer, outcome
from leerruimte.planner.words import Words
from leerruimte.trajectories.planning.words import LearnerWords, part_of
from leerruimte.trajectories.rules.changes import DROPS_OUT, FALLS_AWAY, HOURS, LATE, change_of
from leerruimte.trajectories.rules.comparing import compare, leaning
from leerruimte.trajectories.rules.dayparts import AFTERNOON, ENDS, EVENING, MORNING, parts_of
from leerruimte.trajectories.rules.dayparts import LATE as AFTER_SCHOOL
from leerruimte.trajectories.rules.needs import STEPS, stamp_of, step_after, step_before
from leerruimte.trajectories.rules.reasons import without_needs


@given(st.integers(0, 12))
def test_how_far_something_is_is_whole_only_when_nothing_is_missing(points: int) -> None:
    with override("en"):
        assert (part_of(points, 12) == "wholly") == (points == 12)
        assert (part_of(points, 12) == "not yet") == (points == 0)
        assert part_of(6, 12) == "for about half"


def test_a_piece_that_goes_is_told_in_parts_and_the_command_line_in_points() -> None:
    problem = a_problem(offer("one", {"A": 12}), outcomes=(outcome("A", 12),))
    piece = Piece("one", "e1", "inst", 1, 1, 60, without=Without(losses=(Loss("A", 12, 6), Loss("A", 11, 10))))
    with override("en"):
        told = " ".join(LearnerWords(problem, "en").piece(piece))
    assert "Outcome A for about half instead of wholly; Outcome A gets less." in told
    assert "Outcome A from 12 to 6 points" in " ".join(Words(problem).piece(piece))


@given(st.one_of(st.none(), st.times()), st.integers(1, 24 * 60), st.booleans())
def test_no_minute_of_a_meeting_is_lost(starts: time | None, minutes: int, at_school: bool) -> None:
    parts = parts_of(starts, minutes, at_school=at_school)
    assert sum(parts.values()) == minutes
    assert parts.keys() <= ENDS.keys()
    assert all(length > 0 for length in parts.values())


@pytest.mark.parametrize(
    ("starts", "minutes", "parts"),
    [
        (time(9), 180, {MORNING: 180}),
        (time(9), 390, {MORNING: 210, AFTERNOON: 180}),
        (time(15, 30), 90, {AFTER_SCHOOL: 90}),
        (time(15), 120, {AFTER_SCHOOL: 120}),
        (time(19), 150, {EVENING: 150}),
        (time(12, 30), 60, {AFTERNOON: 60}),
    ],
)
def test_a_meeting_is_in_the_parts_of_the_day_that_people_would_say(
    starts: time, minutes: int, parts: dict[str, int]
) -> None:
    assert parts_of(starts, minutes) == parts


def test_without_an_hour_a_long_meeting_takes_the_day_and_a_short_one_at_school_is_after_it() -> None:
    assert set(parts_of(None, 360)) == {MORNING, AFTERNOON}
    assert set(parts_of(None, 90, at_school=True)) == {AFTER_SCHOOL}
    assert set(parts_of(None, 90)) == {MORNING}


def a_route(points: int, curriculum: int, hours: int) -> Route:
    return Route(
        (), (Covered("A", points, 12),), Balance(curriculum, 800, 700), 0, (hours * 60,), 0, Proof("proven")
    )  # fmt: skip


def test_what_one_route_gains_the_other_gives_up() -> None:
    one, other = a_route(12, 900, 100), a_route(6, 700, 60)
    there, back = compare(one, other), compare(other, one)
    assert (there.more, there.gained, there.hours) == (("curriculum",), ("A",), 40)
    assert (back.less, back.lost, back.hours) == (there.more, there.gained, -40)
    assert compare(one, one).more == compare(one, one).gained == ()


@given(st.fixed_dictionaries({name: st.integers(0, 1000) for name in ("curriculum", "opportunities", "needs")}))
def test_a_route_leans_to_the_strongest_and_from_the_weakest(figures: dict[str, int]) -> None:
    lean = leaning(figures)
    assert figures[lean.most] == max(figures.values())
    assert figures[lean.least] == min(figures.values())
    assert not lean.even or figures[lean.most] - figures[lean.least] <= 120


def test_reasons_on_a_board_do_not_say_what_somebody_wants_or_likes() -> None:
    aim = {"code": "aim", "values": {"outcome": "A", "points": 3, "asked": 12}}
    shown = without_needs([aim, {"code": "liked", "values": {}}, {"code": "only_one", "values": {"outcome": "A"}}])
    assert [one["code"] for one in shown] == ["covers", "only_one"]
    assert aim["code"] == "aim"


def test_a_stamp_changes_with_what_was_said_and_not_with_its_order() -> None:
    assert stamp_of({"a": 1, "b": [2]}) == stamp_of({"b": [2], "a": 1})
    assert stamp_of({"a": 1}) != stamp_of({"a": 2})


def test_the_questions_follow_each_other() -> None:
    assert [step_after(step) for step in STEPS] == [*STEPS[1:], None]
    assert [step_before(step) for step in STEPS] == [None, *STEPS[:-1]]


def test_a_change_takes_away_delays_or_gives_other_hours() -> None:
    problem = a_problem(offer("A", {"O1": 1}), offer("B", {"O1": 1}))
    assert change_of(problem, FALLS_AWAY, pieces=["A", "unknown"], now=3).falls_away == ("A",)
    assert [(one.opportunity, one.weeks) for one in change_of(problem, LATE, pieces=["B"], weeks=4).late] == [("B", 4)]
    assert change_of(problem, DROPS_OUT, school="inst").falls_away == ("A", "B")
    assert change_of(problem, HOURS, hours=12).hours_a_week == 12
    assert change_of(problem, HOURS, hours=12, now=-5).now == 1
