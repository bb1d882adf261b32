"""A cohort for the next period: who looks for a place, and what some of them wish."""

import random
from datetime import date, timedelta
from typing import Any

from leerruimte.example.people import KANTELBOOM, ZILVERSPOOR, Places
from leerruimte.example.stories import SANNE, told
from leerruimte.people.access import roles_today
from leerruimte.people.models import Partnership, Role
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.cohorts import add_from_roles, ask_wishes, change_asks, make_cohort, say_asks
from leerruimte.trajectories.models import Cohort, CohortLearner, Period
from leerruimte.trajectories.rules.cohort import BANDS, MOST_WISHES

# In the full example the learners of the last phase are placed together: some six hundred.
LAST_PHASE = 4
SAID = 0.6


def fill_cohort(partnership: Partnership, by: Who, places: Places, today: date, *, full: bool) -> None:
    """Make it once, with the wishes of some of the learners."""
    period = Period.objects.filter(partnership=partnership, first__gt=today).order_by("first").first()
    if period is None or Cohort.objects.filter(period__partnership=partnership).exists():
        return
    cohort = make_cohort(by=by, partnership=partnership, period=period, title=f"Leerplekken {period.name.lower()}")
    add_from_roles(by=by, cohort=cohort, roles={Role.STUDENT.value}, phase=LAST_PHASE if full else None)
    cohort = ask_wishes(by=by, cohort=cohort, until=max(today + timedelta(days=14), period.first - timedelta(days=28)))
    for number, learner in enumerate(CohortLearner.objects.filter(cohort=cohort).select_related("cohort", "person")):
        chance = random.Random(number)  # noqa: S311 (an example, the same each time)
        if learner.email.startswith(f"{SANNE}@") and learner.person_id:
            sanne = Who(person=learner.person_id, roles=roles_today(learner.person_id))
            say_asks(by=sanne, learner=learner, asks=_asks_of_sanne(places), version=learner.version)
        elif chance.random() < SAID:
            change_asks(by=by, learner=learner, asks=_asks(places, chance), version=learner.version)


def _asks_of_sanne(places: Places) -> dict[str, Any]:
    """First a school that is too far without a car, so that the page has something to explain; then one near home."""
    home, now = places.school(ZILVERSPOOR).place, places.school(ZILVERSPOOR).pk
    near = [one.pk for one in places.schools if one.place == home and one.pk != now]
    wishes = [places.school(KANTELBOOM).pk, *near[:1]]
    return {"home": home, "bands": list(BANDS[1:]), "wishes": wishes, "words": told()["wishes"]["words"]}


def _asks(places: Places, chance: random.Random) -> dict[str, Any]:
    """Where somebody lives, and schools near there first."""
    home = chance.choice([one for one in places.schools if one.place])
    near = [one.pk for one in places.schools if one.place == home.place]
    wishes = dict.fromkeys([*near, *(one.pk for one in chance.sample(list(places.schools), 3))])
    return {
        "home": home.place,
        "car": chance.random() < 0.35,
        "bands": chance.sample(BANDS, chance.randint(1, 3)),
        "wishes": list(wishes)[: chance.randint(1, MOST_WISHES)],
    }
