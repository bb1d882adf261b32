"""What somebody chose about when and how often, made into the rule by which an edition meets."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from typing import Any

from leerruimte.trajectories.rules.meetings import SaidAsARule, meetings_of
from leerruimte.trajectories.weekdays import DAYS

ONCE, WEEKLY, BIWEEKLY, MONTHLY, REQUEST = "once", "weekly", "biweekly", "monthly", "request"
WEEKS_BETWEEN = {WEEKLY: 1, BIWEEKLY: 2, MONTHLY: 4}
# A rhythm that is seldom chosen: "every-13" is every thirteen weeks.
EVERY = "every-"
# How long an edition may go on: a school year and some.
LONGEST = timedelta(days=400)
# Room for holidays in between: a series of ten meetings may go on four weeks longer.
SPARE_WEEKS = 4


@dataclass(frozen=True)
class EditionValues:
    """An edition as values; what the fields mean stands at models.Edition."""

    first: date
    last: date
    days: tuple[str, ...] = ()
    every_weeks: int = 1
    times: int = 1
    starts: time | None = None
    minutes: int = 60
    seats: int | None = None


class NotAnEdition(ValueError):
    """It cannot be so; `code` says why (for words) and `field` where."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code, self.field = code, field


def edition_of(
    *,
    rhythm: str,
    first: date,
    days: Sequence[str] = (),
    times: int | None = None,
    last: date | None = None,
    starts: time | None = None,
    minutes: int = 60,
    seats: int | None = None,
) -> EditionValues:
    """The edition that somebody means: once, every so many weeks, or on request within weeks.

    Without days it meets on the weekday of its first day. Of a series the last day may be left out: then it has room
    for its times and some holidays. With both its times must fit, be it without holidays.
    """
    if rhythm == REQUEST:
        _check_end(first, last)
        return EditionValues(first, last or first, (), 1, 1, None, minutes, seats)
    if rhythm == ONCE:
        return EditionValues(first, first, (DAYS[first.weekday()],), 1, 1, starts, minutes, seats)
    chosen = tuple(day for day in DAYS if day in days) or (DAYS[first.weekday()],)
    every = weeks_between_of(rhythm)
    if times is None and last is None:
        raise NotAnEdition("how_often", "times")
    if times is None:
        _check_end(first, last)
        room = EditionValues(first, last or first, chosen, every, times=LONGEST.days)
        times = len(meetings_of(room))
    weeks = -(-times // len(chosen)) * every + SPARE_WEEKS
    last = last or first + timedelta(weeks=weeks, days=-1)
    _check_end(first, last)
    edition = EditionValues(first, last, chosen, every, times, starts, minutes, seats)
    if not times or len(meetings_of(edition)) < times:
        raise NotAnEdition("does_not_fit", "last")
    return edition


def rhythm_of(edition: EditionValues) -> str:
    """The choice that an edition came from."""
    if not edition.days:
        return REQUEST
    if edition.times == 1:
        return ONCE
    usual = {weeks: rhythm for rhythm, weeks in WEEKS_BETWEEN.items()}
    return usual.get(edition.every_weeks, f"{EVERY}{edition.every_weeks}")


def weeks_between_of(rhythm: str) -> int:
    """How many weeks lie between its meetings."""
    return WEEKS_BETWEEN.get(rhythm) or int(rhythm.removeprefix(EVERY))


def _check_end(first: date, last: date | None) -> None:
    if last is None:
        raise NotAnEdition("no_end", "last")
    if last < first:
        raise NotAnEdition("ends_before", "last")
    if last - first > LONGEST:
        raise NotAnEdition("too_long", "last")


def values_of(edition: SaidAsARule) -> EditionValues:
    """What is said of an edition that is there."""
    return EditionValues(**{name: getattr(edition, name) for name in EditionValues.__dataclass_fields__})


def columns_of(values: EditionValues) -> dict[str, Any]:
    """As a row keeps it."""
    return {**asdict(values), "days": list(values.days)}


def plain_of(values: EditionValues) -> dict[str, Any]:
    """As JSON keeps it."""
    return {name: _plain(value) for name, value in columns_of(values).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.isoformat("minutes") if isinstance(value, time) else value
