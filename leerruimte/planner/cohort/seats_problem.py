"""Seats in shared opportunities: who chose what, how dearly, and how many seats there are."""

from dataclasses import dataclass

COUNT, SHARE = "count", "share"


@dataclass(frozen=True)
class Opportunity:
    """Something with a number of seats. `meetings`: when it meets; two with a meeting in common clash."""

    code: str
    seats: int
    meetings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One opportunity that somebody chose, and how dear it is to her in points (only compared with her own)."""

    opportunity: str
    points: int


@dataclass(frozen=True)
class Chooser:
    """A learner: how many seats she wants, what she chose, and what is closed to her."""

    code: str
    wanted: int
    choices: tuple[Choice, ...] = ()
    closed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seating:
    """The whole problem.

    `fair`: COUNT - as few as can be have nothing, then as few as can be have less than two, ..., then the sum of
    points; SHARE - the worst-off has as large a part as can be of what she would have were she alone, then the next,
    then the sum. Points are made comparable first: everybody's add up to the same, so stating more brings nothing.
    """

    opportunities: tuple[Opportunity, ...]
    choosers: tuple[Chooser, ...]
    fair: str = COUNT


@dataclass(frozen=True)
class Seat:
    """A seat. `points`: as she gave them; `left_over`: she had chosen nothing, and this was left."""

    chooser: str
    opportunity: str
    points: int
    left_over: bool = False
