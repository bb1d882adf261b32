"""Who may see a plate: everybody those that ship with the system, hosts and members also their partnership's own."""

from django.db.models import Q, QuerySet
from django.http import Http404

from leerruimte.people.who import Who
from leerruimte.plates.models import Plate


def visible_plates(who: Who) -> QuerySet[Plate]:
    """Plates that `who` may see, in reading order: the shipped ones by number, then the own by name."""
    seen = Q(object__partnership=None) | Q(object__partnership__in=who.partnerships)
    for partnership, number in who.hosts.items():
        seen |= Q(object__partnership=partnership, object__partnership__host_number=number)
    return Plate.objects.filter(seen).order_by("number", "object__title")


def get_plate(who: Who, slug: str) -> Plate:
    """The plate, if `who` may see it."""
    plate = visible_plates(who).filter(slug=slug).first()
    if plate is None:
        raise Http404
    return plate
