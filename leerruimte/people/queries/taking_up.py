"""What stands between somebody and an invitation."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy

from leerruimte.people.models import Invitation, RoleAssignment
from leerruimte.people.rules import why_not_taken_up

SENTENCES = {
    "withdrawn": gettext_lazy("This invitation was withdrawn. Was that not meant? Ask who invited you."),
    "used": gettext_lazy("This invitation was taken up already. Was that you? Then sign in with that account."),
    "ended": gettext_lazy("The time to take this invitation up is over. Ask who invited you for a new one."),
}


def why_not(invitation: Invitation, today: date) -> str:
    """Why an invitation cannot be taken up today, in a sentence; empty when it can."""
    why = why_not_taken_up(
        today,
        ends_on=min(invitation.ends_on, invitation.until_date or invitation.ends_on),
        is_withdrawn=invitation.withdrawn_at is not None,
        is_used=invitation.accepted_at is not None,
    )
    return str(SENTENCES[why]) if why else ""


def role_held(person_id: int, invitation: Invitation) -> RoleAssignment | None:
    """The role that somebody has already for the whole time that the invitation is about."""
    long_enough = Q(until_date=None)
    if invitation.until_date:
        long_enough |= Q(until_date__gte=invitation.until_date)
    return RoleAssignment.objects.filter(
        long_enough,
        person=person_id,
        partnership=invitation.partnership_id,
        organisation=invitation.organisation_id,
        role=invitation.role,
        from_date__lte=invitation.from_date,
    ).first()
