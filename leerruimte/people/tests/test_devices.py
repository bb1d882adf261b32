"""Where somebody is signed in: listed for them, and ended by them."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from leerruimte.people.tests.make import a_person, browser_of, is_signed_in, signs_in

pytestmark = pytest.mark.django_db


def test_where_one_is_signed_in_is_listed_and_ended_everywhere_else():
    person, here, there = a_person(), Client(), Client()
    signs_in(there, person, HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/605")
    signs_in(here, person, HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux) Firefox/140")
    page = here.get("/account/apparaten/").content.decode()
    assert "Safari, iPhone" in page
    assert "Firefox, Linux" in page
    here.post("/account/apparaten/")
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert UserSession.objects.filter(user=person).count() == 1


def test_one_device_is_signed_out_by_its_owner_and_by_nobody_else():
    person, here, there, third = a_person(), Client(), Client(), Client()
    for client in (there, third, here):
        signs_in(client, person)
    session = UserSession.objects.get(user=person, session_key=there.session.session_key)
    address = reverse("people:end_session", args=[session.pk])
    assert browser_of(a_person("Mo")).post(address).status_code == 404
    assert is_signed_in(there)
    here.post(address)
    assert [is_signed_in(client) for client in (here, there, third)] == [True, False, True]
