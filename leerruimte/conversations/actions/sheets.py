"""Forms in turns: a table or the whole room goes from apart to side by side to together."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.conversations.models import Conversation, Entry, Turn
from leerruimte.conversations.telling import tell, tell_desk
from leerruimte.encounters.actions import touch
from leerruimte.encounters.models import Participation
from leerruimte.people.who import Who


@transaction.atomic
def open_everywhere(*, by: Who, conversation: Conversation, stage: int) -> None:
    """The facilitator lets all tables (or the whole room) go on; a table that is further already stays there."""
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    _go_on(locked, list(range(1, locked.tables + 1)) or [0], stage)


@transaction.atomic
def open_at_table(*, by: Participation, conversation: Conversation, stage: int) -> None:
    """Somebody at a table lets that table go on; a whole room waits for its facilitator."""
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if not locked.tables or not by.table:
        raise Refused(_("You are not at a table. The facilitator decides when you go on."), code="no_table")
    _go_on(locked, [by.table], stage)


def _go_on(conversation: Conversation, tables: list[int], stage: int) -> None:
    if stage not in (Turn.Stage.SIDE, Turn.Stage.TOGETHER):
        raise Refused(_("There is no such step."), code="no_stage")
    known = {turn.table: turn for turn in conversation.turns.filter(table__in=tables)}
    behind = [turn for turn in known.values() if turn.stage < stage]
    for turn in behind:
        turn.stage = stage
    new = [Turn(conversation=conversation, table=table, stage=stage) for table in tables if table not in known]
    Turn.objects.bulk_update(behind, ["stage"])
    Turn.objects.bulk_create(new)
    if not behind and not new:
        return
    touch([conversation.pk])
    for turn in [*behind, *new]:
        tell(conversation.encounter, "sheet", {"table": turn.table})
    tell_desk(conversation.encounter)


@transaction.atomic
def show_sheet(*, by: Who, conversation: Conversation, table: int) -> None:
    """Choose whose sheet the beamer shows."""
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if table not in (range(1, locked.tables + 1) if locked.tables else [0]):
        raise Refused(_("There is no such table."), field="tafel", code="no_table")
    locked.sheet_table = table
    locked.screen = Conversation.Screen.PART
    locked.save(update_fields=["sheet_table", "screen"])
    tell(locked.encounter, "screen", locked.screen, replaces=True)
    tell(locked.encounter, "sheet", {"table": table})
    tell_desk(locked.encounter)


@transaction.atomic
def hide_entry(*, by: Who, conversation: Conversation, entry: Entry, hidden: bool) -> None:
    """Take words off all screens, the report and the data, or put them back; their writer keeps them."""
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    Entry.objects.filter(pk=entry.pk).update(hidden_at=timezone.now() if hidden else None)
    touch([conversation.pk])
    tables = {entry.table, entry.participation.table}
    for table in sorted(tables):
        tell(conversation.encounter, "sheet", {"table": table})
    tell_desk(conversation.encounter)
