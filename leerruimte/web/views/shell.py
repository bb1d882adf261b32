"""The shell: what we keep, the health of the installation, and what browsers and robots ask for."""

import logging

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from leerruimte import __version__
from leerruimte.live import health

log = logging.getLogger(__name__)


@require_safe
def show_what_we_keep(request: HttpRequest) -> HttpResponse:
    """What is stored, for how long, and who sees it."""
    return render(request, "web/what_we_keep.html")


@require_safe
def show_health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the installation: 200 when it can do its work, 503 when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        database = True
    except DatabaseError:
        log.exception("the database does not answer")
        database = False
    state = {"database": database, "version": __version__, "live": health()}
    return JsonResponse(state, status=200 if database else 503)


@require_safe
def show_manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the site on its home screen."""
    return JsonResponse(
        {
            "name": "Leerruimte",
            "lang": get_language(),
            "start_url": "/",
            "display": "minimal-ui",
            "background_color": "#F4ECDD",
            "theme_color": "#F4ECDD",
            "icons": [
                {"src": static("look/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
                {
                    "src": static("look/icon-512.png"),
                    "sizes": "512x512",
                    "type": "image/png",
                    "purpose": "any maskable",
                },
            ],
        },
        content_type="application/manifest+json",
    )


@require_safe
def show_robots(request: HttpRequest) -> HttpResponse:
    """Home and plates may be found by search engines; conversations are of those who take part."""
    private = "gesprek doe-mee leiden live account mijn-account mijn agenda uitnodiging partnerschap".split()
    lines = ["User-agent: *", *(f"Disallow: /{part}/" for part in private)]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain")
