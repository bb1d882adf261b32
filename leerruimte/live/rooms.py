"""A room: the screens that have a stream open, what they hear and in which order.

All of this lives on one event loop and needs no locks. A room hears at most one event an interval; an event is
encoded once for all its screens. An event's id is `<epoch>-<number>`: the epoch is made anew with the room, so that an
id of before a restart is never mistaken for one of after it.
"""

import asyncio
import json
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from leerruimte.live.messages import LEADERS, Told
from leerruimte.live.streams import Stream

# Events that a screen can have missed and still catch up with.
RING = 64
# Screens that are woken in one turn of the loop; all at once would keep writes waiting.
CHUNK = 100
# A state is shared by screens that open within this time: its clock may be this much behind.
STATE_LASTS = 1.0
# Events that are cheaper to send behind a shared state than to read a new one.
STATE_BEHIND = 8


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it goes over the line; None for those who do not hear it."""

    number: int
    everybody: bytes | None
    leaders: bytes


@dataclass(frozen=True, slots=True)
class State:
    """All that a screen starts from, and the number of the last event that it holds for sure."""

    number: int
    read_at: float
    line: bytes


def compact(data: Any) -> str:
    """JSON without spaces; one line, as the stream needs."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


class Room:
    """One room of one process."""

    def __init__(
        self,
        name: str,
        read_state: Callable[[str], Awaitable[dict[str, Any] | None]],
        interval: Callable[[], float],
    ) -> None:
        self.name = name
        self.streams: set[Stream] = set()
        self.left_at = time.monotonic()
        self._read_state = read_state
        self._interval = interval
        self._epoch = secrets.token_hex(4)
        self._number = 0
        self._ring: deque[Event] = deque(maxlen=RING)
        self._waiting: list[Told] = []
        self._told_at = 0.0
        self._teller: asyncio.Task[None] | None = None
        self._state: State | None = None
        self._reading: asyncio.Task[State | None] | None = None

    # -- what screens start from

    async def opening(self, *, leads: bool, last_id: str = "") -> list[bytes] | None:
        """What a screen that opens, or lost its way, gets first: what it missed, or the state. None: no such room.

        There is no `await` between this result and what the caller does next, so nothing falls in between.
        """
        lines = self._missed(last_id, leads=leads)
        while lines is None:
            state = await self._shared_state()
            if state is None:
                return None
            behind = self._since(state.number, leads=leads)
            lines = None if behind is None else [state.line, *behind]
        return lines

    def _missed(self, last_id: str, *, leads: bool) -> list[bytes] | None:
        epoch, _, number = last_id.partition("-")
        if epoch != self._epoch or not number.isdecimal() or len(number) > 15:
            return None
        return self._since(int(number), leads=leads)

    def _since(self, number: int, *, leads: bool) -> list[bytes] | None:
        """The events after `number`; None when they are not all remembered (or never were)."""
        count = self._number - number
        if count < 0 or count > len(self._ring):
            return None
        events = [self._ring[index] for index in range(len(self._ring) - count, len(self._ring))]
        lines = [event.leaders if leads else event.everybody for event in events]
        return [line for line in lines if line is not None]

    async def _shared_state(self) -> State | None:
        state = self._state
        if state is not None and self._good_enough(state):
            return state
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        return await asyncio.shield(self._reading)

    def _good_enough(self, state: State) -> bool:
        return time.monotonic() - state.read_at < STATE_LASTS and self._number - state.number <= STATE_BEHIND

    async def _read(self) -> State | None:
        # What is told while the state is being read comes after it, even if it is in it already: rather twice than not.
        number, read_at = self._number, time.monotonic()
        try:
            data = await self._read_state(self.name)
        finally:
            current = self._reading is asyncio.current_task()
            if current:
                self._reading = None
        state = None if data is None else State(number, read_at, self._encode(number, "state", data))
        if current:
            self._state = state
        return state

    def _encode(self, number: int, name: str, data: Any) -> bytes:
        return f"id: {self._epoch}-{number}\nevent: {name}\ndata: {compact(data)}\n\n".encode()

    # -- what screens hear

    def tell(self, told: Sequence[Told]) -> None:
        """Let the screens hear something, together with whatever else comes within the interval."""
        for audience, delta in told:
            if delta.replaces:
                self._waiting = [(a, d) for a, d in self._waiting if (a, d.name) != (audience, delta.name)]
            self._waiting.append((audience, delta))
        if self._teller is None:
            self._teller = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        try:
            while self._waiting:
                pause = self._told_at + self._interval() - time.monotonic()
                if pause > 0:
                    await asyncio.sleep(pause)
                self._told_at = time.monotonic()
                event = self._make_event()
                await in_chunks(self.streams, lambda stream, event=event: stream.hear(event))  # type: ignore[misc]
        finally:
            self._teller = None

    def _make_event(self) -> Event:
        waiting, self._waiting = self._waiting, []
        self._number += 1
        everybody = [(delta.name, delta.data) for audience, delta in waiting if audience != LEADERS]
        line = self._encode(self._number, "delta", everybody) if everybody else None
        leaders = line
        if line is None or len(everybody) < len(waiting):
            leaders = self._encode(self._number, "delta", [(delta.name, delta.data) for _, delta in waiting])
        event = Event(self._number, line, leaders or b"")
        self._ring.append(event)
        return event

    async def refresh(self) -> None:
        """Give all screens the state anew, when something may have been missed."""
        self._state = self._reading = None
        await in_chunks(self.streams, lambda stream: stream.lose_track())


async def in_chunks(streams: set[Stream], do: Callable[[Stream], None]) -> None:
    """Do something to many streams, with room for other work in between."""
    for number, stream in enumerate(list(streams), start=1):
        do(stream)
        if number % CHUNK == 0:
            await asyncio.sleep(0)
