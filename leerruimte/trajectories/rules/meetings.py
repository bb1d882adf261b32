"""When an edition meets: its days, its weeks, and the minutes it takes in each."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from typing import NamedTuple, Protocol

from leerruimte.trajectories.weekdays import DAYS

WORKING_DAYS = DAYS[:5]
# A week with fewer ordinary working days than this is a holiday week.
FEWEST_DAYS = 2
WEEK = timedelta(weeks=1)


class SaidAsARule(Protocol):
    """What an edition says of its meetings; a row of the database, or plain values. See models.Edition."""

    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def days(self) -> Sequence[str]: ...
    @property
    def every_weeks(self) -> int: ...
    @property
    def times(self) -> int: ...
    @property
    def starts(self) -> time | None: ...
    @property
    def minutes(self) -> int: ...


class Meeting(NamedTuple):
    """One time that people come together; `starts` is empty when the hour is agreed upon."""

    day: date
    starts: time | None
    minutes: int


def week_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def weeks_between(first: date, last: date) -> list[date]:
    """The Mondays of the weeks from that of `first` up to and including that of `last`."""
    monday, end = week_of(first), week_of(last)
    return [monday + WEEK * number for number in range((end - monday) // WEEK + 1)]


def days_in(spans: Iterable[tuple[date, date]]) -> frozenset[date]:
    """All days of spans, their first and last day too: so free days are handed to the rules here."""
    return frozenset(
        first + timedelta(days=number) for first, last in spans for number in range((last - first).days + 1)
    )


def is_agreed_upon(edition: SaidAsARule) -> bool:
    """Whether it has no days of its own: people agree upon them within its weeks."""
    return not edition.days


def meetings_of(edition: SaidAsARule, free: Collection[date] = frozenset()) -> list[Meeting]:
    """The meetings in order. One on a free day is not made up for on another day: the series goes on one time more,
    as long as it is not past its last day. An edition without days has no meetings that are known beforehand."""
    meetings: list[Meeting] = []
    for day in _days_of(edition):
        if len(meetings) == edition.times:
            break
        if day not in free:
            meetings.append(Meeting(day, edition.starts, edition.minutes))
    return meetings


def minutes_by_week(edition: SaidAsARule, free: Collection[date] = frozenset()) -> dict[date, int]:
    """Monday -> minutes in that week, of the weeks in which it meets.

    Without days all its minutes are spread evenly over its weeks that are no holiday; the first ones take what is left.
    """
    if not is_agreed_upon(edition):
        minutes: dict[date, int] = {}
        for meeting in meetings_of(edition, free):
            monday = week_of(meeting.day)
            minutes[monday] = minutes.get(monday, 0) + meeting.minutes
        return minutes
    weeks = teaching_weeks(edition.first, edition.last, free) or weeks_between(edition.first, edition.last)
    each, left = divmod(edition.times * edition.minutes, len(weeks))
    return {monday: each + (number < left) for number, monday in enumerate(weeks) if each or number < left}


def weeks_of(edition: SaidAsARule, free: Collection[date] = frozenset()) -> list[date]:
    """The Mondays of the weeks in which it meets."""
    return list(minutes_by_week(edition, free))


def teaching_weeks(first: date, last: date, free: Collection[date] = frozenset()) -> list[date]:
    """The Mondays of the weeks with at least two ordinary working days that are not free."""
    return [
        monday
        for monday in weeks_between(first, last)
        if sum(monday + timedelta(days=number) not in free for number in range(len(WORKING_DAYS))) >= FEWEST_DAYS
    ]


def last_day(edition: SaidAsARule, free: Collection[date] = frozenset()) -> date:
    """The day of its last meeting; without days the last day of its weeks."""
    meetings = meetings_of(edition, free)
    return meetings[-1].day if meetings else edition.last


def _days_of(edition: SaidAsARule) -> Iterator[date]:
    """Every day on which it would meet were nothing free, from its first up to and including its last day."""
    offsets = sorted({DAYS.index(day) for day in edition.days if day in DAYS})
    for monday in weeks_between(edition.first, edition.last)[:: edition.every_weeks]:
        for offset in offsets:
            day = monday + timedelta(days=offset)
            if edition.first <= day <= edition.last:
                yield day
