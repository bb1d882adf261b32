"""Noting who looked into or changed what is sensitive."""

from datetime import timedelta

from django.utils import timezone

from leerruimte.people.models import AuditEntry, Partnership, Person
from leerruimte.people.who import Who

# Somebody who reloads a page looked once.
SAME_LOOK = timedelta(minutes=15)


def note_audit(
    *,
    by: Who,
    verb: AuditEntry.Verb,
    kind: str,
    partnership: Partnership | None = None,
    thing: str = "",
    about: Person | None = None,
    words: str = "",
) -> None:
    """Add a line to the audit trail; looking at the same thing again within a quarter of an hour is one look."""
    entry = AuditEntry(
        partnership=partnership, by_id=by.person, verb=verb, kind=kind, thing=thing, about=about, words=words[:200]
    )
    if verb == AuditEntry.Verb.LOOKED:
        same = AuditEntry.objects.filter(by=entry.by_id, verb=verb, kind=kind, thing=thing, partnership=partnership)
        if same.filter(at__gt=timezone.now() - SAME_LOOK).exists():
            return
    entry.save()
