"""How long what is kept about people is kept, and letting go of it then."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from leerruimte.people.actions.accounts import let_go_of_devices, let_go_of_unconfirmed
from leerruimte.people.models import AuditEntry, Invitation, PendingImport, RoleAssignment
from leerruimte.people.who import Who

INVITATIONS = timedelta(days=90)
ROLES = timedelta(days=5 * 365)
AUDIT = timedelta(days=2 * 365)


@transaction.atomic
def let_go_of_old(*, by: Who, now: datetime) -> dict[str, int]:
    """Delete or make nameless what was kept long enough; what -> how many."""
    today = timezone.localdate(now)
    taken_up = Invitation.objects.filter(accepted_at__lt=now - INVITATIONS).exclude(email="", first_name="")
    return {
        "invitations": Invitation.objects.filter(accepted_at=None, ends_on__lt=today - INVITATIONS).delete()[0],
        "invited": taken_up.update(email="", first_name="", last_name="", sought=""),
        "files read in": PendingImport.objects.filter(made_at__lt=now - PendingImport.KEPT_FOR).delete()[0],
        "roles": RoleAssignment.objects.filter(until_date__lt=today - ROLES).delete()[0],
        "audit": AuditEntry.objects.filter(at__lt=now - AUDIT).delete()[0],
        "unconfirmed": let_go_of_unconfirmed(by=by),
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "devices": let_go_of_devices(by=by),
    }
