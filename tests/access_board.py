"""Addresses of trajectories: board."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from leerruimte.people.models import Role
from leerruimte.trajectories.models import Member, Piece
from tests.access_people import EVERYBODY
from tests.access_rows import Row

THREE = frozenset({Role.STUDENT, Role.MENTOR, Role.INSTITUTE_EDUCATOR})
LEARNER = frozenset({Role.STUDENT})
SIGNED_IN = frozenset({"person", *EVERYBODY})


def make_things(things: Any) -> None:
    """A piece of one's own on the board, and somebody beside the learner without an account."""
    trajectory = things.trajectory
    things.more["piece"] = Piece.objects.create(
        trajectory=trajectory,
        title="Een boek lezen",
        where=Piece.Where.ELSEWHERE,
        first_week=trajectory.first,
        last_week=trajectory.first,
    )
    things.more["grandfather"] = Member.objects.create(
        trajectory=trajectory, name="Opa Jan", role=Role.MENTOR, from_date=trajectory.first
    )


def here(cast: Any) -> dict[str, Any]:
    """The trajectory of the table."""
    return {"trajectory_id": cast.things.trajectory.pk}


def the_piece(cast: Any) -> dict[str, Any]:
    """The piece of the table."""
    return {**here(cast), "piece_id": cast.things.more["piece"].pk}


def the_member(cast: Any) -> dict[str, Any]:
    """Who stands beside without an account."""
    return {**here(cast), "member_id": cast.things.more["grandfather"].pk}


def a_move(**more: str) -> Any:
    """A move as a form sends it."""
    return lambda _cast: {"id": str(uuid4()), "revisie": "0", **more}


def to_a_week(cast: Any) -> dict[str, Any]:
    """A move to another week."""
    monday = cast.things.trajectory.first + timedelta(weeks=3)
    return {"id": str(uuid4()), "revisie": "0", "landing": f"{monday}:"}


def rows() -> Iterator[Row]:
    """Who may what: the learner and who stands beside see and move; who stands beside is the learner's choice."""
    yield Row("trajectories:trajectories", SIGNED_IN, refused=302)
    yield Row("trajectories:begin", SIGNED_IN, refused=302)
    yield Row("trajectories:begin", SIGNED_IN, "post", refused=302, answer=dict.fromkeys(SIGNED_IN, 422))
    for name in ("board", "standing", "lay", "lay_own", "members"):
        yield Row(f"trajectories:{name}", THREE, at=here)
    for name in ("lay", "lay_own"):
        yield Row(f"trajectories:{name}", THREE, "post", here, a_move(), answer=dict.fromkeys(THREE, 422))
    yield Row("trajectories:piece", THREE, at=the_piece)
    yield Row("trajectories:try_out", THREE, at=the_piece)
    yield Row("trajectories:move", THREE, "post", the_piece, to_a_week)
    yield Row("trajectories:take_off", THREE, "post", the_piece, a_move())
    yield Row("trajectories:pin", THREE, "post", the_piece, a_move(vast="on"))
    yield Row("trajectories:mark", THREE, "post", the_piece, a_move(gedaan="on"))
    yield Row("trajectories:undo", THREE, "post", here, a_move())
    yield Row(
        "trajectories:add_member", LEARNER, "post", here, lambda _cast: {"name": "Tante Els", "role": Role.MENTOR}
    )
    yield Row("trajectories:end_member", THREE, "post", the_member)
