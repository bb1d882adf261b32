"""Invitations: to one person, by one link for a list; letters that go, do not go and go again."""

from collections.abc import Iterator
from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from leerruimte.base.refused import Refused
from leerruimte.conversations.tests.make import a_partnership, a_stranger
from leerruimte.people.actions import inviting
from leerruimte.people.models import AuditEntry, Invitation, Organisation, Partnership, Person, Role
from leerruimte.people.queries.inviting import invitation_path
from leerruimte.people.tests.make import a_coordinator, a_person, a_role, an_organisation, browser_of, somebody, who_is

pytestmark = pytest.mark.django_db
SITE = "https://leren.example"


@pytest.fixture(autouse=True)
def words_in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def partnership() -> Partnership:
    return a_partnership()


@pytest.fixture
def coordinator(partnership: Partnership) -> Person:
    return a_coordinator(partnership)


@pytest.fixture
def browser(coordinator: Person) -> Client:
    made = browser_of(coordinator)
    made.cookies["taal"] = "en"
    return made


def an_invitation(by: Person, partnership: Partnership, **more: Any) -> Invitation:
    plan = {
        "email": "mo@school.nl",
        "role": Role.MENTOR,
        "organisation": None,
        "from_date": timezone.localdate(),
        "until_date": None,
    }
    return inviting.invite(by=who_is(by), partnership=partnership, **(plan | more))


def send(by: Person, partnership: Partnership, only: Invitation | None = None) -> inviting.Sent:
    return inviting.send_invitations(by=who_is(by), partnership=partnership, site=SITE, only=only)


def test_a_letter_says_who_invites_as_what_until_when_and_how(partnership: Partnership, coordinator: Person):
    school = an_organisation(partnership, name="’t Reëbos & co")
    an_invitation(coordinator, partnership, organisation=school, first_name="Mo", email="Mo@School.nl")
    assert send(coordinator, partnership) == inviting.Sent(1, 0, 0)
    letter = mail.outbox[0]
    invitation = Invitation.objects.get()
    assert letter.to == ["mo@school.nl"]
    assert letter.subject == f"Join in with {partnership.name}"
    for words in (
        "Hello Mo,",
        "as mentor at ’t Reëbos & co",
        SITE + invitation_path(invitation),
        coordinator.name,
    ):
        assert words in letter.body
    assert invitation.sent_at
    assert send(coordinator, partnership) == inviting.Sent(0, 0, 0), "nobody gets a letter twice"
    assert Client().get(invitation_path(invitation)).status_code == 200


def test_dutch_letters_are_dutch(partnership: Partnership, coordinator: Person):
    an_invitation(coordinator, partnership)
    with translation.override("nl"):
        send(coordinator, partnership)
    assert "Je bent uitgenodigd" in mail.outbox[0].body


class Post(EmailBackend):
    """A post office that does not know one address, or is closed."""

    closed = False

    def send_messages(self, messages: Any) -> int:
        if self.closed:
            raise ConnectionRefusedError
        if messages[0].to == ["weg@school.nl"]:
            raise SMTPRecipientsRefused({"weg@school.nl": (550, b"unknown")})
        return super().send_messages(messages)


def test_letters_that_do_not_go_wait_with_why_and_go_again(
    partnership: Partnership, coordinator: Person, settings: Any, monkeypatch: Any
):
    settings.EMAIL_BACKEND = f"{__name__}.Post"
    for name in ("een", "weg", "twee"):
        an_invitation(coordinator, partnership, email=f"{name}@school.nl")
    assert send(coordinator, partnership) == inviting.Sent(2, 1, 0)
    lost = Invitation.objects.get(sent_at=None)
    assert (lost.email, lost.failure) == ("weg@school.nl", Invitation.Failure.ADDRESS)
    monkeypatch.setattr(Post, "closed", True)
    an_invitation(coordinator, partnership, email="drie@school.nl")
    assert send(coordinator, partnership) == inviting.Sent(0, 2, 0)
    assert set(Invitation.objects.filter(sent_at=None).values_list("failure", flat=True)) == {Invitation.Failure.POST}
    monkeypatch.setattr(Post, "closed", False)
    assert send(coordinator, partnership) == inviting.Sent(1, 1, 0)


def test_letters_stop_when_it_takes_too_long_and_go_on_with_the_next_press(
    partnership: Partnership, coordinator: Person, monkeypatch: Any
):
    for name in ("een", "twee"):
        an_invitation(coordinator, partnership, email=f"{name}@school.nl")
    monkeypatch.setattr(inviting, "MOST_SECONDS", -1)
    assert send(coordinator, partnership) == inviting.Sent(0, 0, 2)
    monkeypatch.setattr(inviting, "MOST_SECONDS", 8)
    assert send(coordinator, partnership) == inviting.Sent(2, 0, 0)


def test_who_has_the_role_or_was_asked_is_not_asked_again(partnership: Partnership, coordinator: Person):
    jan = a_person(email="jan@school.nl")
    a_role(jan, Role.MENTOR, partnership)
    a_role(a_person(email="ina@school.nl"), Role.MENTOR, a_stranger())
    for email in ("JAN@school.nl",):
        with pytest.raises(Refused) as no:
            an_invitation(coordinator, partnership, email=email)
        assert no.value.field == "email"
    an_invitation(coordinator, partnership, email="ina@school.nl")
    an_invitation(coordinator, partnership)
    with pytest.raises(Refused):
        an_invitation(coordinator, partnership, email="MO@school.nl")
    an_invitation(coordinator, partnership, role=Role.RESEARCHER)


def test_an_organisation_of_strangers_cannot_be_chosen(partnership: Partnership, coordinator: Person):
    school = an_organisation(a_stranger())
    with pytest.raises(Refused) as no:
        an_invitation(coordinator, partnership, organisation=school)
    assert no.value.field == "organisation"


def test_only_a_coordinator_with_a_second_factor_invites(partnership: Partnership, coordinator: Person):
    educator = somebody(Role.SCHOOL_EDUCATOR, partnership)
    with pytest.raises(Refused):
        an_invitation(educator, partnership)
    invitation = an_invitation(coordinator, partnership)
    for action in (inviting.renew_invitation, inviting.withdraw_invitation):
        with pytest.raises(Refused):
            action(by=who_is(educator), invitation=invitation)
    with pytest.raises(Refused):
        send(educator, partnership)
    with pytest.raises(Refused):
        inviting.withdraw_invitation(by=who_is(coordinator, second_factor=False), invitation=invitation)


def test_no_more_than_a_number_a_day(partnership: Partnership, coordinator: Person, monkeypatch: Any):
    monkeypatch.setattr(inviting, "MOST_A_DAY", 1)
    an_invitation(coordinator, partnership)
    with pytest.raises(Refused, match="at most 1"):
        an_invitation(coordinator, partnership, email="een@school.nl")


def test_renewed_it_counts_longer_withdrawn_it_is_over(partnership: Partnership, coordinator: Person):
    invitation = an_invitation(coordinator, partnership)
    send(coordinator, partnership)
    Invitation.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    renewed = inviting.renew_invitation(by=who_is(coordinator), invitation=invitation)
    assert renewed.ends_on == timezone.localdate() + timedelta(days=inviting.OPEN_DAYS)
    assert send(coordinator, partnership, only=renewed).went == 1
    inviting.withdraw_invitation(by=who_is(coordinator), invitation=invitation)
    with pytest.raises(Refused, match="withdrawn"):
        inviting.renew_invitation(by=who_is(coordinator), invitation=invitation)
    assert list(AuditEntry.objects.filter(kind="invitation").order_by("pk").values_list("words", flat=True)) == [
        "invited: mentor",
        "renewed",
        "withdrawn",
    ]


def test_what_was_taken_up_stays(partnership: Partnership, coordinator: Person):
    invitation = an_invitation(coordinator, partnership)
    Invitation.objects.update(accepted_at=timezone.now())
    with pytest.raises(Refused, match="taken up"):
        inviting.withdraw_invitation(by=who_is(coordinator), invitation=invitation)


@pytest.mark.parametrize("days", [-1, 400])
def test_a_link_for_a_list_ends_within_a_year(partnership: Partnership, coordinator: Person, days: int):
    with pytest.raises(Refused) as no:
        a_list(coordinator, partnership, ends_on=timezone.localdate() + timedelta(days=days))
    assert no.value.field == "ends_on"


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STEERING])
def test_who_sees_everybody_is_not_invited_by_a_list(partnership: Partnership, coordinator: Person, role: Role):
    with pytest.raises(Refused) as no:
        a_list(coordinator, partnership, role=role)
    assert no.value.field == "role"


def a_list(by: Person, partnership: Partnership, **more: Any) -> Invitation:
    plan = {
        "role": Role.STUDENT,
        "organisation": None,
        "from_date": timezone.localdate(),
        "until_date": None,
        "ends_on": timezone.localdate() + timedelta(days=7),
    }
    return inviting.invite_list(by=who_is(by), partnership=partnership, **(plan | more))


# ---- the pages ----


def page_of(browser: Client, partnership: Partnership, name: str = "invitations", **asked: str) -> str:
    return browser.get(reverse(f"people:{name}", args=[partnership.slug]), asked).content.decode()


def test_inviting_somebody_on_the_page(browser: Client, partnership: Partnership):
    school = an_organisation(partnership)
    form = {"email": "mo@school.nl", "role": "mentor", "organisation": school.pk, "from_date": "2026-09-01"}
    url = reverse("people:invite", args=[partnership.slug])
    assert browser.post(url, form).status_code == 302
    assert len(mail.outbox) == 1
    assert "http://testserver/uitnodiging/" in mail.outbox[0].body
    again = browser.post(url, form)
    assert again.status_code == 422
    assert 'value="mo@school.nl"' in again.content.decode(), "what was typed stays"
    assert browser.post(url, {**form, "email": "mo"}).status_code == 422
    strangers = an_organisation(a_stranger())
    assert browser.post(url, {**form, "organisation": strangers.pk, "email": "ina@school.nl"}).status_code == 422


def test_the_link_for_a_list_stands_on_the_page_and_that_of_one_person_does_not(
    browser: Client, partnership: Partnership, coordinator: Person
):
    form = {"role": "student", "from_date": "2026-09-01", "ends_on": timezone.localdate().isoformat()}
    assert browser.post(reverse("people:invite_list", args=[partnership.slug]), form).status_code == 302
    one = an_invitation(coordinator, partnership)
    page = page_of(browser, partnership)
    listed = Invitation.objects.get(email="")
    assert invitation_path(listed) in page
    assert invitation_path(one) not in page
    wrong = browser.post(reverse("people:invite_list", args=[partnership.slug]), {**form, "role": "coordinator"})
    assert wrong.status_code == 422


def test_the_list_shows_how_each_stands(browser: Client, partnership: Partnership, coordinator: Person):
    for name in ("open", "late", "taken", "withdrawn", "unsent"):
        an_invitation(coordinator, partnership, email=f"{name}@school.nl")
    now, today = timezone.now(), timezone.localdate()
    Invitation.objects.exclude(email__startswith="unsent").update(sent_at=now)
    Invitation.objects.filter(email__startswith="late").update(ends_on=today - timedelta(days=1))
    Invitation.objects.filter(email__startswith="taken").update(accepted_at=now)
    Invitation.objects.filter(email__startswith="withdrawn").update(withdrawn_at=now)
    for state in ("open", "late", "taken", "withdrawn", "unsent"):
        page = page_of(browser, partnership, toon=state)
        assert [name for name in ("open", "late", "taken", "withdrawn", "unsent") if f"{name}@school.nl" in page] == [
            state
        ]
    waiting = page_of(browser, partnership)
    assert "open@school.nl" in waiting
    assert "taken@school.nl" not in waiting
    assert "open@school.nl" not in page_of(browser, partnership, q="late")


def test_sending_renewing_and_withdrawing_on_the_page(browser: Client, partnership: Partnership, coordinator: Person):
    invitation = an_invitation(coordinator, partnership)
    assert browser.post(reverse("people:send_invitations", args=[partnership.slug])).status_code == 302
    assert len(mail.outbox) == 1
    for name in ("renew_invitation", "withdraw_invitation", "renew_invitation"):
        assert browser.post(reverse(f"people:{name}", args=[partnership.slug, invitation.pk])).status_code == 302
    assert len(mail.outbox) == 2
    invitation.refresh_from_db()
    assert invitation.withdrawn_at


def test_an_invitation_of_strangers_is_not_there(browser: Client, partnership: Partnership):
    strangers = a_stranger()
    invitation = an_invitation(a_coordinator(strangers), strangers)
    for name in ("renew_invitation", "withdraw_invitation"):
        assert browser.post(reverse(f"people:{name}", args=[partnership.slug, invitation.pk])).status_code == 404


def test_as_many_queries_for_many_invitations_as_for_few(
    browser: Client, partnership: Partnership, coordinator: Person, django_assert_max_num_queries: Any
):
    school = an_organisation(partnership, Organisation.Kind.SCHOOL)
    for number in range(30):
        an_invitation(coordinator, partnership, organisation=school, email=f"p{number}@school.nl")
    with django_assert_max_num_queries(16):
        page_of(browser, partnership)


def test_a_role_that_would_be_over_is_not_offered(partnership: Partnership, coordinator: Person):
    with pytest.raises(Refused) as no:
        an_invitation(coordinator, partnership, from_date=date(2020, 1, 1), until_date=date(2020, 2, 1))
    assert no.value.field == "until_date"
