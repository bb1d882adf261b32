"""Forms in turns and canvases: what a learner, a school and an institute do on their phones, with desk and wall."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.stories.conftest import BEAMER, LAPTOP, PHONE, SMALL_PHONE, Screens, Site, scrolls_sideways

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("stories")]

Look = Callable[[Page], None]


@dataclass
class Talk:
    """A conversation of three on a plate: their tokens, and the links of desk and wall."""

    id: str
    people: list[dict[str, str]]
    lead: str
    beamer: str


def a_talk(site: Site, *, plate: int, part: str, table: int = 0) -> Talk:
    """A conversation on a shipped plate that asks for its form or canvas; three joined, of each side one."""
    made = site.script(
        f"""
        from leerruimte.base.links import sign_link
        from leerruimte.conversations.models import Conversation
        from leerruimte.live.tokens import cookie_name, make_token
        from leerruimte.plates.models import PlateVersion
        plate = PlateVersion.objects.filter(plate__number={plate}).latest("number")
        asking = plate.questions.filter(part="{part}").first().key
        talk = make.a_conversation(on=plate, asking=asking, title="Dinsdagmiddag")
        people = [make.a_participant(talk, role=role) for role in make.ROLES]
        if {table}:
            Conversation.objects.filter(pk=talk.pk).update(tables={table})
            talk.encounter.participations.update(table={table})
        room = talk.encounter.room
        answer({{
            "id": str(talk.pk),
            "people": [
                {{"name": cookie_name("guest", room), "value": make_token("guest", room, one.id.hex)}} for one in people
            ],
            "lead": sign_link("lead", room, 1),
            "beamer": sign_link("beamer", room, 1),
        }})
        """
    )
    return Talk(**made)


def on_phone(device: BrowserContext, site: Site, talk: Talk, person: int) -> Page:
    """One of the three (0 the student, 1 the mentor, 2 the educator) opens the conversation."""
    device.add_cookies([{**talk.people[person], "url": site.address}])
    page = device.new_page()
    page.goto(f"/gesprek/{talk.id}/")
    expect(page.locator("html.is-alive")).to_be_attached()
    return page


def on_desk(screens: Screens, talk: Talk) -> Page:
    """The facilitator's laptop."""
    page = screens.device(**LAPTOP).new_page()
    page.goto(f"/leid/{talk.lead}/")
    page.locator("main button").first.click()
    page.wait_for_url("**/leiden/**")
    return page


def field(page: Page) -> Locator:
    """The first field that goes with the question."""
    return page.locator(".sheet-field:visible").first


def writes(page: Page, text: str, *, press: str | None = None) -> None:
    """Somebody writes in that field and keeps it; `press` is the button that opens it."""
    if press:
        field(page).get_by_role("button", name=press).click()
    field(page).locator("textarea").fill(text)
    field(page).get_by_role("button", name="Bewaar").click()


def kept_texts(site: Site, talk: Talk) -> list[str]:
    """All that the database keeps, in the order of arrival."""
    found: list[str] = site.script(
        f"""
        from leerruimte.conversations.models import Entry
        rows = Entry.objects.filter(encounter="{talk.id}").order_by("made_at", "id")
        answer([row.text for row in rows])
        """
    )
    return found


def test_three_fill_in_a_form_apart_lay_it_side_by_side_and_write_one_version(
    screens: Screens, site: Site, axe_finds_nothing: Look
) -> None:
    talk = a_talk(site, plate=4, part="form")
    phones = [on_phone(screens.device(**PHONE), site, talk, person) for person in range(3)]
    student, mentor, educator = phones
    texts = ["Ik kan een kring leiden.", "Rust in de klas, ook in de kring.", "Het past bij taal."]
    expect(field(student)).to_contain_text("Alleen jij leest dit")
    # What was typed and not kept yet survives a reload.
    field(student).locator("textarea").fill(texts[0])
    student.reload()
    expect(field(student).locator("textarea")).to_have_value(texts[0])
    for phone, text in zip(phones, texts, strict=True):
        writes(phone, text)
        expect(field(phone).get_by_text(re.compile("Bewaard"))).to_be_visible()
    axe_finds_nothing(student)
    expect(student.get_by_text(texts[1])).to_have_count(0)

    desk = on_desk(screens, talk)
    wall = screens.device(**BEAMER).new_page()
    desk.get_by_role("button", name="Toon op de beamer").click()
    wall.goto(f"/scherm/{talk.beamer}/")
    expect(wall.get_by_text("Enkelen hebben geschreven.")).to_be_visible()
    expect(wall.get_by_text(texts[0])).to_have_count(0)
    desk.get_by_role("button", name="Leg alles naast elkaar").click()
    for phone in phones:
        for text in texts:
            expect(field(phone).locator(".entry-text", has_text=text)).to_be_visible()
    expect(field(mentor).get_by_text("de lerende")).to_be_visible()
    expect(field(mentor).locator(".dotted").first).to_have_text("kring")
    expect(wall.locator("#midden").get_by_text(texts[0])).to_be_visible()
    axe_finds_nothing(mentor)
    axe_finds_nothing(wall)

    desk.get_by_role("button", name="Schrijf samen één versie").click()
    writes(educator, "Een kring leiden, in rust.", press="Schrijf")
    expect(field(student).locator(".entry-text").first).to_have_text("Een kring leiden, in rust.")
    writes(student, "Een kring leiden, in rust, met taal.", press="Pas aan")
    expect(field(educator).locator(".entry-text").first).to_have_text("Een kring leiden, in rust, met taal.")
    expect(field(educator).get_by_text("1 eerdere versie")).to_be_visible()
    assert kept_texts(site, talk) == [*texts, "Een kring leiden, in rust.", "Een kring leiden, in rust, met taal."]
    axe_finds_nothing(educator)
    axe_finds_nothing(desk)


def test_two_type_in_one_field_at_once_one_without_network_and_not_a_letter_is_lost(
    screens: Screens, site: Site, axe_finds_nothing: Look
) -> None:
    screens.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    talk = a_talk(site, plate=7, part="canvas")
    away = screens.device(**PHONE)
    student, mentor = on_phone(away, site, talk, 0), on_phone(screens.device(**SMALL_PHONE), site, talk, 1)
    writes(student, "Ik ben Mo.", press="Voeg iets toe")
    expect(field(mentor).get_by_text("Ik ben Mo.")).to_be_visible()

    # Both write on from the same words; one has no network.
    away.set_offline(True)
    writes(student, "Ik ben Mo, 38, en ik was kok.", press="Pas aan")
    expect(field(student).get_by_text("Wacht op verbinding")).to_be_visible()
    writes(mentor, "Ik ben Mo en ik zie wie er stil is.", press="Pas aan")
    expect(field(mentor).get_by_text("Bewaard")).to_be_visible()
    away.set_offline(False)

    for phone in (student, mentor):
        expect(field(phone).get_by_text("Ik ben Mo, 38, en ik was kok.")).to_be_visible(timeout=20_000)
        expect(field(phone).get_by_text("Ik ben Mo en ik zie wie er stil is.")).to_be_visible()
        expect(field(phone).get_by_text("Tegelijk geschreven")).to_be_visible()
    axe_finds_nothing(mentor)
    assert not scrolls_sideways(mentor)

    # People join them; all earlier words stay.
    field(mentor).get_by_role("button", name="Voeg samen").click()
    joined = field(mentor).locator("textarea").input_value()
    assert "was kok" in joined
    assert "stil is" in joined
    field(mentor).locator("textarea").fill("Ik ben Mo, 38. Ik was kok en zie wie er stil is.")
    field(mentor).get_by_role("button", name="Bewaar").click()
    expect(field(student).get_by_text("Ik was kok en zie wie er stil is.")).to_be_visible()
    expect(field(student).get_by_text("Tegelijk geschreven")).to_be_hidden()
    expect(field(student).get_by_text("3 eerdere versies")).to_be_visible()
    assert set(kept_texts(site, talk)) == {
        "Ik ben Mo.",
        "Ik ben Mo, 38, en ik was kok.",
        "Ik ben Mo en ik zie wie er stil is.",
        "Ik ben Mo, 38. Ik was kok en zie wie er stil is.",
    }

    # Undo takes back only one's own, and brings back what lay under it.
    field(mentor).get_by_role("button", name="Ongedaan maken").click()
    expect(field(student).get_by_text("Ik ben Mo, 38, en ik was kok.").first).to_be_visible()
    sheet = screens.device(**LAPTOP)
    sheet.add_cookies([{**talk.people[0], "url": site.address}])
    page = sheet.new_page()
    page.goto(f"/gesprek/{talk.id}/vel/canvas/")
    expect(page.locator(".cloth").first).to_contain_text("Ik ben Mo")
    axe_finds_nothing(page)


def test_a_table_goes_on_by_itself_with_the_keyboard(screens: Screens, site: Site) -> None:
    talk = a_talk(site, plate=4, part="form", table=1)
    student = on_phone(screens.device(**PHONE), site, talk, 0)
    mentor = on_phone(screens.device(**LAPTOP), site, talk, 1)
    writes(student, "Ik kan een kring leiden.")
    expect(field(student).get_by_text(re.compile("Bewaard"))).to_be_visible()
    field(mentor).locator("textarea").focus()
    mentor.keyboard.type("Rust in de klas.")
    mentor.keyboard.press("Control+Enter")
    expect(field(mentor).get_by_text(re.compile("Bewaard"))).to_be_visible()
    opener = mentor.locator("details.turn > summary")
    opener.focus()
    mentor.keyboard.press("Enter")
    expect(mentor.get_by_text("Terug kan niet.")).to_be_visible()
    mentor.keyboard.press("Tab")
    mentor.keyboard.press("Enter")
    expect(field(mentor).get_by_text("Ik kan een kring leiden.")).to_be_visible()
    expect(field(student).get_by_text("Rust in de klas.")).to_be_visible()


def test_a_card_for_oneself_is_on_no_other_screen(screens: Screens, site: Site, axe_finds_nothing: Look) -> None:
    talk = a_talk(site, plate=2, part="form")
    student = on_phone(screens.device(**SMALL_PHONE), site, talk, 0)
    mentor = on_phone(screens.device(**PHONE), site, talk, 1)
    writes(student, "Onder de douche.")
    expect(field(student).get_by_text(re.compile("Bewaard"))).to_be_visible()
    assert not scrolls_sideways(student)
    axe_finds_nothing(student)
    desk = on_desk(screens, talk)
    expect(desk.get_by_text("Ieder houdt dit voor zichzelf")).to_be_visible()
    for page in (mentor, desk):
        page.reload()
        expect(page.get_by_text("Onder de douche.")).to_have_count(0)
    student.get_by_role("link", name="Van mij").click()
    expect(student.locator("#mine-place").get_by_text("Onder de douche.")).to_be_visible()
    axe_finds_nothing(student)


def test_a_phone_that_was_closed_with_words_in_the_field_has_them_again(screens: Screens, site: Site) -> None:
    talk = a_talk(site, plate=7, part="canvas")
    device: Any = screens.device(**PHONE)
    page = on_phone(device, site, talk, 0)
    field(page).get_by_role("button", name="Voeg iets toe").click()
    field(page).locator("textarea").fill("Nog niet af")
    page.close()
    page = on_phone(device, site, talk, 0)
    expect(field(page).locator("textarea")).to_have_value("Nog niet af")
    field(page).get_by_role("button", name="Bewaar").click()
    expect(field(page).get_by_text("Bewaard")).to_be_visible()
    assert kept_texts(site, talk) == ["Nog niet af"]
