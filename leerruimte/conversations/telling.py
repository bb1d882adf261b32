"""Tells the open screens of a conversation what changed, after the change is stored."""

from typing import Any

from leerruimte.conversations.models import Conversation
from leerruimte.conversations.queries import room
from leerruimte.encounters.models import Encounter
from leerruimte.live import LEADERS, Delta, publish


def tell_scene(conversation: Conversation) -> None:
    """Phase, clock, questions, pause: everybody's screen follows."""
    fresh = Conversation.objects.select_related("encounter").get(pk=conversation.pk)
    publish(fresh.encounter.room, Delta("scene", room.scene(fresh), replaces=True))


def tell_version(encounter: Encounter, version: int) -> None:
    """The traces changed: screens that show figures ask for them anew."""
    publish(encounter.room, Delta("version", version, replaces=True))


def tell_desk(encounter: Encounter) -> None:
    """Something changed that only the facilitator sees."""
    publish(encounter.room, Delta("desk", True, replaces=True), audience=LEADERS)


def tell(encounter: Encounter, name: str, data: Any, *, replaces: bool = False) -> None:
    """Anything else that everybody in the room may know."""
    publish(encounter.room, Delta(name, data, replaces=replaces))
