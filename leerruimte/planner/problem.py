"""What goes in: one learner's problem of a route, in plain values.

Time: weeks are calendar weeks, numbered from 1 at `Calendar.first` (a Monday). A day has four parts: morning,
afternoon, late (after school) and evening. Durations are minutes. An outcome is reached in *points*: `Outcome.need` of
them make it sufficient (`need` divides 12); an opportunity gives some of them. Travel times are estimates, one way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
PARTS = ("morning", "afternoon", "late", "evening")
FORMAL, NON_FORMAL, INFORMAL = "formal", "non-formal", "informal"
FORMALITIES = (FORMAL, NON_FORMAL, INFORMAL)
INSTITUTE, SCHOOL, OUTSIDE, ANYWHERE = "institute", "school", "outside", "anywhere"
PLACE_KINDS = (INSTITUTE, SCHOOL, OUTSIDE, ANYWHERE)
LIKE_KINDS = ("formality", "place", "place_kind", "opportunity", "part")


@dataclass(frozen=True)
class Span:
    """From `first` up to and including `last`; `why` as people say it."""

    first: date
    last: date
    why: str = ""


@dataclass(frozen=True)
class Calendar:
    """The period of the trajectory; `free` days have no meetings for anybody."""

    first: date
    last: date
    free: tuple[Span, ...] = ()

    @property
    def weeks(self) -> int:
        """Give how many calendar weeks there are, the last one counted whole."""
        return (self.last - self.first).days // 7 + 1

    def day(self, week: int, day: str) -> date:
        """Give the date of a weekday in a week."""
        return self.first + timedelta(days=7 * (week - 1) + DAYS.index(day))

    def week(self, day: date) -> int:
        """Give the number of the week in which a date falls."""
        return (day - self.first).days // 7 + 1


@dataclass(frozen=True)
class Outcome:
    """What the learner is going to learn.

    `need`: points that make it sufficient; a divisor of 12. `weight`: how much the curriculum holds to it, 1-9.
    `prerequisites`: outcomes to be begun before. `due`: only what ends in or before this week counts. `choice`: of
    outcomes with the same choice at most one counts (the one aimed at most, if there is an aim).
    """

    code: str
    title: str
    need: int
    domain: str = ""
    level: int = 1
    weight: int = 1
    prerequisites: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    due: int | None = None
    choice: str | None = None


@dataclass(frozen=True)
class Place:
    """Where one learns. Travel: estimated minutes one way, without and with a car (None: cannot be reached so).

    `strengths`: how strong the place is in a domain, 1-5. Places of kind "anywhere" ask no travel.
    """

    code: str
    title: str
    kind: str
    minutes: int | None = 0
    minutes_by_car: int | None = 0
    strengths: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Moment:
    """A meeting of `minutes` in a week; without `day` and `part` it is agreed upon within that week."""

    week: int
    minutes: int
    day: str | None = None
    part: str | None = None


@dataclass(frozen=True)
class Edition:
    """One concrete series of meetings in which an opportunity can be taken; `seats` still free (None: no limit)."""

    code: str
    moments: tuple[Moment, ...]
    seats: int | None = None


@dataclass(frozen=True)
class Opportunity:
    """What a place affords.

    `gives`: points a outcome. `asks`: outcomes that must be begun before it starts. `like`: of opportunities
    with the same `like` (the same thing at two schools) at most one is taken.
    """

    code: str
    title: str
    place: str
    formality: str
    editions: tuple[Edition, ...]
    gives: Mapping[str, int] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    like: str | None = None


@dataclass(frozen=True)
class Never:
    """A part of a weekday (all of it without `part`) on which the learner cannot: job, care, swimming."""

    day: str
    part: str | None = None
    why: str = ""


@dataclass(frozen=True)
class Aim:
    """An outcome the learner wants most: 1 (would like), 2, 3 (this is why I do it)."""

    outcome: str
    strength: int = 1


@dataclass(frozen=True)
class Like:
    """A preference: `kind` says of what (formality, place, place_kind, opportunity, part), `strength` -3 .. 3."""

    kind: str
    what: str
    strength: int = 1


@dataclass(frozen=True)
class Needs:
    """What the learner wants and can.

    `strengths`: domains the learner is good at and likes to build on. `hours_a_week`: most hours with others, all
    pieces together. `most_travel`: minutes one way. `most_schools`: how many schools at most. `most_missed`: how many
    per cent of the meetings of a piece may fall on days off before it is no longer worth while.
    """

    aims: tuple[Aim, ...] = ()
    strengths: tuple[str, ...] = ()
    likes: tuple[Like, ...] = ()
    never: tuple[Never, ...] = ()
    away: tuple[Span, ...] = ()
    hours_a_week: int = 40
    car: bool = False
    most_travel: int = 60
    most_schools: int = 1
    most_missed: int = 20


@dataclass(frozen=True)
class Pin:
    """The learner holds to this opportunity (in this edition, if one is named)."""

    opportunity: str
    edition: str | None = None


@dataclass(frozen=True)
class Done:
    """Points of an outcome the learner has already."""

    outcome: str
    points: int


@dataclass(frozen=True)
class Problem:
    """A route is asked for one learner, one purpose, one period."""

    learner: str
    calendar: Calendar
    outcomes: tuple[Outcome, ...]
    places: tuple[Place, ...]
    opportunities: tuple[Opportunity, ...]
    needs: Needs = Needs()
    pins: tuple[Pin, ...] = ()
    refused: tuple[str, ...] = ()
    done: tuple[Done, ...] = ()
