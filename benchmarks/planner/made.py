"""Problems of routes made by chance, the same for the same seed: 40 outcomes, 12 places, 40 weeks, 10 hours a week.

With 300 bookable opportunities there are some 1,250 editions and 4,900 variables, and not all can be covered.
"""

import random
from datetime import date

from leerruimte.planner.bookable import choices_of
from leerruimte.planner.problem import (
    DAYS,
    FORMALITIES,
    PARTS,
    Aim,
    Calendar,
    Edition,
    Like,
    Moment,
    Needs,
    Never,
    Opportunity,
    Outcome,
    Place,
    Problem,
    Span,
)

WEEKS = 40
SCHOOLS, OUTSIDE, OUTCOMES, DOMAINS = 6, 5, 40, 5
RECENT = 12  # prerequisites are among so many outcomes before


def route_problem(seed: int, bookable: int) -> Problem:
    """Make a problem with exactly so many opportunities of which at least one edition can be booked."""
    chance = random.Random(seed)
    outcomes = _outcomes(chance)
    places = _places(chance)
    needs = _needs(chance, outcomes)
    calendar = Calendar(date(2026, 8, 31), date(2027, 6, 6), (Span(date(2026, 10, 19), date(2026, 10, 25)),))
    empty = Problem("Made", calendar, outcomes, places, (), needs)
    offered: list[Opportunity] = []
    found = 0
    while found < bookable:
        one = _opportunity(chance, f"K{len(offered):03}", outcomes, places)
        offered.append(one)
        alone = Problem("Made", calendar, outcomes, places, (one,), needs)
        found += any(not choice.barred for choice in choices_of(alone))
    return Problem(**{**vars(empty), "opportunities": tuple(offered)})


def _outcomes(chance: random.Random) -> tuple[Outcome, ...]:
    made: list[Outcome] = []
    for number in range(OUTCOMES):
        recent = made[-RECENT:]
        before = tuple(one.code for one in chance.sample(recent, min(len(recent), chance.choice((0, 1, 1, 2)))))
        need, weight = chance.choice((2, 3, 4, 6)), chance.randint(1, 5)
        made.append(Outcome(f"O{number:02}", f"Outcome {number}", need, f"D{number % DOMAINS}", 1, weight, before))
    return tuple(made)


def _places(chance: random.Random) -> tuple[Place, ...]:
    kinds = ["institute", *["school"] * SCHOOLS, *["outside"] * OUTSIDE]
    return tuple(
        Place(
            f"P{number:02}",
            f"Place {number}",
            kind,
            chance.randint(5, 70),
            chance.randint(5, 45),
            {f"D{domain}": chance.randint(1, 5) for domain in range(DOMAINS) if chance.random() < 0.4},
        )
        for number, kind in enumerate(kinds)
    )


def _needs(chance: random.Random, outcomes: tuple[Outcome, ...]) -> Needs:
    daytime = [(day, part) for day in DAYS[:5] for part in PARTS[:2]]
    never = [Never(day, part) for day, part in chance.sample(daytime, 3)]
    never += [Never(day, "evening") for day in DAYS[:3]] + [Never("sa"), Never("su")]
    aims = tuple(Aim(one.code, chance.randint(1, 3)) for one in chance.sample(outcomes, 6))
    return Needs(aims, ("D0",), (Like("formality", "non-formal"),), tuple(never), (), 10, False, 60, 2)


def _opportunity(
    chance: random.Random, code: str, outcomes: tuple[Outcome, ...], places: tuple[Place, ...]
) -> Opportunity:
    gives = {one.code: chance.randint(1, 2) for one in chance.sample(outcomes, chance.choice((1, 1, 2, 2, 3)))}
    others = [one.code for one in outcomes if one.code not in gives]
    return Opportunity(
        code,
        f"Opportunity {code}",
        chance.choice(places).code,
        chance.choice(FORMALITIES),
        tuple(_edition(chance, f"e{number}") for number in range(chance.randint(5, 8))),
        gives,
        tuple(chance.sample(others, 1)) if chance.random() < 0.4 else (),
    )


def _edition(chance: random.Random, code: str) -> Edition:
    length, minutes = chance.choice((1, 2, 4, 6, 8, 10)), chance.choice((120, 180, 240))
    first = chance.randint(1, WEEKS - length + 1)
    day, part = chance.choice(DAYS[:5]), chance.choice((*PARTS[:2], *PARTS[:2], "late", "evening"))
    moments = tuple(Moment(week, minutes, day, part) for week in range(first, first + length))
    return Edition(code, moments, 0 if chance.random() < 0.05 else None)
