"""Reading in a file with organisations or people, and taking in what it would change."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.base.searching import sought_in
from leerruimte.people.access import may_coordinate
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.actions.inviting import check_limit, invite_planned
from leerruimte.people.actions.roles import end_role
from leerruimte.people.importing.cells import one_line
from leerruimte.people.importing.columns import PEOPLE, FileRead
from leerruimte.people.importing.plans import Outcome, Plan, Planned
from leerruimte.people.models import (
    AuditEntry,
    Invitation,
    Organisation,
    OrganisationMembership,
    Partnership,
    PendingImport,
    RoleAssignment,
)
from leerruimte.people.queries.importing import plan_of
from leerruimte.people.who import Who

MOST_CHOSEN = 2_000


@transaction.atomic
def keep_file(*, by: Who, partnership: Partnership, name: str, read: FileRead) -> PendingImport:
    """Keep a file until it is confirmed, for a day at most; older ones of everybody go."""
    _check_coordinates(by, partnership)
    if by.person is None:
        raise Refused(_("Sign in first."), code="nobody")
    PendingImport.objects.filter(made_at__lt=timezone.now() - PendingImport.KEPT_FOR).delete()
    return PendingImport.objects.create(
        partnership=partnership,
        by_id=by.person,
        kind=read.kind,
        file_name=one_line(name)[:120],
        rows=list(read.rows),
        unread=list(read.unread),
    )


def _check_coordinates(by: Who, partnership: Partnership) -> None:
    if not may_coordinate(by, partnership.pk):
        raise Refused(_("Only a coordinator reads in files."))


@transaction.atomic
def choose_schools(*, by: Who, pending: PendingImport, add: Collection[str], drop: Collection[str]) -> PendingImport:
    """Choose schools (codes) in the public list, or leave them out again."""
    locked = _locked(by, pending)
    there = {row["code"] for row in locked.rows}
    chosen = {*locked.chosen, *there.intersection(add)}.difference(drop)
    if len(chosen) > MOST_CHOSEN:
        raise Refused(_("Choose at most %(most)d schools at a time.") % {"most": MOST_CHOSEN})
    locked.chosen = sorted(chosen)
    locked.save(update_fields=["chosen"])
    return locked


@transaction.atomic
def name_boards(*, by: Who, pending: PendingImport, names: Mapping[str, str]) -> PendingImport:
    """Give the boards in the public list the names by which people know them; an empty name takes it away."""
    locked = _locked(by, pending)
    there = {row["board"] for row in locked.rows}
    given = {number: one_line(name)[:200] for number, name in names.items() if number in there}
    locked.names = {number: name for number, name in {**locked.names, **given}.items() if name}
    locked.save(update_fields=["names"])
    return locked


def _locked(by: Who, pending: PendingImport) -> PendingImport:
    locked = PendingImport.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=pending.pk)
    _check_coordinates(by, locked.partnership)
    if locked.confirmed_at:
        raise Refused(_("This file was taken in already."), code="confirmed")
    return locked


@transaction.atomic
def drop_file(*, by: Who, pending: PendingImport) -> None:
    """Put a file away without taking it in."""
    _locked(by, pending).delete()


@transaction.atomic
def confirm_file(*, by: Who, pending: PendingImport, digest: str) -> PendingImport:
    """Take in what the preview with this digest said; confirmed a second time it changes nothing."""
    locked = PendingImport.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=pending.pk)
    if locked.confirmed_at:
        return locked
    plan = take_in(
        by=by,
        partnership=locked.partnership,
        kind=locked.kind,
        rows=locked.rows,
        chosen=locked.chosen,
        names=locked.names,
        digest=digest,
    )
    locked.confirmed_at = timezone.now()
    locked.counts = dict(plan.counts)
    locked.rows, locked.chosen, locked.names = [], [], {}
    locked.save()
    return locked


@transaction.atomic
def take_in(
    *,
    by: Who,
    partnership: Partnership,
    kind: str,
    rows: Sequence[Mapping[str, Any]],
    chosen: Collection[str] = (),
    names: Mapping[str, str] | None = None,
    digest: str,
) -> Plan:
    """Write what the rows change here, if that is still what the preview with this digest said."""
    locked = Partnership.objects.select_for_update().get(pk=partnership.pk)
    _check_coordinates(by, locked)
    plan = plan_of(locked, kind, rows, chosen, names)
    if plan.digest != digest:
        raise Refused(
            _("Something changed here after you looked. This is what would happen now; look again, then confirm."),
            code="changed",
        )
    try:
        with transaction.atomic():
            _write(by, locked, plan)
    except IntegrityError:
        raise Refused(_("Another organisation has one of these codes. Look at the codes in your file.")) from None
    note_audit(
        by=by,
        verb=AuditEntry.Verb.CHANGED,
        kind=plan.kind,
        partnership=locked,
        words=f"{plan.counts[Outcome.NEW]} new, {plan.counts[Outcome.CHANGES]} changed",
    )
    return plan


def _write(by: Who, partnership: Partnership, plan: Plan) -> None:
    if plan.kind == PEOPLE:
        _write_people(by, partnership, plan)
    else:
        _write_organisations(partnership, plan)


def _write_organisations(partnership: Partnership, plan: Plan) -> None:
    made: dict[int, Organisation] = {}
    numbered = list(enumerate(plan.rows, start=1))
    for schools in (False, True):
        new = {
            index: one
            for index, one in numbered
            if one.outcome == Outcome.NEW and (one.row.get("kind") == Organisation.Kind.SCHOOL) is schools
        }
        _join_new(partnership, new, made)
    changed = [one for one in plan.rows if one.outcome == Outcome.CHANGES]
    memberships = OrganisationMembership.objects.filter(partnership=partnership).select_related("organisation")
    by_organisation = {row.organisation_id: row for row in memberships}
    for one in changed:
        _change(by_organisation[one.thing], one, made)


def _join_new(partnership: Partnership, new: Mapping[int, Planned], made: dict[int, Organisation]) -> None:
    """Organisations that do not take part here yet. One that is known in the installation keeps its own data, and
    shows this partnership no more than its name and place until it says so itself."""
    codes = [one.row.get("code") for one in new.values() if one.row.get("code")]
    known = {(row.kind, row.code): row for row in Organisation.objects.filter(code__in=codes)}
    fresh = {}
    for index, one in new.items():
        there = known.get((one.row.get("kind"), one.row.get("code")))
        made[index] = there or _new_organisation(one, made)
        if there is None:
            fresh[index] = made[index]
    Organisation.objects.bulk_create(fresh.values())
    OrganisationMembership.objects.bulk_create(
        OrganisationMembership(
            partnership=partnership,
            organisation=made[index],
            from_date=one.row.get("from") or timezone.localdate(),
            until_date=one.row.get("until") or None,
            shares=OrganisationMembership.Share.values if index in fresh else [],
        )
        for index, one in new.items()
    )


def _new_organisation(one: Planned, made: Mapping[int, Organisation]) -> Organisation:
    own = ("kind", "code", "name", "street", "postcode", "place", "website", "holidays")
    organisation = Organisation(**{key: one.row.get(key) for key in own}, board_id=_board_id(one, made))
    organisation.latitude, organisation.longitude = one.row.values.get("latitude"), one.row.values.get("longitude")
    organisation.sought = sought_in(organisation.name, organisation.place, organisation.code)
    return organisation


def _board_id(one: Planned, made: Mapping[int, Organisation]) -> int | None:
    return made[-one.place].pk if one.place < 0 else (one.place or None)


def _change(membership: OrganisationMembership, one: Planned, made: Mapping[int, Organisation]) -> None:
    organisation = membership.organisation
    for change in one.changes:
        match change.column:
            case "from":
                membership.from_date = change.after
            case "until":
                membership.until_date = change.after
            case "board":
                organisation.board_id = _board_id(one, made)
            case column:
                setattr(organisation, column, change.after)
    organisation.save()
    membership.save()


def _write_people(by: Who, partnership: Partnership, plan: Plan) -> None:
    check_limit(by=by, partnership=partnership, more=plan.counts[Outcome.NEW])
    invite_planned(by=by, partnership=partnership, rows=[one for one in plan.rows if one.outcome == Outcome.NEW])
    roles: dict[int, Any] = {}
    invitations: dict[Any, Any] = {}
    for one in plan.rows:
        if one.outcome == Outcome.CHANGES:
            what, key = one.thing
            (roles if what == "role" else invitations)[key] = one.changes[0].after
    _change_last_days(by, partnership, roles)
    for invitation in Invitation.objects.filter(pk__in=invitations):
        invitation.until_date = invitations[invitation.pk]
        invitation.save(update_fields=["until_date"])


def _change_last_days(by: Who, partnership: Partnership, days: Mapping[int, Any]) -> None:
    for role in RoleAssignment.objects.filter(pk__in=days, partnership=partnership):
        end_role(by=by, assignment=role, until_date=days[role.pk])
