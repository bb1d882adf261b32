"""Who may see a piece of a board, and who may move it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from leerruimte.people.who import Who
from leerruimte.trajectories.access.trajectories import get_trajectory, may_move_pieces, visible_trajectories
from leerruimte.trajectories.models import Member, Piece, Trajectory


def get_movable(who: Who, trajectory_id: int) -> Trajectory:
    """The trajectory, if `who` may move pieces on its board; what has ended is only looked at."""
    trajectory = get_trajectory(who, trajectory_id)
    if not may_move_pieces(who, trajectory):
        raise PermissionDenied
    return trajectory


def get_revision(who: Who, trajectory_id: int) -> int:
    """The revision of a board that may be seen: all that most polls need, in one query."""
    revision = visible_trajectories(who).filter(pk=trajectory_id).values_list("revision", flat=True).first()
    if revision is None:
        raise Http404
    return revision


def get_piece(trajectory: Trajectory, piece_id: UUID) -> Piece:
    """A piece of a board that may be seen; one that was taken off too, so that a screen that is behind can be told."""
    rows = Piece.objects.filter(trajectory=trajectory).select_related(
        "organisation", "opportunity", "edition", "laid_by"
    )
    piece = rows.filter(pk=piece_id).first()
    if piece is None:
        raise Http404
    return piece


def get_member(trajectory: Trajectory, member_id: UUID) -> Member:
    """Somebody who stands (or stood) beside the learner; never the learner's own membership."""
    members = Member.objects.filter(trajectory=trajectory).exclude(person=trajectory.learner_id)
    member = members.filter(pk=member_id).first()
    if member is None:
        raise Http404
    return member
