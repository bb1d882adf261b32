"""What somebody sets for themselves."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.models import Person
from leerruimte.people.who import Who


@transaction.atomic
def set_reminders(*, by: Who, person: Person, reminders: str) -> None:
    """Whether a letter comes on the day of an intention."""
    _check(by, person)
    Person.objects.filter(pk=person.pk).update(reminders=reminders)


@transaction.atomic
def set_calendar(*, by: Who, person: Person, on: bool) -> None:
    """Make a new secret address of the own calendar, or none; the one before stops working."""
    _check(by, person)
    # Chance only: the time in our other ids would make it easier to guess.
    Person.objects.filter(pk=person.pk).update(calendar_key=uuid.uuid4() if on else None)


def _check(by: Who, person: Person) -> None:
    if by.person != person.pk:
        raise Refused(_("Only you yourself can change this."))
