"""Pages for the owners of a curriculum: the draft, publishing it, and who the owners are."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from leerruimte.base.client_ids import new_id, read_id
from leerruimte.base.refused import Refused, kept
from leerruimte.base.small_groups import shown
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access import curriculum as access
from leerruimte.trajectories.actions import curriculum as actions
from leerruimte.trajectories.actions import curriculum_draft as drafts
from leerruimte.trajectories.forms.curriculum import NamesForm, OutcomeForm, OwnersForm, PublishForm
from leerruimte.trajectories.models import CurriculumVersion
from leerruimte.trajectories.queries.curriculum import framework_of
from leerruimte.trajectories.queries.curriculum_map import (
    changes_between,
    phase_names,
    trajectories_concerned,
    version_before,
)
from leerruimte.trajectories.queries.curriculum_proposals import taken_into
from leerruimte.trajectories.rules.curriculum import Difference, Framework, digest, names_only
from leerruimte.trajectories.views.curriculum import head
from leerruimte.trajectories.views.curriculum_proposals import language_now, outcome_form

ASK_AND_DO = ["GET", "HEAD", "POST"]


@require_POST
def begin(request: HttpRequestWho, slug: str, curriculum_id: int) -> HttpResponse:
    """Begin the draft of a next version."""
    curriculum = access.get_owned(request.who, slug, curriculum_id)
    try:
        draft = actions.begin_draft(by=request.who, curriculum=curriculum)
    except Refused as no:
        messages.error(request, no.message)
        return redirect("trajectories:curricula", slug)
    return redirect("trajectories:curriculum_version", slug, curriculum_id, draft.number)


@require_POST
def drop(request: HttpRequestWho, slug: str, curriculum_id: int) -> HttpResponse:
    """Put the draft away."""
    draft = access.get_draft(request.who, slug, curriculum_id)
    actions.drop_draft(by=request.who, version=draft)
    messages.success(request, _("The draft is gone. What is published stays as it is."))
    return redirect("trajectories:curricula", slug)


@require_http_methods(ASK_AND_DO)
@never_cache
def publish(request: HttpRequestWho, slug: str, curriculum_id: int) -> HttpResponse:
    """What the draft changes and for whom; publish it with words of one's own."""
    draft = access.get_draft(request.who, slug, curriculum_id)
    before = version_before(draft)
    form = PublishForm(request.POST if request.method == "POST" else None, is_first=before is None)
    seen = request.POST.get("gezien")
    if kept(form, lambda new: actions.publish_version(by=request.who, version=draft, seen=seen, **new)):
        messages.success(request, _("Version %(number)d holds from now on.") % {"number": draft.number})
        return redirect("trajectories:curriculum_version", slug, curriculum_id, draft.number)
    changes = changes_between(before, draft) if before else Difference()
    concerned = trajectories_concerned(draft, changes)
    context = {
        **head(request, draft.curriculum),
        "version": draft,
        "before": before,
        "changes": changes,
        "concerned": concerned,
        "concerned_shown": shown(concerned),
        "phases": phase_names(draft, sorted(changes.phases)).values(),
        "taken": taken_into(draft),
        "form": form,
        "seen": digest(framework_of(draft)),
    }
    return render(request, "trajectories/curriculum/publish.html", context, status=422 if form.errors else 200)


@require_http_methods(ASK_AND_DO)
@never_cache
def add(request: HttpRequestWho, slug: str, curriculum_id: int) -> HttpResponse:
    """A new outcome in the draft."""
    draft = access.get_draft(request.who, slug, curriculum_id)
    form = outcome_form(draft, framework_of(draft), "", request.POST if request.method == "POST" else None)
    id = read_id(request.POST.get("id", "")) or new_id()

    def keep(new: dict[str, Any]) -> str:
        code = new.pop("code", "")
        return drafts.add_outcome(by=request.who, version=draft, id=id, code=code, values=new, language=language_now())

    if kept(form, keep):
        return _kept(request, slug, draft)
    return _form_page(request, draft, form, id=id)


@require_http_methods(ASK_AND_DO)
@never_cache
def change(request: HttpRequestWho, slug: str, curriculum_id: int, code: str) -> HttpResponse:
    """Change an outcome of the draft."""
    draft = access.get_draft(request.who, slug, curriculum_id)
    framework = framework_of(draft)
    outcome = next((one for one in framework.outcomes if one.code == code), None)
    if outcome is None:
        raise Http404
    form = outcome_form(draft, framework, code, request.POST if request.method == "POST" else None)

    def keep(new: dict[str, Any]) -> bool:
        seen = request.POST.get("gezien")
        drafts.change_outcome(by=request.who, version=draft, code=code, values=new, language=language_now(), seen=seen)
        return True

    if kept(form, keep):
        return _kept(request, slug, draft)
    return _form_page(request, draft, form, code=code, seen=digest(outcome))


def _kept(request: HttpRequestWho, slug: str, draft: CurriculumVersion) -> HttpResponse:
    messages.success(request, _("Kept in the draft."))
    return redirect("trajectories:curriculum_version", slug, draft.curriculum_id, draft.number)


def _form_page(
    request: HttpRequestWho, draft: CurriculumVersion, form: OutcomeForm, **more: str | UUID
) -> HttpResponse:
    context = {**head(request, draft.curriculum), "version": draft, "form": form, **more}
    template = "trajectories/curriculum/outcome_form.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
def take_out(request: HttpRequestWho, slug: str, curriculum_id: int, code: str) -> HttpResponse:
    """Take an outcome out of the draft."""
    draft = access.get_draft(request.who, slug, curriculum_id)
    try:
        drafts.take_out_outcome(by=request.who, version=draft, code=code)
    except Refused as no:
        messages.error(request, no.message)
        return redirect("trajectories:curriculum_version", slug, curriculum_id, draft.number)
    return _kept(request, slug, draft)


@require_http_methods(ASK_AND_DO)
@never_cache
def names(request: HttpRequestWho, slug: str, curriculum_id: int) -> HttpResponse:
    """What the draft, its phases, themes and levels are called, in the language one reads in."""
    draft = access.get_draft(request.who, slug, curriculum_id)
    framework = framework_of(draft)
    form = names_form(draft, framework, request.POST if request.method == "POST" else None)

    def keep(new: dict[str, Any]) -> bool:
        said = drafts.Names(form.said(), new["new_theme"], new["new_code"], new["new_level"])
        seen = request.POST.get("gezien")
        drafts.call_parts(by=request.who, version=draft, names=said, language=language_now(), seen=seen)
        return True

    if kept(form, keep):
        return _kept(request, slug, draft)
    context = {
        **head(request, draft.curriculum),
        "version": draft,
        "form": form,
        "seen": digest(names_only(framework)),
    }
    return render(request, "trajectories/curriculum/names.html", context, status=422 if form.errors else 200)


def names_form(draft: CurriculumVersion, framework: Framework, data: Any) -> NamesForm:
    """The form of all that has a name, as it is called now."""
    language = language_now()
    parts = {
        ("phase", str(number)): (_("Phase %(number)d") % {"number": number}, framework.phases.get(number, {}))
        for number in sorted({one.phase for one in framework.outcomes})
    }
    parts |= {("theme", one.code): (one.code, one.title) for one in framework.themes}
    parts |= {
        ("level", str(one.number)): (_("Level %(number)s") % {"number": one.number}, one.title)
        for one in framework.levels
    }
    names = {key: (label, title.get(language, "")) for key, (label, title) in parts.items()}
    title = framework.title.get(language, "") if framework.title else str(draft.curriculum)
    return NamesForm(data, names=names, initial={"title": title})


@require_http_methods(ASK_AND_DO)
@never_cache
def owners(request: HttpRequestWho, slug: str, curriculum_id: int) -> HttpResponse:
    """Who owns a curriculum: said by who coordinates the partnership."""
    curriculum = access.get_appointed(request.who, slug, curriculum_id)
    partnership = curriculum.object.partnership
    if partnership is None:
        raise Http404
    asked = request.GET.get("q", "").strip()[:80]
    people = access.possible_owners(partnership, asked, curriculum)
    now = list(curriculum.owners.values_list("pk", flat=True))
    form = OwnersForm(request.POST if request.method == "POST" else None, people=people, initial={"owners": now})
    if request.method == "POST" and form.is_valid():
        actions.appoint_owners(by=request.who, curriculum=curriculum, owners=list(form.cleaned_data["owners"]))
        messages.success(request, _("Kept."))
        return redirect("trajectories:curricula", slug)
    nobody = bool(asked) and not people.exclude(pk__in=now).exists()
    context = {**head(request, curriculum), "form": form, "q": asked, "nobody": nobody}
    return render(request, "trajectories/curriculum/owners.html", context, status=422 if form.errors else 200)
