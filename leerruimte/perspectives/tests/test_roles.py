"""Where roles differ is told, and roles without meaning are left alone."""

import numpy as np
import pytest

from leerruimte.perspectives import solve
from leerruimte.perspectives.figures import Counts
from leerruimte.perspectives.roles import difference, find_differences, roles_of

from .make import a_named_table, a_room


def test_the_difference_is_a_pooled_z() -> None:
    here = Counts(np.array([[20.0]]), np.array([[15.0]]), np.array([[5.0]]))
    rest = Counts(np.array([[30.0]]), np.array([[9.0]]), np.array([[20.0]]))
    pooled = (15 + 9 + 1) / 52
    expected = (15 / 20 - 9 / 30) / np.sqrt(pooled * (1 - pooled) * (1 / 20 + 1 / 30))
    assert difference(here, rest, "agree")[0, 0] == pytest.approx(expected)


def test_fewer_than_five_are_not_compared() -> None:
    here = Counts(np.array([[4.0]]), np.array([[4.0]]), np.array([[0.0]]))
    rest = Counts(np.array([[30.0]]), np.array([[0.0]]), np.array([[30.0]]))
    assert difference(here, rest, "agree")[0, 0] == 0
    assert difference(rest, here, "disagree")[0, 0] == 0


def test_a_planted_difference_is_told_with_both_shares() -> None:
    table, _ = a_room(40, 15, missing=0.1, seed=5)
    votes = table.votes.copy()
    roles = ["mentor"] * 20 + ["student"] * 20
    votes[:20, 6], votes[20:, 6] = 1, -1
    result = solve(a_named_table(votes, roles))
    assert {finding.statement for finding in result.by_role} == {"s006"}
    mentors = next(f for f in result.by_role if f.direction == "agree")
    assert mentors.roles == ("mentor",)
    assert [(f.of, f.n, f.share) for f in mentors.figures] == [("role:mentor", 20, 1.0), ("rest:mentor", 20, 0.0)]


def test_roles_dealt_out_at_random_are_seldom_told_to_differ() -> None:
    told = 0
    for seed in range(60):
        table, _ = a_room(40, 20, groups=2, seed=seed)
        chance = np.random.default_rng(seed)
        voted = np.ones(40, bool)
        roles = roles_of(list(chance.choice(["a", "b", "c"], 40)), voted)
        told += bool(find_differences(table.statements, table.votes, roles, voted, chance))
    assert told <= 7  # 2.4 expected


def test_a_role_held_by_fewer_than_five_is_no_role_here() -> None:
    roles = roles_of(["a"] * 5 + ["b"] * 4 + ["c"] * 6, np.array([True] * 14 + [False]))
    assert roles.names == ("a", "c")
    assert roles.held.tolist() == [0] * 5 + [-1] * 4 + [1] * 5 + [-1]
