"""Rooms to test with: votes drawn from a known world."""

from collections.abc import Sequence

import numpy as np

from leerruimte.perspectives import MISSING, VoteTable


def a_table(rows: Sequence[Sequence[int | None]], roles: Sequence[str] | None = None) -> VoteTable:
    """Make a table of rows of 1, -1, 0 and None (not seen)."""
    votes = np.array([[MISSING if vote is None else vote for vote in row] for row in rows], np.int8)
    votes = votes.reshape(len(rows), len(rows[0]) if rows else 0)
    return a_named_table(votes, roles)


def a_named_table(votes: np.ndarray, roles: Sequence[str] | None = None) -> VoteTable:
    """Give people and statements names whose order is that of the table."""
    people = tuple(f"p{i:04d}" for i in range(votes.shape[0]))
    statements = tuple(f"s{j:03d}" for j in range(votes.shape[1]))
    return VoteTable(people, statements, votes.astype(np.int8), None if roles is None else tuple(roles))


def a_room(
    people: int, statements: int, *, groups: int = 1, differing: float = 0.4, missing: float = 0.3, seed: int = 0
) -> tuple[VoteTable, np.ndarray]:
    """Make a room of planted groups and tell who is in which.

    Each group agrees with each statement with a chance of 1/2 + or - `differing`, drawn apart for each group; one group
    is a room without any pattern.
    """
    chance = np.random.default_rng(seed)
    group = np.arange(people) % groups
    agreeing = 0.5 + differing * chance.choice([-1, 1], (groups, statements))
    votes = np.where(chance.random((people, statements)) < agreeing[group], 1, -1)
    votes[chance.random(votes.shape) < 0.1] = 0
    votes[chance.random(votes.shape) < missing] = MISSING
    return a_named_table(votes), group
