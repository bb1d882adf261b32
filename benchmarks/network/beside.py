"""The same measures by us and by networkx: equal, and how much faster."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import networkx as nx
import numpy as np
from networkx.algorithms import bipartite

from benchmarks.lines import Line
from benchmarks.network.encounters import made_encounters
from leerruimte.network import (
    Encounter,
    EncounterTable,
    Participation,
    brokerage,
    communities,
    one_mode,
    table_of,
    ties_of,
    two_mode,
)

DAY = date(2026, 1, 1)
NEAR = 1e-6


def published() -> Iterator[Line]:
    """Networks that were published, as networkx ships them."""
    davis = nx.davis_southern_women_graph()
    events = davis.graph["bottom"]
    women = _table({event: list(davis[event]) for event in events})
    yield from _lines("women at meetings (Davis)", women)
    for name, graph in (
        ("karate club", nx.karate_club_graph()),
        ("Florentine families", nx.florentine_families_graph()),
        ("Les Misérables", nx.les_miserables_graph()),
    ):
        yield from _lines(name, _table({str(n): [str(a), str(b)] for n, (a, b) in enumerate(graph.edges)}))


def made() -> Iterator[Line]:
    """A school year of a partnership: 600 people, 2,000 encounters."""
    yield from _lines("600 people, 2,000 encounters", made_encounters(600, 2_000), chance=True)


def _table(encounters: dict[str, list[str]]) -> EncounterTable:
    return table_of(
        [Encounter(name, DAY) for name in encounters],
        [Participation(name, person) for name, people in encounters.items() for person in people],
        today=DAY,
    )


def _lines(name: str, table: EncounterTable, *, chance: bool = False) -> Iterator[Line]:
    """Each measure by both, from the ties that both have already."""
    ties = ties_of(table)
    low, high, times = (column.tolist() for column in ties.edges())
    graph = nx.Graph()
    graph.add_nodes_from(range(ties.people))
    graph.add_weighted_edges_from(zip(low, high, times, strict=True))
    modes = nx.Graph()
    modes.add_nodes_from(range(ties.people))
    modes.add_edges_from(
        (person, ("encounter", encounter))
        for person, encounter in zip(table.person.tolist(), table.encounter.tolist(), strict=True)
    )
    people = range(ties.people)
    none = np.zeros(ties.people, np.int64)
    yield _line(
        f"{name}: betweenness, two-mode",
        lambda: _of_people(bipartite.betweenness_centrality(modes, people), ties.people),
        lambda: two_mode(table).people,
    )
    yield _line(
        f"{name}: betweenness, one-mode", lambda: nx.betweenness_centrality(graph), lambda: one_mode(ties).people
    )
    yield _line(
        f"{name}: constraint and effective size",
        lambda: nx.effective_size(graph) | {-1: nx.constraint(graph, weight="weight")},
        lambda: brokerage(ties, none),
        both=lambda theirs, ours: max(_apart(theirs.pop(-1), ours.constraint), _apart(theirs, ours.effective_size)),
    )
    yield _line(
        f"{name}: communities (modularity; ours twice)",
        lambda: nx.community.louvain_communities(graph, seed=1),
        lambda: communities(ties, seeds=2),
        both=lambda theirs, ours: max(0.0, nx.community.modularity(graph, theirs) - ours.modularity),
        equal="no lower",
    )


def _of_people(found: dict[Any, float], people: int) -> dict[Any, float]:
    return {person: found[person] for person in range(people)}


def _apart(theirs: dict[Any, float], ours: Any) -> float:
    return max(
        (abs(value - ours[node]) for node, value in theirs.items() if not (np.isnan(value) and np.isnan(ours[node]))),
        default=0.0,
    )


def _line(
    what: str,
    theirs: Callable[[], Any],
    ours: Callable[[], Any],
    *,
    both: Callable[[Any, Any], float] = _apart,
    equal: str = "equal",
) -> Line:
    slow, found = _timed(theirs)
    fast, mine = _timed(ours)
    off = both(found, mine)
    return Line(
        what=what,
        baseline=f"{slow * 1000:.2f} ms",
        ours=f"{fast * 1000:.2f} ms; largest difference {off:.0e}",
        ratio=f"{slow / fast:.0f}x",
        goal=f"{equal} within 1e-6, >= 20x",
        met=off <= NEAR and slow >= 20 * fast,
    )


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The least seconds of processor time of some runs (a second of them, twenty at most); and what came out."""
    least, spent, found = float("inf"), 0.0, None
    for _ in range(20):
        begin = time.process_time()
        found = work()
        took = time.process_time() - begin
        least, spent = min(least, took), spent + took
        if spent > 1:
            break
    return least, found
