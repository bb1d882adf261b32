"""Who comes, by name: for whoever gives an edition and for a school; and that somebody looked."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from leerruimte.people.models import AuditEntry, Person, Role
from leerruimte.people.tests.make import a_coordinator, browser_of, somebody, who_is
from leerruimte.trajectories.actions.opportunities import add_opportunity
from leerruimte.trajectories.actions.seats import take_seat
from leerruimte.trajectories.models import Cohort, CohortLearner, Edition, Period, Seat
from leerruimte.trajectories.queries.one_opportunity import NAMED, opportunity_seen
from leerruimte.trajectories.rules.offering import values_of
from leerruimte.trajectories.tests.test_closing import an_offer_twice, seated
from leerruimte.trajectories.views.who_comes import A_PAGE

pytestmark = pytest.mark.django_db


def looks() -> list[tuple[str, str]]:
    """What was looked at, by kind."""
    return list(AuditEntry.objects.filter(verb=AuditEntry.Verb.LOOKED).values_list("kind", "thing"))


def with_many_seats(partnership: Any, edition: Edition, number: int) -> list[Person]:
    """So many people with a seat, and one who waits."""
    Edition.objects.filter(pk=edition.pk).update(seats=number)
    return seated(partnership, edition, number + 1)


def test_all_names_stand_on_a_page_of_their_own_in_order_and_looking_is_noted_once() -> None:
    """Only for who gives it; others do not know that it is there."""
    partnership, offer, mentor, (edition, _second) = an_offer_twice()
    people = with_many_seats(partnership, edition, A_PAGE)
    page = f"/leermogelijkheden/{partnership.slug}/{offer.pk}/{edition.pk}/wie/"
    browser = browser_of(mentor)
    assert page in browser.get(f"/leermogelijkheden/{partnership.slug}/{offer.pk}/").content.decode()
    assert looks() == []
    first = browser.get(page).context["page"]
    assert [seat.person for seat in first.object_list] == people[:A_PAGE]
    (last,) = browser.get(page, {"pagina": "2"}).context["page"].object_list
    assert (last.person, last.state) == (people[-1], Seat.State.WAITING)
    assert looks() == [("seats", f"{offer.pk} {edition.pk}")]
    assert browser_of(people[0]).get(page).status_code == 404
    assert len(looks()) == 1


def test_the_page_of_an_offer_names_the_first_and_reads_no_more_however_many_there_are() -> None:
    """The rest is counted."""
    partnership, offer, mentor, (edition, _second) = an_offer_twice()
    people = with_many_seats(partnership, edition, NAMED + 3)
    seen = opportunity_seen(who_is(mentor), partnership, offer).editions[0]
    assert list(seen.people) == people[:NAMED]
    assert (seen.taken, seen.waiting) == (NAMED + 3, 1)
    mine = opportunity_seen(who_is(people[-1]), partnership, offer).editions[0]
    assert (mine.mine, mine.place, mine.people) == ("waiting", 1, ())


def test_of_what_is_outside_who_added_it_and_a_coordinator_read_who_comes() -> None:
    """Not everybody who works here."""
    partnership, offer, mentor, _editions = an_offer_twice()
    student = somebody(Role.STUDENT, partnership)
    outside = add_opportunity(
        by=who_is(student), partnership=partnership, title="Buiten", editions=[values_of_first(offer)]
    )
    edition = outside.editions.get()
    take_seat(by=who_is(somebody(Role.STUDENT, partnership)), partnership=partnership, edition=edition)
    page = f"/leermogelijkheden/{partnership.slug}/{outside.pk}/{edition.pk}/wie/"
    answers = [browser_of(one).get(page).status_code for one in (student, a_coordinator(partnership), mentor)]
    assert answers == [200, 200, 404]


def values_of_first(offer: Any) -> Any:
    """When its first edition is, as values."""
    return values_of(offer.editions.order_by("first")[0])


def test_a_school_reads_every_learner_who_was_told_and_a_coordinator_reads_them_at_the_cohort() -> None:
    """Twenty names stand with the numbers; the rest on a page of its own. Another partnership's period is not there."""
    partnership, offer, _mentor, _editions = an_offer_twice()
    school, today = offer.organisation, timezone.localdate()
    assert school
    period = Period.objects.create(partnership=partnership, name="P", first=today, last=today + timedelta(days=60))
    cohort = Cohort.objects.create(period=period, title="Lichting")
    for number in range(23):
        CohortLearner.objects.create(
            cohort=cohort, name=f"Lin {number:02}", email=f"lin{number}@x.example", told_school=school,
            told_at=timezone.now() if number else None,
        )  # fmt: skip
    educator = browser_of(somebody(Role.SCHOOL_EDUCATOR, partnership, school))
    places = f"/leermogelijkheden/{partnership.slug}/plekken/{school.pk}/"
    numbers = educator.get(places)
    assert (numbers.context["forms"][0].said.number_coming, len(numbers.context["forms"][0].said.coming)) == (22, 20)
    page = f"{places}{period.pk}/wie/"
    assert page in numbers.content.decode()
    shown = educator.get(page).content.decode()
    assert ("Lin 22" in shown, "Lin 00" in shown) == (True, False)
    assert looks() == [("places", f"{school.pk} {period.pk}")]
    assert educator.get(f"{places}{period.pk + 1}/wie/").status_code == 404
    assert browser_of(a_coordinator(partnership)).get(page).status_code == 404
