"""Pages on which a coordinator makes a cohort and gathers who is in it and what they ask."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people.access import get_coordinated, get_pending_import
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.actions.importing import drop_file, keep_file
from leerruimte.people.importing.columns import read_as
from leerruimte.people.importing.plans import Outcome
from leerruimte.people.importing.words import plan_seen
from leerruimte.people.importing.writing import TYPES, template_of
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import AuditEntry, Organisation, PendingImport
from leerruimte.trajectories.access import cohort as access
from leerruimte.trajectories.actions import cohort_placing, cohorts
from leerruimte.trajectories.forms.cohort import (
    AsksForm,
    CohortFileForm,
    CohortForm,
    LearnerForm,
    PlaceForm,
    RolesForm,
    WishesUntilForm,
)
from leerruimte.trajectories.models import Cohort, CohortLearner
from leerruimte.trajectories.queries import cohorts as queries
from leerruimte.trajectories.queries.cohort_words import wishes_words
from leerruimte.trajectories.rules.cohort import Fairness
from leerruimte.trajectories.rules.cohort_file import COHORT, COLUMNS, seen_rows

A_PAGE = 40
ASK_AND_DO = ["GET", "HEAD", "POST"]


def context_of(cohort: Cohort, here: str, **more: Any) -> dict[str, Any]:
    """What the head of each page of a cohort needs."""
    return {
        "cohort": cohort,
        "partnership": cohort.period.partnership,
        "here": here,
        "appeals_open": queries.open_appeals(cohort),
        **more,
    }


@require_http_methods(ASK_AND_DO)
@never_cache
def show_cohorts(request: HttpRequestWho, slug: str) -> HttpResponse:
    """The cohorts of a partnership; and making one."""
    partnership = get_coordinated(request.who, slug)
    periods = access.periods_of(partnership)
    form = CohortForm(request.POST if request.method == "POST" else None, periods=periods)
    if request.method == "POST" and form.is_valid():
        try:
            cohort = cohorts.make_cohort(by=request.who, partnership=partnership, **form.cleaned_data)
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            return redirect("trajectories:cohort", slug, cohort.pk)
    page = Paginator(queries.cohorts_seen(access.cohorts_of(partnership)), A_PAGE).get_page(request.GET.get("pagina"))
    context = {"partnership": partnership, "form": form, "page": page, "periods": periods.exists()}
    return render(request, "trajectories/cohort/list.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def show_cohort(request: HttpRequestWho, slug: str, cohort_id: int) -> HttpResponse:
    """The desk: who is in the cohort, how far they are, what is next."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    words, state = request.GET.get("q", "")[:100], request.GET.get("toon", "")
    asked = request.GET.get("school", "")
    school = access.get_school(cohort, int(asked)) if asked.isdecimal() and len(asked) < 10 else None
    rows = queries.learners_seen(cohort, words=words, state=state, school=school)
    context = context_of(
        cohort,
        "learners",
        fair=Fairness(*queries.counts_now(cohort)),
        places=queries.promised_places(cohort),
        untold=queries.untold(cohort).count() if cohort.published_at else 0,
        page=Paginator(rows, A_PAGE).get_page(request.GET.get("pagina")),
        q=words,
        shown=state,
        school=school,
        until_form=WishesUntilForm(initial={"until": cohort.wishes_until}),
        roles_form=RolesForm(),
    )
    return render(request, "trajectories/cohort/desk.html", context)


@require_POST
def ask_wishes(request: HttpRequestWho, slug: str, cohort_id: int) -> HttpResponse:
    """Open the round of wishes until a day, or close it."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    form = WishesUntilForm(request.POST)
    if form.is_valid():
        cohorts.ask_wishes(by=request.who, cohort=cohort, until=form.cleaned_data["until"])
        messages.success(request, _("Kept."))
    else:
        messages.error(request, _("That is no day."))
    return redirect("trajectories:cohort", slug, cohort.pk)


@require_POST
def add_from_roles(request: HttpRequestWho, slug: str, cohort_id: int) -> HttpResponse:
    """Add who learns in the partnership in some roles."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    form = RolesForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Choose at least one role."))
        count = cohorts.add_from_roles(by=request.who, cohort=cohort, **form.cleaned_data)
    except Refused as no:
        messages.error(request, no.message)
    else:
        words = ngettext("%(number)d learner added.", "%(number)d learners added.", count)
        messages.success(request, words % {"number": count})
    return redirect("trajectories:cohort", slug, cohort.pk)


@require_http_methods(ASK_AND_DO)
@never_cache
def add_learner(request: HttpRequestWho, slug: str, cohort_id: int) -> HttpResponse:
    """One learner, by hand."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    form = LearnerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            learner = cohorts.add_learner(by=request.who, cohort=cohort, **form.cleaned_data)
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            return redirect("trajectories:cohort_asks", slug, cohort.pk, learner.pk)
    context = context_of(cohort, "learners", form=form)
    return render(request, "trajectories/cohort/add.html", context, status=422 if form.errors else 200)


@require_http_methods(ASK_AND_DO)
@never_cache
def show_learner(request: HttpRequestWho, slug: str, cohort_id: int, learner_id: int) -> HttpResponse:
    """What one learner asks and got; and placing by hand. That a coordinator looked is noted for the learner."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    learner = access.get_learner(cohort, learner_id)
    names = names_for(learner)
    # The place of now stands there: who only says why settles it, and takes no place away.
    initial = {"school": names.get(learner.school_id or 0, "")}
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _place(request, learner, form)
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("trajectories:cohort_learner", slug, cohort.pk, learner.pk)
    note_look(request, learner)
    context = context_of(
        cohort,
        "learners",
        learner=learner,
        form=form,
        wishes=[names.get(one, "?") for one in learner.asks.get("wishes", [])],
        earlier=[names.get(one, "?") for one in learner.asks.get("earlier", [])],
        missed=wishes_words(learner.reasons, names),
        appeals=learner.appeals.order_by("-made_at")[:20],
        choices=queries.school_choices(cohort.period.partnership),
    )
    return render(request, "trajectories/cohort/learner.html", context, status=422 if form.errors else 200)


def note_look(request: HttpRequestWho, learner: CohortLearner) -> None:
    """A coordinator reads what a learner asks: the learner can see that."""
    note_audit(
        by=request.who,
        verb=AuditEntry.Verb.LOOKED,
        kind="cohort_learner",
        partnership=learner.cohort.period.partnership,
        thing=str(learner.pk),
        about=learner.person,
    )


def _place(request: HttpRequestWho, learner: CohortLearner, form: PlaceForm) -> None:
    given = form.cleaned_data
    cohort_placing.place_by_hand(
        by=request.who,
        learner=learner,
        school=school_of(learner.cohort, given["school"]),
        why=given["why"],
        on_purpose=given["on_purpose"],
    )


def school_of(cohort: Cohort, text: str) -> Organisation | None:
    """The school that is meant; nothing typed: none."""
    if not text.strip():
        return None
    found = queries.find_school(cohort.period.partnership, text)
    if found is None:
        raise Refused(_("We do not know this school. Choose one from the list."), field="school")
    return access.get_school(cohort, found)


def names_for(learner: CohortLearner) -> dict[int, str]:
    """Names of the schools that a learner's place, asks and reasons speak of."""
    asks = learner.asks
    ids = {*asks.get("wishes", []), *asks.get("earlier", []), *queries.schools_in([learner.reasons])}
    return queries.names_of({*ids, learner.school_id or 0})


@require_POST
def leave_to_planner(request: HttpRequestWho, slug: str, cohort_id: int, learner_id: int) -> HttpResponse:
    """What was settled by hand may be chosen by the planner again."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    cohort_placing.leave_to_planner(by=request.who, learner=access.get_learner(cohort, learner_id))
    messages.success(request, _("The planner may choose again. Until then the place stays."))
    return redirect("trajectories:cohort_learner", slug, cohort.pk, learner_id)


@require_POST
def remove_learner(request: HttpRequestWho, slug: str, cohort_id: int, learner_id: int) -> HttpResponse:
    """Take a learner out of the cohort."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    cohorts.remove_learner(by=request.who, learner=access.get_learner(cohort, learner_id))
    messages.success(request, _("Taken out of the cohort."))
    return redirect("trajectories:cohort", slug, cohort.pk)


@require_http_methods(ASK_AND_DO)
@never_cache
def change_asks(request: HttpRequestWho, slug: str, cohort_id: int, learner_id: int) -> HttpResponse:
    """A coordinator writes down what a learner asks."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    learner = access.get_learner(cohort, learner_id)
    form = asks_form(request, learner, coordinates=True)
    if request.method == "POST" and form.is_valid():
        try:
            cohorts.change_asks(
                by=request.who, learner=learner, asks=form.cleaned_data, version=form.cleaned_data["version"]
            )
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("trajectories:cohort_learner", slug, cohort.pk, learner.pk)
    note_look(request, learner)
    choices = queries.school_choices(cohort.period.partnership)
    context = context_of(cohort, "learners", learner=learner, form=form, choices=choices)
    return render(request, "trajectories/cohort/asks.html", context, status=422 if form.errors else 200)


def asks_form(
    request: HttpRequestWho, learner: CohortLearner, *, coordinates: bool, before: Mapping[str, Any] | None = None
) -> AsksForm:
    """The form with what was typed, or with what is asked until now (`before`: what stands there until then)."""
    asks = learner.asks
    make = partial(
        AsksForm,
        find=queries.school_finder(learner.cohort.period.partnership),
        coordinates=coordinates,
        been=len(asks.get("earlier", [])),
    )
    if request.method == "POST":
        return make(request.POST)
    names = names_for(learner)
    initial = {key: asks[key] for key in ("bands", "home", "car", "most_minutes", "days", "words") if key in asks}
    initial |= {key: ", ".join(asks.get(key, [])) for key in ("together", "with", "apart")}
    for prefix, key in (("wish", "wishes"), ("earlier", "earlier")):
        initial |= {f"{prefix}_{n}": names.get(one, "") for n, one in enumerate(asks.get(key, []), 1)}
    initial = {**(before or {}), **initial}
    return make(initial={**initial, "version": learner.version})


@require_http_methods(ASK_AND_DO)
@never_cache
def choose_file(request: HttpRequestWho, slug: str, cohort_id: int) -> HttpResponse:
    """Choose a file with a cohort that is there already."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    form = CohortFileForm(request.POST, request.FILES) if request.method == "POST" else CohortFileForm()
    if request.method == "POST" and form.is_valid():
        try:
            file = form.cleaned_data["file"]
            read = read_as(COHORT, COLUMNS, file.read())
            partnership = cohort.period.partnership
            pending = keep_file(by=request.who, partnership=partnership, name=str(file.name), read=read)
        except Refused as no:
            form.add_error("file", no.message)
        else:
            return redirect("trajectories:cohort_preview", slug, cohort.pk, pending.pk)
    context = context_of(cohort, "learners", form=form, columns=COLUMNS)
    return render(request, "trajectories/cohort/import.html", context, status=422 if form.errors else 200)


@require_safe
def download_template(request: HttpRequestWho, slug: str, cohort_id: int, form: str) -> HttpResponse:
    """An empty file with the names of the columns."""
    access.get_cohort(request.who, slug, cohort_id)
    if form not in TYPES:
        raise Http404
    answer = HttpResponse(template_of(COLUMNS, form), content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{_("cohort")}-{_("template")}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _pending(request: HttpRequestWho, cohort: Cohort, pending_id: UUID) -> PendingImport:
    partnership = cohort.period.partnership
    return get_pending_import(request.who, partnership, pending_id, also_confirmed=True, kinds=[COHORT])


@require_safe
@never_cache
def preview(request: HttpRequestWho, slug: str, cohort_id: int, pending_id: UUID) -> HttpResponse:
    """Row by row: who is new, what changes, what stays, what is wrong. Nothing is stored yet."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    pending = _pending(request, cohort, pending_id)
    if pending.confirmed_at:
        messages.info(request, _("This file was taken in already."))
        return redirect("trajectories:cohort", slug, cohort.pk)
    plan = queries.plan_pending(cohort, pending)
    seen = plan_seen(plan, request.GET.get("toon", ""))
    names = dict(queries.school_choices(cohort.period.partnership))
    at = [slug, cohort.pk, pending.pk]
    context = context_of(
        cohort,
        "learners",
        **seen,
        pending=pending,
        page=Paginator(seen_rows(plan, names, seen["shown"]), A_PAGE).get_page(request.GET.get("pagina")),
        confirm_at=reverse("trajectories:cohort_confirm_import", args=at),
        drop_at=reverse("trajectories:cohort_drop_import", args=at),
    )
    return render(request, "trajectories/cohort/import_preview.html", context)


@require_POST
def confirm_file(request: HttpRequestWho, slug: str, cohort_id: int, pending_id: UUID) -> HttpResponse:
    """Take in exactly what the preview said."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    pending = _pending(request, cohort, pending_id)
    try:
        done = cohorts.confirm_cohort_file(
            by=request.who, cohort=cohort, pending=pending, digest=request.POST.get("proef", "")
        )
    except Refused as no:
        messages.error(request, no.message)
        return redirect("trajectories:cohort_preview", slug, cohort.pk, pending.pk)
    messages.success(
        request,
        _("Kept: %(new)d new, %(changes)d changed.")
        % {"new": done.counts[Outcome.NEW], "changes": done.counts[Outcome.CHANGES]},
    )
    return redirect("trajectories:cohort", slug, cohort.pk)


@require_POST
def drop_cohort_file(request: HttpRequestWho, slug: str, cohort_id: int, pending_id: UUID) -> HttpResponse:
    """Put the file away; nothing was stored of it."""
    cohort = access.get_cohort(request.who, slug, cohort_id)
    try:
        drop_file(by=request.who, pending=_pending(request, cohort, pending_id))
    except Refused as no:
        messages.error(request, no.message)
    else:
        messages.success(request, _("The file is gone. Nothing was changed."))
    return redirect("trajectories:cohort_import", slug, cohort.pk)
