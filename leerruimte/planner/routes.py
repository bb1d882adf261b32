"""Three clearly different routes for one learner, with the ladder of how different and how good they can be."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial

from ortools.sat.python import cp_model

from leerruimte.planner.bookable import Choice, choices_of
from leerruimte.planner.describing import describe, falling
from leerruimte.planner.explaining import explain_pins
from leerruimte.planner.figures import Facts, Figures, bookable, stand
from leerruimte.planner.gaps import explain_gaps
from leerruimte.planner.model import (
    FINE,
    Linear,
    Model,
    build,
    curriculum,
    hint,
    hours,
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
    MUCH_LINEAR,
    NO_LINEAR,
    SOME_LINEAR,
    Budget,
    Cancel,
    OnProgress,
    Solved,
    gap,
    run,
    run_in_turns,
)

WORK = 8.0
PRECISION = 0.005
PLANNING = 0.75  # of the budget; the rest is for the explanations of the gaps
LADDER_DIFFERENT, LADDER_FLOOR = (50, 40, 30), (85, 75, 65)
RUNG = 20_000  # score points that a step up the ladder is worth
COLOURS = ("balanced", "needs", "opportunities")
TILT, MAIN, TELLING = 10, 3, 25
MOST_ROUTES = 3
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
    everything = choices_of(problem)
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
        for name, share in zip(names, (0.12, 0.12, 0.1), strict=True):
            solved.append(_one_figure(facts, choices, name, budget, share, start))
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
    return _one_figure(facts, bookable(facts), name, budget, 1.0, None), budget.spent


def _one_figure(
    facts: Facts, choices: Sequence[Choice], name: str, budget: Budget, share: float, start: Taken | None
) -> Solved:
    model = build(facts, choices)
    figure, linear = {
        "curriculum": (curriculum, NO_LINEAR),
        "needs": (needs, MUCH_LINEAR),
        "opportunities": (opportunities, SOME_LINEAR),
    }[name]
    model.cp.maximize(figure(model))
    if start is not None:
        hint(model, start)
    return run(model, budget, f"ideal {name}", share, linear=linear)


def _several(
    facts: Facts, choices: Sequence[Choice], ideal: Ideal, start: Taken, budget: Budget, precision: float
) -> tuple[list[_Found], str]:
    """Find the balanced route first, then others that differ from each earlier one."""
    found: list[_Found] = []
    for number, share in zip(range(MOST_ROUTES), (0.45, 0.5, 0.7), strict=True):
        before = found[-1].taken if found else start
        solved, model_rung = _one_route(facts, choices, ideal, found, before, budget, share, precision)
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
    objective, step, known = score, f"route {len(earlier) + 1}", start or None
    part = budget.part(share)
    if earlier:
        reward = _ladder(model, score, earlier, best)
        objective += reward + TILT * (n if len(earlier) == 1 else a)
        first = _first_look(facts, choices, earlier, best, part, step)
        start = first
        known = first if _is_high_enough(model, first, earlier, best) else None
    model.cp.maximize(FINE * objective - hours(model))
    hint(model, start)
    solved = run_in_turns(model, part, step, 1.0, rough=precision)
    budget.spent += part.spent
    if solved.taken is None and not solved.impossible:
        solved = Solved(known, False, False)
    if solved.taken is None:
        return solved, None
    solved = replace(solved, taken=_trimmed(facts, choices, solved.taken, best))
    return solved, _rung(model, solved.taken or (), earlier, best) if earlier else None


def _first_look(
    facts: Facts, choices: Sequence[Choice], earlier: Sequence[_Found], best: Figures, budget: Budget, step: str
) -> Taken:
    """Find some other route to begin from: leave enough of the earlier ones out, then seek the best of the rest.

    It is a heuristic; that no other route exists is proven (or not) afterwards, with all choices.
    """
    out = _left_out(facts, choices, earlier)
    rest = [choice for choice in choices if choice.opportunity.code not in out]
    model = build(facts, rest)
    model.cp.maximize(curriculum(model))
    last = set(earlier[-1].taken)
    left, _ = falling(facts, [choice for choice in rest if choice.key in last])
    known = tuple(choice.key for choice in left)
    hint(model, known)
    known = run(model, budget, step, 0.2, linear=NO_LINEAR).taken or known
    model = build(facts, rest)
    score, (_, n, a) = scored(model, best)
    model.cp.maximize(FINE * (score + TILT * (n if len(earlier) == 1 else a)) - hours(model))
    hint(model, known)
    return run(model, budget, step, 0.5, rough=PRECISION).taken or known


def _left_out(facts: Facts, choices: Sequence[Choice], earlier: Sequence[_Found]) -> set[str]:
    """Give the longest pieces of each earlier route, until it is different enough; those for the main aims last."""
    main = {aim.outcome for aim in facts.problem.needs.aims if aim.strength == MAIN}
    gives = {choice.opportunity.code: choice.opportunity.gives for choice in choices}
    out: set[str] = set()
    for one in earlier:
        minutes = unpinned(facts.problem, choices, one.taken)
        gone = sum(length for code, length in minutes.items() if code in out)
        for code in sorted(minutes, key=lambda code: (not main.isdisjoint(gives[code]), -minutes[code])):
            if 100 * gone >= LADDER_DIFFERENT[0] * sum(minutes.values()):
                break
            gone += minutes[code] if code not in out else 0
            out.add(code)
    return out


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
    return FINE * score - sum(round(choice.minutes / 60) for choice in mine)


def _ladder(model: Model, score: Linear, earlier: Sequence[_Found], ideal: Figures) -> Linear:
    """Demand the lowest rung of the ladder; reward each rung above it."""
    floor = _score(model, earlier[0].taken, ideal)
    reward: Linear = 0
    for percent in LADDER_FLOOR:
        rule = model.cp.add(100 * score >= percent * floor)
        if percent != LADDER_FLOOR[-1]:
            reward += _rewarded(model, [rule], partial(_is_high, model, ideal, percent * floor))
    _keep_main_aims(model, earlier[0].taken)
    kept = [_kept(model, one.taken) for one in earlier]
    for percent in LADDER_DIFFERENT:
        rules = [model.cp.add(100 * hours_kept <= (100 - percent) * total) for hours_kept, total in kept]
        if percent != LADDER_DIFFERENT[-1]:
            reward += _rewarded(model, rules, partial(_is_far, model, earlier, percent))
    return reward


def _keep_main_aims(model: Model, first: Taken) -> None:
    """Keep what the learner does it for (aims of strength 3): three quarters of what the first route reaches."""
    keys = set(first)
    points = stand(model.facts, (one for one in model.choices if one.key in keys)).points
    for aim in model.facts.problem.needs.aims:
        if aim.strength == MAIN and aim.outcome in model.points:
            model.cp.add(4 * model.points[aim.outcome] >= 3 * points[aim.outcome])


def _is_high(model: Model, ideal: Figures, least: int, keys: set[tuple[str, str]]) -> bool:
    return 100 * _score(model, tuple(keys), ideal) >= least


def _is_far(model: Model, earlier: Sequence[_Found], percent: int, keys: set[tuple[str, str]]) -> bool:
    return _different(model, earlier, tuple(keys)) >= percent


def _rewarded(
    model: Model, rules: Sequence[cp_model.Constraint], holds: Callable[[set[tuple[str, str]]], bool]
) -> Linear:
    """Let rules hold only when a literal is true, and reward it."""
    literal = model.cp.new_bool_var("rung")
    for rule in rules:
        rule.only_enforce_if(literal)
    model.foretold.append((literal, holds))
    return RUNG * literal


def _different(model: Model, earlier: Sequence[_Found], taken: Taken) -> int:
    """Give how different a route is from the earlier one most like it."""
    return min(difference(model.facts.problem, model.choices, one.taken, taken) for one in earlier)


def _kept(model: Model, taken: Taken) -> tuple[Linear, int]:
    """Give the unpinned minutes of an earlier route that are taken again, as an expression, and all of them."""
    minutes = unpinned(model.facts.problem, model.choices, taken)
    return sum(length * model.y[code] for code, length in minutes.items()), sum(minutes.values())


def unpinned(problem: Problem, choices: Sequence[Choice], taken: Taken) -> Mapping[str, int]:
    """Give the minutes of the pieces of a route that are not pinned."""
    pinned = {pin.opportunity for pin in problem.pins}
    keys = set(taken)
    return {
        choice.opportunity.code: choice.minutes
        for choice in choices
        if choice.key in keys and choice.opportunity.code not in pinned
    }


def difference(problem: Problem, choices: Sequence[Choice], earlier: Taken, taken: Taken) -> int:
    """Give how many per cent of the unpinned hours of an earlier route are not taken again."""
    minutes = unpinned(problem, choices, earlier)
    codes = {code for code, _ in taken}
    total = sum(minutes.values())
    kept = sum(length for code, length in minutes.items() if code in codes)
    return 100 if not total else int(100 * (total - kept) / total)


def _rung(model: Model, taken: Taken, earlier: Sequence[_Found], ideal: Figures) -> Rung:
    different = _different(model, earlier, taken)
    share = 100 * _score(model, taken, ideal) / max(1, _score(model, earlier[0].taken, ideal))
    return Rung(
        next((percent for percent in LADDER_DIFFERENT if different >= percent), LADDER_DIFFERENT[-1]),
        next((percent for percent in LADDER_FLOOR if share >= percent), LADDER_FLOOR[-1]),
    )


def _is_high_enough(model: Model, taken: Taken, earlier: Sequence[_Found], ideal: Figures) -> bool:
    """Say whether a route stands on the lowest rung at least, and keeps the main aims."""
    points = [
        stand(model.facts, [choice for choice in model.choices if choice.key in set(one)]).points
        for one in (earlier[0].taken, taken)
    ]
    aims = [aim.outcome for aim in model.facts.problem.needs.aims if aim.strength == MAIN]
    if any(4 * points[1].get(code, 0) < 3 * points[0].get(code, 0) for code in aims):
        return False
    return 100 * _score(model, taken, ideal) >= LADDER_FLOOR[-1] * _score(model, earlier[0].taken, ideal)


def _score(model: Model, taken: Taken, ideal: Figures) -> int:
    keys = set(taken)
    return score_of(stand(model.facts, (one for one in model.choices if one.key in keys)).figures, ideal)[0]


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
