"""Meetings of what somebody has a seat in, and of an opportunity: for a calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from leerruimte.people.models import Organisation, Partnership, Person
from leerruimte.trajectories.models import Edition, FreeDays, Opportunity, Seat
from leerruimte.trajectories.rules.meetings import days_in, is_agreed_upon, meetings_of

# How long what is past or called off stays in one's calendar.
KEPT_FOR = timedelta(days=60)


@dataclass(frozen=True)
class AgendaEntry:
    """One meeting. Without `starts` the whole days from `first` up to and including `last`."""

    uid: str
    title: str
    first: date
    last: date
    starts: datetime | None
    ends: datetime | None
    where: str
    cancelled: bool
    sequence: int
    # Nothing is fixed yet: it is agreed upon within these days.
    to_agree: bool = False


def meetings_of_person(person: Person) -> list[AgendaEntry]:
    """Meetings of the editions in which somebody has a seat (not: waits for one), called off ones too."""
    since = timezone.localdate() - KEPT_FOR
    editions = Edition.objects.filter(taken_seats__person=person, taken_seats__state=Seat.State.TAKEN, last__gte=since)
    return entries_of(editions)


def meetings_of_opportunity(
    opportunity: Opportunity, partnership: Partnership, *, edition: int | None = None
) -> list[AgendaEntry]:
    """Meetings of all editions of an opportunity that are not long over, or of one."""
    rows = Edition.objects.filter(opportunity=opportunity, last__gte=timezone.localdate() - KEPT_FOR)
    return entries_of(rows.filter(pk=edition) if edition else rows, partnership)


def entries_of(editions: QuerySet[Edition], partnership: Partnership | None = None) -> list[AgendaEntry]:
    """Meetings of editions; nothing meets on free days of (one of) the partnerships they are offered in."""
    rows = list(editions.select_related("opportunity__organisation").order_by("first", "pk"))
    free = _Free([one.opportunity for one in rows], partnership)
    return [entry for edition in rows for entry in _entries(edition, free.of(edition.opportunity))]


class _Free:
    """Free days for many opportunities, in two queries."""

    def __init__(self, opportunities: Iterable[Opportunity], partnership: Partnership | None) -> None:
        there = {one.organisation_id for one in opportunities if one.organisation_id}
        outside = {one.partnership_id for one in opportunities if one.partnership_id}
        self.of_organisation: dict[int, set[int]] = {}
        memberships = Organisation.objects.filter(pk__in=there).values_list("pk", "memberships__partnership")
        for pk, its in memberships:
            if partnership is None or its == partnership.pk:
                self.of_organisation.setdefault(pk, set()).add(its)
        partnerships = outside.union(*self.of_organisation.values()) if self.of_organisation else outside
        rows = FreeDays.objects.filter(Q(partnership__in=partnerships))
        self.rows = list(rows.values_list("partnership", "region", "first", "last"))

    def of(self, opportunity: Opportunity) -> frozenset[date]:
        """Free days of one opportunity."""
        organisation = opportunity.organisation
        mine = {opportunity.partnership_id} if organisation is None else self.of_organisation.get(organisation.pk, ())
        regions = ("", organisation.holidays if organisation else "")
        return days_in((first, last) for its, region, first, last in self.rows if its in mine and region in regions)


def _entries(edition: Edition, free: frozenset[date]) -> Iterable[AgendaEntry]:
    opportunity = edition.opportunity
    common: dict[str, Any] = {
        "title": opportunity.title,
        "where": place_words(opportunity),
        "cancelled": bool(edition.closed_at or opportunity.closed_at),
        "sequence": edition.version,
    }
    if is_agreed_upon(edition):
        yield AgendaEntry(
            f"editie-{edition.pk}@leerruimte", first=edition.first, last=edition.last, starts=None, ends=None,
            to_agree=True, **common,
        )  # fmt: skip
        return
    for number, meeting in enumerate(meetings_of(edition, free), 1):
        starts = _moment(meeting.day, meeting.starts)
        ends = starts + timedelta(minutes=meeting.minutes) if starts else None
        uid = f"editie-{edition.pk}-{number}@leerruimte"
        yield AgendaEntry(uid, first=meeting.day, last=meeting.day, starts=starts, ends=ends, **common)


def place_words(opportunity: Opportunity) -> str:
    """Where it is, in the words of who offers it, else the organisation."""
    organisation = opportunity.organisation
    at = f"{organisation.name}, {organisation.place}".strip(", ") if organisation else ""
    return f"{opportunity.where}, {at}".strip(", ") if opportunity.where else at


def _moment(day: date, starts: time | None) -> datetime | None:
    """A moment on the clock of the people there, whatever the season."""
    return timezone.make_aware(datetime.combine(day, starts)) if starts else None
