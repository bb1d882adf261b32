"""The mark and word of a role, and what people call a device, the same on every screen.

A template builtin: no {% load %} needed.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from leerruimte.look.templatetags.look import who_mark
from leerruimte.people.models import SIDE_OF, Role, Side
from leerruimte.people.rules import device_words

register = template.Library()


@register.simple_tag
def who(role: str | None, word: str = "") -> SafeString:
    """Mark and word of a role (or of a side: "mixed"); nothing when there is none. `word` in place of the usual one."""
    if not role:
        return mark_safe("")
    side = SIDE_OF[Role(role)] if role in Role else Side(role)
    usual = Role(role).label if role in Role else side.label
    return format_html('<span class="who">{}{}</span>', who_mark(side), word or usual)


@register.filter
def device(user_agent: str) -> str:
    """What people call a device, of what its browser says of itself: "Chrome, Android"."""
    return ", ".join(word for word in device_words(user_agent) if word) or _("an unknown device")
