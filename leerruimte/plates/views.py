"""Pages about plates: the list, one plate, a poster to print, the bare drawing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from leerruimte.people.middleware import HttpRequestWho
from leerruimte.plates.access import get_plate, visible_plates
from leerruimte.plates.queries import current_version, current_versions, plate_seen
from leerruimte.plates.svg import drawing_markup

AN_HOUR = 60 * 60
PAPER_SIZES = ("a3", "a4")


@require_safe
def show_plates(request: HttpRequestWho) -> HttpResponse:
    """All plates that one may see, in reading order."""
    versions = current_versions(visible_plates(request.who))
    return render(request, "plates/plates.html", {"versions": versions})


@require_safe
def show_plate(request: HttpRequestWho, slug: str) -> HttpResponse:
    """The drawing, what can be talked about in it, and what helps to lead the talk."""
    plate = get_plate(request.who, slug)
    seen = plate_seen(current_version(plate.slug))
    drawing = drawing_markup(seen.version, get_language() or "nl", crop=True, links=True)
    return render(request, "plates/plate.html", {"seen": seen, "version": seen.version, "drawing": drawing})


@require_safe
def show_poster(request: HttpRequestWho, slug: str) -> HttpResponse:
    """A plate to print on A3 or A4: the drawing with its questions, and its numbers on the back."""
    plate = get_plate(request.who, slug)
    paper = request.GET.get("formaat", "a3")
    seen = plate_seen(current_version(plate.slug))
    context = {
        "seen": seen,
        "version": seen.version,
        "drawing": drawing_markup(seen.version, get_language() or "nl"),
        "paper": paper if paper in PAPER_SIZES else "a3",
        "papers": PAPER_SIZES,
    }
    return render(request, "plates/poster.html", context)


def _drawing_tag(request: HttpRequestWho, slug: str) -> str:
    return f'"{current_version(get_plate(request.who, slug).slug).fingerprint}"'


@require_safe
@condition(etag_func=_drawing_tag)
def show_drawing(request: HttpRequestWho, slug: str) -> HttpResponse:
    """The drawing without words, as a picture for small places."""
    version = current_version(get_plate(request.who, slug).slug)
    response = HttpResponse(drawing_markup(version, "nl", crop=True, words=False), content_type="image/svg+xml")
    patch_cache_control(response, private=True, max_age=AN_HOUR)
    return response
