"""Seats and the waiting list; the last seat asked for by two at once; meetings in a calendar."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from leerruimte.base.refused import Refused
from leerruimte.people.models import Partnership, Person, Role
from leerruimte.people.tests.make import an_organisation, browser_of, somebody, who_is
from leerruimte.trajectories.actions import closing
from leerruimte.trajectories.actions import opportunities as actions
from leerruimte.trajectories.actions.notices import read_notices
from leerruimte.trajectories.actions.seats import leave_seat, take_seat
from leerruimte.trajectories.models import Edition, FreeDays, Notice, Opportunity, Seat
from leerruimte.trajectories.opportunities_ics import as_calendar
from leerruimte.trajectories.queries.agenda import meetings_of_person
from leerruimte.trajectories.queries.notices import notices_of
from leerruimte.trajectories.rules.offering import EditionValues, edition_of
from leerruimte.trajectories.tests import make
from leerruimte.trajectories.tests.at_once import at_once, needs_a_server

SOON = timezone.localdate() + timedelta(days=14)


def a_course(seats: int | None = 1, *, values: EditionValues | None = None) -> tuple[Partnership, Edition, Person]:
    """A course at a school with so many seats, and who gives it."""
    partnership = make.a_partnership()
    make.a_curriculum(partnership)
    school = an_organisation(partnership)
    mentor = somebody(Role.MENTOR, partnership, school)
    values = values or edition_of(rhythm="weekly", first=SOON, times=3, starts=time(15, 30), seats=seats)
    offer = actions.add_opportunity(
        by=who_is(mentor), partnership=partnership, organisation=school, title="Lesson study", editions=[values]
    )
    return partnership, offer.editions.get(), mentor


def students(partnership: Partnership, number: int) -> list[Person]:
    """So many."""
    return [somebody(Role.STUDENT, partnership) for _one in range(number)]


def states(edition: Edition) -> list[str]:
    """In the order in which they came."""
    return list(edition.taken_seats.order_by("asked_at", "pk").values_list("state", flat=True))


@pytest.mark.django_db
def test_when_all_seats_are_taken_the_next_one_waits() -> None:
    """In the order in which they came; asking again changes nothing."""
    partnership, edition, _mentor = a_course(2)
    asking = students(partnership, 4)
    for person in [*asking, asking[0], asking[3]]:
        take_seat(by=who_is(person), partnership=partnership, edition=edition)
    assert states(edition) == ["taken", "taken", "waiting", "waiting"]


@pytest.mark.django_db
def test_who_waits_longest_moves_up_when_somebody_leaves() -> None:
    """And reads it on their own page."""
    partnership, edition, _mentor = a_course(1)
    first, second, third = students(partnership, 3)
    for person in (first, second, third):
        take_seat(by=who_is(person), partnership=partnership, edition=edition)
    assert leave_seat(by=who_is(first), partnership=partnership, edition=edition)
    assert edition.taken_seats.get(person=second).state == "taken"
    assert edition.taken_seats.get(person=third).state == "waiting"
    assert list(Notice.objects.values_list("person", flat=True)) == [second.pk]
    assert "Lesson study" in notices_of(who_is(second))[0].sentence
    # Stopping to wait frees nothing.
    leave_seat(by=who_is(third), partnership=partnership, edition=edition)
    assert Notice.objects.count() == 1
    assert not leave_seat(by=who_is(third), partnership=partnership, edition=edition)


@pytest.mark.django_db
def test_more_seats_let_people_move_up_and_fewer_than_taken_is_refused() -> None:
    """Nobody loses a seat by a number."""
    partnership, edition, mentor = a_course(1)
    for person in students(partnership, 3):
        take_seat(by=who_is(person), partnership=partnership, edition=edition)
    same = {"rhythm": "weekly", "first": SOON, "times": 3, "starts": time(15, 30)}
    move = {"by": who_is(mentor), "partnership": partnership, "edition": edition}
    actions.move_edition(**move, values=edition_of(**same, seats=2))
    assert states(edition) == ["taken", "taken", "waiting"]
    with pytest.raises(Refused) as no:
        actions.move_edition(**move, values=edition_of(**same, seats=1))
    assert no.value.field == "seats"
    # The dates are the same: nobody is told that it moved.
    assert set(Notice.objects.values_list("kind", flat=True)) == {"seat_moved_up"}


@pytest.mark.django_db
def test_nobody_takes_a_seat_in_what_is_closed_or_over() -> None:
    """A page that stood open for a while."""
    partnership, edition, mentor = a_course()
    student = students(partnership, 1)[0]
    Edition.objects.filter(pk=edition.pk).update(first=date(2020, 1, 1), last=date(2020, 1, 9))
    with pytest.raises(Refused):
        take_seat(by=who_is(student), partnership=partnership, edition=edition)
    Edition.objects.filter(pk=edition.pk).update(first=SOON, last=SOON)
    closing.close_opportunity(by=who_is(mentor), partnership=partnership, opportunity=edition.opportunity, why="Ziek")
    answer = browser_of(student).post(
        f"/leermogelijkheden/{partnership.slug}/{edition.opportunity_id}/{edition.pk}/plek/", follow=True
    )
    assert answer.status_code == 200
    assert not Seat.objects.exists()


@pytest.mark.django_db
def test_somebody_who_was_just_too_late_reads_so() -> None:
    """The page said that there was a seat."""
    partnership, edition, _mentor = a_course(1)
    first, late = students(partnership, 2)
    take_seat(by=who_is(first), partnership=partnership, edition=edition)
    address = f"/leermogelijkheden/{partnership.slug}/{edition.opportunity_id}/{edition.pk}/plek/"
    page = browser_of(late).post(address, {"vrij": "1"}, follow=True, headers={"accept-language": "en"})
    assert "Somebody took the last seat just before you" in page.content.decode()
    assert states(edition) == ["taken", "waiting"]


@pytest.mark.django_db
def test_names_are_for_who_gives_it() -> None:
    """Others see how many seats are free, and no names."""
    partnership, edition, mentor = a_course(12)
    seated, other = students(partnership, 2)
    Person.objects.filter(pk=seated.pk).update(first_name="Xanthippe")
    take_seat(by=who_is(seated), partnership=partnership, edition=edition)
    address = f"/leermogelijkheden/{partnership.slug}/{edition.opportunity_id}/"
    assert "Xanthippe" in browser_of(mentor).get(address).content.decode()
    page = browser_of(other).get(address, headers={"accept-language": "en"}).content.decode()
    assert "Xanthippe" not in page
    assert "11 seats free" in page


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_asked_for_by_many_at_once_goes_to_one() -> None:
    """The others wait, in some order, and nobody is lost."""
    needs_a_server()
    partnership, edition, _mentor = a_course(1)
    asking = [who_is(person) for person in students(partnership, 6)]
    at_once([lambda who=who: take_seat(by=who, partnership=partnership, edition=edition) for who in asking])
    assert states(edition) == ["taken", *["waiting"] * 5]
    first = edition.taken_seats.get(state="taken").person
    leaving = [lambda: leave_seat(by=who_is(first), partnership=partnership, edition=edition)] * 2
    at_once([*leaving, lambda: take_seat(by=asking[0], partnership=partnership, edition=edition)])
    assert edition.taken_seats.filter(state="taken").count() == 1


# In a calendar.


def events_of(person: Person) -> list[dict[str, object]]:
    """What a calendar program reads."""
    file = as_calendar(meetings_of_person(person), name="Mijn plekken", now=timezone.now())
    return [dict(event) for event in Calendar.from_ical(file).walk("VEVENT")]


@pytest.mark.django_db
def test_ones_seats_are_in_ones_calendar_in_local_time_and_skip_holidays() -> None:
    """Half past three stays half past three when summer time begins."""
    monday = date(2027, 3, 15)
    values = edition_of(rhythm="weekly", first=monday, times=4, starts=time(15, 30), minutes=90)
    partnership, edition, _mentor = a_course(values=values)
    FreeDays.objects.create(partnership=partnership, why="Pasen", first=date(2027, 3, 29), last=date(2027, 3, 29))
    student, waits = students(partnership, 2)
    take_seat(by=who_is(student), partnership=partnership, edition=edition)
    starts = [event["DTSTART"].dt for event in events_of(student)]  # type: ignore[attr-defined]
    assert [(one.day, one.hour, one.minute) for one in starts] == [
        (15, 15, 30),
        (22, 15, 30),
        (5, 15, 30),
        (12, 15, 30),
    ]
    assert str(starts[0].tzinfo) == "Europe/Amsterdam"
    assert {one.utcoffset() for one in starts} == {timedelta(hours=1), timedelta(hours=2)}
    assert events_of(waits) == []
    file = as_calendar(meetings_of_person(student), name="x", now=timezone.now())
    assert b"BEGIN:VTIMEZONE" in file
    assert b"DTSTART;TZID=Europe/Amsterdam:20270315T153000" in file


@pytest.mark.django_db
def test_what_is_called_off_says_so_and_its_sequence_goes_up() -> None:
    """A calendar program then strikes it out."""
    partnership, edition, mentor = a_course()
    student = students(partnership, 1)[0]
    take_seat(by=who_is(student), partnership=partnership, edition=edition)
    before = events_of(student)
    closing.close_opportunity(by=who_is(mentor), partnership=partnership, opportunity=edition.opportunity, why="Ziek")
    after = events_of(student)
    assert [one["UID"] for one in before] == [one["UID"] for one in after]
    assert {str(one["STATUS"]) for one in before} == {"CONFIRMED"}
    assert {str(one["STATUS"]) for one in after} == {"CANCELLED"}
    assert {one["SEQUENCE"] for one in after} == {1}


@pytest.mark.django_db
def test_an_edition_can_be_put_in_a_calendar_and_what_is_agreed_upon_blocks_no_day() -> None:
    """Whole days, transparent."""
    values = edition_of(rhythm="request", first=SOON, last=SOON + timedelta(days=20))
    partnership, edition, _mentor = a_course(values=values)
    address = f"/leermogelijkheden/{partnership.slug}/{edition.opportunity_id}/{edition.pk}/agenda.ics"
    answer = browser_of(students(partnership, 1)[0]).get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert (event["DTSTART"].dt, str(event["TRANSP"])) == (SOON, "TRANSPARENT")


@pytest.mark.django_db
def test_a_notice_is_read_by_its_own_person_only() -> None:
    """Somebody else's id does nothing."""
    partnership, edition, mentor = a_course()
    one, other = students(partnership, 2)
    take_seat(by=who_is(one), partnership=partnership, edition=edition)
    closing.close_opportunity(by=who_is(mentor), partnership=partnership, opportunity=edition.opportunity, why="Ziek")
    notice = Notice.objects.get()
    assert read_notices(by=who_is(other), notices=[notice.pk]) == 0
    browser_of(one).post("/leermogelijkheden/berichten/gelezen/", {"bericht": str(notice.pk), "terug": "//kwaad.nl"})
    assert notices_of(who_is(one)) == []
    assert [told.is_new for told in notices_of(who_is(one), also_read=True)] == [False]
    assert Opportunity.objects.count() == 1


@pytest.mark.django_db
def test_what_changed_is_read_in_words_with_whom_to_ask() -> None:
    """As it stands on one's own page: what was, what is, and a button that it was read."""
    partnership, edition, mentor = a_course()
    student = students(partnership, 1)[0]
    take_seat(by=who_is(student), partnership=partnership, edition=edition)
    monday = date(2027, 1, 11)
    later = edition_of(rhythm="weekly", first=monday, times=3, starts=time(9))
    actions.move_edition(by=who_is(mentor), partnership=partnership, edition=edition, values=later)
    told = notices_of(who_is(student))
    with override("nl"):
        fragment = render_to_string(
            "trajectories/opportunities/_notices.html", {"told": notices_of(who_is(student)), "back": "/mijn/"}
        )
    assert "11 januari 2027" in fragment
    assert mentor.name in fragment
    assert str(told[0].id) in fragment
    assert f"/leermogelijkheden/{partnership.slug}/{edition.opportunity_id}/" in fragment
    empty = render_to_string("trajectories/opportunities/_notices.html", {"told": []})
    assert not empty.strip()


@pytest.mark.django_db
def test_the_order_of_the_waiting_list_never_turns() -> None:
    """Each came later than who stands before."""
    partnership, edition, _mentor = a_course(1)
    for person in students(partnership, 4):
        take_seat(by=who_is(person), partnership=partnership, edition=edition)
    moments = list(edition.taken_seats.order_by("asked_at", "pk").values_list("asked_at", flat=True))
    assert all(early <= late for early, late in pairwise(moments))
