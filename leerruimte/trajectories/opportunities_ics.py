"""Meetings as a calendar (iCalendar, RFC 5545): local time with its zone, what was called off as CANCELLED."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from leerruimte.trajectories.queries.agenda import AgendaEntry

PRODUCT = "-//Leerruimte//Leermogelijkheden//NL"


def as_events(entries: Iterable[AgendaEntry], *, now: datetime) -> list[Event]:
    """An event each, to put in a calendar. Its SEQUENCE goes up when it moves."""
    return [_event(entry, now) for entry in entries]


def as_calendar(entries: Iterable[AgendaEntry], *, name: str, now: datetime) -> bytes:
    """A calendar file of these meetings only."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "PT6H")
    for event in as_events(entries, now=now):
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(entry: AgendaEntry, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("sequence", entry.sequence)
    if entry.starts and entry.ends:
        event.add("dtstart", entry.starts)
        event.add("dtend", entry.ends)
    else:
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    event.add("summary", _("To be agreed upon: %(title)s") % {"title": entry.title} if entry.to_agree else entry.title)
    if entry.where:
        event.add("location", entry.where)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event
