"""Change: the fewest changes, no more than brute force finds."""

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given, settings
from hypothesis import strategies as st

from leerruimte.planner.changing import CLOSE, Change, Late, changed, count_changes, replan
from leerruimte.planner.checking import check_change, check_route
from leerruimte.planner.figures import Facts, Figures, stand
from leerruimte.planner.model import score_of
from leerruimte.planner.problem import Never, Pin, Problem
from leerruimte.planner.result import NO_ROUTE, OK, PROVEN
from leerruimte.planner.routes import plan_routes
from leerruimte.planner.tests.make import a_problem, all_routes, edition, offer, tiny_problems


def two_ways() -> Problem:
    """X by A or B, Y by C."""
    return a_problem(
        offer("A", {"X": 2}), offer("B", {"X": 2}, edition(minutes=180)), offer("C", {"Y": 2}, edition(day="tu"))
    )


def test_what_falls_away_is_replaced_and_the_rest_stays() -> None:
    answer = replan(two_ways(), (("A", "e1"), ("C", "e1")), Change(falls_away=("A",)))
    assert answer.status == OK
    assert answer.forced == ("A",)
    assert [(one.opportunity, one.what) for one in answer.altered] == [("B", "taken")]
    assert (answer.changes, answer.kept, answer.proof.status) == (1, 1, PROVEN)


def test_a_change_that_touches_nothing_changes_nothing() -> None:
    answer = replan(two_ways(), (("A", "e1"), ("C", "e1")), Change(falls_away=("B",)))
    assert (answer.changes, answer.altered) == (0, ())


def test_what_is_refused_goes_and_what_is_pinned_comes() -> None:
    answer = replan(two_ways(), (("A", "e1"), ("C", "e1")), Change(refused=("A",), pinned=(Pin("B"),)))
    assert answer.route is not None
    assert {code for code, _ in answer.route.taken} == {"B", "C"}


def test_what_is_late_is_moved_and_what_clashes_with_it_gives_way() -> None:
    problem = a_problem(offer("A", {"X": 2}, edition(1, 2)), offer("B", {"Y": 2}, edition(3, 4), edition(5, 6, "e2")))
    answer = replan(problem, (("A", "e1"), ("B", "e1")), Change(late=(Late("A", 2),), pinned=(Pin("A"),)))
    assert answer.route is not None
    assert dict(answer.route.taken) == {"A": "e1", "B": "e2"}
    assert [(one.opportunity, one.what) for one in answer.altered] == [("B", "moved")]


def test_what_began_stays() -> None:
    better = offer("D", {"X": 2, "Y": 2}, edition(1, 2, minutes=60))
    answer = replan(two_ways(), (("A", "e1"), ("C", "e1")), Change(added=(better,), now=2))
    assert answer.route is not None
    assert {"A", "C"} <= {code for code, _ in answer.route.taken}


def test_the_checker_forgives_only_what_began_before_the_change() -> None:
    change = Change(never=(Never("mo"),), now=2)
    then, agreed = changed(two_ways(), change), (("A", "e1"), ("C", "e1"))
    assert check_change(then, agreed, agreed, now=2) == ()
    assert [one.rule for one in check_change(then, agreed, (("C", "e1"),), now=2)] == ["begun"]
    assert {one.rule for one in check_change(then, agreed, agreed, now=1)} == {"never"}
    assert {one.rule for one in check_change(then, agreed, (*agreed, ("B", "e1")), now=2)} == {"never", "clash"}


def test_steps_of_the_ladder_through_an_executor_give_the_same_answer() -> None:
    agreed, change = (("A", "e1"), ("C", "e1")), Change(falls_away=("A",))
    alone = replan(two_ways(), agreed, change)
    with ThreadPoolExecutor(2) as executor:
        spread = replan(two_ways(), agreed, change, executor=executor)
    assert spread.route is not None
    assert alone.route is not None
    assert (spread.route.taken, spread.changes, spread.proof) == (alone.route.taken, alone.changes, alone.proof)


def test_when_nothing_is_possible_it_is_explained() -> None:
    answer = replan(two_ways(), (("A", "e1"),), Change(pinned=(Pin("A"), Pin("B"))))
    assert answer.status == NO_ROUTE
    assert {reason.code for reason in answer.reasons} == {"pin"}


def close_to(score: int) -> float:
    return score - abs(score) * CLOSE / 100


@settings(max_examples=30, deadline=None)
@given(tiny_problems(), st.data())
def test_no_more_changes_than_brute_force_needs(problem: Problem, data: st.DataObject) -> None:
    first = plan_routes(problem, precision=0.0, explain=False)
    if not first.routes or first.ideal is None:
        return
    agreed = first.routes[0].taken
    gone = data.draw(st.sampled_from([one.code for one in problem.opportunities]))
    change = Change(falls_away=(gone,))
    then = changed(problem, change)
    answer = replan(problem, agreed, change, ideal=first.ideal)
    ideal = Figures(first.ideal.curriculum, first.ideal.needs, first.ideal.opportunities)
    facts, old = Facts(then), tuple(key for key in agreed if key[0] != gone)
    routes = [
        (score_of(stand(facts, mine).figures, ideal)[0], count_changes(old, tuple(one.key for one in mine)))
        for mine in all_routes(then)
    ]
    if not routes:
        assert answer.status == NO_ROUTE
        return
    best = max(score for score, _ in routes)
    wanted = first.routes[0].score if any(score >= close_to(first.routes[0].score) for score, _ in routes) else best
    fewest = min(count for score, count in routes if score >= close_to(wanted))
    assert answer.route is not None
    assert not check_route(then, answer.route.taken)
    assert (answer.changes, answer.proof.status) == (fewest, PROVEN)
