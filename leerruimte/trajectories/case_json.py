"""A curriculum as a CASE 1.1 package (1EdTech), in and out.

Curriculum = CFDocument, outcome = CFItem (code = humanCodingScheme; title = abbreviatedStatement, description =
fullStatement; hours, measures, level, weight, choice and theme in its `extensions`), phase = parent item of type
"Phase", prerequisite = `precedes`, another language = an item with `isTranslationOf`. A file without phases has one;
there, items at the top that have items below them are the themes. Read tolerantly: nulls, fields that are not of the
standard and links as bare addresses are no mistakes. What has no place here is kept in `source`, and written again.
"""

import json
from collections.abc import Iterable
from itertools import chain
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from leerruimte.trajectories.case_strict import Plain, as_id, as_node, loose
from leerruimte.trajectories.case_writing import MADE, OWN
from leerruimte.trajectories.curriculum_plain import Said, WrongFile, fit, in_words, whole_number, wrong
from leerruimte.trajectories.rules.curriculum import (
    LONGEST_CODE,
    MOST_LEVELS,
    MOST_OUTCOMES,
    CriterionText,
    Framework,
    LevelText,
    OutcomeText,
    ThemeText,
    in_order,
    mistakes,
)

Key = TypeVar("Key")
Value = TypeVar("Value")

DEEPEST = 60
# What an item says of itself that has a place of its own here.
HELD = frozenset({"identifier", "fullStatement", "abbreviatedStatement", "humanCodingScheme", "language"})
PHASES, THEMES = frozenset({"phase", "fase"}), frozenset({"theme", "thema"})


def read_package(data: bytes) -> Framework:
    """Read a CASE package; `WrongFile` tells all that is wrong with it."""
    package = _package(data)
    framework = in_order(_Reading(package).framework())
    found = [Said(one.where, in_words(one)) for one in mistakes(framework)]
    if found:
        raise WrongFile(found)
    return framework


def _package(data: bytes) -> Plain:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise wrong(_("The letters in this file cannot be read. It must be UTF-8.")) from None
    try:
        package = _cleaned(json.loads(text, parse_constant=_no_number))
    except json.JSONDecodeError as error:
        at = _("line %(line)d") % {"line": error.lineno}
        if error.pos >= len(text.rstrip()) or "Unterminated" in error.msg:
            raise wrong(_("The file stops halfway: the end is missing. Ask for it or download it again."), at) from None
        raise wrong(_("From here on it is no JSON."), at) from None
    except (RecursionError, ValueError):
        raise wrong(_("This file is built in a way that we do not read.")) from None
    if not isinstance(package, dict) or not isinstance(package.get("CFDocument"), dict):
        raise wrong(_("This is no CASE file: it has no CFDocument."))
    if not isinstance(package.get("CFItems", []), list) or not isinstance(package.get("CFAssociations", []), list):
        raise wrong(_("This is no CASE file: its items or associations are no list."))
    if len(package.get("CFItems", [])) > 2 * MOST_OUTCOMES or len(package.get("CFAssociations", [])) > 50_000:
        raise wrong(_("It holds more than %(most)s outcomes.") % {"most": MOST_OUTCOMES})
    return package


def _no_number(_text: str) -> None:
    raise ValueError


def _cleaned(value: Any, depth: int = 0) -> Any:
    """Without nulls, and with texts that can be kept."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, dict):
        return {_kept(key): _cleaned(one, depth + 1) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_cleaned(one, depth + 1) for one in value if one is not None]
    return _kept(value) if isinstance(value, str) else value


def _kept(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


class _Reading:
    """One package while it is read: its items by what they are called, and what hangs on what."""

    def __init__(self, package: Plain) -> None:
        self.package = package
        self.document = loose(package["CFDocument"])
        self.own = _own(self.document)
        self.language = _text(self.document.get("language")) or "nl"
        self.items = [loose(one) for one in package.get("CFItems", []) if isinstance(one, dict)]
        self.links = [loose(one) for one in package.get("CFAssociations", []) if isinstance(one, dict)]
        self.by_name = {name: one for one in reversed(self.items) for name in _names(one)}
        # Items by their `id()`: what a file calls them need not be there, nor be unique.
        self.parents = {id(origin): to for origin, to in reversed(self._pairs("isChildOf"))}
        self.translated = {id(origin): to for origin, to in self._pairs("isTranslationOf")}
        # A phase of ours is laid beside a frame of theirs when somebody adds an outcome: theirs stays a frame.
        self.has_frame = any(_kind(one) in PHASES | THEMES and not _is_made(one) for one in self.items)
        self.told_themes = {code for code, _one in self._told_themes()}
        tops = {id(one) for one in self.parents.values() if id(one) not in self.parents}
        self.frames = {id(one) for one in self.items if self._is_frame(one, at_top=id(one) in tops)}
        phases = [one for one in self.items if _kind(one) in PHASES]
        self.phases = [
            (whole_number(one.get("humanCodingScheme"), number) or number, one) for number, one in enumerate(phases, 1)
        ]
        self.phase_numbers = {id(one): number for number, one in self.phases}
        outcomes = [one for one in self.items if id(one) not in self.translated and id(one) not in self.frames]
        self.outcomes = {id(one): one for one in outcomes}
        self.codes = _codes(outcomes)
        self.before = self._all_before()
        self.translations = _gathered((id(to), one) for one in self.items if (to := self.translated.get(id(one))))
        self.rubrics = _gathered(_rows_of_rubrics(package))

    def framework(self) -> Framework:
        """All of it."""
        return Framework(
            title=_words(self.own.get("titles")) or {self.language: fit(_text(self.document.get("title"))) or "-"},
            themes=tuple(self._themes()),
            levels=tuple(_levels(self.own)),
            phases=self._phases(),
            outcomes=tuple(self._outcome(one) for one in self.outcomes.values()),
            source=self._source(),
        )

    def _pairs(self, kind: str) -> list[tuple[Plain, Plain]]:
        ends = (
            (self._item(one.get("originNodeURI")), self._item(one.get("destinationNodeURI")))
            for one in self.links
            if one.get("associationType") == kind
        )
        return [(origin, to) for origin, to in ends if origin is not None and to is not None and origin is not to]

    def _all_before(self) -> dict[int, list[str]]:
        """What comes before each outcome, by code."""
        pairs = self._pairs("precedes")
        return _gathered((id(to), self.codes[id(origin)]) for origin, to in pairs if id(origin) in self.outcomes)

    def _item(self, link: Any) -> Plain | None:
        node = as_node(link)
        return self.by_name.get(as_id(node["identifier"])) or self.by_name.get(node["uri"])

    def _is_frame(self, item: Plain, *, at_top: bool) -> bool:
        """Whether it is a phase or a theme; where nothing says so, what stands at the top with items below it."""
        kind = _kind(item)
        if kind in PHASES | THEMES:
            return True
        if kind == "outcome" or "theme" in _own(item):
            return False
        return _theme_code(item) in self.told_themes or (at_top and not self.has_frame)

    def _above(self, item: Plain) -> Iterable[Plain]:
        seen = {id(item)}
        while (item := self.parents.get(id(item))) and id(item) not in seen:  # type: ignore[assignment]
            seen.add(id(item))
            yield item

    def _phases(self) -> dict[int, dict[str, str]]:
        said = ((whole_number(name, 0), title) for name, title in _mapping(self.own.get("phases")).items())
        named = {number: _words(title) for number, title in said if number}
        told = {
            number: {_language(one, self.language): _title(one)} for number, one in self.phases if not _is_made(one)
        }
        return {**told, **named}

    def _themes(self) -> Iterable[ThemeText]:
        if isinstance(self.own.get("themes"), list):
            yield from (ThemeText(code, _words(one.get("title"))) for code, one in self._told_themes())
            return
        for one in self.items:
            if self._is_theme(one):
                yield ThemeText(_theme_code(one), {_language(one, self.language): _title(one)})

    def _told_themes(self) -> Iterable[tuple[str, Plain]]:
        codes = (
            (fit(_text(one.get("code")))[:LONGEST_CODE], one) for one in map(_mapping, _list(self.own.get("themes")))
        )
        return ((code, one) for code, one in codes if code)

    def _is_theme(self, item: Plain) -> bool:
        return id(item) in self.frames and id(item) not in self.phase_numbers

    def _theme_of(self, item: Plain, code: str) -> str:
        if own := fit(_text(_own(item).get("theme")))[:LONGEST_CODE]:
            return own
        theme = next((one for one in self._above(item) if self._is_theme(one)), None)
        if theme is not None:
            return _theme_code(theme)
        return code.partition("-")[0] if "-" in code and self.has_frame else "-"

    def _outcome(self, item: Plain) -> OutcomeText:
        own, code = _own(item), self.codes[id(item)]
        title, description = self._texts(item)
        numbers = self.phase_numbers
        phase = next((numbers[id(one)] for one in self._above(item) if id(one) in numbers), 1)
        level = _whole(own.get("level"), _whole(next(iter(_list(item.get("educationLevel"))), None), 1))
        return OutcomeText(
            code=code,
            theme=self._theme_of(item, code),
            title=title,
            description=description,
            phase=_whole(own.get("phase"), phase),
            level=level,
            hours=_whole(own.get("hours"), 0),
            weight=_whole(own.get("weight"), 1),
            choice=_text(own.get("choiceGroup"))[:40],
            criteria=self._criteria(item, level),
            prerequisites=tuple(dict.fromkeys(self.before.get(id(item), ()))),
            identifier=as_id(_text(item.get("identifier"))),
            source=_item_source(item),
        )

    def _texts(self, item: Plain) -> tuple[dict[str, str], dict[str, str]]:
        title: dict[str, str] = {}
        description: dict[str, str] = {}
        for one in (item, *self.translations.get(id(item), ())):
            language = _language(one, self.language)
            title[language] = title.get(language) or _title(one)
            if _text(one.get("abbreviatedStatement")).strip() and _text(one.get("fullStatement")).strip():
                description.setdefault(language, fit(_text(one["fullStatement"])))
        return title, description

    def _criteria(self, item: Plain, level: int) -> tuple[CriterionText, ...]:
        own = _own(item)
        if isinstance(own.get("measures"), list):
            found = [
                CriterionText(_whole(one.get("level"), level), _words(one.get("words")), _mapping(one.get("source")))
                for one in own["measures"]
                if _mapping(one)
            ]
            return tuple(sorted(found, key=lambda one: one.level))
        if measure := fit(_text(own.get("measure"))):
            return (CriterionText(level, {_language(item, self.language): measure}),)
        rows = self.rubrics.get(_text(item.get("identifier")), ())
        return tuple(CriterionText(number, {self.language: words}) for row in rows for number, words in _steps(row))

    def _source(self) -> Plain:
        """What is not held elsewhere: document, frame, links, definitions, rubrics, in the order of the file."""
        held = set(self.outcomes)
        source: Plain = {
            "document": {name: value for name, value in _without_own(self.document).items() if name != "title"},
            "items": [one for one in self.items if id(one) not in held and not _is_made(one)],
            "associations": [one for one in self.links if not _is_made(one)],
        }
        rubrics = [loose(one) for one in _list(self.package.get("CFRubrics")) if isinstance(one, dict)]
        source["rubrics"] = [one for one in rubrics if not _is_made(one)]
        source["definitions"] = loose(_mapping(self.package.get("CFDefinitions")))
        rest = {"CFDocument", "CFItems", "CFAssociations", "CFRubrics", "CFDefinitions"}
        source["package"] = loose({name: value for name, value in self.package.items() if name not in rest})
        return {"case": {name: value for name, value in source.items() if value}}


def _rows_of_rubrics(package: Plain) -> Iterable[tuple[str, Plain]]:
    """What a row of a rubric is about (an identifier), and the row."""
    for rubric in _list(package.get("CFRubrics")):
        for row in _list(_mapping(rubric).get("CFRubricCriteria")):
            if about := as_node(_mapping(row).get("CFItemURI"))["identifier"]:
                yield about, row


def _steps(row: Plain) -> Iterable[tuple[int, str]]:
    """The levels of a row of a rubric: number and words."""
    for number, step in enumerate(_list(row.get("CFRubricCriterionLevels")), 1):
        if words := fit(_text(_mapping(step).get("description")) or _text(_mapping(step).get("quality"))):
            position = _whole(step.get("position"), number)
            yield (position if 1 <= position <= MOST_LEVELS else min(number, MOST_LEVELS)), words


def _gathered(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    found: dict[Key, list[Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _levels(own: Plain) -> Iterable[LevelText]:
    for one in _list(own.get("levels")):
        if 1 <= (number := _whole(_mapping(one).get("number"), 0)) <= MOST_LEVELS:
            yield LevelText(number, _words(one.get("title")))


def _item_source(item: Plain) -> Plain:
    kept = {name: value for name, value in _without_own(item).items() if name not in HELD}
    # So that it is written where it was read: a code of ours, a language that was said.
    said = [name for name in ("humanCodingScheme", "language") if name in item]
    return {"case": kept, "said": said}


def _without_own(thing: Plain) -> Plain:
    extensions = _mapping(thing.get("extensions"))
    kept = {name: value for name, value in extensions.items() if name not in OWN}
    rest = {name: value for name, value in thing.items() if name != "extensions"}
    return {**rest, "extensions": kept} if kept else rest


def _own(thing: Plain) -> Plain:
    return _mapping(thing.get("extensions"))


def _is_made(thing: Plain) -> bool:
    return bool(_own(thing).get(MADE))


def _codes(outcomes: Iterable[Plain]) -> dict[int, str]:
    """The code of each outcome: what it says; else its number in the list or in the file, if nothing is called so."""
    said = {id(one): fit(_text(_own(one).get("code"))) or fit(_text(one.get("humanCodingScheme"))) for one in outcomes}
    used = set(said.values())
    codes = {}
    for number, one in enumerate(outcomes, 1):
        listed = fit(_text(one.get("listEnumeration")))[:LONGEST_CODE]
        tries = chain((listed, f"{number}"), (f"{number}-{more}" for more in range(2, number + 3)))
        codes[id(one)] = said[id(one)] or next(name for name in tries if name and name not in used)
        used.add(codes[id(one)])
    return codes


def _theme_code(item: Plain) -> str:
    return (fit(_text(item.get("humanCodingScheme"))) or _text(item.get("identifier")) or _title(item))[:LONGEST_CODE]


def frames_called(source: Plain, code: str) -> set[str]:
    """Identifiers of what a file read from a package gathers outcomes by, and is known here as this theme."""
    items = source.get("case", {}).get("items", [])
    return {as_id(_text(one.get("identifier"))) for one in items if _theme_code(one) == code}


def _kind(item: Plain) -> str:
    return _text(item.get("CFItemType")).lower()


def _title(item: Plain) -> str:
    return fit(_text(item.get("abbreviatedStatement")) or _text(item.get("fullStatement")))


def _language(item: Plain, otherwise: str) -> str:
    return (_text(item.get("language")) or otherwise).split("-")[0].lower()[:3]


def _names(item: Plain) -> list[str]:
    return [name for name in (as_id(_text(item.get("identifier"))), _text(item.get("uri"))) if name]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else (str(value) if isinstance(value, int | float) else "")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else ([] if value is None else [value])


def _mapping(value: Any) -> Plain:
    return value if isinstance(value, dict) else {}


def _words(value: Any) -> dict[str, str]:
    return {str(language): fit(text) for language, text in _mapping(value).items() if isinstance(text, str) and text}


def _whole(value: Any, otherwise: int) -> int:
    number = whole_number(value if isinstance(value, str | int | float) else None, otherwise)
    return otherwise if number is None else number
