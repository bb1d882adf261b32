"""What templates draw with: icons, marks of who, words in the reader's language, states of something sent."""

from collections.abc import Mapping

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()

STATES = {
    "saved": ("yes", _("Kept")),
    "waiting": ("clock", _("Waits for a connection")),
    "wrong": ("warn", _("Not right yet")),
    "busy": ("busy", _("Keeping …")),
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; without a label it is decoration beside words that say the same."""
    address = static("look/icons.svg")
    if label:
        return format_html(
            '<svg class="ico" role="img" aria-label="{}"><use href="{}#i-{}"/></svg>', label, address, name
        )
    return format_html('<svg class="ico" aria-hidden="true"><use href="{}#i-{}"/></svg>', address, name)


@register.simple_tag
def who_mark(side: str) -> SafeString:
    """The mark (colour and shape) of a side: learner, school, institute, research, together or mixed."""
    return format_html(
        '<svg class="ico mark" aria-hidden="true"><use href="{}#who-{}"/></svg>', static("look/icons.svg"), side
    )


@register.simple_tag
def state(name: str, words: str = "") -> SafeString:
    """How something sent stands: saved, waiting, wrong or busy; `words` in place of the usual ones ("Kept 10:42")."""
    icon_name, usual = STATES[name]
    return format_html('<span class="state {}" role="status">{}{}</span>', name, icon(icon_name), words or usual)


@register.simple_tag
def spot(name: str) -> SafeString:
    """A small drawing for an empty page or a page where something is not so; the words beside it say it."""
    address = static(f"look/spots/{name}.svg")
    return format_html('<img class="spot" src="{}" alt="" width="240" height="180">', address)


@register.filter
def in_language(texts: Mapping[str, str] | None) -> str:
    """The words of {"nl": .., "en": ..} in the reader's language; else Dutch, else whatever there is."""
    if not texts:
        return ""
    language = (get_language() or "nl").split("-")[0]
    return texts.get(language) or texts.get("nl") or next(iter(texts.values()))
