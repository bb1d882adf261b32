"""Makes `request.who` from who signed in, the session and the room tokens that the browser carries."""

from collections.abc import Callable
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from leerruimte.live.tokens import COOKIE_PREFIX, read_token
from leerruimte.people.access import roles_today
from leerruimte.people.who import Who

# Keys in the session.
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
    if SESSION_KEY not in request.session or not request.user.is_authenticated:
        return Who(hosts=hosts, leads=leads, takes_part=takes_part)
    return Who(
        person=request.user.pk,
        roles=roles_today(request.user.pk),
        second_factor=has_second_factor(request),
        hosts=hosts,
        leads=leads,
        takes_part=takes_part,
    )


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session began, or was raised later, with an authenticator, a recovery code or a passkey."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request))


def remember_host(request: HttpRequest, partnership_id: int, number: int) -> None:
    """Let this browser open conversations in a partnership from now on."""
    request.session[HOSTS] = {**request.session.get(HOSTS, {}), str(partnership_id): number}


def remember_lead(request: HttpRequest, encounter_id: UUID, number: int) -> None:
    """Let this browser lead a conversation from now on."""
    request.session[LEADS] = {**request.session.get(LEADS, {}), encounter_id.hex: number}
