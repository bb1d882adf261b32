"""Days of the week, as they are written in editions, needs and files."""

from collections.abc import Iterable

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
SCHOOL_DAYS = DAYS[:5]


def day_bits(days: Iterable[str]) -> int:
    """Days as one number, a bit a day from Monday (1) to Sunday (64): what a search can compare."""
    return sum(1 << number for number in {DAYS.index(day) for day in days if day in DAYS})


def day_names(days: Iterable[str]) -> list[str]:
    """What days are called, in the order of the week."""
    return [str(WEEKDAYS[number]).lower() for number, day in enumerate(DAYS) if day in set(days)]


def short_day_names(days: Iterable[str]) -> list[str]:
    """What days are called in short, in the order in which they are given."""
    names = (_("mon"), _("tue"), _("wed"), _("thu"), _("fri"), _("sat"), _("sun"))
    return [names[DAYS.index(day)] for day in days if day in DAYS]
