"""Words and shapes of the triangle conversation for templates."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from leerruimte.look.templatetags.look import who_mark
from leerruimte.people.models import Role
from leerruimte.trajectories.models import Field

register = template.Library()


@register.filter
def field_words(name: str) -> str:
    """What is asked in a field: "What am I going to learn?"."""
    return str(Field(name).label) if name in Field.values else name


@register.filter
def at_key(values: Mapping[str, Any], key: str) -> Any:
    """The value of a key that is not known when the template is written."""
    return values.get(key, "")


@register.filter
def as_moment(text: str) -> datetime | None:
    """A moment that was frozen as text."""
    return parse_datetime(text)


@register.filter
def when(at: datetime) -> str:
    """A moment as people say it: the hour, and the day too when that was not today."""
    local = timezone.localtime(at)
    return date_format(local, "H:i" if local.date() == timezone.localdate() else "j F, H:i")


@register.filter
def as_day(text: str) -> date | None:
    """A day that was frozen as text."""
    return parse_date(text)


@register.filter
def role_words(role: str) -> str:
    """A role in words."""
    return str(Role(role).label) if role in Role.values else role


@register.filter
def as_text(value: object) -> str:
    """An id as it is written in a choice."""
    return str(value)


@register.filter
def name_field(member: object) -> str:
    """The name of the field in which a member types their first name."""
    return f"name-{member}"


@register.filter
def in_order(fields: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The lines of an outcome in the order in which they are asked: a database may give keys in another."""
    return [(name, fields[name]) for name in Field.values if name in fields]


@register.simple_tag
def place_mark(where: str) -> SafeString:
    """The mark of where a piece is: institute, school or elsewhere."""
    return who_mark(where if where in ("institute", "school") else "research")
