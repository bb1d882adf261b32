"""Making and keeping maps of perspectives. They are derived: they may be thrown away and made anew."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from leerruimte.conversations.mapping import EDITION, kept_map, vote_table
from leerruimte.conversations.models import Conversation, PerspectiveMap
from leerruimte.encounters.models import Encounter
from leerruimte.people.who import NOBODY, Who
from leerruimte.perspectives import Result, from_json, solve

SEED = 7


def derive_map(encounter_id: UUID, *, anew: bool = False, by: Who = NOBODY) -> int | None:
    """Reckon and keep the map of a conversation; gives its version, None when it was not kept.

    `anew`: from nothing, else from where the last map stood, so that the picture stays calm.
    """
    version = Encounter.objects.filter(pk=encounter_id).values_list("version", flat=True).first()
    if version is None:
        return None
    table = vote_table(encounter_id)
    result = solve(table, seed=SEED, previous=None if anew else _last_result(encounter_id))
    return version if store_map(encounter_id, version, kept_map(table, result), timezone.now()) else None


def _last_result(encounter_id: UUID) -> Result | None:
    """The last map; None when there is none, or one that an older version of the system made in another form."""
    last = PerspectiveMap.objects.filter(conversation=encounter_id, result__edition=EDITION).first()
    return from_json(last.result) if last else None


@transaction.atomic
def store_map(encounter_id: UUID, version: int, result: dict[str, Any], made_at: datetime) -> bool:
    """Keep a map, unless one of a later version is there or the conversation is gone; says whether it was kept."""
    if not Conversation.objects.select_for_update().filter(pk=encounter_id).exists():
        return False
    if PerspectiveMap.objects.filter(conversation=encounter_id, version__gt=version).exists():
        return False
    PerspectiveMap.objects.update_or_create(
        conversation_id=encounter_id, defaults={"version": version, "made_at": made_at, "result": result}
    )
    return True


def drop_maps_of_other_editions(*, by: Who = NOBODY) -> int:
    """Throw maps away that an older version of the system made in another form; gives how many."""
    dropped, _by_table = PerspectiveMap.objects.exclude(result__edition=EDITION).delete()
    return dropped
