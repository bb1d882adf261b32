"""What a whole room sends at once, judged and kept many at a time (the fast door).

`live` hands in a batch inside one transaction; here stands what each kind of write means. Everything that a batch
needs is loaded in a handful of queries (`Batch`), each write is judged by itself with plain values, and what is
accepted is stored together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import Any
from uuid import UUID

from django.utils import timezone, translation

from leerruimte.base.client_ids import read_id
from leerruimte.conversations.models import AskedQuestion, Conversation, Harvest, Mark
from leerruimte.conversations.queries.room import contribution_seen, room_state
from leerruimte.conversations.rules import may_answer
from leerruimte.conversations.sentences import SENTENCES
from leerruimte.encounters import actions
from leerruimte.encounters.models import LONGEST_TEXT, Contribution, Intention, Participation, Stance
from leerruimte.encounters.queries import roles_shown
from leerruimte.encounters.rules import clean_text, one_of
from leerruimte.live import Answer, Delta, Outcome, Write
from leerruimte.live.tokens import Token

# Django makes this list anew each time it is asked for.
STANCES = frozenset(Stance.Value.values)
# The ids in tokens: the same few thousand come again and again.
as_id = lru_cache(maxsize=20_000)(UUID)
# What is judged of a contribution that is there already; its words are not looked at.
JUDGED = ("encounter", "participation", "question", "hidden_at", "withdrawn_at")
KINDS = ("contribute", "stance", "mark", "intend", "harvest", "withdraw")


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
    new_contributions: list[Contribution] = field(default_factory=list)
    stances: list[actions.NewStance] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    new_intentions: list[Intention] = field(default_factory=list)
    harvests: list[Harvest] = field(default_factory=list)
    withdrawn_contributions: list[Contribution] = field(default_factory=list)
    withdrawn_intentions: list[UUID] = field(default_factory=list)


def apply_batch(writes: Sequence[Write]) -> Outcome:
    """Judge and keep writes of any of `KINDS`; called by `live` inside one transaction."""
    batch = _load(writes)
    answers = [_judge(batch, write) for write in writes]
    _store(batch)
    changed = {as_id(w.token.room) for w, a in zip(writes, answers, strict=True) if a.outcome == "kept"}
    versions = actions.touch(changed) if changed else {}
    for write, answer in zip(writes, answers, strict=True):
        version = versions.get(as_id(write.token.room))
        if version is not None and answer.extra is not None:
            answer.extra["version"] = version
    return Outcome(answers, _deltas(batch, versions))


def _load(writes: Sequence[Write]) -> Batch:
    rooms = {as_id(write.token.room) for write in writes}
    people = {as_id(write.token.subject) for write in writes}
    named = {found for write in writes if (found := read_id(write.body.get("contribution")))}
    new = {write.id for write in writes if write.kind == "contribute"}
    intentions = {write.id for write in writes if write.kind == "intend"}
    intentions |= {found for write in writes if (found := read_id(write.body.get("intention")))}
    conversations = Conversation.objects.select_related("encounter").only("closes_at", "encounter__closed_at")
    questions = AskedQuestion.objects.only("conversation", "key", "opened_at", "closed_at")
    return Batch(
        now=timezone.now(),
        participations=Participation.objects.only("encounter", "role", "first_name", "table").in_bulk(people),
        conversations=conversations.in_bulk(rooms),
        questions={(one.conversation_id, one.key): one for one in questions.filter(conversation__in=rooms)},
        contributions=Contribution.objects.only(*JUDGED).in_bulk(named | new) if named | new else {},
        intentions=Intention.objects.in_bulk(intentions) if intentions else {},
    )


def _judge(batch: Batch, write: Write) -> Answer:
    try:
        by = batch.participations.get(as_id(write.token.subject))
        if by is None or by.encounter_id != as_id(write.token.room) or write.token.kind != "guest":
            raise No("gone")
        return JUDGES[write.kind](batch, write, by)
    except No as no:
        with translation.override(write.language):
            return Answer(id=write.id, outcome="refused", message=str(SENTENCES[no.code]), code=no.code, field=no.field)


def _check_question(batch: Batch, by: Participation, key: object) -> AskedQuestion:
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


def _check_running(batch: Batch, by: Participation) -> None:
    """For writes that belong to no question: the conversation has not ended (long ago)."""
    ended_at = batch.conversations[by.encounter_id].ended_at(batch.now)
    if refusal := may_answer(opened_at=batch.now, closed_at=None, ended_at=ended_at, now=batch.now):
        raise No(refusal)


def _text(write: Write, name: str, longest: int = LONGEST_TEXT, *, needed: bool = False) -> str:
    text = clean_text(write.body.get(name, ""))
    if needed and not text:
        raise No("empty", name)
    if len(text) > longest:
        raise No("too_long", name)
    return text


def _kept(write: Write, **extra: object) -> Answer:
    return Answer(id=write.id, outcome="kept", extra=dict(extra))


def _trace(batch: Batch, write: Write, by: Participation) -> dict[str, Any]:
    """What every trace of a write carries."""
    return {
        "encounter_id": by.encounter_id,
        "participation": by,
        "role": by.role,
        "n": write.n,
        "made_at": batch.now,
    }


def _contribute(batch: Batch, write: Write, by: Participation) -> Answer:
    known = batch.contributions.get(write.id)
    if known is not None:
        if known.participation_id != by.id:
            raise No("foreign")
        return Answer(id=write.id, outcome="already", extra={})
    question = _check_question(batch, by, write.body.get("question"))
    contribution = Contribution(
        id=write.id,
        question=question.key,
        text=_text(write, "text", needed=True),
        signed=by.first_name if write.body.get("signed") is True else "",
        slot=_text(write, "slot", 40),
        table=by.table,
        **_trace(batch, write, by),
    )
    batch.contributions[write.id] = contribution
    batch.new_contributions.append(contribution)
    return _kept(write)


def _stance(batch: Batch, write: Write, by: Participation) -> Answer:
    contribution = _contribution(batch, write, by)
    if contribution.participation_id == by.id:
        raise No("own")
    if contribution.hidden_at is not None:
        raise No("hidden")
    _check_question(batch, by, contribution.question)
    value = write.body.get("value")
    if value is not None and (type(value) is not int or value not in STANCES):
        raise No("wrong_value")
    batch.stances.append(actions.new_stance(contribution.id, value, by, write.n, batch.now))
    return _kept(write)


def _contribution(batch: Batch, write: Write, by: Participation) -> Contribution:
    """The contribution that a write names, if it is one of the same conversation and still there."""
    contribution = batch.contributions.get(read_id(write.body.get("contribution")) or UUID(int=0))
    if contribution is None or contribution.encounter_id != by.encounter_id or contribution.withdrawn_at:
        raise No("unknown")
    return contribution


def _mark(batch: Batch, write: Write, by: Participation) -> Answer:
    question = _check_question(batch, by, write.body.get("question"))
    position = write.body.get("position")
    us = write.body.get("us", 0)
    if position is not None and (
        isinstance(position, bool) or not isinstance(position, int | float) or not isfinite(position)
    ):
        raise No("wrong_place")
    if type(us) is not int or not 0 <= us < 10 or (position is not None and not 0 <= position <= 50):
        raise No("wrong_place")
    batch.marks.append(
        Mark(
            id=one_of(by.id, question.key),
            question=question.key,
            position=position,
            us=us,
            **_trace(batch, write, by),
        )
    )
    return _kept(write)


def _intend(batch: Batch, write: Write, by: Participation) -> Answer:
    known = batch.intentions.get(write.id)
    if known is not None and known.participation_id != by.id:
        raise No("foreign")
    if known is not None and (known.n >= write.n or known.withdrawn_at):
        return Answer(id=write.id, outcome="already", extra={})
    _check_running(batch, by)
    intention = Intention(
        id=write.id,
        what=_text(write, "what", needed=True),
        by_when=_date(write),
        with_whom=_text(write, "with_whom", 120),
        needed=_text(write, "needed"),
        asks_of_me=_text(write, "asks_of_me"),
        asks_of_organisation=_text(write, "asks_of_organisation"),
        signed=by.first_name if write.body.get("signed") is True else "",
        **_trace(batch, write, by),
    )
    batch.intentions[write.id] = intention
    batch.new_intentions.append(intention)
    return _kept(write)


def _date(write: Write) -> date | None:
    text = write.body.get("by_when") or ""
    if not text:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise No("wrong_date", "by_when") from None


def _harvest(batch: Batch, write: Write, by: Participation) -> Answer:
    _check_running(batch, by)
    if not by.table:
        raise No("no_table")
    text = _text(write, "text", needed=True)
    batch.harvests.append(Harvest(id=write.id, table=by.table, text=text, **_trace(batch, write, by)))
    return _kept(write)


def _withdraw(batch: Batch, write: Write, by: Participation) -> Answer:
    intention = batch.intentions.get(read_id(write.body.get("intention")) or UUID(int=0))
    if intention is not None and intention.participation_id == by.id:
        batch.withdrawn_intentions.append(intention.id)
        return _kept(write)
    contribution = batch.contributions.get(read_id(write.body.get("contribution")) or UUID(int=0))
    if contribution is None or contribution.participation_id != by.id:
        raise No("unknown")
    batch.withdrawn_contributions.append(contribution)
    return _kept(write)


JUDGES: dict[str, Callable[[Batch, Write, Participation], Answer]] = {
    "contribute": _contribute,
    "stance": _stance,
    "mark": _mark,
    "intend": _intend,
    "harvest": _harvest,
    "withdraw": _withdraw,
}


def _store(batch: Batch) -> None:
    if batch.new_contributions:
        actions.store_contributions(batch.new_contributions)
    if batch.stances:
        actions.store_stances(batch.stances)
    if batch.marks:
        actions.store_latest(Mark, ["question", "position", "us"], batch.marks)
    if batch.new_intentions:
        actions.store_intentions(batch.new_intentions)
    if batch.harvests:
        Harvest.objects.bulk_create(batch.harvests, ignore_conflicts=True)
    if batch.withdrawn_contributions:
        actions.withdraw_contributions(row.id for row in batch.withdrawn_contributions)
    if batch.withdrawn_intentions:
        actions.withdraw_intentions(batch.withdrawn_intentions)


def _deltas(batch: Batch, versions: dict[UUID, int]) -> dict[str, list[Delta]]:
    """What the rooms hear of a batch: words as they come, figures only as "something changed"."""
    deltas = {room.hex: [Delta("version", version, replaces=True)] for room, version in versions.items()}
    roles = {
        encounter_id: roles_shown(encounter_id) for encounter_id in {c.encounter_id for c in batch.new_contributions}
    }
    for row in batch.new_contributions:
        deltas[row.encounter_id.hex].append(Delta("added", contribution_seen(row, roles[row.encounter_id])))
    for row in batch.withdrawn_contributions:
        deltas[row.encounter_id.hex].append(Delta("gone", row.id.hex))
    for harvest in batch.harvests:
        deltas[harvest.encounter_id.hex].append(Delta("harvest", {"table": harvest.table, "text": harvest.text}))
    return deltas
