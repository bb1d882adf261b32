"""Brokers, held against networkx and against counting by hand."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from leerruimte.network import NONE, Ties, broker, brokerage, ties_of, touched
from leerruimte.network.brokers import COORDINATOR, GATEKEEPER, ITINERANT, LIAISON, REPRESENTATIVE, roles_between
from leerruimte.network.tests.make import graph_as_encounters, met, partnership, women_of_davis
from leerruimte.network.ties import Ints

PUBLISHED = {
    "karate": nx.karate_club_graph,
    "florentine families": nx.florentine_families_graph,
    "les miserables": nx.les_miserables_graph,
}


def by_hand(arrows: set[tuple[int, int]], group: list[int]) -> Ints:
    """The five roles, straight from the words of Gould and Fernandez: every two arrows j -> i -> k one by one."""
    found = np.zeros((len(group), 5), np.int64)
    for j, i in arrows:
        for also_i, k in arrows:
            if i != also_i or j == k or (j, k) in arrows or NONE in (group[i], group[j], group[k]):
                continue
            a, b, c = group[j], group[i], group[k]
            if a == b == c:
                found[i, COORDINATOR] += 1
            elif a == c:
                found[i, ITINERANT] += 1
            elif b == c:
                found[i, GATEKEEPER] += 1
            elif a == b:
                found[i, REPRESENTATIVE] += 1
            else:
                found[i, LIAISON] += 1
    return found


def as_table(arrows: set[tuple[int, int]], people: int) -> sparse.csr_array:
    row, column = np.array(sorted(arrows), np.int64).reshape(-1, 2).T
    return sparse.csr_array((np.ones(row.size, np.int64), (row, column)), shape=(people, people))


@pytest.mark.parametrize("name", PUBLISHED)
def test_constraint_and_effective_size_are_those_of_networkx(name: str) -> None:
    table = graph_as_encounters(PUBLISHED[name]())
    graph = nx.Graph()
    graph.add_nodes_from(range(len(table.people)))
    graph.add_edges_from((int(one), int(other)) for one, other in zip(*ties_of(table).edges()[:2], strict=True))
    found = brokerage(ties_of(table), np.zeros(len(table.people), np.int64))
    constraint, effective_size = nx.constraint(graph), nx.effective_size(graph)
    for person in graph:
        assert found.constraint[person] == pytest.approx(constraint[person], abs=1e-6)
        assert found.effective_size[person] == pytest.approx(effective_size[person], abs=1e-6)


def test_constraint_counts_how_many_times_people_met() -> None:
    ties = ties_of(women_of_davis())
    graph = nx.Graph()
    graph.add_weighted_edges_from(zip(*(column.tolist() for column in ties.edges()), strict=True))
    constraint = nx.constraint(graph, weight="weight")
    found = brokerage(ties, np.zeros(ties.people, np.int64))
    for person in graph:
        assert found.constraint[person] == pytest.approx(constraint[person], abs=1e-6)


def test_each_of_the_five_roles_by_its_own_example() -> None:
    # 0 -> 1 -> 2, in groups as the role is defined; nothing else happens at 1.
    for groups, role in (
        ([0, 0, 0], COORDINATOR),
        ([0, 1, 0], ITINERANT),
        ([1, 0, 0], GATEKEEPER),
        ([0, 0, 1], REPRESENTATIVE),
        ([0, 1, 2], LIAISON),
    ):
        found = roles_between(as_table({(0, 1), (1, 2)}, 3), np.array(groups))
        assert found.sum() == 1
        assert found[1, role] == 1


def test_a_way_between_two_who_meet_themselves_is_no_brokerage() -> None:
    found = brokerage(ties_of(met("anna bo", "bo cees", "anna cees")), np.array([0, 1, 2]))
    assert not found.roles.any()


def test_who_did_not_say_their_group_is_in_no_way() -> None:
    found = brokerage(ties_of(met("anna bo", "bo cees")), np.array([0, NONE, 1]))
    assert not found.roles.any()


def test_who_met_nobody_has_no_constraint_and_no_effective_size() -> None:
    found = brokerage(ties_of(met("anna bo", "cees")), np.zeros(3, np.int64))
    assert np.isnan(found.constraint[2])
    assert np.isnan(found.effective_size[2])
    assert found.met[2] == 0


@settings(deadline=None)
@given(st.integers(2, 9), st.data())
def test_roles_are_those_of_counting_every_way(people: int, data: st.DataObject) -> None:
    one = st.integers(0, people - 1)
    arrows = {(j, i) for j, i in data.draw(st.sets(st.tuples(one, one), max_size=40)) if i != j}
    group = data.draw(st.lists(st.integers(NONE, 3), min_size=people, max_size=people))
    assert (roles_between(as_table(arrows, people), np.array(group)) == by_hand(arrows, group)).all()


@settings(deadline=None)
@given(st.integers(0, 1000))
def test_one_broker_is_the_same_as_in_the_whole_after_every_new_encounter(seed: int) -> None:
    table = partnership(seed=seed, encounters=40, across=0.4)
    group = table.homes("organisation")
    random = np.random.default_rng(seed)
    grown = ties_of(table)
    for _ in range(5):
        grown.add(random.choice(grown.people, 3, replace=False).tolist())
    low, high, times = grown.edges()
    whole = brokerage(Ties(grown.people, low, high, times), group)
    for person in range(grown.people):
        alone = broker(grown, person, group)
        assert alone.met == whole.met[person]
        assert alone.roles == tuple(whole.roles[person])
        assert alone.constraint == pytest.approx(whole.constraint[person], nan_ok=True)
        assert alone.effective_size == pytest.approx(whole.effective_size[person], nan_ok=True)


@settings(deadline=None)
@given(st.integers(0, 1000))
def test_of_who_is_not_touched_nothing_changed(seed: int) -> None:
    table = partnership(seed=seed, encounters=30, across=0.2)
    group = table.homes("organisation")
    ties = ties_of(table)
    # As words: of who met nobody the figures are NaN, which equals nothing.
    before = [repr(broker(ties, person, group)) for person in range(ties.people)]
    three = np.random.default_rng(seed).choice(ties.people, 3, replace=False).tolist()
    ties.add(three)
    for person in set(range(ties.people)) - touched(ties, three):
        assert repr(broker(ties, person, group)) == before[person]
