"""The triangle conversations of a trajectory and of a person: the next one, who is ready, what waits for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.people.models import Side
from leerruimte.people.who import Who
from leerruimte.trajectories.access.trajectories import side_of
from leerruimte.trajectories.access.triangle import ORDER, Seat, conversations, is_member_today
from leerruimte.trajectories.models import (
    DateAnswer,
    DateOption,
    Member,
    Outcome,
    Ready,
    Signature,
    Trajectory,
    TriangleConversation,
)

Phase = TriangleConversation.Phase
OPEN = (Phase.PLANNING, Phase.PREPARING, Phase.TOGETHER)


@dataclass(frozen=True)
class Someone:
    """One of the three, as others see them."""

    member: Member
    name: str
    side: Side
    ready: bool
    me: bool = False
    signed: bool = False

    @property
    def role(self) -> str:
        """Their role, in words."""
        return self.member.get_role_display()


@dataclass(frozen=True)
class NextTriangle:
    """What a card says of a conversation: when, where, who is ready, and the one thing to do now."""

    triangle: TriangleConversation
    people: Sequence[Someone]
    # What the one button does: an address (of who has an account) and its words.
    address: str
    words: str
    # Whether something waits for who looks.
    waits: bool
    # The name of the page the button leads to, for who came in by a link.
    page: str = "triangle"

    @property
    def at(self) -> datetime | None:
        """When; empty: no date yet."""
        return self.triangle.starts_at


def name_of(member: Member) -> str:
    """What a member is called: their own first and last name, or the name that was given."""
    if member.person is not None:
        return member.person.name if member.person.first_name else member.name or member.person.name
    return member.name or _("somebody who left")


def first_name_of(member: Member | None) -> str:
    """What people call a member in a conversation; nobody: whose words stayed when they left."""
    if member is None or (member.person is None and not member.name):
        return _("somebody who left")
    if member.person is not None and member.person.first_name:
        return member.person.first_name
    return name_of(member).split()[0]


def with_all(rows: QuerySet[TriangleConversation]) -> QuerySet[TriangleConversation]:
    """With who is ready, who signed and which dates are asked: a fixed number of queries for any number of rows."""
    return rows.prefetch_related(
        Prefetch("ready", Ready.objects.all()),
        Prefetch("signatures", Signature.objects.all()),
        Prefetch("options", DateOption.objects.prefetch_related(Prefetch("answers", DateAnswer.objects.all()))),
    )


def people_of(triangle: TriangleConversation, me: Member | None = None) -> list[Someone]:
    """The members in order, with who is ready and who signed what stands now."""
    ready = {row.member_id for row in triangle.ready.all()}
    signed = {row.member_id for row in triangle.signatures.all() if row.revision == triangle.revision}
    members = sorted(triangle.members.all(), key=lambda one: (ORDER.index(side_of(one)), str(one.pk)))
    return [
        Someone(
            one, first_name_of(one), side_of(one), one.pk in ready, me is not None and one.pk == me.pk, one.pk in signed
        )
        for one in members
    ]


def next_triangle(trajectory: Trajectory, who: Who | None = None) -> NextTriangle | None:
    """The conversation that is being planned, prepared or held; for `who` with what they can do now."""
    triangle = with_all(conversations()).filter(trajectory=trajectory, phase__in=OPEN).order_by("number").first()
    return None if triangle is None else as_next(triangle, _member_of(triangle, who.person if who else None))


def triangles_waiting_for(person: int) -> list[NextTriangle]:
    """The open conversations of a person, soonest first; `waits` says whether something waits for them."""
    today = timezone.localdate()
    held = Q(members__until_date=None) | Q(members__until_date__gte=today)
    rows = with_all(conversations()).filter(held, members__person=person, phase__in=OPEN).distinct()
    found = [as_next(row, _member_of(row, person)) for row in rows.order_by("starts_at", "pk")[:50]]
    return sorted(found, key=lambda one: (not one.waits, one.at is None, one.at or timezone.now()))


def triangles_of_member(member: Member) -> list[NextTriangle]:
    """The open conversations that a member sits at: for somebody with a personal link."""
    rows = with_all(conversations()).filter(members=member, phase__in=OPEN).order_by("number")
    return [as_next(row, member) for row in rows]


def _member_of(triangle: TriangleConversation, person: int | None) -> Member | None:
    mine = [one for one in triangle.members.all() if person and one.person_id == person]
    return next(iter(mine), None)


def as_next(triangle: TriangleConversation, me: Member | None) -> NextTriangle:
    """A card of a conversation as one of the three sees it; `me` empty: somebody who is not in it."""
    people = people_of(triangle, me)
    if me is None:
        address = reverse("trajectories:triangles", args=[triangle.trajectory_id])
        return NextTriangle(triangle, people, address, _("All conversations of three"), waits=False)
    here, words, waits = _what_now(triangle, me, people)
    return NextTriangle(triangle, people, reverse(f"trajectories:{here}", args=[triangle.pk]), words, waits, here)


def _what_now(triangle: TriangleConversation, me: Member, people: Iterable[Someone]) -> tuple[str, str, bool]:
    mine = next(one for one in people if one.me)
    if triangle.phase == Phase.TOGETHER:
        return "triangle_together", _("Side by side"), not mine.signed
    if triangle.phase == Phase.PLANNING and not has_answered(triangle, me):
        return "triangle", _("Say when you can"), True
    if mine.ready and all(one.ready for one in people):
        return "triangle", _("Lay it next to each other"), True
    if mine.ready:
        return "triangle_prepare", _("See what you prepared"), False
    return "triangle_prepare", _("Prepare"), True


def has_answered(triangle: TriangleConversation, member: Member) -> bool:
    """Whether a member said of every date whether they can."""
    options = list(triangle.options.all())
    return all(any(one.member_id == member.pk for one in option.answers.all()) for option in options)


@dataclass(frozen=True)
class DateSeen:
    """A date that is asked, and who can."""

    option: DateOption
    mine: str
    answers: Sequence[tuple[Someone, str]]
    all_can: bool


def dates_of(triangle: TriangleConversation, me: Member) -> list[DateSeen]:
    """The dates that are asked, with what each said."""
    people = people_of(triangle, me)
    seen = []
    for option in triangle.options.all():
        said = {answer.member_id: answer.can for answer in option.answers.all()}
        answers = [(one, said.get(one.member.pk, "")) for one in people]
        can = all(word in (DateAnswer.Can.YES, DateAnswer.Can.MAYBE) for _one, word in answers)
        seen.append(DateSeen(option, said.get(me.pk, ""), answers, can))
    return seen


def outcomes_of(triangle: TriangleConversation) -> list[Outcome]:
    """The outcomes it is about, in the order that was chosen; those that are not in the curriculum are left out."""
    rows = Outcome.objects.filter(version=triangle.trajectory.version_id, code__in=triangle.outcomes)
    found = {row.code: row for row in rows.prefetch_related("criteria")}
    return [found[code] for code in triangle.outcomes if code in found]


def guests_of(seat: Seat) -> list[Member]:
    """Who takes part by a personal link today."""
    return [one for one in seat.members if one.person_id is None and is_member_today(one)]


def words_of_levels(trajectory: Trajectory) -> dict[int, Any]:
    """Number -> title of each level of the trajectory's curriculum."""
    return dict(trajectory.version.levels.values_list("number", "title"))


def organisation_of(member: Member, trajectory: Trajectory) -> int | None:
    """Where a member has their role now: a learner at the school that the trajectory is at, which may have changed."""
    if member.person_id is not None and member.person_id == trajectory.learner_id:
        return trajectory.school_id
    return member.organisation_id
