"""Reminding people of what they want to do."""

from itertools import groupby

from django.utils import timezone

from leerruimte.encounters.models import Intention
from leerruimte.encounters.queries import intentions_to_remind
from leerruimte.people.letters import LetterNotSent
from leerruimte.people.who import Who
from leerruimte.web.letters import send_reminder


def remind(*, by: Who) -> int:
    """One letter to each person for whom a day has come; how many went out.

    A row is marked before the letter goes: two servers never send twice. A letter that could not be sent is tried
    again the next time.
    """
    sent = 0
    waiting = intentions_to_remind(timezone.localdate())
    for person, rows in groupby(waiting, key=lambda row: row.participation.person):
        mine = [row for row in rows if _mark(row)]
        if person is None or not mine:
            continue
        try:
            send_reminder(person, mine)
            sent += 1
        except LetterNotSent:
            Intention.objects.filter(pk__in=[row.pk for row in mine]).update(reminded_at=None)
    return sent


def _mark(intention: Intention) -> bool:
    """Whether this process is the one that reminds of it."""
    return bool(Intention.objects.filter(pk=intention.pk, reminded_at=None).update(reminded_at=timezone.now()))
