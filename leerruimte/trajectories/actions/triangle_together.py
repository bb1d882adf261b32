"""Side by side: writing line by line what the three make of it, and standing under one version together.

An edit and a confirmation lock the conversation first, so of two at the same moment one is first. Is the edit first,
then the confirmation is about a version that is not there any more, and is refused. Is the last confirmation first,
then the edit is too late and goes into a next conversation.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.base.searching import plain
from leerruimte.encounters.actions import touch
from leerruimte.encounters.models import Encounter
from leerruimte.people.access import roles_today
from leerruimte.people.who import NOBODY, Who
from leerruimte.trajectories.access.triangle import Seat as Chair
from leerruimte.trajectories.actions.notices import tell
from leerruimte.trajectories.actions.seats import take_seat
from leerruimte.trajectories.actions.triangle import lock_triangle
from leerruimte.trajectories.actions.triangle_preparing import Words
from leerruimte.trajectories.actions.triangle_present import be_there
from leerruimte.trajectories.models import (
    Agreement,
    Line,
    Member,
    Move,
    Piece,
    Preparation,
    Seat,
    Signature,
    Trajectory,
    TriangleConversation,
)
from leerruimte.trajectories.queries.triangle import first_name_of, name_of
from leerruimte.trajectories.queries.triangle_agreement import agreement_content
from leerruimte.trajectories.queries.triangle_together import places_open, standing_lines
from leerruimte.trajectories.rules.triangle import all_signed, digest

Phase = TriangleConversation.Phase


@transaction.atomic
def write_line(
    *, by: Chair, line_id: UUID, words: Words, after: UUID | None = None, settles: Sequence[UUID] = ()
) -> Line:
    """Write what the three make of a field. `after`: the text that the writer saw; `settles`: those it was chosen from.

    Every earlier text stays. One that was written meanwhile is not overwritten: both stand until people choose.
    """
    triangle = lock_triangle(by)
    known = Line.objects.filter(pk=line_id).first()
    if known is not None:
        return _the_same(known, triangle)
    _check_open(triangle)
    words.check(triangle)
    texts = Line.objects.filter(triangle=triangle, outcome=words.outcome, field=words.field)
    seen = set(texts.filter(pk__in={*settles, *([after] if after else [])}).values_list("pk", flat=True))
    highest = texts.aggregate(highest=Max("number"))["highest"] or 0
    line = Line.objects.create(
        id=line_id,
        triangle=triangle,
        outcome=words.outcome,
        field=words.field,
        text=words.text.strip(),
        choice=words.choice,
        by=by.member,
        after_id=after if after in seen else None,
        settles=[str(one) for one in settles if one in seen],
        number=highest + 1,
    )
    triangle.revision += 1
    triangle.save(update_fields=["revision"])
    be_there(triangle, by.member)
    touch([triangle.pk])
    return line


@transaction.atomic
def take_over(*, by: Chair, place: tuple[str, str], text: UUID, seen: Sequence[UUID] = ()) -> Line:
    """Take over what one of the three prepared for a field, or one of the texts that stand there, as it is.

    `seen`: the texts that stood there, which this one takes the place of. The same choice twice is one text.
    """
    triangle = lock_triangle(by)
    source = _text_at(triangle, place, text)
    if source is None:
        raise Refused(_("This is not there any more. Open this page again."), code="gone")
    line_id = uuid.uuid5(triangle.pk, " ".join([text.hex, *sorted(one.hex for one in seen)]))
    words = Words(
        *place, source.text, level=source.choice.get("level"), pieces=tuple(source.choice.get("pieces", ()))
    )  # fmt: skip
    return write_line(by=by, line_id=line_id, words=words, after=seen[-1] if seen else None, settles=seen)


def _text_at(triangle: TriangleConversation, place: tuple[str, str], text: UUID) -> Preparation | Line | None:
    """A text of this field; what somebody prepared only once they laid it down."""
    here = {"pk": text, "triangle": triangle, "outcome": place[0], "field": place[1]}
    laid = triangle.ready.values("member")
    return Preparation.objects.filter(**here, member__in=laid).first() or Line.objects.filter(**here).first()


def _the_same(line: Line, triangle: TriangleConversation) -> Line:
    if line.triangle_id != triangle.pk:
        raise Refused(_("Open this page again, and send it once more."), code="taken")
    return line


def _check_open(triangle: TriangleConversation) -> None:
    if triangle.phase == Phase.CONFIRMED:
        raise Refused(
            _("All of you stand under this version now. It changes no more: take this to a next conversation."),
            code="confirmed",
        )
    if triangle.phase != Phase.TOGETHER:
        raise Refused(_("This is not side by side yet."), code="early")


@transaction.atomic
def sign(*, by: Chair, revision: int, member: UUID | None = None, name: str = "") -> Agreement | None:
    """Confirm the version one saw; the agreement, when it was the last confirmation that was needed.

    At one screen somebody of the others may confirm on it, by typing their own first name.
    """
    triangle = lock_triangle(by)
    if triangle.phase == Phase.CONFIRMED:
        return triangle.agreement
    _check_open(triangle)
    signer = _who_signs(triangle, by, member, name)
    if revision != triangle.revision:
        raise Refused(_since(triangle, revision), field="revision", code="changed")
    if places_open(triangle):
        raise Refused(_("Something is not settled yet: see the list below."), field="revision", code="open")
    Signature.objects.update_or_create(
        triangle=triangle,
        member=signer,
        defaults={
            "revision": revision,
            "at": timezone.now(),
            "at_screen_of": None if signer.pk == by.member.pk else by.member,
        },
    )
    be_there(triangle, signer)
    touch([triangle.pk])
    signed = {row.member_id: row.revision for row in triangle.signatures.all()}
    members = list(triangle.members.values_list("pk", flat=True))
    return _confirm(triangle, signer) if all_signed(signed, members, triangle.revision) else None


def _who_signs(triangle: TriangleConversation, by: Chair, member: UUID | None, name: str) -> Member:
    if member is None or member == by.member.pk:
        return by.member
    signer = triangle.members.select_related("person").filter(pk=member).first()
    if signer is None or triangle.way != TriangleConversation.Way.ONE_SCREEN:
        raise Refused(_("Each confirms on their own screen."), field=f"name-{member}", code="foreign")
    if plain(name).split()[:1] != plain(first_name_of(signer)).split()[:1]:
        raise Refused(
            _("Type your own first name, %(name)s: so it is you who stands behind this.")
            % {"name": first_name_of(signer)},
            field=f"name-{member}",
        )
    return signer


def _since(triangle: TriangleConversation, revision: int) -> str:
    """Who changed something since that version, in a sentence."""
    last = triangle.lines.select_related("by__person").order_by("-made_at", "-number").first()
    if revision > triangle.revision or last is None or last.by is None:
        return _("Something changed while you confirmed. Read it again, then confirm what stands there now.")
    return _("%(name)s changed something while you confirmed. Read it again, then confirm what stands there now.") % {
        "name": first_name_of(last.by)
    }


def _confirm(triangle: TriangleConversation, last: Member) -> Agreement:
    """All stand under this version: freeze it, agree the pieces that were chosen, leave the traces."""
    now = timezone.now()
    trajectory = (
        Trajectory.objects.select_for_update(of=("self",)).select_related("object").get(pk=triangle.trajectory_id)
    )
    chosen = _agree_pieces(trajectory, _chosen(triangle), last, now)
    content = agreement_content(triangle, now)
    number = (trajectory.agreements.aggregate(highest=Max("number"))["highest"] or 0) + 1
    agreement = Agreement.objects.create(
        trajectory=trajectory,
        triangle=triangle,
        number=number,
        content=content,
        digest=digest(content),
        confirmed_at=now,
    )
    triangle.phase = Phase.CONFIRMED
    triangle.save(update_fields=["phase"])
    _leave_traces(triangle, now)
    _take_seats(triangle, trajectory, chosen, agreement)
    return agreement


def _chosen(triangle: TriangleConversation) -> set[str]:
    """The ids of the pieces that stand in a line: what the three are going to do."""
    return {
        piece
        for texts in standing_lines(triangle).values()
        for line in texts
        for piece in line.choice.get("pieces", ())
    }


def _agree_pieces(trajectory: Trajectory, chosen: set[str], last: Member, now: datetime) -> list[Piece]:
    """Make proposals that were chosen agreed, each a move on the board of who confirmed last."""
    rows = Piece.objects.select_for_update().filter(trajectory=trajectory, pk__in=chosen, removed_at=None)
    pieces = list(rows.filter(state=Piece.State.PROPOSED))
    for piece in pieces:
        trajectory.revision += 1
        piece.state = Piece.State.AGREED
        piece.save(update_fields=["state"])
        Move.objects.create(
            trajectory=trajectory,
            revision=trajectory.revision,
            kind=Move.Kind.AGREE,
            piece=piece,
            before={"state": Piece.State.PROPOSED},
            after={"state": Piece.State.AGREED},
            by_id=last.person_id,
            by_name=name_of(last),
            made_at=now,
        )
    if pieces:
        trajectory.save(update_fields=["revision"])
    return pieces


def _take_seats(
    triangle: TriangleConversation, trajectory: Trajectory, pieces: Sequence[Piece], agreement: Agreement
) -> None:
    """Take a seat for the learner where a piece that was agreed now needs one, and tell all when there is none."""
    partnership = trajectory.object.partnership
    learner = Who(person=trajectory.learner_id, roles=roles_today(trajectory.learner_id))
    for piece in pieces:
        edition = piece.edition
        if edition is None or edition.seats is None or partnership is None:
            continue
        try:
            seat = take_seat(by=learner, partnership=partnership, edition=edition)
            kind = "agreed_waiting" if seat.state == Seat.State.WAITING else ""
        except Refused:
            # What three people agreed stands; there is no seat for it, and they are told.
            kind = "agreed_no_seat"
        if kind:
            _tell_of_seat(triangle, agreement, piece, kind)


def _tell_of_seat(triangle: TriangleConversation, agreement: Agreement, piece: Piece, kind: str) -> None:
    """All three: nobody of them can know it already. Who has no account reads it with the agreement."""
    tell(
        by=NOBODY,
        people={one.person_id for one in triangle.members.all() if one.person_id is not None},
        kind=kind,
        values={"title": piece.title, "learner": triangle.trajectory.learner.first_name},
        address=reverse("trajectories:agreement", args=[agreement.trajectory_id, agreement.number]),
    )


def _leave_traces(triangle: TriangleConversation, now: datetime) -> None:
    """Who took part, in which role, around what: nobody fills in anything."""
    for member in triangle.members.select_related("person"):
        be_there(triangle, member)
    Encounter.objects.filter(pk=triangle.pk).update(closed_at=now)
    touch([triangle.pk])
