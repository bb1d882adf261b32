"""Plates for tests, in the domain's words."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.plates.models import PlateVersion
from leerruimte.plates.paper import SHIPPED
from leerruimte.plates.queries import current_version

BOTH = ("nl", "en")

SMALL_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 250"><title>Klein</title>'
    '<g id="plek-boom" data-hotspot="boom" data-nr="1"><title>Boom</title>'
    '<path class="hs-area" d="M10 20h100v80h-100Z" fill="#fff" fill-opacity="0"/><circle cx="50" cy="60" r="30"/></g>'
    '<text data-i18n="zon">zon</text></svg>'
)


def said(text: str) -> dict[str, str]:
    """Words in both languages."""
    return {language: f"{text} ({language})" for language in BOTH}


def small_words(**changes: Any) -> dict[str, Any]:
    """The words of a plate with one hotspot and one question."""
    words: dict[str, Any] = {
        "number": None,
        "slug": "klein",
        "title": said("Klein"),
        "claim": said("Klein begint het"),
        "text": said("Een boom."),
        "aim": said("Kijken."),
        "read_aloud": said("Kijk."),
        "facilitator": said("## Begin\nKijk eerst."),
        "words": {"zon": {"nl": "zon", "en": "sun"}},
        "minutes": {"look": 10, "notice": 10, "act": 10},
        "questions": [{"id": "wat", "text": said("Wat zie je?"), "phase": "look", "working_part": "none"}],
        "hotspots": [{"id": "boom", "nr": 1, "title": said("Boom"), "text": said("Groen."), "question": said("Waar?")}],
        "links": [],
        "working_parts": {},
    }
    return copy.deepcopy({**words, **changes})


def a_folder_with(folder: Path, words: dict[str, Any], drawing: str = SMALL_DRAWING) -> Path:
    """A folder with one plate in it."""
    (folder / "klein.json").write_text(json.dumps(words), "utf-8")
    (folder / "klein.svg").write_text(drawing, "utf-8")
    return folder


def the_first_plate() -> PlateVersion:
    """Plate 1 as it ships."""
    load_shipped()
    return current_version("samen-leren")


def shipped_slugs() -> list[str]:
    """Of the plates that ship, by number."""
    return [words["slug"] for words, _drawing in shipped_files()]


def not_in_both_languages(part: Any, where: str = "") -> Iterator[str]:
    """Places in the words of a plate where something is said in one language only, or in none."""
    if isinstance(part, dict) and set(part) & set(BOTH):
        if set(part) != set(BOTH) or not all(text.strip() for text in part.values()):
            yield where
    elif isinstance(part, dict | list):
        for key, inner in part.items() if isinstance(part, dict) else enumerate(part):
            yield from not_in_both_languages(inner, f"{where}.{key}")


def shipped_files() -> list[tuple[dict[str, Any], str]]:
    """The words and drawing of each plate that ships."""
    return [
        (json.loads(path.read_text("utf-8")), path.with_suffix(".svg").read_text("utf-8"))
        for path in sorted(SHIPPED.glob("*.json"))
    ]
