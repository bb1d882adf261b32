"""Letters that the shell sends."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from leerruimte.encounters.models import Intention
from leerruimte.people.models import Person


def send_reminder(person: Person, intentions: Sequence[Intention]) -> None:
    """Ask how it went with what somebody wanted to do; they asked for this letter."""
    with translation.override(person.language):
        count = len(intentions)
        subject = ngettext("You wanted to do something", "You wanted to do %(count)d things", count) % {"count": count}
        context = {"person": person, "intentions": intentions, "address": settings.PUBLIC_URL}
        send_mail(subject, render_to_string("web/letter_reminder.txt", context), None, [person.email])
