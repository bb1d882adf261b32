"""What a learner said in their own needs and may want to ask for a place too."""

from typing import Any

from leerruimte.people.who import Who
from leerruimte.trajectories.models import CohortLearner, Needs
from leerruimte.trajectories.rules.cohort import LEAST_MINUTES, MOST_MINUTES
from leerruimte.trajectories.weekdays import SCHOOL_DAYS


def asks_out_of_needs(who: Who, learner: CohortLearner) -> dict[str, Any]:
    """What the form can be filled with for who asks, out of nothing but their own needs: where they set out from, a
    car, how far, and the days on which they can. Empty once they asked: then what they asked counts."""
    if learner.asked_at is not None or who.person is None:
        return {}
    period = learner.cohort.period
    needs = Needs.objects.filter(
        trajectory__learner=who.person,
        trajectory__object__partnership=period.partnership_id,
        trajectory__ended_at=None,
        trajectory__first__lte=period.last,
        trajectory__last__gte=period.first,
    )
    # Never opened: nothing was said yet.
    said = needs.exclude(version=0).order_by("trajectory__first", "pk").first()
    return _asks(said) if said else {}


def _asks(needs: Needs) -> dict[str, Any]:
    never = {one.get("day") for one in needs.never if isinstance(one, dict) and not one.get("part")}
    asks: dict[str, Any] = {"most_minutes": min(MOST_MINUTES, max(LEAST_MINUTES, needs.most_travel))}
    if needs.home:
        asks["home"] = needs.home
    if needs.car:
        asks["car"] = True
    if never.intersection(SCHOOL_DAYS):
        asks["days"] = [day for day in SCHOOL_DAYS if day not in never]
    return asks
