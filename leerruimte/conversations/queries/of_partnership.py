"""Conversations of a partnership, for who coordinates it and for who searches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from leerruimte.base.searching import plain
from leerruimte.base.small_groups import shown
from leerruimte.conversations.access import joined_conversations, led_conversations
from leerruimte.conversations.models import Conversation
from leerruimte.encounters.access import own_participations
from leerruimte.encounters.models import Contribution
from leerruimte.people.access import may_coordinate
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who


@dataclass(frozen=True)
class Running:
    """A conversation that goes on now, with how many joined (None: a few)."""

    conversation: Conversation
    joined: int | None


def running_in(partnership: Partnership, most: int) -> list[Running]:
    """Conversations that have not ended, the newest first; for who coordinates the partnership."""
    going_on = Q(encounter__closed_at=None) & (Q(closes_at=None) | Q(closes_at__gt=timezone.now()))
    rows = Conversation.objects.filter(going_on, encounter__partnership=partnership)
    newest = list(rows.select_related("encounter").order_by("-encounter__made_at")[:most])
    counts = dict(
        Conversation.objects.filter(pk__in=[row.pk for row in newest])
        .values_list("pk")
        .annotate(Count("encounter__participations"))
    )
    return [Running(row, shown(counts[row.pk])) for row in newest]


def conversations_of(partnership: Partnership) -> QuerySet[Conversation]:
    """All conversations of a partnership, the newest first; for who coordinates it."""
    rows = Conversation.objects.filter(encounter__partnership=partnership)
    return rows.select_related("encounter").order_by("-encounter__made_at", "pk")


def to_join(who: Who, most: int) -> list[Conversation]:
    """Conversations in the own partnerships that everybody there may find, and where `who` does not take part yet."""
    going_on = Q(encounter__closed_at=None) & (Q(closes_at=None) | Q(closes_at__gt=timezone.now()))
    rows = Conversation.objects.filter(going_on, is_open_to_members=True, encounter__partnership__in=who.partnerships)
    mine = own_participations(who).values("encounter")
    return list(rows.exclude(pk__in=mine).select_related("encounter").order_by("-encounter__made_at")[:most])


def conversations_known(who: Who) -> QuerySet[Conversation]:
    """Conversations whose content `who` may see: led, joined, or of a partnership they coordinate."""
    coordinated = [one for one in who.partnerships if may_coordinate(who, one)]
    return Conversation.objects.filter(
        Q(encounter__partnership__in=coordinated)
        | Q(pk__in=led_conversations(who).order_by().values("pk"))
        | Q(pk__in=joined_conversations(who).order_by().values("pk"))
    )


def conversations_found(who: Who, words: str, most: int) -> list[Conversation]:
    """Conversations in whose title all words stand, the newest first."""
    sought = plain(words).split()
    titles = conversations_known(who).order_by("-encounter__made_at").values_list("pk", "encounter__title")
    found = [pk for pk, title in titles if all(word in plain(title) for word in sought)][:most]
    rows = Conversation.objects.filter(pk__in=found).select_related("encounter")
    return list(rows.order_by("-encounter__made_at"))


def contributions_found(who: Who, words: str, most: int) -> Sequence[Contribution]:
    """What was written in conversations that `who` may see; as it was typed, capitals apart. The newest first."""
    written: Any = Contribution.objects.filter(
        withdrawn_at=None, hidden_at=None, merged_into=None, encounter__in=conversations_known(who).values("pk")
    )
    for word in words.split():
        written = written.filter(text__icontains=word)
    return list(written.select_related("encounter").order_by("-made_at")[:most])
