"""Places for a cohort: who needs a place when, what schools offer, what was wished, what people settled by hand.

Everything is a plain value. Codes are strings the caller chooses; order never matters, but for the order of wishes.
"""

from dataclasses import dataclass

TOGETHER, APART = "together", "apart"


@dataclass(frozen=True)
class Board:
    """The legal body over schools."""

    code: str


@dataclass(frozen=True)
class Seats:
    """Places for one grade band in one period: with a mentor who is known, and offered before one is known."""

    band: str
    period: str
    known: int = 0
    promised: int = 0


@dataclass(frozen=True)
class Mentors:
    """How many learners who need this special kind of mentor a school can take in one period."""

    kind: str
    period: str
    count: int


@dataclass(frozen=True)
class School:
    """A school: where it is (kilometres east and north of any one point), its board, and what it offers."""

    code: str
    board: str
    at: tuple[float, float]
    seats: tuple[Seats, ...]
    mentors: tuple[Mentors, ...] = ()
    features: tuple[str, ...] = ()
    region: str = ""


@dataclass(frozen=True)
class Learner:
    """A learner: where she lives, what suits her, and what she wishes.

    `bands`: grade bands that are good for her. `periods`: when she needs a place. `most_minutes`: the longest journey
    she can make, one way. `wishes`: schools, the dearest first. `likes`: special wishes, as features of a school.
    `mentor`: the special kind of mentor she needs. `sure`: only a place whose mentor is known. `earlier`: schools
    where she has been. `refused`: schools that people ruled out. `minutes`: journeys that are known better than an
    estimate, as (school, minutes).
    """

    code: str
    home: tuple[float, float]
    bands: tuple[str, ...]
    periods: tuple[str, ...]
    car: bool = False
    most_minutes: int = 90
    wishes: tuple[str, ...] = ()
    likes: tuple[str, ...] = ()
    mentor: str | None = None
    sure: bool = False
    earlier: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    minutes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Pair:
    """Two learners who want to be at the same school (TOGETHER), or must not be (APART), in every period of both."""

    one: str
    other: str
    kind: str


@dataclass(frozen=True)
class Pin:
    """A place settled by hand, with its reason: it stays, whatever rule it breaks."""

    learner: str
    period: str
    school: str
    band: str
    reason: str


@dataclass(frozen=True)
class Points:
    """How hard a place is, in points; one point is a minute's journey.

    `wish[r]` is added when the wish of rank r came true (the last counts for all later ones), `no_wish` when there were
    wishes and none did, `unmet` for each special wish that did not. `steps`: from how many points on a place belongs to
    the next harder step: with the usual figures a place of 60 points and more is one without a wish, or (nearly) an
    hour away. `promised` and `not_together` count in the sum only: a place offered before a mentor is known, and two
    who wanted to be together and are not.
    """

    wish: tuple[int, ...] = (0, 3, 6, 9, 12, 15)
    no_wish: int = 60
    unmet: int = 10
    steps: tuple[int, ...] = (30, 45, 60, 75, 90, 105, 120)
    promised: int = 5
    not_together: int = 20


@dataclass(frozen=True)
class Places:
    """The whole problem.

    `spread`: the least part of its share that each board gets; a board's share of a period's learners is its part of
    the seats. `nearest`: only so many nearest schools that suit a learner are looked at beside her wishes (None: all
    within her longest journey).
    """

    bands: tuple[str, ...]
    periods: tuple[str, ...]
    boards: tuple[Board, ...]
    schools: tuple[School, ...]
    learners: tuple[Learner, ...]
    pairs: tuple[Pair, ...] = ()
    pins: tuple[Pin, ...] = ()
    spread: float = 0.8
    nearest: int | None = None
    points: Points = Points()
