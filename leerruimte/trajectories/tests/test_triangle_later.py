"""The triangle conversation: taking over, a page that stays small, seats that are full, and who was there."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.encounters.models import Encounter, Participation
from leerruimte.people.tests.make import browser_of, who_is
from leerruimte.trajectories.access.triangle import Seat as Chair
from leerruimte.trajectories.access.triangle import link_of
from leerruimte.trajectories.actions.leaving import forget
from leerruimte.trajectories.actions.triangle_after import look_back
from leerruimte.trajectories.actions.triangle_preparing import lay_side_by_side, say_ready
from leerruimte.trajectories.actions.triangle_together import sign, take_over
from leerruimte.trajectories.models import (
    Agreement,
    Edition,
    Field,
    Line,
    LookBack,
    Move,
    Piece,
    Preparation,
    Seat,
    TriangleConversation,
)
from leerruimte.trajectories.queries.notices import notices_of
from leerruimte.trajectories.queries.own import all_of
from leerruimte.trajectories.queries.triangle_together import standing_lines
from leerruimte.trajectories.rules.triangle import parts_changed
from leerruimte.trajectories.tests.at_once import at_once, needs_a_server
from leerruimte.trajectories.tests.make import an_opportunity
from leerruimte.trajectories.tests.make_triangle import (
    EDUCATOR,
    LEARNER,
    MENTOR,
    a_piece,
    a_triangle,
    all_sign,
    all_written,
    confirmed,
    now,
    prepares,
    seats_of,
    side_by_side,
    writes,
)

pytestmark = pytest.mark.django_db
GOOD = ("PED-11", "good")


def prepared(seat: Chair, text: str = "Vlot.", field: str = "good", **more: object) -> UUID:
    """Something that one of the three prepared; its id."""
    prepares(seat, field, text, **more)
    return Preparation.objects.get(member=seat.member, field=field).pk


# ---- taking over ----


def test_words_are_taken_over_as_they_are_with_what_was_chosen():
    triangle = a_triangle()
    piece = a_piece(triangle.trajectory)
    mine = prepared(seats_of(triangle)[MENTOR], "Ik kijk mee.", "route", pieces=(str(piece.pk),))
    learner = side_by_side(triangle)[LEARNER]
    first = writes(learner, "route", "Iets.")
    browser = browser_of(learner.member.person)
    for _twice in range(2):
        answer = browser.post(f"/driehoek/{triangle.pk}/samen/regel/", {"take": f"0-route {mine} {first.pk}"})
        assert answer["Location"].endswith("/samen/#deel-1-route")
    stand = standing_lines(triangle)["PED-11", "route"]
    assert [(row.text, row.choice) for row in stand] == [("Ik kijk mee.", {"pieces": [str(piece.pk)]})]
    assert Line.objects.count() == 2


def test_of_two_texts_one_is_chosen_and_the_other_stays_to_be_read_back():
    triangle = a_triangle()
    learner, mentor, _educator = side_by_side(triangle)
    one, other = writes(learner, "good", "Vlot."), writes(mentor, "good", "Rustig.")
    # Two who choose the same at the same moment made one text of it.
    for seat in (learner, mentor):
        take_over(by=seat, place=GOOD, text=one.pk, seen=[one.pk, other.pk])
    assert [row.text for row in standing_lines(triangle)[GOOD]] == ["Vlot."]
    assert Line.objects.count() == 3


def test_words_of_who_is_not_ready_and_of_another_field_or_conversation_are_not_taken_over():
    triangle = a_triangle()
    hers = prepared(seats_of(triangle)[MENTOR], "Nog van mij.")
    learner = seats_of(triangle)[LEARNER]
    lay_side_by_side(by=learner, also_unready=True)
    browser = browser_of(learner.member.person)
    answer = browser.post(f"/driehoek/{triangle.pk}/samen/regel/", {"take": f"0-good {hers}"})
    assert answer.status_code == 422
    assert "Nog van mij." not in answer.content.decode()
    say_ready(by=seats_of(triangle)[MENTOR])
    with pytest.raises(Refused):
        take_over(by=learner, place=("DID-11", "good"), text=hers)
    elsewhere = writes(side_by_side(a_triangle())[LEARNER], "good", "Elders.")
    with pytest.raises(Refused):
        take_over(by=learner, place=GOOD, text=elsewhere.pk)
    assert not triangle.lines.exists()
    take_over(by=learner, place=GOOD, text=hers)
    assert triangle.lines.get().text == "Nog van mij."


@pytest.mark.parametrize("take", ["", "0-good", "9-good x", "0-good x", "x-good {id}", "0-x {id}", "-1-good {id}"])
def test_what_is_no_button_of_ours_is_nowhere(take: str):
    triangle = a_triangle()
    learner = side_by_side(triangle)[LEARNER]
    answer = browser_of(learner.member.person).post(
        f"/driehoek/{triangle.pk}/samen/regel/", {"take": take.format(id=new_id())}
    )
    assert answer.status_code == 404


# ---- a page that stays small ----


def full(outcomes: int, pieces: int) -> TriangleConversation:
    """Side by side, with every field of so many outcomes prepared by all, and so many pieces on the board."""
    triangle = a_triangle()
    triangle.outcomes = ["PED-11", "DID-11", "PED-12", "DID-12"][:outcomes]
    triangle.save()
    for number in range(pieces):
        a_piece(triangle.trajectory, f"Stuk {number}", contributes=dict.fromkeys(triangle.outcomes, 10))
    for seat in seats_of(triangle):
        for outcome in triangle.outcomes:
            for name in Field.values:
                prepares(seat, name, "Woorden over iets dat wij leren. " * 6, outcome=outcome)
    learner = side_by_side(triangle)[LEARNER]
    for outcome in triangle.outcomes:
        for name in ("outcome", "sufficient", "route"):
            writes(learner, name, "Ik leer kijken naar kinderen.", outcome=outcome)
    return triangle


def test_side_by_side_costs_the_same_queries_whatever_lies_there_and_stays_small():
    costs = []
    for outcomes, pieces in ((1, 2), (4, 20)):
        triangle = full(outcomes, pieces)
        browser = browser_of(triangle.trajectory.learner)
        address = f"/driehoek/{triangle.pk}/samen/"
        state = browser.get(address).context["state"]
        counted = []
        for asked in (address, f"{address}stand/?stand={state}", f"{address}stand/?stand=lang-geleden"):
            with CaptureQueriesContext(connection) as queries:
                page = browser.get(asked)
            counted.append((page.status_code, len(queries)))
        costs.append(counted)
    assert costs[0] == costs[1]
    assert costs[0][0][1] <= 21
    assert len(browser.get(address).content) < 90_000


def test_a_page_that_asks_gets_only_the_parts_that_are_different():
    triangle = full(4, 5)
    learner, mentor, _educator = seats_of(triangle)
    browser = browser_of(learner.member.person)
    address = f"/driehoek/{triangle.pk}/samen/"
    state = browser.get(address).context["state"]
    writes(mentor, "example", "Zoals gisteren.", outcome="DID-11")
    asked = browser.get(f"{address}stand/?stand={state}")
    page = asked.content.decode()
    assert page.count("<article") == 1
    assert 'data-part="2-example"' in page
    assert 'data-part="sign"' in page
    assert "Zoals gisteren." in page
    # Who writes hears of all that changed since they looked, and of a page of long ago everything is sent.
    sent = {"place": "0-good", "id": str(new_id()), "0-good": "Rustig."}
    after = browser.post(f"{address}regel/", {**sent, "stand": state}, headers={"X-Leerruimte": "1"})
    assert after.content.decode().count("<article") == 2
    for stale in ("", "x", "together-1-distance-0-1.2", state.replace("together-3", "together-2")):
        assert browser.get(f"{address}stand/", {"stand": stale}).content.decode().count("<article") == 20


def test_the_difference_between_two_states():
    assert parts_changed("together-3-distance-0-1.0.2", "together-3-distance-2-1.0.2") == set()
    assert parts_changed("together-3-distance-0-1.0.2", "together-3-distance-0-1.1.3") == {1, 2}
    assert parts_changed("together-2-distance-0-1.0.2", "together-3-distance-0-1.0.2") is None
    assert parts_changed("together-3-distance-0-1.0", "together-3-distance-0-1.0.2") is None
    assert parts_changed("", "together-3-distance-0-1.0.2") is None


# ---- full at confirming ----


def of_a_full_course(seats: int = 1) -> tuple[Agreement, Piece]:
    """An agreement in which a piece is chosen that others filled; the mentor has no account."""
    triangle = a_triangle(guest=True)
    opportunity = an_opportunity(triangle.trajectory.version, "Kijkwijzer", seats=seats)
    Edition.objects.update(first=timezone.localdate(), last=timezone.localdate() + timedelta(weeks=9))
    edition = opportunity.editions.get()
    other = a_triangle().trajectory.learner
    Seat.objects.create(edition=edition, person=other, state=Seat.State.TAKEN)
    piece = a_piece(triangle.trajectory, "Kijkwijzer", opportunity=opportunity, edition=edition)
    learner = side_by_side(triangle)[LEARNER]
    all_written(learner)
    before = standing_lines(triangle)["DID-11", "route"][0]
    writes(learner, "route", "", outcome="DID-11", after=before, pieces=(str(piece.pk),))
    return all_sign(triangle), piece


def test_when_it_is_full_all_three_are_told_of_the_place_on_the_waiting_list():
    agreement, _piece = of_a_full_course()
    learner, mentor, educator = seats_of(agreement.triangle)
    for seat in (learner, educator):
        [told] = notices_of(who_is(seat.member.person))
        assert "Kijkwijzer" in told.sentence
        assert "wachtlijst" in told.sentence
        assert "wachtlijst" in browser_of(seat.member.person).get(told.address).content.decode()
    by_link = f"/driehoek/met/{link_of(mentor.member)}/afspraak/{agreement.number}/"
    assert "wachtlijst" in Client().get(by_link).content.decode()
    # Who has a seat by now is not said to wait.
    Seat.objects.update(state=Seat.State.TAKEN)
    assert "wachtlijst" not in Client().get(by_link).content.decode()


def test_when_there_is_room_nobody_is_told_anything():
    agreement, _piece = of_a_full_course(seats=2)
    learner = agreement.trajectory.learner
    assert Seat.objects.get(person=learner).state == Seat.State.TAKEN
    assert notices_of(who_is(learner)) == []
    assert "Kijkwijzer" in str(agreement.content)


def test_what_is_not_offered_any_more_is_agreed_without_a_seat_and_that_is_said(monkeypatch: pytest.MonkeyPatch):
    def gone(**_all: object) -> None:
        raise Refused("closed")

    monkeypatch.setattr("leerruimte.trajectories.actions.triangle_together.take_seat", gone)
    agreement, piece = of_a_full_course()
    assert Piece.objects.get(pk=piece.pk).state == Piece.State.AGREED
    learner = agreement.trajectory.learner
    [told] = notices_of(who_is(learner))
    assert "geen plek" in told.sentence
    assert "geen plek" in browser_of(learner).get(told.address).content.decode()


def test_what_was_agreed_is_a_move_of_who_confirmed_last():
    agreement, piece = of_a_full_course()
    move = Move.objects.get(piece=piece, kind=Move.Kind.AGREE)
    educator = seats_of(agreement.triangle)[EDUCATOR].member
    assert (move.by, move.by_name) == (educator.person, educator.person.name)


# ---- who was there ----


def there(triangle: TriangleConversation) -> list[str]:
    return list(Participation.objects.filter(encounter=triangle.pk).order_by("number").values_list("role", flat=True))


def test_who_does_something_side_by_side_leaves_a_trace_also_when_it_is_never_confirmed():
    triangle = a_triangle(guest=True)
    learner, mentor, educator = seats_of(triangle)
    say_ready(by=educator)
    assert there(triangle) == []
    before = Encounter.objects.get(pk=triangle.pk).version
    for _twice in range(2):
        lay_side_by_side(by=learner, also_unready=True)
    assert there(triangle) == [learner.member.role]
    writes(mentor, "good", "Rustig.", after=writes(mentor, "good", "Vlot."))
    assert there(triangle) == [learner.member.role, mentor.member.role]
    all_written(learner)
    sign(by=learner, revision=now(triangle))
    assert len(there(triangle)) == 2
    assert Encounter.objects.get(pk=triangle.pk).version > before
    # The educator laid down words but was never there.
    mine = Participation.objects.get(encounter=triangle.pk, person=learner.member.person)
    assert mine.organisation == triangle.trajectory.school
    assert Participation.objects.get(encounter=triangle.pk, role=mentor.member.role).first_name == "Els"


def test_who_lays_down_words_later_is_there_and_at_the_end_everybody_is_there_once():
    triangle = a_triangle()
    learner, mentor, educator = seats_of(triangle)
    lay_side_by_side(by=learner, also_unready=True)
    say_ready(by=mentor)
    assert there(triangle) == [learner.member.role, mentor.member.role]
    all_written(learner)
    for seat in (learner, mentor, educator):
        sign(by=seat, revision=now(triangle))
    assert there(triangle) == [learner.member.role, mentor.member.role, educator.member.role]


# ---- a link on paper ----


def test_a_new_link_is_there_once_with_a_code_to_scan():
    triangle = a_triangle(guest=True)
    mentor, educator = seats_of(triangle)[MENTOR].member, seats_of(triangle)[EDUCATOR].member
    browser = browser_of(educator.person)
    page = browser.post(f"/driehoek/{triangle.pk}/link/", {"member": str(mentor.pk)}).content.decode()
    mentor.refresh_from_db()
    assert f"/driehoek/met/{link_of(mentor)}/" in page
    assert '<div class="qr"><svg' in page
    assert "data-print" in page
    again = browser.get(f"/driehoek/{triangle.pk}/").content.decode()
    assert link_of(mentor) not in again
    assert '<div class="qr">' not in again
    assert not mail.outbox


# ---- what is taken out and let go of ----


def of_the_mentor() -> tuple[Agreement, Chair]:
    """A mentor who prepared and looked back, once for the three and once for themselves alone."""
    triangle = a_triangle()
    mentor = seats_of(triangle)[MENTOR]
    prepares(mentor, "good", "Mijn voorbereiding.")
    agreement = confirmed(triangle)
    look_back(by=mentor, how=4, words="Mijn terugblik.", seen=LookBack.Seen.THREE)
    later = a_triangle(agreement.trajectory)
    alone = seats_of(later)[MENTOR]
    prepares(alone, "good", "Nog van mij alleen.")
    TriangleConversation.objects.filter(pk=later.pk).update(phase="together")
    look_back(by=alone, how=2, words="Voor mij alleen.", seen=LookBack.Seen.MINE)
    TriangleConversation.objects.filter(pk=later.pk).update(phase="preparing")
    return agreement, mentor


def test_what_one_prepared_and_looked_back_on_is_taken_out_whole_and_nobody_elses():
    agreement, mentor = of_the_mentor()
    mine, theirs = (str(all_of(person)) for person in (mentor.member.person, agreement.trajectory.learner))
    for words in ("Mijn voorbereiding.", "Mijn terugblik.", "Nog van mij alleen.", "Voor mij alleen."):
        assert words in mine
        assert words not in theirs


@pytest.mark.parametrize("erase", [True, False])
def test_who_leaves_takes_along_what_was_only_theirs_and_the_rest_when_they_want_that(erase: bool):
    _agreement, mentor = of_the_mentor()
    person = mentor.member.person
    forget(by=who_is(person), person=person, erase=erase)
    kept = set() if erase else {"Mijn voorbereiding.", "Mijn terugblik."}
    said = {*Preparation.objects.values_list("text", flat=True), *LookBack.objects.values_list("words", flat=True)}
    assert said == kept


# ---- at the same moment ----


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["edit", "confirm"])
def test_an_edit_and_the_last_confirmation_wait_for_each_other(first: str, monkeypatch: pytest.MonkeyPatch):
    """The one that begins first holds the conversation for a moment; the other one must see what it did."""
    needs_a_server()
    triangle = a_triangle()
    learner, mentor, educator = side_by_side(triangle)
    all_written(learner)
    seen = now(triangle)
    for seat in (learner, mentor):
        sign(by=seat, revision=seen)
    from leerruimte.trajectories.actions import triangle_together

    inside, check = threading.Event(), triangle_together._check_open

    def slowly(one: TriangleConversation) -> None:
        check(one)
        if not inside.is_set():
            inside.set()
            # Long enough for the other one to come in, if nothing held it back.
            threading.Event().wait(0.4)

    monkeypatch.setattr(triangle_together, "_check_open", slowly)
    acts = {
        "edit": lambda: writes(mentor, "good", "Meteen.").text,
        "confirm": lambda: isinstance(sign(by=educator, revision=seen), Agreement),
    }

    def second() -> object:
        inside.wait(10)
        return acts["confirm" if first == "edit" else "edit"]()

    said = at_once([acts[first], second])
    triangle.refresh_from_db()
    if first == "edit":
        assert said == ["Meteen.", "changed"]
        assert (triangle.phase, triangle.trajectory.agreements.count()) == ("together", 0)
    else:
        assert said == [True, "confirmed"]
        assert "Meteen." not in str(Agreement.objects.get().content)
        assert not triangle.lines.filter(field="good").exists()
