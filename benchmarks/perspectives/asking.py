"""What to ask next: how many chosen votes tell as much about a person as ten random ones?"""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from benchmarks.lines import Line
from benchmarks.perspectives import measures
from benchmarks.perspectives.rooms import Export, Votes
from leerruimte.perspectives import MISSING, Result, VoteTable, next_statements, solve
from leerruimte.perspectives.beliefs import AXES, believed
from leerruimte.perspectives.model import chance_of_yes, nobody, place_people
from leerruimte.perspectives.votes import answers

ASKED = 10
MOST_VOTES = 20  # people with as many votes take part
Choice = Callable[[list[int]], int]


def asking(exports: list[Export], people: int) -> Iterator[Line]:
    """Ask people statements one by one, by what tells most and at random; foretell the votes they were not asked."""
    for export in exports:
        chance = np.random.default_rng(0)
        votes = export.table.votes
        active = np.flatnonzero((votes != MISSING).sum(1) >= MOST_VOTES)
        asked = chance.permutation(active)[: min(people, len(active) // 2)]
        known = votes.copy()
        known[asked] = MISSING
        table = VoteTable(export.table.people, export.table.statements, known)
        result = solve(table)
        by_gain, at_random = np.zeros((2, ASKED + 1))
        for person in asked:
            seen = np.flatnonzero(votes[person] != MISSING)
            held_back = chance.permutation(seen)[: len(seen) // 3]
            to_ask = [int(j) for j in seen if j not in set(held_back)]
            by_gain += _losses(result, table, votes[person], to_ask, held_back, person, None)
            at_random += _losses(result, table, votes[person], to_ask, held_back, person, chance)
        enough = np.flatnonzero(by_gain <= at_random[ASKED])
        yield Line(
            f"{export.name}: votes asked to foretell as well as after {ASKED} random ones ({len(asked)} people)",
            str(ASKED),
            str(int(enough[0])) if len(enough) else f"more than {ASKED}",
        )


def _losses(
    result: Result,
    table: VoteTable,
    true: npt.NDArray[np.int8],
    to_ask: list[int],
    held_back: npt.NDArray[np.intp],
    person: int,
    chance: np.random.Generator | None,
) -> npt.NDArray[np.float64]:
    """Give the loss on the votes held back after 0, 1, 2, .. asked ones."""
    row: Votes = np.full((1, len(true)), MISSING, np.int8)
    left = list(to_ask)
    losses = [_loss(result, row, true, held_back)]
    for _ in range(ASKED):
        if left:
            one = left[chance.integers(len(left))] if chance else _most_telling(result, table, row, person, left)
            left.remove(one)
            row[0, one] = true[one]
        losses.append(_loss(result, row, true, held_back))
    return np.array(losses)


def _most_telling(result: Result, table: VoteTable, row: Votes, person: int, left: list[int]) -> int:
    alone = VoteTable((table.people[person],), table.statements, row)
    names = {table.statements[j]: j for j in left}
    gains = next_statements(result, alone, table.people[person], {}, len(table.statements))
    return next(names[one.statement] for one in gains if one.statement in names)


def _loss(result: Result, row: Votes, true: npt.NDArray[np.int8], held_back: npt.NDArray[np.intp]) -> float:
    """Give the summed loss on agree or disagree among the votes held back."""
    both = believed(result, result.statements)
    assert both is not None
    agree, prior = both[0]
    place = place_people(answers(row), nobody(1, AXES, prior), agree, prior, steps=3)
    told = [j for j in held_back if true[j]]
    yes = chance_of_yes(place, agree)[0, told].astype(np.float64)
    outcome = np.array([0 if true[j] > 0 else 1 for j in told], np.intp)
    return measures.log_loss(np.stack([yes, 1 - yes], 1), outcome) * len(told) if told else 0.0
