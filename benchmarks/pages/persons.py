"""Every kind of person, as the cookies that their browser carries."""

from collections.abc import Iterator

from django.conf import settings
from django.test import Client

from benchmarks.pages.things import Things
from leerruimte.conversations.tests.make import phone_of
from leerruimte.example.partnership import COORDINATOR, EDUCATOR
from leerruimte.people.access import on_today
from leerruimte.people.middleware import HOSTS, LEADS
from leerruimte.people.models import Person, Role
from leerruimte.people.tests.make import browser_of

ANYBODY, PARTICIPANT, FACILITATOR, HOST = "anybody", "participant", "facilitator by link", "host by link"
# Those on the trajectory that pages are tried on.
A_LEARNER, A_MENTOR, AN_EDUCATOR, AN_OWNER = "its learner", "its mentor", "its educator", "owner of the curriculum"


def everybody(things: Things) -> Iterator[tuple[str, dict[str, str]]]:
    """Who asks -> cookies."""
    yield ANYBODY, {}
    phone = Client()
    for participant in things.participants.values():
        phone = phone_of(participant, phone)
    yield PARTICIPANT, cookies_of(phone)
    leads = {one.encounter.room: one.lead_number for one in things.conversations.values()}
    yield FACILITATOR, _session(LEADS, leads)
    yield HOST, _session(HOSTS, {str(things.partnership.pk): things.partnership.host_number})
    road = things.road
    on_it = {A_LEARNER: road.learner, A_MENTOR: road.mentor, AN_EDUCATOR: road.educator, AN_OWNER: road.owner}
    for name, person in on_it.items():
        yield name, cookies_of(browser_of(person))
    for role in Role:
        yield role.value, cookies_of(browser_of(somebody(role, things)))


def somebody(role: Role, things: Things) -> Person:
    """Who has this role today: those who can sign in first, then who took part most."""
    known = Person.objects.filter(email__in=(COORDINATOR, EDUCATOR), role_assignments__role=role)
    rows = Person.objects.filter(
        pk__in=things.partnership.role_assignments.filter(on_today(), role=role).values("person")
    )
    return known.first() or rows.exclude(participations=None).order_by("pk").first() or rows.order_by("pk")[0]


def cookies_of(client: Client) -> dict[str, str]:
    """The cookies of a browser, name -> value."""
    return {name: morsel.value for name, morsel in client.cookies.items()}


def _session(key: str, numbers: dict[str, int]) -> dict[str, str]:
    client = Client()
    session = client.session
    session[key] = numbers
    session.save()
    return {settings.SESSION_COOKIE_NAME: session.session_key or ""}
