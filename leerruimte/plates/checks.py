"""What can be wrong with a piece of a plate's file: each yields sentences that begin with the place where it is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from leerruimte.plates.svg_cleaning import KEY, Drawing

LONGEST_TITLE = 200
# What an id inside the settings of a working part looks like.
NAME = re.compile(r"[a-z0-9_-]{1,40}")


def words_wrong(texts: Any, where: str, languages: Sequence[str]) -> Iterator[str]:
    """Words for people: one text for each language."""
    if not isinstance(texts, dict):
        yield f"{where}: " + _("must have words for each language")
        return
    if not all(isinstance(text, str) for text in texts.values()):
        yield f"{where}: " + _("must have words for each language")
        return
    for language in languages:
        if not isinstance(texts.get(language), str) or not texts[language].strip():
            yield f"{where}.{language}: " + _("is missing or empty")
    if where == "title" and any(len(str(text)) > LONGEST_TITLE for text in texts.values()):
        yield f"{where}: " + _("at most 200 characters")


def key_wrong(row: Mapping[str, Any], where: str) -> Iterator[str]:
    """The `id` of a row."""
    if not KEY.fullmatch(str(row.get("id", ""))):
        yield f"{where}.id: " + _("only small letters, digits and hyphens, at most 40")


def choice_wrong(value: Any, where: str, values: Sequence[str]) -> Iterator[str]:
    """One of a few values."""
    if value not in values:
        yield f"{where}: " + _("must be one of %(values)s") % {"values": ", ".join(values)}


def number_wrong(value: Any, where: str, lowest: int, highest: int) -> Iterator[str]:
    """A whole number."""
    if type(value) is not int or not lowest <= value <= highest:
        yield f"{where}: " + _("must be a whole number, %(lowest)d to %(highest)d") % {
            "lowest": lowest,
            "highest": highest,
        }


def rows_wrong(rows: Any, where: str, fewest: int, most: int) -> Iterator[str]:
    """A list of so many objects, each with an `id` of its own."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield f"{where}: " + _("must be a list")
        return
    if not fewest <= len(rows) <= most:
        yield f"{where}: " + _("must be %(fewest)d to %(most)d") % {"fewest": fewest, "most": most}
    for place, row in enumerate(rows, start=1):
        if not NAME.fullmatch(str(row.get("id", ""))):
            yield f"{where} {row.get('id') or place}.id: " + _(
                "only small letters, digits, hyphens and underscores, at most 40"
            )
    keys = [str(row.get("id")) for row in rows]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"{where} {key}: " + _("stands there twice")


def as_object(value: Any) -> Mapping[str, Any]:
    """The value when it is an object; else an empty one, in which everything is missing."""
    return value if isinstance(value, dict) else {}


def as_rows(value: Any) -> list[Mapping[str, Any]]:
    """The objects in a list; nothing when it is no list."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def hotspots_apart(told: Mapping[str, int], drawing: Drawing) -> Iterator[str]:
    """Where words (`told`: key -> number) and a drawing do not tell of the same hotspots with the same numbers."""
    drawn = {key: number for key, (number, _area) in drawing.hotspots.items()}
    for key in sorted(told.keys() - drawn.keys()):
        yield f"hotspots {key}: " + _("is not in the drawing")
    for key in sorted(drawn.keys() - told.keys()):
        yield f"hotspots {key}: " + _("is in the drawing but has no words")
    for key in sorted(told.keys() & drawn.keys()):
        if told[key] != drawn[key]:
            yield f"hotspots {key}: " + _("has number %(drawn)s in the drawing") % {"drawn": drawn[key]}
