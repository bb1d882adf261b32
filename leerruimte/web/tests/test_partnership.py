"""The first page of a partnership leads only where who looks may go."""

import pytest
from django.urls import reverse

from leerruimte.people.models import Role
from leerruimte.people.tests.make import browser_of, somebody
from leerruimte.trajectories.tests.make import a_partnership

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "hears"), [(Role.MENTOR, True), (Role.COORDINATOR, False), (Role.RESEARCHER, False)])
def test_shared_experiences_are_offered_to_who_reads_those_of_their_own_side(role: Role, hears: bool) -> None:
    partnership = a_partnership()
    browser = browser_of(somebody(role, partnership), second_factor=True)
    address = reverse("trajectories:experiences", args=[partnership.slug])
    page = browser.get(reverse("web:partnership", args=[partnership.slug])).content.decode()
    assert (address in page) is hears
    assert browser.get(address).status_code == (200 if hears else 404)
