"""What changed, and what would be lost without somebody."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leerruimte.network import NONE, Change, Ties, changes, without


def ties_from(edges: set[tuple[int, int]], people: int) -> Ties:
    low, high = np.array(sorted(edges), np.int64).reshape(-1, 2).T
    return Ties(people, low, high, np.ones(low.size, np.int64))


def test_ties_are_new_kept_or_gone_inside_groups_and_across() -> None:
    group = np.array([0, 0, 1, 1, NONE])
    before = ties_from({(0, 1), (1, 2), (0, 4)}, 5)
    after = ties_from({(0, 1), (2, 3), (0, 3)}, 5)
    found = changes(before, after, group)
    assert found.inside == Change(new=1, kept=1, gone=0)
    assert found.across == Change(new=1, kept=0, gone=1)


def test_without_the_one_who_ties_two_schools_they_fall_apart() -> None:
    # 0 and 1 of one school, 3 and 4 of another; 2 of the first school meets 3.
    ties = ties_from({(0, 1), (1, 2), (2, 3), (3, 4)}, 5)
    found = without(ties, 2, np.array([0, 0, 0, 1, 1]))
    assert found.apart == 4
    assert found.alone == 0
    assert found.groups == frozenset({(0, 1)})
    assert without(ties, 3, np.array([0, 0, 0, 1, 1])).alone == 1
    assert without(ties, 0, np.array([0, 0, 0, 1, 1])).apart == 0


def test_of_who_met_nobody_nothing_hangs() -> None:
    found = without(ties_from({(0, 1)}, 3), 2, np.zeros(3, np.int64))
    assert (found.alone, found.apart, found.groups) == (0, 0, frozenset())


@settings(deadline=None)
@given(st.integers(2, 9), st.data())
def test_who_falls_apart_is_as_counted_pair_by_pair(people: int, data: st.DataObject) -> None:
    one = st.integers(0, people - 1)
    edges = {
        (min(pair), max(pair)) for pair in data.draw(st.sets(st.tuples(one, one), max_size=15)) if pair[0] != pair[1]
    }
    person = data.draw(one)
    graph = nx.Graph(list(edges))
    graph.add_nodes_from(range(people))
    rest = graph.subgraph(set(graph) - {person})
    apart = sum(nx.has_path(graph, a, b) and not nx.has_path(rest, a, b) for a in rest for b in rest if a < b)
    found = without(ties_from(edges, people), person, np.zeros(people, np.int64))
    assert found.apart == apart
    assert found.alone == sum(1 for other in graph[person] if graph.degree(other) == 1)


@pytest.mark.parametrize("person", range(4))
def test_groups_that_meet_by_others_too_stay_tied(person: int) -> None:
    ties = ties_from({(0, 2), (1, 3)}, 4)
    assert without(ties, person, np.array([0, 0, 1, 1])).groups == frozenset()
