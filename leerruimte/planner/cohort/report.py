"""For people: what each learner got, what stood in the way of more, what would have made it possible, and the load."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from leerruimte.planner.cohort.arcs import minutes_table, points_of
from leerruimte.planner.cohort.problem import APART, Learner, Places, School
from leerruimte.planner.cohort.result import Answer, Placement

TOO_FAR, EARLIER, REFUSED, NO_SEATS, NO_BAND = "too_far", "earlier", "refused", "no_seats", "no_band"
NO_MENTOR, MENTORS_TAKEN, NOT_SURE, FULL = "no_mentor", "mentors_taken", "not_sure", "full"
OTHER_PERIOD, KEPT_APART, FOR_OTHERS = "other_period", "kept_apart", "for_others"
WAYS_TOLD = 3


@dataclass(frozen=True)
class Obstacle:
    """What stood in the way, as a code with values.

    TOO_FAR (minutes, most), EARLIER, REFUSED, NO_SEATS (none in this period), NO_BAND (the bands with seats), NO_MENTOR
    and MENTORS_TAKEN (kind, how many), NOT_SURE (all known mentors are taken or there is none), FULL (band, seats),
    OTHER_PERIOD (the period she is there), KEPT_APART (who is there), FOR_OTHERS (band): there is room, but giving it
    to her would make it worse for boards, pairs or who is worse off.
    """

    code: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Opening:
    """What would have made a place possible: all of it together.

    `needed`: codes with values: "minutes" (how many she should be able to travel), "seat" (band: one seat more),
    "mentor" (kind: one more), "known_mentor" (band), "band" (another band that suits), "people" (what people ruled out
    or settled would have to be taken back: the code of the obstacle).
    """

    school: str
    needed: tuple[Obstacle, ...]


@dataclass(frozen=True)
class Wish:
    """A wish that did not come true, what stood in its way, and what would have made it possible (None: nothing)."""

    school: str
    rank: int
    obstacles: tuple[Obstacle, ...]
    opening: Opening | None


@dataclass(frozen=True)
class Told:
    """What one learner is told of one period. `ways`: for who is without, the shortest ways to a place."""

    learner: str
    period: str
    got: Placement | None
    wishes: tuple[Wish, ...]
    in_the_way: tuple[tuple[str, int], ...]
    ways: tuple[Opening, ...]


@dataclass(frozen=True)
class Load:
    """How full one band of a school is in one period; `turned_away`: who wished the school, could, and got worse."""

    school: str
    band: str
    period: str
    known: int
    promised: int
    taken: int
    waiting: int
    by_hand: int
    turned_away: int


@dataclass(frozen=True)
class BoardLoad:
    """What a board got in one period, and the least that it should."""

    board: str
    period: str
    seats: int
    got: int
    least: int


@dataclass(frozen=True)
class Report:
    """Everything that is told."""

    learners: tuple[Told, ...]
    schools: tuple[Load, ...]
    boards: tuple[BoardLoad, ...]


def report_of(problem: Places, answer: Answer) -> Report:
    """Tell each learner's and each school's side of an answer."""
    seen = _Seen(problem, answer)
    told = tuple(_told(seen, at, one, period) for at, one in enumerate(problem.learners) for period in one.periods)
    away = Counter((wish.school, one.period) for one in told for wish in one.wishes if _could_have(wish))
    loads = [_load(seen, school, away) for school in problem.schools]
    return Report(told, tuple(one for some in loads for one in some), _boards(seen))


class _Seen:
    """An answer looked at from all sides."""

    def __init__(self, problem: Places, answer: Answer) -> None:
        self.problem, self.answer = problem, answer
        self.minutes = minutes_table(problem)
        self.at = {(one.learner, one.period): one for one in answer.placements}
        self.number = {school.code: at for at, school in enumerate(problem.schools)}
        self.in_cell: dict[tuple[str, str, str], list[Placement]] = defaultdict(list)
        for one in answer.placements:
            self.in_cell[one.school, one.band, one.period].append(one)

    @cached_property
    def seats(self) -> dict[tuple[str, str, str], tuple[int, int]]:
        """Give known and promised seats of each cell."""
        return {(s.code, o.band, o.period): (o.known, o.promised) for s in self.problem.schools for o in s.seats}

    @cached_property
    def offered(self) -> dict[tuple[str, str], list[str]]:
        """Give the bands with seats of each (school, period)."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for (school, band, period), (known, promised) in self.seats.items():
            if known + promised:
                found[school, period].append(band)
        return found

    @cached_property
    def mentors(self) -> dict[tuple[str, str, str], int]:
        """Give how many each (school, kind, period) can take."""
        return {(s.code, m.kind, m.period): m.count for s in self.problem.schools for m in s.mentors}

    @cached_property
    def mentored(self) -> Counter[tuple[str, str, str]]:
        """Count who needs a special mentor, by (school, kind, period)."""
        kind = {one.code: one.mentor for one in self.problem.learners}
        return Counter((one.school, kind[one.learner] or "", one.period) for one in self.answer.placements)

    @cached_property
    def kept_from(self) -> dict[str, list[str]]:
        """Give whom each learner must not be with."""
        found: dict[str, list[str]] = defaultdict(list)
        for pair in self.problem.pairs:
            if pair.kind == APART:
                found[pair.one].append(pair.other)
                found[pair.other].append(pair.one)
        return found

    def room(self, school: str, band: str, period: str, sure: bool) -> bool:
        """Tell whether a seat is left, one with a known mentor if she needs that."""
        known, promised = self.seats.get((school, band, period), (0, 0))
        here = self.in_cell[school, band, period]
        left = known - sum(one.mentor_known for one in here) if sure else known + promised - len(here)
        return left > 0


def _told(seen: _Seen, at: int, learner: Learner, period: str) -> Told:
    got = seen.at.get((learner.code, period))
    before = learner.wishes if got is None or got.wish is None else learner.wishes[: got.wish]
    wishes = tuple(_wish(seen, at, learner, period, rank, code) for rank, code in enumerate(before))
    if got is not None:
        return Told(learner.code, period, got, wishes, (), ())
    each = {school.code: obstacles(seen, at, learner, period, school) for school in seen.problem.schools}
    count = Counter(obstacle.code for found in each.values() for obstacle in found)
    ways = [_opening(code, found, learner) for code, found in each.items()]
    shortest = sorted((way for way in ways if way is not None), key=lambda way: _length(seen, at, way))
    return Told(learner.code, period, None, wishes, tuple(count.most_common()), tuple(shortest[:WAYS_TOLD]))


def _wish(seen: _Seen, at: int, learner: Learner, period: str, rank: int, code: str) -> Wish:
    found = obstacles(seen, at, learner, period, seen.problem.schools[seen.number[code]])
    return Wish(code, rank, found, _opening(code, found, learner))


def obstacles(seen: _Seen, at: int, learner: Learner, period: str, school: School) -> tuple[Obstacle, ...]:
    """Tell everything that keeps a learner from a school in a period; FOR_OTHERS when nothing of her own does."""
    found = [*_of_her_own(seen, at, learner, school), *_of_the_school(seen, learner, period, school)]
    for other in learner.periods:
        there = seen.at.get((learner.code, other))
        if other != period and there is not None and there.school == school.code:
            found.append(Obstacle(OTHER_PERIOD, (other,)))
    for code in seen.kept_from[learner.code]:
        there = seen.at.get((code, period))
        if there is not None and there.school == school.code:
            found.append(Obstacle(KEPT_APART, (code,)))
    if found:
        return tuple(found)
    band = next(b for b in learner.bands if seen.room(school.code, b, period, learner.sure))
    return (Obstacle(FOR_OTHERS, (band,)),)


def _of_her_own(seen: _Seen, at: int, learner: Learner, school: School) -> list[Obstacle]:
    found = []
    minutes = int(seen.minutes[at, seen.number[school.code]])
    if minutes > learner.most_minutes:
        found.append(Obstacle(TOO_FAR, (str(minutes), str(learner.most_minutes))))
    if school.code in learner.earlier:
        found.append(Obstacle(EARLIER))
    if school.code in learner.refused:
        found.append(Obstacle(REFUSED))
    return found


def _of_the_school(seen: _Seen, learner: Learner, period: str, school: School) -> list[Obstacle]:
    found = []
    offered = seen.offered[school.code, period]
    suiting = [band for band in learner.bands if band in offered]
    if not offered:
        found.append(Obstacle(NO_SEATS))
    elif not suiting:
        found.append(Obstacle(NO_BAND, tuple(offered)))
    elif not any(seen.room(school.code, band, period, learner.sure) for band in suiting):
        found.append(_fullness(seen, learner, period, school, suiting))
    if learner.mentor is not None:
        count = seen.mentors.get((school.code, learner.mentor, period), 0)
        if count <= seen.mentored[school.code, learner.mentor, period]:
            found.append(Obstacle(MENTORS_TAKEN if count else NO_MENTOR, (learner.mentor, str(count))))
    return found


def _fullness(seen: _Seen, learner: Learner, period: str, school: School, suiting: list[str]) -> Obstacle:
    if learner.sure and any(seen.room(school.code, band, period, False) for band in suiting):
        return Obstacle(NOT_SURE, (suiting[0],))
    return Obstacle(FULL, (suiting[0], str(sum(seen.seats[school.code, suiting[0], period]))))


def _opening(school: str, found: tuple[Obstacle, ...], learner: Learner) -> Opening | None:
    """Tell what would take all obstacles away; None when people can change nothing about one of them."""
    needed = []
    for one in found:
        if one.code in (EARLIER, FOR_OTHERS):
            return None
        needed.append(_needed(one, learner))
    return Opening(school, tuple(needed))


def _needed(one: Obstacle, learner: Learner) -> Obstacle:
    if one.code == TOO_FAR:
        return Obstacle("minutes", one.values[:1])
    if one.code in (FULL, NO_SEATS):
        return Obstacle("seat", one.values[:1] or learner.bands[:1])
    if one.code in (NO_MENTOR, MENTORS_TAKEN):
        return Obstacle("mentor", one.values[:1])
    if one.code == NOT_SURE:
        return Obstacle("known_mentor", one.values)
    if one.code == NO_BAND:
        return Obstacle("band", one.values)
    return Obstacle("people", (one.code, *one.values))


def _length(seen: _Seen, at: int, way: Opening) -> tuple[int, int]:
    """Order ways: the fewest changes first, then the fewest points."""
    learner = seen.problem.learners[at]
    number = seen.number[way.school]
    rank = learner.wishes.index(way.school) if way.school in learner.wishes else -1
    features = seen.problem.schools[number].features
    return len(way.needed), points_of(seen.problem, learner, int(seen.minutes[at, number]), rank, features)


def _could_have(wish: Wish) -> bool:
    """Tell whether only others' claims kept her away."""
    return all(one.code in (FULL, NOT_SURE, MENTORS_TAKEN, FOR_OTHERS) for one in wish.obstacles)


def _load(seen: _Seen, school: School, away: Counter[tuple[str, str]]) -> list[Load]:
    keys = {(one.band, one.period) for one in school.seats}
    keys |= {(band, period) for code, band, period in seen.in_cell if code == school.code}
    found = []
    for band, period in sorted(keys):
        here = seen.in_cell[school.code, band, period]
        known, promised = seen.seats.get((school.code, band, period), (0, 0))
        waiting = sum(not one.mentor_known for one in here)
        by_hand = sum(one.by_hand is not None for one in here)
        turned = away[school.code, period]
        found.append(Load(school.code, band, period, known, promised, len(here), waiting, by_hand, turned))
    return found


def _boards(seen: _Seen) -> tuple[BoardLoad, ...]:
    problem = seen.problem
    board_of = {school.code: school.board for school in problem.schools}
    got = Counter((board_of[one.school], one.period) for one in seen.answer.placements)
    seats: Counter[tuple[str, str]] = Counter()
    for (school, _, period), (known, promised) in seen.seats.items():
        seats[board_of[school], period] += known + promised
    asked = Counter(period for learner in problem.learners for period in learner.periods)
    found = []
    for period in problem.periods:
        total = max(1, sum(count for (_, of), count in seats.items() if of == period))
        for board in problem.boards:
            own = seats[board.code, period]
            least = int(min(own * asked[period] / total, own) * problem.spread + 1e-9)
            found.append(BoardLoad(board.code, period, own, got[board.code, period], least))
    return tuple(found)
