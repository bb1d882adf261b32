"""Which statement to show somebody next: the one that tells most."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from leerruimte.perspectives.beliefs import AXES, PASS_AXES, believed, unknown
from leerruimte.perspectives.model import Floats, chance_of_yes, nobody, place_people
from leerruimte.perspectives.result import Result
from leerruimte.perspectives.votes import MISSING, Votes, VoteTable, answers, passes

# How much more, or less, what an answer tells about a statement counts when it was seen less, or more, than others.
MOST_RAISED, LEAST_RAISED = 4.0, 0.25


@dataclass(frozen=True)
class Suggestion:
    """A statement and what an answer to it is expected to tell, in nats: about the person and about the statement."""

    statement: str
    gain: float


def next_statements(
    result: Result, table: VoteTable, person: str, seen_counts: Mapping[str, int], k: int
) -> tuple[Suggestion, ...]:
    """Choose up to `k` statements of `table` that `person` did not see, the most telling first.

    (1 - P_pass) (1/2 ln(1 + P (1 - P) w' S w) + c 1/2 ln(1 + P (1 - P) u' T u)): what the answer tells about the
    person, whose place has covariance S, and about the statement, with covariance T; c raises what was seen least.
    Statements and people that the result does not know yet are taken as anybody's.
    """
    row = table.people.index(person) if person in table.people else None
    votes = np.full((1, len(table.statements)), MISSING, np.int8) if row is None else table.votes[row : row + 1]
    unseen = np.flatnonzero(votes[0] == MISSING)
    gains = _gains(result, table.statements, votes, _raised(table.statements, seen_counts))
    order = sorted(unseen, key=lambda j: (-gains[j], table.statements[j]))
    return tuple(Suggestion(table.statements[j], round(float(gains[j]), 6)) for j in order[:k])


def _gains(result: Result, names: tuple[str, ...], votes: Votes, raised: Floats) -> Floats:
    (agree, prior), (passing, pass_prior) = believed(result, names) or unknown(len(names))
    person = place_people(answers(votes), nobody(1, AXES, prior), agree, prior, steps=3)
    passer = place_people(passes(votes), nobody(1, PASS_AXES, pass_prior), passing, pass_prior, steps=3)
    yes, pass_ = chance_of_yes(person, agree)[0], chance_of_yes(passer, passing)[0]
    doubt = yes * (1 - yes)
    w, u = agree.mean[:, 1:], np.append(np.float32(1), person.mean[0, 1:])  # T is over (b, w)
    of_person = np.einsum("ja,ab,jb->j", w, person.spread[0, 1:, 1:], w)
    of_statement = np.einsum("a,jab,b->j", u, agree.spread, u)
    gains: Floats = (1 - pass_) * 0.5 * (np.log1p(doubt * of_person) + raised * np.log1p(doubt * of_statement))
    return gains


def _raised(names: tuple[str, ...], seen_counts: Mapping[str, int]) -> Floats:
    """Give c: how much less than the others a statement was seen."""
    seen = np.array([seen_counts.get(name, 0) for name in names], np.float32)
    return np.clip((1 + seen.mean()) / (1 + seen), LEAST_RAISED, MOST_RAISED) if len(names) else seen
