"""Who guides whom: my learners, what waits for me, which conversations are near, who may be stuck.

A fixed number of queries, however many learners: each part is read for all trajectories at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leerruimte.look.templatetags.look import in_language
from leerruimte.people.models import Person
from leerruimte.trajectories.access.trajectories import stands_beside
from leerruimte.trajectories.models import (
    Agreement,
    DateAnswer,
    DateOption,
    Evidence,
    FilledForm,
    Looked,
    Member,
    Outcome,
    Piece,
    Reached,
    Ready,
    Remark,
    Signature,
    Trajectory,
    TriangleConversation,
)
from leerruimte.trajectories.rules.guiding import Stuck, gaps_of, is_near, stuck

Phase = TriangleConversation.Phase
# So many outcomes are named; of more it is told that there are more.
GAPS_TOLD = 4


@dataclass(frozen=True)
class Waiting:
    """Something that waits for one person: a short stable word, a sentence, where to do it, and until when."""

    kind: str
    sentence: str
    url: str
    due: datetime | None = None
    trajectory: int = 0


@dataclass
class LearnerSeen:
    """A learner one stands beside."""

    trajectory: Trajectory
    member: Member
    waits: list[Waiting] = field(default_factory=list)
    # The next conversation of three, when its moment is known.
    meets_at: datetime | None = None
    met_on: date | None = None
    near: bool = False
    stuck: Stuck = field(default_factory=Stuck)

    @property
    def sentences(self) -> list[str]:
        """Why this learner may be stuck, a sentence each."""
        told = []
        if self.stuck.never:
            told.append(_("No conversation of three has been held yet, and none is planned."))
        elif self.stuck.silent:
            weeks = (timezone.localdate() - (self.stuck.last or timezone.localdate())).days // 7
            told.append(
                ngettext(
                    "The last conversation of three was %(many)d week ago, and none is planned.",
                    "The last conversation of three was %(many)d weeks ago, and none is planned.",
                    weeks,
                )
                % {"many": weeks}
            )
        if self.stuck.gaps:
            told.append(_gaps_in_words(self.stuck.gaps))
        return told


def _gaps_in_words(gaps: Sequence[str]) -> str:
    many = len(gaps)
    words = {"many": many, "titles": "; ".join(gaps[:GAPS_TOLD])}
    if many > GAPS_TOLD:
        return _("For %(many)d outcomes nothing lies on the board yet, such as: %(titles)s.") % words
    told = ngettext(
        "For %(many)d outcome nothing lies on the board yet: %(titles)s.",
        "For %(many)d outcomes nothing lies on the board yet: %(titles)s.",
        many,
    )
    return told % words


def learners_of(person: Person) -> list[LearnerSeen]:
    """Everybody one stands beside today, with what waits, what is near and who may be stuck; waiting first."""
    members = list(_memberships(person.pk).exclude(trajectory__learner=person.pk))
    ids = [member.trajectory_id for member in members]
    waits = _by_trajectory(_waiting(person.pk, members))
    met, meets = _encounters(ids)
    gaps = _gaps({member.trajectory_id: member.trajectory for member in members})
    today = timezone.localdate()
    seen = []
    for member in {one.trajectory_id: one for one in reversed(members)}.values():
        trajectory = member.trajectory
        next_one, last_one = meets.get(trajectory.pk), met.get(trajectory.pk)
        seen.append(
            LearnerSeen(
                trajectory,
                member,
                waits.get(trajectory.pk, []),
                next_one,
                last_one,
                is_near(timezone.localdate(next_one) if next_one else None, today),
                stuck(
                    today=today,
                    first=trajectory.first,
                    last=trajectory.last,
                    ended=trajectory.ended_at is not None,
                    met=last_one,
                    meets=timezone.localdate(next_one) if next_one else None,
                    gaps=gaps.get(trajectory.pk, []),
                ),
            )
        )
    return sorted(seen, key=lambda one: (not one.waits, not one.near, not one.stuck, one.trajectory.learner.name))


def what_waits_for(person: Person) -> list[Waiting]:
    """All that waits for somebody, as learner or beside one: what has a day first, then the rest."""
    return waits_and_guides(person)[0]


def waits_and_guides(person: Person) -> tuple[list[Waiting], bool]:
    """What waits for somebody, and whether they stand beside a learner: the same rows say both."""
    members = list(_memberships(person.pk))
    guides = any(member.trajectory.learner_id != person.pk for member in members)
    return _in_order(_waiting(person.pk, members)), guides


def _in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    far = timezone.now() + timedelta(days=3650)
    return sorted(waiting, key=lambda one: (one.due or far, one.kind, one.trajectory))


def _memberships(person: int) -> QuerySet[Member]:
    rows = stands_beside(person).filter(trajectory__ended_at=None)
    return rows.select_related("trajectory__object", "trajectory__learner", "trajectory__school").order_by(
        "from_date", "pk"
    )


def _by_trajectory(waiting: Iterable[Waiting]) -> Mapping[int, list[Waiting]]:
    found: dict[int, list[Waiting]] = defaultdict(list)
    for one in waiting:
        found[one.trajectory].append(one)
    return found


def _waiting(person: int, members: Sequence[Member]) -> Iterable[Waiting]:
    if not members:
        return []
    names = {member.trajectory_id: _whose(person, member.trajectory) for member in members}
    return [*_triangles(members, names), *_forms(members, names), *_new_things(person, names)]


def _whose(person: int, trajectory: Trajectory) -> str:
    return _("your own trajectory") if trajectory.learner_id == person else trajectory.learner.name


def _triangles(members: Sequence[Member], names: Mapping[int, str]) -> Iterable[Waiting]:
    """Dates to answer, preparing, and putting one's name."""
    mine = [member.pk for member in members]
    options = DateOption.objects.filter(triangle=OuterRef("pk"))
    signed = Signature.objects.filter(triangle=OuterRef("pk"), revision=OuterRef("revision"))
    # By the rows of the members: for each of these the database finds one conversation, whatever there is besides.
    seats = TriangleConversation.members.through.objects.filter(member_id__in=mine)
    rows = TriangleConversation.objects.filter(
        pk__in=seats.values("triangleconversation_id"), phase__in=[Phase.PLANNING, Phase.PREPARING, Phase.TOGETHER]
    ).annotate(
        asked=Exists(options),
        first_option=Subquery(options.order_by("at").values("at")[:1]),
        answered=Exists(DateAnswer.objects.filter(option__triangle=OuterRef("pk"), member__in=mine)),
        is_ready=Exists(Ready.objects.filter(triangle=OuterRef("pk"), member__in=mine)),
        signed=Exists(signed.filter(member__in=mine)),
        others_signed=Exists(signed),
    )
    for row in rows:
        of = {"name": names[row.trajectory_id]}
        url = _triangle_url(row)
        if row.phase == Phase.PLANNING and row.asked and not row.answered:
            yield Waiting("dates", _("Say when you can meet: %(name)s.") % of, url, row.first_option, row.trajectory_id)
        elif row.phase == Phase.PREPARING and not row.is_ready:
            yield Waiting(
                "prepare", _("Prepare the conversation: %(name)s.") % of, url, row.starts_at, row.trajectory_id
            )
        elif row.phase == Phase.TOGETHER and row.others_signed and not row.signed:
            yield Waiting("sign", _("Put your name under the agreement: %(name)s.") % of, url, None, row.trajectory_id)


def _triangle_url(row: TriangleConversation) -> str:
    """The page of a conversation of three."""
    return reverse("trajectories:triangle", args=[row.pk])


def _forms(members: Sequence[Member], names: Mapping[int, str]) -> Iterable[Waiting]:
    """Forms that another of the three handed in, in the round of now, and one did not: an older round is over."""
    mine = {member.pk for member in members}
    # Of each form in each trajectory who handed in, in its last round.
    now: dict[tuple[int, int], tuple[int, set[UUID]]] = {}
    titles: dict[int, str] = {}
    rows = FilledForm.objects.filter(trajectory__in=list(names), form__closed_at=None).order_by("round")
    for form, title, trajectory, number, member, at in rows.values_list(
        "form", "form__object__title", "trajectory", "round", "member", "handed_in_at"
    ):
        titles[form] = title
        last, handed = now.get((form, trajectory), (number, set()))
        handed = handed if last == number else set()
        now[form, trajectory] = number, handed | ({member} if at else set())
    for (form, trajectory), (_round, handed) in now.items():
        if handed and not handed & mine:
            words = _("Fill in “%(form)s”: %(name)s.") % {"form": titles[form], "name": names[trajectory]}
            yield Waiting("form", words, reverse("trajectories:fill_form", args=[trajectory, form]), None, trajectory)


def _new_things(person: int, names: Mapping[int, str]) -> Iterable[Waiting]:
    """Evidence and words in the margin that came since one looked."""
    looked = Looked.objects.filter(person=person, trajectory=OuterRef("trajectory")).values("at")[:1]
    evidence = (
        Evidence.objects.filter(trajectory__in=list(names), removed_at=None, seen=Evidence.Seen.THREE)
        .exclude(by=person)
        .annotate(looked=looked)
        .filter(Q(looked=None) | Q(made_at__gt=F("looked")))
    )
    remarks = (
        Remark.objects.filter(evidence__trajectory__in=list(names), removed_at=None, evidence__removed_at=None)
        .filter(Q(evidence__seen=Evidence.Seen.THREE) | Q(evidence__by=person))
        .exclude(member__person=person)
        .annotate(
            looked=Looked.objects.filter(person=person, trajectory=OuterRef("evidence__trajectory")).values("at")[:1]
        )
        .filter(Q(looked=None) | Q(made_at__gt=F("looked")))
    )
    new: dict[int, int] = defaultdict(int)
    for trajectory, many in evidence.order_by().values_list("trajectory").annotate(many=Count("pk")):
        new[trajectory] += many
    for trajectory, many in remarks.order_by().values_list("evidence__trajectory").annotate(many=Count("pk")):
        new[trajectory] += many
    for trajectory, many in new.items():
        words = ngettext(
            "%(many)d new thing lies with the evidence: %(name)s.",
            "%(many)d new things lie with the evidence: %(name)s.",
            many,
        ) % {"many": many, "name": names[trajectory]}
        yield Waiting("evidence", words, reverse("trajectories:evidence", args=[trajectory]), None, trajectory)


def _encounters(ids: Sequence[int]) -> tuple[Mapping[int, date], Mapping[int, datetime]]:
    """The day of the last encounter and the moment of the next, of each trajectory."""
    now = timezone.now()
    met: dict[int, date] = {}
    to_come: dict[int, datetime] = {}
    rows = TriangleConversation.objects.filter(trajectory__in=ids, starts_at__isnull=False)
    # A few of each learner: sooner compared here than by the database, which would look at those of everybody.
    for trajectory, phase, at in rows.order_by("starts_at").values_list("trajectory", "phase", "starts_at"):
        if at is None:
            continue
        if phase == Phase.CONFIRMED or (phase == Phase.TOGETHER and at < now):
            met[trajectory] = timezone.localdate(at)
        if at >= now and phase != Phase.CALLED_OFF:
            to_come.setdefault(trajectory, at)
    for trajectory, at in (
        Agreement.objects.filter(trajectory__in=ids)
        .order_by()
        .values_list("trajectory")
        .annotate(at=Max("confirmed_at"))
    ):
        met[trajectory] = max(met.get(trajectory, date.min), timezone.localdate(at))
    return met, to_come


def _gaps(trajectories: Mapping[int, Trajectory]) -> Mapping[int, list[str]]:
    """Titles of outcomes of each trajectory's phases that nothing on its board contributes to, nor were reached."""
    by_version: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
    titles: dict[tuple[int, str], str] = {}
    versions = {one.version_id for one in trajectories.values()}
    for version, code, phase, choice, title in Outcome.objects.filter(version__in=versions).values_list(
        "version", "code", "phase", "choice_group", "title"
    ):
        by_version[version].append((code, phase, choice))
        titles[version, code] = in_language(title) or code
    given: dict[int, set[str]] = defaultdict(set)
    pieces = Piece.objects.filter(trajectory__in=trajectories, removed_at=None).order_by()
    for trajectory, contributes in pieces.values_list("trajectory", "contributes"):
        given[trajectory] |= set(contributes)
    reached: dict[int, set[str]] = defaultdict(set)
    for trajectory, code in Reached.objects.filter(trajectory__in=trajectories, taken_back_at=None).values_list(
        "trajectory", "outcome"
    ):
        reached[trajectory].add(code)
    found = {}
    for pk, one in trajectories.items():
        asked = [row for row in by_version[one.version_id] if not one.phases or row[1] in one.phases]
        covered = given[pk] | reached[pk]
        # Of outcomes with the same choice one is enough.
        chosen = {choice for code, _phase, choice in asked if choice and code in covered}
        gaps = gaps_of((code for code, _phase, choice in asked if choice not in chosen), given[pk], reached[pk])
        found[pk] = [titles[one.version_id, code] for code in gaps]
    return found
