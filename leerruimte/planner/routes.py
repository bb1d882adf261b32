"""Three clearly different routes for one learner, with the ladder of how different and how good they can be."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from leerruimte.planner.bookable import Choice
from leerruimte.planner.describing import describe, falling
from leerruimte.planner.explaining import explain_pins
from leerruimte.planner.figures import Facts, Figures, bookable, stand
from leerruimte.planner.gaps import explain_gaps
from leerruimte.planner.ladder import AIM, difference, lacking_aims, left_out, main_aims, priced, rung_of, stands
from leerruimte.planner.model import (
    FINE,
    Linear,
    Model,
    build,
    curriculum,
    effort,
    effort_of,
    hint,
    needs,
    opportunities,
    score_of,
    scored,
)
from leerruimte.planner.problem import Problem
from leerruimte.planner.result import (
    BEST_FOUND,
    NO_ROUTE,
    OK,
    ONLY,
    PROVEN,
    STOPPED,
    UNKNOWN,
    Ideal,
    Proof,
    Route,
    Routes,
    Rung,
)
from leerruimte.planner.solving import (
    MIXED,
    NEIGHBOURHOODS,
    Budget,
    Cancel,
    OnProgress,
    Solved,
    gap,
    look_and_prove,
    run,
)

WORK = 8.0
PRECISION = 0.005
PLANNING = 0.75  # of the budget; the rest is for the explanations of the gaps
COLOURS = ("balanced", "needs", "opportunities")
TILT, TELLING = 10, 25
MOST_ROUTES = 3
IDEAL_SHARES = (0.1, 0.09, 0.1)
FIGURES: Mapping[str, Callable[[Model], Linear]] = {
    "curriculum": curriculum,
    "needs": needs,
    "opportunities": opportunities,
}
LOOK = 0.7  # of the work for a figure or a route goes to looking around, the rest to proving
ROUTE_SHARES = (0.22, 0.5, 1.0)
Taken = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Found:
    """A route before it is described."""

    taken: Taken
    proof: Proof
    colour: str
    rung: Rung | None = None


def plan_routes(
    problem: Problem,
    *,
    work: float = WORK,
    seconds: float | None = None,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    cancel: Cancel | None = None,
    executor: Executor | None = None,
    explain: bool = True,
    precision: float = PRECISION,
) -> Routes:
    """Propose up to three clearly different routes.

    `work`: limit in deterministic units of CP-SAT (about a second each), the same answer for the same seed and work;
    `seconds`: limit of the clock as well; `precision`: how close to the best is good enough, stated with the route.
    With an `executor` the three ideal points and the explanations run beside each other: functions and values that can
    be pickled go through it, so it can be of processes or a Dask cluster.
    """
    share = PLANNING if explain else 1.0
    budget = Budget(work * share, None if seconds is None else seconds * share, seed, cancel, on_progress)
    facts = Facts(problem)
    everything = facts.choices
    choices = bookable(facts)
    answer = Routes(
        NO_ROUTE,
        cut=dict(Counter(group[0] for choice in everything for group in choice.barred)),
        bookable=len({choice.opportunity.code for choice in choices}),
        seed=seed,
    )
    ideal, start, possible = find_ideal(facts, choices, budget, executor)
    if ideal is None:
        reasons, ways = explain_pins(problem, budget) if not possible else ((), ())
        status = STOPPED if possible else NO_ROUTE
        return replace(answer, status=status, reasons=reasons, ways_out=ways, work=budget.spent)
    found, status = _several(facts, choices, ideal, start, budget, precision)
    routes = _described(facts, choices, ideal, found)
    budget.extend(work, seconds)
    gaps = explain_gaps(problem, routes, ideal, budget, executor) if explain and routes else ()
    return replace(answer, status=status, routes=routes, gaps=gaps, ideal=ideal, work=round(budget.spent, 3))


def find_ideal(
    facts: Facts, choices: Sequence[Choice], budget: Budget, executor: Executor | None = None
) -> tuple[Ideal | None, Taken, bool]:
    """Solve each figure alone; give the ideal point, a good start, and whether any route may exist.

    A figure not proven is "best found"; each route found counts for all three figures.
    """
    names = ("curriculum", "needs", "opportunities")
    solved: list[Solved] = []
    start: Taken | None = None
    if executor is not None:
        futures = [
            executor.submit(_alone, facts.problem, name, budget.left / 8, budget.seconds_left, budget.seed)
            for name in names
        ]
        for future in futures:
            one, spent = future.result()
            budget.spent += spent
            solved.append(one)
    else:
        model = build(facts, choices)
        for name, share in zip(names, IDEAL_SHARES, strict=True):
            solved.append(_one_figure(model, name, budget, share, start))
            if solved[-1].impossible:
                break
            start = solved[-1].taken or start
    if any(one.impossible for one in solved):
        return None, (), False
    known = [one.taken for one in solved if one.taken is not None]
    if not known:
        return None, (), True
    by_key = {choice.key: choice for choice in choices}
    figures = [stand(facts, (by_key[key] for key in taken)).figures for taken in known]
    best = Figures(
        max(one.curriculum for one in figures),
        max(one.needs for one in figures),
        max(one.opportunities for one in figures),
    )
    proven = all(one.proven for one in solved)
    ideal = Ideal(best.curriculum, best.needs, best.opportunities, proven)
    return ideal, max(zip(figures, known, strict=True), key=lambda pair: score_of(pair[0], best)[0])[1], True


def _alone(problem: Problem, name: str, work: float, seconds: float | None, seed: int) -> tuple[Solved, float]:
    """One figure's ideal point, as a task of its own."""
    budget = Budget(work, seconds, seed)
    facts = Facts(problem)
    return _one_figure(build(facts, bookable(facts)), name, budget, 1.0, None), budget.spent


def _one_figure(model: Model, name: str, budget: Budget, share: float, start: Taken | None) -> Solved:
    model.cp.maximize(FIGURES[name](model))
    if start is not None:
        hint(model, start)
    if name == "opportunities":  # soon proven, and then looking around would go on for nothing
        return run(model, budget, f"ideal {name}", share)
    return look_and_prove(model, budget, f"ideal {name}", share, LOOK)


def _several(
    facts: Facts, choices: Sequence[Choice], ideal: Ideal, start: Taken, budget: Budget, precision: float
) -> tuple[list[_Found], str]:
    """Find the balanced route first, then others that differ from each earlier one."""
    found: list[_Found] = []
    for number, share in zip(range(MOST_ROUTES), ROUTE_SHARES, strict=True):
        before = found[-1].taken if found else start
        solved, model_rung = _one_route(facts, choices, ideal, found, before, budget, share, precision)
        if solved.taken is None and not solved.impossible and share < 1.0:
            budget.seed += 1  # once more, otherwise
            solved, model_rung = _one_route(facts, choices, ideal, found, before, budget, 0.6, precision)
        if solved.taken is None:
            if solved.impossible:
                return found, ONLY if found else NO_ROUTE
            return found, STOPPED if budget.stopped else UNKNOWN
        found.append(_Found(solved.taken, _proof(solved), COLOURS[number], model_rung))
    return found, OK


def _one_route(
    facts: Facts,
    choices: Sequence[Choice],
    ideal: Ideal,
    earlier: Sequence[_Found],
    start: Taken,
    budget: Budget,
    share: float,
    precision: float,
) -> tuple[Solved, Rung | None]:
    model = build(facts, choices)
    best = Figures(ideal.curriculum, ideal.needs, ideal.opportunities)
    score, (_, n, a) = scored(model, best)
    objective, step, known = score, f"route {len(earlier) + 1}", start
    part = budget.part(share)
    before = [one.taken for one in earlier]
    if before:
        price, ladder = priced(model, score, before, best)
        objective += TILT * (n if len(before) == 1 else a) - price
        known = _first_look(facts, choices, before, best, part, step)
    model.cp.maximize(FINE * objective - effort(model))
    hint(model, known)
    solved = look_and_prove(model, part, step, 0.8 if before else 1.0, LOOK, rough=precision)
    if before and not stands(model, solved.taken, before, best):
        for short, most in ladder:
            model.cp.add(short <= most)
        solved = run(model, part, step, search=MIXED)
    budget.spent += part.spent
    if solved.taken is None:
        return solved, None
    solved = replace(solved, taken=_trimmed(facts, choices, solved.taken, best))
    return solved, rung_of(model, solved.taken or (), before, best) if before else None


def _first_look(
    facts: Facts, choices: Sequence[Choice], earlier: Sequence[Taken], ideal: Figures, budget: Budget, step: str
) -> Taken:
    """Find some other route to begin from: leave enough of the earlier ones out, then seek the best of the rest.

    It is a heuristic; that no other route exists is proven (or not) afterwards, with all choices.
    """
    out = left_out(facts, choices, earlier, ideal)
    model = build(facts, [choice for choice in choices if choice.opportunity.code not in out])
    model.cp.maximize(curriculum(model))
    known = run(model, budget, step, 0.15, search=NEIGHBOURHOODS).taken or ()
    score, (_, n, a) = scored(model, ideal)
    aims = lacking_aims(model, main_aims(facts, choices, earlier[0]))
    objective = score + TILT * (n if len(earlier) == 1 else a) - AIM * aims
    model.cp.maximize(FINE * objective - effort(model))
    hint(model, known)
    return run(model, budget, step, 0.45, search=NEIGHBOURHOODS).taken or known


def _trimmed(facts: Facts, choices: Sequence[Choice], taken: Taken, ideal: Figures) -> Taken:
    """Leave out pieces without which the route is no worse (a route that is not proven may have some)."""
    keys = set(taken)
    mine = [choice for choice in choices if choice.key in keys]
    pinned = {pin.opportunity for pin in facts.problem.pins}
    value = _value(facts, mine, ideal)
    for choice in sorted(mine, key=lambda one: -one.minutes):
        left, fallen = falling(facts, [one for one in mine if one is not choice])
        if choice.opportunity.code not in pinned and not fallen and _value(facts, left, ideal) >= value:
            mine, value = left, _value(facts, left, ideal)
    return tuple(choice.key for choice in mine)


def _value(facts: Facts, mine: Sequence[Choice], ideal: Figures) -> int:
    score, _ = score_of(stand(facts, mine).figures, ideal)
    return FINE * score - sum(effort_of(choice) for choice in mine)


def _proof(solved: Solved) -> Proof:
    if solved.proven and solved.value == solved.bound:
        return Proof(PROVEN, 0.0)
    if solved.value is None or solved.bound is None:
        return Proof(BEST_FOUND)
    # Of a route that is not on the top rung the bound is mostly about the rungs: that says nothing about its score.
    left = gap(solved.value, solved.bound)
    return Proof(BEST_FOUND, left if left < TELLING else None)


def _described(facts: Facts, choices: Sequence[Choice], ideal: Ideal, found: Sequence[_Found]) -> tuple[Route, ...]:
    routes: list[Route] = []
    for one in found:
        distances = [difference(facts.problem, choices, other.taken, one.taken) for other in found[: len(routes)]]
        route = describe(facts, choices, one.taken, ideal, one.proof)
        routes.append(route.coloured(one.colour, distances, one.rung))
    return tuple(routes)
