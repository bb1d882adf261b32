"""A coordinator places a small cohort: a file, the planner, by hand; told, asked again, a school drops out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.stories.conftest import LAPTOP, PHONE, Screens, Site, scrolls_sideways

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("site")]

FILE = """naam;e-mailadres;groepen;woonplaats;reistijd;wens 1;wens 2
Sanne;{sanne};1-2;8010;120;De Kade;De Brug
Mo;mo@kade.example;3-5;8011;120;De Kade;
Iris;iris@kade.example;;8012;120;De Kade;De Toren
Fout;geen adres;;;;De Kade;
Jip;jip@kade.example;;8012;120;De Onbekende;
"""


def a_partnership(site: Site) -> dict[str, str]:
    """Schools with places in a period, a coordinator, and a student with an account."""
    return site.script(
        """
        from django.conf import settings
        from leerruimte.people.tests import make as people
        from leerruimte.trajectories.tests import make_cohort
        partnership = make.a_partnership()
        make_cohort.a_period(partnership)
        for number, (name, places) in enumerate([("De Kade", 2), ("De Brug", 1), ("De Toren", 2), ("Het Dak", 0)]):
            make_cohort.a_school(partnership, name, places, at=number)
        student = people.somebody("student", partnership)
        coordinator = people.a_coordinator(partnership)
        key = lambda person: people.browser_of(person).cookies[settings.SESSION_COOKIE_NAME].value
        answer({"at": f"/partnerschap/{partnership.slug}/lichtingen/", "key": key(coordinator),
                "student": key(student), "email": student.email})
        """
    )


def signed_in(screens: Screens, key: str, **device: object) -> Page:
    context: BrowserContext = screens.device(**device)
    context.add_cookies([{"name": "leerruimte", "value": key, "url": screens.site.address}])
    return context.new_page()


def test_a_cohort_from_a_file_to_a_school_that_drops_out(
    screens: Screens, site: Site, axe_finds_nothing: Callable[[Page], None]
):
    there = a_partnership(site)
    # A place that is refused is answered with 422, on purpose.
    screens.expected.append("422")
    page = signed_in(screens, there["key"], **LAPTOP)
    page.goto(there["at"])
    page.get_by_label("Naam").fill("Jaar 2")
    page.get_by_role("button", name="Maak de lichting").click()
    page.get_by_role("link", name="Uit een bestand").click()
    data = FILE.format(sanne=there["email"]).encode()
    page.get_by_label("Je bestand").set_input_files({"name": "jaar2.csv", "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name="Kijk wat erin staat").click()
    expect(page.locator(".import-row.wrong")).to_have_count(2)
    axe_finds_nothing(page)
    page.get_by_role("button", name="Bevestig 3 rijen").click()
    expect(page.get_by_text("Bewaard: 3 nieuw, 0 veranderd.")).to_be_visible()
    axe_finds_nothing(page)

    # The planner, in the background.
    page.get_by_role("link", name="Naar de planner").click()
    page.get_by_role("button", name="Laat de planner kijken").click()
    expect(page.get_by_role("heading", name="Wat de planner voorstelt")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("3 van de 3 lerenden hebben een plek.")).to_be_visible()
    axe_finds_nothing(page)
    page.get_by_role("button", name="Neem dit voorstel over").click()
    expect(page.get_by_role("heading", name="Maak de plekken bekend")).to_be_visible()

    # By hand: refused where there is no room, kept with a reason.
    page.get_by_role("link", name="Mo", exact=True).click()
    page.get_by_label(re.compile("^School")).fill("Het Dak")
    page.get_by_label("Waarom", exact=True).fill("Hij kent de directeur.")
    page.get_by_role("button", name="Bewaar deze plek").click()
    expect(page.get_by_text("Het Dak heeft voor deze periode geen plekken toegezegd.")).to_be_visible()
    expect(page.get_by_label("Waarom", exact=True)).to_have_value("Hij kent de directeur.")
    page.get_by_label(re.compile("^School")).fill("De Brug")
    page.get_by_label("Ook als er geen plek is").check()
    page.get_by_role("button", name="Bewaar deze plek").click()
    expect(page.get_by_role("status").filter(has_text="Bewaard")).to_be_visible()
    axe_finds_nothing(page)
    page.get_by_role("navigation").get_by_role("link", name="Bekendmaken").click()
    page.get_by_role("button", name="Zeg het 3 lerenden").click()
    expect(page.get_by_text("Iedereen kent de plek van nu.")).to_be_visible()

    # The learner reads it on a phone, and asks for another place.
    phone = signed_in(screens, there["student"], **PHONE)
    phone.goto("/mijn-leerplek/")
    expect(phone.get_by_text("Je leerplek is")).to_be_visible()
    axe_finds_nothing(phone)
    assert not scrolls_sideways(phone)
    phone.get_by_label("Wat past er niet, en wat wel?").fill("Ik breng mijn kind weg.")
    phone.get_by_role("button", name="Vraag om een andere plek").click()
    expect(phone.get_by_text("Neem het terug")).to_be_visible()

    page.get_by_role("link", name="Andere plek gevraagd").click()
    page.get_by_role("link", name="Lees en antwoord").click()
    axe_finds_nothing(page)
    page.get_by_label("Een andere plek").fill("De Toren")
    page.get_by_label("Je antwoord").fill("De Toren is dichter bij de opvang.")
    page.get_by_role("button", name="Antwoord").click()
    expect(page.get_by_text("Bewaard. De lerende heeft bericht gekregen.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("heading", name="De Toren")).to_be_visible()

    # A school drops out: only who is there moves, and only they are told.
    page.get_by_role("navigation").get_by_role("link", name="Scholen").click()
    axe_finds_nothing(page)
    page.get_by_role("link", name="Valt uit De Brug").click()
    page.get_by_role("button", name="Zoek de minste verhuizingen").click()
    expect(page.get_by_role("heading", name="Als De Brug uitvalt")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Minder kan niet: dat is bewezen.")).to_be_visible()
    page.get_by_role("button", name="Neem dit voorstel over").click()
    page.get_by_role("button", name="Zeg het 1 lerende").click()
    expect(page.get_by_text("1 lerende heeft bericht gekregen.")).to_be_visible()
