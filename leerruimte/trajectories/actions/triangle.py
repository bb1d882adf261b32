"""Planning a triangle conversation: who, about what, when; and the personal links of who has no account."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.encounters.models import Encounter
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.models import SIDE_OF, AuditEntry, Role, Side
from leerruimte.people.who import Who
from leerruimte.trajectories.access.trajectories import side_of
from leerruimte.trajectories.access.triangle import Seat, active_members, may_pick, may_plan, may_renew_links
from leerruimte.trajectories.actions.beginning import stand_beside
from leerruimte.trajectories.models import (
    DateAnswer,
    DateOption,
    Member,
    Outcome,
    Trajectory,
    TriangleConversation,
)
from leerruimte.trajectories.queries.triangle import OPEN
from leerruimte.trajectories.rules.triangle import may_become, sides_missing

Phase = TriangleConversation.Phase
MOST_OUTCOMES = 4
MOST_DATES = 8


class Guest(NamedTuple):
    """Somebody without an account who is asked to come."""

    name: str
    role: str
    email: str = ""


def lock_triangle(by: Seat) -> TriangleConversation:
    """The conversation as it is now, held until the transaction ends: who changes it, does so one after the other."""
    return TriangleConversation.objects.select_for_update().get(pk=by.triangle.pk)


@transaction.atomic
def plan_triangle(
    *,
    by: Who,
    trajectory: Trajectory,
    triangle_id: UUID,
    members: Sequence[Member],
    outcomes: Sequence[str],
    dates: Sequence[datetime],
    way: str,
    where: str = "",
    guest: Guest | None = None,
) -> TriangleConversation:
    """Plan a conversation with these members (the learner comes by themselves). One date is at once the date.

    `guest`: somebody who has no account, and stands beside the learner from now on.
    """
    locked = Trajectory.objects.select_for_update(of=("self",)).select_related("object").get(pk=trajectory.pk)
    if not may_plan(by, locked):
        raise Refused(_("Only the learner and who stands beside them plan a conversation."), code="foreign")
    known = TriangleConversation.objects.filter(pk=triangle_id, trajectory=locked).first()
    if known is not None:
        return known
    if Encounter.objects.filter(pk=triangle_id).exists():
        raise Refused(_("Open this page again, and send it once more."), code="taken")
    if locked.triangles.filter(phase__in=OPEN).exists():
        raise Refused(_("There is a conversation open already. Finish it or call it off first."), code="open")
    _check(locked, outcomes, dates)
    around = _around(locked, members, guest)
    if guest:
        new = stand_beside(by=by, trajectory=locked, role=guest.role, name=guest.name, email=guest.email)
        around.append(new)
    number = (locked.triangles.aggregate(highest=Max("number"))["highest"] or 0) + 1
    partnership = locked.object.partnership
    assert partnership is not None  # noqa: S101 (a trajectory always belongs to one)
    encounter = Encounter.objects.create(
        id=triangle_id,
        kind=Encounter.Kind.TRIANGLE,
        object=locked.object,
        partnership=partnership,
        title=f"{locked.object.title} · {number}"[:120],
    )
    triangle = TriangleConversation.objects.create(
        encounter=encounter,
        trajectory=locked,
        number=number,
        way=way,
        where=where.strip(),
        outcomes=list(dict.fromkeys(outcomes)),
        planned_by=next((one for one in around if one.person_id == by.person), None),
    )
    triangle.members.set(around)
    _ask_dates(triangle, dates)
    if len(set(dates)) == 1:
        _fix(triangle, dates[0])
    return triangle


def _around(trajectory: Trajectory, members: Sequence[Member], guest: Guest | None) -> list[Member]:
    """Who sits there: those who were asked and stand beside the learner today, and the learner once."""
    wanted = {one.pk for one in members}
    active = list(active_members(trajectory))
    learners = [one for one in active if side_of(one) == Side.LEARNER][:1]
    others = [one for one in active if one.pk in wanted and side_of(one) != Side.LEARNER]
    sides = [side_of(one) for one in [*learners, *others]]
    missing = sides_missing([*sides, SIDE_OF[Role(guest.role)]] if guest else sides)
    if "school" in missing:
        raise Refused(_("Ask somebody of the school: the mentor or the school-based educator."), field="members")
    if "institute" in missing:
        raise Refused(_("Ask somebody of the institute."), field="members")
    if missing:
        raise Refused(_("The learner is not a member of this trajectory any more."), field="members")
    return [*learners, *others]


def _check(trajectory: Trajectory, outcomes: Sequence[str], dates: Sequence[datetime]) -> None:
    known = Outcome.objects.filter(version=trajectory.version_id, code__in=outcomes).values_list("code", flat=True)
    if not outcomes or set(outcomes) - set(known):
        raise Refused(_("Choose what you want to talk about."), field="outcomes")
    if len(set(outcomes)) > MOST_OUTCOMES:
        raise Refused(_("At most four at a time: you want to finish in an hour."), field="outcomes")
    _check_dates(dates)


def _check_dates(dates: Sequence[datetime]) -> None:
    if not dates:
        raise Refused(_("Name at least one date."), field="dates")
    if min(dates) < timezone.now():
        raise Refused(_("That date is over already."), field="dates")


def _ask_dates(triangle: TriangleConversation, dates: Sequence[datetime]) -> None:
    known = set(triangle.options.values_list("at", flat=True))
    fresh = sorted(set(dates) - known)
    if len(known) + len(fresh) > MOST_DATES:
        raise Refused(_("At most eight dates."), field="dates")
    for at in fresh:
        option = DateOption.objects.create(triangle=triangle, at=at)
        if triangle.planned_by is not None:
            DateAnswer.objects.create(option=option, member=triangle.planned_by, can=DateAnswer.Can.YES)


def _fix(triangle: TriangleConversation, at: datetime) -> None:
    triangle.starts_at = at
    if triangle.phase == Phase.PLANNING:
        triangle.phase = Phase.PREPARING
    triangle.save(update_fields=["starts_at", "phase"])


@transaction.atomic
def add_dates(*, by: Seat, dates: Sequence[datetime]) -> None:
    """Ask for more dates, when none fits."""
    triangle = lock_triangle(by)
    if not may_pick(by):
        raise Refused(_("Whoever planned it picks the date."), code="foreign")
    if triangle.phase not in (Phase.PLANNING, Phase.PREPARING):
        raise Refused(_("This conversation is being held already."), code="late")
    _check_dates(dates)
    _ask_dates(triangle, dates)


@transaction.atomic
def answer_dates(*, by: Seat, answers: Mapping[UUID, str]) -> None:
    """Say of dates whether one can; the last answer counts."""
    triangle = lock_triangle(by)
    if triangle.phase not in (Phase.PLANNING, Phase.PREPARING):
        raise Refused(_("This conversation is being held already."), code="late")
    options = {option.pk: option for option in triangle.options.all()}
    for pk, can in answers.items():
        if pk not in options or can not in DateAnswer.Can.values:
            raise Refused(_("Choose one of these."), field="dates")
        DateAnswer.objects.update_or_create(option=options[pk], member=by.member, defaults={"can": can})


@transaction.atomic
def pick_date(*, by: Seat, option: UUID) -> TriangleConversation:
    """Pick one of the dates: preparing begins. Another one may be picked until it is held."""
    triangle = lock_triangle(by)
    if not may_pick(by):
        raise Refused(_("Whoever planned it picks the date."), code="foreign")
    if triangle.phase not in (Phase.PLANNING, Phase.PREPARING):
        raise Refused(_("This conversation is being held already."), code="late")
    chosen = triangle.options.filter(pk=option).first()
    if chosen is None:
        raise Refused(_("Choose one of these."), field="dates")
    _fix(triangle, chosen.at)
    return triangle


@transaction.atomic
def call_off(*, by: Seat) -> TriangleConversation:
    """Call a conversation off; what each prepared stays their own and unseen."""
    triangle = lock_triangle(by)
    if triangle.phase == Phase.CALLED_OFF:
        return triangle
    if not may_become(triangle.phase, Phase.CALLED_OFF):
        raise Refused(_("All of you confirmed this one. It cannot be called off any more."), code="late")
    if not may_pick(by):
        raise Refused(_("Whoever planned it calls it off."), code="foreign")
    triangle.phase = Phase.CALLED_OFF
    triangle.save(update_fields=["phase"])
    Encounter.objects.filter(pk=triangle.pk).update(closed_at=timezone.now())
    return triangle


@transaction.atomic
def renew_link(*, by: Seat, who: Who, member: UUID) -> Member:
    """Make a new personal link for somebody without account: the old one is worthless from now on."""
    asked = by.triangle.members.select_related("person").filter(pk=member, person=None).first()
    if asked is None or not may_renew_links(by):
        raise Refused(_("A new link is made by an educator or mentor with an account."), code="foreign")
    Member.objects.filter(pk=asked.pk).update(link_number=F("link_number") + 1)
    asked.refresh_from_db(fields=["link_number"])
    partnership = by.triangle.encounter.partnership
    note_audit(
        by=who, verb=AuditEntry.Verb.CHANGED, kind="member_link", thing=asked.pk.hex, partnership=partnership
    )  # fmt: skip
    return asked
