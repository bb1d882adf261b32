"""The table of votes: who answered what, and how to read one from the files that Polis exports."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

AGREE, DISAGREE, PASS, MISSING = 1, -1, 0, -128

Votes = npt.NDArray[np.int8]


class NotVotes(ValueError):
    """A file or table that cannot be read as votes; the message says where it broke."""


@dataclass(frozen=True, eq=False)
class VoteTable:
    """Votes of people on statements.

    `votes` is int8 of shape people x statements: 1 agree, -1 disagree, 0 pass, MISSING not seen. `roles` holds one role
    a person, "" for nobody's role in particular. Raises NotVotes when shapes, names or values do not fit.
    """

    people: tuple[str, ...]
    statements: tuple[str, ...]
    votes: Votes
    roles: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.votes.shape != (len(self.people), len(self.statements)):
            raise NotVotes(f"votes of shape {self.votes.shape} for {len(self.people)} x {len(self.statements)}")
        if self.votes.dtype != np.int8:
            raise NotVotes(f"votes must be int8, not {self.votes.dtype}")
        if len(set(self.people)) < len(self.people) or len(set(self.statements)) < len(self.statements):
            raise NotVotes("a person or statement stands in the table twice")
        if self.roles is not None and len(self.roles) != len(self.people):
            raise NotVotes(f"{len(self.roles)} roles for {len(self.people)} people")
        if not _only_votes(self.votes):
            raise NotVotes("a vote is 1, -1, 0 or MISSING")

    @property
    def cast(self) -> int:
        """How many votes there are, passes too."""
        return int(np.count_nonzero(self.votes != MISSING))


def _only_votes(votes: Votes) -> bool:
    return votes.size == 0 or bool((votes <= AGREE).all() and ((votes >= DISAGREE) | (votes == MISSING)).all())


def table_of(votes: Iterable[tuple[str, str, int]], roles: Mapping[str, str] | None = None) -> VoteTable:
    """Make a table of single votes (person, statement, vote); a later vote replaces an earlier one."""
    last = {(person, statement): vote for person, statement, vote in votes}
    people = {person: row for row, person in enumerate(dict.fromkeys(person for person, _ in last))}
    statements = {name: column for column, name in enumerate(dict.fromkeys(name for _, name in last))}
    table = np.full((len(people), len(statements)), MISSING, np.int8)
    for (person, statement), vote in last.items():
        table[people[person], statements[statement]] = vote
    of_role = None if roles is None else tuple(roles.get(person, "") for person in people)
    return VoteTable(tuple(people), tuple(statements), table, of_role)


def answers(votes: Votes) -> Votes:
    """Give 1 for agree, -1 for disagree, 0 for all else."""
    signs: Votes = votes * (votes != MISSING)
    return signs


def passes(votes: Votes) -> Votes:
    """Give 1 for a pass, -1 for an answer, 0 for not seen."""
    seen = (votes != MISSING).astype(np.int8)
    return np.where(votes == 0, np.int8(1), -seen)


def read_votes(path: Path, roles: Path | None = None) -> VoteTable:
    """Read `votes.csv` (a row a vote) or `participants-votes.csv` (a row a person) as Polis exports them.

    `roles` is a CSV with the person in the first column and a column `role`. Raises NotVotes with the line where it
    broke.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        header = next(rows, [])
        if "voter-id" in header:
            found = _single_votes(header, rows, path.name)
        elif header[:1] == ["participant"]:
            found = _rows_of_people(header, rows, path.name)
        else:
            raise NotVotes(f"{path.name}, line 1: no column 'voter-id' and the first column is not 'participant'")
    return table_of(found, None if roles is None else read_roles(roles))


def read_roles(path: Path) -> dict[str, str]:
    """Read who has which role: the person in the first column, the role in the column `role` (or the second)."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        header = next(rows, [])
        if len(header) < 2:
            raise NotVotes(f"{path.name}, line 1: a column for the person and one for the role are needed")
        column = header.index("role") if "role" in header else 1
        return {row[0]: row[column].strip() for row in rows if len(row) > column}


def _single_votes(header: Sequence[str], rows: Iterable[list[str]], name: str) -> list[tuple[str, str, int]]:
    """Read a row a vote, in order of time where the file has times."""
    try:
        who, what, vote = header.index("voter-id"), header.index("comment-id"), header.index("vote")
    except ValueError:
        raise NotVotes(f"{name}, line 1: columns 'comment-id', 'voter-id' and 'vote' are needed") from None
    when = header.index("timestamp") if "timestamp" in header else None
    found = []
    for line, row in enumerate(rows, start=2):
        if not row:
            continue
        try:
            moment = 0.0 if when is None else float(row[when] or 0)
            found.append((moment, row[who], row[what], _vote(row[vote])))
        except (IndexError, ValueError):
            raise NotVotes(f"{name}, line {line}: not a vote: {','.join(row)[:80]}") from None
    found.sort(key=lambda one: one[0])
    return [(person, statement, vote) for _, person, statement, vote in found]


def _rows_of_people(header: Sequence[str], rows: Iterable[list[str]], name: str) -> list[tuple[str, str, int]]:
    """Read a row a person; the columns whose name is a number are statements."""
    columns = [(place, title) for place, title in enumerate(header) if title.isdigit()]
    found = []
    for line, row in enumerate(rows, start=2):
        try:
            found += [(row[0], title, _vote(row[place])) for place, title in columns if row[place] != ""]
        except (IndexError, ValueError):
            raise NotVotes(f"{name}, line {line}: not a row of votes: {','.join(row)[:80]}") from None
    return found


def _vote(text: str) -> int:
    vote = int(float(text))
    if vote not in (AGREE, DISAGREE, PASS):
        raise ValueError(text)
    return vote
