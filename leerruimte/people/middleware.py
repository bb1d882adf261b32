"""Makes `request.who` from the signed session and the room tokens that the browser carries."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from leerruimte.live.tokens import COOKIE_PREFIX, read_token
from leerruimte.people.who import Who

# Keys in the signed session cookie.
HOSTS = "hosts"
LEADS = "leads"


class HttpRequestWho(HttpRequest):
    """A request that went through `who_middleware`."""

    who: Who


def who_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put a frozen `Who` on each request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.who = read_who(request)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def read_who(request: HttpRequest) -> Who:
    """Read what the browser carries; what is not ours or was tampered with is left out silently."""
    hosts = {int(key): number for key, number in request.session.get(HOSTS, {}).items()}
    leads = {UUID(key): number for key, number in request.session.get(LEADS, {}).items()}
    takes_part = {}
    for name, value in request.COOKIES.items():
        token = read_token(value) if name.startswith(COOKIE_PREFIX) else None
        if token and token.kind == "guest" and name == COOKIE_PREFIX + token.room:
            takes_part[UUID(token.room)] = UUID(token.subject)
    return Who(hosts=hosts, leads=leads, takes_part=takes_part)


def remember_host(request: HttpRequest, partnership_id: int, number: int) -> None:
    """Let this browser open conversations in a partnership from now on."""
    request.session[HOSTS] = {**request.session.get(HOSTS, {}), str(partnership_id): number}


def remember_lead(request: HttpRequest, encounter_id: UUID, number: int) -> None:
    """Let this browser lead a conversation from now on."""
    request.session[LEADS] = {**request.session.get(LEADS, {}), encounter_id.hex: number}
