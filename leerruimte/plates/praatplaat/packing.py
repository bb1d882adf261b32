"""The ZIP of a .praatplaat: written the same each time, and unpacked without believing what it says of itself."""

import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.base.uploads import MEGABYTE

MANIFEST = "manifest.json"
DRAWING = "drawing.svg"
MOST_ENTRIES = 200
LARGEST_UNPACKED = 60 * MEGABYTE
# Text packs ten times, at most; a bomb a thousand times. Small files may do as they like.
MOST_TIMES = 100
SMALL = 256 * 1024
PLAIN_NAME = re.compile(r"[A-Za-z0-9._/-]{1,120}")
# In a ZIP the moment does not matter: the same plate gives the same file.
NO_TIME = (2020, 1, 1, 0, 0, 0)


def pack(files: Mapping[str, bytes]) -> bytes:
    """A ZIP with these files, in this order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            # As on Unix, wherever it is written.
            info.create_system = 3
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, data)
    return out.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The files in a ZIP by name; `Refused` (field "file") when it is no whole ZIP or has what does not belong."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _unpacked(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise _refused(_("This file cannot be opened: it is not a whole .praatplaat."), "not_a_zip") from error


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise _refused(_("There is too much in this file for one poster."), "too_many")
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) < len(names):
        raise _refused(_("Something is in this file twice. Ask for it again."), "double")
    for entry in entries:
        _check_entry(entry)
    files: dict[str, bytes] = {}
    left = LARGEST_UNPACKED
    for entry in entries:
        # What the file says of its own size may be a lie: read no further than what is left.
        most = min(left, max(SMALL, entry.compress_size * MOST_TIMES))
        with archive.open(entry) as packed:
            files[entry.filename] = packed.read(most + 1)
        left -= len(files[entry.filename])
        if len(files[entry.filename]) > most:
            raise _refused(_("Unpacked this file would be much too large."), "bomb")
    return files


def _check_entry(entry: zipfile.ZipInfo) -> None:
    """Only plain files, by plain names, that anybody can open."""
    odd = entry.is_dir() or stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG)
    name = entry.filename
    # `orig_filename` still has what zipfile made neat: a zero byte, a backslash.
    plain = name == entry.orig_filename and PLAIN_NAME.fullmatch(name)
    if odd or not plain or any(part in ("", ".", "..") for part in name.split("/")):
        raise _refused(_("There is something in this file that does not belong in a poster."), "odd_entry")
    if entry.flag_bits & 0x1:
        raise _refused(_("This file is locked with a password."), "locked")


def _refused(message: str, code: str) -> Refused:
    return Refused(message, field="file", code=code)
