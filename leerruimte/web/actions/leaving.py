"""Leaving: all apps let go of a person."""

from collections.abc import Mapping
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.conversations.actions import leaving as conversations
from leerruimte.encounters import actions as encounters
from leerruimte.people.actions import leaving as people
from leerruimte.people.models import Person
from leerruimte.people.who import Who
from leerruimte.plates.actions import leaving as plates
from leerruimte.trajectories.actions import leaving as trajectories


class Forget(Protocol):
    """How an app lets go of a person."""

    def __call__(self, *, by: Who, person: Person, erase: bool) -> None:
        """`erase`: what they said goes too; else it stays without a name."""


# The account goes last: the others still need to know whose it was. A test finds an app that is not here.
APPS: Mapping[str, Forget] = {
    "conversations": conversations.forget,
    "plates": plates.forget,
    "trajectories": trajectories.forget,
    "encounters": encounters.forget,
    "people": people.forget,
}


@transaction.atomic
def leave(*, by: Who, person: Person, erase: bool) -> None:
    """End somebody's account at their own wish, everywhere or not at all."""
    if by.person != person.pk:
        raise Refused(_("Only you yourself can end your account."))
    people.check_may_leave(by=by, person=person)
    for forget in APPS.values():
        forget(by=by, person=person, erase=erase)
