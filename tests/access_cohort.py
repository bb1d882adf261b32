"""Addresses of trajectories: cohort."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from leerruimte.base.client_ids import new_id
from leerruimte.people.actions.importing import keep_file
from leerruimte.people.importing.columns import read_as
from leerruimte.people.models import Role
from leerruimte.people.tests.make import who_is
from leerruimte.trajectories.actions import cohort_placing, cohorts
from leerruimte.trajectories.rules.cohort_file import COHORT, COLUMNS
from leerruimte.trajectories.tests import make_cohort
from tests.access_people import EVERYBODY, NO_FACTOR
from tests.access_rows import Row, form

FILE = b"naam;e-mailadres\nMo;mo@waardland.example\n"
COORDINATING = frozenset({Role.COORDINATOR.value})
# The learner of the cohort is the student of the table.
LEARNER = frozenset({Role.STUDENT.value})


def make_things(things: Any) -> None:
    """A cohort with the student of the table, told where they are placed, who asks for another place."""
    by = who_is(things.people[Role.COORDINATOR])
    cohort = make_cohort.a_cohort(things.partnership)
    learner = make_cohort.a_learner(cohort, "Student", person=things.people[Role.STUDENT])
    cohorts.ask_wishes(by=by, cohort=cohort, until=cohort.period.last)
    cohort_placing.publish(by=by, cohort=cohort)
    me = who_is(things.people[Role.STUDENT])
    appeal = cohort_placing.appeal(by=me, learner=learner, words="Ik wil graag een plek.", appeal_id=new_id())
    learner.refresh_from_db()
    read = read_as(COHORT, COLUMNS, FILE)
    file = keep_file(by=by, partnership=things.partnership, name="lichting.csv", read=read)
    things.more |= {"cohort": cohort, "cohort_learner": learner, "cohort_appeal": appeal, "cohort_file": file}


def of_cohort(**names: str) -> Callable[[Any], Mapping[str, Any]]:
    """The address of something in the cohort: the names of its parts and of the things they are of."""

    def at(cast: Any) -> Mapping[str, Any]:
        things = cast.things
        parts = {"cohort_id": things.more["cohort"].pk, **{key: things.more[name].pk for key, name in names.items()}}
        return {"slug": things.partnership.slug, **parts}

    return at


def of_partnership(cast: Any) -> Mapping[str, Any]:
    """The partnership alone."""
    return {"slug": cast.things.partnership.slug}


def of_school(cast: Any) -> Mapping[str, Any]:
    """The school of the table."""
    return {**of_cohort()(cast), "school_id": cast.things.school.pk}


def of_template(cast: Any) -> Mapping[str, Any]:
    """An empty file."""
    return {**of_cohort()(cast), "form": "csv"}


def own(cast: Any) -> Mapping[str, Any]:
    """The learner's own."""
    return {"learner_id": cast.things.more["cohort_learner"].pk}


def rows() -> Iterator[Row]:
    """Who may what."""
    yield from _of_coordinators()
    yield from _of_learners()


def _row(name: str, method: str = "get", at: Any = None, data: Any = None, answer: int | None = None) -> Row:
    answers = {NO_FACTOR: 403, **(dict.fromkeys(COORDINATING, answer) if answer else {})}
    return Row(f"trajectories:{name}", COORDINATING, method, at or of_cohort(), data or form(), answer=answers)


def _of_coordinators() -> Iterator[Row]:
    learner, file = of_cohort(learner_id="cohort_learner"), of_cohort(pending_id="cohort_file")
    appeal = of_cohort(appeal_id="cohort_appeal")
    yield _row("cohorts", at=of_partnership)
    yield _row("cohorts", "post", of_partnership, answer=422)
    yield _row("cohort")
    yield _row("cohort_wishes", "post", data=form(until=""))
    yield _row("cohort_from_roles", "post", data=form(roles="student"))
    yield _row("cohort_add")
    yield _row("cohort_add", "post", data=form(name="Mo", email="mo@waardland.example", phase="1"))
    yield _row("cohort_learner", at=learner)
    yield _row("cohort_learner", "post", learner, form(why="even niet"))
    yield _row("cohort_asks", at=learner)
    yield _row("cohort_asks", "post", learner, form(version="0", home="Zwolle"))
    yield _row("cohort_leave", "post", learner)
    yield _row("cohort_remove", "post", learner)
    yield _row("cohort_import")
    yield _row("cohort_import", "post", answer=422)
    yield _row("cohort_template", at=of_template)
    yield _row("cohort_preview", at=file)
    yield _row("cohort_confirm_import", "post", file, form(proef="x"))
    yield _row("cohort_drop_import", "post", file)
    yield _row("cohort_plan")
    yield _row("cohort_ask", "post", data=lambda _cast: {"id": str(new_id())})
    yield _row("cohort_run")
    yield _row("cohort_stop", "post")
    yield _row("cohort_accept", "post", data=lambda _cast: {"id": str(new_id())})
    yield _row("cohort_schools")
    yield _row("cohort_drops_out", at=of_school)
    yield _row("cohort_drops_out", "post", of_school)
    yield _row("cohort_publish")
    yield _row("cohort_publish", "post")
    yield _row("cohort_appeals")
    yield _row("cohort_appeal", at=appeal)
    yield _row("cohort_appeal", "post", appeal, form(words="Het blijft zo."))


def _of_learners() -> Iterator[Row]:
    yield Row("trajectories:my_places", frozenset({"person", *EVERYBODY}))
    yield Row("trajectories:my_place", LEARNER, at=own)
    yield Row("trajectories:my_place", LEARNER, "post", own, form(words=""), answer=dict.fromkeys(LEARNER, 422))
    yield Row("trajectories:my_asks", LEARNER, at=own)
    yield Row("trajectories:my_asks", LEARNER, "post", own, form(home="Zwolle"), answer=dict.fromkeys(LEARNER, 422))
    yield Row("trajectories:my_withdraw", LEARNER, "post", own)
