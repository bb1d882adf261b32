"""Somebody looks at a plate: on a phone, on a laptop, with keys only, without scripts."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import LAPTOP, PHONE, ROOT, SMALL_PHONE, Screens, scrolls_sideways

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("site")]
PLATE = "/platen/samen-leren/"
PATH_CASES = ROOT / "leerruimte" / "plates" / "tests" / "path_cases.json"


def transform(page: Page) -> tuple[float, float, float]:
    """How the drawing lies: moved across, moved down, scale."""
    told = page.locator(".viewer .plaat").evaluate("drawing => drawing.style.transform")
    return tuple(float(number) for number in re.findall(r"-?[\d.]+", told))  # type: ignore[return-value]


def open_plate(screens: Screens, **device: object) -> Page:
    """The page of plate 1 on a device."""
    page = screens.device(**device).new_page()
    page.goto(PLATE)
    expect(page.locator('[data-view="in"]')).to_be_enabled()
    return page


@pytest.mark.parametrize("device", [PHONE, LAPTOP, {**LAPTOP, "color_scheme": "dark"}], ids=["phone", "laptop", "dark"])
@pytest.mark.parametrize("address", ["/platen/", PLATE, PLATE + "afdrukken/"])
def test_axe_finds_nothing(screens, axe_finds_nothing: Callable[[Page], None], device, address):
    page = screens.device(**device).new_page()
    page.goto(address)
    axe_finds_nothing(page)


def test_a_number_in_the_drawing_opens_its_words_beside_it(screens, axe_finds_nothing):
    page = open_plate(screens, **LAPTOP)
    page.locator("[data-hotspot=kwaliteit] .hs-marker").click()
    part = page.locator("[data-spot=kwaliteit]")
    expect(part.locator(".spot-question")).to_be_visible()
    expect(part.locator("summary")).to_be_focused()
    expect(page.locator(".viewer .is-shown")).to_have_attribute("data-hotspot", "kwaliteit")
    axe_finds_nothing(page)
    page.keyboard.press("Escape")
    expect(part.locator(".spot-question")).to_be_hidden()
    expect(page.locator('a[href="#punt-kwaliteit"]')).to_be_focused()


def test_only_one_part_of_the_list_is_open_and_the_drawing_shows_it(screens):
    page = open_plate(screens, **LAPTOP)
    for key in ("begin", "leerruimte"):
        page.locator(f"[data-spot={key}] summary").click()
        expect(page.locator(".viewer .is-shown")).to_have_attribute("data-hotspot", key)
    expect(page.locator("details[data-spot][open]")).to_have_count(1)


def test_all_by_keyboard(screens):
    page = open_plate(screens, **LAPTOP)
    window = page.locator(".viewer-window")
    window.focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert transform(page)[2] == pytest.approx(2.25)
    before = transform(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert transform(page)[0] < before[0]
    assert transform(page)[1] < before[1]
    page.keyboard.press("-")
    assert transform(page)[2] == pytest.approx(1.5)
    page.keyboard.press("0")
    assert transform(page) == (0, 0, 1)
    # Ten numbers, one tab each, in reading order, each with its name.
    names = []
    for _ in range(10):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert [name.split(" ")[0] for name in names] == [str(number) for number in range(1, 11)]
    page.keyboard.press("Enter")
    expect(page.locator("[data-spot=ontwikkelen] .spot-question")).to_be_visible()


def test_a_focused_number_outside_the_window_comes_into_sight(screens):
    page = open_plate(screens, **LAPTOP)
    page.locator(".viewer-window").focus()
    for _ in range(4):
        page.keyboard.press("+")
    page.keyboard.press("Tab")
    page.wait_for_timeout(600)
    inside = page.evaluate(
        """() => {
          const spot = document.activeElement.querySelector(".hs-area").getBoundingClientRect()
          const window_ = document.querySelector(".viewer-window").getBoundingClientRect()
          const x = spot.x + spot.width / 2, y = spot.y + spot.height / 2
          return x > window_.left && x < window_.right && y > window_.top && y < window_.bottom
        }"""
    )
    assert inside


def test_wheel_and_drag_with_a_mouse_and_a_drag_is_no_press(screens):
    page = open_plate(screens, **LAPTOP)
    box = page.locator(".viewer-window").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.wheel(0, -200)
    assert transform(page)[2] == 1, "the wheel alone scrolls the page"
    page.locator(".viewer-window").scroll_into_view_if_needed()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -250)
    page.keyboard.up("Control")
    page.wait_for_function("document.querySelector('.viewer .plaat').style.transform.includes('scale(3')")
    marker = page.locator("[data-hotspot=samen-onderzoeken] .hs-marker").bounding_box()
    x, y = marker["x"] + marker["width"] / 2, marker["y"] + marker["height"] / 2
    before = transform(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 20, steps=5)
    page.mouse.up()
    after = transform(page)
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((-60, -20), abs=1)
    expect(page.locator("details[data-spot][open]")).to_have_count(0)


def test_each_number_can_be_pressed_where_it_is_drawn(screens):
    page = open_plate(screens, **LAPTOP)
    pressed = page.evaluate(
        """() => [...document.querySelectorAll(".viewer [data-hotspot]")].map((spot) => {
          const box = spot.querySelector(".hs-marker").getBoundingClientRect()
          const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
          return [spot.dataset.hotspot, hit.closest("[data-hotspot]")?.dataset.hotspot]
        })"""
    )
    assert len(pressed) == 10
    assert all(drawn == hit for drawn, hit in pressed), pressed


def test_on_a_phone_a_sheet_comes_up_and_steps_through_all_numbers(screens, axe_finds_nothing):
    page = open_plate(screens, **PHONE)
    page.locator("[data-hotspot=samen-onderzoeken] .hs-marker").tap()
    sheet = page.locator(".spot-sheet")
    expect(sheet.get_by_role("heading")).to_have_text(re.compile("3.*Samen onderzoeken", re.DOTALL))
    axe_finds_nothing(page)
    page.get_by_role("button", name="Volgende").tap()
    expect(sheet.get_by_role("heading")).to_contain_text("Samen groeien")
    expect(page.locator(".viewer .is-shown")).to_have_attribute("data-hotspot", "samen-professionaliseren")
    page.locator("[data-sheet=close]").tap()
    expect(sheet).to_be_hidden()
    expect(page.locator('a[href="#punt-samen-onderzoeken"]')).to_be_focused()
    assert transform(page)[2] == 1


def test_two_fingers_zoom_the_drawing_and_one_moves_it(screens):
    page = open_plate(screens, **PHONE)
    touch = page.context.new_cdp_session(page)
    box = page.locator(".viewer-window").bounding_box()
    x, y = box["x"] + 200, box["y"] + 90

    def fingers(kind: str, *points: tuple[float, float]) -> None:
        told = [{"x": px, "y": py, "id": i} for i, (px, py) in enumerate(points)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

    fingers("touchStart", (x - 20, y), (x + 20, y))
    for step in range(1, 9):
        fingers("touchMove", (x - 20 - step * 8, y), (x + 20 + step * 8, y))
    fingers("touchEnd")
    page.wait_for_function("!document.querySelector('.viewer .plaat').style.transform.includes('scale(1)')")
    zoomed = transform(page)
    assert zoomed[2] > 2
    assert page.evaluate("visualViewport.scale") == 1, "the page itself does not zoom"
    fingers("touchStart", (x, y))
    for step in range(1, 6):
        fingers("touchMove", (x - step * 10, y - step * 5))
    fingers("touchEnd")
    page.wait_for_timeout(100)
    assert transform(page)[0] == pytest.approx(zoomed[0] - 50, abs=12)
    expect(page.locator(".spot-sheet")).to_be_hidden()


def test_the_drawing_fills_the_screen_and_comes_back(screens, axe_finds_nothing):
    page = open_plate(screens, **LAPTOP)
    button = page.get_by_role("button", name="Tekening op het hele scherm")
    button.click()
    expect(page.locator(".viewer-large .viewer")).to_be_visible()
    axe_finds_nothing(page)
    page.locator(".viewer-large [data-hotspot=begin] .hs-marker").click()
    expect(page.locator(".spot-sheet")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(".viewer-large")).to_be_hidden()
    expect(page.locator("#tekening .viewer")).to_be_visible()
    expect(button).to_be_focused()


def test_without_scripts_the_numbers_are_links_and_the_list_opens(screens):
    page = screens.device(**PHONE, java_script_enabled=False).new_page()
    page.goto(PLATE)
    page.locator("[data-hotspot=kwaliteit] .hs-marker").click()
    assert page.url.endswith("#punt-kwaliteit")
    expect(page.locator("#punt-kwaliteit")).to_be_visible()
    page.locator("[data-spot=begin] summary").click()
    expect(page.locator("#punt-begin")).to_be_visible()


@pytest.mark.parametrize("address", ["/platen/", PLATE, PLATE + "afdrukken/"])
def test_nothing_sticks_out_on_a_small_phone(screens, address):
    page = screens.device(**SMALL_PHONE).new_page()
    page.goto(address)
    assert not scrolls_sideways(page)


def test_nothing_moves_while_the_page_comes_in(screens):
    page = screens.device(**PHONE).new_page()
    page.goto(PLATE)
    page.wait_for_load_state("networkidle")
    moved = page.evaluate(
        """() => new Promise((tell) => {
          let sum = 0
          new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value }))
            .observe({ type: "layout-shift", buffered: true })
          setTimeout(() => tell(sum), 300)
        })"""
    )
    assert moved < 0.1


def test_english_words_fit_in_the_drawing(screens):
    page = open_plate(screens, **{**LAPTOP, "locale": "en-GB"})
    loose = page.evaluate(
        """() => [...document.querySelectorAll(".viewer .lr-tag")].map((tag) => {
          const word = tag.querySelector("text").getBBox().width
          const strip = tag.querySelector(".lr-strip path:last-child")
          const scale = Number(tag.querySelector(".lr-strip").getAttribute("transform").match(/[\\d.]+/)[0])
          return [tag.textContent.trim(), word / (strip.getBBox().width * scale)]
        }).filter(([, share]) => share > 0.97 || share < 0.5)"""
    )
    assert loose == []


def test_two_sheets_come_out_of_the_printer(screens):
    pypdf = pytest.importorskip("pypdf")
    page = screens.device(**LAPTOP).new_page()
    for size, width in (("a3", 420), ("a4", 297)):
        page.goto(f"{PLATE}afdrukken/?formaat={size}")
        page.wait_for_load_state("networkidle")
        printed = screens.site.environment["LEERRUIMTE_VAR"] + f"/{size}.pdf"
        page.pdf(path=printed, prefer_css_page_size=True, print_background=True)
        sheets = pypdf.PdfReader(printed).pages
        assert len(sheets) == 2
        assert float(sheets[0].mediabox.width) / 72 * 25.4 == pytest.approx(width, abs=1)
        assert "Waar staan wij op dit pad?" in sheets[0].extract_text()
        assert "Welk plantje geef jij water?" in sheets[1].extract_text()


def test_the_path_is_the_same_in_the_browser(screens):
    page = open_plate(screens, **LAPTOP)
    cases = json.loads(PATH_CASES.read_text("utf-8"))
    points, positions = page.evaluate(
        """async ({ stations, points, positions }) => {
          const { pointAt, positionAt } = await import("/static/plates/path.js")
          return [
            points.map(([position]) => pointAt(stations, position)),
            positions.map(([[x, y]]) => positionAt(stations, x, y)),
          ]
        }""",
        cases,
    )
    for (_position, expected), found in zip(cases["points"], points, strict=True):
        assert found == pytest.approx(expected)
    assert positions == pytest.approx([position for _point, position in cases["positions"]])
