"""The triangle conversation: planned, with a personal link, prepared apart."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.people.models import Role
from leerruimte.people.tests.make import browser_of, somebody
from leerruimte.people.who import Who
from leerruimte.trajectories.access.triangle import link_of
from leerruimte.trajectories.actions.triangle import answer_dates, pick_date, renew_link
from leerruimte.trajectories.actions.triangle_preparing import Words, lay_side_by_side, prepare, say_ready
from leerruimte.trajectories.actions.triangle_together import sign
from leerruimte.trajectories.models import (
    Preparation,
    TriangleConversation,
)
from leerruimte.trajectories.tests.make import a_mentor, a_trajectory, an_educator
from leerruimte.trajectories.tests.make_triangle import (
    EDUCATOR,
    LEARNER,
    MENTOR,
    a_piece,
    a_triangle,
    all_written,
    now,
    phase_of,
    prepares,
    seats_of,
)

pytestmark = pytest.mark.django_db
Phase = TriangleConversation.Phase


# ---- planning ----


def plan_of(triangle_id, trajectory, **more):
    others = [str(one.pk) for one in trajectory.members.exclude(role=Role.STUDENT)]
    moment = (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    return {
        "triangle_id": str(triangle_id),
        "members": others,
        "outcomes": ["PED-11"],
        "date_1": moment,
        "way": "one_screen",
        "where": "lokaal 3",
        **more,
    }


def test_one_date_is_at_once_the_date_and_who_is_asked_gets_a_letter():
    trajectory = a_triangle().trajectory
    TriangleConversation.objects.update(phase=Phase.CONFIRMED)
    browser, first = browser_of(trajectory.learner), new_id()
    for _twice in range(2):
        assert browser.post(f"/traject/{trajectory.pk}/driehoek/nieuw/", plan_of(first, trajectory)).status_code == 302
    planned = TriangleConversation.objects.get(pk=first)
    assert (planned.phase, planned.number) == (Phase.PREPARING, 2)
    assert {letter.to[0] for letter in mail.outbox} == {
        one.person.email for one in planned.members.all() if one.person != trajectory.learner
    }
    assert all(f"\nhttp://testserver/driehoek/{planned.pk}/\n" in letter.body for letter in mail.outbox)


def test_what_is_called_off_is_told_to_the_others_once():
    triangle = a_triangle()
    learner = triangle.trajectory.learner
    for _twice in range(2):
        answer = browser_of(learner).post(f"/driehoek/{triangle.pk}/afzeggen/")
        assert answer.status_code == 302
    assert phase_of(triangle) == Phase.CALLED_OFF
    others = [one.person for one in triangle.members.all() if one.person and one.person != learner]
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(one.email for one in others)
    assert all(learner.first_name in letter.body for letter in mail.outbox)


def test_a_mentor_without_account_gets_a_personal_link_by_letter():
    trajectory = a_triangle().trajectory
    TriangleConversation.objects.update(phase=Phase.CALLED_OFF)
    educator = trajectory.members.get(role=Role.INSTITUTE_EDUCATOR)
    data = plan_of(new_id(), trajectory, members=[str(educator.pk)], guest_name="Els Bakker", guest_role="mentor")
    browser_of(trajectory.learner).post(
        f"/traject/{trajectory.pk}/driehoek/nieuw/", {**data, "guest_email": "els@school.example"}
    )
    letter = next(one for one in mail.outbox if one.to == ["els@school.example"])
    link = next(word for word in letter.body.split() if "/driehoek/met/" in word)
    assert link.startswith("http://testserver/driehoek/met/")
    page = Client().get(link.removeprefix("http://testserver"))
    assert page.status_code == 200
    assert "Els Bakker" in page.content.decode()


@pytest.mark.parametrize("missing", [Role.MENTOR, Role.INSTITUTE_EDUCATOR])
def test_without_the_school_or_the_institute_it_is_no_conversation_of_three(missing):
    trajectory = a_triangle().trajectory
    TriangleConversation.objects.update(phase=Phase.CONFIRMED)
    members = [str(one.pk) for one in trajectory.members.exclude(role=missing)]
    answer = browser_of(trajectory.learner).post(
        f"/traject/{trajectory.pk}/driehoek/nieuw/", plan_of(new_id(), trajectory, members=members, where="bij de kast")
    )
    assert answer.status_code == 422
    assert "bij de kast" in answer.content.decode()
    assert TriangleConversation.objects.count() == 1


def test_a_second_one_waits_until_the_first_is_over():
    trajectory = a_triangle().trajectory
    answer = browser_of(trajectory.learner).post(
        f"/traject/{trajectory.pk}/driehoek/nieuw/", plan_of(new_id(), trajectory)
    )
    assert answer.status_code == 422
    assert TriangleConversation.objects.count() == 1


def test_each_says_when_they_can_and_who_planned_it_picks():
    triangle = a_triangle(dates=2)
    assert triangle.phase == Phase.PLANNING
    learner, mentor, _educator = seats_of(triangle)
    option = triangle.options.last()
    answer_dates(by=mentor, answers={option.pk: "yes"})
    answer_dates(by=mentor, answers={option.pk: "maybe"})
    assert option.answers.get(member=mentor.member).can == "maybe"
    with pytest.raises(Refused):
        pick_date(by=mentor, option=option.pk)
    assert pick_date(by=learner, option=option.pk).starts_at == option.at
    assert phase_of(triangle) == Phase.PREPARING


def test_the_date_goes_into_ones_own_agenda():
    triangle = a_triangle()
    answer = browser_of(triangle.trajectory.learner).get(f"/driehoek/{triangle.pk}/gesprek.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert triangle.starts_at.strftime("%Y%m%dT%H%M%SZ") in answer.content.decode()


# ---- the personal link ----


def test_by_the_personal_link_everything_of_the_conversation_can_be_done_and_nothing_else():
    triangle = a_triangle(guest=True)
    mentor = seats_of(triangle)[MENTOR]
    phone, here = Client(), f"/driehoek/met/{link_of(mentor.member)}/{triangle.pk}/"
    option = triangle.options.get()
    assert phone.post(f"{here}data/", {str(option.pk): "yes"}).status_code == 302
    kept = phone.post(f"{here}voorbereiden/bewaren/", {"place": "0-good", "0-good": "Rustig.", "n": "5"})
    assert kept.json()["n"] == 5
    assert "Rustig." in phone.get(f"{here}voorbereiden/").content.decode()
    assert phone.post(f"{here}klaar/", {"ready": "1"}).status_code == 302
    assert phone.post(f"{here}naast-elkaar/", {"also_unready": "1"})["Location"] == f"{here}samen/"
    assert "Rustig." in phone.get(f"{here}samen/").content.decode()
    all_written(seats_of(triangle)[LEARNER])
    for seat in seats_of(triangle)[:1] + seats_of(triangle)[2:]:
        sign(by=seat, revision=now(triangle))
    done = phone.post(f"{here}samen/bevestigen/", {"revision": now(triangle)})
    assert done["Location"] == f"{here}terugblik/"
    assert phone.post(f"{here}terugblik/", {"how": "4", "seen": "three"}).status_code == 302
    assert phone.get(f"/driehoek/met/{link_of(mentor.member)}/afspraak/1/").status_code == 200
    for elsewhere in (f"/traject/{triangle.trajectory_id}/driehoek/", f"/driehoek/{triangle.pk}/"):
        assert phone.get(elsewhere).status_code == 404


def test_a_renewed_link_makes_the_old_one_worthless_and_says_who_to_ask():
    triangle = a_triangle(guest=True)
    learner, mentor, educator = seats_of(triangle)
    old = f"/driehoek/met/{link_of(mentor.member)}/"
    with pytest.raises(Refused):
        renew_link(by=learner, who=Who(person=learner.member.person_id), member=mentor.member.pk)
    renewed = renew_link(by=educator, who=Who(person=educator.member.person_id), member=mentor.member.pk)
    for address in (old, f"{old}{triangle.pk}/", f"{old}{triangle.pk}/samen/stand/"):
        answer = Client().get(address)
        assert answer.status_code == 410
        assert triangle.trajectory.learner.first_name in answer.content.decode()
    assert Client().get(f"/driehoek/met/{link_of(renewed)}/").status_code == 200
    assert Client().get("/driehoek/met/zomaar/").status_code == 404


def test_the_link_of_somebody_whose_part_ended_opens_nothing():
    triangle = a_triangle(guest=True)
    mentor = seats_of(triangle)[MENTOR].member
    link = f"/driehoek/met/{link_of(mentor)}/"
    mentor.until_date = timezone.localdate() - timedelta(days=1)
    mentor.save()
    assert Client().get(f"{link}{triangle.pk}/voorbereiden/").status_code == 410
    data = {"place": "0-good", "0-good": "Nog iets.", "n": "9"}
    assert Client().post(f"{link}{triangle.pk}/voorbereiden/bewaren/", data).status_code == 410
    assert not Preparation.objects.exists()


# ---- preparing ----


def test_nobody_else_reads_what_one_prepares():
    triangle = a_triangle(guest=True)
    secret = "Ik durf nog niet voor de groep."
    learner, mentor, educator = seats_of(triangle)
    prepares(learner, "outcome", secret)
    say_ready(by=learner)
    stranger = somebody(Role.COORDINATOR, triangle.encounter.partnership)
    pages = ("", "voorbereiden/", "samen/", "samen/stand/?stand=x", "samen/eerder/1-outcome/", "terugblik/")
    by_link = f"/driehoek/met/{link_of(mentor.member)}/{triangle.pk}/"
    for page in pages:
        for answer in (
            browser_of(educator.member.person).get(f"/driehoek/{triangle.pk}/{page}"),
            browser_of(stranger).get(f"/driehoek/{triangle.pk}/{page}"),
            Client().get(by_link + page),
            Client().get(f"/driehoek/{triangle.pk}/{page}"),
        ):
            assert secret not in answer.content.decode()
    assert (
        secret in browser_of(triangle.trajectory.learner).get(f"/driehoek/{triangle.pk}/voorbereiden/").content.decode()
    )


def test_words_of_who_is_not_ready_stay_theirs_also_side_by_side():
    triangle = a_triangle()
    learner, mentor, educator = seats_of(triangle)
    for seat, text in ((learner, "van de lerende"), (mentor, "van de mentor"), (educator, "van de opleider")):
        prepares(seat, "good", text)
    say_ready(by=learner)
    with pytest.raises(Refused):
        lay_side_by_side(by=learner)
    lay_side_by_side(by=mentor, also_unready=True)
    page = browser_of(learner.member.person).get(f"/driehoek/{triangle.pk}/samen/").content.decode()
    assert "van de mentor" in page
    assert "van de opleider" not in page
    # They may go on with it, and lay it down when they want.
    prepares(seats_of(triangle)[EDUCATOR], "good", "toch iets anders")
    say_ready(by=seats_of(triangle)[EDUCATOR])
    page = browser_of(learner.member.person).get(f"/driehoek/{triangle.pk}/samen/").content.decode()
    assert "toch iets anders" in page
    with pytest.raises(Refused):
        prepares(seats_of(triangle)[EDUCATOR], "good", "achteraf veranderd")


def test_of_two_writes_the_highest_counter_wins_whenever_it_arrives():
    learner = seats_of(a_triangle())[LEARNER]
    prepare(by=learner, words=Words("PED-11", "good", "het tweede"), n=20)
    prepare(by=learner, words=Words("PED-11", "good", "het eerste, te laat"), n=10)
    assert Preparation.objects.get().text == "het tweede"
    # Without scripts there is no counter: what is sent last is the last.
    prepare(by=learner, words=Words("PED-11", "good", "zonder script"))
    assert Preparation.objects.get().text == "zonder script"


def test_the_page_without_scripts_keeps_all_fields_and_says_ready():
    triangle = a_triangle()
    piece = a_piece(triangle.trajectory)
    browser = browser_of(triangle.trajectory.learner)
    data = {"0-outcome": "kijken", "0-level": "2", "1-route": "meelopen", "1-pieces": [str(piece.pk)], "ready": "1"}
    assert browser.post(f"/driehoek/{triangle.pk}/voorbereiden/", data).status_code == 302
    assert Preparation.objects.get(outcome="PED-11", field="outcome").choice == {"level": 2}
    assert Preparation.objects.get(outcome="DID-11", field="route").choice == {"pieces": [str(piece.pk)]}
    assert triangle.ready.count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {"place": "0-outcome", "0-outcome": "x", "0-level": "9"},
        {"place": "0-route", "0-pieces": [str(uuid.uuid4())]},
        {"place": "0-good", "0-good": "x" * 2001},
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(data):
    triangle = a_triangle()
    answer = browser_of(triangle.trajectory.learner).post(f"/driehoek/{triangle.pk}/voorbereiden/bewaren/", data)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Preparation.objects.exists()


def test_a_piece_of_somebody_elses_board_cannot_be_chosen():
    other = a_piece(a_trajectory(version=(triangle := a_triangle()).trajectory.version))
    with pytest.raises(Refused):
        prepares(seats_of(triangle)[LEARNER], "route", "", pieces=(str(other.pk),))


def test_a_mentor_plans_a_conversation_about_what_they_learn_themselves():
    trajectory = a_trajectory()
    trajectory.members.filter(person=trajectory.learner).update(role=Role.MENTOR)
    a_mentor(trajectory)
    an_educator(trajectory)
    seats = seats_of(a_triangle(trajectory))
    assert seats[LEARNER].member.person == trajectory.learner
    assert len(seats) == 3
