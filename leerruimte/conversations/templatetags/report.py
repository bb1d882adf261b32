"""What the report's templates say in words."""

from django import template

from leerruimte.conversations.figures import CountsShown
from leerruimte.conversations.queries.beamer import PathMarks
from leerruimte.conversations.report_words import counts_sentence, doubles_sentence, path_sentence
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
def side_of(role: str) -> str:
    """The side whose colour and shape a role carries."""
    return SIDE_OF[Role(role)].value
