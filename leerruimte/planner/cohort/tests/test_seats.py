"""Seats in shared opportunities."""

import itertools
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from leerruimte.planner.cohort import seating
from leerruimte.planner.cohort.checking_seats import faults_in_seats
from leerruimte.planner.cohort.seating import seat
from leerruimte.planner.cohort.seats_problem import COUNT, SHARE, Choice, Chooser, Opportunity, Seat, Seating


@st.composite
def tiny_seating(draw: st.DrawFn, fair: str) -> Seating:
    codes = ("A", "B", "C")
    opportunities = tuple(
        Opportunity(code, draw(st.integers(0, 2)), tuple(draw(st.lists(st.sampled_from("mt"), max_size=1))))
        for code in codes
    )
    choosers = []
    for at in range(draw(st.integers(1, 4))):
        chosen = draw(st.lists(st.sampled_from(codes), max_size=3, unique=True))
        closed = draw(st.lists(st.sampled_from(codes), max_size=1))
        choices = tuple(Choice(code, draw(st.integers(0, 9))) for code in chosen)
        choosers.append(Chooser(f"L{at}", draw(st.integers(0, 3)), choices, tuple(closed)))
    return Seating(opportunities, tuple(choosers), fair)


def everything(problem: Seating) -> list[tuple[Seat, ...]]:
    """Try everything that the checker lets pass, nothing left over given out."""
    each = []
    for one in problem.choosers:
        sets = itertools.chain.from_iterable(
            itertools.combinations(one.choices, k) for k in range(len(one.choices) + 1)
        )
        each.append([tuple(Seat(one.code, c.opportunity, c.points) for c in some) for some in sets])
    chosen = (tuple(itertools.chain.from_iterable(some)) for some in itertools.product(*each))
    return [some for some in chosen if not faults_in_seats(problem, some)]


def comparable(problem: Seating) -> dict[tuple[str, str], int]:
    found = {}
    for one in problem.choosers:
        total = max(1, sum(choice.points for choice in one.choices))
        for choice in one.choices:
            found[one.code, choice.opportunity] = max(1, round(1000 * choice.points / total)) if choice.points else 0
    return found


@settings(max_examples=120, deadline=None)
@given(tiny_seating(COUNT))
def test_by_count_it_is_the_best_of_everything_in_every_aim(problem: Seating) -> None:
    seated = seat(problem)
    assert faults_in_seats(problem, seated.seats) == ()
    assert seated.proven
    worth = comparable(problem)
    possible = {one.code: _open(problem, one) for one in problem.choosers}
    most = max((min(one.wanted, possible[one.code]) for one in problem.choosers), default=0)

    def value(seats: tuple[Seat, ...]) -> tuple[float, ...]:
        got = {one.code: sum(s.chooser == one.code for s in seats) for one in problem.choosers}
        fewer = [
            sum(got[one.code] < k <= min(one.wanted, possible[one.code]) for one in problem.choosers)
            for k in range(1, most + 1)
        ]
        return (*fewer, -sum(worth[s.chooser, s.opportunity] for s in seats))

    best = min(value(some) for some in everything(problem))
    assert tuple(one.value for one in seated.reached) == best


@settings(max_examples=80, deadline=None)
@given(tiny_seating(SHARE))
def test_by_share_nobody_is_worse_off_than_need_be(problem: Seating) -> None:
    seated = seat(problem)
    assert faults_in_seats(problem, seated.seats) == ()
    assert seated.proven
    worth = comparable(problem)

    def alone(one: Chooser) -> int:
        mine = replace(problem, choosers=(one,))
        return max(sum(worth[s.chooser, s.opportunity] for s in some) for some in everything(mine))

    best_alone = {one.code: alone(one) for one in problem.choosers}

    def least(seats: tuple[Seat, ...]) -> int:
        got = {
            one.code: sum(worth[s.chooser, s.opportunity] for s in seats if s.chooser == one.code)
            for one in problem.choosers
        }
        return min(1000 * got[code] // best if best else 1000 for code, best in best_alone.items())

    best = max(least(some) for some in everything(problem))
    chosen = tuple(one for one in seated.seats if not one.left_over)
    assert least(chosen) == best
    assert seated.reached[0].value == -best


@settings(max_examples=40, deadline=None)
@given(tiny_seating(SHARE), st.integers(2, 9))
def test_stating_all_more_dearly_changes_nothing(problem: Seating, times: int) -> None:
    first, *others = problem.choosers
    louder = replace(first, choices=tuple(replace(one, points=one.points * times) for one in first.choices))
    again = seat(replace(problem, choosers=(louder, *others)))
    assert {(s.chooser, s.opportunity) for s in again.seats} == {
        (s.chooser, s.opportunity) for s in seat(problem).seats
    }


def test_who_chose_nothing_gets_what_is_left() -> None:
    problem = Seating(
        (Opportunity("A", 1), Opportunity("B", 1, ("mo",)), Opportunity("C", 1, ("mo",))),
        (Chooser("Iris", 1), Chooser("Mo", 1, (Choice("A", 5),)), Chooser("Jan", 2, closed=("B",))),
    )
    got = {(s.chooser, s.opportunity, s.left_over) for s in seat(problem).seats}
    assert ("Mo", "A", False) in got
    assert {who for who, _, left in got if left} == {"Iris", "Jan"}
    assert faults_in_seats(problem, seat(problem).seats) == ()


def test_too_many_baskets_are_counted_instead() -> None:
    many = Seating(
        tuple(Opportunity(f"O{at}", 2) for at in range(40)),
        tuple(Chooser(f"L{at}", 9, tuple(Choice(f"O{o}", 1 + o) for o in range(40))) for at in range(3)),
        SHARE,
    )
    answer = seat(many)
    assert answer.reached[0].name == "fewer than 1"
    assert seating.LEAST_SHARE not in {one.name for one in answer.reached}


def test_the_checker_sees_what_is_wrong() -> None:
    problem = Seating(
        (Opportunity("A", 1, ("mo",)), Opportunity("B", 2, ("mo",))),
        (Chooser("Iris", 1, (Choice("A", 5), Choice("B", 1))), Chooser("Mo", 2, (), ("A",))),
    )
    wrong = (Seat("Iris", "A", 4), Seat("Iris", "B", 1), Seat("Mo", "A", 0, left_over=True), Seat("Mo", "B", 0))
    assert {one.rule for one in faults_in_seats(problem, wrong)} == {
        "full",
        "more_than_wanted",
        "clash",
        "closed",
        "left_over",
        "points",
        "not_chosen",
    }
    assert {one.rule for one in faults_in_seats(problem, (Seat("X", "A", 1),))} == {"unknown"}


def _open(problem: Seating, one: Chooser) -> int:
    seats = {opportunity.code: opportunity.seats for opportunity in problem.opportunities}
    return sum(c.points > 0 and c.opportunity not in one.closed and seats[c.opportunity] > 0 for c in one.choices)
