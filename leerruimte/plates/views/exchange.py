"""Plates to hand on: the library that everybody may look in, a plate as a file, and a file as a plate."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.plates.access import adaptable_partnerships, get_adaptable, get_plate
from leerruimte.plates.actions.exchange import import_plate, share_plate, unshare_plate
from leerruimte.plates.forms.bringing_in import PraatplaatForm, SearchForm
from leerruimte.plates.models import PlateVersion
from leerruimte.plates.pictures.removed import remarks
from leerruimte.plates.praatplaat.schema import schema_text
from leerruimte.plates.praatplaat.writing import write_praatplaat
from leerruimte.plates.queries import current_version, library_plates, library_seen

A_PAGE = 24
A_DAY = 60 * 60 * 24


@require_safe
@never_cache
def show_library(request: HttpRequestWho) -> HttpResponse:
    """What partnerships share, for everybody: to look at, to search in, to take."""
    form = SearchForm(request.GET)
    sought = form.cleaned_data if form.is_valid() else {}
    plates = library_plates(words=sought.get("q", ""), part=sought.get("deel", ""))
    page = Paginator(plates, A_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "form": form,
        "page": page,
        "shared": library_seen(page.object_list),
        "may_make": adaptable_partnerships(request.who).exists(),
        "sought": any(sought.values()),
    }
    return render(request, "plates/library.html", context)


@require_safe
@never_cache
def download(request: HttpRequestWho, slug: str) -> HttpResponse:
    """A plate as one file, for whoever may see it."""
    plate = get_plate(request.who, slug)
    response = HttpResponse(write_praatplaat(current_version(plate.slug)), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{plate.slug}.praatplaat"'
    return response


@require_POST
def share(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Put a plate in the library, or take it out again."""
    plate = get_adaptable(request.who, slug)
    try:
        if request.POST.get("delen") == "0":
            unshare_plate(by=request.who, plate=plate)
            messages.success(request, _("This poster is yours alone again. Who took it before keeps it."))
        else:
            share_plate(by=request.who, plate=plate)
            messages.success(request, _("Everybody can find this poster in the library now."))
    except Refused as no:
        messages.error(request, no.message)
    return redirect("plates:plate", plate.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def import_file(request: HttpRequestWho) -> HttpResponse:
    """Read in a plate from a file; when anything in it is wrong nothing is read in and all of it is said."""
    partnerships = adaptable_partnerships(request.who)
    if not partnerships.exists():
        return render(request, "plates/not_allowed.html", status=403)
    form = PraatplaatForm(request.POST or None, request.FILES or None, partnerships=partnerships)
    if request.method == "POST" and form.is_valid():
        version = _read_in(request, form)
        if version is not None:
            return redirect("plates:plate", version.plate.slug)
    return render(request, "plates/import.html", {"form": form}, status=422 if form.errors else 200)


def _read_in(request: HttpRequestWho, form: PraatplaatForm) -> PlateVersion | None:
    try:
        version, is_new = import_plate(by=request.who, partnership=form.cleaned_data["partnership"], read=form.read)
    except Refused as no:
        form.add_error(no.field or None, no.message)
        return None
    title = {"title": version.plate.object.title}
    if not is_new:
        messages.info(request, _("You have this poster already: “%(title)s”. Nothing changed.") % title)
        return version
    messages.success(request, _("“%(title)s” was read in. It is yours now: use it, or change it.") % title)
    for remark in remarks(form.read.removed):
        messages.warning(request, _("Left out: %(what)s") % {"what": remark.sentence})
    return version


@require_safe
def show_schema(_request: HttpRequestWho) -> HttpResponse:
    """The form of a .praatplaat, for who writes programs."""
    response = HttpResponse(schema_text(), content_type="application/schema+json")
    patch_cache_control(response, public=True, max_age=A_DAY)
    return response
