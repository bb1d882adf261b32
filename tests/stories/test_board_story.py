"""The puzzle board on two laptops and a phone: dragged, moved by keyboard, and seen by the other within a second."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.stories.conftest import LAPTOP, SMALL_PHONE, Screens, Site, scrolls_sideways

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("stories")]

Look = Callable[[Page], None]


def a_board(site: Site) -> dict[str, Any]:
    """A trajectory of twelve weeks around today with four pieces, and the keys of a learner and a mentor."""
    found: dict[str, Any] = site.script(
        """
        from datetime import timedelta
        from django.conf import settings
        from django.utils import timezone
        from leerruimte.people.tests import make as people
        from leerruimte.people.models import Organisation
        from leerruimte.trajectories.models import Piece
        from leerruimte.trajectories.tests import make
        from leerruimte.trajectories.tests.make_board import an_offer, lay

        partnership = make.a_partnership("bord", "Waardland Leert Samen")
        school = people.an_organisation(partnership, name="De Wilg")
        noor = people.a_person("Noor", "Bakker", email="noor@bord.example")
        people.a_role(noor, "student", partnership, school)
        fatima = people.a_person("Fatima", "El Amrani", email="fatima@bord.example")
        people.a_role(fatima, "mentor", partnership, school)
        today = timezone.localdate()
        make.MONDAY = first = today - timedelta(days=today.weekday(), weeks=2)
        trajectory = make.a_trajectory(partnership, learner=noor, school=school)
        trajectory.last = first + timedelta(weeks=12, days=-1)
        trajectory.save()
        make.a_mentor(trajectory, fatima)
        for title, week, weeks, state in (
            ("Boek over observeren", 4, 2, "proposed"), ("Taalcafé", 1, 2, "proposed"), ("Meekijken", 3, 2, "agreed"),
        ):
            Piece.objects.create(
                trajectory=trajectory, title=title, where="elsewhere" if week != 3 else "school", state=state,
                organisation=school if week == 3 else None, first_week=first + timedelta(weeks=week),
                last_week=first + timedelta(weeks=week + weeks - 1), hours=8, contributes={"DID-11": 8},
            )
        lay(trajectory, an_offer(trajectory, "Ouderavond", first=first, times=1))
        answer({
            "id": trajectory.pk,
            "cookie": settings.SESSION_COOKIE_NAME,
            "mondays": [str(first + timedelta(weeks=number)) for number in range(12)],
            **{one.first_name: people.browser_of(one).cookies[settings.SESSION_COOKIE_NAME].value
               for one in (noor, fatima)},
        })
        """
    )
    return found


def opens(screens: Screens, board: dict[str, Any], who: str, **device: Any) -> Page:
    """Somebody opens the board on a device."""
    context = screens.device(**device)
    context.add_cookies([{"name": board["cookie"], "value": board[who], "url": screens.site.address}])
    page = context.new_page()
    page.goto(f"/traject/{board['id']}/")
    return page


def piece(page: Page, title: str) -> Locator:
    """A piece on the board."""
    return page.locator("[data-piece]:not(.ghost)").filter(has_text=title)


def drags(page: Page, title: str, to: int) -> None:
    """Drag a piece by its first week to a week (from 0)."""
    link = piece(page, title).locator("a").bounding_box()
    week = page.locator(".wk").nth(to).bounding_box()
    assert link
    assert week
    page.mouse.move(link["x"] + 12, link["y"] + link["height"] / 2)
    page.mouse.down()
    page.mouse.move(week["x"] + week["width"] / 2, link["y"] + link["height"] / 2, steps=6)
    expect(page.locator(".ghost")).to_be_visible()
    page.mouse.up()


def test_two_lay_the_puzzle_at_the_same_time(screens: Screens, site: Site, axe_finds_nothing: Look) -> None:
    # A move that is refused, and one that asks first, are answered with 422.
    screens.expected.append("422")
    board = a_board(site)
    noor, fatima = opens(screens, board, "Noor", **LAPTOP), opens(screens, board, "Fatima", **LAPTOP)
    first = board["mondays"]
    expect(piece(noor, "Boek")).to_have_attribute("data-first", first[4])

    # Dragged with the mouse; the other sees it, and hears who did it.
    drags(noor, "Boek", 7)
    expect(piece(noor, "Boek")).to_have_attribute("data-first", first[7])
    expect(piece(fatima, "Boek")).to_have_attribute("data-first", first[7], timeout=2_000)
    expect(fatima.locator("#board-said")).to_contain_text("Noor verplaatste Boek over observeren")

    # By keyboard: the piece opens, a week is chosen, and the focus comes back to the piece.
    piece(fatima, "Taalcafé").locator("a").focus()
    fatima.keyboard.press("Enter")
    sheet = fatima.get_by_role("dialog")
    expect(sheet.get_by_role("heading", name="Taalcafé")).to_be_focused()
    axe_finds_nothing(fatima)
    sheet.get_by_label("Verplaats naar week").select_option(f"{first[5]}:")
    sheet.get_by_role("button", name="Verplaats").press("Enter")
    expect(sheet).to_be_hidden()
    expect(piece(fatima, "Taalcafé").locator("a")).to_be_focused()
    expect(piece(noor, "Taalcafé")).to_have_attribute("data-first", first[5], timeout=2_000)
    expect(noor.locator("#board-said")).to_contain_text("Fatima verplaatste Taalcafé")

    # What was agreed upon is asked about first; what is not given in a week springs back.
    drags(noor, "Meekijken", 8)
    noor.get_by_role("button", name="Laat het zo").click()
    expect(piece(noor, "Meekijken")).to_have_attribute("data-first", first[3])
    drags(noor, "Meekijken", 8)
    noor.get_by_role("button", name="Verander het toch").click()
    expect(piece(noor, "Meekijken")).to_have_attribute("data-first", first[8])
    expect(piece(noor, "Meekijken")).to_contain_text("voorstel")
    drags(noor, "Ouderavond", 9)
    expect(noor.locator("#board-said")).to_contain_text("In die week kan het niet liggen")
    expect(piece(noor, "Ouderavond")).to_have_attribute("data-first", first[0])
    noor.get_by_role("button", name="Ongedaan maken").click()
    expect(piece(noor, "Meekijken")).to_have_attribute("data-first", first[3])
    axe_finds_nothing(noor)

    # On a small phone the same is a list, or a week at a time.
    phone = opens(screens, board, "Noor", **SMALL_PHONE)
    expect(piece(phone, "Boek")).to_be_visible()
    assert not scrolls_sideways(phone)
    axe_finds_nothing(phone)
    phone.get_by_role("link", name="Per week").click()
    expect(piece(phone, "Boek")).to_be_hidden()
    for _week in range(5):
        phone.get_by_role("link", name="De week erna").click()
    expect(piece(phone, "Boek")).to_be_visible()
    piece(phone, "Boek").tap()
    phone.get_by_role("dialog").get_by_role("button", name="Haal van het bord").tap()
    expect(piece(phone, "Boek")).to_have_count(0)
    expect(piece(fatima, "Boek")).to_have_count(0, timeout=2_000)
    expect(fatima.locator("#board-said")).to_have_text(re.compile("van het bord"))
