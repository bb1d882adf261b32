"""The main pages ask the database as often for a whole partnership as for a small one."""

from collections.abc import Mapping
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leerruimte.example import full, roads
from leerruimte.example.partnership import COORDINATOR, EDUCATOR, NAME
from leerruimte.people.models import Organisation, Partnership, Person
from leerruimte.people.tests.make import browser_of

pytestmark = pytest.mark.django_db
# Home tells what waits in trajectories too; from the rows of one question where it can.
MOST = 20


def asked(email: str) -> Mapping[str, int]:
    """Page -> how many questions it asks the database, for somebody who signed in."""
    partnership = Partnership.objects.get(name=NAME)
    browser = browser_of(Person.objects.get(email=email))
    here = {"slug": partnership.slug}
    school = Organisation.objects.get(code="96NY00", memberships__partnership=partnership)
    pages = {
        "home": reverse("web:home"),
        "mine": reverse("web:mine"),
        "led": reverse("conversations:led"),
        "search": reverse("web:search") + "?q=de",
        "partnership": reverse("web:partnership", kwargs=here),
        "people": reverse("people:people", kwargs=here),
        "organisations": reverse("people:organisations", kwargs=here),
        "organisation": reverse("people:organisation", kwargs={**here, "organisation_id": school.pk}),
    }
    return {name: _count(browser, url) for name, url in pages.items()}


def _count(browser: Client, url: str) -> int:
    assert browser.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        browser.get(url)
    return len(captured)


def test_a_large_partnership_costs_no_more_than_a_small_one(monkeypatch: pytest.MonkeyPatch):
    for name, many in (("CONVERSATIONS", 60), ("RUNNING", 20), ("LARGE_PEOPLE", 60), ("LARGE_CONTRIBUTIONS", 60)):
        monkeypatch.setattr(full, name, many)
    monkeypatch.setattr(roads, "MOST", 200)
    call_command("make_example", size="small", stdout=StringIO())
    small = {email: asked(email) for email in (COORDINATOR, EDUCATOR)}
    call_command("make_example", size="full", stdout=StringIO())
    large = {email: asked(email) for email in (COORDINATOR, EDUCATOR)}
    for email, pages in large.items():
        assert {page: many for page, many in pages.items() if many > MOST} == {}
        # One more where a page says that there is more behind it.
        more = {page: (small[email][page], many) for page, many in pages.items() if many > small[email][page] + 1}
        assert more == {}
