"""What a board comes to: what is covered, how heavy each week is, how the three balance, what leans on what.

Reckoned by the planner's own figures (`planner.figures.stand`), so that board and planner say the same: twelve points
make an outcome sufficient, half of its hours with others is enough, and a piece counts for an outcome whose
prerequisites were begun before it is half way. Weeks are numbered from 1 at the Monday of the first week.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from leerruimte.planner.bookable import Choice, choices_of
from leerruimte.planner.figures import PLACES_A_DOMAIN, Facts, Standing, stand
from leerruimte.planner.guided import GUIDED, NEED, points_of
from leerruimte.planner.problem import (
    SCHOOL,
    Aim,
    Calendar,
    Done,
    Edition,
    Moment,
    Needs,
    Opportunity,
    Outcome,
    Place,
    Problem,
    Span,
)
from leerruimte.trajectories.rules.comparing import leaning

ONLY = "x"


class Covered(StrEnum):
    """How far an outcome is: enough by what was agreed, enough once proposals are agreed, something, nothing."""

    REACHED = "reached"
    FULL = "full"
    PROPOSED = "proposed"
    HALF = "half"
    GAP = "gap"


class Leans(StrEnum):
    """Which way the balance of three leans."""

    EMPTY = "empty"
    EVEN = "even"
    CURRICULUM = "curriculum"
    OPPORTUNITIES = "opportunities"
    NEEDS = "needs"


@dataclass(frozen=True)
class Goal:
    """An outcome that the trajectory is about."""

    code: str
    hours: int
    theme: str = ""
    weight: int = 1
    prerequisites: tuple[str, ...] = ()
    choice: str = ""


@dataclass(frozen=True)
class Laid:
    """A piece: its weeks, minutes by week, hours that go to each outcome, and what it asks beforehand."""

    key: str
    first: int
    last: int
    minutes: Mapping[int, int]
    gives: Mapping[str, int] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    place: str = ""
    agreed: bool = True


@dataclass(frozen=True)
class Asked:
    """Something a piece needs beforehand, and the piece that begins it in time, if any (or it was reached before)."""

    code: str
    met: bool
    by: str = ""


@dataclass(frozen=True)
class Without:
    """What would go if a piece went: outcomes with fewer points (points now, points then), pieces that lose footing."""

    losses: tuple[tuple[str, int, int], ...] = ()
    falls: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cover:
    """An outcome: points of twelve, those of agreed pieces alone, by which pieces, and how far that is."""

    code: str
    points: int
    agreed: int
    by: tuple[str, ...]
    state: Covered


@dataclass(frozen=True)
class Balance:
    """The three figures apart, in thousandths of what is possible; needs is empty when they are not known."""

    curriculum: int
    opportunities: int
    needs: int | None
    leans: Leans
    aims: int = 0
    aims_open: int = 0


@dataclass(frozen=True, eq=False)
class Board:
    """A board as values. `free`: weeks in which nothing meets; `aims`: code -> strength, None when not known;
    `reached`: codes that were reached before; `limit`: hours a week at most, where known."""

    first: date
    weeks: int
    goals: tuple[Goal, ...]
    laid: tuple[Laid, ...]
    free: frozenset[int] = frozenset()
    aims: Mapping[str, int] | None = None
    reached: frozenset[str] = frozenset()
    limit: int | None = None

    @cached_property
    def problem(self) -> Problem:
        """The board as the planner has it: each piece the only edition of an opportunity of its own."""
        known = {goal.code for goal in self.goals}
        return Problem(
            learner="",
            calendar=Calendar(
                self.first,
                self.first + timedelta(weeks=self.weeks, days=-1),
                tuple(Span(monday, monday + timedelta(days=6)) for monday in map(self.monday, sorted(self.free))),
            ),
            outcomes=tuple(_outcome(goal, known) for goal in self.goals),
            places=tuple(
                Place(code, code, SCHOOL, strengths={goal.theme: 1 for goal in self.goals})
                for code in sorted({piece.place for piece in self.laid})
            ),
            opportunities=tuple(_opportunity(piece, self.goals) for piece in self.laid),
            needs=Needs(aims=tuple(Aim(code, size) for code, size in (self.aims or {}).items() if code in known)),
            done=tuple(Done(code, NEED) for code in sorted(self.reached & known)),
        )

    @cached_property
    def facts(self) -> Facts:
        """The planner's look at it."""
        return Facts(self.problem)

    @cached_property
    def choices(self) -> Mapping[str, Choice]:
        """Each piece as the planner would live it."""
        return {choice.opportunity.code: choice for choice in choices_of(self.problem)}

    @cached_property
    def standing(self) -> Standing:
        """What all pieces come to together."""
        return stand(self.facts, self.choices.values())

    def monday(self, week: int) -> date:
        """The Monday of a week."""
        return self.first + timedelta(weeks=week - 1)

    def counts(self, key: str) -> tuple[str, ...]:
        """The outcomes that a piece counts for where it lies."""
        return self.standing.counted.get((key, ONLY), ())


def coverage(board: Board) -> tuple[Cover, ...]:
    """How far each outcome is, in the order of the curriculum. Of outcomes of one choice the one not chosen is left out
    once another has points."""
    firm = stand(board.facts, [board.choices[piece.key] for piece in board.laid if piece.agreed])
    points, agreed = _points(board, board.standing), _points(board, firm)
    by: dict[str, list[str]] = {goal.code: [] for goal in board.goals}
    for piece in board.laid:
        for code in board.counts(piece.key):
            by[code].append(piece.key)
    chosen = {goal.choice for goal in board.goals if goal.choice and board.standing.points.get(goal.code)}
    return tuple(
        _cover(board, goal.code, points, agreed, tuple(by[goal.code]))
        for goal in board.goals
        if goal.choice not in chosen or board.standing.points.get(goal.code) or goal.code in board.reached
    )


def gaps(board: Board) -> tuple[str, ...]:
    """Outcomes that nothing on the board gives anything to; what can be begun now comes first."""
    open_ = [cover.code for cover in coverage(board) if cover.state is Covered.GAP]
    before = {goal.code: goal.prerequisites for goal in board.goals}
    return tuple(sorted(open_, key=lambda code: any(one in open_ for one in before[code])))


def load(board: Board) -> tuple[int, ...]:
    """Minutes with others in each week."""
    return board.standing.load


def too_heavy(board: Board) -> tuple[int, ...]:
    """Weeks above the limit, where there is one that may be known."""
    if board.limit is None:
        return ()
    return tuple(week for week, minutes in enumerate(load(board), 1) if minutes > board.limit * 60)


def balance(board: Board) -> Balance:
    """The three figures: outcomes covered by their weight, places used per theme, own aims served by their strength."""
    standing, facts = board.standing, board.facts
    asked = sum(facts.weights[code] * points for code, points in facts.asked.items())
    room = PLACES_A_DOMAIN * len(facts.domains)
    curriculum = _thousandths(standing.figures.curriculum, asked)
    opportunities = _thousandths(standing.figures.opportunities, room)
    wanted = {code: facts.aims[code] * facts.asked[code] for code in facts.aims if code in facts.asked}
    needs = None
    if wanted:
        needs = _thousandths(sum(facts.aims[code] * standing.points[code] for code in wanted), sum(wanted.values()))
    return Balance(
        curriculum,
        opportunities,
        needs,
        leans=_leans(curriculum, opportunities, needs),
        aims=len(wanted),
        aims_open=sum(not standing.points[code] for code in wanted),
    )


def asks(board: Board, key: str) -> tuple[Asked, ...]:
    """What a piece needs: what it asks beforehand, and what must be begun before what it gives can count."""
    piece = next(one for one in board.laid if one.key == key)
    mine = {goal.code for goal in board.goals if piece.gives.get(goal.code)}
    before = [code for goal in board.goals if goal.code in mine for code in goal.prerequisites if code not in mine]
    known = {goal.code for goal in board.goals}
    wanted = [(code, piece.first) for code in piece.asks]
    wanted += [(code, board.choices[key].half) for code in before if code in known and code not in piece.asks]
    return tuple(_asked(board, key, code, week) for code, week in dict(wanted).items())


def without(board: Board, key: str) -> Without:
    """What would go if a piece went: points, and pieces that then miss what they ask or count for nothing any more."""
    left, falls = board_without(board, {key}), list[str]()
    while loose := [piece.key for piece in left.laid if _loses_footing(board, left, piece)]:
        falls += loose
        left = board_without(left, set(loose))
    now, then = _points(board, board.standing), _points(left, left.standing)
    losses = tuple((code, points, then.get(code, 0)) for code, points in now.items() if then.get(code, 0) < points)
    return Without(losses, tuple(falls))


def board_without(board: Board, keys: set[str]) -> Board:
    """The same board with some pieces taken off."""
    return replace(board, laid=tuple(piece for piece in board.laid if piece.key not in keys))


def lanes(spans: Iterable[tuple[int, int]]) -> list[int]:
    """Lay spans of weeks (first, last), sorted by first, in as few rows as it takes so that none overlap."""
    ends: list[int] = []
    rows = []
    for first, last in spans:
        row = next((number for number, end in enumerate(ends) if end < first), len(ends))
        ends[row:] = [last, *ends[row + 1 :]]
        rows.append(row)
    return rows


def longest_free(rows: Iterable[int], taken: Collection[int]) -> tuple[int, int]:
    """The first row and the number of rows of the longest run that nothing takes; (0, 0) when all are taken."""
    best, run = (0, 0), 0
    for row in rows:
        run = 0 if row in taken else run + 1
        if run > best[1]:
            best = (row - run + 1, run)
    return best


def spread(hours: int, weeks: Sequence[int]) -> dict[int, int]:
    """Minutes by week when hours are spread evenly over weeks; the first ones take what is left."""
    if not weeks:
        return {}
    each, left = divmod(hours * 60, len(weeks))
    return {week: each + (number < left) for number, week in enumerate(weeks)}


def _outcome(goal: Goal, known: set[str]) -> Outcome:
    return Outcome(
        goal.code,
        goal.code,
        need=NEED,
        domain=goal.theme,
        weight=goal.weight,
        prerequisites=tuple(code for code in goal.prerequisites if code in known),
        choice=goal.choice or None,
    )


def _opportunity(piece: Laid, goals: Iterable[Goal]) -> Opportunity:
    gives = {goal.code: points_of(piece.gives.get(goal.code, 0), goal.hours) for goal in goals}
    weeks = piece.minutes or dict.fromkeys(range(piece.first, piece.last + 1), 0)
    return Opportunity(
        piece.key,
        piece.key,
        piece.place,
        "formal",
        editions=(Edition(ONLY, tuple(Moment(week, minutes) for week, minutes in sorted(weeks.items()))),),
        gives={code: points for code, points in gives.items() if points},
        asks=piece.asks,
    )


def _points(board: Board, standing: Standing) -> Mapping[str, int]:
    """The planner's points, which are rounded piece by piece: whole where the hours together are enough."""
    hours: dict[str, int] = {}
    for piece in board.laid:
        for code in standing.counted.get((piece.key, ONLY), ()):
            hours[code] = hours.get(code, 0) + piece.gives.get(code, 0)
    enough = {goal.code for goal in board.goals if 100 * hours.get(goal.code, 0) >= GUIDED * goal.hours}
    return {code: NEED if given and code in enough else given for code, given in standing.points.items()}


def _cover(board: Board, code: str, given: Mapping[str, int], agreed: Mapping[str, int], by: tuple[str, ...]) -> Cover:
    if code in board.reached:
        return Cover(code, NEED, NEED, by, Covered.REACHED)
    points, firm = given.get(code, 0), agreed.get(code, 0)
    state = Covered.HALF if points else Covered.GAP
    if points >= NEED:
        state = Covered.FULL if firm >= NEED else Covered.PROPOSED
    return Cover(code, points, firm, by, state)


def _asked(board: Board, key: str, code: str, week: int) -> Asked:
    if code in board.reached:
        return Asked(code, met=True)
    met = board.standing.begun.get(code, week) < week
    by = [
        choice
        for other, choice in board.choices.items()
        if other != key and code in board.counts(other) and choice.half < week
    ]
    return Asked(code, met, by[0].opportunity.code if met and by else "")


def _loses_footing(board: Board, left: Board, piece: Laid) -> bool:
    """Whether a piece stood before, and now misses what it asks, or counts for nothing while it did."""
    stood = all(_asked(board, piece.key, code, piece.first).met for code in piece.asks)
    stands = all(_asked(left, piece.key, code, piece.first).met for code in piece.asks)
    return (stood and not stands) or bool(board.counts(piece.key) and not left.counts(piece.key))


def _thousandths(value: int, of: int) -> int:
    return min(1000, max(0, round(1000 * value / of))) if of else 0


def _leans(curriculum: int, opportunities: int, needs: int | None) -> Leans:
    figures: dict[str, int] = {Leans.CURRICULUM: curriculum, Leans.OPPORTUNITIES: opportunities}
    if needs is not None:
        figures[Leans.NEEDS] = needs
    if not any(figures.values()):
        return Leans.EMPTY
    lean = leaning(figures)
    return Leans.EVEN if lean.even else Leans(lean.most)
