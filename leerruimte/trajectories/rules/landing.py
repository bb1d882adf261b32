"""Where a piece may lie: the weeks in which it is given, or any week when it is something of one's own."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple, Protocol

from leerruimte.trajectories.rules.meetings import (
    WEEK,
    SaidAsARule,
    is_agreed_upon,
    week_of,
    weeks_between,
    weeks_of,
)


class Given(SaidAsARule, Protocol):
    """An edition: when it meets, and the number it is known by."""

    @property
    def pk(self) -> int: ...


class Landing(NamedTuple):
    """The Mondays of the first and last week in which a piece may lie, and in which edition (None: of one's own)."""

    first: date
    last: date
    edition: int | None = None


def own_landings(first: date, last: date, length: int) -> list[Landing]:
    """Of something of one's own that takes `length` weeks: any weeks between two days."""
    mondays = weeks_between(first, last)
    return [Landing(monday, monday + WEEK * (length - 1)) for monday in mondays[: max(0, len(mondays) - length + 1)]]


def landings_of(
    editions: Iterable[Given], *, free: Collection[date] = frozenset(), lies_in: int | None = None, length: int = 1
) -> list[Landing]:
    """Of something that is given: where each edition lies. One whose days are agreed upon may lie anywhere within its
    weeks; a piece that lies in it already (`lies_in`) keeps its `length`."""
    found = {
        landing: None
        for edition in editions
        for landing in _landings(edition, free, length if edition.pk == lies_in else None)
    }
    return sorted(found, key=lambda landing: (landing.first, landing.last, landing.edition or 0))


def nearest(landings: Iterable[Landing], monday: date) -> Landing | None:
    """The landing that begins in a week, or else the one that covers it."""
    all_ = list(landings)
    begins = next((landing for landing in all_ if landing.first == monday), None)
    return begins or next((landing for landing in all_ if landing.first <= monday <= landing.last), None)


def _landings(edition: Given, free: Collection[date], length: int | None) -> Iterator[Landing]:
    if not is_agreed_upon(edition):
        weeks = weeks_of(edition, free)
        if weeks:
            yield Landing(weeks[0], weeks[-1], edition.pk)
        return
    window = weeks_between(edition.first, edition.last)
    span = min(len(window), length or max(1, edition.times * edition.every_weeks))
    for monday in window[: len(window) - span + 1]:
        yield Landing(week_of(monday), monday + WEEK * (span - 1), edition.pk)
