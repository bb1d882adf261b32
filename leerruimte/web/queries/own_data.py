"""Everything that is somebody's own, from all apps."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone

from leerruimte.conversations.queries import own as conversations
from leerruimte.encounters import queries as encounters
from leerruimte.encounters.models import Contribution, Participation, Stance
from leerruimte.people.models import Person
from leerruimte.people.queries import own as people
from leerruimte.plates import queries as plates
from leerruimte.trajectories.queries import own as trajectories

# The apps that keep something of a person; a test finds one that is not here.
APPS: Mapping[str, Callable[[Person], dict[str, object]]] = {
    "people": people.all_of,
    "encounters": encounters.all_of,
    "conversations": conversations.all_of,
    "plates": plates.all_of,
    "trajectories": trajectories.all_of,
}


def all_of(person: Person) -> dict[str, dict[str, object]]:
    """App -> what it keeps of a person."""
    return {app: its_all_of(person) for app, its_all_of in APPS.items()}


def as_zip(person: Person) -> bytes:
    """Everything as one file: JSON for programs, and a page to read."""
    everything = all_of(person)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("van-mij.json", json.dumps(everything, ensure_ascii=False, indent=2, default=str))
        page = render_to_string("web/own_data.html", {"person": person, "all": everything, "now": timezone.now()})
        file.writestr("van-mij.html", page)
    return packed.getvalue()


@dataclass(frozen=True)
class Leaving:
    """What leaving would take along or leave behind: said beforehand."""

    conversations: int
    contributions: int
    answered: int
    stances: int


def what_leaving_means(person: Person) -> Leaving:
    """Figures about what somebody said, and how much of it others answered."""
    mine = Participation.objects.filter(person=person)
    said = Contribution.objects.filter(participation__in=mine, withdrawn_at=None)
    return Leaving(
        conversations=mine.values("encounter").distinct().count(),
        contributions=said.count(),
        answered=said.filter(stances__value__isnull=False).distinct().count(),
        stances=Stance.objects.filter(participation__in=mine, value__isnull=False).count(),
    )
