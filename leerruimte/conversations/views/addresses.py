"""Full addresses as people type, scan and mail them."""

import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from leerruimte.base.links import sign_link
from leerruimte.conversations.models import Conversation
from leerruimte.plates.models import PlateVersion

ONLY_THIS_COMPUTER = {"localhost", "127.0.0.1", "::1"}


def absolute(request: HttpRequest, path: str) -> str:
    """The full address of a path: under the public address of the installation, else that of the request."""
    public: str = settings.PUBLIC_URL
    return public.rstrip("/") + path if public else request.build_absolute_uri(path)


def join_address(request: HttpRequest, conversation: Conversation) -> str:
    """The address in the QR code: join this conversation."""
    return absolute(request, reverse("conversations:join", args=[conversation.encounter.join_code]))


def typed_address(request: HttpRequest) -> str:
    """The address that people type before they give the code: as short as it can be said."""
    parts = urlsplit(absolute(request, reverse("conversations:find")))
    return f"{parts.netloc}{parts.path.rstrip('/')}"


def lead_address(request: HttpRequest, conversation: Conversation) -> str:
    """The facilitator's own link: with it one goes on from any device."""
    token = sign_link("lead", conversation.encounter.room, conversation.lead_number)
    return absolute(request, reverse("conversations:take_lead", args=[token]))


def beamer_address(request: HttpRequest, conversation: Conversation) -> str:
    """The link of the beamer: shows, cannot change anything."""
    token = sign_link("beamer", conversation.encounter.room, conversation.lead_number)
    return absolute(request, reverse("conversations:beamer", args=[token]))


def network_hint(request: HttpRequest) -> str:
    """This computer's address for phones, when the page was opened as localhost; "" when phones can use the links.

    Opening a datagram socket sends nothing: it only asks the system which of its own addresses it would use.
    """
    if (urlsplit(absolute(request, "/")).hostname or "") not in ONLY_THIS_COMPUTER:
        return ""
    port = request.get_port()
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))
            own: str = probe.getsockname()[0]
    except OSError:
        return "http://…"
    return f"http://{own}:{port}/"


def drawing_address(version: PlateVersion) -> str:
    """Where a picture of the drawing (no words in it) can be had: the address is the right to see it."""
    return reverse("conversations:drawing", args=[sign_link("drawing", str(version.pk), 1)])
