"""Letting go of a person."""

from django.db import transaction

from leerruimte.conversations.access import find
from leerruimte.conversations.actions.joining import delete_mine
from leerruimte.conversations.models import Facilitator
from leerruimte.encounters.models import Participation
from leerruimte.people.models import Person
from leerruimte.people.who import Who


@transaction.atomic
def forget(*, by: Who, person: Person, erase: bool) -> None:
    """`erase`: what they said goes from every conversation, and open screens hear so; else it stays without a name.

    Conversations they led stay with the partnership.
    """
    Facilitator.objects.filter(person=person).delete()
    if not erase:
        return
    for mine in Participation.objects.filter(person=person, encounter__conversation__isnull=False):
        delete_mine(by=mine, conversation=find(mine.encounter_id))
