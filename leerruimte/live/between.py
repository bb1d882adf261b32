"""Between processes: what one tells, the screens of the others hear as well, through Redis.

Nothing here waits for Redis: screens of the own process hear first. While Redis is gone each process goes on by itself;
when it is back every screen gets the state anew, because something may have been missed.
"""

import asyncio
import logging
import random
import secrets
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import redis
import redis.asyncio

from leerruimte.live.hub import Hub
from leerruimte.live.messages import Told
from leerruimte.live.wire import CHANNEL, decode, encode

logger = logging.getLogger(__name__)

MOST_WAITING = 1_000
# Seconds without a word from Redis after which it is asked whether it is still there.
SILENCE = 5
PAUSES = (0.2, 2.0)


class Between:
    """One process's line to the others."""

    def __init__(self, hub: Hub, url: str) -> None:
        self._hub = hub
        self._redis = redis.asyncio.Redis.from_url(
            url, health_check_interval=SILENCE, socket_connect_timeout=3, socket_timeout=None
        )
        self._origin = secrets.token_hex(8)
        self._leaving: asyncio.Queue[tuple[str, str]] = asyncio.Queue(MOST_WAITING)
        # Rooms of which a word got lost on the way out.
        self._missed: set[str] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self.connected = False

    def start(self) -> None:
        """Begin on the running loop."""
        self._hub.pass_on = self.pass_on
        self._tasks = [asyncio.create_task(self._send()), asyncio.create_task(self._listen())]

    async def stop(self) -> None:
        """Send what waits (not for long), then let go."""
        self._hub.pass_on = None
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self._leaving.join()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with suppress(redis.RedisError, OSError):
            await self._redis.aclose()

    def pass_on(self, room: str, told: Sequence[Told]) -> None:
        """Tell the other processes; returns at once."""
        try:
            self._leaving.put_nowait((room, encode(self._origin, room, told)))
        except asyncio.QueueFull:
            self._missed.add(room)

    async def _send(self) -> None:
        while True:
            room, message = await self._leaving.get()
            try:
                if self._missed:
                    await self._own_up()
                await self._redis.publish(CHANNEL, message)
            except (redis.RedisError, OSError):
                self._missed.add(room)
                await asyncio.sleep(random.uniform(*PAUSES))  # noqa: S311 (spreads, no secret)
            finally:
                self._leaving.task_done()

    async def _own_up(self) -> None:
        """Let the others give the screens of a room the state anew, of which a word was lost."""
        for room in list(self._missed):
            await self._redis.publish(CHANNEL, encode(self._origin, room, []))
            self._missed.discard(room)

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except (redis.RedisError, OSError) as error:
                if self.connected:
                    logger.warning("Redis is gone; this process goes on by itself: %s", error)
                self.connected = False
            await asyncio.sleep(random.uniform(*PAUSES))  # noqa: S311 (spreads, no secret)

    async def _listen_once(self) -> None:
        async with self._redis.pubsub(ignore_subscribe_messages=True) as line:
            await line.subscribe(CHANNEL)
            self.connected = True
            await self._hub.refresh()
            while True:
                message = await line.get_message(timeout=SILENCE)
                if message is not None:
                    await self._hear(message["data"])

    async def _hear(self, message: Any) -> None:
        try:
            origin, room, told = decode(message)
        except (ValueError, TypeError):
            logger.warning("a message on %s could not be read", CHANNEL)
            return
        if origin == self._origin:
            return
        if told:
            self._hub.tell_here(room, told)
        else:
            await self._hub.refresh(room)
