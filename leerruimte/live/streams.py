"""One open screen: what waits to be sent to it, and what happens when it is slow or gone."""

import asyncio
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leerruimte.live.rooms import Event

# More than this many events behind: the state is shorter than the backlog.
MOST_WAITING = 8
# A screen that takes nothing for this long is gone.
PATIENCE = 60.0
# Seconds before a state that could not be read is asked again.
PAUSE = 1.0
COMMENT = b":\n\n"

Send = Callable[[bytes], Awaitable[None]]
Opening = Callable[[], Awaitable[list[bytes] | None]]


class Stream:
    """One open screen. `leads`: it hears what only facilitators may hear as well."""

    __slots__ = ("_ended", "_lost", "_sending_since", "_task", "_waiting", "_wake", "given_up", "leads")

    def __init__(self, *, leads: bool) -> None:
        self.leads = leads
        # It took nothing for so long that it was cut off.
        self.given_up = False
        self._waiting: deque[bytes] = deque()
        self._lost = False
        self._ended = False
        self._wake: asyncio.Future[None] | None = None
        self._sending_since: float | None = None
        self._task: asyncio.Task[None] | None = None

    def begin(self, lines: list[bytes]) -> None:
        """What it gets first."""
        self._waiting.extend(lines)

    def hear(self, event: "Event") -> None:
        """Take an event to be sent; a screen that is too far behind gets the state instead."""
        line = event.leaders if self.leads else event.everybody
        if line is None or self._lost:
            return
        if len(self._waiting) >= MOST_WAITING:
            self.lose_track()
            return
        self._waiting.append(line)
        self._rouse()

    def lose_track(self) -> None:
        """Forget what waits: the screen gets the state anew."""
        self._waiting.clear()
        self._lost = True
        self._rouse()

    def keep_alive(self) -> None:
        """Show a screen (and whatever stands in between) that we are there; cut off one that takes nothing."""
        if self._sending_since is None:
            if not self._waiting:
                self._waiting.append(COMMENT)
                self._rouse()
        elif time.monotonic() - self._sending_since > PATIENCE and self._task is not None:
            self.given_up = True
            self._task.cancel()

    def end(self, last: bytes = b"") -> None:
        """Close the stream after what waits, with `last` as the last words."""
        if last:
            self._waiting.append(last)
        self._ended = True
        self._rouse()

    def _rouse(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    async def run(self, send: Send, opening: Opening) -> None:
        """Send what comes until the stream ends."""
        self._task = asyncio.current_task()
        while True:
            if self._lost and not self._ended:
                await self._find_track(opening)
            if self._waiting:
                line = b"".join(self._waiting)
                self._waiting.clear()
                self._sending_since = time.monotonic()
                await send(line)
                self._sending_since = None
            elif self._ended:
                return
            elif not self._lost:
                self._wake = asyncio.get_running_loop().create_future()
                await self._wake
                self._wake = None

    async def _find_track(self, opening: Opening) -> None:
        """Put the state in front; what was heard meanwhile is in `opening` too."""
        try:
            lines = await opening()
        except Exception:
            # The database is gone for now; the screen keeps what it shows.
            await asyncio.sleep(random.uniform(PAUSE, 2 * PAUSE))  # noqa: S311 (spreads, no secret)
            return
        self._lost = False
        if lines is None:
            self.end()
        else:
            self._waiting.extend(lines)
