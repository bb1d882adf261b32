"""A plate in sections that are changed one by one. `plain` is a plate's content as JSON (`content.as_plain`)."""

import copy
import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from leerruimte.plates.adapting.defaults import DEFAULTS, default_settings
from leerruimte.plates.content import TEXTS
from leerruimte.plates.models import Question
from leerruimte.plates.plate_file import balanced
from leerruimte.plates.svg_cleaning import Area

WORDS, QUESTIONS, HOTSPOTS, LINKS, PARTS = "woorden", "vragen", "punten", "achtergrond", "werkvormen"
SECTIONS = (WORDS, QUESTIONS, HOTSPOTS, LINKS, PARTS)
ROWS = {QUESTIONS: "questions", HOTSPOTS: "hotspots", LINKS: "links"}
# Words in the head of a drawing: they follow title and claim.
HEAD = ("titel", "bewering-1", "bewering-2")
Plain = Mapping[str, Any]


def section_of(plain: Plain, section: str) -> Any:
    """What stands in a section: words as an object, the kinds of parts, the settings of a part (a kind), else rows."""
    if section == WORDS:
        drawn = {key: words for key, words in plain["words"].items() if key not in HEAD}
        return {name: plain[name] for name in TEXTS} | {"minutes": plain["minutes"], "words": drawn}
    if section == PARTS:
        return sorted(plain["parts"])
    return plain[ROWS[section]] if section in ROWS else plain["parts"].get(section)


def with_section(plain: Plain, section: str, value: Any, view: Area) -> dict[str, Any]:
    """The plate with this in a section, and with what follows from it elsewhere; `view` is what the drawing shows."""
    new = copy.deepcopy(dict(plain))
    if section == WORDS:
        new |= value | {"words": new["words"] | value["words"]}
        new["words"] |= {key: words for key, words in _head(new).items() if key in new["words"]}
    elif section == PARTS:
        new["parts"] = {kind: new["parts"].get(kind) or default_settings(kind, view) for kind in value}
    elif section in ROWS:
        new[ROWS[section]] = value
    else:
        new["parts"][section] = value
    if section == QUESTIONS:
        for kind in {one["part"] for one in value} & DEFAULTS.keys():
            new["parts"].setdefault(kind, default_settings(kind, view))
    spots = {one["key"] for one in new["hotspots"]}
    questions = {one["key"] for one in new["questions"]}
    new["parts"] = {kind: _without_lost(settings, spots, questions) for kind, settings in new["parts"].items()}
    return new


def stamp(value: Any) -> str:
    """The same for the same: a form says with it what it was filled in on."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def used_parts(plain: Plain) -> set[str]:
    """The kinds of parts that questions are answered with."""
    return {one["part"] for one in plain["questions"]} - {Question.Part.NONE.value}


def _head(plain: Plain) -> dict[str, Any]:
    lines = {language: balanced(claim) for language, claim in plain["claim"].items()}
    first, second = ({language: two[n] for language, two in lines.items()} for n in (0, 1))
    return dict(zip(HEAD, (plain["title"], first, second), strict=True))


def _without_lost(settings: Any, spots: Collection[str], questions: Collection[str]) -> Any:
    """Settings that name no hotspot and no question that is not there any more."""
    if isinstance(settings, list):
        return [_without_lost(one, spots, questions) for one in settings]
    if not isinstance(settings, dict):
        return settings
    kept = {}
    for name, value in settings.items():
        if name == "hotspot" and value not in spots:
            continue
        if name == "question" and isinstance(value, str | list):
            left = [key for key in ([value] if isinstance(value, str) else value) if key in questions]
            if not left:
                continue
            value = left if isinstance(value, list) else value
        kept[name] = _without_lost(value, spots, questions)
    return kept
