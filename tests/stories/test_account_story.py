"""Somebody is invited, makes an account of their own, and keeps it safe; in a browser, on a really served site."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.stories.conftest import LAPTOP, PHONE, SMALL_PHONE, Screens, Site, scrolls_sideways

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("stories")]

Looks = Callable[[Page], None]
PASSWORD = "drie lege stoelen"


@pytest.fixture
def invited(site: Site) -> dict[str, str]:
    """A partnership of its own, and a link with which its school-based educators take part."""
    found: dict[str, str] = site.script(
        """
        from datetime import timedelta
        from django.utils import timezone
        from leerruimte.base.links import sign_link
        from leerruimte.people.models import Invitation, Role
        from leerruimte.people.tests.make import a_person, a_role, an_organisation
        partnership = make.a_partnership()
        coordinator = a_person("Iris", "Bos", email=f"{partnership.slug}@waardland.example")
        a_role(coordinator, Role.COORDINATOR, partnership)
        school = an_organisation(partnership)
        invitation = Invitation.objects.create(
            partnership=partnership, organisation=school, role=Role.SCHOOL_EDUCATOR, made_by=coordinator,
            ends_on=timezone.localdate() + timedelta(days=14),
        )
        answer({
            "way": f"/uitnodiging/{sign_link('invitation', invitation.pk.hex, 1)}/",
            "desk": f"/partnerschap/{partnership.slug}/wie-keek/",
            "coordinator": coordinator.email,
        })
        """
    )
    return found


def newest_code(site: Site, address: str) -> str:
    """The code in the newest letter to this address: without a post office letters are files."""
    files = sorted(Path(site.environment["LEERRUIMTE_VAR"], "mail").iterdir(), key=lambda file: file.stat().st_mtime)
    letters = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    texts = [letter.get_content() for letter in letters if letter["To"] == address]
    return re.findall(r"^ {4}([A-Z]{4}-[A-Z]{4})$", texts[-1], re.MULTILINE)[0]


def with_passkeys(context: BrowserContext, page: Page) -> None:
    """A device with a fingerprint reader, which says yes."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    reader: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": reader})


def signs_in(page: Page, address: str, password: str) -> None:
    """By address and password."""
    page.goto("/account/aanmelden/")
    page.get_by_label("E-mailadres").fill(address)
    page.get_by_label("Wachtwoord", exact=True).fill(password)
    page.locator("main button.main").click()


def test_an_invited_educator_makes_an_account_and_keeps_it_safe(
    screens: Screens, site: Site, invited: dict[str, str], axe_finds_nothing: Looks
) -> None:
    phone = screens.device(**PHONE)
    page = phone.new_page()
    with_passkeys(phone, page)
    address = "els.bakker@waardland.example"
    page.goto(invited["way"])
    expect(page.locator("main")).to_contain_text("De Kantelboom")
    axe_finds_nothing(page)
    page.get_by_role("button", name="Een account maken").click()
    axe_finds_nothing(page)
    page.get_by_label("E-mailadres").fill(address)
    page.get_by_label("Voornaam").fill("Els")
    page.get_by_label("Achternaam").fill("Bakker")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.locator("main button.main").click()
    expect(page.locator("h1")).to_have_text("Is dit jouw adres?")
    axe_finds_nothing(page)
    page.get_by_label("Code").fill(newest_code(site, address).lower())
    page.get_by_role("button", name="Ga door").click()
    page.get_by_role("button", name="Ja, ik doe mee").click()
    expect(page.locator(".told")).to_contain_text("Welkom")

    # A passkey, after the password once more when a while went by (it did not).
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Mijn account").click()
    axe_finds_nothing(page)
    page.get_by_role("link", name="Passkeys en tweede stap").click()
    axe_finds_nothing(page)
    page.get_by_role("link", name="Een passkey toevoegen").click()
    page.wait_for_load_state()
    if page.get_by_label("Wachtwoord", exact=True).count():
        axe_finds_nothing(page)
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Ga door").click()
    axe_finds_nothing(page)
    page.get_by_label("Hoe noem je hem?").fill("Mijn telefoon")
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.locator("h1")).to_have_text("Noodcodes")
    expect(page.locator(".codes li")).to_have_count(10)
    axe_finds_nothing(page)
    page.goto("/account/tweede-stap/sleutels/")
    expect(page.locator("main")).to_contain_text("Mijn telefoon")
    axe_finds_nothing(page)

    # Elsewhere: password, then a second step, which only the phone has: so a code.
    codes = page.goto("/account/tweede-stap/noodcodes/") and page.locator(".codes li").all_inner_texts()
    laptop = screens.device(**LAPTOP).new_page()
    signs_in(laptop, address, PASSWORD)
    expect(laptop.locator("h1")).to_have_text("Je tweede stap")
    axe_finds_nothing(laptop)
    laptop.get_by_label("Code").fill(codes[0])
    laptop.locator("main button.main").click()
    expect(laptop.locator(".menu-name")).to_have_text("Els")

    # The phone signs out, comes back with the passkey alone, and ends the laptop's session.
    page.goto("/account/afmelden/")
    axe_finds_nothing(page)
    page.locator("main button.main").click()
    page.goto("/account/aanmelden/?next=/account/apparaten/")
    axe_finds_nothing(page)
    page.get_by_role("button", name="Met een passkey").click()
    expect(page.locator("h1")).to_have_text("Waar je aangemeld bent")
    expect(page.locator("main")).to_contain_text("dit apparaat")
    axe_finds_nothing(page)
    page.get_by_role("button", name="Overal elders afmelden").click()
    expect(page.locator("main li")).to_have_count(1)
    laptop.goto("/mijn-account/")
    expect(laptop.locator("h1")).to_have_text("Aanmelden")


def test_a_coordinator_adds_a_passkey_when_it_is_asked_for_and_goes_on(
    screens: Screens, invited: dict[str, str], axe_finds_nothing: Looks
) -> None:
    screens.expected.append("403")  # the page that asks for one more step
    laptop = screens.device(**LAPTOP)
    page = laptop.new_page()
    with_passkeys(laptop, page)
    signs_in(page, invited["coordinator"], "een paard vol boeken")
    expect(page.locator(".menu")).to_be_visible()
    page.goto(invited["desk"])
    expect(page.locator("h1")).to_have_text("Nog één stap")
    axe_finds_nothing(page)
    page.get_by_role("link", name="Een passkey toevoegen").click()
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    page.wait_for_url(f"**{invited['desk']}")
    expect(page.locator("h1")).not_to_have_text("Nog één stap")


def test_who_changes_their_mind_about_a_passkey_is_told_so(screens: Screens) -> None:
    phone = screens.device(**PHONE)
    page = phone.new_page()
    page.goto("/account/aanmelden/")
    expect(page.locator("#passkey-wrong")).to_be_hidden()
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Met een passkey").click()
    expect(page.locator("#passkey-wrong")).to_be_visible()


@pytest.mark.parametrize("address", ["/account/aanmelden/", "/account/nieuw/", "/account/wachtwoord/vergeten/"])
def test_a_small_phone_shows_it_all(screens: Screens, address: str) -> None:
    page = screens.device(**SMALL_PHONE).new_page()
    page.goto(address)
    assert not scrolls_sideways(page)
    boxes = [page.locator(f".top {part}").bounding_box() for part in (".home-link", ".language", ".btn")]
    ends = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
    assert all(before[1] <= after[0] for before, after in pairwise(ends))
