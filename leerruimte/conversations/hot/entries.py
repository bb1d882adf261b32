"""What is written in the fields of forms and canvases: versions, laid on top of each other and never over."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from leerruimte.base.client_ids import read_id
from leerruimte.conversations.hot.batch import Batch, Kind, No, already, asked_question, followed, kept, text_of, trace
from leerruimte.conversations.models import LONGEST_ENTRY, SHEETS, AskedQuestion, Entry, Turn
from leerruimte.conversations.rules import all_under, choices_of, fields_of, form_role
from leerruimte.encounters.models import Participation
from leerruimte.live import Answer, Delta, Write
from leerruimte.people.models import SIDE_OF, Role
from leerruimte.plates.models import Question


def _entry(batch: Batch, write: Write, by: Participation) -> Answer:
    known = batch.entries.get(write.id)
    if known is not None:
        if known.participation_id != by.id:
            raise No("foreign")
        return already(write)
    question = asked_question(batch, by, write.body.get("question"))
    if question.part not in SHEETS:
        raise No("no_field")
    settings = batch.settings(by.encounter_id, question.part)
    entry = Entry(
        id=write.id,
        part=question.part,
        stage=_stage(batch, write, by, question, settings),
        as_role=_as_role(write, by, settings),
        table=by.table,
        **_words(write, settings),
        **trace(batch, write, by),
    )
    entry.follows = _under(batch, write, entry)
    batch.entries[write.id] = entry
    batch.rows["entry"].append(entry)
    return kept(write)


def _words(write: Write, settings: Mapping[str, Any]) -> dict[str, str]:
    """Field, choice and text; one of the two last is enough."""
    field = next((one for one in fields_of(settings) if one["id"] == write.body.get("field")), None)
    if field is None:
        raise No("no_field")
    choice = write.body.get("choice")
    chosen = choice if isinstance(choice, str) and choice in choices_of(field) else ""
    text = text_of(write, "text", 10 * LONGEST_ENTRY, needed=not chosen)
    if len(text) > LONGEST_ENTRY:
        raise No("entry_too_long", "text")
    return {"field": field["id"], "choice": chosen, "text": text}


def _stage(
    batch: Batch, write: Write, by: Participation, question: AskedQuestion, settings: Mapping[str, Any]
) -> Entry.Stage:
    """Apart is always welcome; together only on a canvas, or when the table is that far with its form."""
    if question.part == Question.Part.CANVAS:
        return Entry.Stage.TOGETHER
    if write.body.get("stage") != Entry.Stage.TOGETHER:
        return Entry.Stage.ALONE
    turn = batch.turns.get((by.encounter_id, by.table), Turn.Stage.ALONE)
    if settings.get("private") or turn < Turn.Stage.TOGETHER:
        raise No("not_together")
    return Entry.Stage.TOGETHER


def _as_role(write: Write, by: Participation, settings: Mapping[str, Any]) -> str:
    roles = settings.get("roles", [])
    side = SIDE_OF[Role(by.role)].value if by.role else ""
    chosen = write.body.get("as_role")
    found = form_role(roles, side, chosen if isinstance(chosen, str) else "")
    if roles and not found:
        raise No("choose_role", "as_role")
    return found


def _under(batch: Batch, write: Write, entry: Entry) -> list[str]:
    """What it was written on top of, as far as that lies in the same field: a stale phone never covers what it has not
    seen, and nobody covers what is not theirs to see."""
    there = {one: batch.entries[one] for one in followed(write) if one in batch.entries}
    known = {id.hex: other.follows for id, other in there.items() if _scope(other) == _scope(entry)}
    return all_under(known, known)


def _scope(entry: Entry) -> tuple[object, ...]:
    """Where versions lie on top of each other: apart each has a pile of their own, together a table has one."""
    whose = entry.participation_id if entry.stage == Entry.Stage.ALONE else entry.table
    return (entry.encounter_id, entry.part, entry.field, entry.stage, whose)


def _store(rows: Sequence[Entry]) -> None:
    Entry.objects.bulk_create(rows, ignore_conflicts=True)


def _tell(rows: Sequence[Entry]) -> Iterable[tuple[UUID, Delta]]:
    """Which sheets changed, never what stands on them. Of a whole room that writes apart nobody needs to hear."""
    told = {(r.encounter_id, r.table) for r in rows if r.stage == Entry.Stage.TOGETHER or r.table}
    return ((encounter_id, Delta("sheet", {"table": table})) for encounter_id, table in sorted(told))


def _undo(batch: Batch, write: Write, by: Participation) -> Answer:
    entry = batch.entries.get(read_id(write.body.get("entry")) or UUID(int=0))
    if entry is None or entry.participation_id != by.id:
        raise No("unknown_entry")
    batch.rows["undo"].append(entry)
    return kept(write)


def _store_undone(rows: Sequence[Entry]) -> None:
    Entry.objects.filter(id__in=[row.id for row in rows], undone_at=None).update(undone_at=timezone.now())


ENTRY = Kind(_entry, _store, _tell)
UNDO = Kind(_undo, _store_undone, _tell)
