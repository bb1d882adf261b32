"""How processes speak to each other through Redis, and how one without screens tells those that have them."""

import json
import logging
from collections.abc import Sequence
from functools import lru_cache

import redis
from django.conf import settings

from leerruimte.live.messages import EVERYBODY, LEADERS, Delta, Told

logger = logging.getLogger(__name__)

CHANNEL = "leerruimte:live"


def encode(origin: str, room: str, told: Sequence[Told]) -> str:
    """A message to the other processes. Nothing told: give the room's screens the state anew."""
    deltas = [[audience == LEADERS, delta.name, delta.data, delta.replaces] for audience, delta in told]
    return json.dumps([origin, room, deltas], separators=(",", ":"))


def decode(message: str | bytes) -> tuple[str, str, list[Told]]:
    """(origin, room, what is told) of a message."""
    origin, room, deltas = json.loads(message)
    return origin, room, [(LEADERS if lead else EVERYBODY, Delta(n, data, r)) for lead, n, data, r in deltas]


def tell_servers(room: str, told: Sequence[Told]) -> None:
    """Tell from a command, or from pages that are served apart from `live`. Without Redis nobody hears."""
    if not settings.REDIS_URL:
        return
    try:
        _line(settings.REDIS_URL).publish(CHANNEL, encode("", room, told))
    except (redis.RedisError, OSError):
        logger.warning("Redis is gone; open screens hear of this when they ask again")


@lru_cache
def _line(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1, health_check_interval=5)
