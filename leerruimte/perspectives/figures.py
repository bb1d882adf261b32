"""Shares with their uncertainty, and which of them may be shown."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leerruimte.perspectives.model import Floats, blocks_of
from leerruimte.perspectives.result import AGREE, DISAGREE, FEWEST, Figure
from leerruimte.perspectives.votes import MISSING, Votes

Doubles = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Index = npt.NDArray[np.intp]

DIRECTIONS = (AGREE, DISAGREE)
LOW, HIGH = 0.05, 0.95
_WIDTH, _GRID = 12.0, np.linspace(-1, 1, 289)


@dataclass(frozen=True, eq=False)
class Counts:
    """Groups x statements: how many saw it, agreed, disagreed."""

    seen: Floats
    agree: Floats
    disagree: Floats

    def going(self, direction: str) -> Floats:
        """Give who went in that direction."""
        return self.agree if direction == AGREE else self.disagree

    def rest(self, of: "Counts") -> "Counts":
        """Give all (`of`, one row) but each of these groups."""
        return Counts(of.seen - self.seen, of.agree - self.agree, of.disagree - self.disagree)

    def sum(self) -> "Counts":
        """Give the counts of all groups together."""
        return Counts(*(part.sum(0, keepdims=True) for part in (self.seen, self.agree, self.disagree)))

    def row(self, group: int) -> "Counts":
        """Give the counts of one group, as a table of one row."""
        one = slice(group, group + 1)
        return Counts(self.seen[one], self.agree[one], self.disagree[one])


@dataclass(frozen=True, eq=False)
class Shares:
    """Groups, their names as in figures, their counts, and where they may be shown (groups x statements)."""

    names: tuple[str, ...]
    counts: Counts
    shown: Flags

    def share(self, direction: str) -> Floats:
        """Give the share going in a direction, groups x statements; 0 where nobody saw it."""
        share: Floats = np.divide(self.counts.going(direction), np.maximum(self.counts.seen, 1), dtype=np.float32)
        return share

    def low(self, direction: str, columns: Index) -> Doubles:
        """Give the lower bound of the share at some statements, groups x those; 0 where fewer than five saw it."""
        seen = self.counts.seen[:, columns]
        return np.where(seen >= FEWEST, bounds(self.counts.going(direction)[:, columns], seen)[0], 0)

    def cells(self, direction: str, rows: Index, columns: Index) -> list[Figure]:
        """Make the figures of groups at statements, pair by pair; who calls sees to it that they may be shown."""
        k, n = self.counts.going(direction)[rows, columns], self.counts.seen[rows, columns]
        low, high = bounds(k, n)
        return [
            Figure(self.names[row], direction, int(n[i]), _digits(k[i] / n[i]), _digits(low[i]), _digits(high[i]))
            for i, row in enumerate(rows.tolist())
        ]

    def at(self, direction: str, columns: Index) -> list[tuple[Figure, ...]]:
        """Make, for each of some statements, the figures that may be shown there."""
        of_column, rows = np.nonzero(self.shown[:, columns].T)
        found: list[list[Figure]] = [[] for _ in columns]
        for place, figure in zip(of_column, self.cells(direction, rows, columns[of_column]), strict=True):
            found[place].append(figure)
        return [tuple(figures) for figures in found]


def _digits(share: float) -> float:
    return round(float(share), 4)


def count(votes: Votes, members: Floats) -> Counts:
    """Count votes in groups; `members` is groups x people, 1 for who belongs to it."""
    shape = (len(members), votes.shape[1])
    counts = Counts(np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.zeros(shape, np.float32))
    for rows in blocks_of(*votes.shape):
        block, of_group = votes[rows], members[:, rows]
        counts.seen[:] += of_group @ (block != MISSING).astype(np.float32)
        counts.agree[:] += of_group @ (block == 1).astype(np.float32)
        counts.disagree[:] += of_group @ (block == -1).astype(np.float32)
    return counts


def members_of(labels: npt.NDArray[np.intp], groups: int) -> Floats:
    """Give groups x people of 0 and 1 from each person's group; -1 for none."""
    members: Floats = (labels[None, :] == np.arange(groups)[:, None]).astype(np.float32)
    return members


def showable(groups: Floats, everybody: Floats) -> Flags:
    """Say which groups' figures may be shown at each statement (groups x statements).

    At least five people who saw it; and whoever is left over when the shown groups are taken from everybody must be
    nobody or five as well, else a figure about fewer would be given back by subtraction: then the smallest shown
    group joins them.
    """
    shown = groups >= FEWEST
    for _ in range(len(groups)):
        rest = everybody - (groups * shown).sum(0)
        exposed = (rest > 0) & (rest < FEWEST) & shown.any(0)
        if not exposed.any():
            break
        smallest = np.where(shown, groups, np.inf).argmin(0)
        shown[smallest[exposed], np.flatnonzero(exposed)] = False
    return shown


def bounds(k: Floats, n: Floats) -> tuple[Doubles, Doubles]:
    """Bound the share behind k of n with 90 % certainty; nobody and everybody lie on the edge of theirs."""
    low, high = beta_quantiles(k, n)
    return np.where(k == 0, 0.0, low), np.where(k == n, 1.0, high)


def beta_quantiles(k: npt.ArrayLike, n: npt.ArrayLike, at: tuple[float, ...] = (LOW, HIGH)) -> tuple[Doubles, ...]:
    """Give the quantiles `at` of the share behind k of n: Beta(k + 1/2, n - k + 1/2).

    Integrated over the logit of the share on a fixed grid: right to a thousandth, for any number of people.
    """
    pairs = np.stack(np.broadcast_arrays(np.asarray(k, np.float64), np.asarray(n, np.float64)))
    different, back = np.unique(pairs[0] + 1j * pairs[1], return_inverse=True)
    parts = [_quantiles(part.real, part.imag, at) for part in np.array_split(different, len(different) // 512 + 1)]
    return tuple(np.concatenate(found)[back].reshape(pairs.shape[1:]) for found in zip(*parts, strict=True))


def _quantiles(k: Doubles, n: Doubles, at: tuple[float, ...]) -> list[Doubles]:
    a, b = k + 0.5, n - k + 0.5
    step = _WIDTH * np.sqrt(1 / a + 1 / b)
    middle = np.log(a / b)
    grid = middle[:, None] + step[:, None] * _GRID
    log_density = a[:, None] * grid - (a + b)[:, None] * np.logaddexp(0, grid)
    log_density -= log_density.max(1, keepdims=True)
    density = np.exp(log_density)
    mass = np.cumsum(density[:, 1:] + density[:, :-1], axis=1)
    mass /= mass[:, -1:]
    row = np.arange(len(a))
    found = []
    for share in at:
        after = np.clip((mass < share).sum(1), 1, mass.shape[1] - 1)
        below, above = mass[row, after - 1], mass[row, after]
        logit = grid[row, after] + (share - below) / np.maximum(above - below, 1e-300) * (step * (_GRID[1] - _GRID[0]))
        found.append(1 / (1 + np.exp(-logit)))
    return found
