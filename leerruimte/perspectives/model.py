"""Where people and statements stand: a latent model of answers, fitted by variational Bayes.

logit P(y_ij = 1) = b_j + a_i + x_i . w_j with x_i ~ N(0, I), w_j ~ N(0, variance of w) fixed, a_i ~ N(0, s_a), b_j
~ N(mu_b, s_b) re-estimated each sweep. With u_i = (1, a_i, x_i) and v_j = (b_j, 1, w_j) the logit is u_i . v_j. The
logistic likelihood is bounded from below by a quadratic (T. S. Jaakkola and M. I. Jordan, "Bayesian parameter
estimation via variational methods", Statistics and Computing 10, 2000), which makes each step a set of small linear
systems.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Signs = npt.NDArray[np.int8]
Index = npt.NDArray[np.intp]

# Cells of the votes worked upon at once: what fits the processor's cache together with its intermediate results.
BLOCK = 1 << 16
SMALLEST_VARIANCE = 0.01


@dataclass(frozen=True)
class Prior:
    """Variance of a, mean and variance of b; and the fixed variance of w."""

    a: float = 0.3
    b_mean: float = 0.0
    b: float = 1.0
    w: float = 1.0


@dataclass(frozen=True, eq=False)
class Points:
    """Gaussian beliefs of people over (a, x), or of statements over (b, w): `mean` k x d, `spread` k x d x d."""

    mean: Floats
    spread: Floats

    def __getitem__(self, rows: slice | npt.NDArray[np.intp]) -> "Points":
        return Points(self.mean[rows], self.spread[rows])


@dataclass(frozen=True, eq=False)
class Fit:
    """People, statements and the priors that fit them."""

    people: Points
    statements: Points
    prior: Prior


def fit(signs: Signs, start: Fit, sweeps: int) -> Fit:
    """Improve `start` by `sweeps` sweeps over people and statements.

    `signs`: people x statements, 1 for yes, -1 for no, 0 where nothing was answered.
    """
    for _ in range(sweeps):
        start = _sweep(signs, start)
    return start


def place_people(signs: Signs, people: Points, statements: Points, prior: Prior, steps: int) -> Points:
    """Find people's points with the statements held still."""
    v = of_statements(statements)
    for _ in range(steps):
        blocks = []
        for rows in blocks_of(*signs.shape):
            halves = _halves(signs[rows])
            blocks.append(_person_step(halves, _bound(halves, of_people(people[rows]), v), v, prior))
        people = Points(np.concatenate([b.mean for b in blocks]), np.concatenate([b.spread for b in blocks]))
    return people


def cold_start(signs: Signs, axes: int, w: float, seed: int | list[int]) -> Fit:
    """Begin from the shares of each statement and the first axes of what they leave unexplained."""
    n, m = signs.shape
    yes, no = (signs > 0).sum(0, dtype=np.float32), (signs < 0).sum(0, dtype=np.float32)
    share = (yes + 0.5) / (yes + no + 1)
    b = np.log((yes + 0.5) / (no + 0.5)).astype(np.float32)
    residual = (np.float32(0.5) * signs + np.float32(0.5) - share) / np.sqrt(share * (1 - share) + np.float32(0.08))
    residual *= signs != 0
    x, w_mean = _first_axes(residual, axes, seed)
    x = x * (np.sqrt(n) * 0.7)
    seen = np.maximum((signs != 0).sum(0, dtype=np.float32), 1)
    w_mean = w_mean * (1.5 * np.sqrt(n) / (0.7 * (seen + 4)))[:, None]
    people = Points(np.hstack([np.zeros((n, 1), np.float32), x.astype(np.float32)]), _same_spread(n, axes + 1, 0.3))
    statements = Points(np.hstack([b[:, None], w_mean.astype(np.float32)]), _same_spread(m, axes + 1, 0.2 * w))
    return Fit(people, statements, Prior(w=w))


def nobody(n: int, axes: int, prior: Prior) -> Points:
    """What is believed of `n` people who answered nothing."""
    spread = np.zeros((n, axes + 1, axes + 1), np.float32)
    spread[:] = np.diag(np.array([prior.a] + [1.0] * axes, np.float32))
    return Points(np.zeros((n, axes + 1), np.float32), spread)


def nothing(m: int, axes: int, prior: Prior) -> Points:
    """What is believed of `m` statements that nobody answered."""
    mean = np.zeros((m, axes + 1), np.float32)
    mean[:, 0] = prior.b_mean
    spread = np.zeros((m, axes + 1, axes + 1), np.float32)
    spread[:] = np.diag(np.array([prior.b] + [prior.w] * axes, np.float32))
    return Points(mean, spread)


def chance_of_yes(people: Points, statements: Points) -> Floats:
    """Give P(yes), people x statements: sigmoid(mu / sqrt(1 + pi var / 8)) with the mean and variance of the logit."""
    u, v = of_people(people), of_statements(statements)
    mu = u.first @ v.first.T
    variance = np.maximum(u.second @ v.doubled().T - mu * mu, 0)
    chance: Floats = 1 / (1 + np.exp(-mu / np.sqrt(1 + np.float32(np.pi / 8) * variance)))
    return chance


@dataclass(frozen=True, eq=False)
class Moments:
    """First moments (k x width) and packed second moments (k x width (width + 1) / 2) of u or v, constant included."""

    first: Floats
    second: Floats

    def doubled(self) -> Floats:
        """Give the second moments with what is off the diagonal twice: to multiply those of the other side with."""
        return self.second * _triangle(self.first.shape[1])[3]


def of_people(people: Points) -> Moments:
    """Give the moments of u = (1, a, x)."""
    return _moments(people, constant=0)


def of_statements(statements: Points) -> Moments:
    """Give the moments of v = (b, 1, w)."""
    return _moments(statements, constant=1)


def blocks_of(rows: int, columns: int) -> Iterator[slice]:
    """Cut rows into blocks that fit the cache."""
    step = max(16, BLOCK // max(1, columns))
    return (slice(first, min(first + step, rows)) for first in range(0, rows, step))


def _sweep(signs: Signs, now: Fit) -> Fit:
    """Take one step for all people, then, under the same bound, one for all statements; then the priors."""
    n, m = signs.shape
    width = now.statements.mean.shape[1] + 1
    curvature = np.zeros((m, width * (width + 1) // 2), np.float32)
    pull = np.zeros((m, width), np.float32)
    v = of_statements(now.statements)
    blocks = []
    for rows in blocks_of(n, m):
        halves = _halves(signs[rows])
        bound = _bound(halves, of_people(now.people[rows]), v)
        people = _person_step(halves, bound, v, now.prior)
        u = of_people(people)
        curvature += bound.T @ u.second
        pull += halves.T @ u.first
        blocks.append(people)
    people = Points(np.concatenate([b.mean for b in blocks]), np.concatenate([b.spread for b in blocks]))
    statements = _statement_step(curvature, pull, now.prior)
    return Fit(people, statements, _prior(signs, people, statements, now.prior))


def _halves(signs: Signs) -> Floats:
    """Give y - 1/2 at observed cells, 0 elsewhere."""
    halves: Floats = signs * np.float32(0.5)
    return halves


def _bound(halves: Floats, u: Moments, v: Moments) -> Floats:
    """Give lambda = tanh(xi / 2) / (4 xi) at observed cells, 0 elsewhere; xi^2 = E[uu'] : E[vv']."""
    xi: Floats = u.second @ v.doubled().T
    np.maximum(xi, 1e-6, out=xi)
    np.sqrt(xi, out=xi)
    bound = xi * np.float32(0.5)
    np.tanh(bound, out=bound)
    bound /= xi
    bound *= np.abs(halves)
    bound *= np.float32(0.5)  # 1/4, and |y - 1/2| is 1/2
    return bound


def _person_step(halves: Floats, bound: Floats, v: Moments, prior: Prior) -> Points:
    """Solve each person's small system: curvature and pull over (a, x), given the statements."""
    axes = v.first.shape[1] - 2
    curvature = _unpacked(2 * (bound @ v.second), axes + 2)
    pull = halves @ v.first
    precision = curvature[:, 1:, 1:] + np.diag(np.array([1 / prior.a] + [1.0] * axes, np.float32))
    spread = np.linalg.inv(precision)
    mean = np.einsum("nij,nj->ni", spread, pull[:, 1:] - curvature[:, 1:, 0])
    return Points(mean, spread)


def _statement_step(curvature: Floats, pull: Floats, prior: Prior) -> Points:
    """Solve each statement's small system over (b, w): the mirror image."""
    axes = pull.shape[1] - 2
    free = np.array([0, *range(2, axes + 2)])
    whole = _unpacked(2 * curvature, axes + 2)
    inverse = np.array([1 / prior.b] + [1 / prior.w] * axes, np.float32)
    spread = np.linalg.inv(whole[:, free[:, None], free] + np.diag(inverse))
    towards = pull[:, free] - whole[:, free, 1]
    towards[:, 0] += np.float32(prior.b_mean / prior.b)
    return Points(np.einsum("nij,nj->ni", spread, towards), spread)


def _prior(signs: Signs, people: Points, statements: Points, prior: Prior) -> Prior:
    """Fit the priors of a and b to who voted and what was voted on."""
    voted, asked = signs.any(1), signs.any(0)
    if not voted.any():
        return prior
    a = float(np.mean(people.mean[voted, 0] ** 2 + people.spread[voted, 0, 0]))
    b_mean = float(np.mean(statements.mean[asked, 0]))
    b = float(np.mean((statements.mean[asked, 0] - b_mean) ** 2 + statements.spread[asked, 0, 0]))
    return replace(prior, a=max(a, SMALLEST_VARIANCE), b_mean=b_mean, b=max(b, SMALLEST_VARIANCE))


def _first_axes(residual: Floats, axes: int, seed: int | list[int]) -> tuple[Floats, Floats]:
    """Give a matrix's first axes by a randomised power method: left vectors, right vectors times their size."""
    draws = np.random.default_rng(seed).standard_normal((residual.shape[1], axes + 4)).astype(np.float32)
    left = residual @ draws
    for _ in range(4):
        left, _ = np.linalg.qr(residual @ (residual.T @ left))
    left, _ = np.linalg.qr(left)
    turned, sizes, right = np.linalg.svd(left.T @ residual, full_matrices=False)
    return _padded(left @ turned[:, :axes], axes), _padded((right[:axes] * sizes[:axes, None]).T, axes)


def _padded(columns: Floats, axes: int) -> Floats:
    """Add columns of zeros where the table is too small to have so many axes."""
    return np.pad(columns, ((0, 0), (0, axes - columns.shape[1])))


@cache
def _triangle(width: int) -> tuple[Index, Index, Index, Floats]:
    """Give how symmetric matrices are packed: rows and columns of the triangle, the way back, how often each counts.

    What is off the diagonal counts twice, so that a product of packed triangles is the product of the matrices.
    """
    rows, columns = np.triu_indices(width)
    back = np.zeros((width, width), np.intp)
    back[rows, columns] = back[columns, rows] = np.arange(len(rows))
    return rows, columns, back.ravel(), np.where(rows == columns, 1, 2).astype(np.float32)


@cache
def _free_pairs(width: int, constant: int) -> tuple[Index, Index]:
    """Give where, in packed triangles, pairs without the constant stand, and where in the covariances of the others."""
    rows, columns, _, _ = _triangle(width)
    free = (rows != constant) & (columns != constant)
    row, column = rows[free], columns[free]
    return np.flatnonzero(free), (row - (row > constant)) * (width - 1) + column - (column > constant)


def _moments(points: Points, constant: int) -> Moments:
    """Give E[u] and E[uu'] of vectors with one constant element."""
    count, width = points.mean.shape[0], points.mean.shape[1] + 1
    first = np.ones((count, width), np.float32)
    first[:, :constant] = points.mean[:, :constant]
    first[:, constant + 1 :] = points.mean[:, constant:]
    rows, columns, _, _ = _triangle(width)
    free, of_spread = _free_pairs(width, constant)
    second = first[:, rows] * first[:, columns]
    second[:, free] += points.spread.reshape(count, (width - 1) ** 2)[:, of_spread]
    return Moments(first, second)


def _unpacked(packed: Floats, width: int) -> Floats:
    """Give symmetric matrices back from their upper triangles."""
    return packed[:, _triangle(width)[2]].reshape(len(packed), width, width)


def _same_spread(count: int, size: int, variance: float) -> Floats:
    return np.tile(np.eye(size, dtype=np.float32) * np.float32(variance), (count, 1, 1))
