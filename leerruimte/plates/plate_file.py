"""A plate as two files: a drawing (SVG) and its words (JSON). Reads them, and says plainly what is wrong where."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.plates.checks import as_object, choice_wrong, hotspots_apart, key_wrong, words_wrong
from leerruimte.plates.models import BackgroundLink, Movement, Question
from leerruimte.plates.svg_cleaning import KEY, Drawing, clean
from leerruimte.plates.working_parts import settings_wrong

WORDS = ("title", "claim", "text", "aim", "read_aloud", "facilitator")
LISTS = ("questions", "hotspots", "links")


class BrokenPlate(ValueError):
    """A plate that cannot be read, with every place where it is wrong."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        super().__init__("\n".join(f"{name}: {problem}" for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class PlateFile:
    """A plate that was read and found right. `words` is the JSON as it came, `drawing` was cleaned."""

    words: Mapping[str, Any]
    drawing: Drawing

    @property
    def fingerprint(self) -> str:
        """The same for the same words and drawing, whatever the order or white space in the file."""
        words = json.dumps(self.words, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(f"{words}\n{self.drawing.markup}".encode()).hexdigest()

    @property
    def drawn_words(self) -> dict[str, Mapping[str, str]]:
        """Words inside the drawing; title and claim stand in its head as `titel`, `bewering-1`, `bewering-2`."""
        lines = {language: balanced(claim) for language, claim in self.words["claim"].items()}
        head = {f"bewering-{n + 1}": {language: two[n] for language, two in lines.items()} for n in (0, 1)}
        return {"titel": self.words["title"], **head, **self.words.get("words", {})}


def read_plate(name: str, words: str, svg: str) -> PlateFile:
    """Read a plate; `BrokenPlate` with all that is wrong with it. `name` is what the person calls the file."""
    try:
        drawing = clean(svg)
    except Refused as refused:
        raise BrokenPlate(name, [refused.message]) from refused
    try:
        content = json.loads(words)
    except ValueError as error:
        raise BrokenPlate(name, [_("this is no JSON: %(error)s") % {"error": error}]) from error
    if not isinstance(content, dict):
        raise BrokenPlate(name, [_("the file must hold one object")])
    problems = list(_problems(content)) or list(_problems_with_drawing(content, drawing))
    if problems:
        raise BrokenPlate(name, problems)
    return PlateFile(content, drawing)


def balanced(claim: str) -> tuple[str, str]:
    """A claim in two lines: broken where it says so (a new line), else between two words near the middle."""
    first, newline, second = claim.partition("\n")
    if newline:
        return first, second
    words = claim.split()
    breaks = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))] or [(claim, "")]
    return min(breaks, key=lambda lines: max(len(lines[0]), len(lines[1])))


# ---- what can be wrong: each yields sentences that begin with the place ----


def _problems(content: Mapping[str, Any]) -> Iterator[str]:
    languages = sorted(content["title"]) if isinstance(content.get("title"), dict) else ["nl"]
    if not KEY.fullmatch(str(content.get("slug", ""))):
        yield "slug: " + _("only small letters, digits and hyphens, at most 40")
    if not isinstance(content.get("number"), int | None):
        yield "number: " + _("must be a whole number or left out")
    for name in WORDS:
        yield from words_wrong(content.get(name), name, languages)
    for name in LISTS:
        yield from _rows(content.get(name), name, languages)
    for key, texts in as_object(content.get("words", {})).items():
        yield from words_wrong(texts, f"words.{key}", languages)
    yield from words_wrong(content.get("description", dict.fromkeys(languages, "-")), "description", languages)
    yield from _minutes(content.get("minutes"))
    yield from _working_parts(content.get("working_parts"), languages)


def _rows(rows: Any, name: str, languages: Sequence[str]) -> Iterator[str]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield f"{name}: " + _("must be a list")
        return
    check = {"questions": _question, "hotspots": _hotspot, "links": _link}[name]
    for place, row in enumerate(rows, start=1):
        yield from check(row, f"{name} {row.get('id') or place}", languages)
    keys = [row["id"] for row in rows if "id" in row]
    for key in {key for key in keys if keys.count(key) > 1}:
        yield f"{name} {key}: " + _("stands there twice")


def _question(row: Mapping[str, Any], where: str, languages: Sequence[str]) -> Iterator[str]:
    yield from key_wrong(row, where)
    yield from words_wrong(row.get("text"), f"{where}.text", languages)
    yield from words_wrong(row.get("hint", dict.fromkeys(languages, "-")), f"{where}.hint", languages)
    yield from choice_wrong(row.get("phase"), f"{where}.phase", Movement.values)
    yield from choice_wrong(row.get("working_part", "none"), f"{where}.working_part", Question.Part.values)


def _hotspot(row: Mapping[str, Any], where: str, languages: Sequence[str]) -> Iterator[str]:
    yield from key_wrong(row, where)
    if not isinstance(row.get("nr"), int):
        yield f"{where}.nr: " + _("must be a whole number")
    for name in ("title", "text", "question"):
        yield from words_wrong(row.get(name), f"{where}.{name}", languages)


def _link(row: Mapping[str, Any], where: str, languages: Sequence[str]) -> Iterator[str]:
    yield from words_wrong(row.get("title"), f"{where}.title", languages)
    yield from words_wrong(row.get("about"), f"{where}.about", languages)
    yield from choice_wrong(row.get("kind"), f"{where}.kind", BackgroundLink.Kind.values)
    if not str(row.get("url") or "https://").startswith(("https://", "http://")) or len(str(row.get("url"))) > 200:
        yield f"{where}.url: " + _("must be a web address (https://) or left out")


def _minutes(minutes: Any) -> Iterator[str]:
    known = as_object(minutes)
    for movement in Movement.values:
        if not isinstance(known.get(movement), int) or not 1 <= known[movement] <= 600:
            yield f"minutes.{movement}: " + _("must be a whole number of minutes, 1 to 600")


def _working_parts(parts: Any, languages: Sequence[str]) -> Iterator[str]:
    if not isinstance(parts, dict):
        yield "working_parts: " + _("must have words for each part")
        return
    for kind, settings in parts.items():
        yield from choice_wrong(kind, f"working_parts {kind}", Question.Part.values)
        yield from settings_wrong(kind, as_object(settings), languages)


def _problems_with_drawing(content: Mapping[str, Any], drawing: Drawing) -> Iterator[str]:
    """Words and drawing tell of the same hotspots, with the same numbers; questions only use parts that are there."""
    yield from hotspots_apart({row["id"]: row["nr"] for row in content["hotspots"]}, drawing)
    for row in content["questions"]:
        part = row.get("working_part", "none")
        if part != "none" and part not in content["working_parts"]:
            yield f"questions {row['id']}.working_part: " + _("this part has no settings in working_parts")
