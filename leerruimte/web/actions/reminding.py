"""Reminding people of what they want to do."""

from itertools import groupby

from django.utils import timezone

from leerruimte.encounters.actions import give_reminder_back, take_reminder
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
        mine = [row for row in rows if take_reminder(by=by, intention=row)]
        if person is None or not mine:
            continue
        try:
            send_reminder(person, mine)
            sent += 1
        except LetterNotSent:
            give_reminder_back(by=by, intentions=mine)
    return sent
