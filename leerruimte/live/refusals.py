"""How the fast door says no, in the language of whoever stands before it."""

import json
import random
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header
from starlette.types import Send

from leerruimte.live.messages import Answer, Write

SENTENCES = {
    "unknown_browser": _("We don't know this phone (any more). Join again with the code; what you wrote is kept here."),
    "no_room": _("This conversation is not there any more."),
    "elsewhere": _("This can only be sent from the page of the conversation itself. Open that page again."),
    "unreadable": _("This could not be read. Please write it again."),
    "too_much": _("This is too much at once. Send it in smaller parts."),
    "slow_down": _("That goes very fast. What you wrote is still on this phone and goes up in a moment."),
    "busy": _("It is very busy now. What you wrote is still on this phone and goes up by itself."),
    "unavailable": _(
        "We cannot keep anything at this moment. What you wrote is still on this phone and goes up by itself."
    ),
    "restarting": _("We are just starting again. What you wrote is still on this phone and goes up by itself."),
    "method": _("This address is for the page of the conversation. Open that page again."),
}

# Made once: making it takes longer than a short answer.
ENCODER = json.JSONEncoder(separators=(",", ":"))


def sentence(code: str, language: str) -> str:
    """The sentence of `code` in a language."""
    with translation.override(language):
        return str(SENTENCES[code])


def refuse(write: Write) -> Answer:
    """The answer to a write that nothing could be made of."""
    return Answer(write.id, "refused", sentence("unreadable", write.language), code="unreadable")


@lru_cache(maxsize=2_000)
def language_of(chosen: str, accepted: str) -> str:
    """The language of a request: what the person chose (cookie), else what the browser asks for, else ours."""
    wishes = [chosen, *(code for code, _ in parse_accept_lang_header(accepted[:500]))]
    for wish in wishes:
        try:
            return get_supported_language_variant(wish)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def after(seconds: float) -> int:
    """A number of seconds to wait, spread so that not all come back in the same moment."""
    return max(1, round(seconds * random.uniform(1.0, 2.0)))  # noqa: S311 (spreads, no secret)


async def answer_json(send: Send, status: int, data: Any, *, retry_after: int = 0) -> None:
    """Send an answer as JSON."""
    body = ENCODER.encode(data).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    if retry_after:
        headers.append((b"retry-after", str(retry_after).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def answer_no(send: Send, status: int, code: str, language: str, *, retry_after: int = 0) -> None:
    """Send a refusal with its sentence."""
    data = {"code": code, "message": sentence(code, language)}
    await answer_json(send, status, data, retry_after=retry_after)
