"""Fills the conversations of the small example: by the actions, so that what it shows can really exist."""

import json
import random
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from leerruimte.conversations.actions import keeping_past
from leerruimte.conversations.actions.moderating import (
    hide_contribution,
    merge_contribution,
    name_theme,
    put_in_theme,
)
from leerruimte.conversations.actions.opening import Plan, open_conversation
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.past import (
    Past,
    PastContribution,
    PastIntention,
    PastMark,
    PastPerson,
    PastStance,
    contribution_id,
)
from leerruimte.encounters.models import Contribution
from leerruimte.example.guests import CAME, Member, Stand, answer, members, stands, stands_of
from leerruimte.example.partnership import EDUCATOR
from leerruimte.example.saying import When, on_plate, past_on
from leerruimte.people.models import Partnership, Person, Role
from leerruimte.people.who import Who
from leerruimte.plates.models import Movement, PlateVersion

HERE = uuid.UUID("5f0e6c1a-7d39-5b8e-9a52-0c4a1b2d3e4f")
LIVE, FINISHED, OPEN = (uuid.uuid5(HERE, name) for name in ("live", "finished", "open"))

ROLES = [
    Role.STUDENT,
    Role.CAREER_CHANGER,
    Role.STARTER,
    Role.TEACHER,
    Role.MENTOR,
    Role.SCHOOL_EDUCATOR,
    Role.INSTITUTE_EDUCATOR,
    Role.RESEARCHER,
    Role.COORDINATOR,
    Role.STEERING,
]
TABLES = 9


@cache
def texts() -> dict[str, Any]:
    """The words of the example: contributions, intentions, harvests."""
    read: dict[str, Any] = json.loads((Path(__file__).parent / "samen_leren.json").read_text(encoding="utf-8"))
    return read


def host_of(partnership: Partnership) -> Who:
    """Els, with the link of the partnership."""
    els = Person.objects.get(email=EDUCATOR)
    return Who(person=els.pk, hosts={partnership.pk: partnership.host_number})


def live_conversation(partnership: Partnership, plate: PlateVersion) -> Conversation:
    """A conversation that can begin: people join, the facilitator starts the first phase."""
    plan = Plan(
        title="Studiemiddag in De Kantelboom",
        questions=[question.key for question in plate.questions.all()],
        minutes={movement: plate.minutes.get(movement) for movement in Movement.values},
        roles=[role.value for role in ROLES],
    )
    return open_conversation(by=host_of(partnership), partnership=partnership, plate=plate, plan=plan, id=LIVE)


def finished_conversation(partnership: Partnership, plate: PlateVersion, now: datetime) -> Conversation:
    """A conversation of last week, with everything that a report can show."""
    known = Conversation.objects.filter(pk=FINISHED).first()
    if known:
        return known
    by = host_of(partnership)
    chance = random.Random(28)  # noqa: S311 (an example, the same each time)
    began = _afternoon(now - timedelta(days=7))
    plan = Plan(
        title="Netwerkmiddag: waar staan wij?",
        questions=[question.key for question in plate.questions.all()],
        minutes={movement: plate.minutes.get(movement) for movement in Movement.values},
        roles=[role.value for role in ROLES],
    )
    conversation = keeping_past.keep_past_conversation(
        by=by,
        partnership=partnership,
        plate=plate,
        plan=plan,
        past=_past(began, chance, members(partnership)),
        id=FINISHED,
    )
    _lead(by, conversation)
    return conversation


def open_to_members(partnership: Partnership, plate: PlateVersion, now: datetime) -> Conversation:
    """A conversation that goes on for two weeks, which everybody in the partnership finds in their own place."""
    known = Conversation.objects.filter(pk=OPEN).first()
    if known:
        return known
    chance = random.Random(3)  # noqa: S311
    ria = next(one for one in members(partnership) if one.role == Role.COORDINATOR and one.first_name == "Ria")
    people = stands_of(chance.sample([one for one in members(partnership) if one != ria], 12), chance)
    people.append(Stand(ria.role, -1.2, 0.4, ria.person))
    began = now - timedelta(days=4)
    plan = Plan(
        title="Ons landschap: wat gebruiken we, wat missen we?",
        questions=[question.key for question in plate.questions.all()],
        mode=Conversation.Mode.OPEN,
        roles=[role.value for role in ROLES],
        closes_at=now + timedelta(days=14),
        is_open_to_members=True,
    )
    past = past_on(on_plate(plate), people, 14, When(began, None, now.date()), chance)
    # Somebody who can sign in has something to do this week.
    soon = replace(past.intentions[0], by=len(people) - 1, by_when=(now + timedelta(days=3)).date())
    past = replace(past, intentions=[soon, *past.intentions[1:]])
    by = Who(person=ria.person, hosts={partnership.pk: partnership.host_number})
    return keeping_past.keep_past_conversation(
        by=by, partnership=partnership, plate=plate, plan=plan, past=past, id=OPEN
    )


def _afternoon(moment: datetime) -> datetime:
    return datetime(moment.year, moment.month, moment.day, 13, 0, tzinfo=UTC)


def _past(began: datetime, chance: random.Random, here: Sequence[Member]) -> Past:
    people = stands(CAME, chance)
    accounts = _accounts(people, here)
    firsts = _first_names(people)
    said = [*texts()["contributions"], *texts()["doubles"], *texts()["hidden"]]
    writers = [_writer(people, one["role"], index) for index, one in enumerate(said)]
    contributions = [
        PastContribution(
            by=by,
            question=one["question"],
            text=one["text"],
            at=began + timedelta(minutes=5 + index * 1.5),
            slot=one.get("slot", "let_go"),
            signed=bool(one.get("signed")) and firsts.get(by) == one["signed"],
        )
        for index, (one, by) in enumerate(zip(said, writers, strict=True))
    ]
    return Past(
        began=began,
        ended=began + timedelta(minutes=75),
        people=[
            PastPerson(person.role, firsts.get(index, ""), index % TABLES + 1, accounts.get(index))
            for index, person in enumerate(people)
        ],
        contributions=contributions,
        stances=_stances(people, contributions, said, chance),
        marks=_marks(people, began, chance),
        intentions=_intentions(people, began, firsts),
        harvests=[(index, text) for index, text in enumerate(texts()["harvests"][:TABLES])],
        tables=TABLES,
    )


def _accounts(people: Sequence[Stand], here: Sequence[Member]) -> dict[int, int]:
    """Place among the people -> the account they have; whom one can follow first, then others of the role."""
    intends = [_writer(people, one["role"], index) for index, one in enumerate(texts()["intentions"])]
    coming = _first_names(people) | {index: "Els" for index in intends if people[index].role == Role.SCHOOL_EDUCATOR}
    found: dict[int, int] = {}
    for index, person in sorted(enumerate(people), key=lambda pair: pair[0] not in coming):
        free = [one for one in here if one.role == person.role and one.person not in found.values()]
        called = [one for one in free if one.first_name == coming.get(index)]
        # Every fourth came without an account.
        if called or (free and index % 4):
            found[index] = (called or free)[0].person
    return found


def _first_names(people: Sequence[Stand]) -> dict[int, str]:
    """A name for the writer of each signed contribution; the others gave none."""
    return {
        _writer(people, one["role"], index): one["signed"]
        for index, one in enumerate(texts()["contributions"])
        if one["signed"]
    }


def _writer(people: Sequence[Stand], role: str, index: int) -> int:
    """Somebody with that role, or else anybody: then nobody of that role came."""
    of_role = [number for number, person in enumerate(people) if person.role == role] or list(range(len(people)))
    return of_role[index % len(of_role)]


def _stances(
    people: Sequence[Stand], contributions: Sequence[PastContribution], said: Sequence[Any], chance: random.Random
) -> list[PastStance]:
    leans = [one.get("lean") or texts()["contributions"][one.get("of", 1) - 1]["lean"] for one in said]
    return [
        PastStance(number, index, value, contribution.at + timedelta(minutes=1 + number / 20))
        for index, contribution in enumerate(contributions)
        for number, person in enumerate(people)
        if number != contribution.by and (value := answer(person, leans[index], chance)) is not None
    ]


def _marks(people: Sequence[Stand], began: datetime, chance: random.Random) -> list[PastMark]:
    return [
        PastMark(
            by=number,
            question="waar-staan-we",
            position=round(min(6.0, max(0.0, 2.9 - 1.3 * person.practice + chance.gauss(0, 0.7))), 2),
            us=chance.choice((0, 0, 1, 2)),
            at=began + timedelta(minutes=4),
        )
        for number, person in enumerate(people)
        if chance.random() < 0.92
    ]


def _intentions(people: Sequence[Stand], began: datetime, firsts: dict[int, str]) -> list[PastIntention]:
    made = []
    for index, one in enumerate(texts()["intentions"]):
        by = _writer(people, one["role"], index)
        made.append(
            PastIntention(
                by=by,
                what=one["what"],
                at=began + timedelta(minutes=62 + index),
                by_when=(began + timedelta(days=one["days"])).date(),
                with_whom=one["with_whom"],
                needed=one["needed"],
                asks_of_me=one["asks_of_me"],
                asks_of_organisation=one["asks_of_organisation"],
                signed=by in firsts,
            )
        )
    return made


def _lead(by: Who, conversation: Conversation) -> None:
    """What the facilitator did: themes, a double put together, one contribution hidden."""
    rows = [Contribution.objects.get(pk=contribution_id(conversation.pk, n)) for n in range(_how_many())]
    for one, row in zip(texts()["contributions"], rows, strict=False):
        if one["theme"]:
            theme = name_theme(by=by, conversation=conversation, name=one["theme"])
            put_in_theme(by=by, conversation=conversation, contribution=row, theme=theme)
    first_double = len(texts()["contributions"])
    for index, one in enumerate(texts()["doubles"]):
        merge_contribution(
            by=by, conversation=conversation, contribution=rows[first_double + index], into=rows[one["of"] - 1]
        )
    for index, one in enumerate(texts()["hidden"]):
        row = rows[first_double + len(texts()["doubles"]) + index]
        hide_contribution(by=by, conversation=conversation, contribution=row, reason=one["reason"])


def _how_many() -> int:
    return len(texts()["contributions"]) + len(texts()["doubles"]) + len(texts()["hidden"])
