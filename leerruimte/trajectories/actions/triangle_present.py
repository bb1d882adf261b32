"""Who was there: a conversation of three leaves its traces by itself, as soon as somebody does something in it."""

import uuid
from uuid import UUID

from leerruimte.encounters.actions import take_part
from leerruimte.encounters.models import Encounter
from leerruimte.trajectories.models import Member, TriangleConversation
from leerruimte.trajectories.queries.triangle import first_name_of, organisation_of

# What makes the id of a participation of a conversation and a member: the same two always give the same one.
TAKES_PART = UUID("0197a3c0-5d1e-7b52-9c3b-6c2f1f6f7a10")


def be_there(triangle: TriangleConversation, by: Member) -> None:
    """A member is there, in their role, around this; again and again is once. In the caller's transaction."""
    take_part(
        by=uuid.uuid5(TAKES_PART, f"{triangle.pk.hex}{by.pk.hex}"),
        encounter=Encounter.objects.get(pk=triangle.pk),
        role=by.role,
        first_name=first_name_of(by)[:40],
        person=by.person_id,
        organisation=organisation_of(by, triangle.trajectory),
    )
