"""Separate groups are claimed where they were planted and not along a spectrum."""

import numpy as np
import pytest

from leerruimte.perspectives.groups import classes_from, find_groups, how_many_groups, near_each_other
from leerruimte.perspectives.model import Fit, cold_start, fit
from leerruimte.perspectives.votes import Votes, answers

from .make import a_room


def places_of(signs: Votes) -> Fit:
    return fit(signs, cold_start(signs, 3, 1.0, 0), 10)


def along_a_line(people: int, statements: int, seed: int) -> Votes:
    chance = np.random.default_rng(seed)
    logit = chance.normal(size=(people, 1)) @ chance.normal(0, 1.2, (1, statements)) + chance.normal(size=statements)
    signs = np.where(chance.random(logit.shape) < 1 / (1 + np.exp(-logit)), 1, -1).astype(np.int8)
    signs[chance.random(signs.shape) < 0.3] = 0
    return signs


@pytest.mark.parametrize("groups", [2, 3, 4])
def test_the_planted_number_of_groups_is_found(groups: int) -> None:
    found = []
    for seed in range(4):
        signs = answers(a_room(200, 50, groups=groups, seed=seed)[0].votes)
        found.append(how_many_groups(signs, places_of(signs), np.random.default_rng(seed)))
    assert found.count(groups) >= 3
    assert set(found) <= {1, groups}


def test_people_along_a_line_are_not_cut_into_groups() -> None:
    claimed = 0
    for seed in range(12):
        signs = along_a_line([60, 150, 12][seed % 3], 40, seed)
        claimed += find_groups(signs, places_of(signs), np.random.default_rng(seed)) is not None
    assert claimed <= 1


def test_everybody_is_put_in_the_group_they_are_of_also_beyond_those_looked_at() -> None:
    table, planted = a_room(400, 60, groups=2, seed=2)
    signs = answers(table.votes)
    found = find_groups(signs, places_of(signs), np.random.default_rng(0))
    assert found is not None
    same = (found == planted).mean()
    assert max(same, 1 - same) > 0.99


def test_the_chance_of_belonging_is_bayes_rule() -> None:
    signs = answers(a_room(30, 8, groups=2, seed=1)[0].votes)
    classes = classes_from(signs, np.arange(30) % 2, 2)
    for i in (0, 7):
        likely = classes.share.astype(float).copy()
        for j in np.flatnonzero(signs[i]):
            likely *= classes.agreeing[:, j] if signs[i, j] > 0 else 1 - classes.agreeing[:, j]
        np.testing.assert_allclose(classes.belonging(signs)[i], likely / likely.sum(), atol=1e-4)


def test_points_in_clumps_are_grouped_by_clump() -> None:
    chance = np.random.default_rng(0)
    points = np.repeat(np.eye(3, dtype=np.float32) * 9, 20, axis=0) + chance.normal(size=(60, 3)).astype(np.float32)
    groups = near_each_other(points, 3, chance)
    assert [len(set(groups[first : first + 20].tolist())) for first in (0, 20, 40)] == [1, 1, 1]
    assert len(set(groups.tolist())) == 3
