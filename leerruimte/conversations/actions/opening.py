"""Opening, closing, reopening and deleting a conversation."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.conversations.models import AskedQuestion, Conversation, Facilitator, Phase
from leerruimte.conversations.rules import draw_code
from leerruimte.conversations.telling import tell, tell_desk, tell_scene
from leerruimte.encounters.models import Encounter
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.models import AuditEntry, Partnership
from leerruimte.people.who import Who
from leerruimte.plates.models import Movement, PlateVersion


@dataclass(frozen=True)
class Plan:
    """What a facilitator chooses beforehand. `minutes`: movement -> minutes or None; `questions`: keys of the plate."""

    title: str
    questions: Sequence[str]
    minutes: Mapping[str, int | None] = field(default_factory=dict)
    mode: str = Conversation.Mode.LIVE
    roles: Sequence[str] = ()
    closes_at: datetime | None = None
    is_open_to_members: bool = False


def open_conversation(
    *, by: Who, partnership: Partnership, plate: PlateVersion, plan: Plan, id: UUID | None = None
) -> Conversation:
    """Start a conversation with a fresh join code. `by` was found to host the partnership by the caller's access.

    `id` was made with the form: sent twice (a double click), it is one conversation.
    """
    chance = random.SystemRandom()
    for _attempt in range(50):
        known = Conversation.objects.filter(pk=id).select_related("encounter").first() if id else None
        if known and known.encounter.partnership_id == partnership.pk:
            return known
        if known:
            raise Refused(_("This page is too old. Please open it again."), code="foreign")
        try:
            with transaction.atomic():
                made = _write_conversation(partnership, plate, plan, draw_code(chance), id or new_id())
                lead_by_account(by=by, conversation=made)
                return made
        except IntegrityError:
            continue  # this code is in use (draw another), or the same form came in at the same moment
    raise Refused(_("There is no free join code right now. Please try again."), code="no_code")


def _write_conversation(partnership: Partnership, plate: PlateVersion, plan: Plan, code: str, id: UUID) -> Conversation:
    encounter = Encounter.objects.create(
        id=id,
        kind=Encounter.Kind.CONVERSATION,
        object=plate.plate.object,
        partnership=partnership,
        title=plan.title,
        join_code=code,
    )
    conversation = Conversation.objects.create(
        encounter=encounter,
        plate=plate,
        mode=plan.mode,
        roles=list(plan.roles),
        closes_at=plan.closes_at,
        is_open_to_members=plan.is_open_to_members,
    )
    phases = [
        Phase(conversation=conversation, order=order, movement=movement, minutes=plan.minutes[movement])
        for order, movement in enumerate((m for m in Movement.values if m in plan.minutes), start=1)
    ]
    Phase.objects.bulk_create(phases)
    AskedQuestion.objects.bulk_create(_questions_to_ask(conversation, plate, plan))
    if plan.mode == Conversation.Mode.OPEN:
        _open_all(conversation)
    return conversation


def _questions_to_ask(conversation: Conversation, plate: PlateVersion, plan: Plan) -> list[AskedQuestion]:
    chosen = [question for question in plate.questions.all() if question.key in plan.questions]
    return [
        AskedQuestion(
            conversation=conversation,
            key=question.key,
            order=order,
            movement=question.movement,
            text=question.text,
            hint=question.hint,
            part=question.part,
        )
        for order, question in enumerate(chosen, start=1)
    ]


def _open_all(conversation: Conversation) -> None:
    """Open for days there is no clock and no order: every question is open from the start."""
    conversation.questions.update(opened_at=timezone.now())
    conversation.question = conversation.questions.first()
    conversation.phase = conversation.phases.first()
    conversation.save(update_fields=["question", "phase"])


def lead_by_account(*, by: Who, conversation: Conversation) -> None:
    """Let who signed in lead it from every device; whoever comes with a link only, carries it in the browser."""
    if by.person:
        Facilitator.objects.get_or_create(conversation=conversation, person_id=by.person)


@transaction.atomic
def close_conversation(*, by: Who, conversation: Conversation) -> None:
    """End it: no new answers after a time of grace; those who took part can read the report."""
    encounter = Encounter.objects.select_for_update().get(pk=conversation.pk)
    if encounter.closed_at is None:
        encounter.closed_at = timezone.now()
        encounter.save(update_fields=["closed_at"])
    tell_scene(conversation)
    tell_desk(encounter)


@transaction.atomic
def reopen_conversation(*, by: Who, conversation: Conversation) -> None:
    """Go on with a conversation that was closed, or whose last day is over: then until somebody closes it."""
    encounter = Encounter.objects.select_for_update().get(pk=conversation.pk)
    encounter.closed_at = None
    encounter.save(update_fields=["closed_at"])
    Conversation.objects.filter(pk=conversation.pk, closes_at__lte=timezone.now()).update(closes_at=None)
    tell_scene(conversation)
    tell_desk(encounter)


@transaction.atomic
def delete_conversation(*, by: Who, conversation: Conversation) -> None:
    """Delete the conversation with everything that was contributed to it. There is no way back."""
    encounter = conversation.encounter
    # Screens that are still open hear that there is nothing left to show.
    tell(encounter, "deleted", True, replaces=True)
    note_audit(
        by=by,
        verb=AuditEntry.Verb.REMOVED,
        kind="conversation",
        partnership=encounter.partnership,
        thing=encounter.room,
    )
    encounter.delete()


@transaction.atomic
def renew_lead_link(*, by: Who, conversation: Conversation) -> Conversation:
    """Make every older link of this conversation worthless: the facilitator's and the beamer's."""
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    locked.lead_number += 1
    locked.save(update_fields=["lead_number"])
    return locked
