"""What three people stand for: as it is frozen, what is different from the one before, and whether there is a seat."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from leerruimte.trajectories.access.trajectories import side_of
from leerruimte.trajectories.models import Agreement, Field, Line, Piece, Seat, Signature, TriangleConversation
from leerruimte.trajectories.queries.moves import plain_piece
from leerruimte.trajectories.queries.triangle import name_of, outcomes_of, people_of, words_of_levels
from leerruimte.trajectories.queries.triangle_together import standing_lines
from leerruimte.trajectories.rules.triangle import Change, difference


@dataclass(frozen=True)
class AgreementSeen:
    """An agreement, with what is different from what was agreed before."""

    agreement: Agreement
    first: bool
    # In outcomes that were agreed upon before.
    changes: Sequence[Change]
    # Code -> title of outcomes that are in an agreement for the first time.
    new: Mapping[str, Any]
    # What it is not about: (title, number of the agreement that still stands for it).
    still: Sequence[tuple[Any, int]]
    titles: Mapping[str, Any]


def agreements_seen(rows: Iterable[Agreement]) -> list[AgreementSeen]:
    """All agreements of a trajectory up to some moment, from oldest to newest, each with its difference.

    What an agreement is not about stays as it was agreed before: it is compared outcome by outcome.
    """
    seen: list[AgreementSeen] = []
    stands: dict[str, tuple[Mapping[str, Any], int]] = {}
    for row in rows:
        outcomes = {one["code"]: one for one in row.content.get("outcomes", ())}
        titles = {code: one.get("title", {}) for code, one in outcomes.items()}
        known = {code: one for code, one in outcomes.items() if code in stands}
        before = {"outcomes": [stands[code][0] for code in known]}
        seen.append(
            AgreementSeen(
                row,
                first=not seen,
                changes=difference(before, {"outcomes": list(known.values())}),
                new={code: title for code, title in titles.items() if code not in known},
                still=[(one.get("title", {}), at) for code, (one, at) in stands.items() if code not in outcomes],
                titles=titles,
            )
        )
        stands |= {code: (one, row.number) for code, one in outcomes.items()}
    return seen


@dataclass(frozen=True)
class SeatsOfAgreement:
    """Titles of what was agreed and is still to come, and has no seat for the learner."""

    waiting: Sequence[str]
    none: Sequence[str]


def seats_of_agreement(agreement: Agreement) -> SeatsOfAgreement:
    """As it is now: whoever moves up from the waiting list, is not in it any more."""
    lines = [line for outcome in agreement.content.get("outcomes", ()) for line in outcome.get("fields", {}).values()]
    chosen = {piece["id"] for line in lines for piece in line.get("pieces", ())}
    if not chosen:
        return SeatsOfAgreement([], [])
    rows = Piece.objects.filter(
        trajectory=agreement.trajectory_id, pk__in=chosen, removed_at=None, state=Piece.State.AGREED,
        edition__seats__isnull=False, edition__last__gte=timezone.localdate(),
    )  # fmt: skip
    pieces = list(rows.order_by("first_week", "title").values_list("title", "edition"))
    mine = Seat.objects.filter(person=agreement.trajectory.learner_id, edition__in=[edition for _t, edition in pieces])
    states = dict(mine.values_list("edition", "state"))
    return SeatsOfAgreement(
        [title for title, edition in pieces if states.get(edition) == Seat.State.WAITING],
        [title for title, edition in pieces if edition not in states],
    )


# ---- what is frozen ----


def agreement_content(triangle: TriangleConversation, now: datetime) -> dict[str, Any]:
    """Everything the three stand for, as plain values: lines, pieces as they lie, names with role and time."""
    trajectory = triangle.trajectory
    stand = {place: lines[0] for place, lines in standing_lines(triangle).items() if len(lines) == 1}
    levels = words_of_levels(trajectory)
    rows = Piece.objects.filter(trajectory=trajectory).select_related("organisation")
    pieces = {str(row.pk): row for row in rows}
    return {
        "trajectory": trajectory.object.title,
        "learner": trajectory.learner.name,
        "number_of_conversation": triangle.number,
        "held": moment_in_words(triangle.starts_at or now),
        "place": triangle.where,
        "outcomes": [
            {
                "code": row.code,
                "title": row.title,
                "fields": {
                    name: frozen_line(stand[row.code, name], levels, pieces)
                    for name in Field.values
                    if (row.code, name) in stand
                },
            }
            for row in outcomes_of(triangle)
        ],
        "pieces": [frozen_piece(row) for row in pieces.values() if row.removed_at is None],
        "names": _frozen_names(triangle),
        "confirmed_at": moment_in_words(now),
    }


def frozen_line(line: Line, levels: Mapping[int, Any], pieces: Mapping[str, Piece]) -> dict[str, Any]:
    """A line as it is frozen: its words, its level and its pieces, with the names these had then."""
    frozen: dict[str, Any] = {"text": line.text}
    if level := line.choice.get("level"):
        frozen["level"] = {"number": level, "title": levels.get(level, {})}
    if chosen := [pieces[one] for one in line.choice.get("pieces", ()) if one in pieces]:
        frozen["pieces"] = [{"id": str(one.pk), "title": one.title, "where": one.where} for one in chosen]
    return frozen


def frozen_piece(piece: Piece) -> dict[str, Any]:
    """A piece as it lies when it is frozen."""
    return {"id": str(piece.pk), **plain_piece(piece)}


def _frozen_names(triangle: TriangleConversation) -> list[dict[str, Any]]:
    signed = {row.member_id: row for row in triangle.signatures.select_related("at_screen_of__person")}
    return [
        {
            "member": str(one.member.pk),
            "name": name_of(one.member),
            "role": str(one.member.role),
            "side": str(side_of(one.member)),
            "organisation": one.member.organisation.name if one.member.organisation else "",
            "at": moment_in_words(signed[one.member.pk].at),
            "at_screen_of": _screen_of(signed[one.member.pk]),
        }
        for one in people_of(triangle)
    ]


def _screen_of(signature: Signature) -> str:
    return name_of(signature.at_screen_of) if signature.at_screen_of else ""


def moment_in_words(at: datetime) -> str:
    """A moment as it is frozen: local time, to the second."""
    return timezone.localtime(at).isoformat(timespec="seconds")
