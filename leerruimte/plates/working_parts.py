"""The settings of each working part, as they stand in a plate's file: what can be wrong with them.

A plate of one's own can use every part; what is read here is all that the parts need to know of it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from leerruimte.plates.checks import as_object, as_rows, number_wrong, rows_wrong, words_wrong
from leerruimte.plates.models import Question
from leerruimte.plates.path import is_path

Settings = Mapping[str, Any]
Check = Callable[[Settings, str, Sequence[str]], Iterator[str]]

MOST_HEAPS, MOST_KINDS, MOST_MARKS, MOST_STEPS, MOST_WEEKS = 6, 6, 6, 9, 20
MOST_ROLES, MOST_FIELDS, MOST_CHOICES = 6, 12, 8


def settings_wrong(kind: str, settings: Settings, languages: Sequence[str]) -> Iterator[str]:
    """What is wrong with the settings of a part; each sentence begins with its place."""
    if check := CHECKS.get(kind):
        yield from check(settings, f"working_parts {kind}", languages)


def _path(settings: Settings, where: str, languages: Sequence[str]) -> Iterator[str]:
    """`stations` (see path.py), each with a `label`; `us`: whom "us" may be, or left out."""
    if not is_path(settings.get("stations")):
        yield f"{where}.stations: " + _("needs at least two stations with an x and a y in the drawing")
    yield from _maybe_words(settings, ["prompt"], where)
    for place, row in enumerate(as_rows(settings.get("stations")), start=1):
        yield from words_wrong(row.get("label"), f"{where}.stations {row.get('id') or place}.label", languages)
        yield from _maybe_words(row, ["sign"], f"{where}.stations {row.get('id') or place}")
    yield from _list_of_words(settings.get("us", []), f"{where}.us", languages)


def _maybe_words(row: Settings, names: Sequence[str], where: str) -> Iterator[str]:
    """Words that may be left out, in any language: all that must be is that they are words."""
    for name in names:
        yield from words_wrong(row.get(name, {}), f"{where}.{name}", ())


def _list_of_words(texts: Any, where: str, languages: Sequence[str]) -> Iterator[str]:
    if not isinstance(texts, list):
        yield f"{where}: " + _("must be a list")
        return
    for place, words in enumerate(texts, start=1):
        yield from words_wrong(words, f"{where} {place}", languages)


def _marks(settings: Settings, where: str, languages: Sequence[str]) -> Iterator[str]:
    """`marks`: what can be put on an element; `sign` is one or two characters, `hint` may be left out."""
    yield from words_wrong(settings.get("prompt"), f"{where}.prompt", languages)
    yield from rows_wrong(settings.get("marks"), f"{where}.marks", 1, MOST_MARKS)
    for row in as_rows(settings.get("marks")):
        place = f"{where}.marks {row.get('id')}"
        yield from words_wrong(row.get("label"), f"{place}.label", languages)
        if not 1 <= len(str(row.get("sign", ""))) <= 2:
            yield f"{place}.sign: " + _("must be one or two characters")
        yield from _maybe_words(row, ["hint"], place)


def _scale(settings: Settings, where: str, languages: Sequence[str]) -> Iterator[str]:
    """`steps`: from low to high; `ends` (`low`, `high`) say what lies at either side, and may be left out."""
    yield from words_wrong(settings.get("prompt"), f"{where}.prompt", languages)
    yield from rows_wrong(settings.get("steps"), f"{where}.steps", 2, MOST_STEPS)
    for row in as_rows(settings.get("steps")):
        yield from words_wrong(row.get("label"), f"{where}.steps {row.get('id')}.label", languages)
        yield from _maybe_words(row, ["sign"], f"{where}.steps {row.get('id')}")
    for end, texts in as_object(settings.get("ends")).items():
        yield from words_wrong(texts, f"{where}.ends.{end}", languages)


def _heaps(settings: Settings, where: str, languages: Sequence[str]) -> Iterator[str]:
    """`heaps`; with `weeks` they are places and each slip lies in a week, as one of `kinds`; `who` asks for people."""
    yield from words_wrong(settings.get("prompt"), f"{where}.prompt", languages)
    yield from rows_wrong(settings.get("heaps"), f"{where}.heaps", 2, MOST_HEAPS)
    for name in ("heaps", "kinds"):
        for row in as_rows(settings.get(name)):
            yield from words_wrong(row.get("label"), f"{where}.{name} {row.get('id')}.label", languages)
            yield from _maybe_words(row, ["question", "example"], f"{where}.{name} {row.get('id')}")
    if "kinds" in settings:
        yield from rows_wrong(settings["kinds"], f"{where}.kinds", 2, MOST_KINDS)
    if "weeks" in settings:
        yield from number_wrong(settings["weeks"], f"{where}.weeks", 2, MOST_WEEKS)
    yield from _list_of_words(settings.get("pieces", []), f"{where}.pieces", languages)
    if "who" in settings:
        yield from words_wrong(settings["who"], f"{where}.who", languages)


def _form(settings: Settings, where: str, languages: Sequence[str]) -> Iterator[str]:
    """`parts`: its fields, with a starter for each of the `roles` in which it is filled in; without `roles` one for all
    (any id). `private`: true when each keeps it for themselves."""
    yield from words_wrong(settings.get("prompt"), f"{where}.prompt", languages)
    if "roles" in settings:
        yield from rows_wrong(settings["roles"], f"{where}.roles", 2, MOST_ROLES)
    for row in as_rows(settings.get("roles")):
        yield from words_wrong(row.get("label"), f"{where}.roles {row.get('id')}.label", languages)
    if not isinstance(settings.get("private", False), bool):
        yield f"{where}.private: " + _("must be true or false")
    yield from _fields(settings, "parts", where, languages)


def _canvas(settings: Settings, where: str, languages: Sequence[str]) -> Iterator[str]:
    """`fields`, each with help, and a starter and choices where it has them."""
    yield from words_wrong(settings.get("prompt"), f"{where}.prompt", languages)
    yield from _fields(settings, "fields", where, languages)


def _fields(settings: Settings, name: str, where: str, languages: Sequence[str]) -> Iterator[str]:
    """The fields of a sheet; `question` (left out: each) says with which questions of the plate one stands in front."""
    yield from rows_wrong(settings.get(name), f"{where}.{name}", 1, MOST_FIELDS)
    for row in as_rows(settings.get(name)):
        place = f"{where}.{name} {row.get('id')}"
        told = {"label": row.get("label")} | {key: row[key] for key in ("help", "starter") if key in row}
        told |= {f"starters.{role}": texts for role, texts in as_object(row.get("starters")).items()}
        for key, texts in told.items():
            yield from words_wrong(texts, f"{place}.{key}", languages)
        if "choices" in row:
            yield from rows_wrong(row["choices"], f"{place}.choices", 2, MOST_CHOICES)
        for choice in as_rows(row.get("choices")):
            yield from words_wrong(choice.get("label"), f"{place}.choices {choice.get('id')}.label", languages)


def _tomorrow(settings: Settings, where: str, languages: Sequence[str]) -> Iterator[str]:
    """`prompt` and `starters`: beginnings of sentences; both may be left out."""
    yield from _maybe_words(settings, ["prompt"], where)
    yield from _list_of_words(settings.get("starters", []), f"{where}.starters", languages)


# By kind of part; what is not in here has no settings that could be wrong.
CHECKS: dict[str, Check] = {
    Question.Part.PATH: _path,
    Question.Part.MARKS: _marks,
    Question.Part.SCALE: _scale,
    Question.Part.HEAPS: _heaps,
    Question.Part.FORM: _form,
    Question.Part.CANVAS: _canvas,
    Question.Part.TOMORROW: _tomorrow,
}
