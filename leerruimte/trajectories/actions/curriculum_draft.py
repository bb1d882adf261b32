"""What owners change in the draft of a curriculum: outcomes, and what things are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.encounters.rules import clean_text
from leerruimte.people.who import Who
from leerruimte.trajectories.case_json import frames_called
from leerruimte.trajectories.case_writing import without
from leerruimte.trajectories.curriculum_checks import check_needs, new_code
from leerruimte.trajectories.models import Criterion, CurriculumVersion, Level, Outcome, Theme
from leerruimte.trajectories.queries.curriculum import framework_of
from leerruimte.trajectories.rules.curriculum import (
    MOST_LEVELS,
    OutcomeText,
    changed_by,
    digest,
    names_only,
    with_words,
)


def _locked_draft(version: CurriculumVersion) -> CurriculumVersion:
    """The draft, kept from being published meanwhile."""
    locked = CurriculumVersion.objects.select_for_update().get(pk=version.pk)
    if locked.published_at:
        raise Refused(_("This version is published and stays as it is."))
    return locked


def _meanwhile() -> Refused:
    return Refused(_("Somebody else changed this meanwhile. Look at what is there now before you keep yours."))


@transaction.atomic
def change_outcome(
    *,
    by: Who,
    version: CurriculumVersion,
    code: str,
    values: Mapping[str, Any],
    language: str,
    seen: str | None = None,
) -> None:
    """Change an outcome of the draft (`rules.curriculum.PROPOSED`), its words in one language.

    `seen` is the digest of the outcome as it was shown: what another owner changed meanwhile is not lost unseen.
    """
    draft = _locked_draft(version)
    now = next((one for one in framework_of(draft).outcomes if one.code == code), None)
    if now and seen is not None and seen != digest(now):
        raise _meanwhile()
    _lay_change(draft, code, values, language)


@transaction.atomic
def add_outcome(
    *, by: Who, version: CurriculumVersion, id: UUID, values: Mapping[str, Any], language: str, code: str = ""
) -> str:
    """Add an outcome to the draft; gives its code. It is known by `id`: the same again gives the first one."""
    draft = _locked_draft(version)
    known = Outcome.objects.filter(version=draft, identifier=id).first()
    if known:
        return known.code
    code = new_code(draft.curriculum_id, framework_of(draft), values, code)
    empty = OutcomeText(code=code, theme=str(values["theme"]), title={}, identifier=str(id))
    _lay_new(draft, changed_by(empty, values, language))
    return code


@transaction.atomic
def take_out_outcome(*, by: Who, version: CurriculumVersion, code: str) -> None:
    """Take an outcome out of the draft; nothing needs it any more after."""
    _lay_out(_locked_draft(version), code)


@dataclass(frozen=True)
class Names:
    """What the parts of a draft are called in one language: ("title", ""), ("phase", "2"), ("theme", "PED") or
    ("level", "3") -> its name; and a theme and a level more, where these have a name.
    """

    parts: Mapping[tuple[str, str], str]
    new_theme: str = ""
    new_code: str = ""
    new_level: str = ""


@transaction.atomic
def call_parts(*, by: Who, version: CurriculumVersion, names: Names, language: str, seen: str | None = None) -> None:
    """Say what the draft, its phases, themes and levels are called. A theme or level that no outcome has goes with its
    name. `seen` is the digest of the names as they were shown.
    """
    draft = _locked_draft(version)
    if seen is not None and seen != digest(names_only(framework_of(draft))):
        raise _meanwhile()
    said = {key: clean_text(name) for key, name in names.parts.items()}
    draft.title = with_words(draft.title, language, said.pop(("title", ""), ""))
    if not draft.title:
        raise Refused(_("Give it a title."), field="title")
    phases = draft.source.get("phases", {})
    for kind, which in said:
        if kind == "phase":
            phases[which] = with_words(phases.get(which, {}), language, said[kind, which])
    draft.source["phases"] = {number: title for number, title in phases.items() if title}
    _call_themes(draft, said, language)
    _call_levels(draft, said, language)
    draft.save(update_fields=["title", "source"])
    _add_theme(draft, clean_text(names.new_theme), clean_text(names.new_code), language)
    _add_level(draft, clean_text(names.new_level), language)


def _call_themes(draft: CurriculumVersion, said: Mapping[tuple[str, str], str], language: str) -> None:
    themes = set(draft.outcomes.values_list("theme", flat=True))
    for theme in draft.themes.all():
        name, used = said.get(("theme", theme.code)), theme.pk in themes
        if used and name == "" and theme.title and not with_words(theme.title, language, ""):
            raise Refused(_("Outcomes have this theme: it needs a name."), field=f"theme-{theme.code}")
        if _call(theme, name, language, used=used):
            draft.source = without(draft.source, frames_called(draft.source, theme.code))


def _call_levels(draft: CurriculumVersion, said: Mapping[tuple[str, str], str], language: str) -> None:
    measured = Criterion.objects.filter(outcome__version=draft).values_list("level", flat=True)
    levels = {*draft.outcomes.values_list("level", flat=True), *measured}
    for level in draft.levels.all():
        _call(level, said.get(("level", str(level.number))), language, used=level.number in levels)


def _call(part: Theme | Level, name: str | None, language: str, *, used: bool) -> bool:
    """Give a part its name; whether it is gone."""
    if name is None or name == part.title.get(language, ""):
        return False
    if not name and not used:
        part.delete()
        return True
    part.title = with_words(part.title, language, name)
    part.save(update_fields=["title"])
    return False


def _add_theme(draft: CurriculumVersion, name: str, code: str, language: str) -> None:
    if not name and not code:
        return
    if not code or not name:
        raise Refused(_("A theme has a name and a code."), field="new_theme" if code else "new_code")
    if draft.themes.filter(code=code).exists():
        raise Refused(_("There is a theme with this code already."), field="new_code")
    last = draft.themes.aggregate(last=Max("position"))["last"] or 0
    Theme.objects.create(version=draft, code=code, title={language: name}, position=last + 1)


def _add_level(draft: CurriculumVersion, name: str, language: str) -> None:
    if not name:
        return
    number = (draft.levels.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > MOST_LEVELS:
        raise Refused(_("There are %(most)d levels; more is not possible.") % {"most": MOST_LEVELS}, field="new_level")
    Level.objects.create(version=draft, number=number, title={language: name})


def _lay_change(draft: CurriculumVersion, code: str, values: Mapping[str, Any], language: str) -> None:
    """Change an outcome of a locked draft."""
    framework = framework_of(draft)
    there = {one.code: one for one in framework.outcomes}
    if code not in there:
        raise Refused(_("“%(code)s” is not in the draft any more.") % {"code": code})
    new = changed_by(there[code], values, language)
    if not any(new.title.values()):
        raise Refused(_("Give it a title."), field="title")
    check_needs({one.code: one.prerequisites for one in framework.outcomes}, code, new.prerequisites)
    _write(draft, Outcome.objects.get(version=draft, code=code), new)


def _lay_new(draft: CurriculumVersion, new: OutcomeText) -> None:
    """Put an outcome into a locked draft."""
    framework = framework_of(draft)
    codes = {one.code: one.prerequisites for one in framework.outcomes}
    if new.code in codes:
        raise Refused(_("There is an outcome with the code “%(code)s” already.") % {"code": new.code}, field="code")
    theme = Theme.objects.filter(version=draft, code=new.theme).first()
    if theme is None:
        raise Refused(_("Choose a theme."), field="theme")
    check_needs(codes, new.code, new.prerequisites)
    identifier = UUID(new.identifier) if new.identifier else uuid4()
    outcome = Outcome.objects.create(
        version=draft, code=new.code, identifier=identifier, theme=theme, position=len(codes)
    )
    _write(draft, outcome, new)


def _write(draft: CurriculumVersion, outcome: Outcome, new: OutcomeText) -> None:
    outcome.title, outcome.description = dict(new.title), dict(new.description)
    outcome.phase, outcome.level, outcome.hours = new.phase, new.level, new.hours
    outcome.save()
    outcome.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(outcome=outcome, level=one.level, words=dict(one.words), position=number, source=dict(one.source))
        for number, one in enumerate(new.criteria)
    )
    outcome.prerequisites.set(Outcome.objects.filter(version=draft, code__in=new.prerequisites))


def _lay_out(draft: CurriculumVersion, code: str) -> None:
    """Take an outcome out of a locked draft."""
    outcome = Outcome.objects.filter(version=draft, code=code).first()
    if outcome is None:
        raise Refused(_("“%(code)s” is not in the draft any more.") % {"code": code})
    # Links that an imported file had to it would lead nowhere.
    draft.source = without(draft.source, {str(outcome.identifier)})
    draft.save(update_fields=["source"])
    outcome.delete()
