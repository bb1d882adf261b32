"""A learner's own page about where they learn: what they wish, where they are placed, asking for another place."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.people.access import get_self
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access import cohort as access
from leerruimte.trajectories.actions import cohort_placing, cohorts
from leerruimte.trajectories.forms.cohort import AppealForm
from leerruimte.trajectories.models import Appeal
from leerruimte.trajectories.queries import cohorts as queries
from leerruimte.trajectories.queries.cohort_words import wishes_words
from leerruimte.trajectories.queries.my_asks import asks_out_of_needs
from leerruimte.trajectories.views.cohorts import asks_form, names_for

ASK_AND_DO = ["GET", "HEAD", "POST"]
MOST = 12


@require_safe
@never_cache
def show_my_places(request: HttpRequestWho) -> HttpResponse:
    """In which cohorts I am, what I asked, and where I am placed as far as that was told."""
    get_self(request.who)
    rows = access.own_places(request.who).select_related("cohort__period__partnership", "told_school")[:MOST]
    if len(rows) == 1:
        return redirect("trajectories:my_place", rows[0].pk)
    return render(request, "trajectories/cohort/mine.html", {"rows": rows})


@require_http_methods(ASK_AND_DO)
@never_cache
def show_my_place(request: HttpRequestWho, learner_id: int) -> HttpResponse:
    """One cohort: where I am placed, and asking for another place."""
    learner = access.get_own_place(request.who, learner_id)
    form = AppealForm(request.POST if request.method == "POST" else None, initial={"id": new_id()})
    if request.method == "POST" and form.is_valid():
        try:
            cohort_placing.appeal(
                by=request.who, learner=learner, words=form.cleaned_data["words"], appeal_id=form.cleaned_data["id"]
            )
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            messages.success(request, _("Kept. A coordinator reads it and answers you here."))
            return redirect("trajectories:my_place", learner.pk)
    names = names_for(learner)
    told_as_is = learner.told_at is not None and not learner.has_changed_since_told
    appeals = list(learner.appeals.order_by("-made_at")[:MOST])
    context = {
        "learner": learner,
        "cohort": learner.cohort,
        "form": form,
        "may_ask": access.may_still_ask(learner),
        "wishes": [names.get(one, "?") for one in learner.asks.get("wishes", [])],
        "earlier": [names.get(one, "?") for one in learner.asks.get("earlier", [])],
        "told_as_is": told_as_is,
        "missed": wishes_words(learner.reasons, names) if told_as_is else [],
        "appeals": appeals,
        "has_open": any(one.state == Appeal.State.OPEN for one in appeals),
        "shares": queries.shares_of(learner.cohort) if learner.told_at else None,
    }
    return render(request, "trajectories/cohort/my_place.html", context, status=422 if form.errors else 200)


@require_http_methods(ASK_AND_DO)
@never_cache
def ask_place(request: HttpRequestWho, learner_id: int) -> HttpResponse:
    """What I wish: schools in order, how far, with whom; until the round closes."""
    learner = access.get_own_place(request.who, learner_id)
    if request.method != "POST" and not access.may_still_ask(learner):
        return redirect("trajectories:my_place", learner.pk)
    before = asks_out_of_needs(request.who, learner)
    form = asks_form(request, learner, coordinates=False, before=before)
    if request.method == "POST" and form.is_valid():
        try:
            cohorts.say_asks(
                by=request.who, learner=learner, asks=form.cleaned_data, version=form.cleaned_data["version"]
            )
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("trajectories:my_place", learner.pk)
    choices = queries.school_choices(learner.cohort.period.partnership)
    context = {"learner": learner, "cohort": learner.cohort, "form": form, "choices": choices, "filled": before}
    return render(request, "trajectories/cohort/my_asks.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw_appeal(request: HttpRequestWho, learner_id: int) -> HttpResponse:
    """Take back what nobody answered yet."""
    learner = access.get_own_place(request.who, learner_id)
    cohort_placing.withdraw_appeal(by=request.who, learner=learner)
    messages.success(request, _("Taken back."))
    return redirect("trajectories:my_place", learner.pk)
