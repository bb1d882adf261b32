"""My trajectories, beginning one, and who stands beside the learner."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access.board import get_member
from leerruimte.trajectories.access.trajectories import (
    get_own_trajectory,
    get_trajectory,
    is_learner,
    membership_of,
)
from leerruimte.trajectories.actions import trajectories as actions
from leerruimte.trajectories.forms.trajectories import BeginForm, MemberForm
from leerruimte.trajectories.models import Outcome, Trajectory
from leerruimte.trajectories.queries import trajectories as queries

A_PAGE = 30


@require_safe
@login_required
@never_cache
def show_trajectories(request: HttpRequestWho) -> HttpResponse:
    """One's own, and those one stands beside."""
    page = Paginator(queries.own_and_beside(request.who), A_PAGE).get_page(request.GET.get("pagina"))
    rows = queries.rows_of(request.who, list(page))
    context = {
        "page": page,
        "own": [row for row in rows if row.is_own],
        "beside": [row for row in rows if not row.is_own],
        "may_begin": bool(queries.learns_somewhere(request.who)),
    }
    return render(request, "trajectories/board/trajectories.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def begin(request: HttpRequestWho) -> HttpResponse:
    """A learner begins a trajectory of their own."""
    newest = queries.newest(list(queries.versions_to_begin(request.who)))
    versions = queries.versions_to_begin(request.who).filter(pk__in=[one.pk for one in newest])
    phases = Outcome.objects.filter(version__in=newest).order_by("phase").values_list("phase", flat=True).distinct()
    form = BeginForm(
        request.POST or None, versions=versions, schools=queries.schools_to_begin(request.who), phases=list(phases)
    )
    if request.method == "POST" and form.is_valid():
        try:
            trajectory = actions.begin_own_trajectory(by=request.who, values=form.cleaned_data)
        except Refused as no:
            form.add_error(no.field or None, ValidationError(no.message))
        else:
            messages.success(request, _("Your puzzle is there. Lay the first piece, or tell what you need first."))
            return redirect("trajectories:board", trajectory.pk)
    context = {"form": form, "can": bool(newest)}
    status = 422 if form.errors or request.method == "POST" else 200
    return render(request, "trajectories/board/begin.html", context, status=status)


@require_safe
@never_cache
def show_members(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """Who stands beside the learner, and what each of them sees."""
    return _members_page(request, get_trajectory(request.who, trajectory_id), None)


@require_POST
def add_member(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """The learner lets somebody stand beside them."""
    trajectory = get_own_trajectory(request.who, trajectory_id)
    form = MemberForm(request.POST, found=queries.guides_found(request.who, trajectory, request.POST.get("q", "")))
    if form.is_valid():
        values = form.cleaned_data
        held = values["found"]
        try:
            member = actions.add_guide(
                by=request.who,
                trajectory=trajectory,
                role=held.role if held else values["role"],
                person=held.person if held else None,
                organisation=held.organisation if held else trajectory.school,
                name="" if held else values["name"],
                email="" if held else values["email"],
            )
        except Refused as no:
            form.add_error(no.field or None, ValidationError(no.message))
        else:
            messages.success(request, _("%(name)s stands beside you now.") % {"name": member})
            return redirect("trajectories:members", trajectory.pk)
    return _members_page(request, trajectory, form)


@require_POST
def end_member(request: HttpRequestWho, trajectory_id: int, member_id: UUID) -> HttpResponse:
    """Somebody stands beside the learner no longer."""
    trajectory = get_trajectory(request.who, trajectory_id)
    member = get_member(trajectory, member_id)
    try:
        actions.end_guide(by=request.who, trajectory=trajectory, member=member)
    except Refused as no:
        messages.error(request, no.message)
        return redirect("trajectories:members", trajectory.pk)
    messages.success(request, _("%(name)s sees nothing of this trajectory any more.") % {"name": member})
    if is_learner(request.who, trajectory):
        return redirect("trajectories:members", trajectory.pk)
    return redirect("trajectories:trajectories")


def _members_page(request: HttpRequestWho, trajectory: Trajectory, form: MemberForm | None) -> HttpResponse:
    now, before = queries.members_of(trajectory)
    own = is_learner(request.who, trajectory)
    words = (request.POST or request.GET).get("q", "")[:100]
    found = queries.guides_found(request.who, trajectory, words) if own else []
    if own and form is None:
        form = MemberForm(found=found)
    mine = membership_of(request.who, trajectory)
    context = {
        "trajectory": trajectory,
        "here": "people",
        "now": now,
        "before": before,
        "is_own": own,
        "mine": mine.pk if mine else None,
        "form": form,
        "words": words,
        "nobody": bool(words) and not found,
    }
    return render(request, "trajectories/board/members.html", context, status=422 if form and form.errors else 200)
