"""Taking organisations and people out of a partnership as a file."""

from django.db import transaction
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.access import may_coordinate
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.importing.writing import written
from leerruimte.people.models import AuditEntry, Partnership
from leerruimte.people.queries.importing import table_out
from leerruimte.people.who import Who


@transaction.atomic
def take_out_table(*, by: Who, partnership: Partnership, kind: str, form: str) -> bytes:
    """A file ("csv" or "xlsx") with all organisations or all roles of people; who took it is kept."""
    if not may_coordinate(by, partnership.pk):
        raise Refused(_("Only a coordinator takes out these lists."))
    rows = table_out(partnership, kind)
    note_audit(
        by=by, verb=AuditEntry.Verb.TOOK_OUT, kind=kind, partnership=partnership, words=f"{len(rows) - 1} rows, {form}"
    )
    return written(form, rows)
