"""What a few changes can reach: never more changes than a route with that piece in it really takes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from leerruimte.planner.changing import count_changes
from leerruimte.planner.figures import Facts
from leerruimte.planner.problem import Needs, Problem
from leerruimte.planner.reach import Reach
from leerruimte.planner.tests.make import a_problem, all_routes, edition, offer, tiny_problems


def changes(problem: Problem, agreed: str, taken: str) -> float:
    choices = {choice.opportunity.code: choice for choice in Facts(problem).choices}
    reach = Reach(Facts(problem), tuple(choices.values()), frozenset((code, "e1") for code in agreed), frozenset())
    return reach.changes(choices[taken])


def test_what_stands_in_the_way_is_a_change_more() -> None:
    problem = a_problem(
        offer("A", {"X": 1}),
        offer("B", {"X": 1}, edition(part="afternoon"), place="school"),
        offer("C", {"X": 1}, edition(3, 4)),
    )
    assert changes(problem, "A", "B") == 2
    assert changes(problem, "A", "C") == 1


def test_hours_and_schools_make_room_first() -> None:
    hours = a_problem(
        *(offer(code, {"X": 1}, edition(day=day)) for code, day in zip("ABC", ("mo", "tu", "we"), strict=True)),
        offer("D", {"X": 1}, edition(day="th", minutes=240)),
        needs=Needs(hours_a_week=6),
    )
    assert changes(hours, "ABC", "D") == 3
    schools = a_problem(
        *(offer(code, {"X": 1}, edition(week, week), place="school") for code, week in (("A", 1), ("B", 2))),
        offer("C", {"X": 1}, edition(3, 4), place="other"),
        needs=Needs(most_travel=90),
    )
    assert changes(schools, "AB", "C") == 3


@settings(max_examples=60, deadline=None)
@given(tiny_problems(), st.data())
def test_it_never_takes_fewer_changes_than_said(problem: Problem, data: st.DataObject) -> None:
    routes = [tuple(choice.key for choice in mine) for mine in all_routes(problem)]
    if not routes:
        return
    agreed = data.draw(st.sampled_from(routes))
    facts = Facts(problem)
    by_key = {choice.key: choice for choice in facts.choices}
    reach = Reach(facts, facts.choices, frozenset(agreed), frozenset())
    for route in routes:
        takes = count_changes(agreed, route)
        assert all(reach.changes(by_key[key]) <= takes for key in route if key not in agreed)
        within = reach.within(facts.choices, takes)
        assert all(by_key[key] in within for key in route)
