"""Who comes, by name, for whoever gives an edition and for a school; that somebody looked is noted."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leerruimte.people.access import get_partnership
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import AuditEntry, Partnership
from leerruimte.trajectories.access import opportunities as access
from leerruimte.trajectories.models import CohortLearner, Seat
from leerruimte.trajectories.queries.capacity import learners_who_come
from leerruimte.trajectories.queries.one_opportunity import seats_of
from leerruimte.trajectories.queries.opportunities import periods_of

A_PAGE = 50


@require_safe
@never_cache
def of_edition(request: HttpRequestWho, slug: str, opportunity_id: UUID, edition_id: int) -> HttpResponse:
    """Everybody who has a seat, then everybody who waits for one."""
    partnership = get_partnership(request.who, slug)
    opportunity, edition = access.get_edition_with_names(request.who, partnership, opportunity_id, edition_id)
    _note_look(request, partnership, "seats", f"{opportunity.pk} {edition.pk}")
    return _page(request, partnership, seats_of(edition), opportunity=opportunity, edition=edition)


@require_safe
@never_cache
def at_school(request: HttpRequestWho, slug: str, organisation_id: int, period_id: int) -> HttpResponse:
    """Every learner who was told that they come to this school in a period."""
    partnership, school = access.get_school_with_names(request.who, slug, organisation_id)
    period = periods_of(partnership).filter(pk=period_id).first()
    if period is None:
        raise Http404
    _note_look(request, partnership, "places", f"{school.pk} {period.pk}")
    return _page(request, partnership, learners_who_come(school, [period]), school=school, period=period)


def _page(
    request: HttpRequestWho,
    partnership: Partnership,
    rows: QuerySet[Seat] | QuerySet[CohortLearner],
    **about: object,
) -> HttpResponse:
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("pagina"))
    context = {"partnership": partnership, "page": page, **about}
    return render(request, "trajectories/opportunities/who_comes.html", context)


def _note_look(request: HttpRequestWho, partnership: Partnership, kind: str, thing: str) -> None:
    note_audit(by=request.who, verb=AuditEntry.Verb.LOOKED, kind=kind, partnership=partnership, thing=thing)
