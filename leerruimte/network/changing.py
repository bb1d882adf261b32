"""What changed between two periods, and what would be lost without somebody."""

from dataclasses import dataclass

import numpy as np

from leerruimte.network.table import NONE, Ints
from leerruimte.network.ties import Ties


@dataclass(frozen=True)
class Change:
    """Ties that are new, that were kept, that are gone."""

    new: int
    kept: int
    gone: int


@dataclass(frozen=True)
class Changes:
    """What changed, inside groups and across them; ties of people without a known group are in neither."""

    inside: Change
    across: Change


def changes(before: Ties, after: Ties, group: Ints) -> Changes:
    """What changed from one period to the next; both count the same people, `group` holds the group of each."""
    people = max(before.people, after.people)
    was, now = (_keys(ties, people) for ties in (before, after))
    kept = np.isin(now, was)
    gone = was[~np.isin(was, now)]
    found = {}
    for across in (False, True):
        found[across] = Change(
            new=_count(now[~kept], people, group, across),
            kept=_count(now[kept], people, group, across),
            gone=_count(gone, people, group, across),
        )
    return Changes(inside=found[False], across=found[True])


def _keys(ties: Ties, people: int) -> Ints:
    low, high, _ = ties.edges()
    return low * people + high


def _count(keys: Ints, people: int, group: Ints, across: bool) -> int:
    one, other = group[keys // people], group[keys % people]
    known = (one != NONE) & (other != NONE)
    return int(np.count_nonzero(known & ((one != other) == across)))


@dataclass(frozen=True)
class Without:
    """What would be lost without one person.

    `alone`: people who met nobody else. `apart`: pairs of people who are tied, by way of others, and would not be any
    longer. `groups`: pairs of groups (lower number first) whose only ties ran through this person: as one of the two
    who met.
    """

    alone: int
    apart: int
    groups: frozenset[tuple[int, int]]


def without(ties: Ties, person: int, group: Ints) -> Without:
    """What would be lost without this person; `group` holds the group of each."""
    others, _ = ties.of(person)
    graph = ties.graph().copy()
    whole = set(graph.subcomponent(person))
    graph.delete_edges(graph.incident(person))
    left = len(whole) - 1
    parts: list[int] = []
    seen: set[int] = set()
    for one in others.tolist():
        if one not in seen:
            part = graph.subcomponent(one)
            seen.update(part)
            parts.append(len(part))
    pairs = left * (left - 1) // 2 - sum(size * (size - 1) // 2 for size in parts)
    return Without(alone=parts.count(1), apart=pairs, groups=_only_by(ties, person, group))


def _only_by(ties: Ties, person: int, group: Ints) -> frozenset[tuple[int, int]]:
    """Pairs of groups that met only in ties of this person."""
    low, high, _ = ties.edges()
    one, other = np.minimum(group[low], group[high]), np.maximum(group[low], group[high])
    crossing = (one != NONE) & (one != other)
    theirs = crossing & ((low == person) | (high == person))
    rest = crossing & ~theirs
    by_them = set(zip(one[theirs].tolist(), other[theirs].tolist(), strict=True))
    by_others = set(zip(one[rest].tolist(), other[rest].tolist(), strict=True))
    return frozenset(by_them - by_others)
