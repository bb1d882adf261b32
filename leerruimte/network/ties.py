"""Ties: who met whom how often, as one graph of people that can grow by one encounter at a time."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TypeVar

import igraph
import numpy as np

from leerruimte.network.table import NONE, EncounterTable, Floats, Ints

Amounts = TypeVar("Amounts", Ints, Floats)


class Ties:
    """A tie between two people who met, with how many times.

    Kept as rows that lie one behind the other (`start`, `other`, `times`), with what came later beside them: a new
    encounter costs no more than the people in it. `people` is how many there are.
    """

    def __init__(self, people: int, low: Ints, high: Ints, times: Ints) -> None:
        self.people = people
        ends = np.concatenate([low, high])
        order = np.argsort(ends, kind="stable")
        self._start: Ints = np.searchsorted(ends[order], np.arange(people + 1)).astype(np.int64)
        self._other: Ints = np.concatenate([high, low])[order]
        self._times: Ints = np.concatenate([times, times])[order]
        self._later: dict[int, dict[int, int]] = {}
        self._graph: igraph.Graph | None = None

    def __len__(self) -> int:
        """How many ties there are."""
        return self.edges()[0].size

    def of(self, person: int) -> tuple[Ints, Ints]:
        """Whom a person met, and how many times with each."""
        rows = slice(self._start[person], self._start[person + 1]) if person + 1 < self._start.size else slice(0, 0)
        other, times = self._other[rows], self._times[rows]
        later = self._later.get(person)
        if not later:
            return other, times
        new = np.fromiter(later, np.int64)
        more = np.fromiter(later.values(), np.int64)
        met = np.isin(new, other)
        times = times + np.array([later.get(int(one), 0) for one in other], np.int64)
        return np.concatenate([other, new[~met]]), np.concatenate([times, more[~met]])

    def add(self, people: Sequence[int]) -> None:
        """One more encounter of these people (numbers; a number that was not there yet is somebody new)."""
        self._graph = None
        self.people = max(self.people, *(one + 1 for one in people)) if people else self.people
        for one, other in combinations(dict.fromkeys(people), 2):
            for here, there in ((one, other), (other, one)):
                later = self._later.setdefault(here, {})
                later[there] = later.get(there, 0) + 1

    def edges(self) -> tuple[Ints, Ints, Ints]:
        """Each tie once: the lower number, the higher number, how many times they met."""
        rows = np.repeat(np.arange(self._start.size - 1), np.diff(self._start))
        once = rows < self._other
        low, high, times = rows[once], self._other[once], self._times[once]
        if not self._later:
            return low, high, times
        more = [(one, other, n) for one, later in self._later.items() for other, n in later.items() if one < other]
        new = np.array(more, np.int64).reshape(-1, 3)
        return _together(
            np.concatenate([low, new[:, 0]]), np.concatenate([high, new[:, 1]]), np.concatenate([times, new[:, 2]])
        )

    def graph(self) -> igraph.Graph:
        """The same as a graph, with `times` on each edge; not to be changed."""
        if self._graph is None:
            low, high, times = self.edges()
            ends = np.stack([low, high], axis=1)
            self._graph = igraph.Graph(n=self.people, edges=ends, edge_attrs={"times": times.tolist()})
        return self._graph


def ties_of(table: EncounterTable) -> Ties:
    """Who met whom in these encounters. Who took part without a name has no ties."""
    known = table.person != NONE
    low, high, times = pairs_of(table.encounter[known], table.person[known], np.ones(len(table.encounters)))
    return Ties(len(table.people), low, high, times.astype(np.int64))


def pairs_of(encounter: Ints, who: Ints, weight: Floats) -> tuple[Ints, Ints, Floats]:
    """Each two who took part together once: the lower, the higher, the sum of `weight` of their encounters.

    `encounter` (sorted) and `who` are per participation, `weight` per encounter.
    """
    found = list(_pairs(encounter, who, weight))
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    return _together(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _pairs(encounter: Ints, who: Ints, weight: Floats) -> Iterator[tuple[Ints, Ints, Floats]]:
    """All pairs in one encounter, by encounters of one size at a time: the lower, the higher, the weight."""
    first = np.flatnonzero(np.diff(encounter, prepend=NONE - 1))
    size = np.diff(first, append=encounter.size)
    for n in np.unique(size[size > 1]):
        begin = first[size == n]
        members = np.sort(who[begin[:, None] + np.arange(n)], axis=1)
        one, other = np.triu_indices(n, 1)
        yield members[:, one].ravel(), members[:, other].ravel(), np.repeat(weight[encounter[begin]], one.size)


def _together(low: Ints, high: Ints, amount: Amounts) -> tuple[Ints, Ints, Amounts]:
    """Add up what is about the same two."""
    if not low.size:
        return low, high, amount
    # One number for two sorts several times faster than two keys.
    many = int(high.max()) + 1
    key = low * many + high
    order = np.argsort(key)
    key, amount = key[order], amount[order]
    new = np.flatnonzero(np.diff(key, prepend=-1))
    return key[new] // many, key[new] % many, np.add.reduceat(amount, new)
