"""Pages on which people propose a change in a curriculum, talk about it, and read what was decided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.client_ids import read_id
from leerruimte.base.refused import Refused
from leerruimte.look.templatetags.look import in_language
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access import curriculum as access
from leerruimte.trajectories.actions import curriculum_proposals as actions
from leerruimte.trajectories.forms.curriculum import DecideForm, NewOutcomeForm, OutcomeForm, WhyForm, WordForm
from leerruimte.trajectories.models import ChangeProposal, CurriculumVersion
from leerruimte.trajectories.queries.curriculum import framework_of, newest_of
from leerruimte.trajectories.queries.curriculum_map import phase_names
from leerruimte.trajectories.queries.curriculum_proposals import changes_of, proposals_of, talk_about
from leerruimte.trajectories.rules.curriculum import Framework, measure_in
from leerruimte.trajectories.views.curriculum import head

A_PAGE = 30
KINDS = {"anders": ChangeProposal.Kind.CHANGE, "erbij": ChangeProposal.Kind.ADD, "eruit": ChangeProposal.Kind.REMOVE}
DECISIONS = {"overnemen": True, "niet": False}
STANCES = {"eens": 1, "oneens": -1, "pas": 0, "terug": None}


@require_safe
@never_cache
def show_proposals(request: HttpRequestWho, slug: str, curriculum_id: int) -> HttpResponse:
    """What was proposed: what is still open first, then what was decided."""
    curriculum = access.get_curriculum(request.who, slug, curriculum_id)
    opened = request.GET.get("toon") != "besloten"
    rows = proposals_of(curriculum, opened=opened)
    context = {
        **head(request, curriculum),
        "opened": opened,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("pagina")),
        "mine": proposals_of(curriculum).filter(by=request.who.person)[:10],
    }
    return render(request, "trajectories/curriculum/proposals.html", context)


def language_now() -> str:
    """The language in which somebody reads and writes now."""
    return (get_language() or "nl").split("-")[0]


def outcome_form(version: CurriculumVersion, framework: Framework, code: str, data: Any = None) -> OutcomeForm:
    """The form of an outcome of a version filled in as it is; without code: of a new one."""
    known = {one.code: one for one in framework.outcomes}
    language = language_now()
    choices: dict[str, Any] = {
        "levels": {one.number: in_language(one.title) for one in framework.levels},
        "phases": phase_names(version, sorted({one.phase for one in framework.outcomes})),
        "outcomes": [
            (one.code, f"{one.code} {in_language(one.title)}") for one in framework.outcomes if one.code != code
        ],
    }
    if not code:
        themes = [(one.code, in_language(one.title) or one.code) for one in framework.themes]
        return NewOutcomeForm(data, themes=themes, initial={"hours": 40}, **choices)
    outcome = known[code]
    initial = {
        "title": outcome.title.get(language, ""),
        "description": outcome.description.get(language, ""),
        "measure": measure_in(outcome, language),
        "phase": outcome.phase,
        "level": outcome.level,
        "hours": outcome.hours,
        "prerequisites": list(outcome.prerequisites),
    }
    return OutcomeForm(data, initial=initial, **choices)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def propose(request: HttpRequestWho, slug: str, curriculum_id: int) -> HttpResponse:
    """Propose to change an outcome, to add one or to take one out, of the version that holds."""
    curriculum = access.get_curriculum(request.who, slug, curriculum_id)
    version = newest_of(curriculum)
    code = request.GET.get("uitkomst", "")
    kind = KINDS.get(request.GET.get("soort", "anders" if code else "erbij"))
    if version is None or kind is None:
        raise Http404
    framework = framework_of(version)
    outcome = next((one for one in framework.outcomes if one.code == code), None)
    if (outcome is None) != (kind == ChangeProposal.Kind.ADD):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = None if kind == ChangeProposal.Kind.REMOVE else outcome_form(version, framework, code, data)
    why = WhyForm(data)
    if data is not None and all([why.is_valid(), form is None or form.is_valid()]):
        proposal = _proposed(request, version, kind, code, form, why)
        if proposal:
            messages.success(request, _("Kept. Others can think along now, and the owners decide."))
            return redirect("trajectories:curriculum_proposal", slug, curriculum_id, proposal.pk)
    context = {
        **head(request, curriculum),
        "version": version,
        "kind": kind,
        "kinds": ChangeProposal.Kind,
        "outcome": outcome,
        "form": form,
        "why": why,
    }
    wrong = data is not None
    return render(request, "trajectories/curriculum/propose.html", context, status=422 if wrong else 200)


def _proposed(
    request: HttpRequestWho,
    version: CurriculumVersion,
    kind: ChangeProposal.Kind,
    code: str,
    form: OutcomeForm | None,
    why: WhyForm,
) -> ChangeProposal | None:
    values = dict(form.cleaned_data) if form else {}
    try:
        return actions.propose_change(
            by=request.who,
            id=why.cleaned_data["id"],
            version=version,
            kind=kind,
            why=why.cleaned_data["why"],
            language=language_now(),
            code=code or values.pop("code", ""),
            values=values,
        )
    except Refused as no:
        _tell(no, form, why)
        return None


def _tell(no: Refused, form: OutcomeForm | None, why: WhyForm) -> None:
    if form is not None and no.field in form.fields:
        form.add_error(no.field, no.message)
    else:
        why.add_error(no.field if no.field in why.fields else None, no.message)


@require_safe
@never_cache
def show_proposal(request: HttpRequestWho, slug: str, curriculum_id: int, proposal_id: UUID) -> HttpResponse:
    """One proposal: what would change, why, what people say of it, and what was decided."""
    proposal = access.get_proposal(request.who, slug, curriculum_id, proposal_id)
    return _page(request, proposal)


def _page(
    request: HttpRequestWho,
    proposal: ChangeProposal,
    *,
    word: WordForm | None = None,
    decide_form: DecideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    said = talk_about(request.who, proposal)
    context = {
        **head(request, proposal.version.curriculum),
        "proposal": proposal,
        "changes": changes_of(proposal),
        "itself": next((one for one in said if one.id == str(proposal.pk)), None),
        "said": [one for one in said if one.id != str(proposal.pk)],
        "is_open": proposal.decision == ChangeProposal.Decision.OPEN,
        "is_mine": proposal.by_id == request.who.person,
        "word": word or WordForm(),
        "decide_form": decide_form or DecideForm(),
    }
    return render(request, "trajectories/curriculum/proposal.html", context, status=status)


@require_POST
def say(request: HttpRequestWho, slug: str, curriculum_id: int, proposal_id: UUID) -> HttpResponse:
    """Say something of it."""
    proposal = access.get_proposal(request.who, slug, curriculum_id, proposal_id)
    form = WordForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.say_of_proposal(
                by=request.who, proposal=proposal, id=chosen["id"], text=chosen["text"], signed=chosen["signed"]
            )
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, no.message)
        else:
            return redirect("trajectories:curriculum_proposal", slug, curriculum_id, proposal.pk)
    return _page(request, proposal, word=form, status=422)


@require_POST
def stand(request: HttpRequestWho, slug: str, curriculum_id: int, proposal_id: UUID) -> HttpResponse:
    """Agree, disagree, pass, or take that back."""
    proposal = access.get_proposal(request.who, slug, curriculum_id, proposal_id)
    contribution = read_id(request.POST.get("inbreng", ""))
    chosen = request.POST.get("mening", "")
    if contribution is None or chosen not in STANCES:
        raise Http404
    try:
        actions.stand_to(by=request.who, proposal=proposal, contribution=contribution, value=STANCES[chosen])
    except Refused as no:
        messages.error(request, no.message)
    return redirect("trajectories:curriculum_proposal", slug, curriculum_id, proposal.pk)


@require_POST
def withdraw(request: HttpRequestWho, slug: str, curriculum_id: int, proposal_id: UUID) -> HttpResponse:
    """Take one's own proposal back."""
    proposal = access.get_proposal(request.who, slug, curriculum_id, proposal_id)
    if proposal.by_id != request.who.person:
        raise Http404
    try:
        actions.withdraw_proposal(by=request.who, proposal=proposal)
    except Refused as no:
        messages.error(request, no.message)
    return redirect("trajectories:curriculum_proposal", slug, curriculum_id, proposal.pk)


@require_POST
def decide(request: HttpRequestWho, slug: str, curriculum_id: int, proposal_id: UUID) -> HttpResponse:
    """Take it over into the draft, or not."""
    access.get_owned(request.who, slug, curriculum_id)
    proposal = access.get_proposal(request.who, slug, curriculum_id, proposal_id)
    decided = request.POST.get("besluit", "")
    if decided not in DECISIONS:
        raise Http404
    form = DecideForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            actions.decide_proposal(by=request.who, proposal=proposal, taken=DECISIONS[decided], words=words)
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, no.message)
        else:
            messages.success(request, _("Kept. Who proposed it reads what you decided."))
            return redirect("trajectories:curriculum_proposal", slug, curriculum_id, proposal.pk)
    return _page(request, proposal, decide_form=form, status=422)
