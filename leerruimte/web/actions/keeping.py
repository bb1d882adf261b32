"""Letting go of what was kept long enough, in all apps. What we keep (the page) tells for how long."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from leerruimte.encounters import actions as encounters
from leerruimte.people.actions import keeping as people
from leerruimte.people.who import Who
from leerruimte.plates.actions import drawing as plates
from leerruimte.trajectories.actions import keeping as trajectories


@transaction.atomic
def let_go_of_old(*, by: Who) -> Mapping[str, int]:
    """What -> how many went or lost their name. Again on the same day does nothing more."""
    now = timezone.now()
    gone: dict[str, int] = {}
    for app in (encounters, plates, trajectories, people):
        gone |= app.let_go_of_old(by=by, now=now)
    return gone
