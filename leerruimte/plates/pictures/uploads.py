"""The door for a drawing from somebody's own computer: looks at what a file is, whatever it is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.base.uploads import LARGEST_UPLOAD, MEGABYTE
from leerruimte.plates.pictures.pdf import read_page
from leerruimte.plates.pictures.raster import Picture, read_picture
from leerruimte.plates.pictures.removed import sorted_names
from leerruimte.plates.pictures.svg_files import read_svg
from leerruimte.plates.pictures.wrapping import picture_drawing

# What a file begins with; a PDF may begin a little later.
PDF_MARK_WITHIN = 1024
# A drawing program may say a lot about itself first.
SVG_MARK_WITHIN = 8192
NOT_HERE = {
    b"PK\x03\x04": "zip",
    b"\x1f\x8b": "gzip",
    b"GIF8": "gif",
    b"BM": "bmp",
    b"II*\x00": "tiff",
    b"MM\x00*": "tiff",
}


@dataclass(frozen=True)
class ReadDrawing:
    """A drawing fit for a plate, its pictures by name (sha256), what was left out (see `removed.remarks`).

    `page` of `pages` when it was a PDF, else 0 of 0.
    """

    markup: str
    pictures: Mapping[str, Picture]
    removed: Mapping[str, Sequence[str]]
    page: int = 0
    pages: int = 0


def read_upload(file: "UploadedFile[Any]", page: int = 1) -> ReadDrawing:
    """Read a file that came in; `Refused` beside "file" (or "page") when it is no drawing. Its size first."""
    check_size(file)
    file.seek(0)
    return read_drawing(file.read(), page)


def check_size(file: "UploadedFile[Any]") -> None:
    """Refuse a file that is empty or too large, before it is read."""
    if (file.size or 0) > LARGEST_UPLOAD:
        message = _("This file is too large: at most %(most)d MB.") % {"most": LARGEST_UPLOAD // MEGABYTE}
        raise Refused(message, field="file", code="too_large")
    if not file.size:
        raise Refused(_("This file is empty. Choose another."), field="file", code="empty")


def read_drawing(data: bytes, page: int = 1) -> ReadDrawing:
    """Read a drawing from the bytes of a file of any kind that is known here."""
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return _of_picture(read_picture(data))
    if b"%PDF-" in data[:PDF_MARK_WITHIN]:
        drawn = read_page(data, page)
        return _of_picture(drawn.picture, {"pdf": ()}, page=drawn.number, pages=drawn.pages)
    kind = next((kind for mark, kind in NOT_HERE.items() if data.startswith(mark)), "")
    if kind or not _is_svg(data):
        raise _unknown(kind)
    svg = read_svg(data)
    return ReadDrawing(svg.markup, svg.pictures, sorted_names(svg.left_out))


def _of_picture(
    picture: Picture, removed: Mapping[str, Sequence[str]] | None = None, *, page: int = 0, pages: int = 0
) -> ReadDrawing:
    removed = removed or {"hidden": (), **({"moved": ()} if picture.moved else {})}
    markup = picture_drawing(picture.sha256, picture.width, picture.height)
    return ReadDrawing(markup, {picture.sha256: picture}, removed, page, pages)


def _is_svg(data: bytes) -> bool:
    """Whether a file begins as an SVG does, in any of the encodings that are read."""
    plain = data[:SVG_MARK_WITHIN].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain.startswith(b"<") and b"svg" in plain


def _unknown(kind: str) -> Refused:
    messages = {
        "zip": _("This is a packed file (ZIP). Is it a .praatplaat? Then read it in on the other page."),
        "gzip": _("This is a packed file. If it is a drawing, save it as plain SVG."),
    }
    usual = _("This is no drawing that can be read here. Choose an SVG, PNG, JPEG, WebP or PDF file.")
    return Refused(messages.get(kind, usual), field="file", code="unknown_kind")
