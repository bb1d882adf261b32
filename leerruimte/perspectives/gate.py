"""The gate: is there any pattern at all?

People who answer alike on more statements than chance explains give the matrix of likeness between people a large
first eigenvalue. How large is large is read from the same votes shuffled within each statement: who answered what,
how many agreed with each statement and who passed stay as they were, only *who* agreed is left to chance.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Signs = npt.NDArray[np.int8]

SHUFFLES = 99
# Four of a hundred: the share of rooms without any pattern in which one is claimed.
CLAIMED_BY_CHANCE = 0.04
MOST_PEOPLE = 500
# Shuffles after which a statistic far outside all that was seen may end it: the chance of that in noise is below a
# thousandth.
FIRST_LOOK = 8
FAR_OUT = 6.0
SURE = 0.001
LANCZOS_STEPS = 40


@dataclass(frozen=True)
class Verdict:
    """Whether there is a pattern, and how often chance alone shows as much."""

    pattern: bool
    p_value: float


def look_for_pattern(signs: Signs, chance: np.random.Generator, most_people: int = MOST_PEOPLE) -> Verdict:
    """Judge people x statements of 1 (agree), -1 (disagree) and 0 (neither)."""
    signs = _telling(signs, most_people)
    if min(signs.shape) < 2:
        return Verdict(pattern=False, p_value=1.0)
    likeness = Likeness(signs)
    return _judge(likeness, chance)


class Likeness:
    """The statistic, for the votes as they are and for the same votes shuffled."""

    def __init__(self, signs: Signs) -> None:
        """Prepare what all shuffles share: who answered what, and the two values of each statement's residual."""
        self.answered = signs != 0
        answers = self.answered.sum(0, dtype=np.float32)
        share = (signs > 0).sum(0, dtype=np.float32) / np.maximum(answers, 1)
        scale = np.sqrt(share * (1 - share) + np.float32(0.08))
        self.statement_of, self.person_of = np.nonzero(self.answered.T)
        self.agreed = signs.T[self.statement_of, self.person_of] > 0
        self.if_agreed = ((1 - share) / scale)[self.statement_of]
        self.if_not = (-share / scale)[self.statement_of]
        self.each = np.maximum(self.answered.sum(1, dtype=np.float32), 1)
        both = self.answered.astype(np.float32)
        self.weight = 1 / np.sqrt(both @ both.T + 2)
        np.fill_diagonal(self.weight, 0)

    def observed(self) -> float:
        """Give the statistic of the votes as they are."""
        return self.statistic(self.agreed)

    def shuffled(self, chance: np.random.Generator) -> float:
        """Give the statistic with each statement's answers dealt out anew over those who gave one."""
        # One sort of (statement, random number, answer) shuffles within all statements at once.
        keys = chance.integers(0, 1 << 32, len(self.agreed), dtype=np.uint64) << np.uint64(1)
        keys |= self.statement_of.astype(np.uint64) << np.uint64(33)
        keys |= self.agreed
        keys.sort()
        return self.statistic((keys & np.uint64(1)).astype(bool))

    def statistic(self, agreed: npt.NDArray[np.bool_]) -> float:
        """Give the largest eigenvalue of likeness: R R' without its diagonal over sqrt(answered both + 2)."""
        residual = np.zeros(self.answered.shape, np.float32)
        residual[self.person_of, self.statement_of] = np.where(agreed, self.if_agreed, self.if_not)
        residual -= (residual.sum(1) / self.each)[:, None] * self.answered
        return largest_eigenvalue((residual @ residual.T) * self.weight)


def largest_eigenvalue(matrix: Floats) -> float:
    """Give the largest eigenvalue of a symmetric matrix; of a large one nearly, always in the same way (Lanczos)."""
    size = len(matrix)
    if size <= LANCZOS_STEPS * 2:
        return float(np.linalg.eigvalsh(matrix)[-1])
    basis = np.zeros((LANCZOS_STEPS, size), np.float32)
    vector = np.random.default_rng(size).standard_normal(size).astype(np.float32)
    vector /= np.linalg.norm(vector)
    for step in range(LANCZOS_STEPS):
        basis[step] = vector
        vector = matrix @ vector
        for _ in range(2):  # once is not enough in single precision
            vector -= basis[: step + 1].T @ (basis[: step + 1] @ vector)
        length = np.linalg.norm(vector)
        if length < 1e-6:
            basis = basis[: step + 1]
            break
        vector /= length
    return float(np.linalg.eigvalsh(basis @ matrix @ basis.T)[-1])


def _telling(signs: Signs, most_people: int) -> Signs:
    """Keep what can show a pattern: statements answered both ways, people with two answers or more, the most active."""
    signs = signs[:, (signs > 0).any(0) & (signs < 0).any(0)]
    answers = np.count_nonzero(signs, axis=1)
    active = np.argsort(-answers, kind="stable")[:most_people]
    signs = signs[np.sort(active[answers[active] >= 2])]
    return signs[:, (signs > 0).any(0) & (signs < 0).any(0)]


def _judge(likeness: Likeness, chance: np.random.Generator) -> Verdict:
    """Shuffle until the answer is sure, at most 99 times."""
    observed = likeness.observed()
    allowed = round(CLAIMED_BY_CHANCE * (SHUFFLES + 1)) - 1
    seen: list[float] = []
    reached = 0
    while len(seen) < SHUFFLES:
        seen.append(likeness.shuffled(chance))
        reached += seen[-1] >= observed * (1 - 1e-5)
        if reached > allowed:
            return Verdict(pattern=False, p_value=(1 + reached) / (1 + len(seen)))
        if reached == 0 and len(seen) >= FIRST_LOOK and _far_out(observed, seen):
            return Verdict(pattern=True, p_value=SURE)
    return Verdict(pattern=True, p_value=(1 + reached) / (1 + len(seen)))


def _far_out(observed: float, seen: list[float]) -> bool:
    """Say whether the statistic lies so far above the shuffled ones that more of them would not change it."""
    spread = float(np.std(seen, ddof=1)) * np.sqrt(1 + 1 / len(seen))
    return bool(observed - float(np.mean(seen)) > FAR_OUT * max(spread, 1e-9))
