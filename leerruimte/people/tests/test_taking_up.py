"""Invitations, by who got one."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from leerruimte.base.links import sign_link
from leerruimte.base.refused import Refused
from leerruimte.people.actions.taking_up import take_up_invitation
from leerruimte.people.models import AuditEntry, Invitation, Partnership, Person, Role, RoleAssignment
from leerruimte.people.rules import why_not_taken_up
from leerruimte.people.tests.make import PASSWORD, a_coordinator, a_person, a_role, an_organisation, browser_of, who_is
from leerruimte.people.who import NOBODY

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ABOUT_ME = {"first_name": "Els", "last_name": "Bakker", "language": "nl", "password1": PASSWORD}


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def partnership() -> Partnership:
    return Partnership.objects.create(name="Waardland Leert Samen", slug="waardland")


def an_invitation(partnership: Partnership, **more: object) -> Invitation:
    """One to be a mentor; for a whole list unless it has an address."""
    given = {"role": Role.MENTOR, "ends_on": TODAY + timedelta(days=14), "made_by": a_coordinator(partnership)}
    return Invitation.objects.create(partnership=partnership, **{**given, **more})


def way_to(invitation: Invitation) -> str:
    return f"/uitnodiging/{sign_link('invitation', invitation.pk.hex, 1)}/"


def test_it_says_who_invites_as_what_where_and_until_when(partnership):
    school = an_organisation(partnership)
    invitation = an_invitation(partnership, organisation=school, until_date=TODAY + timedelta(days=100))
    page = Client().get(way_to(invitation)).content.decode()
    for words in ("Waardland Leert Samen", invitation.made_by.name, "mentor", "De Kantelboom", "tot en met"):
        assert words in page


@pytest.mark.parametrize("purpose", ["host", "lead"])
def test_a_link_that_was_made_up_leads_nowhere(partnership, purpose):
    invitation = an_invitation(partnership)
    assert Client().get(f"/uitnodiging/{sign_link(purpose, invitation.pk.hex, 1)}/").status_code == 404
    assert Client().get("/uitnodiging/zomaar/").status_code == 404


def test_who_was_invited_by_mail_needs_no_code_for_that_address(partnership):
    invitation = an_invitation(partnership, email="els@waardland.example", sent_at=timezone.now())
    client = Client()
    to_sign_up = client.post(way_to(invitation))["Location"]
    assert 'value="els@waardland.example"' in client.get(to_sign_up).content.decode()
    back = client.post(to_sign_up, {**ABOUT_ME, "email": "els@waardland.example", "next": way_to(invitation)})
    assert back["Location"] == way_to(invitation)
    assert not mail.outbox
    assert not RoleAssignment.objects.filter(role=Role.MENTOR).exists()
    client.post(way_to(invitation))
    person = Person.objects.get(email="els@waardland.example")
    assert EmailAddress.objects.get(user=person).verified
    assert RoleAssignment.objects.get(person=person).role == Role.MENTOR
    invitation.refresh_from_db()
    assert (invitation.accepted_by, invitation.uses) == (person, 1)
    assert AuditEntry.objects.get(kind="invitation").about == person


def test_the_names_that_the_coordinator_knew_are_filled_in(partnership):
    invitation = an_invitation(partnership, email="els@waardland.example", first_name="Els", last_name="van der Veen")
    client = Client()
    to_sign_up = client.post(way_to(invitation))["Location"]
    assert "Veen" not in to_sign_up
    page = client.get(to_sign_up).content.decode()
    assert 'value="Els"' in page
    assert 'value="van der Veen"' in page


def test_another_address_than_the_invited_one_is_confirmed_by_a_code(partnership):
    invitation = an_invitation(partnership, email="els@waardland.example", sent_at=timezone.now())
    client = Client()
    to_sign_up = client.post(way_to(invitation))["Location"]
    answer = client.post(to_sign_up, {**ABOUT_ME, "email": "thuis@elders.example", "next": way_to(invitation)})
    assert answer["Location"] == "/account/adres/code/"
    assert mail.outbox[0].to == ["thuis@elders.example"]


@pytest.mark.parametrize("more", [{"email": "els@waardland.example"}, {}])
def test_a_link_that_did_not_go_to_an_address_proves_none(partnership, more):
    invitation = an_invitation(partnership, **more)
    client = Client()
    to_sign_up = client.post(way_to(invitation))["Location"]
    client.post(to_sign_up, {**ABOUT_ME, "email": "els@waardland.example"})
    assert not EmailAddress.objects.get(email="els@waardland.example").verified


def test_an_invitation_to_one_person_works_for_one_person(partnership):
    invitation = an_invitation(partnership, email="els@waardland.example")
    els, mo = a_person("Els"), a_person("Mo")
    browser_of(els).post(way_to(invitation))
    late = browser_of(mo).post(way_to(invitation))
    assert late.status_code == 409
    assert "al gebruikt" in late.content.decode()
    assert [role.person for role in RoleAssignment.objects.filter(role=Role.MENTOR)] == [els]


def test_a_link_for_a_list_works_for_many_and_once_for_each(partnership):
    invitation = an_invitation(partnership)
    people = [a_person(name) for name in ("Els", "Mo", "Ria")]
    for person in [*people, people[0]]:
        assert browser_of(person).post(way_to(invitation)).status_code == 302
    invitation.refresh_from_db()
    assert invitation.uses == 3
    assert RoleAssignment.objects.filter(role=Role.MENTOR).count() == 3
    assert "Je doet al mee" in browser_of(people[0]).get(way_to(invitation)).content.decode()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"ends_on": TODAY - timedelta(days=1)}, "verlopen"),
        ({"until_date": TODAY - timedelta(days=1), "from_date": TODAY - timedelta(days=9)}, "verlopen"),
        ({"withdrawn_at": timezone.now()}, "ingetrokken"),
        ({"accepted_at": timezone.now(), "email": "els@waardland.example"}, "al gebruikt"),
    ],
)
def test_what_is_over_is_said_plainly_and_gives_nothing(partnership, more, words):
    invitation = an_invitation(partnership, **more)
    for client in (Client(), browser_of(a_person())):
        assert words in client.get(way_to(invitation)).content.decode()
        answer = client.post(way_to(invitation))
        assert answer.status_code == 409
        assert words in answer.content.decode()
    assert not RoleAssignment.objects.filter(role=Role.MENTOR).exists()


def test_who_has_the_role_already_gets_no_second_one(partnership):
    person = a_person()
    held = a_role(person, Role.MENTOR, partnership, from_date=TODAY - timedelta(days=9))
    invitation = an_invitation(partnership, email=person.email, until_date=TODAY + timedelta(days=9))
    assert take_up_invitation(by=who_is(person), invitation=invitation) == held
    invitation.refresh_from_db()
    assert invitation.accepted_by == person


def test_a_role_that_would_end_sooner_goes_on(partnership):
    person = a_person()
    held = a_role(person, Role.MENTOR, partnership, until_date=TODAY + timedelta(days=2))
    invitation = an_invitation(partnership, until_date=TODAY + timedelta(days=90))
    assert take_up_invitation(by=who_is(person), invitation=invitation) == held
    held.refresh_from_db()
    assert held.until_date == invitation.until_date


def test_nobody_takes_up_nothing(partnership):
    with pytest.raises(Refused):
        take_up_invitation(by=NOBODY, invitation=an_invitation(partnership))


@pytest.mark.parametrize(
    ("days", "withdrawn", "used", "why"),
    [(0, False, False, ""), (1, False, False, "ended"), (0, True, True, "withdrawn"), (1, False, True, "used")],
)
def test_why_not(days, withdrawn, used, why):
    day = TODAY + timedelta(days=days)
    assert why_not_taken_up(day, ends_on=TODAY, is_withdrawn=withdrawn, is_used=used) == why


def test_a_link_for_a_list_does_not_bring_back_a_role_that_was_ended(partnership):
    jan = a_person("Jan")
    began, ended = TODAY - timedelta(days=9), TODAY - timedelta(days=1)
    role = a_role(jan, Role.MENTOR, partnership, from_date=began, until_date=ended)
    with pytest.raises(Refused):
        take_up_invitation(by=who_is(jan), invitation=an_invitation(partnership, from_date=began))
    role.refresh_from_db()
    assert role.until_date == ended
    take_up_invitation(by=who_is(jan), invitation=an_invitation(partnership, from_date=began, email=jan.email))
    role.refresh_from_db()
    assert role.until_date is None
