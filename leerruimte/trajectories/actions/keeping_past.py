"""Keeping trajectories that were lived elsewhere or earlier, many at once, with all that happened on them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, DateTimeField, ExpressionWrapper, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.encounters.models import BoundaryObject, Encounter, Participation
from leerruimte.people.access import may_coordinate
from leerruimte.people.models import Organisation, Partnership, Person
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.keeping_past_triangles import Conversations, Known
from leerruimte.trajectories.models import (
    Agreement,
    CurriculumVersion,
    DateAnswer,
    DateOption,
    Edition,
    Evidence,
    FilledForm,
    Level,
    Line,
    LookBack,
    Member,
    Move,
    Needs,
    Outcome,
    Piece,
    Preparation,
    Reached,
    Ready,
    Refusal,
    Remark,
    Seat,
    Signature,
    Trajectory,
    TriangleConversation,
)
from leerruimte.trajectories.past import (
    PastEvidence,
    PastMember,
    PastPiece,
    PastTrajectory,
)
from leerruimte.trajectories.rules.past import id_of

BATCH = 500
# So long before it is held a conversation is planned.
PLANNED = timedelta(days=12)
# The order in which rows are written: what is pointed at comes first.
TABLES = (
    *(BoundaryObject, Trajectory, Member, Needs, Piece, Move, Refusal, Encounter, TriangleConversation),
    *(TriangleConversation.members.through, Participation, DateOption, DateAnswer, Preparation, Ready, Line, Signature),
    *(Agreement, LookBack, Evidence, Remark, Reached, FilledForm, Seat),
)


@transaction.atomic
def keep_past_trajectories(
    *, by: Who, partnership: Partnership, version: CurriculumVersion, past: Sequence[PastTrajectory]
) -> int:
    """Keep these trajectories, each whole; one that the learner has already under that title is left alone.

    Gives how many were new.
    """
    if not may_coordinate(by, partnership.pk):
        raise Refused(_("Only a coordinator brings in trajectories."))
    known = set(
        Trajectory.objects.filter(
            object__partnership=partnership, learner__in={one.learner for one in past}
        ).values_list("learner", "object__title")
    )
    new = [one for one in past if (one.learner, one.title) not in known]
    keeping = _Keeping(partnership, version, new)
    for one in new:
        keeping.keep(one)
    keeping.write()
    return len(new)


class _Keeping:
    """Gathers the rows of many trajectories, table by table, and writes each table in a few large statements."""

    def __init__(self, partnership: Partnership, version: CurriculumVersion, past: Sequence[PastTrajectory]) -> None:
        self.version = version
        self.rows: dict[Any, list[Any]] = {table: [] for table in TABLES}
        self.places = Organisation.objects.in_bulk(
            sorted({at for one in past for at in _places_of(one) if at is not None})
        )
        people = {member.person for one in past for member in one.members if member.person}
        names = Person.objects.filter(pk__in=people).values_list("pk", "first_name", "last_name")
        self.known = Known(
            partnership=partnership,
            titles=dict(Outcome.objects.filter(version=version).values_list("code", "title")),
            levels=dict(Level.objects.filter(version=version).values_list("number", "title")),
            names={pk: (first, f"{first} {last}".strip()) for pk, first, last in names},
        )
        # Objects get their numbers from the database: in one statement, before what points at them.
        self.objects = BoundaryObject.objects.bulk_create(
            [
                BoundaryObject(kind=BoundaryObject.Kind.TRAJECTORY, title=one.title, partnership=partnership)
                for one in past
            ],
            batch_size=BATCH,
        )
        self.at = iter(self.objects)
        self.left = _seats_left(past)
        self.seated: set[tuple[int, int]] = set()

    def add(self, row: Any) -> Any:
        """Keep a row for later."""
        self.rows[type(row)].append(row)
        return row

    def write(self) -> None:
        """Write all of it."""
        for table, rows in self.rows.items():
            if rows:
                table._default_manager.bulk_create(rows, batch_size=BATCH)
        self.set_back()

    def set_back(self) -> None:
        """An encounter takes the moment on which it is written; these were planned some time before they were held."""
        starts = TriangleConversation.objects.filter(pk=OuterRef("pk")).values("starts_at")
        for some in _batched([one.pk for one in self.rows[Encounter]]):
            rows = Encounter.objects.filter(pk__in=some, triangle__starts_at__lt=timezone.now() + PLANNED)
            rows.update(made_at=ExpressionWrapper(Subquery(starts) - PLANNED, output_field=DateTimeField()))

    def keep(self, past: PastTrajectory) -> None:
        """All rows of one trajectory."""
        about = next(self.at)
        trajectory = self.add(
            Trajectory(
                object=about,
                learner_id=past.learner,
                purpose=past.purpose,
                version=self.version,
                phases=list(past.phases),
                first=past.first,
                last=past.last,
                school_id=past.school,
                made_at=_moment(past.first),
                ended_at=_moment(past.last) if past.ended else None,
            )
        )
        key = f"{past.learner} {past.title}"
        members = [
            self.add(_member(trajectory, key, number, one, self.places)) for number, one in enumerate(past.members)
        ]
        self.add(Needs(trajectory=trajectory, **past.needs))
        pieces = [self.piece(trajectory, key, number, one) for number, one in enumerate(past.pieces)]
        for number, (opportunity, why) in enumerate(past.refused.items()):
            self.add(
                Refusal(
                    id=id_of(key, "refusal", number),
                    trajectory=trajectory,
                    opportunity_id=opportunity,
                    why=why,
                    by_id=past.learner,
                )
            )
        Conversations(self.known, self.add, trajectory, key, members, pieces).keep(past.triangles)
        self.lay_beside(trajectory, key, members, past)

    def piece(self, trajectory: Trajectory, key: str, number: int, past: PastPiece) -> Piece:
        """A piece, with the move that laid it and the seat it came with."""
        piece = Piece(
            id=id_of(key, "piece", number),
            trajectory=trajectory,
            opportunity_id=past.opportunity,
            edition_id=past.edition,
            title=past.title,
            where=past.where,
            organisation=self.places.get(past.organisation or 0),
            first_week=past.first_week,
            last_week=past.last_week,
            hours=past.hours,
            contributes=dict(past.contributes),
            state=past.state,
            pinned=past.pinned,
            why=list(past.why),
            laid_by_id=trajectory.learner_id,
            made_at=trajectory.made_at,
        )
        trajectory.revision += 1
        self.add(piece)
        self.add(
            Move(
                id=piece.pk,
                trajectory=trajectory,
                revision=trajectory.revision,
                kind=Move.Kind.LAY,
                piece=piece,
                after={
                    "first_week": past.first_week.isoformat(),
                    "last_week": past.last_week.isoformat(),
                    "edition": past.edition,
                    "state": str(past.state),
                    "pinned": past.pinned,
                    "removed": False,
                },
                by_id=trajectory.learner_id,
                by_name=self.known.names[trajectory.learner_id][0],
                made_at=trajectory.made_at,
            )
        )
        if past.seat and past.edition:
            self.seat(past.edition, trajectory)
        return piece

    def seat(self, edition: int, trajectory: Trajectory) -> None:
        """A seat as long as there are any, then a place on the waiting list."""
        place = (edition, trajectory.learner_id)
        if place in self.seated or edition not in self.left:
            return
        self.seated.add(place)
        left = self.left[edition]
        self.left[edition] = left - 1
        self.add(
            Seat(
                id=id_of(str(edition), "seat", trajectory.learner_id),
                edition_id=edition,
                person_id=trajectory.learner_id,
                state=Seat.State.TAKEN if left > 0 else Seat.State.WAITING,
                asked_at=trajectory.made_at,
            )
        )

    def lay_beside(self, trajectory: Trajectory, key: str, members: Sequence[Member], past: PastTrajectory) -> None:
        """Evidence, what was reached, and forms."""
        for number, one in enumerate(past.evidence):
            self.evidence(trajectory, key, members, number, one)
        for reached in past.reached:
            member = members[reached.by]
            self.add(
                Reached(
                    trajectory=trajectory,
                    outcome=reached.outcome,
                    level=reached.level,
                    words=reached.words,
                    by_id=member.person_id,
                    by_name=self.known.name(member),
                    at=reached.at,
                    credential=id_of(key, f"reached {reached.outcome}", reached.level),
                )
            )
        for filled in past.filled:
            self.add(
                FilledForm(
                    id=id_of(key, f"form {filled.form} {filled.round}", filled.by),
                    form_id=filled.form,
                    trajectory=trajectory,
                    round=filled.round,
                    member=members[filled.by],
                    answers=dict(filled.answers),
                    n=1,
                    changed_at=filled.handed_in_at or trajectory.made_at,
                    handed_in_at=filled.handed_in_at,
                )
            )

    def evidence(
        self, trajectory: Trajectory, key: str, members: Sequence[Member], number: int, past: PastEvidence
    ) -> None:
        """A note or link, with what stands in its margin."""
        evidence = self.add(
            Evidence(
                id=id_of(key, "evidence", number),
                trajectory=trajectory,
                outcome=past.outcome,
                kind=Evidence.Kind.LINK if past.link else Evidence.Kind.NOTE,
                title=past.title,
                words=past.words,
                link=past.link,
                seen=past.seen,
                by_id=members[past.by].person_id,
                made_at=past.at,
            )
        )
        for place, (by, text, at) in enumerate(past.remarks):
            self.add(
                Remark(
                    id=id_of(key, f"remark {number}", place),
                    evidence=evidence,
                    member=members[by],
                    text=text,
                    made_at=at,
                )
            )


def _member(
    trajectory: Trajectory, key: str, number: int, past: PastMember, places: Mapping[int, Organisation]
) -> Member:
    return Member(
        id=id_of(key, "member", number),
        trajectory=trajectory,
        person_id=past.person,
        name=past.name,
        email=past.email,
        role=past.role,
        organisation=places.get(past.organisation or 0),
        from_date=past.since,
        until_date=past.until,
    )


def _places_of(past: PastTrajectory) -> Iterator[int | None]:
    yield from (member.organisation for member in past.members)
    yield from (piece.organisation for piece in past.pieces)


def _seats_left(past: Sequence[PastTrajectory]) -> dict[int, int]:
    """Edition -> seats that nobody has yet, of those in which somebody gets one and that are not for everybody."""
    wanted = {piece.edition for one in past for piece in one.pieces if piece.seat and piece.edition}
    limited = Edition.objects.filter(seats__isnull=False).values_list("pk", "seats")
    found: dict[int, int] = {}
    for some in _batched(sorted(wanted)):
        found |= {pk: seats or 0 for pk, seats in limited.filter(pk__in=some)}
        taken = Seat.objects.filter(edition__in=some, state=Seat.State.TAKEN).values_list("edition")
        for edition, many in taken.annotate(many=Count("pk")).order_by():
            found[edition] = found.get(edition, 0) - many
    return found


def _batched(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """In parts that fit in one question to the database."""
    return (keys[first : first + BATCH] for first in range(0, len(keys), BATCH))


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))
