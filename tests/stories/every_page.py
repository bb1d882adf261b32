"""Which pages of trajectories there are in the small example, and who reads each: asked of the server itself.

Runs in the database of a served site (`Site.script`), after `make_example`.
"""

from types import SimpleNamespace
from typing import Any, cast

from django.conf import settings
from django.test import Client

from benchmarks.pages.roads import PHASES, Road, find_road
from benchmarks.pages.things import Things, addresses_of
from leerruimte.example.partnership import COORDINATOR, NAME
from leerruimte.people.models import Partnership, Person, Role
from leerruimte.people.tests.make import SIGN_IN, a_person, a_role, browser_of, who_is
from leerruimte.trajectories.actions.evidence import ask_credential
from leerruimte.trajectories.models import CurriculumVersion, TriangleConversation
from leerruimte.trajectories.tests.make import a_trajectory, an_educator
from leerruimte.trajectories.tests.make_triangle import a_guest, a_triangle, confirmed, side_by_side

OK, OTHER_METHOD = 200, 405
ANSWERED, LEADS_ON = (200, 204, 205), (302, 303)
# What a page of the three shows hangs on who reads it: two of them are enough to see that.
OF_THREE = ("/traject/", "/driehoek/")


def pages_of_trajectories() -> dict[str, Any]:
    """`keys`: who -> session; `pages`: who -> addresses; `silent`: names of what answers nobody, though one may GET."""
    partnership, ria = Partnership.objects.get(name=NAME), Person.objects.get(email=COORDINATOR)
    _with_guests(partnership)
    road = find_road(partnership, ria)
    reached = road.trajectory.reached.order_by("pk").first()
    assert reached
    ask_credential(by=who_is(road.learner), reached=reached)
    things = cast(Things, SimpleNamespace(partnership=partnership, road=road))
    people = _people(road, ria)
    pages: dict[str, list[str]] = {who: [] for who in people}
    asked, answered = set(), set()
    for one in addresses_of(things, "trajectories:"):
        may_be_asked, readers, gives = _asked_by(people, one.url)
        asked |= {one.name} if may_be_asked else set()
        answered |= {one.name} if gives else set()
        for who in readers:
            pages[who].append(one.url)
    key = settings.SESSION_COOKIE_NAME
    keys = {who: client.cookies[key].value for who, client in people.items() if key in client.cookies}
    return {"keys": keys, "pages": pages, "silent": sorted(asked - answered)}


def _asked_by(people: dict[str, Client], url: str) -> tuple[bool, list[str], bool]:
    """Whether one may GET it; the first who reads a page there (of the three: two); whether it gives anything."""
    readers: list[str] = []
    gives = False
    for who, client in people.items():
        answer = client.get(url)
        if answer.status_code == OTHER_METHOD:
            return False, [], False
        elsewhere = answer.status_code in LEADS_ON and not answer["Location"].startswith(SIGN_IN)
        gives = gives or elsewhere or answer.status_code in ANSWERED
        if answer.status_code == OK and answer.content.lstrip()[:9].lower() == b"<!doctype":
            readers.append(who)
        elif answer.status_code == OK:
            break
        if len(readers) == (2 if url.startswith(OF_THREE) else 1):
            break
    return True, readers, gives


def _people(road: Road, ria: Person) -> dict[str, Client]:
    """Who comes by a link first: it opens for everybody; then three on one trajectory, who coordinates, and who
    speaks for the school."""
    people = {
        "learner": road.learner, "mentor": road.mentor, "educator": road.educator, "coordinator": ria,
        "school": _educator_of_its_school(road),
    }  # fmt: skip
    return {"guest": Client()} | {who: browser_of(person) for who, person in people.items()}


def _educator_of_its_school(road: Road) -> Person:
    person = a_person("Sam", email="sam@school.example")
    a_role(person, Role.SCHOOL_EDUCATOR, road.cohort.period.partnership, road.school)
    return person


def _with_guests(partnership: Partnership) -> None:
    """The example has a guest in one phase of a conversation; here there is one in each."""
    version = CurriculumVersion.objects.filter(curriculum__object__partnership=partnership).order_by("pk")[0]
    educator = Person.objects.filter(memberships__role=Role.INSTITUTE_EDUCATOR).order_by("pk")[0]
    there = TriangleConversation.objects.filter(members__person=None).values_list("phase", flat=True)
    for phase in set(PHASES.values()) - set(there):
        dates = 2 if phase == TriangleConversation.Phase.PLANNING else 1
        learner = a_person("Lin", email=f"lin.{phase}@{partnership.slug}.example")
        a_role(learner, Role.STUDENT, partnership)
        trajectory = a_trajectory(partnership, learner=learner, version=version)
        a_guest(trajectory)
        an_educator(trajectory, educator)
        triangle = a_triangle(trajectory, dates=dates)
        if phase == TriangleConversation.Phase.TOGETHER:
            side_by_side(triangle)
        elif phase == TriangleConversation.Phase.CONFIRMED:
            confirmed(triangle)
