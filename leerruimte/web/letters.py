"""Letters that the shell sends."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import translation

from leerruimte.encounters.models import Intention
from leerruimte.people.letters import send_letter
from leerruimte.people.models import Person


def send_reminder(person: Person, intentions: Sequence[Intention]) -> None:
    """Ask how it went with what somebody wanted to do; they asked for this letter. Raises `LetterNotSent`."""
    with translation.override(person.language):
        context = {"person": person, "intentions": intentions, "address": settings.PUBLIC_URL}
        send_letter("web/letters/reminder.txt", person.email, context)
