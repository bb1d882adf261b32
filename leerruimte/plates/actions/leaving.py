"""Letting go of a person."""

from django.db import transaction

from leerruimte.people.models import Person
from leerruimte.people.who import Who
from leerruimte.plates.models import PlateDraft, PlateVersion


@transaction.atomic
def forget(*, by: Who, person: Person, erase: bool) -> None:
    """Plates belong to the partnership and stay, without the name of who made a version or changed a draft."""
    PlateVersion.objects.filter(made_by=person).update(made_by=None)
    PlateDraft.objects.filter(changed_by=person).update(changed_by=None)
