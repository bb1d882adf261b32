"""Who may see or do what in a conversation. What may not be known of does not exist (404)."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from leerruimte.conversations.models import Conversation, Entry, Facilitator, Turn
from leerruimte.conversations.rules import read_code
from leerruimte.encounters.access import own_participations
from leerruimte.encounters.models import Contribution, Participation
from leerruimte.people.access import linked_partnerships, may_coordinate
from leerruimte.people.who import Who


def may_lead(who: Who, conversation: Conversation) -> bool:
    """Whoever has its link or the partnership's, leads it by account, or coordinates the partnership."""
    if who.leads.get(conversation.pk) == conversation.lead_number:
        return True
    partnership = conversation.encounter.partnership
    if who.hosts.get(partnership.pk) == partnership.host_number or may_coordinate(who, partnership.pk):
        return True
    return who.person is not None and conversation.facilitators.filter(person=who.person).exists()


def get_led(who: Who, conversation_id: UUID) -> Conversation:
    """The conversation, if `who` may lead it."""
    conversation = find(conversation_id)
    if not may_lead(who, conversation):
        raise Http404
    return conversation


def get_contribution(conversation: Conversation, contribution_id: UUID | None) -> Contribution:
    """A contribution to this conversation that its writer did not take back."""
    rows = Contribution.objects.filter(encounter=conversation.pk, withdrawn_at=None)
    found = rows.filter(pk=contribution_id).first() if contribution_id else None
    if found is None:
        raise Http404
    return found


def get_projected(encounter_id: UUID, number: int) -> Conversation:
    """The conversation of a beamer's link that was not withdrawn."""
    conversation = find(encounter_id)
    if conversation.lead_number != number:
        raise Http404
    return conversation


def led_conversations(who: Who) -> QuerySet[Conversation]:
    """Conversations that `who` may lead, the newest first."""
    own = [
        key
        for key, number in Conversation.objects.filter(pk__in=who.leads).values_list("pk", "lead_number")
        if who.leads[key] == number
    ]
    led = Q(encounter__partnership__in=linked_partnerships(who)) | Q(pk__in=own)
    if who.person:
        led |= Q(pk__in=Facilitator.objects.filter(person=who.person).values("conversation"))
    rows = Conversation.objects.filter(led)
    return rows.select_related("encounter", "plate").defer("plate__drawing").order_by("-encounter__made_at")


def joined_conversations(who: Who) -> QuerySet[Conversation]:
    """Conversations that `who` takes part in, the newest first."""
    rows = Conversation.objects.filter(pk__in=own_participations(who).values("encounter"))
    return rows.select_related("encounter").order_by("-encounter__made_at")


def get_joined(who: Who, conversation_id: UUID) -> tuple[Conversation, Participation]:
    """The conversation and the own participation in it, if `who` takes part."""
    conversation = find(conversation_id)
    mine = participation_of(who, conversation)
    if mine is None:
        raise Http404
    return conversation, mine


def participation_of(who: Who, conversation: Conversation) -> Participation | None:
    """The participation that this device carries for a conversation, or that belongs to the account; None: neither."""
    here = Participation.objects.filter(encounter=conversation.encounter)
    mine = who.takes_part.get(conversation.pk)
    carried = here.filter(pk=mine).first() if mine else None
    if carried or not who.person:
        return carried
    return here.filter(person=who.person).order_by("number").first()


def participation_by_id(participation_id: UUID) -> Participation | None:
    """The participation of a personal link; whoever has the link is that participant."""
    return Participation.objects.filter(pk=participation_id, encounter__conversation__isnull=False).first()


def find_by_code(typed: str) -> Conversation | None:
    """The conversation of a join code, however it was typed; the code is the right to know of it."""
    return (
        Conversation.objects.select_related("encounter__partnership", "plate__plate")
        .filter(encounter__join_code=read_code(typed))
        .first()
    )


def get_seen(who: Who, conversation_id: UUID) -> Conversation:
    """The conversation, for whoever leads it or takes part: the map, the themes, what was contributed."""
    conversation = find(conversation_id)
    if not may_lead(who, conversation):
        get_joined(who, conversation_id)
    return conversation


def get_sheet(who: Who, conversation_id: UUID, asked: str = "") -> tuple[Conversation, int, Participation | None]:
    """The conversation, whose sheet `who` may read (a table; 0: the whole room), and who they are on it.

    Who takes part reads the sheet of the own table. Who leads may ask for each.
    """
    conversation = find(conversation_id)
    if may_lead(who, conversation) and (asked.isdecimal() or participation_of(who, conversation) is None):
        return conversation, int(asked[:4]) if asked.isdecimal() else min(conversation.tables, 1), None
    conversation, mine = get_joined(who, conversation_id)
    return conversation, mine.table, mine


def get_opened_entry(conversation: Conversation, entry_id: UUID | None) -> Entry:
    """Words on a sheet that may be read by others than their writer: not what is still apart, nor what is private."""
    rows = Entry.objects.filter(encounter=conversation.pk).select_related("participation")
    found = rows.filter(pk=entry_id).first() if entry_id else None
    if found is None:
        raise Http404
    if found.stage == Entry.Stage.ALONE:
        opened = conversation.turns.filter(table=found.participation.table, stage__gt=Turn.Stage.ALONE).exists()
        part = conversation.plate.parts.filter(kind=found.part).first()
        if not opened or part is None or part.settings.get("private"):
            raise Http404
    return found


def get_reported(who: Who, conversation_id: UUID) -> Conversation:
    """The conversation whose report `who` may read: its facilitator always, those who took part once it is closed."""
    conversation = get_seen(who, conversation_id)
    if conversation.ended_at(timezone.now()) is None and not may_lead(who, conversation):
        raise Http404
    return conversation


def find(conversation_id: UUID) -> Conversation:
    """A conversation by id, with what every page needs of it."""
    conversation = (
        Conversation.objects.select_related("encounter__partnership", "plate__plate", "phase", "question")
        .defer("plate__drawing")
        .filter(pk=conversation_id)
        .first()
    )
    if conversation is None:
        raise Http404
    return conversation
