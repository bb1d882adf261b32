"""The command line."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from leerruimte.planner.cohort.__main__ import main
from leerruimte.planner.cohort.form import to_json
from leerruimte.planner.cohort.seats_problem import Choice, Chooser, Opportunity, Seating

from .make import a_town


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "places.json"
    path.write_text(json.dumps(to_json(a_town(40, 8))))
    return path


def test_it_tells_prints_and_draws(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(file)]) == 0
    assert "placed" in capsys.readouterr().out
    assert main([str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["report"]["learners"]) == 40
    assert main([str(file), "--svg"]) == 0
    assert ElementTree.fromstring(capsys.readouterr().out) is not None


def test_a_school_drops_out(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(file), "--without", "S000"]) == 0
    assert "told:" in capsys.readouterr().out
    assert main([str(file), "--without", "nowhere"]) == 1
    assert "unknown nowhere" in capsys.readouterr().err


def test_seats_are_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem = Seating((Opportunity("A", 1),), (Chooser("Iris", 1, (Choice("A", 1),)),))
    (tmp_path / "seats.json").write_text(json.dumps(to_json(problem)))
    assert main([str(tmp_path / "seats.json")]) == 0
    assert "fewer than 1: 0 (proven)" in capsys.readouterr().out


def test_what_is_wrong_is_said_all_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wrong.json"
    path.write_text('{"bands": 1, "learners": [{}]}')
    assert main([str(path)]) == 1
    said = capsys.readouterr().err
    assert "bands: list expected" in said
    assert "learners[0].home: missing" in said
    assert main([str(tmp_path / "none.json")]) == 1
