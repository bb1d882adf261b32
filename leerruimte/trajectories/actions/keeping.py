"""How long what is kept of trajectories is kept, and letting go of it then."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from leerruimte.people.models import Person
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.leaving import remove_trajectories
from leerruimte.trajectories.models import (
    EarlierRecord,
    Evidence,
    Member,
    Notice,
    PendingCurriculum,
    PlannerRun,
    Remark,
    Trajectory,
)

# After the last day of the last trajectory of a learner all of them go; before that the road stays whole.
TRAJECTORIES = timedelta(days=5 * 365)
# Names and addresses of who took part by a link, after the last day of the trajectory.
LINKS = timedelta(days=365)
# What somebody took away cannot come back by a late copy of the same write; after this nobody sends that any more.
TAKEN_AWAY = timedelta(days=30)
NOTICES = timedelta(days=365)
# The question that was put to the planner holds where somebody lives and when they can.
RUNS = timedelta(days=90)
# A record that was read in and not confirmed.
PENDING = timedelta(days=1)


@transaction.atomic
def let_go_of_old(*, by: Who, now: datetime) -> dict[str, int]:
    """Delete or make nameless what was kept long enough; what -> how many."""
    today = timezone.localdate(now)
    still = Trajectory.objects.filter(last__gte=today - TRAJECTORIES).values("learner")
    old = Trajectory.objects.filter(learner__in=Person.objects.exclude(pk__in=still))
    by_link = Member.objects.filter(person=None, trajectory__last__lt=today - LINKS).exclude(name="", email="")
    return {
        "trajectories": remove_trajectories(by=by, trajectories=old),
        "guests of trajectories": by_link.update(name="", email=""),
        "evidence": Evidence.objects.filter(removed_at__lt=now - TAKEN_AWAY).delete()[0],
        "remarks": Remark.objects.filter(removed_at__lt=now - TAKEN_AWAY).delete()[0],
        "notices": Notice.objects.filter(made_at__lt=now - NOTICES).delete()[0],
        "planner runs": PlannerRun.objects.filter(ended_at__lt=now - RUNS)
        .exclude(problem={}, result={})
        .update(problem={}, result={}),
        "curricula read in": PendingCurriculum.objects.filter(made_at__lt=now - PendingCurriculum.KEPT_FOR).delete()[0],
        "records read in": EarlierRecord.objects.filter(imported_at=None, made_at__lt=now - PENDING).delete()[0],
    }
