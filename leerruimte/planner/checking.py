"""A second opinion: does a route keep to the rules? Written from the rules alone; shares no code with the model.

It reads the problem and the names of what is taken, and reckons everything anew, day by day. A route that holds gives
an empty tuple.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from leerruimte.planner.problem import Edition, Moment, Opportunity, Place, Problem

Taken = tuple[str, str]  # an opportunity's code and an edition's
WEEKDAYS = "mo tu we th fr sa su".split()


@dataclass(frozen=True)
class Broken:
    """A rule that is broken: its name, by what, and what there is to know about it."""

    rule: str
    by: tuple[str, ...]
    detail: str = ""


def check_route(problem: Problem, taken: Iterable[Taken]) -> tuple[Broken, ...]:
    """Give every rule that the taken editions break."""
    pieces, unknown = _find(problem, taken)
    broken = [Broken("unknown", pair) for pair in unknown]
    for rule in (_once, _may, _moments, _weeks, _schools, _order, _pins):
        broken += rule(problem, pieces)
    return tuple(broken)


def check_change(
    then: Problem, agreed: Iterable[Taken], taken: Iterable[Taken], now: int, free: Iterable[str] = ()
) -> tuple[Broken, ...]:
    """Give every rule of the problem as it is `then` that a route breaks after a change in week `now`.

    What was agreed and began before stays, unless it is among the codes that are `free`; a rule that what began breaks
    all by itself is forgiven.
    """
    route, loose = tuple(taken), set(free)
    pieces, _ = _find(then, (key for key in agreed if key[0] not in loose))
    begun = [(piece.code, piece.edition.code) for piece in pieces if piece.held and piece.first < now]
    forgiven = check_route(then, begun)
    gone = tuple(Broken("begun", key) for key in begun if key not in route)
    return gone + tuple(one for one in check_route(then, route) if one not in forgiven)


def check_claims(problem: Problem, taken: Iterable[Taken], points: dict[str, int]) -> tuple[Broken, ...]:
    """Give where a route claims more, or less, points of an outcome than its pieces give by the rules."""
    pieces, _ = _find(problem, taken)
    had, given = _points(problem, pieces)
    rivals = {one.code: one.choice for one in problem.outcomes if one.choice}
    broken = []
    for outcome in problem.outcomes:
        left = max(0, outcome.need - had.get(outcome.code, 0))
        true = min(left, given.get(outcome.code, 0))
        claimed = points.get(outcome.code, 0)
        if claimed != true and not (outcome.code in rivals and claimed == 0):
            broken.append(Broken("claim", (outcome.code,), f"claims {claimed}, gets {true}"))
    groups: dict[str, list[str]] = defaultdict(list)
    for code, group in rivals.items():
        if points.get(code, 0):
            groups[group].append(code)
    broken += [Broken("choice", tuple(codes)) for codes in groups.values() if len(codes) > 1]
    return tuple(broken)


@dataclass(frozen=True)
class _Piece:
    opportunity: Opportunity
    edition: Edition
    place: Place
    held: tuple[Moment, ...]

    @property
    def code(self) -> str:
        return self.opportunity.code

    @property
    def first(self) -> int:
        return min(moment.week for moment in self.held)

    @property
    def last(self) -> int:
        return max(moment.week for moment in self.held)

    @property
    def middle(self) -> int:
        """The week in which half of the meetings, rounded up, have been held."""
        return sorted(moment.week for moment in self.held)[(len(self.held) - 1) // 2]


def _find(problem: Problem, taken: Iterable[Taken]) -> tuple[list[_Piece], list[Taken]]:
    pieces, unknown = [], []
    places = {place.code: place for place in problem.places}
    for code, name in taken:
        found = [
            (one, edition)
            for one in problem.opportunities
            for edition in one.editions
            if (one.code, edition.code) == (code, name)
        ]
        if not found:
            unknown.append((code, name))
            continue
        one, edition = found[0]
        held = tuple(moment for moment in edition.moments if _takes_place(problem, moment))
        pieces.append(_Piece(one, edition, places[one.place], held))
    return pieces, unknown


def _takes_place(problem: Problem, moment: Moment) -> bool:
    """A meeting on a free day or while the learner is away is lost; one without a day, if Monday-Friday all are."""
    off = [*problem.calendar.free, *problem.needs.away]
    monday = problem.calendar.first + timedelta(weeks=moment.week - 1)
    days: list[date] = (
        [monday + timedelta(days=WEEKDAYS.index(moment.day))]
        if moment.day is not None
        else [monday + timedelta(days=number) for number in range(5)]
    )
    return not all(any(span.first <= day <= span.last for span in off) for day in days)


def _once(problem: Problem, pieces: list[_Piece]) -> Iterator[Broken]:
    """An opportunity is taken once, and so is the same thing at two places."""
    codes = [piece.code for piece in pieces]
    yield from (Broken("once", (code,)) for code in sorted(set(codes)) if codes.count(code) > 1)
    likes = [piece.opportunity.like for piece in pieces if piece.opportunity.like is not None]
    yield from (Broken("alike", (like,)) for like in sorted(set(likes)) if likes.count(like) > 1)


def _may(problem: Problem, pieces: list[_Piece]) -> Iterator[Broken]:
    """Refusals, seats, travel, days on which the learner cannot, and too many lost meetings."""
    needs = problem.needs
    for piece in pieces:
        if piece.code in problem.refused:
            yield Broken("refused", (piece.code,))
        if piece.edition.seats is not None and piece.edition.seats <= 0:
            yield Broken("full", (piece.code, piece.edition.code))
        if piece.place.kind != "anywhere" and not _near(problem, piece.place):
            yield Broken("travel", (piece.code, piece.place.code))
        for moment in piece.edition.moments:
            if any(moment.day == never.day and never.part in (None, moment.part) for never in needs.never):
                yield Broken("never", (piece.code,), f"week {moment.week} {moment.day} {moment.part}")
        lost = len(piece.edition.moments) - len(piece.held)
        if not piece.held or 100 * lost > needs.most_missed * len(piece.edition.moments):
            yield Broken("missed", (piece.code, piece.edition.code), f"{lost} meetings lost")


def _near(problem: Problem, place: Place) -> bool:
    most = problem.needs.most_travel
    without = place.minutes is not None and place.minutes <= most
    by_car = problem.needs.car and place.minutes_by_car is not None and place.minutes_by_car <= most
    return without or by_car


def _moments(problem: Problem, pieces: list[_Piece]) -> Iterator[Broken]:
    """In a part of a day one meeting; by day one place, and in the evening one."""
    met: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    stays: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    planned = ((piece, one.week, one.day, one.part) for piece in pieces for one in piece.held if one.day and one.part)
    for piece, week, day, part in planned:
        met[week, day, part].append(piece.code)
        if piece.place.kind != "anywhere":
            stays[week, day, "evening" if part == "evening" else "day"].add(piece.place.code)
    for (week, day, part), codes in met.items():
        if len(codes) > 1:
            yield Broken("clash", tuple(codes), f"week {week} {day} {part}")
    for (week, day, half), places in stays.items():
        if len(places) > 1:
            yield Broken("one place", tuple(sorted(places)), f"week {week} {day} {half}")


def _weeks(problem: Problem, pieces: list[_Piece]) -> Iterator[Broken]:
    """No week holds more than the learner's hours."""
    minutes: dict[int, int] = defaultdict(int)
    for piece in pieces:
        for moment in piece.held:
            minutes[moment.week] += moment.minutes
    for week, total in sorted(minutes.items()):
        if total > problem.needs.hours_a_week * 60:
            yield Broken("load", (str(week),), f"{total} minutes")


def _schools(problem: Problem, pieces: list[_Piece]) -> Iterator[Broken]:
    """At no more schools than agreed."""
    schools = {piece.place.code for piece in pieces if piece.place.kind == "school"}
    if len(schools) > problem.needs.most_schools:
        yield Broken("schools", tuple(sorted(schools)))


def _order(problem: Problem, pieces: list[_Piece]) -> Iterator[Broken]:
    """What a piece asks beforehand is begun before its first week."""
    had = {one.outcome for one in problem.done if one.points > 0}
    counts = _counting(problem, pieces)
    for piece in (piece for piece in pieces if piece.held):
        for asked in piece.opportunity.asks:
            begun = any(asked in counts[other.code] and other.middle < piece.first for other in pieces if other.held)
            if asked not in had and not begun:
                yield Broken("asks", (piece.code, asked))


def _pins(problem: Problem, pieces: list[_Piece]) -> Iterator[Broken]:
    """What is pinned is there, in the edition that was named."""
    there = {(piece.code, piece.edition.code) for piece in pieces}
    codes = {code for code, _ in there}
    for pin in problem.pins:
        if pin.opportunity not in codes if pin.edition is None else (pin.opportunity, pin.edition) not in there:
            yield Broken("pinned", (pin.opportunity,))


def _counting(problem: Problem, pieces: list[_Piece]) -> dict[str, set[str]]:
    """Say for what each piece counts: grow from nothing until no more can be added.

    A piece counts for an outcome it gives, that is still asked, and that is not due before the piece ends, when each
    prerequisite was there already, was begun (another piece that counts for it is half way) before the piece is half
    way itself, or is counted for by the piece itself.
    """
    had, _ = _had(problem)
    enough = {one.code: had.get(one.code, 0) >= one.need for one in problem.outcomes}
    counts: dict[str, set[str]] = {piece.code: set() for piece in pieces}
    grown = True
    while grown:
        grown = False
        for piece in (piece for piece in pieces if piece.held):
            for outcome in problem.outcomes:
                if outcome.code not in piece.opportunity.gives or outcome.code in counts[piece.code]:
                    continue
                if enough[outcome.code] or (outcome.due is not None and piece.last > outcome.due):
                    continue
                if all(
                    had.get(before, 0) > 0
                    or before in counts[piece.code]
                    or any(before in counts[o.code] and o.middle < piece.middle for o in pieces if o.held)
                    for before in outcome.prerequisites
                ):
                    counts[piece.code].add(outcome.code)
                    grown = True
    return counts


def _had(problem: Problem) -> tuple[dict[str, int], set[str]]:
    had: dict[str, int] = defaultdict(int)
    for one in problem.done:
        had[one.outcome] += one.points
    return had, {code for code, points in had.items() if points > 0}


def _points(problem: Problem, pieces: list[_Piece]) -> tuple[dict[str, int], dict[str, int]]:
    had, _ = _had(problem)
    counts = _counting(problem, pieces)
    given: dict[str, int] = defaultdict(int)
    for piece in pieces:
        for outcome in counts[piece.code]:
            given[outcome] += piece.opportunity.gives[outcome]
    return had, given
