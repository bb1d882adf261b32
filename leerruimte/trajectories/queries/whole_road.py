"""One learner: the whole road from start to diploma and on, as one of those who may see it sees it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeVar

from django.db.models import Count
from django.utils import timezone

from leerruimte.look.templatetags.look import in_language
from leerruimte.people.who import Who
from leerruimte.trajectories.access.evidence import visible_evidence
from leerruimte.trajectories.access.trajectories import is_learner, visible_trajectories
from leerruimte.trajectories.models import (
    Agreement,
    EarlierRecord,
    Evidence,
    Level,
    Member,
    Outcome,
    Period,
    Piece,
    Reached,
    Trajectory,
    TriangleConversation,
)


@dataclass(frozen=True)
class ReachedSeen:
    """What was reached, in words."""

    code: str
    title: str
    level: str
    by: str
    at: datetime


@dataclass
class Stage:
    """A part of the road: a period of the partnership, or a stretch of weeks where there is none."""

    name: str
    first: date
    last: date
    pieces: list[Piece] = field(default_factory=list)
    triangles: list[TriangleConversation] = field(default_factory=list)
    reached: list[ReachedSeen] = field(default_factory=list)
    now: bool = False


@dataclass
class Stretch:
    """One trajectory of the road."""

    trajectory: Trajectory
    beside: Sequence[Member]
    stages: list[Stage]
    agreements: Sequence[Agreement]
    outcomes: int
    reached: int
    evidence: int
    over: bool


@dataclass(frozen=True)
class WholeRoad:
    """All that the viewer may see of one learner's road in one partnership, oldest first."""

    learner: str
    mine: bool
    stretches: Sequence[Stretch]
    earlier: Sequence[EarlierRecord]


def whole_road(who: Who, trajectory: Trajectory) -> WholeRoad:
    """The road around a trajectory that `who` was let into; a fixed number of queries."""
    rows = visible_trajectories(who).filter(
        learner=trajectory.learner_id, object__partnership=trajectory.object.partnership_id
    )
    trajectories = list(rows.select_related("object", "school", "version").order_by("first", "pk"))
    parts = _Parts.read(who, trajectories, trajectory.object.partnership_id)
    mine = is_learner(who, trajectory)
    earlier = EarlierRecord.objects.filter(
        person=trajectory.learner_id, partnership=trajectory.object.partnership_id, imported_at__isnull=False
    ).defer("content")
    if not mine:
        earlier = earlier.filter(seen=Evidence.Seen.THREE)
    today = timezone.localdate()
    return WholeRoad(trajectory.learner.name, mine, [parts.stretch(one, today) for one in trajectories], list(earlier))


@dataclass
class _Parts:
    """What lies along the roads, read for all of them at once."""

    beside: Mapping[int, list[Member]]
    pieces: Mapping[int, list[Piece]]
    triangles: Mapping[int, list[TriangleConversation]]
    agreements: Mapping[int, list[Agreement]]
    reached: Mapping[int, list[Reached]]
    evidence: Mapping[int, int]
    outcomes: Mapping[int, list[Outcome]]
    levels: Mapping[tuple[int, int], str]
    periods: Sequence[Period]

    @classmethod
    def read(cls, who: Who, trajectories: Sequence[Trajectory], partnership: int | None) -> "_Parts":
        """Nine queries, however long the road."""
        ids = [one.pk for one in trajectories]
        versions = {one.version_id for one in trajectories}
        counted = visible_evidence(who).filter(trajectory__in=ids).order_by().values_list("trajectory")
        return cls(
            _grouped(
                Member.objects.filter(trajectory__in=ids)
                .select_related("person", "organisation")
                .order_by("from_date", "pk")
            ),
            _grouped(Piece.objects.filter(trajectory__in=ids, removed_at=None).select_related("organisation")),
            _grouped(
                TriangleConversation.objects.filter(trajectory__in=ids, starts_at__isnull=False)
                .exclude(phase=TriangleConversation.Phase.CALLED_OFF)
                .order_by("starts_at")
            ),
            _grouped(Agreement.objects.filter(trajectory__in=ids).defer("content").order_by("number")),
            _grouped(Reached.objects.filter(trajectory__in=ids, taken_back_at=None).order_by("at")),
            dict(counted.annotate(many=Count("pk"))),
            _by_version(Outcome.objects.filter(version__in=versions).only("version", "code", "title", "phase")),
            {
                (one.version_id, one.number): in_language(one.title)
                for one in Level.objects.filter(version__in=versions)
            },
            list(Period.objects.filter(partnership=partnership).order_by("first")),
        )

    def stretch(self, trajectory: Trajectory, today: date) -> Stretch:
        """One trajectory with all that lies along it."""
        outcomes = {one.code: one for one in self.outcomes.get(trajectory.version_id, [])}
        asked = [one for one in outcomes.values() if not trajectory.phases or one.phase in trajectory.phases]
        reached = self.reached.get(trajectory.pk, [])
        stages = self._stages(trajectory, today)
        for piece in self.pieces.get(trajectory.pk, []):
            _stage_at(stages, piece.first_week).pieces.append(piece)
        for triangle in self.triangles.get(trajectory.pk, []):
            if triangle.starts_at:
                _stage_at(stages, timezone.localdate(triangle.starts_at)).triangles.append(triangle)
        for one in reached:
            outcome = outcomes.get(one.outcome)
            level = self.levels.get((trajectory.version_id, one.level), "")
            title = in_language(outcome.title) if outcome else ""
            _stage_at(stages, timezone.localdate(one.at)).reached.append(
                ReachedSeen(one.outcome, title, level, one.by_name, one.at)
            )
        learner = trajectory.learner_id
        return Stretch(
            trajectory,
            [one for one in self.beside.get(trajectory.pk, []) if one.person_id != learner],
            stages,
            self.agreements.get(trajectory.pk, []),
            len(asked),
            len({one.outcome for one in reached}),
            self.evidence.get(trajectory.pk, 0),
            trajectory.ended_at is not None or trajectory.last < today,
        )

    def _stages(self, trajectory: Trajectory, today: date) -> list[Stage]:
        periods = [one for one in self.periods if one.last >= trajectory.first and one.first <= trajectory.last]
        stages = [Stage(one.name, max(one.first, trajectory.first), min(one.last, trajectory.last)) for one in periods]
        if not stages:
            stages = [Stage("", trajectory.first, trajectory.last)]
        for stage in stages:
            stage.now = stage.first <= today <= stage.last
        return stages


def _stage_at(stages: Sequence[Stage], day: date) -> Stage:
    """The last stage that began by then; the first for what was earlier."""
    return next((stage for stage in reversed(stages) if stage.first <= day), stages[0])


class _OnARoad(Protocol):
    trajectory_id: int


OnARoad = TypeVar("OnARoad", bound=_OnARoad)


def _grouped(rows: Iterable[OnARoad]) -> Mapping[int, list[OnARoad]]:
    found: dict[int, list[OnARoad]] = defaultdict(list)
    for row in rows:
        found[row.trajectory_id].append(row)
    return found


def _by_version(outcomes: Iterable[Outcome]) -> Mapping[int, list[Outcome]]:
    found: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        found[outcome.version_id].append(outcome)
    return found
