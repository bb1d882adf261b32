"""Contributions, and taking back what one wrote."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from leerruimte.base.client_ids import read_id
from leerruimte.conversations.hot.batch import Batch, Kind, No, already, asked_question, kept, text_of, trace
from leerruimte.conversations.models import AskedQuestion
from leerruimte.conversations.queries.room import contribution_seen
from leerruimte.encounters import actions
from leerruimte.encounters.models import LONGEST_ABOUT, Contribution, Intention, Participation
from leerruimte.encounters.queries import roles_shown
from leerruimte.live import Answer, Delta, Write
from leerruimte.plates.models import Question


def _contribute(batch: Batch, write: Write, by: Participation) -> Answer:
    known = batch.contributions.get(write.id)
    if known is not None:
        if known.participation_id != by.id:
            raise No("foreign")
        return already(write)
    question = asked_question(batch, by, write.body.get("question"))
    contribution = Contribution(
        id=write.id,
        question=question.key,
        text=text_of(write, "text", needed=True),
        signed=by.first_name if write.body.get("signed") is True else "",
        slot=text_of(write, "slot", 40),
        table=by.table,
        **_on_heap(batch, write, by, question),
        **trace(batch, write, by),
    )
    batch.contributions[write.id] = contribution
    batch.rows["contribute"].append(contribution)
    return kept(write)


def _on_heap(batch: Batch, write: Write, by: Participation, question: AskedQuestion) -> dict[str, Any]:
    """Who it is about, its week and its kind, where the heaps of the plate ask for those."""
    about, week, kind = text_of(write, "about"), write.body.get("week") or 0, text_of(write, "as_kind", 40)
    if not (about or week or kind) or question.part != Question.Part.HEAPS:
        return {}
    settings = batch.settings(by.encounter_id, Question.Part.HEAPS)
    if len(about) > LONGEST_ABOUT:
        raise No("about_too_long", "about")
    if week and (type(week) is not int or not 1 <= week <= settings.get("weeks", 0)):
        raise No("wrong_week", "week")
    if kind and kind not in {one["id"] for one in settings.get("kinds", [])}:
        raise No("wrong_week", "as_kind")
    return {"about": about if "who" in settings else "", "week": week, "kind": kind}


def _tell(rows: Sequence[Contribution]) -> Iterable[tuple[UUID, Delta]]:
    roles = {encounter_id: roles_shown(encounter_id) for encounter_id in {row.encounter_id for row in rows}}
    for row in rows:
        yield row.encounter_id, Delta("added", contribution_seen(row, roles[row.encounter_id]))


def _withdraw(batch: Batch, write: Write, by: Participation) -> Answer:
    intention = batch.intentions.get(read_id(write.body.get("intention")) or UUID(int=0))
    if intention is not None and intention.participation_id == by.id:
        batch.rows["withdraw"].append(intention)
        return kept(write)
    contribution = batch.contributions.get(read_id(write.body.get("contribution")) or UUID(int=0))
    if contribution is None or contribution.participation_id != by.id:
        raise No("unknown")
    batch.rows["withdraw"].append(contribution)
    return kept(write)


def _store_withdrawn(rows: Sequence[Contribution | Intention]) -> None:
    if contributions := [row.id for row in rows if isinstance(row, Contribution)]:
        actions.withdraw_contributions(contributions)
    if intentions := [row.id for row in rows if isinstance(row, Intention)]:
        actions.withdraw_intentions(intentions)


def _tell_withdrawn(rows: Sequence[Contribution | Intention]) -> Iterable[tuple[UUID, Delta]]:
    return ((row.encounter_id, Delta("gone", row.id.hex)) for row in rows if isinstance(row, Contribution))


CONTRIBUTE = Kind(_contribute, actions.store_contributions, _tell)
WITHDRAW = Kind(_withdraw, _store_withdrawn, _tell_withdrawn)
