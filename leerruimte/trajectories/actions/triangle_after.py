"""After a triangle conversation: how it went, in a minute, for who may read it."""

from django.db import transaction
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.trajectories.access.triangle import Seat
from leerruimte.trajectories.actions.triangle import lock_triangle
from leerruimte.trajectories.models import LookBack, TriangleConversation

Phase = TriangleConversation.Phase


@transaction.atomic
def look_back(
    *, by: Seat, how: int | None, words: str = "", brought: str = "", seen: str = LookBack.Seen.MINE
) -> LookBack:
    """Say how it went, or say it again: one's last words count, and who may read them."""
    triangle = lock_triangle(by)
    if triangle.phase not in (Phase.TOGETHER, Phase.CONFIRMED):
        raise Refused(_("Look back when the conversation was held."), code="early")
    if how is None and not words.strip() and not brought.strip():
        raise Refused(_("Choose a word, or write a line."), field="how")
    said, _new = LookBack.objects.get_or_create(triangle=triangle, member=by.member)
    said.how, said.words, said.brought, said.seen = how, words.strip(), brought.strip(), seen
    said.save()
    return said
