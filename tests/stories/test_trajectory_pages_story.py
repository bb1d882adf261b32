"""Every page of trajectories, opened by each who reads it: narrow and wide, by day and in the dark."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.stories.conftest import Screens, Site, a_site, run_manage, scrolls_sideways

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("site")]
NARROW, WIDE = {"width": 360, "height": 780}, {"width": 1400, "height": 900}
WHO = ("guest", "learner", "mentor", "educator", "coordinator", "school")
# What axe, which read the page already, says of its colours alone.
IN_THE_DARK = """async () => {
    const found = await axe.run({ runOnly: ["color-contrast"], resultTypes: ["violations"] });
    return found.violations.flatMap((one) => one.nodes.slice(0, 4).map((node) => node.html.slice(0, 200)));
}"""
# Names of addresses that may be asked for, and answer nobody here.
SILENT: set[str] = set()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation of its own: in that of the other stories there are more partnerships of the same name."""
    with a_site(tmp_path_factory.mktemp("example")) as served:
        yield served


@pytest.fixture(scope="module")
def read(site: Site) -> dict[str, Any]:
    """Who reads what, in the small example."""
    run_manage(site.environment, "make_example", "--size", "small")
    return site.script("from tests.stories.every_page import pages_of_trajectories; answer(pages_of_trajectories())")


def test_every_address_answers_somebody(read: dict[str, Any]):
    assert set(read["silent"]) == SILENT


@pytest.mark.parametrize("who", WHO)
def test_every_page_fits_is_readable_and_complains_of_nothing(
    who: str, read: dict[str, Any], screens: Screens, axe_finds_nothing: Callable[[Page], None]
):
    context = screens.device(viewport=NARROW, has_touch=True)
    if who in read["keys"]:
        context.add_cookies([{"name": "leerruimte", "value": read["keys"][who], "url": screens.site.address}])
    page = context.new_page()
    found = [words for address in read["pages"][who] for words in _wrong(page, address, who, read, axe_finds_nothing)]
    assert found == []


def _wrong(
    page: Page, address: str, who: str, read: dict[str, Any], axe_finds_nothing: Callable[[Page], None]
) -> Iterator[str]:
    """What is wrong with a page, one opening for all of it; axe reads it once in full, for the first who has it."""
    first = not any(address in read["pages"][other] for other in WHO[: WHO.index(who)])
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="light")
    page.goto(address)
    if scrolls_sideways(page):
        yield f"{who} {address} scrolls sideways on a phone"
    if first:
        try:
            axe_finds_nothing(page)
        except AssertionError as told:
            yield f"{who} {told}"
    page.set_viewport_size(WIDE)
    if scrolls_sideways(page):
        yield f"{who} {address} scrolls sideways on a wide screen"
    if first:
        page.emulate_media(color_scheme="dark")
        for one in page.evaluate(IN_THE_DARK):
            yield f"{who} {address} in the dark: {one}"
