"""Asking addresses of background whether they are still there: the one thing that calls outside, only by command.

Gone is what says so (404, 410) or has no site any more. A page that is closed, busy or slow is left in doubt: people
with the right to see it may still get there.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException  # noqa: TID251 (only a command comes here)
from urllib.parse import urljoin, urlsplit

SECONDS = 10
MOST_REDIRECTS = 5
GONE = {404, 410}
AGENT = "Leerruimte check_links"
# Where an IPv4 address lies inside an IPv6 one: translated (NAT64), and as it was written long ago.
HOLDING_IPV4 = [ipaddress.IPv6Network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")]
# What a name server says of a site that is not there; all else may be our own net that is down.
NO_SUCH_SITE = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


@dataclass(frozen=True)
class Answer:
    """What an address said. `gone`: True or False; None: we could not tell."""

    gone: bool | None
    words: str


def is_public(address: str) -> bool:
    """Whether an IP address is of the open net; a plate must not make the server look inside its own network."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and (ip.sixtofour or any(ip in net for net in HOLDING_IPV4)):
        return False
    return ip.is_global and not ip.is_multicast


def ask(url: str, *, may_ask: Callable[[str], bool] = is_public) -> Answer:
    """Ask one address, following its redirects; `may_ask` decides by IP address. Never raises."""
    try:
        for _step in range(MOST_REDIRECTS):
            status, onward = _ask_once(url, may_ask)
            if status not in {301, 302, 303, 307, 308} or not onward:
                return Answer(status in GONE if status < 500 else None, str(status))
            url = urljoin(url, onward)
    except socket.gaierror as error:
        return Answer(True, "no such site") if error.errno in NO_SUCH_SITE else Answer(None, "no names on the net")
    except TimeoutError:
        return Answer(None, "too slow")
    except (OSError, HTTPException, ValueError) as error:
        return Answer(None, type(error).__name__[:40])
    return Answer(None, "redirects too often")


def _ask_once(url: str, may_ask: Callable[[str], bool]) -> tuple[int, str]:
    """Status and where it sends on to. The connection goes to the very address that was judged."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("no web address")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = str(socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)[0][4][0])
    if not may_ask(address):
        raise ValueError("not of the open net")
    raw = socket.create_connection((address, port), timeout=SECONDS)
    with raw:
        connection = HTTPConnection(parts.hostname, port, timeout=SECONDS)
        connection.sock = (
            ssl.create_default_context().wrap_socket(raw, server_hostname=parts.hostname)
            if parts.scheme == "https"
            else raw
        )
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        # GET, not HEAD: many sites answer HEAD wrongly. Nothing of the page is read.
        connection.request("GET", path, headers={"User-Agent": AGENT, "Accept": "*/*"})
        response = connection.getresponse()
        onward = response.getheader("Location") or ""
        connection.close()
        return response.status, onward
