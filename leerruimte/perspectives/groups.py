"""Whether people fall into separate groups, or lie along a spectrum.

Two kinds of worlds are held beside each other by what they foretell of votes they were not shown: one in which
everybody is somewhere (the model of places, with one axis and with three), and one in which everybody is one of K
kinds (a mixture of classes, answers independent within a class). Groups are claimed only if the kinds foretell
better than both, beyond what chance gives. Where people truly lie along a spectrum, places foretell better; where
they truly are of a few kinds, kinds do, for they need to learn less. Undecided means: not shown.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leerruimte.perspectives.model import Fit, Floats, Signs, blocks_of, chance_of_yes, cold_start, fit
from leerruimte.perspectives.result import FEWEST

Groups = npt.NDArray[np.intp]

MOST_GROUPS = 5
FOLDS = 4
# By how many standard errors groups must foretell better than places; and how much worse, or better, on part of the
# votes ends it.
BETTER, HOPELESS, CERTAIN = 0.5, -1.5, 3.0
# By how many standard errors more groups must foretell better than fewer.
MORE_GROUPS = 1.5
# What is looked at in a large room: the most active people and the most answered statements.
MOST_PEOPLE, MOST_STATEMENTS = 240, 100
SWEEPS, CLASS_STEPS, STARTS, MEAN_STEPS = 6, 15, 4, 10
# On how many people, the most active, the classes are fitted in the end; everybody is put in one.
FIT_PEOPLE = 2000
# Votes on each statement, shared out as in everybody, that each class starts with.
SMOOTHED = 3.0


@dataclass(frozen=True, eq=False)
class Classes:
    """A mixture: `share` of each class, and its chance of agreeing with each statement (classes x statements)."""

    share: Floats
    agreeing: Floats

    def belonging(self, signs: Signs) -> Floats:
        """Give the chance that each person is of each class."""
        agreed, disagreed = np.log(self.agreeing).T, np.log(1 - self.agreeing).T
        log_chance = (signs > 0) @ agreed + (signs < 0) @ disagreed + np.log(self.share)
        chance = np.exp(log_chance - log_chance.max(1, keepdims=True))
        belonging: Floats = (chance / chance.sum(1, keepdims=True)).astype(np.float32)
        return belonging


def find_groups(signs: Signs, agree: Fit, chance: np.random.Generator) -> Groups | None:
    """Give everybody's group (0, 1, ..) when groups are shown to be separate, else None.

    `signs` people x statements of 1, -1 and 0; `agree` the model of places fitted to all of them.
    """
    by_activity = np.argsort(-np.count_nonzero(signs, axis=1), kind="stable")
    people = np.sort(by_activity[:MOST_PEOPLE])
    statements = np.sort(np.argsort(-np.count_nonzero(signs[people], axis=0), kind="stable")[:MOST_STATEMENTS])
    some = signs[np.ix_(people, statements)]
    places = Fit(agree.people[people], agree.statements[statements], agree.prior)
    how_many = how_many_groups(some, places, chance)
    if how_many < 2:
        return None
    of_some = classes_from(some, near_each_other(places.people.mean[:, 1:], how_many, chance), how_many)
    many = signs[by_activity[:FIT_PEOPLE]]
    whole = refined(many, _spread_to_all(of_some, statements, many), CLASS_STEPS)
    groups = np.concatenate([whole.belonging(signs[rows]).argmax(1) for rows in blocks_of(*signs.shape)])
    return groups if np.bincount(groups, minlength=how_many).min() >= FEWEST else None


def how_many_groups(signs: Signs, places: Fit, chance: np.random.Generator) -> int:
    """Give the number of groups shown to be separate; 1 when none are."""
    losses = _Losses(len(signs))
    fold_of = chance.integers(0, FOLDS, signs.shape)
    for fold in range(FOLDS):
        hidden = (fold_of == fold) & (signs != 0)
        losses.add(hidden, signs, _foretold(np.where(hidden, np.int8(0), signs), places, chance))
        gain = losses.gain()
        if gain < HOPELESS:
            return 1
        if gain > CERTAIN and fold > 0:
            break
    return losses.best() if losses.gain() > BETTER else 1


class _Losses:
    """Sums, by person, of -ln of the chance given to hidden votes: by two models of places, then by 1, 2, .. kinds."""

    def __init__(self, people: int) -> None:
        self.of_person = np.zeros((2 + MOST_GROUPS, people))

    def add(self, hidden: npt.NDArray[np.bool_], signs: Signs, foretold: list[Floats]) -> None:
        """Add what these chances of agreeing lose on the hidden votes."""
        for row, chance in enumerate(foretold):
            given = np.clip(np.where(signs > 0, chance, 1 - chance), 1e-4, 1)
            self.of_person[row] += np.where(hidden, -np.log(given), 0).sum(1)

    def best(self) -> int:
        """Give the smallest number of classes that is not clearly worse than the best."""
        best = int(self.of_person[2:].sum(1).argmin())
        return 1 + next(k for k in range(best + 1) if self._worse(2 + k, 2 + best) < MORE_GROUPS)

    def gain(self) -> float:
        """Give by how many standard errors the best number of classes foretells better than both models of places."""
        best = self.best()
        return min(self._worse(0, 1 + best), self._worse(1, 1 + best)) if best > 1 else -np.inf

    def _worse(self, one: int, other: int) -> float:
        """Give by how many standard errors, over people, `one` loses more than `other`."""
        more = self.of_person[one] - self.of_person[other]
        error = np.sqrt(((more - more.mean()) ** 2).sum())
        return float(more.sum() / error) if error > 0 else 0.0


def _foretold(shown: Signs, places: Fit, chance: np.random.Generator) -> list[Floats]:
    """Give chances of agreeing by places on three axes and on one, and by 1, 2, .. classes.

    The places start from those fitted to all votes: what little of the hidden ones that leaves in them, makes a
    claim of groups harder, not easier.
    """
    three = fit(shown, places, SWEEPS)
    one = fit(shown, cold_start(shown, 1, 1.0, 0), SWEEPS + 2)
    foretold = [chance_of_yes(three.people, three.statements), chance_of_yes(one.people, one.statements)]
    for how_many in range(1, MOST_GROUPS + 1):
        near = near_each_other(three.people.mean[:, 1:], how_many, chance)
        classes = classes_from(shown, near, how_many)
        foretold.append(classes.belonging(shown) @ classes.agreeing)
    return foretold


def classes_from(signs: Signs, groups: Groups, how_many: int) -> Classes:
    """Fit classes by expectation maximisation, started from these groups."""
    belonging = np.full((len(signs), how_many), 0.05, np.float32)
    belonging[np.arange(len(signs)), groups] = 1
    return refined(signs, _classes(signs, belonging / belonging.sum(1, keepdims=True)), CLASS_STEPS)


def refined(signs: Signs, classes: Classes, steps: int) -> Classes:
    """Take steps of expectation maximisation."""
    for _ in range(steps):
        classes = _classes(signs, classes.belonging(signs))
    return classes


def _classes(signs: Signs, belonging: Floats) -> Classes:
    yes, no = (signs > 0).astype(np.float32), (signs < 0).astype(np.float32)
    everybody = (yes.sum(0) + np.float32(0.5)) / (yes.sum(0) + no.sum(0) + 1)
    agree, disagree = belonging.T @ yes + SMOOTHED * everybody, belonging.T @ no + SMOOTHED * (1 - everybody)
    share = (belonging.sum(0) + 1) / (len(signs) + belonging.shape[1])
    return Classes(share, agree / (agree + disagree))


def _spread_to_all(classes: Classes, statements: Groups, signs: Signs) -> Classes:
    """Take classes known on some statements to all: on the others everybody's share, until the next step."""
    yes, no = (signs > 0).sum(0, dtype=np.float32), (signs < 0).sum(0, dtype=np.float32)
    agreeing = np.tile((yes + np.float32(0.5)) / (yes + no + 1), (len(classes.share), 1))
    agreeing[:, statements] = classes.agreeing
    return Classes(classes.share, agreeing)


def near_each_other(points: Floats, how_many: int, chance: np.random.Generator) -> Groups:
    """Group points by k-means, the best of a few starts (k-means++)."""
    best, least = np.zeros(len(points), np.intp), np.inf
    if how_many == 1:
        return best
    for _ in range(STARTS):
        groups, distance = _means(points, _spread_out(points, how_many, chance))
        if distance < least:
            best, least = groups, distance
    return best


def _spread_out(points: Floats, how_many: int, chance: np.random.Generator) -> Floats:
    centres = points[[chance.integers(len(points))]]
    while len(centres) < how_many:
        away = _distances(points, centres).min(1).astype(np.float64) + 1e-9
        centres = np.vstack([centres, points[[chance.choice(len(points), p=away / away.sum())]]])
    return centres


def _means(points: Floats, centres: Floats) -> tuple[Groups, float]:
    for _ in range(MEAN_STEPS):
        belongs = np.eye(len(centres), dtype=np.float32)[_distances(points, centres).argmin(1)]
        sizes = belongs.sum(0)[:, None]
        centres = np.where(sizes > 0, belongs.T @ points / np.maximum(sizes, 1), centres)
    distances = _distances(points, centres)
    return distances.argmin(1), float(distances.min(1).sum())


def _distances(points: Floats, centres: Floats) -> Floats:
    squares: Floats = (points**2).sum(1)[:, None] - 2 * points @ centres.T + (centres**2).sum(1)
    return np.maximum(squares, 0)
