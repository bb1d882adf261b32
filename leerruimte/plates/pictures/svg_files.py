"""An SVG from somebody's own computer: cleaned, with the pictures inside it drawn anew and kept beside it."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.base.uploads import LARGEST_UPLOAD
from leerruimte.plates.pictures.raster import Picture, read_picture
from leerruimte.plates.pictures.wrapping import own_drawing
from leerruimte.plates.svg_cleaning import clean

SAID_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,20})["']""")
# Of what drawing programs write besides UTF-8 and UTF-16.
ENCODINGS = frozenset({"iso-8859-1", "iso-8859-15", "windows-1252", "us-ascii"})
INSIDE = re.compile(r'href="(data:image/(?:png|jpeg|webp);base64,([^"]*))"')
MOST_PICTURES = 20


@dataclass(frozen=True)
class ReadSvg:
    """A drawing fit for a plate, the pictures in it by name (sha256), and the names of what was left out."""

    markup: str
    pictures: Mapping[str, Picture]
    left_out: frozenset[str]


def read_svg(data: bytes) -> ReadSvg:
    """Clean an SVG; `Refused` (field "file") when it is none."""
    try:
        found = clean(_decoded(data), longest=LARGEST_UPLOAD)
        markup, pictures, unreadable = _pictures_beside(found.markup)
        # Once more: what is kept is what the cleaner wrote, with these pictures and no other.
        plain = clean(markup, pictures=pictures)
        whole = clean(own_drawing(plain), pictures=pictures)
    except Refused as no:
        raise Refused(no.message, field="file", code=no.code) from no
    return ReadSvg(whole.markup, pictures, found.left_out | unreadable)


def _decoded(data: bytes) -> str:
    """The text of an SVG: UTF-8, UTF-16, or one of the older encodings when it says so."""
    said = SAID_ENCODING.match(data)
    name = said[1].decode().lower() if said else "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = "utf-16"
    try:
        return data.decode(name if name in ENCODINGS or name == "utf-16" else "utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("This drawing is written in signs that cannot be read. Save it as plain SVG (UTF-8).")
        raise Refused(message, code="encoding") from error


def _pictures_beside(markup: str) -> tuple[str, dict[str, Picture], frozenset[str]]:
    """The drawing with each picture in it replaced by its name; one that cannot be read is left out."""
    pictures: dict[str, Picture] = {}
    names: dict[str, str] = {}
    unreadable = set()

    def beside(found: re.Match[str]) -> str:
        if found[1] not in names:
            try:
                picture = read_picture(base64.b64decode(found[2]))
            except (Refused, binascii.Error):
                unreadable.add("image")
                return 'href=""'
            pictures[picture.sha256] = picture
            names[found[1]] = picture.sha256
            if len(pictures) > MOST_PICTURES:
                raise Refused(_("There are too many pictures in this drawing: at most 20."), code="too_many_pictures")
        return f'href="picture:{names[found[1]]}"'

    return INSIDE.sub(beside, markup), pictures, frozenset(unreadable)
