"""What is laid beside the measures of one trajectory, as one of the three sees it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from leerruimte.look.templatetags.look import in_language
from leerruimte.people.models import SIDE_OF, Role, Side
from leerruimte.people.who import Who
from leerruimte.trajectories.access.evidence import visible_evidence
from leerruimte.trajectories.access.trajectories import shown_as
from leerruimte.trajectories.models import Agreement, Evidence, Looked, Member, Outcome, Reached, Remark, Trajectory
from leerruimte.trajectories.rules.measures import Measure, agreed_lines, measure_of


@dataclass(frozen=True)
class RemarkSeen:
    """Words in the margin."""

    remark: Remark
    name: str
    role: str
    mine: bool
    new: bool


@dataclass(frozen=True)
class Laid:
    """One thing laid beside a measure, with what stands in its margin."""

    evidence: Evidence
    name: str
    side: str
    mine: bool
    new: bool
    remarks: Sequence[RemarkSeen] = ()


@dataclass
class OutcomeSeen:
    """An outcome: its measure, what lies beside it and what was reached."""

    code: str
    title: str
    theme: str
    level: int
    measure: Measure
    laid: list[Laid] = field(default_factory=list)
    reached: list[Reached] = field(default_factory=list)

    @property
    def new(self) -> int:
        """How much came since one looked."""
        return sum(one.new + sum(remark.new for remark in one.remarks) for one in self.laid)


def outcomes_seen(who: Who, trajectory: Trajectory) -> list[OutcomeSeen]:
    """All outcomes of the phases of a trajectory, and any other that something lies beside; 8 queries at most."""
    evidence = list(visible_evidence(who).filter(trajectory=trajectory).select_related("by"))
    agreed = latest_agreed(trajectory)
    outcomes = outcomes_of(trajectory, {one.outcome for one in evidence})
    seen = {
        outcome.code: OutcomeSeen(
            outcome.code,
            in_language(outcome.title),
            in_language(outcome.theme.title),
            outcome.level,
            measure_of(agreed.get(outcome.code), [in_language(one.words) for one in outcome.criteria.all()]),
        )
        for outcome in outcomes
    }
    sides = sides_of(trajectory)
    since = looked_at(who, trajectory)
    remarks = _remarks(who, evidence, since)
    for one in evidence:
        if one.outcome in seen:
            seen[one.outcome].laid.append(_laid(who, one, sides, since, remarks[one.pk]))
    for reached in Reached.objects.filter(trajectory=trajectory).order_by("at"):
        if reached.outcome in seen:
            seen[reached.outcome].reached.append(reached)
    return list(seen.values())


def outcomes_of(trajectory: Trajectory, also: set[str]) -> list[Outcome]:
    """Outcomes of the trajectory's phases in its version, and those named besides."""
    rows = Outcome.objects.filter(version=trajectory.version_id).select_related("theme").prefetch_related("criteria")
    phases = set(trajectory.phases)
    return [one for one in rows if not phases or one.phase in phases or one.code in also]


def latest_agreed(trajectory: Trajectory) -> Mapping[str, Mapping[str, object]]:
    """Outcome code -> its lines in the newest agreement that has it."""
    lines: dict[str, Mapping[str, object]] = {}
    for content in Agreement.objects.filter(trajectory=trajectory).order_by("number").values_list("content", flat=True):
        lines |= agreed_lines(content)
    return lines


def sides_of(trajectory: Trajectory) -> Mapping[int, Side]:
    """Person id -> which of the three, of everybody who takes or took part; the learner is the learner in it."""
    rows = Member.objects.filter(trajectory=trajectory).exclude(person=None).order_by("-from_date")
    sides = {person: SIDE_OF[Role(role)] for person, role in rows.values_list("person", "role") if person}
    return {**sides, trajectory.learner_id: Side.LEARNER}


def looked_at(who: Who, trajectory: Trajectory) -> datetime | None:
    """When they last said that they had seen it all."""
    return Looked.objects.filter(trajectory=trajectory, person=who.person or 0).values_list("at", flat=True).first()


def _remarks(who: Who, evidence: Sequence[Evidence], since: datetime | None) -> Mapping[object, list[RemarkSeen]]:
    found: dict[object, list[RemarkSeen]] = defaultdict(list)
    rows = Remark.objects.filter(evidence__in=[one.pk for one in evidence], removed_at=None)
    for row in rows.select_related("member__person", "member__trajectory"):
        member = row.member
        mine = member is not None and member.person_id is not None and member.person_id == who.person
        new = not mine and (since is None or row.made_at > since)
        found[row.evidence_id].append(
            RemarkSeen(row, str(member) if member else "", shown_as(member) if member else "", mine, new)
        )
    return found


def _laid(
    who: Who, one: Evidence, sides: Mapping[int, Side], since: datetime | None, remarks: Sequence[RemarkSeen]
) -> Laid:
    mine = one.by_id is not None and one.by_id == who.person
    return Laid(
        one,
        one.by.name if one.by else "",
        sides.get(one.by_id or 0, Side.MIXED).value,
        mine,
        not mine and (since is None or one.made_at > since),
        remarks,
    )
