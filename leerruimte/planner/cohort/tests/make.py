"""Cohorts to test with: tiny ones of any kind for brute force, small believable ones for the rest."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from leerruimte.planner.cohort.checking import faults_in, figures_of
from leerruimte.planner.cohort.placing import place
from leerruimte.planner.cohort.problem import (
    APART,
    TOGETHER,
    Board,
    Learner,
    Mentors,
    Pair,
    Pin,
    Places,
    Points,
    School,
    Seats,
)
from leerruimte.planner.cohort.result import Answer, Placement

BANDS, KIND, FEATURE = ("young", "old"), "special", "newcomers"


def a_school(code: str, at: float = 0.0, seats: int | tuple[Seats, ...] = 1, **more: object) -> School:
    """Make a school on a line, with seats for the young or as given."""
    offered = (Seats("young", "P1", seats),) if isinstance(seats, int) else seats
    given = {"board": "B", "seats": offered} | more
    return School(code, at=(at, 0.0), **given)  # type: ignore[arg-type]


def a_learner(code: str, at: float = 0.0, **more: object) -> Learner:
    """Make a learner on the same line, with a car, for the young."""
    given = {"bands": ("young",), "periods": ("P1",), "car": True} | more
    return Learner(code, (at, 0.0), **given)  # type: ignore[arg-type]


def a_cohort(schools: tuple[School, ...], learners: tuple[Learner, ...], **more: object) -> Places:
    """Make a problem of one period and one board."""
    given = {"bands": BANDS, "periods": ("P1",), "boards": (Board("B"),)} | more
    return Places(schools=schools, learners=learners, **given)  # type: ignore[arg-type]


def checked(problem: Places) -> Answer:
    """Place and let the checker look."""
    answer = place(problem)
    assert faults_in(problem, answer) == ()
    return answer


def where(answer: Answer) -> dict[str, str]:
    """Tell who is where, in the first period."""
    return {one.learner: one.school for one in answer.placements}


@st.composite
def tiny(draw: st.DrawFn, periods: int = 1, pins: bool = True) -> Places:
    """Draw a problem small enough to try everything: three schools, up to four learners."""
    names = tuple(f"P{at + 1}" for at in range(periods))
    count = draw(st.integers(1, 4 if periods == 1 else 3))
    schools = tuple(draw(_school(f"S{at}", names)) for at in range(3))
    codes = [one.code for one in schools]
    learners = tuple(draw(_learner(f"L{at}", names, codes)) for at in range(count))
    pairs = draw(st.lists(st.sampled_from(list(itertools.combinations(range(count), 2)) or [None]), max_size=2))
    chosen = tuple(
        Pair(f"L{one[0]}", f"L{one[1]}", draw(st.sampled_from((TOGETHER, APART))))
        for one in dict.fromkeys(pairs)
        if one
    )
    settled: tuple[Pin, ...] = ()
    if pins and learners[0].periods and draw(st.booleans()):
        band = draw(st.sampled_from(BANDS))
        settled = (Pin("L0", learners[0].periods[0], draw(st.sampled_from(codes)), band, "agreed by telephone"),)
    return Places(
        BANDS,
        names,
        (Board("B0"), Board("B1")),
        schools,
        learners,
        chosen,
        settled,
        spread=draw(st.sampled_from((0.0, 0.8, 1.0))),
        points=Points(steps=draw(st.sampled_from(((30, 60, 90), (20, 40, 60, 80), ())))),
    )


@st.composite
def _school(draw: st.DrawFn, code: str, periods: tuple[str, ...]) -> School:
    seats = tuple(
        Seats(band, period, draw(st.integers(0, 2)), draw(st.sampled_from((0, 0, 1))))
        for band in BANDS
        for period in periods
        if draw(st.booleans())
    )
    mentors = tuple(Mentors(KIND, period, draw(st.integers(0, 1))) for period in periods)
    board = draw(st.sampled_from(("B0", "B1")))
    features = (FEATURE,) if draw(st.booleans()) else ()
    return School(code, board, (draw(st.integers(0, 40)), 0), seats, mentors, features)


@st.composite
def _learner(draw: st.DrawFn, code: str, periods: tuple[str, ...], schools: list[str]) -> Learner:
    wishes = draw(st.permutations(schools))[: draw(st.integers(0, 3))]
    return Learner(
        code,
        (draw(st.integers(0, 40)), 0),
        tuple(draw(st.lists(st.sampled_from(BANDS), min_size=1, max_size=2, unique=True))),
        tuple(draw(st.sampled_from([periods, periods, periods[:1]]))),
        draw(st.booleans()),
        draw(st.sampled_from((40, 90, 200))),
        tuple(wishes),
        (FEATURE,) if draw(st.integers(0, 3)) == 0 else (),
        KIND if draw(st.integers(0, 3)) == 0 else None,
        draw(st.integers(0, 3)) == 0,
        tuple(draw(st.lists(st.sampled_from(schools), max_size=1))),
    )


def everything(problem: Places) -> Iterator[Answer]:
    """Try every placement of a tiny problem that the checker lets pass."""
    asked = [(learner, period) for learner in problem.learners for period in learner.periods]
    cells = [(school, seats) for school in problem.schools for seats in school.seats]
    pins = {(pin.learner, pin.period): pin for pin in problem.pins}
    choices: list[list[tuple[str, str] | None]] = []
    for learner, period in asked:
        pin = pins.get((learner.code, period))
        own = [(s.code, seats.band) for s, seats in cells if seats.period == period and seats.band in learner.bands]
        choices.append([(pin.school, pin.band)] if pin else [*own, None])
    for chosen in itertools.product(*choices):
        answer = told(problem, [(who.code, p, at) for (who, p), at in zip(asked, chosen, strict=True)])
        if not faults_in(problem, answer):
            yield answer


def told(problem: Places, chosen: list[tuple[str, str, tuple[str, str] | None]]) -> Answer:
    """Tell a placement as an answer does, mentors given to who needs them first."""
    learners = {one.code: one for one in problem.learners}
    schools = {one.code: one for one in problem.schools}
    pins = {(pin.learner, pin.period): pin.reason for pin in problem.pins}
    known = {(s.code, seats.band, seats.period): seats.known for s in problem.schools for seats in s.seats}
    placements = []
    for who, period, at in sorted(chosen, key=lambda one: not learners[one[0]].sure):
        if at is None:
            continue
        school, band = at
        learner = learners[who]
        left = known.get((school, band, period), 0)
        known[school, band, period] = left - 1
        placements.append(_placement(problem, learner, period, schools[school], band, left > 0, pins))
    return Answer(tuple(placements), tuple((who, period) for who, period, at in chosen if at is None), ())


def _placement(
    problem: Places,
    learner: Learner,
    period: str,
    school: School,
    band: str,
    known: bool,
    pins: dict[tuple[str, str], str],
) -> Placement:
    from leerruimte.planner.cohort.checking import minutes_between

    rank = learner.wishes.index(school.code) if school.code in learner.wishes else None
    minutes = minutes_between(learner, school)
    points = minutes + problem.points.unmet * len(set(learner.likes) - set(school.features))
    points += problem.points.wish[rank] if rank is not None else problem.points.no_wish * bool(learner.wishes)
    step = sum(points >= limit for limit in problem.points.steps)
    reason = pins.get((learner.code, period))
    return Placement(learner.code, period, school.code, band, minutes, rank, points, step, known, reason)


def in_order(problem: Places, answer: Answer) -> tuple[float, ...]:
    """Give what an answer comes to, in the order of the aims."""
    return tuple(figures_of(problem, answer)[name] for name in aim_names(problem))


def aim_names(problem: Places) -> list[str]:
    """Name the aims in their order."""
    steps = [f"step {at}" for at in range(len(problem.points.steps), 0, -1)]
    return ["unplaced", "short", *steps, "points"]


def moved(problem: Places, before: Answer, after: Answer) -> int:
    """Count who could have stayed and did not."""
    pinned = {(pin.learner, pin.period) for pin in problem.pins}
    now = {(one.learner, one.period): (one.school, one.band) for one in after.placements}
    count = 0
    for one in before.placements:
        alone = replace(problem, pairs=(), learners=tuple(p for p in problem.learners if p.code == one.learner))
        stays = told(
            alone, [(one.learner, p, (one.school, one.band) if p == one.period else None) for p in _periods(alone)]
        )
        could = (one.learner, one.period) not in pinned and not faults_in(replace(alone, pins=()), stays)
        count += could and now.get((one.learner, one.period)) != (one.school, one.band)
    return count


def _periods(problem: Places) -> tuple[str, ...]:
    return problem.learners[0].periods


def a_town(learners: int, schools: int, *, periods: int = 1, pairs: int = 0, seed: int = 0) -> Places:
    """Make a believable cohort of any size in two regions, rather scarce."""
    chance = np.random.default_rng(seed)
    names = tuple(f"P{at + 1}" for at in range(periods))
    at = chance.random((schools, 2)) * 40
    room = chance.poisson(1.15 * learners / schools / 2, (schools, 2, periods))
    all_schools = tuple(
        School(
            f"S{s:03d}",
            f"B{s % 5}",
            (float(at[s, 0]), float(at[s, 1])),
            tuple(
                Seats(band, name, int(room[s, b, p]), int(chance.integers(0, 2)))
                for b, band in enumerate(BANDS)
                for p, name in enumerate(names)
            ),
            tuple(Mentors(KIND, name, 1) for name in names if s % 3 == 0),
            region="west" if at[s, 0] < 20 else "east",
        )
        for s in range(schools)
    )
    people = tuple(
        Learner(
            f"L{i:04d}",
            (float(chance.random() * 40), float(chance.random() * 40)),
            BANDS if i % 3 else BANDS[i % 2 :][:1],
            names,
            i % 2 == 0,
            90,
            tuple(f"S{s:03d}" for s in chance.choice(schools, 3, replace=False)) if i % 7 else (),
            mentor=KIND if i % 19 == 0 else None,
            sure=i % 11 == 0,
        )
        for i in range(learners)
    )
    chosen = tuple(Pair(f"L{2 * i:04d}", f"L{2 * i + 1:04d}", APART if i % 3 == 0 else TOGETHER) for i in range(pairs))
    boards = tuple(Board(f"B{b}") for b in range(min(5, schools)))
    return Places(BANDS, names, boards, all_schools, people, chosen)
