"""Reading: everything wrong is named at once, with where it stands; what is right comes back the same."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from leerruimte.planner.changing import Change, replan
from leerruimte.planner.plain import Mistake, Wrong, from_plain, to_plain
from leerruimte.planner.problem import Problem
from leerruimte.planner.reading import problem_json, read_problem
from leerruimte.planner.result import Replan, Routes
from leerruimte.planner.routes import plan_routes
from leerruimte.planner.schemas import FOLDER, as_text, schemas
from leerruimte.planner.tests.make import a_problem, offer, tiny_problems
from leerruimte.planner.words import mistake_in_words

EXAMPLES = Path(__file__).parents[1] / "examples"


def right() -> dict[str, Any]:
    return json.loads(json.dumps(problem_json(a_problem(offer("A", {"X": 2}), offer("B", {"Y": 1}, asks=("X",))))))


def wrong_in(plain: Any) -> dict[str, str]:
    with pytest.raises(Wrong) as caught:
        read_problem(plain)
    for mistake in caught.value.mistakes:
        assert mistake.where in mistake_in_words(mistake)
    return {mistake.where: mistake.code for mistake in caught.value.mistakes}


@settings(max_examples=30, deadline=None)
@given(tiny_problems())
def test_a_problem_comes_back_the_same(problem: Problem) -> None:
    plain = json.loads(json.dumps(problem_json(problem)))
    jsonschema.validate(plain, schemas()["route_problem.json"])
    assert read_problem(plain) == problem


def test_answers_fit_their_schema_and_come_back_the_same() -> None:
    problem = a_problem(offer("A", {"X": 2}), offer("B", {"X": 2}))
    routes = plan_routes(problem)
    plain = json.loads(json.dumps(to_plain(routes)))
    jsonschema.validate(plain, schemas()["route_result.json"])
    assert from_plain(Routes, plain) == routes
    then = replan(problem, routes.routes[0].taken, Change(falls_away=("A",)), ideal=routes.ideal)
    plain = json.loads(json.dumps(to_plain(then)))
    jsonschema.validate(plain, schemas()["route_replan.json"])
    assert from_plain(Replan, plain) == then


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_published_schemas_are_those_of_the_code(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == as_text(schemas()[name])


@pytest.mark.parametrize("name", ["sanne", "mo", "iris"])
def test_the_examples_fit_the_schemas(name: str) -> None:
    for file, kind in ((f"{name}.json", "route_learner.json"), (f"{name}_change.json", "route_change.json")):
        jsonschema.validate(json.loads((EXAMPLES / file).read_text(encoding="utf-8")), schemas()[kind])


def test_everything_wrong_is_named_at_once() -> None:
    plain = right()
    plain["calendar"]["free"] = [{"first": "2026-09-10", "last": "2026-09-01"}]
    plain["outcomes"][0]["prerequisites"] = ["Y"]
    plain["outcomes"][1]["prerequisites"] = ["X"]
    plain["opportunities"][0]["editions"][0]["seats"] = -1
    plain["opportunities"][1]["place"] = "moon"
    plain["needs"] = {"hours_a_week": 200, "never": [{"day": "monday"}]}
    plain["refused"] = ["Z", "A"]
    plain["pins"] = [{"opportunity": "A"}, {"opportunity": "B", "edition": "e9"}]
    assert wrong_in(plain) == {
        "$.calendar.free[0]": "ends_before_it_begins",
        "$.outcomes[0].prerequisites": "circle",
        "$.opportunities[0].editions[0].seats": "negative",
        "$.opportunities[1].place": "unknown_place",
        "$.needs.hours_a_week": "more_than_a_week_has",
        "$.needs.never[0].day": "not_one_of",
        "$.refused[0]": "unknown_opportunity",
        "$.pins[0]": "pinned_and_refused",
        "$.pins[1].edition": "unknown_edition",
    }


def test_meetings_outside_the_period_or_longer_than_a_week_are_wrong() -> None:
    plain = right()
    moments = plain["opportunities"][0]["editions"][0]["moments"]
    moments[0]["week"] = 99
    moments[1] = {"week": 2, "minutes": 11000}
    del plain["opportunities"][1]["editions"][0]["moments"][0]["part"]
    found = wrong_in(plain)
    assert found["$.opportunities[0].editions[0].moments[0].week"] == "too_much"
    assert found["$.opportunities[0].editions[0].moments[1].minutes"] == "too_much"
    assert found["$.opportunities[0].editions[0]"] == "more_than_a_week_has"
    assert found["$.opportunities[1].editions[0].moments[0]"] == "day_without_part"


def test_the_wrong_kind_of_value_is_named() -> None:
    plain = right()
    plain["calendar"]["first"] = "soon"
    plain["outcomes"][0]["need"] = "two"
    plain["places"] = "none"
    plain["opportunities"][0]["colour"] = "red"
    del plain["opportunities"][1]["title"]
    assert wrong_in(plain) == {
        "$.calendar.first": "not_a_date",
        "$.outcomes[0].need": "not_int",
        "$.places": "not_a_list",
        "$.opportunities[0].colour": "unknown_key",
        "$.opportunities[1].title": "missing",
    }


@pytest.mark.parametrize("plain", [None, [], "x", 3])
def test_what_is_no_problem_at_all_is_said_so(plain: Any) -> None:
    assert wrong_in(plain) == {"$": "not_an_object"}


def test_every_mistake_has_words() -> None:
    assert "found" not in mistake_in_words(Mistake("$.x", "code_twice", {"code": "A"}))
