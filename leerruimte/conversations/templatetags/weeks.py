"""What templates say about slips that lie in weeks."""

from django import template

from leerruimte.conversations.queries.weeks import Place, Week, WeeksSeen
from leerruimte.conversations.report_words import gaps_sentence
from leerruimte.encounters.models import Contribution

register = template.Library()


@register.filter
def gaps_in_words(empty: tuple[tuple[int, int], ...]) -> str:
    """The weeks in which nothing lies yet."""
    return gaps_sentence(empty)


@register.filter
def place_of_kind(weeks: WeeksSeen, kind: str) -> int:
    """The number of a kind among the kinds, from 1; 0 when a slip has none."""
    return next((number for number, (key, _label) in enumerate(weeks.kinds, start=1) if key == kind), 0)


@register.filter
def cells_of(week: Week, weeks: WeeksSeen) -> list[tuple[Place, tuple[Contribution, ...]]]:
    """The slips of a week place by place."""
    return list(zip(weeks.places, week.cells, strict=True))
