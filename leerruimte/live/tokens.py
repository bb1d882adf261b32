"""Tokens: who a browser is in one room, signed, so that nothing has to be looked up to know it.

A token lives in a cookie of its own for each room. Signing keys can be rotated (SECRET_KEY_FALLBACKS).
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpResponseBase

Kind = Literal["guest", "lead", "screen"]
KINDS: tuple[Kind, ...] = get_args(Kind)
COOKIE_PREFIXES: dict[Kind, str] = {"guest": "deel-", "lead": "leid-", "screen": "scherm-"}
COOKIE_PREFIX = COOKIE_PREFIXES["guest"]
COOKIE_AGE = 60 * 60 * 24 * 90
# Checked tokens that are remembered: a room full of phones sends the same few thousand again and again.
REMEMBERED = 20_000
SALT = "live"


@dataclass(frozen=True, slots=True)
class Token:
    """`room`: 32 hex digits; `subject`: a guest's participation id as hex, else the number of the link."""

    kind: Kind
    room: str
    subject: str = ""


def make_token(kind: Kind, room: str, subject: str = "") -> str:
    """Sign who a browser is in a room."""
    return Signer(salt=SALT, sep=".").sign(f"{kind}.{room}.{subject}")


def read_token(text: str) -> Token | None:
    """The token in `text`; None if we did not sign it."""
    return _read(text, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)) if len(text) <= 200 else None


@lru_cache(maxsize=REMEMBERED)
def _read(text: str, keys: tuple[str, ...]) -> Token | None:
    try:
        signer = Signer(key=keys[0], fallback_keys=list(keys[1:]), salt=SALT, sep=".")
        kind, room, subject = signer.unsign(text).split(".")
    except (BadSignature, ValueError):
        return None
    return Token(kind, room, subject) if kind in KINDS else None


def cookie_name(kind: Kind, room: str) -> str:
    """The cookie that carries a token of this kind for a room."""
    return COOKIE_PREFIXES[kind] + room


def set_token_cookie(response: HttpResponseBase, kind: Kind, room: str, subject: str = "") -> None:
    """Let the browser that gets `response` be `kind` in a room from now on."""
    response.set_cookie(
        cookie_name(kind, room),
        make_token(kind, room, subject),
        max_age=COOKIE_AGE,
        path="/",
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
