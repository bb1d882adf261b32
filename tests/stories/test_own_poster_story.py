"""Somebody brings in a drawing, looks, keeps it, shares it; another partnership takes it along. Nothing in it runs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from leerruimte.plates.tests import make_files as files
from tests.stories.conftest import LAPTOP, PHONE, Screens, Site, scrolls_sideways

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("site")]
HOSTILE = files.an_svg(
    "<script>alert('script')</script><style>.a{fill:#2C5AA6;background:url(https://elders.example/css)}</style>"
    "<rect class='a' width='60' height='60' onload='alert(1)' onclick='alert(2)'/>"
    "<image href='https://elders.example/pixel.png' width='9' height='9'/>"
    "<use xlink:href='https://elders.example/a.svg#b'/>"
    "<foreignObject width='90' height='90'><iframe xmlns='http://www.w3.org/1999/xhtml' srcdoc='x'/></foreignObject>"
    "<a xlink:href='javascript:alert(3)'><text x='5' y='75'>druk</text></a>"
    "<animate attributeName='href' values='javascript:alert(4)'/>",
    "onload='alert(0)'",
)


class Watched:
    """A device of which everything that should not happen is noted: dialogs, and requests to elsewhere."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.context, self.site = context, site
        self.noted: list[str] = []
        context.on("request", self._asked)
        self.page = context.new_page()
        self.page.on("dialog", self._spoke)

    def _asked(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith((self.site.address, "data:", "blob:")):
            self.noted.append(url)

    def _spoke(self, dialog: object) -> None:
        self.noted.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]


def host_on(screens: Screens, site: Site, name: str, **device: object) -> Watched:
    """A device that may make plates in a fresh partnership of this name."""
    token = site.script(f"""
        from leerruimte.base.links import sign_link
        partnership = make.a_partnership({name!r})
        answer(sign_link("host", str(partnership.pk), partnership.host_number))
    """)
    watched = Watched(screens.device(accept_downloads=True, **device), site)
    watched.page.goto(f"/begin/{token}/")
    watched.page.locator("main form button").click()
    watched.page.wait_for_url("**/leiden/")
    return watched


def bring_in(page: Page, data: bytes, name: str) -> None:
    """Choose a drawing and go on."""
    page.goto("/platen/nieuw/")
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "image/png", "buffer": data})
    page.locator("main form .btn.main").click()


def keep(page: Page, title: str) -> None:
    """Give the drawing its words and keep it."""
    page.get_by_label("Hoe heet jullie plaat?").fill(title)
    page.get_by_label("Over welke zin wil je praten?").fill("Kijk eens goed")
    page.get_by_label("Wie maakte de tekening?").fill("Groep 8")
    page.get_by_role("button", name="Bewaar deze plaat").click()
    expect(page.get_by_text(f"“{title}” is bewaard")).to_be_visible()


def looks(page: Page) -> tuple[bytes, bytes]:
    """What the picture on a plate's page is, as the page gets it, and what the whole drawing looks like."""
    picture = page.request.get(page.locator(".viewer image").get_attribute("href") or "")
    assert picture.headers["content-type"] == "image/jpeg"
    page.goto(page.url + "tekening.svg")
    seen = page.screenshot()
    page.go_back()
    return picture.body(), seen


@pytest.mark.parametrize("device", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_photo_becomes_a_poster_and_goes_to_another_partnership(
    screens, site, axe_finds_nothing: Callable[[Page], None], tmp_path: Path, device
):
    # A browser asks for one when it opens a bare picture.
    screens.expected.append("favicon.ico")
    ours = host_on(screens, site, "Ons", **device)
    page = ours.page
    page.goto("/platen/nieuw/")
    axe_finds_nothing(page)
    bring_in(page, files.a_photo_that_tells_where(), "foto.jpg")
    expect(page.get_by_role("img", name="Je tekening zoals hij te zien is")).to_be_visible()
    axe_finds_nothing(page)
    assert not scrolls_sideways(page)
    keep(page, "Onze foto")
    axe_finds_nothing(page)
    before = looks(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Neem hem mee als één bestand").click()
    file = tmp_path / download.value.suggested_filename
    assert file.suffix == ".praatplaat"
    download.value.save_as(file)

    theirs = host_on(screens, site, "Hun", **device)
    page = theirs.page
    page.goto("/platen/inlezen/")
    axe_finds_nothing(page)
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Inlezen").click()
    expect(page.get_by_text("is ingelezen")).to_be_visible()
    expect(page.locator(".origin")).to_contain_text("Groep 8")
    assert looks(page) == before
    page.get_by_role("button", name="Deel hem in de bibliotheek").click()
    expect(page.get_by_role("button", name="Stop met delen")).to_be_visible()

    stranger = Watched(screens.device(**device), site)
    stranger.page.goto("/platen/bibliotheek/?q=onze+foto")
    axe_finds_nothing(stranger.page)
    assert not scrolls_sideways(stranger.page)
    card = stranger.page.locator(".library-card").first
    assert card.locator("img").evaluate("picture => picture.complete && picture.naturalWidth > 0")
    card.locator(".library-look").click()
    expect(stranger.page.get_by_role("heading", name="Kijk eens goed")).to_be_visible()
    assert ours.noted + theirs.noted + stranger.noted == []


def test_nothing_in_a_hostile_drawing_runs_or_calls_out(screens, site):
    screens.expected.append("favicon.ico")
    watched = host_on(screens, site, "Vijand", **LAPTOP)
    page = watched.page
    bring_in(page, HOSTILE, "plaat.svg")
    expect(page.get_by_text("Stukjes die uit zichzelf iets doen")).to_be_visible()
    page.locator(".look-at-drawing svg").click()
    keep(page, "<img src=x onerror=alert(5)>")
    page.locator(".viewer-window").click()
    for address in (page.url, page.url + "tekening.svg", "/platen/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    assert watched.noted == []


@pytest.mark.skipif(not files.payloads(), reason="no list of hostile payloads beside the repository")
def test_nothing_of_the_long_list_runs_or_calls_out(screens, site):
    watched = host_on(screens, site, "Lijst", **LAPTOP)
    page = watched.page
    whole = "".join(f"<g><title>{one}</title><foreignObject>{one}</foreignObject>{one}</g>" for one in files.payloads())
    good = [one for one in files.payloads() if files.reads_as_xml(one)]
    assert len(good) > 20
    inside = "".join(f"<g>{one}<foreignObject>{one}</foreignObject></g>" for one in good)
    for data in (files.an_svg(inside), files.an_svg(whole)):
        screens.expected.append("422")
        bring_in(page, data, "plaat.svg")
        page.wait_for_load_state("networkidle")
    words = files.files_of_a_praatplaat()
    for number, payload in enumerate(files.payloads()[::24]):
        words["texts/nl.json"] |= {"title": f"{number} {payload}"[:200], "guide": payload, "claim": payload[:400]}
        words["texts/nl.json"] |= {"hotspots.boom.title": payload, "words.zon": payload, "links.1.about": payload}
        page.goto("/platen/inlezen/")
        buffer = files.packed(words)
        page.set_input_files("input[type=file]", {"name": "a.praatplaat", "mimeType": "a/b", "buffer": buffer})
        page.locator("main form .btn.main").click()
        page.wait_for_load_state("networkidle")
    assert watched.noted == []
