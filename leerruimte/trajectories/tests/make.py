"""Curricula, opportunities and trajectories for tests, in the domain's words."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils import timezone

from leerruimte.encounters.models import BoundaryObject
from leerruimte.people.models import Organisation, Partnership, Person, Role
from leerruimte.people.tests.make import an_organisation, somebody
from leerruimte.people.who import NOBODY
from leerruimte.trajectories.actions.beginning import begin_trajectory, stand_beside
from leerruimte.trajectories.models import (
    Contributes,
    Criterion,
    Curriculum,
    CurriculumVersion,
    Edition,
    Level,
    Member,
    Opportunity,
    Outcome,
    Theme,
    Trajectory,
)

MONDAY = date(2026, 8, 31)
# Code -> what it needs beforehand.
OUTCOMES: Mapping[str, Sequence[str]] = {"PED-11": (), "PED-12": ("PED-11",), "DID-11": (), "DID-12": ("DID-11",)}


def a_partnership(slug: str = "waardland", name: str = "Waardland Leert Samen") -> Partnership:
    """A partnership; the same slug twice is the same one."""
    return Partnership.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def a_curriculum(
    partnership: Partnership, outcomes: Mapping[str, Sequence[str]] = OUTCOMES, *, owner: Person | None = None
) -> CurriculumVersion:
    """A published first version, with a theme for each beginning of a code, in phase 1."""
    about = BoundaryObject.objects.create(
        kind=BoundaryObject.Kind.CURRICULUM, title="Leerplan leraar basisonderwijs", partnership=partnership
    )
    curriculum = Curriculum.objects.create(object=about)
    if owner:
        curriculum.owners.add(owner)
    version = CurriculumVersion.objects.create(
        curriculum=curriculum, number=1, title={"nl": "Leerplan", "en": "Curriculum"}, published_at=timezone.now()
    )
    for number, words in enumerate(("verkennen", "met hulp", "zelfstandig", "startbekwaam"), 1):
        Level.objects.create(version=version, number=number, title={"nl": words, "en": words})
    themes = {}
    for number, code in enumerate(dict.fromkeys(one.partition("-")[0] for one in outcomes)):
        themes[code] = Theme.objects.create(version=version, code=code, title={"nl": code, "en": code}, position=number)
    made: dict[str, Outcome] = {}
    for number, (code, before) in enumerate(outcomes.items()):
        made[code] = Outcome.objects.create(
            version=version,
            code=code,
            theme=themes[code.partition("-")[0]],
            title={"nl": f"Leren {code}", "en": f"Learning {code}"},
            description={"nl": "Je kijkt en doet.", "en": "You look and do."},
            hours=60,
            position=number,
        )
        Criterion.objects.create(outcome=made[code], words={"nl": "Je laat het zien.", "en": "You show it."})
        made[code].prerequisites.set([made[one] for one in before])
    return version


def an_opportunity(
    version: CurriculumVersion,
    title: str = "Kijken naar kinderen",
    *,
    at: Organisation | None = None,
    gives: Mapping[str, int] | None = None,
    asks: Sequence[str] = (),
    first: date = MONDAY,
    days: Sequence[str] = ("tu",),
    times: int = 8,
    seats: int | None = None,
    hours: int = 40,
) -> Opportunity:
    """An opportunity with one edition: at an organisation, or outside in the partnership of the curriculum."""
    partnership = version.curriculum.object.partnership
    opportunity = Opportunity.objects.create(
        organisation=at, partnership=None if at else partnership, title=title, hours=hours
    )
    for code, its_hours in (gives or {"PED-11": hours}).items():
        Contributes.objects.create(opportunity=opportunity, curriculum=version.curriculum, code=code, hours=its_hours)
    for code in asks:
        Contributes.objects.create(
            opportunity=opportunity, curriculum=version.curriculum, code=code, asked_beforehand=True
        )
    Edition.objects.create(
        opportunity=opportunity,
        first=first,
        last=first + timedelta(weeks=times, days=-1),
        days=list(days),
        times=times,
        minutes=60 * hours // times,
        seats=seats,
    )
    return opportunity


def a_trajectory(
    partnership: Partnership | None = None,
    *,
    learner: Person | None = None,
    version: CurriculumVersion | None = None,
    school: Organisation | None = None,
) -> Trajectory:
    """A trajectory of twenty weeks, of a student unless said otherwise; nobody stands beside the learner yet."""
    partnership = partnership or a_partnership()
    school = school or an_organisation(partnership)
    learner = learner or somebody(Role.STUDENT, partnership, school)
    return begin_trajectory(
        by=NOBODY,
        learner=learner,
        role=Role.STUDENT,
        partnership=partnership,
        version=version or a_curriculum(partnership),
        title=f"Traject van {learner.first_name}",
        purpose=Trajectory.Purpose.DIPLOMA,
        phases=[1],
        first=MONDAY,
        last=MONDAY + timedelta(weeks=20, days=-1),
        school=school,
    )


def a_mentor(trajectory: Trajectory, person: Person | None = None) -> Member:
    """A mentor of the school beside the learner."""
    partnership = trajectory.object.partnership
    assert partnership
    person = person or somebody(Role.MENTOR, partnership, trajectory.school)
    return stand_beside(
        by=NOBODY, trajectory=trajectory, person=person, role=Role.MENTOR, organisation=trajectory.school,
        from_date=trajectory.first,
    )  # fmt: skip


def an_educator(trajectory: Trajectory, person: Person | None = None) -> Member:
    """An educator of the institute beside the learner."""
    partnership = trajectory.object.partnership
    assert partnership
    person = person or somebody(Role.INSTITUTE_EDUCATOR, partnership)
    return stand_beside(
        by=NOBODY, trajectory=trajectory, person=person, role=Role.INSTITUTE_EDUCATOR, from_date=trajectory.first
    )
