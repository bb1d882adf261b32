"""Side by side: writing line by line what the three make of it, and standing under one version together.

An edit and a confirmation lock the conversation first, so of two at the same moment one is first. Is the edit first,
then the confirmation is about a version that is not there any more, and is refused. Is the last confirmation first,
then the edit is too late and goes into a next conversation.
"""

import logging
import uuid
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.base.searching import plain
from leerruimte.encounters.actions import take_part, touch
from leerruimte.encounters.models import Encounter
from leerruimte.people.access import roles_today
from leerruimte.people.who import Who
from leerruimte.trajectories.access.triangle import Seat
from leerruimte.trajectories.actions.seats import take_seat
from leerruimte.trajectories.actions.triangle import lock_triangle
from leerruimte.trajectories.actions.triangle_preparing import Words, check_words
from leerruimte.trajectories.models import (
    Agreement,
    Line,
    Member,
    Move,
    Piece,
    Signature,
    Trajectory,
    TriangleConversation,
)
from leerruimte.trajectories.queries.triangle import first_name_of
from leerruimte.trajectories.queries.triangle_together import agreement_content, places_open, standing_lines
from leerruimte.trajectories.rules.triangle import all_signed, digest

log = logging.getLogger(__name__)
Phase = TriangleConversation.Phase
# What makes the id of a participation of a conversation and a member: the same two always give the same one.
TAKES_PART = UUID("0197a3c0-5d1e-7b52-9c3b-6c2f1f6f7a10")


@transaction.atomic
def write_line(
    *, by: Seat, line_id: UUID, words: Words, after: UUID | None = None, settles: Sequence[UUID] = ()
) -> Line:
    """Write what the three make of a field. `after`: the text that the writer saw; `settles`: those it was chosen from.

    Every earlier text stays. One that was written meanwhile is not overwritten: both stand until people choose.
    """
    triangle = lock_triangle(by.triangle)
    known = Line.objects.filter(pk=line_id).first()
    if known is not None:
        return _the_same(known, triangle)
    _check_open(triangle)
    check_words(triangle, words)
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
    touch([triangle.pk])
    return line


def _the_same(line: Line, triangle: TriangleConversation) -> Line:
    if line.triangle_id != triangle.pk:
        raise Refused(_("Open this page again, and send it once more."), code="taken")
    return line


def _check_open(triangle: TriangleConversation) -> None:
    if triangle.phase == Phase.CONFIRMED:
        raise Refused(
            _(
                "All of you stand under this version now. It changes no more: take this to a next conversation."
            ),
            code="confirmed",
        )
    if triangle.phase != Phase.TOGETHER:
        raise Refused(_("This is not side by side yet."), code="early")


@transaction.atomic
def sign(*, by: Seat, revision: int, member: UUID | None = None, name: str = "") -> Agreement | None:
    """Confirm the version one saw; the agreement, when it was the last confirmation that was needed.

    At one screen somebody of the others may confirm on it, by typing their own first name.
    """
    triangle = lock_triangle(by.triangle)
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
    touch([triangle.pk])
    signed = {row.member_id: row.revision for row in triangle.signatures.all()}
    members = list(triangle.members.values_list("pk", flat=True))
    return _confirm(triangle) if all_signed(signed, members, triangle.revision) else None


def _who_signs(triangle: TriangleConversation, by: Seat, member: UUID | None, name: str) -> Member:
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


def _confirm(triangle: TriangleConversation) -> Agreement:
    """All stand under this version: freeze it, agree the pieces that were chosen, leave the traces."""
    now = timezone.now()
    trajectory = Trajectory.objects.select_for_update().select_related("object").get(pk=triangle.trajectory_id)
    chosen = _agree_pieces(trajectory, _chosen(triangle), now)
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
    _take_seats(trajectory, chosen)
    return agreement


def _chosen(triangle: TriangleConversation) -> set[str]:
    """The ids of the pieces that stand in a line: what the three are going to do."""
    return {
        piece
        for texts in standing_lines(triangle).values()
        for line in texts
        for piece in line.choice.get("pieces", ())
    }


def _agree_pieces(trajectory: Trajectory, chosen: set[str], now: datetime) -> list[Piece]:
    """Make proposals that were chosen agreed, each a move of its own on the board."""
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
            by=None,
            made_at=now,
        )
    if pieces:
        trajectory.save(update_fields=["revision"])
    return pieces


def _take_seats(trajectory: Trajectory, pieces: Sequence[Piece]) -> None:
    """Take a seat for the learner where a piece that was agreed now needs one; a full one gives a place to wait."""
    partnership = trajectory.object.partnership
    learner = Who(person=trajectory.learner_id, roles=roles_today(trajectory.learner_id))
    for piece in pieces:
        edition = piece.edition
        if edition is None or edition.seats is None or partnership is None:
            continue
        try:
            take_seat(by=learner, partnership=partnership, edition=edition)
        except Refused:
            # What three people agreed stands; the board says of a piece whether there is a seat for it.
            log.info("no seat in edition %s for an agreed piece", edition.pk)


def _leave_traces(triangle: TriangleConversation, now: datetime) -> None:
    """Who took part, in which role, around what: nobody fills in anything."""
    encounter = Encounter.objects.get(pk=triangle.pk)
    for member in triangle.members.select_related("person"):
        take_part(
            by=uuid.uuid5(TAKES_PART, f"{triangle.pk.hex}{member.pk.hex}"),
            encounter=encounter,
            role=member.role,
            first_name=first_name_of(member)[:40],
            person=member.person_id,
        )
    Encounter.objects.filter(pk=triangle.pk).update(closed_at=now)
    touch([triangle.pk])
