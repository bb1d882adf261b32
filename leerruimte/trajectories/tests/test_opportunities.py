"""Offering something to learn: who may, who sees it, changing, closing and moving it, and who is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.people.models import Organisation, OrganisationMembership, Person, Role
from leerruimte.people.tests.make import a_coordinator, an_organisation, browser_of, somebody, who_is
from leerruimte.people.who import NOBODY
from leerruimte.trajectories.access.opportunities import visible_opportunities
from leerruimte.trajectories.actions import closing, seats
from leerruimte.trajectories.actions import opportunities as actions
from leerruimte.trajectories.models import Contributes, Edition, Notice, Opportunity, Piece
from leerruimte.trajectories.queries.notices import notices_of
from leerruimte.trajectories.rules.offering import (
    BIWEEKLY,
    ONCE,
    REQUEST,
    WEEKLY,
    EditionValues,
    NotAnEdition,
    edition_of,
    rhythm_of,
)
from leerruimte.trajectories.tests import make

pytestmark = pytest.mark.django_db

SOON = timezone.localdate() + timedelta(days=14)


def a_school_with(role: str) -> tuple[Any, Organisation, Person]:
    """A partnership with a curriculum, a school, and somebody there."""
    partnership = make.a_partnership()
    make.a_curriculum(partnership)
    school = an_organisation(partnership)
    return partnership, school, somebody(role, partnership, school)


def an_evening(partnership: Any, school: Organisation | None, by: Person, **more: Any) -> Opportunity:
    """A parents' evening, once, soon."""
    return actions.add_opportunity(
        by=who_is(by),
        partnership=partnership,
        organisation=school,
        title="Ouderavond maken",
        editions=[edition_of(rhythm=ONCE, first=SOON, minutes=120)],
        outcomes=["PED-11"],
        **more,
    )


def asked(school: Organisation | None, **more: Any) -> dict[str, Any]:
    """What the form sends when only five fields are filled in."""
    return {
        "opportunity_id": str(new_id()),
        "title": "Ouderavond maken",
        "organisation": str(school.pk) if school else "buiten",
        "rhythm": "once",
        "first": SOON.isoformat(),
        "minutes": "120",
        "formality": "non-formal",
        "audience": "partnerships",
        **more,
    }


# What is said about when.


def test_once_meets_on_its_own_day() -> None:
    """Nothing else needs to be chosen."""
    edition = edition_of(rhythm=ONCE, first=date(2026, 9, 3), days=["mo"], times=7)
    assert edition == EditionValues(date(2026, 9, 3), date(2026, 9, 3), ("th",))


def test_a_series_without_end_has_room_for_holidays() -> None:
    """Eight times every other week: sixteen weeks and some."""
    edition = edition_of(rhythm=BIWEEKLY, first=date(2026, 9, 3), times=8)
    assert (edition.days, edition.every_weeks, edition.times) == (("th",), 2, 8)
    assert edition.last - edition.first == timedelta(weeks=20, days=-1)


def test_a_series_until_a_day_counts_its_times() -> None:
    """Two days a week for three weeks are six meetings."""
    edition = edition_of(rhythm=WEEKLY, first=date(2026, 9, 1), last=date(2026, 9, 18), days=["th", "tu"])
    assert (edition.days, edition.times) == (("tu", "th"), 6)


@pytest.mark.parametrize("rhythm", [ONCE, WEEKLY, BIWEEKLY, REQUEST])
def test_the_choice_can_be_read_back(rhythm: str) -> None:
    """What somebody chose is what the form shows later."""
    edition = edition_of(rhythm=rhythm, first=SOON, times=4, last=SOON + timedelta(days=60))
    assert rhythm_of(edition) == rhythm


def test_a_rhythm_that_is_seldom_chosen_stays_what_it_is() -> None:
    """Every thirteen weeks, as an import may say, does not become every four."""
    edition = edition_of(rhythm="every-13", first=SOON, times=3)
    assert (edition.every_weeks, rhythm_of(edition)) == (13, "every-13")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"rhythm": REQUEST}, "no_end"),
        ({"rhythm": WEEKLY}, "how_often"),
        ({"rhythm": WEEKLY, "times": 3, "last": SOON - timedelta(days=1)}, "ends_before"),
        ({"rhythm": REQUEST, "last": SOON + timedelta(days=900)}, "too_long"),
        ({"rhythm": WEEKLY, "times": 9, "last": SOON + timedelta(days=20)}, "does_not_fit"),
    ],
)
def test_what_cannot_be_is_said(more: dict[str, Any], code: str) -> None:
    """With a word for why."""
    with pytest.raises(NotAnEdition) as no:
        edition_of(first=SOON, **more)
    assert no.value.code == code


# Adding.


def test_five_fields_suffice() -> None:
    """The rest has a default that fits."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    answer = browser_of(mentor).post(f"/leermogelijkheden/{partnership.slug}/nieuw/", asked(school))
    assert answer.status_code == 302, answer.context["form"].errors
    offer = Opportunity.objects.get()
    assert (offer.organisation, offer.hours, offer.audience) == (school, 2, "partnerships")
    assert offer.still_right_by == mentor
    assert offer.sought == "ouderavond maken"
    edition = offer.editions.get()
    assert (edition.first, edition.times, edition.minutes, edition.seats) == (SOON, 1, 120, None)


def test_the_own_school_is_chosen_already() -> None:
    """Who works at one place need not say where."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    page = browser_of(mentor).get(f"/leermogelijkheden/{partnership.slug}/nieuw/")
    assert page.context["form"]["organisation"].field.choices[0] == (str(school.pk), school.name)


def test_the_same_form_twice_is_one_offer() -> None:
    """A double press, or a connection that fell away."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    browser, form = browser_of(mentor), asked(school)
    for _time in range(2):
        assert browser.post(f"/leermogelijkheden/{partnership.slug}/nieuw/", form).status_code == 302
    assert Opportunity.objects.count() == 1
    assert Edition.objects.count() == 1


def test_what_was_typed_stays_when_something_is_wrong() -> None:
    """With a sentence beside the field."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    form = asked(school, first="31-02-2026", outcomes=["PED-11"])
    answer = browser_of(mentor).post(f"/leermogelijkheden/{partnership.slug}/nieuw/", form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Ouderavond maken" in page
    assert 'value="PED-11" checked' in page
    assert "31-02-2026" in page
    assert list(answer.context["form"].errors) == ["first"]
    assert not Opportunity.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30"])
def test_a_day_that_nobody_plans_on_is_no_day(day: str) -> None:
    """It is said beside its field."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    typed = {**asked(school), "rhythm": WEEKLY, "first": day}
    answer = browser_of(mentor).post(f"/leermogelijkheden/{partnership.slug}/nieuw/", typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["first"])


def test_who_is_told_opens_it_in_a_partnership_of_their_own() -> None:
    """Its school takes part in two; somebody with a seat knows only the other."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    other = make.a_partnership("ander", "Ander")
    OrganisationMembership.objects.create(partnership=other, organisation=school)
    offer = an_evening(partnership, school, mentor)
    here, there = somebody(Role.STUDENT, partnership), somebody(Role.STUDENT, other)
    for person, place in ((here, partnership), (there, other)):
        seats.take_seat(by=who_is(person), partnership=place, edition=offer.editions.get())
    closing.close_opportunity(by=who_is(mentor), partnership=partnership, opportunity=offer, why="Ziek")
    told = dict(Notice.objects.values_list("person", "address"))
    assert told == {
        here.pk: f"/leermogelijkheden/{partnership.slug}/{offer.pk}/",
        there.pk: f"/leermogelijkheden/{other.slug}/{offer.pk}/",
    }
    assert browser_of(there).get(told[there.pk]).status_code == 200


def test_a_learner_offers_outside_but_not_at_a_school() -> None:
    """The learner as a partner knows what there is outside; a school's offer is the school's."""
    partnership, school, student = a_school_with(Role.STUDENT)
    browser = browser_of(student)
    assert browser.post(f"/leermogelijkheden/{partnership.slug}/nieuw/", asked(school)).status_code == 422
    assert browser.post(f"/leermogelijkheden/{partnership.slug}/nieuw/", asked(None)).status_code == 302
    offer = Opportunity.objects.get()
    assert (offer.organisation, offer.partnership, offer.made_by) == (None, partnership, student)
    with pytest.raises(Refused):
        an_evening(partnership, school, student)


def test_an_outcome_of_nowhere_is_refused() -> None:
    """Only what stands in the curriculum of today."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    with pytest.raises(Refused) as no:
        actions.add_opportunity(
            by=who_is(mentor), partnership=partnership, organisation=school, title="Iets", outcomes=["XYZ-1"]
        )
    assert no.value.field == "outcomes"


# Who sees it.


def test_an_offer_is_seen_in_every_partnership_its_organisation_belongs_to() -> None:
    """Kept once; not where it belonged before."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    other, third = make.a_partnership("ander", "Ander"), make.a_partnership("derde", "Derde")
    offer = an_evening(partnership, school, mentor)
    day = timezone.localdate()
    OrganisationMembership.objects.create(partnership=other, organisation=school)
    OrganisationMembership.objects.create(
        partnership=third, organisation=school, from_date=day - timedelta(9), until_date=day - timedelta(1)
    )
    for place, seen in ((partnership, [offer]), (other, [offer]), (third, [])):
        student = somebody(Role.STUDENT, place)
        assert list(visible_opportunities(who_is(student), place)) == seen
    assert not visible_opportunities(NOBODY, partnership).exists()
    assert not visible_opportunities(who_is(mentor), other).exists()


def test_what_is_for_the_own_people_is_not_seen_by_others() -> None:
    """Not by others of the same partnership, also not by its address."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    offer = an_evening(partnership, school, mentor, audience="organisation")
    colleague, stranger = somebody(Role.STUDENT, partnership, school), somebody(Role.STUDENT, partnership)
    address = f"/leermogelijkheden/{partnership.slug}/{offer.pk}/"
    assert browser_of(colleague).get(address).status_code == 200
    assert browser_of(stranger).get(address).status_code == 404
    assert "Ouderavond" not in browser_of(stranger).get(f"/leermogelijkheden/{partnership.slug}/").content.decode()


# Changing, closing, moving.


def a_piece_of(offer: Opportunity, school: Organisation) -> Piece:
    """On the board of a learner whose mentor stands beside."""
    version = offer.contributes.get(code="PED-11").curriculum.versions.get()
    trajectory = make.a_trajectory(make.a_partnership(), version=version, school=school)
    make.a_mentor(trajectory)
    return Piece.objects.create(
        trajectory=trajectory,
        opportunity=offer,
        edition=offer.editions.get(),
        title=offer.title,
        where="school",
        first_week=SOON,
        last_week=SOON,
    )


def test_closing_tells_everybody_who_counted_on_it_and_nobody_else() -> None:
    """Who has a seat, who has a piece, who stands beside that learner; once each, with the reason."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    offer = an_evening(partnership, school, mentor)
    piece, gone = a_piece_of(offer, school), somebody(Role.STUDENT, partnership)
    seated = somebody(Role.STUDENT, partnership)
    offer.editions.get().taken_seats.create(person=seated, state="taken")
    offer.editions.get().taken_seats.create(person=piece.trajectory.learner, state="taken")
    closing.close_opportunity(by=who_is(mentor), partnership=partnership, opportunity=offer, why="Mevrouw Bos is ziek")
    beside = piece.trajectory.members.exclude(person=piece.trajectory.learner).get().person
    told = list(Notice.objects.values_list("person", flat=True))
    assert sorted(told) == sorted([seated.pk, piece.trajectory.learner_id, beside.pk if beside else 0])
    assert gone.pk not in told
    notice = notices_of(who_is(seated))[0]
    assert "Mevrouw Bos is ziek" in notice.sentence
    assert notice.ask == mentor.name
    offer.refresh_from_db()
    assert offer.closed_at
    assert offer.editions.get().version == 1


def test_closing_twice_tells_once() -> None:
    """A double press."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    offer = an_evening(partnership, school, mentor)
    offer.editions.get().taken_seats.create(person=somebody(Role.STUDENT, partnership), state="taken")
    for _time in range(2):
        closing.close_opportunity(by=who_is(mentor), partnership=partnership, opportunity=offer, why="Vol")
    assert Notice.objects.count() == 1


def test_moving_tells_what_was_and_what_is() -> None:
    """And who was behind is told to look again, not overwritten."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    offer = an_evening(partnership, school, mentor)
    student = somebody(Role.STUDENT, partnership)
    edition = offer.editions.get()
    edition.taken_seats.create(person=student, state="taken")
    later = edition_of(rhythm=ONCE, first=SOON + timedelta(days=7), minutes=120)
    move = {"by": who_is(mentor), "partnership": partnership, "edition": edition, "seen_version": 0}
    actions.move_edition(**move, values=later)
    told = Notice.objects.get(person=student)
    assert (told.values["was"]["first"], told.values["is"]["first"]) == (
        SOON.isoformat(),
        (SOON + timedelta(days=7)).isoformat(),
    )
    assert notices_of(who_is(student))[0].sentence
    with pytest.raises(Refused):
        actions.move_edition(**move, values=edition_of(rhythm=ONCE, first=SOON + timedelta(days=9)))
    edition.refresh_from_db()
    assert (edition.first, edition.version) == (SOON + timedelta(days=7), 1)


def test_changing_keeps_what_it_gives_in_another_partnerships_curriculum() -> None:
    """Each partnership says it by its own curriculum."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    offer = an_evening(partnership, school, mentor)
    other = make.a_curriculum(make.a_partnership("ander", "Ander"))
    Contributes.objects.create(opportunity=offer, curriculum=other.curriculum, code="PED-12")
    actions.change_opportunity(
        by=who_is(mentor), partnership=partnership, opportunity=offer, values={"title": "Avond"}, outcomes=["DID-11"]
    )
    assert set(offer.contributes.values_list("code", flat=True)) == {"DID-11", "PED-12"}


def test_still_right_is_one_tap_and_says_by_whom() -> None:
    """The date and the name stand on the page; others cannot."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    offer = an_evening(partnership, school, mentor)
    Opportunity.objects.update(still_right_at=timezone.now() - timedelta(days=400))
    educator = somebody(Role.SCHOOL_EDUCATOR, partnership, school)
    address = f"/leermogelijkheden/{partnership.slug}/{offer.pk}/"
    assert browser_of(somebody(Role.STUDENT, partnership)).post(f"{address}juist/").status_code == 404
    assert browser_of(educator).post(f"{address}juist/").status_code == 302
    offer.refresh_from_db()
    assert offer.still_right_by == educator
    assert timezone.now() - offer.still_right_at < timedelta(minutes=1)
    assert educator.name in browser_of(mentor).get(address).content.decode()


def test_what_nobody_looked_at_for_long_comes_first() -> None:
    """Of one's own organisation only."""
    partnership, school, mentor = a_school_with(Role.MENTOR)
    old, new = an_evening(partnership, school, mentor), an_evening(partnership, school, mentor)
    elsewhere = an_organisation(partnership, name="Het Zilverspoor")
    an_evening(partnership, elsewhere, somebody(Role.MENTOR, partnership, elsewhere))
    Opportunity.objects.filter(pk=old.pk).update(still_right_at=timezone.now() - timedelta(days=300))
    page = browser_of(mentor).get(f"/leermogelijkheden/{partnership.slug}/nog-juist/")
    assert [one.pk for one in page.context["page"]] == [old.pk, new.pk]
    assert page.content.decode().count('class="pill"') == 1


def test_a_coordinator_adds_for_any_organisation_and_a_stranger_for_none() -> None:
    """With a second proof."""
    partnership, school, _mentor = a_school_with(Role.MENTOR)
    coordinator = a_coordinator(partnership)
    assert an_evening(partnership, school, coordinator).organisation == school
    with pytest.raises(Refused):
        actions.add_opportunity(
            by=who_is(coordinator, second_factor=False), partnership=partnership, organisation=school, title="Iets"
        )
