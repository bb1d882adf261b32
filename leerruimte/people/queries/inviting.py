"""Reading invitations, for who coordinates."""

from collections import Counter
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from leerruimte.base.links import sign_link
from leerruimte.base.searching import all_words
from leerruimte.people.models import Invitation, Partnership


class State(StrEnum):
    """How an invitation stands."""

    UNSENT = "unsent"
    OPEN = "open"
    LATE = "late"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"


def _conditions() -> dict[str, Q]:
    today = timezone.localdate()
    waits = Q(accepted_at=None, withdrawn_at=None)
    sent = Q(email="") | Q(sent_at__isnull=False)
    return {
        State.UNSENT: waits & ~sent & Q(ends_on__gte=today),
        State.OPEN: waits & sent & Q(ends_on__gte=today),
        State.LATE: waits & Q(ends_on__lt=today),
        State.TAKEN: Q(accepted_at__isnull=False),
        State.WITHDRAWN: Q(accepted_at=None, withdrawn_at__isnull=False),
    }


def invitations_seen(partnership: Partnership, *, state: str = "", words: str = "") -> QuerySet[Invitation]:
    """Invitations, the newest first: in one state, or all that wait; with all words in name or address."""
    rows = Invitation.objects.filter(partnership=partnership)
    rows = rows.filter(_conditions().get(state, Q(accepted_at=None, withdrawn_at=None)))
    rows = rows.filter(all_words(words))
    return rows.select_related("organisation", "accepted_by").order_by("-made_at", "-pk")


def invitations_counted(partnership: Partnership) -> Counter[str]:
    """How many invitations stand how."""
    rows = Invitation.objects.filter(partnership=partnership)
    return Counter({state: rows.filter(condition).count() for state, condition in _conditions().items()})


def letters_waiting(partnership: Partnership) -> list[Invitation]:
    """Invitations to one person of which the letter was not sent: those never tried first."""
    rows = invitations_seen(partnership, state=State.UNSENT).select_related("partnership", "made_by")
    return list(rows.order_by("failure", "pk"))


def invitation_path(invitation: Invitation) -> str:
    """The address on this site where an invitation is taken up."""
    return reverse("people:invitation", args=[sign_link("invitation", invitation.pk.hex, 1)])
