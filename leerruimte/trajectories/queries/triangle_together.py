"""Side by side: what each prepared, what is close and what differs, what the three make of it, and who confirmed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from leerruimte.trajectories.access.trajectories import side_of
from leerruimte.trajectories.access.triangle import Seat
from leerruimte.trajectories.models import (
    Field,
    Line,
    Member,
    Outcome,
    Piece,
    Preparation,
    Signature,
    TriangleConversation,
)
from leerruimte.trajectories.queries.triangle import (
    Someone,
    first_name_of,
    name_of,
    outcomes_of,
    people_of,
    words_of_levels,
)
from leerruimte.trajectories.rules.triangle import (
    Compared,
    Nearness,
    Written,
    compare_choices,
    compare_texts,
    in_pieces,
    parts_changed,
    standing,
    still_open,
)

Place = tuple[str, str]
FEW_PIECES = 10


@dataclass(frozen=True)
class Chosen:
    """What goes with a text: the level (number, title) or the pieces."""

    level: tuple[int, Any] | None = None
    pieces: Sequence[Piece] = ()


@dataclass(frozen=True)
class SaidBy:
    """What one of the three prepared in a field, cut so that shared words can be marked."""

    who: Someone
    # Of the preparation, for who takes it over; empty: nothing was prepared here.
    id: str
    text: str
    parts: Sequence[tuple[str, bool]]
    chosen: Chosen


@dataclass(frozen=True)
class TextSeen:
    """A text that the three made: whose hand, when, and what goes with it."""

    line: Line
    by: str
    chosen: Chosen


@dataclass(frozen=True)
class FieldSeen:
    """One field of one outcome, side by side."""

    name: str
    label: str
    # How the page calls it ("1-route"), and how it is called in what is sent ("0-route").
    place: str
    sent: str
    said: Sequence[SaidBy]
    texts: Compared
    choices: Compared
    # Who of the three share words, or a choice, where not all do.
    who_share: Sequence[str]
    who_choose: Sequence[str]
    stand: Sequence[TextSeen]
    earlier: int

    @property
    def stand_ids(self) -> str:
        """The ids of the texts that stand, each after a space: who takes over another text lets go of these."""
        return "".join(f" {one.line.pk}" for one in self.stand)

    @property
    def stands(self) -> TextSeen | None:
        """The one text that stands, if there is one."""
        return self.stand[0] if len(self.stand) == 1 else None

    @property
    def newest(self) -> TextSeen | None:
        """The text that was written last."""
        return self.stand[-1] if self.stand else None

    @property
    def nobody(self) -> bool:
        """Whether none of the three wrote or chose something here beforehand."""
        return self.texts.nearness == Nearness.NOBODY and self.choices.nearness == Nearness.NOBODY

    @property
    def two(self) -> bool:
        """Whether texts were written beside each other, and people have to choose."""
        return len(self.stand) > 1


@dataclass(frozen=True)
class OutcomeSeen:
    """An outcome with its fields, and what goes with it."""

    code: str
    number: int
    title: Mapping[str, str]
    description: Mapping[str, str]
    fields: Sequence[FieldSeen]
    criteria: Sequence[Any]
    # Pieces to choose from together.
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Together:
    """The page on which three sit side by side."""

    triangle: TriangleConversation
    people: Sequence[Someone]
    outcomes: Sequence[OutcomeSeen]
    still_open: Sequence[tuple[str, int, str, str]]
    levels: Mapping[int, Any]
    pieces: Sequence[Piece]
    # Whether my own words lie beside those of the others; not: they are still mine alone.
    mine_laid: bool
    signatures: Mapping[Any, Signature] = field(default_factory=dict)


def state_of(triangle: TriangleConversation) -> str:
    """A word that is another one as soon as anything on the page is: phase, who is ready, who confirmed, and of each
    field how many texts it had (`parts_changed` reads back which fields are different).
    """
    ready = triangle.ready.count()
    signed = triangle.signatures.filter(revision=triangle.revision).count()
    texts = Counter(triangle.lines.values_list("outcome", "field"))
    counts = ".".join(str(texts[code, name]) for code in triangle.outcomes for name in Field.values)
    return f"{triangle.phase}-{ready}-{triangle.way}-{signed}-{counts}"


def changed_places(triangle: TriangleConversation, before: str, after: str) -> set[str] | None:
    """Which fields are different between two states, as the page calls them; None: more than fields."""
    changed = parts_changed(before, after)
    if changed is None:
        return None
    places = [f"{number}-{name}" for number, _code in enumerate(triangle.outcomes, 1) for name in Field.values]
    return {places[one] for one in changed}


def standing_lines(triangle: TriangleConversation) -> dict[Place, list[Line]]:
    """Of each field the texts that stand: one, or several that were written beside each other."""
    rows: dict[Place, list[Line]] = {}
    for line in triangle.lines.select_related("by__person").order_by("number"):
        rows.setdefault((line.outcome, line.field), []).append(line)
    found = {}
    for place, lines in rows.items():
        by_id = {str(line.pk): line for line in lines}
        written = [
            Written(str(line.pk), str(line.after_id) if line.after_id else None, frozenset(line.settles))
            for line in lines
        ]
        found[place] = [by_id[str(one)] for one in standing(written)]
    return found


def places_open(
    triangle: TriangleConversation, stand: Mapping[Place, Sequence[Line]] | None = None
) -> list[tuple[str, str, str]]:
    """What keeps the three from confirming: (outcome, field, "two" or "empty")."""
    stand = standing_lines(triangle) if stand is None else stand
    filled = {place for place, lines in stand.items() if len(lines) == 1 and _says_something(lines[0])}
    return still_open(triangle.outcomes, {place: len(lines) for place, lines in stand.items()}, filled)


def _says_something(line: Line) -> bool:
    return bool(line.text or line.choice.get("pieces"))


def preparations_of(triangle: TriangleConversation, member: Member) -> dict[Place, Preparation]:
    """One's own words, whatever the phase; nobody else's."""
    rows = Preparation.objects.filter(triangle=triangle, member=member)
    return {(row.outcome, row.field): row for row in rows}


def pieces_to_choose(triangle: TriangleConversation) -> list[Piece]:
    """The pieces that lie on the board now."""
    rows = Piece.objects.filter(trajectory=triangle.trajectory_id, removed_at=None).select_related("organisation")
    return list(rows)


def together_seen(seat: Seat) -> Together:
    """Everything of the page: only words of members who said to be ready, whoever asks."""
    triangle = seat.triangle
    people = people_of(triangle, seat.member)
    levels = words_of_levels(triangle.trajectory)
    stand = standing_lines(triangle)
    said = _prepared(triangle, people)
    pieces = _pieces_by_id(triangle, [*said.values()], stand)
    counts = Counter(triangle.lines.values_list("outcome", "field"))
    maker = _Maker(people, levels, pieces, said, stand, counts)
    outcomes = [maker.outcome(triangle.outcomes.index(row.code) + 1, row) for row in outcomes_of(triangle)]
    numbers = {one.code: one.number for one in outcomes}
    labels = dict(Field.choices)
    to_do = [
        (f"{numbers[code]}-{name}", numbers[code], str(labels[name]), why)
        for code, name, why in places_open(triangle, stand)
        if code in numbers
    ]
    return Together(
        triangle=triangle,
        people=people,
        outcomes=outcomes,
        still_open=to_do,
        levels=levels,
        pieces=[piece for piece in pieces.values() if piece.removed_at is None],
        mine_laid=any(one.me and one.ready for one in people),
        signatures={
            row.member_id: row for row in triangle.signatures.all() if row.revision == triangle.revision
        },
    )  # fmt: skip


def _prepared(triangle: TriangleConversation, people: Sequence[Someone]) -> dict[tuple[Any, str, str], Preparation]:
    laid = [one.member.pk for one in people if one.ready]
    rows = Preparation.objects.filter(triangle=triangle, member__in=laid)
    return {(row.member_id, row.outcome, row.field): row for row in rows}


def _pieces_by_id(
    triangle: TriangleConversation, said: Sequence[Preparation], stand: Mapping[Place, Sequence[Line]]
) -> dict[str, Piece]:
    """What lies on the board, and what was chosen and has been taken off since."""
    chosen = {one for row in said for one in row.choice.get("pieces", ())}
    chosen |= {one for lines in stand.values() for line in lines for one in line.choice.get("pieces", ())}
    rows = Piece.objects.filter(trajectory=triangle.trajectory_id).select_related("organisation")
    return {str(row.pk): row for row in rows if row.removed_at is None or str(row.pk) in chosen}


@dataclass(frozen=True)
class _Maker:
    """Lays the rows of the database side by side."""

    people: Sequence[Someone]
    levels: Mapping[int, Any]
    pieces: Mapping[str, Piece]
    said: Mapping[tuple[Any, str, str], Preparation]
    stand: Mapping[Place, Sequence[Line]]
    counts: Mapping[Place, int]

    def outcome(self, number: int, row: Outcome) -> OutcomeSeen:
        fields = [self.field(number, row.code, Field(name)) for name in Field.values]
        criteria, pieces = list(row.criteria.all()), self.to_choose(row.code)
        return OutcomeSeen(row.code, number, row.title, row.description, fields, criteria, pieces)

    def to_choose(self, code: str) -> list[Piece]:
        """What helps this outcome and what somebody chose for it; of a board with few pieces: all."""
        there = [piece for piece in self.pieces.values() if piece.removed_at is None]
        chosen = {
            one
            for (_member, outcome, _name), row in self.said.items()
            for one in row.choice.get("pieces", ())
            if outcome == code
        }
        chosen |= {one for row in self.stand.get((code, Field.ROUTE), ()) for one in row.choice.get("pieces", ())}
        if len(there) <= FEW_PIECES:
            return there
        return [piece for piece in there if code in piece.contributes or str(piece.pk) in chosen]

    def field(self, number: int, code: str, name: Field) -> FieldSeen:
        rows = {one.member.pk: self.said.get((one.member.pk, code, name)) for one in self.people}
        texts = compare_texts({pk: row.text if row else "" for pk, row in rows.items()})
        choices = compare_choices({pk: _picked(row) for pk, row in rows.items()})
        stand = self.stand.get((code, name), ())
        return FieldSeen(
            name=name,
            label=str(name.label),
            place=f"{number}-{name}",
            sent=f"{number - 1}-{name}",
            said=[self._said(one, rows[one.member.pk], texts) for one in self.people],
            texts=texts,
            choices=choices,
            who_share=self._names(texts),
            who_choose=self._names(choices),
            stand=[
                TextSeen(line, first_name_of(line.by) if line.by else "", self.chosen(line.choice)) for line in stand
            ],
            earlier=self.counts.get((code, name), 0) - len(stand),
        )

    def _said(self, one: Someone, row: Preparation | None, found: Compared) -> SaidBy:
        text = row.text if row else ""
        shares = found.nearness in (Nearness.CLOSE, Nearness.SOME) and one.member.pk in found.who
        parts = in_pieces(text, found.words if shares else ())
        return SaidBy(one, str(row.pk) if row else "", text, parts, self.chosen(row.choice if row else {}))

    def chosen(self, choice: Mapping[str, Any]) -> Chosen:
        level = choice.get("level")
        pieces = [self.pieces[one] for one in choice.get("pieces", ()) if one in self.pieces]
        return Chosen((level, self.levels.get(level, {})) if level else None, pieces)

    def _names(self, found: Compared) -> list[str]:
        return [one.name for one in self.people if one.member.pk in found.who]


def _picked(row: Preparation | None) -> list[Any]:
    choice = row.choice if row else {}
    return [choice["level"]] if choice.get("level") else list(choice.get("pieces", ()))


def history_of(triangle: TriangleConversation, outcome: str, name: str) -> list[TextSeen]:
    """Every text a field ever had, newest first."""
    lines = list(
        triangle.lines.filter(outcome=outcome, field=name).select_related("by__person").order_by("-number")[:200]
    )
    maker = _Maker(
        people_of(triangle), words_of_levels(triangle.trajectory), _pieces_by_id(triangle, [], {"": lines}), {}, {}, {}  # type: ignore[dict-item]
    )  # fmt: skip
    return [TextSeen(line, first_name_of(line.by) if line.by else "", maker.chosen(line.choice)) for line in lines]


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
    return {
        "id": str(piece.pk),
        "title": piece.title,
        "where": piece.where,
        "organisation": piece.organisation.name if piece.organisation else "",
        "first_week": piece.first_week.isoformat(),
        "last_week": piece.last_week.isoformat(),
        "hours": piece.hours,
        "contributes": piece.contributes,
        "state": str(piece.state),
    }


def _frozen_names(triangle: TriangleConversation) -> list[dict[str, Any]]:
    signed = {row.member_id: row for row in triangle.signatures.select_related("at_screen_of__person")}
    return [
        {
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
