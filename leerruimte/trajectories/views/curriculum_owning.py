"""Pages for the owners of a curriculum: the draft, publishing it, and who the owners are."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from leerruimte.base.refused import Refused
from leerruimte.base.small_groups import shown
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access import curriculum as access
from leerruimte.trajectories.actions import curriculum as actions
from leerruimte.trajectories.actions import curriculum_proposals as outcomes
from leerruimte.trajectories.forms.curriculum import OutcomeForm, OwnersForm, PublishForm
from leerruimte.trajectories.models import CurriculumVersion
from leerruimte.trajectories.queries.curriculum import framework_of
from leerruimte.trajectories.queries.curriculum_map import changes_between, trajectories_concerned, version_before
from leerruimte.trajectories.queries.curriculum_proposals import taken_into
from leerruimte.trajectories.rules.curriculum import Difference
from leerruimte.trajectories.views.curriculum import head, names_of
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
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish_version(by=request.who, version=draft, what_changed=form.cleaned_data["what_changed"])
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, no.message)
        else:
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
        "phases": names_of(draft, changes.phases).values(),
        "taken": taken_into(draft),
        "form": form,
    }
    return render(request, "trajectories/curriculum/publish.html", context, status=422 if form.errors else 200)


@require_http_methods(ASK_AND_DO)
@never_cache
def add(request: HttpRequestWho, slug: str, curriculum_id: int) -> HttpResponse:
    """A new outcome in the draft."""
    draft = access.get_draft(request.who, slug, curriculum_id)
    form = outcome_form(draft, framework_of(draft), "", request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            outcomes.add_outcome(
                by=request.who, version=draft, code=values.pop("code", ""), values=values, language=language_now()
            )
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, no.message)
        else:
            return _kept(request, slug, draft)
    return _form_page(request, draft, form, "")


@require_http_methods(ASK_AND_DO)
@never_cache
def change(request: HttpRequestWho, slug: str, curriculum_id: int, code: str) -> HttpResponse:
    """Change an outcome of the draft."""
    draft = access.get_draft(request.who, slug, curriculum_id)
    framework = framework_of(draft)
    if code not in {one.code for one in framework.outcomes}:
        raise Http404
    form = outcome_form(draft, framework, code, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            outcomes.change_outcome(
                by=request.who, version=draft, code=code, values=form.cleaned_data, language=language_now()
            )
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, no.message)
        else:
            return _kept(request, slug, draft)
    return _form_page(request, draft, form, code)


def _kept(request: HttpRequestWho, slug: str, draft: CurriculumVersion) -> HttpResponse:
    messages.success(request, _("Kept in the draft."))
    return redirect("trajectories:curriculum_version", slug, draft.curriculum_id, draft.number)


def _form_page(request: HttpRequestWho, draft: CurriculumVersion, form: OutcomeForm, code: str) -> HttpResponse:
    context = {**head(request, draft.curriculum), "version": draft, "form": form, "code": code}
    template = "trajectories/curriculum/outcome_form.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
def take_out(request: HttpRequestWho, slug: str, curriculum_id: int, code: str) -> HttpResponse:
    """Take an outcome out of the draft."""
    draft = access.get_draft(request.who, slug, curriculum_id)
    try:
        outcomes.take_out_outcome(by=request.who, version=draft, code=code)
    except Refused as no:
        messages.error(request, no.message)
        return redirect("trajectories:curriculum_version", slug, curriculum_id, draft.number)
    return _kept(request, slug, draft)


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
    form = OwnersForm(
        request.POST if request.method == "POST" else None,
        people=people,
        initial={"owners": list(curriculum.owners.values_list("pk", flat=True))},
    )
    if request.method == "POST" and form.is_valid():
        actions.appoint_owners(by=request.who, curriculum=curriculum, owners=list(form.cleaned_data["owners"]))
        messages.success(request, _("Kept."))
        return redirect("trajectories:curricula", slug)
    context = {**head(request, curriculum), "form": form, "q": asked}
    return render(request, "trajectories/curriculum/owners.html", context, status=422 if form.errors else 200)
