"""Routes: asked for, laid beside each other, laid on the board, pinned, refused, mixed; and a change planned anew."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from leerruimte.base.refused import Refused
from leerruimte.people.tests.make import browser_of, who_is
from leerruimte.people.who import Who
from leerruimte.planner.plain import to_plain
from leerruimte.planner.result import Balance, Proof, Replan, Route, Routes, Step
from leerruimte.planner.result import Piece as Placed
from leerruimte.trajectories import jobs
from leerruimte.trajectories.actions.board import pin_piece, undo_own_move
from leerruimte.trajectories.actions.needs import share_needs
from leerruimte.trajectories.actions.routes import lay_chosen, lay_route, refuse_opportunity
from leerruimte.trajectories.models import Contributes, Move, Opportunity, Piece, PlannerRun, Refusal, Trajectory
from leerruimte.trajectories.planning.asking import question_of
from leerruimte.trajectories.queries.changing import ladder_in_words
from leerruimte.trajectories.queries.moves import said_of_move
from leerruimte.trajectories.queries.runs import routes_of
from leerruimte.trajectories.tests import make, make_board, make_needs

pytestmark = pytest.mark.django_db


def asked(trajectory: Trajectory) -> PlannerRun:
    """Routes asked for on the page, and answered."""
    browser_of(trajectory.learner).post(reverse("trajectories:ask_routes", args=[trajectory.pk]), {"id": uuid.uuid4()})
    jobs.Worker().work_through()
    return PlannerRun.objects.filter(trajectory=trajectory).latest("asked_at")


def there(trajectory: Trajectory) -> set[str]:
    return {str(one.opportunity_id) for one in trajectory.pieces.filter(removed_at=None)}


def a_route(opportunity: Opportunity, place: str) -> Route:
    """A route of one piece."""
    piece = Placed(str(opportunity.pk), str(opportunity.editions.get().pk), place, 1, 8, 2400)
    return Route((piece,), (), Balance(500, 500, 500), 0, (300,) * 20, 0, Proof("proven"))


def test_a_page_that_waits_says_so_and_one_with_an_answer_shows_routes() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    browser = browser_of(trajectory.learner)
    address = reverse("trajectories:routes", args=[trajectory.pk])
    assert browser.get(address).status_code == 200
    browser.post(reverse("trajectories:ask_routes", args=[trajectory.pk]), {"id": uuid.uuid4()})
    run = PlannerRun.objects.get()
    progress = reverse("trajectories:route_progress", args=[trajectory.pk, run.pk])
    assert 'id="progress"' in browser.get(address).content.decode()
    assert browser.get(progress).status_code == 200
    jobs.Worker().work_through()
    assert browser.get(progress).status_code == 205
    page = browser.get(address)
    assert page.context["seen"].routes
    assert "Kijken naar kinderen" in page.content.decode()


def test_a_route_is_laid_as_proposals_and_the_same_form_twice_is_one_move() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    run = asked(trajectory)
    route = routes_of(run)[0]
    address = reverse("trajectories:lay_route", args=[trajectory.pk, run.pk])
    form = {"id": uuid.uuid4(), "number": 1}
    for _time in range(2):
        answer = browser_of(trajectory.learner).post(address, form)
        assert answer.status_code == 302
    assert there(trajectory) == {piece.opportunity for piece in route.pieces}
    assert set(trajectory.pieces.values_list("state", flat=True)) == {Piece.State.PROPOSED}
    trajectory.refresh_from_db()
    assert trajectory.revision == Move.objects.get(kind=Move.Kind.ROUTE).revision == 1
    assert all(piece.first_week.weekday() == 0 for piece in trajectory.pieces.all())


def test_what_lies_on_the_board_does_not_tell_what_the_learner_wants() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    trajectory.needs.aims = [{"outcome": "PED-11", "strength": 3}]
    trajectory.needs.likes = [{"kind": "place_kind", "what": "school", "strength": 2}]
    trajectory.needs.save()
    run = asked(trajectory)
    said = {reason.code for piece in routes_of(run)[0].pieces for reason in piece.why}
    assert said & {"aim", "liked"}
    lay_route(by=who_is(trajectory.learner), run=run)
    laid = {reason["code"] for piece in trajectory.pieces.all() for reason in piece.why}
    assert laid
    assert not laid & {"aim", "liked"}


def test_a_second_route_takes_the_place_of_proposals_but_not_of_what_is_pinned_or_agreed() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    run, who = asked(trajectory), who_is(trajectory.learner)
    first = routes_of(run)[0].pieces
    lay_route(by=who, run=run)
    held = trajectory.pieces.get(opportunity=first[0].opportunity)
    held.pinned = True
    held.save()
    agreed = trajectory.pieces.get(opportunity=first[1].opportunity)
    agreed.state = Piece.State.AGREED
    agreed.save()
    lay_chosen(by=who, run=run, chosen=[(1, first[2].opportunity)])
    assert there(trajectory) == {first[0].opportunity, first[1].opportunity, first[2].opportunity}


def undo(trajectory: Trajectory, who: Who) -> Move:
    return undo_own_move(by=who, trajectory=trajectory, making=make_board.a_making(trajectory))


def as_they_lie(trajectory: Trajectory) -> dict[str, tuple[Any, ...]]:
    rows = trajectory.pieces.filter(removed_at=None)
    return {one.title: (one.first_week, one.edition_id, one.state, one.pinned, one.why) for one in rows}


def test_a_laid_route_is_taken_back_in_one_go_and_what_it_took_away_or_moved_lies_as_it_lay() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    run, who = asked(trajectory), who_is(trajectory.learner)
    pieces = routes_of(run)[0].pieces
    lay_chosen(by=who, run=run, chosen=[(1, pieces[0].opportunity), (1, pieces[1].opportunity)])
    moved = trajectory.pieces.get(opportunity=pieces[1].opportunity)
    other = make_board.another_edition(Opportunity.objects.get(pk=moved.opportunity_id), 0)
    Piece.objects.filter(pk=moved.pk).update(edition=other, state=Piece.State.AGREED, why=[])
    was = as_they_lie(trajectory)
    lay_chosen(by=who, run=run, chosen=[(1, one.opportunity) for one in pieces[1:]])
    assert pieces[0].opportunity not in there(trajectory)
    assert as_they_lie(trajectory) != was
    page = browser_of(trajectory.learner).get(reverse("trajectories:board", args=[trajectory.pk]))
    assert page.context["undoable"] == said_of_move(trajectory.moves.latest("revision"))
    move = undo(trajectory, who)
    assert as_they_lie(trajectory) == was
    with override("en"):
        assert said_of_move(move) == f"{trajectory.learner.first_name} took a route back."
    undo(trajectory, who)
    assert there(trajectory) == set()


def test_a_route_of_which_somebody_else_moved_a_piece_since_stays_whole() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    mentor = who_is(make_needs.a_mentor_today(trajectory))
    run, who = asked(trajectory), who_is(trajectory.learner)
    lay_route(by=who, run=run)
    piece = trajectory.pieces.order_by("pk").first()
    assert piece
    making = make_board.a_making(trajectory)
    pin_piece(by=mentor, trajectory=trajectory, making=making, piece=piece, pinned=True)
    was = as_they_lie(trajectory)
    with pytest.raises(Refused, match=piece.title) as no:
        undo(trajectory, who)
    assert "mentor" in no.value.message
    assert as_they_lie(trajectory) == was


def test_a_route_is_not_taken_back_when_what_made_place_was_laid_anew_by_somebody_else() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    mentor = make_needs.a_mentor_today(trajectory)
    run, who = asked(trajectory), who_is(trajectory.learner)
    pieces = routes_of(run)[0].pieces
    lay_chosen(by=who, run=run, chosen=[(1, pieces[0].opportunity)])
    lay_chosen(by=who, run=run, chosen=[(1, pieces[1].opportunity)])
    make_board.lay(trajectory, Opportunity.objects.get(pk=pieces[0].opportunity), by=mentor)
    with pytest.raises(Refused, match="mentor"):
        undo(trajectory, who)
    assert there(trajectory) == {one.opportunity for one in pieces[:2]}


def test_a_pinned_piece_comes_back_in_every_next_route() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    run = asked(trajectory)
    code = routes_of(run)[0].pieces[-1].opportunity
    address = reverse("trajectories:pin_from_route", args=[trajectory.pk, run.pk])
    form = {"id": uuid.uuid4(), "piece": f"1:{code}"}
    for _time in range(2):
        assert browser_of(trajectory.learner).post(address, form).status_code == 302
    assert trajectory.moves.count() == 1
    assert trajectory.pieces.get(opportunity=code).pinned
    for route in routes_of(asked(trajectory)):
        assert code in {piece.opportunity for piece in route.pieces}


def test_a_refusal_is_kept_with_its_reason_honoured_and_taken_back() -> None:
    trajectory, offered = make_needs.a_trajectory_with_choice()
    browser = browser_of(trajectory.learner)
    pick = f"1:{offered[0].pk}"
    form = {"id": uuid.uuid4(), "refused": pick, f"why {pick}": "Deed ik al."}
    for _time in range(2):
        assert browser.post(reverse("trajectories:refuse", args=[trajectory.pk]), form).status_code == 302
    refusal = Refusal.objects.get()
    assert question_of(trajectory).problem.refused == (str(offered[0].pk),)
    page = browser.get(reverse("trajectories:routes", args=[trajectory.pk])).content.decode()
    assert "Deed ik al." in page
    browser.post(reverse("trajectories:take_back_refusal", args=[trajectory.pk, refusal.pk]))
    assert question_of(trajectory).problem.refused == ()


def test_a_refusal_sent_again_from_an_older_page_stays_taken_back() -> None:
    trajectory, offered = make_needs.a_trajectory_with_choice()
    browser = browser_of(trajectory.learner)
    form = {"id": uuid.uuid4(), "refused": f"1:{offered[0].pk}"}
    address = reverse("trajectories:refuse", args=[trajectory.pk])
    browser.post(address, form)
    browser.post(reverse("trajectories:take_back_refusal", args=[trajectory.pk, Refusal.objects.get().pk]))
    assert browser.post(address, form).status_code == 302
    assert Refusal.objects.get().taken_back_at is not None


def test_something_of_another_partnership_cannot_be_refused_nor_its_title_read() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    other = make.an_opportunity(make.a_curriculum(make.a_partnership("elders", "Elders")), "Geheim")
    form = {"id": uuid.uuid4(), "refused": f"1:{other.pk}"}
    address = reverse("trajectories:refuse", args=[trajectory.pk])
    assert browser_of(trajectory.learner).post(address, form).status_code == 404
    assert not Refusal.objects.exists()


def test_why_something_was_refused_is_read_by_the_learner_alone() -> None:
    trajectory, offered = make_needs.a_trajectory_with_choice()
    mentor = make_needs.a_mentor_today(trajectory)
    who = who_is(trajectory.learner)
    share_needs(by=who, trajectory=trajectory, shared=True)
    refuse_opportunity(by=who, trajectory=trajectory, opportunity=offered[0], why="Niet bij hem in de klas.")
    page = browser_of(mentor).get(reverse("trajectories:routes", args=[trajectory.pk])).content.decode()
    assert offered[0].title in page
    assert "Niet bij hem" not in page


def test_who_stands_beside_sees_no_route_before_needs_are_shared() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    mentor = make_needs.a_mentor_today(trajectory)
    run = asked(trajectory)
    page = browser_of(mentor).get(reverse("trajectories:routes", args=[trajectory.pk]))
    assert page.status_code == 200
    assert "Kijken naar kinderen" not in page.content.decode()
    lay = reverse("trajectories:lay_route", args=[trajectory.pk, run.pk])
    assert browser_of(mentor).post(lay, {"id": uuid.uuid4(), "number": 1}).status_code == 404
    assert not trajectory.pieces.exists()


def test_pieces_that_meet_at_the_same_time_cannot_be_mixed() -> None:
    trajectory, offered = make_needs.a_trajectory_with_choice()
    at_once = make.an_opportunity(
        trajectory.version, "Tegelijk", at=trajectory.school, gives={"VAK-11": 30}, first=trajectory.first, days=("tu",)
    )
    question = question_of(trajectory)
    both = [offered[0], at_once]
    answer = Routes("ok", routes=tuple(a_route(one, f"o{trajectory.school_id}") for one in both))
    run = PlannerRun.objects.create(
        trajectory=trajectory, kind=PlannerRun.Kind.ROUTES, problem=question.as_json(),
        result={"routes": to_plain(answer)}, state=PlannerRun.State.DONE,
    )  # fmt: skip
    chosen = [(at, str(one.pk)) for at, one in enumerate(both, 1)]
    with pytest.raises(Refused) as no:
        lay_chosen(by=who_is(trajectory.learner), run=run, chosen=chosen)
    assert no.value.code == "mix"
    assert lay_chosen(by=who_is(trajectory.learner), run=run, chosen=chosen[:1])
    trajectory.pieces.all().delete()
    assert not trajectory.pieces.exists()


def test_something_that_closed_meanwhile_is_not_laid_and_nothing_else_is() -> None:
    trajectory, offered = make_needs.a_trajectory_with_choice()
    run = asked(trajectory)
    offered[0].editions.update(closed_at=trajectory.made_at)
    with pytest.raises(Refused):
        lay_route(by=who_is(trajectory.learner), run=run)


def test_a_piece_falls_away_and_the_new_route_changes_little() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    who = who_is(trajectory.learner)
    lay_route(by=who, run=asked(trajectory))
    trajectory.pieces.update(state=Piece.State.AGREED)
    before = there(trajectory)
    gone = sorted(before)[0]
    browser = browser_of(trajectory.learner)
    form: dict[str, Any] = {"id": uuid.uuid4(), "what": "falls_away", "piece": [gone]}
    answer = browser.post(reverse("trajectories:something_changed", args=[trajectory.pk]), form)
    assert answer.status_code == 302
    assert there(trajectory) == before
    jobs.Worker().work_through()
    page = browser.get(answer.url)
    seen = page.context["seen"]
    assert seen.found
    assert [line.what for line in seen.lines].count("fell") == 1
    assert any(line.what == "stays" for line in seen.lines)
    run = PlannerRun.objects.get(kind=PlannerRun.Kind.REPLAN)
    browser.post(reverse("trajectories:lay_route", args=[trajectory.pk, run.pk]), {"id": uuid.uuid4(), "number": 1})
    assert there(trajectory) == {piece.opportunity for piece in routes_of(run)[0].pieces}
    assert gone not in there(trajectory)


def test_a_school_that_drops_out_goes_off_the_road_when_the_new_route_is_laid_and_comes_back_with_undo() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    who, school, browser = who_is(trajectory.learner), trajectory.school, browser_of(trajectory.learner)
    assert school
    lay_route(by=who, run=asked(trajectory))
    address = reverse("trajectories:something_changed", args=[trajectory.pk])
    answer = browser.post(address, {"id": uuid.uuid4(), "what": "drops_out"})
    jobs.Worker().work_through()
    run = PlannerRun.objects.get(kind=PlannerRun.Kind.REPLAN)
    assert school.name in browser.get(answer["Location"]).content.decode()
    trajectory.refresh_from_db()
    assert trajectory.school == school
    lay_route(by=who, run=run)
    trajectory.refresh_from_db()
    assert trajectory.school is None
    undo(trajectory, who)
    trajectory.refresh_from_db()
    assert trajectory.school == school


def test_something_is_added_and_the_new_route_holds_to_it() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    run, who = asked(trajectory), who_is(trajectory.learner)
    pieces = routes_of(run)[0].pieces
    lay_chosen(by=who, run=run, chosen=[(1, one.opportunity) for one in pieces[1:]])
    trajectory.pieces.update(state=Piece.State.AGREED)
    before, browser = there(trajectory), browser_of(trajectory.learner)
    address = reverse("trajectories:something_changed", args=[trajectory.pk])
    offered = dict(browser.get(address).context["form"].fields["added"].choices)
    assert pieces[0].opportunity in offered
    assert not before & offered.keys()
    answer = browser.post(address, {"id": uuid.uuid4(), "what": "added", "added": pieces[0].opportunity})
    jobs.Worker().work_through()
    seen = browser.get(answer["Location"]).context["seen"]
    assert [line.title for line in seen.lines if line.what == "comes"] == [pieces_title(pieces[0].opportunity)]


def pieces_title(code: str) -> str:
    return Opportunity.objects.get(pk=code).title


def test_what_was_refused_or_never_fits_cannot_be_added() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    who = who_is(trajectory.learner)
    lay_route(by=who, run=asked(trajectory))
    outside = make.an_opportunity(
        trajectory.version, "Al begonnen", at=trajectory.school, first=trajectory.first - timedelta(weeks=2), times=4
    )
    address = reverse("trajectories:something_changed", args=[trajectory.pk])
    browser = browser_of(trajectory.learner)
    form = {"id": uuid.uuid4(), "what": "added", "added": str(outside.pk)}
    answer = browser.post(address, form)
    assert answer.status_code == 422
    assert "added" in answer.context["form"].errors
    assert not PlannerRun.objects.filter(kind=PlannerRun.Kind.REPLAN).exists()
    Refusal.objects.create(trajectory=trajectory, opportunity=outside)
    assert str(outside.pk) not in dict(browser.get(address).context["form"].fields["added"].choices)


def test_the_ladder_stops_where_more_changes_bring_nothing_and_says_nothing_below_nothing() -> None:
    steps = ((0, -80), (1, 950), (2, 1000), (3, 1000), (None, 1000))
    answer = Replan("ok", ladder=tuple(Step(changes, score, Proof("proven")) for changes, score in steps))
    with override("en"):
        told = list(ladder_in_words(answer))
    assert [re.findall(r"\d+ of 100", line) for line in told] == [["0 of 100"], ["95 of 100"], ["100 of 100"]]


def test_what_goes_with_a_change_is_asked_for() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    run = asked(trajectory)
    lay_chosen(by=who_is(trajectory.learner), run=run, chosen=[(1, routes_of(run)[0].pieces[0].opportunity)])
    address = reverse("trajectories:something_changed", args=[trajectory.pk])
    for what, field in (("falls_away", "piece"), ("late", "weeks"), ("hours", "hours"), ("added", "added")):
        answer = browser_of(trajectory.learner).post(address, {"id": uuid.uuid4(), "what": what})
        assert answer.status_code == 422
        assert field in answer.context["form"].errors


def test_a_learner_reads_parts_where_the_planner_reckons_in_points() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    Contributes.objects.filter(code="PRO-11").update(hours=8)
    trajectory.needs.aims = [{"outcome": "PED-11", "strength": 3}]
    trajectory.needs.save()
    asked(trajectory)
    address = reverse("trajectories:routes", args=[trajectory.pk])
    page = browser_of(trajectory.learner).get(address, headers={"accept-language": "en"})
    seen, text = page.context["seen"], page.content.decode()
    assert {one.how_far for one in seen.gaps} & {"not yet", "for a small part", "for about half", "for a large part"}
    assert "It is for your own aim Leren PED-11: wholly." in text
    assert not re.search(r"\d+ points|points of", text)


def test_the_page_keeps_to_its_limits(django_assert_max_num_queries: Any) -> None:
    for more in (0, 30):
        trajectory, _ = make_needs.a_trajectory_with_choice(more)
        asked(trajectory)
        browser = browser_of(trajectory.learner)
        with django_assert_max_num_queries(14):
            page = browser.get(reverse("trajectories:routes", args=[trajectory.pk]))
        assert len(page.content) < 150_000
