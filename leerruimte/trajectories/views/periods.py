"""The year of a partnership: periods and free days, set by who coordinates."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from leerruimte.base.refused import Refused, kept
from leerruimte.people.access import get_coordinated
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import Partnership
from leerruimte.trajectories.actions import periods as actions
from leerruimte.trajectories.forms.capacity import FreeDaysForm, PeriodForm
from leerruimte.trajectories.models import FreeDays, Period
from leerruimte.trajectories.queries.opportunities import periods_of
from leerruimte.trajectories.rules.school_year import Free, Part, free_days_offered, periods_offered, school_year_of


def names_of_free_days() -> dict[str, str]:
    """What the free days of a year are called."""
    return {
        "autumn": _("Autumn holiday"),
        "christmas": _("Christmas holiday"),
        "spring": _("Spring holiday"),
        "may": _("May holiday"),
        "easter": _("Easter"),
        "king": _("King's Day"),
        "ascension": _("Ascension Day"),
        "whit": _("Whit Monday"),
    }


def offered_year(year: int) -> tuple[list[Part], list[Free]]:
    """A school year in the words of the reader."""
    names = names_of_free_days()
    free = [Free(names[one.why], one.first, one.last, one.region) for one in free_days_offered(year)]
    return periods_offered(year, _("Period")), free


def _years() -> list[int]:
    year = school_year_of(timezone.localdate())
    return [year, year + 1]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def show(request: HttpRequestWho, slug: str) -> HttpResponse:
    """The periods and free days there are; a new period."""
    partnership = get_coordinated(request.who, slug)
    form = PeriodForm(request.POST or None)
    if kept(form, lambda values: actions.keep_period(by=request.who, partnership=partnership, **values)):
        messages.success(request, _("Kept."))
        return redirect("trajectories:periods", partnership.slug)
    return _page(request, partnership, form, FreeDaysForm())


def _page(request: HttpRequestWho, partnership: Partnership, form: PeriodForm, free_form: FreeDaysForm) -> HttpResponse:
    periods = list(periods_of(partnership))
    known = {period.first.year if period.first.month >= 8 else period.first.year - 1 for period in periods}
    context = {
        "partnership": partnership,
        "periods": periods,
        "free_days": FreeDays.objects.filter(partnership=partnership).order_by("first"),
        "form": form,
        "free_form": free_form,
        "offers": [(year, *offered_year(year)) for year in _years() if year not in known],
    }
    status = 422 if form.errors or free_form.errors else 200
    return render(request, "trajectories/opportunities/periods.html", context, status=status)


@require_POST
def lay_year(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Take over a school year as it was offered."""
    partnership = get_coordinated(request.who, slug)
    year = request.POST.get("jaar", "")
    if year not in map(str, _years()):
        messages.error(request, _("That year cannot be chosen here."))
        return redirect("trajectories:periods", partnership.slug)
    parts, free = offered_year(int(year))
    actions.lay_school_year(by=request.who, partnership=partnership, parts=parts, free=free)
    messages.success(request, _("The year is laid. Change what is different with you."))
    return redirect("trajectories:periods", partnership.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change(request: HttpRequestWho, slug: str, period_id: int) -> HttpResponse:
    """Change a period, or take it away."""
    partnership = get_coordinated(request.who, slug)
    period = Period.objects.filter(partnership=partnership, pk=period_id).first()
    if period is None:
        raise Http404
    initial = {"name": period.name, "first": period.first, "last": period.last}
    form = PeriodForm(request.POST or None, initial=initial)
    if request.POST.get("weg"):
        try:
            actions.remove_period(by=request.who, partnership=partnership, period=period)
        except Refused as no:
            form = PeriodForm({**initial, **request.POST.dict()})
            form.full_clean()
            form.add_error(None, no.message)
        else:
            messages.success(request, _("It is gone."))
            return redirect("trajectories:periods", partnership.slug)
    elif kept(
        form, lambda values: actions.keep_period(by=request.who, partnership=partnership, period=period, **values)
    ):
        messages.success(request, _("Kept."))
        return redirect("trajectories:periods", partnership.slug)
    context = {"partnership": partnership, "form": form, "period": period}
    return render(request, "trajectories/opportunities/period.html", context, status=422 if form.errors else 200)


@require_POST
def add_free_days(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Days on which nothing meets."""
    partnership = get_coordinated(request.who, slug)
    form = FreeDaysForm(request.POST)
    free = kept(
        form,
        lambda values: actions.add_free_days(
            by=request.who,
            partnership=partnership,
            why=values["why"],
            first=values["free_first"],
            last=values["free_last"],
            region=values["region"],
        ),
    )
    if free is not None:
        messages.success(request, _("Kept."))
        return redirect("trajectories:periods", partnership.slug)
    return _page(request, partnership, PeriodForm(), form)


@require_POST
def remove_free_days(request: HttpRequestWho, slug: str, free_id: int) -> HttpResponse:
    """They are ordinary days."""
    partnership = get_coordinated(request.who, slug)
    if not FreeDays.objects.filter(partnership=partnership, pk=free_id).exists():
        raise Http404
    actions.remove_free_days(by=request.who, partnership=partnership, free_id=free_id)
    messages.success(request, _("It is gone."))
    return redirect("trajectories:periods", partnership.slug)
