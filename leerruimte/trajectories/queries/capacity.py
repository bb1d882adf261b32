"""How many places schools have in a period: of one school, and of all of them for who coordinates."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, FilteredRelation, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from leerruimte.base.searching import all_words
from leerruimte.people.models import Organisation, Partnership
from leerruimte.trajectories.access.opportunities import organisations_today
from leerruimte.trajectories.models import Capacity, CohortLearner, Period
from leerruimte.trajectories.queries.opportunities import periods_of

BANDS = ("1-2", "3-5", "6-8")
SAID, NOT_SAID = "gezegd", "niet"
# So many names of who comes stand with the numbers; the rest on a page of their own.
NAMED = 20


@dataclass(frozen=True)
class SaidOfPeriod:
    """What a school said of one period; empty: nothing yet."""

    period: Period
    capacity: Capacity | None
    # Names of the first learners who come, as far as they were told; None: not for who looks.
    coming: Sequence[str] | None = None
    number_coming: int = 0


@dataclass(frozen=True)
class Totals:
    """Of all schools together in a period."""

    schools: int
    said: int
    promised: int
    interested: int
    with_mentor: int

    @property
    def not_said(self) -> int:
        """Schools that said nothing yet."""
        return self.schools - self.said


def capacities_of(partnership: Partnership, school: Organisation, *, names: bool = False) -> list[SaidOfPeriod]:
    """What a school said of each period that is not over; with the `names` of who comes."""
    periods = list(periods_of(partnership, from_day=timezone.localdate()))
    rows = Capacity.objects.filter(organisation=school, period__in=periods).select_related("said_by")
    said = {row.period_id: row for row in rows}
    if not names:
        return [SaidOfPeriod(period, said.get(period.pk)) for period in periods]
    coming, numbers = _first_who_come(school, periods)
    return [
        SaidOfPeriod(period, said.get(period.pk), coming.get(period.pk, ()), numbers.get(period.pk, 0))
        for period in periods
    ]


def learners_who_come(school: Organisation, periods: Collection[Period]) -> QuerySet[CohortLearner]:
    """Learners who were told that they come here, by name. Of what is not published nothing is told."""
    rows = CohortLearner.objects.filter(cohort__period__in=periods, told_school=school, told_at__isnull=False)
    return rows.select_related("cohort", "person").order_by("name", "pk")


def _name_of(learner: CohortLearner) -> str:
    """A learner of a cohort by name."""
    return learner.person.name if learner.person else str(learner)


def _first_who_come(school: Organisation, periods: Collection[Period]) -> tuple[dict[int, list[str]], dict[int, int]]:
    """Period -> the first names; and how many there are."""
    rows = learners_who_come(school, periods)
    rank = Window(RowNumber(), partition_by="cohort__period", order_by=["name", "pk"])
    names: dict[int, list[str]] = {}
    for one in rows.annotate(rank=rank).filter(rank__lte=NAMED):
        names.setdefault(one.cohort.period_id, []).append(_name_of(one))
    return names, dict(rows.order_by().values_list("cohort__period").annotate(Count("pk")))


def schools_of(partnership: Partnership) -> QuerySet[Organisation]:
    """Schools that take part today."""
    return Organisation.objects.filter(kind=Organisation.Kind.SCHOOL, pk__in=organisations_today(partnership))


def schools_with_capacity(
    partnership: Partnership, period: Period, *, words: str = "", which: str = ""
) -> QuerySet[Organisation]:
    """Schools by name, each with what it said of the period as `said`-columns; all of them, or who did (not) say."""
    rows = schools_of(partnership).filter(all_words(words))
    rows = rows.annotate(said=FilteredRelation("capacities", condition=Q(capacities__period=period)))
    if which:
        rows = rows.filter(said__isnull=which == NOT_SAID)
    return rows.order_by("name", "pk")


def rows_of(schools: Sequence[Organisation], period: Period) -> list[tuple[Organisation, Capacity | None]]:
    """These schools, each with what it said of the period."""
    rows = Capacity.objects.filter(organisation__in=schools, period=period).select_related("said_by")
    said = {row.organisation_id: row for row in rows}
    return [(school, said.get(school.pk)) for school in schools]


def totals_of(partnership: Partnership, period: Period) -> Totals:
    """How many places all schools together have in a period."""
    rows = Capacity.objects.filter(period=period, organisation__in=organisations_today(partnership))
    promised = Q(promise=Capacity.Promise.PROMISED)
    sums = rows.aggregate(
        said=Count("pk"),
        promised=Sum("places", filter=promised),
        interested=Sum("places", filter=~promised),
        with_mentor=Sum("with_mentor"),
    )
    return Totals(schools=schools_of(partnership).count(), **{name: value or 0 for name, value in sums.items()})
