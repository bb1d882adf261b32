"""Inviting people: one by one, a whole list by one link. Nobody makes an account for somebody else."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.base.searching import sought_in
from leerruimte.people.access import may_coordinate
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.importing.plans import Planned
from leerruimte.people.letters import write_letter
from leerruimte.people.models import (
    AuditEntry,
    Invitation,
    Organisation,
    OrganisationMembership,
    Partnership,
    Role,
    RoleAssignment,
)
from leerruimte.people.queries.inviting import invitation_path, letters_waiting
from leerruimte.people.who import Who

log = logging.getLogger(__name__)

OPEN_DAYS = 30
MOST_OPEN_DAYS = 366
# Whoever has a link for a whole list may use it: not for roles that see everybody's data.
NOT_BY_LIST = frozenset({Role.COORDINATOR, Role.STEERING})
MOST_A_DAY = 5_000
# Letters go out while somebody waits; what is left goes with the next press.
MOST_SECONDS = 8.0


@transaction.atomic
def invite(
    *,
    by: Who,
    partnership: Partnership,
    email: str,
    role: str,
    organisation: Organisation | None,
    first_name: str = "",
    last_name: str = "",
    from_date: date,
    until_date: date | None,
) -> Invitation:
    """Ask one person to take up a role. The letter is not sent yet: see `send_invitations`."""
    locked = _locked(by, partnership)
    _check_role(locked, organisation, from_date, until_date)
    same = {"partnership": locked, "role": role, "organisation": organisation}
    today = timezone.localdate()
    held = RoleAssignment.objects.filter(**same, person__email=email.lower()).exclude(until_date__lt=today)
    if held.exists():
        raise Refused(_("Somebody with this address has this role here already."), field="email")
    waiting = Invitation.objects.filter(**same, email=email.lower(), accepted_at=None, withdrawn_at=None)
    if waiting.filter(ends_on__gte=today).exists():
        raise Refused(_("This address was invited for this already. Send that invitation again."), field="email")
    check_limit(by=by, partnership=locked, more=1)
    invitation = Invitation.objects.create(
        **same,
        email=email,
        first_name=first_name,
        last_name=last_name,
        from_date=from_date,
        until_date=until_date,
        ends_on=_ends_on(until_date),
        made_by_id=by.person,
    )
    _note(by, invitation, f"invited: {role}")
    return invitation


@transaction.atomic
def invite_list(
    *,
    by: Who,
    partnership: Partnership,
    role: str,
    organisation: Organisation | None,
    from_date: date,
    until_date: date | None,
    ends_on: date,
) -> Invitation:
    """Make one link with which a whole list of people can take up a role, until a day."""
    locked = _locked(by, partnership)
    _check_role(locked, organisation, from_date, until_date)
    today = timezone.localdate()
    if role in NOT_BY_LIST:
        raise Refused(_("This role sees a lot of others: invite these people one by one."), field="role")
    if not today <= ends_on <= today + timedelta(days=MOST_OPEN_DAYS):
        raise Refused(_("Choose a day from today on, within a year."), field="ends_on")
    invitation = Invitation.objects.create(
        partnership=locked,
        role=role,
        organisation=organisation,
        from_date=from_date,
        until_date=until_date,
        ends_on=ends_on,
        made_by_id=by.person,
    )
    _note(by, invitation, f"link for a list: {role}")
    return invitation


def invite_planned(*, by: Who, partnership: Partnership, rows: Iterable[Planned]) -> list[Invitation]:
    """Ask everybody in the rows of a file that was looked at; the caller checked who does this and how many."""
    today = timezone.localdate()
    texts = ("email", "first_name", "last_name", "role")
    invitations = [
        Invitation(
            **{key: one.row.get(key) for key in texts},
            partnership=partnership,
            organisation_id=one.place or None,
            from_date=one.row.get("from") or min(today, one.row.get("until") or today),
            until_date=one.row.get("until") or None,
            ends_on=_ends_on(one.row.get("until") or None),
            made_by_id=by.person,
            sought=sought_in(one.row.get("first_name"), one.row.get("last_name"), one.row.get("email")),
        )
        for one in rows
    ]
    return Invitation.objects.bulk_create(invitations)


def check_limit(*, by: Who, partnership: Partnership, more: int) -> None:
    """So that a stolen account cannot be used to write to half the country."""
    today = timezone.now() - timedelta(days=1)
    made = Invitation.objects.filter(partnership=partnership, made_at__gt=today).count()
    if made + more > MOST_A_DAY:
        raise Refused(_("Invite at most %(most)d people a day.") % {"most": MOST_A_DAY})


@transaction.atomic
def withdraw_invitation(*, by: Who, invitation: Invitation) -> Invitation:
    """Make an invitation worthless; what was taken up with it stays."""
    locked = _locked_invitation(by, invitation)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = timezone.now()
        locked.save(update_fields=["withdrawn_at"])
        _note(by, locked, "withdrawn")
    return locked


@transaction.atomic
def renew_invitation(*, by: Who, invitation: Invitation) -> Invitation:
    """Let an invitation count for a month again, from today; its letter is to be sent anew."""
    locked = _locked_invitation(by, invitation)
    if locked.withdrawn_at:
        raise Refused(_("This invitation was withdrawn. Make a new one."))
    if locked.until_date and locked.until_date < timezone.localdate():
        raise Refused(_("The role would be over already. Make a new invitation."))
    locked.ends_on = max(locked.ends_on, _ends_on(locked.until_date))
    locked.sent_at, locked.failure = None, ""
    locked.save(update_fields=["ends_on", "sent_at", "failure"])
    _note(by, locked, "renewed")
    return locked


def _locked(by: Who, partnership: Partnership) -> Partnership:
    locked = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if not may_coordinate(by, locked.pk):
        raise Refused(_("Only a coordinator invites people."))
    return locked


def _locked_invitation(by: Who, invitation: Invitation) -> Invitation:
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=invitation.pk)
    if not may_coordinate(by, locked.partnership_id):
        raise Refused(_("Only a coordinator invites people."))
    if locked.accepted_at:
        raise Refused(_("This invitation was taken up already."))
    return locked


def _check_role(
    partnership: Partnership, organisation: Organisation | None, from_date: date, until_date: date | None
) -> None:
    if until_date and until_date < from_date:
        raise Refused(_("The last day comes before the first day."), field="until_date")
    if until_date and until_date < timezone.localdate():
        raise Refused(_("This day is over: there is nothing to invite for."), field="until_date")
    here = OrganisationMembership.objects.filter(partnership=partnership, organisation=organisation)
    if organisation and not here.exists():
        raise Refused(_("Choose an organisation of this partnership."), field="organisation")


def _ends_on(until_date: date | None) -> date:
    """The last day to take up an invitation: a month from today, not after the role itself."""
    day = timezone.localdate() + timedelta(days=OPEN_DAYS)
    return min(day, until_date) if until_date else day


def _note(by: Who, invitation: Invitation, words: str) -> None:
    note_audit(
        by=by,
        verb=AuditEntry.Verb.CHANGED,
        kind="invitation",
        partnership=invitation.partnership,
        thing=str(invitation.pk),
        words=words,
    )


@dataclass(frozen=True)
class Sent:
    """What became of letters: how many went, how many did not (beside each stands why), how many still wait."""

    went: int
    failed: int
    waiting: int


def send_invitations(*, by: Who, partnership: Partnership, site: str, only: Invitation | None = None) -> Sent:
    """Send the letters that wait (or that of one), for some seconds at most, after what made them was kept.

    `site` is where this site is, without a path ("https://leerruimte.nl"). Each letter is marked before it goes, so
    that two who press at once send one; a letter that fails waits again.
    """
    if not may_coordinate(by, partnership.pk):
        raise Refused(_("Only a coordinator invites people."))
    waiting = letters_waiting(partnership)
    if only:
        waiting = [one for one in waiting if one.pk == only.pk]
    ends = time.monotonic() + MOST_SECONDS
    connection = get_connection()
    went = failed = 0
    for invitation in waiting:
        if time.monotonic() > ends:
            break
        failure = _send_one(invitation, site, connection)
        went, failed = went + (not failure), failed + bool(failure)
        if failure == Invitation.Failure.POST:
            # Whoever comes after would wait for the same closed door.
            late = [one.pk for one in waiting[went + failed :]]
            failed += Invitation.objects.filter(pk__in=late, sent_at=None).update(failure=failure)
            break
    connection.close()
    return Sent(went, failed, len(waiting) - went - failed)


def _send_one(invitation: Invitation, site: str, connection: Any) -> str:
    """Send one letter; gives why it did not go, or ""."""
    if not Invitation.objects.filter(pk=invitation.pk, sent_at=None).update(sent_at=timezone.now(), failure=""):
        return ""
    context = {
        "invitation": invitation,
        "partnership": invitation.partnership,
        "role": Role(invitation.role).label,
        "link": site + invitation_path(invitation),
    }
    subject, text = write_letter("people/letters/invitation.txt", context)
    try:
        EmailMessage(subject, text, to=[invitation.email], connection=connection).send()
    except SMTPRecipientsRefused:
        return _failed(invitation, Invitation.Failure.ADDRESS)
    except (SMTPException, OSError):
        log.exception("an invitation was not sent")
        return _failed(invitation, Invitation.Failure.POST)
    return ""


def _failed(invitation: Invitation, failure: Invitation.Failure) -> str:
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=None, failure=failure)
    return failure
