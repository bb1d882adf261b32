"""Small problems of routes, in domain words, and problems made by chance."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

from hypothesis import strategies as st

from leerruimte.planner.bookable import Choice, choices_of
from leerruimte.planner.checking import check_route
from leerruimte.planner.figures import Facts, Figures, stand
from leerruimte.planner.model import FINE, score_of
from leerruimte.planner.problem import (
    Aim,
    Calendar,
    Done,
    Edition,
    Like,
    Moment,
    Needs,
    Never,
    Opportunity,
    Outcome,
    Pin,
    Place,
    Problem,
    Span,
)

WEEKS = 6
CALENDAR = Calendar(date(2026, 8, 31), date(2026, 10, 11))
INSTITUTE = Place("inst", "Institute", "institute", 30, 20, {"D": 2})
SCHOOL = Place("school", "School", "school", 15, 10, {"D": 4})
OTHER = Place("other", "Other school", "school", 70, 20, {"D": 5})
ANYWHERE = Place("any", "Anywhere", "anywhere")


def meetings(first: int, last: int, day: str = "mo", part: str = "morning", minutes: int = 120) -> tuple[Moment, ...]:
    """Meet every week."""
    return tuple(Moment(week, minutes, day, part) for week in range(first, last + 1))


def edition(first: int = 1, last: int = 2, code: str = "e1", seats: int | None = None, **when: Any) -> Edition:
    """Make an edition of weekly meetings."""
    return Edition(code, meetings(first, last, **when), seats)


def offer(code: str, gives: dict[str, int], *editions: Edition, place: str = "inst", **more: Any) -> Opportunity:
    """Make an opportunity."""
    return Opportunity(
        code, f"Opportunity {code}", place, more.pop("formality", "formal"), editions or (edition(),), gives, **more
    )


def outcome(code: str, need: int = 2, **more: Any) -> Outcome:
    """Make an outcome of domain D."""
    return Outcome(code, f"Outcome {code}", need, more.pop("domain", "D"), **more)


def a_problem(*opportunities: Opportunity, outcomes: tuple[Outcome, ...] | None = None, **more: Any) -> Problem:
    """Make a problem with the outcomes that its opportunities give."""
    codes = sorted({code for one in opportunities for code in (*one.gives, *one.asks)})
    return Problem(
        "Sanne",
        more.pop("calendar", CALENDAR),
        outcomes if outcomes is not None else tuple(outcome(code) for code in codes),
        (INSTITUTE, SCHOOL, OTHER, ANYWHERE),
        opportunities,
        **more,
    )


@st.composite
def tiny_problems(draw: st.DrawFn) -> Problem:
    """Make a problem so small that all routes can be tried."""
    codes = [f"O{number}" for number in range(draw(st.integers(1, 3)))]
    outcomes = tuple(
        outcome(
            code,
            draw(st.sampled_from((1, 2, 3))),
            weight=draw(st.integers(1, 3)),
            domain=draw(st.sampled_from("DE")),
            prerequisites=tuple(draw(st.sets(st.sampled_from(codes[:number])))) if number else (),
            due=draw(st.sampled_from((None, None, 4))),
            choice=draw(st.sampled_from((None, None, "G"))),
        )
        for number, code in enumerate(codes)
    )
    offered = tuple(_an_offer(draw, f"K{number}", codes) for number in range(draw(st.integers(1, 5))))
    names = [one.code for one in offered]
    refused = tuple(draw(st.sets(st.sampled_from(names), max_size=1)))
    pinned = draw(st.sampled_from((None, None, *[name for name in names if name not in refused])))
    return a_problem(
        *offered,
        outcomes=outcomes,
        needs=_needs(draw, codes),
        refused=refused,
        pins=(Pin(pinned),) if pinned else (),
        done=tuple(Done(code, 1) for code in draw(st.sets(st.sampled_from(codes), max_size=1))),
        calendar=replace(CALENDAR, free=(Span(date(2026, 9, 14), date(2026, 9, 14)),) if draw(st.booleans()) else ()),
    )


def _needs(draw: st.DrawFn, codes: list[str]) -> Needs:
    return Needs(
        aims=tuple(Aim(code, draw(st.integers(1, 3))) for code in draw(st.sets(st.sampled_from(codes), max_size=1))),
        likes=(Like("formality", "informal", draw(st.integers(-1, 2))),),
        never=(Never("tu"),) if draw(st.booleans()) else (),
        hours_a_week=draw(st.sampled_from((3, 5, 9))),
        most_travel=draw(st.sampled_from((20, 45, 90))),
        most_schools=draw(st.integers(0, 2)),
        most_missed=draw(st.sampled_from((0, 40))),
        car=draw(st.booleans()),
    )


def _an_offer(draw: st.DrawFn, code: str, codes: list[str]) -> Opportunity:
    gives = {one: draw(st.integers(1, 2)) for one in draw(st.sets(st.sampled_from(codes), min_size=1, max_size=2))}
    asks = tuple(draw(st.sets(st.sampled_from([one for one in codes if one not in gives] or [codes[0]]), max_size=1)))
    return offer(
        code,
        gives,
        *[_an_edition(draw, f"e{number}") for number in range(draw(st.integers(1, 2)))],
        place=draw(st.sampled_from(("inst", "school", "other", "any"))),
        formality=draw(st.sampled_from(("formal", "informal"))),
        asks=asks if draw(st.integers(0, 2)) == 0 else (),
        like=draw(st.sampled_from((None, None, None, "same"))),
    )


def _an_edition(draw: st.DrawFn, code: str) -> Edition:
    first = draw(st.integers(1, WEEKS))
    last = draw(st.integers(first, min(WEEKS, first + 3)))
    if draw(st.integers(0, 4)) == 0:
        return Edition(code, tuple(Moment(week, 120) for week in range(first, last + 1)))
    day, part = draw(st.sampled_from(("mo", "tu", "we"))), draw(st.sampled_from(("morning", "late", "evening")))
    return edition(first, last, code, draw(st.sampled_from((None, None, None, 1, 0))), day=day, part=part)


def all_routes(problem: Problem) -> Iterator[tuple[Choice, ...]]:
    """Give every route that keeps to the rules, by trying all; what gives nothing asked is not looked at, by design."""
    by_code: dict[str, list[Choice | None]] = {}
    facts = Facts(problem)
    for choice in (one for one in choices_of(problem) if facts.is_useful(one)):
        by_code.setdefault(choice.opportunity.code, [None]).append(choice)
    for picked in product(*by_code.values()):
        mine = tuple(choice for choice in picked if choice is not None)
        if not check_route(problem, (choice.key for choice in mine)):
            yield mine


def worth(problem: Problem, mine: tuple[Choice, ...], ideal: Figures) -> int:
    """Reckon the value that the first route maximises."""
    score, _ = score_of(stand(Facts(problem), mine).figures, ideal)
    return FINE * score - sum(round(choice.minutes / 60) for choice in mine)


def best_figures(problem: Problem, routes: list[tuple[Choice, ...]]) -> Figures:
    """Find the ideal point among all routes."""
    figures = [stand(Facts(problem), mine).figures for mine in routes]
    return Figures(
        max(one.curriculum for one in figures),
        max(one.needs for one in figures),
        max(one.opportunities for one in figures),
    )
