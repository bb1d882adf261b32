"""Why an outcome is not reached, and what would make it possible.

Only what can matter is modelled: what gives the outcome, what that asks beforehand, and so on, and the pins. Leaving
out the rest never makes possible what is not, nor the other way round: taking fewer pieces is always allowed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from leerruimte.planner.bookable import (
    DUE,
    FULL,
    LOAD,
    MISSED,
    NEVER,
    PIN,
    REFUSED,
    SCHOOLS,
    TRAVEL,
    Choice,
    Group,
    minutes_to,
)
from leerruimte.planner.describing import balance_of, losses
from leerruimte.planner.figures import Facts, Figures, bookable, stand
from leerruimte.planner.model import FINE, Model, build, effort, hint, scored
from leerruimte.planner.problem import Problem
from leerruimte.planner.result import Gap, Ideal, Reason, Route, WayOut
from leerruimte.planner.solving import MUCH_LINEAR, NO_LINEAR, Budget, Solved, run

WORK = 2.0
# How hard a thing is to change, for the cheapest way out: what the learner decides alone is cheapest.
PRICES = {REFUSED: 2, DUE: 2, NEVER: 3, TRAVEL: 3, LOAD: 3, MISSED: 3, PIN: 4, FULL: 4, SCHOOLS: 4}
DEAR, HOUR = 200_000, 20_000
ROUGH = 0.005  # what is forced in is shown as good as this of the best
SHOWING = 0.2  # of the budget left, for the best of the routes with the fewest changes
FEW = 3


def explain_gap(
    problem: Problem,
    outcome: str,
    *,
    route: Route | None = None,
    ideal: Ideal | None = None,
    budget: Budget | None = None,
) -> Gap:
    """Explain why `outcome` is not reached (wholly) in `route`, or, without a route, at all."""
    budget = budget or Budget(WORK)
    facts = Facts(problem)
    asked = facts.asked.get(outcome, 0)
    points = next((one.points for one in route.coverage if one.outcome == outcome), 0) if route else 0
    if points >= asked:
        return Gap(outcome, points, asked, "reached", most=points)
    if not any(outcome in one.gives for one in problem.opportunities):
        return Gap(outcome, points, asked, "nothing_contributes")
    relevant = _relevant(facts, outcome)
    model = build(facts, bookable(facts))
    model.cp.maximize(model.points[outcome])
    best = run(model, budget, f"possible {outcome}", 0.3)
    if best.impossible:
        reasons, ways = explain_pins(problem, budget)
        return Gap(outcome, points, asked, "pins_contradict", reasons=reasons, ways_out=ways)
    if best.value is None:
        return Gap(outcome, points, asked, "not_known", proven=False)
    most = max(points, int(best.value))
    gap = _why_not_more(facts, relevant, Gap(outcome, points, asked, "impossible", most, proven=best.proven), budget)
    return _given_up(model, gap, route, ideal, budget) if most > points else gap


def explain_pins(problem: Problem, budget: Budget) -> tuple[tuple[Reason, ...], tuple[WayOut, ...]]:
    """Explain why no route exists at all: pins that contradict each other, or what holds for the learner."""
    facts = Facts(problem)
    demand = _demand(facts, _relevant(facts, None), None, 0)
    ways, broken = _ways_out(demand, None, 0, budget)
    return _core(demand, broken, budget), ways


def _relevant(facts: Facts, outcome: str | None) -> list[Choice]:
    """Give the choices that can matter: for the outcome, for what they ask, and for the pins."""
    problem = facts.problem
    pinned = {pin.opportunity for pin in problem.pins}
    taken = {one.code for one in problem.opportunities if one.code in pinned}
    wanted = [outcome] if outcome else []
    wanted += [code for one in problem.opportunities if one.code in taken for code in one.asks]
    seen: set[str] = set()
    while wanted:
        code = wanted.pop()
        if code in seen or (code in facts.done and code != outcome):
            continue
        seen.add(code)
        wanted += facts.outcomes[code].prerequisites
        giving = [one for one in problem.opportunities if code in one.gives and one.code not in taken]
        taken |= {one.code for one in giving}
        wanted += [asked for one in giving for asked in one.asks]
    return [choice for choice in facts.choices if choice.opportunity.code in taken]


def _why_not_more(facts: Facts, relevant: Sequence[Choice], gap: Gap, budget: Budget) -> Gap:
    """Say why not more points than the most possible: what is offered, or reasons and ways out."""
    if gap.most >= gap.asked:
        return gap
    demand = _demand(facts, relevant, gap.outcome, gap.asked)
    ways, broken = _ways_out(demand, gap.outcome, gap.asked, budget)
    if not ways:
        target = _attainable(demand, gap.outcome, budget)
        if target <= gap.most:
            offered = Reason("not_enough_offered", {"points": gap.most, "asked": gap.asked})
            return _with(gap, code="not_enough_offered", reasons=(offered,))
        ways, broken = _ways_out(demand, gap.outcome, target, budget)
    return _with(gap, reasons=_core(demand, broken, budget), ways_out=ways)


def _with(gap: Gap, **values: Any) -> Gap:
    return replace(gap, **values)


def _demand(facts: Facts, relevant: Sequence[Choice], outcome: str | None, target: int) -> Model:
    """Build what the reasons and the ways out are both sought in: the outcome with so many points, or just the pins."""
    model = build(facts, relevant, explaining=True)
    if outcome is not None:
        _ask(model, outcome, target)
    return model


def _ask(model: Model, outcome: str, target: int) -> None:
    model.cp.proto.variables[model.points[outcome].index].domain[0] = target


def _attainable(model: Model, outcome: str, budget: Budget) -> int:
    """Give the most points if everything that can give way did; these are asked from now on."""
    _ask(model, outcome, 0)
    model.cp.maximize(model.points[outcome])
    target = int(run(model, budget, f"attainable {outcome}", 0.2).value or 0)
    model.cp.clear_objective()  # type: ignore[no-untyped-call]
    _ask(model, outcome, target)
    return target


def _ways_out(
    model: Model, outcome: str | None, target: int, budget: Budget
) -> tuple[tuple[WayOut, ...], frozenset[Group]]:
    """Find the cheapest set of things that would have to give way; give it in words and as it is."""
    broken = sum(DEAR * PRICES[group[0]] * (1 - literal) for group, literal in model.holds.items())
    model.cp.minimize(broken + HOUR * model.extra + effort(model))
    solved = run(model, budget, f"way out {outcome or 'of the pins'}", 0.5, search=NO_LINEAR)
    model.cp.clear_objective()  # type: ignore[no-untyped-call]
    if solved.taken is None:
        return (), frozenset()
    hint(model, solved.taken)  # the reasons are sought from here
    gives = _broken(model, solved)
    taken = [choice for choice in model.choices if choice.key in set(solved.taken)]
    reasons = tuple(_reason(model.facts, group, taken) for group in model.holds if group in gives)
    codes = tuple(choice.opportunity.code for choice in taken)
    return (WayOut(reasons, target, codes, solved.proven),), gives


def _broken(model: Model, solved: Solved) -> frozenset[Group]:
    return frozenset(group for group in model.holds if " ".join(group) not in solved.true)


def _core(model: Model, way_out: frozenset[Group], budget: Budget) -> tuple[Reason, ...]:
    """Find reasons that together make it impossible and of which none can be missed: a core, shrunk by deletion.

    A route that breaks only one of them shows that this one cannot be missed.
    """
    core, routes = _some_core(model, way_out, budget)
    for group in core:
        fewer = [other for other in core if other != group]
        if len(fewer) == len(core) or any(broken.isdisjoint(fewer) for broken in routes):
            continue
        tried = _assuming(model, fewer, budget)
        if tried.impossible:
            core = _core_of(model, tried) or fewer
        elif tried.taken is not None:
            routes.append(_broken(model, tried))
    return tuple(_reason(model.facts, group, ()) for group in core)


def _some_core(model: Model, way_out: frozenset[Group], budget: Budget) -> tuple[list[Group], list[frozenset[Group]]]:
    """Find reasons of which some may be missed, and what the routes on the way broke.

    Often the cheapest way out is the reason itself. Else the half that is hardest to change goes at once, as long as
    the rest is enough: most cores are small.
    """
    routes = [way_out] if way_out else []
    tried = _assuming(model, list(way_out), budget) if way_out else None
    if tried is None or not tried.impossible:
        tried = _assuming(model, list(model.holds), budget)
    if not tried.impossible:
        return [], routes
    core = _core_of(model, tried) or _hardest_first(model.holds)
    while len(core) > FEW:
        rest = core[len(core) // 2 :]
        tried = _assuming(model, rest, budget)
        if not tried.impossible:
            routes += [_broken(model, tried)] if tried.taken is not None else []
            break
        core = _core_of(model, tried) or rest
    return core, routes


def _core_of(model: Model, solved: Solved) -> list[Group]:
    number = {literal.index: group for group, literal in model.holds.items()}
    return _hardest_first(number[index] for index in solved.core if index in number)


def _hardest_first(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: (-PRICES[group[0]], group))


def _assuming(model: Model, groups: Sequence[Group], budget: Budget) -> Solved:
    model.cp.clear_assumptions()
    model.cp.add_assumptions([model.holds[group] for group in groups])
    return run(model, budget, "reasons", 0.2, search=NO_LINEAR, presolve=False)


def _given_up(model: Model, gap: Gap, route: Route | None, ideal: Ideal | None, budget: Budget) -> Gap:
    """Force it in and say what the route would lose."""
    if route is None or ideal is None:
        return _with(gap, code="given_up" if gap.most >= gap.asked else gap.code)
    solved = _forced(model, gap, route, ideal, budget)
    if solved.taken is None:
        return _with(gap, code="given_up", proven=False)
    keys = set(solved.taken)
    forced = [choice for choice in model.choices if choice.key in keys]
    then = stand(model.facts, forced)
    had = {code for code, _ in route.taken}
    return _with(
        gap,
        code="given_up",
        takes=tuple(one.opportunity.code for one in forced if one.opportunity.code not in had),
        given_up=losses({one.outcome: one.points for one in route.coverage}, then.points),
        balance_then=balance_of(then.figures, ideal),
        proven=gap.proven and solved.proven,
    )


def _forced(model: Model, gap: Gap, route: Route, ideal: Ideal, budget: Budget) -> Solved:
    """Force it in with the fewest changes, and of those routes show the best."""
    _ask(model, gap.outcome, gap.most)
    changes = model.changes(dict(route.taken))
    model.cp.minimize(changes)
    hint(model, route.taken)
    fewest = run(model, budget, f"forced {gap.outcome}", 0.5, search=MUCH_LINEAR)
    if fewest.taken is None or fewest.value is None:
        return fewest
    score, _ = scored(model, Figures(ideal.curriculum, ideal.needs, ideal.opportunities))
    model.cp.add(changes <= round(fewest.value))
    model.cp.maximize(FINE * score - effort(model))
    hint(model, fewest.taken)
    best = run(model, budget, f"forced {gap.outcome}", SHOWING, rough=ROUGH, search=MUCH_LINEAR)
    return replace(best if best.taken is not None else fewest, proven=fewest.proven)


def _reason(facts: Facts, group: Group, taken: Sequence[Choice]) -> Reason:
    """Name a group with the values that belong to it."""
    return Reason(group[0], dict(_values(facts, group, taken)))


def _values(facts: Facts, group: Group, taken: Sequence[Choice]) -> Iterator[tuple[str, str | int]]:
    needs = facts.problem.needs
    kind, of = group[0], group[1:]
    if kind == NEVER:
        yield from zip(("day", "part"), of, strict=True)
        why = [never.why for never in needs.never if (never.day, never.part or "") == of and never.why]
        yield from (("why", one) for one in why[:1])
    elif kind == TRAVEL:
        yield "place", of[0]
        yield "minutes", minutes_to(facts.places[of[0]], needs.car) or 0
        yield "most", needs.most_travel
    elif kind == LOAD:
        yield "most", needs.hours_a_week
        heaviest = max(stand(facts, taken).load, default=0) if taken else 0
        yield "hours", -(-heaviest // 60)
    elif kind == SCHOOLS:
        yield "most", needs.most_schools
    elif kind == DUE:
        yield "outcome", of[0]
        yield "week", facts.outcomes[of[0]].due or 0
    else:
        yield "opportunity", of[0]
