"""Organisations: kept once, seen by each partnership as they choose."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from leerruimte.base.refused import Refused
from leerruimte.conversations.tests.make import a_partnership, a_stranger
from leerruimte.people.actions.organisations import (
    add_organisation,
    change_organisation,
    end_membership,
    join_partnership,
    share_with,
)
from leerruimte.people.models import Organisation, OrganisationMembership, Role
from leerruimte.people.queries.organisations import memberships_seen, organisation_seen
from leerruimte.people.tests.make import a_coordinator, an_organisation, browser_of, somebody, who_is

pytestmark = pytest.mark.django_db
Share = OrganisationMembership.Share


def test_a_school_of_two_partnerships_is_kept_once_and_shows_the_second_only_its_name_and_place():
    first, second = a_partnership(), a_stranger()
    school = an_organisation(first, code="98AA00")
    Organisation.objects.filter(pk=school.pk).update(street="Eikenlaan 116")
    by = who_is(a_coordinator(second))
    again = add_organisation(by=by, partnership=second, kind="school", values={"name": "Kantelboom", "code": "98AA00"})
    assert again.pk == school.pk
    assert again.name == "De Kantelboom"
    seen = organisation_seen(by, second, again)
    assert not seen.shows_address
    assert seen.people is None
    page = browser_of(a_coordinator(second)).get(reverse("people:organisation", args=[second.slug, school.pk]))
    assert "Eikenlaan" not in page.content.decode()


def test_a_school_decides_what_a_partnership_sees():
    partnership = a_partnership()
    school = an_organisation(partnership)
    educator = somebody(Role.SCHOOL_EDUCATOR, partnership, school)
    browser = browser_of(educator, second_factor=False)
    browser.post(reverse("people:share", args=[partnership.slug, school.pk]), {"shares": ["position"]})
    assert OrganisationMembership.objects.get(organisation=school).shares == ["position"]


def test_an_educator_of_another_school_decides_nothing():
    partnership = a_partnership()
    school, other = an_organisation(partnership), an_organisation(partnership, name="Het Zilverspoor")
    by = who_is(somebody(Role.SCHOOL_EDUCATOR, partnership, other))
    with pytest.raises(Refused):
        share_with(by=by, partnership=partnership, organisation=school, shares=[])


def test_a_code_that_takes_part_already_is_said_beside_the_field():
    partnership = a_partnership()
    an_organisation(partnership, code="98AA00")
    browser = browser_of(a_coordinator(partnership))
    address = reverse("people:add_organisation", args=[partnership.slug])
    answer = browser.post(address, {"soort": "school", "name": "Twee", "code": "98AA00", "place": "Zandermeer"})
    assert answer.status_code == 422
    assert "code" in answer.context["form"].errors
    assert 'value="Twee"' in answer.content.decode()
    assert Organisation.objects.count() == 1


def test_half_a_position_is_no_position():
    partnership = a_partnership()
    school = an_organisation(partnership)
    by = who_is(a_coordinator(partnership))
    with pytest.raises(Refused) as no:
        change_organisation(by=by, partnership=partnership, organisation=school, values={"latitude": 52.5})
    assert no.value.field == "longitude"
    school.refresh_from_db()
    assert school.latitude is None


def test_a_school_is_placed_under_a_board_of_the_same_partnership_only():
    partnership = a_partnership()
    school = an_organisation(partnership)
    elsewhere = an_organisation(a_stranger(), "board", "Stichting Elders")
    with pytest.raises(Refused) as no:
        change_organisation(
            by=who_is(a_coordinator(partnership)),
            partnership=partnership,
            organisation=school,
            values={"board": elsewhere, "board_id": elsewhere.pk},
        )
    assert no.value.field == "board"


def test_what_ended_stays_visible_as_history():
    partnership = a_partnership()
    school = an_organisation(partnership)
    coordinator = a_coordinator(partnership)
    yesterday = timezone.localdate() - timedelta(days=1)
    OrganisationMembership.objects.filter(organisation=school).update(from_date=yesterday - timedelta(days=9))
    end_membership(by=who_is(coordinator), partnership=partnership, organisation=school, until=yesterday)
    assert list(memberships_seen(partnership)) == [OrganisationMembership.objects.get(organisation=school)]
    page = browser_of(coordinator).get(reverse("people:organisations", args=[partnership.slug]))
    assert school.name in page.content.decode()


def test_a_search_knows_no_accents_or_capitals():
    partnership = a_partnership()
    an_organisation(partnership, name="’t Élan")
    join = an_organisation(partnership, name="De Wolkenkade")
    join_partnership(by=who_is(a_coordinator(partnership)), partnership=partnership, organisation=join, is_new=False)
    assert [one.organisation.name for one in memberships_seen(partnership, words="elan")] == ["’t Élan"]


def test_the_list_costs_the_same_for_few_and_many(django_assert_max_num_queries):
    partnership = a_partnership()
    browser = browser_of(a_coordinator(partnership))
    for number in range(30):
        an_organisation(partnership, name=f"School {number}")
    with django_assert_max_num_queries(9):
        browser.get(reverse("people:organisations", args=[partnership.slug]))


def test_a_partnership_that_joins_a_school_later_cannot_open_or_change_what_the_first_keeps():
    first, second = a_partnership(), a_stranger()
    school = an_organisation(first, code="98AA00")
    coordinator = a_coordinator(second)
    add_organisation(by=who_is(coordinator), partnership=second, kind="school", values={"name": "K", "code": "98AA00"})
    browser = browser_of(coordinator)
    for name in ("people:change_organisation", "people:share"):
        address = reverse(name, args=[second.slug, school.pk])
        assert browser.post(address, {"name": "Anders", "shares": ["address"]}).status_code == 404
    assert OrganisationMembership.objects.get(partnership=second).shares == []
    school.refresh_from_db()
    assert school.name == "De Kantelboom"
