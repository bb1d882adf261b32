"""What the example has to learn: the year, the curriculum, what is offered where, and places at schools."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from leerruimte.example.people import KANTELBOOM, WOLKENKADE, ZILVERSPOOR, Places, school_year
from leerruimte.people.access import roles_today
from leerruimte.people.models import Organisation, Partnership, Person, Role
from leerruimte.people.who import Who
from leerruimte.trajectories import curriculum_table, opportunities_table
from leerruimte.trajectories.actions.capacity import say_capacity
from leerruimte.trajectories.actions.curriculum import import_curriculum, publish_version
from leerruimte.trajectories.actions.laying_in import lay_in_opportunities
from leerruimte.trajectories.actions.periods import lay_school_year
from leerruimte.trajectories.models import Capacity, CurriculumVersion, Opportunity, Period
from leerruimte.trajectories.queries.opportunities import current_version
from leerruimte.trajectories.rules.school_year import Free, free_days_offered, periods_offered

HERE = Path(__file__).parent
WEEK = timedelta(weeks=1)
Region = Organisation.Region
# Holidays that schools have in another week: region -> weeks later than they usually fall.
OTHER_WEEKS = {"autumn": {Region.SOUTH: -1}, "spring": {Region.NORTH: 1}}
# What free days are called.
FREE_DAYS = {
    "autumn": "herfstvakantie", "christmas": "kerstvakantie", "spring": "voorjaarsvakantie", "may": "meivakantie",
    "easter": "Pasen", "king": "Koningsdag", "ascension": "Hemelvaart", "whit": "tweede pinksterdag",
}  # fmt: skip
CURRICULUM = "Leerplan leraar basisonderwijs"
# Of what schools can offer: workplace learning of each phase always, and so many other things.
ALWAYS, MORE = ("OPP-050", "OPP-051", "OPP-052", "OPP-053"), (4, 16)
# What the four of the small example do at their schools.
STORY = ("OPP-055", "OPP-064", "OPP-066", "OPP-067", "OPP-071", "OPP-098", "OPP-100", "OPP-101", "OPP-129", "OPP-130")
STORY_SCHOOLS = (KANTELBOOM, ZILVERSPOOR, WOLKENKADE)
# Groups of the institute that a whole year goes in; in the small example one.
GROUPS = 8
BANDS = ("1-2", "3-5", "6-8")


def lay_out_years(partnership: Partnership, by: Who, today: date) -> list[Period]:
    """Periods and free days of this school year and the next; gives the periods of this one."""
    if not Period.objects.filter(partnership=partnership, first__lte=today + 40 * WEEK, last__gte=today).exists():
        for year in (school_year(today), school_year(today) + 1):
            parts = periods_offered(year, "Periode")
            lay_school_year(by=by, partnership=partnership, parts=parts, free=_free(year))
    return this_year(partnership, today)


def this_year(partnership: Partnership, today: date) -> list[Period]:
    """The periods of the school year of a day."""
    begins = date(school_year(today), 8, 1)
    ends = date(begins.year + 1, 8, 1)
    return list(Period.objects.filter(partnership=partnership, first__gte=begins, last__lt=ends))


def _free(year: int) -> Iterator[Free]:
    """Free days, those of schools by region where these differ."""
    for one in free_days_offered(year):
        others = OTHER_WEEKS.get(one.why)
        named = replace(one, why=FREE_DAYS[one.why])
        if others is None:
            yield named
            continue
        for region in Region:
            later = WEEK * others.get(region, 0)
            yield replace(named, first=one.first + later, last=one.last + later, region=region.value)


def take_in_curriculum(partnership: Partnership, owner: Person) -> CurriculumVersion:
    """The curriculum, published; an educator of the institute decides about it."""
    known = current_version(partnership)
    if known:
        return known
    by = Who(person=owner.pk, roles=roles_today(owner.pk))
    framework = curriculum_table.read_table((HERE / "curriculum.csv").read_bytes())
    draft = import_curriculum(by=by, partnership=partnership, framework=framework, title=CURRICULUM)
    return publish_version(by=by, version=draft)


def lay_in_offer(partnership: Partnership, by: Who, places: Places, periods: Sequence[Period], *, full: bool) -> int:
    """What institute, schools and the world outside offer; at a school 8 to 20 things. Gives how many were new."""
    if Opportunity.objects.filter(organisation=places.schools[-1]).exclude(like="").exists():
        return 0
    rows = opportunities_table.read_table(HERE / "opportunities.csv")
    if full:
        rows = [_in_groups(row) for row in rows]
    chance = random.Random(50)  # noqa: S311 (an example, the same each time)
    others = [row.code for row in rows if row.provider == opportunities_table.SCHOOL and row.code not in ALWAYS]
    offered = {}
    for school in places.schools:
        more = chance.sample(others, chance.randint(*MORE))
        story = STORY if school.code in STORY_SCHOOLS else ()
        offered[school] = [*ALWAYS, *dict.fromkeys((*story, *more))]
    made = lay_in_opportunities(
        by=by,
        partnership=partnership,
        rows=rows,
        institutes=[places.institute],
        schools=offered,
        periods=periods,
    )
    return len(made)


def _in_groups(row: opportunities_table.Template) -> opportunities_table.Template:
    """At the institute a whole year fits, in groups beside each other."""
    if row.provider != opportunities_table.INSTITUTE or row.seats is None:
        return row
    return replace(row, seats=row.seats * GROUPS)


def say_places(partnership: Partnership, by: Who, places: Places, today: date) -> None:
    """How many learners each school can have, in this period and the next two: some promised, some not yet."""
    periods = list(Period.objects.filter(partnership=partnership, last__gte=today)[:3])
    known = set(Capacity.objects.filter(period__in=periods).values_list("organisation", "period"))
    for school in places.schools:
        usual = random.Random(school.code).choice((1, 2, 2, 3, 4, 4, 5, 6, 9))  # noqa: S311
        for later, period in enumerate(periods):
            chance = random.Random(f"{school.code} {period.first}")  # noqa: S311
            if chance.random() < 0.06 * later or (school.pk, period.pk) in known:
                continue
            some = max(1, usual + chance.choice((-1, 0, 0, 1)))
            promised = chance.random() < 0.85
            mentors = min(some, chance.randint(some // 2, some)) if promised else 0
            say_capacity(
                by=by,
                partnership=partnership,
                school=school,
                period=period,
                places=some,
                promise=Capacity.Promise.PROMISED if promised else Capacity.Promise.INTERESTED,
                with_mentor=mentors,
                bands=_bands(some, chance),
            )


def _bands(places: int, chance: random.Random) -> dict[str, int]:
    """Every third school says for which grades."""
    if places < 3 or chance.random() < 0.67:
        return {}
    each = -(-places // len(BANDS))
    return dict.fromkeys(BANDS, min(places, each + 1))


def owner_of_curriculum(partnership: Partnership) -> Person:
    """The educator of the institute who is there longest."""
    return Person.objects.filter(
        role_assignments__partnership=partnership, role_assignments__role=Role.INSTITUTE_EDUCATOR
    ).order_by("pk")[0]
