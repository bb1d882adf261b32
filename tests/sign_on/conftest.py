"""An institution's own sign-on: a real provider in a process of its own."""

import fcntl
import html
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests
from django.conf import settings as django_settings

from tests.stories.conftest import free_port

HERE = Path(__file__).parent / "provider"
CALLBACK = "http://testserver/account/instituten/hw/terug/"


@dataclass
class SignOn:
    """The institution as somebody's browser meets it."""

    address: str
    browser: requests.Session = field(default_factory=requests.Session)

    def sign_in(self, asked: str, person: str = "els-1", *, agrees: bool = True) -> str:
        """Fill in its pages, from the address that we sent them to; gives the address to which it sends them back."""
        page = self._follow(self.browser.get(asked, allow_redirects=False))
        for _ in range(4):
            if page.url.startswith(CALLBACK):
                break
            if not agrees and 'value="consent"' in page.text:
                way = urljoin(page.url, re.findall(r'href="([^"]+/abort)"', page.text)[0])
                page = self._follow(self.browser.get(way, allow_redirects=False))
                continue
            action = html.unescape(re.findall(r'action="([^"]+)"', page.text)[0])
            prompt = re.findall(r'name="prompt" value="(\w+)"', page.text)[0]
            typed = {"prompt": prompt, "login": person, "password": "anything"}
            page = self._follow(self.browser.post(urljoin(page.url, action), typed, allow_redirects=False))
        return page.url

    def _follow(self, page: requests.Response) -> requests.Response:
        """Go where it leads, up to our own door."""
        while page.is_redirect:
            there = urljoin(page.url, page.headers["location"])
            if there.startswith(CALLBACK):
                page.url = there
                page.headers.pop("location")
                break
            page = self.browser.get(there, allow_redirects=False)
        return page


def install() -> Path:
    """The provider's packages, as they are locked; skips with a reason where they cannot be had."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("the provider needs node and npm")
    place = Path(django_settings.VAR) / "test-provider"
    place.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "provider.mjs"):
        shutil.copy(HERE / name, place / name)
    # Two processes of tests come here at once: one installs, the other waits for it.
    with (place / "installing").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (place / "node_modules/oidc-provider").is_dir():
            command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
            done = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=180, check=False)
            if done.returncode:
                pytest.skip(f"the provider could not be installed: {done.stderr[-300:]}")
    return place


@pytest.fixture(scope="session")
def provider_address() -> Iterator[str]:
    """A running provider."""
    place = install()
    port = free_port()
    server = subprocess.Popen(
        ["node", "provider.mjs", str(port), CALLBACK, "leerruimte", "a-secret-for-tests"],
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout
        assert "ready" in server.stdout.readline()
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.communicate(timeout=10)


@pytest.fixture
def sign_on(provider_address: str, settings: object) -> SignOn:
    """The institution, written down in our settings."""
    from leerruimte.people.institutions import Institution

    institution = Institution("hw", "Hogeschool Waardland", provider_address, "leerruimte", "a-secret-for-tests")
    settings.INSTITUTIONS = (institution,)  # type: ignore[attr-defined]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [institution.as_app()]}}  # type: ignore[attr-defined]
    return SignOn(provider_address)


def with_another(address: str, **values: str) -> str:
    """The same address with another value for something that it asks."""
    base, _, asked = address.partition("?")
    pairs = dict(pair.split("=", 1) for pair in asked.split("&"))
    return f"{base}?{'&'.join(f'{key}={value}' for key, value in {**pairs, **values}.items())}"
