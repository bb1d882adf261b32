"""A learner brings the record of elsewhere along: read, looked at, taken in, or let go of."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.trajectories.access.evidence import may_bring_record
from leerruimte.trajectories.evidence_files import CheckedFile, check_file
from leerruimte.trajectories.models import EarlierFile, EarlierRecord, Evidence
from leerruimte.trajectories.record import ReadRecord
from leerruimte.trajectories.rules.triangle import digest

MOST_RECORDS = 10


@transaction.atomic
def read_in_record(*, by: Who, partnership: Partnership, read: ReadRecord) -> tuple[EarlierRecord, Sequence[str]]:
    """Keep what was read until its learner says yes; with the names of files that could not be kept.

    The same record again gives the first.
    """
    if by.person is None or not may_bring_record(by, partnership):
        raise Refused(_("Only who learns here brings a record along."), code="foreign")
    files, left_out = _checked(read)
    about = digest(read.content)
    mine = EarlierRecord.objects.filter(person=by.person, partnership=partnership)
    if first := mine.filter(digest=about).first():
        return first, left_out
    mine.filter(imported_at=None).delete()
    if mine.count() >= MOST_RECORDS:
        raise Refused(_("You brought ten records along already. Take one away first."), field="file")
    record = EarlierRecord.objects.create(
        person_id=by.person,
        partnership=partnership,
        title=(read.content["partnership"]["name"] or read.content["trajectories"][0]["title"])[:200],
        content={**read.content, "changed": list(read.changed)},
        digest=about,
        whole=read.whole,
    )
    EarlierFile.objects.bulk_create(
        EarlierFile(record=record, name=name, file_name=file.name, media_type=file.media_type, data=file.data)
        for name, file in files.items()
    )
    return record, left_out


def _checked(read: ReadRecord) -> tuple[Mapping[str, CheckedFile], list[str]]:
    """Each file looked at as any file that comes in; those that may not stay are left out."""
    called = {
        one["file"]["name"]: one["file_name"]
        for road in read.content["trajectories"]
        for one in road["evidence"]
        if one["file"]
    }
    files, left_out = {}, []
    for name, data in read.files.items():
        try:
            files[name] = check_file(data, called.get(name, name))
        except Refused:
            left_out.append(called.get(name, name))
    return files, left_out


@transaction.atomic
def take_in_record(*, by: Who, record: EarlierRecord, seen: str) -> EarlierRecord:
    """Yes: it belongs to the road from now on, read only, for whom its learner chose."""
    locked = EarlierRecord.objects.select_for_update().filter(person=by.person, pk=record.pk).first()
    if locked is None:
        raise Refused(_("This record is not there any more."), code="gone")
    if seen not in Evidence.Seen.values:
        raise Refused(_("Choose who may see it."), field="seen")
    locked.seen, locked.imported_at = Evidence.Seen(seen), locked.imported_at or timezone.now()
    locked.save(update_fields=["seen", "imported_at"])
    return locked


@transaction.atomic
def let_go_of_record(*, by: Who, record: EarlierRecord) -> None:
    """Its learner takes it away, files and all."""
    EarlierRecord.objects.filter(pk=record.pk, person=by.person).delete()
