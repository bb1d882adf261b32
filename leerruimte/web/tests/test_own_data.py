"""Everything of one's own: out, and gone; how long the rest is kept."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from leerruimte.conversations.tests.make import (
    HEAPS,
    a_contribution,
    a_conversation,
    a_participant,
    a_partnership,
    a_stance,
)
from leerruimte.encounters.models import Contribution, Encounter, Participation, Stance
from leerruimte.people.models import AuditEntry, Invitation, Person, Role, RoleAssignment
from leerruimte.people.tests.make import a_coordinator, a_person, a_role, browser_of, who_is
from leerruimte.people.who import NOBODY
from leerruimte.web.actions import leaving
from leerruimte.web.actions.keeping import let_go_of_old
from leerruimte.web.queries import own_data

pytestmark = pytest.mark.django_db


def said_by(person: Person) -> Contribution:
    """What somebody with an account said, and another agreed with."""
    conversation = a_conversation(asking=HEAPS)
    mine = a_participant(conversation, first_name="Sanne")
    Participation.objects.filter(pk=mine.pk).update(person=person)
    mine.refresh_from_db()
    said = a_contribution(conversation, by=mine, question=HEAPS, text="Ik leer op donderdag.")
    a_stance(said, by=a_participant(conversation), value=1)
    return said


def test_an_app_that_keeps_something_of_a_person_lets_it_be_taken_out_and_forgotten():
    keeping = set()
    for model in apps.get_models():
        label = model._meta.app_config.name
        if not label.startswith("leerruimte."):
            continue
        for field in model._meta.get_fields():
            if getattr(field, "related_model", None) is Person and field.concrete:
                keeping.add(label.removeprefix("leerruimte."))
    assert keeping == set(own_data.APPS)
    assert keeping == set(leaving.APPS)


def test_one_file_holds_all_that_is_mine_for_people_and_programs():
    sanne = a_person("Sanne")
    a_role(sanne, Role.STUDENT, a_partnership())
    said_by(sanne)
    answer = browser_of(sanne).post(reverse("web:take_out"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        everything = json.loads(file.read("van-mij.json"))
        page = file.read("van-mij.html").decode()
    assert everything["people"]["account"]["email"] == sanne.email
    assert "Ik leer op donderdag." in json.dumps(everything, ensure_ascii=False)
    assert "Ik leer op donderdag." in page
    assert "pbkdf2" not in json.dumps(everything)
    assert AuditEntry.objects.get(verb="took_out").about == sanne


def test_an_invitation_that_waits_is_taken_out_and_goes_with_the_account():
    sanne, partnership = a_person("Sanne"), a_partnership()
    soon = timezone.localdate() + timedelta(days=9)
    Invitation.objects.create(
        partnership=partnership, role=Role.MENTOR, email=sanne.email, first_name="Sanne", ends_on=soon
    )
    link = Invitation.objects.create(partnership=partnership, role=Role.MENTOR, ends_on=soon)
    [invited] = own_data.all_of(sanne)["people"]["invitations"]
    assert (invited["email"], invited["first_name"]) == (sanne.email, "Sanne")
    leaving.leave(by=who_is(sanne), person=sanne, erase=False)
    assert list(Invitation.objects.all()) == [link]


def test_what_leaving_means_is_said_beforehand():
    sanne = a_person("Sanne")
    said_by(sanne)
    means = own_data.what_leaving_means(sanne)
    assert (means.conversations, means.contributions, means.answered) == (1, 1, 1)
    page = browser_of(sanne).get(reverse("web:leave"))
    assert page.context["means"] == means


def test_leaving_without_a_name_lets_the_words_and_the_answers_of_others_stay():
    sanne = a_person("Sanne")
    said = said_by(sanne)
    browser_of(sanne).post(reverse("web:leave"), {"how": "anonymous", "sure": "on"})
    assert not Person.objects.exists()
    said.refresh_from_db()
    assert said.text == "Ik leer op donderdag."
    assert (said.signed, said.participation.first_name, said.participation.person) == ("", "", None)
    assert Stance.objects.filter(contribution=said).count() == 1


def test_erasing_takes_the_words_out_of_every_conversation():
    sanne = a_person("Sanne")
    said = said_by(sanne)
    browser_of(sanne).post(reverse("web:leave"), {"how": "erase", "sure": "on"})
    assert not Contribution.objects.filter(pk=said.pk).exists()
    assert not Person.objects.exists()


def test_without_the_tick_nobody_leaves():
    sanne = a_person("Sanne")
    answer = browser_of(sanne).post(reverse("web:leave"), {"how": "erase"})
    assert answer.status_code == 422
    assert Person.objects.exists()


def test_the_only_coordinator_names_another_first():
    coordinator = a_coordinator(a_partnership())
    answer = browser_of(coordinator).post(reverse("web:leave"), {"how": "anonymous", "sure": "on"})
    assert answer.status_code == 422
    assert Person.objects.filter(pk=coordinator.pk).exists()


def test_nobody_ends_anothers_account():
    sanne, mo = a_person("Sanne"), a_person("Mo")
    with pytest.raises(leaving.Refused):
        leaving.leave(by=who_is(mo), person=sanne, erase=True)


def test_what_was_kept_long_enough_goes_and_the_rest_stays():
    partnership, now = a_partnership(), timezone.now()
    old, young = said_by(a_person()), said_by(a_person())
    Contribution.objects.update(signed="Sanne")
    Encounter.objects.filter(pk=old.encounter_id).update(closed_at=now - timedelta(days=731))
    Encounter.objects.filter(pk=young.encounter_id).update(closed_at=now - timedelta(days=729))
    person, today = a_person(), timezone.localdate()
    for days, is_kept in ((5 * 365 + 1, False), (5 * 365 - 1, True)):
        a_role(
            person,
            Role.TEACHER if is_kept else Role.MENTOR,
            partnership,
            from_date=today - timedelta(days=9999),
            until_date=today - timedelta(days=days),
        )
    for days in (89, 91):
        Invitation.objects.create(
            partnership=partnership, role=Role.STUDENT, email="x@y.example", ends_on=today - timedelta(days=days)
        )
    let_go_of_old(by=NOBODY)
    assert set(Contribution.objects.filter(signed="Sanne").values_list("pk", flat=True)) == {young.pk}
    assert RoleAssignment.objects.get().role == Role.TEACHER
    assert Invitation.objects.count() == 1
    assert not any(let_go_of_old(by=NOBODY).values())
