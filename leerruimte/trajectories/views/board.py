"""The puzzle board: seen, kept up to date between screens, and moved on."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access import board as access
from leerruimte.trajectories.access.trajectories import get_trajectory
from leerruimte.trajectories.actions import board as actions
from leerruimte.trajectories.forms.board import DoneForm, LandingForm, MakingForm, PinForm, week_asked
from leerruimte.trajectories.models import Edition, Move, Piece, Trajectory
from leerruimte.trajectories.queries.board import board_of
from leerruimte.trajectories.queries.board_seen import board_seen
from leerruimte.trajectories.queries.moves import landings_of_piece, moves_since, said_of_move
from leerruimte.trajectories.queries.one_opportunity import offer_of_piece
from leerruimte.trajectories.queries.piece import landing_value, piece_seen
from leerruimte.trajectories.queries.triangle import next_triangle

# Scripts of the board ask for parts, by this header; without it a move answers with the page.
PARTS = "X-Board"


@require_safe
@never_cache
def show_board(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """The board: weeks by places on a wide screen, a list on a small one."""
    trajectory = get_trajectory(request.who, trajectory_id)
    context = _board_context(request, trajectory)
    context |= {"here": "board", "triangle": next_triangle(trajectory, request.who), "words": _words()}
    return render(request, "trajectories/board/board.html", context)


@require_safe
@never_cache
def standing(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """What changed since a revision: nothing (204), or who moved what and the parts drawn anew."""
    known = request.GET.get("revisie", "")
    revision = access.get_revision(request.who, trajectory_id)
    if known == str(revision):
        return HttpResponse(status=204)
    trajectory = get_trajectory(request.who, trajectory_id)
    since = int(known) if known.isdecimal() and len(known) < 10 else trajectory.revision
    moves = [move for move in moves_since(trajectory, since) if move.by_id != request.who.person]
    return JsonResponse(_parts(request, trajectory) | {"said": [said_of_move(move) for move in moves]})


@require_safe
@never_cache
def try_out(request: HttpRequestWho, trajectory_id: int, piece_id: UUID) -> HttpResponse:
    """The parts of the board as if a piece lay in other weeks, while it is held over them; nothing is written."""
    trajectory = access.get_movable(request.who, trajectory_id)
    piece = access.get_piece(trajectory, piece_id)
    asked = request.GET.get("landing", "")
    landing = next((one for one in landings_of_piece(trajectory, piece) if landing_value(one) == asked), None)
    if landing is None:
        return HttpResponse(status=204)
    piece.first_week, piece.last_week = landing.first, landing.last
    if landing.edition != piece.edition_id:
        piece.edition = Edition.objects.filter(pk=landing.edition).first() if landing.edition else None
    return JsonResponse(_parts(request, trajectory, instead=piece))


@require_safe
@never_cache
def show_piece(request: HttpRequestWho, trajectory_id: int, piece_id: UUID) -> HttpResponse:
    """One piece: why it is there, what it needs, what hangs on it; and all that can be done with it."""
    trajectory = get_trajectory(request.who, trajectory_id)
    piece = access.get_piece(trajectory, piece_id)
    return _piece_page(request, trajectory, piece)


@require_POST
def move(request: HttpRequestWho, trajectory_id: int, piece_id: UUID) -> HttpResponse:
    """To other weeks."""

    def act(trajectory: Trajectory, piece: Piece, form: Any) -> Move:
        monday, edition = form.cleaned_data["landing"]
        return actions.move_piece(
            by=request.who, trajectory=trajectory, making=form.making(), piece=piece, monday=monday, edition=edition
        )

    return _act_on_piece(request, trajectory_id, piece_id, LandingForm(request.POST), act)


@require_POST
def take_off(request: HttpRequestWho, trajectory_id: int, piece_id: UUID) -> HttpResponse:
    """Off the board."""

    def act(trajectory: Trajectory, piece: Piece, form: Any) -> Move:
        return actions.take_off_piece(by=request.who, trajectory=trajectory, making=form.making(), piece=piece)

    return _act_on_piece(request, trajectory_id, piece_id, MakingForm(request.POST), act)


@require_POST
def pin(request: HttpRequestWho, trajectory_id: int, piece_id: UUID) -> HttpResponse:
    """Pinned, or loose."""

    def act(trajectory: Trajectory, piece: Piece, form: Any) -> Move:
        pinned = form.cleaned_data["vast"]
        return actions.pin_piece(
            by=request.who, trajectory=trajectory, making=form.making(), piece=piece, pinned=pinned
        )

    return _act_on_piece(request, trajectory_id, piece_id, PinForm(request.POST), act)


@require_POST
def mark(request: HttpRequestWho, trajectory_id: int, piece_id: UUID) -> HttpResponse:
    """Done, or not yet after all."""

    def act(trajectory: Trajectory, piece: Piece, form: Any) -> Move:
        done = form.cleaned_data["gedaan"]
        return actions.mark_piece(by=request.who, trajectory=trajectory, making=form.making(), piece=piece, done=done)

    return _act_on_piece(request, trajectory_id, piece_id, DoneForm(request.POST), act)


@require_POST
def undo(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """Take back one's own last move."""
    trajectory = access.get_movable(request.who, trajectory_id)
    form = MakingForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("This could not be read. Open the board anew."))
        actions.undo_own_move(by=request.who, trajectory=trajectory, making=form.making())
    except Refused as no:
        return _refused(request, trajectory, no)
    return _done(request, trajectory, _("Undone."))


def _act_on_piece(
    request: HttpRequestWho,
    trajectory_id: int,
    piece_id: UUID,
    form: MakingForm,
    act: Callable[[Trajectory, Piece, Any], Move],
) -> HttpResponse:
    """One move on one piece: done, or a sentence that says why not, beside what was chosen."""
    trajectory = access.get_movable(request.who, trajectory_id)
    piece = access.get_piece(trajectory, piece_id)
    try:
        if not form.is_valid():
            raise Refused(_("Choose a week."), field="landing")
        act(trajectory, piece, form)
    except Refused as no:
        if request.headers.get(PARTS):
            return _refused(request, trajectory, no)
        trajectory.refresh_from_db(fields=["revision"])
        if no.code == "gone":
            return _refused(request, trajectory, no)
        piece = access.get_piece(trajectory, piece_id)
        return _piece_page(request, trajectory, piece, no=no, chosen=request.POST.get("landing", ""))
    return _done(request, trajectory, _("Kept."))


def _done(request: HttpRequestWho, trajectory: Trajectory, words: str) -> HttpResponse:
    if request.headers.get(PARTS):
        return JsonResponse(_parts(request, get_trajectory(request.who, trajectory.pk)) | {"said": [words]})
    messages.success(request, words)
    return redirect("trajectories:board", trajectory.pk)


def _refused(request: HttpRequestWho, trajectory: Trajectory, no: Refused) -> HttpResponse:
    if request.headers.get(PARTS):
        parts = _parts(request, get_trajectory(request.who, trajectory.pk))
        return JsonResponse(parts | {"refused": no.message, "code": no.code}, status=422)
    messages.error(request, no.message)
    return redirect("trajectories:board", trajectory.pk)


def _parts(request: HttpRequestWho, trajectory: Trajectory, *, instead: Piece | None = None) -> dict[str, Any]:
    """What a script lays over what is on the screen."""
    context = _board_context(request, trajectory, instead=instead) | {"only_parts": True}
    html = render_to_string("trajectories/board/_parts.html", context, request)
    return {"revision": trajectory.revision, "html": html}


def _board_context(request: HttpRequestWho, trajectory: Trajectory, *, instead: Piece | None = None) -> dict[str, Any]:
    known = board_of(request.who, trajectory, instead=instead)
    seen = board_seen(
        known, week=week_asked(request.GET.get("week", "")), all_weeks=request.GET.get("weken") == "alles"
    )
    undoable = actions.last_own_move(request.who, trajectory) if known.may_move else None
    return {
        "trajectory": trajectory,
        "seen": seen,
        "known": known,
        "making": MakingForm.fresh(trajectory),
        "undoable": said_of_move(undoable) if undoable else "",
    }


def _piece_page(
    request: HttpRequestWho, trajectory: Trajectory, piece: Piece, *, no: Refused | None = None, chosen: str = ""
) -> HttpResponse:
    known = board_of(request.who, trajectory)
    lies = str(piece.pk) in known.piece
    context = {
        "trajectory": trajectory,
        "here": "board",
        "known": known,
        "piece": piece,
        "seen": piece_seen(known, piece) if lies else None,
        "offer": offer_of_piece(request.who, trajectory, piece) if lies else None,
        "seat_id": new_id(),
        "making": [MakingForm.fresh(trajectory) for _number in range(4)],
        "no": no,
        "chosen": chosen,
    }
    part = request.headers.get(PARTS)
    template = "trajectories/board/_piece.html" if part else "trajectories/board/piece.html"
    return render(request, template, context, status=422 if no else 200)


def _words() -> dict[str, str]:
    """What the script of the board says."""
    return {
        "anyway": _("Change it anyway"),
        "leave": _("Leave it as it is"),
        "title": _("Change what was agreed?"),
        "not_given": _("It cannot lie in that week. While you drag, the marked weeks are where it can."),
        "away": _("No connection: your move was not kept. Try it again."),
    }
