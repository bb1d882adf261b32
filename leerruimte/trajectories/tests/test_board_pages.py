"""Pages of the board: what is seen, by whom, kept up to date between two screens, and how much work it costs."""

import json
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from leerruimte.people.models import Person, Role
from leerruimte.people.tests.make import browser_of, who_is
from leerruimte.trajectories.actions.trajectories import add_guide
from leerruimte.trajectories.models import Member, Notice, Opportunity, Piece, Seat, Trajectory
from leerruimte.trajectories.queries.board import board_of
from leerruimte.trajectories.queries.board_seen import letter_of
from leerruimte.trajectories.queries.notices import notices_of
from leerruimte.trajectories.queries.piece import piece_seen
from leerruimte.trajectories.rules.meetings import week_of
from leerruimte.trajectories.tests import make
from leerruimte.trajectories.tests.make_board import an_offer, another_edition, form_of, lay, lay_an_own, monday

pytestmark = pytest.mark.django_db
PARTS = {"headers": {"X-Board": "1"}}
# Session, person, roles and second proof come before any page.
ENTRY = 6


@pytest.fixture
def trajectory() -> Trajectory:
    """A trajectory of three."""
    made = make.a_trajectory()
    make.a_mentor(made)
    make.an_educator(made)
    return made


def learner(trajectory: Trajectory) -> Client:
    return browser_of(trajectory.learner)


def mentor(trajectory: Trajectory) -> Client:
    member = trajectory.members.filter(role=Role.MENTOR).order_by("pk").first()
    assert member
    assert member.person
    return browser_of(member.person)


def at(name: str, trajectory: Trajectory, *more: object) -> str:
    return reverse(f"trajectories:{name}", args=[trajectory.pk, *more])


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_board_shows_pieces_gaps_and_hours(trajectory: Trajectory) -> None:
    lay(trajectory, an_offer(trajectory, "Meekijken in groep 6", gives={"PED-11": 40}))
    text = text_of(learner(trajectory), at("board", trajectory))
    assert "Meekijken in groep 6" in text
    assert "DID-11" in text
    assert text.count("data-part") == 3
    assert text.count('class="btn main"') == 1


def test_beside_the_board_of_a_trajectory_that_ended_no_conversation_is_asked_for(trajectory: Trajectory) -> None:
    way = f'class="btn" href="{at("triangles", trajectory)}"'
    assert way in text_of(learner(trajectory), at("board", trajectory))
    Trajectory.objects.filter(pk=trajectory.pk).update(ended_at=timezone.now())
    assert way not in text_of(learner(trajectory), at("board", trajectory))


def test_the_limit_and_own_aims_are_the_learners_until_shared(trajectory: Trajectory) -> None:
    trajectory.needs.aims = [{"outcome": "PED-11", "strength": 3}]
    trajectory.needs.hours_a_week = 3
    trajectory.needs.save()
    piece = lay(trajectory, an_offer(trajectory))
    piece.why = [{"code": "aim", "values": {"outcome": "PED-11"}}, {"code": "liked", "values": {}}]
    piece.save()
    own, other = learner(trajectory), mentor(trajectory)
    limit, aim = "grens: 3", "voor je eigen doel"
    panel = at("piece", trajectory, piece.pk)
    assert limit in text_of(own, at("board", trajectory))
    assert aim in text_of(own, panel)
    seen = text_of(other, at("board", trajectory)) + text_of(other, panel)
    assert limit not in seen
    assert "Boven de grens" not in seen
    assert aim not in seen
    assert "waar je van houdt" not in seen


def test_the_same_is_done_by_forms_without_scripts(trajectory: Trajectory) -> None:
    browser, offer = learner(trajectory), an_offer(trajectory, times=3)
    another_edition(offer, 13)
    choice = f"{monday(13)}:{offer.editions.latest('pk').pk}"
    assert offer.title in text_of(browser, at("lay", trajectory))
    answer = browser.post(at("lay", trajectory), form_of(trajectory, opportunity=str(offer.pk), landing=choice))
    assert answer.status_code == 302
    piece = Piece.objects.get(trajectory=trajectory)
    assert piece.first_week == monday(13)
    back = f"{monday(0)}:{offer.editions.earliest('pk').pk}"
    for name, values in (
        ("move", {"landing": back}), ("pin", {"vast": "on"}), ("mark", {"gedaan": "on"}), ("mark", {}), ("pin", {}),
        ("take_off", {}),
    ):  # fmt: skip
        done = browser.post(at(name, trajectory, piece.pk), form_of(trajectory, **values))
        assert done.status_code == 302, name
    piece.refresh_from_db()
    assert (piece.first_week, piece.removed_at is None) == (monday(0), False)
    browser.post(at("undo", trajectory), form_of(trajectory))
    piece.refresh_from_db()
    assert piece.removed_at is None


def test_a_refusal_stands_beside_the_field_and_the_choice_stays(trajectory: Trajectory) -> None:
    piece = lay_an_own(trajectory)
    Piece.objects.filter(pk=piece.pk).update(pinned=True)
    answer = learner(trajectory).post(
        at("move", trajectory, piece.pk), form_of(trajectory, landing=f"{monday(4)}:")
    )  # fmt: skip
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "staat vast" in text
    assert f'value="{monday(4)}:" selected' in text


@pytest.mark.parametrize("landing", ["", "gisteren", "2026-09-07:x", "9999-99-99:", "0001-01-01:", "9999-12-31:"])
def test_a_landing_that_is_none_is_refused(trajectory: Trajectory, landing: str) -> None:
    piece = lay_an_own(trajectory)
    answer = learner(trajectory).post(at("move", trajectory, piece.pk), form_of(trajectory, landing=landing))
    assert answer.status_code == 422


def test_something_of_ones_own_keeps_what_was_typed_when_it_is_refused(trajectory: Trajectory) -> None:
    values = {"title": "Boek over observeren", "where": "elsewhere", "first_week": str(monday(19)), "hours": "4"}
    browser = learner(trajectory)
    answer = browser.post(at("lay_own", trajectory), form_of(trajectory, **values, weeks="3"))
    assert answer.status_code == 422
    assert "Boek over observeren" in answer.content.decode()
    values["outcomes"] = "DID-11"
    assert browser.post(at("lay_own", trajectory), form_of(trajectory, **values, weeks="1")).status_code == 302
    assert Piece.objects.get(trajectory=trajectory).contributes == {"DID-11": 4}


def test_another_screen_hears_only_what_is_new(trajectory: Trajectory) -> None:
    piece = lay_an_own(trajectory, "Ouderavond")
    trajectory.refresh_from_db()
    own, other = learner(trajectory), mentor(trajectory)
    address = at("standing", trajectory)
    assert own.get(f"{address}?revisie={trajectory.revision}").status_code == 204
    done = other.post(at("move", trajectory, piece.pk), form_of(trajectory, landing=f"{monday(5)}:"), **PARTS)
    assert json.loads(done.content)["revision"] == 2
    news: dict[str, Any] = own.get(f"{address}?revisie=1").json()
    assert news["revision"] == 2
    assert len(news["said"]) == 1
    assert "Ouderavond" in news["said"][0]
    assert 'data-revision="2"' in news["html"]
    assert other.get(f"{address}?revisie=1").json()["said"] == []
    for odd in ("", "x", "-1", "9" * 30):
        assert own.get(f"{address}?revisie={odd}").status_code == 200


def test_holding_a_piece_over_other_weeks_shows_what_would_become_and_writes_nothing(trajectory: Trajectory) -> None:
    piece = lay_an_own(trajectory)
    browser, address = learner(trajectory), at("try_out", trajectory, piece.pk)
    assert browser.get(address).status_code == 204
    assert browser.get(f"{address}?landing={monday(99)}:").status_code == 204
    html = browser.get(f"{address}?landing={monday(2)}:").json()["html"]
    assert f'data-first="{monday(2)}"' in html
    piece.refresh_from_db()
    trajectory.refresh_from_db()
    assert (piece.first_week, trajectory.revision) == (monday(0), 1)


def test_a_refused_move_by_script_comes_with_the_board_as_it_is(trajectory: Trajectory) -> None:
    piece = lay_an_own(trajectory)
    Piece.objects.filter(pk=piece.pk).update(state="agreed")
    values = form_of(trajectory, landing=f"{monday(5)}:")
    answer = learner(trajectory).post(at("move", trajectory, piece.pk), values, **PARTS)
    assert answer.status_code == 422
    found = answer.json()
    assert found["code"] == "agreed"
    assert "board-grid" in found["html"]


def test_a_small_screen_shows_a_week_at_a_time_and_odd_weeks_are_left_out(trajectory: Trajectory) -> None:
    lay_an_own(trajectory, week=0, weeks=2)
    browser = learner(trajectory)
    assert " off" not in text_of(browser, f"{at('board', trajectory)}?week={monday(1)}").split("board-cover")[0]
    assert " off" in text_of(browser, f"{at('board', trajectory)}?week={monday(6)}")
    for odd in ("x", "2026-99-99", "0001-01-01", "9999-12-31"):
        text_of(browser, f"{at('board', trajectory)}?week={odd}")


def test_a_piece_too_short_for_its_title_has_a_letter_and_its_title_under_the_board(trajectory: Trajectory) -> None:
    lay(trajectory, an_offer(trajectory, "Ouderavond", times=1))
    lay(trajectory, an_offer(trajectory, "Lessen geven", times=6))
    browser = learner(trajectory)
    whole = browser.get(at("board", trajectory) + "?weken=alles")
    assert [(one.letter, one.title) for one in whole.context["seen"].short] == [("A", "Ouderavond")]
    assert "<b>A</b> Ouderavond" in whole.content.decode()
    assert not browser.get(at("board", trajectory)).context["seen"].short
    assert [letter_of(number) for number in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def test_a_piece_leads_to_its_offer_and_a_seat_is_one_press(trajectory: Trajectory) -> None:
    Trajectory.objects.filter(pk=trajectory.pk).update(last=timezone.localdate() + timedelta(weeks=30))
    trajectory.refresh_from_db()
    piece = lay(trajectory, an_offer(trajectory, seats=1, first=week_of(timezone.localdate() + timedelta(weeks=2))))
    assert piece.edition
    assert not Seat.objects.exists()
    slug = trajectory.object.partnership.slug  # type: ignore[union-attr]
    address = at("piece", trajectory, piece.pk)
    take = reverse("trajectories:take_seat", args=[slug, piece.opportunity_id, piece.edition_id])
    page = learner(trajectory).get(address)
    assert reverse("trajectories:opportunity", args=[slug, piece.opportunity_id]) in page.content.decode()
    assert page.context["offer"].seats.free == 1
    assert take not in text_of(mentor(trajectory), address)
    answer = learner(trajectory).post(take, {"plek": str(uuid.uuid4()), "terug": address, "vrij": "1"})
    assert answer["Location"] == address
    assert Seat.objects.get().person == trajectory.learner
    page = learner(trajectory).get(address)
    assert page.context["offer"].seats.mine == "taken"
    assert take not in page.content.decode()
    Seat.objects.update(person=make.somebody(Role.STUDENT, trajectory.object.partnership))
    learner(trajectory).post(take, {"terug": address})
    seats = learner(trajectory).get(address).context["offer"].seats
    assert (seats.free, seats.mine, seats.place) == (0, "waiting", 1)


def test_weeks_that_are_over_are_not_offered_to_lay_in() -> None:
    trajectory = make.a_trajectory()
    now = week_of(timezone.localdate())
    Trajectory.objects.filter(pk=trajectory.pk).update(first=now - timedelta(weeks=6), last=now + timedelta(weeks=6))
    agreed_upon = an_offer(trajectory, times=2, days=())
    agreed_upon.editions.update(first=now - timedelta(weeks=3), last=now + timedelta(weeks=3, days=-1))
    goes_on = an_offer(trajectory, "Meedoen op dinsdag", first=now - timedelta(weeks=1), times=4)
    page = text_of(learner(trajectory), at("lay", trajectory))
    weeks = re.findall(r'value="(\d{4}-\d\d-\d\d):(\d+)', page)
    assert [week for week, edition in weeks if int(edition) == agreed_upon.editions.get().pk] == [
        (now + timedelta(weeks=number)).isoformat() for number in range(2)
    ]
    assert [week for week, edition in weeks if int(edition) == goes_on.editions.get().pk] == [
        (now - timedelta(weeks=1)).isoformat()
    ]


def test_what_a_piece_asks_of_another_phase_is_no_part_of_this_trajectory(trajectory: Trajectory) -> None:
    trajectory.version.outcomes.filter(code="PED-11").update(phase=2)
    piece = lay(trajectory, an_offer(trajectory, gives={"DID-11": 30}, asks=("PED-11", "PED-12")))
    known = board_of(who_is(trajectory.learner), trajectory)
    assert [one.title for one in piece_seen(known, piece).needs] == ["Leren PED-12"]


def test_an_offer_that_one_may_not_see_has_no_link_and_no_seats(trajectory: Trajectory) -> None:
    piece = lay(trajectory, an_offer(trajectory, seats=1, first=monday(1)))
    elsewhere = make.an_organisation(trajectory.object.partnership, name="Ver weg")
    Opportunity.objects.update(audience=Opportunity.Audience.ORGANISATION, organisation=elsewhere)
    text = text_of(learner(trajectory), at("piece", trajectory, piece.pk))
    assert "/leermogelijkheden/" not in text.partition("<main")[2]
    assert "seat" not in text.partition("<main")[2]


def test_who_is_added_reads_it_on_their_own_page_once(trajectory: Trajectory) -> None:
    teacher = make.somebody(Role.MENTOR, trajectory.object.partnership, trajectory.school)
    asked: dict[str, Any] = {"by": who_is(trajectory.learner), "trajectory": trajectory, "role": Role.MENTOR}
    for _time in range(2):
        add_guide(**asked, person=teacher)
    add_guide(**asked, name="Bo", email="bo@example.org")
    assert not mail.outbox
    notice = Notice.objects.get()
    assert (notice.person, notice.address) == (teacher, at("board", trajectory))
    with override("en"):
        told = notices_of(who_is(teacher))[0]
    assert told.sentence == "You stand beside a learner now, as mentor. Their puzzle is open to you."
    assert told.ask == trajectory.learner.name
    assert trajectory.learner.first_name not in str(notice.values)


def test_who_stands_beside_is_added_found_ended_and_sees_nothing_after(trajectory: Trajectory) -> None:
    partnership, school = trajectory.object.partnership, trajectory.school
    assert partnership
    browser = learner(trajectory)
    other = make.somebody(Role.MENTOR, partnership, school)
    far = make.somebody(Role.MENTOR, partnership, make.an_organisation(partnership, name="Ver weg"))
    held = {one: one.role_assignments.get().pk for one in (other, far)}
    add = at("add_member", trajectory)
    assert browser.post(add, {"found": held[far], "role": "mentor"}).status_code == 422
    assert browser.post(add, {"role": "mentor"}).status_code == 422
    assert browser.post(add, {"found": held[other], "role": "mentor"}).status_code == 302
    assert browser.post(add, {"name": "Opa Jan", "email": "jan@example.org", "role": "mentor"}).status_code == 302
    guide = browser_of(other)
    assert guide.get(at("board", trajectory)).status_code == 200
    assert mentor_may_not_add(trajectory) == 404
    member = Member.objects.get(trajectory=trajectory, person=other)
    assert browser.post(at("end_member", trajectory, member.pk)).status_code == 302
    assert guide.get(at("board", trajectory)).status_code == 404
    assert browser.post(add, {"found": held[other], "role": "mentor"}).status_code == 302
    assert guide.get(at("board", trajectory)).status_code == 200


def mentor_may_not_add(trajectory: Trajectory) -> int:
    """What a mentor gets who tries to add somebody."""
    return mentor(trajectory).post(at("add_member", trajectory), {"name": "x", "role": "mentor"}).status_code


def test_a_name_that_nobody_has_is_said_and_what_was_looked_for_stays(trajectory: Trajectory) -> None:
    browser = learner(trajectory)
    looked = browser.get(at("members", trajectory), {"q": "Zzz"})
    refused = browser.post(at("add_member", trajectory), {"q": "Zzz", "role": "mentor"})
    assert [(answer.status_code, answer.context["nobody"]) for answer in (looked, refused)] == [
        (200, True),
        (422, True),
    ]
    assert all(b'value="Zzz"' in answer.content for answer in (looked, refused))
    assert browser.get(at("members", trajectory)).context["nobody"] is False


def test_a_learner_begins_a_trajectory_once() -> None:
    partnership = make.a_partnership()
    version = make.a_curriculum(partnership)
    person = make.somebody(Role.STUDENT, partnership)
    values = {
        "title": "Najaar", "purpose": "diploma", "version": version.pk, "phases": ["1"], "first": "2026-09-01",
        "last": "2027-01-31", "school": "",
    }  # fmt: skip
    browser = browser_of(person)
    assert browser.post(reverse("trajectories:begin"), {**values, "last": "2026-08-01"}).status_code == 422
    for _press in range(2):
        assert browser.post(reverse("trajectories:begin"), values).status_code == 302
    assert Trajectory.objects.filter(learner=person).count() == 1
    assert "Najaar" in text_of(browser, reverse("trajectories:trajectories"))
    stranger = browser_of(make.somebody(Role.COORDINATOR, partnership))
    assert stranger.post(reverse("trajectories:begin"), values).status_code == 422


@pytest.mark.parametrize("name", ["board", "lay", "members"])
def test_a_fuller_board_asks_no_more_queries(
    trajectory: Trajectory, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def fill(many: int, start: int) -> None:
        for number in range(start, start + many):
            lay(trajectory, an_offer(trajectory, f"Stuk {number}"))
            lay_an_own(trajectory, f"Eigen {number}", week=number)
            an_offer(trajectory, f"Aanbod {number}", first=monday(13))
            make.a_mentor(trajectory)

    fill(2, 0)
    browser = learner(trajectory)
    browser.get(at(name, trajectory))
    with django_assert_max_num_queries(ENTRY + 24) as few:
        assert browser.get(at(name, trajectory)).status_code == 200
    fill(6, 2)
    with django_assert_max_num_queries(len(few)) as _same:
        assert browser.get(at(name, trajectory)).status_code == 200


def test_a_poll_is_hardly_any_work(
    trajectory: Trajectory, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = learner(trajectory)
    browser.get(f"{at('standing', trajectory)}?revisie=0")
    with django_assert_max_num_queries(ENTRY):
        assert browser.get(f"{at('standing', trajectory)}?revisie=0").status_code == 204


def test_the_list_does_not_ask_more_for_more_trajectories(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    partnership = make.a_partnership()
    version = make.a_curriculum(partnership)
    guide: Person = make.somebody(Role.MENTOR, partnership)

    def fill(many: int) -> None:
        for _number in range(many):
            make.a_mentor(make.a_trajectory(partnership, version=version), guide)

    fill(2)
    browser = browser_of(guide)
    browser.get(reverse("trajectories:trajectories"))
    with django_assert_max_num_queries(ENTRY + 4) as few:
        browser.get(reverse("trajectories:trajectories"))
    fill(6)
    with django_assert_max_num_queries(len(few)):
        browser.get(reverse("trajectories:trajectories"))
