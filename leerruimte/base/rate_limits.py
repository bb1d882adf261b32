"""How often something may be done: per device (a signed cookie) and, as a ceiling only, per address.

Hundreds of people in a school share one network address, so an address alone never says who tries too often.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Limit:
    """At most `most` times in `seconds`."""

    name: str
    most: int
    seconds: int


def seconds_to_wait(limit: Limit, whose: str) -> int:
    """Seconds until `whose` may again, 0 when they may now; counts nothing."""
    count, until = cache.get(_key(limit, whose), (0, 0.0))
    return max(1, round(until - time.time())) if count >= limit.most and until > time.time() else 0


def count_one(limit: Limit, whose: str) -> None:
    """Count one use. Two at the same moment may count as one: a ceiling needs no more."""
    now = time.time()
    count, until = cache.get(_key(limit, whose), (0, 0.0))
    if until <= now:
        count, until = 0, now + limit.seconds
    cache.set(_key(limit, whose), (count + 1, until), timeout=limit.seconds)


def _key(limit: Limit, whose: str) -> str:
    return f"limit:{limit.name}:{whose}"


def device_seconds_to_wait(limit: Limit, request: HttpRequest) -> int:
    """As `seconds_to_wait`, for the device that asks."""
    now = time.time()
    recent = _recent(limit, request, now)
    return max(1, round(recent[0] + limit.seconds - now)) if len(recent) >= limit.most else 0


def count_one_device(limit: Limit, request: HttpRequest, answer: HttpResponse) -> None:
    """As `count_one`, in a signed cookie on the device itself: a whole room joins at once, and nothing is stored."""
    now = time.time()
    moments = [*_recent(limit, request, now), round(now)][-limit.most :]
    answer.set_signed_cookie(
        _cookie(limit),
        " ".join(map(str, moments)),
        max_age=limit.seconds,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


def _cookie(limit: Limit) -> str:
    return f"limit-{limit.name}"


def _recent(limit: Limit, request: HttpRequest, now: float) -> list[int]:
    moments = request.get_signed_cookie(_cookie(limit), default="") or ""
    return [moment for moment in map(int, moments.split()) if moment > now - limit.seconds]
