"""Bringing in many people with their roles at once, by command: for an example partnership."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.base.searching import sought_in
from leerruimte.people.access import may_coordinate
from leerruimte.people.models import Partnership, Person, RoleAssignment
from leerruimte.people.who import Who

BATCH = 500


@dataclass(frozen=True)
class Held:
    """A role in time, in an organisation (id) or in the partnership as a whole (None)."""

    role: str
    organisation: int | None
    from_date: date
    until_date: date | None = None


@dataclass(frozen=True)
class Mover:
    """Somebody who comes in, with all that they are and were here."""

    email: str
    first_name: str
    last_name: str
    roles: tuple[Held, ...]


@transaction.atomic
def move_in(*, by: Who, partnership: Partnership, people: Sequence[Mover]) -> int:
    """Make accounts and roles for people of whom nobody has to ask; gives how many were new.

    Nobody knows a password of these accounts: whoever can read its letters can sign in by a code. An address that is
    known already is left alone, with whatever its owner is.
    """
    if not may_coordinate(by, partnership.pk):
        raise Refused(_("Only a coordinator gives roles."))
    known = set(Person.objects.values_list("email", flat=True))
    new = [one for one in people if one.email not in known]
    persons = Person.objects.bulk_create([_person(one) for one in new], batch_size=BATCH)
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in persons], batch_size=BATCH
    )
    RoleAssignment.objects.bulk_create(
        [
            RoleAssignment(
                person=person,
                partnership=partnership,
                organisation_id=held.organisation,
                role=held.role,
                from_date=held.from_date,
                until_date=held.until_date,
            )
            for person, mover in zip(persons, new, strict=True)
            for held in mover.roles
        ],
        batch_size=BATCH,
    )
    return len(new)


def _person(mover: Mover) -> Person:
    return Person(
        email=mover.email,
        first_name=mover.first_name,
        last_name=mover.last_name,
        password=make_password(None),
        sought=sought_in(mover.first_name, mover.last_name, mover.email),
    )
