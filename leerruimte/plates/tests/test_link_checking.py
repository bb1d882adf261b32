"""Background that is gone says so kindly; nobody can make the server look inside its own network."""

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leerruimte.people.who import NOBODY
from leerruimte.plates.actions.links import keep_answers
from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.plates.link_checking import Answer, ask, is_public
from leerruimte.plates.models import BackgroundLink, LinkCheck
from leerruimte.plates.queries import shipped_plates


class Site(BaseHTTPRequestHandler):
    """A site on which each path answers as it is called."""

    def do_GET(self) -> None:
        if self.path.startswith("/door"):
            self.send_response(302)
            self.send_header("Location", "/410" if self.path == "/door" else self.path)
        else:
            self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def anywhere(_address: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("path", "gone"), [("200", False), ("404", True), ("410", True), ("403", False), ("503", None), ("door", True)]
)
def test_only_what_says_it_is_gone_is_gone(site: str, path: str, gone: bool | None):
    assert ask(f"{site}/{path}", may_ask=anywhere).gone is gone


def test_a_circle_of_redirects_ends(site: str):
    assert ask(f"{site}/door/door", may_ask=anywhere) == Answer(None, "redirects too often")


def test_a_site_that_does_not_exist_is_gone():
    assert ask("http://geen-enkele-site.invalid/") == Answer(True, "no such site")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://x", "http://", "http://[::1", "niets"])
def test_what_is_no_web_address_is_not_asked(url: str):
    assert ask(url).gone is None


def test_without_names_on_the_net_nothing_is_gone(monkeypatch: pytest.MonkeyPatch):
    def no_names(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", no_names)
    assert ask("https://voorbeeld.example/").gone is None


OWN_NETWORK = ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "224.0.0.1", "0.0.0.0"]
# The same in other clothes: mapped, by NAT64, by 6to4, as it was written long ago.
IN_DISGUISE = ["::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1"]


@pytest.mark.parametrize("address", [*OWN_NETWORK, *IN_DISGUISE])
def test_addresses_of_the_own_network_are_not_asked(address: str, site: str):
    assert not is_public(address)
    assert ask(f"{site}/200") == Answer(None, "ValueError")


@pytest.mark.django_db
def test_the_page_says_kindly_that_a_page_is_gone(site: str, monkeypatch: pytest.MonkeyPatch):
    load_shipped()
    version = shipped_plates()[0]
    link = version.links.exclude(url="").first()
    assert link is not None
    address = reverse("plates:plate", args=[version.plate.slug])
    assert "Perhaps it moved" not in Client().get(address, headers={"Accept-Language": "en"}).content.decode()
    BackgroundLink.objects.exclude(url="").update(url=f"{site}/404")
    monkeypatch.setattr("leerruimte.plates.management.commands.check_links.ask", lambda url: ask(url, may_ask=anywhere))
    call_command("check_links")
    page = Client().get(address, headers={"Accept-Language": "en"}).content.decode()
    assert "Perhaps it moved" in page


@pytest.mark.django_db
def test_gone_stays_since_the_first_time_and_doubt_changes_nothing():
    first, url = timezone.now(), "https://voorbeeld.example/"
    keep_answers(by=NOBODY, answers={url: Answer(True, "404")}, now=first)
    keep_answers(by=NOBODY, answers={url: Answer(None, "too slow")}, now=first + timedelta(days=1))
    keep_answers(by=NOBODY, answers={url: Answer(True, "404")}, now=first + timedelta(days=2))
    assert LinkCheck.objects.get().gone_since == first
    keep_answers(by=NOBODY, answers={url: Answer(False, "200")}, now=first + timedelta(days=3))
    assert LinkCheck.objects.get().gone_since is None
