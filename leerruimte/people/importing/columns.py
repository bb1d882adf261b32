"""Which columns each kind of file has, by whichever of their names, and which kind a file is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leerruimte.people.importing.cells import as_word, one_line, without_guard
from leerruimte.people.importing.tables import ZIP, Table, read_csv, refuse
from leerruimte.people.importing.xlsx import read_xlsx

ORGANISATIONS, PEOPLE, SCHOOLS = "organisations", "people", "schools"
# A cell longer than this is cut before anything else: no column holds so much.
LONGEST_CELL = 500


@dataclass(frozen=True)
class Column:
    """`names`: how files call it, without capitals and signs; `help` and `example` stand in the template."""

    key: str
    label: "str | Promise"
    names: tuple[str, ...]
    help: "str | Promise" = ""
    longest: int = 200
    required: bool = False


_FROM = Column(
    "from", gettext_lazy("from"), ("from", "van", "vanaf", "begin", "begindatum"), gettext_lazy("First day: 1-9-2026.")
)
_UNTIL = Column(
    "until",
    gettext_lazy("until"),
    ("until", "totenmet", "tm", "tot", "eind", "einddatum"),
    gettext_lazy("Last day: 31-7-2027. May stay empty."),
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    ORGANISATIONS: (
        Column(
            "kind",
            gettext_lazy("kind"),
            ("kind", "soort", "type"),
            gettext_lazy("school, board or institute"),
            required=True,
        ),
        Column(
            "code",
            gettext_lazy("code"),
            ("code", "vestigingscode", "bevoegdgezagnummer", "brin", "brin6"),
            gettext_lazy("A board's number, the six signs of a school's location. The same code is the same one."),
            20,
        ),
        Column(
            "name",
            gettext_lazy("name"),
            ("name", "naam", "vestigingsnaam", "bevoegdgezagnaam"),
            gettext_lazy("As people call it."),
            required=True,
        ),
        Column(
            "board",
            gettext_lazy("board"),
            ("board", "bestuur"),
            gettext_lazy("Of a school: code or name of its board."),
        ),
        Column(
            "street",
            gettext_lazy("street and number"),
            ("street", "streetandnumber", "straat", "straatennummer", "adres", "address"),
            longest=120,
        ),
        Column("postcode", gettext_lazy("postcode"), ("postcode",), longest=10),
        Column("place", gettext_lazy("place"), ("place", "plaats", "plaatsnaam", "woonplaats"), longest=80),
        Column("website", gettext_lazy("website"), ("website", "internetadres", "site")),
        Column(
            "holidays",
            gettext_lazy("holiday region"),
            ("holidayregion", "holidays", "vakantieregio"),
            gettext_lazy("North, Middle or South"),
        ),
        Column(
            "latitude",
            gettext_lazy("degrees north"),
            ("degreesnorth", "latitude", "lat", "breedtegraad", "gradennoord", "noorderbreedte"),
            gettext_lazy("For the map: 52.51."),
        ),
        Column(
            "longitude",
            gettext_lazy("degrees east"),
            ("degreeseast", "longitude", "lon", "lng", "lengtegraad", "gradenoost", "oosterlengte"),
            gettext_lazy("For the map: 6.09."),
        ),
        _FROM,
        _UNTIL,
    ),
    PEOPLE: (
        Column("first_name", gettext_lazy("first name"), ("firstname", "voornaam", "roepnaam"), longest=40),
        Column("last_name", gettext_lazy("last name"), ("lastname", "achternaam"), longest=80),
        Column(
            "email",
            gettext_lazy("e-mail address"),
            ("email", "emailaddress", "emailadres", "mail", "mailadres"),
            gettext_lazy("The invitation goes here."),
            254,
            required=True,
        ),
        Column(
            "role",
            gettext_lazy("role"),
            ("role", "rol"),
            gettext_lazy("For example student, mentor, school-based educator."),
            required=True,
        ),
        Column(
            "organisation",
            gettext_lazy("organisation"),
            ("organisation", "organization", "organisatie", "school"),
            gettext_lazy("Code or name; empty: the partnership as a whole."),
        ),
        _FROM,
        _UNTIL,
    ),
    # The public list; what it calls its columns. It is read, never written.
    SCHOOLS: (
        Column("board", gettext_lazy("board"), ("bevoegdgezagnummer",), longest=20, required=True),
        Column("code", gettext_lazy("code"), ("vestigingscode",), longest=20, required=True),
        Column("name", gettext_lazy("name"), ("vestigingsnaam",), required=True),
        Column("street", gettext_lazy("street and number"), ("straatnaam",), longest=120),
        Column("number", gettext_lazy("number"), ("huisnummertoevoeging", "huisnummer")),
        Column("postcode", gettext_lazy("postcode"), ("postcode",), longest=10),
        Column("place", gettext_lazy("place"), ("plaatsnaam",), longest=80, required=True),
        Column("town", gettext_lazy("municipality"), ("gemeentenaam",)),
        Column("website", gettext_lazy("website"), ("internetadres",)),
        Column("holidays", gettext_lazy("holiday region"), ("vakantieregio",)),
    ),
}


@dataclass(frozen=True)
class FileRead:
    """What stands in a file. `rows`: {"line": number, column key: text}, only columns that the file has;
    `unread`: names of columns that nothing is done with."""

    kind: str
    rows: tuple[Mapping[str, Any], ...]
    unread: tuple[str, ...] = ()


def label_of(kind: str, key: str) -> str:
    """What a column is called on the screen."""
    return next(str(column.label) for column in COLUMNS[kind] if column.key == key)


def read_file(data: bytes) -> FileRead:
    """Read a file of any of the kinds; `Refused` says in words why it is none."""
    table = read_xlsx(data) if data.startswith(ZIP) else read_csv(data)
    names = [as_word(name) for name in table.header.cells]
    kind = _kind_of(set(names))
    # A list of boards has no column that says what they are: its own names do.
    fixed = {"kind": "board"} if kind == ORGANISATIONS and "bevoegdgezagnaam" in names else {}
    return _read_table(kind, COLUMNS[kind], table, fixed)


def read_as(kind: str, known: Sequence[Column], data: bytes) -> FileRead:
    """Read a file of another part of the system, with the columns that are known there."""
    return _read_table(kind, known, read_xlsx(data) if data.startswith(ZIP) else read_csv(data), {})


def _read_table(kind: str, known: Sequence[Column], table: Table, fixed: Mapping[str, str]) -> FileRead:
    columns = [_column(known, as_word(name)) for name in table.header.cells]
    twice = {str(column.label) for column in columns if column and columns.count(column) > 1}
    if twice:
        raise refuse(_("The column “%(column)s” is there twice.") % {"column": min(twice)})
    _check_complete(known, {*fixed, *(column.key for column in columns if column)})
    unread = tuple(one_line(name)[:60] for name, column in zip(table.header.cells, columns, strict=True) if not column)
    return FileRead(
        kind, tuple({**fixed, **row} for row in _rows(table, columns)), tuple(name for name in unread if name)
    )


def _kind_of(names: set[str]) -> str:
    if names.issuperset({"vestigingscode", "bevoegdgezagnummer", "vestigingsnaam"}):
        return SCHOOLS
    email = next(column for column in COLUMNS[PEOPLE] if column.key == "email")
    return PEOPLE if names.intersection(email.names) else ORGANISATIONS


def _column(known: Sequence[Column], name: str) -> Column | None:
    return next((column for column in known if name in column.names or name == as_word(str(column.label))), None)


def _check_complete(known: Sequence[Column], keys: set[str]) -> None:
    missing = [str(column.label) for column in known if column.required and column.key not in keys]
    if missing:
        raise refuse(
            _("A column is missing: %(columns)s. The first line holds the names of the columns, as in the template.")
            % {"columns": ", ".join(missing)}
        )


def _rows(table: Table, columns: Sequence[Column | None]) -> Iterator[dict[str, Any]]:
    for line in table.lines:
        row: dict[str, Any] = {"line": line.number}
        for column, cell in zip(columns, line.cells, strict=False):
            if column:
                row[column.key] = without_guard(one_line(cell[:LONGEST_CELL]))
        yield row
