"""What can be wrong with the settings of a working part, and that shipped ones are right."""

import copy
from typing import Any

import pytest

from leerruimte.plates.tests.make import BOTH, said, shipped_files
from leerruimte.plates.working_parts import settings_wrong

RIGHT: dict[str, dict[str, Any]] = {
    "marks": {"prompt": said("Zet"), "marks": [{"id": "use", "label": said("gebruiken"), "sign": "●"}]},
    "scale": {
        "prompt": said("Schuif"),
        "steps": [{"id": "low", "label": said("laag")}, {"id": "high", "label": said("hoog")}],
        "ends": {"low": said("daar"), "high": said("hier")},
    },
    "heaps": {
        "prompt": said("Leg"),
        "heaps": [{"id": "keep", "label": said("houden")}, {"id": "let_go", "label": said("loslaten")}],
        "weeks": 10,
        "kinds": [{"id": "formal", "label": said("rooster")}, {"id": "informal", "label": said("tussendoor")}],
        "who": said("Wie?"),
    },
    "form": {
        "prompt": said("Vul in"),
        "roles": [{"id": "learner", "label": said("de lerende")}, {"id": "school", "label": said("de school")}],
        "parts": [{"id": "outcome", "label": said("Wat?"), "starters": {"learner": said("Ik …")}}],
    },
    "canvas": {
        "prompt": said("Vul samen in"),
        "fields": [
            {"id": "hoe", "label": said("Hoe?"), "choices": [{"id": i, "label": said(i)} for i in ("samen", "apart")]}
        ],
    },
}


def wrong(kind: str, **changes: Any) -> list[str]:
    """The places of what is wrong with right settings that were changed."""
    settings = {**copy.deepcopy(RIGHT[kind]), **changes}
    return [sentence.split(": ")[0] for sentence in settings_wrong(kind, settings, BOTH)]


@pytest.mark.parametrize("kind", RIGHT)
def test_right_settings_have_nothing_wrong(kind: str) -> None:
    assert wrong(kind) == []


@pytest.mark.parametrize(
    ("kind", "changes", "places"),
    [
        ("marks", {"marks": None}, ["working_parts marks.marks"]),
        ("marks", {"marks": []}, ["working_parts marks.marks"]),
        ("marks", {"prompt": {"nl": "Zet"}}, ["working_parts marks.prompt.en"]),
        ("marks", {"marks": [{"id": "x", "label": said("x"), "sign": "xxx"}]}, ["working_parts marks.marks x.sign"]),
        ("marks", {"marks": [{"id": "a b", "label": said("x"), "sign": "x"}]}, ["working_parts marks.marks a b.id"]),
        ("scale", {"steps": [{"id": "low", "label": said("laag")}]}, ["working_parts scale.steps"]),
        ("scale", {"ends": {"low": {}}}, ["working_parts scale.ends.low.nl", "working_parts scale.ends.low.en"]),
        ("heaps", {"weeks": 40}, ["working_parts heaps.weeks"]),
        ("heaps", {"weeks": "tien"}, ["working_parts heaps.weeks"]),
        ("heaps", {"kinds": "geen"}, ["working_parts heaps.kinds"]),
        ("heaps", {"pieces": ["koffie"]}, ["working_parts heaps.pieces 1"]),
        ("heaps", {"pieces": said("koffie")}, ["working_parts heaps.pieces"]),
        ("heaps", {"who": "Wie?"}, ["working_parts heaps.who"]),
        ("heaps", {"heaps": [{"id": "a", "label": said("a")}] * 2}, ["working_parts heaps.heaps a"]),
        ("form", {"parts": None}, ["working_parts form.parts"]),
        ("form", {"parts": [{"id": "a"}]}, ["working_parts form.parts a.label"]),
        ("form", {"roles": [{"id": "learner", "label": said("de lerende")}]}, ["working_parts form.roles"]),
        ("form", {"private": "ja"}, ["working_parts form.private"]),
        (
            "form",
            {"parts": [{"id": "a", "label": said("a"), "starters": {"learner": {"nl": "Ik"}}}]},
            ["working_parts form.parts a.starters.learner.en"],
        ),
        ("canvas", {"fields": []}, ["working_parts canvas.fields"]),
        ("canvas", {"fields": [{"id": "a", "label": said("a"), "help": "?"}]}, ["working_parts canvas.fields a.help"]),
        (
            "canvas",
            {"fields": [{"id": "a", "label": said("a"), "choices": [{"id": "x", "label": said("x")}]}]},
            ["working_parts canvas.fields a.choices"],
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(kind: str, changes: dict[str, Any], places: list[str]) -> None:
    assert wrong(kind, **changes) == places


@pytest.mark.parametrize(
    ("words", "_svg"), shipped_files(), ids=lambda given: given["slug"] if isinstance(given, dict) else ""
)
def test_the_parts_of_shipped_plates_are_right(words: dict[str, Any], _svg: str) -> None:
    for kind, settings in words["working_parts"].items():
        assert list(settings_wrong(kind, settings, BOTH)) == []
        spots = {spot["id"] for spot in words["hotspots"]}
        rows = [*settings.get("heaps", []), *settings.get("steps", []), *settings.get("stations", [])]
        assert {row["hotspot"] for row in rows if "hotspot" in row} <= spots
