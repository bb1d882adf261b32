"""A plate from an own drawing: the file comes in, somebody looks at what became of it, then it is kept."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from leerruimte.base.refused import Refused
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.plates.access import adaptable_partnerships, get_uploaded
from leerruimte.plates.actions.drawing import keep_drawing, upload_drawing
from leerruimte.plates.forms.bringing_in import DrawingForm, PlateForm
from leerruimte.plates.models import PlateVersion, UploadedDrawing
from leerruimte.plates.pictures.removed import remarks
from leerruimte.plates.svg import picture_markup

ASK_AND_DO = ["GET", "HEAD", "POST"]


@require_http_methods(ASK_AND_DO)
@never_cache
def upload(request: HttpRequestWho) -> HttpResponse:
    """Choose a drawing; it waits on a page of its own until somebody looked at it."""
    partnerships = adaptable_partnerships(request.who)
    if not partnerships.exists():
        return render(request, "plates/not_allowed.html", status=403)
    form = DrawingForm(request.POST or None, request.FILES or None, partnerships=partnerships)
    if request.method == "POST" and form.is_valid():
        waiting = _let_wait(request, form)
        if waiting is not None:
            return redirect("plates:look_at", waiting.pk)
    return render(request, "plates/new.html", {"form": form}, status=422 if form.errors else 200)


def _let_wait(request: HttpRequestWho, form: DrawingForm) -> UploadedDrawing | None:
    chosen = form.cleaned_data
    try:
        return upload_drawing(
            by=request.who,
            partnership=chosen["partnership"],
            read=form.read,
            file_name=chosen["file"].name or "",
            id=chosen["id"],
        )
    except Refused as no:
        form.add_error(no.field or None, no.message)
        return None


@require_http_methods(ASK_AND_DO)
@never_cache
def look_at(request: HttpRequestWho, drawing_id: UUID) -> HttpResponse:
    """What became of the drawing and what was left out; with a few words it is a plate."""
    waiting = get_uploaded(request.who, drawing_id)
    if waiting.plate:
        return redirect("plates:plate", waiting.plate.slug)
    form = PlateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = _keep(request, form, waiting)
        if version is not None:
            messages.success(request, _("“%(title)s” is kept.") % {"title": version.plate.object.title})
            return redirect("plates:plate", version.plate.slug)
    context = {
        "waiting": waiting,
        "form": form,
        "drawing": picture_markup(waiting.drawing, waiting.partnership_id, _("Your drawing as it will be shown")),
        "remarks": remarks(waiting.removed),
    }
    return render(request, "plates/look_at.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequestWho, form: PlateForm, waiting: UploadedDrawing) -> PlateVersion | None:
    try:
        return keep_drawing(by=request.who, drawing=waiting, new=form.new_plate())
    except Refused as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
        return None
