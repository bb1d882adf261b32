"""What templates about plates draw with."""

from collections.abc import Iterable, Mapping

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from leerruimte.plates.guide import Section, sections
from leerruimte.plates.models import Plate
from leerruimte.plates.paper import paper_of

register = template.Library()


@register.filter
def in_sections(text: str) -> Iterable[Section]:
    """A facilitator's guide, section by section."""
    return sections(text)


@register.filter
def paper(plate: Plate) -> int | str:
    """The number of the paper of a plate, for `data-plate`; empty for a plate from an own drawing."""
    return paper_of(plate) or ""


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """The icon of a kind of background; the word stands beside it."""
    return format_html(
        '<svg class="ico" aria-hidden="true"><use href="{}#kind-{}"/></svg>', static("plates/kinds.svg"), kind
    )


@register.filter
def at(values: Mapping[str, object], key: str) -> object:
    """What stands at a key that the template only knows by a variable; None when there is nothing."""
    return values.get(key)
