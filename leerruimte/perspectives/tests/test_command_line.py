"""The command line."""

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from leerruimte.perspectives import MISSING
from leerruimte.perspectives.__main__ import main

from .make import a_room


@pytest.fixture
def votes(tmp_path: Path) -> Path:
    table, group = a_room(40, 25, groups=2, seed=1)
    with (tmp_path / "votes.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["timestamp", "comment-id", "voter-id", "vote"])
        for i, person in enumerate(table.people):
            for j in range(25):
                if table.votes[i, j] != MISSING:
                    writer.writerow([0, j, person, table.votes[i, j]])
    with (tmp_path / "roles.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["person", "role"])
        writer.writerows((person, f"role {g}") for person, g in zip(table.people, group, strict=True))
    return tmp_path / "votes.csv"


def test_it_tells_what_it_saw_in_plain_words(votes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(votes), "--roles", str(votes.with_name("roles.csv"))]) == 0
    told = capsys.readouterr().out
    assert "There is a pattern" in told
    assert "not shown to be separate groups" in told or "Separate groups" in told
    assert "Where roles differ" in told


def test_it_prints_json_and_a_drawing(votes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(votes), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "pattern"
    assert main([str(votes), "--svg"]) == 0
    drawn = ElementTree.fromstring(capsys.readouterr().out)
    marks = [one for one in drawn.iter() if one.get("r") == "5" or one.get("width") == "9"]
    assert len(marks) == 40


def test_too_few_people_are_told_so_and_not_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "votes.csv").write_text("comment-id,voter-id,vote\n0,a,1\n")
    assert main([str(tmp_path / "votes.csv")]) == 0
    assert "At least 5 people" in capsys.readouterr().out
    assert main([str(tmp_path / "votes.csv"), "--svg"]) == 0
    assert "circle" not in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.csv")]) == 1
    assert "Not read" in capsys.readouterr().err
