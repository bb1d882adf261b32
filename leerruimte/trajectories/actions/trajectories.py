"""A learner begins their own trajectory, and lets people stand beside them, or no longer."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.access import LEARNERS
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.models import AuditEntry, Organisation, Person
from leerruimte.people.who import Who
from leerruimte.trajectories.access.trajectories import is_learner, membership_of
from leerruimte.trajectories.actions.beginning import begin_trajectory, stand_beside
from leerruimte.trajectories.actions.notices import tell
from leerruimte.trajectories.models import Member, Trajectory
from leerruimte.trajectories.queries.trajectories import GUIDES

MOST_MEMBERS = 12
ONE_DAY = timedelta(days=1)


@transaction.atomic
def begin_own_trajectory(*, by: Who, values: Mapping[str, Any]) -> Trajectory:
    """Begin one's own trajectory; the same one sent twice is begun once."""
    version = values["version"]
    partnership = version.curriculum.object.partnership
    roles = [role for role in by.roles_in(partnership.pk) if role in LEARNERS]
    if not roles:
        raise Refused(_("Only who learns in this partnership begins a trajectory here."), field="version")
    # Of two presses of one button the second waits here, and finds what the first one made.
    learner = Person.objects.select_for_update().get(pk=by.person or 0)
    title = values["title"].strip()
    twin = Trajectory.objects.filter(
        learner=learner, object__title=title, version=version, first=values["first"], last=values["last"]
    ).first()
    return twin or begin_trajectory(
        by=by,
        learner=learner,
        role=sorted(roles)[0],
        partnership=partnership,
        version=version,
        title=title,
        purpose=values["purpose"],
        phases=sorted(values["phases"]),
        first=values["first"],
        last=values["last"],
        school=values["school"],
    )


@transaction.atomic
def add_guide(
    *,
    by: Who,
    trajectory: Trajectory,
    role: str,
    person: Person | None = None,
    organisation: Organisation | None = None,
    name: str = "",
    email: str = "",
) -> Member:
    """Let somebody stand beside the learner, from today; who stood there before comes back."""
    locked = Trajectory.objects.select_for_update().get(pk=trajectory.pk)
    if not is_learner(by, locked):
        raise Refused(_("Only the learner lets somebody stand beside them."))
    if role not in GUIDES:
        raise Refused(_("Choose as what they stand beside you."), field="role")
    if locked.members.filter(until_date=None).count() >= MOST_MEMBERS:
        raise Refused(_("There are many people beside you already. End one first."), field="found")
    twin = _twin(locked, role, person, email)
    is_new = twin is None or twin.until_date is not None
    if twin is None:
        twin = stand_beside(
            by=by, trajectory=locked, role=role, person=person, name=name, email=email, organisation=organisation
        )
    elif twin.until_date is not None:
        twin.until_date = None
        twin.save(update_fields=["until_date"])
    if is_new and twin.person_id:
        _tell_guide(by, locked, twin)
    _note(by, locked, twin, "added")
    return twin


@transaction.atomic
def end_guide(*, by: Who, trajectory: Trajectory, member: Member) -> None:
    """End a membership at once: they see nothing any more, and a personal link is worth nothing. What they said in
    conversations stays with those. The learner ends anybody's, everybody their own."""
    locked = Member.objects.select_for_update().get(pk=member.pk)
    own = membership_of(by, trajectory)
    if not is_learner(by, trajectory) and (own is None or own.pk != locked.pk):
        raise Refused(_("Only the learner ends this, or whoever it is about."))
    yesterday = timezone.localdate() - ONE_DAY
    locked.until_date = min(locked.until_date or yesterday, yesterday)
    locked.from_date = min(locked.from_date, locked.until_date)
    locked.link_number += 1
    locked.save(update_fields=["from_date", "until_date", "link_number"])
    _note(by, trajectory, locked, "ended")


def _tell_guide(by: Who, trajectory: Trajectory, member: Member) -> None:
    """Who has an account reads it on their own page; somebody without one hears it by a personal link."""
    tell(
        by=by,
        people={member.person_id} if member.person_id else (),
        kind="guide_added",
        # Whose road it is, is told by who did it: no name is kept with the notice.
        values={"role": member.role},
        address=reverse("trajectories:board", args=[trajectory.pk]),
    )


def _twin(trajectory: Trajectory, role: str, person: Person | None, email: str) -> Member | None:
    if person is not None:
        return trajectory.members.filter(person=person, role=role).first()
    return trajectory.members.filter(person=None, email__iexact=email, role=role).first() if email else None


def _note(by: Who, trajectory: Trajectory, member: Member, words: str) -> None:
    note_audit(
        by=by,
        verb=AuditEntry.Verb.CHANGED,
        kind="trajectory_member",
        partnership=trajectory.object.partnership,
        thing=str(trajectory.pk),
        about=member.person,
        words=words,
    )
