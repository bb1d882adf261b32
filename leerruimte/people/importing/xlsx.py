"""XLSX files: what Excel and its like save. They are zips of XML, so they are looked at before they are opened."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from leerruimte.base.refused import Refused
from leerruimte.people.importing.tables import MEGABYTE, MOST_COLUMNS, Line, Table, as_table, refuse

LARGEST_UNPACKED = 30 * MEGABYTE
MOST_PARTS = 500
# As many rows as a sheet can have: a file that says more lies.
MOST_ROWS = 1_048_576
# Entities can be made to grow without end, and no spreadsheet needs them.
DECLARES = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E|<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y")
FORMULA_WITHOUT_OUTCOME = re.compile(rb"<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>|</c>)")


def read_xlsx(data: bytes) -> Table:
    """Read the first visible sheet; of formulas the outcome that was saved with them."""
    _look_before(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return as_table(_lines(sheets[0]))
    except Refused:
        raise
    except Exception:  # a damaged sheet can fail in any way, deep inside the library
        raise _damaged() from None


def _look_before(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _look_at(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise _damaged() from None


def _look_at(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if "xl/workbook.xml" not in archive.namelist():
        raise refuse(_("This is no XLSX file. Open it in your spreadsheet program and save it as XLSX or CSV."))
    # No more is ever unpacked of a part than it says here.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise refuse(_("Unpacked this file is too large. Copy the rows you need into a new file."))
    for part in parts:
        if not part.filename.endswith((".xml", ".rels")):
            continue
        contents = archive.read(part)
        if DECLARES.search(contents):
            raise _damaged()
        if part.filename.startswith("xl/worksheets/") and FORMULA_WITHOUT_OUTCOME.search(contents):
            raise refuse(
                _("This file has formulas without their outcome. Open it in your spreadsheet program and save it.")
            )


def _damaged() -> Refused:
    return refuse(_("This file is damaged or has a password. Open it in your spreadsheet program and save it again."))


def _lines(sheet: Any) -> Iterator[Line]:
    # What a sheet says of its own size may be a lie.
    sheet.reset_dimensions()
    gap = None
    rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS + 1, values_only=True)
    for number, cells in enumerate(rows, start=1):
        if cells is gap:
            continue
        if all(cell is None for cell in cells):
            gap = cells
            continue
        yield Line(number, tuple(_as_text(cell) for cell in cells))


def _as_text(cell: object) -> str:
    """A cell as somebody would type it: days as 2026-09-01, whole numbers without a point."""
    match cell:
        case None:
            return ""
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell)
