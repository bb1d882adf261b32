"""Pages about what is offered: looking for it, one of it, adding and changing it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import kept
from leerruimte.look.templatetags.look import in_language
from leerruimte.people.access import get_partnership, may_coordinate, member_partnerships
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import Partnership
from leerruimte.trajectories.access import opportunities as access
from leerruimte.trajectories.actions import opportunities as actions
from leerruimte.trajectories.forms.opportunities import AddForm, BrowseForm, ChangeForm, MoveForm, WhenForm
from leerruimte.trajectories.queries.browsing import A_PAGE, Mine, Wanted, mine_of
from leerruimte.trajectories.queries.browsing import browse as found_of
from leerruimte.trajectories.queries.near import map_of
from leerruimte.trajectories.queries.one_opportunity import opportunity_seen, to_look_at_again
from leerruimte.trajectories.queries.opportunities import current_version, periods_of, titles_of

LOOK_AGAIN_PAGE = 25
# An offer that nobody looked at for so long may well be different.
LONG_AGO = timedelta(days=182)
# What narrows a list besides words, in a part of the form that may be folded.
NARROWING = ("dagen", "van", "waar", "soort", "vorm", "periode")
# What the form of something new says, besides when.
ADDED = (
    "title",
    "organisation",
    "outcomes",
    "asks",
    "what",
    "where",
    "online",
    "formality",
    "audience",
    "opportunity_id",
)


@require_safe
@never_cache
@login_required
def choose_partnership(request: HttpRequestWho) -> HttpResponse:
    """What is offered where I am: with one partnership it opens, with more one chooses."""
    partnerships = list(member_partnerships(request.who))
    if len(partnerships) == 1:
        return redirect("trajectories:opportunities", partnerships[0].slug)
    return render(request, "trajectories/opportunities/choose.html", {"partnerships": partnerships})


@require_safe
@never_cache
def browse(request: HttpRequestWho, slug: str) -> HttpResponse:
    """What is offered here, by what I need, near me, on my days."""
    partnership = get_partnership(request.who, slug)
    mine = mine_of(request.who, partnership, gaps="nodig" in request.GET)
    today = timezone.localdate()
    asked = BrowseForm(
        request.GET,
        periods=periods_of(partnership, from_day=today),
        starts=[name for name, _where in mine.starts],
        find=lambda home: map_of(mine.places).find(home),
    )
    asked.full_clean()
    wanted = _wanted(asked.cleaned_data, mine)
    asked_page = request.GET.get("pagina", "1")
    number = int(asked_page) if asked_page.isdecimal() and len(asked_page) < 6 else 1
    found = found_of(request.who, partnership, wanted, number, places=mine.places)
    context = {
        "partnership": partnership,
        "filter": asked,
        "mine": mine,
        "wanted": wanted,
        "outcome": in_language(titles_of(current_version(partnership)).get(wanted.outcome)) if wanted.outcome else "",
        "found": found,
        "narrowed": sum(bool(asked.cleaned_data.get(name)) for name in NARROWING),
        "page": Paginator(range(found.total), A_PAGE).get_page(found.number),
        "may_add": access.may_add_outside(request.who, partnership),
        "speaks": access.schools_to_say(request.who, partnership).first(),
        "looks_after": access.organisations_to_add_at(request.who, partnership).exists(),
        "coordinates": may_coordinate(request.who, partnership.pk),
    }
    return render(request, "trajectories/opportunities/browse.html", context)


def _wanted(cleaned: dict[str, Any], mine: Mine) -> Wanted:
    starts = dict(mine.starts)
    return Wanted(
        words=cleaned.get("q", ""),
        kind=cleaned.get("soort", ""),
        formality=cleaned.get("vorm", ""),
        outcome=cleaned.get("opbrengst", ""),
        period=cleaned.get("periode"),
        days=cleaned.get("dagen") or (),
        needed=mine.needed if cleaned.get("nodig") and mine.trajectory else None,
        start=cleaned.get("waar") or starts.get(cleaned.get("van", "")),
        most_minutes=int(cleaned.get("reis") or 0),
        car=mine.car,
        organisation=cleaned.get("organisatie"),
        like=cleaned.get("zelfde", ""),
    )


@require_safe
@never_cache
def show(request: HttpRequestWho, slug: str, opportunity_id: UUID) -> HttpResponse:
    """One opportunity: what, where, when, for how many, and who says it is still right."""
    partnership = get_partnership(request.who, slug)
    opportunity = access.get_opportunity(request.who, partnership, opportunity_id)
    context = {
        "partnership": partnership,
        "opportunity": opportunity,
        "seen": opportunity_seen(request.who, partnership, opportunity),
        "seat_id": new_id(),
    }
    return render(request, "trajectories/opportunities/opportunity.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def add(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Offer something, in a minute."""
    partnership = get_partnership(request.who, slug)
    if not access.may_add_outside(request.who, partnership):
        raise Http404
    version = current_version(partnership)
    initial = {"opportunity_id": new_id(), "first": timezone.localdate(), "organisation": request.GET.get("bij")}
    organisations = access.organisations_to_add_at(request.who, partnership)
    form = AddForm(request.POST or None, initial=initial, version=version, organisations=organisations)
    opportunity = kept(
        form,
        lambda values: actions.add_opportunity(
            by=request.who,
            partnership=partnership,
            editions=[values["edition"]],
            **{name: values[name] for name in ADDED},
        ),
    )
    if opportunity is not None:
        messages.success(request, _("“%(title)s” is kept.") % {"title": opportunity.title})
        return redirect("trajectories:opportunity", partnership.slug, opportunity.pk)
    context = {"partnership": partnership, "form": form, "others": _others(form)}
    return render(request, "trajectories/opportunities/add.html", context, status=422 if form.errors else 200)


def _others(form: AddForm) -> bool:
    """Whether the part with what may be left out stands open: something in it is wrong."""
    return any(form.errors.get(name) for name in ("what", "where", "online", "formality", "audience"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change(request: HttpRequestWho, slug: str, opportunity_id: UUID) -> HttpResponse:
    """Correct what is said of it."""
    partnership = get_partnership(request.who, slug)
    opportunity = access.get_changed_opportunity(request.who, partnership, opportunity_id)
    version = current_version(partnership)
    codes = opportunity.contributes.filter(curriculum__versions=version)
    initial = {name: getattr(opportunity, name) for name in actions.KEPT}
    for name, beforehand in (("outcomes", False), ("asks", True)):
        initial[name] = list(codes.filter(asked_beforehand=beforehand).values_list("code", flat=True))
    form = ChangeForm(request.POST or None, initial=initial, version=version)
    changed = kept(
        form,
        lambda values: actions.change_opportunity(
            by=request.who,
            partnership=partnership,
            opportunity=opportunity,
            values={name: values[name] for name in actions.KEPT},
            outcomes=values["outcomes"],
            asks=values["asks"],
        ),
    )
    if changed is not None:
        messages.success(request, _("Kept."))
        return redirect("trajectories:opportunity", partnership.slug, opportunity.pk)
    context = {"partnership": partnership, "form": form, "opportunity": opportunity}
    return render(request, "trajectories/opportunities/change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def move(request: HttpRequestWho, slug: str, opportunity_id: UUID, edition_id: int) -> HttpResponse:
    """Other dates: those who counted on it are told."""
    partnership = get_partnership(request.who, slug)
    opportunity = access.get_changed_opportunity(request.who, partnership, opportunity_id)
    edition = access.get_edition(opportunity, edition_id)
    form = MoveForm(request.POST or None, edition=edition)
    moved = kept(
        form,
        lambda values: actions.move_edition(
            by=request.who,
            partnership=partnership,
            edition=edition,
            values=values["edition"],
            seen_version=values["seen"],
        ),
    )
    if moved is not None:
        messages.success(request, _("Kept. Everybody who counted on it reads it on their own page."))
        return redirect("trajectories:opportunity", partnership.slug, opportunity.pk)
    return _when(request, partnership, form, opportunity, is_new=False)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def add_edition(request: HttpRequestWho, slug: str, opportunity_id: UUID) -> HttpResponse:
    """Offer it once more, at another time."""
    partnership = get_partnership(request.who, slug)
    opportunity = access.get_changed_opportunity(request.who, partnership, opportunity_id)
    form = WhenForm(request.POST or None, initial={"first": timezone.localdate()})
    added = kept(
        form,
        lambda values: actions.add_edition(
            by=request.who, partnership=partnership, opportunity=opportunity, values=values["edition"]
        ),
    )
    if added is not None:
        messages.success(request, _("Kept."))
        return redirect("trajectories:opportunity", partnership.slug, opportunity.pk)
    return _when(request, partnership, form, opportunity, is_new=True)


def _when(
    request: HttpRequestWho, partnership: Partnership, form: WhenForm, opportunity: Any, *, is_new: bool
) -> HttpResponse:
    context = {"partnership": partnership, "form": form, "opportunity": opportunity, "is_new": is_new}
    return render(request, "trajectories/opportunities/when.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def still_right(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Is what we offer still right? Looked at longest ago comes first."""
    partnership = get_partnership(request.who, slug)
    organisations = access.organisations_to_add_at(request.who, partnership)
    rows = to_look_at_again(request.who, partnership, organisations)
    context = {
        "partnership": partnership,
        "page": Paginator(rows, LOOK_AGAIN_PAGE).get_page(request.GET.get("pagina")),
        "old": timezone.now() - LONG_AGO,
    }
    return render(request, "trajectories/opportunities/still_right.html", context)


@require_POST
def say_still_right(request: HttpRequestWho, slug: str, opportunity_id: UUID) -> HttpResponse:
    """One tap: it is still right."""
    partnership = get_partnership(request.who, slug)
    opportunity = access.get_changed_opportunity(request.who, partnership, opportunity_id)
    actions.say_still_right(by=request.who, partnership=partnership, opportunity=opportunity)
    messages.success(request, _("Kept: “%(title)s” is still right.") % {"title": opportunity.title})
    if request.POST.get("terug") == "lijst":
        return redirect("trajectories:still_right", partnership.slug)
    return redirect("trajectories:opportunity", partnership.slug, opportunity.pk)
