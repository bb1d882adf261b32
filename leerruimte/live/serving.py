"""All of `live` of one process put together, in front of Django."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol, cast

from a2wsgi import WSGIMiddleware
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from leerruimte.live import condition
from leerruimte.live.access_log import AccessLog
from leerruimte.live.between import Between
from leerruimte.live.door import Door, StreamDoor, WriteDoor
from leerruimte.live.hub import Hub
from leerruimte.live.keeping import Keeper, Reader
from leerruimte.live.limits import Limiter
from leerruimte.live.messages import EVERYBODY, Delta, Domain
from leerruimte.live.publishing import tell_through
from leerruimte.live.refusals import refuse
from leerruimte.live.writer import Writer

# Threads that answer Django's pages.
PAGE_THREADS = 10


class Background(Protocol):
    """Work that runs beside the server for as long as it runs."""

    def start(self) -> None:
        """Begin, in a thread of its own."""

    def stop(self) -> None:
        """End within two seconds."""


class Live:
    """The fast door of one process."""

    def __init__(
        self, domain: Domain, *, redis_url: str = "", limiter: Limiter | None = None, keeper: Keeper | None = None
    ) -> None:
        self.reader = Reader(domain.state_of, domain.may_watch)
        self.hub = Hub(self.reader.read)
        self.writer = Writer(
            keeper or Keeper(domain.apply_batch), refuse=refuse, tell=self._tell, refresh=self._refresh
        )
        self.between = Between(self.hub, redis_url) if redis_url else None
        self._refreshing: set[asyncio.Task[None]] = set()
        self.doors: dict[str, Door] = {
            "write": WriteDoor(self.writer, domain.kinds, limiter or Limiter(), self.hub),
            "stream": StreamDoor(self.hub, self.reader.may_watch),
        }

    def _tell(self, room: str, deltas: list[Delta]) -> None:
        self.hub.tell(room, [(EVERYBODY, delta) for delta in deltas])

    def _refresh(self, rooms: set[str]) -> None:
        for room in rooms:
            task = asyncio.create_task(self.hub.refresh(room))
            self._refreshing.add(task)
            task.add_done_callback(self._refreshing.discard)

    def start(self) -> None:
        """Begin on the running loop."""
        self.hub.start()
        self.writer.start()
        if self.between:
            self.between.start()
        tell_through(self.hub.tell_from_thread)
        condition.report(self.health)

    async def finish(self) -> None:
        """Take nothing new, keep and answer what was taken, end the streams."""
        self.hub.closing = True
        await self.writer.stop()
        await self.hub.close()

    async def stop(self) -> None:
        """Let go of everything."""
        await self.finish()
        tell_through(None)
        condition.report(None)
        if self.between:
            await self.between.stop()
        self.reader.close()

    def health(self) -> dict[str, Any]:
        """What the health page shows."""
        last = self.writer.last_commit_ms
        return {
            "waiting": self.writer.waiting,
            "streams": self.hub.streams,
            "last_commit_ms": None if last is None else round(last, 1),
            "redis": self.between.connected if self.between else None,
        }


class Site:
    """`live` in front of Django's pages (WSGI), with what runs beside it.

    The two doors are told apart here, before Starlette: its routing takes as long as a whole write.
    """

    def __init__(
        self, live: Live, pages: Callable[..., Any] | None = None, background: Sequence[Background] = ()
    ) -> None:
        self._live = live
        self._background = background
        routes = [Mount("/", cast(ASGIApp, WSGIMiddleware(pages, workers=PAGE_THREADS)))] if pages else []
        self._others = AccessLog(Starlette(routes=routes, lifespan=self._running))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or the whole life of the process."""
        door = room = None
        if scope["type"] == "http" and scope["path"].startswith("/live/"):
            room, _, name = scope["path"][6:].partition("/")
            door = self._live.doors.get(name)
        if door is not None and room:
            await door(room, scope, receive, send)
        elif scope["type"] == "lifespan":
            # The whole life of the process is not a page that a batch should wait for.
            await self._others(scope, receive, send)
        else:
            self._live.writer.pages += 1
            try:
                await self._others(scope, receive, send)
            finally:
                self._live.writer.pages -= 1

    async def finish(self) -> None:
        """Take nothing new through the doors, answer what was taken, end the streams."""
        await self._live.finish()

    @asynccontextmanager
    async def _running(self, _: Starlette) -> AsyncIterator[None]:
        self._live.start()
        for work in self._background:
            work.start()
        try:
            yield
        finally:
            for work in self._background:
                await asyncio.to_thread(work.stop)
            await self._live.stop()
