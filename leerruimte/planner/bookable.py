"""What can be booked: editions as the learner would live them, and what bars the others."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from leerruimte.planner.problem import ANYWHERE, DAYS, PARTS, Edition, Moment, Opportunity, Place, Problem

# A group is one thing in the world that could be otherwise: what explanations reason with.
Group = tuple[str, ...]
NEVER, TRAVEL, REFUSED, FULL, MISSED = "never", "travel", "refused", "full", "missed"
PIN, LOAD, SCHOOLS, DUE = "pin", "load", "schools", "due"


@dataclass(frozen=True, eq=False)
class Choice:
    """An edition as the learner would live it: the meetings that are held, and when it starts, is half way and ends.

    `physical` is false where place and travel do not matter; `barred`: the groups that each on their own exclude it.
    """

    opportunity: Opportunity
    edition: Edition
    physical: bool
    held: tuple[Moment, ...]
    start: int
    half: int
    end: int
    by_week: Mapping[int, int]
    minutes: int
    barred: tuple[Group, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Give the codes that name it."""
        return self.opportunity.code, self.edition.code


def choices_of(problem: Problem) -> tuple[Choice, ...]:
    """Give all editions with what bars them."""
    places = {place.code: place for place in problem.places}
    lost = _days_lost(problem)
    return tuple(
        _choice(problem, one, edition, places[one.place], lost)
        for one in problem.opportunities
        for edition in one.editions
    )


def minutes_to(place: Place, car: bool) -> int | None:
    """Give the estimated minutes one way: by car when there is one and it is quicker."""
    ways = [place.minutes, place.minutes_by_car if car else None]
    known = [way for way in ways if way is not None]
    return min(known) if known else None


def moment_order(moment: Moment) -> tuple[int, int, int]:
    """Order meetings in time; what is agreed upon within a week comes last in it."""
    day = DAYS.index(moment.day) if moment.day else len(DAYS)
    return moment.week, day, PARTS.index(moment.part) if moment.part else 0


def _days_lost(problem: Problem) -> frozenset[tuple[int, str]]:
    calendar = problem.calendar
    dates = {(week, day): calendar.day(week, day) for week in range(1, calendar.weeks + 1) for day in DAYS}
    spans = (*calendar.free, *problem.needs.away)
    return frozenset(key for key, date in dates.items() if any(span.first <= date <= span.last for span in spans))


def _choice(
    problem: Problem, one: Opportunity, edition: Edition, place: Place, lost: frozenset[tuple[int, str]]
) -> Choice:
    held = tuple(sorted((m for m in edition.moments if not _is_lost(m, lost)), key=moment_order))
    by_week: Counter[int] = Counter()
    for moment in held:
        by_week[moment.week] += moment.minutes
    lived = held or tuple(sorted(edition.moments, key=moment_order))
    return Choice(
        opportunity=one,
        edition=edition,
        physical=place.kind != ANYWHERE,
        held=held,
        start=lived[0].week,
        half=lived[ceil(len(lived) / 2) - 1].week,
        end=lived[-1].week,
        by_week=by_week,
        minutes=sum(by_week.values()),
        barred=tuple(dict.fromkeys(_bars(problem, one, edition, place, len(held)))),
    )


def _is_lost(moment: Moment, lost: frozenset[tuple[int, str]]) -> bool:
    """A meeting is lost on a free day; one to be agreed upon, when the whole working week is free."""
    if moment.day:
        return (moment.week, moment.day) in lost
    return all((moment.week, day) in lost for day in DAYS[:5])


def _bars(problem: Problem, one: Opportunity, edition: Edition, place: Place, held: int) -> Iterator[Group]:
    needs = problem.needs
    if one.code in problem.refused:
        yield REFUSED, one.code
    if edition.seats == 0:
        yield FULL, one.code, edition.code
    travel = minutes_to(place, needs.car)
    if place.kind != ANYWHERE and (travel is None or travel > needs.most_travel):
        yield TRAVEL, place.code
    met = {(moment.day, moment.part) for moment in edition.moments if moment.day}
    for never in needs.never:
        if any(day == never.day and never.part in (None, part) for day, part in met):
            yield NEVER, never.day, never.part or ""
    if (len(edition.moments) - held) * 100 > needs.most_missed * len(edition.moments) or not held:
        yield MISSED, one.code, edition.code
