"""Plates that come from elsewhere and go elsewhere: read in from a file, shared with everybody."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.plates.access import may_adapt_in
from leerruimte.plates.actions.writing import store_pictures, store_plate
from leerruimte.plates.models import Licence, Plate, PlateVersion
from leerruimte.plates.praatplaat.reading import ReadPraatplaat


@transaction.atomic
def import_plate(*, by: Who, partnership: Partnership, read: ReadPraatplaat) -> tuple[PlateVersion, bool]:
    """A new plate of the partnership from a file that was read, and True; or the version that is this already."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    if not may_adapt_in(by, partnership.pk):
        raise Refused(_("You may not make posters in this partnership."), field="partnership", code="not_allowed")
    same = PlateVersion.objects.filter(
        fingerprint=read.content.fingerprint, plate__object__partnership=partnership
    ).select_related("plate__object")
    if known := same.first():
        return known, False
    last = read.origin[-1]
    store_pictures(partnership, read.pictures.values())
    version = store_plate(
        partnership,
        read.content,
        credit=last["made_by"],
        licence=last["licence"],
        origin=read.origin,
        made_by=by.person,
    )
    return version, True


@transaction.atomic
def share_plate(*, by: Who, plate: Plate) -> None:
    """Put a plate in the library: everybody may see and take it, until it is taken back."""
    locked = _locked(by, plate)
    if locked.licence == Licence.OWN:
        message = _("This poster may only be used by you: its maker did not give leave to share it.")
        raise Refused(message, code="licence")
    if locked.shared_at is None:
        Plate.objects.filter(pk=plate.pk).update(shared_at=timezone.now())


@transaction.atomic
def unshare_plate(*, by: Who, plate: Plate) -> None:
    """Take a plate out of the library. Who took it before keeps it."""
    locked = _locked(by, plate)
    Plate.objects.filter(pk=locked.pk).update(shared_at=None)


def _locked(by: Who, plate: Plate) -> Plate:
    locked = Plate.objects.select_for_update(of=("self",)).select_related("object").get(pk=plate.pk)
    if locked.object.partnership_id is None or not may_adapt_in(by, locked.object.partnership_id):
        raise Refused(_("You may not share this poster."), code="not_allowed")
    return locked
