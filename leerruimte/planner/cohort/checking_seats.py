"""A second opinion on seats: every rule read again from the problem itself; shares nothing with the models."""

from collections import Counter
from collections.abc import Iterator

from leerruimte.planner.cohort.checking import Fault
from leerruimte.planner.cohort.seats_problem import Chooser, Opportunity, Seat, Seating


def faults_in_seats(problem: Seating, seats: tuple[Seat, ...]) -> tuple[Fault, ...]:
    """Find everything that is wrong with seats; nothing when they are right."""
    choosers = {one.code: one for one in problem.choosers}
    opportunities = {one.code: one for one in problem.opportunities}
    unknown = [one for one in seats if one.chooser not in choosers or one.opportunity not in opportunities]
    if unknown:
        return tuple(Fault("unknown", (one.chooser, one.opportunity)) for one in unknown)
    return (
        *_twice(seats),
        *_full(opportunities, seats),
        *(fault for one in problem.choosers for fault in _of_one(opportunities, one, seats)),
        *_taken_from_choosers(problem, seats),
    )


def _twice(seats: tuple[Seat, ...]) -> Iterator[Fault]:
    """Nobody has two seats in one opportunity."""
    for who_and_what, count in Counter((one.chooser, one.opportunity) for one in seats).items():
        if count > 1:
            yield Fault("twice", who_and_what)


def _full(opportunities: dict[str, Opportunity], seats: tuple[Seat, ...]) -> Iterator[Fault]:
    """No opportunity has more learners than seats."""
    for what, count in Counter(one.opportunity for one in seats).items():
        if count > opportunities[what].seats:
            yield Fault("full", (what,))


def _of_one(opportunities: dict[str, Opportunity], who: Chooser, seats: tuple[Seat, ...]) -> Iterator[Fault]:
    """Nobody has more than she wants, nor two meetings at once."""
    mine = [one for one in seats if one.chooser == who.code]
    if len(mine) > who.wanted:
        yield Fault("more_than_wanted", (who.code,))
    for meeting, count in Counter(m for one in mine for m in set(opportunities[one.opportunity].meetings)).items():
        if count > 1:
            yield Fault("clash", (who.code, meeting))
    for one in mine:
        yield from _suits(who, one)


def _suits(who: Chooser, one: Seat) -> Iterator[Fault]:
    """A seat is one that she chose, for the points she gave, and not closed to her; or left, and she chose nothing."""
    chosen = {choice.opportunity: choice.points for choice in who.choices}
    about = (who.code, one.opportunity)
    if one.opportunity in who.closed:
        yield Fault("closed", about)
    if one.left_over != (not chosen):
        yield Fault("left_over", about)
    if not one.left_over and chosen.get(one.opportunity, 0) <= 0:
        yield Fault("not_chosen", about)
    if one.points != chosen.get(one.opportunity, 0):
        yield Fault("points", about)


def _taken_from_choosers(problem: Seating, seats: tuple[Seat, ...]) -> list[Fault]:
    """Nobody who chose nothing has a seat that somebody who chose it could still use."""
    faults = []
    meetings = {one.code: set(one.meetings) for one in problem.opportunities}
    left = {one.opportunity for one in seats if one.left_over}
    for chooser in problem.choosers:
        mine = [one.opportunity for one in seats if one.chooser == chooser.code]
        busy = {meeting for code in mine for meeting in meetings[code]}
        for choice in chooser.choices:
            free = len(mine) < chooser.wanted and choice.opportunity not in (*mine, *chooser.closed)
            if free and choice.points > 0 and choice.opportunity in left and not busy & meetings[choice.opportunity]:
                faults.append(Fault("taken_from", (chooser.code, choice.opportunity)))
    return faults


def worth_of(problem: Seating, seats: tuple[Seat, ...]) -> dict[str, int]:
    """Give what each chooser's seats are worth to her, in her own points."""
    worth = {one.code: 0 for one in problem.choosers}
    for one in seats:
        worth[one.chooser] += one.points
    return worth
