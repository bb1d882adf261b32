"""Where pieces may lie, and what was moved, in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.trajectories.models import Contributes, Edition, FreeDays, Move, Opportunity, Piece, Seat, Trajectory
from leerruimte.trajectories.rules.hours import as_said
from leerruimte.trajectories.rules.landing import Landing, landings_of, own_landings
from leerruimte.trajectories.rules.meetings import WEEK, days_in


def free_days(trajectory: Trajectory) -> list[FreeDays]:
    """Days on which nothing meets in a trajectory: of all, and of the holiday region of its school."""
    region = trajectory.school.holidays if trajectory.school else ""
    rows = FreeDays.objects.filter(
        Q(region="") | Q(region=region) if region else Q(region=""),
        partnership=trajectory.object.partnership_id,
        first__lte=trajectory.last,
        last__gte=trajectory.first,
    )
    return list(rows)


def landings_of_piece(trajectory: Trajectory, piece: Piece) -> list[Landing]:
    """Where one piece may lie within its trajectory."""
    return landings_of_pieces(trajectory, [piece], free_days(trajectory))[piece.pk]


def landings_of_pieces(
    trajectory: Trajectory, pieces: Iterable[Piece], free: Iterable[FreeDays]
) -> Mapping[UUID, list[Landing]]:
    """Where pieces may lie; one query for all of them."""
    mine = list(pieces)
    offered = [piece.opportunity_id for piece in mine if piece.opportunity_id]
    editions: dict[UUID, list[Edition]] = {}
    within = {"last__gte": trajectory.first, "first__lte": trajectory.last}
    for edition in Edition.objects.filter(opportunity__in=offered, closed_at=None, **within) if offered else ():
        editions.setdefault(edition.opportunity_id, []).append(edition)
    days = days_in((one.first, one.last) for one in free)
    return {piece.pk: _landings(trajectory, piece, editions, days) for piece in mine}


def weeks_in_words(first: date, last: date) -> str:
    """Weeks as people say them: "week 41" or "weeks 41-42"."""
    one, other = first.isocalendar().week, last.isocalendar().week
    return _("week %(week)d") % {"week": one} if first == last else _("weeks %(first)d–%(last)d") % {
        "first": one, "last": other
    }  # fmt: skip


def moves_since(trajectory: Trajectory, revision: int, *, most: int = 5) -> list[Move]:
    """The last moves after a revision, the oldest first."""
    rows = trajectory.moves.filter(revision__gt=revision).select_related("piece").order_by("-revision")[:most]
    return list(rows)[::-1]


def said_of_move(move: Move) -> str:
    """What somebody did, as a sentence."""
    words = {
        "name": move.by_name or _("Somebody"),
        "piece": move.piece.title if move.piece else "",
        "weeks": _weeks(move),
    }
    return _sentence(move) % words


def as_it_lies(piece: Piece) -> dict[str, Any]:
    """How a piece lies, as a move keeps it."""
    return {
        "first_week": piece.first_week.isoformat(),
        "last_week": piece.last_week.isoformat(),
        "edition": piece.edition_id,
        "state": str(piece.state),
        "pinned": piece.pinned,
        "removed": piece.removed_at is not None,
    }


def plain_piece(piece: Piece) -> dict[str, Any]:
    """A piece in plain values that stay readable without the board: in an agreement, in a record."""
    return {
        "title": piece.title,
        "where": piece.where,
        "organisation": piece.organisation.name if piece.organisation else "",
        "first_week": piece.first_week.isoformat(),
        "last_week": piece.last_week.isoformat(),
        "hours": piece.hours,
        "contributes": piece.contributes,
        "state": str(piece.state),
    }


def hours_to_outcomes(opportunity: Opportunity, trajectory: Trajectory) -> dict[str, int]:
    """Hours of an offer that go to each outcome of the trajectory's curriculum: as was said, the rest evenly."""
    rows = Contributes.objects.filter(
        opportunity=opportunity, curriculum=trajectory.version.curriculum_id, asked_beforehand=False
    ).order_by("pk")
    return as_said(opportunity.hours, {row.code: row.hours for row in rows})


def _sentence(move: Move) -> str:
    return {
        Move.Kind.LAY.value: _("%(name)s laid %(piece)s in %(weeks)s."),
        Move.Kind.MOVE.value: _("%(name)s moved %(piece)s to %(weeks)s."),
        Move.Kind.REMOVE.value: _("%(name)s took %(piece)s off the board.")
        if move.piece
        else _("%(name)s took a route back."),
        Move.Kind.PIN.value: _("%(name)s pinned %(piece)s."),
        Move.Kind.LOOSEN.value: _("%(name)s loosened %(piece)s."),
        Move.Kind.AGREE.value: _("What was proposed was agreed upon by all three."),
        Move.Kind.DONE.value: _("%(name)s marked %(piece)s as done.")
        if move.after.get("state") == Piece.State.DONE
        else _("%(name)s marked %(piece)s as not done yet."),
        Move.Kind.ROUTE.value: _("%(name)s laid a route."),
    }[move.kind]


def _weeks(move: Move) -> str:
    after = move.after
    if "first_week" not in after:
        return ""
    return weeks_in_words(date.fromisoformat(after["first_week"]), date.fromisoformat(after["last_week"]))


def _landings(
    trajectory: Trajectory, piece: Piece, editions: Mapping[UUID, list[Edition]], free: frozenset[date]
) -> list[Landing]:
    length = (piece.last_week - piece.first_week) // WEEK + 1
    if not piece.opportunity_id:
        return own_landings(trajectory.first, trajectory.last, length)
    found = landings_of(editions.get(piece.opportunity_id, ()), free=free, lies_in=piece.edition_id, length=length)
    return [one for one in found if one.last >= trajectory.first and one.first <= trajectory.last]


def move_made(trajectory: Trajectory, move_id: UUID) -> Move | None:
    """The move with this id, when it was made already; an id of another board is refused."""
    earlier = Move.objects.filter(pk=move_id).first()
    if earlier and earlier.trajectory_id != trajectory.pk:
        raise Refused(_("This cannot be sent again. Open the board anew."), code="other")
    return earlier


def check_offer(trajectory: Trajectory, opportunity: Opportunity, edition: Edition | None) -> Edition:
    """The edition, if what is offered can still be laid; a sentence when not."""
    words = {"piece": opportunity.title}
    if opportunity.closed_at:
        raise Refused(_("%(piece)s is not offered any more.") % words, code="closed")
    if edition is None or edition.opportunity_id != opportunity.pk or edition.closed_at:
        raise Refused(_("That series of %(piece)s is not given any more. Choose another.") % words, code="closed")
    seats = Seat.objects.filter(edition=edition, state=Seat.State.TAKEN)
    full = edition.seats is not None and seats.exclude(person=trajectory.learner_id).count() >= edition.seats
    if full:
        raise Refused(
            _("%(piece)s is full in those weeks. Choose other weeks, or the waiting list.") % words, code="full"
        )
    return edition
