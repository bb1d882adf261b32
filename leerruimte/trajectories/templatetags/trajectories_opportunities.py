"""What is offered, in words: when and how often."""

from datetime import date, timedelta

from django import template
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from leerruimte.trajectories.rules.meetings import SaidAsARule
from leerruimte.trajectories.weekdays import DAYS, day_names

register = template.Library()
register.filter(day_names)


@register.filter
def when(edition: SaidAsARule) -> str:
    """When an edition meets, in one line: "every tuesday at 15:30, 8 times from 1 September 2026"."""
    if not edition.days:
        return _("on request, between %(first)s and %(last)s") % {
            "first": _day(edition.first),
            "last": _day(edition.last),
        }
    days = _days(edition)
    if edition.starts:
        at = _("%(days)s at %(time)s") % {"days": days, "time": time_format(edition.starts, "G:i")}
    else:
        at = days
    if edition.times == 1:
        return f"{at}, {date_format(first_day(edition), 'j F Y')}"
    values = {"at": at, "times": edition.times, "first": _day(first_day(edition))}
    if edition.every_weeks == 1:
        return _("every %(at)s, %(times)s times from %(first)s") % values
    if edition.every_weeks == 2:
        return _("every other week on %(at)s, %(times)s times from %(first)s") % values
    return _("every %(weeks)s weeks on %(at)s, %(times)s times from %(first)s") % {
        **values,
        "weeks": edition.every_weeks,
    }


@register.filter
def length(minutes: int) -> str:
    """Minutes as people say them: "1½ uur", "45 minuten"."""
    hours, left = divmod(minutes, 60)
    if left == 30 and hours:
        return _("%(hours)s½ hours") % {"hours": hours}
    if left or not hours:
        return _("%(minutes)s minutes") % {"minutes": minutes}
    return _("an hour") if hours == 1 else _("%(hours)s hours") % {"hours": hours}


def first_day(edition: SaidAsARule) -> date:
    """The first of its days, free or not."""
    for number in range(7):
        day = edition.first + timedelta(days=number)
        if DAYS[day.weekday()] in edition.days:
            return day
    return edition.first


def _days(edition: SaidAsARule) -> str:
    names = day_names(edition.days)
    if len(names) == 5 and "sa" not in edition.days and "su" not in edition.days:
        return _("working day")
    return _("%(days)s and %(last)s") % {"days": ", ".join(names[:-1]), "last": names[-1]} if names[1:] else names[0]


def _day(day: date) -> str:
    return date_format(day, "j F Y")
