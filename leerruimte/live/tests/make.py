"""A domain that only echoes, and browsers that speak to `live` without a network."""

import asyncio
import json
import re
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from leerruimte.live import Answer, Delta, Domain, Outcome, Write
from leerruimte.live.keeping import Keeper
from leerruimte.live.limits import Limiter
from leerruimte.live.serving import Live, Site
from leerruimte.live.tokens import cookie_name, make_token

ROOM = uuid.UUID(int=1).hex
EVENT = re.compile(
    r"(?:id: (?P<id>\S+)\n)?(?:event: (?P<name>\w+)\n)?(?:data: (?P<data>.*)\n)?(?:retry: \d+\n)?(?::\n)?\n"
)


@dataclass
class Echo:
    """A domain: keeps what has a "text" in a list, tells the room; does as `before` says first."""

    kept: dict[uuid.UUID, Write] = field(default_factory=dict)
    batches: list[int] = field(default_factory=list)
    states_read: int = 0
    before: Callable[[Sequence[Write]], None] = lambda writes: None
    rooms: set[str] = field(default_factory=lambda: {ROOM})
    # Whether the links of facilitators and beamers still hold.
    links_hold: bool = True

    def apply_batch(self, writes: Sequence[Write]) -> Outcome:
        """Keep."""
        self.batches.append(len(writes))
        self.before(writes)
        answers = []
        deltas: dict[str, list[Delta]] = {}
        for write in writes:
            known = write.id in self.kept
            self.kept[write.id] = write
            answers.append(Answer(write.id, "already" if known else "kept", extra={"version": len(self.kept)}))
            if not known:
                deltas.setdefault(write.token.room, []).append(Delta("added", write.body.get("text")))
        return Outcome(answers, deltas)

    def state_of(self, room: str) -> dict[str, Any] | None:
        """What is there."""
        self.states_read += 1
        return {"kept": len(self.kept)} if room in self.rooms else None

    def domain(self) -> Domain:
        """As `live` gets it."""
        return Domain(frozenset({"say"}), self.apply_batch, self.state_of, lambda _token: self.links_hold)


class KeepsWithoutDatabase(Keeper):
    """A keeper for an echo."""

    def _in_one_transaction(self, writes: Sequence[Write]) -> Outcome:
        return self._apply_batch(writes)

    def close(self) -> None:
        """There is nothing to give back."""


def a_live(echo: Echo, *, limiter: Limiter | None = None, redis_url: str = "") -> Live:
    """The fast door on an echo."""
    keeper = KeepsWithoutDatabase(echo.apply_batch)
    return Live(echo.domain(), keeper=keeper, limiter=limiter, redis_url=redis_url)


def served(play: Callable[[Live], Coroutine[Any, Any, None]], live: Live) -> None:
    """Play something on a running `live`."""

    async def whole() -> None:
        live.start()
        try:
            async with asyncio.timeout(20):
                await play(live)
        finally:
            await live.stop()

    asyncio.run(whole())


def say(text: Any = "hello", **other: Any) -> dict[str, Any]:
    """A write."""
    return {"id": str(uuid.uuid4()), "n": 1, "kind": "say", "text": text, **other}


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def data(self) -> Any:
        """As JSON."""
        return json.loads(self.text)

    @property
    def outcomes(self) -> list[str]:
        """Of the writes, in order."""
        return [answer["outcome"] for answer in self.data["answers"]]


class Browser:
    """A guest's phone, a facilitator's desk or a beamer."""

    def __init__(self, live: Live, kind: Any = "guest", *, room: str = ROOM, language: str = "en") -> None:
        self.site = Site(live)
        self.kind = kind
        self.room = room
        subject = uuid.uuid4().hex if kind == "guest" else ""
        self.headers = {
            "host": "testserver",
            "origin": "http://testserver",
            "x-leerruimte": "1",
            "accept-language": language,
            "cookie": f"other=1; {cookie_name(kind, room)}={make_token(kind, room, subject)}",
        }

    def scope(self, method: str, path: str, query: str = "", **headers: str) -> dict[str, Any]:
        """A request."""
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in sent.items() if value],
        }

    async def post(self, body: Any, *, method: str = "POST", room: str = "", **headers: str) -> Reply:
        """Send a body (JSON, or bytes as they are) to the door for writes."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        pieces = [raw[start : start + 70_000] for start in range(0, len(raw), 70_000)] or [b""]
        messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
        messages[-1]["more_body"] = False
        scope = self.scope(method, f"/live/{room or self.room}/write", **headers)
        return await reply(self.site, scope, messages)

    async def send(self, *writes: Any) -> Reply:
        """Send writes."""
        return await self.post({"writes": list(writes)})

    async def ask_stream(self, **headers: str) -> Reply:
        """Ask for a stream that will be refused."""
        scope = self.scope("GET", f"/live/{self.room}/stream", f"as={self.kind}", **headers)
        return await reply(self.site, scope, [{"type": "http.request"}])

    def open(self, *, last_id: str = "", send: Callable[[bytes], Awaitable[None]] | None = None) -> "Screen":
        """Open a stream."""
        scope = self.scope("GET", f"/live/{self.room}/stream", f"as={self.kind}", last_event_id=last_id)
        return Screen(self.site, scope, send)


async def reply(site: Site, scope: dict[str, Any], messages: list[dict[str, Any]]) -> Reply:
    """Let the site answer a request."""
    sent: list[Any] = []
    waiting = iter(messages)

    async def receive() -> Any:
        return next(waiting)

    async def send(message: Any) -> None:
        sent.append(message)

    await site(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]).decode())


@dataclass
class Event:
    """Something a screen heard."""

    id: str
    name: str
    data: Any


class Screen:
    """An open stream."""

    def __init__(self, site: Site, scope: dict[str, Any], slow: Callable[[bytes], Awaitable[None]] | None) -> None:
        self._slow = slow
        self._left = asyncio.Event()
        self._first = True
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self.raw = b""
        self.headers: dict[str, str] = {}
        self.task = asyncio.create_task(site(scope, self._receive, self._send))

    async def _receive(self) -> Any:
        if self._first:
            self._first = False
            return {"type": "http.request"}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            return
        if self._slow is not None:
            await self._slow(message["body"])
        self.raw += message["body"]
        for match in EVENT.finditer(message["body"].decode()):
            if match["name"]:
                self._events.put_nowait(Event(match["id"], match["name"], json.loads(match["data"])))
        if not message.get("more_body"):
            self._events.put_nowait(None)

    async def hear(self) -> Event:
        """The next event."""
        event = await asyncio.wait_for(self._events.get(), 5)
        assert event is not None, "the stream has ended"
        return event

    async def hears_end(self) -> None:
        """The stream ends."""
        while await asyncio.wait_for(self._events.get(), 5) is not None:
            pass

    async def silent_for(self, seconds: float) -> bool:
        """Nothing is heard for a while."""
        await asyncio.sleep(seconds)
        return self._events.empty()

    async def leave(self) -> None:
        """The browser goes."""
        self._left.set()
        await asyncio.wait_for(self.task, 5)
