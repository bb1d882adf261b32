"""The picture: two dimensions of the places in the model, turned so that it stays calm from one result to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leerruimte.perspectives.model import Floats, Points

# What share of the largest sum of squares a calm picture must show.
NEARLY_AS_FAR = 0.9


@dataclass(frozen=True, eq=False)
class Picture:
    """`places` people x 2, `covariances` people x 2 x 2; `turn` (axes x 2) and `middle` lead from the model to them."""

    places: Floats
    covariances: Floats
    turn: Floats
    middle: Floats


def draw(people: Points, voted: npt.NDArray[np.bool_], last: Floats | None) -> Picture:
    """Look at people along the two axes on which they lie furthest apart.

    `voted` says who counts for that. `last` holds their places in the last picture, NaN for who was not in it. The
    new picture is turned onto it (orthogonal Procrustes: turned or mirrored, never stretched): seen from the side
    from which it looks most like the last one, if people lie nearly as far apart there, else along their own two
    axes.
    """
    x, spread = people.mean[:, 1:], people.spread[:, 1:, 1:]
    middle = x[voted].mean(0) if voted.any() else np.zeros(x.shape[1], np.float32)
    away = x - middle
    turn = _main_axes(away[voted])
    if last is not None:
        calm = _towards(away, last)
        if _apart(away[voted] @ calm) >= NEARLY_AS_FAR * _apart(away[voted] @ turn):
            turn = calm
        else:
            turn = turn @ _towards(away @ turn, last)
    return Picture(away @ turn, np.einsum("ka,nkl,lb->nab", turn, spread, turn, optimize=True), turn, middle)


def last_places(people: Sequence[str], before: Sequence[str], places: Floats) -> Floats:
    """Give for each of `people` the place they had `before`, NaN for who had none."""
    row_of = {person: row for row, person in enumerate(before)}
    rows = np.array([row_of.get(person, -1) for person in people], np.intp)
    last = np.full((len(people), 2), np.nan, np.float32)
    last[rows >= 0] = places[rows[rows >= 0]]
    return last


def _main_axes(x: Floats) -> Floats:
    """Give the two directions of largest variance, each pointing where it reaches furthest."""
    _, vectors = np.linalg.eigh((x.T @ x).astype(np.float64))
    turn = vectors[:, ::-1][:, :2].astype(np.float32)
    reach = ((x @ turn) ** 3).sum(0)
    return turn * np.where(reach < 0, np.float32(-1), np.float32(1))


def _apart(places: Floats) -> float:
    """Give how far people lie apart: the sum of squares."""
    return float((places**2).sum())


def _towards(points: Floats, last: Floats) -> Floats:
    """Give the turn (axes x 2, orthogonal) that brings `points` nearest to the `last` places."""
    known = ~np.isnan(last[:, 0])
    if known.sum() < 2:
        return np.eye(points.shape[1], 2, dtype=np.float32)
    here = points[known] - points[known].mean(0)
    there = last[known] - last[known].mean(0)
    left, _, right = np.linalg.svd((here.T @ there).astype(np.float64), full_matrices=False)
    turned: Floats = (left @ right).astype(np.float32)
    return turned
