"""Plates that ship with the system, and the sheet for conversations that were held elsewhere."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction

from leerruimte.encounters.models import BoundaryObject
from leerruimte.people.models import Partnership
from leerruimte.people.who import NOBODY, Who
from leerruimte.plates.models import BackgroundLink, Hotspot, Movement, Plate, PlateVersion, Question, WorkingPart
from leerruimte.plates.paper import SHIPPED
from leerruimte.plates.plate_file import BrokenPlate, PlateFile, read_plate

# A sheet with lines: what was talked about elsewhere was not talked about on a drawing.
SHEET = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 1000" data-crop="0 256 1600 744">'
    '<path d="M0 0H1600V1000H0Z" fill="#F4ECDD"/>'
    '<path d="M420 330 1190 318 1204 930 408 944Z" fill="#FFFBF1"/>'
    '<path d="M520 470H1080M520 570H1100M520 670H1040M520 770H900" fill="none" stroke="#DCD0BC" stroke-width="14" '
    'stroke-linecap="round"/></svg>'
)


def load_shipped(*, by: Who = NOBODY, folder: Path = SHIPPED) -> list[PlateVersion]:
    """Bring the plates that ship with the system up to date; gives the versions that were made (none: all was there).

    Nobody's own act: they come with the code. All files are read before anything is written: a broken one changes
    nothing (`BrokenPlate` says where it is wrong).
    """
    files = _read_folder(folder)
    with transaction.atomic():
        made = [_load_plate(plate) for plate in files]
    return [version for version in made if version is not None]


def _read_folder(folder: Path) -> Sequence[PlateFile]:
    found, problems = [], []
    for path in sorted(folder.glob("*.json")):
        drawing = path.with_suffix(".svg")
        svg = drawing.read_text("utf-8") if drawing.exists() else ""
        try:
            found.append(read_plate(path.name, path.read_text("utf-8"), svg))
        except BrokenPlate as broken:
            problems.extend(str(broken).splitlines())
    if problems:
        raise BrokenPlate(str(folder), problems)
    return found


def _load_plate(file: PlateFile) -> PlateVersion | None:
    """A new version if the plate says or shows anything else than its newest one; no version is ever changed."""
    title = file.words["title"]["nl"]
    plate = Plate.objects.select_for_update().filter(slug=file.words["slug"]).select_related("object").first()
    if plate is None:
        thing = BoundaryObject.objects.create(kind=BoundaryObject.Kind.PLATE, title=title)
        plate = Plate.objects.create(object=thing, slug=file.words["slug"], number=file.words.get("number"))
    newest = plate.versions.order_by("-number").first()
    if newest and newest.fingerprint == file.fingerprint:
        return None
    BoundaryObject.objects.filter(pk=plate.pk).update(title=title)
    return _write_version(plate, newest.number + 1 if newest else 1, file)


def _write_version(plate: Plate, number: int, file: PlateFile) -> PlateVersion:
    words = file.words
    version = PlateVersion.objects.create(
        plate=plate,
        number=number,
        title=words["title"],
        claim={language: " ".join(claim.split()) for language, claim in words["claim"].items()},
        text=words["text"],
        aim=words["aim"],
        read_aloud=words["read_aloud"],
        guide=words["facilitator"],
        description=words.get("description", {}),
        words=file.drawn_words,
        minutes=words["minutes"],
        drawing=file.drawing.markup,
        fingerprint=file.fingerprint,
    )
    _write_rows(version, file)
    return version


def _write_rows(version: PlateVersion, file: PlateFile) -> None:
    Question.objects.bulk_create(
        Question(
            version=version,
            key=row["id"],
            order=order,
            movement=row["phase"],
            text=row["text"],
            hint=row.get("hint", {}),
            part=row.get("working_part", Question.Part.NONE),
        )
        for order, row in enumerate(file.words["questions"], start=1)
    )
    Hotspot.objects.bulk_create(
        Hotspot(
            version=version,
            key=row["id"],
            number=row["nr"],
            title=row["title"],
            text=row["text"],
            question=row["question"],
            area=list(file.drawing.hotspots[row["id"]][1]),
        )
        for row in file.words["hotspots"]
    )
    BackgroundLink.objects.bulk_create(
        BackgroundLink(
            version=version,
            order=order,
            kind=row["kind"],
            title=row["title"],
            about=row["about"],
            url=row.get("url") or "",
        )
        for order, row in enumerate(file.words["links"], start=1)
    )
    WorkingPart.objects.bulk_create(
        WorkingPart(version=version, kind=kind, settings=settings)
        for kind, settings in file.words["working_parts"].items()
    )


@transaction.atomic
def sheet_without_drawing(*, by: Who, partnership: Partnership, question: str) -> PlateVersion:
    """The sheet with one question on which a partnership's conversations lie that were held elsewhere; made once."""
    slug = f"ingelezen-{partnership.slug}"[:60]
    known = PlateVersion.objects.filter(plate__slug=slug).select_related("plate__object").first()
    if known:
        return known
    words = {"nl": "Ingelezen gesprekken", "en": "Conversations read in"}
    nothing = {"nl": "", "en": ""}
    thing = BoundaryObject.objects.create(kind=BoundaryObject.Kind.PLATE, title=words["nl"], partnership=partnership)
    version = PlateVersion.objects.create(
        plate=Plate.objects.create(object=thing, slug=slug),
        number=1,
        title=words,
        claim=words,
        text=nothing,
        aim=nothing,
        read_aloud=nothing,
        minutes={},
        drawing=SHEET,
        fingerprint=hashlib.sha256(SHEET.encode()).hexdigest(),
    )
    Question.objects.create(version=version, key=question, order=1, movement=Movement.LOOK, text=words, hint={})
    return version
