"""What happened in a trajectory earlier or elsewhere, as plain values; members count from 0, the learner first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

OutcomeAndField = tuple[str, str]


@dataclass(frozen=True)
class PastMember:
    """Who stands beside the learner; without an account: a name."""

    person: int | None
    role: str
    organisation: int | None
    since: date
    name: str = ""
    email: str = ""
    until: date | None = None


@dataclass(frozen=True)
class PastPiece:
    """A piece as it lies; with an edition where it is offered."""

    title: str
    where: str
    first_week: date
    last_week: date
    hours: int
    contributes: Mapping[str, int]
    state: str
    opportunity: UUID | None = None
    edition: int | None = None
    organisation: int | None = None
    pinned: bool = False
    why: Sequence[Mapping[str, Any]] = ()
    # Has a seat in its edition.
    seat: bool = False


@dataclass(frozen=True)
class PastText:
    """Words about one field of one outcome, with the level or the pieces (by their place) that were chosen."""

    by: int
    outcome: str
    field: str
    text: str
    level: int | None = None
    pieces: Sequence[int] = ()


@dataclass(frozen=True)
class PastLookBack:
    """How it went, by one of the three."""

    by: int
    how: int | None
    words: str
    brought: str
    seen: str


@dataclass(frozen=True)
class PastTriangle:
    """A conversation of three; confirmed when there is a moment at which all had signed."""

    phase: str
    planned_at: datetime
    starts_at: datetime | None
    where: str
    outcomes: Sequence[str]
    prepared: Sequence[PastText] = ()
    ready: Sequence[int] = ()
    lines: Sequence[PastText] = ()
    confirmed_at: datetime | None = None
    # When it could be, and who can (yes, maybe, no), by member.
    options: Mapping[datetime, Mapping[int, str]] = field(default_factory=dict)
    look_backs: Sequence[PastLookBack] = ()
    way: str = "one_screen"


@dataclass(frozen=True)
class PastEvidence:
    """A link or note laid beside a measure, with words in its margin: (by, text, at)."""

    by: int
    outcome: str
    title: str
    words: str
    at: datetime
    link: str = ""
    seen: str = "three"
    remarks: Sequence[tuple[int, str, datetime]] = ()


@dataclass(frozen=True)
class PastReached:
    """An outcome was reached on a level, as a member of the institute said."""

    by: int
    outcome: str
    level: int
    words: str
    at: datetime


@dataclass(frozen=True)
class PastFilled:
    """A form filled in by a member; handed in when there is a moment."""

    by: int
    form: int
    answers: Mapping[str, Mapping[str, str]]
    handed_in_at: datetime | None
    round: int = 1


@dataclass(frozen=True)
class PastTrajectory:
    """One learner's road over some time, with all that happened on it."""

    learner: int
    title: str
    purpose: str
    phases: Sequence[int]
    first: date
    last: date
    school: int | None
    # The learner first.
    members: Sequence[PastMember]
    # It is over, on its last day.
    ended: bool = False
    # Fields of Needs -> value.
    needs: Mapping[str, Any] = field(default_factory=dict)
    pieces: Sequence[PastPiece] = ()
    # Opportunity -> why not.
    refused: Mapping[UUID, str] = field(default_factory=dict)
    triangles: Sequence[PastTriangle] = ()
    evidence: Sequence[PastEvidence] = ()
    reached: Sequence[PastReached] = ()
    filled: Sequence[PastFilled] = ()
