"""Closing what is offered, or one time of it, and opening it again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from leerruimte.base.refused import Refused, kept
from leerruimte.people.access import get_partnership
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import Partnership
from leerruimte.trajectories.access import opportunities as access
from leerruimte.trajectories.actions import closing as actions
from leerruimte.trajectories.forms.opportunities import CloseForm
from leerruimte.trajectories.models import Edition, Opportunity


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def close(request: HttpRequestWho, slug: str, opportunity_id: UUID) -> HttpResponse:
    """It stops: those who counted on it are told why."""
    partnership = get_partnership(request.who, slug)
    opportunity = access.get_changed_opportunity(request.who, partnership, opportunity_id)

    def keep(values: dict[str, Any]) -> Opportunity:
        return actions.close_opportunity(
            by=request.who, partnership=partnership, opportunity=opportunity, why=values["why"]
        )

    return _asked(request, partnership, opportunity, keep)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def close_edition(request: HttpRequestWho, slug: str, opportunity_id: UUID, edition_id: int) -> HttpResponse:
    """One time of it does not go on: those who counted on that one are told why."""
    partnership = get_partnership(request.who, slug)
    opportunity = access.get_changed_opportunity(request.who, partnership, opportunity_id)
    edition = access.get_edition(opportunity, edition_id)

    def keep(values: dict[str, Any]) -> Edition:
        return actions.close_edition(by=request.who, partnership=partnership, edition=edition, why=values["why"])

    return _asked(request, partnership, opportunity, keep, edition)


def _asked(
    request: HttpRequestWho,
    partnership: Partnership,
    opportunity: Opportunity,
    keep: Callable[[dict[str, Any]], Opportunity | Edition],
    edition: Edition | None = None,
) -> HttpResponse:
    """Ask why, and close it."""
    form = CloseForm(request.POST or None)
    if kept(form, keep) is not None:
        messages.success(request, _("It is closed. Everybody who counted on it reads why on their own page."))
        return redirect("trajectories:opportunity", partnership.slug, opportunity.pk)
    context = {"partnership": partnership, "form": form, "opportunity": opportunity, "edition": edition}
    return render(request, "trajectories/opportunities/close.html", context, status=422 if form.errors else 200)


@require_POST
def open_again(request: HttpRequestWho, slug: str, opportunity_id: UUID) -> HttpResponse:
    """One press: it is offered again."""
    partnership = get_partnership(request.who, slug)
    opportunity = access.get_changed_opportunity(request.who, partnership, opportunity_id)
    actions.open_again(by=request.who, partnership=partnership, opportunity=opportunity)
    messages.success(request, _("“%(title)s” is offered again.") % {"title": opportunity.title})
    return redirect("trajectories:opportunity", partnership.slug, opportunity.pk)


@require_POST
def open_edition_again(request: HttpRequestWho, slug: str, opportunity_id: UUID, edition_id: int) -> HttpResponse:
    """One press: this time goes on after all."""
    partnership = get_partnership(request.who, slug)
    opportunity = access.get_changed_opportunity(request.who, partnership, opportunity_id)
    edition = access.get_edition(opportunity, edition_id)
    try:
        actions.open_edition_again(by=request.who, partnership=partnership, edition=edition)
    except Refused as no:
        messages.error(request, no.message)
    else:
        messages.success(request, _("It goes on after all. Everybody who counted on it reads so on their own page."))
    return redirect("trajectories:opportunity", partnership.slug, opportunity.pk)
