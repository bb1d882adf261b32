"""One field that finds everything one may see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leerruimte.people.middleware import HttpRequestWho
from leerruimte.web.queries.search import everything_found

LONGEST = 100


@require_safe
@never_cache
def show_found(request: HttpRequestWho) -> HttpResponse:
    """People, organisations, plates, conversations and what was said there, for the words that were typed."""
    words = request.GET.get("q", "")[:LONGEST]
    return render(request, "web/search.html", {"words": words, "found": everything_found(request.who, words)})
