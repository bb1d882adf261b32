"""Pages about the organisations of a partnership."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people import access
from leerruimte.people.actions import organisations as actions
from leerruimte.people.forms.organisations import EndForm, OrganisationForm, ShareForm
from leerruimte.people.forms.roles import OrganisationFilter
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import Organisation
from leerruimte.people.queries.organisations import (
    boards_of,
    kinds_counted,
    memberships_seen,
    organisation_seen,
)

A_PAGE = 40


@require_safe
@never_cache
def show_organisations(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Institutes, boards and schools of the partnership, by name."""
    partnership = access.get_partnership(request.who, slug)
    asked = OrganisationFilter(request.GET)
    asked.full_clean()
    wanted = asked.cleaned_data
    rows = memberships_seen(
        partnership, kind=wanted.get("soort", ""), words=wanted.get("q", ""), board=wanted.get("bestuur")
    )
    context = {
        "partnership": partnership,
        "filter": asked,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("pagina")),
        "counts": kinds_counted(partnership),
        "kinds": Organisation.Kind,
        "may_add": access.may_coordinate(request.who, partnership.pk),
        "today": timezone.localdate(),
    }
    return render(request, "people/organisations.html", context)


@require_safe
@never_cache
def show_organisation(request: HttpRequestWho, slug: str, organisation_id: int) -> HttpResponse:
    """One organisation: where it is, what it is part of, who learns and works there."""
    partnership = access.get_partnership(request.who, slug)
    organisation = access.get_organisation(request.who, partnership, organisation_id)
    seen = organisation_seen(request.who, partnership, organisation)
    context = {
        "partnership": partnership,
        "seen": seen,
        "organisation": organisation,
        "share_form": ShareForm(initial={"shares": seen.membership.shares}),
        "end_form": EndForm(initial={"until_date": seen.membership.until_date}),
        "takes_part": seen.takes_part(timezone.localdate()),
        "today": timezone.localdate(),
    }
    return render(request, "people/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def add(request: HttpRequestWho, slug: str) -> HttpResponse:
    """A new organisation, one at a time; many at once come from a file."""
    partnership = access.get_coordinated(request.who, slug)
    kind = request.POST.get("soort") or request.GET.get("soort", Organisation.Kind.SCHOOL)
    if kind not in Organisation.Kind.values:
        raise Http404
    form = OrganisationForm(request.POST or None, boards=boards_of(partnership), kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            organisation = actions.add_organisation(
                by=request.who, partnership=partnership, kind=kind, values=form.cleaned_data
            )
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            messages.success(request, _("%(name)s takes part now.") % {"name": organisation.name})
            return redirect("people:organisation", partnership.slug, organisation.pk)
    context = {"partnership": partnership, "form": form, "kind": Organisation.Kind(kind), "kinds": Organisation.Kind}
    return render(request, "people/organisation_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change(request: HttpRequestWho, slug: str, organisation_id: int) -> HttpResponse:
    """Correct what is kept of an organisation."""
    partnership = access.get_partnership(request.who, slug)
    organisation = access.get_changed_organisation(request.who, partnership, organisation_id)
    form = OrganisationForm(
        request.POST or None, instance=organisation, boards=boards_of(partnership), kind=organisation.kind
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_organisation(
                by=request.who, partnership=partnership, organisation=organisation, values=form.cleaned_data
            )
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("people:organisation", partnership.slug, organisation.pk)
    context = {"partnership": partnership, "form": form, "organisation": organisation}
    return render(request, "people/organisation_form.html", context, status=422 if form.errors else 200)


@require_POST
def share(request: HttpRequestWho, slug: str, organisation_id: int) -> HttpResponse:
    """What this partnership may see of the organisation."""
    partnership = access.get_partnership(request.who, slug)
    organisation = access.get_spoken_for(request.who, partnership, organisation_id)
    form = ShareForm(request.POST)
    if form.is_valid():
        actions.share_with(
            by=request.who, partnership=partnership, organisation=organisation, shares=form.cleaned_data["shares"]
        )
        messages.success(request, _("Kept."))
    else:
        messages.error(request, _("That cannot be chosen here."))
    return redirect("people:organisation", partnership.slug, organisation.pk)


@require_POST
def end(request: HttpRequestWho, slug: str, organisation_id: int) -> HttpResponse:
    """The last day of an organisation in the partnership."""
    partnership = access.get_coordinated(request.who, slug)
    organisation = access.get_organisation(request.who, partnership, organisation_id)
    form = EndForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(str(form.errors["until_date"][0]), field="until_date")
        actions.end_membership(
            by=request.who,
            partnership=partnership,
            organisation=organisation,
            until=form.cleaned_data["until_date"],
        )
    except Refused as no:
        messages.error(request, no.message)
    else:
        messages.success(request, _("Kept."))
    return redirect("people:organisation", partnership.slug, organisation.pk)
