"""Carries a conversation's stances to the map of perspectives, and the map to what is kept of it.

Contributions that were put together count as one, hidden and withdrawn ones are left out, and each person counts once:
who answered two doubles counts with the newest answer.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt

from leerruimte.conversations.islands import Layout, lay_out
from leerruimte.encounters.models import Contribution, Participation, Stance
from leerruimte.perspectives import MISSING, Result, VoteTable, to_json

# Goes up when what is kept of a map gets another form: maps of an older one are made anew.
EDITION = 1
# At most so many people who took no stance lie with the others; more lie in the water (figures: never one to four).
FEW = 4


def vote_table(encounter_id: UUID) -> VoteTable:
    """Everybody who joined, by every contribution that counts."""
    whole = counting(encounter_id)
    people = list(Participation.objects.filter(encounter=encounter_id).order_by("number").values_list("id", "role"))
    statements = list(dict.fromkeys(whole.values()))
    row = {person: index for index, (person, _role) in enumerate(people)}
    column = {statement: index for index, statement in enumerate(statements)}
    votes = np.full((len(people), len(statements)), MISSING, np.int8)
    stances = (
        Stance.objects.filter(encounter=encounter_id, value__isnull=False)
        .order_by("made_at", "n")
        .values_list("participation_id", "contribution_id", "value")
    )
    for person, contribution, value in stances.iterator(chunk_size=10_000):
        if value is not None and contribution in whole and person in row:
            votes[row[person], column[whole[contribution]]] = value
    return VoteTable(
        tuple(person.hex for person, _role in people),
        tuple(statement.hex for statement in statements),
        votes,
        tuple(role for _person, role in people),
    )


def counting(encounter_id: UUID) -> dict[UUID, UUID]:
    """Each contribution that counts -> the one it counts for: itself, or the one it was put together with."""
    rows = Contribution.objects.filter(encounter=encounter_id, withdrawn_at=None, hidden_at=None).order_by(
        "made_at", "id"
    )
    into = dict(rows.values_list("id", "merged_into"))
    return {one: root or one for one, root in into.items() if root is None or root in into}


def kept_map(table: VoteTable, result: Result) -> dict[str, Any]:
    """What is kept of a map: the result, and the drawing with what it needs of people."""
    return {
        **to_json(result),
        "edition": EDITION,
        "drawing": drawing_json(draw_islands(result, table)),
        "roles": table.roles,
        "silent": [int(index) for index in np.flatnonzero(~_voted(table))],
    }


def draw_islands(result: Result, table: VoteTable) -> Layout | None:
    """The drawing of a map; None while nothing may be seen."""
    if result.verdict == "too_few":
        return None
    separate = bool(result.sides) and all(side.separate for side in result.sides)
    places = result.places.tolist() if result.verdict == "pattern" else [_anywhere(person) for person in table.people]
    return lay_out(places, _groups(result, table), separate=separate)


def _anywhere(person: str) -> list[float]:
    """A place that means nothing, the same each time: what people get while there is no pattern to see."""
    first, second = np.random.default_rng(int(person, 16)).random(2)
    return [float(np.sqrt(first) * np.cos(2 * np.pi * second)), float(np.sqrt(first) * np.sin(2 * np.pi * second))]


def _voted(table: VoteTable) -> npt.NDArray[np.bool_]:
    voted: npt.NDArray[np.bool_] = (table.votes != MISSING).any(1)
    return voted


def _groups(result: Result, table: VoteTable) -> Sequence[int]:
    """The island of each person. Who took no stance lies in the water, unless that would be one to four people."""
    side_of = {person: number for number, side in enumerate(result.sides) for person in side.members}
    group = [
        side_of.get(person, 0) if has_voted else -1
        for person, has_voted in zip(table.people, _voted(table), strict=True)
    ]
    adrift = [index for index, number in enumerate(group) if number < 0]
    if len(adrift) > FEW:
        return group
    for index in adrift:
        group[index] = _nearest_side(result, index)
    return group


def _nearest_side(result: Result, person: int) -> int:
    x, y = result.places[person]
    away = [(side.centre[0] - x) ** 2 + (side.centre[1] - y) ** 2 for side in result.sides]
    return int(np.argmin(away)) if away else 0


def drawing_json(layout: Layout | None) -> dict[str, Any] | None:
    """A drawing as plain values, to keep beside the result."""
    if layout is None:
        return None
    return {
        "at": layout.at,
        "group": layout.group,
        "drawn": layout.drawn,
        "people_a_mark": layout.people_a_mark,
        "size": layout.size,
        "islands": [vars(island) for island in layout.islands],
        "neck": layout.neck,
        "way": layout.way,
    }
