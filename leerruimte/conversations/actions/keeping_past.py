"""Keeping a conversation that took place elsewhere or earlier, whole and at once."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from leerruimte.conversations.actions.opening import Plan, open_conversation
from leerruimte.conversations.models import Conversation, ElementMark, Harvest, Mark
from leerruimte.conversations.past import Past, contribution_id, person_id
from leerruimte.encounters.actions import NewStance, store_latest, store_stances, touch
from leerruimte.encounters.models import Contribution, Encounter, Intention, Participation
from leerruimte.encounters.rules import one_of
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.plates.models import PlateVersion

BATCH = 500


@transaction.atomic
def keep_past_conversation(
    *, by: Who, partnership: Partnership, plate: PlateVersion, plan: Plan, past: Past, id: UUID
) -> Conversation:
    """Keep a conversation with all that happened in it, or nothing; the same id again gives the first.

    `by` was found to host the partnership by the caller's access.
    """
    known = Conversation.objects.filter(pk=id).select_related("encounter").first()
    if known:
        return known
    conversation = open_conversation(by=by, partnership=partnership, plate=plate, plan=plan, id=id)
    _keep_people(conversation, past)
    _keep_contributions(conversation, past)
    stances = list(_stances(conversation, past))
    for first in range(0, len(stances), 20 * BATCH):
        store_stances(stances[first : first + 20 * BATCH])
    store_latest(Mark, ["question", "position", "us"], list(_marks(conversation, past)))
    store_latest(ElementMark, ["question", "element", "marks"], list(_element_marks(conversation, past)))
    Intention.objects.bulk_create(_intentions(conversation, past), batch_size=BATCH)
    Harvest.objects.bulk_create(_harvests(conversation, past), batch_size=BATCH)
    _set_times(conversation, past)
    touch([conversation.pk])
    return Conversation.objects.select_related("encounter").get(pk=conversation.pk)


def _keep_people(conversation: Conversation, past: Past) -> None:
    Participation.objects.bulk_create(
        [
            Participation(
                id=person_id(conversation.pk, number),
                encounter_id=conversation.pk,
                number=number + 1,
                person_id=person.person,
                role=person.role,
                first_name=person.first_name,
                table=person.table,
            )
            for number, person in enumerate(past.people)
        ],
        batch_size=BATCH,
    )
    Participation.objects.filter(encounter=conversation.pk).update(joined_at=past.began)


def _trace(conversation: Conversation, past: Past, by: int, n: int, at: datetime) -> dict[str, Any]:
    """What every trace carries."""
    return {
        "encounter_id": conversation.pk,
        "participation_id": person_id(conversation.pk, by),
        "role": past.people[by].role,
        "n": n,
        "made_at": at,
    }


def _signed(past: Past, by: int, signed: bool) -> str:
    return past.people[by].first_name if signed else ""


def _keep_contributions(conversation: Conversation, past: Past) -> None:
    Contribution.objects.bulk_create(
        [
            Contribution(
                id=contribution_id(conversation.pk, number),
                question=said.question,
                text=said.text,
                slot=said.slot,
                about=said.about,
                week=said.week,
                kind=said.kind,
                signed=_signed(past, said.by, said.signed),
                table=past.people[said.by].table,
                **_trace(conversation, past, said.by, number + 1, said.at),
            )
            for number, said in enumerate(past.contributions)
        ],
        batch_size=BATCH,
    )


def _stances(conversation: Conversation, past: Past) -> Iterator[NewStance]:
    """Each with the id that a phone would give it, so that going on with the conversation changes, not doubles."""
    contributions = [contribution_id(conversation.pk, number) for number in range(len(past.contributions))]
    people = [person_id(conversation.pk, number) for number in range(len(past.people))]
    for n, stance in enumerate(past.stances, start=1):
        contribution = contributions[stance.contribution]
        yield NewStance(
            id=one_of(people[stance.by], contribution.hex),
            encounter_id=conversation.pk,
            participation_id=people[stance.by],
            role=past.people[stance.by].role,
            n=n,
            made_at=stance.at,
            contribution_id=contribution,
            value=stance.value,
        )


def _marks(conversation: Conversation, past: Past) -> Iterator[Mark]:
    for n, mark in enumerate(past.marks, start=1):
        yield Mark(
            id=one_of(person_id(conversation.pk, mark.by), mark.question),
            question=mark.question,
            position=mark.position,
            us=mark.us,
            **_trace(conversation, past, mark.by, n, mark.at),
        )


def _element_marks(conversation: Conversation, past: Past) -> Iterator[ElementMark]:
    for n, mark in enumerate(past.element_marks, start=1):
        yield ElementMark(
            id=one_of(person_id(conversation.pk, mark.by), f"element {mark.element}"),
            question=mark.question,
            element=mark.element,
            marks=" ".join(mark.marks),
            **_trace(conversation, past, mark.by, n, mark.at),
        )


def _intentions(conversation: Conversation, past: Past) -> list[Intention]:
    return [
        Intention(
            id=one_of(conversation.pk, f"intention {n}"),
            what=intention.what,
            by_when=intention.by_when,
            with_whom=intention.with_whom,
            needed=intention.needed,
            asks_of_me=intention.asks_of_me,
            asks_of_organisation=intention.asks_of_organisation,
            signed=_signed(past, intention.by, intention.signed),
            outcome=intention.outcome,
            outcome_at=intention.outcome_at,
            **_trace(conversation, past, intention.by, n, intention.at),
        )
        for n, intention in enumerate(past.intentions, start=1)
    ]


def _harvests(conversation: Conversation, past: Past) -> list[Harvest]:
    return [
        Harvest(
            id=one_of(conversation.pk, f"harvest {n}"),
            table=past.people[by].table,
            text=text,
            **_trace(conversation, past, by, n, past.ended or past.began),
        )
        for n, (by, text) in enumerate(past.harvests, start=1)
    ]


def _set_times(conversation: Conversation, past: Past) -> None:
    Encounter.objects.filter(pk=conversation.pk).update(made_at=past.began, closed_at=past.ended)
    Conversation.objects.filter(pk=conversation.pk).update(tables=past.tables, imported_from=past.imported_from)
    conversation.questions.update(opened_at=past.began)
    conversation.phases.update(started_at=past.began)
