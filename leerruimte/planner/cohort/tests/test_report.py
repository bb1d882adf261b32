"""What people are told."""

from xml.etree import ElementTree

from leerruimte.planner.cohort.drawing import in_svg
from leerruimte.planner.cohort.problem import APART, Mentors, Pair, Pin, Seats
from leerruimte.planner.cohort.report import Obstacle, report_of

from .make import a_cohort, a_learner, a_school, checked


def test_each_wish_that_did_not_come_true_says_why_and_what_would_help() -> None:
    schools = (
        a_school("full", 0),
        a_school("far", 90),
        a_school("old", 1),
        a_school("upper", 2, seats=(Seats("old", "P1", 3),)),
        a_school("none", 3, seats=()),
        a_school("got", 9, seats=2),
    )
    wishes = ("full", "far", "old", "upper", "none", "got")
    iris = a_learner("Iris", wishes=wishes, earlier=("old",))
    problem = a_cohort(schools, (iris, a_learner("Mo")), pins=(Pin("Mo", "P1", "full", "young", "asked"),), spread=0.0)
    told = report_of(problem, checked(problem)).learners[0]
    assert told.got is not None
    assert told.got.school == "got"
    found = {wish.school: [one.code for one in wish.obstacles] for wish in told.wishes}
    assert found == {
        "full": ["full"],
        "far": ["too_far"],
        "old": ["earlier"],
        "upper": ["no_band"],
        "none": ["no_seats"],
    }
    openings = {wish.school: wish.opening and wish.opening.needed for wish in told.wishes}
    assert openings["full"] == (Obstacle("seat", ("young",)),)
    assert openings["far"] == (Obstacle("minutes", ("162",)),)
    assert openings["old"] is None
    assert openings["upper"] == (Obstacle("band", ("old",)),)


def test_who_is_without_hears_the_shortest_ways() -> None:
    schools = (a_school("S", 0, mentors=(Mentors("special", "P1", 1),)), a_school("T", 5, seats=3))
    learners = (a_learner("Iris", mentor="special"), a_learner("Mo", mentor="special"))
    problem = a_cohort(schools, learners)
    told = next(one for one in report_of(problem, checked(problem)).learners if one.got is None)
    assert [(way.school, [one.code for one in way.needed]) for way in told.ways] == [
        ("T", ["mentor"]),
        ("S", ["seat", "mentor"]),
    ]
    assert dict(told.in_the_way) == {"full": 1, "mentors_taken": 1, "no_mentor": 1}


def test_kept_apart_and_a_known_mentor_are_said() -> None:
    schools = (a_school("S", 0, seats=(Seats("young", "P1", 1, 2),)), a_school("T", 9, seats=2))
    learners = (a_learner("Iris"), a_learner("Mo", wishes=("S", "T")), a_learner("Jan", sure=True, wishes=("S", "T")))
    pins = (Pin("Iris", "P1", "S", "young", "asked"), Pin("Jan", "P1", "T", "young", "asked"))
    problem = a_cohort(schools, learners, pairs=(Pair("Iris", "Mo", APART),), pins=pins)
    told = {one.learner: one for one in report_of(problem, checked(problem)).learners}
    assert told["Mo"].wishes[0].obstacles == (Obstacle("kept_apart", ("Iris",)),)
    assert told["Jan"].wishes[0].obstacles == (Obstacle("not_sure", ("young",)),)


def test_load_is_told_by_school_and_board_and_drawn() -> None:
    problem = a_cohort(
        (a_school("S", 0), a_school("T", 9, seats=0)), (a_learner("Iris"), a_learner("Mo", wishes=("S",)))
    )
    answer = checked(problem)
    report = report_of(problem, answer)
    assert [(one.school, one.taken, one.known) for one in report.schools] == [("S", 1, 1), ("T", 0, 0)]
    assert (report.boards[0].got, report.boards[0].seats, report.boards[0].least) == (1, 1, 0)
    drawn = ElementTree.fromstring(in_svg(problem, answer))
    assert "1 places at 1 schools, 1 of them full; 1 without a place" in "".join(drawn.itertext())


def test_an_empty_cohort_is_drawn_too() -> None:
    problem = a_cohort((), ())
    assert ElementTree.fromstring(in_svg(problem, checked(problem))) is not None
