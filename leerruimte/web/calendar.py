"""Somebody's own calendar (iCalendar, RFC 5545): intentions on their day, conversations on their last, meetings."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from leerruimte.conversations.models import Conversation
from leerruimte.encounters.models import Intention

PRODUCT = "-//Leerruimte//Mijn plek//NL"


def as_calendar(
    intentions: Iterable[Intention],
    conversations: Iterable[Conversation],
    meetings: Iterable[Event] = (),
    *,
    name: str,
    now: datetime,
) -> bytes:
    """A calendar file: days without hours (a calendar shows them above the day, in whatever zone), and meetings."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "PT6H")
    for intention in intentions:
        calendar.add_component(_event(f"{intention.pk}@leerruimte", intention, now))
    for conversation in conversations:
        if conversation.closes_at:
            calendar.add_component(_last_day(conversation, now))
    for meeting in meetings:
        calendar.add_component(meeting)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(uid: str, intention: Intention, now: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("dtstart", intention.day)
    event.add("dtend", intention.day + timedelta(days=1))
    event.add("summary", intention.what)
    event.add("description", _("What you wanted to do after “%(title)s”.") % {"title": intention.encounter.title})
    event.add("transp", "TRANSPARENT")
    if intention.outcome == Intention.Outcome.DONE:
        event.add("status", "CONFIRMED")
    return event


def _last_day(conversation: Conversation, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{conversation.pk}@leerruimte")
    event.add("dtstamp", now)
    assert conversation.closes_at is not None  # noqa: S101 (the caller looked)
    event.add("dtstart", conversation.closes_at)
    event.add("dtend", conversation.closes_at)
    event.add("summary", _("Last moment: %(title)s") % {"title": conversation.encounter.title})
    event.add("transp", "TRANSPARENT")
    return event
