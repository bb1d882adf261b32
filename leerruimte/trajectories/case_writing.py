"""Writing a curriculum as a CASE 1.1 package: strictly, whatever it was read from.

What was read is written as it was (`source`), with what people changed since laid over it. What is added here carries
`MADE` in its extensions, so that reading it again does not take it for somebody else's.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from leerruimte.trajectories.case_strict import OTHER, Plain, as_id, as_node, made_id, strict
from leerruimte.trajectories.rules.curriculum import CriterionText, Framework, OutcomeText

MADE = "leerruimte:made"
# What the extensions of a document or an item of ours say.
OWN = frozenset("titles levels themes phases hours measure measures level weight choiceGroup theme phase code".split())


def write_package(
    framework: Framework,
    *,
    creator: str = "",
    version: str = "",
    moment: str = "",
    document: str = "",
    replaces: str = "",
) -> Plain:
    """The whole framework as a package that holds to the standard.

    `creator`, `version` and `moment` (with a zone) are said where what was read does not say them. `document` is the
    identifier of the document, `replaces` that of the version before it, which is `replacedBy` this one.
    """
    return _Writing(framework, creator, version, moment, document).package(replaces)


def document_id(first_outcome: str) -> str:
    """What the document of a curriculum is known by that was read from no package."""
    return made_id("document", first_outcome)


def without(source: Mapping[str, Any], gone: Collection[str]) -> dict[str, Any]:
    """What was read, without what hung on things that are not there any more: links to them, their translations."""
    case = source.get("case", {})
    links = [(one, _end(one, "originNodeURI"), _end(one, "destinationNodeURI")) for one in case.get("associations", [])]
    translated = {origin for one, origin, to in links if one.get("associationType") == "isTranslationOf" and to in gone}
    lost = {*gone, *translated}
    kept = {
        "associations": [one for one, origin, to in links if not {origin, to} & lost],
        "items": [one for one in case.get("items", []) if as_id(str(one.get("identifier", ""))) not in lost],
    }
    there = {name: things for name, things in kept.items() if name in case}
    return {**source, **({"case": {**case, **there}} if there else {})}


class _Writing:
    """One framework while it is written."""

    def __init__(self, framework: Framework, creator: str, version: str, moment: str, document: str) -> None:
        self.framework = framework
        self.case: Mapping[str, Any] = framework.source.get("case", {})
        self.moment = moment
        given = {"creator": creator, "version": version, "lastChangeDateTime": moment}
        own = {name: value for name, value in given.items() if value}
        self.document: Plain = {**own, **self.case.get("document", {})}
        self.language = self.document.get("language") or _first(framework.title) or "nl"
        if "document" not in self.case:
            self.document |= {"language": self.language, "caseVersion": "1.1", "frameworkType": "Competency"}
        self.title = _any(framework.title)
        self.read_as = as_id(str(self.document.get("identifier", "")))
        if document and as_id(document) != self.read_as:
            # A later version of what was read is another document.
            self.document |= {"identifier": document, "uri": f"urn:uuid:{document}"}
        first = framework.outcomes[0].identifier if framework.outcomes else ""
        self.document.setdefault("identifier", document_id(first))
        self.document.setdefault("uri", f"urn:uuid:{self.document['identifier']}")
        self.items = {one.identifier: self._item(one) for one in framework.outcomes}
        self.read_items: list[Plain] = [dict(one) for one in self.case.get("items", [])]
        self.phases = {
            str(one.get("humanCodingScheme")): one
            for one in self.read_items
            if str(one.get("CFItemType", "")).lower() in ("phase", "fase")
        }

    def package(self, replaces: str = "") -> Plain:
        """All of it."""
        links = [*self._read_links(), *self._links_to_add(), *self._replaced(replaces)]
        translations = list(self._translations())
        added_phases = [one for one in self.phases.values() if one not in self.read_items]
        items = [*self.read_items, *added_phases, *self.items.values(), *(one for one, _link in translations)]
        links += [link for _one, link in translations]
        package: Plain = {
            "CFDocument": strict("document", self._document()),
            "CFItems": [strict("item", self._dated(one)) for one in items],
            "CFAssociations": [strict("association", self._dated(one)) for one in links],
        }
        if definitions := _definitions(self.case.get("definitions", {})):
            package["CFDefinitions"] = definitions
        rubrics = [strict("rubric", one) for one in self.case.get("rubrics", [])] or list(self._rubrics())
        if rubrics:
            package["CFRubrics"] = rubrics
        rest = dict(self.case.get("package", {}))
        extensions = rest.pop("extensions", None)
        kept = {**(extensions if isinstance(extensions, dict) else {}), **({OTHER: rest} if rest else {})}
        return package | ({"extensions": kept} if kept else {})

    def _dated(self, thing: Plain) -> Plain:
        moment = {"lastChangeDateTime": self.moment} if self.moment else {}
        return {**moment, **thing}

    def _document(self) -> Plain:
        own: Plain = {
            "titles": dict(self.framework.title),
            "levels": [{"number": one.number, "title": dict(one.title)} for one in self.framework.levels],
            "themes": [{"code": one.code, "title": dict(one.title)} for one in self.framework.themes],
            "phases": {str(number): dict(title) for number, title in self.framework.phases.items()},
        }
        title = self.framework.title.get(self.language) or next(iter(self.framework.title.values()), "-")
        return {
            **self.document,
            "title": title,
            "extensions": {**self.document.get("extensions", {}), **own},
        }

    def _item(self, outcome: OutcomeText) -> Plain:
        source = outcome.source
        read = source.get("case")
        language = self.language if self.language in outcome.title else _first(outcome.title)
        item: Plain = dict(read) if read is not None else {"CFItemType": "Outcome"}
        item |= {"identifier": outcome.identifier, **_said(outcome, language)}
        item.setdefault("uri", f"urn:uuid:{outcome.identifier}")
        if read is None or "language" in source.get("said", ()) or language != self.language:
            item["language"] = language
        own = self._own(outcome, language)
        if read is None or "humanCodingScheme" in source.get("said", ()):
            item["humanCodingScheme"] = outcome.code
        else:
            own["code"] = outcome.code
        item["extensions"] = {**item.get("extensions", {}), **own}
        return item

    def _own(self, outcome: OutcomeText, language: str) -> Plain:
        own: Plain = {
            "phase": outcome.phase,
            "level": outcome.level,
            "hours": outcome.hours,
            "weight": outcome.weight,
            "theme": outcome.theme,
            "measures": [_measure(one) for one in outcome.criteria],
        }
        if outcome.choice:
            own["choiceGroup"] = outcome.choice
        lines = [one.words.get(language, "") for one in outcome.criteria if one.level == outcome.level]
        if any(lines):
            own["measure"] = "\n".join(line for line in lines if line)
        return own

    def _translations(self) -> Iterator[tuple[Plain, Plain]]:
        """Items in other languages that were not read as items, each with its link; those that were say it anew."""
        read = self._read_translations()
        for outcome in self.framework.outcomes:
            item = self.items[outcome.identifier]
            main = item.get("language", self.language)
            for language in outcome.title:
                if language == main:
                    continue
                if there := read.get((outcome.identifier, language)):
                    there |= _said(outcome, language)
                    continue
                identifier = made_id(outcome.identifier, language)
                translation = {
                    "identifier": identifier, "uri": f"urn:uuid:{identifier}", "language": language,
                    "CFItemType": "Translation", **_said(outcome, language), "extensions": {MADE: True},
                }  # fmt: skip
                yield translation, _link("isTranslationOf", translation, item)

    def _read_translations(self) -> dict[tuple[str, str], Plain]:
        by_id = {as_id(str(one.get("identifier", ""))): one for one in self.read_items}
        found = {}
        for link in self.case.get("associations", []):
            origin, to = _end(link, "originNodeURI"), _end(link, "destinationNodeURI")
            if link.get("associationType") == "isTranslationOf" and origin in by_id and to in self.items:
                language = str(by_id[origin].get("language") or self.language).split("-")[0].lower()
                found[to, language] = by_id[origin]
        return found

    def _read_links(self) -> Iterator[Plain]:
        """Links that were read, but those that are no longer so."""
        needs = {one.identifier: one.prerequisites for one in self.framework.outcomes}
        codes = {one.identifier: one.code for one in self.framework.outcomes}
        phase_of = {one.identifier: str(one.phase) for one in self.framework.outcomes}
        numbers = {as_id(str(one.get("identifier", ""))): number for number, one in self.phases.items()}
        for link in self.case.get("associations", []):
            origin, to = _end(link, "originNodeURI"), _end(link, "destinationNodeURI")
            kind = link.get("associationType")
            if kind == "precedes" and origin in codes and to in needs and codes[origin] not in needs[to]:
                continue
            if kind == "isChildOf" and origin in phase_of and to in numbers and numbers[to] != phase_of[origin]:
                continue
            if kind == "isChildOf" and to == self.read_as != as_id(str(self.document["identifier"])):
                link = {**link, "destinationNodeURI": _node({**self.document, "fullStatement": self.title})}
            yield link

    def _links_to_add(self) -> Iterator[Plain]:
        """Links for what people changed, and for what was read from something else than a package."""
        there = {
            (link.get("associationType"), _end(link, "originNodeURI"), _end(link, "destinationNodeURI"))
            for link in self._read_links()
        }
        children = {origin for kind, origin, _to in there if kind == "isChildOf"}
        by_code = {one.code: one for one in self.framework.outcomes}
        for outcome in self.framework.outcomes:
            item = self.items[outcome.identifier]
            if outcome.identifier not in children:
                yield _link("isChildOf", item, self._phase(outcome.phase))
            for code in outcome.prerequisites:
                before = by_code[code].identifier
                if ("precedes", before, outcome.identifier) not in there:
                    yield _link("precedes", self.items[before], item)
        for phase in self.phases.values():
            if as_id(str(phase.get("identifier", ""))) not in children:
                yield _link("isChildOf", phase, {**self.document, "fullStatement": self.title})

    def _replaced(self, before: str) -> Iterator[Plain]:
        """The version before is replaced by this one; whoever reads it keeps that."""
        there = {_end(one, "originNodeURI") for one in self._read_links() if one.get("associationType") == "replacedBy"}
        before = as_id(before)
        if before and before not in there:
            title = {"fullStatement": self.title}
            old = {"identifier": before, "uri": f"urn:uuid:{before}", **title}
            link = _link("replacedBy", old, {**self.document, **title})
            yield {name: value for name, value in link.items() if name != "extensions"}

    def _phase(self, number: int) -> Plain:
        if str(number) not in self.phases:
            identifier = made_id(self.document["identifier"], "phase", str(number))
            name = self.framework.phases.get(number, {}).get(self.language) or f"Phase {number}"
            self.phases[str(number)] = {
                "identifier": identifier, "uri": f"urn:uuid:{identifier}", "fullStatement": name,
                "humanCodingScheme": str(number), "CFItemType": "Phase", "extensions": {MADE: True},
            }  # fmt: skip
        return self.phases[str(number)]

    def _rubrics(self) -> Iterator[Plain]:
        """One rubric of ours: a row an outcome, a step a measure, for who reads rubrics and not our extensions."""
        rows = [self._row(number, one) for number, one in enumerate(self.framework.outcomes, 1) if one.criteria]
        if rows:
            identifier = made_id(self.document["identifier"], "rubric")
            rubric = {
                "identifier": identifier, "uri": f"urn:uuid:{identifier}", "title": self.title,
                "CFRubricCriteria": rows, "extensions": {MADE: True},
            }  # fmt: skip
            yield strict("rubric", self._dated(rubric))

    def _row(self, number: int, outcome: OutcomeText) -> Plain:
        identifier = made_id(outcome.identifier, "row")
        item = self.items[outcome.identifier]
        return self._dated(
            {
                "identifier": identifier,
                "uri": f"urn:uuid:{identifier}",
                "CFItemURI": {
                    "title": outcome.code,
                    "identifier": outcome.identifier,
                    "uri": str(item["uri"]),
                },
                "position": number,
                "CFRubricCriterionLevels": [
                    self._step(identifier, place, one) for place, one in enumerate(outcome.criteria, 1)
                ],
            }
        )

    def _step(self, row: str, place: int, criterion: CriterionText) -> Plain:
        identifier = made_id(row, str(place))
        title = next((one.title for one in self.framework.levels if one.number == criterion.level), {})
        words = criterion.words.get(self.language) or _any(criterion.words)
        return self._dated(
            {
                "identifier": identifier, "uri": f"urn:uuid:{identifier}", "description": words,
                "quality": title.get(self.language) or _any(title), "position": criterion.level,
                "rubricCriterionId": row,
            }
        )  # fmt: skip


def _definitions(read: Mapping[str, Any]) -> Plain:
    """Definitions with each thing strict; lists that the standard does not know go to the extensions."""
    known = ("CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings")
    right: Plain = {}
    for name in known:
        value = read.get(name)
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            right[name] = [strict(name, one) for one in value]
    other = {name: value for name, value in read.items() if name not in right and name != "extensions"}
    extensions = read.get("extensions") if isinstance(read.get("extensions"), dict) else {}
    kept = {**(extensions or {}), **({OTHER: other} if other else {})}
    return right | ({"extensions": kept} if kept else {})


def _said(outcome: OutcomeText, language: str) -> Plain:
    title, description = outcome.title.get(language, ""), outcome.description.get(language, "")
    if description and title:
        return {"abbreviatedStatement": title, "fullStatement": description}
    return {"fullStatement": title or description or "-"}


def _measure(criterion: CriterionText) -> Plain:
    source = {"source": dict(criterion.source)} if criterion.source else {}
    return {"level": criterion.level, "words": dict(criterion.words), **source}


def _link(kind: str, origin: Plain, to: Plain) -> Plain:
    identifier = made_id(kind, origin["identifier"], to["identifier"])
    return {
        "identifier": identifier, "uri": f"urn:uuid:{identifier}", "associationType": kind,
        "originNodeURI": _node(origin), "destinationNodeURI": _node(to), "extensions": {MADE: True},
    }  # fmt: skip


def _node(thing: Plain) -> Plain:
    title = str(
        thing.get("humanCodingScheme") or thing.get("abbreviatedStatement") or thing.get("fullStatement") or "-"
    )
    return {"title": title, "identifier": thing["identifier"], "uri": str(thing["uri"])}


def _end(link: Mapping[str, Any], name: str) -> str:
    return as_id(as_node(link.get(name))["identifier"])


def _first(texts: Mapping[str, str]) -> str:
    return "nl" if "nl" in texts else next(iter(texts), "")


def _any(texts: Mapping[str, str]) -> str:
    return next((text for text in texts.values() if text), "-")
