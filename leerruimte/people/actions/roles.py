"""Giving and ending roles."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.access import may_coordinate, on_today
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.models import (
    AuditEntry,
    Organisation,
    OrganisationMembership,
    Partnership,
    Person,
    Role,
    RoleAssignment,
)
from leerruimte.people.who import Who


@transaction.atomic
def give_role(
    *,
    by: Who,
    person: Person,
    partnership: Partnership,
    role: str,
    organisation: Organisation | None,
    from_date: date,
    until_date: date | None,
) -> RoleAssignment:
    """Let somebody who takes part already be something (else) too; the same again gives the first row."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    if not may_coordinate(by, partnership.pk):
        raise Refused(_("Only a coordinator gives roles."))
    if until_date and until_date < from_date:
        raise Refused(_("The last day comes before the first day."), field="until_date")
    if (
        organisation
        and not OrganisationMembership.objects.filter(partnership=partnership, organisation=organisation).exists()
    ):
        raise Refused(_("Choose an organisation of this partnership."), field="organisation")
    assignment, is_new = RoleAssignment.objects.get_or_create(
        person=person,
        partnership=partnership,
        organisation=organisation,
        role=role,
        from_date=from_date,
        defaults={"until_date": until_date},
    )
    if is_new:
        _note(by, assignment, f"given: {role}")
    return assignment


@transaction.atomic
def end_role(*, by: Who, assignment: RoleAssignment, until_date: date | None) -> RoleAssignment:
    """Say on which day a role is held for the last time (None: no end is known). It stays visible as history."""
    Partnership.objects.select_for_update().get(pk=assignment.partnership_id)
    locked = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
    if not may_coordinate(by, locked.partnership_id):
        raise Refused(_("Only a coordinator ends roles."))
    if until_date and until_date < locked.from_date:
        raise Refused(_("The last day comes before the first day."), field="until_date")
    locked.until_date = until_date
    if locked.role == Role.COORDINATOR and not _is_run_after(locked):
        raise Refused(_("Then nobody coordinates this partnership any more. Name another first."), field="until_date")
    locked.save(update_fields=["until_date"])
    _note(by, locked, f"{locked.role}: until {until_date or '-'}")
    return locked


def _is_run_after(ending: RoleAssignment) -> bool:
    """Whether somebody still coordinates the partnership the day after this role ends."""
    if ending.until_date is None:
        return True
    others = RoleAssignment.objects.filter(partnership=ending.partnership_id, role=Role.COORDINATOR)
    day = max(ending.until_date + timedelta(days=1), timezone.localdate())
    return others.exclude(pk=ending.pk).filter(on_today(day)).exists()


def _note(by: Who, assignment: RoleAssignment, words: str) -> None:
    note_audit(
        by=by,
        verb=AuditEntry.Verb.CHANGED,
        kind="role",
        partnership=assignment.partnership,
        thing=str(assignment.pk),
        about=assignment.person,
        words=words,
    )
