"""Questions to the planner as a worker sees them: which to take up, whether to go on, what an answer holds."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from leerruimte.planner.plain import from_plain
from leerruimte.planner.result import Replan, Route, Routes
from leerruimte.trajectories.models import PlannerRun
from leerruimte.trajectories.queries.planning import BUSY

# A worker says once a second that it lives; so long without it, and another takes its run up.
STALE = timedelta(seconds=12)
State = PlannerRun.State


def to_take_up(now: datetime) -> Q:
    """Runs that wait, and runs whose worker gave no sign of life."""
    return Q(state=State.WAITING) | Q(state=State.RUNNING, alive_at__lt=now - STALE)


def workers_wanted() -> int:
    """How many workers have something to do now: none when nothing waits."""
    waits = PlannerRun.objects.filter(to_take_up(timezone.now())).exists()
    return PlannerRun.objects.filter(state__in=BUSY).count() if waits else 0


def ours(run: PlannerRun) -> QuerySet[PlannerRun]:
    """The run, as long as it is worked on by who took it up."""
    return PlannerRun.objects.filter(pk=run.pk, state=State.RUNNING, tries=run.tries)


def cancel_asked(run: PlannerRun) -> bool:
    """Whether somebody asked to stop it, or it is no longer ours."""
    return not ours(run).filter(cancel_asked_at=None).exists()


def routes_of(run: PlannerRun) -> tuple[Route, ...]:
    """The routes of an answer."""
    if run.kind == PlannerRun.Kind.REPLAN:
        replan: Replan = from_plain(Replan, run.result["replan"]) if "replan" in run.result else Replan("")
        return (replan.route,) if replan.route is not None else ()
    answer: Routes | None = from_plain(Routes, run.result["routes"]) if "routes" in run.result else None
    return answer.routes if answer is not None else ()
