"""Rooms to measure with: exported ones, shuffled ones, and ones drawn from a known world."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from leerruimte.perspectives import MISSING, VoteTable, read_votes

Votes = npt.NDArray[np.int8]
Groups = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Export:
    """A real conversation and the groups that Polis published (-1: none)."""

    name: str
    table: VoteTable
    published: Groups


def read_exports(folder: Path) -> list[Export]:
    """Read each folder in `folder` that holds an export."""
    return [_export(path.parent) for path in sorted(folder.glob("*/participants-votes.csv"))]


def _export(folder: Path) -> Export:
    path = folder / "participants-votes.csv"
    table = read_votes(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        group_of = {row["participant"]: row["group-id"] for row in csv.DictReader(file)}
    published = np.array([int(group_of[person] or -1) for person in table.people], np.intp)
    return Export(folder.name.split(".")[-1].split("-")[0], table, published)


def table_of(votes: Votes, roles: npt.NDArray[np.str_] | None = None) -> VoteTable:
    """Name people and statements by number."""
    people = tuple(f"{i:06d}" for i in range(votes.shape[0]))
    return VoteTable(
        people,
        tuple(f"{j:04d}" for j in range(votes.shape[1])),
        votes,
        None if roles is None else tuple(roles.tolist()),
    )


def shuffled(votes: Votes, chance: np.random.Generator) -> Votes:
    """Deal out each statement's votes, passes too, anew over those who saw it."""
    result = votes.copy()
    for j in range(votes.shape[1]):
        saw = np.flatnonzero(votes[:, j] != MISSING)
        result[saw, j] = chance.permutation(votes[saw, j])
    return result


def planted(
    people: int, statements: int, groups: int, differing: float, missing: float, chance: np.random.Generator
) -> tuple[Votes, Groups]:
    """Draw groups of equal size; each agrees with each statement with a chance of 1/2 + or - `differing`, drawn apart.

    So two groups differ on half of the statements. A tenth of the votes are passes.
    """
    group = chance.permutation(np.arange(people) % groups)
    agreeing = 0.5 + differing * chance.choice([-1, 1], (groups, statements))
    votes = np.where(chance.random((people, statements)) < agreeing[group], 1, -1).astype(np.int8)
    return _with_gaps(votes, missing, chance), group


Spread = Literal["normal", "even", "lopsided"]


def smooth(
    people: int,
    statements: int,
    axes: int,
    missing: float,
    chance: np.random.Generator,
    strength: float = 1.0,
    spread: Spread = "normal",
) -> Votes:
    """Draw people spread over `axes` axes, without any groups; 0 axes: no pattern at all."""
    size = (people, axes)
    draw = {
        "normal": lambda: chance.normal(size=size),
        "even": lambda: chance.uniform(-1.7, 1.7, size),
        "lopsided": lambda: chance.exponential(1, size) - 1,
    }
    x, w = draw[spread](), strength * chance.normal(size=(statements, axes))
    logit = x @ w.T + chance.normal(0.3, 1.0, statements)
    votes = np.where(chance.random((people, statements)) < 1 / (1 + np.exp(-logit)), 1, -1).astype(np.int8)
    return _with_gaps(votes, missing, chance)


def large(people: int, statements: int, answered: float, seed: int) -> Votes:
    """Draw a large room in blocks."""
    chance = np.random.default_rng(seed)
    w, b = chance.normal(size=(2, statements)), chance.normal(0.3, 1.0, statements)
    blocks = []
    for first in range(0, people, 2000):
        rows = min(2000, people - first)
        chances = 1 / (1 + np.exp(-(chance.normal(size=(rows, 2)) @ w + b)))
        votes = np.where(chance.random((rows, statements)) < chances, 1, -1).astype(np.int8)
        blocks.append(_with_gaps(votes, 1 - answered, chance))
    return np.concatenate(blocks)


def _with_gaps(votes: Votes, missing: float, chance: np.random.Generator) -> Votes:
    votes[chance.random(votes.shape) < 0.1] = 0
    votes[chance.random(votes.shape) < missing] = MISSING
    return votes
