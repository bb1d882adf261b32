"""A plate on paper."""

from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from leerruimte.people.middleware import HttpRequestWho
from leerruimte.plates.access import get_plate
from leerruimte.plates.prints import PRINTS
from leerruimte.plates.queries import current_version, plate_seen

AN_HOUR = 60 * 60


def _tag(request: HttpRequestWho, slug: str, what: str) -> str:
    version = current_version(get_plate(request.who, slug).slug)
    return f'"{version.pk}-{version.fingerprint[:16]}-{get_language()}"'


@require_safe
@condition(etag_func=_tag)
def download(request: HttpRequestWho, slug: str, what: str) -> HttpResponse:
    """A poster (A4, A3, A2, A0), question cards or the guide, as PDF in the reader's language."""
    plate = get_plate(request.who, slug)
    if what not in PRINTS:
        raise Http404
    language = (get_language() or "nl").split("-")[0]
    made = PRINTS[what](plate_seen(current_version(plate.slug)), language)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{plate.slug}-{what}-{language}.pdf"'
    patch_cache_control(response, private=True, max_age=AN_HOUR)
    return response
