"""The year of a partnership: its periods, and the days on which nothing meets."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.access import may_coordinate
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.trajectories.models import Capacity, Cohort, FreeDays, Period
from leerruimte.trajectories.rules.offering import LONGEST
from leerruimte.trajectories.rules.school_year import Free, Part


@transaction.atomic
def keep_period(
    *, by: Who, partnership: Partnership, name: str, first: date, last: date, period: Period | None = None
) -> Period:
    """Make a period, or change one. Periods do not overlap."""
    _check(by, partnership)
    _check_days(first, last, field="last")
    others = Period.objects.select_for_update().filter(partnership=partnership, first__lte=last, last__gte=first)
    overlap = (others.exclude(pk=period.pk) if period else others).first()
    if overlap is not None:
        raise Refused(_("This overlaps with %(name)s.") % {"name": overlap.name}, field="first")
    period = period or Period(partnership=partnership)
    period.name, period.first, period.last = name.strip(), first, last
    period.save()
    return period


@transaction.atomic
def remove_period(*, by: Who, partnership: Partnership, period: Period) -> None:
    """Take a period away, when nobody counts on it."""
    _check(by, partnership)
    if Capacity.objects.filter(period=period).exists() or Cohort.objects.filter(period=period).exists():
        raise Refused(_("Schools or cohorts count on this period: it stays."))
    period.delete()


@transaction.atomic
def lay_school_year(*, by: Who, partnership: Partnership, parts: Iterable[Part], free: Iterable[Free]) -> int:
    """Take over a year as it was offered: what overlaps with a period that is there is left out. Says how many."""
    _check(by, partnership)
    known = list(Period.objects.select_for_update().filter(partnership=partnership))
    made = 0
    for part in parts:
        if not any(one.first <= part.last and one.last >= part.first for one in known):
            Period.objects.create(partnership=partnership, name=part.name, first=part.first, last=part.last)
            made += 1
    for one in free:
        FreeDays.objects.get_or_create(
            partnership=partnership, region=one.region, first=one.first, last=one.last, defaults={"why": one.why}
        )
    return made


@transaction.atomic
def add_free_days(
    *, by: Who, partnership: Partnership, why: str, first: date, last: date, region: str = ""
) -> FreeDays:
    """Days on which nothing meets: everywhere, or at schools of a region. Twice the same is once."""
    _check(by, partnership)
    _check_days(first, last, field="free_last")
    free, _new = FreeDays.objects.update_or_create(
        partnership=partnership, region=region, first=first, last=last, defaults={"why": why.strip()}
    )
    return free


@transaction.atomic
def remove_free_days(*, by: Who, partnership: Partnership, free_id: int) -> None:
    """They are ordinary days after all."""
    _check(by, partnership)
    FreeDays.objects.filter(partnership=partnership, pk=free_id).delete()


def _check_days(first: date, last: date, *, field: str) -> None:
    if last < first:
        raise Refused(_("It ends before it begins."), field=field)
    if last - first > LONGEST:
        raise Refused(_("Choose a time of at most one school year."), field=field)


def _check(by: Who, partnership: Partnership) -> None:
    if not may_coordinate(by, partnership.pk):
        raise Refused(_("Only a coordinator sets the year."))
