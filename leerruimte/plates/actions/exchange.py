"""Plates that come from elsewhere and go elsewhere: read in from a file, shared with everybody."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.plates.actions.locking import locked_partnership, locked_plate
from leerruimte.plates.actions.writing import store_pictures, store_plate
from leerruimte.plates.models import Licence, Plate, PlateVersion
from leerruimte.plates.origin import licences_after
from leerruimte.plates.praatplaat.reading import ReadPraatplaat


@transaction.atomic
def import_plate(*, by: Who, partnership: Partnership, read: ReadPraatplaat) -> tuple[PlateVersion, bool]:
    """A new plate of the partnership from a file that was read, and True; or the version that is this already."""
    locked_partnership(by, partnership.pk)
    same = PlateVersion.objects.filter(
        fingerprint=read.content.fingerprint, plate__object__partnership=partnership
    ).select_related("plate__object")
    if known := same.first():
        return known, False
    last = read.origin[-1]
    # A file may say more than those before it allowed.
    allowed = licences_after(read.origin)
    store_pictures(partnership, read.pictures.values())
    version = store_plate(
        partnership,
        read.content,
        credit=last["made_by"],
        licence=last["licence"] if last["licence"] in allowed else allowed[0],
        origin=read.origin,
        made_by=by.person,
    )
    return version, True


@transaction.atomic
def share_plate(*, by: Who, plate: Plate) -> None:
    """Put a plate in the library: everybody may see and take it, until it is taken back."""
    locked = locked_plate(by, plate)
    if locked.licence == Licence.OWN:
        message = _("This poster may only be used by you: its maker did not give leave to share it.")
        raise Refused(message, code="licence")
    if locked.shared_at is None:
        Plate.objects.filter(pk=plate.pk).update(shared_at=timezone.now())


@transaction.atomic
def unshare_plate(*, by: Who, plate: Plate) -> None:
    """Take a plate out of the library. Who took it before keeps it."""
    locked = locked_plate(by, plate)
    Plate.objects.filter(pk=locked.pk).update(shared_at=None)
