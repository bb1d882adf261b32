"""Plates with marks, a scale, weeks and crossings, and what people put there, for tests."""

from typing import Any

from django.db import transaction

from leerruimte.conversations.hot import apply_batch
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.tests import make
from leerruimte.conversations.tests.make import words
from leerruimte.encounters.models import Contribution, Participation
from leerruimte.plates.models import Movement, PlateVersion, Question, WorkingPart

KNOWN, MISSED, HOW_FAR, PUZZLE, OWN = "kennen", "missen", "hoe-ver", "puzzel", "wat-is-eigen"

MARKS_SETTINGS = {
    "prompt": words("Zet een merkje bij een bouwsteen.", "Put a mark on an element."),
    "marks": [
        {"id": "use", "label": words("gebruiken we", "we use it"), "sign": "●", "hint": words("Dit schooljaar.")},
        {"id": "unknown", "label": words("ken ik niet", "don't know it"), "sign": "?"},
        {"id": "curious", "label": words("nieuwsgierig", "curious"), "sign": "!"},
        {"id": "miss", "label": words("missen we", "we miss it"), "sign": "+"},
    ],
}
SCALE_SETTINGS = {
    "prompt": words("Schuif de wagen. Vertel erbij wat je zag.", "Slide the cart. Say what you saw."),
    "ends": {"low": words("ieder in de eigen hoek"), "high": words("we leren van en met elkaar")},
    "steps": [
        {"id": "corners", "label": words("Ieder in de eigen hoek"), "sign": words("We bellen als er iets misgaat.")},
        {"id": "rattling", "label": words("Het rijdt, maar het rammelt"), "sign": words("Het kost nog veel moeite.")},
        {"id": "ring", "label": words("In de kring"), "sign": words("Iedereen leert hier iets.")},
    ],
}
PUZZLE_SETTINGS = {
    "prompt": words("Leg stukken in de komende vier weken.", "Lay pieces in the next four weeks."),
    "heaps": [{"id": key, "label": words(label)} for key, label in (("institute", "opleiding"), ("school", "school"))],
    "weeks": 4,
    "kinds": [
        {"id": "formal", "label": words("op het rooster")},
        {"id": "informal", "label": words("tussendoor")},
    ],
    "pieces": [words("meekijken bij een oudergesprek")],
}
CROSSINGS_SETTINGS = {
    "prompt": words("Kies een oversteek die je kent.", "Choose a crossing you know."),
    "who": words("Wie steekt over?", "Who crosses?"),
    "heaps": [
        {
            "id": key,
            "nr": nr,
            "hotspot": spot,
            "label": words(label),
            "question": words(f"{label}?"),
            "example": words("Een docent zit een ochtend achterin groep vijf."),
        }
        for nr, (key, spot, label) in enumerate(
            (
                ("identification", "begin", "Wat is eigen"),
                ("coordination", "poort", "Soepel over"),
                ("reflection", "kring", "Van elkaar"),
                ("transformation", "kring", "Iets nieuws"),
            ),
            start=1,
        )
    ],
}


def a_plate_with(kind: str, settings: dict[str, Any], *keys: str) -> PlateVersion:
    """A small plate with these settings of one working part, and a question for each key that it answers."""
    version = make.a_plate()
    version.questions.all().delete()
    version.parts.exclude(kind=Question.Part.TOMORROW).delete()
    WorkingPart.objects.create(version=version, kind=kind, settings=settings)
    for order, key in enumerate(keys, start=1):
        text = words(f"Vraag {order}: {key}?")
        Question.objects.create(version=version, key=key, order=order, movement=Movement.LOOK, text=text, part=kind)
    return version


def a_landscape(**given: Any) -> Conversation:
    """A conversation on a plate with marks, asked in two questions."""
    return _held_on(a_plate_with("marks", MARKS_SETTINGS, KNOWN, MISSED), KNOWN, given)


def a_road(**given: Any) -> Conversation:
    """A conversation on a plate with a scale."""
    return _held_on(a_plate_with("scale", SCALE_SETTINGS, HOW_FAR), HOW_FAR, given)


def a_puzzle(**given: Any) -> Conversation:
    """A conversation on a plate whose heaps are places in weeks."""
    return _held_on(a_plate_with("heaps", PUZZLE_SETTINGS, PUZZLE), PUZZLE, given)


def crossings(**given: Any) -> Conversation:
    """A conversation on a plate with four heaps, each slip with who crosses."""
    return _held_on(a_plate_with("heaps", CROSSINGS_SETTINGS, OWN), OWN, given)


def _held_on(plate: PlateVersion, asking: str, given: dict[str, Any]) -> Conversation:
    return make.a_conversation(on=plate, asking=asking, **given)


def put(conversation: Conversation, element: str, *marks: str, by: Participation | None = None) -> Participation:
    """Somebody puts these marks on an element; who did."""
    by = by or make.a_participant(conversation)
    sent(make.a_write(by, "element", question=KNOWN, element=element, marks=list(marks)))
    return by


def place(conversation: Conversation, position: float, *, role: str | None = None) -> Participation:
    """Somebody places "us" on the scale; who did."""
    by = make.a_participant(conversation, role=role)
    sent(make.a_write(by, "mark", question=HOW_FAR, position=position))
    return by


def lay(conversation: Conversation, text: str, slot: str, **laid: Any) -> Contribution:
    """Somebody lays a slip on a heap: `week` and `as_kind`, or `about` whom, as the plate asks."""
    by = make.a_participant(conversation)
    question = conversation.questions.get(part=Question.Part.HEAPS).key
    write = make.a_write(by, "contribute", question=question, text=text, slot=slot, **laid)
    sent(write)
    return Contribution.objects.get(pk=write.id)


def sent(*writes: Any) -> None:
    """Through the fast door; all must be kept."""
    with transaction.atomic():
        outcome = apply_batch(writes)
    assert [answer.outcome for answer in outcome.answers] == ["kept"] * len(writes), outcome.answers
