"""The command line: three learners, reasons, drawing, what-if; wrong input and Ctrl-C."""

import json
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest

from leerruimte.planner.__main__ import main
from leerruimte.planner.curriculum_csv import problem_of, read_learner
from leerruimte.planner.problem import Problem
from leerruimte.planner.reading import mistakes_in, problem_json
from leerruimte.planner.schemas import schemas
from leerruimte.planner.tests.make import a_problem, offer

EXAMPLES = Path(__file__).parents[1] / "examples"


def example(name: str) -> Problem:
    return problem_of(read_learner(json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))), EXAMPLES)


def test_sanne_gets_routes_with_reasons_and_a_drawing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawing = tmp_path / "sanne.svg"
    assert main([str(EXAMPLES / "sanne.json"), "--quiet", "--work", "1.2", "--svg", str(drawing)]) == 0
    told = capsys.readouterr().out
    for words in ("Route 1", "Route 2", "Workplace learning phase 2", "You hold to it.", "Without it:", "why not:"):
        assert words in told
    assert "swimming" not in told or "you cannot on Thursday evening (swimming)" in told
    root = ET.fromstring((tmp_path / "sanne-1.svg").read_text(encoding="utf-8"))
    assert root.tag.endswith("svg")
    assert "Workplace learning phase 2" in "".join(root.itertext())


def test_iris_asks_for_calm_and_gets_it_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(EXAMPLES / "iris.json"), "--quiet", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    jsonschema.validate(answer, schemas()["route_result.json"])
    first = answer["routes"][0]
    help_with_the_group = next(piece for piece in first["pieces"] if piece["opportunity"] == "OPP-130")
    assert help_with_the_group["first_week"] == 1
    assert next(one for one in first["coverage"] if one["outcome"] == "IND-54")["points"] == 12


def test_mo_works_on_monday_and_tuesday_and_never_has_a_meeting_then(capsys: pytest.CaptureFixture[str]) -> None:
    change = EXAMPLES / "mo_change.json"
    assert main([str(EXAMPLES / "mo.json"), "--quiet", "--change", str(change)]) == 0
    told = capsys.readouterr().out
    assert "Career changers' day [OPP-046] fell away by the change itself." in told
    assert "as good as the best of these" in told


@pytest.mark.parametrize("name", ["sanne", "mo", "iris"])
def test_the_examples_are_right(name: str) -> None:
    problem = example(name)
    assert mistakes_in(problem) == ()
    assert len(problem.opportunities) > 10


def test_the_curriculum_becomes_meetings_on_the_right_days() -> None:
    problem = example("sanne")
    offered = {one.code: one for one in problem.opportunities}
    workplace = offered["OPP-051@kantelboom"].editions[0]
    assert {(moment.day, moment.part) for moment in workplace.moments} == {
        (day, part) for day in ("th", "fr") for part in ("morning", "afternoon")
    }
    assert sum(moment.minutes for moment in workplace.moments) == 544 * 60
    assert len({moment.week for moment in workplace.moments}) == 34
    assert offered["OPP-051@kantelboom"].like == "OPP-051"
    assert offered["OPP-022"].asks == ("PRO-13",)
    assert {done.outcome for done in problem.done} >= {"PED-13", "DID-13"}
    for one in problem.opportunities:
        for edition in one.editions:
            assert all(1 <= moment.week <= problem.calendar.weeks for moment in edition.moments)


def test_a_whole_problem_can_be_given_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(problem_json(a_problem(offer("A", {"X": 2})))), encoding="utf-8")
    assert main([str(file)]) == 0
    out = capsys.readouterr()
    assert "only 1 clearly different route exists (proven)" in out.out
    assert "route 1" in out.err


def test_wrong_input_is_named_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = problem_json(a_problem(offer("A", {"X": 2})))
    plain["refused"] = ["Z"]
    plain["needs"] = {"hours_a_week": -3}
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(plain), encoding="utf-8")
    assert main([str(file), "--quiet"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "$.refused[0]: no opportunity is called Z",
        "$.needs.hours_a_week: -3 is negative",
    ]
    file.write_text("{", encoding="utf-8")
    assert main([str(file), "--quiet"]) == 2
    assert main([str(tmp_path / "no.json"), "--quiet"]) == 2


def test_a_change_of_what_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change = tmp_path / "change.json"
    change.write_text('{"falls_away": ["OPP-999"]}', encoding="utf-8")
    assert main([str(EXAMPLES / "iris.json"), "--quiet", "--change", str(change)]) == 2
    assert capsys.readouterr().err == "$.falls_away[0]: no opportunity is called OPP-999\n"


def test_it_says_when_nothing_is_possible(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = problem_json(a_problem(offer("A", {"X": 2}), offer("B", {"X": 2})))
    plain["pins"] = [{"opportunity": "A"}, {"opportunity": "B"}]
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(plain), encoding="utf-8")
    assert main([str(file), "--quiet"]) == 1
    assert "you hold to Opportunity A and you hold to Opportunity B" in capsys.readouterr().out


def test_it_stops_in_time_as_a_command_of_its_own() -> None:
    begun = time.monotonic()
    command = [sys.executable, "-m", "leerruimte.planner", str(EXAMPLES / "sanne.json"), "--seconds", "1", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode in (0, 1), done.stderr
    assert time.monotonic() - begun < 5  # with the start of Python
