"""Time left, as a clock shows it."""

from django import template

register = template.Library()


@register.filter
def as_clock(seconds: int | None) -> str:
    """Seconds as minutes and seconds: 760 -> 12:40; nothing when there is no clock."""
    if seconds is None:
        return ""
    minutes, rest = divmod(max(0, seconds), 60)
    return f"{minutes}:{rest:02}"
