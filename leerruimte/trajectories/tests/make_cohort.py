"""Cohorts for tests, in the domain's words."""

import threading
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from leerruimte.base.client_ids import new_id
from leerruimte.people.models import Organisation, Partnership, Person
from leerruimte.people.tests.make import a_coordinator, an_organisation, who_is
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.cohort_proposals import ask_places
from leerruimte.trajectories.actions.planning import claim_run, end_run
from leerruimte.trajectories.models import Capacity, Cohort, CohortLearner, Period, PlannerRun
from leerruimte.trajectories.planning.places import solve_places
from leerruimte.trajectories.tests.make import a_partnership

# Two kilometres apart along a road to the east.
NORTH, EAST, A_STEP = 52.5, 6.0, 0.03


def a_period(partnership: Partnership, name: str = "Periode 2") -> Period:
    """A period that lasts for years: it is never over in a test."""
    return Period.objects.get_or_create(
        partnership=partnership, name=name, defaults={"first": date(2026, 9, 1), "last": date(2036, 2, 1)}
    )[0]


def a_school(
    partnership: Partnership, name: str, places: int, *, at: int = 0, code: str = "", **capacity: Any
) -> Organisation:
    """A school on the map that can have so many learners."""
    school = an_organisation(partnership, name=name, code=code)
    Organisation.objects.filter(pk=school.pk).update(
        latitude=NORTH, longitude=EAST + at * A_STEP, postcode=f"80{10 + at} AB", place=name
    )
    Capacity.objects.create(organisation=school, period=a_period(partnership), places=places, **capacity)
    return school


def a_cohort(partnership: Partnership | None = None, title: str = "Jaar 2") -> Cohort:
    """A cohort without learners."""
    partnership = partnership or a_partnership()
    return Cohort.objects.create(period=a_period(partnership), title=title)


def a_learner(
    cohort: Cohort,
    name: str,
    *,
    wishes: Sequence[Organisation] = (),
    home: str = "8010",
    person: Person | None = None,
    **asks: Any,
) -> CohortLearner:
    """A learner who asks for these schools."""
    return CohortLearner.objects.create(
        cohort=cohort,
        name=name,
        email=person.email if person else f"{name.lower()}@waardland.example",
        person=person,
        sought=name.lower(),
        asks={"home": home, "wishes": [school.pk for school in wishes], **asks},
        wished=len(wishes),
    )


def a_coordinator_of(cohort: Cohort) -> Who:
    """Who places learners."""
    return who_is(a_coordinator(cohort.period.partnership))


def planned(cohort: Cohort, by: Who, **more: Any) -> PlannerRun:
    """Ask the planner, and let it work at once."""
    run = ask_places(by=by, cohort=cohort, run_id=new_id(), **more)
    work_on(run)
    run.refresh_from_db()
    cohort.refresh_from_db()
    return run


def work_on(run: PlannerRun) -> None:
    """What a worker does with a run."""
    claimed = claim_run(by=Who(), run_id=run.pk)
    assert claimed
    end_run(by=Who(), run=claimed, result=solve_places(claimed, _nobody_listens, threading.Event()))


def _nobody_listens(_progress: Mapping[str, Any]) -> None:
    return None
