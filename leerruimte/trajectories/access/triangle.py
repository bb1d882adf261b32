"""Who sits at a triangle conversation: its members, by their account or by a personal link. Nobody else."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from leerruimte.base.client_ids import read_id
from leerruimte.base.links import read_link, sign_link
from leerruimte.people.models import SIDE_OF, Partnership, Role, Side
from leerruimte.people.who import Who
from leerruimte.trajectories.access.trajectories import is_learner, membership_of, side_of, stands_beside
from leerruimte.trajectories.models import Agreement, Member, Trajectory, TriangleConversation

PURPOSE = "member"


class LinkEnded(Exception):
    """A real personal link that is worth nothing any more: renewed, or its membership ended."""

    def __init__(self, member: Member) -> None:
        super().__init__()
        self.member = member


@dataclass(frozen=True)
class Seat:
    """Somebody at a conversation: as which member, and by which link (empty: by their account)."""

    triangle: TriangleConversation
    member: Member
    token: str = ""

    @property
    def members(self) -> list[Member]:
        """All of the conversation: the learner first, then the school, then the institute."""
        return sorted(self.triangle.members.all(), key=lambda one: (ORDER.index(side_of(one)), str(one.pk)))


ORDER = (Side.LEARNER, Side.SCHOOL, Side.INSTITUTE, Side.RESEARCH, Side.TOGETHER, Side.MIXED)
# Whose trajectory it is decides who is the learner: without it each member would be asked for apart.
MEMBERS = Member.objects.select_related("person", "organisation", "trajectory")


def link_of(member: Member) -> str:
    """The secret part of a member's personal link."""
    return sign_link(PURPOSE, member.pk.hex, member.link_number)


def member_by_link(token: str) -> Member:
    """Whose personal link this is: 404 for one that was made up, `LinkEnded` for one that was theirs once."""
    thing, number = read_link(PURPOSE, token) or ("", 0)
    pk = read_id(thing)
    rows = MEMBERS.select_related("trajectory__object__partnership", "trajectory__learner", "trajectory__version")
    member = rows.filter(pk=pk).first() if pk else None
    if member is None:
        raise Http404
    if member.link_number != number or not is_member_today(member):
        raise LinkEnded(member)
    return member


def is_member_today(member: Member) -> bool:
    """Whether a membership holds today."""
    today = timezone.localdate()
    return member.from_date <= today and (member.until_date is None or member.until_date >= today)


def active_members(trajectory: Trajectory) -> QuerySet[Member]:
    """Who stands beside the learner today, the learner too."""
    today = timezone.localdate()
    held = Q(from_date__lte=today) & (Q(until_date=None) | Q(until_date__gte=today))
    return MEMBERS.filter(held | Q(person=trajectory.learner_id), trajectory=trajectory)


def conversations() -> QuerySet[TriangleConversation]:
    """Conversations with what every page of them needs."""
    return TriangleConversation.objects.select_related(
        "encounter__partnership", "trajectory__object__partnership", "trajectory__learner", "trajectory__version",
        "planned_by__person",
    ).prefetch_related(Prefetch("members", MEMBERS))  # fmt: skip


def get_seat(who: Who, triangle_id: UUID, token: str = "") -> Seat:
    """The place of who asks at a conversation, by link or by account."""
    triangle = conversations().filter(pk=triangle_id).first()
    if triangle is None:
        raise Http404
    if token:
        mine = [member_by_link(token).pk]
    else:
        mine = [one.pk for one in triangle.members.all() if who.person and one.person_id == who.person]
    for member in triangle.members.all():
        if member.pk in mine and (is_member_today(member) or member.person_id == triangle.trajectory.learner_id):
            return Seat(triangle, member, token)
    raise Http404


def conversations_of(who: Who, trajectory: Trajectory, member: Member | None = None) -> QuerySet[TriangleConversation]:
    """The conversations of a trajectory that somebody sits at; the learner sits at each."""
    rows = conversations().filter(trajectory=trajectory)
    if member is not None:
        return rows.filter(members=member)
    if who.person == trajectory.learner_id:
        return rows
    return rows.filter(members__in=stands_beside(who.person or 0)).distinct()


def may_plan(who: Who, trajectory: Trajectory) -> bool:
    """Whether they may plan a conversation: the learner and who stands beside, while the trajectory has not ended."""
    if trajectory.ended_at is not None:
        return False
    return is_learner(who, trajectory) or membership_of(who, trajectory) is not None


def may_renew_links(seat: Seat) -> bool:
    """Whether they may make a new personal link for somebody: who has an account, and not the learner.

    A link is a name under an agreement: a learner who could make one could sign for the mentor.
    """
    return not seat.token and side_of(seat.member) != Side.LEARNER


def may_pick(seat: Seat) -> bool:
    """Whether they pick the date: who planned it; when that one is gone, each of the three."""
    planned_by = seat.triangle.planned_by
    return planned_by is None or planned_by.pk == seat.member.pk or not is_member_today(planned_by)


def visible_agreements(trajectory: Trajectory) -> QuerySet[Agreement]:
    """The agreements of a trajectory, oldest first; the caller looked who asks."""
    return Agreement.objects.filter(trajectory=trajectory).order_by("number")


def get_agreement(trajectory: Trajectory, number: int) -> Agreement:
    """An agreement of a trajectory that the caller may see."""
    agreement = visible_agreements(trajectory).filter(number=number).first()
    if agreement is None:
        raise Http404
    return agreement


def sides_heard(who: Who, partnership: Partnership) -> frozenset[Side]:
    """Of which sides somebody reads the shared experiences: their own, in this partnership."""
    sides = {SIDE_OF[Role(role)] for role in who.roles_in(partnership.pk)}
    return frozenset(sides & {Side.LEARNER, Side.SCHOOL, Side.INSTITUTE})
