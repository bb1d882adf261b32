"""The story of it all: a facilitator, a wall and three phones hold a conversation that ends in a report on paper."""

from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.stories.conftest import BEAMER, LAPTOP, PHONE, Screens, Site

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("stories")]


def opens_a_conversation(screens: Screens, site: Site) -> tuple[Page, str, str]:
    """With the link of the partnership, on a laptop: gives the desk, the code and the address of the wall."""
    host = site.script(
        """
        from leerruimte.base.links import sign_link
        partnership = make.a_partnership()
        answer(sign_link("host", str(partnership.pk), 1))
        """
    )
    page = screens.device(**LAPTOP).new_page()
    page.goto(f"/begin/{host}/")
    page.locator("main button.main").click()
    page.goto("/leiden/nieuw/?plaat=samen-leren")
    page.locator("[name=title]").fill("Dinsdagmiddag op De Kantelboom")
    page.locator("main form button.main").click()
    page.wait_for_url("**/link/")
    code = page.locator(".code").inner_text()
    wall = page.locator("#beamer-link").input_value()
    page.locator("main a.main").click()
    expect(page.locator("h1")).to_have_text("Dinsdagmiddag op De Kantelboom")
    return page, code, wall


def joins(screens: Screens, code: str, role: str, first_name: str = "") -> Page:
    """Somebody types the code as it stands on the wall."""
    page = screens.device(**PHONE).new_page()
    page.goto("/doe-mee/")
    page.locator("#code").fill(code.lower())
    page.locator("main button").click()
    page.get_by_role("radio", name=role, exact=True).check()
    page.locator("#id_first_name").fill(first_name)
    page.locator("main button").last.click()
    expect(page.locator("html.is-alive")).to_be_attached()
    return page


def writes(page: Page, text: str, heap: int | None = None) -> None:
    """Somebody contributes; waits until the phone says kept."""
    if heap is not None:
        page.locator("#compose-heaps label").nth(heap).click()
    page.locator("#compose-text").fill(text)
    page.locator("#compose button.main").click()
    own = page.locator("#own-list > li").filter(has_text=text)
    expect(own.locator(".state.saved")).to_be_visible()


def answers_everything(page: Page) -> None:
    """Somebody agrees with all that lies on the stack."""
    while page.locator("#stack button").first.is_visible():
        said = page.locator("#stack .say").inner_text()
        page.locator("#stack button").first.click()
        expect(page.locator("#stack").get_by_text(said, exact=True)).to_have_count(0)


def begins_next_phase(desk: Page, phones: list[Page], words: str) -> None:
    """The facilitator goes on; all phones follow by themselves."""
    desk.locator(".now-buttons button.main").first.click()
    for phone in phones:
        expect(phone.locator("#question-text")).to_contain_text(words)


def shows(desk: Page, screen: str) -> None:
    """The facilitator chooses what the wall shows."""
    desk.locator(f".screens button[value={screen}]").click()
    expect(desk.locator(f".screens button[value={screen}][aria-pressed=true]")).to_be_visible()


def test_a_room_talks_and_leaves_with_a_report(
    screens: Screens, site: Site, axe_finds_nothing: Callable[[Page], None]
) -> None:
    desk, code, wall_address = opens_a_conversation(screens, site)
    wall = screens.device(**BEAMER).new_page()
    wall.goto(wall_address)
    expect(wall.locator(".join-card, .code").first).to_contain_text(code)
    phones = [
        joins(screens, code, "student", "Sanne"),
        joins(screens, code, "mentor"),
        joins(screens, code, "schoolopleider"),
    ]
    sanne, jan, els = phones

    # Look and talk: where are we?
    begins_next_phase(desk, phones, "Waar staan wij op dit pad?")
    expect(wall.locator("h1")).to_contain_text("Waar staan wij op dit pad?")
    for phone, steps in ((sanne, 1), (jan, 8), (els, 20)):
        phone.locator("#path-slider").focus()
        for _ in range(steps):
            phone.keyboard.press("ArrowRight")
        expect(phone.locator("#path-state .state.saved")).to_be_visible()
    shows(desk, "path")
    expect(wall.locator("body")).to_contain_text("Eén leerruimte")
    writes(sanne, "Ik zie mijn docent twee keer per jaar.")

    # What strikes you: three heaps.
    begins_next_phase(desk, phones, "Wat hebben we bereikt")
    writes(sanne, "Het gesprek na de les, zonder formulier.", heap=0)
    writes(jan, "Het logboek van elke dag mag weg.", heap=1)
    writes(els, "Begeleiding die doorgaat na het diploma.", heap=2)
    shows(desk, "heaps")
    expect(wall.locator("body")).to_contain_text("Het logboek van elke dag mag weg.")
    for phone in phones:
        expect(phone.locator("#stack .say")).to_be_visible()
        answers_everything(phone)
    axe_finds_nothing(wall)

    # What do we do with it.
    begins_next_phase(desk, phones, "Wat vraagt dit van mij?")
    sanne.locator(".phone-nav [data-view-link=voornemens]").click()
    sanne.locator("#intend-what").fill("Ik nodig mijn mentor uit om samen een les te bekijken.")
    sanne.locator("#intend-by_when").fill("2027-01-12")
    sanne.locator("#intend button.main").click()
    expect(sanne.locator("#intentions-list .state.saved")).to_be_visible()
    shows(desk, "intentions")
    expect(wall.locator("body")).to_contain_text("samen een les te bekijken")

    # It ends with a report, for the facilitator and for everybody who took part.
    desk.locator(".now-buttons").get_by_role("button", name="sluit").click()
    for phone in phones:
        expect(phone.locator("#ended")).to_be_visible()
    desk.locator(".desk-now").get_by_role("link", name="verslag").click()
    expect(desk.locator("h1")).to_contain_text("Dinsdagmiddag op De Kantelboom")
    axe_finds_nothing(desk)
    report = desk.locator(".report")
    for words in ("Het gesprek na de les, zonder formulier.", "samen een les te bekijken", "enkele mensen deden mee"):
        expect(report).to_contain_text(words)
    expect(report).not_to_contain_text("3 mensen")
    jan.locator("#ended a").click()
    expect(jan.locator(".report")).to_contain_text("Het logboek van elke dag mag weg.")

    pdf = desk.request.get(desk.locator(".report-tools a.main").get_attribute("href") or "")
    assert pdf.ok
    assert pdf.headers["content-type"] == "application/pdf"
    paper = PdfReader(BytesIO(pdf.body()))
    printed = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert "Het gesprek na de les, zonder formulier." in printed
    assert "samen een les te bekijken" in printed
    assert "Sanne" not in printed
