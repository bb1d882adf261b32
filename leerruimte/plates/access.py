"""Who may see a plate: everybody those that ship with the system, hosts and members also their partnership's own."""

from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404

from leerruimte.base.links import read_link
from leerruimte.people.access import LEARNERS, hosted_partnerships, linked_partnerships
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.plates.models import Picture, Plate, PlateVersion, UploadedDrawing


def visible_plates(who: Who) -> QuerySet[Plate]:
    """Plates that `who` may see, in reading order: the shipped ones by number, then the own by name."""
    return _seen(who).filter(archived_at=None)


def _seen(who: Who) -> QuerySet[Plate]:
    """Also those that were put away."""
    seen = Q(object__partnership=None) | Q(object__partnership__in=hosted_partnerships(who).order_by())
    return Plate.objects.filter(seen).order_by(F("number").asc(nulls_last=True), "object__title")


def get_plate(who: Who, slug: str) -> Plate:
    """The plate, if `who` may see it: also when another partnership shares it with everybody."""
    plate = _seen(who).filter(slug=slug).first() or shared_plates().filter(slug=slug).first()
    if plate is None:
        raise Http404
    return plate


def shared_plates() -> QuerySet[Plate]:
    """Plates that everybody may see and take, the newest first."""
    return Plate.objects.filter(shared_at__isnull=False, archived_at=None).order_by("-shared_at")


def may_adapt_in(who: Who, partnership: int) -> bool:
    """Whether `who` may make and change plates of a partnership (id): with its link, or a role there that guides."""
    return adaptable_partnerships(who).filter(pk=partnership).exists()


def adaptable_partnerships(who: Who) -> QuerySet[Partnership]:
    """Partnerships in which `who` may make and change plates: whoever hosts there, learners by account excepted."""
    guiding = [partnership for partnership in who.partnerships if who.roles_in(partnership) - LEARNERS]
    return (linked_partnerships(who) | Partnership.objects.filter(pk__in=guiding)).order_by("name")


def get_adaptable(who: Who, slug: str) -> Plate:
    """The plate, if `who` may change it; those that ship with the system nobody changes."""
    partnerships = adaptable_partnerships(who)
    plate = Plate.objects.filter(slug=slug, object__partnership__in=partnerships).select_related("object").first()
    if plate is None:
        raise Http404
    return plate


def put_away_plates(who: Who) -> QuerySet[Plate]:
    """Plates that were put away, for those who may take them out again."""
    return _seen(who).filter(object__partnership__in=adaptable_partnerships(who)).exclude(archived_at=None)


def get_version(plate: Plate, number: int) -> PlateVersion:
    """A version of a plate that may be seen; without its drawing."""
    version = PlateVersion.objects.select_related("plate__object", "made_by").defer("drawing")
    found = version.filter(plate=plate, number=number).first()
    if found is None:
        raise Http404
    return found


def get_uploaded(who: Who, id: UUID) -> UploadedDrawing:
    """A drawing that waits to become a plate, for those who may make plates where it came in."""
    drawings = UploadedDrawing.objects.filter(partnership__in=adaptable_partnerships(who))
    drawing = drawings.filter(pk=id).select_related("partnership", "plate").first()
    if drawing is None:
        raise Http404
    return drawing


def get_picture(token: str) -> Picture:
    """The picture of an address that stood in a drawing: only who was shown that drawing has it."""
    found = read_link("picture", token)
    picture = Picture.objects.filter(sha256=found[0], partnership=found[1]).first() if found else None
    if picture is None:
        raise Http404
    return picture
