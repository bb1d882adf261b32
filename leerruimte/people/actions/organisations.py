"""Writing organisations and what they show to whom."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.access import may_change_organisation, may_coordinate, speaks_for
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.models import AuditEntry, Organisation, OrganisationMembership, Partnership
from leerruimte.people.who import Who

# What is kept of an organisation itself.
KEPT = ("name", "code", "board", "street", "postcode", "place", "website", "holidays", "latitude", "longitude")


@transaction.atomic
def add_organisation(*, by: Who, partnership: Partnership, kind: str, values: Mapping[str, Any]) -> Organisation:
    """Let an organisation take part. One whose code is known here already is not made twice, and stays as it is."""
    if not may_coordinate(by, partnership.pk):
        raise Refused(_("Only a coordinator adds organisations."))
    code = values.get("code", "")
    known = Organisation.objects.filter(kind=kind, code=code).first() if code else None
    if known and OrganisationMembership.objects.filter(partnership=partnership, organisation=known).exists():
        raise Refused(_("An organisation with this code takes part already."), field="code")
    organisation = known or Organisation(kind=kind, **{name: values[name] for name in KEPT if name in values})
    if known is None:
        _check(organisation, partnership)
        organisation.save()
    join_partnership(by=by, partnership=partnership, organisation=organisation, is_new=known is None)
    _note(by, partnership, organisation, "organisation", "added")
    return organisation


def join_partnership(
    *, by: Who, partnership: Partnership, organisation: Organisation, is_new: bool
) -> OrganisationMembership:
    """Make the membership. What was kept for another partnership is shown to this one when the organisation says so."""
    shares = list(OrganisationMembership.Share.values) if is_new else []
    membership, _made = OrganisationMembership.objects.get_or_create(
        partnership=partnership, organisation=organisation, defaults={"shares": shares}
    )
    return membership


@transaction.atomic
def change_organisation(
    *, by: Who, partnership: Partnership, organisation: Organisation, values: Mapping[str, Any]
) -> None:
    """Correct what is kept of an organisation; whoever else it belongs to sees the same."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not may_change_organisation(by, partnership, locked):
        raise Refused(_("Only a coordinator or an educator of this organisation changes this."))
    changed = [name for name in KEPT if name in values and getattr(locked, name) != values[name]]
    for name in changed:
        setattr(locked, name, values[name])
    _check(locked, partnership)
    if not changed:
        return
    locked.save()
    _note(by, partnership, locked, "organisation", ", ".join(changed))


def _check(organisation: Organisation, partnership: Partnership) -> None:
    if organisation.board_id and organisation.kind != Organisation.Kind.SCHOOL:
        raise Refused(_("Only a school has a board."), field="board")
    if (
        organisation.board_id
        and not OrganisationMembership.objects.filter(
            partnership=partnership, organisation=organisation.board_id
        ).exists()
    ):
        raise Refused(_("Choose a board of this partnership."), field="board")
    if (organisation.latitude is None) != (organisation.longitude is None):
        raise Refused(_("A place on the map needs both numbers."), field="longitude")
    twin = Organisation.objects.filter(kind=organisation.kind, code=organisation.code).exclude(pk=organisation.pk)
    if organisation.code and twin.exists():
        raise Refused(_("Another organisation has this code."), field="code")


@transaction.atomic
def share_with(
    *, by: Who, partnership: Partnership, organisation: Organisation, shares: Collection[str]
) -> OrganisationMembership:
    """Decide what a partnership sees of an organisation besides its name and place."""
    membership = OrganisationMembership.objects.select_for_update().get(
        partnership=partnership, organisation=organisation
    )
    if not speaks_for(by, partnership, organisation):
        raise Refused(_("Only an educator of this organisation decides what it shows."))
    membership.shares = [share for share in OrganisationMembership.Share.values if share in shares]
    membership.save(update_fields=["shares"])
    _note(by, partnership, organisation, "shares", ", ".join(membership.shares))
    return membership


@transaction.atomic
def end_membership(*, by: Who, partnership: Partnership, organisation: Organisation, until: date | None) -> None:
    """Say on which day an organisation is in the partnership for the last time; None: it stays."""
    membership = OrganisationMembership.objects.select_for_update().get(
        partnership=partnership, organisation=organisation
    )
    if not may_coordinate(by, partnership.pk):
        raise Refused(_("Only a coordinator ends this."))
    if until and until < membership.from_date:
        raise Refused(_("The last day comes before the first day."), field="until_date")
    membership.until_date = until
    membership.save(update_fields=["until_date"])
    _note(by, partnership, organisation, "membership", f"until {until or '-'}")


def _note(by: Who, partnership: Partnership, organisation: Organisation, kind: str, words: str) -> None:
    note_audit(
        by=by,
        verb=AuditEntry.Verb.CHANGED,
        kind=kind,
        partnership=partnership,
        thing=str(organisation.pk),
        words=words,
    )
