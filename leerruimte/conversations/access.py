"""Who may see or do what in a conversation. What may not be known of does not exist (404)."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from leerruimte.conversations.models import Conversation
from leerruimte.encounters.models import Participation
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who


def hosted_partnerships(who: Who) -> QuerySet[Partnership]:
    """Partnerships in which `who` may open conversations: those of a link that was not withdrawn."""
    allowed = [
        partnership.pk
        for partnership in Partnership.objects.filter(pk__in=who.hosts)
        if partnership.host_number == who.hosts[partnership.pk]
    ]
    return Partnership.objects.filter(pk__in=allowed).order_by("name")


def get_hosted_partnership(who: Who, partnership_id: int) -> Partnership:
    """The partnership, if `who` may open conversations in it."""
    partnership = hosted_partnerships(who).filter(pk=partnership_id).first()
    if partnership is None:
        raise Http404
    return partnership


def may_lead(who: Who, conversation: Conversation) -> bool:
    """Whoever has this conversation's link, or opens conversations in its partnership."""
    if who.leads.get(conversation.pk) == conversation.lead_number:
        return True
    partnership = conversation.encounter.partnership
    return who.hosts.get(partnership.pk) == partnership.host_number


def get_led(who: Who, conversation_id: UUID) -> Conversation:
    """The conversation, if `who` may lead it."""
    conversation = find(conversation_id)
    if not may_lead(who, conversation):
        raise Http404
    return conversation


def led_conversations(who: Who) -> QuerySet[Conversation]:
    """Conversations that `who` may lead, the newest first."""
    hosted = hosted_partnerships(who).values_list("pk", flat=True)
    own = [
        key
        for key, number in Conversation.objects.filter(pk__in=who.leads).values_list("pk", "lead_number")
        if who.leads[key] == number
    ]
    rows = Conversation.objects.filter(encounter__partnership__in=hosted) | Conversation.objects.filter(pk__in=own)
    return rows.select_related("encounter", "plate").order_by("-encounter__made_at")


def get_joined(who: Who, conversation_id: UUID) -> tuple[Conversation, Participation]:
    """The conversation and the own participation in it, if `who` takes part."""
    conversation = find(conversation_id)
    mine = Participation.objects.filter(
        pk=who.takes_part.get(conversation.pk), encounter=conversation.encounter
    ).first()
    if mine is None:
        raise Http404
    return conversation, mine


def get_seen(who: Who, conversation_id: UUID) -> Conversation:
    """The conversation, for whoever leads it or takes part: the map, the themes, what was contributed."""
    conversation = find(conversation_id)
    if not may_lead(who, conversation):
        get_joined(who, conversation_id)
    return conversation


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
        .filter(pk=conversation_id)
        .first()
    )
    if conversation is None:
        raise Http404
    return conversation
