"""The fit against the same formulas written out cell by cell, and against what is known of the world."""

import numpy as np
import pytest

from leerruimte.perspectives import model
from leerruimte.perspectives.model import Fit, Points, Prior
from leerruimte.perspectives.votes import answers

from .make import a_room


def some_signs(people: int, statements: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).choice(np.array([1, -1, 0], np.int8), (people, statements))


def written_out_sweep(signs: np.ndarray, now: Fit) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """One sweep, in double precision, with a loop for every sum."""
    prior = now.prior

    def second(mean: np.ndarray, spread: np.ndarray, constant: int) -> tuple[np.ndarray, np.ndarray]:
        full = np.insert(mean.astype(float), constant, 1.0)
        moment = np.outer(full, full)
        free = [i for i in range(len(full)) if i != constant]
        moment[np.ix_(free, free)] += spread
        return full, moment

    n, m = signs.shape
    width = now.people.mean.shape[1] + 1
    statements = [second(now.statements.mean[j], now.statements.spread[j], 1) for j in range(m)]
    lam = np.zeros((n, m))
    means, spreads = [], []
    curvature, pull = np.zeros((m, width, width)), np.zeros((m, width))
    for i in range(n):
        _, uu = second(now.people.mean[i], now.people.spread[i], 0)
        h, g = np.zeros((width, width)), np.zeros(width)
        for j in range(m):
            if signs[i, j]:
                v, vv = statements[j]
                xi = np.sqrt((uu * vv).sum())
                lam[i, j] = np.tanh(xi / 2) / (4 * xi)
                h += 2 * lam[i, j] * vv
                g += signs[i, j] / 2 * v
        spread = np.linalg.inv(h[1:, 1:] + np.diag([1 / prior.a] + [1] * (width - 2)))
        mean = spread @ (g[1:] - h[1:, 0])
        means.append(mean)
        spreads.append(spread)
        u, uu = second(mean, spread, 0)
        for j in range(m):
            curvature[j] += 2 * lam[i, j] * uu
            pull[j] += signs[i, j] / 2 * u
    free = [0, *range(2, width)]
    w_means, w_spreads = [], []
    for j in range(m):
        inverse = np.diag([1 / prior.b] + [1 / prior.w] * (width - 2))
        spread = np.linalg.inv(curvature[j][np.ix_(free, free)] + inverse)
        towards = pull[j][free] - curvature[j][free, 1]
        towards[0] += prior.b_mean / prior.b
        w_means.append(spread @ towards)
        w_spreads.append(spread)
    return np.array(means), np.array(spreads), np.array(w_means), np.array(w_spreads)


@pytest.mark.parametrize("axes", [1, 3])
def test_a_sweep_is_the_formulas_written_out(axes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "BLOCK", 100)  # several blocks
    signs = some_signs(40, 9)
    start = model.fit(signs, model.cold_start(signs, axes, 0.7, 0), 2)
    swept = model.fit(signs, start, 1)
    means, spreads, w_means, w_spreads = written_out_sweep(signs, start)
    np.testing.assert_allclose(swept.people.mean, means, atol=2e-4)
    np.testing.assert_allclose(swept.people.spread, spreads, atol=2e-4)
    np.testing.assert_allclose(swept.statements.mean, w_means, atol=5e-4)
    np.testing.assert_allclose(swept.statements.spread, w_spreads, atol=5e-4)
    assert swept.prior.a == pytest.approx(np.mean(means[:, 0] ** 2 + spreads[:, 0, 0]), rel=1e-3)
    assert swept.prior.b_mean == pytest.approx(w_means[:, 0].mean(), abs=1e-3)


def test_placing_people_gives_what_a_sweep_gives_them() -> None:
    signs = some_signs(30, 12)
    start = model.cold_start(signs, 3, 1.0, 0)
    placed = model.place_people(signs, start.people, start.statements, start.prior, steps=1)
    np.testing.assert_allclose(placed.mean, model.fit(signs, start, 1).people.mean, atol=1e-6)


def test_the_bound_lies_below_the_likelihood_and_touches_it() -> None:
    """ln sigmoid(z) >= ln sigmoid(xi) + (z - xi) / 2 - lambda (z^2 - xi^2), equal at z = xi."""
    z = np.linspace(-6, 6, 25)
    for xi in (0.3, 1.0, 4.0):
        lam = np.tanh(xi / 2) / (4 * xi)
        bound = -np.log1p(np.exp(-xi)) + (z - xi) / 2 - lam * (z**2 - xi**2)
        assert (bound <= -np.log1p(np.exp(-z)) + 1e-12).all()


def test_who_answered_nothing_stays_where_anybody_might_be() -> None:
    signs = some_signs(20, 8)
    signs[3] = 0
    fitted = model.fit(signs, model.cold_start(signs, 3, 1.0, 0), 6)
    np.testing.assert_allclose(fitted.people.mean[3], 0, atol=1e-6)
    np.testing.assert_allclose(np.diag(fitted.people.spread[3])[1:], 1, atol=1e-5)


def test_chances_are_those_of_a_logit_that_is_uncertain() -> None:
    people = Points(np.array([[0.5, 1.0]], np.float32), np.diag([0.2, 0.4]).astype(np.float32)[None])
    statements = Points(np.array([[-0.3, 0.8]], np.float32), np.diag([0.1, 0.3]).astype(np.float32)[None])
    mean = -0.3 + 0.5 + 0.8
    variance = 0.1 + 0.2 + (0.4 * 0.8**2 + 0.3 * 1.0**2 + 0.4 * 0.3)
    expected = 1 / (1 + np.exp(-mean / np.sqrt(1 + np.pi * variance / 8)))
    assert model.chance_of_yes(people, statements)[0, 0] == pytest.approx(expected, rel=1e-4)


def test_hidden_votes_are_foretold_better_than_by_each_statements_share() -> None:
    table, _ = a_room(80, 40, groups=2, seed=3)
    signs = answers(table.votes)
    hidden = (np.random.default_rng(1).random(signs.shape) < 0.1) & (signs != 0)
    shown = np.where(hidden, np.int8(0), signs)
    fitted = model.fit(shown, model.cold_start(shown, 3, 1.0, 0), 10)
    chance = model.chance_of_yes(fitted.people, fitted.statements)[hidden]
    share = (((shown > 0).sum(0) + 0.5) / ((shown != 0).sum(0) + 1))[np.nonzero(hidden)[1]]
    yes = signs[hidden] > 0

    def loss(p: np.ndarray) -> float:
        return float(-np.mean(np.log(np.where(yes, p, 1 - p))))

    assert loss(chance) < 0.75 * loss(share)


def test_priors_stay_usable_when_all_agree_with_everything() -> None:
    signs = np.ones((12, 5), np.int8)
    fitted = model.fit(signs, model.cold_start(signs, 3, 1.0, 0), 30)
    assert np.isfinite(fitted.people.mean).all()
    assert np.isfinite(fitted.statements.mean).all()
    assert fitted.prior.b >= model.SMALLEST_VARIANCE
    assert Prior().w == 1.0
