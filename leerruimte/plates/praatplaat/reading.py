"""Takes a .praatplaat in. Nothing in it is believed: every part is checked, the drawing cleaned, pictures looked at.

All that is wrong is said at once.
"""

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.plates.checks import hotspots_apart
from leerruimte.plates.content import HotspotContent, LinkContent, PlateContent, QuestionContent
from leerruimte.plates.pictures.bare import is_bare
from leerruimte.plates.pictures.raster import Picture, read_picture
from leerruimte.plates.pictures.removed import sorted_names
from leerruimte.plates.praatplaat.packing import DRAWING, MANIFEST, unpack
from leerruimte.plates.praatplaat.schema import manifest_wrong, texts_wrong
from leerruimte.plates.praatplaat.texts import known_places, with_texts
from leerruimte.plates.svg_cleaning import KEPT_PICTURE, Drawing, clean
from leerruimte.plates.working_parts import settings_wrong

TEXTS_FILE = re.compile(r"texts/([A-Za-z0-9-]{1,40})\.json")
LARGEST_JSON = 2_000_000
MOST_PROBLEMS = 12
NO_WORDS: dict[str, str] = {}


class BrokenPraatplaat(Refused):
    """A file with things in it that are not right; `problems` are all of them, as sentences."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(problems[0], field="file", code="broken")
        self.problems = tuple(problems)

    def shown(self) -> list[str]:
        """The first of them, and how many more there are."""
        more = len(self.problems) - MOST_PROBLEMS
        told = list(self.problems[:MOST_PROBLEMS])
        return [*told, _("And %(count)d more.") % {"count": more}] if more > 0 else told


@dataclass(frozen=True)
class ReadPraatplaat:
    """A plate that came in: what it says and shows, its pictures by name, where it comes from, what was left out."""

    content: PlateContent
    pictures: Mapping[str, Picture]
    origin: Sequence[Mapping[str, Any]]
    removed: Mapping[str, Sequence[str]]


def read_praatplaat(data: bytes) -> ReadPraatplaat:
    """Read a file; `Refused` (field "file"), as `BrokenPraatplaat` when more than one thing can be wrong."""
    files = unpack(data)
    manifest, texts = _read_words(files)
    pictures, names = _read_pictures(files, manifest["pictures"])
    drawing = _read_drawing(files[DRAWING], names, pictures)
    content = with_texts(_bare_content(manifest, drawing.markup), texts)
    problems = [
        *_parts_wrong(manifest),
        *hotspots_apart({one.key: one.number for one in content.hotspots}, drawing),
        *_places_wrong(content, texts),
        *(f"pictures.{one[:8]}: " + _("is not in the drawing") for one in pictures if one not in content.pictures),
    ]
    if problems:
        raise BrokenPraatplaat(problems)
    return ReadPraatplaat(content, pictures, manifest["origin"], sorted_names(drawing.left_out))


def _read_words(files: Mapping[str, bytes]) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """Manifest and texts, each as its schema has it."""
    missing = [name for name in (MANIFEST, DRAWING) if name not in files]
    if missing:
        raise BrokenPraatplaat([_("%(name)s is missing") % {"name": name} for name in missing])
    problems: list[str] = []
    manifest = _loaded(files, MANIFEST, problems)
    texts = {
        found[1]: _loaded(files, name, problems) for name in sorted(files) if (found := TEXTS_FILE.fullmatch(name))
    }
    if not problems:
        problems += manifest_wrong(manifest)
        for language, words in texts.items():
            problems += texts_wrong(words, language)
    if not problems:
        problems += _files_wrong(files, manifest, texts)
    if problems:
        raise BrokenPraatplaat(problems)
    return manifest, texts


def _loaded(files: Mapping[str, bytes], name: str, problems: list[str]) -> Any:
    try:
        if len(files[name]) > LARGEST_JSON:
            raise ValueError(name)
        text = files[name].decode("utf-8")
        return json.loads(text, parse_constant=_no_number, parse_float=_number, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        problems.append(f"{name}: " + _("cannot be read as JSON"))
        return None


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _number(word: str) -> float:
    """A number that can be kept: 1e400 is none."""
    number = float(word)
    return number if math.isfinite(number) else _no_number(word)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name stands twice: two readers would read it differently."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(pairs[0][0])
    return found


def _files_wrong(files: Mapping[str, bytes], manifest: Mapping[str, Any], texts: Mapping[str, Any]) -> Iterator[str]:
    """The files are those that the manifest names, no more and no less."""
    named = {
        MANIFEST,
        DRAWING,
        *(f"texts/{language}.json" for language in manifest["languages"]),
        *(f"pictures/{sha256}" for sha256 in manifest["pictures"]),
    }
    for name in sorted(named - files.keys()):
        yield _("%(name)s is missing") % {"name": name}
    for name in sorted(files.keys() - named):
        yield f"{name[:80]}: " + _("does not belong here")
    if not any("title" in words for words in texts.values()):
        yield "texts: " + _("%(name)s is missing") % {"name": "title"}
    for place in ("questions", "hotspots"):
        keys = [row["id"] for row in manifest[place]]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield f"{place} {key}: " + _("stands there twice")


def _read_pictures(files: Mapping[str, bytes], named: Sequence[str]) -> tuple[dict[str, Picture], dict[str, str]]:
    """The pictures by name, and what each is called from now on: one that hid something is drawn anew."""
    pictures: dict[str, Picture] = {}
    names: dict[str, str] = {}
    problems = []
    for sha256 in named:
        data = files[f"pictures/{sha256}"]
        try:
            drawn = read_picture(data)
        except Refused as no:
            problems.append(f"pictures.{sha256[:8]}: {no.message}")
            continue
        if hashlib.sha256(data).hexdigest() != sha256:
            problems.append(f"pictures.{sha256[:8]}: " + _("is not the picture that it says it is"))
        elif kind := is_bare(data, drawn):
            pictures[sha256] = Picture(data, kind, drawn.width, drawn.height)
            names[sha256] = sha256
        else:
            pictures[drawn.sha256] = drawn
            names[sha256] = drawn.sha256
    if problems:
        raise BrokenPraatplaat(problems)
    return pictures, names


def _read_drawing(data: bytes, names: Mapping[str, str], pictures: Mapping[str, Picture]) -> Drawing:
    try:
        svg = data.decode("utf-8")
        svg = KEPT_PICTURE.sub(lambda found: f"picture:{names.get(found[1], found[1])}", svg)
        return clean(svg, pictures=pictures)
    except UnicodeDecodeError as error:
        raise BrokenPraatplaat([f"{DRAWING}: " + _("cannot be read")]) from error
    except Refused as no:
        raise BrokenPraatplaat([f"{DRAWING}: {no.message}"]) from no


def _bare_content(manifest: Mapping[str, Any], drawing: str) -> PlateContent:
    """All but the words."""
    nothing = NO_WORDS
    return PlateContent(
        **dict.fromkeys(("title", "claim", "text", "aim", "read_aloud", "guide", "description"), nothing),
        words=dict.fromkeys(manifest["words"], nothing),
        minutes=manifest["minutes"],
        drawing=drawing,
        questions=tuple(
            QuestionContent(row["id"], row["movement"], row["part"], nothing, nothing) for row in manifest["questions"]
        ),
        hotspots=tuple(
            HotspotContent(row["id"], row["number"], row["area"], nothing, nothing, nothing)
            for row in manifest["hotspots"]
        ),
        links=tuple(LinkContent(row["kind"], row["url"], nothing, nothing) for row in manifest["links"]),
        parts=manifest["working_parts"],
    )


def _parts_wrong(manifest: Mapping[str, Any]) -> Iterator[str]:
    for kind, settings in manifest["working_parts"].items():
        yield from settings_wrong(kind, settings, ())
    for row in manifest["questions"]:
        if row["part"] != "none" and row["part"] not in manifest["working_parts"]:
            yield f"questions {row['id']}.part: " + _("this part has no settings in working_parts")


def _places_wrong(content: PlateContent, texts: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Words of questions, hotspots and links that are not there."""
    known = known_places(content)
    for language, words in texts.items():
        for place in sorted(words.keys() - known):
            yield f"texts/{language} {place}: " + _("does not belong here")
