"""The fast door: `POST /live/<room>/write` and `GET /live/<room>/stream`, beside Django.

Plain ASGI, because this is what a whole room does at once (figures: benchmarks/room). Nobody is let in without a token
that we signed for that very room; a POST also has to come from a page of our own (header and origin), as no other
site can send that.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol

from django.conf import settings
from django.http.cookie import parse_cookie
from starlette.types import Receive, Scope, Send

from leerruimte.base.client_ids import read_id
from leerruimte.live.hub import Hub, retry_line
from leerruimte.live.keeping import Unavailable
from leerruimte.live.limits import Limiter
from leerruimte.live.messages import Answer, Write
from leerruimte.live.refusals import after, answer_json, answer_no, language_of, sentence
from leerruimte.live.rooms import Room
from leerruimte.live.streams import Stream
from leerruimte.live.tokens import KINDS, Kind, Token, cookie_name, read_token
from leerruimte.live.writer import Busy, Writer

logger = logging.getLogger(__name__)

MOST_WRITES = 50
LONGEST_BODY = 256 * 1024
HIGHEST_N = 2**63 - 1
STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
]


class Door(Protocol):
    """Answers requests for one room."""

    async def __call__(self, room: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one."""


class No(Exception):
    """A request that is not let in."""

    def __init__(self, status: int, code: str, *, retry_after: int = 0) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = retry_after


class Request:
    """What we need to know of a request."""

    __slots__ = ("cookies", "headers", "language", "receive", "room", "scope")

    def __init__(self, room: str, scope: Scope, receive: Receive) -> None:
        self.room = room
        self.scope = scope
        self.receive = receive
        self.headers: dict[bytes, str] = {name: value.decode("latin-1") for name, value in scope["headers"]}
        self.cookies = parse_cookie(self.headers.get(b"cookie", ""))
        chosen = self.cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
        self.language = language_of(chosen[:20], self.headers.get(b"accept-language", ""))

    def token(self, kind: Kind) -> Token:
        """Who this browser is in the room, as a guest, a facilitator or a beamer."""
        token = read_token(self.cookies.get(cookie_name(kind, self.room), ""))
        if token is None or (token.kind, token.room) != (kind, self.room):
            raise No(401, "unknown_browser")
        return token

    def check_own_page(self) -> None:
        """Raise unless a page of ours sent this: others cannot set our header, and browsers tell where they are."""
        if self.headers.get(b"x-leerruimte") != "1" or not self._same_origin():
            raise No(403, "elsewhere")

    def _same_origin(self) -> bool:
        if self.headers.get(b"sec-fetch-site", "same-origin") != "same-origin":
            return False
        origin = self.headers.get(b"origin", "")
        if not origin:
            return True
        host = origin.partition("://")[2]
        return host != "" and (host == self.headers.get(b"host") or host == _public_host())

    async def body(self) -> bytes:
        """The whole body, if it is not too long."""
        chunks, size, more = [], 0, True
        while more:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise No(400, "unreadable")
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > LONGEST_BODY:
                raise No(413, "too_much")
            chunks.append(chunk)
            more = message.get("more_body", False)
        return b"".join(chunks)


async def turn_away(no: No, request: Request, send: Send) -> None:
    """Say no, and note it in the log."""
    logger.info("turned away", extra={"path": request.scope["path"][:200], "status": no.status, "code": no.code})
    await answer_no(send, no.status, no.code, request.language, retry_after=no.retry_after)


def _public_host() -> str:
    return str(settings.PUBLIC_URL).partition("://")[2]


class WriteDoor:
    """Takes writes in, answers each when it is kept."""

    def __init__(self, writer: Writer, kinds: frozenset[str], limiter: Limiter, hub: Hub) -> None:
        self._writer = writer
        self._kinds = kinds
        self._limiter = limiter
        self._hub = hub

    async def __call__(self, room: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a POST."""
        request = Request(room, scope, receive)
        try:
            answers = await self._take(request)
        except No as no:
            await turn_away(no, request, send)
        else:
            await answer_json(send, 200, {"answers": answers})

    async def _take(self, request: Request) -> list[dict[str, Any]]:
        if request.scope["method"] != "POST":
            raise No(405, "method")
        request.check_own_page()
        token = request.token("guest")
        items = read_items(await request.body())
        if wait := self._limiter.take(token.subject, len(items)):
            raise No(429, "slow_down", retry_after=after(wait))
        if self._hub.closing:
            raise No(503, "restarting", retry_after=after(2))
        writes = [read_write(item, token, request.language, self._kinds) for item in items]
        try:
            answers = iter(await self._writer.write([write for write in writes if write]))
        except Busy:
            raise No(503, "busy", retry_after=after(2)) from None
        except Unavailable:
            raise No(503, "unavailable", retry_after=after(5)) from None
        return [
            answer_seen(next(answers), item["id"]) if write else unreadable(item, request.language)
            for item, write in zip(items, writes, strict=True)
        ]


def read_items(body: bytes) -> list[Any]:
    """The writes in a body, unjudged."""
    try:
        items = json.loads(body)["writes"]
    except (ValueError, RecursionError, TypeError, KeyError):
        raise No(400, "unreadable") from None
    if not isinstance(items, list) or not items:
        raise No(400, "unreadable")
    if len(items) > MOST_WRITES:
        raise No(413, "too_much")
    return items


def read_write(item: Any, token: Token, language: str, kinds: frozenset[str]) -> Write | None:
    """One write; None when it is not one."""
    if not isinstance(item, dict):
        return None
    write_id, n, kind = read_id(item.get("id")), item.get("n"), item.get("kind")
    if write_id is None or type(n) is not int or not 0 <= n <= HIGHEST_N:
        return None
    if not isinstance(kind, str) or kind not in kinds:
        return None
    return Write(write_id, n, kind, item, token, language)


def unreadable(item: Any, language: str) -> dict[str, Any]:
    """The answer to something that is no write, with its id as it came, so that the phone knows which."""
    named = item.get("id") if isinstance(item, dict) else None
    message = sentence("unreadable", language)
    return {
        "id": named[:64] if isinstance(named, str) else None,
        "outcome": "refused",
        "message": message,
        "code": "unreadable",
        "field": "",
    }


def answer_seen(answer: Answer, named: str) -> dict[str, Any]:
    """An answer as the phone gets it; `named`: the id as the phone wrote it."""
    return {
        **(answer.extra or {}),
        "id": named,
        "outcome": answer.outcome,
        "message": answer.message,
        "code": answer.code,
        "field": answer.field,
    }


class StreamDoor:
    """Opens streams and keeps them for as long as the screen stays."""

    def __init__(self, hub: Hub, may_watch: Callable[[Token], Awaitable[bool]]) -> None:
        self._hub = hub
        self._may_watch = may_watch

    async def __call__(self, room: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a GET."""
        request = Request(room, scope, receive)
        try:
            heard, stream = await self._open(request)
        except No as no:
            await turn_away(no, request, send)
            return
        del request  # thousands of streams stand here for hours
        await self._serve(heard, stream, receive, send)

    async def _open(self, request: Request) -> tuple[Room, Stream]:
        if request.scope["method"] != "GET":
            raise No(405, "method")
        kind = kind_asked(request.scope["query_string"])
        token = request.token(kind)
        if self._hub.closing:
            raise No(503, "restarting", retry_after=after(2))
        if kind != "guest" and not await self._asked(token):
            raise No(401, "unknown_browser")
        room = self._hub.room(request.room)
        try:
            lines = await room.opening(leads=kind == "lead", last_id=request.headers.get(b"last-event-id", ""))
        except Exception:
            logger.exception("the state of a room could not be read")
            raise No(503, "unavailable", retry_after=after(5)) from None
        if lines is None:
            raise No(404, "no_room")
        stream = Stream(leads=kind == "lead")
        stream.begin([retry_line(1000, 3000), *lines])
        self._hub.attach(room, stream)
        return room, stream

    async def _asked(self, token: Token) -> bool:
        try:
            return await self._may_watch(token)
        except Exception:
            logger.exception("whether a screen may watch could not be read")
            raise No(503, "unavailable", retry_after=after(5)) from None

    async def _serve(self, room: Room, stream: Stream, receive: Receive, send: Send) -> None:
        gone = asyncio.create_task(until_gone(stream, receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
            await stream.run(partial(send_part, send), partial(room.opening, leads=stream.leads))
            await send({"type": "http.response.body", "body": b""})
        except asyncio.CancelledError:
            if not stream.given_up:
                raise
        finally:
            gone.cancel()
            self._hub.detach(room, stream)


def kind_asked(query: bytes) -> Kind:
    """The `as=` of an address; a guest when it says nothing known."""
    asked = query.decode("latin-1").removeprefix("as=")
    return asked if asked in KINDS else "guest"


async def until_gone(stream: Stream, receive: Receive) -> None:
    """End the stream when the browser has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def send_part(send: Send, part: bytes) -> None:
    """Send a piece of a stream."""
    await send({"type": "http.response.body", "body": part, "more_body": True})
