"""What each move on a board comes down to, made by hand or by laying a route: may this be laid, and the move kept."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.people.models import Person
from leerruimte.people.who import Who
from leerruimte.trajectories.access.trajectories import is_learner
from leerruimte.trajectories.models import Move, Piece, Refusal, Trajectory
from leerruimte.trajectories.queries.moves import as_it_lies


def check_refusals(by: Who, trajectory: Trajectory, opportunities: Collection[str]) -> None:
    """What the learner refused (`opportunities`: their keys) is laid by nobody, before that is taken back."""
    refused = Refusal.objects.filter(trajectory=trajectory, taken_back_at=None).select_related("opportunity")
    first = next((one for one in refused if str(one.opportunity_id) in opportunities), None)
    if first is None:
        return
    no = (
        _("You said no to %(piece)s before. Take that back first, at Routes.")
        if is_learner(by, trajectory)
        else _("%(piece)s was refused by the learner. Talk about it together first.")
    )
    raise Refused(no % {"piece": first.opportunity.title}, code="refused_before")


def write_move(
    by: Who,
    trajectory: Trajectory,
    move_id: UUID | None,
    kind: str,
    piece: Piece | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any] | None = None,
) -> Move:
    """Keep the move; the board has a new revision. `after`: of several pieces at once."""
    trajectory.revision += 1
    trajectory.save(update_fields=["revision"])
    person = Person.objects.filter(pk=by.person).first() if by.person else None
    return Move.objects.create(
        id=move_id or new_id(),
        trajectory=trajectory,
        revision=trajectory.revision,
        kind=kind,
        piece=piece,
        before=before,
        after=as_it_lies(piece) if piece else after or {},
        by=person,
        by_name=(person.first_name or person.name)[:80] if person else "",
    )
