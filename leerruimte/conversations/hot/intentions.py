"""What somebody is going to do, and what a table tells the whole room."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from leerruimte.conversations.hot.batch import Batch, Kind, No, already, check_running, kept, text_of, trace
from leerruimte.conversations.models import Harvest
from leerruimte.encounters import actions
from leerruimte.encounters.models import Intention, Participation
from leerruimte.live import Answer, Delta, Write


def _intend(batch: Batch, write: Write, by: Participation) -> Answer:
    known = batch.intentions.get(write.id)
    if known is not None and known.participation_id != by.id:
        raise No("foreign")
    if known is not None and (known.n >= write.n or known.withdrawn_at):
        return already(write)
    check_running(batch, by)
    intention = Intention(
        id=write.id,
        what=text_of(write, "what", needed=True),
        by_when=_date(write),
        with_whom=text_of(write, "with_whom", 120),
        needed=text_of(write, "needed"),
        asks_of_me=text_of(write, "asks_of_me"),
        asks_of_organisation=text_of(write, "asks_of_organisation"),
        signed=by.first_name if write.body.get("signed") is True else "",
        **trace(batch, write, by),
    )
    batch.intentions[write.id] = intention
    batch.rows["intend"].append(intention)
    return kept(write)


def _date(write: Write) -> date | None:
    text = write.body.get("by_when") or ""
    if not text:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise No("wrong_date", "by_when") from None


def _harvest(batch: Batch, write: Write, by: Participation) -> Answer:
    check_running(batch, by)
    if not by.table:
        raise No("no_table")
    text = text_of(write, "text", needed=True)
    batch.rows["harvest"].append(Harvest(id=write.id, table=by.table, text=text, **trace(batch, write, by)))
    return kept(write)


def _store_harvests(rows: Sequence[Harvest]) -> None:
    Harvest.objects.bulk_create(rows, ignore_conflicts=True)


def _tell_harvests(rows: Sequence[Harvest]) -> Iterable[tuple[UUID, Delta]]:
    return ((row.encounter_id, Delta("harvest", {"table": row.table, "text": row.text})) for row in rows)


INTEND = Kind(_intend, actions.store_intentions)
HARVEST = Kind(_harvest, _store_harvests, _tell_harvests)
