"""Reading a problem: everything that is wrong in it is named at once, with where it stands."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from leerruimte.planner.plain import Mistake, Wrong, from_plain, to_plain
from leerruimte.planner.problem import (
    DAYS,
    FORMALITIES,
    LIKE_KINDS,
    PARTS,
    PLACE_KINDS,
    Edition,
    Moment,
    Problem,
    Span,
)

MOST_HOURS = 7 * 24


def read_problem(plain: Any) -> Problem:
    """Read a problem from JSON values; raises `Wrong` with all mistakes."""
    problem: Problem = from_plain(Problem, plain)
    mistakes = mistakes_in(problem)
    if mistakes:
        raise Wrong(mistakes)
    return problem


def problem_json(problem: Problem) -> dict[str, Any]:
    """Give a problem as JSON values; `read_problem` gives the same problem back."""
    plain: dict[str, Any] = to_plain(problem)
    return plain


def mistakes_in(problem: Problem) -> tuple[Mistake, ...]:
    """Name everything that cannot be, in the order in which it stands."""
    return tuple(mistake for check in CHECKS for mistake in check(problem))


def _codes(problem: Problem) -> dict[str, set[str]]:
    return {
        "outcome": {one.code for one in problem.outcomes},
        "place": {one.code for one in problem.places},
        "opportunity": {one.code for one in problem.opportunities},
    }


def _no(where: str, code: str, /, **values: Any) -> Mistake:
    return Mistake(where, code, values)


def _twice(problem: Problem) -> Iterator[Mistake]:
    """A code stands once."""
    lists: dict[str, list[str]] = {
        "outcomes": [one.code for one in problem.outcomes],
        "places": [one.code for one in problem.places],
        "opportunities": [one.code for one in problem.opportunities],
    }
    for name, codes in lists.items():
        yield from (_no(f"$.{name}", "code_twice", code=code) for code, count in Counter(codes).items() if count > 1)
    for at, one in enumerate(problem.opportunities):
        editions = Counter(edition.code for edition in one.editions)
        where = f"$.opportunities[{at}].editions"
        yield from (_no(where, "code_twice", code=code) for code, count in editions.items() if count > 1)


def _references(problem: Problem) -> Iterator[tuple[str, str, str]]:
    """Give every reference to a code: where it stands, to what kind of thing, the code."""
    for at, outcome in enumerate(problem.outcomes):
        for to, code in enumerate(outcome.prerequisites):
            yield f"$.outcomes[{at}].prerequisites[{to}]", "outcome", code
    for at, one in enumerate(problem.opportunities):
        yield f"$.opportunities[{at}].place", "place", one.place
        yield from ((f"$.opportunities[{at}].gives.{code}", "outcome", code) for code in one.gives)
        yield from ((f"$.opportunities[{at}].asks[{to}]", "outcome", code) for to, code in enumerate(one.asks))
    yield from ((f"$.needs.aims[{at}].outcome", "outcome", one.outcome) for at, one in enumerate(problem.needs.aims))
    yield from ((f"$.pins[{at}].opportunity", "opportunity", one.opportunity) for at, one in enumerate(problem.pins))
    yield from ((f"$.refused[{at}]", "opportunity", code) for at, code in enumerate(problem.refused))
    yield from ((f"$.done[{at}].outcome", "outcome", one.outcome) for at, one in enumerate(problem.done))
    for at, like in enumerate(problem.needs.likes):
        if like.kind in ("place", "opportunity"):
            yield f"$.needs.likes[{at}].what", like.kind, like.what


def _unknown(problem: Problem) -> Iterator[Mistake]:
    """Every code that is referred to exists."""
    codes = _codes(problem)
    for where, kind, code in _references(problem):
        if code not in codes[kind]:
            yield _no(where, f"unknown_{kind}", code=code)
    editions = {one.code: {edition.code for edition in one.editions} for one in problem.opportunities}
    for at, pin in enumerate(problem.pins):
        if pin.edition is not None and pin.edition not in editions.get(pin.opportunity, {pin.edition}):
            yield _no(f"$.pins[{at}].edition", "unknown_edition", code=pin.edition)


def _words(problem: Problem) -> Iterator[Mistake]:
    """A word from a fixed list is one of that list."""
    for where, word, known in _fixed_words(problem):
        if word not in known:
            yield _no(where, "not_one_of", found=word, known=", ".join(known))


def _fixed_words(problem: Problem) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for at, place in enumerate(problem.places):
        yield f"$.places[{at}].kind", place.kind, PLACE_KINDS
    for at, one in enumerate(problem.opportunities):
        yield f"$.opportunities[{at}].formality", one.formality, FORMALITIES
    for at, never in enumerate(problem.needs.never):
        yield f"$.needs.never[{at}].day", never.day, DAYS
        yield f"$.needs.never[{at}].part", never.part or PARTS[0], PARTS
    likes: dict[str, tuple[str, ...]] = {"formality": FORMALITIES, "place_kind": PLACE_KINDS, "part": PARTS}
    for at, like in enumerate(problem.needs.likes):
        yield f"$.needs.likes[{at}].kind", like.kind, LIKE_KINDS
        if like.kind in likes:
            yield f"$.needs.likes[{at}].what", like.what, likes[like.kind]


def _circles(problem: Problem) -> Iterator[Mistake]:
    """Prerequisites make no circle."""
    before = {one.code: one.prerequisites for one in problem.outcomes}
    seen: set[str] = set()
    for at, outcome in enumerate(problem.outcomes):
        circle = _circle_from(outcome.code, before)
        if circle and not seen & set(circle):
            seen |= set(circle)
            yield _no(f"$.outcomes[{at}].prerequisites", "circle", codes=" > ".join(circle))


def _circle_from(code: str, before: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Give a way from an outcome back to itself, if there is one."""
    ways: list[tuple[str, ...]] = [(code,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for earlier in before.get(way[-1], ()):
            if earlier == code:
                return (*way, code)
            if earlier not in seen:
                seen.add(earlier)
                ways.append((*way, earlier))
    return ()


def _dates(problem: Problem) -> Iterator[Mistake]:
    """What has a beginning and an end ends after it begins; the first day is a Monday."""
    calendar = problem.calendar
    spans = [("$.calendar", Span(calendar.first, calendar.last))]
    spans += [(f"$.calendar.free[{at}]", span) for at, span in enumerate(calendar.free)]
    spans += [(f"$.needs.away[{at}]", span) for at, span in enumerate(problem.needs.away)]
    for where, span in spans:
        if span.last < span.first:
            yield _no(where, "ends_before_it_begins", first=span.first.isoformat(), last=span.last.isoformat())
    if calendar.first.weekday() != 0:
        yield _no("$.calendar.first", "not_a_monday", found=calendar.first.isoformat())


def _outcomes(problem: Problem) -> Iterator[Mistake]:
    """The points of an outcome divide 12; weights are 1-9; it is due within the period."""
    for at, outcome in enumerate(problem.outcomes):
        where = f"$.outcomes[{at}]"
        if outcome.need < 1 or 12 % outcome.need:
            yield _no(f"{where}.need", "need_does_not_divide_12", found=outcome.need)
        yield from _between(f"{where}.weight", outcome.weight, 1, 9)
        if outcome.due is not None:
            yield from _between(f"{where}.due", outcome.due, 1, problem.calendar.weeks)


def _opportunities(problem: Problem) -> Iterator[Mistake]:
    """Points are positive, seats not negative, meetings in the period and on a real part of a day."""
    for at, one in enumerate(problem.opportunities):
        where = f"$.opportunities[{at}]"
        for code, points in one.gives.items():
            yield from _between(f"{where}.gives.{code}", points, 1, 12)
        for to, edition in enumerate(one.editions):
            yield from _edition(f"{where}.editions[{to}]", edition, problem)


def _edition(where: str, edition: Edition, problem: Problem) -> Iterator[Mistake]:
    if edition.seats is not None and edition.seats < 0:
        yield _no(f"{where}.seats", "negative", found=edition.seats)
    if not edition.moments:
        yield _no(f"{where}.moments", "no_meetings")
    for at, moment in enumerate(edition.moments):
        yield from _moment(f"{where}.moments[{at}]", moment, problem)
    per_week: Counter[int] = Counter()
    for moment in edition.moments:
        per_week[moment.week] += moment.minutes
    for week, minutes in per_week.items():
        if minutes > MOST_HOURS * 60:
            yield _no(where, "more_than_a_week_has", week=week, hours=minutes // 60)


def _moment(where: str, moment: Moment, problem: Problem) -> Iterator[Mistake]:
    yield from _between(f"{where}.week", moment.week, 1, max(1, problem.calendar.weeks))
    yield from _between(f"{where}.minutes", moment.minutes, 1, 24 * 60 if moment.day else MOST_HOURS * 60)
    if moment.day is not None and moment.day not in DAYS:
        yield _no(f"{where}.day", "not_one_of", found=moment.day, known=", ".join(DAYS))
    if moment.part is not None and moment.part not in PARTS:
        yield _no(f"{where}.part", "not_one_of", found=moment.part, known=", ".join(PARTS))
    if (moment.day is None) != (moment.part is None):
        yield _no(where, "day_without_part", day=moment.day or "", part=moment.part or "")


def _needs(problem: Problem) -> Iterator[Mistake]:
    """Limits are not negative, and a week has 168 hours."""
    needs = problem.needs
    yield from _between("$.needs.hours_a_week", needs.hours_a_week, 1, MOST_HOURS, "more_than_a_week_has")
    yield from _between("$.needs.most_travel", needs.most_travel, 0, 24 * 60)
    yield from _between("$.needs.most_schools", needs.most_schools, 0, 99)
    yield from _between("$.needs.most_missed", needs.most_missed, 0, 100)
    for at, aim in enumerate(needs.aims):
        yield from _between(f"$.needs.aims[{at}].strength", aim.strength, 1, 3)
    for at, like in enumerate(needs.likes):
        yield from _between(f"$.needs.likes[{at}].strength", like.strength, -3, 3)
    for at, place in enumerate(problem.places):
        yield from _between(f"$.places[{at}].minutes", place.minutes or 0, 0, 24 * 60)
        yield from _between(f"$.places[{at}].minutes_by_car", place.minutes_by_car or 0, 0, 24 * 60)
        for domain, strength in place.strengths.items():
            yield from _between(f"$.places[{at}].strengths.{domain}", strength, 1, 5)
    for at, done in enumerate(problem.done):
        yield from _between(f"$.done[{at}].points", done.points, 0, 12)


def _pinned_and_refused(problem: Problem) -> Iterator[Mistake]:
    """What is pinned is not refused as well."""
    for at, pin in enumerate(problem.pins):
        if pin.opportunity in problem.refused:
            yield _no(f"$.pins[{at}]", "pinned_and_refused", code=pin.opportunity)


def _between(where: str, found: int, least: int, most: int, over: str = "too_much") -> Iterator[Mistake]:
    if found < 0 <= least:
        yield _no(where, "negative", found=found)
    elif found < least:
        yield _no(where, "too_little", found=found, least=least)
    elif found > most:
        yield _no(where, over, found=found, most=most)


CHECKS: tuple[Callable[[Problem], Iterator[Mistake]], ...] = (
    _twice,
    _unknown,
    _words,
    _circles,
    _dates,
    _outcomes,
    _opportunities,
    _needs,
    _pinned_and_refused,
)
