"""Writes a plate and its versions from their content: for plates that are drawn, read in or adapted here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leerruimte.base.searching import sought_in
from leerruimte.encounters.models import BoundaryObject
from leerruimte.people.models import Partnership
from leerruimte.plates.content import TEXTS, PlateContent, rows_of
from leerruimte.plates.models import Licence, Picture, Plate, PlateVersion
from leerruimte.plates.pictures.files import keep_bytes
from leerruimte.plates.pictures.raster import Picture as ReadPicture
from leerruimte.plates.rules import free_slug
from leerruimte.plates.svg import said

LONGEST_SOUGHT = 2000


def store_plate(
    partnership: Partnership,
    content: PlateContent,
    *,
    credit: str,
    licence: str = Licence.BY_SA,
    origin: Sequence[Mapping[str, Any]] = (),
    made_by: int | None = None,
) -> PlateVersion:
    """A new plate of a partnership, with its first version. The caller judged, and locked the partnership."""
    title = said(content.title, "nl")[:200]
    thing = BoundaryObject.objects.create(kind=BoundaryObject.Kind.PLATE, title=title, partnership=partnership)
    taken = set(Plate.objects.values_list("slug", flat=True))
    plate = Plate.objects.create(
        object=thing, slug=free_slug(title, taken), credit=credit, licence=licence, origin=list(origin)
    )
    return store_version(plate, content, made_by=made_by)


def store_version(plate: Plate, content: PlateContent, *, made_by: int | None = None) -> PlateVersion:
    """The next version of a plate, made by a person (id). The caller judged, and locked the plate; its pictures were
    kept before."""
    newest = plate.versions.order_by("-number").first()
    version = PlateVersion.objects.create(
        plate=plate,
        number=newest.number + 1 if newest else 1,
        made_by_id=made_by,
        **{name: getattr(content, name) for name in TEXTS},
        words=content.words,
        minutes=content.minutes,
        drawing=content.drawing,
        fingerprint=content.fingerprint,
    )
    for rows in rows_of(content, version):
        if rows:
            type(rows[0]).objects.bulk_create(rows)
    partnership = plate.object.partnership
    version.pictures.set(Picture.objects.filter(partnership=partnership, sha256__in=content.pictures))
    BoundaryObject.objects.filter(pk=plate.pk).update(title=said(content.title, "nl")[:200])
    words = [*content.title.values(), *content.claim.values(), plate.credit, partnership.name if partnership else ""]
    Plate.objects.filter(pk=plate.pk).update(sought=sought_in(*words)[:LONGEST_SOUGHT])
    return version


def store_pictures(partnership: Partnership, pictures: Iterable[ReadPicture]) -> list[Picture]:
    """Keep pictures for a partnership; those that it has already are there once."""
    kept = []
    for one in pictures:
        keep_bytes(one.sha256, one.data)
        kept.append(
            Picture.objects.get_or_create(
                partnership=partnership,
                sha256=one.sha256,
                defaults={"kind": one.kind, "width": one.width, "height": one.height},
            )[0]
        )
    return kept
