"""Phones made light: thousands of them in one process, each with a stream and a connection for its writes.

Plain protocols on the event loop, because a real HTTP client would be busier than the server it measures.
"""

import asyncio
import json
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

ENCODER = json.JSONEncoder()  # ASCII only, so that characters and bytes are the same number
EVENT = re.compile(rb"id: ([0-9a-f]+-\d+)\nevent: (\w+)\ndata: ([^\n]*)\n\n")
LENGTH = re.compile(rb"content-length: (\d+)", re.I)
TAIL = 1_000_000


@dataclass
class Response:
    """An answer to a write."""

    status: int
    body: bytes
    headers: bytes = b""

    def json(self) -> Any:
        """The body as data."""
        return json.loads(self.body)


class Line(asyncio.Protocol):
    """A connection that is kept open, one request at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.waiting: asyncio.Future[Response] | None = None
        self.buffer = b""
        self.closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected."""
        self.transport = transport  # type: ignore[assignment]

    def connection_lost(self, error: Exception | None) -> None:
        """Whoever waits for an answer will not get one."""
        self.closed = True
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_exception(ConnectionError("closed"))

    def data_received(self, data: bytes) -> None:
        """A piece of an answer."""
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(LENGTH.search(head)[1])  # type: ignore[index]
        if len(rest) < length:
            return
        self.buffer = rest[length:]
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_result(Response(int(head[9:12]), rest[:length], head))

    async def ask(self, request: bytes) -> Response:
        """Send a request, wait for its answer."""
        if self.closed or self.transport is None:
            raise ConnectionError("closed")
        self.waiting = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await self.waiting


class Listener(asyncio.Protocol):
    """An open stream."""

    def __init__(self, request: bytes, heard: Callable[["Listener", bytes, bytes, bytes], None]) -> None:
        self.request = request
        self.heard = heard
        self.buffer = b""
        self.status = 0
        self.last_id = b""
        self.opened: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        self.transport = transport  # type: ignore[assignment]
        self.transport.write(self.request)  # type: ignore[union-attr]

    def connection_lost(self, error: Exception | None) -> None:
        """The stream has ended."""
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("closed"))
            self.opened.exception()
        if not self.ended.done():
            self.ended.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Pieces of the stream; chunk sizes stand between events and do no harm."""
        if not self.status:
            self.status = int(data[9:12])
            if self.status != 200 and not self.opened.done():
                self.opened.set_result(self.status)
        buffer = self.buffer + data if self.buffer else data
        end = 0
        for match in EVENT.finditer(buffer):
            end = match.end()
            self.last_id = match[1]
            self.heard(self, match[1], match[2], match[3])
        self.buffer = buffer[end:][-TAIL:]
        if end and not self.opened.done():
            self.opened.set_result(self.status)

    def close(self) -> None:
        """Hang up."""
        if self.transport is not None:
            self.transport.abort()


@dataclass
class Heard:
    """When the first and the last screen heard an event, and how many did."""

    name: bytes
    version: int
    first: float
    last: float
    count: int = 1


@dataclass
class Ear:
    """What all streams together heard."""

    events: dict[bytes, Heard] = field(default_factory=dict)

    def __call__(self, stream: Listener, event_id: bytes, name: bytes, data: bytes) -> None:
        """A stream heard something."""
        now = time.perf_counter()
        known = self.events.get(event_id + name)
        if known is None:
            self.events[event_id + name] = Heard(name, version_in(name, data), now, now)
        else:
            known.last = now
            known.count += 1


def version_in(name: bytes, data: bytes) -> int:
    """The version of the room that an event tells."""
    told = json.loads(data)
    if name == b"state":
        return int(told["version"])
    return max((int(value) for what, value in told if what == "version"), default=-1)


@dataclass
class Phone:
    """One participant's phone."""

    port: int
    room: str
    token: str
    n: int = 0
    line: Line | None = None
    stream: Listener | None = None
    head: str = ""

    async def open(self, heard: Callable[[Listener, bytes, bytes, bytes], None], last_id: bytes = b"") -> int:
        """Open the stream; gives the status once the first event is there."""
        last = b"Last-Event-ID: " + last_id + b"\r\n" if last_id else b""
        request = (
            f"GET /live/{self.room}/stream?as=guest HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: taal=nl; deel-{self.room}={self.token}\r\n"
        ).encode() + last
        loop = asyncio.get_running_loop()
        _, self.stream = await loop.create_connection(
            lambda: Listener(request + b"\r\n", heard), "127.0.0.1", self.port
        )
        return await self.stream.opened

    async def connect(self) -> None:
        """Open the connection for writes."""
        _, self.line = await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", self.port)

    async def send(self, writes: list[dict[str, Any]]) -> Response:
        """Send writes; connects again when the connection is gone."""
        if self.line is None or self.line.closed:
            await self.connect()
        assert self.line is not None
        return await self.line.ask(self.request(writes))

    def request(self, writes: list[dict[str, Any]]) -> bytes:
        """A POST as a browser sends it."""
        body = ENCODER.encode({"writes": writes})
        self.head = self.head or (
            f"POST /live/{self.room}/write HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Origin: http://127.0.0.1:{self.port}\r\nX-Leerruimte: 1\r\nContent-Type: application/json\r\n"
            f"Accept-Language: nl\r\nCookie: taal=nl; deel-{self.room}={self.token}\r\nContent-Length: "
        )
        return f"{self.head}{len(body)}\r\n\r\n{body}".encode()

    def stance(self, contribution: str, value: int) -> dict[str, Any]:
        """What this person thinks of a contribution."""
        self.n += 1
        return {"id": str(uuid.uuid4()), "n": self.n, "kind": "stance", "contribution": contribution, "value": value}

    def text(self, question: str, words: str) -> dict[str, Any]:
        """Something this person writes."""
        self.n += 1
        return {"id": str(uuid.uuid4()), "n": self.n, "kind": "contribute", "question": question, "text": words}

    def close(self) -> None:
        """Hang up everything."""
        if self.stream is not None:
            self.stream.close()
        if self.line is not None and self.line.transport is not None:
            self.line.transport.abort()
