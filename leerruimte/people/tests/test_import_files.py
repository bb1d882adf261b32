"""Files become rows, or a sentence that says what is wrong with them; however they were made."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from leerruimte.base.refused import Refused
from leerruimte.people.importing import tables
from leerruimte.people.importing.cells import WrongCellError, one_line, read_day, read_website, without_guard
from leerruimte.people.importing.columns import COLUMNS, ORGANISATIONS, PEOPLE, SCHOOLS, read_file
from leerruimte.people.importing.rows import ROLES, read_organisation, read_person
from leerruimte.people.importing.school_list import as_organisations, boards_listed, names_of_boards, place_name
from leerruimte.people.importing.writing import as_csv, as_xlsx, template
from leerruimte.people.models import Role
from tests.school_list import real_list

SCHOOL_LIST = (
    "PROVINCIE;BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;"
    "POSTCODE;PLAATSNAAM;GEMEENTENAAM;INTERNETADRES;VAKANTIEREGIO\r\n"
    "Waardland;95001;91AB;91AB00;IKC ’t Oelebröd;Hoge Weg;3-A;0595 LA;'S-ZANDERMEER;ZANDERMEER; ;Midden\r\n"
    'Waardland;95001;91AB;91AB01;"Basisschool ""De Letterkreek""";Brink;1;0595 LB;BERGEN AAN ZEE;MEER;www.x.nl;Zuid\r\n'
    "Waardland;95002;94AC;94AC00;CBS De Klaversprong;Brink;2;0595 LC;IJZERDIJK;MEERLAND;geen;Zuid\r\n"
)


SEPTEMBER = datetime(2026, 9, 1)  # noqa: DTZ001 (a sheet knows no time zones)


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as no:
        read_file(data)
    assert no.value.field == "file"
    return no.value.message


def xlsx(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, contents: bytes) -> bytes:
    """An XLSX file with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, contents if part == name else old.read(part))
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_as_spreadsheets_write_it(delimiter: str, encoding: str, end: str):
    text = end.join(
        [delimiter.join(["soort", "naam", "plaats"]), delimiter.join(["school", "’t Reëbos", "Zándermeer"])]
    )
    read = read_file(text.encode(encoding))
    assert read.rows == ({"line": 2, "kind": "school", "name": "’t Reëbos", "place": "Zándermeer"},)


def test_lines_count_as_in_the_file_also_after_a_cell_of_several_lines():
    read = read_file(b'sep=;\nsoort;naam\n\nschool;"De\nKantelboom"\nschool;De Brug\n')
    assert [(row["line"], row["name"]) for row in read.rows] == [(4, "De Kantelboom"), (6, "De Brug")]


def test_xlsx_with_days_numbers_and_outcomes():
    read = read_file(
        xlsx(["soort", "code", "naam", "van", "lat"], [], ["bestuur", 95001.0, "Lindegroep", SEPTEMBER, 52.5])
    )
    assert read.rows == (
        {"line": 3, "kind": "bestuur", "code": "95001", "name": "Lindegroep", "from": "2026-09-01", "latitude": "52.5"},
    )


def test_each_kind_is_known_by_its_columns():
    assert read_file(b"E-mail;Rol\nsanne@school.nl;mentor").kind == PEOPLE
    assert read_file(b"Soort;Naam\nschool;De Brug").kind == ORGANISATIONS
    assert read_file(SCHOOL_LIST.encode("cp1252", "replace")).kind == SCHOOLS
    assert read_file(b"BEVOEGD GEZAG NUMMER,BEVOEGD GEZAG NAAM\r\n95001,Lindegroep").rows[0]["kind"] == "board"


def test_columns_that_nothing_is_done_with_are_told():
    assert read_file(b"Soort;Naam;Telefoon\nschool;De Brug;1").unread == ("Telefoon",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "nothing in this file"),
        (b"\n \n;;\n", "nothing in this file"),
        (b"soort;naam\n", "one line"),
        (b"soort;naam\nschool;\0", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1oud", "no CSV or XLSX"),
        (b"%PDF-1.7", "no CSV or XLSX"),
        (b"\x89PNG\r\n", "no CSV or XLSX"),
        (b"<html><table>", "no CSV or XLSX"),
        (b"PK\x03\x04kapot", "damaged"),
        (b"naam;\x81\x8d\nx;y", "letters"),
        (b'soort;naam\nschool;"De Brug\nschool;De Kade\n', "From line 2"),
        (b"plaats\nZandermeer", "A column is missing: kind, name"),
        (b"e-mail\nx@y.nl", "A column is missing: role"),
        (b"soort;naam;name\nschool;a;b", "there twice"),
        (b";" * 200 + b"x\n1", "more than 100 columns"),
        (b"soort;naam\n" + b"school;x\n" * 100_000, "more than 10000 rows"),
    ],
)
def test_what_is_no_file_for_us_says_so(data: bytes, words: str):
    with translation.override("en"):
        assert words in refused(data)


def test_hostile_sheets():
    good = xlsx(["soort", "naam"], ["school", "De Brug"])
    sheet = "xl/worksheets/sheet1.xml"
    entities = b'<!DOCTYPE x [<!ENTITY a "aa">]><worksheet><sheetData/></worksheet>'
    huge = b"<worksheet>" + b" " * (31 * tables.MEGABYTE) + b"</worksheet>"
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>soort</t></is></c>'
        b'<c r="B1" t="inlineStr"><is><t>naam</t></is></c></row>'
        b'<row r="999999999"><c r="A1" t="inlineStr"><is><t>school</t></is></c></row></sheetData></worksheet>'
    )
    formula = far.replace(b't="inlineStr"><is><t>school</t></is>', b"><f>1+1</f><v></v>")
    with translation.override("en"):
        assert "damaged" in refused(with_part(good, sheet, entities))
        assert "too large" in refused(with_part(good, sheet, huge))
        assert "one line" in refused(with_part(good, sheet, far))
        assert "formulas without" in refused(with_part(good, sheet, formula))
        assert "damaged" in refused(with_part(good, sheet, b"<worksheet>"))
        assert "damaged" in refused(good[: len(good) // 2])
        assert "no XLSX" in refused(
            with_part(good, "xl/workbook.xml", b"").replace(b"xl/workbook.xml", b"xl/workbook.xmx")
        )


def test_a_formula_stays_text_and_no_control_sign_comes_in():
    read = read_file('soort;naam\nschool;=HYPERLINK("x")\u202e\x07 De  Brug'.encode())
    assert read.rows[0]["name"] == '=HYPERLINK("x") De Brug'


@pytest.mark.parametrize("text", ["1-9-2026", "01/09/2026", "2026-09-01", "1.9.2026", "1 9 2026"])
def test_days(text: str):
    assert read_day(text) == date(2026, 9, 1)


@pytest.mark.parametrize("text", ["31-2-2026", "1-9-26", "september", "2026", "0-1-2026"])
def test_no_days(text: str):
    with pytest.raises(WrongCellError):
        read_day(text)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "http://", "www school nl", "https://a@b.nl", "x"])
def test_no_websites(text: str):
    with pytest.raises(WrongCellError):
        read_website(text)


def problems(row: object) -> dict[str, str]:
    return {problem.column: problem.why for problem in row.problems}  # type: ignore[attr-defined]


def test_all_that_is_wrong_with_a_row_is_told_at_once():
    wrong = read_organisation(
        {
            "line": 2,
            "kind": "winkel",
            "code": "91 AB",
            "name": "",
            "website": "javascript:x",
            "holidays": "oost",
            "latitude": "500",
            "longitude": "",
            "from": "1-9-2026",
            "until": "1-8-2026",
            "postcode": "x" * 11,
        }
    )
    assert set(problems(wrong)) == {
        "kind", "code", "name", "website", "holidays", "latitude", "longitude", "until", "postcode",
    }  # fmt: skip
    person = read_person({"line": 2, "email": "sanne", "role": "baas", "from": "morgen"})
    assert set(problems(person)) == {"email", "role", "from"}


def test_only_a_school_has_a_board():
    assert set(problems(read_organisation({"line": 2, "kind": "bestuur", "name": "x", "board": "y"}))) == {"board"}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_templates_and_words_of_one_language_are_read_in_the_other(language: str, form: str):
    from leerruimte.people.importing.cells import as_word

    with translation.override(language):
        roles = [str(role.label) for role in Role]
        for kind in (ORGANISATIONS, PEOPLE):
            with pytest.raises(Refused, match=r"één regel|one line"):
                read_file(template(kind, form))
        header = [str(column.label) for column in COLUMNS[ORGANISATIONS]]
    with translation.override("en" if language == "nl" else "nl"):
        assert [ROLES[as_word(role)] for role in roles] == [role.value for role in Role]
        read = read_file(as_csv([header, ["x"] * len(header)]))
        assert not read.unread
        assert set(read.rows[0]) == {"line", *(column.key for column in COLUMNS[ORGANISATIONS])}


def test_the_public_list():
    read = read_file(SCHOOL_LIST.encode("cp1252"))
    rows = as_organisations(read.rows, {"91AB00", "94AC00"}, {"95001": "Lindegroep"}, {"95002"})
    assert [(row["kind"], row["code"], row["name"]) for row in rows] == [
        ("board", "95001", "Lindegroep"),
        ("school", "91AB00", "IKC ’t Oelebröd"),
        ("school", "94AC00", "CBS De Klaversprong"),
    ]
    assert rows[1]["street"] == "Hoge Weg 3-A"
    assert rows[2]["website"] == ""
    assert not any(read_organisation(row).problems for row in rows)


def test_searching_the_public_list():
    rows = read_file(SCHOOL_LIST.encode("cp1252")).rows
    names = {"95002": "Stichting Élan"}

    def found(words: str) -> list[tuple[str, int, int]]:
        return [(one.number, len(one.schools), len(one.found)) for one in boards_listed(rows, names, ["91AB01"], words)]

    assert found("") == [("95002", 1, 0), ("95001", 2, 0)]
    assert found("oelebrod zandermeer") == [("95001", 2, 1)]
    assert found("elan") == [("95002", 1, 0)]
    assert found("94ac00") == [("95002", 1, 1)]
    assert found("nergens") == []
    assert boards_listed(rows, names, ["91AB01"], "95001")[0].chosen == 1


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("'S-GRAVENHAGE", "'s-Gravenhage"),
        ("BERGEN OP ZOOM", "Bergen op Zoom"),
        ("IJMUIDEN", "IJmuiden"),
        ("KRIMPEN AAN DEN IJSSEL", "Krimpen aan den IJssel"),
        ("2E EXLOERMOND", "2e Exloermond"),
        ("DE BILT", "De Bilt"),
        ("OOSTERHOUT NB", "Oosterhout NB"),
        ("Al goed", "Al goed"),
    ],
)
def test_places_in_capitals(capitals: str, name: str):
    assert place_name(capitals) == name


def test_names_of_boards_come_from_a_file_with_boards_only():
    assert names_of_boards(read_file(b"BEVOEGD GEZAG NUMMER,BEVOEGD GEZAG NAAM\n95001,Lindegroep")) == {
        "95001": "Lindegroep"
    }
    with pytest.raises(Refused):
        names_of_boards(read_file(b"e-mail;rol\nx@y.nl;mentor"))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(one_line)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5), st.sampled_from([as_csv, as_xlsx]))
def test_what_is_written_is_read_again(rows: list[tuple[str, str]], write: object):
    data = write([["soort", "naam"], *(("school", f"x{a}") for a, _b in rows)])  # type: ignore[operator]
    assert [row["name"] for row in read_file(data).rows] == [f"x{a}" for a, _b in rows]


@given(TEXTS)
def test_no_cell_of_ours_is_a_formula(text: str):
    line = as_csv([[text, "x"]]).decode("utf-8-sig").removeprefix('"')
    assert not line.startswith(("=", "+", "-", "@", "\t"))
    if not text.startswith("'"):
        guarded = f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
        assert without_guard(guarded) == text


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_bytes_are_read_or_refused(data: bytes):
    with suppress(Refused):
        assert read_file(data).rows


def test_the_real_list_is_read_whole_and_fast():
    read = read_file(real_list().read_bytes())
    assert len(read.rows) == 6122
    assert len(boards_listed(read.rows, {}, ())) == 749
    rows = [read_organisation(row) for row in as_organisations(read.rows, {row["code"] for row in read.rows}, {}, ())]
    assert [row for row in rows if row.problems] == []
