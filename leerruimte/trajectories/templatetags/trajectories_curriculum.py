"""What the pages of a curriculum draw with: fields by name, as they were and as they are."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leerruimte.look.templatetags.look import in_language
from leerruimte.trajectories.rules.curriculum import Changed, OutcomeText

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


def _both(changed: Changed, name: str) -> tuple[str, str]:
    """In the reader's language; only another language differs: in that one, with its name before it."""
    before, after = in_words(changed.before, name), in_words(changed.after, name)
    if before != after:
        return before, after
    for language in _languages(changed, name):
        before, after = in_words(changed.before, name, language), in_words(changed.after, name, language)
        if before != after:
            return f"{language}: {before}", f"{language}: {after}"
    return before, after


def _languages(changed: Changed, name: str) -> list[str]:
    both = (changed.before, changed.after)
    if name == "criteria":
        return sorted({language for one in both for criterion in one.criteria for language in criterion.words})
    return sorted({language for one in both for language in getattr(one, name)})


@register.filter
def in_words(outcome: OutcomeText, name: str, language: str = "") -> str:
    """A field of an outcome in words."""
    value = getattr(outcome, name)
    if name == "criteria":
        return "; ".join(f"{_said(one.words, language)} ({one.level})" for one in value) or NOTHING
    if name == "prerequisites":
        return ", ".join(sorted(value)) or NOTHING
    if isinstance(value, Mapping):
        return _said(value, language) or NOTHING
    return str(value) or NOTHING


def _said(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language, "") if language else in_language(texts)


@register.filter
def is_other_language(texts: Mapping[str, str]) -> str:
    """The language of the words that are shown, when it is not the reader's; else empty."""
    now = (get_language() or "nl").split("-")[0]
    if not texts or now in texts:
        return ""
    return "nl" if "nl" in texts else next(iter(texts))
