"""Conversations with many people and a pattern, for tests: kept whole at once, through the action."""

import random
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from leerruimte.conversations.actions.keeping_past import keep_past_conversation
from leerruimte.conversations.actions.opening import Plan
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.past import (
    Past,
    PastContribution,
    PastIntention,
    PastMark,
    PastPerson,
    PastStance,
)
from leerruimte.conversations.tests.make import HEAPS, OWN_WORDS, PATH, a_partnership, a_plate, refreshed, the_host
from leerruimte.people.models import Partnership, Role
from leerruimte.plates.models import PlateVersion

BEGAN = datetime(2026, 11, 18, 13, 0, tzinfo=UTC)
MIXED = (Role.STUDENT,) * 12 + (Role.MENTOR,) * 11 + (Role.INSTITUTE_EDUCATOR,) * 8 + (Role.RESEARCHER,)


def a_past(
    roles: Sequence[str] = MIXED,
    *,
    contributions: int = 16,
    pattern: bool = True,
    silent: int = 0,
    closed: bool = True,
    partnership: Partnership | None = None,
    plate: PlateVersion | None = None,
    names: bool = False,
    seed: int = 1,
) -> Conversation:
    """People with these roles who answered; with a `pattern` the first half of them stands against the second.

    Everybody agrees with the first contribution. `silent`: so many more who only joined.
    """
    chance = random.Random(seed)
    many = len(roles)
    partnership = partnership or a_partnership()
    said = [
        PastContribution(
            by=index % many,
            question=HEAPS if index % 3 == 2 else OWN_WORDS,
            text=f"Inbreng nummer {index} van iemand die iets zag.",
            at=BEGAN + timedelta(minutes=index),
            slot="keep" if index % 3 == 2 else "",
            signed=names,
        )
        for index in range(contributions)
    ]
    past = Past(
        began=BEGAN,
        ended=BEGAN + timedelta(hours=1) if closed else None,
        people=[PastPerson(role, f"Naam{index}" if names else "") for index, role in enumerate(roles)]
        + [PastPerson(roles[0])] * silent,
        contributions=said,
        stances=[
            PastStance(person, index, _answer(index, person < many / 2, pattern, chance), BEGAN)
            for index in range(contributions)
            for person in range(many)
            if person != said[index].by and chance.random() < 0.9
        ],
        marks=[PastMark(person, PATH, chance.random() * 2, 0, BEGAN) for person in range(many)],
        intentions=[
            PastIntention(0, "Een les samen voorbereiden", BEGAN, (BEGAN + timedelta(days=9)).date(), "Sanne"),
            PastIntention(many - 1, "Eerst kijken, dan praten", BEGAN),
        ],
    )
    plan = Plan(
        title="Netwerkmiddag", questions=[PATH, OWN_WORDS, HEAPS], minutes={"look": 20}, roles=list(Role.values)
    )
    conversation = keep_past_conversation(
        by=the_host(partnership),
        partnership=partnership,
        plate=plate or a_plate(),
        plan=plan,
        past=past,
        id=uuid.uuid4(),
    )
    return refreshed(conversation)


def _answer(contribution: int, first_half: bool, pattern: bool, chance: random.Random) -> int:
    if contribution == 0:
        return 1
    if not pattern:
        return chance.choice((1, -1))
    agrees = first_half == (contribution % 2 == 0)
    return 1 if agrees == (chance.random() < 0.88) else -1
