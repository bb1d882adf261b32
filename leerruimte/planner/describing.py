"""A route with its reasons: why each piece is there, what would go if it went, what is covered, how heavy it is."""

from collections.abc import Iterator, Mapping, Sequence

from leerruimte.planner.bookable import Choice, minutes_to
from leerruimte.planner.figures import Facts, Figures, Standing, stand, strengths_used
from leerruimte.planner.model import score_of
from leerruimte.planner.result import Balance, Covered, Ideal, Loss, Piece, Proof, Reason, Route, Value, Without

MOST_COVERS = 3
STRONG = 3  # of 5: from here on it is worth telling


def describe(
    facts: Facts, choices: Sequence[Choice], taken: Sequence[tuple[str, str]], ideal: Ideal, proof: Proof
) -> Route:
    """Make a route of what is taken."""
    keys = set(taken)
    mine = sorted((one for one in choices if one.key in keys), key=lambda one: (one.start, one.end, one.key))
    standing = stand(facts, mine)
    score, _ = score_of(standing.figures, _figures(ideal))
    return Route(
        pieces=tuple(_piece(facts, choices, mine, choice, standing, ideal) for choice in mine),
        coverage=tuple(_covered(facts, mine, standing)),
        balance=balance_of(standing.figures, ideal),
        score=score,
        load=standing.load,
        travel_minutes=_travel(facts, standing),
        proof=proof,
    )


def balance_of(figures: Figures, ideal: Ideal) -> Balance:
    """Give the three figures in thousandths of the best found for each alone."""
    _, (c, n, a) = score_of(figures, _figures(ideal))
    return Balance(curriculum=c, opportunities=a, needs=n)


def losses(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Loss, ...]:
    """Give the outcomes that have fewer points after than before."""
    return tuple(
        Loss(code, points, after.get(code, 0)) for code, points in before.items() if after.get(code, 0) < points
    )


def falling(facts: Facts, mine: Sequence[Choice]) -> tuple[list[Choice], tuple[str, ...]]:
    """Let what asks beforehand something that is no longer begun fall, until all that is left stands; give both."""
    left = list(mine)
    fallen: list[str] = []
    while True:
        begun = stand(facts, left).begun
        loose = [one for one in left if any(begun.get(code, one.start) >= one.start for code in one.opportunity.asks)]
        if not loose:
            return left, tuple(fallen)
        fallen += [one.opportunity.code for one in loose]
        left = [one for one in left if one not in loose]


def _figures(ideal: Ideal) -> Figures:
    return Figures(ideal.curriculum, ideal.needs, ideal.opportunities)


def _piece(
    facts: Facts,
    choices: Sequence[Choice],
    mine: Sequence[Choice],
    choice: Choice,
    standing: Standing,
    ideal: Ideal,
) -> Piece:
    one = choice.opportunity
    return Piece(
        opportunity=one.code,
        edition=choice.edition.code,
        place=one.place,
        first_week=choice.start,
        last_week=choice.end,
        minutes=choice.minutes,
        counts={code: one.gives[code] for code in standing.counted[choice.key]},
        why=tuple(_why(facts, choices, mine, choice, standing)),
        without=_without(facts, mine, choice, standing, ideal),
        pinned=any(pin.opportunity == one.code for pin in facts.problem.pins),
    )


def _why(
    facts: Facts, choices: Sequence[Choice], mine: Sequence[Choice], choice: Choice, standing: Standing
) -> Iterator[Reason]:
    """Name what a piece is for, the weightiest first."""
    if any(pin.opportunity == choice.opportunity.code for pin in facts.problem.pins):
        yield Reason("pinned")
    counted = standing.counted[choice.key]
    yield from _covers(facts, choices, choice, counted)
    yield from _opens(mine, choice, counted)
    for like in facts.problem.needs.likes:
        if like.strength > 0 and facts.matches(like, choice):
            yield Reason("liked", {"kind": like.kind, "what": like.what})
    for place, domain, strength in strengths_used(facts, [choice], standing.counted):
        if strength >= STRONG:
            yield Reason("strong_place", {"place": place, "domain": domain, "strength": strength})


def _covers(facts: Facts, choices: Sequence[Choice], choice: Choice, counted: Sequence[str]) -> Iterator[Reason]:
    """It gives points: first what nothing else gives, then the learner's own aims, then the rest."""
    one = choice.opportunity
    for code in counted:
        if {other.opportunity.code for other in choices if code in other.opportunity.gives} == {one.code}:
            yield Reason("only_one", {"outcome": code})
    aims = {aim.outcome: aim.strength for aim in facts.problem.needs.aims}
    wanted = sorted(counted, key=lambda code: (-aims.get(code, 0), -one.gives[code], code))
    for code in wanted[:MOST_COVERS]:
        values: dict[str, Value] = {
            "outcome": code,
            "points": min(one.gives[code], facts.asked[code]),
            "asked": facts.asked[code],
        }
        yield Reason("aim" if code in aims else "covers", values)
    if len(wanted) > MOST_COVERS:
        yield Reason("covers_more", {"outcomes": ", ".join(wanted[MOST_COVERS:]), "number": len(wanted) - MOST_COVERS})


def _opens(mine: Sequence[Choice], choice: Choice, counted: Sequence[str]) -> Iterator[Reason]:
    """It opens the way to pieces that ask beforehand what it begins."""
    for other in mine:
        for code in other.opportunity.asks:
            if code in counted and choice.half < other.start:
                yield Reason("opens", {"outcome": code, "opportunity": other.opportunity.code})


def _without(facts: Facts, mine: Sequence[Choice], choice: Choice, standing: Standing, ideal: Ideal) -> Without:
    left, fallen = falling(facts, [one for one in mine if one is not choice])
    after = stand(facts, left)
    now, then = balance_of(standing.figures, ideal), balance_of(after.figures, ideal)
    return Without(
        losses=losses(standing.points, after.points),
        falls=fallen,
        curriculum=then.curriculum - now.curriculum,
        needs=then.needs - now.needs,
        opportunities=then.opportunities - now.opportunities,
    )


def _covered(facts: Facts, mine: Sequence[Choice], standing: Standing) -> Iterator[Covered]:
    for code in facts.problem.outcomes:
        if code.code in facts.asked:
            by = tuple(one.opportunity.code for one in mine if code.code in standing.counted[one.key])
            yield Covered(code.code, standing.points[code.code], facts.asked[code.code], by)


def _travel(facts: Facts, standing: Standing) -> int:
    car = facts.problem.needs.car
    return sum(2 * (minutes_to(facts.places[place], car) or 0) * days for place, days in standing.travel_days.items())
