"""What would make the result surer, in numbers."""

from collections import Counter
from collections.abc import Sequence
from math import ceil, sqrt

import numpy as np
import numpy.typing as npt

from leerruimte.perspectives.gate import SURE, Verdict
from leerruimte.perspectives.result import FEWEST, Needed
from leerruimte.perspectives.votes import MISSING, Votes

# A pattern of middling strength is seen in four of five rooms from sqrt(people / statements) x votes a person >= this
# (measured: benchmarks/perspectives). The first eigenvalue of a pattern grows with people x votes, that of noise with
# the square root of people.
ENOUGH = 21.0


def needed_people() -> tuple[Needed, ...]:
    """Say from how many people on something can be said; not how many there are: they are fewer than five."""
    return (Needed("people", (("people", FEWEST),)),)


def needed_for_pattern(votes: Votes, verdict: Verdict, voted: npt.NDArray[np.bool_]) -> tuple[Needed, ...]:
    """Say how many votes, or statements, would tell more; nothing when it is sure or there was enough to see."""
    people = int(voted.sum())
    asked = int((votes != MISSING).any(0).sum())
    each = float((votes[voted] != MISSING).sum(1).mean())
    wanted = ENOUGH * sqrt(asked / people)
    if (verdict.pattern and verdict.p_value <= SURE) or each >= wanted:
        return ()
    if wanted <= asked:
        more = ceil(wanted - each)
        return (Needed("votes", (("votes", more * people), ("each", more))),)
    statements = ceil(ENOUGH**2 / people)  # if everybody answers all of them
    return (Needed("statements", (("statements", statements - asked),)),)


def needed_roles(roles: Sequence[str] | None, voted: npt.NDArray[np.bool_]) -> tuple[Needed, ...]:
    """Say how many people each of two roles must have to be compared, when there are roles but not so many people."""
    held = Counter(role for role, has_voted in zip(roles or (), voted, strict=False) if role and has_voted)
    if len(held) < 2 or held.most_common(2)[1][1] >= FEWEST:
        return ()
    return (Needed("roles", (("people", FEWEST),)),)
