"""The example at full size: a year of conversations in a whole partnership, to measure with."""

import random
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from leerruimte.conversations.actions.keeping_past import keep_past_conversation
from leerruimte.conversations.actions.opening import Plan
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.past import (
    Past,
    PastContribution,
    PastMark,
    PastPerson,
    PastStance,
)
from leerruimte.example.filling import CAME, HERE, ROLES, Stand, answer, host_of, stands, texts
from leerruimte.people.models import Partnership
from leerruimte.plates.models import Movement, PlateVersion

CONVERSATIONS = 300
LARGE_PEOPLE, LARGE_CONTRIBUTIONS = 1000, 800
LARGE = uuid.uuid5(HERE, "large")
PLACES = ("De Kantelboom", "Het Zilverspoor", "De Wolkenkade", "Hogeschool Zandermeer", "De Lindegroep", "Lindewoude")
OPENINGS = (
    "",
    "Bij ons: ",
    "Op woensdag: ",
    "Eerlijk gezegd: ",
    "In groep drie: ",
    "Vorige week nog: ",
    "Mijn duo zegt: ",
    "Sinds dit jaar: ",
    "Op papier, en ook echt: ",
    "In onze bouw: ",
    "Vraag maar aan Els: ",
    "Klein voorbeeld: ",
    "Tussen de middag: ",
    "Hier aan tafel: ",
    "Op de opleiding: ",
    "In het begin: ",
    "Nu al: ",
    "Straks misschien: ",
    "Wat ik hoor: ",
    "Zonder grap: ",
    "Op beide locaties: ",
    "Na drie jaar: ",
    "Met mijn eigen ogen gezien: ",
    "In de pauze: ",
    "Bij de kleuters: ",
    "In de bovenbouw: ",
    "Als je doorvraagt: ",
)


def fill(partnership: Partnership, plate: PlateVersion, now: datetime, tell: Callable[[str], object]) -> None:
    """Fill 300 finished conversations and one large one; what is there already is left alone."""
    _fill_one(partnership, plate, LARGE, "De grote netwerkdag", now - timedelta(days=2), _many(LARGE_PEOPLE, 1))
    tell("  1 conversation with 1,000 people")
    for number in range(1, CONVERSATIONS + 1):
        chance = random.Random(number)  # noqa: S311 (an example, the same each time)
        title = f"{chance.choice(PLACES)}, bijeenkomst {number}"
        people = _many(chance.choice((8, 12, 24, 40)), number)
        began = now - timedelta(days=chance.randrange(3, 300))
        _fill_one(partnership, plate, uuid.uuid5(HERE, f"full {number}"), title, began, people)
        if number % 50 == 0:
            tell(f"  {number} of {CONVERSATIONS} conversations")


def _many(people: int, seed: int) -> list[Stand]:
    chance = random.Random(seed)  # noqa: S311
    here = sum(many for many, _ in CAME.values())
    return stands({role: (-(-many * people // here), at) for role, (many, at) in CAME.items()}, chance)[:people]


def _fill_one(
    partnership: Partnership, plate: PlateVersion, id: uuid.UUID, title: str, began: datetime, people: list[Stand]
) -> None:
    if Conversation.objects.filter(pk=id).exists():
        return
    chance = random.Random(title)  # noqa: S311
    said = _said(len(people), chance)
    plan = Plan(
        title=title,
        questions=[question.key for question in plate.questions.all()],
        minutes={movement: plate.minutes.get(movement) for movement in Movement.values},
        roles=[role.value for role in ROLES],
    )
    contributions = [
        PastContribution(
            by=chance.randrange(len(people)),
            question=one["question"],
            text=text,
            at=began + timedelta(seconds=20 * index),
            slot=one["slot"],
        )
        for index, (text, one) in enumerate(said)
    ]
    past = Past(
        began=began,
        ended=began + timedelta(hours=2),
        people=[PastPerson(person.role) for person in people],
        contributions=contributions,
        stances=_stances(people, [one["lean"] for _text, one in said], contributions, chance),
        marks=[
            PastMark(number, "waar-staan-we", min(6.0, max(0.0, 2.9 - 1.3 * person.practice)), 0, began)
            for number, person in enumerate(people)
        ],
    )
    keep_past_conversation(by=host_of(partnership), partnership=partnership, plate=plate, plan=plan, past=past, id=id)


def _said(people: int, chance: random.Random) -> list[tuple[str, dict[str, Any]]]:
    """Texts that all differ: an opening and a contribution of the small example."""
    pairs = [(opening + one["text"], one) for opening in OPENINGS for one in texts()["contributions"]]
    many = LARGE_CONTRIBUTIONS if people >= LARGE_PEOPLE else max(6, people)
    return chance.sample(pairs, many)


def _stances(
    people: Sequence[Stand],
    leans: Sequence[Sequence[float]],
    contributions: Sequence[PastContribution],
    chance: random.Random,
) -> list[PastStance]:
    """Nobody gets to more than some 120: each takes a stance on a part of them."""
    each = min(len(contributions), 120)
    return [
        PastStance(number, index, value, contributions[index].at + timedelta(minutes=2))
        for number, person in enumerate(people)
        for index in chance.sample(range(len(contributions)), each)
        if contributions[index].by != number and (value := answer(person, leans[index], chance)) is not None
    ]
