"""Addresses of reading in, taking out and inviting: all for who coordinates the partnership, and nobody else."""

from collections.abc import Mapping
from typing import Any

from leerruimte.people.actions.importing import keep_file
from leerruimte.people.importing.columns import read_file
from leerruimte.people.models import Invitation, Partnership, PendingImport, Person
from leerruimte.people.tests.make import who_is

Values = Mapping[str, Any]

ORGANISATIONS = b"soort;naam\nschool;De Wolkenkade\n"
PUBLIC_LIST = (
    b"BEVOEGD GEZAG NUMMER;VESTIGINGSCODE;VESTIGINGSNAAM;PLAATSNAAM\r\n"
    b"95035;99RZ00;De Wolkenkade;LINDEWOUDE\r\n95035;99RZ01;De Wolkenkade;LINDEWOUDE\r\n"
)


def a_file_that_waits(coordinator: Person, partnership: Partnership, data: bytes = ORGANISATIONS) -> PendingImport:
    """A file that a coordinator looked at and did not confirm yet."""
    return keep_file(by=who_is(coordinator), partnership=partnership, name="lijst.csv", read=read_file(data))


def a_list_that_waits(coordinator: Person, partnership: Partnership) -> PendingImport:
    """The public list, with a school of it chosen."""
    pending = a_file_that_waits(coordinator, partnership, PUBLIC_LIST)
    pending.chosen = ["99RZ00"]
    pending.save()
    return pending


# Name, method, what the address is of, form, and what a coordinator gets when that is no plain success.
ADDRESSES: tuple[tuple[str, str, str, Values, int | None], ...] = (
    ("import", "get", "here", {}, None),
    ("import", "post", "here", {}, 422),
    ("template", "get", "table", {}, None),
    ("preview", "get", "file", {}, None),
    ("confirm_import", "post", "file", {"proef": "x"}, None),
    ("drop_import", "post", "file", {}, None),
    ("pick", "get", "list", {}, None),
    ("pick", "post", "list", {}, None),
    ("pick_schools", "get", "board", {}, None),
    ("pick_schools", "post", "board", {}, None),
    ("board_names", "get", "list", {}, None),
    ("board_names", "post", "list", {"doe": "verder"}, None),
    ("take_out_table", "post", "table", {}, None),
    ("invitations", "get", "here", {}, None),
    ("invite", "get", "here", {}, None),
    ("invite", "post", "here", {"email": ""}, 422),
    ("invite_list", "get", "here", {}, None),
    ("invite_list", "post", "here", {"role": ""}, 422),
    ("send_invitations", "post", "here", {}, None),
    ("renew_invitation", "post", "invitation", {}, None),
    ("withdraw_invitation", "post", "invitation", {}, None),
)


def address_of(
    what: str, partnership: Partnership, file: PendingImport, listed: PendingImport, invitation: Invitation
) -> Values:
    """The parts of an address of one of these things."""
    parts: dict[str, Values] = {
        "here": {},
        "table": {"kind": "organisaties", "form": "csv"},
        "file": {"pending_id": file.pk},
        "list": {"pending_id": listed.pk},
        "board": {"pending_id": listed.pk, "board": "95035"},
        "invitation": {"invitation_id": invitation.pk},
    }
    return {"slug": partnership.slug, **parts[what]}
