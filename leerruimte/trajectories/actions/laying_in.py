"""Many opportunities at once: from a table, at the institute, at schools and outside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils import timezone

from leerruimte.people.models import Organisation, Partnership
from leerruimte.people.who import Who
from leerruimte.trajectories.models import Contributes, CurriculumVersion, Edition, Opportunity, Period
from leerruimte.trajectories.models.opportunities import sought_of
from leerruimte.trajectories.opportunities_table import INSTITUTE, OUTSIDE, SCHOOL, Template, editions_of
from leerruimte.trajectories.queries.opportunities import current_version, free_days_by_region
from leerruimte.trajectories.rules.offering import EditionValues
from leerruimte.trajectories.weekdays import day_bits

AT_ONCE = 500


@transaction.atomic
def lay_in_opportunities(
    *,
    by: Who,
    partnership: Partnership,
    rows: Sequence[Template],
    institutes: Sequence[Organisation],
    schools: Mapping[Organisation, Sequence[str]],
    periods: Sequence[Period],
    version: CurriculumVersion | None = None,
    language: str = "nl",
) -> list[Opportunity]:
    """Lay in a table: institute rows at each institute, outside rows once, school rows at the schools that offer them
    (school -> codes of rows). What is offered there under the same word already is left alone.

    Codes of outcomes must stand in the curriculum (`version`, else the one of today); other ones are left out.
    """
    version = version or current_version(partnership)
    laying = _Laying(by, partnership, periods, version, language)
    by_code = {row.code: row for row in rows}
    for row in rows:
        if row.provider == OUTSIDE:
            laying.lay(row, None)
        if row.provider == INSTITUTE:
            for institute in institutes:
                laying.lay(row, institute)
    for school, codes in schools.items():
        for code in codes:
            if by_code[code].provider == SCHOOL:
                laying.lay(by_code[code], school)
    return laying.write()


class _Laying:
    """What is being laid in; written in a few large statements."""

    def __init__(
        self,
        by: Who,
        partnership: Partnership,
        periods: Sequence[Period],
        version: CurriculumVersion | None,
        language: str,
    ) -> None:
        self.by, self.partnership, self.version, self.language = by, partnership, version, language
        self.spans = [(period.first, period.last) for period in periods]
        self.free = free_days_by_region(partnership)
        self.codes = frozenset(version.outcomes.values_list("code", flat=True)) if version else frozenset()
        self.made: list[Opportunity] = []
        self.of: list[tuple[Template, str]] = []
        self.editions: dict[tuple[str, str], list[EditionValues]] = {}
        outside = Opportunity.objects.filter(partnership=partnership)
        there = Opportunity.objects.filter(organisation__memberships__partnership=partnership)
        self.known: set[tuple[int | None, str]] = {
            *outside.exclude(like="").values_list("organisation", "like"),
            *there.exclude(like="").values_list("organisation", "like"),
        }

    def lay(self, row: Template, organisation: Organisation | None) -> None:
        """Lay one row at an organisation, or outside."""
        key = (organisation.pk if organisation else None, row.code)
        if key in self.known:
            return
        self.known.add(key)
        opportunity = Opportunity(
            organisation=organisation,
            partnership=None if organisation else self.partnership,
            title=row.title.get(self.language) or row.title["nl"],
            formality=row.formality,
            hours=row.hours,
            like=row.code,
            made_by_id=self.by.person,
            still_right_by_id=self.by.person,
            still_right_at=timezone.now(),
        )
        opportunity.sought = sought_of(opportunity)
        self.made.append(opportunity)
        self.of.append((row, organisation.holidays if organisation else ""))

    def write(self) -> list[Opportunity]:
        """Write all of it."""
        Opportunity.objects.bulk_create(self.made, batch_size=AT_ONCE)
        Contributes.objects.bulk_create(self._contributes(), batch_size=AT_ONCE)
        Edition.objects.bulk_create(self._editions(), batch_size=AT_ONCE)
        return self.made

    def _contributes(self) -> Iterable[Contributes]:
        for opportunity, (row, _region) in zip(self.made, self.of, strict=True):
            for beforehand, codes in ((False, row.contributes), (True, row.asks)):
                for code in codes:
                    if self.version and code in self.codes:
                        yield Contributes(
                            opportunity=opportunity,
                            curriculum_id=self.version.curriculum_id,
                            code=code,
                            asked_beforehand=beforehand,
                        )

    def _editions(self) -> Iterable[Edition]:
        for opportunity, (row, region) in zip(self.made, self.of, strict=True):
            key = (row.code, region)
            if key not in self.editions:
                free: frozenset[date] = self.free.get(region, self.free[""])
                self.editions[key] = editions_of(row, self.spans, free)
            for values in self.editions[key]:
                columns = {**asdict(values), "days": list(values.days)}
                yield Edition(opportunity=opportunity, day_bits=day_bits(values.days), **columns)
