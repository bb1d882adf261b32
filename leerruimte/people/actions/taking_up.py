"""Taking up an invitation: that makes the role."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.models import AuditEntry, Invitation, RoleAssignment
from leerruimte.people.queries.taking_up import role_held, why_not
from leerruimte.people.who import Who


@transaction.atomic
def take_up_invitation(*, by: Who, invitation: Invitation) -> RoleAssignment:
    """Take up a role: a single invitation once, a list's link once by each person; the same person again changes
    nothing. Whoever has that role for that time already gets no second one."""
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=invitation.pk)
    if by.person is None:
        raise Refused(_("Sign in first."), code="nobody")
    held = role_held(by.person, locked)
    if held and locked.accepted_by_id == (by.person if locked.email else None):
        return held
    if sentence := why_not(locked, timezone.localdate()):
        raise Refused(sentence, code="closed")
    role = held or _give(by.person, locked)
    taken = {"accepted_at": timezone.now(), "accepted_by_id": by.person} if locked.email else {}
    Invitation.objects.filter(pk=locked.pk).update(uses=F("uses") + 1, **taken)
    note_audit(
        by=by,
        verb=AuditEntry.Verb.CHANGED,
        kind="invitation",
        partnership=locked.partnership,
        thing=str(locked.pk),
        about=role.person,
        words=f"taken up: {role.role}",
    )
    return role


def _give(person_id: int, invitation: Invitation) -> RoleAssignment:
    same: dict[str, Any] = {
        "person_id": person_id,
        "partnership": invitation.partnership,
        "organisation": invitation.organisation,
        "role": invitation.role,
        "from_date": invitation.from_date,
    }
    ended = RoleAssignment.objects.filter(**same, until_date__lt=timezone.localdate())
    if not invitation.email and ended.exists():
        # A coordinator ended it: a link that goes around does not undo that, a letter to this person does.
        raise Refused(_("Your role here has ended. Ask the coordinator for an invitation of your own."), code="ended")
    # One that began on that day and would end sooner goes on.
    role, _is_new = RoleAssignment.objects.update_or_create(**same, defaults={"until_date": invitation.until_date})
    return role
