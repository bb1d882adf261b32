"""What is wrong with a problem, all of it at once, each with where it stands."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from leerruimte.planner.cohort.form import Wrong, from_json, shape_faults
from leerruimte.planner.cohort.problem import APART, TOGETHER, Learner, Pair, Places, School
from leerruimte.planner.cohort.seats_problem import COUNT, SHARE, Chooser, Seating

LONGEST = 24 * 60  # minutes


def read_places(data: Any) -> tuple[Places | None, tuple[Wrong, ...]]:
    """Read a problem's JSON form; give it, or everything that is wrong with it."""
    faults = tuple(shape_faults(Places, data))
    if faults:
        return None, faults
    problem = from_json(Places, data)
    faults = faults_of(problem)
    return (None, faults) if faults else (problem, ())


def faults_of(problem: Places) -> tuple[Wrong, ...]:
    """Name everything that is wrong with a problem."""
    return (
        *_doubles(problem),
        *_figures(problem),
        *(wrong for at, one in enumerate(problem.schools) for wrong in _school(problem, one, f"schools[{at}]")),
        *_learners(problem),
        *_pairs(problem),
        *_pins(problem),
    )


def read_seating(data: Any) -> tuple[Seating | None, tuple[Wrong, ...]]:
    """Read the JSON form of seats in shared opportunities; give it, or everything that is wrong with it."""
    faults = tuple(shape_faults(Seating, data))
    if faults:
        return None, faults
    problem = from_json(Seating, data)
    faults = faults_of_seating(problem)
    return (None, faults) if faults else (problem, ())


def faults_of_seating(problem: Seating) -> tuple[Wrong, ...]:
    """Name everything that is wrong with seats and choices."""
    codes = {one.code for one in problem.opportunities}
    return (
        *_unknown([problem.fair], (COUNT, SHARE), "fair", single=True),
        *_twice([one.code for one in problem.opportunities], "opportunities"),
        *_twice([one.code for one in problem.choosers], "choosers"),
        *(
            Wrong("negative", f"opportunities[{at}].seats", (str(one.seats),))
            for at, one in enumerate(problem.opportunities)
            if one.seats < 0
        ),
        *(f for at, one in enumerate(problem.choosers) for f in _chooser(one, codes, f"choosers[{at}]")),
    )


def _chooser(chooser: Chooser, codes: set[str], at: str) -> Iterator[Wrong]:
    """Somebody wants a number of seats, and chooses what is known, once, for points that are not negative."""
    if chooser.wanted < 0:
        yield Wrong("negative", f"{at}.wanted", (str(chooser.wanted),))
    chosen = [one.opportunity for one in chooser.choices]
    yield from _unknown(chosen, codes, f"{at}.choices")
    yield from _twice(chosen, f"{at}.choices")
    yield from _unknown(chooser.closed, codes, f"{at}.closed")
    for number, one in enumerate(chooser.choices):
        if one.points < 0:
            yield Wrong("negative", f"{at}.choices[{number}].points", (str(one.points),))


def _doubles(problem: Places) -> Iterator[Wrong]:
    """No code is there twice."""
    for name, codes in (
        ("bands", problem.bands),
        ("periods", problem.periods),
        ("boards", [one.code for one in problem.boards]),
        ("schools", [one.code for one in problem.schools]),
        ("learners", [one.code for one in problem.learners]),
    ):
        yield from _twice(codes, name)


def _figures(problem: Places) -> Iterator[Wrong]:
    """Shares lie between 0 and 1, points are not negative, steps go up."""
    if not 0 <= problem.spread <= 1:
        yield Wrong("share", "spread", (f"{problem.spread:g}",))
    if problem.nearest is not None and problem.nearest < 1:
        yield Wrong("too_small", "nearest", (str(problem.nearest),))
    points = problem.points
    singles = [(name, getattr(points, name)) for name in ("no_wish", "unmet", "promised", "not_together")]
    for name, value in (*singles, *((f"wish[{at}]", value) for at, value in enumerate(points.wish))):
        if value < 0:
            yield Wrong("negative", f"points.{name}", (str(value),))
    if list(points.steps) != sorted(set(points.steps)):
        yield Wrong("not_ascending", "points.steps")


def _school(problem: Places, school: School, at: str) -> Iterator[Wrong]:
    """A school has a board that is known, and offers seats and mentors that can be."""
    yield from _unknown([school.board], [one.code for one in problem.boards], f"{at}.board", single=True)
    yield from _twice([(one.band, one.period) for one in school.seats], f"{at}.seats")
    yield from _twice([(one.kind, one.period) for one in school.mentors], f"{at}.mentors")
    for number, seats in enumerate(school.seats):
        here = f"{at}.seats[{number}]"
        yield from _unknown([seats.band], problem.bands, f"{here}.band", single=True)
        yield from _unknown([seats.period], problem.periods, f"{here}.period", single=True)
        for name, count in (("known", seats.known), ("promised", seats.promised)):
            if count < 0:
                yield Wrong("negative", f"{here}.{name}", (str(count),))
    for number, mentors in enumerate(school.mentors):
        here = f"{at}.mentors[{number}]"
        yield from _unknown([mentors.period], problem.periods, f"{here}.period", single=True)
        if mentors.count < 0:
            yield Wrong("negative", f"{here}.count", (str(mentors.count),))


def _learners(problem: Places) -> Iterator[Wrong]:
    schools = {one.code for one in problem.schools}
    for number, learner in enumerate(problem.learners):
        yield from _learner(problem, learner, schools, f"learners[{number}]")


def _learner(problem: Places, learner: Learner, schools: set[str], at: str) -> Iterator[Wrong]:
    """A learner asks for bands, periods and schools that are known, and for journeys that can be."""
    if not learner.bands:
        yield Wrong("empty", f"{at}.bands")
    if not 0 < learner.most_minutes <= LONGEST:
        yield Wrong("minutes", f"{at}.most_minutes", (str(learner.most_minutes),))
    for name, given, known in (
        ("bands", learner.bands, problem.bands),
        ("periods", learner.periods, problem.periods),
        ("wishes", learner.wishes, schools),
        ("earlier", learner.earlier, schools),
        ("refused", learner.refused, schools),
        ("minutes", tuple(code for code, _ in learner.minutes), schools),
    ):
        yield from _unknown(given, known, f"{at}.{name}")
        yield from _twice(given, f"{at}.{name}")
    for number, (_, minutes) in enumerate(learner.minutes):
        if not 0 <= minutes <= LONGEST:
            yield Wrong("minutes", f"{at}.minutes[{number}]", (str(minutes),))


def _pairs(problem: Places) -> Iterator[Wrong]:
    """A pair is of two learners, who do not both want and must not be together."""
    learners = {one.code for one in problem.learners}
    for number, pair in enumerate(problem.pairs):
        at = f"pairs[{number}]"
        yield from _unknown([pair.one], learners, f"{at}.one", single=True)
        yield from _unknown([pair.other], learners, f"{at}.other", single=True)
        yield from _unknown([pair.kind], (TOGETHER, APART), f"{at}.kind", single=True)
        if pair.one == pair.other:
            yield Wrong("with_oneself", at, (pair.one,))
    yield from _twice([_both(pair) for pair in problem.pairs], "pairs")


def _pins(problem: Places) -> Iterator[Wrong]:
    """What is settled by hand has a reason, is of things that are known, and settles a place that is asked for once."""
    periods_of = {one.code: one.periods for one in problem.learners}
    for number, pin in enumerate(problem.pins):
        at = f"pins[{number}]"
        yield from _unknown([pin.learner], periods_of, f"{at}.learner", single=True)
        yield from _unknown([pin.school], [one.code for one in problem.schools], f"{at}.school", single=True)
        yield from _unknown([pin.band], problem.bands, f"{at}.band", single=True)
        if pin.learner in periods_of and pin.period not in periods_of[pin.learner]:
            yield Wrong("not_asked", f"{at}.period", (pin.learner, pin.period))
        if not pin.reason.strip():
            yield Wrong("no_reason", f"{at}.reason")
    yield from _twice([(pin.learner, pin.period) for pin in problem.pins], "pins")


def _both(pair: Pair) -> tuple[str, ...]:
    return tuple(sorted((pair.one, pair.other)))


def _unknown(given: Sequence[str], known: Any, at: str, *, single: bool = False) -> Iterator[Wrong]:
    for number, code in enumerate(given):
        if code not in known:
            yield Wrong("unknown", at if single else f"{at}[{number}]", (code,))


def _twice(given: Sequence[Any], at: str) -> Iterator[Wrong]:
    count = Counter(given)
    seen: set[Any] = set()
    for number, one in enumerate(given):
        if count[one] > 1 and one in seen:
            yield Wrong("twice", f"{at}[{number}]", (one,) if isinstance(one, str) else tuple(one))
        seen.add(one)
