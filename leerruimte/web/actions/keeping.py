"""How long things are kept, and letting go of what was kept long enough. What we keep (the page) says the same."""

from collections.abc import Mapping
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from leerruimte.encounters.models import Contribution, Encounter, Intention, Participation
from leerruimte.people.actions.accounts import let_go_of_devices, let_go_of_unconfirmed
from leerruimte.people.models import AuditEntry, Invitation, RoleAssignment
from leerruimte.people.who import Who

# A conversation keeps first names this long after it ended; then nobody can be called by them any more.
NAMES = timedelta(days=2 * 365)
# A conversation that nobody closed counts as ended this long after its last sign of life.
NEVER_CLOSED = timedelta(days=365)
INVITATIONS = timedelta(days=90)
ROLES = timedelta(days=5 * 365)
AUDIT = timedelta(days=2 * 365)


@transaction.atomic
def let_go_of_old(*, by: Who) -> Mapping[str, int]:
    """Delete or make nameless what was kept long enough; what -> how many. Again on the same day does nothing more."""
    now, today = timezone.now(), timezone.localdate()
    ended = Encounter.objects.filter(closed_at__lt=now - NAMES) | Encounter.objects.filter(
        closed_at=None, made_at__lt=now - NAMES - NEVER_CLOSED
    )
    old = ended.values("pk")
    Contribution.objects.filter(encounter__in=old).exclude(signed="").update(signed="")
    Intention.objects.filter(encounter__in=old).exclude(signed="").update(signed="")
    taken_up = Invitation.objects.filter(accepted_at__lt=now - INVITATIONS).exclude(email="", first_name="")
    return {
        "names": Participation.objects.filter(encounter__in=old).exclude(first_name="").update(first_name=""),
        "invitations": Invitation.objects.filter(accepted_at=None, ends_on__lt=today - INVITATIONS).delete()[0],
        "invited": taken_up.update(email="", first_name="", last_name="", sought=""),
        "roles": RoleAssignment.objects.filter(until_date__lt=today - ROLES).delete()[0],
        "audit": AuditEntry.objects.filter(at__lt=now - AUDIT).delete()[0],
        "unconfirmed": let_go_of_unconfirmed(by=by),
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "devices": let_go_of_devices(by=by),
    }
