"""Rows -> the bytes of a spreadsheet, and the templates that people fill in."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from leerruimte.people.importing.cells import BEGINS_FORMULA
from leerruimte.people.importing.columns import COLUMNS, Column

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def written(form: str, rows: Sequence[Sequence[Any]], notes: Sequence[Sequence[str]] = ()) -> bytes:
    """A file in one of the `TYPES`; `notes` become a second sheet where there can be one."""
    return as_csv(rows) if form == "csv" else as_xlsx(rows, notes)


def as_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """As Excel opens it in this language: with a mark that it is UTF-8, and `;` where the comma is for decimals."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if (get_language() or "nl").startswith("nl") else ",")
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(rows: Iterable[Sequence[Any]], notes: Sequence[Sequence[str]] = ()) -> bytes:
    """One sheet with the first row fixed and in bold; every cell is text, a number or a day, never a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Sheet to fill in") if notes else _("Sheet"))
    sheet.freeze_panes = "A2"
    _write(sheet, rows)
    if notes:
        _write(book.create_sheet(_("What goes where")), notes)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Any, rows: Iterable[Sequence[Any]]) -> None:
    rows = list(rows)
    for number, column in enumerate(zip(*rows, strict=True), start=1):
        widest = max(len(str(value or "")) for value in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(60, max(12, widest + 2))
    for index, row in enumerate(rows):
        cells = [_cell(sheet, value) for value in row]
        if index == 0:
            for cell in cells:
                cell.font = Font(bold=True)
        sheet.append(cells)


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, (int, float, date)):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, _safe(value))
    if cell.value:
        cell.data_type = "s"
    return cell


def _safe(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula, without signs that a file cannot hold."""
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case int() | float():
            return value
    text = "".join(c for c in str(value) if unicodedata.category(c) not in ("Cc", "Cs"))
    return f"'{text}" if text.startswith(BEGINS_FORMULA) else text


def template(kind: str, form: str) -> bytes:
    """The file that people fill in: the names of the columns, and in XLSX what goes where."""
    return template_of(COLUMNS[kind], form)


def template_of(columns: Sequence[Column], form: str) -> bytes:
    """The file to fill in for these columns."""
    notes = [[_("Column"), _("What goes here")]]
    for column in columns:
        must = _("Must be filled in.") if column.required else _("May stay empty.")
        notes.append([str(column.label), f"{column.help} {must}".strip()])
    return written(form, [[str(column.label) for column in columns]], notes)
