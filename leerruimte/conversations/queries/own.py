"""What conversations keep of somebody, and what is new for them."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Q

from leerruimte.conversations.models import Conversation, Facilitator
from leerruimte.conversations.queries.phone import all_of as all_of_participation
from leerruimte.encounters.access import own_participations
from leerruimte.encounters.models import Contribution, Participation
from leerruimte.people.models import Person
from leerruimte.people.who import Who


def all_of(person: Person) -> dict[str, object]:
    """Everything that conversations keep of a person, to take out."""
    mine = Participation.objects.filter(person=person, encounter__conversation__isnull=False)
    led = Conversation.objects.filter(pk__in=Facilitator.objects.filter(person=person).values("conversation"))
    return {
        "conversations": [all_of_participation(one) for one in mine.select_related("encounter").order_by("joined_at")],
        "leads": [
            {"conversation": title, "opened": at}
            for title, at in led.order_by("encounter__made_at").values_list("encounter__title", "encounter__made_at")
        ],
    }


def new_since_visit(who: Who, conversations: Iterable[Conversation]) -> Mapping[UUID, int]:
    """Conversation -> how many contributions of others came since `who` looked there last; none is left out."""
    rows = own_participations(who).filter(encounter__in=[one.pk for one in conversations])
    mine = list(rows.values_list("pk", "encounter", "visit_at"))
    # Said out for each conversation: asked with a join, SQLite reads every contribution that there is.
    since = [Q(encounter=encounter, made_at__gt=looked) for _pk, encounter, looked in mine if looked]
    said = Contribution.objects.filter(
        reduce(or_, since, Q(pk__in=[])), withdrawn_at=None, hidden_at=None, merged_into=None
    ).exclude(participation__in=[pk for pk, _encounter, _looked in mine])
    return dict(said.order_by().values_list("encounter").annotate(Count("id")))
