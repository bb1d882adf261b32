"""Why the first route leaves outcomes open: one explanation an outcome, each a task that can go elsewhere."""

from collections.abc import Sequence
from concurrent.futures import Executor

from leerruimte.planner.explaining import explain_gap
from leerruimte.planner.figures import Facts
from leerruimte.planner.problem import Problem
from leerruimte.planner.result import Gap, Ideal, Route
from leerruimte.planner.solving import Budget


def explain_gaps(
    problem: Problem, routes: Sequence[Route], ideal: Ideal, budget: Budget, executor: Executor | None
) -> tuple[Gap, ...]:
    """Explain every outcome that the first route does not reach wholly."""
    facts = Facts(problem)
    points = {one.outcome: one.points for one in routes[0].coverage}
    settled = {facts.outcomes[code].choice for code, reached in points.items() if reached} - {None}
    settled |= facts.decided.keys()
    wanted = [
        one.outcome
        for one in routes[0].coverage
        if one.points < one.asked and (one.points or facts.outcomes[one.outcome].choice not in settled)
    ]
    if executor is None:
        answers = []
        for number, code in enumerate(wanted):
            part = budget.part(1 / (len(wanted) - number))
            answers.append(explain_gap(problem, code, route=routes[0], ideal=ideal, budget=part))
            budget.spent += part.spent
        return tuple(answers)
    futures = [
        executor.submit(
            _explain,
            problem,
            code,
            routes[0],
            ideal,
            budget.left / max(1, len(wanted)),
            budget.seconds_left,
            budget.seed,
        )
        for code in wanted
    ]
    told = [future.result() for future in futures]
    budget.spent += sum(spent for _, spent in told)
    return tuple(one for one, _ in told)


def _explain(
    problem: Problem, code: str, route: Route, ideal: Ideal, work: float, seconds: float | None, seed: int
) -> tuple[Gap, float]:
    """Explain one gap, as a task of its own."""
    budget = Budget(work, seconds, seed)
    return explain_gap(problem, code, route=route, ideal=ideal, budget=budget), budget.spent
