"""Closing what is offered, or one time of it, and opening it again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from leerruimte.base.refused import Refused
from leerruimte.people.access import get_partnership
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access import opportunities as access
from leerruimte.trajectories.actions import closing as actions
from leerruimte.trajectories.forms.opportunities import CloseForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def close(request: HttpRequestWho, slug: str, opportunity_id: UUID) -> HttpResponse:
    """It stops: those who counted on it are told why."""
    partnership = get_partnership(request.who, slug)
    opportunity = access.get_changed_opportunity(request.who, partnership, opportunity_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_opportunity(
                by=request.who, partnership=partnership, opportunity=opportunity, why=form.cleaned_data["why"]
            )
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            messages.success(request, _("It is closed. Everybody who counted on it reads why on their own page."))
            return redirect("trajectories:opportunity", partnership.slug, opportunity.pk)
    context = {"partnership": partnership, "form": form, "opportunity": opportunity}
    return render(request, "trajectories/opportunities/close.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def close_edition(request: HttpRequestWho, slug: str, opportunity_id: UUID, edition_id: int) -> HttpResponse:
    """One time of it does not go on: those who counted on that one are told why."""
    partnership = get_partnership(request.who, slug)
    opportunity = access.get_changed_opportunity(request.who, partnership, opportunity_id)
    edition = access.get_edition(opportunity, edition_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_edition(
                by=request.who, partnership=partnership, edition=edition, why=form.cleaned_data["why"]
            )
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
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
