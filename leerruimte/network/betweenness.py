"""Betweenness: how often somebody lies on the shortest ways between others.

People at encounters are two kinds of nodes, so the ways run from person to encounter to person (two-mode). Counted
among people only (one-mode), one large meeting makes everybody a neighbour of everybody, and other people come out
first; prefer two-mode.

Sources. Freeman, *Sociometry* 40 (1977); two-mode with its largest possible value: Borgatti and Everett, *Social
Networks* 19 (1997); from a part of the nodes only: Brandes and Pich, *International Journal of Bifurcation and Chaos*
17 (2007).
"""

from dataclasses import dataclass

import igraph
import numpy as np

from leerruimte.network.table import NONE, EncounterTable, Floats
from leerruimte.network.ties import Ties

# Up to so many nodes times edges all ways are counted. Beyond that ways from some nodes, drawn by chance, in groups: a
# count has a cost of its own, and how far groups differ tells how far the estimate may be off.
ALL_WAYS = 2e9
GROUPS, IN_GROUP = 5, 3


@dataclass(frozen=True, eq=False)
class Betweenness:
    """Of each person 0 to 1. `error` is the standard error of an estimate, 0 where all ways were counted."""

    method: str
    people: Floats
    error: Floats


def two_mode(table: EncounterTable, *, seed: int = 0, all_ways: float = ALL_WAYS) -> Betweenness:
    """Betweenness of people among people and encounters, over its largest possible value."""
    known = table.person != NONE
    people, encounters = len(table.people), len(table.encounters)
    graph = igraph.Graph(
        n=people + encounters, edges=np.stack([table.person[known], people + table.encounter[known]], axis=1)
    )
    found, error = _counted(graph, seed, all_ways)
    most = _most_of_two_modes(people, encounters)
    return Betweenness("two-mode", found[:people] / most, error[:people] / most)


def one_mode(ties: Ties, *, seed: int = 0, all_ways: float = ALL_WAYS) -> Betweenness:
    """Betweenness of people among people, over its largest possible value."""
    found, error = _counted(ties.graph(), seed, all_ways)
    most = max(1.0, (ties.people - 1) * (ties.people - 2) / 2)
    return Betweenness("one-mode", found / most, error / most)


def _counted(graph: igraph.Graph, seed: int, all_ways: float) -> tuple[Floats, Floats]:
    """Betweenness of each node and its standard error: of all ways, or of ways from some nodes scaled up to all."""
    nodes = graph.vcount()
    if nodes * graph.ecount() <= all_ways or nodes <= GROUPS * IN_GROUP:
        return np.array(graph.betweenness(), np.float64), np.zeros(nodes)
    pivots = np.random.default_rng(seed).choice(nodes, (GROUPS, IN_GROUP), replace=False)
    total, squares = np.zeros(nodes), np.zeros(nodes)
    for group in pivots.tolist():
        # A way is met from both of its ends when all nodes are asked; igraph allows for that already.
        scaled = np.array(graph.betweenness(sources=group)) * nodes / IN_GROUP
        total += scaled
        squares += scaled**2
    mean = total / GROUPS
    left_out = 1 - GROUPS * IN_GROUP / nodes
    return mean, np.sqrt(np.maximum(0, squares / GROUPS - mean**2) / (GROUPS - 1) * left_out)


def _most_of_two_modes(own: int, other: int) -> float:
    """The largest betweenness that one of `own` nodes can have with `other` nodes of the other mode; at least 1."""
    if own < 1 or other < 1:
        return 1.0
    s, t = divmod(own - 1, other)
    return max(1.0, (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2)
