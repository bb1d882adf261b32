"""Makes the pictures of the README: `make screenshots`.

Starts a server with the example partnership in a folder of its own, lets a facilitator, a big screen, a phone and two
learners open their pages, and photographs them in Dutch.
"""

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import httpx
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs/screenshots"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PHONE = {"width": 390, "height": 844}
SCREEN = {"width": 1280, "height": 800}
# As high as a puzzle board with its weeks, and as one line of a conversation of three.
TALL_SCREEN = {"width": 1280, "height": 975}
# The question of the first plate that everybody answers in own words.
QUESTION = "wat-verandert"
BEAMER = {"width": 1920, "height": 1080}


def manage(*words: str, var: str) -> str:
    """Run a command of the project and return what it says."""
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment(var), check=True, stdout=subprocess.PIPE, text=True).stdout


def environment(var: str) -> dict[str, str]:
    """Only a folder of its own: SQLite, one process."""
    return {
        "PATH": os.environ["PATH"],
        "LEERRUIMTE_VAR": var,
        "LEERRUIMTE_LOG_LEVEL": "WARNING",
        "LEERRUIMTE_PUBLIC_URL": "https://leerruimte.example",
    }


@contextmanager
def example_served() -> Iterator[tuple[dict[str, str], dict[str, tuple[str, str]]]]:
    """A running server with the example: what `ways_in` and `passwords` find in what it tells."""
    with tempfile.TemporaryDirectory() as var:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        address = f"http://localhost:{port}"
        manage("migrate", "--verbosity", "0", var=var)
        manage("collectstatic", "--noinput", "--verbosity", "0", var=var)
        told = manage("make_example", "--size", "small", "--address", address, var=var)
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment(var),
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_for(f"{address}/gezond/")
            yield ways_in(address, told), passwords(told)
        finally:
            server.terminate()
            server.wait(30)


def wait_for(address: str, seconds: float = 90) -> None:
    """Until the server answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urlopen(address):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def ways_in(address: str, told: str) -> dict[str, str]:
    """The addresses that `make_example` prints, by what they are for."""
    found = re.findall(rf"{address}\S*", told)
    parts = {"host": "/begin/", "join": "/doe-mee/", "beamer": "/scherm/", "report": "/verslag/"}
    return {"home": f"{address}/"} | {
        name: next(link for link in found if part in link) for name, part in parts.items()
    }


def passwords(told: str) -> dict[str, tuple[str, str]]:
    """First name -> e-mail address and password, as `make_example` prints them."""
    found = re.findall(r"((\w+)\S*@\S+) (?:en|and) (\S+)", told)
    return {name: (address, password) for address, name, password in found}


def visitor(browser: Browser, size: dict[str, int], scale: float = 1) -> BrowserContext:
    """A browser of its own, in Dutch, without motion."""
    return browser.new_context(viewport=size, device_scale_factor=scale, locale="nl-NL", reduced_motion="reduce")


def photograph(page: Page, name: str) -> None:
    """Keep what is on the screen, once fonts and drawings are there."""
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(600)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    # Flat ink needs few colours: a third of the size, and nobody sees it.
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def signed_in(browser: Browser, home: str, way: tuple[str, str], size: dict[str, int]) -> Page:
    """Somebody who has an account, on their own place."""
    page = visitor(browser, size).new_page()
    page.goto(f"{home}account/aanmelden/")
    page.get_by_label("E-mailadres").fill(way[0])
    page.get_by_label("Wachtwoord", exact=True).fill(way[1])
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url(home)
    return page


class Guest:
    """Somebody in the room whose phone is not photographed: joins and writes as a phone does."""

    def __init__(self, join: str, role: str) -> None:
        self.http = httpx.Client(headers={"Accept-Language": "nl"}, follow_redirects=True)
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|place)"[^>]*value="([^"]+)"', self.http.get(join).text))
        page = self.http.post(join, data=hidden | {"role": role, "first_name": ""}, headers={"Referer": join})
        self.address = str(page.url.copy_with(path=f"/live/{page.url.path.split('/')[2].replace('-', '')}/write"))
        self.written = 0

    def write(self, kind: str, **what: object) -> str:
        """One write; its id."""
        self.written += 1
        one = {"id": str(uuid.uuid4()), "n": self.written, "kind": kind, **what}
        answer = self.http.post(self.address, json={"writes": [one]}, headers={"X-Leerruimte": "1"}).raise_for_status()
        told = answer.json()["answers"][0]
        assert told["outcome"] == "kept", told
        return one["id"]


def fill_room(join: str) -> None:
    """A dozen people say something about the question of now and answer each other."""
    seeds = json.loads((ROOT / "leerruimte/example/samen_leren.json").read_text(encoding="utf-8"))["contributions"]
    texts = [seed["text"] for seed in seeds if seed["question"] == QUESTION][:6]
    guests = [Guest(join, role) for role in ("student", "mentor", "institute_educator") for _ in range(6)]
    ids = [
        guest.write("contribute", question=QUESTION, text=text) for guest, text in zip(guests[::3], texts, strict=False)
    ]
    for number, guest in enumerate(guests):
        for place, contribution in enumerate(ids):
            if guests[::3][place] is not guest:
                value = (1, 1, -1, 0)[(number * number + place) % 4]
                guest.write("stance", contribution=contribution, value=value)


def main() -> None:
    """Make them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with example_served() as (way, accounts), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        home = visitor(browser, SCREEN).new_page()
        home.goto(way["home"])
        photograph(home, "home")
        home.goto(f"{way['home']}platen/samen-leren/")
        photograph(home, "plate")

        board = signed_in(browser, way["home"], accounts["sanne"], TALL_SCREEN)
        board.get_by_role("link", name="Fase 2").click()
        photograph(board, "board")
        triangle = signed_in(browser, way["home"], accounts["mo"], TALL_SCREEN)
        triangle.get_by_role("link", name="Zij-instroom").click()
        triangle.locator("a[href$='/samen/']").first.click()
        photograph(triangle, "triangle")

        desk = visitor(browser, SCREEN).new_page()
        desk.goto(way["host"])
        desk.click("main form .btn.main")
        report = browser_copy(desk, way["report"])
        desk.get_by_role("link", name="Studiemiddag in De Kantelboom").click()
        desk.get_by_role("button", name="Begin: Kijken en praten").click()
        desk.get_by_role("button", name="Stel vraag 2").click()
        desk.wait_for_timeout(500)
        fill_room(way["join"])
        phone = visitor(browser, PHONE, scale=2).new_page()
        phone.goto(way["join"])
        phone.get_by_label("startende leraar").check()
        phone.get_by_role("button", name="Doe mee").click()
        beamer = visitor(browser, BEAMER).new_page()
        beamer.goto(way["beamer"])
        beamer.wait_for_timeout(1500)
        photograph(phone, "phone")
        photograph(beamer, "beamer")
        photograph(desk, "desk")
        photograph(report, "report")
        browser.close()


def browser_copy(page: Page, address: str) -> Page:
    """Another window of the same browser."""
    window = page.context.new_page()
    window.goto(address)
    return window


if __name__ == "__main__":
    main()
