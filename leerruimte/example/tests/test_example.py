"""The small example: believable, complete, and made once."""

import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leerruimte.conversations.models import Conversation, Harvest, Mark, ModerationEntry, PerspectiveMap, Theme
from leerruimte.conversations.queries.map import map_seen
from leerruimte.conversations.queries.report import report_of
from leerruimte.encounters.models import Contribution, Encounter, Intention, Participation, Stance
from leerruimte.encounters.queries import intentions_to_follow
from leerruimte.example import filling
from leerruimte.example.partnership import COORDINATOR, EDUCATOR, NAME, NEIGHBOUR
from leerruimte.people.audit_words import KINDS, NAMES, PHRASES
from leerruimte.people.models import (
    AuditEntry,
    Invitation,
    Organisation,
    OrganisationMembership,
    Partnership,
    Person,
    Role,
    RoleAssignment,
)
from leerruimte.people.tests.make import who_is
from leerruimte.plates.models import Plate, PlateVersion, Question

pytestmark = pytest.mark.django_db

TABLES = (
    *(Encounter, Participation, Contribution, Stance, Mark, Intention, Harvest, Theme, ModerationEntry),
    *(Partnership, Organisation, OrganisationMembership, Person, RoleAssignment, Invitation, AuditEntry),
    *(Plate, PlateVersion),
)


def make(**options: str) -> str:
    """Run the command and give what it says."""
    said = StringIO()
    call_command("make_example", address="http://localhost:8000", stdout=said, **options)
    return said.getvalue()


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """What the command says; made once, each test runs in a savepoint on top of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make(language="en")
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]


def waardland() -> Partnership:
    """The partnership of the example."""
    return Partnership.objects.get(name=NAME)


def test_it_tells_how_to_get_in(told: str):
    live = Conversation.objects.get(pk=filling.LIVE)
    assert "http://localhost:8000/" in told
    assert "/begin/" in told
    assert f"/doe-mee/{live.encounter.join_code}/" in told
    assert "/scherm/" in told
    assert "/verslag/" in told


@pytest.mark.parametrize("email", [COORDINATOR, EDUCATOR])
def test_with_what_it_tells_one_signs_in_with_the_second_step_too(told: str, email: str):
    password, codes = re.search(rf"{email} and (\S+)\n.*codes: ([\d, ]+) \(", told).groups()  # type: ignore[union-attr]
    browser = Client()
    answer = browser.post(reverse("account_login"), {"login": email, "password": password})
    assert answer["Location"] == reverse("mfa_authenticate")
    browser.post(answer["Location"], {"code": codes.split(",")[0]})
    desk = browser.get(reverse("web:partnership", args=[waardland().slug]))
    assert desk.status_code == 200


def test_it_speaks_dutch_by_default():
    assert "Waardland Leert Samen" in make()


def test_doing_it_twice_changes_nothing():
    before = [table.objects.count() for table in TABLES]
    versions = list(Encounter.objects.order_by("pk").values_list("version", flat=True))
    make()
    assert [table.objects.count() for table in TABLES] == before
    assert list(Encounter.objects.order_by("pk").values_list("version", flat=True)) == versions


def test_what_somebody_corrected_by_hand_stays():
    Organisation.objects.filter(name="De Wolkenkade").update(street="Kade 1")
    make()
    assert Organisation.objects.get(name="De Wolkenkade").street == "Kade 1"


def test_everybody_of_a_small_partnership_is_there():
    here = RoleAssignment.objects.filter(partnership=waardland())
    assert set(here.values_list("role", flat=True)) == set(Role.values)
    assert 50 <= Person.objects.filter(role_assignments__in=here).distinct().count() <= 70
    for name in ("Sanne", "Mo", "Iris", "Jan"):
        assert here.filter(person__first_name=name).exists()
    kinds = Counter(Organisation.objects.filter(memberships__partnership=waardland()).values_list("kind", flat=True))
    assert kinds == {"institute": 1, "board": 3, "school": 13}


def test_a_school_belongs_to_the_neighbour_too_and_shows_it_no_more_than_its_name():
    memberships = OrganisationMembership.objects.filter(organisation__name="De Wolkenkade")
    shares = {one.partnership.name: one.shares for one in memberships.select_related("partnership")}
    assert shares == {NAME: OrganisationMembership.Share.values, NEIGHBOUR: []}
    assert not Encounter.objects.filter(partnership__name=NEIGHBOUR).exists()


def test_there_is_something_to_do_for_who_coordinates():
    ria = who_is(Person.objects.get(email=COORDINATOR))
    assert intentions_to_follow(ria, timezone.localdate() + timezone.timedelta(days=7))
    open_ones = Invitation.objects.filter(partnership=waardland(), accepted_at=None)
    assert Counter(bool(one.email) for one in open_ones) == {True: 3, False: 1}
    soon = timezone.localdate() + timezone.timedelta(days=60)
    assert RoleAssignment.objects.filter(
        partnership=waardland(), until_date__range=(timezone.localdate(), soon)
    ).exists()


def test_members_find_a_conversation_to_join_and_a_plate_of_their_own():
    ending = Conversation.objects.get(pk=filling.OPEN)
    assert ending.is_open_to_members
    assert ending.ended_at(timezone.now()) is None
    own = PlateVersion.objects.filter(plate__object__partnership=waardland())
    assert [one.title["nl"] for one in own.order_by("number")][-1] == "Het landschap van Waardland"


def test_one_conversation_can_begin():
    live = Conversation.objects.get(pk=filling.LIVE)
    assert live.encounter.closed_at is None
    assert len(live.roles) == 10
    assert live.phases.count() == 3
    assert live.questions.count() == 6


def test_the_finished_one_shows_all_that_a_report_can_show():
    finished = Conversation.objects.get(pk=filling.FINISHED)
    report = report_of(finished)
    assert report.figures.people == 48
    assert report.figures.contributions == 30
    assert report.figures.intentions == 12
    assert report.figures.hidden == 1
    assert len(report.harvests) == 9
    assert all(heap.said for heap in report.heaps if heap.key)
    assert report.questions[0].path.enough
    assert any(said.signed for heap in report.heaps for said in heap.said)
    assert report.map.verdict == "pattern"
    assert report.map.shared
    assert report.map.by_role


def test_nobody_answers_their_own_words():
    rows = Stance.objects.select_related("contribution")
    assert not any(row.participation_id == row.contribution.participation_id for row in rows)


def test_nobody_takes_part_twice():
    people = Participation.objects.exclude(person=None).values_list("encounter", "person")
    assert len(people) == len(set(people))
    assert "Sanne" in Participation.objects.exclude(person=None).values_list("person__first_name", flat=True)


def test_the_words_are_those_of_the_plate():
    asked = set(Question.objects.filter(version__plate__number=1).values_list("key", flat=True))
    texts = filling.texts()
    assert {one["question"] for one in (*texts["contributions"], *texts["doubles"], *texts["hidden"])} <= asked
    assert all(len(one["text"]) <= 280 for one in texts["contributions"])


def test_everybody_at_a_table_of_five():
    tables = Counter(Participation.objects.filter(encounter=filling.FINISHED).values_list("table", flat=True))
    assert set(tables) == set(range(1, 10))
    assert set(tables.values()) <= {5, 6}


def test_a_map_is_made_for_the_report_only():
    assert [row.conversation_id for row in PerspectiveMap.objects.all()] == [filling.FINISHED]
    assert map_seen(Conversation.objects.get(pk=filling.FINISHED), None).drawing is not None


def test_each_line_of_the_trail_reads_as_words():
    """A line that somebody adds and nobody named would show its stable words on the page."""
    lines = set(AuditEntry.objects.values_list("kind", "words"))
    assert {kind for kind, _said in lines} <= set(KINDS)
    phrases = [*PHRASES, *(rf"(?:{name}(?:, )?)+" for name in NAMES)]
    assert [said for _kind, said in lines if said and not any(re.fullmatch(one, said) for one in phrases)] == []
