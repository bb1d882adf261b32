"""A learner with something to choose from, for tests of needs and routes."""

from datetime import date, timedelta

from django.utils import timezone

from leerruimte.people.models import Person
from leerruimte.people.tests.make import an_organisation
from leerruimte.trajectories.models import Member, Opportunity, Trajectory
from leerruimte.trajectories.rules.meetings import week_of
from leerruimte.trajectories.tests import make

OUTCOMES = {"PED-11": (), "PED-12": ("PED-11",), "DID-11": (), "DID-12": ("DID-11",), "VAK-11": (), "PRO-11": ()}


def next_monday() -> date:
    """Meetings of the past can be chosen by nobody: what is chosen begins next week."""
    return week_of(timezone.localdate()) + timedelta(weeks=1)


def a_mentor_today(trajectory: Trajectory) -> Person:
    """A mentor who stands beside the learner from today, though the trajectory begins next week."""
    member = make.a_mentor(trajectory)
    Member.objects.filter(pk=member.pk).update(from_date=timezone.localdate())
    assert member.person
    return member.person


def a_trajectory_with_choice(more: int = 0) -> tuple[Trajectory, list[Opportunity]]:
    """A trajectory of twenty weeks from next week, and eight opportunities (and `more`) for its six outcomes."""
    partnership = make.a_partnership()
    school, institute = an_organisation(partnership), an_organisation(partnership, kind="institute")
    version = make.a_curriculum(partnership, OUTCOMES)
    trajectory = make.a_trajectory(partnership, version=version, school=school)
    monday = next_monday()
    trajectory.first, trajectory.last = monday, monday + timedelta(weeks=20, days=-1)
    trajectory.save()
    given = [
        ("Kijken naar kinderen", school, {"PED-11": 30}, ("tu",), 0),
        ("Rust in de groep", school, {"PED-12": 30}, ("tu",), 8),
        ("Basis van lesgeven", institute, {"DID-11": 30}, ("we",), 0),
        ("Lessen ontwerpen", institute, {"DID-12": 30}, ("we",), 8),
        ("Meelopen met de vakleraar", school, {"VAK-11": 30, "DID-11": 15}, ("th",), 0),
        ("Onderzoekend kijken", institute, {"PRO-11": 30}, ("mo",), 0),
        ("Samen een les maken", school, {"DID-12": 15, "PED-12": 15}, ("fr",), 8),
        ("Werken in de bibliotheek", None, {"VAK-11": 20, "PRO-11": 20}, ("sa",), 0),
    ]
    given += [(f"Nog iets {number}", school, {"PRO-11": 10}, ("mo",), number % 10) for number in range(more)]
    return trajectory, [
        make.an_opportunity(
            version, title, at=at, gives=gives, first=monday + timedelta(weeks=start), days=days, hours=40
        )
        for title, at, gives, days, start in given
    ]
