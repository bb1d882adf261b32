"""What all share, and what divides."""

import numpy as np

from leerruimte.perspectives.figures import DIRECTIONS, Index, Shares
from leerruimte.perspectives.result import AGREE, DISAGREE, SPLIT, Figure, Finding

# The lower bound of everybody's share, and of each role's and each side's, from which a statement is shared by all.
ALL_SHARE, EACH_SHARES = 0.6, 0.5
# The lower bound of both shares from which people are divided.
BOTH_WAYS = 0.25


def find_shared(statements: tuple[str, ...], everybody: Shares, kinds: list[Shares]) -> tuple[Finding, ...]:
    """Find what all agree, or disagree, with: everybody together and each role and side, five or more of each."""
    found = []
    for direction in DIRECTIONS:
        # No lower bound lies above the share itself: only there bounds are looked at.
        likely = everybody.share(direction)[0] > ALL_SHARE
        for kind in kinds:
            likely &= (kind.share(direction) > EACH_SHARES).all(0)
        columns = np.flatnonzero(likely)
        lowest = everybody.low(direction, columns)[0]
        enough = lowest > ALL_SHARE
        for kind in kinds:
            lowest = np.minimum(lowest, kind.low(direction, columns).min(0, initial=1))
        enough &= lowest > EACH_SHARES
        figures = _figures(direction, columns[enough], everybody, kinds)
        for j, low, figures_there in zip(columns[enough], lowest[enough], figures, strict=True):
            found.append((float(low), Finding(statements[j], direction, figures_there, _roles(figures_there))))
    return tuple(finding for _, finding in sorted(found, key=lambda one: (-one[0], one[1].statement)))


def find_divided(statements: tuple[str, ...], everybody: Shares, kinds: list[Shares]) -> tuple[Finding, ...]:
    """Find what many agree and many disagree with, the most evenly divided first."""
    columns = np.flatnonzero(np.minimum(everybody.share(AGREE), everybody.share(DISAGREE))[0] > BOTH_WAYS)
    both = np.minimum(everybody.low(AGREE, columns), everybody.low(DISAGREE, columns))[0]
    order = sorted(np.flatnonzero(both > BOTH_WAYS), key=lambda i: (-both[i], statements[columns[i]]))
    columns = columns[np.array(order, np.intp)]
    agree, disagree = _figures(AGREE, columns, everybody, kinds), everybody.at(DISAGREE, columns)
    return tuple(
        Finding(statements[j], SPLIT, figures + against, _roles(figures))
        for j, figures, against in zip(columns, agree, disagree, strict=True)
    )


def _figures(direction: str, columns: Index, everybody: Shares, kinds: list[Shares]) -> list[tuple[Figure, ...]]:
    """Give, for each of some statements, everybody's figure and those of the groups that may be shown."""
    figures = everybody.at(direction, columns)
    for kind in kinds:
        figures = [one + more for one, more in zip(figures, kind.at(direction, columns), strict=True)]
    return figures


def _roles(figures: tuple[Figure, ...]) -> tuple[str, ...]:
    return tuple(figure.of.removeprefix("role:") for figure in figures if figure.of.startswith("role:"))
