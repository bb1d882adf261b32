"""What a whole room sends at once, judged and kept many at a time (the fast door).

`live` hands in a batch inside one transaction; here stands what each kind of write means. Everything that a batch
needs is loaded in a handful of queries (`Batch`), each write is judged by itself with plain values, and what is
accepted is stored together. A kind of write is a module's `Kind` and a line in `KINDS`.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import translation

from leerruimte.base.client_ids import read_id
from leerruimte.conversations.hot import contributions, entries, intentions, marks, stances
from leerruimte.conversations.hot.batch import Batch, Kind, No, as_id, load
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.queries.room import room_state
from leerruimte.conversations.sentences import SENTENCES
from leerruimte.encounters.actions import touch
from leerruimte.live import Answer, Delta, Outcome, Write
from leerruimte.live.tokens import Token

# In the order of storing: a stance may be on a contribution of the same batch, and so may taking it back.
KINDS: dict[str, Kind] = {
    "contribute": contributions.CONTRIBUTE,
    "stance": stances.STANCE,
    "mark": marks.MARK,
    "element": marks.ELEMENT,
    "intend": intentions.INTEND,
    "harvest": intentions.HARVEST,
    "entry": entries.ENTRY,
    "undo": entries.UNDO,
    "withdraw": contributions.WITHDRAW,
}


def state_of(room: str) -> dict[str, Any] | None:
    """The state a stream opens with; None when there is no such conversation."""
    encounter_id = read_id(room)
    return room_state(encounter_id) if encounter_id else None


def may_watch(token: Token) -> bool:
    """Whether a facilitator's or beamer's screen came with a link that was not withdrawn since."""
    encounter_id = read_id(token.room)
    return bool(encounter_id) and token.subject == str(
        Conversation.objects.filter(pk=encounter_id).values_list("lead_number", flat=True).first()
    )


def apply_batch(writes: Sequence[Write]) -> Outcome:
    """Judge and keep writes of any of `KINDS`; called by `live` inside one transaction."""
    batch = load(writes)
    answers = [_judge(batch, write) for write in writes]
    for name, kind in KINDS.items():
        if name in batch.rows:
            kind.store(batch.rows[name])
    changed = {as_id(w.token.room) for w, a in zip(writes, answers, strict=True) if a.outcome == "kept"}
    versions = touch(changed) if changed else {}
    for write, answer in zip(writes, answers, strict=True):
        version = versions.get(as_id(write.token.room))
        if version is not None and answer.extra is not None:
            answer.extra["version"] = version
    return Outcome(answers, _deltas(batch, versions))


def _judge(batch: Batch, write: Write) -> Answer:
    try:
        by = batch.participations.get(as_id(write.token.subject))
        if by is None or by.encounter_id != as_id(write.token.room) or write.token.kind != "guest":
            raise No("gone")
        return KINDS[write.kind].judge(batch, write, by)
    except No as no:
        with translation.override(write.language):
            return Answer(id=write.id, outcome="refused", message=str(SENTENCES[no.code]), code=no.code, field=no.field)


def _deltas(batch: Batch, versions: dict[UUID, int]) -> dict[str, list[Delta]]:
    """What the rooms hear of a batch: words as they come, figures only as "something changed"."""
    deltas = {room.hex: [Delta("version", version, replaces=True)] for room, version in versions.items()}
    for name, kind in KINDS.items():
        for encounter_id, delta in kind.tell(batch.rows.get(name, ())):
            deltas[encounter_id.hex].append(delta)
    return deltas
