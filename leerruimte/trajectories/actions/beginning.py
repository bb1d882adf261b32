"""A trajectory begins, and people come to stand beside the learner."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.encounters.models import BoundaryObject
from leerruimte.people.models import Organisation, Partnership, Person, Role
from leerruimte.people.who import Who
from leerruimte.trajectories.models import CurriculumVersion, Member, Needs, Trajectory


@transaction.atomic
def begin_trajectory(
    *,
    by: Who,
    learner: Person,
    role: str,
    partnership: Partnership,
    version: CurriculumVersion,
    title: str,
    purpose: str,
    phases: Sequence[int],
    first: date,
    last: date,
    school: Organisation | None = None,
) -> Trajectory:
    """Begin a trajectory of a learner: its board, its (empty, unshared) needs, and the learner as its first member."""
    if last < first:
        raise Refused(_("It ends before it begins."), field="last")
    if version.published_at is None:
        raise Refused(_("This version of the curriculum is not published yet."), field="version")
    about = BoundaryObject.objects.create(
        kind=BoundaryObject.Kind.TRAJECTORY, title=title.strip(), partnership=partnership
    )
    trajectory = Trajectory.objects.create(
        object=about,
        learner=learner,
        purpose=purpose,
        version=version,
        phases=list(phases),
        first=first,
        last=last,
        school=school,
    )
    Needs.objects.create(trajectory=trajectory)
    stand_beside(by=by, trajectory=trajectory, person=learner, role=role, organisation=school, from_date=first)
    return trajectory


def stand_beside(
    *,
    by: Who,
    trajectory: Trajectory,
    role: str,
    person: Person | None = None,
    name: str = "",
    email: str = "",
    organisation: Organisation | None = None,
    from_date: date | None = None,
) -> Member:
    """Let somebody take part in a trajectory in a role; somebody without an account gets a name (and an address)."""
    if person is None and not name.strip():
        raise Refused(_("Say who it is."), field="name")
    more = {"from_date": from_date} if from_date else {}
    if person is not None:
        member, _new = Member.objects.get_or_create(
            trajectory=trajectory, person=person, role=Role(role), defaults={"organisation": organisation, **more}
        )
        return member
    return Member.objects.create(
        trajectory=trajectory, name=name.strip(), email=email, role=Role(role), organisation=organisation, **more
    )
