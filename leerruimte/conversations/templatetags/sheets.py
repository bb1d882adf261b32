"""What sheets are drawn with."""

from collections.abc import Collection

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from leerruimte.conversations.rules import WORD

register = template.Library()


@register.filter
def dotted(text: str, shared: Collection[str] | None) -> SafeString:
    """The text with the words that others use too (in small letters) under dots."""
    pieces, start = [], 0
    for found in WORD.finditer(text):
        if shared and found[0].casefold() in shared:
            pieces.append(format_html('{}<span class="dotted">{}</span>', text[start : found.start()], found[0]))
            start = found.end()
    return format_html("{}{}", format_html_join("", "{}", ((piece,) for piece in pieces)), text[start:])
