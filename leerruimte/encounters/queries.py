"""Reading encounters and their traces."""

from uuid import UUID

from django.db.models import Count, F, QuerySet

from leerruimte.base.small_groups import groups_shown
from leerruimte.encounters.models import Contribution, Intention, Participation


def roles_here(encounter_id: UUID) -> dict[str, int]:
    """How many participants of an encounter have each role; "" for those who did not say."""
    rows = Participation.objects.filter(encounter=encounter_id).values_list("role").annotate(Count("id")).order_by()
    return dict(rows)


def roles_shown(encounter_id: UUID) -> frozenset[str]:
    """Roles held by so many people here that they may stand beside a contribution.

    Not when those without a role beside their words would be one to four people: the missing word would name them.
    """
    told, _others = groups_shown(roles_here(encounter_id))
    return frozenset(told) - {""}


def contributions_shown(encounter_id: UUID) -> QuerySet[Contribution]:
    """Contributions that everybody may read: not taken back, hidden or put together with another."""
    return Contribution.objects.filter(
        encounter=encounter_id, withdrawn_at=None, hidden_at=None, merged_into=None
    ).order_by("made_at", "id")


def intentions_shown(encounter_id: UUID) -> QuerySet[Intention]:
    """Intentions that everybody may read, the nearest date first, those without a date last."""
    return Intention.objects.filter(encounter=encounter_id, withdrawn_at=None, hidden_at=None).order_by(
        F("by_when").asc(nulls_last=True), "made_at"
    )
