"""Makes `request.who` from who signed in, the session and the room tokens that the browser carries; and shows the
pages for what only the whole site can say: one more step, a letter that was not sent."""

import time
from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from leerruimte.live.tokens import COOKIE_PREFIX, read_token
from leerruimte.people.access import SecondFactorNeeded, roles_today
from leerruimte.people.letters import LetterNotSent
from leerruimte.people.queries.accounts import second_steps_of
from leerruimte.people.who import Who

# A second proof counts for a working day: a computer that was left signed in opens no desk tomorrow.
PROOF_SECONDS = 12 * 60 * 60
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
    """Whether an authenticator, an emergency code or a passkey was shown today, at signing in or later."""
    since = time.time() - PROOF_SECONDS
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" and record["at"] > since for record in records)


def one_more_step_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Pages in place of an error where any view may meet it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, SecondFactorNeeded):
            return ask_one_more_step(request)
        if isinstance(exception, LetterNotSent):
            return render(request, "people/letter_not_sent.html", status=503)
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def ask_one_more_step(request: HttpRequest) -> HttpResponse:
    """Show the second step, or add one, and come back to where this was needed."""
    came_from = request.META.get("HTTP_REFERER", "")
    if request.method in ("GET", "HEAD"):
        came_from = request.get_full_path()
    elif not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        came_from = "/"
    context = {"steps": second_steps_of(request.user.pk), "back": urlencode({"next": came_from})}  # type: ignore[arg-type]
    return render(request, "people/one_more_step.html", context, status=403)


def remember_language(answer: HttpResponse, language: str) -> None:
    """Show this browser pages in somebody's own language from now on."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=bool(settings.LANGUAGE_COOKIE_SECURE)
    )


def remember_host(request: HttpRequest, partnership_id: int, number: int) -> None:
    """Let this browser open conversations in a partnership from now on."""
    request.session[HOSTS] = {**request.session.get(HOSTS, {}), str(partnership_id): number}


def remember_lead(request: HttpRequest, encounter_id: UUID, number: int) -> None:
    """Let this browser lead a conversation from now on."""
    request.session[LEADS] = {**request.session.get(LEADS, {}), encounter_id.hex: number}
