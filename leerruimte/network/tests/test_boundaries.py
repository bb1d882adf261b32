"""Boundaries: open, half, shut; against chance and with how sure it is."""

from dataclasses import replace
from itertools import permutations
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leerruimte.network import Encounter, Participation, State, boundary, meetings_between, table_of
from leerruimte.network.tests.make import TODAY, met, partnership


def of_roles(*encounters: str) -> object:
    """Encounters in which nobody has a name: "a a b" is three people, two of role a."""
    return table_of(
        [Encounter(str(number), TODAY) for number, _ in enumerate(encounters)],
        [Participation(str(number), None, role) for number, roles in enumerate(encounters) for role in roles.split()],
        today=TODAY,
    )


def test_the_index_is_minus_one_inside_and_one_across() -> None:
    assert boundary(of_roles("a a", "b b b"), "role").index == -1
    assert boundary(of_roles("a b", "b a"), "role").index == 1
    assert boundary(of_roles("a b", "a a"), "role").index == 0


def test_a_large_meeting_weighs_no_more_than_its_people() -> None:
    # Twelve who stay inside, and six pairs that cross: as many people each, so evenly open.
    assert boundary(of_roles(" ".join("a" * 12), *["a b"] * 6), "role").index == pytest.approx(0)


def test_chance_keeps_people_in_one_group_and_the_groups_as_large_as_they_are() -> None:
    table = partnership(across=1 / 3)
    found = boundary(table, "organisation")
    sizes = np.bincount(table.homes("organisation"))
    expected = 1 - (sizes * (sizes - 1)).sum() / (sizes.sum() * (sizes.sum() - 1))
    assert (1 + found.by_chance) / 2 == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(("across", "state"), [(0.02, State.SHUT), (0.45, State.HALF), (1.0, State.OPEN)])
def test_a_boundary_is_called_by_what_crosses_it(across: float, state: State) -> None:
    assert boundary(partnership(across=across, encounters=1500), "organisation").state == state


def test_of_few_encounters_nothing_is_said() -> None:
    assert boundary(of_roles("a a", "b b"), "role").state == State.TOO_LITTLE_SEEN
    assert boundary(met("anna bo"), "role").state == State.TOO_LITTLE_SEEN
    assert boundary(met(), "role").state == State.TOO_LITTLE_SEEN


def test_where_all_are_of_one_group_there_is_no_boundary_to_speak_of() -> None:
    assert boundary(of_roles(*["a a a"] * 30), "role").state == State.TOO_LITTLE_SEEN


def test_chance_is_what_dealing_out_anew_gives() -> None:
    """The formula beside drawing: the groups dealt out anew two thousand times."""
    table = partnership(encounters=80, across=0.3)
    random = np.random.default_rng(5)
    homes = table.homes("organisation")
    drawn = [
        boundary(replace(table, organisation=random.permutation(homes)[table.person]), "organisation").index
        for _ in range(2000)
    ]
    found = boundary(table, "organisation")
    assert found.by_chance == pytest.approx(np.mean(drawn), abs=0.005)
    at = NormalDist(found.by_chance, np.std(drawn)).cdf(found.by_chance - 0.1)
    closed = NormalDist(np.mean(drawn), np.std(drawn)).cdf(found.index)
    assert found.as_closed_by_chance == pytest.approx(closed, abs=0.01)
    assert np.mean(np.array(drawn) <= found.by_chance - 0.1) == pytest.approx(at, abs=0.03)


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """Many small partnerships of which the truth is known from a very large one."""
    truth = boundary(partnership(across=0.3, encounters=20_000), "organisation").openness
    held = 0
    for seed in range(1, 61):
        found = boundary(partnership(seed=seed, across=0.3, encounters=200), "organisation")
        held += found.low <= truth <= found.high
    assert held >= 51


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=5), max_size=6))
def test_who_met_whom_adds_up_to_counting_all_pairs(encounters: list[list[str]]) -> None:
    table = of_roles(*(" ".join(roles) for roles in encounters))
    names = table.names("role")
    expected = np.zeros((len(names), len(names)))
    for roles in encounters:
        for one, other in permutations(range(len(roles)), 2):
            expected[names.index(roles[one]), names.index(roles[other])] += 1 / (len(roles) - 1)
    found = meetings_between(table, "role")
    assert found == pytest.approx(expected)
    total = found.sum()
    index = boundary(table, "role").index
    if total:
        assert index == pytest.approx((total - 2 * np.trace(found)) / total)
    else:
        assert np.isnan(index)
