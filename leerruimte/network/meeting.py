"""Whom could I meet about this? People who were in encounters about it and whom one does not meet yet, with why.

First who is across the most boundaries, then whom somebody one knows has met, then who was in it last. The order tells
where a meeting may bring something new; it is no mark of anybody, and no number goes out that could be read as one.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from leerruimte.network.table import NONE, By, EncounterTable, Ints
from leerruimte.network.ties import Ties

BOUNDARIES: tuple[By, ...] = ("kind", "board", "organisation", "role")


@dataclass(frozen=True)
class Suggestion:
    """Somebody to meet, and why.

    `about`: the objects of encounters they were in; `last_day` the day of the last one (days since 1-1-0001); `across`:
    the boundaries between the two; `by_way_of`: people both have met.
    """

    person: int
    about: tuple[int, ...]
    last_day: int
    across: tuple[By, ...]
    by_way_of: tuple[int, ...]


def whom_to_meet(
    table: EncounterTable,
    ties: Ties,
    person: int,
    about: Collection[int],
    *,
    may_be_found: Callable[[int], bool],
    most: int = 5,
) -> tuple[Suggestion, ...]:
    """At most so many people to meet about one of these objects; only who `may_be_found`, never who was met already."""
    rows = np.isin(table.about[table.encounter], list(about)) & (table.person != NONE)
    met = set(ties.of(person)[0].tolist()) if person < ties.people else set()
    homes = {by: table.homes(by) for by in BOUNDARIES}
    found = []
    for other in np.unique(table.person[rows]).tolist():
        if other == person or other in met or not may_be_found(other):
            continue
        theirs = table.encounter[rows & (table.person == other)]
        found.append(
            Suggestion(
                person=other,
                about=tuple(np.unique(table.about[theirs]).tolist()),
                last_day=int(table.day[theirs].max()),
                across=tuple(by for by in BOUNDARIES if _differ(homes[by], person, other)),
                by_way_of=tuple(one for one in ties.of(other)[0].tolist() if one in met),
            )
        )
    found.sort(key=lambda one: (-len(one.across), not one.by_way_of, -one.last_day, one.person))
    return tuple(found[:most])


def _differ(home: Ints, one: int, other: int) -> bool:
    return bool(home[one] != NONE and home[other] != NONE and home[one] != home[other])
