"""What the pages of a curriculum draw with: fields by name, as they were and as they are."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from leerruimte.look.templatetags.look import in_language
from leerruimte.trajectories.rules.curriculum import Changed, OutcomeText, Renamed

register = template.Library()

FIELDS = {
    "title": _("title"),
    "description": _("what you learn"),
    "criteria": _("what shows it"),
    "phase": _("phase"),
    "level": _("level"),
    "hours": _("hours"),
    "prerequisites": _("what comes first"),
    "theme": _("theme"),
    "weight": _("weight"),
    "choice": _("choice"),
}
NOTHING = "–"


@register.filter
def lines(changed: Changed) -> list[tuple[Any, str, str]]:
    """Each field that differs: its name, as it was, as it is."""
    return [(FIELDS[name], *_both(changed, name)) for name in changed.fields]


@register.filter
def names(renamed: Renamed) -> tuple[str, str, str]:
    """What is called otherwise: what it is, as it was, as it is."""
    both = partial(_said, renamed.before), partial(_said, renamed.after)
    shown = _in_one_language(*both, sorted({*renamed.before, *renamed.after}))
    return f"{FIELDS[renamed.kind]} {renamed.which}".strip(), *shown


def _both(changed: Changed, name: str) -> tuple[str, str]:
    both = partial(_in_words, changed.before, name), partial(_in_words, changed.after, name)
    return _in_one_language(*both, _languages(changed, name))


def _in_one_language(
    before: Callable[[str], str], after: Callable[[str], str], languages: Iterable[str]
) -> tuple[str, str]:
    """In the reader's language; only another language differs: in that one, with its name before it."""
    for language in ("", *languages):
        if before(language) != after(language):
            said = f"{language}: " if language else ""
            return said + (before(language) or NOTHING), said + (after(language) or NOTHING)
    return before(""), after("")


def _languages(changed: Changed, name: str) -> list[str]:
    both = (changed.before, changed.after)
    if name == "criteria":
        return sorted({language for one in both for criterion in one.criteria for language in criterion.words})
    values = [getattr(one, name) for one in both]
    return sorted({language for value in values if isinstance(value, Mapping) for language in value})


def _in_words(outcome: OutcomeText, name: str, language: str = "") -> str:
    value = getattr(outcome, name)
    if name == "criteria":
        return "; ".join(f"{_said(one.words, language)} ({one.level})" for one in value) or NOTHING
    if name == "prerequisites":
        return ", ".join(sorted(value)) or NOTHING
    if isinstance(value, Mapping):
        return _said(value, language) or NOTHING
    return str(value) or NOTHING


def _said(texts: Mapping[str, str], language: str = "") -> str:
    return texts.get(language, "") if language else in_language(texts)
