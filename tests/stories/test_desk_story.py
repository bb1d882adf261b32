"""What a facilitator does at the desk and what the room sees on the wall, in a browser, on a really served site."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.stories.conftest import BEAMER, LAPTOP, PHONE, SMALL_PHONE, Screens, Site, scrolls_sideways

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("stories")]

Looks = Callable[[Page], None]


@dataclass
class Led:
    """A running conversation with contributions, and the links to it."""

    id: str
    lead: str
    beamer: str
    host: str

    @property
    def desk(self) -> str:
        return f"/leiden/{self.id}/"


@pytest.fixture
def led(site: Site) -> Led:
    """A live conversation on the first plate: six mentors wrote something, two of them the same."""
    made = site.script(
        """
        from leerruimte.base.links import sign_link
        from leerruimte.plates.models import PlateVersion
        plate = PlateVersion.objects.filter(plate__number=1).latest("number")
        talk = make.a_conversation(on=plate, roles=["student", "mentor"], title="Studiedag")
        texts = ["Er is geen tijd in het rooster.", "In het rooster is er geen tijd.", "Samen kijken naar één les.",
                 "Jan doet nooit iets.", "Mijn student ziet wat ik niet meer zie.", "Koffie helpt."]
        for text in texts:
            make.a_contribution(talk, by=make.a_participant(talk, role="mentor"), text=text)
        encounter = talk.encounter
        answer({
            "id": talk.pk,
            "lead": sign_link("lead", encounter.room, 1),
            "beamer": "/scherm/" + sign_link("beamer", encounter.room, 1) + "/",
            "host": sign_link("host", str(encounter.partnership_id), 1),
        })
        """
    )
    return Led(**made)


def leads(screens: Screens, led: Led, **device: Any) -> Page:
    """The facilitator opens the own link on a device and goes to the desk."""
    page = screens.device(**(device or LAPTOP)).new_page()
    page.goto(f"/leid/{led.lead}/")
    page.locator("main button.main").click()
    page.wait_for_url(f"**{led.desk}")
    return page


def on_the_wall(screens: Screens, led: Led, **device: Any) -> Page:
    """The beamer's laptop."""
    page = screens.device(**(device or BEAMER)).new_page()
    page.goto(led.beamer)
    return page


def slip(page: Page, text: str) -> Locator:
    """A contribution on the desk."""
    return page.locator(".given-slip").filter(has_text=text)


def presses(page: Page, button: Locator) -> None:
    """By keyboard: go there with the tab key's focus, press Enter."""
    button.focus()
    page.keyboard.press("Enter")


def tab_to(page: Page, wanted: Locator) -> None:
    """Walk with the tab key until the focus is there; a person without a mouse has no other way."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"not reached with the tab key: {wanted}")


def test_a_facilitator_opens_a_conversation_with_the_keyboard_only(
    screens: Screens, led: Led, axe_finds_nothing: Looks
) -> None:
    screens.expected.append("422")  # the title that was left out
    page = screens.device(**LAPTOP).new_page()
    page.goto(f"/begin/{led.host}/")
    axe_finds_nothing(page)
    tab_to(page, page.locator("main button.main"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/leiden/")
    axe_finds_nothing(page)
    tab_to(page, page.locator("main a.main"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/leiden/nieuw/**")
    if page.locator(".plate-card").count():
        axe_finds_nothing(page)
        tab_to(page, page.locator(".plate-card").first)
        page.keyboard.press("Enter")
    page.wait_for_url("**/leiden/nieuw/**")
    tab_to(page, page.locator("[name=title]"))
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.locator(".msg")).to_be_visible()
    axe_finds_nothing(page)
    tab_to(page, page.locator("[name=title]"))
    page.keyboard.type("Teamoverleg Kade")
    tab_to(page, page.locator("[name=minutes_look]"))
    page.keyboard.press("Control+a")
    page.keyboard.type("10")
    tab_to(page, page.locator("main button.main"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/link/")
    expect(page.locator(".code")).to_have_text(re.compile(r"[A-Z]+ \d{3}"))
    axe_finds_nothing(page)
    tab_to(page, page.locator("main a.main"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Teamoverleg Kade")
    expect(page.locator(".steps")).to_contain_text("10 min")
    axe_finds_nothing(page)


def test_phases_go_on_and_the_wall_follows(screens: Screens, led: Led, axe_finds_nothing: Looks) -> None:
    desk, wall = leads(screens, led), on_the_wall(screens, led)
    expect(wall.locator("h1")).to_contain_text("samen leren")
    presses(desk, desk.locator(".now-buttons button.main"))
    expect(desk.locator(".steps [aria-current]")).to_contain_text("Wat valt op?")
    expect(wall.locator(".steps [aria-current]")).to_contain_text("Wat valt op?")
    expect(wall.locator("h1")).to_contain_text("bereikt")
    # The keyboard goes on where it was, although the part was drawn anew.
    assert desk.evaluate("document.activeElement !== document.body")
    desk.locator("button[value=vast]").click()
    expect(desk.locator("button[value=verder]")).to_be_visible()
    stopped = desk.locator("[data-clock]").inner_text()
    expect(wall.locator("[data-clock]")).to_have_text(stopped)
    desk.locator(".clock-row button[value='5']").click()
    minutes, seconds = (int(part) for part in stopped.split(":"))
    expect(wall.locator("[data-clock]")).to_have_text(f"{minutes + 5}:{seconds:02}")
    desk.locator(".hotspot-row button").nth(1).click()
    expect(wall.locator(".hotspot.is-active")).to_have_attribute("data-nr", "2")
    desk.locator("[action$='/pauze/'] button").click()
    expect(wall.locator(".rest")).to_be_visible()
    axe_finds_nothing(desk)
    axe_finds_nothing(wall)


def test_what_is_hidden_leaves_the_wall_at_once_and_can_come_back(screens: Screens, led: Led) -> None:
    desk, wall = leads(screens, led), on_the_wall(screens, led)
    expect(wall.locator("#briefjes")).to_contain_text("Koffie helpt.")
    wanted = slip(desk, "Koffie helpt.")
    wanted.locator("summary", has_text="Verberg").click()
    wanted.locator("[name=reden]").fill("gaat niet over de vraag")
    wanted.locator("[name=reden]").press("Enter")
    expect(wanted).to_have_count(0)
    expect(wall.locator("#briefjes")).not_to_contain_text("Koffie helpt.")
    desk.locator("#logboek summary").click()
    expect(desk.locator("#logboek")).to_contain_text("gaat niet over de vraag")
    desk.locator("#logboek button", has_text="Toon weer").click()
    expect(wanted).to_have_count(1)
    expect(wall.locator("#briefjes")).to_contain_text("Koffie helpt.")


def test_doubles_are_put_together_and_taken_apart(screens: Screens, led: Led, axe_finds_nothing: Looks) -> None:
    desk = leads(screens, led)
    slip(desk, "In het rooster is er geen tijd.").locator("a", has_text="Voeg samen").click()
    likely = desk.get_by_role("radio", name="Er is geen tijd in het rooster.")
    expect(likely).to_be_checked()
    axe_finds_nothing(desk)
    desk.locator("main button.main").click()
    double = desk.locator(".given-text", has_text="In het rooster is er geen tijd.")
    expect(double).to_have_count(0)
    kept = slip(desk, "Er is geen tijd in het rooster.")
    kept.locator("summary", has_text="hiermee samengevoegd").click()
    kept.locator("button", has_text="Haal uit elkaar").click()
    expect(double).to_have_count(1)


def make_theme(desk: Page, name: str) -> Locator:
    desk.locator("#new-theme").fill(name)
    desk.locator("#new-theme").press("Enter")
    theme = desk.locator(f".theme[data-name='{name}']")
    expect(theme).to_be_visible()
    return theme


def test_themes_are_filled_by_dragging_and_by_keyboard(screens: Screens, led: Led, axe_finds_nothing: Looks) -> None:
    desk = leads(screens, led)
    theme = make_theme(desk, "Tijd")
    dragged = slip(desk, "Er is geen tijd in het rooster.")
    dragged.locator(".given-text").drag_to(theme.locator("a"))
    expect(dragged.locator(".tag")).to_have_text("Tijd")
    expect(theme.locator(".figure")).to_have_text("1")
    by_key = slip(desk, "Samen kijken naar één les.")
    presses(desk, by_key.locator("summary", has_text="Thema"))
    tab_to(desk, by_key.locator("button", has_text="Tijd"))
    desk.keyboard.press("Enter")
    expect(by_key.locator(".tag")).to_have_text("Tijd")
    expect(theme.locator(".figure")).to_have_text("2")
    assert desk.evaluate("document.activeElement !== document.body")
    axe_finds_nothing(desk)
    theme.locator("summary").click()
    theme.locator("[name=naam]").fill("Tijd en rust")
    theme.locator("[name=naam]").press("Enter")
    expect(desk.locator(".theme[data-name='Tijd en rust'] .figure")).to_have_text("2")


def test_new_contributions_wait_until_the_facilitator_wants_them(screens: Screens, led: Led, site: Site) -> None:
    desk = leads(screens, led)
    expect(desk.locator(".given-slip")).to_have_count(6)
    half_typed = slip(desk, "Jan doet nooit iets.")
    half_typed.locator("summary", has_text="Verberg").click()
    half_typed.locator("[name=reden]").fill("noemt een na")
    by_phone = screens.device(**PHONE)
    write_by_phone(by_phone, site, led, "Wij doen dit al jaren.")
    expect(desk.locator("#newer")).to_contain_text("1 nieuwe")
    expect(desk.locator(".given-slip")).to_have_count(6)
    expect(half_typed.locator("[name=reden]")).to_have_value("noemt een na")
    desk.locator("#newer").click()
    expect(desk.locator(".given-slip").first).to_contain_text("Wij doen dit al jaren.")
    expect(half_typed.locator("[name=reden]")).to_have_value("noemt een na")


def write_by_phone(device: BrowserContext, site: Site, led: Led, text: str) -> None:
    """A phone that joined sends a contribution through the fast door."""
    token = site.script(
        f"""
        from leerruimte.conversations.models import Conversation
        from leerruimte.live.tokens import cookie_name, make_token
        talk = Conversation.objects.get(pk="{led.id}")
        somebody = make.a_participant(talk, role="mentor")
        room = talk.encounter.room
        answer([cookie_name("guest", room), make_token("guest", room, somebody.id.hex), room])
        """
    )
    device.add_cookies([{"name": token[0], "value": token[1], "url": site.address}])
    answer = device.request.post(
        f"/live/{token[2]}/write",
        headers={"X-Leerruimte": "1", "Origin": site.address, "Sec-Fetch-Site": "same-origin"},
        data={
            "writes": [
                {
                    "id": "01936f00-0000-7000-8000-" + led.id[-12:],
                    "n": 1,
                    "kind": "contribute",
                    "question": "wat-verandert",
                    "text": text,
                }
            ]
        },
    )
    assert answer.json()["answers"][0]["outcome"] == "kept"


def test_notes_keep_themselves_and_stay_without_network(screens: Screens, led: Led) -> None:
    screens.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    desk = leads(screens, led)
    note = desk.locator("#note-1")
    note.fill("Els aan het woord laten")
    expect(desk.locator("[data-note-state]").first).to_contain_text("Bewaard")
    desk.context.set_offline(True)
    note.fill("Els aan het woord laten, en Mo ook")
    expect(desk.locator("[data-note-state]").first).to_contain_text("Wacht op verbinding")
    desk.context.set_offline(False)
    expect(desk.locator("[data-note-state]").first).to_contain_text("Bewaard", timeout=15_000)
    another = leads(screens, led)
    expect(another.locator("#note-1")).to_have_value("Els aan het woord laten, en Mo ook")


def test_two_devices_that_note_at_once_lose_nothing(screens: Screens, led: Led) -> None:
    screens.expected += ["409", "ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    laptop, tablet = leads(screens, led), leads(screens, led)
    tablet.context.set_offline(True)
    tablet.locator("#note-1").fill("van de tablet")
    laptop.locator("#note-1").fill("van de laptop")
    expect(laptop.locator("[data-note-state]").first).to_contain_text("Bewaard")
    tablet.context.set_offline(False)
    expect(tablet.locator(".theirs")).to_contain_text("van de laptop", timeout=20_000)
    expect(tablet.locator("#note-1")).to_have_value("van de tablet")
    tablet.locator(".theirs button").click()
    expect(tablet.locator("[data-note-state]").first).to_contain_text("Bewaard")
    laptop.reload()
    expect(laptop.locator("#note-1")).to_have_value("van de tablet")


def test_kept_stays_to_be_read_when_something_else_changes(screens: Screens, led: Led) -> None:
    laptop, tablet = leads(screens, led), leads(screens, led)
    laptop.locator("#note-1").fill("van de laptop")
    expect(laptop.locator("[data-note-state]").first).to_contain_text("Bewaard")
    laptop.locator("#notities-title").focus()
    tablet.locator("#note-fold-2 summary").click()
    tablet.locator("#note-2").fill("van de tablet")
    expect(laptop.locator("#note-2")).to_have_value("van de tablet")
    expect(laptop.locator("[data-note-state]").first).to_contain_text("Bewaard")


def test_the_other_device_sees_what_was_done_here(screens: Screens, led: Led) -> None:
    laptop, phone = leads(screens, led), leads(screens, led, **PHONE)
    laptop.locator(".now-buttons button.main").click()
    expect(phone.locator(".steps [aria-current]")).to_contain_text("Wat valt op?")
    make_theme(phone, "Rooster")
    expect(laptop.locator(".theme[data-name=Rooster]")).to_be_visible()


def test_tables_are_made_and_brought_together(screens: Screens, led: Led, site: Site) -> None:
    site.script(
        f"""
        from leerruimte.conversations.models import Conversation
        talk = Conversation.objects.get(pk="{led.id}")
        for _ in range(6): make.a_participant(talk, role="student")
        """
    )
    desk = leads(screens, led)
    desk.locator("#tables").fill("2")
    desk.locator("#mensen button", has_text="Verdeel").click()
    expect(desk.locator("#mensen")).to_contain_text("Tafel 2")
    desk.locator("#mensen button", has_text="bij elkaar").click()
    expect(desk.locator("#tables")).to_be_visible()


@pytest.mark.parametrize("device", [LAPTOP, PHONE, SMALL_PHONE], ids=["laptop", "phone", "320"])
def test_the_desk_fits_every_screen(
    screens: Screens, led: Led, axe_finds_nothing: Looks, device: dict[str, Any]
) -> None:
    desk = leads(screens, led, **device)
    assert not scrolls_sideways(desk)
    axe_finds_nothing(desk)
    for path in ("link/", "wissen/"):
        desk.goto(led.desk + path)
        assert not scrolls_sideways(desk)
        axe_finds_nothing(desk)
    desk.goto("/leiden/")
    assert not scrolls_sideways(desk)


def test_the_desk_is_as_good_in_the_dark(screens: Screens, led: Led, axe_finds_nothing: Looks) -> None:
    desk = leads(screens, led, **LAPTOP, color_scheme="dark")
    make_theme(desk, "Tijd")
    axe_finds_nothing(desk)


WALLS = ("plate", "contributions", "themes", "path", "heaps", "map", "harvest", "intentions")


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1024, 768)], ids=["1080p", "720p", "4:3"])
def test_the_wall_never_scrolls(screens: Screens, led: Led, axe_finds_nothing: Looks, size: tuple[int, int]) -> None:
    desk = leads(screens, led)
    make_theme(desk, "Tijd")
    wall = on_the_wall(screens, led, viewport={"width": size[0], "height": size[1]})
    for screen in WALLS:
        button = desk.locator(f"[name=scherm][value={screen}]")
        if not button.count():
            continue  # the harvest: there are no tables
        button.click()
        expect(wall.locator("#wall")).to_have_attribute("data-screen", screen)
        wall.wait_for_timeout(300)
        seen = wall.evaluate(
            "() => [document.documentElement, document.body].map(e => [e.scrollWidth, e.scrollHeight])"
            ".flat().every((length, i) => length <= [innerWidth, innerHeight][i % 2])"
        )
        assert seen, screen
        assert wall.locator(".join .segno").is_visible()
        foot = wall.locator("#voet").bounding_box()
        assert foot is not None
        assert foot["y"] + foot["height"] <= size[1]
        axe_finds_nothing(wall)


def test_one_key_hides_the_newest_slip_where_somebody_may_lead(screens: Screens, led: Led) -> None:
    desk = leads(screens, led)
    wall = desk.context.new_page()
    wall.goto(led.beamer)
    stranger = on_the_wall(screens, led)
    expect(wall.locator("#briefjes")).to_contain_text("Koffie helpt.")
    stranger.keyboard.press("h")
    stranger.wait_for_timeout(300)
    expect(stranger.locator("#briefjes")).to_contain_text("Koffie helpt.")
    wall.keyboard.press("h")
    expect(stranger.locator("#briefjes")).not_to_contain_text("Koffie helpt.")
    expect(desk.locator("#logboek")).to_contain_text("met één toets")


def test_the_wall_keeps_its_last_picture_without_network(screens: Screens, led: Led) -> None:
    screens.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    desk, wall = leads(screens, led), on_the_wall(screens, led)
    expect(wall.locator("#briefjes")).to_contain_text("Koffie helpt.")
    wall.context.set_offline(True)
    expect(wall.locator("#wall-offline")).to_be_visible()
    expect(wall.locator("#briefjes")).to_contain_text("Koffie helpt.")
    desk.locator(".now-buttons button.main").click()
    wall.context.set_offline(False)
    expect(wall.locator("h1")).to_contain_text("bereikt", timeout=20_000)
    expect(wall.locator("#wall-offline")).to_be_hidden(timeout=20_000)


def test_without_scripts_the_same_buttons_work(screens: Screens, led: Led) -> None:
    desk = leads(screens, led, **LAPTOP, java_script_enabled=False)
    desk.locator(".now-buttons button.main").click()
    expect(desk.locator(".steps [aria-current]")).to_contain_text("Wat valt op?")
    desk.locator("#new-theme").fill("Tijd")
    desk.locator(".new-theme button").click()
    expect(desk.locator(".theme[data-name=Tijd]")).to_be_visible()


def test_after_closing_everything_can_be_deleted(screens: Screens, led: Led, axe_finds_nothing: Looks) -> None:
    screens.expected += ["404", "422"]  # the wrong title; the wall and the other desk of what is gone
    desk, wall = leads(screens, led), on_the_wall(screens, led)
    desk.locator("#einde button", has_text="Sluit het gesprek").click()
    expect(desk.locator("#nu")).to_contain_text("gesloten")
    axe_finds_nothing(desk)
    expect(wall.locator("h1")).to_contain_text("Dank je wel")
    desk.locator("#einde a", has_text="Wis alles").click()
    desk.locator("[name=title]").fill("Iets anders")
    desk.locator("button.wrong").click()
    expect(desk.locator(".msg")).to_be_visible()
    desk.locator("[name=title]").fill("studiedag")
    desk.locator("button.wrong").click()
    desk.wait_for_url("**/leiden/")
    expect(wall.locator("h1")).to_contain_text("werkt niet")
