"""All rooms of this process, and the way in for words from other threads and other processes."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from leerruimte.live.messages import Told
from leerruimte.live.rooms import CHUNK, Room, in_chunks
from leerruimte.live.streams import Stream

# Seconds between two events of a room; the second when there are more than MANY screens.
INTERVAL = 0.25
LONGER_INTERVAL = 0.5
MANY = 2_000
# Seconds between two comments, so that proxies leave a silent stream open.
KEEP_ALIVE = 20.0
# Seconds that a room without screens is remembered: phones sleep and come back.
REMEMBERED = 600.0


def retry_line(least: int, most: int) -> bytes:
    """Tells a screen after how many milliseconds to come back; chance spreads a room full of them."""
    return f"retry: {random.randint(least, most)}\n\n".encode()  # noqa: S311 (spreads, no secret)


class Hub:
    """The rooms of one process. Everything but `tell_from_thread` is for the event loop's own thread."""

    def __init__(self, read_state: Callable[[str], Awaitable[dict[str, Any] | None]]) -> None:
        self._read_state = read_state
        self._rooms: dict[str, Room] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._keeper: asyncio.Task[None] | None = None
        # Other processes hear what is told here as well; set by `between`.
        self.pass_on: Callable[[str, Sequence[Told]], None] | None = None
        self.streams = 0
        self.closing = False

    def start(self) -> None:
        """Begin on the running loop."""
        self._loop = asyncio.get_running_loop()
        self._keeper = asyncio.create_task(self._keep())

    def interval(self) -> float:
        """Seconds between two events of a room."""
        return INTERVAL if self.streams <= MANY else LONGER_INTERVAL

    def room(self, name: str) -> Room:
        """The room of that name. Made at once, so that nothing told while its state is read gets lost."""
        if name not in self._rooms:
            self._rooms[name] = Room(name, self._read_state, self.interval)
        return self._rooms[name]

    def attach(self, room: Room, stream: Stream) -> None:
        """A screen opened."""
        self._rooms[room.name] = room
        room.streams.add(stream)
        self.streams += 1

    def detach(self, room: Room, stream: Stream) -> None:
        """A screen has gone."""
        room.streams.discard(stream)
        room.left_at = time.monotonic()
        self.streams -= 1

    def tell(self, name: str, told: Sequence[Told]) -> None:
        """Tell a room, here and in other processes."""
        self.tell_here(name, told)
        if self.pass_on is not None:
            self.pass_on(name, told)

    def tell_here(self, name: str, told: Sequence[Told]) -> None:
        """Tell the screens of this process."""
        room = self._rooms.get(name)
        if room is not None:
            room.tell(told)

    def tell_from_thread(self, name: str, told: Sequence[Told]) -> None:
        """`tell` for other threads: a view, the writer, a job."""
        if self._loop is not None:
            # A loop that has ended has no screens any more.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self.tell, name, told)

    async def refresh(self, name: str | None = None) -> None:
        """Give the screens of a room (or of all) the state anew: something may have been missed."""
        rooms = list(self._rooms.values()) if name is None else [room for room in [self._rooms.get(name)] if room]
        for room in rooms:
            await room.refresh()

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(KEEP_ALIVE)
            for room in list(self._rooms.values()):
                await in_chunks(room.streams, Stream.keep_alive)
            now = time.monotonic()
            for room in list(self._rooms.values()):
                if not room.streams and now - room.left_at > REMEMBERED:
                    del self._rooms[room.name]

    async def close(self) -> None:
        """End all streams; the screens come back by themselves, not all in the same moment."""
        self.closing = True
        if self._keeper is not None:
            self._keeper.cancel()
        number = 0
        for room in list(self._rooms.values()):
            for stream in list(room.streams):
                stream.end(retry_line(500, 4000))
                number += 1
                if number % CHUNK == 0:
                    await asyncio.sleep(0)
