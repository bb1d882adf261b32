"""What conversations keep of a person with an account."""

from leerruimte.conversations.models import Conversation, Facilitator
from leerruimte.conversations.queries.phone import all_of as all_of_participation
from leerruimte.encounters.models import Participation
from leerruimte.people.models import Person


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
