"""Laying a piece on a board: something that is offered, or something of one's own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from leerruimte.base.refused import Refused
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access.board import get_movable
from leerruimte.trajectories.access.opportunities import get_opportunity
from leerruimte.trajectories.actions import board as actions
from leerruimte.trajectories.forms.board import LayForm, MakingForm, OwnPieceForm
from leerruimte.trajectories.models import Edition, Piece, Trajectory
from leerruimte.trajectories.queries.board import board_of
from leerruimte.trajectories.queries.laying import offers, offers_seen
from leerruimte.trajectories.rules.meetings import week_of

A_PAGE = 12


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def lay(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """Choose something that is offered, and the weeks."""
    trajectory = get_movable(request.who, trajectory_id)
    refused = {}
    if request.method == "POST":
        try:
            _lay(request, trajectory)
        except Refused as no:
            asked = request.POST
            refused = {"no": no.message, "no_of": asked.get("opportunity", ""), "chosen": asked.get("landing", "")}
        else:
            messages.success(request, _("It lies on the board now, as a proposal."))
            return redirect("trajectories:board", trajectory.pk)
    return _lay_page(request, trajectory, refused)


def _lay(request: HttpRequestWho, trajectory: Trajectory) -> None:
    form = LayForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose a week."), field="landing")
    partnership = trajectory.object.partnership
    if partnership is None:
        raise Http404
    opportunity = get_opportunity(request.who, partnership, form.cleaned_data["opportunity"])
    monday, number = form.cleaned_data["landing"]
    edition = Edition.objects.filter(opportunity=opportunity, pk=number).first()
    actions.lay_opportunity(
        by=request.who,
        trajectory=trajectory,
        making=form.making(),
        opportunity=opportunity,
        edition=edition,
        monday=monday,
    )


def _lay_page(request: HttpRequestWho, trajectory: Trajectory, refused: dict[str, Any]) -> HttpResponse:
    known = board_of(request.who, trajectory)
    code, words = request.GET.get("uitkomst", "")[:40], request.GET.get("q", "")[:100]
    page = Paginator(offers(request.who, trajectory, code=code, words=words), A_PAGE).get_page(
        request.GET.get("pagina")
    )
    context = {
        "trajectory": trajectory,
        "here": "board",
        "known": known,
        "page": page,
        "offers": [(one, MakingForm.fresh(trajectory)) for one in offers_seen(known, list(page))],
        "code": code,
        "words": words,
        **refused,
    }  # fmt: skip
    return render(request, "trajectories/board/lay.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def lay_own(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """Something of one's own: no offer stands behind it."""
    trajectory = get_movable(request.who, trajectory_id)
    outcomes = list(trajectory.version.outcomes.filter(phase__in=trajectory.phases))
    chosen = request.GET.get("uitkomst", "")
    now = min(max(week_of(timezone.localdate()), week_of(trajectory.first)), week_of(trajectory.last))
    initial = {
        **MakingForm.fresh(trajectory),
        "outcomes": [chosen] if chosen else [],
        "first_week": now.isoformat(),
        "where": Piece.Where.ELSEWHERE,
    }
    form = OwnPieceForm(request.POST or None, initial=initial, trajectory=trajectory, outcomes=outcomes)
    if request.method == "POST" and form.is_valid():
        try:
            actions.lay_own(by=request.who, trajectory=trajectory, making=form.making(), piece=form.piece())
        except Refused as no:
            form.add_error(no.field or None, ValidationError(no.message))
        else:
            messages.success(request, _("It lies on the board now, as a proposal."))
            return redirect("trajectories:board", trajectory.pk)
    context = {"trajectory": trajectory, "here": "board", "form": form}
    return render(request, "trajectories/board/lay_own.html", context, status=422 if form.errors else 200)
