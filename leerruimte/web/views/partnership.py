"""The first page of a partnership; for who coordinates it, the desk and all its conversations."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leerruimte.conversations.queries.of_partnership import conversations_of, running_in
from leerruimte.people.access import SecondFactorNeeded, get_coordinated, get_partnership, is_coordinator
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.queries.organisations import kinds_counted
from leerruimte.people.queries.people import people_counted, roles_held
from leerruimte.plates.queries import plates_of
from leerruimte.trajectories.access.triangle import sides_heard

MOST_RUNNING = 12
A_PAGE = 40


@require_safe
@never_cache
def show_partnership(request: HttpRequestWho, slug: str) -> HttpResponse:
    """What the partnership is and what one is in it; for a coordinator also what asks for attention."""
    partnership = get_partnership(request.who, slug)
    coordinates = is_coordinator(request.who, partnership.pk)
    if coordinates and not request.who.second_factor:
        raise SecondFactorNeeded
    context = {
        "partnership": partnership,
        "coordinates": coordinates,
        "hears": sides_heard(request.who, partnership),
        "mine": roles_held(request.who, partnership),
        "organisations": kinds_counted(partnership),
        "plates": plates_of(partnership),
        "people": people_counted(partnership) if coordinates else None,
        "running": running_in(partnership, MOST_RUNNING) if coordinates else None,
    }
    return render(request, "web/partnership.html", context)


@require_safe
@never_cache
def show_conversations(request: HttpRequestWho, slug: str) -> HttpResponse:
    """All conversations of the partnership, those that ended too, for who coordinates it."""
    partnership = get_coordinated(request.who, slug)
    page = Paginator(conversations_of(partnership), A_PAGE).get_page(request.GET.get("pagina"))
    context = {"partnership": partnership, "page": page}
    return render(request, "web/conversations.html", context)
