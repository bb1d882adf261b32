"""What happened in a conversation elsewhere or earlier, as plain values; people and contributions count from 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from leerruimte.encounters.rules import one_of


@dataclass(frozen=True)
class PastPerson:
    """Somebody who took part."""

    role: str = ""
    first_name: str = ""
    table: int = 0
    person: int | None = None  # who has an account


@dataclass(frozen=True)
class PastContribution:
    """What somebody wrote; `by` counts the people from 0."""

    by: int
    question: str
    text: str
    at: datetime
    slot: str = ""
    signed: bool = False
    about: str = ""
    week: int = 0
    kind: str = ""


@dataclass(frozen=True)
class PastStance:
    """What a person thinks of a contribution, both counted from 0."""

    by: int
    contribution: int
    value: int
    at: datetime


@dataclass(frozen=True)
class PastMark:
    """Where a person places "us" on the path or scale."""

    by: int
    question: str
    position: float
    us: int
    at: datetime


@dataclass(frozen=True)
class PastElementMark:
    """What a person put on an element of the picture; `marks` are ids of the working part."""

    by: int
    question: str
    element: str
    marks: Sequence[str]
    at: datetime


@dataclass(frozen=True)
class PastIntention:
    """What a person is going to do."""

    by: int
    what: str
    at: datetime
    by_when: date | None = None
    with_whom: str = ""
    needed: str = ""
    asks_of_me: str = ""
    asks_of_organisation: str = ""
    signed: bool = False
    outcome: str = "open"
    outcome_at: datetime | None = None


@dataclass(frozen=True)
class Past:
    """All that happened in a conversation."""

    began: datetime
    ended: datetime | None
    people: Sequence[PastPerson]
    contributions: Sequence[PastContribution] = ()
    stances: Sequence[PastStance] = ()
    marks: Sequence[PastMark] = ()
    element_marks: Sequence[PastElementMark] = ()
    intentions: Sequence[PastIntention] = ()
    harvests: Sequence[tuple[int, str]] = ()  # person, words; each table's harvest
    tables: int = 0
    imported_from: dict[str, Any] | None = None


def person_id(conversation: UUID, person: int) -> UUID:
    """The id of a person of the past."""
    return one_of(conversation, f"person {person}")


def contribution_id(conversation: UUID, contribution: int) -> UUID:
    """The id of a contribution of the past."""
    return one_of(conversation, f"contribution {contribution}")
