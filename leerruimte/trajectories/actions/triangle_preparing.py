"""Preparing a triangle conversation, each on their own; and laying what was prepared side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.client_ids import read_id
from leerruimte.base.refused import Refused
from leerruimte.trajectories.access.triangle import Seat
from leerruimte.trajectories.actions.triangle import lock_triangle
from leerruimte.trajectories.actions.triangle_present import be_there
from leerruimte.trajectories.models import Field, Piece, Preparation, Ready, TriangleConversation
from leerruimte.trajectories.rules.triangle import may_become

Phase = TriangleConversation.Phase
LONGEST = 2000


@dataclass(frozen=True)
class Words:
    """What somebody says about one field of one outcome, and what they choose there."""

    outcome: str
    field: str
    text: str = ""
    level: int | None = None
    pieces: tuple[str, ...] = ()

    @property
    def choice(self) -> dict[str, Any]:
        """As it is kept: the level with what one is going to learn, the pieces with what one is going to do."""
        if self.field == Field.OUTCOME and self.level:
            return {"level": self.level}
        if self.field == Field.ROUTE and self.pieces:
            return {"pieces": list(self.pieces)}
        return {}

    def check(self, triangle: TriangleConversation) -> None:
        """Refuse words about something this conversation is not about, a level or a piece that is not there."""
        if self.outcome not in triangle.outcomes or self.field not in Field.values:
            raise Refused(_("This conversation is not about that."), field=self.field)
        if len(self.text) > LONGEST:
            raise Refused(_("At most 2000 characters."), field=self.field)
        if self.level and not triangle.trajectory.version.levels.filter(number=self.level).exists():
            raise Refused(_("Choose one of these."), field=self.field)
        wanted = {pk for pk in map(read_id, self.pieces) if pk}
        known = Piece.objects.filter(trajectory=triangle.trajectory_id, pk__in=wanted).count() if wanted else 0
        if known != len(set(self.pieces)):
            raise Refused(_("That piece is not on the board."), field=self.field)


@transaction.atomic
def prepare(*, by: Seat, words: Words, n: int | None = None) -> Preparation:
    """Keep one's own words; of two writes the one with the highest counter stays. Without one: this is the last."""
    triangle = lock_triangle(by)
    _check_still_apart(triangle, by)
    words.check(triangle)
    place = {"triangle": triangle, "member": by.member, "outcome": words.outcome, "field": words.field}
    known = Preparation.objects.filter(**place).first()
    if known is None:
        known = Preparation(**place)
    elif n is None:
        n = known.n + 1
    elif n <= known.n:
        return known
    known.text, known.choice, known.n, known.changed_at = words.text.strip(), words.choice, n or 1, timezone.now()
    known.save()
    return known


def _check_still_apart(triangle: TriangleConversation, by: Seat) -> None:
    """Once one's words lie beside those of the others, they stay as they were."""
    if triangle.phase in (Phase.CONFIRMED, Phase.CALLED_OFF):
        raise Refused(_("This conversation is over."), code="late")
    if triangle.phase == Phase.TOGETHER and triangle.ready.filter(member=by.member).exists():
        raise Refused(_("Your words lie side by side with those of the others now. Go on there."), code="late")


@transaction.atomic
def prepare_all(*, by: Seat, all_words: Sequence[Words]) -> None:
    """Keep all fields of a page at once: for a browser without scripts."""
    for words in all_words:
        prepare(by=by, words=words)


@transaction.atomic
def say_ready(*, by: Seat, ready: bool = True) -> bool:
    """I am ready (or not yet after all); with all side by side already, my words come beside them now."""
    triangle = lock_triangle(by)
    if triangle.phase in (Phase.CONFIRMED, Phase.CALLED_OFF):
        raise Refused(_("This conversation is over."), code="late")
    if ready:
        Ready.objects.get_or_create(triangle=triangle, member=by.member)
        if triangle.phase == Phase.TOGETHER:
            be_there(triangle, by.member)
    elif triangle.phase == Phase.TOGETHER:
        raise Refused(_("Your words lie side by side with those of the others now. Go on there."), code="late")
    else:
        triangle.ready.filter(member=by.member).delete()
    return ready


@transaction.atomic
def lay_side_by_side(*, by: Seat, also_unready: bool = False, way: str = "") -> TriangleConversation:
    """Open what all prepared, for all: when all are ready, or when those present choose so.

    Words of somebody who did not say to be ready stay theirs, until they say so.
    """
    triangle = lock_triangle(by)
    if triangle.phase == Phase.TOGETHER:
        be_there(triangle, by.member)
        return triangle
    if not may_become(triangle.phase, Phase.TOGETHER):
        raise Refused(_("This conversation is over."), code="late")
    if not also_unready and triangle.ready.count() < triangle.members.count():
        raise Refused(_("Not all of you are ready. Do you want to begin anyway?"), field="also_unready")
    Ready.objects.get_or_create(triangle=triangle, member=by.member)
    triangle.phase = Phase.TOGETHER
    if way in TriangleConversation.Way.values:
        triangle.way = way
    triangle.save(update_fields=["phase", "way"])
    be_there(triangle, by.member)
    return triangle
