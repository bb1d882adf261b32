"""A conversation as data to go on with: who answered what under numbers that say nothing about who somebody is.

The numbers are drawn anew each time and follow no order. Times are rounded to the hour, because the moment of a first
answer says who came in when. Who wrote a contribution is not told: what one person wrote would name the rest.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from leerruimte.base.small_groups import SMALLEST, groups_shown, shown
from leerruimte.conversations.figures import CountsShown, counts_shown
from leerruimte.conversations.mapping import counting
from leerruimte.conversations.models import Conversation, Mark
from leerruimte.conversations.queries.desk import slot_words
from leerruimte.conversations.queries.element_marks import marks_seen
from leerruimte.conversations.queries.room import harvests
from leerruimte.conversations.queries.sheets import sheets_seen
from leerruimte.conversations.queries.stances import stance_counts
from leerruimte.encounters.models import Contribution, Intention, Participation, Stance
from leerruimte.encounters.queries import contributions_shown, intentions_shown, roles_here


@dataclass(frozen=True)
class ContributionData:
    """A contribution; `number` counts them from 0 in the order in which they came."""

    number: int
    question: str
    text: str
    role: str
    signed: str
    theme: str
    heap: str
    about: str
    week: int | None
    kind: str
    counts: CountsShown
    hour: datetime


@dataclass(frozen=True)
class StanceData:
    """What a person (a number) thinks of a contribution: 1 agree, -1 disagree, 0 pass."""

    participant: int
    contribution: int
    value: int


@dataclass(frozen=True)
class Data:
    """All data of a conversation. `roles`: of each participant who took a stance, "" where it may not be told."""

    conversation: Conversation
    people: int | None  # None: one to four
    questions: tuple[dict[str, Any], ...]
    contributions: tuple[ContributionData, ...]
    roles: tuple[str, ...]
    stances: tuple[StanceData, ...]
    marks: tuple[dict[str, Any], ...]
    element_marks: tuple[dict[str, Any], ...]
    sheets: tuple[dict[str, Any], ...]
    intentions: tuple[Intention, ...]
    harvests: tuple[dict[str, Any], ...]
    hour: datetime


def data_of(conversation: Conversation) -> Data:
    """Everything that may be taken along."""
    here = roles_here(conversation.pk)
    told = frozenset(groups_shown(here)[0]) - {""}
    people = sum(here.values())
    contributions = _contributions(conversation, told, people)
    number_of = {one: number for number, (one, _data) in enumerate(contributions)}
    roles, stances = _stances(conversation, number_of)
    return Data(
        conversation=conversation,
        people=shown(people),
        questions=tuple(
            {"question": asked.key, "number": asked.order, "text": asked.text, "kind": asked.part}
            for asked in conversation.questions.all()
        ),
        contributions=tuple(data for _one, data in contributions),
        roles=roles,
        stances=stances,
        marks=_marks(conversation),
        element_marks=_element_marks(conversation),
        sheets=_sheets(conversation),
        intentions=tuple(intentions_shown(conversation.pk)),
        harvests=tuple(harvests(conversation.pk)),
        hour=to_the_hour(conversation.encounter.made_at),
    )


def to_the_hour(moment: datetime) -> datetime:
    """The hour in which a moment falls."""
    return moment.replace(minute=0, second=0, microsecond=0)


def _contributions(
    conversation: Conversation, told: frozenset[str], people: int
) -> list[tuple[UUID, ContributionData]]:
    rows: Sequence[Contribution] = list(contributions_shown(conversation.pk).select_related("theme_member__theme"))
    counts = stance_counts([row.pk for row in rows])
    heaps = slot_words(conversation)
    return [
        (
            row.pk,
            ContributionData(
                number=number,
                question=row.question,
                text=row.text,
                role=row.role if row.role in told else "",
                signed=row.signed,
                theme=row.theme_member.theme.name if hasattr(row, "theme_member") else "",
                heap=row.slot if row.slot in heaps else "",
                about=row.about,
                week=row.week or None,
                kind=row.kind,
                counts=counts_shown(
                    counts[row.pk].agree,
                    counts[row.pk].disagree,
                    max(people - 1, counts[row.pk].agree + counts[row.pk].disagree),
                ),
                hour=to_the_hour(row.made_at),
            ),
        )
        for number, row in enumerate(rows)
    ]


def _stances(conversation: Conversation, number_of: dict[UUID, int]) -> tuple[tuple[str, ...], tuple[StanceData, ...]]:
    """The last stance of each person on each contribution; doubles count for the one they were put together with."""
    whole = counting(conversation.pk)
    last: dict[tuple[UUID, int], int] = {}
    rows = (
        Stance.objects.filter(encounter=conversation.pk, value__isnull=False)
        .order_by("made_at", "n")
        .values_list("participation_id", "contribution_id", "value")
    )
    for person, contribution, value in rows.iterator(chunk_size=10_000):
        if value is not None and whole.get(contribution) in number_of:
            last[person, number_of[whole[contribution]]] = value
    chance = random.SystemRandom()
    people = list(dict.fromkeys(person for person, _contribution in last))
    if len(people) < SMALLEST:
        return (), ()
    chance.shuffle(people)
    role_of = dict(Participation.objects.filter(encounter=conversation.pk).values_list("id", "role"))
    number = {person: index for index, person in enumerate(people)}
    stances = [StanceData(number[person], contribution, value) for (person, contribution), value in last.items()]
    stances.sort(key=lambda stance: (stance.participant, stance.contribution))
    return _roles_told([role_of[person] for person in people]), tuple(stances)


def _roles_told(roles: Sequence[str]) -> tuple[str, ...]:
    """The role of each, "" where fewer than five of these have it or where that could be worked out."""
    told = frozenset(groups_shown(Counter(roles))[0])
    return tuple(role if role in told else "" for role in roles)


def _marks(conversation: Conversation) -> tuple[dict[str, Any], ...]:
    """Marks on the path and scale, of questions with which five people or more placed one, with a role that may be told
    among those; sorted, so without their order."""
    placed: dict[str, list[tuple[float, int, str]]] = {}
    rows = Mark.objects.filter(encounter=conversation.pk, position__isnull=False)
    for question, position, us, role in rows.values_list("question", "position", "us", "role"):
        placed.setdefault(question, []).append((position or 0.0, us, role))
    return tuple(
        {"question": question, "position": position, "us": us, "role": role}
        for question, marks in sorted(placed.items())
        if len(marks) >= SMALLEST
        for position, us, role in sorted(
            (*mark[:2], role) for mark, role in zip(marks, _roles_told([role for *_place, role in marks]), strict=True)
        )
    )


def _element_marks(conversation: Conversation) -> tuple[dict[str, Any], ...]:
    """How many people put each mark on each element; None for one to four people, with and without it."""
    seen = marks_seen(conversation)
    return tuple(
        {
            "element": element.key,
            "number": element.number,
            "title": element.title,
            "mark": kind.key,
            "people": {"many": count.number, "nobody": 0}.get(count.kind),
            "told": count.kind,
        }
        for element in seen.elements
        for kind, count in zip(seen.kinds, element.counts, strict=True)
        if seen.enough
    )


def _sheets(conversation: Conversation) -> tuple[dict[str, Any], ...]:
    """What stands on forms and canvases and may be read by all; nothing private, nothing that is still apart."""
    return tuple(
        {
            "sheet": sheet.kind,
            "table": sheet.table or None,
            "field": field.key,
            "written": written,
            "role": entry.word,
            "choice": entry.choice_id,
            "text": entry.text,
        }
        for sheet in sheets_seen(conversation)
        for field in sheet.fields
        for written, entries in (("alone", field.sides), ("together", field.together))
        for entry in entries
    )
