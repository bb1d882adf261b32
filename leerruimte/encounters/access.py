"""What is somebody's own among the traces: carried by the device, or kept in the account."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from leerruimte.encounters.models import Intention, Participation
from leerruimte.people.who import Who


def own_participations(who: Who) -> QuerySet[Participation]:
    """Where `who` takes part: what this device carries, and what belongs to the account."""
    mine = Q(pk__in=who.takes_part.values(), encounter__in=who.takes_part.keys())
    if who.person:
        mine |= Q(person=who.person)
    return Participation.objects.filter(mine)


def own_intentions(who: Who) -> QuerySet[Intention]:
    """What `who` wants to do, not what they took back."""
    rows = Intention.objects.filter(participation__in=own_participations(who), withdrawn_at=None)
    return rows.select_related("encounter__partnership")


def is_theirs(who: Who, intention: Intention) -> bool:
    """Whether it is the intention of `who`."""
    return own_participations(who).filter(pk=intention.participation_id).exists()


def get_intention(who: Who, intention_id: UUID) -> Intention:
    """The own intention."""
    intention = own_intentions(who).filter(pk=intention_id).first()
    if intention is None:
        raise Http404
    return intention
