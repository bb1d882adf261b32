"""Files laid as evidence: looked at for what they are, not what they are called; photos are drawn anew.

Whatever gets through is only ever served as a thing to save, with a type of ours.
"""

import hashlib
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from leerruimte.base.refused import Refused
from leerruimte.base.uploads import MEGABYTE

LARGEST_FILE = 10 * MEGABYTE
LARGEST_PHOTO = 20 * MEGABYTE
# In dots: a phone's photograph has 12 to 50 million.
MOST_DOTS = 64_000_000
LONGEST_SIDE = 2048
QUALITY = 84
FORMATS = ("PNG", "JPEG", "WEBP")
LONGEST_NAME = 80
# What an office document may unpack to, and how many parts it may have.
MOST_UNPACKED = 200 * MEGABYTE
MOST_PARTS = 5_000
MOST_TIMES = 200
PDF_MARK_WITHIN = 1024
# What a PDF may not ask of the reader's computer. Packed parts are not looked into: it is saved, never opened by us.
PDF_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
MARKUP = re.compile(r"<\s*[a-z!/?]", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")

JPEG, PNG, PDF, TEXT = "image/jpeg", "image/png", "application/pdf", "text/plain"
OFFICE = {
    "word/": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "xl/": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "ppt/": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
}
OPEN = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
ENDINGS = {JPEG: "jpg", PNG: "png", PDF: "pdf", TEXT: "txt", **dict(OFFICE.values()), **OPEN}
# Also when they are the newest kind of photo, or of an office program of long ago: then a sentence that helps.
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: its bytes, our word for what it is, and a name that is safe to save it by."""

    data: bytes
    media_type: str
    name: str

    @property
    def is_photo(self) -> bool:
        """Whether it can be shown on the page."""
        return self.media_type in (JPEG, PNG)

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def check_file(data: bytes, name: str) -> CheckedFile:
    """Look at a file; `Refused` (field "file") with a sentence when it cannot be kept."""
    if not data:
        raise _no(_("This file is empty. Choose another."), "empty")
    if len(data) > LARGEST_PHOTO:
        raise _no(_("This file is too large: at most %(most)d MB.") % {"most": LARGEST_PHOTO // MEGABYTE}, "too_large")
    media_type = TEXT
    if _is_picture(data):
        data, media_type = _drawn_anew(data)
    elif len(data) > LARGEST_FILE:
        raise _no(_("This file is too large: at most %(most)d MB.") % {"most": LARGEST_FILE // MEGABYTE}, "too_large")
    elif b"%PDF-" in data[:PDF_MARK_WITHIN]:
        media_type = _checked_pdf(data)
    elif data.startswith(b"PK"):
        media_type = _checked_office(data)
    else:
        _check_text(data)
    return CheckedFile(data, media_type, safe_name(name, media_type))


def safe_name(name: str, media_type: str) -> str:
    """A name without paths and signs that mean something to a computer, and with the ending of what it is."""
    stem = PurePath(name.replace("\\", "/")).name.rpartition(".")[0] or PurePath(name).name
    # Letters that turn the direction of writing can make a name look like another.
    kept = "".join(sign for sign in stem if unicodedata.category(sign)[0] in "LNMZ" or sign in "-_()+,&'")
    stem = re.sub(r"\s+", " ", kept).strip(" .-")[:LONGEST_NAME] or "bewijs"
    return f"{stem}.{ENDINGS.get(media_type, 'bin')}"


def _no(message: str, code: str) -> Refused:
    return Refused(message, field="file", code=code)


def _is_picture(data: bytes) -> bool:
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return True
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _drawn_anew(data: bytes) -> tuple[bytes, str]:
    """A picture from its dots alone: no place, no camera, nothing behind its end."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _encoded(data)
    except Refused:
        raise
    # Pillow's readers raise whatever the broken place made go wrong.
    except Exception as error:
        message = _("This picture cannot be read: it is broken or not complete. Save it again and try once more.")
        raise _no(message, "broken_picture") from error


def _encoded(data: bytes) -> tuple[bytes, str]:
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_DOTS:
            raise _no(_("This picture is much too large. Make it smaller than 8000 by 8000 dots."), "too_many_dots")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        see_through = "A" in upright.getbands() or "transparency" in upright.info
        plain = upright.convert("RGBA" if see_through else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    kept = BytesIO()
    if see_through:
        bare.save(kept, "PNG", optimize=False)
        return kept.getvalue(), PNG
    bare.save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue(), JPEG


def _checked_pdf(data: bytes) -> str:
    if not data.lstrip().startswith(b"%PDF-"):
        raise _no(_("This PDF begins with something else. Save it again as PDF and try once more."), "odd_pdf")
    if PDF_ACTIVE.search(data):
        message = _("This PDF holds a program or another file. Print it to a new PDF and choose that one.")
        raise _no(message, "active_pdf")
    return PDF


def _checked_office(data: bytes) -> str:
    """What kind of office document a packed file is, if it is one without programs in it."""
    broken = _no(_("This document cannot be read: it is broken or locked. Save it again and try once more."), "broken")
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > min(
                MOST_UNPACKED, MOST_TIMES * len(data)
            ):
                raise _no(_("This document unpacks to something much too large."), "bomb")
            names = [part.filename for part in parts]
            media_type = _office_kind(packed, names)
            if any(part.flag_bits & 1 for part in parts):
                raise broken
    except Refused:
        raise
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, KeyError) as error:
        raise broken from error
    if any(re.search(r"vbaProject|/?Basic/|/?Scripts/|activeX|embeddings/.*\.(bin|exe)", name) for name in names):
        raise _no(_("This document holds a program (macros). Save it without and try once more."), "macros")
    return media_type


def _office_kind(packed: zipfile.ZipFile, names: list[str]) -> str:
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names):
        raise _unknown()
    if "[Content_Types].xml" in names:
        for folder, (media_type, _ending) in OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return media_type
    if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
        kind = packed.read("mimetype").decode("ascii", "replace").strip()
        if kind in OPEN:
            return kind
    raise _unknown()


def _check_text(data: bytes) -> None:
    """Plain text in UTF-8 without markup; anything else is not known here."""
    if data.startswith(OLD_OFFICE):
        message = _("This is a document of an older kind. Save it as DOCX, XLSX, PPTX or PDF and try once more.")
        raise _no(message, "old_office")
    if data[4:8] == b"ftyp":
        message = _("This is a film, or a photo of a kind that not everybody can open. Choose a JPEG, or lay a link.")
        raise _no(message, "film")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _unknown() from error
    if CONTROLS.search(text):
        raise _unknown()
    if MARKUP.search(text):
        raise _no(_("This is a web page or drawing with code in it. Save it as PDF and choose that one."), "markup")


def _unknown() -> Refused:
    message = _("This kind of file cannot be kept here. Choose a photo, a PDF, an office document or plain text.")
    return _no(message, "unknown_kind")
