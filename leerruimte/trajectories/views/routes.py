"""Pages of routes: ask the planner, see how far it is, lay the three beside each other, choose."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access.needs import (
    get_planned,
    get_proposed,
    get_refusal,
    get_run,
    get_with_needs,
    may_ask_planner,
)
from leerruimte.trajectories.access.trajectories import get_own_trajectory, get_trajectory, is_learner, may_read_needs
from leerruimte.trajectories.actions import routes as actions
from leerruimte.trajectories.actions.planning import ask_planner, cancel_run
from leerruimte.trajectories.forms.routes import IdForm, LayForm, PieceForm, RefuseForm
from leerruimte.trajectories.models import PlannerRun, Trajectory
from leerruimte.trajectories.planning.asking import question_of
from leerruimte.trajectories.queries.planning import run_state
from leerruimte.trajectories.queries.routes import progress_of, routes_page

HERE = "trajectories:routes"


@require_safe
@never_cache
def show_routes(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """The three routes of the last question beside each other."""
    trajectory = get_trajectory(request.who, trajectory_id)
    if not may_read_needs(request.who, trajectory):
        return render(request, "trajectories/routes/not_shared.html", {"trajectory": trajectory})
    return _page(request, trajectory)


def _page(
    request: HttpRequestWho,
    trajectory: Trajectory,
    *,
    wrong: str = "",
    refused: RefuseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "trajectory": trajectory,
        "seen": routes_page(request.who, trajectory),
        "mine": is_learner(request.who, trajectory),
        "may_ask": may_ask_planner(request.who, trajectory),
        "form": IdForm(),
        "wrong": wrong,
        "refused": refused,
        "chosen": frozenset(request.POST.getlist("chosen")),
    }
    return render(request, "trajectories/routes/routes.html", context, status=status)


@require_POST
def ask(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """Put the question, as everything stands now."""
    trajectory = get_planned(request.who, trajectory_id)
    form = IdForm(request.POST)
    if not form.is_valid():
        return redirect(HERE, trajectory.pk)
    question = question_of(trajectory)
    if not question.problem.opportunities:
        nothing = _("Nothing is offered in these weeks that helps with your outcomes. Ask who stands beside you.")
        return _page(request, trajectory, wrong=nothing, status=422)
    ask_planner(
        by=request.who,
        trajectory=trajectory,
        kind=PlannerRun.Kind.ROUTES,
        problem=question.as_json(),
        run_id=form.cleaned_data["id"],
    )
    return redirect(HERE, trajectory.pk)


@require_safe
@never_cache
def show_progress(request: HttpRequestWho, trajectory_id: int, run_id: UUID) -> HttpResponse:
    """How far it is: a fragment; 205 when there is an answer to look at."""
    trajectory = get_with_needs(request.who, trajectory_id)
    run = get_run(trajectory, run_id)
    state = run_state(run)
    if not state.busy:
        return HttpResponse(status=205)
    context = {"trajectory": trajectory, "run": run, "state": state, "progress": progress_of(run, state)}
    return render(request, "trajectories/routes/_progress.html", context)


@require_POST
def stop(request: HttpRequestWho, trajectory_id: int, run_id: UUID) -> HttpResponse:
    """Stop, and keep the best so far."""
    trajectory = get_planned(request.who, trajectory_id)
    run = get_run(trajectory, run_id)
    cancel_run(by=request.who, run=run)
    return _back(trajectory, run)


@require_POST
def lay(request: HttpRequestWho, trajectory_id: int, run_id: UUID) -> HttpResponse:
    """Lay a route, or what was chosen from several, on the board."""
    trajectory = get_planned(request.who, trajectory_id)
    run = get_run(trajectory, run_id)
    form = LayForm(request.POST)
    if not form.is_valid():
        return _back(trajectory, run)
    number, move_id = form.cleaned_data["number"], form.cleaned_data["id"]
    try:
        if number:
            actions.lay_route(by=request.who, run=run, number=number, move_id=move_id)
        else:
            actions.lay_chosen(by=request.who, run=run, chosen=form.pairs(), move_id=move_id)
    except Refused as no:
        return _refused(request, trajectory, run, no)
    messages.success(request, _("It lies on your board, as a proposal."))
    return redirect("trajectories:board", trajectory.pk)


@require_POST
def pin(request: HttpRequestWho, trajectory_id: int, run_id: UUID) -> HttpResponse:
    """Hold to one piece."""
    trajectory = get_planned(request.who, trajectory_id)
    run = get_run(trajectory, run_id)
    form = PieceForm(request.POST, "piece")
    if not form.is_valid():
        return _back(trajectory, run)
    try:
        actions.pin_from_route(
            by=request.who,
            run=run,
            number=form.number,
            code=form.code,
            move_id=form.own_id,
        )
    except Refused as no:
        return _refused(request, trajectory, run, no)
    messages.success(request, _("Pinned. It lies on the board, and the next routes hold to it."))
    return _back(trajectory, run)


@require_POST
def refuse(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """The learner does not want this."""
    trajectory = get_own_trajectory(request.who, trajectory_id)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        wrong = " ".join(map(str, form.non_field_errors()))
        return _page(request, trajectory, wrong=wrong, refused=form, status=422)
    opportunity = get_proposed(request.who, trajectory, form.code)
    try:
        actions.refuse_opportunity(
            by=request.who,
            trajectory=trajectory,
            opportunity=opportunity,
            why=form.why,
            refusal_id=form.own_id,
        )
    except Refused as no:
        return _page(request, trajectory, wrong=no.message, refused=form, status=422)
    messages.success(request, _("Kept. Ask for routes again, then it is not among them."))
    return redirect(HERE, trajectory.pk)


@require_POST
def take_back(request: HttpRequestWho, trajectory_id: int, refusal_id: UUID) -> HttpResponse:
    """It may be proposed again."""
    trajectory, refusal = get_refusal(request.who, trajectory_id, refusal_id)
    actions.take_back_refusal(by=request.who, refusal=refusal)
    messages.success(request, _("Taken back. It may be proposed again."))
    return redirect(HERE, trajectory.pk)


def _refused(request: HttpRequestWho, trajectory: Trajectory, run: PlannerRun, no: Refused) -> HttpResponse:
    if run.kind == PlannerRun.Kind.REPLAN:
        messages.error(request, no.message)
        return _back(trajectory, run)
    return _page(request, trajectory, wrong=no.message, status=422)


def _back(trajectory: Trajectory, run: PlannerRun) -> HttpResponse:
    if run.kind == PlannerRun.Kind.REPLAN:
        return redirect("trajectories:replan", trajectory.pk, run.pk)
    return redirect(HERE, trajectory.pk)
