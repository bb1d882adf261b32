"""What the pages of evidence and forms draw with."""

from collections.abc import Mapping
from typing import Any

from django import template

from leerruimte.base.client_ids import new_id

register = template.Library()


@register.simple_tag
def new_client_id() -> str:
    """An id for something that is going to be sent: sent twice it is kept once."""
    return str(new_id())


@register.filter
def get_item(values: Mapping[Any, Any], key: Any) -> Any:
    """The value of a key, or nothing."""
    return values.get(key, "")
