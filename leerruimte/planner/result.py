"""What comes out: routes with reasons, as codes and values; the application makes words of them.

Points are as in the problem; figures are in thousandths of the best found for that figure alone; minutes are minutes;
weeks are numbered as in the problem. `proof` says how sure a figure is: "proven", or "best_found" with the gap that a
bound leaves, in per cent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

PROVEN, BEST_FOUND = "proven", "best_found"
OK, NO_ROUTE, ONLY, UNKNOWN, STOPPED = "ok", "no_route", "no_more_exist", "no_more_found", "stopped"

Value = str | int


@dataclass(frozen=True)
class Reason:
    """A code and the values that belong to it; words.py has a sentence for each code."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Loss:
    """An outcome that would have fewer points: from `points` to `left`."""

    outcome: str
    points: int
    left: int


@dataclass(frozen=True)
class Without:
    """What would go if a piece went: points, other pieces that ask it beforehand, and how the three figures change."""

    losses: tuple[Loss, ...] = ()
    falls: tuple[str, ...] = ()
    curriculum: int = 0
    needs: int = 0
    opportunities: int = 0


@dataclass(frozen=True)
class Piece:
    """An opportunity placed in weeks. `counts`: points it gives to each outcome it counts for."""

    opportunity: str
    edition: str
    place: str
    first_week: int
    last_week: int
    minutes: int
    counts: Mapping[str, int] = field(default_factory=dict)
    why: tuple[Reason, ...] = ()
    without: Without = Without()
    pinned: bool = False


@dataclass(frozen=True)
class Covered:
    """An outcome: points reached of points asked, by which pieces."""

    outcome: str
    points: int
    asked: int
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Balance:
    """The three figures apart, each in thousandths of the best found for it alone."""

    curriculum: int
    opportunities: int
    needs: int


@dataclass(frozen=True)
class Proof:
    """How sure it is that nothing better exists."""

    status: str
    gap_percent: float | None = None


@dataclass(frozen=True)
class Distance:
    """How many per cent of the unpinned hours of an earlier route are not in this one."""

    route: int
    percent: int


@dataclass(frozen=True)
class Rung:
    """How far down the ladder a route was found.

    Per cent different at least; per cent of the score, and of the main aims, that the first route has, at least.
    """

    different: int
    floor: int
    aims: int = 75


@dataclass(frozen=True)
class Route:
    """One proposal."""

    pieces: tuple[Piece, ...]
    coverage: tuple[Covered, ...]
    balance: Balance
    score: int
    load: tuple[int, ...]
    travel_minutes: int
    proof: Proof
    colour: str = "balanced"
    distances: tuple[Distance, ...] = ()
    rung: Rung | None = None

    @property
    def taken(self) -> tuple[tuple[str, str], ...]:
        """Give opportunity and edition of each piece."""
        return tuple((piece.opportunity, piece.edition) for piece in self.pieces)

    def coloured(self, colour: str, distances: Sequence[int], rung: Rung | None) -> "Route":
        """Say for which colour it was made and how far it lies from each earlier route."""
        numbered = tuple(Distance(number, percent) for number, percent in enumerate(distances, 1))
        return replace(self, colour=colour, distances=numbered, rung=rung)


@dataclass(frozen=True)
class Ideal:
    """The best found for each figure alone, as it is counted (figures.py)."""

    curriculum: int
    needs: int
    opportunities: int
    proven: bool = True


@dataclass(frozen=True)
class WayOut:
    """What would make an outcome possible: things that would have to give way together, the cheapest first found."""

    gives_way: tuple[Reason, ...]
    points: int = 0
    takes: tuple[str, ...] = ()
    proven: bool = True


@dataclass(frozen=True)
class Gap:
    """Why an outcome is not reached, or not wholly, and what would make it possible.

    `code`: nothing_contributes, pins_contradict, impossible, given_up (it is possible, but something else goes),
    not_enough_offered, reached, not_known. `most`: the most points found possible with everything as it is.
    `reasons`: reasons that together make more impossible, none of which can be missed. `ways_out`: what would have to
    give way. `takes`, `given_up`, `balance_then`: the pieces, losses and figures were it forced into the route.
    """

    outcome: str
    points: int
    asked: int
    code: str
    most: int = 0
    reasons: tuple[Reason, ...] = ()
    ways_out: tuple[WayOut, ...] = ()
    given_up: tuple[Loss, ...] = ()
    balance_then: Balance | None = None
    takes: tuple[str, ...] = ()
    proven: bool = True


@dataclass(frozen=True)
class Routes:
    """The answer: up to three routes, why there are no more, and why outcomes are not covered."""

    status: str
    routes: tuple[Route, ...] = ()
    gaps: tuple[Gap, ...] = ()
    ideal: Ideal | None = None
    reasons: tuple[Reason, ...] = ()
    ways_out: tuple[WayOut, ...] = ()
    cut: Mapping[str, int] = field(default_factory=dict)
    bookable: int = 0
    work: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class Step:
    """A step of the ladder of changes: the best score with at most so many (None: as many as it takes), and the route.

    `taken`: opportunity and edition of each piece of that route, for people who rather choose this step.
    """

    changes: int | None
    score: int
    proof: Proof
    taken: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Altered:
    """One thing that changes: dropped, taken or moved, and why."""

    opportunity: str
    what: str
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Replan:
    """A new route with the fewest changes.

    `proof` is about the number of changes: proven when no route with fewer is as good (within 1 %) as the
    agreed one was, or, when none as good was found, as the best found now: the step of the ladder without a number.
    `forced`: pieces that fell away by the change itself; they do not count as changes.
    """

    status: str
    route: Route | None = None
    altered: tuple[Altered, ...] = ()
    changes: int = 0
    forced: tuple[str, ...] = ()
    kept: int = 0
    proof: Proof = Proof(BEST_FOUND)
    ladder: tuple[Step, ...] = ()
    reasons: tuple[Reason, ...] = ()
    ways_out: tuple[WayOut, ...] = ()
    work: float = 0.0
