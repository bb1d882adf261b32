"""Roles in time: role and period decide what one may do today; what ended stays as history."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from leerruimte.base.refused import Refused
from leerruimte.conversations.tests.make import a_partnership, a_stranger
from leerruimte.people.access import hosted_partnerships, visible_people
from leerruimte.people.actions.roles import end_role, give_role
from leerruimte.people.models import AuditEntry, Role, RoleAssignment
from leerruimte.people.queries.people import people_counted, people_seen
from leerruimte.people.tests.make import (
    a_coordinator,
    a_person,
    a_role,
    an_organisation,
    browser_of,
    somebody,
    who_is,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_role_counts_on_its_first_and_last_day_and_not_before_or_after():
    partnership, today = a_partnership(), timezone.localdate()
    for first, last, counts in (
        (today, today, True),
        (today - DAY, None, True),
        (today + DAY, None, False),
        (today - 9 * DAY, today - DAY, False),
    ):
        person = a_person()
        a_role(person, Role.TEACHER, partnership, from_date=first, until_date=last)
        assert hosted_partnerships(who_is(person)).exists() is counts


def test_one_person_is_several_things_in_several_places():
    partnership, other = a_partnership(), a_stranger()
    jan = a_person("Jan")
    a_role(jan, Role.MENTOR, partnership, an_organisation(partnership))
    a_role(jan, Role.STARTER, partnership)
    a_role(jan, Role.RESEARCHER, other)
    who = who_is(jan)
    assert who.roles_in(partnership.pk) == {Role.MENTOR, Role.STARTER}
    assert who.partnerships == {partnership.pk, other.pk}


def test_a_coordinator_without_a_second_proof_sees_only_themselves():
    partnership = a_partnership()
    somebody(Role.STUDENT, partnership)
    coordinator = a_coordinator(partnership)
    assert visible_people(who_is(coordinator), partnership).count() == 2
    assert list(visible_people(who_is(coordinator, second_factor=False), partnership)) == [coordinator]


def test_an_educator_sees_the_people_of_the_own_school_and_no_others():
    partnership = a_partnership()
    school, other = an_organisation(partnership), an_organisation(partnership, name="Het Zilverspoor")
    here, there = somebody(Role.MENTOR, partnership, school), somebody(Role.MENTOR, partnership, other)
    educator = somebody(Role.SCHOOL_EDUCATOR, partnership, school)
    assert set(visible_people(who_is(educator), partnership)) == {educator, here}
    page = browser_of(educator).get(reverse("people:person", args=[partnership.slug, there.pk]))
    assert page.status_code == 404


def test_a_role_that_ended_is_history_for_the_coordinator():
    partnership = a_partnership()
    coordinator, mentor = a_coordinator(partnership), a_person("Jan")
    today = timezone.localdate()
    ended = a_role(mentor, Role.MENTOR, partnership, from_date=today - 9 * DAY, until_date=today - DAY)
    who = who_is(coordinator)
    assert mentor not in people_seen(who, partnership, ended=False)
    assert mentor in people_seen(who, partnership, ended=True)
    page = browser_of(coordinator).get(reverse("people:person", args=[partnership.slug, mentor.pk]))
    assert ended.pk in [row.pk for row in page.context["roles"]]


def test_the_last_coordinator_cannot_be_ended():
    partnership = a_partnership()
    coordinator = a_coordinator(partnership)
    mine = RoleAssignment.objects.get(person=coordinator)
    with pytest.raises(Refused):
        end_role(by=who_is(coordinator), assignment=mine, until_date=timezone.localdate())
    a_coordinator(partnership)
    end_role(by=who_is(coordinator), assignment=mine, until_date=timezone.localdate())
    mine.refresh_from_db()
    assert mine.until_date == timezone.localdate()


def test_two_coordinators_do_not_both_stop_on_the_same_day():
    partnership, today = a_partnership(), timezone.localdate()
    coordinator = a_coordinator(partnership)
    by, last = who_is(coordinator), today + 9 * DAY
    mine = RoleAssignment.objects.get(person=coordinator)
    a_role(a_person("Jan"), Role.COORDINATOR, partnership, until_date=last)
    with pytest.raises(Refused):
        end_role(by=by, assignment=mine, until_date=last)
    end_role(by=by, assignment=mine, until_date=last - DAY)


def test_a_last_day_before_the_first_is_said_beside_the_field_and_nothing_is_kept():
    partnership = a_partnership()
    browser, student = browser_of(a_coordinator(partnership)), somebody(Role.STUDENT, partnership)
    held = RoleAssignment.objects.get(person=student)
    answer = browser.post(reverse("people:end_role", args=[partnership.slug, held.pk]), {"until_date": "2001-01-01"})
    assert answer.status_code == 422
    assert "until_date" in answer.context["form"].errors
    held.refresh_from_db()
    assert held.until_date is None


def test_the_same_role_twice_is_one_role():
    partnership = a_partnership()
    by, student = who_is(a_coordinator(partnership)), somebody(Role.STUDENT, partnership)
    for _press in range(2):
        give_role(
            by=by,
            person=student,
            partnership=partnership,
            role=Role.STARTER,
            organisation=None,
            from_date=timezone.localdate(),
            until_date=None,
        )
    assert RoleAssignment.objects.filter(person=student, role=Role.STARTER).count() == 1


def test_looking_at_a_person_is_noted_once_in_a_quarter():
    partnership = a_partnership()
    coordinator, student = a_coordinator(partnership), somebody(Role.STUDENT, partnership)
    browser = browser_of(coordinator)
    for _look in range(3):
        browser.get(reverse("people:person", args=[partnership.slug, student.pk]))
    entry = AuditEntry.objects.get()
    assert (entry.by, entry.about, entry.verb) == (coordinator, student, AuditEntry.Verb.LOOKED)
    page = browser.get(reverse("people:audit", args=[partnership.slug]))
    assert student.name in page.content.decode()


def test_roles_that_end_soon_are_counted_for_the_desk():
    partnership, today = a_partnership(), timezone.localdate()
    person = a_person("Iris")
    a_role(person, Role.STARTER, partnership, until_date=today + 10 * DAY)
    a_role(a_person(), Role.STARTER, partnership, until_date=today + 400 * DAY)
    assert [row.person for row in people_counted(partnership).ending] == [person]


def test_the_list_of_people_costs_the_same_for_few_and_many(django_assert_max_num_queries):
    partnership = a_partnership()
    school = an_organisation(partnership)
    browser = browser_of(a_coordinator(partnership))
    for _one in range(25):
        somebody(Role.MENTOR, partnership, school)
    with django_assert_max_num_queries(9):
        browser.get(reverse("people:people", args=[partnership.slug]))
