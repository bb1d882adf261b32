"""A pattern is claimed when there is one, and seldom when there is none."""

import numpy as np
import pytest

from leerruimte.perspectives import gate
from leerruimte.perspectives.gate import Likeness, largest_eigenvalue, look_for_pattern
from leerruimte.perspectives.votes import answers

from .make import a_room


def chance(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_the_statistic_is_the_formula_written_out() -> None:
    signs = answers(a_room(9, 7, seed=4)[0].votes)
    signs = signs[:, (signs > 0).any(0) & (signs < 0).any(0)]
    n, m = signs.shape
    y, seen = (signs > 0).astype(float), signs != 0
    p = np.array([y[seen[:, j], j].mean() for j in range(m)])
    residual = np.where(seen, (y - p) / np.sqrt(p * (1 - p) + 0.08), 0)
    for i in range(n):
        residual[i, seen[i]] -= residual[i, seen[i]].mean()
    alike = np.zeros((n, n))
    for i in range(n):
        for k in range(n):
            if i != k:
                alike[i, k] = residual[i] @ residual[k] / np.sqrt((seen[i] & seen[k]).sum() + 2)
    assert Likeness(signs).observed() == pytest.approx(np.linalg.eigvalsh(alike)[-1], rel=1e-4)


def test_the_largest_eigenvalue_of_a_large_matrix_is_nearly_right() -> None:
    draws = chance(0).standard_normal((300, 300)).astype(np.float32)
    noise = (draws + draws.T) / 2
    assert largest_eigenvalue(noise) == pytest.approx(float(np.linalg.eigvalsh(noise)[-1]), rel=0.02)
    spiked = noise + np.float32(0.3)
    assert largest_eigenvalue(spiked) == pytest.approx(float(np.linalg.eigvalsh(spiked)[-1]), rel=1e-4)


def test_a_shuffle_keeps_who_answered_and_how_many_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    signs = answers(a_room(30, 12, seed=1)[0].votes)
    likeness = Likeness(signs)
    dealt: list[np.ndarray] = []
    monkeypatch.setattr(likeness, "statistic", lambda agreed: dealt.append(agreed) or 0.0)
    likeness.shuffled(chance(0))
    likeness.shuffled(chance(1))
    for agreed in dealt:
        again = np.zeros_like(signs)
        again[likeness.person_of, likeness.statement_of] = np.where(agreed, 1, -1)
        assert ((again != 0) == (signs != 0)).all()
        assert ((again > 0).sum(0) == (signs > 0).sum(0)).all()
    assert (dealt[0] != dealt[1]).any()


def test_each_way_of_dealing_out_is_as_likely() -> None:
    """Two of four agree: six ways, each in a sixth of the shuffles."""
    signs = np.array([[1], [1], [-1], [-1]], np.int8)
    likeness = Likeness(signs)
    seen: dict[bytes, int] = {}
    likeness.statistic = lambda agreed: seen.update({agreed.tobytes(): seen.get(agreed.tobytes(), 0) + 1}) or 0.0  # type: ignore[method-assign]
    draws = chance(2)
    for _ in range(3000):
        likeness.shuffled(draws)
    assert len(seen) == 6
    assert all(400 < count < 600 for count in seen.values())


def test_planted_groups_are_seen() -> None:
    seen = [look_for_pattern(answers(a_room(25, 25, groups=2, seed=s)[0].votes), chance(s)).pattern for s in range(20)]
    assert sum(seen) >= 19


def test_noise_is_seldom_taken_for_a_pattern() -> None:
    claimed = [look_for_pattern(answers(a_room(20, 20, seed=s)[0].votes), chance(s)).pattern for s in range(150)]
    assert sum(claimed) <= 13  # 6 expected, more than 13 in one of 300 such tests


def test_saying_yes_to_everything_is_no_pattern() -> None:
    claimed = 0
    for seed in range(60):
        draws = chance(seed)
        readiness = draws.normal(0, 1.5, (30, 1))
        votes = np.where(draws.random((30, 25)) < 1 / (1 + np.exp(-readiness)), 1, -1).astype(np.int8)
        claimed += look_for_pattern(votes, draws).pattern
    assert claimed <= 7


@pytest.mark.parametrize("shape", [(0, 0), (5, 0), (0, 5), (6, 1), (1, 6)])
def test_nothing_to_look_at_is_no_pattern(shape: tuple[int, int]) -> None:
    assert not look_for_pattern(np.ones(shape, np.int8), chance(0)).pattern


def test_the_verdict_of_a_large_room_looks_at_the_most_active(monkeypatch: pytest.MonkeyPatch) -> None:
    signs = answers(a_room(300, 30, groups=2, seed=1)[0].votes)
    looked: list[int] = []

    class Watched(Likeness):
        def __init__(self, signs: np.ndarray) -> None:
            looked.append(len(signs))
            super().__init__(signs)

    monkeypatch.setattr(gate, "Likeness", Watched)
    assert look_for_pattern(signs, chance(0), most_people=100).pattern
    assert looked == [100]
