"""Pages of evidence: what lies beside the measures, its margin, and what was reached."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.refused import Refused, kept
from leerruimte.look.templatetags.look import in_language
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access import evidence as access
from leerruimte.trajectories.access.trajectories import get_trajectory, is_learner
from leerruimte.trajectories.actions import evidence as actions
from leerruimte.trajectories.evidence_files import ENDINGS, JPEG, PNG
from leerruimte.trajectories.forms.evidence import EvidenceForm, ReachedForm, RemarkForm, TakeBackForm
from leerruimte.trajectories.models import Evidence, EvidenceFile, Trajectory
from leerruimte.trajectories.queries.assessment import forms_beside
from leerruimte.trajectories.queries.evidence import OutcomeSeen, outcomes_seen

# Nothing in it runs, whatever opens it.
SANDBOX = "sandbox; default-src 'none'"


@require_safe
@never_cache
def show_evidence(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """All outcomes of a trajectory with how much lies beside their measures."""
    trajectory = get_trajectory(request.who, trajectory_id)
    outcomes = outcomes_seen(request.who, trajectory)
    context = {
        "trajectory": trajectory,
        "mine": is_learner(request.who, trajectory),
        "themes": _by_theme(outcomes),
        "new": sum(one.new for one in outcomes),
    }
    return render(request, "trajectories/evidence/evidence.html", context)


def _by_theme(outcomes: list[OutcomeSeen]) -> dict[str, list[OutcomeSeen]]:
    themes: dict[str, list[OutcomeSeen]] = {}
    for outcome in outcomes:
        themes.setdefault(outcome.theme, []).append(outcome)
    return themes


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def show_outcome(request: HttpRequestWho, trajectory_id: int, code: str) -> HttpResponse:
    """One outcome: its measure, what lies beside it, and something new to lay there."""
    trajectory = get_trajectory(request.who, trajectory_id)
    form = EvidenceForm(request.POST if request.method == "POST" else None, request.FILES or None)
    laid = kept(
        form,
        lambda values: actions.lay_evidence(
            by=request.who,
            trajectory=trajectory,
            outcome=code,
            kind=form.kind,
            file=form.checked,
            **{name: values[name] for name in ("id", "title", "seen", "words", "link")},
        ),
    )
    if laid is not None:
        messages.success(request, _("Kept. It lies beside the measure now."))
        return redirect(_place_of(laid))
    return _outcome_page(request, trajectory, code, form=form, status=422 if form.errors else 200)


def _place_of(evidence: Evidence) -> str:
    """Where it lies on the page of its outcome: on a phone the form stands far below it."""
    address = reverse("trajectories:evidence_of", args=[evidence.trajectory_id, evidence.outcome])
    return f"{address}#bewijs-{evidence.pk}"


def _outcome_page(
    request: HttpRequestWho,
    trajectory: Trajectory,
    code: str,
    *,
    form: EvidenceForm | None = None,
    remark_form: RemarkForm | None = None,
    remark_on: UUID | None = None,
    reached_form: ReachedForm | None = None,
    back_form: TakeBackForm | None = None,
    back_on: int | None = None,
    status: int = 200,
) -> HttpResponse:
    outcome = next((one for one in outcomes_seen(request.who, trajectory) if one.code == code), None)
    if outcome is None:
        raise Http404
    may_say = access.may_say_reached(request.who, trajectory)
    levels = levels_of(trajectory)
    context = {
        "trajectory": trajectory,
        "outcome": outcome,
        "forms": forms_beside(request.who, trajectory, code),
        "form": form or EvidenceForm(),
        "remark_form": remark_form or RemarkForm(),
        "remark_on": remark_on,
        "reached_form": reached_form or ReachedForm(levels=levels, initial={"outcome": code, "level": outcome.level}),
        # A form of its own for each: two of them on one page never share an id.
        "back_forms": {one.pk: TakeBackForm(auto_id=f"back_{one.pk}_%s") for one in outcome.reached}
        | ({back_on: back_form} if back_form else {}),
        "back_on": back_on,
        "may_say_reached": may_say,
        "mine": is_learner(request.who, trajectory),
        "levels": dict(levels),
    }
    return render(request, "trajectories/evidence/outcome.html", context, status=status)


def levels_of(trajectory: Trajectory) -> list[tuple[int, str]]:
    """The levels of the curriculum's version, in words."""
    return [(level.number, in_language(level.title)) for level in trajectory.version.levels.all()]


@require_safe
def show_file(request: HttpRequestWho, trajectory_id: int, evidence_id: UUID) -> HttpResponse:
    """A file or photo to whoever may see it now. What it is, is said by us and not by the file."""
    trajectory = get_trajectory(request.who, trajectory_id)
    evidence = access.get_evidence(request.who, trajectory, evidence_id)
    file = EvidenceFile.objects.filter(evidence=evidence).first()
    if file is None:
        raise Http404
    return file_answer(bytes(file.data), evidence.media_type, evidence.file_name)


def file_answer(data: bytes, media_type: str, name: str) -> HttpResponse:
    """A file as a thing to save; only photos that we drew anew may be shown on a page."""
    if media_type not in ENDINGS:
        media_type = "application/octet-stream"
    response = HttpResponse(data, content_type=media_type)
    shown = media_type in (JPEG, PNG)
    response["Content-Disposition"] = content_disposition_header(not shown, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    # Packed already: packing it again only takes time.
    response["Content-Encoding"] = "identity"
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_POST
def remove(request: HttpRequestWho, trajectory_id: int, evidence_id: UUID) -> HttpResponse:
    """Take away what one laid."""
    trajectory = get_trajectory(request.who, trajectory_id)
    evidence = access.get_evidence(request.who, trajectory, evidence_id)
    return _do(
        request,
        trajectory,
        evidence.outcome,
        lambda: actions.remove_evidence(by=request.who, evidence=evidence),
        _("It is gone, with what stood in its margin."),
    )


@require_POST
def choose_readers(request: HttpRequestWho, trajectory_id: int, evidence_id: UUID) -> HttpResponse:
    """Show it to the three, or to oneself only."""
    trajectory = get_trajectory(request.who, trajectory_id)
    evidence = access.get_evidence(request.who, trajectory, evidence_id)
    seen = request.POST.get("seen", "")
    told = _("From now on the three of you see it.") if seen == Evidence.Seen.THREE else _("Only you see it now.")
    return _do(
        request,
        trajectory,
        evidence.outcome,
        lambda: actions.choose_readers(by=request.who, evidence=evidence, seen=seen),
        told,
    )


@require_POST
def remark(request: HttpRequestWho, trajectory_id: int, evidence_id: UUID) -> HttpResponse:
    """Words in the margin."""
    trajectory = get_trajectory(request.who, trajectory_id)
    evidence = access.get_evidence(request.who, trajectory, evidence_id)
    form = RemarkForm(request.POST)
    if kept(form, lambda values: actions.remark(by=request.who, evidence=evidence, **values)) is not None:
        messages.success(request, _("Kept. It stands in the margin."))
        return redirect(_place_of(evidence))
    return _outcome_page(request, trajectory, evidence.outcome, remark_form=form, remark_on=evidence.pk, status=422)


@require_POST
def remove_remark(request: HttpRequestWho, trajectory_id: int, evidence_id: UUID, remark_id: UUID) -> HttpResponse:
    """Take one's own words out of the margin."""
    trajectory = get_trajectory(request.who, trajectory_id)
    evidence = access.get_evidence(request.who, trajectory, evidence_id)
    words = access.get_remark(request.who, evidence, remark_id)
    return _do(
        request,
        trajectory,
        evidence.outcome,
        lambda: actions.remove_remark(by=request.who, remark=words),
        _("Your words are gone."),
    )


@require_POST
def looked(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """They saw it all: what comes later is new."""
    trajectory = get_trajectory(request.who, trajectory_id)
    actions.note_looked(by=request.who, trajectory=trajectory)
    return redirect("trajectories:evidence", trajectory.pk)


@require_POST
def say_reached(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """An educator of the institute says that an outcome is reached."""
    trajectory = get_trajectory(request.who, trajectory_id)
    if not access.may_say_reached(request.who, trajectory):
        raise Http404
    form = ReachedForm(request.POST, levels=levels_of(trajectory))
    code = request.POST.get("outcome", "")
    if kept(form, lambda values: actions.say_reached(by=request.who, trajectory=trajectory, **values)) is not None:
        messages.success(request, _("Kept. The learner sees it."))
        return redirect("trajectories:evidence_of", trajectory.pk, code)
    return _outcome_page(request, trajectory, code, reached_form=form, status=422)


@require_POST
def take_back(request: HttpRequestWho, trajectory_id: int, reached_id: int) -> HttpResponse:
    """It was said too soon."""
    trajectory = get_trajectory(request.who, trajectory_id)
    reached = access.get_reached(trajectory, reached_id)
    if not access.may_say_reached(request.who, trajectory):
        raise Http404
    form = TakeBackForm(request.POST, auto_id=f"back_{reached.pk}_%s")
    if not form.is_valid():
        return _outcome_page(request, trajectory, reached.outcome, back_form=form, back_on=reached.pk, status=422)
    actions.take_back_reached(by=request.who, reached=reached, why=form.cleaned_data["why"])
    messages.success(request, _("Taken back. The learner sees your reason."))
    return redirect("trajectories:evidence_of", trajectory.pk, reached.outcome)


def _do(
    request: HttpRequestWho, trajectory: Trajectory, code: str, act: Callable[[], object], told: str
) -> HttpResponse:
    """Do it and say so, or say why not; back to the outcome."""
    try:
        act()
    except Refused as no:
        messages.error(request, no.message)
    else:
        messages.success(request, told)
    return redirect("trajectories:evidence_of", trajectory.pk, code)
