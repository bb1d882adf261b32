"""Where roles differ: beyond what roles dealt out at random over the same people would show anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leerruimte.perspectives.figures import DIRECTIONS, Counts, Shares, count, members_of, showable
from leerruimte.perspectives.model import Floats
from leerruimte.perspectives.result import FEWEST, Finding
from leerruimte.perspectives.votes import Votes

DRAWS = 199
# The share of rooms with roles without meaning in which anything is claimed.
CLAIMED_BY_CHANCE = 0.04
MOST_PEOPLE = 2000
_MOST_ROWS = 1024


@dataclass(frozen=True, eq=False)
class Roles:
    """Which roles there are that at least five people hold, and who holds them (-1: none of these)."""

    names: tuple[str, ...]
    held: npt.NDArray[np.intp]


def roles_of(roles: Sequence[str] | None, voted: npt.NDArray[np.bool_]) -> Roles:
    """Take the roles that at least five people who voted hold."""
    if roles is None:
        return Roles((), np.full(len(voted), -1, np.intp))
    held = [role if has_voted else "" for role, has_voted in zip(roles, voted, strict=True)]
    names = sorted({role for role in held if role and held.count(role) >= FEWEST})
    place = {role: i for i, role in enumerate(names)}
    return Roles(tuple(names), np.array([place.get(role, -1) for role in held], np.intp))


def find_differences(
    statements: tuple[str, ...], votes: Votes, roles: Roles, voted: npt.NDArray[np.bool_], chance: np.random.Generator
) -> tuple[Finding, ...]:
    """Find the statements that one role agrees or disagrees with more than everybody else, the clearest first.

    Two-proportion z, and the largest z over all statements, roles and directions when roles are dealt out anew over
    the same people: only what lies beyond 96 % of those is told. So in at most 4 of 100 rooms in which roles mean
    nothing, anything is.
    """
    if not roles.names:
        return ()
    held, votes = roles.held[voted], votes[voted]
    beyond = _largest_by_chance(votes, held, len(roles.names), chance)
    counts = count(votes, members_of(held, len(roles.names)))
    everybody = count(votes, np.ones((1, len(votes)), np.float32))
    shown = showable(counts.seen, everybody.seen[0])
    rest = counts.rest(everybody)
    here = Shares(tuple(f"role:{name}" for name in roles.names), counts, shown)
    there = Shares(tuple(f"rest:{name}" for name in roles.names), rest, shown)
    found = []
    for direction in DIRECTIONS:
        z = np.where(shown, difference(counts, rest, direction), 0)
        role_of, columns = np.nonzero(z > beyond)
        both = zip(here.cells(direction, role_of, columns), there.cells(direction, role_of, columns), strict=True)
        for role, j, two in zip(role_of, columns, both, strict=True):
            found.append((float(z[role, j]), Finding(statements[j], direction, two, (roles.names[role],))))
    return tuple(finding for _, finding in sorted(found, key=lambda one: (-one[0], one[1].statement)))


def difference(here: Counts, rest: Counts, direction: str) -> Floats:
    """Give z of two proportions (pooled, one added on each side); 0 where under five of either saw the statement."""
    n, others = here.seen, rest.seen
    k, of_others = here.going(direction), rest.going(direction)
    pooled = (k + of_others + 1) / (n + others + 2)
    one, other = np.maximum(n, 1), np.maximum(others, 1)
    z = (k / one - of_others / other) / np.sqrt(pooled * (1 - pooled) * (1 / one + 1 / other))
    return np.where((n >= FEWEST) & (others >= FEWEST), z, np.float32(0))


def _largest_by_chance(votes: Votes, held: npt.NDArray[np.intp], groups: int, chance: np.random.Generator) -> float:
    """Give the z that only 4 of 100 dealings of the roles exceed anywhere."""
    if len(votes) > MOST_PEOPLE:
        drawn = np.sort(chance.choice(len(votes), MOST_PEOPLE, replace=False))
        votes, held = votes[drawn], held[drawn]
    everybody = count(votes, np.ones((1, len(votes)), np.float32))
    largest: list[float] = []
    at_once = max(1, _MOST_ROWS // groups)
    while len(largest) < DRAWS:
        draws = min(at_once, DRAWS - len(largest))
        dealt = np.concatenate([members_of(chance.permutation(held), groups) for _ in range(draws)])
        counts = count(votes, dealt)
        rest = counts.rest(everybody)
        z = np.maximum(*(difference(counts, rest, direction) for direction in DIRECTIONS))
        largest += z.reshape(draws, -1).max(1).tolist()
    return sorted(largest)[DRAWS - round(CLAIMED_BY_CHANCE * (DRAWS + 1))]
