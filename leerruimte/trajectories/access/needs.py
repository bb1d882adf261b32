"""Who may see and do what with needs and with routes. Routes tell what somebody needs: they are as private."""

from uuid import UUID

from django.http import Http404

from leerruimte.people.who import Who
from leerruimte.trajectories.access.opportunities import visible_opportunities
from leerruimte.trajectories.access.trajectories import (
    get_own_trajectory,
    get_trajectory,
    may_move_pieces,
    may_read_needs,
)
from leerruimte.trajectories.models import Opportunity, PlannerRun, Refusal, Trajectory


def get_with_needs(who: Who, trajectory_id: int) -> Trajectory:
    """The trajectory, if its needs may be read: by the learner, and by who stands beside once they are shared."""
    trajectory = get_trajectory(who, trajectory_id)
    if not may_read_needs(who, trajectory):
        raise Http404
    return trajectory


def may_ask_planner(who: Who, trajectory: Trajectory) -> bool:
    """Whether they may ask for routes and lay them: who may move pieces and may read the needs."""
    return may_move_pieces(who, trajectory) and may_read_needs(who, trajectory)


def get_planned(who: Who, trajectory_id: int) -> Trajectory:
    """The trajectory, if routes may be asked for and laid."""
    trajectory = get_with_needs(who, trajectory_id)
    if not may_ask_planner(who, trajectory):
        raise Http404
    return trajectory


def get_run(trajectory: Trajectory, run_id: UUID) -> PlannerRun:
    """A question about this trajectory. It and its answer are some hundred kilobytes: read when they are looked at."""
    run = PlannerRun.objects.filter(trajectory=trajectory, pk=run_id).defer("problem", "result").first()
    if run is None:
        raise Http404
    return run


def get_proposed(who: Who, trajectory: Trajectory, code: str) -> Opportunity:
    """Something that was put before this learner: the planner looked at it for them, or they see it anyhow."""
    opportunity = Opportunity.objects.filter(pk=code).first()
    partnership = trajectory.object.partnership
    if opportunity is None or partnership is None:
        raise Http404
    if visible_opportunities(who, partnership).filter(pk=opportunity.pk).exists():
        return opportunity
    run = PlannerRun.objects.filter(trajectory=trajectory, kind=PlannerRun.Kind.ROUTES).first()
    known = run.problem.get("problem", {}).get("opportunities", []) if run is not None else []
    if not any(one.get("code") == code for one in known):
        raise Http404
    return opportunity


def get_refusal(who: Who, trajectory_id: int, refusal_id: UUID) -> tuple[Trajectory, Refusal]:
    """What the learner refused, to be taken back by the learner alone."""
    trajectory = get_own_trajectory(who, trajectory_id)
    refusal = Refusal.objects.filter(trajectory=trajectory, pk=refusal_id).first()
    if refusal is None:
        raise Http404
    return trajectory, refusal
