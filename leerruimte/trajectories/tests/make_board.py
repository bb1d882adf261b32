"""Boards with pieces for tests, in the domain's words."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta

from leerruimte.people.models import Person
from leerruimte.people.tests.make import who_is
from leerruimte.trajectories.actions.board import Making, OwnPiece, lay_opportunity, lay_own
from leerruimte.trajectories.models import Edition, Opportunity, Piece, Trajectory
from leerruimte.trajectories.rules.landing import landings_of
from leerruimte.trajectories.tests import make


def a_making(trajectory: Trajectory, *, revision: int | None = None, anyway: bool = False) -> Making:
    """A fresh move by somebody who saw the board as it is now, or at an earlier revision."""
    trajectory.refresh_from_db(fields=["revision"])
    return Making(uuid.uuid4(), trajectory.revision if revision is None else revision, anyway=anyway)


def another_edition(opportunity: Opportunity, week: int) -> Edition:
    """The same series, from another week on (0: the first of the trajectory)."""
    one = opportunity.editions.order_by("pk").first()
    assert one
    first = make.MONDAY + timedelta(weeks=week)
    return Edition.objects.create(
        opportunity=opportunity,
        first=first,
        last=first + (one.last - one.first),
        days=one.days,
        times=one.times,
        minutes=one.minutes,
        seats=one.seats,
    )


def lay(
    trajectory: Trajectory, opportunity: Opportunity, *, by: Person | None = None, state: str = Piece.State.PROPOSED
) -> Piece:
    """An offer laid in its first edition."""
    edition = opportunity.editions.order_by("pk").first()
    assert edition
    move = lay_opportunity(
        by=who_is(by or trajectory.learner),
        trajectory=trajectory,
        making=a_making(trajectory),
        opportunity=opportunity,
        edition=edition,
        monday=landings_of([edition])[0].first,
    )
    assert move.piece
    if state != move.piece.state:
        Piece.objects.filter(pk=move.piece.pk).update(state=state)
    return Piece.objects.get(pk=move.piece.pk)


def lay_an_own(trajectory: Trajectory, title: str = "Een boek lezen", *, week: int = 0, weeks: int = 2) -> Piece:
    """Something of the learner's own."""
    move = lay_own(
        by=who_is(trajectory.learner),
        trajectory=trajectory,
        making=a_making(trajectory),
        piece=OwnPiece(title, Piece.Where.ELSEWHERE, monday(week), weeks, 8, ["DID-11"]),
    )
    assert move.piece
    return move.piece


def an_offer(trajectory: Trajectory, title: str = "Kijken naar kinderen", **more: object) -> Opportunity:
    """An offer at the learner's own school."""
    return make.an_opportunity(trajectory.version, title, at=trajectory.school, **more)  # type: ignore[arg-type]


def monday(week: int) -> date:
    """The Monday of a week of a trajectory, from 0."""
    return make.MONDAY + timedelta(weeks=week)


def form_of(trajectory: Trajectory, *, revision: int | None = None, **more: str) -> Mapping[str, str]:
    """A move as a form sends it."""
    making = a_making(trajectory, revision=revision)
    return {"id": str(making.id), "revisie": str(making.revision), **more}
