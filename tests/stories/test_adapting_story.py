"""A coordinator makes plate 3 their own landscape, by mouse, keys and touch, and opens a conversation on it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.stories.conftest import LAPTOP, PHONE, Screens, Site, scrolls_sideways

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("site")]
KEEP = "Bewaar in het concept"


def coordinator_on(screens: Screens, site: Site, name: str, **device: object) -> Page:
    """A screen on which the coordinator of a fresh partnership of this name signed in."""
    there = site.script(f"""
        from django.conf import settings
        from leerruimte.people.tests import make as people
        partnership = make.a_partnership({name!r})
        coordinator = people.a_person("Iris", email="iris@{name.lower()}.example")
        people.a_role(coordinator, "coordinator", partnership)
        answer(people.browser_of(coordinator).cookies[settings.SESSION_COOKIE_NAME].value)
    """)
    context = screens.device(**device)
    context.add_cookies([{"name": "leerruimte", "value": there, "url": site.address}])
    return context.new_page()


def make_ours(page: Page) -> None:
    """Take plate 3 along and come to its sections."""
    page.goto("/platen/leerlandschap/")
    page.get_by_role("button", name="Maak hem van ons").click()
    expect(page.get_by_role("heading", name="Maak hem van jezelf")).to_be_visible()


def go_to(page: Page, section: str) -> None:
    """From the overview to a section."""
    page.get_by_role("link", name=re.compile(f"^{section} .*Pas aan")).click()
    expect(page.get_by_role("heading", name=section, level=1)).to_be_visible()


def field(part: Page | Locator, name: str) -> Locator:
    """The Dutch words of something."""
    return part.get_by_role("textbox", name=re.compile(f"^Nederlands.*{name}$"))


def keep(page: Page) -> None:
    """Keep a section, and be back where all of them are."""
    page.get_by_role("button", name=KEEP).last.click()
    expect(page.get_by_text("Bewaard in je concept.")).to_be_visible()


def box(page: Page, key: str) -> dict[str, float]:
    """Where a hotspot lies, as its fields say."""
    return {
        name: float(page.locator(f"[name=hotspots-{key}-{name}]").input_value())
        for name in ("x", "y", "width", "height")
    }


def mark(page: Page, key: str) -> Locator:
    """The number of a hotspot on the drawing."""
    return page.locator(f'.place[data-key="{key}"]')


def middle(page: Page, selector: str) -> tuple[float, float]:
    """The middle of something, in pixels of the screen."""
    place = page.locator(selector).bounding_box()
    assert place
    return place["x"] + place["width"] / 2, place["y"] + place["height"] / 2


def test_plate_3_becomes_our_own_landscape(screens, site, axe_finds_nothing: Callable[[Page], None]):
    page = coordinator_on(screens, site, "Oostwaard", **LAPTOP)
    make_ours(page)
    axe_finds_nothing(page)

    go_to(page, "Woorden")
    axe_finds_nothing(page)
    field(page, "Stelling").fill("Oostwaard leert op elk erf")
    field(page, "In de tekening: gewenst").fill("dromen wij")
    keep(page)

    go_to(page, "Praatpunten")
    axe_finds_nothing(page)
    # By mouse: the balloon goes to the left.
    before = box(page, "nieuwsgierig")
    x, y = middle(page, '.place-box[data-key="nieuwsgierig"]')
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 5, steps=4)
    page.mouse.move(x - 120, y + 10, steps=4)
    page.mouse.up()
    moved = box(page, "nieuwsgierig")
    assert moved["x"] < before["x"] - 100
    assert moved["width"] == before["width"]
    # And larger, by a corner.
    x, y = middle(page, '.place[data-key="nieuwsgierig"] [data-corner="1 1"]')
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 40, steps=4)
    page.mouse.up()
    assert box(page, "nieuwsgierig")["width"] > before["width"] + 30
    # By keys: another one down and wider.
    before = box(page, "starters")
    mark(page, "starters").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("[data-told]")).to_contain_text("procent vanaf links")
    assert box(page, "starters") == {
        "x": before["x"] - 10,
        "y": before["y"] - 10,
        "width": before["width"] - 10,
        "height": before["height"],
    }
    # One comes, one goes.
    page.get_by_role("button", name="Praatpunt erbij").first.click()
    lake = page.locator(".placing-window svg").bounding_box()
    assert lake
    page.mouse.click(lake["x"] + lake["width"] * 0.35, lake["y"] + lake["height"] * 0.9)
    page.keyboard.type("Het zwembad")
    expect(page.locator(".row-heading").last).to_have_text("Het zwembad")
    page.get_by_role("button", name="Haal weg: Loslaten").click()
    expect(page.locator(".place")).to_have_count(10)
    axe_finds_nothing(page)
    keep(page)

    go_to(page, "Vragen")
    axe_finds_nothing(page)
    page.locator("summary", has_text="Waar leren mensen").click()
    question = page.locator('[data-row="samen-leren"]')
    field(question, "Vraag").fill("Waar leren wij in Oostwaard?")
    question.get_by_label("Hoe geven mensen antwoord?").select_option("marks")
    page.get_by_role("button", name="Omhoog: Waar leren").click()
    keep(page)

    go_to(page, "Werkvormen")
    axe_finds_nothing(page)
    page.get_by_role("checkbox", name="een plek op een schaal").check()
    keep(page)
    page.get_by_role("link", name=re.compile("^Maak hem van jezelf.*merkjes")).click()
    axe_finds_nothing(page)
    page.locator('[data-row="miss"] summary').click()
    page.locator('[name="marks-miss-label_nl"]').fill("hier wil ik bouwen")
    keep(page)

    page.locator(".adapt-top a").first.click()
    expect(page.get_by_text("Praatpunten: 1 nieuw, 2 verplaatst, 1 weggehaald")).to_be_visible()
    page.get_by_role("link", name="Kijk wat het wordt").click()
    axe_finds_nothing(page)
    expect(page.get_by_role("heading", name="Oostwaard leert op elk erf")).to_be_visible()
    expect(page.locator(".viewer-window svg .hotspot")).to_have_count(10)
    expect(page.locator(".viewer-window svg")).to_contain_text("dromen wij")
    page.locator(".viewer-window svg a", has_text="Het zwembad").locator(".hs-area").click()
    expect(page.locator("details[open] .spot-title")).to_have_text("Het zwembad")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Zoals op een telefoon").click()
    expect(opened.value.get_by_role("heading", name="Oostwaard leert op elk erf")).to_be_visible()
    opened.value.close()
    page.get_by_role("button", name="Maak dit de nieuwe versie").click()
    expect(page.get_by_text("Dit is nu versie 2.")).to_be_visible()

    page.get_by_role("link", name="Open een gesprek over deze plaat").click()
    page.locator("[name=title]").fill("Ons landschap")
    page.locator("main form button.main").click()
    page.wait_for_url("**/link/")
    held = site.script("""
        from leerruimte.conversations.models import Conversation
        one = Conversation.objects.select_related("plate__plate").latest("encounter__made_at")
        answer([one.plate.number, one.plate.claim["nl"], one.plate.plate.slug])
    """)
    assert held[:2] == [2, "Oostwaard leert op elk erf"]

    page.goto(f"/platen/{held[2]}/versies/")
    axe_finds_nothing(page)
    expect(page.get_by_text("Veranderd: stelling, woorden in de tekening")).to_be_visible()


def test_on_a_phone_a_finger_does_it_too(screens, site, axe_finds_nothing: Callable[[Page], None]):
    page = coordinator_on(screens, site, "Westwaard", **PHONE)
    make_ours(page)
    assert not scrolls_sideways(page)
    for section in ("Woorden", "Vragen", "Achtergrond", "Werkvormen"):
        go_to(page, section)
        assert not scrolls_sideways(page)
        page.locator(".adapt-top a").first.click()
    go_to(page, "Praatpunten")
    assert not scrolls_sideways(page)
    before = box(page, "gewenst")
    mark(page, "gewenst").tap()
    page.get_by_role("button", name="naar links").tap()
    page.get_by_role("button", name="breder").tap()
    assert box(page, "gewenst") == {**before, "x": before["x"] - 10, "width": before["width"] + 10}
    axe_finds_nothing(page)
    # A row goes up by its handle.
    page.locator('[data-row="loslaten"]').scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, 160)")
    handle, above = middle(page, '[data-row="loslaten"] [data-drag]'), middle(page, '[data-row="gewenst"] [data-drag]')
    page.mouse.move(*handle)
    page.mouse.down()
    page.mouse.move(above[0], above[1] - 40, steps=8)
    page.mouse.up()
    assert page.locator(".adapt-row").nth(7).get_attribute("data-row") == "loslaten"
    keep(page)
    expect(page.get_by_text("Praatpunten: 1 verplaatst, in een andere volgorde")).to_be_visible()


def test_two_people_at_one_section_see_both(screens, site):
    screens.expected.append("409")
    page = coordinator_on(screens, site, "Zuidwaard", **LAPTOP)
    make_ours(page)
    go_to(page, "Woorden")
    other = page.context.new_page()
    other.goto(page.url)
    field(other, "Doel").fill("Dit schreef Sanne.")
    keep(other)
    field(page, "Doel").fill("Dit schreef Bart.")
    page.get_by_role("button", name=KEEP).last.click()
    expect(page.get_by_role("alert")).to_contain_text("Dit schreef Sanne.")
    expect(field(page, "Doel")).to_have_value("Dit schreef Bart.")
    keep(page)
