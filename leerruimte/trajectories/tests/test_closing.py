"""Closing one time of an offer, opening a closed offer again, and what is asked beforehand."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from leerruimte.base.refused import Refused
from leerruimte.people.models import Organisation, Partnership, Person, Role
from leerruimte.people.tests.make import an_organisation, browser_of, somebody, who_is
from leerruimte.trajectories.actions import closing
from leerruimte.trajectories.actions.opportunities import add_opportunity
from leerruimte.trajectories.actions.seats import leave_seat, take_seat
from leerruimte.trajectories.models import Contributes, Edition, Notice, Opportunity, Piece
from leerruimte.trajectories.queries.notices import notices_of
from leerruimte.trajectories.rules.offering import WEEKLY, EditionValues, edition_of
from leerruimte.trajectories.tests import make

pytestmark = pytest.mark.django_db

SOON = timezone.localdate() + timedelta(days=14)


def a_series(weeks: int = 0) -> EditionValues:
    """Three times, for one person; so many weeks later."""
    return edition_of(rhythm=WEEKLY, first=SOON + timedelta(weeks=weeks), times=3, seats=1)


def an_offer_twice() -> tuple[Partnership, Opportunity, Person, list[Edition]]:
    """Something at a school at two times, and who gives it."""
    partnership = make.a_partnership()
    make.a_curriculum(partnership)
    school: Organisation = an_organisation(partnership)
    mentor = somebody(Role.MENTOR, partnership, school)
    offer = add_opportunity(
        by=who_is(mentor), partnership=partnership, organisation=school, title="Lesson study",
        editions=[a_series(), a_series(10)],
    )  # fmt: skip
    return partnership, offer, mentor, list(offer.editions.order_by("first"))


def seated(partnership: Partnership, edition: Edition, number: int = 1) -> list[Person]:
    """So many students who ask for a seat, in order."""
    people = [somebody(Role.STUDENT, partnership) for _one in range(number)]
    for person in people:
        take_seat(by=who_is(person), partnership=partnership, edition=edition)
    return people


def told(person: Person) -> list[str]:
    """The kinds of what somebody was told, the first first."""
    return list(Notice.objects.filter(person=person).order_by("made_at").values_list("kind", flat=True))


def test_closing_one_time_tells_those_of_that_time_only() -> None:
    """Seat, waiting list and board; a board with the other time, or without any, hears nothing."""
    partnership, offer, mentor, (first, second) = an_offer_twice()
    seat, waits = seated(partnership, first, 2)
    (other,) = seated(partnership, second)
    on_board, other_board, no_time = (make.a_trajectory(partnership, version=_version()) for _one in range(3))
    for trajectory, edition in ((on_board, first), (other_board, second), (no_time, None)):
        Piece.objects.create(
            trajectory=trajectory, opportunity=offer, edition=edition, title="Lesson study", where="school",
            first_week=make.MONDAY, last_week=make.MONDAY,
        )  # fmt: skip
    closing.close_edition(by=who_is(mentor), partnership=partnership, edition=first, why="Te weinig mensen")
    for person in (seat, waits, on_board.learner):
        assert told(person) == ["edition_closed"]
    for person in (other, other_board.learner, no_time.learner):
        assert told(person) == []
    assert "Te weinig mensen" in notices_of(who_is(seat))[0].sentence
    offer.refresh_from_db()
    assert offer.closed_at is None
    with pytest.raises(Refused):
        take_seat(by=who_is(other), partnership=partnership, edition=first)


def test_closing_it_twice_tells_once_and_asks_why() -> None:
    """A second press changes nothing."""
    partnership, _offer, mentor, (first, _second) = an_offer_twice()
    (seat,) = seated(partnership, first)
    with pytest.raises(Refused):
        closing.close_edition(by=who_is(mentor), partnership=partnership, edition=first, why=" ")
    for _press in range(2):
        closing.close_edition(by=who_is(mentor), partnership=partnership, edition=first, why="Ziek")
    assert told(seat) == ["edition_closed"]
    with pytest.raises(Refused):
        closing.close_edition(by=who_is(seat), partnership=partnership, edition=first, why="Ziek")


def test_opening_again_tells_only_who_waits_and_gives_a_seat_that_came_free() -> None:
    """What closed by itself earlier stays closed."""
    partnership, offer, mentor, (first, second) = an_offer_twice()
    seat, next_one, last_one = seated(partnership, first, 3)
    by: Any = {"by": who_is(mentor), "partnership": partnership}
    closing.close_edition(**by, edition=second, why="Ziek")
    closing.close_opportunity(**by, opportunity=offer, why="Ziek")
    leave_seat(by=who_is(seat), partnership=partnership, edition=first)
    Notice.objects.all().delete()
    for _press in range(2):
        closing.open_again(**by, opportunity=offer)
    assert [told(one) for one in (seat, next_one, last_one)] == [[], ["seat_moved_up"], ["offer_opened"]]
    offer.refresh_from_db()
    assert (offer.closed_at, offer.closed_why) == (None, "")
    assert [one.closed_at is None for one in offer.editions.order_by("first")] == [True, False]


def test_the_page_opens_it_again_in_one_press_and_closes_one_time() -> None:
    """For who gives it; who learns sees no button."""
    partnership, offer, mentor, (first, _second) = an_offer_twice()
    browser, page = browser_of(mentor), f"/leermogelijkheden/{partnership.slug}/{offer.pk}/"
    assert f"{page}{first.pk}/sluit/" in browser.get(page).content.decode()
    assert browser.post(f"{page}{first.pk}/sluit/", {"why": ""}).status_code == 422
    assert browser.post(f"{page}{first.pk}/sluit/", {"why": "Ziek"}).status_code == 302
    browser.post(f"{page}sluit/", {"why": "Ziek"})
    assert f"{page}weer-open/" in browser.get(page).content.decode()
    learner = browser_of(somebody(Role.STUDENT, partnership))
    assert f"{page}weer-open/" not in learner.get(page).content.decode()
    assert learner.post(f"{page}weer-open/").status_code == 404
    assert browser.post(f"{page}weer-open/").status_code == 302
    offer.refresh_from_db()
    assert offer.closed_at is None


def test_one_time_that_was_called_off_goes_on_again_and_those_who_counted_on_it_are_told() -> None:
    """For who gives it, until it is over; not when all of it is closed."""
    partnership, offer, mentor, (first, second) = an_offer_twice()
    seat, waits = seated(partnership, first, 2)
    (other,) = seated(partnership, second)
    browser, page = browser_of(mentor), f"/leermogelijkheden/{partnership.slug}/{offer.pk}/"
    again = f"{page}{first.pk}/weer-open/"
    assert again not in browser.get(page).content.decode()
    closing.close_edition(by=who_is(mentor), partnership=partnership, edition=first, why="Ziek")
    Notice.objects.all().delete()
    assert again in browser.get(page).content.decode()
    assert again not in browser_of(seat).get(page).content.decode()
    for _press in range(2):
        assert browser.post(again).status_code == 302
    first.refresh_from_db()
    assert first.closed_at is None
    assert [told(one) for one in (seat, waits, other)] == [["offer_on_again"], ["offer_opened"], []]
    assert offer.title in notices_of(who_is(seat))[0].sentence
    closing.close_edition(by=who_is(mentor), partnership=partnership, edition=first, why="Ziek")
    Edition.objects.filter(pk=first.pk).update(first=SOON - timedelta(90), last=SOON - timedelta(60))
    closing_again: Any = {"by": who_is(mentor), "partnership": partnership, "edition": first}
    with pytest.raises(Refused):
        closing.open_edition_again(**closing_again)
    closing.close_opportunity(by=who_is(mentor), partnership=partnership, opportunity=offer, why="Ziek")
    with pytest.raises(Refused):
        closing.open_edition_again(**{**closing_again, "edition": second})


def test_what_is_asked_beforehand_is_entered_shown_and_kept() -> None:
    """On adding and on changing; it cannot be what is learned."""
    partnership, offer, mentor, _editions = an_offer_twice()
    browser, page = browser_of(mentor), f"/leermogelijkheden/{partnership.slug}/{offer.pk}/"
    said = {"title": "Lesson study", "formality": "formal", "audience": "partnerships"}
    wrong = browser.post(f"{page}verander/", {**said, "outcomes": ["PED-12"], "asks": ["PED-12"]})
    assert wrong.status_code == 422
    assert "asks" in wrong.context["form"].errors
    assert not Contributes.objects.exists()
    assert browser.post(f"{page}verander/", {**said, "outcomes": ["PED-12"], "asks": ["PED-11"]}).status_code == 302
    kept = set(Contributes.objects.values_list("code", "asked_beforehand"))
    assert kept == {("PED-12", False), ("PED-11", True)}
    assert [one.code for one in browser.get(page).context["seen"].asks] == ["PED-11"]
    shown = browser.get(f"{page}verander/").context["form"]
    assert (shown["outcomes"].value(), shown["asks"].value()) == (["PED-12"], ["PED-11"])
    new = browser.get(f"/leermogelijkheden/{partnership.slug}/nieuw/")
    assert 'name="asks"' in new.content.decode()
    filled = {
        **said, "opportunity_id": str(new.context["form"]["opportunity_id"].value()), "organisation": "buiten",
        "rhythm": "once", "first": SOON.isoformat(), "minutes": "60", "asks": ["DID-11"],
    }  # fmt: skip
    assert browser.post(f"/leermogelijkheden/{partnership.slug}/nieuw/", filled).status_code == 302
    assert Contributes.objects.filter(code="DID-11", asked_beforehand=True).count() == 1


def _version() -> Any:
    return make.CurriculumVersion.objects.get()
