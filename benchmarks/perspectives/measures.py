"""What is measured: agreement of groups, loss on hidden votes, calibration."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.perspectives.rooms import Groups, Votes
from leerruimte.perspectives import MISSING, Result, solve
from leerruimte.perspectives.beliefs import AXES, PASS_AXES, believed
from leerruimte.perspectives.model import chance_of_yes, nobody, place_people
from leerruimte.perspectives.votes import VoteTable, answers, passes

Chances = npt.NDArray[np.float64]
OUTCOMES = (1, -1, 0)


def seconds_of(work: Callable[[], object]) -> float:
    """Give the seconds of processor time that something takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def agreement(one: Groups, other: Groups) -> float:
    """Give the adjusted Rand index of two groupings (Hubert and Arabie 1985), over who has a group in both."""
    both = (one >= 0) & (other >= 0)
    a, b = (np.unique(groups[both], return_inverse=True)[1] for groups in (one, other))
    if not len(a):
        return 0.0
    table = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(table, (a, b), 1)
    together, rows, columns = (_pairs(part) for part in (table, table.sum(1), table.sum(0)))
    expected = rows * columns / _pairs(np.array([len(a)]))
    most = (rows + columns) / 2
    return float((together - expected) / (most - expected)) if most > expected else 1.0


def _pairs(counts: npt.NDArray[np.float64]) -> float:
    return float((counts * (counts - 1) / 2).sum())


def sides_of(result: Result) -> Groups:
    """Give each person's side, -1 for none."""
    side_of = {member: number for number, side in enumerate(result.sides) for member in side.members}
    return np.array([side_of.get(person, -1) for person in result.people], np.intp)


@dataclass(frozen=True, eq=False)
class Hidden:
    """Votes hidden from a table: which (rows, columns) and what they were (0 agree, 1 disagree, 2 pass)."""

    shown: Votes
    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    outcome: npt.NDArray[np.intp]


def hide(votes: Votes, share: float, chance: np.random.Generator) -> Hidden:
    """Hide a share of the votes."""
    rows, columns = np.nonzero((votes != MISSING) & (chance.random(votes.shape) < share))
    shown = votes.copy()
    shown[rows, columns] = MISSING
    outcome = np.array([2 if vote == 0 else int(vote < 0) for vote in votes[rows, columns]], np.intp)
    return Hidden(shown, rows, columns, outcome)


def column_chances(hidden: Hidden) -> Chances:
    """Foretell by each statement's shares."""
    counts = np.stack([(hidden.shown == vote).sum(0) + 0.5 for vote in OUTCOMES], 1)
    return np.asarray((counts / counts.sum(1, keepdims=True))[hidden.columns])


def group_chances(hidden: Hidden, groups: Groups) -> Chances:
    """Foretell by the shares in the person's group, drawn to the statement's by two votes; without a group by those."""
    column = column_chances(hidden)
    chances = column.copy()
    group = groups[hidden.rows]
    for one in np.unique(groups[groups >= 0]):
        block = hidden.shown[groups == one]
        counts = np.stack([(block == vote).sum(0) for vote in OUTCOMES], 1)[hidden.columns]
        drawn = (counts + 2 * column) / (counts.sum(1, keepdims=True) + 2)
        chances[group == one] = drawn[group == one]
    return chances


def our_chances(hidden: Hidden, table: VoteTable) -> Chances:
    """Foretell by the model that a result keeps."""
    shown = VoteTable(table.people, table.statements, hidden.shown)
    both = believed(solve(shown), table.statements)
    assert both is not None
    (agree, prior), (passing, pass_prior) = both
    people = place_people(answers(hidden.shown), nobody(len(table.people), AXES, prior), agree, prior, steps=3)
    passers = place_people(
        passes(hidden.shown), nobody(len(table.people), PASS_AXES, pass_prior), passing, pass_prior, steps=3
    )
    cells = hidden.rows, hidden.columns
    yes, passed = chance_of_yes(people, agree)[cells], chance_of_yes(passers, passing)[cells]
    return np.stack([(1 - passed) * yes, (1 - passed) * (1 - yes), passed], 1).astype(np.float64)


def log_loss(chances: Chances, outcome: npt.NDArray[np.intp]) -> float:
    """Give the mean of -ln of the chance given to what it was."""
    return float(-np.log(np.clip(chances[np.arange(len(outcome)), outcome], 1e-6, 1)).mean())


def accuracy(chances: Chances, outcome: npt.NDArray[np.intp]) -> float:
    """Give the share foretold right."""
    return float((chances.argmax(1) == outcome).mean())


def calibration_error(chance: Chances, came_true: npt.NDArray[np.bool_]) -> float:
    """Give the mean distance between the chance given and how often it came true, over ten bins, by their size."""
    bins = np.minimum((chance * 10).astype(int), 9)
    return sum(
        float((bins == one).mean() * abs(chance[bins == one].mean() - came_true[bins == one].mean()))
        for one in np.unique(bins)
    )
