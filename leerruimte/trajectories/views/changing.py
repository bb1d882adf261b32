"""Something changed: what, and then the new route with the fewest changes beside the one that was."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leerruimte.people.middleware import HttpRequestWho
from leerruimte.planner.plain import to_plain
from leerruimte.trajectories.access.needs import get_planned, get_run, get_with_needs, may_ask_planner
from leerruimte.trajectories.access.trajectories import get_trajectory, may_read_needs
from leerruimte.trajectories.actions.planning import ask_planner
from leerruimte.trajectories.forms.routes import ChangeForm
from leerruimte.trajectories.models import PlannerRun, Trajectory
from leerruimte.trajectories.planning.asking import for_a_change, question_of
from leerruimte.trajectories.queries.changing import pieces_that_can_change, replan_seen, what_can_be_added
from leerruimte.trajectories.queries.planning import run_state
from leerruimte.trajectories.queries.routes import progress_of
from leerruimte.trajectories.rules.changes import ADDED, DROPPED, DROPS_OUT, change_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def something_changed(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """Say what is different, and ask for a route with the fewest changes."""
    if request.method != "POST":
        trajectory = get_trajectory(request.who, trajectory_id)
        if not may_read_needs(request.who, trajectory):
            return render(request, "trajectories/routes/not_shared.html", {"trajectory": trajectory})
    else:
        trajectory = get_planned(request.who, trajectory_id)
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        pieces=pieces_that_can_change(trajectory),
        school=trajectory.school.name if trajectory.school else "",
        offered=what_can_be_added(request.who, trajectory),
    )
    if request.method == "POST" and form.is_valid():
        run = _ask(request, trajectory, form)
        if run is not None:
            return redirect("trajectories:replan", trajectory.pk, run.pk)
    context = {"trajectory": trajectory, "form": form, "may_ask": may_ask_planner(request.who, trajectory)}
    return render(request, "trajectories/routes/changed.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequestWho, trajectory: Trajectory, form: ChangeForm) -> PlannerRun | None:
    """Put the question; None, and a sentence beside the field, when what is added cannot be laid at all."""
    values = form.cleaned_data
    added = values["added"] if values["what"] == ADDED else ""
    question = for_a_change(question_of(trajectory, also=added))
    if added and added not in {one.code for one in question.problem.opportunities}:
        form.add_error("added", _("This cannot be laid: it is not given within these weeks, or it is too far away."))
        return None
    change = change_of(
        question.problem,
        values["what"],
        pieces=values["piece"],
        weeks=values["weeks"] or 0,
        hours=values["hours"],
        school=f"o{trajectory.school_id}",
        added=added,
        now=question.problem.calendar.week(timezone.localdate()),
    )
    problem = {**question.as_json(), "change": to_plain(change)}
    if values["what"] == DROPS_OUT:
        # When the new route is laid it is no longer where the learner works.
        problem[DROPPED] = trajectory.school_id
    return ask_planner(
        by=request.who,
        trajectory=trajectory,
        kind=PlannerRun.Kind.REPLAN,
        problem=problem,
        run_id=values["id"],
    )


@require_safe
@never_cache
def show_replan(request: HttpRequestWho, trajectory_id: int, run_id: UUID) -> HttpResponse:
    """Before and after."""
    trajectory = get_with_needs(request.who, trajectory_id)
    run = get_run(trajectory, run_id)
    state = run_state(run)
    context = {
        "trajectory": trajectory,
        "run": run,
        "state": state,
        "progress": progress_of(run, state) if state.busy else None,
        "seen": replan_seen(run) if run.kind == PlannerRun.Kind.REPLAN else None,
        "may_ask": may_ask_planner(request.who, trajectory),
        "moved_on": run.problem.get("board") != trajectory.revision,
        "dropped": trajectory.school if run.problem.get(DROPPED, 0) == trajectory.school_id else None,
    }
    return render(request, "trajectories/routes/replan.html", context)
