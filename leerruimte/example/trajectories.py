"""The trajectories of the example: the year, what can be learned where, four to follow, and, in full, everybody's."""

from collections.abc import Callable
from datetime import date

from leerruimte.example.cohort import fill_cohort
from leerruimte.example.curriculum import renew_curriculum
from leerruimte.example.going_on import fill_stories
from leerruimte.example.offer import (
    lay_in_offer,
    lay_out_years,
    owner_of_curriculum,
    say_places,
    take_in_curriculum,
)
from leerruimte.example.partnership import password_of, places_of, whoever_runs_this
from leerruimte.example.people import SITE
from leerruimte.example.roads import fill_roads
from leerruimte.example.stories import IRIS, JAN, MO, SANNE, TESSA
from leerruimte.people.actions.accounts import give_password
from leerruimte.people.models import Partnership, Person


def fill_trajectories(partnership: Partnership, size: str, today: date, tell: Callable[[str], object]) -> None:
    """All of it; what is there already is left alone."""
    by = whoever_runs_this(partnership)
    places = places_of(partnership)
    full = size == "full"
    periods = lay_out_years(partnership, by, today)
    owner = owner_of_curriculum(partnership)
    version = take_in_curriculum(partnership, owner)
    lay_in_offer(partnership, by, places, periods, full=full)
    say_places(partnership, by, places, today)
    fill_stories(partnership, version, by, places, today)
    renew_curriculum(version, owner)
    for person in who_can_sign_in():
        give_password(by=by, person=person, password=password_of(person.email))
    if full:
        fill_roads(partnership, version, by, today, tell)
    fill_cohort(partnership, by, places, today, full=full)


def who_can_sign_in() -> list[Person]:
    """Sanne, her mentor, her educator at the institute, and the two others whom one can follow, in this order."""
    emails = [f"{name}@{SITE}" for name in (SANNE, JAN, TESSA, MO, IRIS)]
    return sorted(Person.objects.filter(email__in=emails), key=lambda person: emails.index(person.email))
