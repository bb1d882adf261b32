"""A question to the planner: asked, stopped, taken up by a worker, kept alive, and ended.

The row is the queue. Whoever takes one up owns it by its number of tries: what an earlier worker, thought dead, still
writes, finds no row any more.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from leerruimte.people.who import Who
from leerruimte.trajectories.models import PlannerRun, Trajectory
from leerruimte.trajectories.queries.planning import BUSY
from leerruimte.trajectories.queries.runs import ours, to_take_up

MOST_TRIES = 3
# Of a trajectory so many answers of a kind are kept; older ones go when there is a new question.
KEPT = 5
# Why a run failed, in `result["failed"]`; the page makes a sentence of it.
WORKER_DIED, WENT_WRONG, WRONG_QUESTION = "worker_died", "went_wrong", "wrong_question"

State = PlannerRun.State


@transaction.atomic
def ask_planner(
    *,
    by: Who,
    kind: str,
    problem: Mapping[str, Any],
    trajectory: Trajectory | None = None,
    run_id: UUID | None = None,
) -> PlannerRun:
    """Put a question to the planner; a worker takes it up soon. The same id again gives the first run.

    Of one trajectory one question of a kind is worked on at a time: a new one stops the one before, and keeps what
    that had found.
    """
    if trajectory is not None:
        # Of two that ask at once the second waits here: one stops the other, or is the other sent again.
        Trajectory.objects.select_for_update(of=("self",)).get(pk=trajectory.pk)
    if run_id is not None:
        again = PlannerRun.objects.filter(pk=run_id).first()
        if again is not None and (again.trajectory, again.kind) == (trajectory, kind):
            return again
        # An id that another question has is no id for this one.
        run_id = None if again is not None else run_id
    if trajectory is not None:
        for earlier in PlannerRun.objects.filter(trajectory=trajectory, kind=kind, state__in=BUSY):
            cancel_run(by=by, run=earlier)
        _drop_old(trajectory, kind)
    more = {"id": run_id} if run_id is not None else {}
    return PlannerRun.objects.create(
        kind=kind, trajectory=trajectory, asked_by_id=by.person, problem=dict(problem), **more
    )


@transaction.atomic
def cancel_run(*, by: Who, run: PlannerRun) -> PlannerRun:
    """Stop it: at once when it waits, within a second when it is worked on; the best so far is kept."""
    now = timezone.now()
    row = PlannerRun.objects.filter(pk=run.pk)
    if not row.filter(state=State.WAITING).update(state=State.CANCELLED, cancel_asked_at=now, ended_at=now):
        row.filter(state=State.RUNNING, cancel_asked_at=None).update(cancel_asked_at=now)
    run.refresh_from_db(fields=["state", "cancel_asked_at", "ended_at"])
    return run


def claim_run(*, by: Who, run_id: UUID | None = None) -> PlannerRun | None:
    """Take up the run that waits longest (or this one), for one worker alone; None when there is nothing to do."""
    now = timezone.now()
    waiting = PlannerRun.objects.filter(to_take_up(now)).order_by("asked_at").values_list("pk", "tries")
    for pk, tries in waiting.filter(pk=run_id) if run_id is not None else waiting[:20]:
        row = PlannerRun.objects.filter(to_take_up(now), pk=pk, tries=tries)
        if tries >= MOST_TRIES:
            row.update(state=State.FAILED, ended_at=now, result={"failed": WORKER_DIED})
        elif row.update(state=State.RUNNING, alive_at=now, tries=tries + 1):
            return PlannerRun.objects.get(pk=pk)
    return None


def keep_alive(*, by: Who, run: PlannerRun, progress: Mapping[str, Any]) -> bool:
    """Say that somebody works on it, and how far it is; False when it is no longer ours."""
    return bool(ours(run).update(alive_at=timezone.now(), progress=dict(progress)))


def end_run(*, by: Who, run: PlannerRun, result: Mapping[str, Any], failed: str = "") -> bool:
    """Keep the answer; of a run that was stopped too: it is the best so far. False when it is no longer ours."""
    if failed:
        return bool(ours(run).update(state=State.FAILED, ended_at=timezone.now(), result={**result, "failed": failed}))
    row = PlannerRun.objects.filter(pk=run.pk).values_list("cancel_asked_at", flat=True).first()
    state = State.CANCELLED if row is not None else State.DONE
    return bool(ours(run).update(state=state, ended_at=timezone.now(), result=dict(result)))


def give_back(*, by: Who, run: PlannerRun) -> bool:
    """The worker has to go; another begins it anew, and this try does not count."""
    return bool(ours(run).update(state=State.WAITING, alive_at=None, tries=F("tries") - 1))


def _drop_old(trajectory: Trajectory, kind: str) -> None:
    """A question with its answer is some hundred kilobytes, and nobody looks at the sixth last."""
    rows = PlannerRun.objects.filter(trajectory=trajectory, kind=kind).order_by("-asked_at")
    old = list(rows.values_list("pk", flat=True)[KEPT - 1 :])
    PlannerRun.objects.filter(pk__in=old).exclude(state__in=BUSY).delete()
