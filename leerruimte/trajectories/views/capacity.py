"""Pages about how many places schools have."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people.access import get_coordinated, may_coordinate
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import Organisation, Partnership
from leerruimte.people.who import Who
from leerruimte.trajectories.access.opportunities import get_school_to_say, may_see_who_comes
from leerruimte.trajectories.actions.capacity import say_capacity
from leerruimte.trajectories.forms.capacity import CapacityForm, SchoolsFilter
from leerruimte.trajectories.models import Capacity
from leerruimte.trajectories.queries.capacity import (
    capacities_of,
    rows_of,
    schools_with_capacity,
    totals_of,
)
from leerruimte.trajectories.queries.opportunities import periods_of

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def say(request: HttpRequestWho, slug: str, organisation_id: int) -> HttpResponse:
    """One school: a number for each period."""
    partnership, school = get_school_to_say(request.who, slug, organisation_id)
    names = may_see_who_comes(request.who, partnership, school)
    said_until_now = capacities_of(partnership, school, names=names)
    forms = [CapacityForm(request.POST or None, said=said) for said in said_until_now]
    if request.method == "POST" and _kept(request.who, partnership, school, forms):
        messages.success(request, _("Kept at %(time)s.") % {"time": f"{timezone.localtime():%H:%M}"})
        return redirect("trajectories:say_capacity", partnership.slug, school.pk)
    context = {
        "partnership": partnership,
        "school": school,
        "forms": forms,
        "coordinates": may_coordinate(request.who, partnership.pk),
    }
    status = 422 if any(form.errors for form in forms) else 200
    return render(request, "trajectories/opportunities/capacity.html", context, status=status)


def _kept(who: Who, partnership: Partnership, school: Organisation, forms: list[CapacityForm]) -> bool:
    """Keep all periods or none; what is wrong is said beside its field."""
    if any(form.errors for form in forms):
        return False
    try:
        with transaction.atomic():
            for form in forms:
                current, values = form, form.cleaned_data
                say_capacity(
                    by=who,
                    partnership=partnership,
                    school=school,
                    period=form.said.period,
                    places=values["places"],
                    promise=values["promise"] or Capacity.Promise.PROMISED,
                    with_mentor=values["with_mentor"] or 0,
                    bands=form.bands(),
                )
    except Refused as no:
        current.add_error(no.field if no.field in current.fields else None, no.message)
        return False
    return True


@require_safe
@never_cache
def show_schools(request: HttpRequestWho, slug: str) -> HttpResponse:
    """All schools of the partnership: who said what of a period."""
    partnership = get_coordinated(request.who, slug)
    periods = list(periods_of(partnership, from_day=timezone.localdate()))
    chosen = request.GET.get("periode", "")
    period = next((one for one in periods if str(one.pk) == chosen), periods[0] if periods else None)
    if chosen and period is not None and str(period.pk) != chosen:
        raise Http404
    asked = SchoolsFilter(request.GET)
    asked.full_clean()
    context = {"partnership": partnership, "periods": periods, "period": period, "filter": asked}
    if period is not None:
        wanted = asked.cleaned_data
        schools = schools_with_capacity(partnership, period, words=wanted.get("q", ""), which=wanted.get("wie", ""))
        page = Paginator(schools, A_PAGE).get_page(request.GET.get("pagina"))
        context |= {
            "page": page,
            "rows": rows_of(list(page.object_list), period),
            "totals": totals_of(partnership, period),
        }
    return render(request, "trajectories/opportunities/capacities.html", context)
