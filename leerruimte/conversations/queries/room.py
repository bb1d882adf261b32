"""What everybody in the room may know: the state that the stream opens with, and its pieces as they change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from leerruimte.conversations.models import AskedQuestion, Conversation, Harvest, PerspectiveMap, Phase
from leerruimte.encounters.models import Contribution, Participation
from leerruimte.encounters.queries import contributions_shown, roles_shown

# The newest contributions that a phone gets at once; older ones come with its stack and the page of a question.
NEWEST = 30


def milliseconds(moment: datetime | None) -> int | None:
    """A moment as milliseconds since 1970, as browsers reckon."""
    return None if moment is None else round(moment.timestamp() * 1000)


def room_state(encounter_id: UUID) -> dict[str, Any] | None:
    """All that a phone, a beamer or a desk starts from; None when there is no such conversation."""
    conversation = (
        Conversation.objects.select_related("encounter", "plate__plate", "phase", "question")
        .defer("plate__drawing")
        .filter(pk=encounter_id)
        .first()
    )
    if conversation is None:
        return None
    newest = list(contributions_shown(encounter_id).reverse()[:NEWEST])
    shown = roles_shown(encounter_id)
    return {
        "now": milliseconds(timezone.now()),
        "version": conversation.encounter.version,
        "scene": scene(conversation),
        "people": people_count(encounter_id),
        "contributions": [contribution_seen(row, shown) for row in reversed(newest)],
        "harvests": harvests(encounter_id),
        "map": PerspectiveMap.objects.filter(conversation=encounter_id).values_list("version", flat=True).first(),
    }


def scene(conversation: Conversation) -> dict[str, Any]:
    """Where the conversation stands: small enough to send whole at each change."""
    phases = list(conversation.phases.all())
    questions = [question for question in conversation.questions.all() if question.opened_at]
    return {
        "title": conversation.encounter.title,
        "mode": conversation.mode,
        "closed": conversation.ended_at(timezone.now()) is not None,
        "closes": milliseconds(conversation.closes_at),
        "paused": conversation.phones_paused_at is not None,
        "tables": conversation.tables,
        "screen": conversation.screen,
        "hotspot": conversation.hotspot,
        "phases": [{"order": phase.order, "movement": phase.movement} for phase in phases],
        "phase": phase_seen(next((phase for phase in phases if phase.pk == conversation.phase_id), None)),
        "questions": [question_seen(question) for question in questions],
        "total": conversation.questions.count() if not questions else len(conversation.questions.all()),
        "question": next((q.key for q in questions if q.pk == conversation.question_id), None),
    }


def phase_seen(phase: Phase | None) -> dict[str, Any] | None:
    """A phase as screens need it: its clock as the moment it ends, or the seconds left while it stands still."""
    if phase is None:
        return None
    return {
        "order": phase.order,
        "movement": phase.movement,
        "ends": milliseconds(phase.ends_at) if phase.seconds_left is None else None,
        "left": phase.seconds_left,
    }


def question_seen(question: AskedQuestion) -> dict[str, Any]:
    """A question as screens need it, in all its languages: the screen chooses."""
    return {
        "key": question.key,
        "number": question.order,
        "movement": question.movement,
        "text": question.text,
        "hint": question.hint,
        "part": question.part,
        "open": question.closed_at is None,
    }


def contribution_seen(row: Contribution, roles: frozenset[str]) -> dict[str, Any]:
    """A contribution as everybody may see it; `roles` are those that may stand beside one here."""
    laid = {"about": row.about, "week": row.week, "as_kind": row.kind}
    return {
        "id": row.id.hex,
        "question": row.question,
        "text": row.text,
        "role": row.role if row.role in roles else "",
        "signed": row.signed,
        "slot": row.slot,
        "table": row.table,
        "at": milliseconds(row.made_at),
        **{name: value for name, value in laid.items() if value},
    }


def people_count(encounter_id: UUID) -> int:
    """How many people joined."""
    return Participation.objects.filter(encounter=encounter_id).count()


def harvests(encounter_id: UUID) -> list[dict[str, Any]]:
    """The newest harvest of each table, table by table."""
    rows = Harvest.objects.filter(encounter=encounter_id).order_by("made_at", "id")
    newest = dict(rows.values_list("table", "text"))
    return [{"table": table, "text": text} for table, text in sorted(newest.items()) if text]
