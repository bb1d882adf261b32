"""What participants do on their phones, in a browser, on a site that is really served."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.stories.conftest import LAPTOP, PHONE, SMALL_PHONE, Screens, Site, scrolls_sideways

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("stories")]

PATH, OWN_WORDS, HEAPS, TOMORROW = "waar-staan-we", "wat-verandert", "bereikt", "wat-vraagt-het"


@dataclass
class Talk:
    """A conversation to take part in."""

    id: str
    code: str

    @property
    def address(self) -> str:
        return f"/gesprek/{self.id}/"


@pytest.fixture
def talk(site: Site) -> Talk:
    """A live conversation on the first plate; five mentors joined, two of them wrote something."""
    made = site.script(
        """
        from leerruimte.plates.models import PlateVersion
        plate = PlateVersion.objects.filter(plate__number=1).latest("number")
        talk = make.a_conversation(on=plate, roles=["student", "mentor"], title="Dinsdagmiddag")
        mentors = [make.a_participant(talk, role="mentor") for _ in range(5)]
        make.a_contribution(talk, by=mentors[0], text="Wij leren op donderdag, in de teamkamer.")
        make.a_contribution(talk, by=mentors[1], text="Mijn student ziet wat ik niet meer zie.")
        answer({"id": talk.pk, "code": talk.encounter.join_code})
        """
    )
    return Talk(**made)


def joins(device: BrowserContext, talk: Talk, *, role: str = "student", first_name: str = "") -> Page:
    """Somebody types the code, chooses a role and is in."""
    page = device.new_page()
    page.goto("/doe-mee/")
    page.locator("#code").fill(f"{talk.code[:-3].lower()} {talk.code[-3:]}")
    page.locator("main button").click()
    page.get_by_role("radio", name=role, exact=True).check()
    page.locator("#id_first_name").fill(first_name)
    page.locator("main button").last.click()
    page.wait_for_url(f"**{talk.address}")
    expect(page.locator("html.is-alive")).to_be_attached()
    return page


def writes(page: Page, text: str) -> None:
    """Somebody types in the field and places it."""
    page.locator("#compose-text").fill(text)
    page.locator("#compose button.main").click()


def waits_until_it_opens_without_network(page: Page) -> None:
    """The service worker has the page and the files it is made of."""
    count = "(name) => caches.open(name).then((kept) => kept.keys()).then((all) => all.length)"
    for _ in range(100):
        # `evaluate` waits for an answer that comes later; `wait_for_function` takes the promise for the answer.
        if page.evaluate(count, "pages-1") == 1 and page.evaluate(count, "files-1") > 20:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the page was not kept on the phone")


def kept_on_server(site: Site, talk: Talk) -> list[str]:
    """The words that the database has of a conversation, in the order of writing."""
    found: list[str] = site.script(
        f"""
        from leerruimte.encounters.models import Contribution
        rows = Contribution.objects.filter(encounter="{talk.id}", withdrawn_at=None).order_by("id")
        answer([row.text for row in rows])
        """
    )
    return found


def leads(screens: Screens, site: Site, talk: Talk) -> Callable[..., None]:
    """The facilitator's laptop: presses a button of the desk by its address."""
    device = screens.device()
    page = device.new_page()
    link = site.script(
        f"""
        from leerruimte.base.links import sign_link
        answer(sign_link("lead", "{talk.id}".replace("-", ""), 1))
        """
    )
    page.goto(f"/leid/{link}/")
    page.locator("main button").first.click()
    page.wait_for_url("**/leiden/**")

    def press(what: str, **fields: Any) -> None:
        token = next(one["value"] for one in device.cookies() if one["name"] == "csrftoken")
        answer = page.request.post(f"/leiden/{talk.id}/{what}/", form={**fields, "csrfmiddlewaretoken": token})
        assert answer.ok, answer.text()

    return press


def test_a_code_in_lower_case_with_a_space_leads_to_the_question(screens: Screens, talk: Talk) -> None:
    page = joins(screens.device(**PHONE), talk)
    expect(page.locator("#question-text")).to_have_text(
        "Wat doe je anders als het niet meer gaat om samen opleiden, maar om samen leren?"
    )
    expect(page.locator("#stack .say")).to_be_visible()


def test_words_are_called_kept_only_after_the_server_kept_them(screens: Screens, site: Site, talk: Talk) -> None:
    page = joins(screens.device(**PHONE), talk)
    writes(page, "Bij de lesson study leerde mijn mentor net zo veel als ik. 🌱")
    expect(page.locator("#own-list .state.saved")).to_be_visible()
    assert "Bij de lesson study leerde mijn mentor net zo veel als ik. 🌱" in kept_on_server(site, talk)
    expect(page.locator("#own-list > li")).to_have_count(1)
    page.reload()
    expect(page.locator("#own-list > li")).to_have_count(1)
    expect(page.locator("#own-list .state.saved")).to_be_visible()


def test_what_is_written_without_network_waits_survives_a_reload_and_goes_up_once(
    screens: Screens, site: Site, talk: Talk
) -> None:
    screens.expected = ["ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED"]
    device = screens.device(**PHONE)
    page = joins(device, talk)
    waits_until_it_opens_without_network(page)
    device.set_offline(True)
    writes(page, "Eén: geschreven zonder verbinding.")
    writes(page, "Twee: ook zonder verbinding.")
    expect(page.locator("#own-list .state.waiting")).to_have_count(2)
    expect(page.locator("#connection")).to_be_visible()
    page.reload()
    expect(page.locator("html.is-alive")).to_be_attached()
    expect(page.locator("#own-list > li")).to_have_count(2)
    expect(page.locator("#own-list .state.waiting")).to_have_count(2)
    assert not [text for text in kept_on_server(site, talk) if "zonder verbinding" in text]
    device.set_offline(False)
    expect(page.locator("#own-list .state.saved")).to_have_count(2, timeout=40_000)
    mine = [text for text in kept_on_server(site, talk) if "zonder verbinding" in text]
    assert mine == ["Eén: geschreven zonder verbinding.", "Twee: ook zonder verbinding."]
    page.reload()
    expect(page.locator("#own-list > li")).to_have_count(2)


def test_two_tabs_send_each_word_once(screens: Screens, site: Site, talk: Talk) -> None:
    screens.expected = ["ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED"]
    device = screens.device(**PHONE)
    first = joins(device, talk)
    second = device.new_page()
    second.goto(talk.address)
    expect(second.locator("html.is-alive")).to_be_attached()
    device.set_offline(True)
    writes(first, "Uit het eerste tabblad.")
    writes(second, "Uit het tweede tabblad.")
    expect(first.locator("#own-list > li")).to_have_count(2)
    device.set_offline(False)
    for page in (first, second):
        expect(page.locator("#own-list .state.saved")).to_have_count(2, timeout=40_000)
        expect(page.locator("#own-list > li")).to_have_count(2)
    mine = [text for text in kept_on_server(site, talk) if "tabblad" in text]
    assert sorted(mine) == ["Uit het eerste tabblad.", "Uit het tweede tabblad."]


def test_a_view_can_be_given_undone_and_changed_by_keyboard_alone(screens: Screens, site: Site, talk: Talk) -> None:
    page = joins(screens.device(**PHONE), talk)
    first = page.locator("#stack .say").inner_text()
    page.locator("#stack button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#stack .say")).not_to_have_text(first)
    expect(page.locator("#stack article")).to_be_focused()
    page.locator("#stack-after button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#stack .say")).to_have_text(first)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#stack .say")).not_to_have_text(first)
    page.wait_for_function("document.querySelector('#stack-after button')")
    page.wait_for_timeout(500)
    values = site.script(
        f"""
        from leerruimte.encounters.models import Stance
        answer(list(Stance.objects.filter(encounter="{talk.id}").values_list("value", flat=True)))
        """
    )
    assert values == [-1]


def test_what_others_write_comes_in_without_moving_what_one_reads(screens: Screens, talk: Talk) -> None:
    reader = joins(screens.device(**PHONE), talk)
    writer = joins(screens.device(**PHONE), talk, role="mentor")
    reading = reader.locator("#stack .say").inner_text()
    expect(reader.locator("#stack-left")).to_have_text("nog 2")
    writes(writer, "Net geschreven.")
    expect(reader.locator("#stack-left")).to_have_text("nog 3")
    expect(reader.locator("#stack .say")).to_have_text(reading)
    expect(writer.locator("#own-list > li")).to_have_count(1)
    expect(writer.locator("#stack-left")).to_have_text("nog 2")


def test_a_new_question_waits_for_who_is_writing_and_takes_along_who_is_not(
    screens: Screens, site: Site, talk: Talk
) -> None:
    press = leads(screens, site, talk)
    writer = joins(screens.device(**PHONE), talk)
    looker = joins(screens.device(**PHONE), talk)
    writer.locator("#compose-text").fill("Ik ben nog bezig met")
    press("vraag", vraag=HEAPS)
    expect(looker.locator("#question-text")).to_have_text("Wat hebben we bereikt en willen we houden?")
    expect(writer.locator("#new-question")).to_be_visible()
    expect(writer.locator("#compose-text")).to_have_value("Ik ben nog bezig met")
    writer.locator("#new-question button").click()
    expect(writer.locator("#question-text")).to_have_text("Wat hebben we bereikt en willen we houden?")
    expect(writer.locator("#compose-text")).to_have_value("")
    expect(writer.locator("#compose-heaps input")).to_have_count(3)


def test_an_intention_is_written_changed_and_taken_back(screens: Screens, site: Site, talk: Talk) -> None:
    page = joins(screens.device(**PHONE), talk, first_name="Sanne")
    page.locator(".phone-nav [data-view-link=voornemens]").click()
    page.locator("#intend-what").fill("Ik nodig mijn mentor uit om samen te kijken.")
    page.locator("#intend-by_when").fill("2026-12-08")
    page.locator("#intend button.main").click()
    expect(page.locator("#intentions-list .state.saved")).to_be_visible()
    page.locator("#intentions-list [data-action=edit]").click()
    page.locator("#intend-with_whom").fill("Mo")
    page.locator("#intend button.main").click()
    expect(page.locator("#intentions-list > li")).to_have_count(1)
    expect(page.locator("#intentions-list")).to_contain_text("Mo")
    expect(page.locator("#intentions-list .state.saved")).to_be_visible()
    page.locator("#intentions-list [data-action=withdraw]").click()
    expect(page.locator("#intentions-list > li")).to_have_count(0)


def test_a_mark_is_placed_with_a_finger_and_with_the_keyboard(screens: Screens, site: Site, talk: Talk) -> None:
    press = leads(screens, site, talk)
    page = joins(screens.device(**PHONE), talk)
    press("vraag", vraag=PATH)
    expect(page.locator("#path")).to_be_visible()
    page.locator("#path-prompt").evaluate("(prompt) => prompt.scrollIntoView()")
    box = page.locator("#path-drawing svg").bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.4)
    expect(page.locator("#path-state .state.saved")).to_be_visible()
    before = page.locator("#path-said").inner_text()
    page.locator("#path-slider").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    expect(page.locator("#path-said")).not_to_have_text(before)
    expect(page.locator("#path-state .state.saved")).to_be_visible()
    page.reload()
    expect(page.locator("#path-said")).not_to_have_text("")
    expect(page.locator("#path-state .state.saved")).to_be_visible()


def test_nothing_that_is_typed_is_lost_by_a_reload_or_a_pause(screens: Screens, site: Site, talk: Talk) -> None:
    press = leads(screens, site, talk)
    page = joins(screens.device(**PHONE), talk)
    page.locator("#compose-text").fill("Nog niet klaar")
    page.reload()
    expect(page.locator("#compose-text")).to_have_value("Nog niet klaar")
    press("pauze", pauze="1")
    expect(page.locator("#paused")).to_be_visible()
    expect(page.locator("#compose-text")).to_have_value("Nog niet klaar")
    page.locator("#compose button.main").click()
    press("pauze", pauze="0")
    expect(page.locator("#own-list .state.saved")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_screen_of_a_participant(
    screens: Screens, talk: Talk, axe_finds_nothing: Callable[[Page], None], scheme: str
) -> None:
    screens.expected = ["404"]
    device = screens.device(**PHONE, color_scheme=scheme, reduced_motion="reduce")
    page = device.new_page()
    page.goto("/doe-mee/?code=bestaat niet")
    axe_finds_nothing(page)
    page.goto(f"/doe-mee/{talk.code}/")
    axe_finds_nothing(page)
    page.close()
    page = joins(device, talk, first_name="Sanne")
    writes(page, "Iets wat ik zelf zag.")
    expect(page.locator("#own-list .state.saved")).to_be_visible()
    axe_finds_nothing(page)
    for view in ("voornemens", "kaart", "van-mij", "vraag"):
        page.locator(f".phone-nav [data-view-link={view}]").click()
        page.wait_for_timeout(400)
        axe_finds_nothing(page)
    page.locator("#everything summary").click()
    page.locator("#others summary").click()
    expect(page.locator("#said .said > li").first).to_be_visible()
    axe_finds_nothing(page)
    page.locator("#open-plate").click()
    expect(page.locator("#plate .spot-part")).to_have_count(10)
    axe_finds_nothing(page)
    for path in ("meenemen/", "wis-mij/", "plaat/", f"vraag/{OWN_WORDS}/"):
        page.goto(talk.address + path)
        axe_finds_nothing(page)


def test_nothing_scrolls_sideways_on_the_smallest_phone(screens: Screens, talk: Talk) -> None:
    page = joins(screens.device(**SMALL_PHONE), talk, first_name="Sanne")
    writes(page, "Eenheelerglangwoordzonderspatiesomtekijkenofhetafgebrokenwordtofdathetdepaginabredermaakt")
    expect(page.locator("#own-list .state.saved")).to_be_visible()
    assert not scrolls_sideways(page)
    for view in ("voornemens", "kaart", "van-mij"):
        page.locator(f".phone-nav [data-view-link={view}]").click()
        page.wait_for_timeout(300)
        assert not scrolls_sideways(page), view
    for path in ("meenemen/", "wis-mij/", "plaat/", f"vraag/{OWN_WORDS}/"):
        page.goto(talk.address + path)
        assert not scrolls_sideways(page), path


def test_deleting_all_that_is_mine_takes_it_off_other_screens_and_off_this_phone(
    screens: Screens, site: Site, talk: Talk
) -> None:
    screens.expected = ["404"]
    device = screens.device(**PHONE)
    page = joins(device, talk)
    reader = joins(screens.device(**PHONE), talk)
    writes(page, "Dit wil ik straks weg.")
    expect(page.locator("#own-list .state.saved")).to_be_visible()
    expect(reader.locator("#stack-left")).to_have_text("nog 3")
    page.goto(talk.address + "wis-mij/")
    page.locator("button.wrong").click()
    page.wait_for_url("**/doe-mee/")
    expect(reader.locator("#stack-left")).to_have_text("nog 2")
    assert "Dit wil ik straks weg." not in kept_on_server(site, talk)
    pages = page.evaluate("caches.open('pages-1').then((kept) => kept.keys()).then((pages) => pages.length)")
    assert pages == 0
    answer = page.goto(talk.address)
    assert answer is not None
    assert answer.status == 404


def test_without_scripts_everything_can_be_read(screens: Screens, talk: Talk) -> None:
    device = screens.device(**PHONE, java_script_enabled=False)
    page = device.new_page()
    page.goto(f"/doe-mee/{talk.code}/")
    page.get_by_role("radio", name="student", exact=True).check()
    page.locator("main button").click()
    expect(page.locator("#question-text")).to_be_visible()
    expect(page.get_by_text("Wij leren op donderdag, in de teamkamer.")).to_be_visible()
    page.locator(".phone-nav a").last.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_server_that_is_too_busy_gets_it_a_little_later_once(screens: Screens, site: Site, talk: Talk) -> None:
    screens.expected = ["503"]
    page = joins(screens.device(**PHONE), talk)
    refused: list[str] = []

    def busy_at_first(route: Route) -> None:
        if len(refused) < 2:
            refused.append(route.request.post_data or "")
            route.fulfill(status=503, headers={"Retry-After": "1"}, json={"message": "Het is erg druk."})
        else:
            route.continue_()

    page.route("**/write", busy_at_first)
    writes(page, "Het was druk.")
    expect(page.locator("#own-list .state.waiting")).to_be_visible()
    expect(page.locator("#connection")).to_contain_text("Het is erg druk.")
    expect(page.locator("#own-list .state.saved")).to_be_visible()
    expect(page.locator("#connection")).to_be_hidden()
    assert len(refused) == 2
    assert kept_on_server(site, talk).count("Het was druk.") == 1


def test_an_answer_that_got_lost_on_the_way_makes_no_second_copy(screens: Screens, site: Site, talk: Talk) -> None:
    screens.expected = ["ERR_FAILED", "net::"]
    page = joins(screens.device(**PHONE), talk)
    lost: list[int] = []

    def lose_the_first_answer(route: Route) -> None:
        answer = route.fetch()
        if not lost:
            lost.append(answer.status)
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route("**/write", lose_the_first_answer)
    writes(page, "Eén keer bewaard.")
    expect(page.locator("#own-list .state.saved")).to_be_visible(timeout=15_000)
    assert lost == [200]
    assert kept_on_server(site, talk).count("Eén keer bewaard.") == 1
    expect(page.locator("#own-list > li")).to_have_count(1)


def test_what_is_refused_stays_to_be_changed_with_the_reason_beside_it(
    screens: Screens, site: Site, talk: Talk
) -> None:
    page = joins(screens.device(**PHONE), talk)
    page.locator("#compose-text").fill("Te laat geschreven.")
    site.script(
        f"""
        from datetime import timedelta
        from django.utils import timezone
        from leerruimte.conversations.models import AskedQuestion
        rows = AskedQuestion.objects.filter(conversation="{talk.id}")
        rows.update(closed_at=timezone.now() - timedelta(hours=1))
        """
    )
    page.locator("#compose button.main").click()
    slip = page.locator("#own-list > li")
    expect(slip.locator(".state.wrong")).to_be_visible()
    expect(slip.locator(".msg")).to_contain_text("gesloten")
    page.reload()
    expect(slip.locator(".msg")).to_contain_text("gesloten")
    slip.locator("[data-action=edit]").click()
    expect(page.locator("#compose-text")).to_have_value("Te laat geschreven.")
    expect(slip).to_have_count(0)


def test_who_is_not_in_it_any_more_keeps_the_words_and_can_place_them_after_joining_again(
    screens: Screens, site: Site, talk: Talk
) -> None:
    screens.expected = ["401", "404", "ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED"]
    device = screens.device(**PHONE)
    page = joins(device, talk)
    device.set_offline(True)
    writes(page, "Geschreven voor ik eruit was.")
    expect(page.locator("#own-list .state.waiting")).to_be_visible()
    device.clear_cookies()
    device.set_offline(False)
    again = page.locator("#connection a")
    expect(again).to_be_visible(timeout=40_000)
    again.click()
    page.get_by_role("radio", name="mentor", exact=True).check()
    page.locator("main button").last.click()
    page.wait_for_url(f"**{talk.address}")
    expect(page.locator("#left-over-list")).to_contain_text("Geschreven voor ik eruit was.")
    page.locator("#left-over-list button").first.click()
    page.locator("#compose button.main").click()
    expect(page.locator("#own-list .state.saved")).to_be_visible()
    expect(page.locator("#left-over")).to_be_hidden()
    assert kept_on_server(site, talk).count("Geschreven voor ik eruit was.") == 1


def test_a_clock_that_is_wrong_changes_nothing_that_others_see(screens: Screens, site: Site, talk: Talk) -> None:
    device = screens.device(**PHONE)
    device.add_init_script("const now = Date.now; Date.now = () => now() - 5 * 365 * 86400 * 1000;")
    page = joins(device, talk)
    writes(page, "Mijn klok staat vijf jaar achter.")
    expect(page.locator("#own-list .state.saved")).to_be_visible()
    shown = page.locator("#clock-face").inner_text()
    assert 15 <= int(shown.split(":")[0]) <= 20, shown
    assert kept_on_server(site, talk).count("Mijn klok staat vijf jaar achter.") == 1


def test_the_plate_can_be_looked_at_by_keyboard_with_its_numbered_list(screens: Screens, talk: Talk) -> None:
    page = joins(screens.device(**PHONE), talk)
    page.locator("#open-plate").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#plate .spot-part")).to_have_count(10)
    page.locator("#plate summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#plate .spot-words").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#plate")).to_be_hidden()
    expect(page.locator("#open-plate")).to_be_focused()


def test_at_a_table_one_sees_its_number_and_writes_its_harvest(screens: Screens, site: Site, talk: Talk) -> None:
    press = leads(screens, site, talk)
    page = joins(screens.device(**PHONE), talk)
    other = joins(screens.device(**PHONE), talk)
    site.script(f'talk = make.Conversation.objects.get(pk="{talk.id}"); [make.a_participant(talk) for _ in range(3)]')
    press("tafels", tafels="2", waren="0")
    expect(page.locator("#table-number")).to_have_text(re.compile("[12]"), timeout=20_000)
    page.locator("#harvest-part summary").click()
    page.locator("#harvest-text").fill("Wij nemen mee: elke maand samen kijken.")
    page.locator("#harvest button").click()
    expect(page.locator("#harvest-state .state.saved")).to_be_visible()
    other.locator("#harvests-part summary").click()
    expect(other.locator("#harvests")).to_contain_text("elke maand samen kijken")


def test_open_for_days_there_is_no_clock_and_one_hears_what_is_new(screens: Screens, site: Site) -> None:
    made = site.script(
        """
        from datetime import timedelta
        from django.utils import timezone
        from leerruimte.base.links import sign_link
        from leerruimte.plates.models import PlateVersion
        plate = PlateVersion.objects.filter(plate__number=1).latest("number")
        talk = make.a_conversation(on=plate, mode="open", roles=[])
        mine = make.a_participant(talk)
        type(mine).objects.filter(pk=mine.pk).update(visit_at=timezone.now() - timedelta(days=1))
        make.a_contribution(talk, text="Van vandaag.", question="bereikt")
        answer({"id": talk.pk, "back": sign_link("back", mine.id.hex, 1)})
        """
    )
    page = screens.device(**PHONE).new_page()
    page.goto(f"/terug/{made['back']}/")
    expect(page.locator("html.is-alive")).to_be_attached()
    expect(page.locator("#clock")).to_be_hidden()
    page.locator(".news a").click()
    expect(page.locator("#question-text")).to_have_text("Wat hebben we bereikt en willen we houden?")
    expect(page.locator("#stack .say")).to_have_text("Van vandaag.")


def test_coming_back_on_another_device_one_finds_the_own_words(screens: Screens, talk: Talk) -> None:
    phone = joins(screens.device(**PHONE), talk)
    writes(phone, "Geschreven op de telefoon.")
    expect(phone.locator("#own-list .state.saved")).to_be_visible()
    phone.locator(".phone-nav [data-view-link=van-mij]").click()
    link = phone.locator("#back-link").input_value()
    tablet = screens.device(**LAPTOP).new_page()
    tablet.goto(link)
    expect(tablet.locator("#own-list")).to_contain_text("Geschreven op de telefoon.")
    writes(tablet, "En verder op de tablet.")
    expect(tablet.locator("#own-list .state.saved")).to_have_count(2)
    phone.reload()
    phone.locator(".phone-nav [data-view-link=vraag]").click()
    expect(phone.locator("#own-list > li")).to_have_count(2)
