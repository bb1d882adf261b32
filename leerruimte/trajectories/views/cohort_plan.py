"""Pages on which a coordinator asks the planner, looks at what it proposes, and makes the places known."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.client_ids import new_id, read_id
from leerruimte.base.refused import Refused
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access import cohort as access
from leerruimte.trajectories.actions import cohort_placing, cohort_proposals
from leerruimte.trajectories.forms.cohort import AnswerForm, AskPlannerForm
from leerruimte.trajectories.models import Appeal, Cohort, PlannerRun, ProposedPlace
from leerruimte.trajectories.queries import cohorts as queries
from leerruimte.trajectories.queries.cohort_map import map_of
from leerruimte.trajectories.queries.cohort_words import (
    best_words,
    board_words,
    fairness_words,
    in_the_way_words,
    moved_words,
    proof_words,
    step_words,
    ways_words,
    wishes_words,
)
from leerruimte.trajectories.queries.planning import run_state
from leerruimte.trajectories.rules.cohort import Fairness
from leerruimte.trajectories.views.cohorts import ASK_AND_DO, context_of, note_look, school_of

A_PAGE = 30
HARDEST = 5
LISTS = ("zonder", "anders", "zwaar")


def _run_context(cohort: Cohort) -> dict[str, Any]:
    run = cohort.run
    if run is None:
        return {"run": None}
    state = run_state(run)
    return {
        "run": run,
        "run_state": state,
        "step_words": step_words(state.progress),
        "best_words": best_words(state.progress),
    }


@require_safe
@never_cache
def show_plan(request: HttpRequestWho, slug: str, cohort_id: int) -> HttpResponse:
    """Ask the planner; how far it is; what it proposes, and for whom."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    proposal = queries.proposal_of(cohort)
    context = context_of(
        cohort,
        "plan",
        fair=Fairness(*queries.counts_now(cohort)),
        places=queries.promised_places(cohort),
        interested=queries.interested_of(cohort),
        new_id=new_id(),
        proposal=proposal,
        **_run_context(cohort),
    )
    if proposal and not context["run_state"].busy:
        context |= _proposal_context(request, cohort, proposal)
    return render(request, "trajectories/cohort/plan.html", context)


def _proposal_context(request: HttpRequestWho, cohort: Cohort, proposal: queries.Proposal) -> dict[str, Any]:
    rows = queries.proposed(proposal.run)
    without, other = rows.filter(school=None), queries.differing(cohort, proposal.run)
    counts = {"zonder": without.count(), "anders": proposal.moved, "zwaar": rows.exclude(school=None).count()}
    asked = request.GET.get("toon", "")
    moves = proposal.run.kind == PlannerRun.Kind.MOVES
    order = ("anders", "zonder", "zwaar") if moves else LISTS
    shown = asked if asked in LISTS else next((one for one in order if counts[one]), "zwaar")
    chosen = {
        "zonder": without.order_by("learner__name", "pk"),
        "anders": other.order_by("learner__name", "pk"),
        "zwaar": rows.exclude(school=None).order_by("-points", "pk"),
    }[shown]
    page = Paginator(chosen, A_PAGE).get_page(request.GET.get("pagina"))
    names = queries.names_of(queries.schools_in(row.reasons for row in page.object_list))
    gone = proposal.run.problem.get("without")
    return {
        "fairness": list(fairness_words(proposal.fairness)),
        "proof": list(proof_words(proposal.run)),
        "not_on_map": proposal.run.result.get("not_on_map", 0),
        "boards": board_words(proposal.run),
        "used_interested": proposal.run.problem.get("interested"),
        "gone": access.get_school(cohort, gone) if gone else None,
        "shown": shown,
        "counts": counts,
        "page": page,
        "rows": [_seen(row, names, gone) for row in page.object_list],
    }


def _seen(row: ProposedPlace, names: dict[int, str], gone: int | None) -> dict[str, Any]:
    return {
        "row": row,
        "moved": moved_words(row.moved),
        "missed": wishes_words(row.reasons, names)[:2],
        "in_the_way": in_the_way_words(row.reasons),
        "ways": ways_words(row.reasons, names, gone),
        "wish": None if row.wish is None else row.wish + 1,
    }


@require_safe
@never_cache
def show_run(request: HttpRequestWho, slug: str, cohort_id: int) -> HttpResponse:
    """How far the planner is, as a fragment; 204 when it is done: the page is fetched anew."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    context = _run_context(cohort)
    if context["run"] is None or not context["run_state"].busy:
        return HttpResponse(status=204)
    return render(request, "trajectories/cohort/_run.html", context)


@require_POST
def ask(request: HttpRequestWho, slug: str, cohort_id: int) -> HttpResponse:
    """Put the question: all anew, or as few moves as can be."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    form = AskPlannerForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("This was not kept. Open the page again."))
        given = form.cleaned_data
        cohort_proposals.ask_places(
            by=request.who,
            cohort=cohort,
            run_id=given["id"],
            kind=PlannerRun.Kind.MOVES if given["fewest"] else PlannerRun.Kind.PLACES,
            interested=given["interested"],
        )
    except Refused as no:
        messages.error(request, no.message)
    return redirect("trajectories:cohort_plan", slug, cohort.pk)


@require_POST
def stop(request: HttpRequestWho, slug: str, cohort_id: int) -> HttpResponse:
    """Stop the planner; the best so far is kept."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    cohort_proposals.stop_planner(by=request.who, cohort=cohort)
    return redirect("trajectories:cohort_plan", slug, cohort.pk)


@require_POST
def accept(request: HttpRequestWho, slug: str, cohort_id: int) -> HttpResponse:
    """Make the proposal the places of the cohort."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    run_id = read_id(request.POST.get("id", ""))
    try:
        if run_id is None:
            raise Refused(_("This was not kept. Open the page again."))
        count = cohort_proposals.accept_proposal(by=request.who, cohort=cohort, run_id=run_id)
    except Refused as no:
        messages.error(request, no.message)
        return redirect("trajectories:cohort_plan", slug, cohort.pk)
    words = ngettext(
        "Kept: %(number)d learner is placed differently. Nobody was told yet.",
        "Kept: %(number)d learners are placed differently. Nobody was told yet.",
        count,
    )
    messages.success(request, words % {"number": count})
    return redirect("trajectories:cohort_publish", slug, cohort.pk)


@require_safe
@never_cache
def show_schools(request: HttpRequestWho, slug: str, cohort_id: int) -> HttpResponse:
    """How full each school is: on a map and in a list."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    proposal = queries.proposal_of(cohort)
    then = proposal is not None and proposal.waits and request.GET.get("van") == "voorstel"
    loads = queries.loads_of(cohort, proposal.run if then and proposal else None)
    shown = request.GET.get("toon", "")
    chosen = [load for load in loads if load.state == shown] if shown in ("over", "full", "room", "none") else loads
    counts = [(state, sum(load.state == state for load in loads)) for state in ("over", "full", "room", "none")]
    context = context_of(
        cohort,
        "schools",
        map=map_of(cohort, loads),
        shown=shown,
        counts=counts,
        page=Paginator(chosen, A_PAGE).get_page(request.GET.get("pagina")),
        total=len(loads),
        then=then,
        may_then=proposal is not None and proposal.waits,
    )
    return render(request, "trajectories/cohort/schools.html", context)


@require_http_methods(ASK_AND_DO)
@never_cache
def school_drops_out(request: HttpRequestWho, slug: str, cohort_id: int, school_id: int) -> HttpResponse:
    """A school cannot have learners after all: look who is there, then ask for the fewest moves."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    school = access.get_school(cohort, school_id)
    if request.method == "POST":
        try:
            cohort_proposals.ask_places(
                by=request.who,
                cohort=cohort,
                run_id=read_id(request.POST.get("id", "")) or new_id(),
                kind=PlannerRun.Kind.MOVES,
                interested=request.POST.get("interested") == "on",
                without=school,
            )
        except Refused as no:
            messages.error(request, no.message)
        return redirect("trajectories:cohort_plan", slug, cohort.pk)
    there = queries.learners_seen(cohort, school=school)
    context = context_of(
        cohort,
        "schools",
        school=school,
        count=there.count(),
        there=there[:A_PAGE],
        interested=queries.interested_of(cohort),
        new_id=new_id(),
    )
    return render(request, "trajectories/cohort/drops_out.html", context)


@require_http_methods(ASK_AND_DO)
@never_cache
def publish(request: HttpRequestWho, slug: str, cohort_id: int) -> HttpResponse:
    """Who does not know yet what is so now; and telling them."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    if request.method == "POST":
        try:
            count = cohort_placing.publish(by=request.who, cohort=cohort)
        except Refused as no:
            messages.error(request, no.message)
        else:
            words = ngettext("%(number)d learner was told.", "%(number)d learners were told.", count)
            messages.success(request, words % {"number": count})
        return redirect("trajectories:cohort_publish", slug, cohort.pk)
    rows = queries.untold(cohort).select_related("school", "told_school").order_by("name", "pk")
    context = context_of(
        cohort,
        "publish",
        page=Paginator(rows, A_PAGE).get_page(request.GET.get("pagina")),
        fairness=list(fairness_words(queries.fairness_now(cohort))),
    )
    return render(request, "trajectories/cohort/publish.html", context)


@require_safe
@never_cache
def show_appeals(request: HttpRequestWho, slug: str, cohort_id: int) -> HttpResponse:
    """Who asked for another place; what waits for an answer first."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    rows = Appeal.objects.filter(learner__cohort=cohort).exclude(state=Appeal.State.WITHDRAWN)
    rows = rows.select_related("learner__school").order_by("answered_at", "made_at", "pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "trajectories/cohort/appeals.html", context_of(cohort, "appeals", page=page))


@require_http_methods(ASK_AND_DO)
@never_cache
def answer_appeal(request: HttpRequestWho, slug: str, cohort_id: int, appeal_id: UUID) -> HttpResponse:
    """Read one, and answer it: another place, or it stays."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    appeal = access.get_appeal(cohort, appeal_id)
    note_look(request, appeal.learner)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            cohort_placing.answer_appeal(
                by=request.who,
                appeal=appeal,
                words=given["words"],
                school=school_of(cohort, given["school"]),
                on_purpose=given["on_purpose"],
            )
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            messages.success(request, _("Kept. The learner was told."))
            return redirect("trajectories:cohort_appeals", slug, cohort.pk)
    names = queries.names_of(appeal.learner.asks.get("wishes", []))
    context = context_of(
        cohort,
        "appeals",
        appeal=appeal,
        form=form,
        wishes=[names.get(one, "?") for one in appeal.learner.asks.get("wishes", [])],
        choices=queries.school_choices(cohort.period.partnership),
    )
    return render(request, "trajectories/cohort/appeal.html", context, status=422 if form.errors else 200)
