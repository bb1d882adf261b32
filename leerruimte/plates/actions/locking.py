"""What every action on plates begins with: the row alone, and whether one may."""

from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.plates.access import may_adapt_in
from leerruimte.plates.models import Plate


def locked_partnership(by: Who, id: int) -> Partnership:
    """The partnership, for one who may make plates in it; two who do so at once come one after the other."""
    locked = Partnership.objects.select_for_update().get(pk=id)
    if not may_adapt_in(by, id):
        raise Refused(_("You may not make posters in this partnership."), field="partnership", code="not_allowed")
    return locked


def locked_plate(by: Who, plate: Plate) -> Plate:
    """The plate, for one who may change it."""
    locked = Plate.objects.select_for_update(of=("self",)).select_related("object__partnership").get(pk=plate.pk)
    if locked.object.partnership_id is None or not may_adapt_in(by, locked.object.partnership_id):
        raise Refused(_("You may not change this poster."), code="not_allowed")
    return locked
