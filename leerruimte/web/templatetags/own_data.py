"""Nested data as lists that people read; in a file to take along, so without styles."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def readable(value: object) -> SafeString:
    """Named values as a list of names, rows as a numbered list, the rest as it is written; empty as a dash."""
    if isinstance(value, Mapping):
        rows = ((name, readable(inner)) for name, inner in value.items())
        return format_html("<ul>{}</ul>", format_html_join("", "<li><b>{}</b>: {}</li>", rows))
    if isinstance(value, list | tuple):
        rows_in_order = ((readable(inner),) for inner in value)
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", rows_in_order)) if value else DASH
    return format_html("{}", value) if value not in (None, "") else DASH


DASH = SafeString("–")
