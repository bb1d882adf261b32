"""Ending an account."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.access import on_today
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.models import AuditEntry, Invitation, Partnership, Person, Role, RoleAssignment
from leerruimte.people.who import Who


def check_may_leave(*, by: Who, person: Person) -> None:
    """Refused when a partnership would be left without anybody who coordinates it."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    mine = RoleAssignment.objects.filter(on_today(), person=person, role=Role.COORDINATOR)
    for partnership in Partnership.objects.filter(pk__in=mine.values("partnership")):
        # Today and tomorrow: one whose role ends today is nobody to leave it to.
        others = RoleAssignment.objects.filter(on_today(), on_today(tomorrow), partnership=partnership)
        others = others.filter(role=Role.COORDINATOR)
        if not others.exclude(person=person).exists():
            raise Refused(
                _("You are the only coordinator of %(name)s. Name another first.") % {"name": partnership.name},
                code="last_coordinator",
            )


@transaction.atomic
def forget(*, by: Who, person: Person, erase: bool) -> None:
    """End the account with its roles, sessions and invitations; that it ended is noted without a name."""
    check_may_leave(by=by, person=person)
    Invitation.objects.filter(email=person.email, accepted_at=None).delete()
    Invitation.objects.filter(accepted_by=person).update(email="", first_name="", last_name="", sought="")
    Session.objects.filter(session_key__in=UserSession.objects.filter(user=person).values("session_key")).delete()
    person.delete()
    note_audit(
        by=Who(),
        verb=AuditEntry.Verb.REMOVED,
        kind="account",
        words=f"{timezone.localdate()}: {'erased' if erase else 'anonymous'}",
    )
