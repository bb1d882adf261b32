"""The record that goes with a learner: taken along, and brought in elsewhere."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.refused import kept
from leerruimte.people.access import get_partnership
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import AuditEntry, Partnership
from leerruimte.trajectories.access.evidence import (
    get_earlier_record,
    get_own_earlier_record,
    may_bring_record,
)
from leerruimte.trajectories.access.trajectories import get_own_trajectory
from leerruimte.trajectories.actions import records as actions
from leerruimte.trajectories.forms.records import RecordForm, TakeInForm
from leerruimte.trajectories.models import EarlierFile, EarlierRecord
from leerruimte.trajectories.queries.record import files_of, record_of
from leerruimte.trajectories.record import as_json, as_zip
from leerruimte.trajectories.record_words import in_words, record_pdf
from leerruimte.trajectories.views.evidence import file_answer

ASK_AND_DO = ["GET", "HEAD", "POST"]


@require_POST
def take_along(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """One's own road in this partnership as one file: ZIP with everything, PDF to read, JSON for programs."""
    trajectory = get_own_trajectory(request.who, trajectory_id)
    partnership = trajectory.object.partnership
    if partnership is None:
        raise Http404
    now = timezone.now()
    content = record_of(trajectory.learner, partnership, now)
    form = request.POST.get("vorm", "zip")
    if form == "json":
        data, media_type = as_json(content), "application/json"
    elif form == "pdf":
        data, media_type = record_pdf(content, now), "application/pdf"
    else:
        form, media_type = "zip", "application/zip"
        files = files_of(trajectory.learner, partnership)
        data = as_zip(content, files, {"leesbaar.pdf": record_pdf(content, now)})
    note_audit(
        by=request.who,
        verb=AuditEntry.Verb.TOOK_OUT,
        kind="trajectory",
        partnership=partnership,
        thing=str(trajectory.pk),
        about=trajectory.learner,
        words=f"record {form}",
    )
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="mijn-weg-{now:%Y-%m-%d}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _may_bring(request: HttpRequestWho, slug: str) -> Partnership:
    partnership = get_partnership(request.who, slug)
    if not may_bring_record(request.who, partnership):
        raise Http404
    return partnership


@require_http_methods(ASK_AND_DO)
@never_cache
def bring(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Choose the file; it waits on a page of its own until its learner looked at it."""
    partnership = _may_bring(request, slug)
    form = RecordForm(request.POST if request.method == "POST" else None, request.FILES or None)
    read = kept(form, lambda _values: actions.read_in_record(by=request.who, partnership=partnership, read=form.read))
    if read is not None:
        record, left_out = read
        if left_out:
            told = _("These files could not be kept and were left out: %(names)s.")
            messages.warning(request, told % {"names": ", ".join(left_out)[:500]})
        return redirect("trajectories:earlier_record", partnership.slug, record.pk)
    mine = EarlierRecord.objects.filter(person=request.who.person, partnership=partnership).exclude(imported_at=None)
    context = {"partnership": partnership, "form": form, "records": mine.defer("content")}
    return render(request, "trajectories/evidence/bring.html", context, status=422 if form.errors else 200)


@require_http_methods(ASK_AND_DO)
@never_cache
def show_record(request: HttpRequestWho, slug: str, record_id: int) -> HttpResponse:
    """A record of elsewhere in words: before it is taken in, and after."""
    partnership = get_partnership(request.who, slug)
    record = get_earlier_record(request.who, partnership, record_id)
    mine = record.person_id == request.who.person
    if request.method == "POST" and not mine:
        raise Http404
    form = TakeInForm(request.POST if request.method == "POST" else None, initial={"seen": record.seen})
    if kept(form, lambda values: actions.take_in_record(by=request.who, record=record, **values)) is not None:
        messages.success(request, _("Kept. It belongs to your road here now."))
        return redirect("trajectories:earlier_record", partnership.slug, record.pk)
    context = {
        "partnership": partnership,
        "record": record,
        "mine": mine,
        "words": in_words(record.content),
        "changed": record.content.get("changed", []),
        "files": dict(record.files.values_list("name", "file_name")),
        "form": form,
    }
    return render(request, "trajectories/evidence/earlier.html", context, status=422 if form.errors else 200)


@require_POST
def let_go(request: HttpRequestWho, slug: str, record_id: int) -> HttpResponse:
    """Take it away again."""
    partnership = get_partnership(request.who, slug)
    record = get_own_earlier_record(request.who, partnership, record_id)
    actions.let_go_of_record(by=request.who, record=record)
    messages.success(request, _("The record is gone from here."))
    if may_bring_record(request.who, partnership):
        return redirect("trajectories:bring_record", partnership.slug)
    return redirect("web:home")


@require_safe
def show_earlier_file(request: HttpRequestWho, slug: str, record_id: int, name: str) -> HttpResponse:
    """A file of a record of elsewhere."""
    partnership = get_partnership(request.who, slug)
    record = get_earlier_record(request.who, partnership, record_id)
    file = EarlierFile.objects.filter(record=record, name=name).first()
    if file is None:
        raise Http404
    return file_answer(bytes(file.data), file.media_type, file.file_name)
