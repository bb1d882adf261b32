"""What a file would change in a partnership, and what is taken out of it as a file. Reads one partnership only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from leerruimte.people.importing.columns import COLUMNS, ORGANISATIONS, PEOPLE, SCHOOLS
from leerruimte.people.importing.plans import KnownOrganisation, KnownRole, Plan, plan_organisations, plan_people
from leerruimte.people.importing.rows import read_organisation, read_person
from leerruimte.people.importing.school_list import as_organisations
from leerruimte.people.models import (
    Invitation,
    Organisation,
    OrganisationMembership,
    Partnership,
    PendingImport,
    Role,
    RoleAssignment,
)

Share = OrganisationMembership.Share


def known_organisations(partnership: Partnership) -> list[KnownOrganisation]:
    """The organisations of a partnership with all that is kept of them, in one query."""
    rows = OrganisationMembership.objects.filter(partnership=partnership)
    today = timezone.localdate()
    return [
        KnownOrganisation(
            id=one.organisation_id,
            kind=one.organisation.kind,
            values=_values(one),
            board=one.organisation.board_id or 0,
            kept_here=set(one.shares).issuperset(Share.values),
            has_ended=one.until_date is not None and one.until_date < today,
        )
        for one in rows.select_related("organisation__board").order_by("organisation__name", "organisation_id")
    ]


def _values(membership: OrganisationMembership) -> dict[str, Any]:
    organisation = membership.organisation
    kept = ("kind", "code", "name", "street", "postcode", "place", "website", "holidays", "latitude", "longitude")
    values = {key: getattr(organisation, key) for key in kept}
    board = organisation.board.name if organisation.board else ""
    return values | {"board": board, "from": membership.from_date, "until": membership.until_date}


def _known_roles(partnership: Partnership, emails: Collection[str]) -> list[KnownRole]:
    fields = ("role", "organisation", "from_date", "until_date", "pk")
    held = RoleAssignment.objects.filter(partnership=partnership).values_list("person__email", *fields)
    invited = Invitation.objects.filter(
        partnership=partnership, accepted_at=None, withdrawn_at=None, ends_on__gte=timezone.localdate()
    )
    return [
        KnownRole(email, role, organisation or 0, from_date, until_date, pk, invited=is_invited)
        for is_invited, rows in ((False, held), (True, invited.values_list("email", *fields)))
        for email, role, organisation, from_date, until_date, pk in rows
        if email in emails
    ]


def plan_of(
    partnership: Partnership,
    kind: str,
    rows: Sequence[Mapping[str, Any]],
    chosen: Collection[str] = (),
    names: Mapping[str, str] | None = None,
) -> Plan:
    """What the rows of a file would change here today. `chosen` and `names` (of boards) are for the public list."""
    known = known_organisations(partnership)
    if kind == PEOPLE:
        people = [read_person(row) for row in rows]
        roles = _known_roles(partnership, {row.get("email") for row in people})
        return plan_people(people, known, roles, timezone.localdate())
    if kind == SCHOOLS:
        boards = {one.values["code"] for one in known if one.kind == Organisation.Kind.BOARD}
        rows = as_organisations(rows, set(chosen), names or {}, boards)
    return plan_organisations([read_organisation(row) for row in rows], known)


def plan_pending(pending: PendingImport) -> Plan:
    """What confirming a file would change now."""
    return plan_of(pending.partnership, pending.kind, pending.rows, pending.chosen, pending.names)


def known_board_names(partnership: Partnership) -> dict[str, str]:
    """Number -> name of the boards of a partnership."""
    boards = Organisation.objects.filter(kind=Organisation.Kind.BOARD, memberships__partnership=partnership)
    return dict(boards.exclude(code="").values_list("code", "name"))


# What an organisation shows here only if it shares it.
SHARED = {
    Share.ADDRESS: ("street", "postcode", "website"),
    Share.POSITION: ("latitude", "longitude"),
}


def organisations_out(partnership: Partnership) -> Iterable[dict[str, Any]]:
    """One row an organisation, boards before schools, by column; what is not shared here is left out."""
    rows = OrganisationMembership.objects.filter(partnership=partnership).select_related("organisation__board")
    order = list(Organisation.Kind.values)
    for one in sorted(rows, key=lambda row: (order.index(row.organisation.kind), row.organisation.name)):
        hidden = {key for share, keys in SHARED.items() if share not in one.shares for key in keys}
        values = {key: value for key, value in _values(one).items() if key not in hidden}
        board = one.organisation.board
        yield values | {
            "kind": one.organisation.get_kind_display(),
            "holidays": one.organisation.get_holidays_display() if one.organisation.holidays else "",
            "board": (board.code or board.name) if board else "",
        }


def people_out(partnership: Partnership) -> Iterable[dict[str, Any]]:
    """One row a role, also those that ended, by column."""
    rows = RoleAssignment.objects.filter(partnership=partnership).select_related("person", "organisation")
    for one in rows.order_by("person__last_name", "person__first_name", "person_id", "from_date", "pk"):
        place = one.organisation
        yield {
            "first_name": one.person.first_name,
            "last_name": one.person.last_name,
            "email": one.person.email,
            "role": Role(one.role).label,
            "organisation": (place.code or place.name) if place else "",
            "from": one.from_date,
            "until": one.until_date,
        }


OUT = {ORGANISATIONS: organisations_out, PEOPLE: people_out}


def table_out(partnership: Partnership, kind: str) -> list[list[Any]]:
    """Rows of a file with organisations or people; the first holds the names of the columns."""
    columns = COLUMNS[kind]
    rows = [[row.get(column.key) for column in columns] for row in OUT[kind](partnership)]
    return [[str(column.label) for column in columns], *rows]
