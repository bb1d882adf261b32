"""The JSON form, its schema, and what is wrong with what comes in."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings

from leerruimte.planner.cohort import form, wrong
from leerruimte.planner.cohort.problem import Pair, Pin, Places, Seats
from leerruimte.planner.cohort.seats_problem import Choice, Chooser, Opportunity, Seating

from .make import a_cohort, a_learner, a_school, tiny

SCHEMAS = Path(form.__file__).parent / "schemas"


@settings(max_examples=30, deadline=None)
@given(tiny(periods=2))
def test_what_is_written_fits_the_schema_and_reads_the_same(problem: Places) -> None:
    written = json.loads(json.dumps(form.to_json(problem)))
    jsonschema.Draft202012Validator(form.schema_of(Places)).validate(written)
    assert wrong.read_places(written) == (problem, ())


@pytest.mark.parametrize(("kind", "name"), [(Places, "places"), (Seating, "seating")])
def test_the_published_schema_is_that_of_the_code(kind: type, name: str) -> None:
    assert json.loads((SCHEMAS / f"{name}.schema.json").read_text()) == form.schema_of(kind)


def test_what_has_the_wrong_shape_is_named_all_at_once_with_where_it_stands() -> None:
    written = form.to_json(a_cohort((a_school("S"),), (a_learner("Iris"),)))
    del written["learners"][0]["home"]
    written["learners"][0]["wishes"] = "S"
    written["schools"][0]["seats"][0]["known"] = "many"
    written["schools"][0]["at"] = [1]
    written["extra"] = 1
    problem, faults = wrong.read_places(written)
    assert problem is None
    assert {(one.code, one.at) for one in faults} == {
        ("missing", "learners[0].home"),
        ("list_expected", "learners[0].wishes"),
        ("type", "schools[0].seats[0].known"),
        ("length", "schools[0].at"),
        ("not_known", "extra"),
    }
    assert wrong.read_places([])[1][0].code == "object_expected"


def test_what_cannot_be_is_named_all_at_once_with_where_it_stands() -> None:
    problem = a_cohort(
        (a_school("S", board="X"), a_school("S", seats=(Seats("tall", "P9", -1),))),
        (a_learner("Iris", wishes=("S", "S", "Q"), most_minutes=0), a_learner("Mo", bands=())),
        pairs=(Pair("Iris", "Iris", "near"), Pair("Iris", "Nobody", "apart")),
        pins=(Pin("Iris", "P2", "S", "young", " "),),
        spread=1.5,
    )
    found = {(one.code, one.at) for one in wrong.faults_of(problem)}
    assert found == {
        ("share", "spread"),
        ("twice", "schools[1]"),
        ("unknown", "schools[0].board"),
        ("unknown", "schools[1].seats[0].band"),
        ("unknown", "schools[1].seats[0].period"),
        ("negative", "schools[1].seats[0].known"),
        ("twice", "learners[0].wishes[1]"),
        ("unknown", "learners[0].wishes[2]"),
        ("minutes", "learners[0].most_minutes"),
        ("empty", "learners[1].bands"),
        ("with_oneself", "pairs[0]"),
        ("unknown", "pairs[0].kind"),
        ("unknown", "pairs[1].other"),
        ("not_asked", "pins[0].period"),
        ("no_reason", "pins[0].reason"),
    }


def test_what_cannot_be_in_seats_is_named() -> None:
    problem = Seating(
        (Opportunity("A", -1), Opportunity("A", 2)),
        (Chooser("Iris", -1, (Choice("B", -5), Choice("A", 1), Choice("A", 2)), ("C",)),),
        "nicely",
    )
    found = {(one.code, one.at) for one in wrong.faults_of_seating(problem)}
    assert found == {
        ("unknown", "fair"),
        ("twice", "opportunities[1]"),
        ("negative", "opportunities[0].seats"),
        ("negative", "choosers[0].wanted"),
        ("unknown", "choosers[0].choices[0]"),
        ("negative", "choosers[0].choices[0].points"),
        ("twice", "choosers[0].choices[2]"),
        ("unknown", "choosers[0].closed[0]"),
    }
    written = form.to_json(Seating((Opportunity("A", 1),), ()))
    assert wrong.read_seating(written)[0] == Seating((Opportunity("A", 1),), ())
