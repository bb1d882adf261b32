"""Pages about plates: the list, one plate, a poster to print, the bare drawing and the pictures in it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from leerruimte.people.access import hosted_partnerships
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.plates.access import adaptable_partnerships, get_picture, get_plate, put_away_plates, visible_plates
from leerruimte.plates.pictures.files import read_bytes
from leerruimte.plates.pictures.raster import KINDS
from leerruimte.plates.prints import SHEETS
from leerruimte.plates.queries import current_version, current_versions, gone_addresses, origin_seen, plate_seen
from leerruimte.plates.svg import drawing_markup

AN_HOUR = 60 * 60
A_YEAR = 60 * 60 * 24 * 365
PAPER_SIZES = ("a3", "a4")


@require_safe
def show_plates(request: HttpRequestWho) -> HttpResponse:
    """All plates that one may see, in reading order."""
    versions = current_versions(visible_plates(request.who))
    may_make = adaptable_partnerships(request.who).exists()
    away = current_versions(put_away_plates(request.who)) if may_make else []
    return render(request, "plates/plates.html", {"versions": versions, "may_make": may_make, "away": away})


@require_safe
def show_plate(request: HttpRequestWho, slug: str) -> HttpResponse:
    """The drawing, what can be talked about in it, and what helps to lead the talk."""
    plate = get_plate(request.who, slug)
    seen = plate_seen(current_version(plate.slug))
    partnerships = list(adaptable_partnerships(request.who))
    context = {
        "seen": seen,
        "version": seen.version,
        "drawing": drawing_markup(seen.version, get_language() or "nl", crop=True, links=True),
        "may_open": hosted_partnerships(request.who).exists(),
        "gone": gone_addresses(seen.links),
        "may_adapt": seen.version.plate.object.partnership_id in {one.pk for one in partnerships},
        "own_in": partnerships,
        "origin": origin_seen(seen.version),
    }
    return render(request, "plates/plate.html", context)


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
        "sheets": SHEETS,
    }
    return render(request, "plates/poster.html", context)


def _drawing_tag(request: HttpRequestWho, slug: str) -> str:
    return f'"{current_version(get_plate(request.who, slug).slug).fingerprint}"'


@require_safe
@condition(etag_func=_drawing_tag)
def show_drawing(request: HttpRequestWho, slug: str) -> HttpResponse:
    """The drawing without words, as a picture for small places."""
    version = current_version(get_plate(request.who, slug).slug)
    drawing = drawing_markup(version, "nl", crop=True, words=False, pictures="small")
    response = HttpResponse(drawing, content_type="image/svg+xml")
    patch_cache_control(response, private=True, max_age=AN_HOUR)
    return response


@require_safe
def show_picture(request: HttpRequestWho, token: str) -> HttpResponse:
    """A picture in a drawing, to whoever was shown that drawing. What it is, is said by us and not by the file."""
    picture = get_picture(token)
    data = read_bytes(picture.sha256)
    if not data:
        raise Http404
    response = HttpResponse(data, content_type=KINDS[picture.kind])
    response["Content-Disposition"] = f'inline; filename="{picture.sha256[:16]}.{picture.kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    # Packed already: packing it again only takes time.
    response["Content-Encoding"] = "identity"
    patch_cache_control(response, private=True, max_age=A_YEAR, immutable=True)
    return response
