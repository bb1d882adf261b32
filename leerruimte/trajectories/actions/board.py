"""Moves on a puzzle board: lay, move, take off, pin, loosen, done, and undo one's own last move.

Each move has an id that was made on the screen: the same id again does nothing again. It also says which revision of
the board its maker saw. Was the board moved on meanwhile, then a move of another piece simply goes through; a move of a
piece that somebody else changed since is refused with who did what, and nothing of theirs is lost.

What was agreed upon is changed only by somebody who says so (`anyway`): then it is a proposal again until it is agreed
upon anew; the agreement itself stays as it was signed. What is pinned must be loosened first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.models import Organisation
from leerruimte.people.who import Who
from leerruimte.trajectories.access.trajectories import may_move_pieces
from leerruimte.trajectories.actions.moves import check_refusals, write_move
from leerruimte.trajectories.models import Edition, Move, Opportunity, Piece, Trajectory
from leerruimte.trajectories.queries.moves import (
    as_it_lies,
    check_offer,
    free_days,
    hours_to_outcomes,
    landings_of_piece,
    move_made,
    said_of_move,
    weeks_in_words,
)
from leerruimte.trajectories.rules.changes import DROPPED
from leerruimte.trajectories.rules.hours import evenly
from leerruimte.trajectories.rules.landing import landings_of, own_landings
from leerruimte.trajectories.rules.meetings import days_in

# More pieces than anybody can oversee on a board.
MOST_PIECES = 200
# What was agreed upon by all three is nobody's alone to take back.
UNDONE = tuple(kind for kind in Move.Kind if kind != Move.Kind.AGREE)
# What taking back a move comes to, for who reads it; of the others: it is moved.
TAKEN_BACK = {
    Move.Kind.PIN: Move.Kind.LOOSEN,
    Move.Kind.LOOSEN: Move.Kind.PIN,
    Move.Kind.DONE: Move.Kind.DONE,
    Move.Kind.REMOVE: Move.Kind.LAY,
}


@dataclass(frozen=True)
class Making:
    """A move as it comes from a screen: its id, the revision its maker saw, and whether they said "anyway"."""

    id: UUID
    revision: int
    anyway: bool = False


@dataclass(frozen=True)
class OwnPiece:
    """Something of one's own: no offer stands behind it."""

    title: str
    where: str
    first_week: date
    weeks: int
    hours: int
    outcomes: Sequence[str]
    organisation: Organisation | None = None


@transaction.atomic
def lay_opportunity(
    *, by: Who, trajectory: Trajectory, making: Making, opportunity: Opportunity, edition: Edition | None, monday: date
) -> Move:
    """Lay something that is offered, in the weeks of one of its editions."""
    locked, earlier = _begin(by, trajectory, making)
    if earlier:
        return earlier
    check_refusals(by, locked, [str(opportunity.pk)])
    edition = check_offer(locked, opportunity, edition)
    free = days_in((one.first, one.last) for one in free_days(locked))
    landing = next((one for one in landings_of([edition], free=free) if one.first == monday), None)
    if landing is None:
        raise Refused(_("It is not given in that week. Choose one of the weeks shown."), field="landing")
    lies = locked.pieces.filter(opportunity=opportunity, removed_at=None).first()
    if lies:
        words = {"piece": lies.title, "weeks": weeks_in_words(lies.first_week, lies.last_week)}
        raise Refused(_("%(piece)s lies on the board already, in %(weeks)s.") % words, code="already")
    organisation = opportunity.organisation
    piece = _new_piece(
        by,
        locked,
        making,
        opportunity=opportunity,
        edition=edition,
        title=opportunity.title,
        where=Piece.Where.of(organisation.kind if organisation else None),
        organisation=organisation,
        first_week=landing.first,
        last_week=landing.last,
        hours=opportunity.hours,
        contributes=hours_to_outcomes(opportunity, locked),
    )
    return write_move(by, locked, making.id, Move.Kind.LAY, piece, {})


@transaction.atomic
def lay_own(*, by: Who, trajectory: Trajectory, making: Making, piece: OwnPiece) -> Move:
    """Lay something of one's own: read, visit, try out, ask; its hours go evenly to its outcomes."""
    locked, earlier = _begin(by, trajectory, making)
    if earlier:
        return earlier
    landings = own_landings(locked.first, locked.last, piece.weeks)
    landing = next((one for one in landings if one.first == piece.first_week), None)
    if landing is None:
        raise Refused(_("That is outside the weeks of this trajectory."), field="first_week")
    known = set(locked.version.outcomes.filter(code__in=piece.outcomes).values_list("code", flat=True))
    codes = [code for code in piece.outcomes if code in known]
    made = _new_piece(
        by,
        locked,
        making,
        title=piece.title.strip(),
        where=piece.where,
        organisation=piece.organisation,
        first_week=landing.first,
        last_week=landing.last,
        hours=piece.hours,
        contributes=evenly(piece.hours, codes),
    )
    return write_move(by, locked, making.id, Move.Kind.LAY, made, {})


@transaction.atomic
def move_piece(
    *, by: Who, trajectory: Trajectory, making: Making, piece: Piece, monday: date, edition: int | None = None
) -> Move:
    """Move a piece to the weeks that begin at a Monday; something that is given only to where it is given."""
    locked, earlier = _begin(by, trajectory, making, piece)
    if earlier:
        return earlier
    mine = _piece(locked, piece)
    fits = [one for one in landings_of_piece(locked, mine) if one.first == monday]
    if edition is not None:
        fits = [one for one in fits if one.edition == edition] or fits
    if not fits:
        words = {"piece": mine.title, "weeks": weeks_in_words(monday, monday)}
        raise Refused(_("%(piece)s is not given in %(weeks)s.") % words, field="landing", code="not_given")
    landing = fits[0]
    before = as_it_lies(mine)
    if (mine.first_week, mine.last_week, mine.edition_id) == landing:
        raise Refused(_("It lies there already."), field="landing", code="same")
    _check_change(mine, making)
    mine.first_week, mine.last_week = landing.first, landing.last
    if landing.edition:
        mine.edition_id = landing.edition
    _propose_anew(mine)
    mine.save()
    return write_move(by, locked, making.id, Move.Kind.MOVE, mine, before)


@transaction.atomic
def take_off_piece(*, by: Who, trajectory: Trajectory, making: Making, piece: Piece) -> Move:
    """Take a piece off the board; it is kept, so that it can be laid back."""
    locked, earlier = _begin(by, trajectory, making, piece)
    if earlier:
        return earlier
    mine = _piece(locked, piece)
    _check_change(mine, making)
    before = as_it_lies(mine)
    mine.removed_at = timezone.now()
    mine.save()
    return write_move(by, locked, making.id, Move.Kind.REMOVE, mine, before)


@transaction.atomic
def pin_piece(*, by: Who, trajectory: Trajectory, making: Making, piece: Piece, pinned: bool) -> Move:
    """Pin a piece, so that nobody and no planner moves it; or loosen it."""
    locked, earlier = _begin(by, trajectory, making, piece)
    if earlier:
        return earlier
    mine = _piece(locked, piece)
    before = as_it_lies(mine)
    mine.pinned = pinned
    mine.save()
    return write_move(by, locked, making.id, Move.Kind.PIN if pinned else Move.Kind.LOOSEN, mine, before)


@transaction.atomic
def mark_piece(*, by: Who, trajectory: Trajectory, making: Making, piece: Piece, done: bool) -> Move:
    """Say that a piece was done; or that it was not after all: then it stands as it did before."""
    locked, earlier = _begin(by, trajectory, making, piece)
    if earlier:
        return earlier
    mine = _piece(locked, piece)
    before = as_it_lies(mine)
    if done:
        mine.state = Piece.State.DONE
    else:
        last = mine.moves.filter(kind=Move.Kind.DONE, undone_at=None).order_by("-revision").first()
        was = last.before.get("state") if last else None
        mine.state = was if was in (Piece.State.AGREED, Piece.State.PROPOSED) else Piece.State.PROPOSED
    mine.save()
    return write_move(by, locked, making.id, Move.Kind.DONE, mine, before)


@transaction.atomic
def undo_own_move(*, by: Who, trajectory: Trajectory, making: Making) -> Move:
    """Take back one's own last move, a whole route at once, as long as nobody changed those pieces since."""
    locked, earlier = _begin(by, trajectory, making)
    if earlier:
        return earlier
    last = last_own_move(by, locked)
    if last is None or (last.piece is None and last.kind != Move.Kind.ROUTE):
        raise Refused(_("There is nothing of yours to undo."), code="nothing")
    if last.piece is None:
        move = _undo_route(by, locked, making, last)
    else:
        move = _undo_piece(by, locked, making, last, last.piece)
    last.undone_at = timezone.now()
    last.save(update_fields=["undone_at"])
    # An undoing is itself no move to undo: the one before it comes next.
    move.undone_at = last.undone_at
    move.save(update_fields=["undone_at"])
    return move


def _undo_piece(by: Who, trajectory: Trajectory, making: Making, last: Move, piece: Piece) -> Move:
    _check_untouched(by, trajectory, [piece], last)
    before = as_it_lies(piece)
    _lay_back(trajectory, piece, last.before)
    kind = Move.Kind.REMOVE if piece.removed_at else TAKEN_BACK.get(Move.Kind(last.kind), Move.Kind.MOVE)
    return write_move(by, trajectory, making.id, kind, piece, before)


def _undo_route(by: Who, trajectory: Trajectory, making: Making, last: Move) -> Move:
    """What the route laid goes, then what it moved or took away lies as it lay: all of it or nothing."""
    pieces = sorted(trajectory.pieces.filter(pk__in=last.after), key=lambda piece: str(piece.pk) in last.before)
    _check_untouched(by, trajectory, pieces, last)
    before = {str(piece.pk): as_it_lies(piece) for piece in pieces}
    for piece in pieces:
        _lay_back(trajectory, piece, last.before.get(str(piece.pk), {}))
    if DROPPED in last.before and trajectory.school_id is None:
        trajectory.school = Organisation.objects.filter(pk=last.before[DROPPED]).first()
        trajectory.save(update_fields=["school"])
    after = {str(piece.pk): as_it_lies(piece) for piece in pieces}
    return write_move(by, trajectory, making.id, Move.Kind.REMOVE, None, before, after)


def _check_untouched(by: Who, trajectory: Trajectory, pieces: Sequence[Piece], last: Move) -> None:
    """Nobody else touched these pieces since, nor laid the same thing anew."""
    offered = [piece.opportunity_id for piece in pieces if piece.opportunity_id]
    anew = trajectory.pieces.filter(opportunity__in=offered, removed_at=None).exclude(pk__in=[one.pk for one in pieces])
    for piece in [*pieces, *anew]:
        later = _changed_since(trajectory, piece, last.revision, by)
        if later:
            raise Refused(_meanwhile(later), code="meanwhile")


def last_own_move(by: Who, trajectory: Trajectory) -> Move | None:
    """The last move of one's own that was not undone."""
    mine = Move.objects.filter(trajectory=trajectory, by=by.person, kind__in=UNDONE, undone_at=None)
    return mine.select_related("piece").order_by("-revision").first()


def _begin(
    by: Who, trajectory: Trajectory, making: Making, piece: Piece | None = None
) -> tuple[Trajectory, Move | None]:
    """Lock, access, then: was this very move made already, or did somebody else change this piece meanwhile?"""
    locked = Trajectory.objects.select_for_update(of=("self",)).select_related("version", "object", "school").get(
        pk=trajectory.pk
    )  # fmt: skip
    if not may_move_pieces(by, locked):
        raise PermissionDenied
    earlier = move_made(locked, making.id)
    if earlier:
        return locked, earlier
    if piece and making.revision < locked.revision:
        later = _changed_since(locked, piece, making.revision, by)
        if later:
            raise Refused(_meanwhile(later), code="meanwhile")
    return locked, None


def _changed_since(trajectory: Trajectory, piece: Piece, revision: int, by: Who) -> Move | None:
    """The last move that touched a piece after a revision, by somebody else or by all three: who signed an agreement
    last did not make it alone."""
    ones_own = Q(by=by.person) & ~Q(kind=Move.Kind.AGREE)
    moves = trajectory.moves.filter(revision__gt=revision).exclude(ones_own).select_related("piece", "by")
    key = str(piece.pk)
    touched = [move for move in moves if move.piece_id == piece.pk or key in move.before or key in move.after]
    return touched[-1] if touched else None


def _meanwhile(move: Move) -> str:
    """What somebody else did meanwhile, and that it stands."""
    return _("%(what)s That happened while you were busy, so your change was not made. Look and choose again.") % {
        "what": said_of_move(move)
    }


def _piece(trajectory: Trajectory, piece: Piece) -> Piece:
    found = trajectory.pieces.filter(pk=piece.pk, removed_at=None).select_related("opportunity", "edition").first()
    if found is None:
        raise Refused(_("This piece was taken off the board."), code="gone")
    return found


def _check_change(piece: Piece, making: Making) -> None:
    """What is pinned or done stays where it lies; what was agreed upon is changed by who says so."""
    words = {"piece": piece.title}
    if piece.pinned:
        raise Refused(_("%(piece)s is pinned. Loosen it first.") % words, code="pinned")
    if piece.state == Piece.State.DONE:
        raise Refused(_("%(piece)s was done. What was done stays where it lies.") % words, code="done")
    if piece.state == Piece.State.AGREED and not making.anyway:
        raise Refused(
            _(
                "You agreed upon %(piece)s together. If you change it, it is a proposal again until all three agree."
                " Say that you want that."
            )
            % words,
            field="anyway",
            code="agreed",
        )


def _propose_anew(piece: Piece) -> None:
    if piece.state == Piece.State.AGREED:
        piece.state = Piece.State.PROPOSED


def _new_piece(by: Who, trajectory: Trajectory, making: Making, **values: Any) -> Piece:
    """The piece of a laying has the id of the move: whichever comes twice, it is there once."""
    if trajectory.pieces.filter(removed_at=None).count() >= MOST_PIECES:
        raise Refused(_("There are too many pieces on this board. Take some off first."), code="many")
    return Piece.objects.create(id=making.id, trajectory=trajectory, laid_by_id=by.person, **values)


def _lay_back(trajectory: Trajectory, piece: Piece, before: Mapping[str, Any]) -> None:
    """Lay a piece as it lay before a move; one that did not lie there goes."""
    if not before:
        piece.removed_at = timezone.now()
        piece.save()
        return
    others = trajectory.pieces.filter(opportunity=piece.opportunity_id, removed_at=None).exclude(pk=piece.pk)
    if piece.opportunity_id and others.exists():
        raise Refused(_("%(piece)s was laid anew meanwhile.") % {"piece": piece.title}, code="already")
    piece.first_week = date.fromisoformat(before["first_week"])
    piece.last_week = date.fromisoformat(before["last_week"])
    piece.edition_id = before["edition"]
    piece.state, piece.pinned, piece.why = before["state"], before["pinned"], before.get("why", piece.why)
    piece.removed_at = timezone.now() if before.get("removed") else None
    piece.save()
