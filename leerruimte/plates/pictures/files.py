"""The pictures themselves: files under MEDIA_ROOT, named after their contents, written whole or not at all."""

import base64
import contextlib
import os
import tempfile
import time
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from leerruimte.plates.pictures.raster import KINDS, small_picture


def picture_path(sha256: str) -> Path:
    """Where the bytes with this name are."""
    return Path(settings.MEDIA_ROOT) / "pictures" / sha256[:2] / sha256


def keep_bytes(sha256: str, data: bytes) -> None:
    """Keep a picture; it is on the disk when this returns. The same picture again changes nothing."""
    path = picture_path(sha256)
    with contextlib.suppress(FileNotFoundError):
        # It is new again: who clears old ones away now lets it be.
        os.utime(path)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(name, path)


def read_bytes(sha256: str) -> bytes:
    """The bytes of a picture; nothing when the file is gone."""
    try:
        return picture_path(sha256).read_bytes()
    except FileNotFoundError:
        return b""


def throw_away_bytes(sha256: str, *, seconds: float) -> None:
    """The file goes if nobody kept this picture in so many seconds; that it was gone already is fine."""
    path = picture_path(sha256)
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_mtime < time.time() - seconds:
            path.unlink()


def as_data(sha256: str, *, small: bool) -> str:
    """A picture as text inside a drawing, for where a drawing may fetch nothing (an <img>, a PDF)."""
    return _small_as_data(sha256) if small else _as_data(read_bytes(sha256))


# A hundred kilobytes each.
@lru_cache(maxsize=48)
def _small_as_data(sha256: str) -> str:
    data = read_bytes(sha256)
    return _as_data(small_picture(data)) if data else ""


def _as_data(data: bytes) -> str:
    kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
    return f"data:{KINDS[kind]};base64,{base64.b64encode(data).decode()}" if data else ""
