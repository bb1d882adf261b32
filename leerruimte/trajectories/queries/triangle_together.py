"""Side by side: what each prepared, what is close and what differs, and what the three make of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leerruimte.people.models import Side
from leerruimte.trajectories.access.trajectories import side_of
from leerruimte.trajectories.access.triangle import Seat
from leerruimte.trajectories.models import (
    Field,
    Line,
    Member,
    Outcome,
    Piece,
    Preparation,
    TriangleConversation,
)
from leerruimte.trajectories.queries.triangle import (
    Someone,
    first_name_of,
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
MOST_EARLIER = 200


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
    chosen: Chosen

    @property
    def by(self) -> str:
        """Who wrote it."""
        return first_name_of(self.line.by)

    @property
    def side(self) -> Side:
        """Of which of the three its writer is."""
        return side_of(self.line.by) if self.line.by else Side.MIXED


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
    fields: Sequence[FieldSeen]
    # Pieces to choose from together.
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Together:
    """The page on which three sit side by side."""

    people: Sequence[Someone]
    outcomes: Sequence[OutcomeSeen]
    # Of what keeps the three from confirming: the field, the number of the outcome, the words, and why.
    still_open: Sequence[tuple[str, int, str, str]]
    levels: Mapping[int, Any]
    # Whether my own words lie beside those of the others; not: they are still mine alone.
    mine_laid: bool


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
    return {place: _standing(lines) for place, lines in _lines_by_place(triangle).items()}


def _lines_by_place(triangle: TriangleConversation) -> dict[Place, list[Line]]:
    """Of each field every text it had."""
    rows: dict[Place, list[Line]] = {}
    for line in triangle.lines.select_related("by__person").order_by("number"):
        rows.setdefault((line.outcome, line.field), []).append(line)
    return rows


def _standing(lines: Sequence[Line]) -> list[Line]:
    by_id = {str(line.pk): line for line in lines}
    written = [
        Written(str(line.pk), str(line.after_id) if line.after_id else None, frozenset(line.settles)) for line in lines
    ]
    return [by_id[str(one)] for one in standing(written)]


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
    texts = _lines_by_place(triangle)
    stand = {place: _standing(lines) for place, lines in texts.items()}
    said = _prepared(triangle, people)
    pieces = _pieces_by_id(triangle, [*said.values()], stand)
    counts = {place: len(lines) for place, lines in texts.items()}
    maker = _Maker(people, levels, pieces, said, stand, counts)
    outcomes = [maker.outcome(triangle.outcomes.index(row.code) + 1, row) for row in outcomes_of(triangle)]
    numbers = {one.code: one.number for one in outcomes}
    labels = dict(Field.choices)
    to_do = [
        (f"{numbers[code]}-{name}", numbers[code], str(labels[name]), why)
        for code, name, why in places_open(triangle, stand)
        if code in numbers
    ]
    return Together(people, outcomes, to_do, levels, mine_laid=any(one.me and one.ready for one in people))


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
        return OutcomeSeen(row.code, number, row.title, fields, self.to_choose(row.code))

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
            stand=[TextSeen(line, _chosen(line.choice, self.levels, self.pieces)) for line in stand],
            earlier=self.counts.get((code, name), 0) - len(stand),
        )

    def _said(self, one: Someone, row: Preparation | None, found: Compared) -> SaidBy:
        text = row.text if row else ""
        shares = found.nearness in (Nearness.CLOSE, Nearness.SOME) and one.member.pk in found.who
        parts = in_pieces(text, found.words if shares else ())
        chosen = _chosen(row.choice if row else {}, self.levels, self.pieces)
        return SaidBy(one, str(row.pk) if row else "", text, parts, chosen)

    def _names(self, found: Compared) -> list[str]:
        return [one.name for one in self.people if one.member.pk in found.who]


def _chosen(choice: Mapping[str, Any], levels: Mapping[int, Any], pieces: Mapping[str, Piece]) -> Chosen:
    level = choice.get("level")
    chosen = [pieces[one] for one in choice.get("pieces", ()) if one in pieces]
    return Chosen((level, levels.get(level, {})) if level else None, chosen)


def _picked(row: Preparation | None) -> list[Any]:
    choice = row.choice if row else {}
    return [choice["level"]] if choice.get("level") else list(choice.get("pieces", ()))


def history_of(triangle: TriangleConversation, outcome: str, name: str) -> list[tuple[TextSeen, bool]]:
    """Every text a field ever had, newest first, and whether it stands now."""
    rows = triangle.lines.filter(outcome=outcome, field=name).select_related("by__person", "by__trajectory")
    lines = list(rows.order_by("-number")[:MOST_EARLIER])
    levels = words_of_levels(triangle.trajectory)
    pieces = _pieces_by_id(triangle, [], {(outcome, name): lines})
    stand = {line.pk for line in standing_lines(triangle).get((outcome, name), ())}
    return [(TextSeen(line, _chosen(line.choice, levels, pieces)), line.pk in stand) for line in lines]
