"""A question of a learner put to the planner, in the worker's process; its answer checked by separate code."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from leerruimte.planner.changing import Change, changed, replan
from leerruimte.planner.checking import Broken, check_change, check_claims, check_route
from leerruimte.planner.plain import from_plain, to_plain
from leerruimte.planner.problem import Problem
from leerruimte.planner.reading import read_problem
from leerruimte.planner.result import Route
from leerruimte.planner.routes import plan_routes
from leerruimte.planner.solving import OnProgress, Progress
from leerruimte.trajectories.models import PlannerRun

# Units of work, about a second each: the same answer for the same question. And a limit of the clock on a slow machine.
WORK, SECONDS, SEED = 8.0, 20.0, 0
# Says how far it is: `step`, `value`, `bound`, `gap`.
Tell = Callable[[Mapping[str, Any]], None]


class WrongAnswer(Exception):
    """The planner's answer breaks one of its own rules: it is shown to nobody."""


def solve_routes(run: PlannerRun, tell: Tell, stop: threading.Event) -> dict[str, Any]:
    """Three routes for one learner. `run.problem`: {"problem": ..}; the answer: {"routes": planner.result.Routes}."""
    problem = read_problem(run.problem["problem"])
    answer = plan_routes(problem, work=WORK, seconds=SECONDS, seed=SEED, on_progress=_telling(tell), cancel=stop)
    for route in answer.routes:
        _hold([*check_route(problem, route.taken), *_claims(problem, route)])
    return {"routes": to_plain(answer)}


def solve_replan(run: PlannerRun, tell: Tell, stop: threading.Event) -> dict[str, Any]:
    """A new route with the fewest changes.

    `run.problem`: {"problem", "agreed": [[opportunity, edition]], "change"}; the answer: {"replan": Replan}.
    """
    problem = read_problem(run.problem["problem"])
    change: Change = from_plain(Change, run.problem["change"])
    agreed = agreed_of(run.problem)
    answer = replan(
        problem, agreed, change, work=WORK, seconds=SECONDS, seed=SEED, on_progress=_telling(tell), cancel=stop
    )
    if answer.route is not None:
        now = changed(problem, change)
        free = (*change.refused, *(one.opportunity for one in change.late))
        broken = [*check_change(now, agreed, answer.route.taken, change.now, free), *_claims(now, answer.route)]
        _hold(broken)
    return {"replan": to_plain(answer)}


def agreed_of(asked: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Opportunity and edition of each piece as it lay when the question was asked."""
    return tuple((str(code), str(edition)) for code, edition in asked.get("agreed", ()))


def _telling(tell: Tell) -> OnProgress:
    def told(progress: Progress) -> None:
        tell(
            {
                "step": progress.step,
                "value": progress.value,
                "bound": progress.bound,
                "gap": progress.gap_percent,
            }
        )

    return told


def _claims(problem: Problem, route: Route) -> Sequence[Broken]:
    return check_claims(problem, route.taken, {one.outcome: one.points for one in route.coverage})


def _hold(broken: Sequence[Broken]) -> None:
    if broken:
        raise WrongAnswer("; ".join(f"{one.rule} {one.by} {one.detail}" for one in broken))
