"""A curriculum as plain values: what holds for it, what differs between two, what comes before and after what."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

Words = Mapping[str, str]

LONGEST_CODE, MOST_PHASES, MOST_LEVELS, MOST_HOURS, MOST_OUTCOMES = 40, 20, 10, 10_000, 3_000
# What a file does not say: the steps and the themes that teacher education reckons with here.
USUAL_LEVELS: tuple[Words, ...] = (
    {"nl": "verkennen", "en": "explore"},
    {"nl": "met hulp", "en": "with help"},
    {"nl": "zelfstandig", "en": "independently"},
    {"nl": "startbekwaam", "en": "ready to start"},
    {"nl": "verder groeien", "en": "growing on"},
)
USUAL_THEMES: Mapping[str, Words] = {
    "PED": {"nl": "Pedagogisch", "en": "Pedagogic"},
    "DID": {"nl": "Didactisch", "en": "Didactic"},
    "VAK": {"nl": "Vakken", "en": "Subjects"},
    "PRO": {"nl": "Beroep", "en": "Profession"},
    "IND": {"nl": "Inductie", "en": "Induction"},
}
# A phase of only this theme is called as the theme is.
INDUCTION = "IND"


@dataclass(frozen=True)
class CriterionText:
    """What shows that an outcome is reached on a level."""

    level: int
    words: Words
    source: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ThemeText:
    """What outcomes are gathered by."""

    code: str
    title: Words


@dataclass(frozen=True)
class LevelText:
    """A step on the scale."""

    number: int
    title: Words


@dataclass(frozen=True)
class OutcomeText:
    """An outcome; `prerequisites` are codes, `identifier` a UUID or empty: to be made."""

    code: str
    theme: str
    title: Words
    description: Words = field(default_factory=dict)
    phase: int = 1
    level: int = 1
    hours: int = 0
    weight: int = 1
    choice: str = ""
    criteria: tuple[CriterionText, ...] = ()
    prerequisites: tuple[str, ...] = ()
    identifier: str = ""
    source: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Framework:
    """A whole version. `phases`: number -> its name, of phases that have one of their own."""

    title: Words
    themes: tuple[ThemeText, ...] = ()
    levels: tuple[LevelText, ...] = ()
    phases: Mapping[int, Words] = field(default_factory=dict)
    outcomes: tuple[OutcomeText, ...] = ()
    source: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Mistake:
    """Something that cannot be: a short word that says what, where (a code), and what belongs to it."""

    kind: str
    where: str = ""
    values: tuple[str, ...] = ()


def in_order(framework: Framework) -> Framework:
    """The same with outcomes in the order of their phases, and with the usual names where it has none."""
    outcomes = tuple(sorted(framework.outcomes, key=lambda one: one.phase))
    known = {theme.code: theme for theme in reversed(framework.themes)}
    themes = dict.fromkeys(theme.code for theme in framework.themes)
    used = dict.fromkeys(one.theme for one in framework.outcomes)
    added = [usual_theme(code) for code in used if code not in known]
    levels = {level.number: level for level in framework.levels}
    if not levels:
        levels = {number: LevelText(number, title) for number, title in enumerate(USUAL_LEVELS, 1)}
    phases = dict(framework.phases)
    for phase in dict.fromkeys(one.phase for one in outcomes):
        if phase not in phases and {one.theme for one in outcomes if one.phase == phase} == {INDUCTION}:
            phases[phase] = USUAL_THEMES[INDUCTION]
    return replace(
        framework,
        phases=phases,
        outcomes=outcomes,
        themes=(*(known[code] for code in themes), *added),
        levels=tuple(levels[number] for number in sorted(levels)),
    )


def digest(thing: Framework | OutcomeText) -> str:
    """The same for the same: so that nobody decides about something else than what they saw."""
    return hashlib.sha256(json.dumps(asdict(thing), sort_keys=True).encode()).hexdigest()[:32]


def names_only(framework: Framework) -> Framework:
    """What things are called, without what one learns."""
    return replace(framework, outcomes=(), source={})


def usual_theme(code: str) -> ThemeText:
    """A theme that nobody named."""
    return ThemeText(code, USUAL_THEMES.get(code, {"nl": code}))


# ---- what cannot be ----


def mistakes(framework: Framework) -> list[Mistake]:
    """All that is wrong with a framework: double and unknown codes, circles, numbers out of range, nothing in it."""
    if not framework.outcomes:
        return [Mistake("empty")]
    if len(framework.outcomes) > MOST_OUTCOMES:
        return [Mistake("too_many", values=(str(MOST_OUTCOMES),))]
    found = [one for outcome in framework.outcomes for one in _own_mistakes(outcome)]
    found += [Mistake("double", code) for code in _twice(one.code for one in framework.outcomes)]
    found += _twins(framework.outcomes)
    needs: dict[str, tuple[str, ...]] = {}
    for one in framework.outcomes:
        needs[one.code] = (*needs.get(one.code, ()), *one.prerequisites)
    for code, before in needs.items():
        found += [Mistake("unknown", code, (other,)) for other in before if other not in needs]
    circle = find_circle(needs)
    return found + ([Mistake("circle", circle[0], tuple(circle))] if circle else [])


def _own_mistakes(outcome: OutcomeText) -> Iterable[Mistake]:
    if not outcome.code or len(outcome.code) > LONGEST_CODE:
        yield Mistake("code", outcome.code[:60])
    if not any(outcome.title.values()):
        yield Mistake("title", outcome.code)
    ranges = (("phase", 1, MOST_PHASES), ("level", 1, MOST_LEVELS), ("hours", 0, MOST_HOURS), ("weight", 1, 9))
    for name, least, most in ranges:
        if not least <= getattr(outcome, name) <= most:
            yield Mistake(name, outcome.code, (str(getattr(outcome, name))[:20],))
    if not all(1 <= criterion.level <= MOST_LEVELS for criterion in outcome.criteria):
        yield Mistake("level", outcome.code)


def _twins(outcomes: Iterable[OutcomeText]) -> Iterable[Mistake]:
    """Outcomes with the identifier of another: a line that was copied in a spreadsheet."""
    first: dict[str, str] = {}
    for one in outcomes:
        if one.identifier and first.setdefault(one.identifier, one.code) != one.code:
            yield Mistake("twin", one.code, (first[one.identifier],))


def _twice(codes: Iterable[str]) -> list[str]:
    seen: dict[str, int] = {}
    for code in codes:
        seen[code] = seen.get(code, 0) + 1
    return [code for code, count in seen.items() if count > 1]


def find_circle(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """Codes that need each other in a round, the first one again at the end; empty when there is no such round."""
    done: set[str] = set()
    for start in needs:
        path: list[str] = []
        ways = [iter((start,))]
        while ways:
            code = next(ways[-1], None)
            if code is None:
                ways.pop()
                if path:
                    done.add(path.pop())
            elif code in path:
                return [*path[path.index(code) :], code]
            elif code in needs and code not in done:
                path.append(code)
                ways.append(iter(needs[code]))
    return []


# ---- what hangs on what ----


def all_before(needs: Mapping[str, Sequence[str]], code: str) -> set[str]:
    """All that has to come before an outcome, also by way of others."""
    found: set[str] = set()
    todo = list(needs.get(code, ()))
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo.extend(needs.get(one, ()))
    return found - {code}


def turned(needs: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Code -> what it makes possible."""
    follows: dict[str, list[str]] = {code: [] for code in needs}
    for code, before in needs.items():
        for one in before:
            follows.setdefault(one, []).append(code)
    return follows


# ---- the difference between two versions ----

COMPARED = (
    *("title", "description", "criteria", "phase", "level", "hours", "prerequisites", "theme", "weight"),
    "choice",
)


@dataclass(frozen=True)
class Changed:
    """An outcome that stayed but is not the same: names of fields that differ, as they were and as they are."""

    code: str
    before: OutcomeText
    after: OutcomeText
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Renamed:
    """What is called otherwise: "title", "phase", "theme" or "level", which of these, and its names."""

    kind: str
    which: str
    before: Words
    after: Words


@dataclass(frozen=True)
class Difference:
    """What is different in a later version."""

    added: tuple[OutcomeText, ...] = ()
    removed: tuple[OutcomeText, ...] = ()
    changed: tuple[Changed, ...] = ()
    renamed: tuple[Renamed, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.renamed)

    def of_phases(self, phases: Iterable[int]) -> "Difference":
        """Only outcomes that are or were in one of these phases."""
        wanted = set(phases)
        return Difference(
            tuple(one for one in self.added if one.phase in wanted),
            tuple(one for one in self.removed if one.phase in wanted),
            tuple(one for one in self.changed if {one.before.phase, one.after.phase} & wanted),
        )

    @property
    def phases(self) -> set[int]:
        """Phases that something is different in."""
        both = [phase for one in self.changed for phase in (one.before.phase, one.after.phase)]
        return {one.phase for one in (*self.added, *self.removed)} | set(both)


def difference(old: Framework, new: Framework) -> Difference:
    """What came, what went and what changed between two versions, in the order of the new one."""
    before = {one.code: one for one in old.outcomes}
    after = {one.code: one for one in new.outcomes}
    both = [changed(before[code], one) for code, one in after.items() if code in before]
    return Difference(
        added=tuple(one for code, one in after.items() if code not in before),
        removed=tuple(one for code, one in before.items() if code not in after),
        changed=tuple(one for one in both if one.fields),
        # Where nothing was, nothing is called otherwise.
        renamed=tuple(_renamed(old, new)) if old.outcomes else (),
    )


def _renamed(old: Framework, new: Framework) -> Iterable[Renamed]:
    was = dict(_names(old))
    for key, after in _names(new):
        before = was.get(key, {})
        if dict(before) != dict(after):
            yield Renamed(*key, before, after)


def _names(framework: Framework) -> Iterable[tuple[tuple[str, str], Words]]:
    yield ("title", ""), framework.title
    yield from ((("phase", str(number)), title) for number, title in framework.phases.items())
    yield from ((("theme", theme.code), theme.title) for theme in framework.themes)
    yield from ((("level", str(level.number)), level.title) for level in framework.levels)


def changed(before: OutcomeText, after: OutcomeText) -> Changed:
    """An outcome as it was and as it is, with what differs to a reader."""
    differs = tuple(name for name in COMPARED if _says(before, name) != _says(after, name))
    return Changed(after.code, before, after, differs)


def _says(outcome: OutcomeText, name: str) -> Any:
    value = getattr(outcome, name)
    if name == "criteria":
        return [(one.level, dict(one.words)) for one in value]
    return sorted(value) if name == "prerequisites" else value


# ---- a proposal laid over an outcome ----

PROPOSED = ("title", "description", "measure", "level", "hours", "phase", "prerequisites")


def with_words(texts: Words, language: str, words: str) -> dict[str, str]:
    """Texts with one language said anew; nothing said takes that language away."""
    new = {**texts, language: words}
    return {key: text for key, text in new.items() if text}


def measure_in(outcome: OutcomeText, language: str) -> str:
    """The measure on the outcome's own level in a language, a line each."""
    own = [one for one in outcome.criteria if one.level == outcome.level]
    return "\n".join(text for one in own if (text := one.words.get(language) or ""))


def with_measure(outcome: OutcomeText, language: str, words: str) -> tuple[CriterionText, ...]:
    """Criteria with the measure on the outcome's own level said anew in a language, a line a criterion."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    own = [one for one in outcome.criteria if one.level == outcome.level]
    others = [one for one in outcome.criteria if one.level != outcome.level]
    count = max(len(lines), len(own))
    made = []
    for number in range(count):
        old = own[number] if number < len(own) else CriterionText(outcome.level, {})
        said = with_words(old.words, language, lines[number] if number < len(lines) else "")
        if said:
            made.append(replace(old, words=said))
    return tuple(sorted([*others, *made], key=lambda one: one.level))


def changed_by(outcome: OutcomeText, values: Mapping[str, Any], language: str) -> OutcomeText:
    """An outcome with the fields of a proposal (`PROPOSED`) laid over it; words in one language, others stay."""
    new = replace(
        outcome,
        title=_in_language(outcome.title, values, "title", language),
        description=_in_language(outcome.description, values, "description", language),
        hours=int(values.get("hours", outcome.hours)),
        phase=int(values.get("phase", outcome.phase)),
    )
    if "level" in values and int(values["level"]) != new.level:
        # The measure goes along with the outcome to its new level.
        moved = tuple(
            replace(one, level=int(values["level"])) if one.level == new.level else one for one in new.criteria
        )
        moved = tuple(sorted(moved, key=lambda one: one.level))
        new = replace(new, level=int(values["level"]), criteria=moved)
    if "measure" in values:
        new = replace(new, criteria=with_measure(new, language, values["measure"]))
    if "prerequisites" in values:
        new = replace(new, prerequisites=tuple(values["prerequisites"]))
    return new


def _in_language(texts: Words, values: Mapping[str, Any], name: str, language: str) -> Words:
    return with_words(texts, language, values[name]) if name in values else texts
