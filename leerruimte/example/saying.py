"""A conversation of the example on any of the eight plates: who says what, with which part, and what follows."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from leerruimte.conversations.past import (
    Past,
    PastContribution,
    PastElementMark,
    PastIntention,
    PastMark,
    PastPerson,
    PastStance,
)
from leerruimte.encounters.models import Intention
from leerruimte.example.guests import Stand, answer
from leerruimte.plates.models import PlateVersion, Question

# A question of which every slip lies in one heap.
HEAP_OF = {
    "bereikt": "keep",
    "afscheid": "let_go",
    "nog-ontwikkelen": "develop",
    "wat-is-eigen": "identification",
    "soepel-over": "coordination",
    "van-elkaar": "reflection",
    "iets-nieuws": "transformation",
}
ABOUT = ("Sanne", "mijn mentor", "de docent van dinsdag", "een ouder", "Iris en ik", "de conciërge", "groep zeven")
OUTCOMES = {
    Intention.Outcome.DONE: 0.55,
    Intention.Outcome.CHANGED: 0.15,
    Intention.Outcome.NOT: 0.15,
    Intention.Outcome.OPEN: 0.15,
}
OPENINGS = (
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
    "Ja maar: ",
)
Seed = Mapping[str, Any]


@cache
def seeds() -> Mapping[int, Mapping[str, Sequence[Seed]]]:
    """Number of a plate -> what people say on it ("contributions") and are going to do ("intentions")."""
    read = json.loads((Path(__file__).parent / "seeds.json").read_text(encoding="utf-8"))
    return {one["number"]: one for one in read["plates"]}


@cache
def lean_of(seed: str) -> tuple[float, float, float]:
    """How much people agree with a text, and which of them more: the same each time."""
    chance = random.Random(seed)  # noqa: S311 (an example, the same each time)
    return chance.gauss(0.7, 1.2), chance.gauss(0, 1.1), chance.gauss(0, 0.5)


@dataclass(frozen=True)
class OnPlate:
    """A plate as people talk on it: its questions with their working part (key -> kind), settings by kind."""

    version: PlateVersion
    number: int
    questions: Mapping[str, str]
    settings: Mapping[str, Mapping[str, Any]]
    elements: Sequence[str]

    def asked_with(self, *parts: str) -> list[str]:
        """Questions that are answered with one of these parts."""
        return [key for key, part in self.questions.items() if part in parts]


def on_plate(version: PlateVersion) -> OnPlate:
    """Read once what all conversations on a plate need of it."""
    return OnPlate(
        version,
        version.plate.number or 0,
        {question.key: question.part for question in version.questions.all()},
        {part.kind: part.settings for part in version.parts.all()},
        [spot.key for spot in version.hotspots.all()],
    )


@dataclass(frozen=True)
class When:
    """When a conversation was: from, until (None: it goes on), and the day of today."""

    began: datetime
    ended: datetime | None
    today: date

    @property
    def lasts(self) -> timedelta:
        """How long people have had."""
        return (self.ended or self.began + timedelta(days=2)) - self.began


def texts(number: int, many: int, chance: random.Random) -> list[tuple[str, Seed]]:
    """What is said, each text once; the more is needed, the more of it begins in other words."""
    said = seeds()[number]["contributions"]
    if many <= len(said):
        return [(_begun(one["text"], chance), one) for one in chance.sample(list(said), many)]
    pairs = [(opening + one["text"], one) for opening in ("", *OPENINGS) for one in said]
    return chance.sample([pair for pair in pairs if len(pair[0]) <= 280], many)


def _begun(text: str, chance: random.Random) -> str:
    longer = chance.choice(OPENINGS) + text
    return longer if chance.random() < 0.35 and len(longer) <= 280 else text


def past_on(
    plate: OnPlate, people: Sequence[Stand], many: int, when: When, chance: random.Random, *, each: int = 120
) -> Past:
    """A conversation of these people in which `many` things are said; nobody takes a stance on more than `each`."""
    said = texts(plate.number, many, chance)
    step = when.lasts * 0.7 / max(1, many)
    contributions = [
        PastContribution(
            by=_writer(people, one["role"], chance),
            question=one["question"],
            text=text,
            at=when.began + step * index,
            **_laid(plate, one["question"], chance),
        )
        for index, (text, one) in enumerate(said)
    ]
    leans = [lean_of(one["id"]) for _text, one in said]
    return Past(
        began=when.began,
        ended=when.ended,
        people=[PastPerson(one.role, person=one.person) for one in people],
        contributions=contributions,
        stances=_stances(people, contributions, leans, each, chance),
        marks=list(_marks(plate, people, when, chance)),
        element_marks=list(_element_marks(plate, people, when, chance)),
        intentions=list(_intentions(plate, people, when, chance)),
    )


def _writer(people: Sequence[Stand], role: str, chance: random.Random) -> int:
    """Somebody with that role, or else anybody: then nobody of that role came."""
    return chance.choice([n for n, one in enumerate(people) if one.role == role] or range(len(people)))


def _laid(plate: OnPlate, question: str, chance: random.Random) -> dict[str, Any]:
    """In which heap a slip lies, in which week and as what, where the question asks for that."""
    if plate.questions.get(question) != Question.Part.HEAPS:
        return {}
    settings = plate.settings[Question.Part.HEAPS]
    slots = [heap["id"] for heap in settings["heaps"]]
    slot = HEAP_OF.get(question)
    return {
        "slot": slot if slot in slots else chance.choice(slots),
        "week": chance.randrange(settings["weeks"] + 1) if "weeks" in settings else 0,
        "kind": chance.choice(settings["kinds"])["id"] if "kinds" in settings else "",
        "about": chance.choice(ABOUT) if "who" in settings and chance.random() < 0.6 else "",
    }


def _stances(
    people: Sequence[Stand],
    contributions: Sequence[PastContribution],
    leans: Sequence[Sequence[float]],
    each: int,
    chance: random.Random,
) -> list[PastStance]:
    soon, many = timedelta(minutes=2), range(len(contributions))
    return [
        PastStance(number, index, value, contributions[index].at + soon)
        for number, person in enumerate(people)
        for index in (many if len(many) <= each else chance.sample(many, each))
        if contributions[index].by != number and (value := answer(person, leans[index], chance)) is not None
    ]


def _marks(plate: OnPlate, people: Sequence[Stand], when: When, chance: random.Random) -> Iterator[PastMark]:
    """Who works with learners every day sees less of the way done."""
    for question in plate.asked_with(Question.Part.PATH, Question.Part.SCALE):
        settings = plate.settings[plate.questions[question]]
        last = len(settings.get("stations") or settings["steps"]) - 1
        is_path = plate.questions[question] == Question.Part.PATH
        for number, person in enumerate(people):
            place = last * (0.48 - 0.2 * person.practice) + chance.gauss(0, 0.7)
            position = min(float(last), max(0.0, place))
            yield PastMark(
                number,
                question,
                round(position, 2) if is_path else float(round(position)),
                chance.randrange(len(settings["us"])) if settings.get("us") else 0,
                when.began + timedelta(minutes=4),
            )


def _element_marks(
    plate: OnPlate, people: Sequence[Stand], when: When, chance: random.Random
) -> Iterator[PastElementMark]:
    questions = plate.asked_with(Question.Part.MARKS)
    if not questions or not plate.elements:
        return
    marks = [one["id"] for one in plate.settings[Question.Part.MARKS]["marks"]]
    for number, _person in enumerate(people):
        for element in chance.sample(list(plate.elements), min(4, len(plate.elements))):
            # What stands first in the drawing is used most.
            known = plate.elements.index(element) / len(plate.elements)
            mark = marks[0] if chance.random() > known + 0.25 else chance.choice(marks)
            yield PastElementMark(number, chance.choice(questions), element, [mark], when.began + timedelta(minutes=6))


def _intentions(plate: OnPlate, people: Sequence[Stand], when: When, chance: random.Random) -> Iterator[PastIntention]:
    said = list(seeds()[plate.number]["intentions"])
    for one in chance.sample(said, min(len(said), max(2, len(people) // 4))):
        days = int(one["by_when"].split()[0])
        day = (when.began + timedelta(days=days)).date()
        outcome = Intention.Outcome.OPEN
        if day < when.today:
            outcome = chance.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        yield PastIntention(
            by=_writer(people, one["role"], chance),
            what=one["what"],
            at=when.began + when.lasts * 0.9,
            by_when=day,
            with_whom=one["with_whom"],
            needed=one["needed"],
            asks_of_me=one["asks_of_me"],
            asks_of_organisation=one["asks_of_organisation"],
            outcome=outcome,
            outcome_at=when.began + timedelta(days=days) if outcome != Intention.Outcome.OPEN else None,
        )
