"""The triangle conversation: side by side, confirmed together, looked back at."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.encounters.models import Encounter, Participation
from leerruimte.people.models import Role
from leerruimte.people.tests.make import an_organisation, browser_of
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.triangle import call_off, pick_date
from leerruimte.trajectories.actions.triangle_after import look_back
from leerruimte.trajectories.actions.triangle_preparing import Words, lay_side_by_side, say_ready
from leerruimte.trajectories.actions.triangle_together import sign, write_line
from leerruimte.trajectories.models import (
    Agreement,
    Edition,
    Frozen,
    Line,
    LookBack,
    Member,
    Piece,
    Seat,
    Trajectory,
    TriangleConversation,
)
from leerruimte.trajectories.queries.triangle import next_triangle, triangles_waiting_for
from leerruimte.trajectories.queries.triangle_after import experiences_of
from leerruimte.trajectories.queries.triangle_agreement import agreements_seen
from leerruimte.trajectories.queries.triangle_together import standing_lines, together_seen
from leerruimte.trajectories.rules.triangle import digest
from leerruimte.trajectories.tests.make import a_trajectory, an_opportunity
from leerruimte.trajectories.tests.make_triangle import (
    EDUCATOR,
    LEARNER,
    MENTOR,
    a_piece,
    a_triangle,
    all_written,
    confirmed,
    now,
    phase_of,
    prepares,
    seats_of,
    side_by_side,
    writes,
)

pytestmark = pytest.mark.django_db
Phase = TriangleConversation.Phase


# ---- side by side ----


def test_what_is_close_and_what_differs_is_shown():
    triangle = a_triangle()
    learner, mentor, educator = seats_of(triangle)
    prepares(learner, "outcome", "Rustig uitleg geven bij rekenen", level=2)
    prepares(mentor, "outcome", "Heldere uitleg bij rekenen", level=3)
    prepares(educator, "outcome", "Uitleg geven, ook bij rekenen", level=3)
    side_by_side(triangle)
    seen = together_seen(seats_of(triangle)[LEARNER]).outcomes[0].fields[0]
    assert (seen.texts.nearness, seen.texts.words) == ("close", ("uitleg", "rekenen"))
    assert seen.choices.nearness == "some"
    page = browser_of(learner.member.person).get(f"/driehoek/{triangle.pk}/samen/").content.decode()
    assert page.count("<mark>") == 6


def test_every_text_of_a_line_stays():
    learner, mentor, _educator = side_by_side(a_triangle())
    first = writes(learner, "good", "Vlot.")
    writes(mentor, "good", "Vlot en rustig.", after=first)
    assert [(row.number, row.text) for row in Line.objects.all()] == [(1, "Vlot."), (2, "Vlot en rustig.")]
    stand = standing_lines(learner.triangle)["PED-11", "good"]
    assert [row.text for row in stand] == ["Vlot en rustig."]
    history = browser_of(learner.member.person).get(f"/driehoek/{learner.triangle.pk}/samen/eerder/1-good/")
    assert "Vlot." in history.content.decode()


def test_two_who_write_at_once_overwrite_nothing_and_choose():
    triangle = a_triangle()
    learner, mentor, educator = side_by_side(triangle)
    first = writes(learner, "good", "Vlot.")
    one, other = writes(mentor, "good", "Rustig.", after=first), writes(educator, "good", "Helder.", after=first)
    stand = standing_lines(triangle)["PED-11", "good"]
    assert [row.text for row in stand] == ["Rustig.", "Helder."]
    all_written(learner)
    with pytest.raises(Refused) as no:
        sign(by=learner, revision=now(triangle))
    assert no.value.code == "open"
    write_line(
        by=learner, line_id=new_id(), words=Words("PED-11", "good", "Rustig en helder."), after=other.pk,
        settles=[one.pk, other.pk],
    )  # fmt: skip
    assert [row.text for row in standing_lines(triangle)["PED-11", "good"]] == ["Rustig en helder."]
    assert Line.objects.filter(field="good").count() == 4


def test_the_same_write_twice_is_one_text():
    triangle = a_triangle()
    side_by_side(triangle)
    browser = browser_of(triangle.trajectory.learner)
    data = {"place": "0-good", "id": str(new_id()), "0-good": "Vlot."}
    for _twice in range(2):
        assert browser.post(f"/driehoek/{triangle.pk}/samen/regel/", data).status_code == 302
    assert Line.objects.count() == 1
    assert now(triangle) == 1


def test_a_page_that_asks_hears_nothing_until_something_is_different():
    triangle = a_triangle()
    learner, mentor, _educator = side_by_side(triangle)
    browser = browser_of(learner.member.person)
    page = browser.get(f"/driehoek/{triangle.pk}/samen/")
    address = f"/driehoek/{triangle.pk}/samen/stand/?stand={page.context['state']}"
    assert browser.get(address).status_code == 204
    writes(mentor, "good", "Vlot en rustig.")
    answer = browser.get(address)
    assert answer.status_code == 200
    assert "Vlot en rustig." in answer.content.decode()


# ---- confirming ----


def test_three_names_under_one_version():
    triangle = a_triangle()
    piece, spare = a_piece(triangle.trajectory), a_piece(triangle.trajectory, "Nog een")
    seats = side_by_side(triangle)
    all_written(seats[LEARNER])
    route = standing_lines(triangle)["PED-11", "route"][0]
    writes(seats[MENTOR], "route", "Kijken in groep 6.", after=route, pieces=(str(piece.pk),))
    assert sign(by=seats[LEARNER], revision=now(triangle)) is None
    assert sign(by=seats[LEARNER], revision=now(triangle)) is None
    assert sign(by=seats[MENTOR], revision=now(triangle)) is None
    agreement = sign(by=seats[EDUCATOR], revision=now(triangle))
    assert agreement.digest == digest(agreement.content)
    assert [one["side"] for one in agreement.content["names"]] == ["learner", "school", "institute"]
    assert agreement.content["outcomes"][0]["fields"]["route"]["pieces"][0]["id"] == str(piece.pk)
    assert Piece.objects.get(pk=piece.pk).state == Piece.State.AGREED
    assert Piece.objects.get(pk=spare.pk).state == Piece.State.PROPOSED
    # Whoever presses once more gets the same.
    assert sign(by=seats[LEARNER], revision=now(triangle)) == agreement
    assert phase_of(triangle) == Phase.CONFIRMED


def test_who_crossed_which_boundary_is_left_without_filling_in_anything():
    agreement = confirmed(a_triangle(guest=True))
    encounter = Encounter.objects.get(pk=agreement.triangle_id)
    assert encounter.closed_at
    assert encounter.version > 0
    taken = Participation.objects.filter(encounter=encounter)
    assert set(taken.values_list("role", flat=True)) == {Role.STUDENT, Role.MENTOR, Role.INSTITUTE_EDUCATOR}
    assert taken.get(role=Role.STUDENT).person == agreement.trajectory.learner
    assert taken.get(role=Role.MENTOR).first_name == "Els"
    assert encounter.object == agreement.trajectory.object


def test_where_each_stood_at_that_moment_stays_whatever_changes_later():
    triangle = a_triangle()
    old, new = triangle.trajectory.school, an_organisation(triangle.encounter.partnership)
    assert old
    # Placed elsewhere after it began: that is where the learner is when they confirm.
    Trajectory.objects.update(school=new)
    confirmed(triangle)
    Trajectory.objects.update(school=old)
    Member.objects.update(organisation=None)
    taken = Participation.objects.filter(encounter=triangle.pk)
    assert taken.get(role=Role.STUDENT).organisation == new
    assert taken.get(role=Role.MENTOR).organisation == old


def test_an_agreed_piece_takes_its_seat():
    triangle = a_triangle()
    opportunity = an_opportunity(triangle.trajectory.version, seats=1)
    Edition.objects.update(first=timezone.localdate(), last=timezone.localdate() + timedelta(weeks=9))
    piece = a_piece(triangle.trajectory, opportunity=opportunity, edition=opportunity.editions.get())
    seats = side_by_side(triangle)
    all_written(seats[LEARNER])
    before = standing_lines(triangle)["DID-11", "route"][0]
    writes(seats[LEARNER], "route", "", outcome="DID-11", after=before, pieces=(str(piece.pk),))
    for seat in seats:
        sign(by=seat, revision=now(triangle))
    assert Seat.objects.get().person == triangle.trajectory.learner


def test_an_edit_before_a_confirmation_wins_and_the_confirmation_is_refused_in_plain_words():
    triangle = a_triangle()
    learner, mentor, educator = side_by_side(triangle)
    all_written(learner)
    seen = now(triangle)
    sign(by=learner, revision=seen)
    sign(by=mentor, revision=seen)
    writes(mentor, "good", "Toch nog dit.")
    with pytest.raises(Refused) as no:
        sign(by=educator, revision=seen)
    assert no.value.code == "changed"
    assert educator.triangle.trajectory.agreements.count() == 0
    # Nobody stands under what they did not see: all confirm anew.
    assert sign(by=educator, revision=now(triangle)) is None
    page = browser_of(educator.member.person).post(f"/driehoek/{triangle.pk}/samen/bevestigen/", {"revision": seen})
    assert page.status_code == 422


def test_an_edit_after_the_last_confirmation_is_too_late():
    agreement = confirmed()
    learner = seats_of(agreement.triangle)[LEARNER]
    with pytest.raises(Refused) as no:
        writes(learner, "good", "Te laat.")
    assert no.value.code == "confirmed"
    assert "Te laat." not in str(Agreement.objects.get().content)


def test_an_agreement_never_changes():
    agreement = confirmed()
    agreement.content = {}
    with pytest.raises(Frozen):
        agreement.save()
    with pytest.raises(Frozen):
        agreement.delete()
    with pytest.raises(Frozen), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(number=9)
    with pytest.raises(Frozen):
        Agreement.objects.all().delete()
    assert Agreement.objects.get().content != {}


def test_a_later_agreement_says_what_is_different():
    first = confirmed()
    second = confirmed(a_triangle(first.trajectory), "Ik leer lesgeven.")
    assert second.number == 2
    older, newer = agreements_seen(Agreement.objects.order_by("number"))
    assert older.first
    assert {change.field for change in newer.changes} == {"outcome", "sufficient", "route"}
    page = browser_of(first.trajectory.learner).get(f"/traject/{first.trajectory_id}/afspraak/2/").content.decode()
    assert "Ik leer lesgeven." in page
    assert "<del>Ik leer kijken naar kinderen.</del>" in page.replace("\n", "")


def test_at_one_screen_each_confirms_by_their_own_name():
    triangle = a_triangle(guest=True)
    learner, mentor, educator = side_by_side(triangle)
    all_written(learner)
    # Only when they sit at one screen.
    with pytest.raises(Refused):
        sign(by=learner, revision=now(triangle), member=mentor.member.pk, name="Els")
    TriangleConversation.objects.update(way=TriangleConversation.Way.ONE_SCREEN)
    with pytest.raises(Refused) as no:
        sign(by=learner, revision=now(triangle), member=mentor.member.pk, name="Jan")
    assert no.value.field == f"name-{mentor.member.pk}"
    sign(by=learner, revision=now(triangle), member=mentor.member.pk, name=" els ")
    sign(by=learner, revision=now(triangle))
    agreement = sign(by=educator, revision=now(triangle))
    said = {one["role"]: one["at_screen_of"] for one in agreement.content["names"]}
    assert said == {"student": "", "mentor": learner.member.person.name, "institute_educator": ""}


def test_without_an_outcome_a_measure_and_a_route_nobody_confirms():
    triangle = a_triangle()
    learner = side_by_side(triangle)[LEARNER]
    writes(learner, "outcome", "Kijken.")
    with pytest.raises(Refused):
        sign(by=learner, revision=now(triangle))
    page = browser_of(learner.member.person).get(f"/driehoek/{triangle.pk}/samen/").content.decode()
    assert 'href="#deel-1-sufficient"' in page


def test_what_was_called_off_stays_called_off():
    triangle = a_triangle()
    learner, mentor, _educator = seats_of(triangle)
    with pytest.raises(Refused):
        call_off(by=mentor)
    call_off(by=learner)
    with pytest.raises(Refused):
        lay_side_by_side(by=learner, also_unready=True)
    assert phase_of(triangle) == Phase.CALLED_OFF


# ---- after ----


def test_who_reads_a_look_back_is_chosen_before_it_is_kept():
    agreement = confirmed()
    learner, mentor, _educator = seats_of(agreement.triangle)
    address = f"/driehoek/{agreement.triangle_id}/terugblik/"
    look_back(by=learner, how=2, words="Ik vond het spannend.", seen=LookBack.Seen.MINE)
    assert "Ik vond het spannend." not in browser_of(mentor.member.person).get(address).content.decode()
    look_back(by=learner, how=2, words="Ik vond het spannend.", seen=LookBack.Seen.ROLE)
    assert "Ik vond het spannend." not in browser_of(mentor.member.person).get(address).content.decode()
    look_back(by=learner, how=2, words="Ik vond het spannend.", seen=LookBack.Seen.THREE)
    assert "Ik vond het spannend." in browser_of(mentor.member.person).get(address).content.decode()
    assert LookBack.objects.count() == 1


def test_experiences_gather_per_role_once_five_people_shared_one():
    first = confirmed()
    partnership = first.trajectory.object.partnership
    agreements = [first]
    for number in range(5):
        trajectory = a_trajectory(partnership, version=first.trajectory.version)
        agreements.append(confirmed(a_triangle(trajectory)))
        who = agreements[number].trajectory.learner
        look_back(by=seats_of(agreements[number].triangle)[LEARNER], how=4, words=f"Woord {number}", seen="role")
        page = browser_of(who).get(f"/ervaringen/{partnership.slug}/").content.decode()
        assert ("Woord 0" in page) == (number >= 4)
    mentor = seats_of(first.triangle)[MENTOR].member.person
    assert "Woord" not in browser_of(mentor).get(f"/ervaringen/{partnership.slug}/").content.decode()
    gathered = experiences_of(partnership, "learner")
    assert (gathered.people, gathered.how) == (5, ((4, 5),))


def test_what_a_mentor_says_of_learning_themselves_is_with_the_learners():
    first = confirmed()
    partnership = first.trajectory.object.partnership
    for number in range(5):
        trajectory = a_trajectory(partnership, version=first.trajectory.version)
        agreement = confirmed(a_triangle(trajectory))
        trajectory.members.filter(person=trajectory.learner).update(role=Role.MENTOR)
        look_back(by=seats_of(agreement.triangle)[LEARNER], how=4, words=f"Woord {number}", seen="role")
    assert experiences_of(partnership, "learner").people == 5
    assert not experiences_of(partnership, "school").enough


def test_the_same_person_five_times_is_one_person():
    first = confirmed()
    for _more in range(5):
        look_back(by=seats_of(first.triangle)[LEARNER], how=4, words="Weer ik", seen="role")
        first = confirmed(a_triangle(first.trajectory))
    assert not experiences_of(first.trajectory.object.partnership, "learner").enough


# ---- cards and pages ----


def test_the_card_says_what_waits_for_whom():
    triangle = a_triangle(dates=2)
    learner, mentor, _educator = seats_of(triangle)
    assert next_triangle(triangle.trajectory, Who(person=mentor.member.person_id)).waits
    card = next_triangle(triangle.trajectory, Who(person=learner.member.person_id))
    assert [one.ready for one in card.people] == [False, False, False]
    pick_date(by=learner, option=triangle.options.first().pk)
    say_ready(by=learner)
    (waiting,) = triangles_waiting_for(learner.member.person_id)
    assert not waiting.waits
    (waiting,) = triangles_waiting_for(mentor.member.person_id)
    assert waiting.address == f"/driehoek/{triangle.pk}/voorbereiden/"
    confirmed(triangle)
    assert next_triangle(triangle.trajectory) is None


def test_more_texts_and_agreements_cost_no_more_queries(django_assert_max_num_queries):
    agreement = confirmed()
    for _more in range(3):
        agreement = confirmed(a_triangle(agreement.trajectory))
    triangle = a_triangle(agreement.trajectory)
    for number in range(6):
        a_piece(triangle.trajectory, f"Stuk {number}")
    seats = seats_of(triangle)
    for seat in seats:
        for field in ("outcome", "sufficient", "good", "example", "route"):
            prepares(seat, field, f"Woorden over {field}")
            prepares(seat, field, f"Woorden over {field}", outcome="DID-11")
    side_by_side(triangle)
    all_written(seats_of(triangle)[LEARNER])
    browser = browser_of(agreement.trajectory.learner)
    for page in ("", "voorbereiden/", "samen/", "terugblik/"):
        with django_assert_max_num_queries(32):
            assert browser.get(f"/driehoek/{triangle.pk}/{page}").status_code == 200
    with django_assert_max_num_queries(20):
        browser.get(f"/traject/{agreement.trajectory_id}/driehoek/")
    state = browser.get(f"/driehoek/{triangle.pk}/samen/").context["state"]
    with django_assert_max_num_queries(13):
        assert browser.get(f"/driehoek/{triangle.pk}/samen/stand/?stand={state}").status_code == 204
