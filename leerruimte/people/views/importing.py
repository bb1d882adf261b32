"""Reading in organisations and people from a file: choose it, look at what it would change, confirm; and taking out."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people import access
from leerruimte.people.actions import importing as actions
from leerruimte.people.actions.taking_out import take_out_table
from leerruimte.people.forms.importing import FileForm
from leerruimte.people.importing.columns import PEOPLE, SCHOOLS, read_file
from leerruimte.people.importing.plans import Outcome
from leerruimte.people.importing.words import plan_seen, seen_rows
from leerruimte.people.importing.writing import TYPES, template
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import Partnership, PendingImport
from leerruimte.people.queries.importing import OUT, plan_pending
from leerruimte.people.views.inviting import send_and_tell

A_PAGE = 50
ASK_AND_DO = ["GET", "HEAD", "POST"]
NAMES = {"organisations": "organisaties", "people": "mensen"}


@require_http_methods(ASK_AND_DO)
@never_cache
def choose_file(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Choose a file; what is in it is seen by its columns. Also the templates, and taking out what is here."""
    partnership = access.get_coordinated(request.who, slug)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        pending = _keep(request, partnership, form)
        if pending:
            return redirect(_next_page(pending), partnership.slug, pending.pk)
    context = {"partnership": partnership, "form": form, "kinds": [(kind, NAMES[kind]) for kind in OUT]}
    return render(request, "people/import.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequestWho, partnership: Partnership, form: FileForm) -> PendingImport | None:
    file = form.cleaned_data["file"]
    try:
        return actions.keep_file(
            by=request.who, partnership=partnership, name=str(file.name), read=read_file(file.read())
        )
    except Refused as no:
        form.add_error("file", no.message)
        return None


def _next_page(pending: PendingImport) -> str:
    return "people:pick" if pending.kind == SCHOOLS else "people:preview"


@require_safe
@never_cache
def preview(request: HttpRequestWho, slug: str, pending_id: UUID) -> HttpResponse:
    """Row by row: what becomes new, changes, is left alone or is wrong. Nothing is stored yet."""
    partnership = access.get_coordinated(request.who, slug)
    pending = access.get_pending_import(request.who, partnership, pending_id, also_confirmed=True)
    if pending.confirmed_at:
        messages.info(request, _("This file was taken in already."))
        return redirect("people:import", partnership.slug)
    if pending.kind == SCHOOLS and not pending.chosen:
        return redirect("people:pick", partnership.slug, pending.pk)
    plan = plan_pending(pending)
    seen = plan_seen(plan, request.GET.get("toon", ""))
    context = {
        **seen,
        "partnership": partnership,
        "pending": pending,
        "page": Paginator(seen_rows(plan, seen["shown"]), A_PAGE).get_page(request.GET.get("pagina")),
        "confirm_at": reverse("people:confirm_import", args=[partnership.slug, pending.pk]),
        "drop_at": reverse("people:drop_import", args=[partnership.slug, pending.pk]),
        "is_people": pending.kind == PEOPLE,
        "is_list": pending.kind == SCHOOLS,
    }
    return render(request, "people/import_preview.html", context)


@require_POST
def confirm(request: HttpRequestWho, slug: str, pending_id: UUID) -> HttpResponse:
    """Take in exactly what the preview said; letters go out after it was kept."""
    partnership = access.get_coordinated(request.who, slug)
    pending = access.get_pending_import(request.who, partnership, pending_id, also_confirmed=True)
    try:
        done = actions.confirm_file(by=request.who, pending=pending, digest=request.POST.get("proef", ""))
    except Refused as no:
        messages.error(request, no.message)
        return redirect("people:preview", partnership.slug, pending.pk)
    messages.success(
        request,
        _("Kept: %(new)d new, %(changes)d changed.")
        % {"new": done.counts[Outcome.NEW], "changes": done.counts[Outcome.CHANGES]},
    )
    if done.kind != PEOPLE:
        return redirect("people:organisations", partnership.slug)
    send_and_tell(request, partnership)
    return redirect("people:invitations", partnership.slug)


@require_POST
def drop(request: HttpRequestWho, slug: str, pending_id: UUID) -> HttpResponse:
    """Put the file away; nothing was stored of it."""
    partnership = access.get_coordinated(request.who, slug)
    actions.drop_file(by=request.who, pending=access.get_pending_import(request.who, partnership, pending_id))
    messages.success(request, _("The file is gone. Nothing was changed."))
    return redirect("people:import", partnership.slug)


@require_safe
def download_template(request: HttpRequestWho, slug: str, kind: str, form: str) -> HttpResponse:
    """An empty file with the names of the columns."""
    access.get_coordinated(request.who, slug)
    return as_file(template(_kind(kind), _form(form)), f"{kind}-{_('template')}", form)


@require_POST
def take_out(request: HttpRequestWho, slug: str, kind: str, form: str) -> HttpResponse:
    """All organisations or all roles of people here as a file; that this was done is kept."""
    partnership = access.get_coordinated(request.who, slug)
    contents = take_out_table(by=request.who, partnership=partnership, kind=_kind(kind), form=_form(form))
    return as_file(contents, f"{kind}-{partnership.slug}-{timezone.localdate().isoformat()}", form)


def _kind(name: str) -> str:
    for kind, address in NAMES.items():
        if address == name:
            return kind
    raise Http404


def _form(form: str) -> str:
    if form not in TYPES:
        raise Http404
    return form


def as_file(contents: bytes, name: str, form: str) -> HttpResponse:
    """A spreadsheet to save."""
    answer = HttpResponse(contents, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer
