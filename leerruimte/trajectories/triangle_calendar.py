"""The date of a triangle conversation for somebody's own agenda (iCalendar, RFC 5545)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from leerruimte.trajectories.models import TriangleConversation

PRODUCT = "-//Leerruimte//Driehoeksgesprek//NL"
LASTS = timedelta(hours=1)


def as_calendar(triangle: TriangleConversation, address: str, now: datetime) -> bytes:
    """A calendar file with the one date; imported again it moves along, as its id stays the same."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(as_event(triangle, address, now))
    return bytes(calendar.to_ical())


def as_event(triangle: TriangleConversation, address: str, now: datetime) -> Event:
    """The one date, to put in a calendar."""
    event = Event()
    event.add("uid", f"{triangle.pk}@leerruimte")
    event.add("dtstamp", now)
    if triangle.starts_at:
        event.add("dtstart", triangle.starts_at)
        event.add("dtend", triangle.starts_at + LASTS)
    event.add(
        "summary", _("Conversation of three with %(learner)s") % {"learner": triangle.trajectory.learner.first_name}
    )
    if triangle.where:
        event.add("location", triangle.where)
    event.add("url", address)
    if triangle.phase == TriangleConversation.Phase.CALLED_OFF:
        event.add("status", "CANCELLED")
    return event
