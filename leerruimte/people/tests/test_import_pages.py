"""The pages and commands with which files come in and go out."""

import re
import time
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from leerruimte.conversations.tests.make import a_partnership, a_stranger
from leerruimte.people.importing.columns import read_file
from leerruimte.people.models import (
    AuditEntry,
    Organisation,
    OrganisationMembership,
    Partnership,
    PendingImport,
    Role,
)
from leerruimte.people.queries.importing import plan_of
from leerruimte.people.tests.make import (
    a_coordinator,
    a_person,
    a_role,
    an_organisation,
    browser_of,
    somebody,
)
from leerruimte.people.tests.test_taking_in import BOARD_AND_SCHOOL, PEOPLE, confirm, outcomes, why
from tests.school_list import example_list, real_list

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words_in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def partnership() -> Partnership:
    return a_partnership()


# ---- the pages ----


def upload(browser: Client, partnership: Partnership, data: bytes, name: str = "lijst.csv") -> str:
    """Where one comes after choosing a file."""
    answer = browser.post(reverse("people:import", args=[partnership.slug]), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def confirmed(browser: Client, preview: str) -> Any:
    """Press the button under a preview."""
    page = browser.get(preview).content.decode()
    digest = re.search(r'name="proef" value="(\w+)"', page)
    assert digest, page
    return browser.post(f"{preview}bevestig/", {"proef": digest[1]})


@pytest.fixture
def browser(partnership: Partnership) -> Client:
    made = browser_of(a_coordinator(partnership))
    made.cookies["taal"] = "en"
    return made


def test_look_filter_confirm_and_confirm_again(browser: Client, partnership: Partnership):
    data = BOARD_AND_SCHOOL + "winkel;;<script>alert(1)</script>;;;\n"
    preview = upload(browser, partnership, data.encode())
    page = browser.get(preview).content.decode()
    assert not Organisation.objects.exists()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert page.index("winkel") < page.index("De Kantelboom"), "what is wrong stands first"
    only = browser.get(f"{preview}?toon=new").content.decode()
    assert "winkel" not in only
    assert confirmed(browser, preview)["Location"] == reverse("people:organisations", args=[partnership.slug])
    assert Organisation.objects.count() == 3
    assert browser.post(f"{preview}bevestig/", {"proef": "x"}).status_code == 302
    assert browser.get(preview).status_code == 302
    assert Organisation.objects.count() == 3


def test_a_file_that_is_none_is_refused_beside_the_field(browser: Client, partnership: Partnership):
    answer = browser.post(
        reverse("people:import", args=[partnership.slug]), {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7")}
    )
    assert answer.status_code == 422
    assert "no CSV or XLSX" in answer.content.decode()
    assert browser.post(reverse("people:import", args=[partnership.slug])).status_code == 422


def test_a_file_can_be_put_away(browser: Client, partnership: Partnership):
    preview = upload(browser, partnership, BOARD_AND_SCHOOL.encode())
    assert browser.post(f"{preview}weg/").status_code == 302
    assert browser.get(preview).status_code == 404
    assert not PendingImport.objects.exists()


def test_a_file_of_strangers_is_not_there(browser: Client, partnership: Partnership):
    preview = upload(browser, partnership, BOARD_AND_SCHOOL.encode())
    strangers = a_stranger()
    stranger = browser_of(a_coordinator(strangers))
    assert stranger.get(preview).status_code == 404
    assert stranger.get(preview.replace(partnership.slug, strangers.slug)).status_code == 404
    assert Client().get(preview).status_code == 404


def test_without_a_second_factor_one_more_step_is_asked(partnership: Partnership):
    browser = browser_of(a_coordinator(partnership), second_factor=False)
    for name in ("import", "invitations", "invite"):
        assert browser.get(reverse(f"people:{name}", args=[partnership.slug])).status_code == 403
    educator = browser_of(somebody(Role.SCHOOL_EDUCATOR, partnership))
    assert educator.get(reverse("people:import", args=[partnership.slug])).status_code == 404


def chosen() -> list[str]:
    return PendingImport.objects.get().chosen


def test_the_public_list_board_by_board(browser: Client, partnership: Partnership):
    pick = upload(browser, partnership, example_list("schools").read_bytes())
    assert pick.endswith("/kies/")
    page = browser.get(f"{pick}?q=wolkenkade").content.decode()
    assert "De Wolkenkade" in page
    assert page.count('name="bestuur"') == 1
    back = browser.post(f"{pick}?q=wolkenkade", {"bestuur": "95035", "doe": "bewaar"})
    assert back["Location"] == f"{pick}?q=wolkenkade"
    assert chosen() == ["99RZ00"]
    # Another page of the list says nothing of what was chosen here.
    browser.post(f"{pick}?q=95001", {"bestuur": "95001", "doe": "bewaar"})
    assert len(chosen()) == 39
    schools = [row["code"] for row in PendingImport.objects.get().rows if row["board"] == "95001"]
    browser.post(f"{pick}95001/", {"school": [*schools[:2], "99RZ00", "nergens"]})
    assert set(chosen()) == {*schools[:2], "99RZ00"}
    # A board of which two were chosen stays so, until it is unticked.
    browser.post(f"{pick}?q=95001", {"bestuur": "95001", "doe": "bewaar"})
    assert len(chosen()) == 3
    browser.post(f"{pick}?q=95001", {"doe": "bewaar"})
    assert chosen() == ["99RZ00"]


def test_boards_of_the_public_list_get_names_by_a_file_and_by_typing(browser: Client, partnership: Partnership):
    an_organisation(partnership, Organisation.Kind.BOARD, "Is er al", code="95002")
    pick = upload(browser, partnership, example_list("schools").read_bytes())
    browser.post(pick, {"doe": "alles"})
    names = browser.post(pick, {"doe": "verder", "bestuur": [str(95001 + n) for n in range(40)]})["Location"]
    assert names.endswith("/namen/")
    page = browser.get(names).content.decode()
    assert page.count('name="naam-') == 39
    assert "naam-95002" not in page
    boards = SimpleUploadedFile("besturen.csv", example_list("boards").read_bytes())
    assert browser.post(names, {"file": boards, "doe": "bestand"})["Location"] == names
    assert browser.post(names, {"file": SimpleUploadedFile("x.pdf", b"%PDF"), "doe": "bestand"}).status_code == 422
    typed = dict(re.findall(r'name="naam-(\d+)" value="([^"]*)"', browser.get(names).content.decode()))
    assert typed["95001"] == "Stichting Meerwaarde Zandermeer"
    answers = {f"naam-{number}": name for number, name in typed.items()}
    preview = browser.post(names, {**answers, "naam-95035": "Klein", "naam-95036": "", "doe": "verder"})["Location"]
    confirmed(browser, preview)
    kept = dict(Organisation.objects.filter(kind=Organisation.Kind.BOARD).values_list("code", "name"))
    assert (len(kept), kept["95035"], kept["95036"], kept["95002"]) == (40, "Klein", "Board 95036", "Is er al")


def test_350_schools_within_a_second_and_few_queries(browser: Client, partnership: Partnership):
    preview = upload(browser, partnership, example_list("schools").read_bytes())
    browser.post(preview, {"doe": "alles"})
    preview = preview.removesuffix("kies/")
    begin = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(preview)
    assert time.perf_counter() - begin < 1
    assert len(queries) <= 10
    assert page.content.decode().count("import-row") == 50
    with CaptureQueriesContext(connection) as queries:
        confirmed(browser, preview)
    assert len(queries) <= 45
    assert Organisation.objects.count() == 390


def test_the_whole_public_list_within_three_seconds(browser: Client, partnership: Partnership):
    begin = time.perf_counter()
    pick = upload(browser, partnership, real_list().read_bytes())
    assert time.perf_counter() - begin < 3
    begin = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(f"{pick}?q=utrecht").content.decode()
    assert time.perf_counter() - begin < 3
    assert len(queries) <= 10
    assert page.count('name="bestuur"') == 20
    assert browser.post(pick, {"doe": "alles"}).status_code == 302
    assert PendingImport.objects.get().chosen == [], "6,122 at once is too many"


# ---- taking out, and the commands ----


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_was_taken_out_changes_nothing_when_read_in_again(
    partnership: Partnership, form: str, language: str, tmp_path: Any
):
    confirm(partnership, BOARD_AND_SCHOOL.replace("De Kantelboom", "=1+1 ’t Reëbos"))
    Organisation.objects.filter(code="91AB00").update(latitude=52.5, longitude=-6.25, holidays="zuid")
    OrganisationMembership.objects.update(until_date=date(2030, 7, 31))
    person = a_person("Jan", "d'Hondt", email="jan@school.nl")
    school = Organisation.objects.get(code="91AB00")
    a_role(person, Role.MENTOR, partnership, school, from_date=date(2020, 9, 1), until_date=date(2021, 7, 31))
    a_role(person, Role.MENTOR, partnership, school, from_date=date(2022, 9, 1))
    a_role(person, Role.STEERING, partnership)
    coordinator = a_coordinator(partnership)
    browser = browser_of(coordinator)
    browser.cookies["taal"] = language
    for kind, count in (("organisaties", 3), ("mensen", 5)):
        answer = browser.post(reverse("people:take_out_table", args=[partnership.slug, kind, form]))
        assert answer.status_code == 200
        read = read_file(answer.content)
        planned = plan_of(partnership, read.kind, read.rows)
        assert outcomes(planned) == ["same"] * count, [why(one) for one in planned.rows]
    taken = AuditEntry.objects.filter(verb=AuditEntry.Verb.TOOK_OUT, by=coordinator)
    assert set(taken.values_list("kind", "words")) == {
        ("organisations", f"3 rows, {form}"),
        ("people", f"5 rows, {form}"),
    }


def test_what_is_not_shown_here_is_not_taken_out(partnership: Partnership):
    school = an_organisation(a_stranger(), code="91AB00")
    Organisation.objects.update(street="Geheim 1", latitude=52.5, longitude=6.25)
    OrganisationMembership.objects.create(partnership=partnership, organisation=school, shares=[])
    browser = browser_of(a_coordinator(partnership))
    answer = browser.post(reverse("people:take_out_table", args=[partnership.slug, "organisaties", "csv"]))
    assert "De Kantelboom" in answer.content.decode()
    assert "Geheim" not in answer.content.decode()
    assert "52.5" not in answer.content.decode()


@pytest.mark.parametrize("kind", ["organisaties", "mensen"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_templates(browser: Client, partnership: Partnership, kind: str, form: str):
    answer = browser.get(reverse("people:template", args=[partnership.slug, kind, form]))
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK" if form == "xlsx" else b"\xef\xbb\xbf")
    assert browser.get(reverse("people:template", args=[partnership.slug, kind, "pdf"])).status_code == 404


def test_the_same_as_commands(partnership: Partnership, tmp_path: Any, capsys: Any):
    schools, boards = example_list("schools"), example_list("boards")
    more = {"partnership": partnership.slug, "language": "en"}
    call_command("import_organisations", schools, boards="95035", board_names=boards, **more)
    assert "2 new" in capsys.readouterr().out
    assert not Organisation.objects.exists()
    call_command("import_organisations", schools, boards="95035", board_names=boards, confirm=True, **more)
    assert set(Organisation.objects.values_list("name", flat=True)) == {"De Wolkenkade", "Stichting Het Kleine Bestuur"}
    with pytest.raises(CommandError, match="not in this list: 1"):
        call_command("import_organisations", schools, boards="1", **more)
    with pytest.raises(CommandError, match="a file with schools"):
        call_command("import_people", schools, **more)
    people = tmp_path / "mensen.csv"
    people.write_text(PEOPLE + "Mo;;mo@school.nl;student;De Wolkenkade;;\n")
    call_command("import_people", people, confirm=True, send=True, address="https://leren.example", **more)
    assert "1 sent" in capsys.readouterr().out
    for kind, count in (("organisations", 2), ("people", 0)):
        out = tmp_path / f"{kind}.xlsx"
        a_role(a_person(), Role.STUDENT, partnership)
        call_command(f"export_{kind}", out, **more)
        assert len(read_file(out.read_bytes()).rows) == (count or 2)
    with pytest.raises(CommandError, match=r"csv or \.xlsx"):
        call_command("export_people", tmp_path / "x.pdf", **more)
