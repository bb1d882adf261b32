"""Communities, where there are any."""

import networkx as nx
import numpy as np
import pytest

from leerruimte.network import communities, ties_of
from leerruimte.network.tests.make import graph_as_encounters, met, partnership


def test_schools_that_hardly_meet_are_found_as_groups() -> None:
    table = partnership(across=0.05, encounters=900)
    found = communities(ties_of(table))
    home = table.homes("organisation")
    assert found.clear
    pairs = {(int(one), int(other)) for one, other in zip(found.of, home, strict=True)}
    assert len(pairs) == len(set(home.tolist())) == found.of.max() + 1


def test_where_everybody_meets_by_chance_no_groups_are_called() -> None:
    assert not communities(ties_of(graph_as_encounters(nx.gnm_random_graph(120, 700, seed=4)))).clear


def test_modularity_is_that_of_networkx() -> None:
    ties = ties_of(graph_as_encounters(nx.karate_club_graph()))
    found = communities(ties)
    graph = nx.Graph(list(zip(*(column.tolist() for column in ties.edges()[:2]), strict=True)))
    groups = [set(np.flatnonzero(found.of == group).tolist()) for group in range(found.of.max() + 1)]
    assert found.modularity == pytest.approx(nx.community.modularity(graph, groups), abs=1e-6)
    assert [len(group) for group in groups] == sorted((len(group) for group in groups), reverse=True)


def test_the_same_seed_gives_the_same_groups() -> None:
    ties = ties_of(partnership(across=0.4))
    assert (communities(ties, seed=7).of == communities(ties, seed=7).of).all()


def test_without_ties_there_are_no_groups() -> None:
    assert not communities(ties_of(met("anna", "bo"))).clear
    assert communities(ties_of(met())).of.size == 0
