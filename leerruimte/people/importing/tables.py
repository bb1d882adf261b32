"""The bytes of a spreadsheet -> lines of cells; says in plain words why something is no spreadsheet."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
MOST_LINES = 10_000
MOST_COLUMNS = 100
DELIMITERS = ";,\t"
# How files begin that people take for a spreadsheet.
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK"
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")


@dataclass(frozen=True)
class Line:
    """One row of a file; `number` is where it begins there, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A file with the names of its columns in the first line that is not empty."""

    header: Line
    lines: tuple[Line, ...]


def refuse(message: str) -> Refused:
    """What is wrong with the file as a whole, beside the field where it was chosen."""
    return Refused(message, field="file", code="file")


def read_csv(data: bytes) -> Table:
    """Read comma-separated text as spreadsheets write it: `;`, `,` or tab, UTF-8 or the code page of Windows."""
    text = decoded(data)
    if "\0" in text:
        raise refuse(_("This file is damaged: it holds signs that are no text. Save it again as CSV or XLSX."))
    first, _end, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep="):
        # Excel's own way to say what stands between cells; the line counts.
        return as_table(_csv_lines(rest, first.strip()[4:5] or ";", skipped=1))
    return as_table(_csv_lines(text, delimiter_of(text), skipped=0))


def decoded(data: bytes) -> str:
    """Text from bytes: by its mark, else UTF-8, else code page 1252."""
    if data.startswith((OLD_EXCEL, *OTHERS)) or data.lstrip()[:6].lower().startswith((b"<html", b"<!doct", b"<table")):
        raise refuse(_("This is no CSV or XLSX file. Open it in your spreadsheet program and save it as XLSX."))
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refuse(_("The letters in this file cannot be read. Save it as “CSV UTF-8” or as XLSX."))


def delimiter_of(text: str) -> str:
    """What stands between the cells: the sign that makes the most of the first line that is not empty."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))


def _csv_lines(text: str, delimiter: str, *, skipped: int) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield Line(begins + skipped, tuple(cells))
            begins = reader.line_num + 1
    except csv.Error:
        raise refuse(
            _("From line %(line)d on this file cannot be read: a quotation mark is open or a cell never ends.")
            % {"line": begins + skipped}
        ) from None


def as_table(lines: Iterator[Line]) -> Table:
    """Header and lines, without the empty ones and without white space around cells."""
    filled = []
    for line in lines:
        cells = tuple(cell.strip() for cell in line.cells)
        if not any(cells):
            continue
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise refuse(_("This file has more than %(most)d columns.") % {"most": MOST_COLUMNS})
        filled.append(Line(line.number, cells))
        if len(filled) > MOST_LINES + 1:
            raise refuse(_("This file has more than %(most)d rows. Split it.") % {"most": MOST_LINES})
    if not filled:
        raise refuse(_("There is nothing in this file."))
    if len(filled) == 1:
        raise refuse(_("There is one line in this file, the names of the columns. Put rows below it."))
    return Table(filled[0], tuple(filled[1:]))
