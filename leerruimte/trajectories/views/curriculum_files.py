"""Curricula from and to files: choose one, look at what it would change, confirm; and taking out as CSV or CASE."""

import json
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access import curriculum as access
from leerruimte.trajectories.actions import curriculum as actions
from leerruimte.trajectories.case_json import read_package
from leerruimte.trajectories.case_writing import write_package
from leerruimte.trajectories.curriculum_plain import WrongFile, from_plain, to_plain
from leerruimte.trajectories.curriculum_table import completed, read_table, write_table
from leerruimte.trajectories.forms.curriculum import CurriculumFileForm
from leerruimte.trajectories.models import Curriculum, CurriculumVersion, PendingCurriculum
from leerruimte.trajectories.queries.curriculum import case_documents, draft_of, framework_of
from leerruimte.trajectories.queries.curriculum_proposals import stands_in, taken_into
from leerruimte.trajectories.rules.curriculum import Framework, difference, digest, with_words
from leerruimte.trajectories.views.curriculum import head
from leerruimte.trajectories.views.curriculum_proposals import language_now

ASK_AND_DO = ["GET", "HEAD", "POST"]
# So many mistakes are told at once; the rest is counted.
MOST_TOLD = 30


@require_http_methods(ASK_AND_DO)
@never_cache
def choose_file(request: HttpRequestWho, slug: str, curriculum_id: int | None = None) -> HttpResponse:
    """Choose a file; whether it is a table or a CASE package is seen by what is in it."""
    partnership, curriculum = access.get_place_to_take_in(request.who, slug, curriculum_id)
    form = CurriculumFileForm(request.POST, request.FILES) if request.method == "POST" else CurriculumFileForm()
    mistakes: list[object] = []
    if request.method == "POST" and form.is_valid():
        try:
            framework = _read(form, curriculum)
            pending = actions.keep_file(
                by=request.who,
                id=form.cleaned_data["id"],
                partnership=partnership,
                curriculum=curriculum,
                name=str(form.cleaned_data["file"].name),
                content=to_plain(framework),
            )
            return redirect("trajectories:preview_curriculum", slug, pending.pk)
        except WrongFile as wrong:
            mistakes = list(wrong.said)
            form.add_error("file", _("This file is not right yet. Nothing was stored."))
        except Refused as no:
            form.add_error("file", no.message)
    context = {
        **(head(request, curriculum) if curriculum else {"partnership": partnership}),
        "form": form,
        "mistakes": mistakes[:MOST_TOLD],
        "more": max(0, len(mistakes) - MOST_TOLD),
    }
    return render(request, "trajectories/curriculum/import.html", context, status=422 if form.errors else 200)


def _read(form: CurriculumFileForm, curriculum: Curriculum | None) -> Framework:
    file = form.cleaned_data["file"]
    data, title = file.read(), form.cleaned_data["title"]
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") or str(file.name).lower().endswith(".json"):
        framework = read_package(data)
        return replace(framework, title=with_words(framework.title, language_now(), title)) if title else framework
    latest = _latest(curriculum)
    called = {language_now(): title or str(file.name).rpartition(".")[0]}
    return completed(read_table(data), called, framework_of(latest) if latest else None)


@require_http_methods(ASK_AND_DO)
@never_cache
def preview(request: HttpRequestWho, slug: str, pending_id: UUID) -> HttpResponse:
    """What becomes new, changes and goes; nothing is stored before it is confirmed."""
    pending = access.get_pending(request.who, slug, pending_id)
    if pending.taken_in:
        return _to_version(slug, pending.taken_in)
    framework = from_plain(pending.content)
    if request.method == "POST":
        return _take_in(request, slug, pending, framework)
    latest = _latest(pending.curriculum)
    draft = latest if latest and not latest.published_at else None
    changes = difference(framework_of(latest) if latest else Framework(title={}), framework)
    context = {
        **(head(request, pending.curriculum) if pending.curriculum else {"partnership": pending.partnership}),
        "pending": pending,
        "framework": framework,
        "latest": latest,
        "changes": changes,
        "same": len(framework.outcomes) - len(changes.added) - len(changes.changed),
        "reopened": [one for one in taken_into(draft) if not stands_in(one, framework)] if draft else [],
        "seen": digest(framework_of(draft)) if draft else "",
        "links": sum(len(one.prerequisites) for one in framework.outcomes),
    }
    return render(request, "trajectories/curriculum/preview.html", context)


def _latest(curriculum: Curriculum | None) -> CurriculumVersion | None:
    if curriculum is None:
        return None
    return draft_of(curriculum) or CurriculumVersion.objects.filter(curriculum=curriculum).order_by("-number").first()


def _take_in(request: HttpRequestWho, slug: str, pending: PendingCurriculum, framework: Framework) -> HttpResponse:
    try:
        version = actions.take_in(by=request.who, pending=pending, framework=framework, seen=request.POST.get("gezien"))
    except Refused as no:
        messages.error(request, no.message)
        return redirect("trajectories:preview_curriculum", slug, pending.pk)
    messages.success(request, _("Kept as a draft. It holds once you publish it."))
    return _to_version(slug, version)


def _to_version(slug: str, version: CurriculumVersion) -> HttpResponse:
    return redirect("trajectories:curriculum_version", slug, version.curriculum_id, version.number)


@require_POST
def drop(request: HttpRequestWho, slug: str, pending_id: UUID) -> HttpResponse:
    """Put the file away; nothing was stored of it."""
    pending = access.get_pending(request.who, slug, pending_id)
    actions.drop_file(by=request.who, pending=pending)
    messages.success(request, _("The file is gone. Nothing was changed."))
    return redirect("trajectories:curricula", slug)


@require_safe
def as_csv(request: HttpRequestWho, slug: str, curriculum_id: int, number: int) -> HttpResponse:
    """A version as a table."""
    version = access.get_version(request.who, slug, curriculum_id, number)
    return _file(write_table(framework_of(version)), "text/csv; charset=utf-8", version, "csv")


@require_safe
def as_case(request: HttpRequestWho, slug: str, curriculum_id: int, number: int) -> HttpResponse:
    """A version as a CASE 1.1 package."""
    version = access.get_version(request.who, slug, curriculum_id, number)
    creator = str(version.curriculum.object.partnership or "-")
    if version.published_at:
        data = _published_case(version.pk, version.published_at, version.number, creator)
    else:
        data = _case(version, version.made_at, creator)
    return _file(data, "application/json", version, "json")


@lru_cache(maxsize=8)
def _published_case(version_id: int, published_at: datetime, number: int, creator: str) -> bytes:
    """Written once: what was published never changes."""
    return _case(CurriculumVersion.objects.get(pk=version_id, number=number), published_at, creator)


def _case(version: CurriculumVersion, at: datetime, creator: str) -> bytes:
    *earlier, document = case_documents(version)
    package = write_package(
        framework_of(version),
        creator=creator,
        version=str(version.number),
        moment=at.isoformat(timespec="seconds"),
        document=document,
        replaces=earlier[-1] if earlier else "",
    )
    return json.dumps(package, ensure_ascii=False).encode()


def _file(data: bytes, content_type: str, version: CurriculumVersion, ending: str) -> HttpResponse:
    partnership = version.curriculum.object.partnership
    name = f"{_('curriculum')}-{partnership.slug if partnership else ''}-{version.number}.{ending}"
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
