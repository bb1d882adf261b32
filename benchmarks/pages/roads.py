"""The trajectory that pages are tried on: of a learner of the busiest educator of the institute, and all around it."""

import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from leerruimte.base.client_ids import new_id
from leerruimte.people.actions.importing import keep_file
from leerruimte.people.importing.columns import read_as
from leerruimte.people.models import Organisation, Partnership, PendingImport, Person, Role
from leerruimte.people.tests.make import who_is
from leerruimte.people.who import NOBODY
from leerruimte.planner.changing import Change
from leerruimte.planner.plain import to_plain
from leerruimte.trajectories.access.triangle import link_of
from leerruimte.trajectories.actions.cohort_proposals import ask_places
from leerruimte.trajectories.actions.cohorts import add_learner
from leerruimte.trajectories.actions.curriculum import begin_draft
from leerruimte.trajectories.actions.curriculum import keep_file as keep_framework
from leerruimte.trajectories.actions.planning import ask_planner, claim_run
from leerruimte.trajectories.curriculum_plain import to_plain as framework_to_plain
from leerruimte.trajectories.jobs import Worker
from leerruimte.trajectories.models import (
    Appeal,
    ChangeProposal,
    Cohort,
    CohortLearner,
    EarlierFile,
    EarlierRecord,
    Edition,
    Evidence,
    FilledForm,
    FreeDays,
    Member,
    PendingCurriculum,
    Period,
    Piece,
    PlannerRun,
    Reached,
    Refusal,
    Remark,
    Seat,
    Trajectory,
    TriangleConversation,
)
from leerruimte.trajectories.planning.asking import for_a_change, question_of
from leerruimte.trajectories.queries.curriculum import framework_of
from leerruimte.trajectories.rules.cohort_file import COHORT, COLUMNS
from leerruimte.trajectories.rules.triangle import NEEDED
from leerruimte.trajectories.tests.make_curriculum import a_proposal

Phase = TriangleConversation.Phase
PHASES = {
    "confirmed": Phase.CONFIRMED,
    "side by side": Phase.TOGETHER,
    "preparing": Phase.PREPARING,
    "a date": Phase.PLANNING,
}
NOT_THERE = uuid.UUID(int=0)
NAME_OF_FILE = "a.txt"


@dataclass(frozen=True)
class Road:
    """A trajectory, who is on it, and the largest of what pages are about."""

    trajectory: Trajectory
    learner: Person
    mentor: Person
    educator: Person
    # Who decides about the curriculum.
    owner: Person
    # By the phase: one of the educator's, and one with somebody who comes by a link.
    triangles: Mapping[str, TriangleConversation]
    guests: Mapping[str, tuple[TriangleConversation, Member]]
    edition: Edition
    piece: Piece
    school: Organisation
    runs: Mapping[str, PlannerRun]
    cohort: Cohort
    place: CohortLearner
    appeal: Appeal
    cohort_file: PendingImport
    curriculum_file: PendingCurriculum
    proposal: ChangeProposal
    record: EarlierRecord
    free: FreeDays
    period: Period

    @property
    def guest(self) -> Member:
        """Somebody who comes by a link."""
        return self.guests["confirmed"][1]


def find_road(partnership: Partnership, ria: Person) -> Road:
    """Look it up in the full example; what nobody left there is made, once."""
    educator = _busiest(partnership)
    trajectory = _fullest(educator)
    members = {member.role: member.person for member in trajectory.members.select_related("person")}
    mentor = members[Role.MENTOR.value]
    assert mentor
    cohort = Cohort.objects.get(period__partnership=partnership)
    learner = trajectory.learner
    place = add_learner(by=who_is(ria), cohort=cohort, email=learner.email, name=learner.name)
    _plan_places(cohort, ria)
    draft = begin_draft(by=who_is(_owner(trajectory)), curriculum=trajectory.version.curriculum)
    return Road(
        trajectory=trajectory,
        learner=learner,
        mentor=mentor,
        educator=educator,
        owner=_owner(trajectory),
        triangles=_of_educator(educator, trajectory),
        guests=_with_a_guest(partnership),
        edition=_fullest_edition(),
        piece=trajectory.pieces.filter(removed_at=None).exclude(edition=None).order_by("-hours")[0],
        school=Organisation.objects.filter(kind="school", memberships__partnership=partnership)
        .annotate(many=Count("opportunities"))
        .order_by("-many", "pk")[0],
        runs={kind: _planned(trajectory, kind) for kind in (PlannerRun.Kind.ROUTES, PlannerRun.Kind.REPLAN)},
        cohort=cohort,
        place=place,
        appeal=Appeal.objects.get_or_create(learner=place, defaults={"words": "Graag een school dichterbij."})[0],
        cohort_file=_cohort_file(partnership, ria),
        curriculum_file=keep_framework(
            by=who_is(_owner(trajectory)),
            id=new_id(),
            partnership=partnership,
            curriculum=trajectory.version.curriculum,
            name="leerplan.csv",
            content=framework_to_plain(framework_of(draft)),
        ),
        proposal=ChangeProposal.objects.filter(version=trajectory.version, by=trajectory.learner).first()
        or a_proposal(trajectory.version, learner),
        record=_record(learner, partnership),
        free=FreeDays.objects.filter(partnership=partnership)[0],
        period=Period.objects.filter(partnership=partnership, last__gte=timezone.localdate())[0],
    )


def _record(learner: Person, partnership: Partnership) -> EarlierRecord:
    """Brought along from elsewhere, with a file."""
    content = {"learner": {"name": ""}, "partnership": {"name": ""}, "trajectories": []}
    record, _new = EarlierRecord.objects.get_or_create(
        person=learner, partnership=partnership, digest="x", defaults={"title": "Elders", "content": content}
    )
    about = {"file_name": NAME_OF_FILE, "media_type": "text/plain", "data": b"x"}
    EarlierFile.objects.get_or_create(record=record, name=NAME_OF_FILE, defaults=about)
    return record


def _busiest(partnership: Partnership) -> Person:
    """The educator of the institute with most learners, of those with a conversation in each of its phases."""
    members = Member.objects.filter(role=Role.INSTITUTE_EDUCATOR, trajectory__object__partnership=partnership)
    rows = members.values_list("person").annotate(
        many=Count("pk", distinct=True),
        phases=Count("triangles__phase", distinct=True, filter=Q(triangles__phase__in=PHASES.values())),
    )
    person = rows.filter(phases=len(PHASES)).order_by("-many", "person")[0][0]
    return Person.objects.get(pk=person)


def _fullest(educator: Person) -> Trajectory:
    """With a mentor who has an account, evidence, forms, something reached; and most pieces."""
    rows = Trajectory.objects.filter(
        members__in=Member.objects.filter(person=educator), evidence__isnull=False, filled_forms__isnull=False
    ).filter(
        pk__in=Member.objects.filter(role=Role.MENTOR, person__isnull=False).values("trajectory"),
        triangles__phase=Phase.PREPARING,
    )
    rows = rows.annotate(
        said=Count("reached", distinct=True), many=Count("pieces", filter=Q(pieces__removed_at=None), distinct=True)
    )
    found = rows.select_related("learner", "version__curriculum", "object__partnership", "school")
    return found.order_by("-said", "-many", "pk")[0]


def _of_educator(educator: Person, trajectory: Trajectory) -> Mapping[str, TriangleConversation]:
    """Of each phase one, of the trajectory itself where it has one."""
    mine = TriangleConversation.objects.filter(members__person=educator)
    found = {}
    for about, phase in PHASES.items():
        rows = mine.filter(phase=phase)
        own = rows.filter(trajectory=trajectory).first()
        found[about] = own or rows.order_by("pk")[0]
    return found


def _with_a_guest(partnership: Partnership) -> Mapping[str, tuple[TriangleConversation, Member]]:
    found = {}
    for about, phase in PHASES.items():
        rows = TriangleConversation.objects.filter(encounter__partnership=partnership, phase=phase)
        triangle = rows.filter(members__person=None).order_by("pk")[0]
        found[about] = (triangle, triangle.members.get(person=None))
    return found


def _fullest_edition() -> Edition:
    rows = Seat.objects.filter(edition__last__gte=timezone.localdate()).values_list("edition")
    pk = rows.annotate(many=Count("pk")).order_by("-many", "edition")[0][0]
    return Edition.objects.select_related("opportunity").get(pk=pk)


def _owner(trajectory: Trajectory) -> Person:
    return trajectory.version.curriculum.owners.order_by("pk")[0]


def _planned(trajectory: Trajectory, kind: str) -> PlannerRun:
    """An answer of the planner, made once."""
    known = PlannerRun.objects.filter(trajectory=trajectory, kind=kind, state=PlannerRun.State.DONE).first()
    if known:
        return known
    question = question_of(trajectory)
    problem = question.as_json()
    if kind == PlannerRun.Kind.REPLAN:
        question = for_a_change(question)
        now = question.problem.calendar.week(timezone.localdate())
        falls = tuple(code for code, _edition in question.agreed)[-1:]
        problem = {**question.as_json(), "change": to_plain(Change(falls_away=falls, now=now))}
    by = who_is(trajectory.learner)
    return _worked_on(ask_planner(by=by, kind=kind, problem=problem, trajectory=trajectory))


def _plan_places(cohort: Cohort, ria: Person) -> None:
    if cohort.run is None:
        _worked_on(ask_places(by=who_is(ria), cohort=cohort, run_id=new_id()))


def _worked_on(run: PlannerRun) -> PlannerRun:
    claimed = claim_run(by=NOBODY, run_id=run.pk)
    assert claimed
    # In a thread of its own: a worker lets go of its connections when it is done.
    work = threading.Thread(target=Worker().work_on, args=[claimed])
    work.start()
    work.join()
    run.refresh_from_db()
    return run


def _cohort_file(partnership: Partnership, ria: Person) -> PendingImport:
    """Some hundreds of learners."""
    lines = [f"Lerende {number};lerende{number}@elders.example" for number in range(300)]
    read = read_as(COHORT, COLUMNS, "\n".join(["naam;e-mailadres", *lines]).encode())
    return keep_file(by=who_is(ria), partnership=partnership, name="lichting.csv", read=read)


def _first(rows: Any, otherwise: Any = NOT_THERE) -> Any:
    row = rows.order_by("pk").first()
    return row.pk if row else otherwise


# The words of each part of an address.
OF_ROAD: Mapping[str, Callable[[Road], Any]] = {
    "trajectory_id": lambda one: one.trajectory.pk,
    "curriculum_id": lambda one: one.trajectory.version.curriculum_id,
    "code": lambda one: Evidence.objects.filter(trajectory=one.trajectory)[0].outcome,
    "number": lambda _one: 1,
    "proposal_id": lambda one: one.proposal.pk,
    "pending_id": lambda one: one.cohort_file.pk,
    "free_id": lambda one: one.free.pk,
    "period_id": lambda one: one.period.pk,
    "organisation_id": lambda one: one.school.pk,
    "opportunity_id": lambda one: one.edition.opportunity_id,
    "edition_id": lambda one: one.edition.pk,
    "step": lambda _one: "doelen",
    "refusal_id": lambda one: _first(Refusal.objects.filter(trajectory=one.trajectory)),
    "run_id": lambda one: one.runs[PlannerRun.Kind.ROUTES].pk,
    "piece_id": lambda one: one.piece.pk,
    "member_id": lambda one: _first(one.trajectory.members),
    "token": lambda one: link_of(one.guest),
    "triangle_id": lambda one: one.triangles["confirmed"].pk,
    "place": lambda _one: f"1-{NEEDED[0]}",
    "evidence_id": lambda one: _first(Evidence.objects.filter(trajectory=one.trajectory)),
    "remark_id": lambda one: _first(Remark.objects.filter(evidence__trajectory=one.trajectory)),
    "reached_id": lambda one: _first(Reached.objects.filter(trajectory=one.trajectory), 0),
    "form_id": lambda one: FilledForm.objects.filter(trajectory=one.trajectory)[0].form_id,
    "record_id": lambda one: one.record.pk,
    "name": lambda _one: NAME_OF_FILE,
    "cohort_id": lambda one: one.cohort.pk,
    "learner_id": lambda one: one.place.pk,
    "school_id": lambda one: one.school.pk,
    "appeal_id": lambda one: one.appeal.pk,
    "form": lambda _one: "csv",
}
OF_ONE_PAGE: Mapping[tuple[str, str], Callable[[Road], Any]] = {
    ("trajectories:evidence_file", "evidence_id"): lambda one: _first(
        Evidence.objects.filter(trajectory=one.trajectory, file__isnull=False)
    ),
    ("trajectories:replan", "run_id"): lambda one: one.runs[PlannerRun.Kind.REPLAN].pk,
    # The first version has nothing before it to tell the changes from.
    ("trajectories:curriculum_changes", "number"): lambda _one: 2,
    ("trajectories:preview_curriculum", "pending_id"): lambda one: one.curriculum_file.pk,
    ("trajectories:drop_curriculum_file", "pending_id"): lambda one: one.curriculum_file.pk,
}


def of_triangles(
    road: Road, parts: tuple[str, ...], fixed: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """A page of a conversation of three: once for each phase, by account or by somebody's link."""
    for about, triangle in road.triangles.items():
        if "token" not in parts:
            yield about, {**fixed, "triangle_id": triangle.pk}
            continue
        theirs, guest = road.guests[about]
        yield about, {**fixed, "triangle_id": theirs.pk, "token": link_of(guest)}
