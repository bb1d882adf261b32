"""The page of who guides others: my learners, and what waits for me."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leerruimte.people.access import get_self
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.queries.guiding import learners_of

A_PAGE = 30


@login_required
@require_safe
@never_cache
def show_learners(request: HttpRequestWho) -> HttpResponse:
    """Everybody one stands beside today, who waits first."""
    person = get_self(request.who)
    seen = learners_of(person)
    only = request.GET.get("toon", "")
    filters = {
        "wacht": [one for one in seen if one.waits],
        "dichtbij": [one for one in seen if one.near],
        "vast": [one for one in seen if one.stuck],
    }
    context = {
        "page": Paginator(filters.get(only, seen), A_PAGE).get_page(request.GET.get("pagina")),
        "all": len(seen),
        "waiting": len(filters["wacht"]),
        "near": len(filters["dichtbij"]),
        "stuck": len(filters["vast"]),
        "only": only if only in filters else "",
    }
    return render(request, "trajectories/evidence/learners.html", context)
