"""A question to the planner is made of what is kept, worked on beside the page, stopped and taken up again."""

import threading
from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from leerruimte.people.tests.make import who_is
from leerruimte.people.who import NOBODY
from leerruimte.planner.checking import check_route
from leerruimte.planner.plain import from_plain
from leerruimte.planner.reading import mistakes_in
from leerruimte.planner.result import Routes
from leerruimte.planner.routes import plan_routes
from leerruimte.trajectories import jobs
from leerruimte.trajectories.actions.planning import KEPT, ask_planner, cancel_run, claim_run, end_run, give_back
from leerruimte.trajectories.models import (
    Contributes,
    Edition,
    Opportunity,
    Piece,
    PlannerRun,
    Reached,
    Refusal,
    Trajectory,
)
from leerruimte.trajectories.planning.asking import question_of
from leerruimte.trajectories.rules.meetings import week_of
from leerruimte.trajectories.tests import make_needs

pytestmark = pytest.mark.django_db
ROUTES = PlannerRun.Kind.ROUTES


def test_the_question_holds_what_the_learner_can_choose_from() -> None:
    trajectory, offered = make_needs.a_trajectory_with_choice()
    problem = question_of(trajectory).problem
    assert not mistakes_in(problem)
    assert {one.code for one in problem.opportunities} == {str(one.pk) for one in offered}
    assert all(one.need == 12 for one in problem.outcomes)
    assert problem.opportunities[0].editions[0].moments[0].day is not None


def test_the_number_of_queries_does_not_grow_with_what_is_offered(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for more in (0, 40):
        trajectory, _ = make_needs.a_trajectory_with_choice(more)
        trajectory = type(trajectory).objects.get(pk=trajectory.pk)
        with django_assert_max_num_queries(20):
            question_of(trajectory)
        trajectory.object.partnership.organisation_memberships.all().delete()


def test_agreed_pieces_are_pinned_done_pieces_count_and_refusals_are_honoured() -> None:
    trajectory, offered = make_needs.a_trajectory_with_choice()
    monday = trajectory.first
    pieces = [
        Piece.objects.create(
            trajectory=trajectory, opportunity=one, edition=one.editions.get(), title=one.title, where="school",
            first_week=monday, last_week=monday, state=state, contributes={"PED-11": 30},
        )
        for one, state in zip(offered, (Piece.State.AGREED, Piece.State.DONE), strict=False)
    ]  # fmt: skip
    Refusal.objects.create(trajectory=trajectory, opportunity=offered[3])
    Reached.objects.create(trajectory=trajectory, outcome="DID-11")
    problem = question_of(trajectory).problem
    assert [pin.opportunity for pin in problem.pins] == [str(pieces[0].opportunity_id)]
    assert problem.refused == (str(offered[3].pk),)
    assert {done.outcome for done in problem.done} == {"DID-11", "PED-11"}
    assert str(pieces[1].opportunity_id) not in {one.code for one in problem.opportunities}


def test_a_question_is_answered_with_routes() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    who = who_is(trajectory.learner)
    run = ask_planner(by=who, trajectory=trajectory, kind=ROUTES, problem=question_of(trajectory).as_json())
    assert ask_planner(by=who, trajectory=trajectory, kind=ROUTES, problem={}, run_id=run.pk) == run
    assert jobs.Worker().work_through() == 1
    run.refresh_from_db()
    assert run.state == PlannerRun.State.DONE
    answer: Routes = from_plain(Routes, run.result["routes"])
    assert answer.routes
    assert sum(one.points >= one.asked for one in answer.routes[0].coverage) >= 4


def test_a_new_question_of_the_same_kind_stops_the_one_before() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    who = who_is(trajectory.learner)
    first = ask_planner(by=who, trajectory=trajectory, kind=ROUTES, problem={})
    second = ask_planner(by=who, trajectory=trajectory, kind=ROUTES, problem={})
    first.refresh_from_db()
    assert (first.state, second.state) == (PlannerRun.State.CANCELLED, PlannerRun.State.WAITING)


def test_an_id_that_another_question_has_is_not_taken_for_this_one() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    who = who_is(trajectory.learner)
    theirs = ask_planner(by=who, trajectory=make_needs.a_trajectory_with_choice()[0], kind=ROUTES, problem={})
    run = ask_planner(by=who, trajectory=trajectory, kind=ROUTES, problem={"mine": 1}, run_id=theirs.pk)
    assert run.pk != theirs.pk
    assert run.problem == {"mine": 1}
    theirs.refresh_from_db()
    assert theirs.problem == {}


def test_one_worker_takes_up_a_run_and_a_dead_worker_is_replaced_three_times_at_most() -> None:
    run = ask_planner(by=NOBODY, kind=ROUTES, problem={})
    for number in (1, 2, 3):
        claimed = claim_run(by=NOBODY)
        assert claimed
        assert claimed.tries == number
        assert claim_run(by=NOBODY) is None
        PlannerRun.objects.update(alive_at=timezone.now() - timedelta(minutes=1))
    assert claim_run(by=NOBODY) is None
    run.refresh_from_db()
    assert (run.state, run.result) == (PlannerRun.State.FAILED, {"failed": "worker_died"})


def test_what_a_worker_thought_dead_still_writes_is_not_kept() -> None:
    ask_planner(by=NOBODY, kind=ROUTES, problem={})
    early = claim_run(by=NOBODY)
    PlannerRun.objects.update(alive_at=timezone.now() - timedelta(minutes=1))
    late = claim_run(by=NOBODY)
    assert early
    assert late
    assert not end_run(by=NOBODY, run=early, result={"old": True})
    assert end_run(by=NOBODY, run=late, result={"new": True})
    late.refresh_from_db()
    assert late.result == {"new": True}


def test_stopping_keeps_the_best_so_far() -> None:
    run = ask_planner(by=NOBODY, kind=ROUTES, problem={})
    claimed = claim_run(by=NOBODY)
    assert claimed
    cancel_run(by=NOBODY, run=run)
    assert run.state == PlannerRun.State.RUNNING
    assert end_run(by=NOBODY, run=claimed, result={"routes": {}})
    run.refresh_from_db()
    assert (run.state, run.result) == (PlannerRun.State.CANCELLED, {"routes": {}})


def test_a_worker_that_has_to_go_gives_back_what_it_worked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    run = ask_planner(by=NOBODY, kind=ROUTES, problem={})
    worker = jobs.Worker()

    def leave_halfway(_run: PlannerRun, _tell: jobs.Tell, _stop: threading.Event) -> dict[str, str]:
        worker.leave()
        return {}

    monkeypatch.setitem(jobs.KINDS, ROUTES, leave_halfway)
    worker.work_through()
    run.refresh_from_db()
    assert (run.state, run.tries) == (PlannerRun.State.WAITING, 0)
    assert not give_back(by=NOBODY, run=run)


def test_a_question_that_cannot_be_read_fails_and_says_so() -> None:
    run = ask_planner(by=NOBODY, kind=ROUTES, problem={"problem": {"learner": "Sanne"}})
    jobs.Worker().work_through()
    run.refresh_from_db()
    assert (run.state, run.result) == (PlannerRun.State.FAILED, {"failed": "wrong_question"})


def test_old_answers_of_a_trajectory_go_when_there_are_new_questions() -> None:
    trajectory, _ = make_needs.a_trajectory_with_choice()
    for _number in range(9):
        ask_planner(by=NOBODY, trajectory=trajectory, kind=ROUTES, problem={})
    assert PlannerRun.objects.filter(trajectory=trajectory).count() == KEPT


def a_piece_of(trajectory: Trajectory, one: Opportunity, weeks_ago: int, weeks: int, **more: Any) -> Piece:
    """A piece that was agreed upon and began so many weeks ago; its edition too."""
    first = week_of(timezone.localdate()) - timedelta(weeks=weeks_ago)
    edition = one.editions.get()
    edition.first, edition.last = first, first + timedelta(weeks=weeks, days=-1)
    edition.save()
    trajectory.first = min(trajectory.first, first)
    trajectory.save()
    return Piece.objects.create(
        **{
            "trajectory": trajectory, "opportunity": one, "edition": edition, "title": one.title, "where": "school",
            "first_week": first, "last_week": first + timedelta(weeks=weeks - 1), "state": Piece.State.AGREED,
            "contributes": {"PED-11": 30}, **more,
        }
    )  # fmt: skip


def test_what_was_agreed_and_is_over_counts_as_done_and_is_not_asked_to_fit() -> None:
    trajectory, offered = make_needs.a_trajectory_with_choice()
    a_piece_of(trajectory, offered[0], 10, 4)
    question = question_of(trajectory)
    assert [done.outcome for done in question.problem.done] == ["PED-11"]
    assert question.agreed == question.problem.pins == ()
    assert str(offered[0].pk) not in {one.code for one in question.problem.opportunities}


def test_what_goes_on_never_makes_a_question_impossible() -> None:
    """Two at the same hour, on a day that the learner cannot, too far, with too many hours, asking what comes later."""
    trajectory, offered = make_needs.a_trajectory_with_choice()
    for one in offered[:2]:
        piece = a_piece_of(trajectory, one, 2, 9)
        assert piece.edition
        Edition.objects.filter(pk=piece.edition.pk).update(times=9, minutes=8 * 60, days=["tu"], starts=time(9))
    Contributes.objects.create(
        opportunity=offered[0], curriculum=trajectory.version.curriculum, code="DID-12", asked_beforehand=True
    )
    needs = trajectory.needs
    needs.never = [{"day": "tu", "part": "morning", "why": "zwemmen"}]
    needs.hours_a_week, needs.most_travel, needs.most_schools = 4, 1, 1
    needs.save()
    question = question_of(trajectory)
    assert {pin.opportunity for pin in question.problem.pins} == {str(one.pk) for one in offered[:2]}
    routes = plan_routes(question.problem, work=1.0)
    assert routes.routes, routes.reasons
    assert not check_route(question.problem, routes.routes[0].taken)


def test_what_is_still_to_come_keeps_its_hour() -> None:
    trajectory, offered = make_needs.a_trajectory_with_choice()
    a_piece_of(trajectory, offered[0], 2, 9)
    [mine] = [one for one in question_of(trajectory).problem.opportunities if one.code == str(offered[0].pk)]
    days = {moment.week: moment.day for moment in mine.editions[0].moments}
    assert days[min(days)] is None
    assert days[max(days)] == "tu"
