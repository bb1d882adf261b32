"""What the report's templates say in words."""

from collections.abc import Mapping

from django import template

from leerruimte.conversations.figures import CountsShown
from leerruimte.conversations.queries.element_marks import Told
from leerruimte.conversations.queries.placed import PathMarks
from leerruimte.conversations.queries.report import Said
from leerruimte.conversations.report_parts import PartReported, told_in_words
from leerruimte.conversations.report_words import counts_sentence, doubles_sentence, laid_sentence, path_sentence
from leerruimte.people.models import SIDE_OF, Role

register = template.Library()


@register.filter
def in_words(counts: CountsShown) -> str:
    """How many agree and disagree."""
    return counts_sentence(counts)


@register.filter
def said_again(doubles: int) -> str:
    """How many others said the same."""
    return doubles_sentence(doubles)


@register.filter
def path_in_words(path: PathMarks) -> str:
    """Where people place "us"."""
    return path_sentence(path)


@register.filter
def laid_in_words(said: Said, in_heap: bool | str) -> str:
    """Where it lies (unless that stands above it), who it is about, in which week and as what kind."""
    return laid_sentence(said, with_place=not in_heap)


@register.filter
def told(count: Told) -> str:
    """How many people put a mark on an element."""
    return told_in_words(count)


@register.filter
def of_question(parts: Mapping[int, PartReported], number: int) -> PartReported | None:
    """What the working part of a question gave."""
    return parts.get(number)


@register.filter
def side_of(role: str) -> str:
    """The side whose colour and shape a role carries."""
    return SIDE_OF[Role(role)].value
