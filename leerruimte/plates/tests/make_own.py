"""Plates of a partnership's own for tests, through the actions."""

import uuid

from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.plates.actions.drawing import NewPlate, keep_drawing, upload_drawing
from leerruimte.plates.actions.exchange import share_plate
from leerruimte.plates.models import Licence, PlateVersion, UploadedDrawing
from leerruimte.plates.pictures.uploads import read_drawing
from leerruimte.plates.tests import make_files as files


def who_hosts(partnership: Partnership) -> Who:
    """Somebody with the link of a partnership."""
    return Who(hosts={partnership.pk: partnership.host_number})


def a_drawing_that_waits(partnership: Partnership, data: bytes = b"") -> UploadedDrawing:
    """A photo (or another file) that came in and that nobody kept yet."""
    return upload_drawing(
        by=who_hosts(partnership),
        partnership=partnership,
        read=read_drawing(data or files.a_photo()),
        file_name="tekening.jpg",
        id=uuid.uuid4(),
    )


def a_plate_of_ones_own(
    partnership: Partnership,
    title: str = "Onze foto",
    *,
    data: bytes = b"",
    credit: str = "Groep 8",
    licence: str = Licence.BY_SA,
    shared: bool = False,
) -> PlateVersion:
    """A plate that a partnership made of a photo (or another file)."""
    new = NewPlate(title={"nl": title}, claim={"nl": "Kijk eens"}, description={}, credit=credit, licence=licence)
    drawing = a_drawing_that_waits(partnership, data)
    version = keep_drawing(by=who_hosts(partnership), drawing=drawing, new=new)
    if shared:
        share_plate(by=who_hosts(partnership), plate=version.plate)
    return version
