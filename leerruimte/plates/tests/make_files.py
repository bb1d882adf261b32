"""Files as people bring them in, good and hostile: made here, so that nothing dangerous lies about."""

import json
import os
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from leerruimte.plates.praatplaat.packing import DRAWING, MANIFEST, NO_TIME
from leerruimte.plates.tests import make

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SECRET_PLACE = b"SECRET-PLACE"
ROOT = Path(__file__).resolve().parent.parent.parent.parent
# Somebody else's list of payloads, where it is at hand.
HOSTILE = Path(os.environ.get("LEERRUIMTE_HOSTILE") or ROOT.parent / "shared" / "data" / "hostile")


def payloads() -> list[str]:
    """The long list; nothing where it is not at hand."""
    path = HOSTILE / "dompurify-fixtures.json"
    return [one["payload"] for one in json.loads(path.read_text("utf-8"))] if path.exists() else []


def reads_as_xml(payload: str) -> bool:
    """Whether a payload can stand in an SVG at all: else the whole file is refused."""
    try:
        ElementTree.fromstring(an_svg(payload))
    except ElementTree.ParseError:
        return False
    return True


def a_picture(kind: str = "PNG", size: tuple[int, int] = (120, 80), mode: str = "RGB", **how: Any) -> bytes:
    """A drawn picture: a tree on a field."""
    image = Image.new(mode, size, "#F4ECDD" if mode == "RGB" else (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, size[1] * 0.7, *size), fill="#2F8F68")
    pen.ellipse((size[0] * 0.3, size[1] * 0.1, size[0] * 0.7, size[1] * 0.7), fill="#D5452B")
    return saved(image, kind, **how)


def a_photo(size: tuple[int, int] = (200, 150), kind: str = "JPEG", **how: Any) -> bytes:
    """A picture with so many shades that it is none that was drawn."""
    image = Image.effect_noise(size, 90).convert("RGB")
    return saved(image, kind, **how)


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    """An image as a file."""
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def a_photo_that_tells_where() -> bytes:
    """A JPEG with a place, a camera and a turned side in its EXIF, and a comment."""
    exif = Image.Exif()
    exif[0x0110] = "Camera of Sanne"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (52.0, 5.0, 12.0)
    exif.get_ifd(0x8825)[29] = SECRET_PLACE.decode()
    return a_photo(exif=exif, comment=SECRET_PLACE)


def a_picture_bomb(side: int = 40_000) -> bytes:
    """A PNG of a few hundred kilobytes that would be gigabytes of dots."""
    rows = zlib.compressobj(9)
    empty = b"\0" * (1 + side // 8)
    data = b"".join(rows.compress(empty) for _row in range(side)) + rows.flush()

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def a_pdf(pages: int = 1, *, page_size: tuple[float, float] = (300, 200), extra: str = "", in_page: str = "") -> bytes:
    """A PDF with a red block on each page; `extra` goes into its catalogue."""
    content = b"1 0 0 rg 30 30 100 100 re f " + in_page.encode()
    kids = " ".join(f"{n} 0 R" for n in range(4, 4 + pages))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    box = f"[0 0 {page_size[0]} {page_size[1]}]"
    objects += [f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents 3 0 R >>".encode()] * pages
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def an_svg(inside: str = '<rect width="50" height="40" fill="red"/>', root: str = "") -> bytes:
    """An SVG of a drawing program, 100 by 80."""
    return f'<svg {SVG} viewBox="0 0 100 80" {root}>{inside}</svg>'.encode()


def uploaded(data: bytes, name: str = "tekening.png") -> SimpleUploadedFile:
    """A file as a form gets it."""
    return SimpleUploadedFile(name, data)


def a_zip(files: dict[str, bytes], **how: Any) -> bytes:
    """Any ZIP; `how`: attributes that each entry gets."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            for attribute, value in how.items():
                setattr(info, attribute, value)
            archive.writestr(info, data)
    return out.getvalue()


def files_of_a_praatplaat(**changes: Any) -> dict[str, Any]:
    """The files of a good .praatplaat, JSON still as values; `changes`: manifest keys that are otherwise."""
    drawing = make.SMALL_DRAWING
    link = {
        "title": {"nl": "Klein"},
        "made_by": "Sanne",
        "partnership": "Ander",
        "installation": "elders.example",
        "licence": "CC-BY-SA-4.0",
        "version": 1,
        "made_on": "2026-11-25",
        "fingerprint": "a" * 64,
    }
    manifest: dict[str, Any] = {
        "format": "praatplaat",
        "version": 1,
        "languages": ["nl"],
        "minutes": {"look": 10, "notice": 10, "act": 10},
        "words": ["zon"],
        "questions": [{"id": "wat", "movement": "look", "part": "none"}],
        "hotspots": [{"id": "boom", "number": 1, "area": [10, 20, 100, 80]}],
        "links": [{"kind": "text", "url": "https://voorbeeld.example/lezen"}],
        "working_parts": {},
        "pictures": [],
        "origin": [link],
    }
    texts = {
        "title": "Klein",
        "claim": "Klein begint het",
        "words.zon": "zon",
        "questions.wat.text": "Wat zie je?",
        "hotspots.boom.title": "Boom",
        "links.1.title": "Lees",
    }
    return {MANIFEST: {**manifest, **changes}, DRAWING: drawing, "texts/nl.json": texts}


def packed(files: dict[str, Any]) -> bytes:
    """Files as a .praatplaat."""
    return a_zip(
        {
            name: value
            if isinstance(value, bytes)
            else (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")
            for name, value in files.items()
        }
    )
