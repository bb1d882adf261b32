"""A really served site, and browsers that look at it: shared by all stories."""

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = os.environ.get("LEERRUIMTE_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL_PHONE = {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True}
LAPTOP = {"viewport": {"width": 1280, "height": 800}}
BEAMER = {"viewport": {"width": 1920, "height": 1080}}


@dataclass
class Site:
    """A server with a database of its own. `script` runs Python in that database, in a process of its own."""

    address: str
    environment: dict[str, str]

    def script(self, code: str) -> Any:
        """Run lines of Python with the makers at hand as `make`; what they give to `answer(..)` comes back."""
        lines = [
            "import json, django",
            "django.setup()",
            "from leerruimte.conversations.tests import make",
            "answer = lambda value: print('ANSWER' + json.dumps(value, default=str))",
            textwrap.dedent(code),
        ]
        done = subprocess.run(
            [sys.executable, "-c", "\n".join(lines)],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answers = [line.removeprefix("ANSWER") for line in done.stdout.splitlines() if line.startswith("ANSWER")]
        return json.loads(answers[-1]) if answers else None


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as it is served in production, on a free port, with the shipped plates and nothing else."""
    with a_site(tmp_path_factory.mktemp("site")) as served:
        yield served


@contextmanager
def a_site(var: Path) -> Iterator[Site]:
    """An installation of its own, served as long as somebody needs it."""
    environment = {
        **os.environ,
        "LEERRUIMTE_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "leerruimte.settings",
        "PYTHONWARNINGS": "default",
    }
    environment.pop("DATABASE_URL", None)
    environment.pop("REDIS_URL", None)
    for command in (["migrate"], ["collectstatic", "--noinput"]):
        run_manage(environment, *command, "--verbosity", "0")
    port = free_port()
    site = Site(f"http://localhost:{port}", environment)
    site.script("from leerruimte.plates.actions.shipping import load_shipped; load_shipped()")
    with (var / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            wait_until_it_answers(site, server, var / "server.log")
            yield site
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=20) == 0


def run_manage(environment: dict[str, str], *words: str) -> None:
    """Run a management command; on failure its words are in the report."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(site: Site, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server says that it is healthy."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{site.address}/gezond/", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer\n" + log.read_text())


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all stories; each screen is a context of its own."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"No browser at {CHROMIUM}: run `make browser`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Screens:
    """Devices of people in a story. Whatever a page complains about (errors, CSP) fails the story at its end."""

    browser: Browser
    site: Site
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    # Parts of messages that belong to the story: a page that is not found on purpose, a network that is away.
    expected: list[str] = field(default_factory=list)

    def device(self, **settings: Any) -> BrowserContext:
        """A phone, laptop or beamer: `device(**PHONE)`; Dutch unless told otherwise."""
        context = self.browser.new_context(
            **{"locale": "nl-NL", "timezone_id": "Europe/Amsterdam", "base_url": self.site.address, **settings}
        )
        context.set_default_timeout(10_000)
        context.on("page", self._listen)
        self.contexts.append(context)
        return context

    def _listen(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def unexpected(self) -> list[str]:
        """What pages complained about beyond what the story expects."""
        return [one for one in self.complaints if not any(part in one for part in self.expected)]


@pytest.fixture
def screens(chromium: Browser, site: Site) -> Iterator[Screens]:
    """Make devices; at the end nothing may have been complained about."""
    made = Screens(chromium, site)
    yield made
    for context in made.contexts:
        context.close()
    assert made.unexpected() == []


@pytest.fixture(scope="session")
def axe_finds_nothing() -> Callable[[Page], None]:
    """Let axe look at a page: WCAG 2.2 A and AA and best practices."""
    axe = Axe()

    def look(page: Page) -> None:
        # After a click the next page may have begun only: a document without a single element stops axe.
        page.wait_for_load_state()
        page.wait_for_function("document.body !== null")
        found = axe.run(page).response["violations"]
        lines = [
            f"{one['id']}: {one['help']}\n" + "\n".join(f"   {node['html'][:200]}" for node in one["nodes"][:4])
            for one in found
        ]
        assert not found, f"{page.url}\n" + "\n".join(lines)

    return look


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
