"""One page of a PDF as a picture, drawn by a process of its own (`pdf_worker`) that cannot hang or fill the server."""

import json
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.plates.pictures.raster import Picture, read_picture

WORKER = Path(__file__).with_name("pdf_worker.py")
# In dots: sharp on A2, and on a beamer when one looks from near.
LONGEST_SIDE = 3200
MOST_SECONDS = 20
# Each may take a gigabyte and a half and a whole core: the pages of the room go on.
AT_ONCE = threading.BoundedSemaphore(1)


@dataclass(frozen=True)
class Page:
    """A page that was drawn: which one (1 is the first) of how many."""

    picture: Picture
    number: int
    pages: int


def read_page(data: bytes, number: int) -> Page:
    """Draw a page; `Refused` (field "file" or "page") when that cannot be done."""
    if not AT_ONCE.acquire(timeout=MOST_SECONDS):
        raise _refusal("busy", 0)
    try:
        told, drawn = _ask_worker(data, number)
    finally:
        AT_ONCE.release()
    if problem := told.get("problem"):
        raise _refusal(problem, int(told.get("pages", 0)))
    return Page(read_picture(drawn), number, int(told["pages"]))


def _ask_worker(data: bytes, number: int) -> tuple[dict[str, Any], bytes]:
    """What the worker said and drew. Its output is a file, so that the limit on files holds it."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as drawn, tempfile.TemporaryFile() as said:
        given.write(data)
        given.seek(0)
        command = [sys.executable, "-I", str(WORKER), str(number), str(LONGEST_SIDE)]
        try:
            subprocess.run(  # noqa: S603 (our own program; the file comes in by standard input only)
                command, stdin=given, stdout=drawn, stderr=said, env={}, cwd="/", timeout=MOST_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return {"problem": "slow"}, b""
        for file in (drawn, said):
            file.seek(0)
        # A worker that was stopped by a limit says nothing.
        last = said.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        try:
            return json.loads(last), drawn.read()
        except ValueError:
            return {"problem": "slow"}, b""


def _refusal(problem: str, pages: int) -> Refused:
    if problem == "page":
        message = _("This PDF has %(pages)d pages. Choose one of those.") % {"pages": pages}
        return Refused(message, field="page", code="no_such_page")
    messages = {
        "password": _("This PDF is locked with a password. Save it without one and try again."),
        "size": _("The page of this PDF has an odd size. Save it as an ordinary page, at most A0."),
        "busy": _("Somebody else's PDF is being drawn right now. Try again in a minute."),
        "slow": _("This PDF takes too much work to draw. Save the page as a picture (PNG) and try again."),
    }
    broken = _("This PDF cannot be read: it is broken or not complete. Save it again and try once more.")
    return Refused(messages.get(problem, broken), field="file", code=f"pdf_{problem}")
