"""Sheets: what a table (0: the whole room) writes in a form or on a canvas, as those who may read it see it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from leerruimte.base.small_groups import groups_shown
from leerruimte.conversations.models import SHEETS, Conversation, Entry, Turn
from leerruimte.conversations.queries.room import milliseconds
from leerruimte.conversations.rules import (
    Version,
    choices_of,
    fields_of,
    form_role,
    questions_of,
    shared_words,
    standing,
)
from leerruimte.encounters.models import Participation
from leerruimte.encounters.queries import roles_here
from leerruimte.look.templatetags.look import in_language
from leerruimte.people.models import SIDE_OF, Role, Side
from leerruimte.plates.models import PlateVersion, Question

# Versions that a phone gets of one sheet, the newest; older ones that still stand come along.
MOST_VERSIONS = 400


@dataclass(frozen=True)
class Part:
    """A form or canvas of a plate."""

    kind: str
    settings: Mapping[str, Any]

    @property
    def private(self) -> bool:
        """Whether each keeps what they write for themselves."""
        return bool(self.settings.get("private"))


def parts_of(conversation: Conversation) -> tuple[Part, ...]:
    """The forms and canvases that this conversation asks for."""
    asked = conversation.questions.filter(part__in=SHEETS).values("part")
    rows = conversation.plate.parts.filter(kind__in=asked).order_by("kind").values_list("kind", "settings")
    return tuple(Part(kind, settings) for kind, settings in rows)


def part_of(conversation: Conversation, kind: str) -> Part | None:
    """The form or canvas of this conversation; None when it has none."""
    return next((part for part in parts_of(conversation) if part.kind == kind), None)


def drawn_on(conversation: Conversation, part: Part) -> PlateVersion:
    """The plate that a sheet is drawn on: the own one, or the shipped one that its settings name (`uses_plate`)."""
    number = part.settings.get("uses_plate")
    other = PlateVersion.objects.filter(plate__number=number).order_by("-number").first() if number else None
    return other or conversation.plate


def turn_of(conversation: Conversation, table: int) -> int:
    """How far a table is with its form."""
    stage = Turn.objects.filter(conversation=conversation, table=table).values_list("stage", flat=True).first()
    return stage or Turn.Stage.ALONE


def people_at(conversation: Conversation, table: int) -> QuerySet[Participation]:
    """Who sits at a table; at table 0: who sits at none."""
    return Participation.objects.filter(encounter=conversation.pk, table=table)


def table_shown(conversation: Conversation) -> int:
    """Whose sheet the wall shows: the chosen table, as far as it is there now; 0 while nobody sits at tables."""
    return min(max(conversation.sheet_table, 1), conversation.tables) if conversation.tables else 0


def opened_rows(conversation: Conversation, part: Part, table: int, turn: int) -> QuerySet[Entry]:
    """All versions that a table at `turn` may read of each other, in order of arrival: what was written apart only once
    it is laid side by side, and nothing of what is private."""
    rows = Entry.objects.filter(encounter=conversation.pk, part=part.kind)
    if part.private:
        return rows.none()
    readable = Q(stage=Entry.Stage.TOGETHER, table=table)
    if turn > Turn.Stage.ALONE:
        readable |= Q(stage=Entry.Stage.ALONE, participation__in=people_at(conversation, table))
    return rows.filter(readable).order_by("made_at", "id")


def standing_in(rows: Iterable[Entry]) -> frozenset[str]:
    """The ids (hex) of the versions that stand."""
    return standing(Version(row.id.hex, frozenset(row.follows), row.is_gone) for row in rows)


# ---- on a phone ----


def phone_sheets(conversation: Conversation, mine: Participation) -> dict[str, Any]:
    """The sheets of one's own table, kind by kind, as the phone works with them."""
    return {part.kind: phone_sheet(conversation, mine, part) for part in parts_of(conversation)}


def phone_sheet(conversation: Conversation, mine: Participation, part: Part) -> dict[str, Any]:
    """One's own versions, and those of the others at the table that may be read. `everybody`: all at the table wrote
    something; None when that says nothing (a whole room, or somebody alone)."""
    own = Q(participation=mine, encounter=conversation.pk, part=part.kind)
    apart = Entry.objects.filter(own, stage=Entry.Stage.ALONE).order_by("made_at", "id")
    turn = turn_of(conversation, mine.table)
    rows = {row.id: row for row in [*apart, *opened_rows(conversation, part, mine.table, turn)]}
    stand = standing_in(rows.values())
    newest = list(rows.values())[-MOST_VERSIONS:]
    kept = {row.id: row for row in [*(row for row in rows.values() if row.id.hex in stand), *newest]}
    return {
        "table": mine.table,
        "turn": turn,
        "everybody": _everybody(conversation, part, mine.table),
        "entries": [_version_seen(row, part, mine) for row in sorted(kept.values(), key=lambda r: (r.made_at, r.id))],
    }


def _everybody(conversation: Conversation, part: Part, table: int) -> bool | None:
    if not table or part.private:
        return None
    people = people_at(conversation, table)
    if (many := people.count()) < 2:
        return None
    wrote = Entry.objects.filter(
        encounter=conversation.pk, part=part.kind, stage=Entry.Stage.ALONE, participation__in=people
    )
    return wrote.values("participation").distinct().count() == many


def _version_seen(row: Entry, part: Part, mine: Participation) -> dict[str, Any]:
    own = row.participation_id == mine.pk
    hidden = row.is_gone and not own
    side, word = _who(row, part)
    return {
        "id": row.id.hex,
        "field": row.field,
        "stage": row.stage,
        "text": "" if hidden else row.text,
        "choice": "" if hidden else row.choice,
        "follows": row.follows,
        "undone": row.is_gone,
        "taken_off": row.hidden_at is not None,
        "own": own,
        "side": side,
        "word": word,
        "at": milliseconds(row.made_at),
    }


def _who(row: Entry, part: Part) -> tuple[str, str]:
    """The mark and the word of who wrote it: the form's role, else the own role."""
    role = next((one for one in part.settings.get("roles", []) if one["id"] == row.as_role), None)
    if role:
        side = role.get("side") or (role["id"] if role["id"] in Side.values else Side.MIXED.value)
        return side, in_language(role["label"])
    return (SIDE_OF[Role(row.role)].value, str(Role(row.role).label)) if row.role else ("", "")


# ---- for everybody else: wall, print, report, data ----


@dataclass(frozen=True)
class EntrySeen:
    """What stands in a field. `side` and `word` are empty where too few people here share that role."""

    id: str
    text: str
    choice: str
    choice_id: str
    side: str
    word: str


@dataclass(frozen=True)
class FieldSeen:
    """A field with what stands in it: side by side (of a form), and written together.

    `questions`: those of the plate with which it stands in front. `shared`: words that at least two of those who wrote
    apart use.
    """

    key: str
    questions: tuple[str, ...]
    label: Mapping[str, str]
    help: Mapping[str, str]
    sides: tuple[EntrySeen, ...]
    together: tuple[EntrySeen, ...]
    shared: frozenset[str]


@dataclass(frozen=True)
class SheetSeen:
    """The sheet of a table."""

    kind: str
    table: int
    turn: int
    prompt: Mapping[str, str]
    fields: tuple[FieldSeen, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be read on it."""
        return not any(field.sides or field.together for field in self.fields)


def in_front(sheet: SheetSeen, question: str) -> tuple[FieldSeen, ...]:
    """The fields that go with a question of the plate; all of them where none does."""
    return tuple(field for field in sheet.fields if question in field.questions) or sheet.fields


Told = frozenset[str] | None  # roles that may stand beside words; None: all of them


def sheet_seen(
    conversation: Conversation, part: Part, table: int, *, told: Told, mine: Participation | None = None
) -> SheetSeen:
    """The sheet of a table with what may be read of it; a private one shows its own writer (`mine`) what is theirs."""
    turn = turn_of(conversation, table)
    rows = list(opened_rows(conversation, part, table, turn))
    if part.private and mine:
        rows = list(Entry.objects.filter(participation=mine, part=part.kind).order_by("made_at", "id"))
    return _sheet(part, rows, table, turn, told)


def _sheet(part: Part, rows: Sequence[Entry], table: int, turn: int, told: Told) -> SheetSeen:
    stand = standing_in(rows)
    lying = [row for row in rows if row.id.hex in stand]
    return SheetSeen(
        kind=part.kind,
        table=table,
        turn=turn,
        prompt=part.settings.get("prompt", {}),
        fields=tuple(_field_seen(field, lying, part, told) for field in fields_of(part.settings)),
    )


def _field_seen(field: Mapping[str, Any], rows: Sequence[Entry], part: Part, told: Told) -> FieldSeen:
    order = {role["id"]: place for place, role in enumerate(part.settings.get("roles", []))}
    here = [row for row in rows if row.field == field["id"]]
    apart = sorted(
        (row for row in here if row.stage == Entry.Stage.ALONE), key=lambda row: order.get(row.as_role, len(order))
    )
    return FieldSeen(
        key=field["id"],
        questions=questions_of(field),
        label=field["label"],
        help=field.get("help", {}),
        sides=tuple(_entry_seen(row, field, part, told) for row in apart),
        together=tuple(_entry_seen(row, field, part, told) for row in here if row.stage == Entry.Stage.TOGETHER),
        shared=shared_words([row.text for row in apart]),
    )


def _entry_seen(row: Entry, field: Mapping[str, Any], part: Part, told: Told) -> EntrySeen:
    side, word = _who(row, part) if told is None or (row.as_role or row.role) in told else ("", "")
    choice = in_language(choices_of(field).get(row.choice))
    return EntrySeen(id=row.id.hex, text=row.text, choice=choice, choice_id=row.choice, side=side, word=word)


def told_roles(conversation: Conversation, part: Part) -> frozenset[str]:
    """The roles (of the form, or of people) that so many have here that they may stand beside somebody's words."""
    here = roles_here(conversation.pk)
    roles = part.settings.get("roles", [])
    counts: Counter[str] = Counter()
    for role, many in here.items():
        counts[form_role(roles, SIDE_OF[Role(role)].value if role else "") if roles else role] += many
    return frozenset(groups_shown(counts)[0]) - {""}


def wrote_on(conversation: Conversation, part: Part) -> int:
    """How many people wrote on a sheet, apart or together."""
    rows = Entry.objects.filter(encounter=conversation.pk, part=part.kind)
    return rows.values("participation").distinct().count()


def sheets_seen(conversation: Conversation) -> tuple[SheetSeen, ...]:
    """All sheets on which everybody may read something, part by part, table by table; tables that are no more too."""
    turns = dict(conversation.turns.values_list("table", "stage"))
    found = []
    for part in parts_of(conversation):
        rows = Entry.objects.filter(encounter=conversation.pk, part=part.kind).select_related("participation")
        by_table: dict[int, list[Entry]] = {}
        for row in () if part.private else rows.order_by("made_at", "id"):
            apart = row.stage == Entry.Stage.ALONE
            table = row.participation.table if apart else row.table
            if not apart or turns.get(table, Turn.Stage.ALONE) > Turn.Stage.ALONE:
                by_table.setdefault(table, []).append(row)
        told = told_roles(conversation, part) if by_table else None
        found += [
            _sheet(part, lying, table, turns.get(table, Turn.Stage.ALONE), told)
            for table, lying in sorted(by_table.items())
        ]
    return tuple(sheet for sheet in found if not sheet.is_empty)


@dataclass(frozen=True)
class SheetOnDesk:
    """How far the room is with a sheet. `wrote`: people who wrote something; `turns`: tables at each stage."""

    part: Part
    people: int
    wrote: int
    turns: Mapping[int, int]
    tables: tuple[int, ...]
    shown: int

    @property
    def has_turns(self) -> bool:
        """Whether it goes in turns: a form that is not private."""
        return self.part.kind == Question.Part.FORM and not self.part.private

    @property
    def apart(self) -> int:
        """Tables that still write apart."""
        return self.turns.get(Turn.Stage.ALONE, 0)

    @property
    def side(self) -> int:
        """Tables where everything lies side by side."""
        return self.turns.get(Turn.Stage.SIDE, 0)

    @property
    def together(self) -> int:
        """Tables that write one version."""
        return self.turns.get(Turn.Stage.TOGETHER, 0)


def desk_sheet(conversation: Conversation) -> SheetOnDesk | None:
    """How far the room is with the sheet of the question of now; None when it has none."""
    question = conversation.question
    part = part_of(conversation, question.part) if question and question.part in SHEETS else None
    if part is None:
        return None
    tables = tuple(range(1, conversation.tables + 1)) or (0,)
    known = dict(Turn.objects.filter(conversation=conversation).values_list("table", "stage"))
    return SheetOnDesk(
        part=part,
        people=conversation.encounter.participations.count(),
        wrote=wrote_on(conversation, part),
        turns=Counter(known.get(table, int(Turn.Stage.ALONE)) for table in tables),
        tables=tables,
        shown=table_shown(conversation),
    )


def hidden_on(conversation: Conversation, part: Part, table: int) -> QuerySet[Entry]:
    """What the facilitator took off the screens, of what could be read there."""
    return opened_rows(conversation, part, table, turn_of(conversation, table)).filter(hidden_at__isnull=False)


# ---- what is one's own ----


@dataclass(frozen=True)
class OwnEntry:
    """Something of one's own in a field; `standing`: it is what stands there now, or one of those."""

    row: Entry
    label: Mapping[str, str]
    choice: Mapping[str, str]
    private: bool


def own_entries(conversation: Conversation, by: Participation) -> list[OwnEntry]:
    """One's own words on sheets: what stands of them, field by field."""
    found = []
    for part in parts_of(conversation):
        rows = list(Entry.objects.filter(participation=by, part=part.kind).order_by("made_at", "id"))
        stand = standing_in(rows)
        for field in fields_of(part.settings):
            found += [
                OwnEntry(row, field["label"], choices_of(field).get(row.choice, {}), part.private)
                for row in rows
                if row.field == field["id"] and (row.id.hex in stand or row.hidden_at)
            ]
    return found


def all_entries_of(by: Participation) -> list[dict[str, Any]]:
    """Every version that a participant wrote, to take out."""
    return [
        {
            "sheet": row.part,
            "field": row.field,
            "written": row.stage,
            "as": row.as_role,
            "choice": row.choice,
            "text": row.text,
            "table": row.table or None,
            "at": row.made_at.isoformat(timespec="seconds"),
            "taken_back": row.undone_at is not None,
            "taken_off_the_screens": row.hidden_at is not None,
        }
        for row in Entry.objects.filter(participation=by).order_by("made_at", "id")
    ]
