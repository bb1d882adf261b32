"""Heaps that are places in weeks (a puzzle): which slips lie where, and where nothing lies yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from leerruimte.conversations.models import Conversation
from leerruimte.encounters.models import Contribution
from leerruimte.encounters.queries import contributions_shown
from leerruimte.plates.models import Question

Words = Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """A place (heap) with the weeks in which nothing lies yet, as runs: (2, 2), (5, 7)."""

    key: str
    label: Words
    empty: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Week:
    """A week with the slips at each place, the newest first."""

    number: int
    cells: tuple[tuple[Contribution, ...], ...]


@dataclass(frozen=True)
class WeeksSeen:
    """The puzzle: places, the weeks one by one, how many slips lie in no week; `kinds` of slips: (id, words)."""

    places: tuple[Place, ...]
    weeks: tuple[Week, ...]
    kinds: tuple[tuple[str, Words], ...]
    loose: int


def weeks_seen(conversation: Conversation) -> WeeksSeen | None:
    """What lies in which week at which place; None when the heaps of the plate have no weeks."""
    part = conversation.plate.parts.filter(kind=Question.Part.HEAPS).first()
    many = part.settings.get("weeks", 0) if part else 0
    if part is None or not many:
        return None
    heaps = part.settings["heaps"]
    known = [heap["id"] for heap in heaps]
    rows = list(contributions_shown(conversation.pk).filter(slot__in=known).reverse())
    lying: dict[tuple[int, str], list[Contribution]] = {}
    for row in rows:
        if 1 <= row.week <= many:
            lying.setdefault((row.week, row.slot), []).append(row)
    return WeeksSeen(
        places=tuple(
            Place(
                heap["id"],
                heap["label"],
                runs([week for week in range(1, many + 1) if (week, heap["id"]) not in lying]),
            )
            for heap in heaps
        ),
        weeks=tuple(
            Week(week, tuple(tuple(lying.get((week, key), ())) for key in known)) for week in range(1, many + 1)
        ),
        kinds=tuple((kind["id"], kind["label"]) for kind in part.settings.get("kinds", [])),
        loose=len(rows) - sum(len(slips) for slips in lying.values()),
    )


def runs(weeks: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Rising numbers as runs without a gap: 2, 5, 6, 7 -> (2, 2), (5, 7)."""
    groups = [[week for _place, week in run] for _key, run in groupby(enumerate(weeks), lambda pair: pair[1] - pair[0])]
    return tuple((run[0], run[-1]) for run in groups)
