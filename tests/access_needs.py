"""Addresses of trajectories: needs, routes, and a change.

Needs are the most private of all. Of the first trajectory of STUDENT they are not shared: nobody else reads them. Of a
second one they are shared with its MENTOR and INSTITUTE_EDUCATOR.
"""

from collections.abc import Callable, Iterator
from typing import Any

from leerruimte.people.models import Role
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.needs import share_needs
from leerruimte.trajectories.models import PlannerRun, Refusal, Trajectory
from leerruimte.trajectories.planning.asking import question_of
from leerruimte.trajectories.tests import make
from tests.access_rows import Row, Values, form

LEARNER = frozenset({Role.STUDENT})
THREE = frozenset({Role.STUDENT, Role.MENTOR, Role.INSTITUTE_EDUCATOR})
SHARED, RUN, REPLAN, REFUSAL = "shared needs", "run", "replan", "refusal"
SHARED_RUN = "run of shared needs"


def make_things(things: Any) -> None:
    """A trajectory whose needs are shared, questions to the planner, something refused."""
    student = things.people[Role.STUDENT]
    shared = make.a_trajectory(things.partnership, learner=student, version=things.version, school=things.school)
    make.a_mentor(shared, things.people[Role.MENTOR])
    make.an_educator(shared, things.people[Role.INSTITUTE_EDUCATOR])
    share_needs(by=Who(person=student.pk), trajectory=shared, shared=True)
    things.more[SHARED] = shared
    things.more[RUN] = _a_run(things.trajectory, PlannerRun.Kind.ROUTES)
    things.more[SHARED_RUN] = _a_run(shared, PlannerRun.Kind.ROUTES)
    things.more[REPLAN] = _a_run(things.trajectory, PlannerRun.Kind.REPLAN)
    things.more[REFUSAL] = Refusal.objects.create(trajectory=things.trajectory, opportunity=things.opportunity)


def _a_run(trajectory: Trajectory, kind: str) -> PlannerRun:
    problem = {**question_of(trajectory).as_json(), "change": {}}
    return PlannerRun.objects.create(trajectory=trajectory, kind=kind, problem=problem)


def own(cast: Any) -> Values:
    """The trajectory whose needs are not shared."""
    return {"trajectory_id": cast.things.trajectory.pk}


def shared(cast: Any) -> Values:
    """The trajectory whose needs are shared."""
    return {"trajectory_id": cast.things.more[SHARED].pk}


def with_run(at: Callable[[Any], Values], name: str) -> Callable[[Any], Values]:
    """A question about a trajectory."""
    return lambda cast: {**at(cast), "run_id": cast.things.more[name].pk}


def a_step(at: Callable[[Any], Values]) -> Callable[[Any], Values]:
    """A question of the conversation with oneself."""
    return lambda cast: {**at(cast), "step": "sterk"}


def refusal(cast: Any) -> Values:
    """What was refused."""
    return {**own(cast), "refusal_id": cast.things.more[REFUSAL].pk}


def rows() -> Iterator[Row]:
    """Who may what."""
    yield Row("trajectories:needs", LEARNER, at=own)
    yield Row("trajectories:needs", THREE, at=shared)
    yield Row("trajectories:needs_step", LEARNER, at=a_step(own))
    yield Row("trajectories:needs_step", LEARNER, at=a_step(shared))
    yield Row("trajectories:needs_step", LEARNER, "post", at=a_step(shared), data=form(), answer={Role.STUDENT: 422})
    yield Row("trajectories:share_needs", LEARNER, "post", at=shared, data=form(shared="yes"))
    # Who stands beside is told that needs are not shared; a stranger does not know of the trajectory.
    yield Row("trajectories:routes", THREE, at=own)
    yield Row("trajectories:routes", THREE, at=shared)
    yield Row("trajectories:ask_routes", LEARNER, "post", at=own, data=form())
    yield Row("trajectories:ask_routes", THREE, "post", at=shared, data=form())
    yield Row("trajectories:refuse", LEARNER, "post", at=shared, data=form(why="x"), answer={Role.STUDENT: 422})
    yield Row("trajectories:take_back_refusal", LEARNER, "post", at=refusal, data=form())
    yield Row("trajectories:route_progress", LEARNER, at=with_run(own, RUN))
    yield Row("trajectories:route_progress", THREE, at=with_run(shared, SHARED_RUN))
    yield Row("trajectories:stop_planner", LEARNER, "post", at=with_run(own, RUN), data=form())
    yield Row("trajectories:stop_planner", THREE, "post", at=with_run(shared, SHARED_RUN), data=form())
    yield Row("trajectories:lay_route", LEARNER, "post", at=with_run(own, RUN), data=form())
    yield Row("trajectories:lay_route", THREE, "post", at=with_run(shared, SHARED_RUN), data=form())
    yield Row("trajectories:pin_from_route", LEARNER, "post", at=with_run(own, RUN), data=form())
    yield Row("trajectories:pin_from_route", THREE, "post", at=with_run(shared, SHARED_RUN), data=form())
    yield Row("trajectories:something_changed", THREE, at=own)
    yield Row("trajectories:something_changed", LEARNER, "post", at=own, data=form(), answer={Role.STUDENT: 422})
    yield Row("trajectories:something_changed", THREE, "post", at=shared, data=form(), answer=dict.fromkeys(THREE, 422))
    yield Row("trajectories:replan", LEARNER, at=with_run(own, REPLAN))
