"""A coordinator sets up a new partnership from two spreadsheets: organisations, then people, who are invited."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import BrowserContext, Page, expect

from tests.school_list import example_list, real_list
from tests.stories.conftest import LAPTOP, PHONE, Screens, Site, scrolls_sideways

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("site")]


def a_partnership(site: Site) -> dict[str, str]:
    """A new partnership with nothing in it but its coordinator, who signed in with a second factor."""
    return site.script(
        """
        from django.conf import settings
        from leerruimte.people.tests import make as people
        partnership = make.a_partnership()
        coordinator = people.a_person("Ina", email=f"{partnership.slug}@waardland.example")
        people.a_role(coordinator, "coordinator", partnership)
        key = people.browser_of(coordinator).cookies[settings.SESSION_COOKIE_NAME].value
        answer({"slug": partnership.slug, "key": key, "at": f"/partnerschap/{partnership.slug}"})
        """
    )


def signed_in(screens: Screens, there: dict[str, str], **device: object) -> Page:
    context: BrowserContext = screens.device(**device)
    context.add_cookies([{"name": "leerruimte", "value": there["key"], "url": screens.site.address}])
    return context.new_page()


def filled_in(page: Page, kind: str, *rows: list[str]) -> bytes:
    """The template that the page gives, with rows below the names of its columns."""
    with page.expect_download() as download:
        page.locator(f'a[href$="/sjabloon/{kind}.xlsx"]').click()
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    sheet = book.worksheets[0]
    assert sheet["A1"].value in ("soort", "voornaam")
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def bring_in(page: Page, data: bytes, name: str = "lijst.xlsx") -> None:
    page.get_by_label("Je bestand").set_input_files({"name": name, "mimeType": "", "buffer": data})
    page.get_by_role("button", name="Kijk wat erin staat").click()


def letters(site: Site) -> str:
    return "".join(path.read_text("utf-8") for path in Path(site.environment["LEERRUIMTE_VAR"], "mail").glob("*"))


def test_from_nothing_to_invited_people_with_two_spreadsheets(
    screens: Screens, site: Site, axe_finds_nothing: Callable[[Page], None]
):
    there = a_partnership(site)
    page = signed_in(screens, there, **LAPTOP)
    page.goto(f"{there['at']}/inlezen/")
    axe_finds_nothing(page)
    bring_in(
        page,
        filled_in(
            page,
            "organisaties",
            ["opleiding", "", "Hogeschool Zandermeer", "", "", "", "Zandermeer"],
            ["bestuur", "95002", "Stichting Lindegroep"],
            ["school", "91AB00", "Het Zilverspoor", "95002", "Brink 1", "0595 LA", "Lindewoude"],
            ["school", "91AC00", "De Wolkenkade", "95009"],
        ),
    )
    expect(page.get_by_role("heading", name="Wat dit bestand verandert")).to_be_visible()
    expect(page.locator(".import-row").first).to_contain_text("Het bestuur “95009” staat niet in dit bestand")
    axe_finds_nothing(page)
    page.get_by_role("link", name="3 nieuw").click()
    expect(page.locator(".import-row")).to_have_count(3)
    page.get_by_role("button", name="Bevestig 3 rijen").click()
    expect(page.get_by_text("Bewaard: 3 nieuw, 0 veranderd.")).to_be_visible()
    expect(page.get_by_role("link", name="Het Zilverspoor")).to_be_visible()

    page.goto(f"{there['at']}/inlezen/")
    bring_in(
        page,
        filled_in(
            page,
            "mensen",
            ["Mo", "Haddad", "mo@waardland.example", "zij-instromer", "Hogeschool Zandermeer", "1-9-2026", "31-7-2030"],
            ["Jan", "van ’t Veld", "jan@waardland.example", "mentor", "91AB00"],
        ),
    )
    axe_finds_nothing(page)
    page.get_by_role("button", name="Bevestig 2 rijen en nodig uit").click()
    expect(page.get_by_text("2 brieven verstuurd.")).to_be_visible()
    expect(page.get_by_text("jan@waardland.example · Het Zilverspoor")).to_be_visible()
    axe_finds_nothing(page)

    link = re.search(rf"{site.address}(/uitnodiging/\S+)", letters(site).split("jan@waardland.example", 1)[1])
    assert link
    guest = screens.device(**PHONE).new_page()
    guest.goto(link[1])
    expect(guest.get_by_text("Het Zilverspoor").first).to_be_visible()


def test_choosing_in_the_public_list_on_a_phone_without_scripts(screens: Screens, site: Site):
    there = a_partnership(site)
    page = signed_in(screens, there, **PHONE, java_script_enabled=False)
    page.goto(f"{there['at']}/inlezen/")
    bring_in(page, example_list("schools").read_bytes(), "scholen.csv")
    page.get_by_label("Plaats, school of nummer van een bestuur").fill("wolkenkade")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_label("Bestuur 95035").check()
    page.get_by_role("button", name="Bewaar mijn vinkjes").click()
    expect(page.get_by_text("1 school gekozen")).to_be_visible()
    page.get_by_label("Plaats, school of nummer van een bestuur").fill("95001")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_role("link", name="Kies losse scholen").click()
    page.get_by_label("Kindcentrum De Ankerkade").check()
    page.get_by_role("button", name="Bewaar mijn vinkjes").click()
    page.get_by_role("button", name="Ga door").click()
    page.get_by_label("Bestuur 95035").fill("Stichting Het Kleine Bestuur")
    page.get_by_role("button", name="Kijk wat dit verandert").click()
    expect(page.get_by_text("4 nieuw")).to_be_visible()
    page.get_by_role("button", name="Bevestig 4 rijen").click()
    for name in ("De Wolkenkade", "Kindcentrum De Ankerkade", "Stichting Het Kleine Bestuur", "Bestuur 95001"):
        expect(page.get_by_role("link", name=name)).to_be_visible()


@pytest.mark.parametrize("device", [PHONE, LAPTOP, {**LAPTOP, "color_scheme": "dark"}], ids=["phone", "laptop", "dark"])
def test_axe_finds_nothing_while_choosing_and_inviting(
    screens: Screens, site: Site, axe_finds_nothing: Callable[[Page], None], device: dict[str, object]
):
    there = a_partnership(site)
    page = signed_in(screens, there, **device)
    for address in ("inlezen", "uitnodigingen", "uitnodigingen/nieuw", "uitnodigingen/lijst"):
        page.goto(f"{there['at']}/{address}/")
        axe_finds_nothing(page)
        assert not scrolls_sideways(page)
    page.goto(f"{there['at']}/inlezen/")
    bring_in(page, real_list().read_bytes(), "scholen.csv")
    expect(page.get_by_text("749 besturen gevonden")).to_be_visible()
    axe_finds_nothing(page)
    page.locator("input[name=bestuur]").nth(1).check()
    page.get_by_role("button", name="Ga door").click()
    expect(page.get_by_role("heading", name="Hoe heten deze besturen?")).to_be_visible()
    axe_finds_nothing(page)
    page.get_by_role("button", name="Kijk wat dit verandert").click()
    axe_finds_nothing(page)
    assert not scrolls_sideways(page)
