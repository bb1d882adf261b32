"""Makes a database with one live conversation full of people, and prints as JSON what phones need to play in it.

    python -m benchmarks.room.make_room --people 1000 --contributions 40

Which database: DATABASE_URL or LEERRUIMTE_VAR, as everywhere.
"""

import argparse
import json
import os
import sys
import uuid
from typing import Any

import django


def make_room(people: int, contributions: int) -> dict[str, Any]:
    """One conversation; everybody has joined, a number of things have been said."""
    from django.core.management import call_command
    from django.utils import timezone

    from leerruimte.base.client_ids import new_id
    from leerruimte.base.links import sign_link
    from leerruimte.conversations.tests.make import OWN_WORDS, ROLES, TEXTS, a_conversation, a_participant
    from leerruimte.encounters.actions import store_contributions
    from leerruimte.encounters.models import Contribution, Participation
    from leerruimte.live.tokens import make_token

    call_command("migrate", verbosity=0, skip_checks=True)
    conversation = a_conversation(asking=OWN_WORDS)
    writer = a_participant(conversation)
    everybody = [
        Participation(id=uuid.uuid4(), encounter=conversation.encounter, number=number, role=ROLES[number % len(ROLES)])
        for number in range(2, people + 2)
    ]
    Participation.objects.bulk_create(everybody)
    said = [
        Contribution(
            id=new_id(),
            encounter=conversation.encounter,
            participation=writer,
            role=writer.role,
            n=number,
            made_at=timezone.now(),
            question=OWN_WORDS,
            text=f"{TEXTS[number % len(TEXTS)]} ({number})",
        )
        for number in range(contributions)
    ]
    store_contributions(said)
    room = conversation.encounter.room
    return {
        "room": room,
        "question": OWN_WORDS,
        "code": conversation.encounter.join_code,
        "contributions": [row.id.hex for row in said],
        "people": [row.id.hex for row in everybody],
        "tokens": [make_token("guest", room, row.id.hex) for row in everybody],
        "lead": make_token("lead", room, "1"),
        "lead_link": sign_link("lead", room, conversation.lead_number),
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--contributions", type=int, default=40)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leerruimte.settings")
    django.setup()
    json.dump(make_room(options.people, options.contributions), sys.stdout)


if __name__ == "__main__":
    main()
