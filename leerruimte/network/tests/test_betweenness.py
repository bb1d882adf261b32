"""Betweenness, held against networkx and the published network of women at meetings."""

import networkx as nx
import numpy as np
import pytest
from networkx.algorithms import bipartite

from leerruimte.network import one_mode, ties_of, two_mode
from leerruimte.network.tests.make import met, partnership, women_of_davis


def test_at_meetings_nora_fayette_stands_most_between_others() -> None:
    table = women_of_davis()
    found = two_mode(table)
    first = int(np.argmax(found.people))
    assert table.people[first] == "Nora Fayette"
    assert found.people[first] == pytest.approx(0.1135, abs=5e-5)
    assert found.method == "two-mode"
    assert not found.error.any()


def test_among_people_only_she_is_one_of_seven_that_cannot_be_told_apart() -> None:
    found = one_mode(ties_of(women_of_davis())).people
    assert np.isclose(found, found.max()).sum() == 7


def test_two_mode_is_that_of_networkx() -> None:
    table = women_of_davis()
    graph = nx.davis_southern_women_graph()
    expected = bipartite.betweenness_centrality(graph, graph.graph["top"])
    for person, value in zip(table.people, two_mode(table).people, strict=True):
        assert value == pytest.approx(expected[person], abs=1e-6)


def test_one_mode_is_that_of_networkx() -> None:
    ties = ties_of(partnership())
    graph = nx.Graph(list(zip(*(column.tolist() for column in ties.edges()[:2]), strict=True)))
    expected = nx.betweenness_centrality(graph)
    found = one_mode(ties).people
    for person in graph:
        assert found[person] == pytest.approx(expected[person], abs=1e-6)


def test_an_estimate_says_how_far_it_may_be_off_and_is_right_on_the_whole() -> None:
    table = partnership(encounters=600)
    whole = two_mode(table)
    estimates = [two_mode(table, seed=seed, all_ways=0) for seed in range(40)]
    mean = np.mean([one.people for one in estimates], axis=0)
    spread = np.std([one.people for one in estimates], axis=0)
    assert abs(mean.sum() / whole.people.sum() - 1) < 0.05
    # The error that each says is, on the whole, the spread that there is.
    said = np.mean([one.error for one in estimates], axis=0)
    assert 0.7 < said.sum() / spread.sum() < 1.4


def test_nobody_stands_between_where_nobody_meets() -> None:
    assert two_mode(met()).people.size == 0
    assert two_mode(met("anna")).people.tolist() == [0]
    assert one_mode(ties_of(met("anna bo"))).people.tolist() == [0, 0]
