"""Trajectories as a list, who stands beside a learner, and who could."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from leerruimte.base.searching import plain
from leerruimte.people.access import LEARNERS, on_today
from leerruimte.people.models import Organisation, Role, RoleAssignment
from leerruimte.people.who import Who
from leerruimte.trajectories.access.trajectories import stands_beside, visible_trajectories
from leerruimte.trajectories.models import CurriculumVersion, Member, Trajectory

# As what somebody stands beside a learner.
GUIDES = (Role.MENTOR, Role.SCHOOL_EDUCATOR, Role.INSTITUTE_EDUCATOR)
MOST_FOUND = 40


@dataclass(frozen=True)
class TrajectoryRow:
    """A trajectory in the list."""

    trajectory: Trajectory
    is_own: bool
    has_ended: bool


def own_and_beside(who: Who) -> QuerySet[Trajectory]:
    """One's own trajectories and those one stands beside today; the latest first."""
    rows = visible_trajectories(who).select_related("object__partnership", "learner", "school")
    return rows.order_by("-last", "pk")


def rows_of(who: Who, page: Sequence[Trajectory], today: date | None = None) -> list[TrajectoryRow]:
    """As they are listed."""
    day = today or timezone.localdate()
    return [
        TrajectoryRow(one, one.learner_id == who.person, one.ended_at is not None or one.last < day) for one in page
    ]


def learns_somewhere(who: Who) -> list[int]:
    """Partnerships in which somebody learns today: where they may begin a trajectory."""
    return sorted({held.partnership for held in who.roles if held.role in LEARNERS})


def versions_to_begin(who: Who) -> QuerySet[CurriculumVersion]:
    """The published versions of curricula where somebody learns; the newest first."""
    return (
        CurriculumVersion.objects.filter(
            curriculum__object__partnership__in=learns_somewhere(who), published_at__isnull=False
        )
        .select_related("curriculum__object__partnership")
        .order_by("curriculum", "-number")
    )


def newest(versions: Sequence[CurriculumVersion]) -> list[CurriculumVersion]:
    """Of each curriculum the newest version."""
    found: dict[int, CurriculumVersion] = {}
    for version in versions:
        found.setdefault(version.curriculum_id, version)
    return list(found.values())


def schools_to_begin(who: Who) -> QuerySet[Organisation]:
    """Schools that take part where somebody learns."""
    today = timezone.localdate()
    now = Q(memberships__from_date__lte=today) & (
        Q(memberships__until_date=None) | Q(memberships__until_date__gte=today)
    )
    return Organisation.objects.filter(
        now, memberships__partnership__in=learns_somewhere(who), kind=Organisation.Kind.SCHOOL
    ).distinct()


def members_of(trajectory: Trajectory) -> tuple[list[Member], list[Member]]:
    """Who stands beside the learner today, and who did before; the learner's own membership is left out."""
    rows = trajectory.members.exclude(person=trajectory.learner_id).select_related("person", "organisation")
    today = timezone.localdate()
    found = sorted(rows, key=lambda one: (one.role, str(one)))
    now = [one for one in found if one.until_date is None or one.until_date >= today]
    return now, [one for one in found if one not in now]


def guides_found(who: Who, trajectory: Trajectory, words: str = "") -> list[RoleAssignment]:
    """Who could stand beside the learner: mentors and educators of today at the learner's own school and institute."""
    partnership = trajectory.object.partnership_id
    own = {held.organisation for held in who.roles if held.partnership == partnership and held.organisation}
    own |= {trajectory.school_id} if trajectory.school_id else set()
    near = Q(organisation__in=own) | Q(organisation=None, role=Role.INSTITUTE_EDUCATOR)
    rows = RoleAssignment.objects.filter(on_today(), near, partnership=partnership, role__in=GUIDES)
    there = stands_here(trajectory)
    rows = rows.exclude(person__in=there).exclude(person=who.person).select_related("person", "organisation")
    for word in plain(words).split():
        rows = rows.filter(person__sought__contains=word)
    return list(rows.order_by("person__first_name", "person__last_name", "pk")[:MOST_FOUND])


def stands_here(trajectory: Trajectory) -> list[int]:
    """Ids of people who stand beside the learner today."""
    today = timezone.localdate()
    now = Q(until_date=None) | Q(until_date__gte=today)
    ids = trajectory.members.filter(now).exclude(person=None).values_list("person", flat=True)
    return [one for one in ids if one is not None]


def stands_beside_anybody(who: Who) -> bool:
    """Whether somebody stands beside a learner today: a link to the list then stands on their own page."""
    return who.person is not None and stands_beside(who.person).exists()
