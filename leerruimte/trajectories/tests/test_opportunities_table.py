"""A table of opportunities, and laying it in."""

import time
from pathlib import Path

import pytest

from leerruimte.example import __file__ as example
from leerruimte.people.models import Organisation
from leerruimte.people.tests.make import an_organisation
from leerruimte.people.who import NOBODY
from leerruimte.trajectories.actions.laying_in import lay_in_opportunities
from leerruimte.trajectories.models import Contributes, Edition, Opportunity
from leerruimte.trajectories.opportunities_table import editions_of, read_table
from leerruimte.trajectories.rules.dayparts import parts_of
from leerruimte.trajectories.rules.meetings import days_in, meetings_of, teaching_weeks
from leerruimte.trajectories.tests.make import a_curriculum, a_partnership
from leerruimte.trajectories.tests.make_opportunities import HOLIDAYS, YEAR, a_school_year

TABLE = Path(example).with_name("opportunities.csv")
ROWS = {row.code: row for row in read_table(TABLE)}
FREE = days_in(HOLIDAYS)


def test_every_row_has_an_edition_that_meets() -> None:
    """Within the year, on days that are not free, and in at least nine of ten times as said."""
    assert len(ROWS) == 133
    for row in ROWS.values():
        editions = editions_of(row, YEAR, FREE)
        assert editions, row.code
        for edition in editions:
            assert YEAR[0][0] <= edition.first <= edition.last <= YEAR[-1][1].replace(month=8), row.code
            meetings = meetings_of(edition, FREE)
            if edition.days:
                assert len(meetings) * 10 >= edition.times * 9, (row.code, edition)
                assert meetings[-1].day == edition.last


def test_a_weekly_course_of_one_period_is_given_to_two_groups() -> None:
    """Seven hours are a whole day, so there is one; a morning would be two."""
    watching = editions_of(ROWS["OPP-002"], YEAR, FREE)
    assert [(one.days, one.times, one.minutes) for one in watching] == [(("mo",), 9, 420)]
    training = editions_of(ROWS["OPP-004"], YEAR, FREE)
    assert [one.starts.hour for one in training if one.starts] == [9, 13]


def test_what_begins_after_school_goes_beside_workplace_learning_on_the_same_day() -> None:
    """The days at school are for the lessons; the hours of the whole stay."""
    [workplace] = editions_of(ROWS["OPP-051"], YEAR, FREE)
    [after, *_more] = editions_of(ROWS["OPP-067"], YEAR, FREE)
    assert set(after.days) <= set(workplace.days)
    parts = [set(parts_of(one.starts, one.minutes, at_school=True)) for one in (workplace, after)]
    assert parts == [{"morning", "afternoon"}, {"late"}]
    assert ROWS["OPP-051"].hours * 60 > workplace.times * workplace.minutes


def test_on_request_has_no_days_and_one_edition_a_period() -> None:
    """Six weeks in which it can be agreed upon."""
    row = next(one for one in ROWS.values() if one.rhythm == "request" and one.periods == "1-4" and one.hours >= 12)
    editions = editions_of(row, YEAR, FREE)
    assert len(editions) == 4
    assert all(not one.days and len(teaching_weeks(one.first, one.last, FREE)) == 6 for one in editions)


@pytest.mark.django_db
def test_a_table_is_laid_in_once_however_often_it_is_asked() -> None:
    """Institute rows at the institute, outside rows in the partnership, school rows where they are offered."""
    partnership = a_partnership()
    version = a_curriculum(partnership)
    periods = a_school_year(partnership)
    institute = an_organisation(partnership, Organisation.Kind.INSTITUTE, "Hogeschool Zandermeer")
    school = an_organisation(partnership)
    asked = {
        "by": NOBODY,
        "partnership": partnership,
        "rows": list(ROWS.values()),
        "institutes": [institute],
        "schools": {school: ["OPP-050", "OPP-054"]},
        "periods": periods,
    }
    made = lay_in_opportunities(**asked)
    assert len(made) == 49 + 23 + 2
    assert lay_in_opportunities(**asked) == []
    assert Opportunity.objects.filter(organisation=None, partnership=partnership).count() == 23
    assert set(Contributes.objects.values_list("code", flat=True)) <= set(
        version.outcomes.values_list("code", flat=True)
    )
    assert all(one.day_bits for one in Edition.objects.exclude(days=[]))
    assert Opportunity.objects.filter(sought__contains="basiscursus").exists()


@pytest.mark.django_db
def test_350_schools_take_seconds() -> None:
    """As many as a large partnership has."""
    partnership = a_partnership()
    a_curriculum(partnership)
    periods = a_school_year(partnership)
    codes = [row.code for row in ROWS.values() if row.provider == "school"][:15]
    schools = {an_organisation(partnership, name=f"School {number}"): codes for number in range(350)}
    began = time.monotonic()
    made = lay_in_opportunities(
        by=NOBODY,
        partnership=partnership,
        rows=list(ROWS.values()),
        institutes=[],
        schools=schools,
        periods=periods,
    )
    assert len(made) == 350 * 15 + 23
    assert time.monotonic() - began < 20
