"""CASE 1.1: which fields each thing of a package may have, and of what kind; making a thing strict and back.

Written after the information model of 1EdTech's Competencies and Academic Standards Exchange 1.1. A value that has no
place there is kept under `extensions` in `OTHER`, so that writing strictly loses nothing; reading lays it back.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

OTHER = "leerruimte:asItWas"
NEVER = "1970-01-01T00:00:00Z"
TYPES = frozenset(
    "isChildOf isPeerOf isPartOf exactMatchOf precedes isRelatedTo replacedBy exemplar hasSkillLevel "
    "isTranslationOf".split()
)
EXTENDED = re.compile(r"ext:[A-Za-z0-9._-]+")
Plain = dict[str, Any]


def made_id(*parts: str) -> str:
    """An identifier that is the same for the same parts."""
    return str(uuid5(NAMESPACE_URL, "leerruimte:" + "/".join(parts)))


def is_id(value: object) -> bool:
    """Whether it is a UUID as CASE writes it."""
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def as_id(identifier: str) -> str:
    """What is known by any identifier, as a UUID that is the same for the same one; empty for none."""
    if is_id(identifier.lower()):
        return identifier.lower()
    return made_id(identifier) if identifier else ""


def _is_moment(value: object) -> bool:
    if not isinstance(value, str) or "T" not in value:
        return False
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).tzinfo is not None
    except ValueError:
        return False


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_open(value: object) -> bool:
    return isinstance(value, dict)


def is_link(value: object, *, any_identifier: bool = False) -> bool:
    """Whether it is a title, an identifier and an address, and nothing else."""
    if not isinstance(value, dict) or not {"title", "identifier", "uri"} <= set(value):
        return False
    more = set(value) - {"title", "identifier", "uri"}
    right = more <= {"targetType"} and is_target(value.get("targetType", "CASE")) if any_identifier else not more
    texts = all(isinstance(value[name], str) for name in ("title", "identifier", "uri"))
    return right and texts and (any_identifier or is_id(value["identifier"]))


def is_target(value: object) -> bool:
    """Whether it is a kind of thing that a link may lead to."""
    return value == "CASE" or (isinstance(value, str) and EXTENDED.fullmatch(value) is not None)


def _is_node(value: object) -> bool:
    return is_link(value, any_identifier=True)


def _is_links(value: object) -> bool:
    return isinstance(value, list) and all(is_link(one) for one in value)


def _is_association(value: object) -> bool:
    return isinstance(value, str) and (value in TYPES or EXTENDED.fullmatch(value) is not None)


def _is_version(value: object) -> bool:
    return value == "1.1"


def _list_of(kind: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(is_strict(kind, one) for one in value)


_KINDS: Mapping[str, Callable[[object], bool]] = {
    "text": _is_text, "id": is_id, "moment": _is_moment, "day": _is_day, "texts": _is_texts, "link": is_link,
    "links": _is_links, "node": _is_node, "open": _is_open, "whole": _is_whole, "number": _is_number,
    "association": _is_association, "version": _is_version, "criteria": _list_of("criterion"),
    "steps": _list_of("step"), "opens": lambda value: isinstance(value, list) and all(map(_is_open, value)),
}  # fmt: skip


def _spec(text: str) -> dict[str, str]:
    return {name: kind for kind, names in (part.split(":") for part in text.split(";")) for name in names.split()}


_BASE = "id:identifier;text:uri;moment:lastChangeDateTime;open:extensions;"
FIELDS: Mapping[str, Mapping[str, str]] = {
    "document": _spec(
        _BASE + "text:frameworkType creator title officialSourceURL publisher description language version "
        "adoptionStatus notes;version:caseVersion;texts:subject;links:subjectURI;day:statusStartDate statusEndDate;"
        "link:licenseURI"
    ),
    "item": _spec(
        _BASE + "text:fullStatement alternativeLabel CFItemType humanCodingScheme listEnumeration "
        "abbreviatedStatement notes language;texts:conceptKeywords subject educationLevel;links:subjectURI;"
        "link:conceptKeywordsURI CFItemTypeURI licenseURI;day:statusStartDate statusEndDate"
    ),
    "association": _spec(
        _BASE + "association:associationType;whole:sequenceNumber;node:originNodeURI destinationNodeURI;"
        "link:CFAssociationGroupingURI;text:notes"
    ),
    "rubric": _spec(_BASE + "text:title description;criteria:CFRubricCriteria"),
    "criterion": _spec(
        _BASE + "text:category description;link:CFItemURI;number:weight;whole:position;id:rubricId;"
        "steps:CFRubricCriterionLevels"
    ),
    # The extensions of a step are a list, in the standard too.
    "step": _spec(
        "id:identifier rubricCriterionId;text:uri description quality feedback;moment:lastChangeDateTime;"
        "number:score;whole:position;opens:extensions"
    ),
    "CFConcepts": _spec(_BASE + "text:title keywords hierarchyCode description"),
    "CFSubjects": _spec(_BASE + "text:title hierarchyCode description"),
    "CFLicenses": _spec(_BASE + "text:title description licenseText"),
    "CFItemTypes": _spec(_BASE + "text:title description hierarchyCode typeCode"),
    "CFAssociationGroupings": _spec(_BASE + "text:title description"),
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "document": ("creator", "title"),
    "item": ("fullStatement",),
    "association": ("associationType", "originNodeURI", "destinationNodeURI"),
    "rubric": (), "criterion": (), "step": (),
    "CFConcepts": ("title", "hierarchyCode"),
    "CFSubjects": ("title", "hierarchyCode"),
    "CFLicenses": ("title", "licenseText"),
    "CFItemTypes": ("title", "description", "hierarchyCode"),
    "CFAssociationGroupings": ("title",),
}  # fmt: skip
ALWAYS = ("identifier", "uri", "lastChangeDateTime")


def is_strict(kind: str, thing: object) -> bool:
    """Whether a thing has all it needs and nothing that has no place."""
    if not isinstance(thing, dict) or not {*ALWAYS, *NEEDED[kind]} <= set(thing):
        return False
    return all(name in FIELDS[kind] and _KINDS[FIELDS[kind][name]](value) for name, value in thing.items())


def strict(kind: str, thing: Plain) -> Plain:
    """The thing as the standard wants it; what has no place, or stood there otherwise, is under `OTHER`."""
    inner = {"criteria": "criterion", "steps": "step"}
    thing = {
        name: [strict(inner[FIELDS[kind][name]], one) for one in value if isinstance(one, dict)]
        if FIELDS[kind].get(name) in inner and isinstance(value, list)
        else value
        for name, value in thing.items()
    }
    right = {name: value for name, value in thing.items() if name in FIELDS[kind] and _KINDS[FIELDS[kind][name]](value)}
    other = {name: value for name, value in thing.items() if name not in right}
    added = [name for name in (*ALWAYS, *NEEDED[kind]) if name not in right]
    for name in added:
        right[name] = _filled(kind, name, thing)
    # Told apart from what stood there otherwise: this was not there at all.
    none = [name for name in added if name not in other]
    kept = {**other, **({"": none} if none else {})}
    if kept:
        right["extensions"] = _with_other(right.get("extensions"), kept, of_step=kind == "step")
    return right


def _with_other(extensions: Any, kept: Plain, *, of_step: bool) -> Any:
    if of_step:
        return [*(extensions or []), {OTHER: kept}]
    return {**(extensions or {}), OTHER: kept}


def loose(thing: Plain) -> Plain:
    """The thing as it was before it was made strict."""
    new = {name: _loose_all(value) for name, value in thing.items()}
    extensions = new.get("extensions")
    parts = extensions if isinstance(extensions, list) else [extensions]
    kept = next((one[OTHER] for one in parts if isinstance(one, dict) and isinstance(one.get(OTHER), dict)), None)
    if kept is None:
        return new
    if isinstance(extensions, list):
        new["extensions"] = [one for one in extensions if not (isinstance(one, dict) and OTHER in one)]
    else:
        new["extensions"] = {name: value for name, value in extensions.items() if name != OTHER}  # type: ignore[union-attr]
    if not new["extensions"]:
        del new["extensions"]
    none = kept.get("", [])
    new = {name: value for name, value in new.items() if name not in none}
    return new | {name: value for name, value in kept.items() if name}


def _loose_all(value: Any) -> Any:
    if isinstance(value, list):
        return [loose(one) if isinstance(one, dict) else one for one in value]
    return value


def _filled(kind: str, name: str, thing: Plain) -> Any:
    value = thing.get(name)
    if name == "identifier":
        return made_id(str(value or thing.get("uri") or sorted(map(str, thing.items()))))
    if name == "uri":
        return (
            f"urn:uuid:{thing['identifier'] if is_id(thing.get('identifier')) else _filled(kind, 'identifier', thing)}"
        )
    if name == "lastChangeDateTime":
        return f"{value}Z" if isinstance(value, str) and _is_moment(f"{value}Z") else NEVER
    if name.endswith("NodeURI"):
        return as_node(value)
    if name == "associationType":
        return "ext:" + (re.sub(r"[^A-Za-z0-9._-]", "", str(value or "")) or "other")
    return _as_text(value) or ("-" if name in ("fullStatement", "title") else "")


def _as_text(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) else ""


def as_node(value: Any) -> Plain:
    """Whatever stood for a link (a bare address, half a link) as a whole one."""
    given = value if isinstance(value, dict) else {"uri": _as_text(value)}
    uri = _as_text(given.get("uri"))
    identifier = _as_text(given.get("identifier")) or uri.rstrip("/").rpartition("/")[2]
    node = {"title": _as_text(given.get("title")) or identifier or "-", "identifier": identifier, "uri": uri}
    return node | ({"targetType": given["targetType"]} if is_target(given.get("targetType")) else {})
