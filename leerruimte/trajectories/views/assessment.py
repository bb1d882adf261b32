"""Pages of assessment forms: made by the partnership, filled in by the three beside each other."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.client_ids import new_id, read_id
from leerruimte.base.refused import Refused, kept
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access import assessment as access
from leerruimte.trajectories.access.trajectories import get_trajectory, is_learner
from leerruimte.trajectories.actions import assessment as actions
from leerruimte.trajectories.forms.assessment import NewForm, OutcomesForm, read_answers, read_count, read_draft
from leerruimte.trajectories.models import AssessmentForm, FilledForm, Trajectory
from leerruimte.trajectories.queries.assessment import belongs_with, filling_of, forms_seen
from leerruimte.trajectories.queries.opportunities import current_version
from leerruimte.trajectories.rules.assessment import MOST_LEVELS, MOST_ROWS


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def show_forms(request: HttpRequestWho, slug: str) -> HttpResponse:
    """The forms of a partnership; who makes them begins a new one here."""
    partnership = access.get_forms_partnership(request.who, slug, to_make=request.method == "POST")
    form = NewForm(request.POST if request.method == "POST" else None)
    levels = [_("not shown yet"), _("with help"), _("independent"), _("an example to others")]
    made = kept(
        form, lambda values: actions.make_form(by=request.who, partnership=partnership, levels=levels, **values)
    )
    if made is not None:
        return redirect("trajectories:assessment_form", partnership.slug, made.pk)
    context = {
        "partnership": partnership,
        "forms": access.visible_forms(request.who, partnership).order_by("closed_at", "object__title"),
        "form": form,
        "may_make": access.may_make_forms(request.who, partnership.pk),
    }
    return render(request, "trajectories/assessment/forms.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def show_form(request: HttpRequestWho, slug: str, form_id: int) -> HttpResponse:
    """One form: a draft is worked on here, a published one is read. Each button keeps all that was typed."""
    partnership = access.get_forms_partnership(request.who, slug, to_make=request.method == "POST")
    form = access.get_assessment_form(request.who, partnership, form_id)
    problem = ""
    if request.method == "POST":
        do = request.POST.get("do", "")
        try:
            # First kept, then done: what cannot be done takes nothing of what was typed along.
            form = actions.change_form(by=request.who, form=form, typed=read_draft(request.POST))
            form = actions.change_form(by=request.who, form=form, typed={}, do=do)
            if do == "publish":
                actions.publish_form(by=request.who, form=form)
                messages.success(request, _("From now on the three of a trajectory can fill it in."))
            else:
                messages.success(request, _("Kept."))
            return redirect("trajectories:assessment_form", partnership.slug, form.pk)
        except Refused as no:
            problem = no.message
            form = access.get_assessment_form(request.who, partnership, form_id)
    version = current_version(partnership)
    context = {
        "partnership": partnership,
        "form": form,
        "problem": problem,
        "unnamed": bool(problem) and request.POST.get("do") == "publish",
        "rows": _table(form),
        "may_make": access.may_make_forms(request.who, partnership.pk),
        "copy_id": new_id(),
        "belongs": belongs_with(form, version),
        "choose": OutcomesForm(initial={"outcomes": form.outcomes}, version=version),
        "room": {"rows": len(form.rows) < MOST_ROWS, "levels": len(form.levels) < MOST_LEVELS},
    }
    return render(request, "trajectories/assessment/form.html", context, status=422 if problem else 200)


def _table(form: AssessmentForm) -> list[dict[str, object]]:
    """Rows with their cells beside each other, as a template can walk them."""
    return [
        {
            **row,
            "described": any(form.cells.get(f"{row['id']} {level['id']}") for level in form.levels),
            "cells": [
                {"level": level, "words": form.cells.get(f"{row['id']} {level['id']}", "")} for level in form.levels
            ],
        }
        for row in form.rows
    ]


@require_POST
def copy(request: HttpRequestWho, slug: str, form_id: int) -> HttpResponse:
    """A new draft with the same rows and levels."""
    partnership = access.get_forms_partnership(request.who, slug, to_make=True)
    form = access.get_assessment_form(request.who, partnership, form_id)
    made = actions.copy_form(by=request.who, form=form, id=read_id(request.POST.get("id")) or new_id())
    messages.success(request, _("This is the copy: change it, and publish it when it is right."))
    return redirect("trajectories:assessment_form", partnership.slug, made.pk)


@require_POST
def remove(request: HttpRequestWho, slug: str, form_id: int) -> HttpResponse:
    """Throw a draft away."""
    partnership = access.get_forms_partnership(request.who, slug, to_make=True)
    form = access.get_assessment_form(request.who, partnership, form_id)
    try:
        actions.remove_draft(by=request.who, form=form)
    except Refused as no:
        messages.error(request, no.message)
        return redirect("trajectories:assessment_form", partnership.slug, form.pk)
    messages.success(request, _("The draft is gone."))
    return redirect("trajectories:assessment_forms", partnership.slug)


@require_POST
def close(request: HttpRequestWho, slug: str, form_id: int) -> HttpResponse:
    """Nobody begins with it any more."""
    partnership = access.get_forms_partnership(request.who, slug, to_make=True)
    form = access.get_assessment_form(request.who, partnership, form_id)
    actions.close_form(by=request.who, form=form)
    messages.success(request, _("Nobody begins with this form any more. What was filled in stays."))
    return redirect("trajectories:assessment_forms", partnership.slug)


@require_safe
@never_cache
def show_forms_of(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """The forms that the three of a trajectory fill in, and how they stand."""
    trajectory = get_trajectory(request.who, trajectory_id)
    partnership = trajectory.object.partnership
    context = {
        "trajectory": trajectory,
        "mine": is_learner(request.who, trajectory),
        "forms": forms_seen(request.who, trajectory),
        "partnership": partnership,
        "may_make": partnership is not None and access.may_make_forms(request.who, partnership.pk),
    }
    return render(request, "trajectories/assessment/forms_of.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def fill_form(request: HttpRequestWho, trajectory_id: int, form_id: int) -> HttpResponse:
    """Fill in one's own; side by side with the others' once it was handed in."""
    trajectory = get_trajectory(request.who, trajectory_id)
    form = access.get_form_for(trajectory, form_id)
    problem, status = "", 200
    if request.method == "POST":
        problem, filled = _keep(request, trajectory, form)
        if filled is not None and not problem:
            return redirect("trajectories:fill_form", trajectory.pk, form.pk)
        status = 422
    filling = filling_of(request.who, trajectory, form, read_count(request.GET.get("ronde", "")))
    context = {
        "trajectory": trajectory,
        "filling": filling,
        "problem": problem,
        "belongs": belongs_with(form, trajectory.version),
        "missing": [row.id for row in filling.rows if not any(level.chosen for level in row.levels)] if problem else [],
        "n": filling.mine.n if filling.mine else 0,
        "kept_at": filling.mine.changed_at if filling.mine and filling.mine.n else None,
        "rounds": range(1, filling.rounds + 1),
    }
    return render(request, "trajectories/assessment/fill.html", context, status=status)


def _keep(request: HttpRequestWho, trajectory: Trajectory, form: AssessmentForm) -> tuple[str, FilledForm | None]:
    """Keep what was filled in, and hand it in when asked; what is wrong, and what was kept."""
    hand_in = request.POST.get("do") == "hand_in"
    try:
        filled = _fill_in(request, trajectory, form, hand_in=hand_in)
    except Refused as no:
        return no.message, None
    if hand_in and not filled.handed_in_at:
        return _("Choose a level in every row; then you can hand it in. What you filled in is kept."), filled
    told = _("Handed in. Now you can read what the others handed in.") if hand_in else _("Kept. Only you see it.")
    messages.success(request, told)
    return "", filled


def _fill_in(
    request: HttpRequestWho, trajectory: Trajectory, form: AssessmentForm, *, hand_in: bool = False
) -> FilledForm:
    return actions.fill_in(
        by=request.who,
        trajectory=trajectory,
        form=form,
        round=read_count(request.POST.get("round", "")) or 0,
        answers=read_answers(request.POST.dict()),
        n=read_count(request.POST.get("n", "")),
        hand_in=hand_in,
    )


@require_POST
def keep_form(request: HttpRequestWho, trajectory_id: int, form_id: int) -> HttpResponse:
    """What a screen keeps while one writes; answers when it is kept."""
    trajectory = get_trajectory(request.who, trajectory_id)
    form = access.get_form_for(trajectory, form_id)
    try:
        filled = _fill_in(request, trajectory, form)
    except Refused as no:
        return JsonResponse({"problem": no.message}, status=409)
    at = date_format(timezone.localtime(filled.changed_at), "H:i")
    return JsonResponse({"n": filled.n, "kept": _("Kept %(time)s") % {"time": at}})


@require_POST
def begin_round(request: HttpRequestWho, trajectory_id: int, form_id: int) -> HttpResponse:
    """Once more, some time later."""
    trajectory = get_trajectory(request.who, trajectory_id)
    form = access.get_form_for(trajectory, form_id)
    try:
        actions.begin_round(
            by=request.who, trajectory=trajectory, form=form, after=read_count(request.POST.get("round", "")) or 0
        )
    except Refused as no:
        messages.error(request, no.message)
    return redirect("trajectories:fill_form", trajectory.pk, form.pk)
