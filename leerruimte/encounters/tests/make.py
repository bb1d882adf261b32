"""Encounters and traces for tests, in the domain's words."""

import uuid

from django.utils import timezone

from leerruimte.encounters.actions import take_part
from leerruimte.encounters.models import BoundaryObject, Contribution, Encounter, Participation
from leerruimte.people.models import Partnership, Role


def a_partnership(name: str = "Waardland Leert Samen") -> Partnership:
    """A partnership with a slug nobody else has."""
    return Partnership.objects.create(name=name, slug=uuid.uuid4().hex)


def an_encounter(*, partnership: Partnership | None = None, code: str = "") -> Encounter:
    """People meet around a plate that has no words yet."""
    thing = BoundaryObject.objects.create(kind=BoundaryObject.Kind.PLATE, title="Een plaat")
    return Encounter.objects.create(
        kind=Encounter.Kind.CONVERSATION,
        object=thing,
        partnership=partnership or a_partnership(),
        title="Dinsdagmiddag",
        join_code=code or uuid.uuid4().hex[:12].upper(),
    )


def somebody_in(encounter: Encounter, role: str = Role.STUDENT) -> Participation:
    """Somebody who joined."""
    return take_part(by=uuid.uuid4(), encounter=encounter, role=role)[0]


def a_contribution_by(person: Participation, text: str = "Wij leren op donderdag.") -> Contribution:
    """Something that somebody wrote."""
    return Contribution.objects.create(
        encounter=person.encounter,
        participation=person,
        role=person.role,
        question="bereikt",
        text=text,
        made_at=timezone.now(),
    )
