"""What is kept of accounts for a while only."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from leerruimte.people.actions.accounts import let_go_of_devices, let_go_of_unconfirmed
from leerruimte.people.models import Person
from leerruimte.people.tests.make import PASSWORD, a_person
from leerruimte.people.who import NOBODY

pytestmark = pytest.mark.django_db


def test_an_account_that_nobody_confirmed_is_gone_after_a_week():
    kept, fresh, old = a_person("Els"), a_person("Mo"), a_person("Ria")
    EmailAddress.objects.filter(user__in=[fresh, old]).update(verified=False)
    Person.objects.filter(pk__in=[kept.pk, old.pk]).update(made_at=timezone.now() - timedelta(days=8))
    assert let_go_of_unconfirmed(by=NOBODY) == 1
    assert set(Person.objects.all()) == {kept, fresh}


def test_who_waits_for_the_code_of_another_address_stays():
    person = a_person()
    Person.objects.update(made_at=timezone.now() - timedelta(days=80))
    EmailAddress.objects.create(user=person, email="nieuw@waardland.example", verified=False)
    assert let_go_of_unconfirmed(by=NOBODY) == 0


def test_of_a_device_where_nobody_is_signed_in_nothing_is_kept():
    person = a_person()
    for _ in range(2):
        Client().post("/account/aanmelden/", {"login": person.email, "password": PASSWORD})
    Session.objects.filter(session_key=UserSession.objects.first().session_key).delete()
    assert let_go_of_devices(by=NOBODY) == 1
    assert UserSession.objects.count() == 1
