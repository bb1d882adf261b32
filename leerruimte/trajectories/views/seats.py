"""Seats: taking one, giving it back, and meetings for one's calendar."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from leerruimte.base.client_ids import read_id
from leerruimte.base.refused import Refused
from leerruimte.people.access import get_partnership
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories import opportunities_ics
from leerruimte.trajectories.access import opportunities as access
from leerruimte.trajectories.actions import notices, seats
from leerruimte.trajectories.models import Seat
from leerruimte.trajectories.queries.agenda import meetings_of_opportunity


@require_POST
def take(request: HttpRequestWho, slug: str, opportunity_id: UUID, edition_id: int) -> HttpResponse:
    """A seat, or a place on the waiting list when somebody was just before."""
    partnership = get_partnership(request.who, slug)
    opportunity = access.get_opportunity(request.who, partnership, opportunity_id)
    edition = access.get_edition(opportunity, edition_id)
    try:
        seat = seats.take_seat(
            by=request.who, partnership=partnership, edition=edition, seat_id=read_id(request.POST.get("plek"))
        )
    except Refused as no:
        messages.error(request, no.message)
    else:
        if seat.state == Seat.State.TAKEN:
            messages.success(request, _("You have a seat."))
        elif request.POST.get("vrij"):
            messages.warning(
                request, _("Somebody took the last seat just before you. You are on the waiting list now.")
            )
        else:
            messages.success(request, _("You are on the waiting list. When a seat comes free you read it here."))
    return redirect(_back(request) or reverse("trajectories:opportunity", args=[partnership.slug, opportunity.pk]))


@require_POST
def leave(request: HttpRequestWho, slug: str, opportunity_id: UUID, edition_id: int) -> HttpResponse:
    """Give back a seat, or stop waiting."""
    partnership = get_partnership(request.who, slug)
    opportunity = access.get_opportunity(request.who, partnership, opportunity_id)
    edition = access.get_edition(opportunity, edition_id)
    if seats.leave_seat(by=request.who, partnership=partnership, edition=edition):
        messages.success(request, _("Your seat is free for somebody else now."))
    return redirect("trajectories:opportunity", partnership.slug, opportunity.pk)


@require_safe
def calendar_file(
    request: HttpRequestWho, slug: str, opportunity_id: UUID, edition_id: int | None = None
) -> HttpResponse:
    """Its meetings, for a calendar."""
    partnership = get_partnership(request.who, slug)
    opportunity = access.get_opportunity(request.who, partnership, opportunity_id)
    edition = access.get_edition(opportunity, edition_id) if edition_id is not None else None
    entries = meetings_of_opportunity(opportunity, partnership, edition=edition.pk if edition else None)
    file = opportunities_ics.as_calendar(entries, name=opportunity.title, now=timezone.now())
    answer = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="leermogelijkheid.ics"'
    return answer


@require_POST
@login_required
def read_notices(request: HttpRequestWho) -> HttpResponse:
    """I read what I was told."""
    chosen: list[Any] = [one for text in request.POST.getlist("bericht") if (one := read_id(text))]
    notices.read_notices(by=request.who, notices=chosen)
    return redirect(_back(request) or "/")


def _back(request: HttpRequestWho) -> str:
    """The page of ours that it was pressed on, when it says so."""
    back = request.POST.get("terug", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/") else ""
