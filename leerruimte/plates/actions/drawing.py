"""A plate from an own drawing: the file comes in and waits, somebody looks, then it is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.plates.actions.locking import locked_partnership
from leerruimte.plates.actions.writing import store_pictures, store_plate
from leerruimte.plates.content import Words
from leerruimte.plates.models import Licence, Picture, PlateVersion, UploadedDrawing
from leerruimte.plates.pictures.files import throw_away_bytes
from leerruimte.plates.pictures.uploads import ReadDrawing
from leerruimte.plates.standard_words import new_content

# How long a drawing waits that nobody kept.
WAITS = timedelta(days=1)


@dataclass(frozen=True)
class NewPlate:
    """What somebody says of a drawing that becomes a plate: its words, who made it, what others may do with it."""

    title: Words
    claim: Words
    description: Words
    credit: str
    licence: str = Licence.BY_SA


@transaction.atomic
def upload_drawing(
    *, by: Who, partnership: Partnership, read: ReadDrawing, file_name: str, id: UUID
) -> UploadedDrawing:
    """Let a drawing wait to be looked at; `id` was made with the form: sent twice it is here once."""
    locked_partnership(by, partnership.pk)
    known = UploadedDrawing.objects.filter(pk=id).first()
    if known and known.partnership_id == partnership.pk:
        return known
    if known:
        raise Refused(_("This page is too old. Please open it again."), code="foreign")
    # Not only once a day: whoever uploads again and again does not fill the disk.
    let_go_of_old(by=by, now=timezone.now())
    waiting = UploadedDrawing.objects.create(
        id=id,
        partnership=partnership,
        file_name=file_name[:100],
        drawing=read.markup,
        removed=read.removed,
        page=read.page,
        pages=read.pages,
    )
    waiting.pictures.set(store_pictures(partnership, read.pictures.values()))
    return waiting


@transaction.atomic
def keep_drawing(*, by: Who, drawing: UploadedDrawing, new: NewPlate) -> PlateVersion:
    """Make a plate of a drawing that waits: version 1, without hotspots yet, with the usual words."""
    partnership = locked_partnership(by, drawing.partnership_id)
    waiting = UploadedDrawing.objects.select_related("plate").get(pk=drawing.pk)
    if waiting.plate:
        return waiting.plate.versions.earliest("number")
    content = new_content(title=new.title, claim=new.claim, description=new.description, drawing=waiting.drawing)
    version = store_plate(partnership, content, credit=new.credit, licence=new.licence, made_by=by.person)
    waiting.plate = version.plate
    waiting.save(update_fields=["plate"])
    return version


@transaction.atomic
def let_go_of_old(*, by: Who, now: datetime) -> dict[str, int]:
    """Delete drawings that waited for nothing, and pictures that no drawing shows any more; what -> how many."""
    old = now - WAITS
    drawings, _by_kind = UploadedDrawing.objects.filter(made_at__lt=old).delete()
    shown = PlateVersion.pictures.through.objects.values("picture")
    waiting = UploadedDrawing.pictures.through.objects.values("picture")
    unseen = Picture.objects.filter(made_at__lt=old).exclude(pk__in=shown).exclude(pk__in=waiting)
    names = set(unseen.values_list("sha256", flat=True))
    pictures, _by_kind = unseen.delete()
    for sha256 in names - set(Picture.objects.filter(sha256__in=names).values_list("sha256", flat=True)):
        transaction.on_commit(partial(throw_away_bytes, sha256, seconds=WAITS.total_seconds()))
    return {"drawings": drawings, "pictures": pictures}
