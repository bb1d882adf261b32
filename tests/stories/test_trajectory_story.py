"""A career changer's road: needs on a phone, three routes, a conversation of three, evidence, a school that drops out.

The planner is the real one, worked on by the real worker beside the server. All that people do here they do on a page.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.stories.conftest import LAPTOP, PHONE, Screens, Site, scrolls_sideways

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("stories")]
Look = Callable[[Page], None]
# A planner that starts up on a busy machine.
PLANNED = 45_000
LIKED = "Kijken naar kinderen"
SAID = {"Noor": "Ik zie wat een kind nodig heeft.", "Els": "Zien wat een kind nodig heeft.", "Ben": "Kijken en duiden."}


def an_offer(site: Site) -> dict[str, Any]:
    """Two schools and an institute with what they offer from next week on; a career changer and an educator."""
    found: dict[str, Any] = site.script(
        """
        from datetime import timedelta
        from django.conf import settings
        from leerruimte.people.tests import make as people
        from leerruimte.trajectories.models import Outcome
        from leerruimte.trajectories.tests import make
        from leerruimte.trajectories.tests.make_needs import OUTCOMES, next_monday

        partnership = make.a_partnership("zij-instroom", "Waardland Leert Samen")
        wilg, linde = (people.an_organisation(partnership, name=name) for name in ("De Wilg", "De Linde"))
        institute = people.an_organisation(partnership, kind="institute", name="Pabo Waardland")
        noor = people.a_person("Noor", "Bakker", email="noor@puzzel.example")
        ben = people.a_person("Ben", "Smit", email="ben@puzzel.example")
        people.a_role(noor, "career_changer", partnership, wilg)
        people.a_role(ben, "institute_educator", partnership)
        version, monday = make.a_curriculum(partnership, OUTCOMES), next_monday()
        titles = ("Kijken naar een kind", "Rust in de groep", "Uitleggen", "Een les ontwerpen", "Een vak goed kennen",
                  "Onderzoekend werken")
        for code, title in zip(OUTCOMES, titles, strict=True):
            Outcome.objects.filter(version=version, code=code).update(title={"nl": title, "en": title})
        for title, at, gives, day, start in (
            ("Kijken naar kinderen", wilg, {"PED-11": 30}, "tu", 0),
            ("Meekijken in groep 6", linde, {"PED-11": 25}, "tu", 2),
            ("Rust in de groep", wilg, {"PED-12": 30}, "tu", 8),
            ("Een groep leiden", linde, {"PED-12": 30}, "th", 9),
            ("Basis van lesgeven", institute, {"DID-11": 30}, "we", 0),
            ("Lessen ontwerpen", institute, {"DID-12": 30}, "we", 8),
            ("Meelopen met de vakleraar", wilg, {"VAK-11": 30, "DID-11": 15}, "th", 0),
            ("Onderzoekend kijken", institute, {"PRO-11": 30}, "mo", 0),
            ("Samen een les maken", wilg, {"DID-12": 15, "PED-12": 15}, "fr", 8),
            ("Helpen in de bibliotheek", None, {"VAK-11": 20, "PRO-11": 20}, "sa", 0),
        ):
            first = monday + timedelta(weeks=start)
            make.an_opportunity(version, title, at=at, gives=gives, first=first, days=(day,), hours=40)
        key = lambda person: people.browser_of(person).cookies[settings.SESSION_COOKIE_NAME].value
        answer({"cookie": settings.SESSION_COOKIE_NAME, "Noor": key(noor), "Ben": key(ben), "first": str(monday)})
        """
    )
    return found


def screen_of(screens: Screens, offer: dict[str, Any], who: str, **device: Any) -> Page:
    """A device on which somebody is signed in."""
    context = screens.device(**device)
    context.add_cookies([{"name": offer["cookie"], "value": offer[who], "url": screens.site.address}])
    return context.new_page()


def begins(page: Page, first: date, look: Look) -> None:
    """A trajectory is begun, and two people are asked to stand beside the learner: one of them has no account."""
    page.goto("/trajecten/nieuw/")
    page.get_by_label("Hoe noem je dit leertraject?").fill("Naar groep 6")
    page.get_by_label("Fase 1").check()
    page.get_by_label("Eerste dag").fill(str(first))
    page.get_by_label("Laatste dag").fill(str(first + timedelta(weeks=20, days=-1)))
    page.get_by_label("Op welke school?").select_option("De Wilg")
    look(page)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Jouw puzzel tot")).to_be_visible()
    look(page)
    goes_to(page, "Mensen")
    page.get_by_label("Iemand van je school of opleiding").select_option("Ben Smit, instituutsopleider")
    page.get_by_label("Als wat?").select_option("institute_educator")
    page.get_by_role("button", name="Staat naast mij").click()
    expect(page.get_by_role("listitem").filter(has_text="Ben Smit")).to_be_visible()
    page.get_by_label("Of iemand zonder account").fill("Els Bakker")
    page.get_by_label("Het e-mailadres").fill("els@dewilg.example")
    page.get_by_role("button", name="Staat naast mij").click()
    expect(page.get_by_text("Zonder account: doet mee met een persoonlijke link")).to_be_visible()
    look(page)


def goes_to(page: Page, part: str) -> None:
    """To another part of the trajectory; on a phone the parts are behind one word."""
    folded = page.locator(".trajectory-head details.ways summary")
    if folded.is_visible():
        folded.click()
    page.locator(".trajectory-head").get_by_role("link", name=part, exact=True).locator("visible=true").click()


def says_what_she_needs(page: Page, look: Look) -> None:
    """Five questions, one a screen; at the end all of it stands together."""
    goes_to(page, "Puzzel")
    page.get_by_role("link", name="Wat heb ik nodig?").click()
    look(page)
    page.get_by_role("link", name="Begin").click()
    page.get_by_label("In je eigen woorden").fill("Ik wil zien wat een kind nodig heeft.")
    page.get_by_label("Kijken naar een kind").select_option("3")
    for words in ("Ik leid al jaren een team.", "Samen dingen maken.", ""):
        look(page)
        page.get_by_role("button", name="Bewaar en ga verder").click()
        page.get_by_label("In je eigen woorden").fill(words)
    page.get_by_label("Vrijdag middag").check()
    page.get_by_label("Hoeveel uur per week kun je").fill("24")
    look(page)
    page.get_by_role("button", name="Bewaar en ga verder").click()
    page.get_by_label("Hoeveel minuten reis je").fill("60")
    page.get_by_label("Op hoeveel scholen").fill("2")
    look(page)
    page.get_by_role("button", name="Bewaar en kijk het na").click()
    expect(page.get_by_text("Ik leid al jaren een team.")).to_be_visible()
    look(page)


def asks_for_routes(page: Page) -> None:
    """The question goes to the planner; the page waits and shows three."""
    page.get_by_role("button", name=re.compile("om (drie )?routes$")).click()
    expect(page.get_by_role("article")).to_have_count(3, timeout=PLANNED)


def opened(route: Locator, title: str) -> Locator:
    """A piece of a route, with what is told of it."""
    piece = route.locator(".route-piece").filter(has_text=title)
    piece.locator("summary").first.click()
    return piece


def chooses_a_route(page: Page, look: Look) -> str:
    """Three beside each other; one piece is held, another refused, and routes asked again keep to that. One is laid."""
    page.get_by_role("link", name="Verder naar routes").click()
    asks_for_routes(page)
    look(page)
    first = page.get_by_role("article").first
    refused = next(
        title
        for title in first.locator(".route-piece summary > .flow > span:first-child").all_inner_texts()
        if title != LIKED
    )
    opened(first, LIKED).get_by_role("button", name="Houd dit vast").click()
    expect(page.get_by_text("Vastgezet.")).to_be_visible()
    piece = opened(page.get_by_role("article").first, refused)
    piece.get_by_text("Dit wil ik niet").click()
    piece.get_by_label("Waarom niet?").fill("Dat deed ik al.")
    piece.get_by_role("button", name="Laat dit weg").click()
    expect(page.get_by_text("Dat deed ik al.")).to_be_visible()
    asks_for_routes(page)
    for route in page.get_by_role("article").all():
        expect(route.locator(".route-piece").filter(has_text=LIKED)).to_contain_text("vastgezet")
        expect(route.locator(".route-piece").filter(has_text=refused)).to_have_count(0)
    look(page)
    page.get_by_role("button", name="Leg route 1 op het bord").click()
    expect(page.get_by_text("Het ligt op het bord, als voorstel.")).to_be_visible()
    expect(page.locator("[data-piece]").filter(has_text=LIKED)).to_be_visible()
    look(page)
    return refused


def plans_the_conversation(page: Page, first: date, look: Look) -> None:
    """Noor plans it, on three screens; both who stand beside her get a letter."""
    goes_to(page, "Driehoeksgesprekken")
    look(page)
    page.get_by_role("link", name="Plan er een").click()
    for who in ("Els Bakker", "Ben Smit"):
        expect(page.get_by_role("checkbox", name=who)).to_be_checked()
    page.get_by_label("Kijken naar een kind").check()
    page.get_by_label("Een moment dat jou past").fill(f"{first}T15:30")
    page.get_by_label("in één kamer, ieder op een eigen scherm").check()
    look(page)
    page.get_by_role("button", name="Plan het").click()
    expect(page.get_by_role("heading", name="Wie is er klaar?")).to_be_visible()
    look(page)


def link_in_letter(site: Site, to: str) -> str:
    """Her personal link, from the newest letter to her."""
    files = sorted(Path(site.environment["LEERRUIMTE_VAR"], "mail").iterdir(), key=lambda file: file.stat().st_mtime)
    letters = (message_from_bytes(file.read_bytes(), policy=policy.default) for file in reversed(files))
    letter = next(one for one in letters if to in str(one["to"]))
    found = re.search(r"https?://[^/]+(/driehoek/met/\S+)", letter.get_body().get_content())
    assert found
    return found[1]


def prepares(page: Page, who: str, look: Look) -> None:
    """Somebody writes on their own."""
    page.get_by_label(re.compile(r"^Wat gaa?t? (ik|Noor) leren\?")).fill(SAID[who])
    page.get_by_label("Wanneer is het voldoende?").fill("Twee kinderen, twee weken lang.")
    look(page)
    page.get_by_role("button", name="Ik ben klaar").click()
    expect(page.get_by_role("heading", name="Wie is er klaar?")).to_be_visible()


def they_agree(noor: Page, els: Page, ben: Page, link: str, look: Look) -> None:
    """Each prepares unseen; side by side they make one text a line; each puts a name under it."""
    noor.get_by_role("link", name="Bereid je voor").click()
    here = noor.url.removesuffix("voorbereiden/")
    prepares(noor, "Noor", look)
    els.goto(link)
    look(els)
    els.get_by_role("link", name="Bereid je voor").click()
    prepares(els, "Els", look)
    ben.goto(here)
    look(ben)
    ben.get_by_role("link", name="Bereid je voor").click()
    expect(ben.get_by_text(SAID["Noor"])).to_have_count(0)
    prepares(ben, "Ben", look)
    ben.get_by_role("button", name="Leg het naast elkaar").click()
    noor.goto(f"{here}samen/")
    els.reload()
    els.get_by_role("link", name="Ga verder naast elkaar").click()
    for page in (noor, els, ben):
        expect(page.locator("#deel-1-outcome")).to_contain_text(SAID["Noor"])
        look(page)

    els.locator("#deel-1-outcome .said.learner").get_by_role("button", name="Neem dit over").click()
    expect(noor.locator("#deel-1-outcome .common")).to_contain_text(SAID["Noor"])
    ben.locator("#deel-1-sufficient .said.school").get_by_role("button", name="Neem dit over").click()
    route = noor.locator("#deel-1-route")
    route.locator("summary").first.click()
    route.get_by_role("textbox").fill("Elke dinsdag kijk ik mee.")
    route.get_by_label(LIKED).check()
    route.get_by_role("button", name="Leg dit neer").click()
    for page, who in ((noor, "Noor"), (els, "Els")):
        page.get_by_role("button", name=f"Ik, {who}, sta hierachter").click()
        expect(page.locator("#bevestigen")).to_contain_text("staat hierachter")
    ben.get_by_role("button", name="Ik, Ben, sta hierachter").click()
    expect(ben.get_by_role("heading", name="Kijk in een minuut terug")).to_be_visible()
    look(ben)
    expect(noor.get_by_text("Jullie staan allemaal achter deze versie")).to_be_visible()
    noor.get_by_role("link", name="Lees wat jullie afspraken").first.click()
    for words in (*SAID, "Elke dinsdag kijk ik mee.", LIKED):
        expect(noor.get_by_role("article")).to_contain_text(words)
    look(noor)


def lays_evidence(noor: Page, ben: Page, look: Look) -> None:
    """Words beside the measure that the three agreed; the educator sees them and writes in the margin."""
    goes_to(noor, "Bewijs")
    look(noor)
    noor.get_by_role("link", name="Kijken naar een kind").click()
    expect(noor.get_by_text("Zoals jullie drie hebben afgesproken")).to_be_visible()
    noor.get_by_label("Jouw woorden").fill("Jip keek weg bij het rekenen. Ik ging naast hem zitten.")
    noor.get_by_label("wij drieën").check()
    noor.get_by_role("button", name="Leg het hier neer").click()
    laid = noor.locator(".laid").filter(has_text="Jip keek weg")
    expect(laid).to_be_visible()
    look(noor)
    ben.goto(noor.url.partition("#")[0])
    laid = ben.locator(".laid").filter(has_text="Jip keek weg")
    laid.get_by_text("Schrijf in de kantlijn").click()
    laid.get_by_label("In de kantlijn").fill("Wat zag je daarna?")
    laid.get_by_role("button", name="Schrijf het erbij").click()
    expect(ben.get_by_text("Wat zag je daarna?")).to_be_visible()
    look(ben)


def school_drops_out(page: Page, look: Look) -> None:
    """A new route with the fewest changes lies beside the one that was, and is agreed to."""
    goes_to(page, "Puzzel")
    page.get_by_role("link", name="Er is iets veranderd").click()
    page.get_by_label("Mijn school valt uit").check()
    look(page)
    page.get_by_role("button", name="Zoek een nieuwe route").click()
    lines = page.locator(".before-after tbody tr")
    expect(lines.filter(has_text=LIKED)).to_contain_text("valt weg", timeout=PLANNED)
    expect(lines.filter(has_text="Meekijken in groep 6")).to_contain_text("komt erbij")
    expect(page.locator(".before-after .is-stays").first).to_be_visible()
    look(page)
    page.get_by_role("button", name="Leg de nieuwe route").click()
    expect(page.locator("[data-piece]").filter(has_text="Meekijken in groep 6")).to_be_visible()
    expect(page.locator("[data-piece]").filter(has_text=LIKED)).to_have_count(0)
    look(page)


def pages_on_paper(page: Page) -> int:
    """How many pages come out of the printer."""
    return page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n")


def test_a_career_changer_from_needs_to_the_printed_road(screens: Screens, site: Site, axe_finds_nothing: Look) -> None:
    def look(page: Page) -> None:
        axe_finds_nothing(page)
        assert not scrolls_sideways(page)

    offer = an_offer(site)
    first = date.fromisoformat(offer["first"])
    noor = screen_of(screens, offer, "Noor", **PHONE)
    ben = screen_of(screens, offer, "Ben", **LAPTOP)
    els = screens.device(**PHONE).new_page()
    begins(noor, first, look)
    says_what_she_needs(noor, look)
    refused = chooses_a_route(noor, look)
    plans_the_conversation(noor, first + timedelta(weeks=1), look)
    they_agree(noor, els, ben, link_in_letter(site, "els@dewilg.example"), look)
    lays_evidence(noor, ben, look)
    school_drops_out(noor, look)

    # On paper: the board with all its weeks, and the whole road, a page each.
    noor.get_by_role("link", name="Alle weken, om te printen").click()
    expect(noor.get_by_role("link", name="Alle weken, om te printen")).to_have_count(0)
    assert pages_on_paper(noor) == 1
    goes_to(noor, "De hele weg")
    noor.emulate_media(media="print")
    road = noor.get_by_role("main")
    for words in ("Naar groep 6", "Meekijken in groep 6", "Driehoeksgesprek 1", "Ben Smit", "Els Bakker"):
        expect(road).to_contain_text(words)
    for words in (LIKED, refused):
        expect(road.locator(".road-piece").filter(has_text=words)).to_have_count(0)
    expect(noor.get_by_role("button", name="Om te lezen (PDF)")).to_be_hidden()
    assert pages_on_paper(noor) == 1
