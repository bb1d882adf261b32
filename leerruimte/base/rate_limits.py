"""How often something may be done: per device (a signed session cookie) and, as a ceiling only, per address.

Hundreds of people in a school share one network address, so an address alone never says who tries too often.
"""

import time
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache


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


def device_seconds_to_wait(limit: Limit, session: MutableMapping[str, Any]) -> int:
    """As `seconds_to_wait`, for the device that carries this session."""
    now = time.time()
    recent = _recent(limit, session, now)
    return max(1, round(recent[0] + limit.seconds - now)) if len(recent) >= limit.most else 0


def count_one_device(limit: Limit, session: MutableMapping[str, Any]) -> None:
    """As `count_one`, in the device's own session: nothing is stored on the server."""
    now = time.time()
    session[_key(limit, "")] = [*_recent(limit, session, now), round(now)][-limit.most :]


def _recent(limit: Limit, session: MutableMapping[str, Any], now: float) -> list[float]:
    return [moment for moment in session.get(_key(limit, ""), []) if moment > now - limit.seconds]
