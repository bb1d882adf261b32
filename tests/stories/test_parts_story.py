"""Marks, a scale and a puzzle of weeks: what people put on their phones, and how it stands on the wall."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.stories.conftest import BEAMER, PHONE, SMALL_PHONE, Screens, Site, scrolls_sideways

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("stories")]


@dataclass
class Talk:
    """A conversation on a plate that ships: its address, and somebody who takes part by a cookie."""

    id: str
    wall: str
    cookie: list[str]


def a_talk(site: Site, plate: str, question: str, screen: str, after: str = "") -> Talk:
    """A room of thirteen in which `question` was asked; `after` runs with `talk`, `people` (twelve) and `put`."""
    made = site.script(
        f"""
        from leerruimte.base.links import sign_link
        from leerruimte.conversations.actions import leading
        from leerruimte.conversations.tests.make_parts import sent
        from leerruimte.live.tokens import cookie_name, make_token
        from leerruimte.plates.queries import current_version
        talk = make.a_conversation(on=current_version({plate!r}), asking={question!r})
        leading.show_on_beamer(by=make.the_leader(talk), conversation=talk, screen={screen!r})
        me = make.a_participant(talk)
        people = [make.a_participant(talk) for _ in range(12)]
        put = lambda by, kind, **body: sent(make.a_write(by, kind, question={question!r}, **body))
        {after}
        room = talk.encounter.room
        answer({{
            "id": talk.pk,
            "wall": sign_link("beamer", room, talk.lead_number),
            "cookie": [cookie_name("guest", room), make_token("guest", room, me.id.hex)],
        }})
        """
    )
    return Talk(**made)


def takes_part(device: BrowserContext, site: Site, talk: Talk) -> Page:
    """The phone of somebody who joined before."""
    name, value = talk.cookie
    device.add_cookies([{"name": name, "value": value, "url": site.address}])
    page = device.new_page()
    page.goto(f"/gesprek/{talk.id}/")
    expect(page.locator("html.is-alive")).to_be_attached()
    return page


def the_wall(screens: Screens, talk: Talk) -> Page:
    """The beamer: nothing scrolls."""
    page = screens.device(**BEAMER).new_page()
    page.goto(f"/scherm/{talk.wall}/")
    assert page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]") == [
        1080,
        1920,
    ]
    return page


def puts(page: Page, element: str, mark: str) -> None:
    """Press a mark of an element that is open; the phone says kept."""
    page.locator(f"#element-{element} [data-mark={mark}]").click()
    expect(page.locator(f"#element-{element} .state.saved")).to_be_visible()


def test_marks_are_put_on_the_drawing_and_the_wall_counts_them(
    screens: Screens, site: Site, axe_finds_nothing: Callable[[Page], None]
) -> None:
    use = "[put(by, 'element', element='starters', marks=['use']) for by in people[:6]]"
    talk = a_talk(site, "leerlandschap", "kennen", "part", use)
    wall = the_wall(screens, talk)
    badge = wall.locator(".badges g")
    expect(badge).to_contain_text("6")
    page = takes_part(screens.device(**PHONE), site, talk)
    # The drawing is for fingers, the list for everybody.
    box = page.locator("#marks-drawing .element-pin").nth(9).bounding_box()
    assert box
    page.mouse.click(box["x"] + 10, box["y"] + 10)
    head = page.locator("[data-element=starters]")
    expect(head).to_have_attribute("aria-expanded", "true")
    puts(page, "starters", "unknown")
    puts(page, "starters", "use")
    expect(page.locator("#element-starters [data-mark=unknown]")).to_have_attribute("aria-pressed", "false")
    page.locator("#element-starters [data-mark=curious]").focus()
    page.keyboard.press("Space")
    expect(head).to_contain_text("gebruiken we, nieuwsgierig")
    expect(badge.locator("text").nth(1)).to_contain_text("7")
    axe_finds_nothing(page)
    axe_finds_nothing(wall)
    # What is missing asks for words.
    page.locator("[data-element=gewenst]").press("Enter")
    puts(page, "gewenst", "miss")
    expect(page.locator("#compose-text")).to_be_focused()
    page.keyboard.type("Een huis voor avondstudenten.")
    page.locator("#compose button.main").click()
    own = page.locator("#own-list > li")
    expect(own.locator(".state.saved")).to_be_visible()
    expect(own.locator(".tag")).to_have_text("Gewenst")
    # All of it is there again after a reload, also where the marks were put with another question.
    page.reload()
    expect(page.locator("[data-element=starters]")).to_contain_text("gebruiken we, nieuwsgierig")
    expect(page.locator("[data-element=gewenst]")).to_contain_text("missen we")


def test_marks_wait_for_the_network_on_a_small_phone(screens: Screens, site: Site) -> None:
    talk = a_talk(site, "leerlandschap", "kennen", "plate")
    screens.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    device = screens.device(**SMALL_PHONE)
    page = takes_part(device, site, talk)
    assert not scrolls_sideways(page)
    page.locator("[data-element=versterken]").click()
    assert not scrolls_sideways(page)
    device.set_offline(True)
    page.locator("#element-versterken [data-mark=use]").click()
    expect(page.locator("#element-versterken .state.waiting")).to_be_visible()
    device.set_offline(False)
    expect(page.locator("#element-versterken .state.saved")).to_be_visible(timeout=40_000)
    kept = site.script(
        f"""
        from leerruimte.conversations.models import ElementMark
        answer(list(ElementMark.objects.filter(encounter={talk.id!r}).values_list("element", "marks")))
        """
    )
    assert kept == [["versterken", "use"]]


def test_a_place_on_the_scale_joins_the_others_on_the_wall(
    screens: Screens, site: Site, axe_finds_nothing: Callable[[Page], None]
) -> None:
    others = "[put(by, 'mark', position=place) for by, place in zip(people, (0, 1, 1, 1.5, 2))]"
    talk = a_talk(site, "van-driehoek-naar-cirkel", "hoe-ver", "part", others)
    wall = the_wall(screens, talk)
    expect(wall.locator(".scale-drawing use")).to_have_count(5)
    page = takes_part(screens.device(**PHONE), site, talk)
    page.locator("#scale-slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#scale-said")).to_have_text("Tussen ‘Ieder in de eigen hoek’ en ‘We vertrekken’")
    expect(page.locator("#scale-state .state.saved")).to_be_visible()
    page.locator("#scale summary").click()
    page.locator("#scale-list").get_by_role("radio").nth(4).check()
    expect(page.locator("#scale-said")).to_have_text("In de kring")
    expect(page.locator("#scale-state .state.saved")).to_be_visible()
    expect(wall.locator(".scale-drawing use")).to_have_count(6)
    axe_finds_nothing(page)
    axe_finds_nothing(wall)
    page.reload()
    expect(page.locator("#scale-said")).to_have_text("In de kring")
    page.locator("#scale-remove").click()
    expect(wall.locator(".scale-drawing use")).to_have_count(5)


def test_a_piece_is_laid_in_a_week_of_the_puzzle(
    screens: Screens, site: Site, axe_finds_nothing: Callable[[Page], None]
) -> None:
    talk = a_talk(site, "leren-laten-werken", "puzzel-leggen", "heaps")
    wall = the_wall(screens, talk)
    expect(wall.locator(".weeks .gap")).to_have_count(30)
    page = takes_part(screens.device(**PHONE), site, talk)
    page.locator("#heaps-pieces button").first.click()
    expect(page.locator("#compose-text")).to_have_value("meekijken bij een oudergesprek")
    page.locator("#compose button.main").click()
    expect(page.locator("#compose-problem")).to_contain_text("Kies op welke stapel")
    page.locator("#compose-heaps label").nth(1).click()
    page.locator("#compose-week").select_option("3")
    page.locator("#compose-kind").select_option("non_formal")
    page.locator("#compose-who input").fill("Els en de conciërge")
    axe_finds_nothing(page)
    page.locator("#compose button.main").click()
    own = page.locator("#own-list > li")
    expect(own.locator(".state.saved")).to_be_visible()
    expect(own.locator(".tag")).to_have_text("school · week 3 · afgesproken, geen cijfer · Els en de conciërge")
    expect(wall.locator(".weeks tbody tr").nth(2)).to_contain_text("meekijken bij een oudergesprek")
    expect(wall.locator(".weeks .gap")).to_have_count(29)
    expect(wall.locator(".weeks-words")).to_contain_text("School nog niets in week 1–2, 4–10")
    axe_finds_nothing(wall)
