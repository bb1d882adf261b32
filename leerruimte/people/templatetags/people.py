"""The mark and word of a role, the same on every screen. A template builtin: no {% load %} needed."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from leerruimte.look.templatetags.look import who_mark
from leerruimte.people.models import SIDE_OF, Role, Side

register = template.Library()


@register.simple_tag
def who(role: str | None, word: str = "") -> SafeString:
    """Mark and word of a role (or of a side: "mixed"); nothing when there is none. `word` in place of the usual one."""
    if not role:
        return mark_safe("")
    side = SIDE_OF[Role(role)] if role in Role else Side(role)
    usual = Role(role).label if role in Role else side.label
    return format_html('<span class="who">{}{}</span>', who_mark(side), word or usual)
