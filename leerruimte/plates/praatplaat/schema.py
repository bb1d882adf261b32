"""The published form of a .praatplaat, and in plain words everything in a file that is not so."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, ValidationError, validators

SCHEMA = Path(__file__).with_name("praatplaat-1.schema.json")
LONGEST_PLACE = 80
DEEPEST = 12
# Text may have lines and tabs, nothing else that is no sign; half a sign cannot be kept.
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def schema_text() -> str:
    """The schema as it is published."""
    return SCHEMA.read_text("utf-8")


def manifest_wrong(manifest: Any) -> Iterator[str]:
    """What is wrong with a manifest; each sentence begins with the place."""
    yield from _wrong(_validator(""), manifest, "manifest")


def texts_wrong(texts: Any, language: str) -> Iterator[str]:
    """What is wrong with the words of a language."""
    yield from _wrong(_validator("texts"), texts, f"texts/{language}")


def _wrong(validator: Any, value: Any, where: str) -> Iterator[str]:
    for error in sorted(validator.iter_errors(value), key=lambda one: [str(part) for part in one.absolute_path]):
        place = ".".join([where, *(str(part) for part in error.absolute_path)])
        yield f"{_short(place)}: {_sentence(error)}"
    yield from _unreadable(value, where)


def _sentence(error: ValidationError) -> str:
    """What the person reads; never the words of the library, which repeat what stands in the file."""
    wanted = error.validator_value
    match error.validator:
        case "required":
            missing = next((name for name in wanted if name not in error.instance), "")
            return _("%(name)s is missing") % {"name": missing}
        case "enum" | "const":
            values = wanted if isinstance(wanted, list) else [wanted]
            return _("must be one of %(values)s") % {"values": ", ".join(str(one) for one in values)}
        case "maxLength" | "maxItems" | "maxProperties" | "maximum":
            return _("is too long or too large: at most %(most)s") % {"most": wanted}
        case "minLength" | "minItems" | "minProperties" | "minimum":
            return _("is missing, too short or too small")
        case "uniqueItems":
            return _("something stands there twice")
        case "additionalProperties":
            return _("has something that is not known here")
        case "type":
            return _("is of the wrong kind")
    return _("is not written as it should be")


def _unreadable(value: Any, where: str, depth: int = 0) -> Iterator[str]:
    """Signs that cannot be shown or kept, and things in things in things without end."""
    if depth > DEEPEST:
        yield f"{_short(where)}: " + _("is too deep")
    elif isinstance(value, str):
        if UNREADABLE.search(value):
            yield f"{_short(where)}: " + _("has signs that cannot be shown")
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _unreadable(key, where, depth + 1)
            yield from _unreadable(one, f"{where}.{key}", depth + 1)
    elif isinstance(value, list):
        for number, one in enumerate(value, start=1):
            yield from _unreadable(one, f"{where}.{number}", depth + 1)


def _short(place: str) -> str:
    """A place to read; names in it come from the file."""
    place = UNREADABLE.sub("�", place)
    return place if len(place) <= LONGEST_PLACE else place[: LONGEST_PLACE - 1] + "…"


def _pattern(_validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    """In JSON Schema `$` is the very end; in Python a line end may follow it."""
    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield ValidationError("pattern")


@cache
def _validator(definition: str) -> Any:
    schema = json.loads(schema_text())
    if definition:
        schema = {"$defs": schema["$defs"], "$ref": f"#/$defs/{definition}"}
    return validators.extend(Draft202012Validator, {"pattern": _pattern})(schema)
