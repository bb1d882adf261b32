"""A new partnership from two spreadsheets, plate 3 as their own landscape, a conversation on it with people who have an
account and people who do not, and the plate in another installation by one file."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import BEAMER, LAPTOP, PHONE, Screens, Site, a_site
from tests.stories.test_adapting_story import field, go_to, keep, make_ours
from tests.stories.test_parts_story import puts
from tests.stories.test_two_spreadsheets_story import a_partnership, bring_in, filled_in, letters, signed_in

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("site")]

CLAIM = "Zandermeer leert op elk erf"


def read_in(page: Page, at: str, site: Site) -> str:
    """Organisations, then people; gives the address in the letter to the mentor."""
    page.goto(f"{at}/inlezen/")
    bring_in(
        page,
        filled_in(
            page,
            "organisaties",
            ["bestuur", "95002", "Stichting Lindegroep"],
            ["school", "92AB00", "Het Zilverspoor", "95002", "Brink 1", "0595 LA", "Lindewoude"],
        ),
    )
    page.get_by_role("button", name="Bevestig 2 rijen").click()
    page.goto(f"{at}/inlezen/")
    bring_in(page, filled_in(page, "mensen", ["Jan", "Vos", "jan.vos@waardland.example", "mentor", "92AB00"]))
    page.get_by_role("button", name=re.compile("^Bevestig 1 rij en nodig uit")).click()
    expect(page.get_by_text("jan.vos@waardland.example").first).to_be_visible()
    letter = letters(site).split("jan.vos@waardland.example", 1)[1]
    found = re.search(rf"{site.address}(/uitnodiging/\S+)", letter)
    assert found
    return found[1]


def takes_up(page: Page, link: str) -> None:
    """Jan makes his account out of the letter and takes up his role."""
    page.goto(link)
    page.get_by_role("button", name="Een account maken").click()
    page.get_by_label("Voornaam").fill("Jan")
    page.get_by_label("Achternaam").fill("Vos")
    page.get_by_label("Wachtwoord", exact=True).fill("een paard vol boeken")
    page.locator("main button.main").click()
    page.get_by_role("button", name="Ja, ik doe mee").click()


def test_from_two_spreadsheets_to_a_plate_in_another_installation(
    screens: Screens, site: Site, chromium, tmp_path: Path
):
    there = a_partnership(site)
    page = signed_in(screens, there, **LAPTOP, accept_downloads=True)
    link = read_in(page, there["at"], site)

    make_ours(page)
    go_to(page, "Woorden")
    field(page, "Stelling").fill(CLAIM)
    keep(page)
    page.get_by_role("button", name="Maak dit de nieuwe versie").click()
    expect(page.get_by_text("Dit is nu versie 2.")).to_be_visible()

    page.get_by_role("link", name="Open een gesprek over deze plaat").click()
    page.locator("[name=title]").fill("Ons eigen landschap")
    page.locator("main form button.main").click()
    page.wait_for_url("**/link/")
    held = site.script("""
        from leerruimte.conversations.models import Conversation
        one = Conversation.objects.select_related("encounter", "plate__plate").latest("encounter__made_at")
        answer({"id": str(one.pk), "code": one.encounter.join_code, "slug": one.plate.plate.slug})
    """)
    page.goto(f"/leiden/{held['id']}/")
    page.locator(".now-buttons button.main").first.click()

    # Jan comes with his account, a student without one.
    jan = screens.device(**PHONE).new_page()
    takes_up(jan, link)
    student = screens.device(**PHONE).new_page()
    for phone, role in ((jan, "mentor"), (student, "student")):
        phone.goto(f"/doe-mee/{held['code']}/")
        phone.get_by_role("radio", name=role, exact=True).check()
        phone.locator("form button.main").click()
        expect(phone.locator("html.is-alive")).to_be_attached()
        phone.locator("[data-element=starters]").press("Enter")
        puts(phone, "starters", "use")
    joined = site.script(f"""
        from leerruimte.encounters.models import Participation
        rows = Participation.objects.filter(encounter={held["id"]!r})
        answer(sorted((row.role, bool(row.person)) for row in rows))
    """)
    assert joined == [["mentor", True], ["student", False]]
    jan.goto("/")
    expect(jan.get_by_role("link", name="Ons eigen landschap")).to_be_visible()
    student.goto(f"/gesprek/{held['id']}/plaat/")
    expect(student.locator("svg.plaat")).to_be_visible()

    page.goto(f"/platen/{held['slug']}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Neem hem mee als één bestand").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)

    (tmp_path / "elders").mkdir()
    with a_site(tmp_path / "elders") as elsewhere:
        other = Screens(chromium, elsewhere)
        far = signed_in(other, a_partnership(elsewhere), **BEAMER)
        far.goto("/platen/inlezen/")
        far.set_input_files("input[type=file]", file)
        far.get_by_role("button", name="Inlezen").click()
        expect(far.get_by_text("is ingelezen")).to_be_visible()
        expect(far.get_by_role("heading", name=CLAIM)).to_be_visible()
        expect(far.locator(".viewer-window svg .hotspot")).to_have_count(10)
        for context in other.contexts:
            context.close()
        assert other.unexpected() == []
