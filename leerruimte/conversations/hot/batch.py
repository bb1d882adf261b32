"""What a batch of writes knows and gathers, and what the judges of every kind of write share."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils import timezone

from leerruimte.base.client_ids import read_id
from leerruimte.conversations.models import AskedQuestion, Conversation, Entry, Turn
from leerruimte.conversations.rules import may_answer
from leerruimte.encounters.models import LONGEST_TEXT, Contribution, Intention, Participation
from leerruimte.encounters.rules import clean_text
from leerruimte.live import Answer, Delta, Write
from leerruimte.plates.models import Hotspot, WorkingPart

# The ids in tokens: the same few thousand come again and again.
as_id = lru_cache(maxsize=20_000)(UUID)
# What is judged of a contribution that is there already; its words are not looked at.
JUDGED = ("encounter", "participation", "question", "hidden_at", "withdrawn_at")

# An entry is put together of so many others at most.
MOST_FOLLOWED = 60


class No(Exception):
    """A write that is not accepted, with the code of its sentence and the field it belongs to."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


@dataclass
class Batch:
    """What is known about a batch before it is judged, and what is to be stored after."""

    now: datetime
    participations: dict[UUID, Participation]
    conversations: dict[UUID, Conversation]
    questions: dict[tuple[UUID, str], AskedQuestion]
    contributions: dict[UUID, Contribution]
    intentions: dict[UUID, Intention]
    # Of forms and canvases: what writes name, and how far each table is.
    entries: dict[UUID, Entry]
    turns: dict[tuple[UUID, int], int]
    # What the judges accepted, by kind of write.
    rows: defaultdict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    # Of the plates that a judge asked about: they are not loaded for a batch that needs none.
    _settings: dict[tuple[int, str], Mapping[str, Any]] = field(default_factory=dict)
    _hotspots: dict[int, frozenset[str]] = field(default_factory=dict)

    def settings(self, encounter_id: UUID, kind: str) -> Mapping[str, Any]:
        """The settings of a working part of the plate that a conversation is about; empty when it has no such part."""
        plate = self.conversations[encounter_id].plate_id
        if (plate, kind) not in self._settings:
            found = WorkingPart.objects.filter(version=plate, kind=kind).values_list("settings", flat=True).first()
            self._settings[plate, kind] = found or {}
        return self._settings[plate, kind]

    def hotspots(self, encounter_id: UUID) -> frozenset[str]:
        """The keys of the hotspots of the plate that a conversation is about."""
        plate = self.conversations[encounter_id].plate_id
        if plate not in self._hotspots:
            self._hotspots[plate] = frozenset(Hotspot.objects.filter(version=plate).values_list("key", flat=True))
        return self._hotspots[plate]


Judge = Callable[[Batch, Write, Participation], Answer]


@dataclass(frozen=True)
class Kind:
    """A kind of write: `judge` lays what it accepts in `batch.rows`, under the name of its kind, or raises `No`;
    `store` keeps all of those at once; `tell` says what the rooms hear of them besides that something changed.
    """

    judge: Judge
    store: Callable[[Sequence[Any]], None]
    tell: Callable[[Sequence[Any]], Iterable[tuple[UUID, Delta]]] = lambda _rows: ()


def load(writes: Sequence[Write]) -> Batch:
    """What the judges need, in a handful of queries."""
    rooms = {as_id(write.token.room) for write in writes}
    people = {as_id(write.token.subject) for write in writes}
    named = {found for write in writes if (found := read_id(write.body.get("contribution")))}
    new = {write.id for write in writes if write.kind == "contribute"}
    intentions = {write.id for write in writes if write.kind == "intend"}
    intentions |= {found for write in writes if (found := read_id(write.body.get("intention")))}
    entries = _entries_named(writes)
    conversations = Conversation.objects.select_related("encounter").only("closes_at", "plate", "encounter__closed_at")
    questions = AskedQuestion.objects.only("conversation", "key", "part", "opened_at", "closed_at")
    return Batch(
        now=timezone.now(),
        participations=Participation.objects.only("encounter", "role", "first_name", "table").in_bulk(people),
        conversations=conversations.in_bulk(rooms),
        questions={(one.conversation_id, one.key): one for one in questions.filter(conversation__in=rooms)},
        contributions=Contribution.objects.only(*JUDGED).in_bulk(named | new) if named | new else {},
        intentions=Intention.objects.in_bulk(intentions) if intentions else {},
        entries=Entry.objects.in_bulk(entries) if entries else {},
        turns={(one.conversation_id, one.table): one.stage for one in Turn.objects.filter(conversation__in=rooms)}
        if entries
        else {},
    )


def _entries_named(writes: Sequence[Write]) -> set[UUID]:
    """Entries that writes make, follow or take back."""
    named: set[UUID] = set()
    for write in writes:
        if write.kind == "entry":
            named |= {write.id, *followed(write)}
        elif write.kind == "undo" and (entry := read_id(write.body.get("entry"))):
            named.add(entry)
    return named


def followed(write: Write) -> list[UUID]:
    """The entries that a new one says it was written on top of."""
    follows = write.body.get("follows")
    return [id for one in follows[:MOST_FOLLOWED] if (id := read_id(one))] if isinstance(follows, list) else []


# ---- what judges share ----


def asked_question(batch: Batch, by: Participation, key: object) -> AskedQuestion:
    """The question that a write answers, if it may be answered (still)."""
    question = batch.questions.get((by.encounter_id, key)) if isinstance(key, str) else None
    if question is None:
        raise No("unknown_question")
    refusal = may_answer(
        opened_at=question.opened_at,
        closed_at=question.closed_at,
        ended_at=batch.conversations[by.encounter_id].ended_at(batch.now),
        now=batch.now,
    )
    if refusal:
        raise No(refusal)
    return question


def check_running(batch: Batch, by: Participation) -> None:
    """For writes that belong to no question: the conversation has not ended (long ago)."""
    ended_at = batch.conversations[by.encounter_id].ended_at(batch.now)
    if refusal := may_answer(opened_at=batch.now, closed_at=None, ended_at=ended_at, now=batch.now):
        raise No(refusal)


def text_of(write: Write, name: str, longest: int = LONGEST_TEXT, *, needed: bool = False) -> str:
    """What was typed in a field, cleaned; refused when it is too long, or empty where it may not be."""
    text = clean_text(write.body.get(name, ""))
    if needed and not text:
        raise No("empty", name)
    if len(text) > longest:
        raise No("too_long", name)
    return text


def kept(write: Write, **extra: object) -> Answer:
    """The answer to a write that is accepted."""
    return Answer(id=write.id, outcome="kept", extra=dict(extra))


def already(write: Write) -> Answer:
    """The answer to a write that was kept before."""
    return Answer(id=write.id, outcome="already", extra={})


def trace(batch: Batch, write: Write, by: Participation) -> dict[str, Any]:
    """What every trace of a write carries."""
    return {
        "encounter_id": by.encounter_id,
        "participation": by,
        "role": by.role,
        "n": write.n,
        "made_at": batch.now,
    }
