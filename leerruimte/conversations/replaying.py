"""Plays an export into a running server, as the phones of its people would: joins, contributes, agrees and disagrees.

Only to the address that is named; what the server says about "too often" and "too busy" is obeyed.
"""

import json
import re
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from http.client import (  # noqa: TID251 (a client of our own server, at the address that the command was given)
    HTTPConnection,
    HTTPException,
    HTTPSConnection,
)
from http.cookies import SimpleCookie
from itertools import groupby
from urllib.parse import urlencode, urlsplit

from leerruimte.base.client_ids import new_id
from leerruimte.conversations.polis import Comment, Export, Vote

PHONES_AT_ONCE = 16
MOST_TRIES = 8
LONGEST_WAIT = 20.0  # seconds
TIMEOUT = 30
AT_ONCE = 50  # writes in one request, as a phone sends at most

Write = Mapping[str, object]

FORM_FIELD = re.compile(r"<input[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


class NotPossible(Exception):
    """The server cannot be played into, with the reason in words."""


@dataclass
class Told:
    """What became of it all."""

    outcomes: Counter[str] = field(default_factory=Counter)
    waited: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    guard: threading.Lock = field(default_factory=threading.Lock)

    def note(self, outcome: str, seconds: float = 0.0) -> None:
        """Count one."""
        with self.guard:
            self.outcomes[outcome] += 1
            self.slowest = max(self.slowest, seconds)


class Server:
    """The server that is played into; one connection a thread."""

    def __init__(self, address: str) -> None:
        """`address`: http://host:port or https://host."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotPossible(f"{address} is not an address like http://127.0.0.1:8000")
        self._secure, self._host = parts.scheme == "https", parts.netloc
        self._own = threading.local()

    def ask(
        self, method: str, path: str, *, cookies: dict[str, str], headers: dict[str, str], body: bytes | None = None
    ) -> tuple[int, str, str]:
        """One request; gives status, text and where it leads. Cookies that come back are kept in `cookies`."""
        sent = {**headers, "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        for attempt in (1, 2):
            connection = self._connection()
            try:
                connection.request(method, path, body=body, headers=sent)
                answer = connection.getresponse()
                text = answer.read().decode("utf-8", "replace")
                break
            except (HTTPException, OSError):
                connection.close()
                self._own.connection = None
                if attempt == 2:
                    raise
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                cookies[name] = morsel.value
        return answer.status, text, answer.headers.get("Location") or answer.headers.get("Retry-After") or ""

    def _connection(self) -> HTTPConnection:
        known: HTTPConnection | None = getattr(self._own, "connection", None)
        if known is None:
            kind = HTTPSConnection if self._secure else HTTPConnection
            known = self._own.connection = kind(self._host, timeout=TIMEOUT)
        return known


class Phone:
    """One of the people, with what a phone keeps: cookies and a counter."""

    def __init__(self, server: Server, code: str, told: Told, sleep: Callable[[float], None] = time.sleep) -> None:
        """Not joined yet."""
        self._server, self._code, self._told, self._sleep = server, code, told, sleep
        self._cookies: dict[str, str] = {"taal": "en"}
        self._room = ""
        self._n = 0
        self._joining = threading.Lock()

    def join(self, role: int) -> None:
        """Join with the code; `role` chooses one of those offered, round and round."""
        with self._joining:
            if self._room:
                return
            path = f"/doe-mee/{self._code}/"
            status, page, _where = self._patiently("GET", path, {}, None)
            if status != 200:
                raise NotPossible(f"the code {self._code} opens no conversation (status {status})")
            body = urlencode(_filled_in(page, role)).encode()
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            status, _page, where = self._patiently("POST", path, headers, body)
            if status != 302:
                raise NotPossible(f"joining was refused (status {status})")
            self._room = uuid.UUID(where.strip("/").rsplit("/", 1)[-1]).hex
            self._told.note("joined")

    def write(self, writes: Sequence[Write]) -> None:
        """Send writes as they were made, in one request; each is answered."""
        numbered = []
        for write in writes:
            self._n += 1
            numbered.append({"id": str(new_id()), "n": self._n, **write})
        began = time.monotonic()
        headers = {"Content-Type": "application/json", "X-Leerruimte": "1"}
        status, text, _where = self._patiently(
            "POST", f"/live/{self._room}/write", headers, json.dumps({"writes": numbered}).encode()
        )
        seconds = time.monotonic() - began
        if status != 200:
            self._told.note(f"status {status}", seconds)
            return
        for answer in json.loads(text)["answers"]:
            name = answer["outcome"] if answer["outcome"] != "refused" else f"refused: {answer.get('code', '')}"
            self._told.note(name, seconds)

    def _patiently(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> tuple[int, str, str]:
        """Ask; when the server says "too often" or "too busy", wait as long as it says and ask again."""
        for attempt in range(MOST_TRIES):
            status, text, more = self._server.ask(method, path, cookies=self._cookies, headers=headers, body=body)
            if status not in (429, 503):
                return status, text, more
            with self._told.guard:
                self._told.waited += 1
            self._sleep(min(LONGEST_WAIT, float(more) if more.isdigit() else 0.5 * 2**attempt))
        return status, text, more


def _filled_in(page: str, role: int) -> list[tuple[str, str]]:
    """The fields of a form with what stands in them, and one of its roles chosen."""
    fields, roles = [], []
    for tag in FORM_FIELD.findall(page):
        attributes = {name: unescape(value) for name, value in ATTRIBUTE.findall(tag)}
        if attributes.get("name") in ("place", "csrfmiddlewaretoken"):
            fields.append((attributes["name"], attributes.get("value", "")))
        elif attributes.get("name") == "role":
            roles.append(attributes["value"])
    return [*dict(fields).items(), *([("role", roles[role % len(roles)])] if roles else [])]


@dataclass(frozen=True)
class Step:
    """Something that happened, so many seconds after the beginning."""

    at: float
    who: str
    comment: Comment | None = None
    vote: Vote | None = None


def steps_of(export: Export, most: int | None = None) -> list[Step]:
    """What happened, in order; a vote never before its contribution. Own votes are left out: nobody votes on those."""
    beginning = datetime.min.replace(tzinfo=UTC)
    made = {comment.id: comment for comment in export.comments}
    moments = [at or beginning for at in (*(one.at for one in export.comments), *(one.at for one in export.votes))]
    first = min(moments, default=beginning)
    steps = [Step(((one.at or first) - first).total_seconds(), one.author, comment=one) for one in export.comments]
    for vote in export.votes:
        comment = made[vote.comment]
        if vote.voter != comment.author:
            at = max(vote.at or first, comment.at or first)
            steps.append(Step((at - first).total_seconds(), vote.voter, vote=vote))
    steps.sort(key=lambda step: (step.at, step.vote is not None))
    return steps[:most]


def replay(
    export: Export,
    *,
    address: str,
    code: str,
    question: str,
    speed: float,
    most: int | None = None,
    tell: Callable[[str], object] = print,
) -> Told:
    """Play an export into a conversation that is going on; a minute of then takes 60 / `speed` seconds."""
    server, told = Server(address), Told()
    steps = steps_of(export, most)
    phones = {who: Phone(server, code, told) for who in dict.fromkeys(step.who for step in steps)}
    ids: dict[str, str] = {}
    began = time.monotonic()
    with ThreadPoolExecutor(PHONES_AT_ONCE) as pool:
        order = {who: index for index, who in enumerate(phones)}
        for second, at_once in groupby(steps, key=lambda step: int(step.at / speed)):
            _wait_until(began + second)
            moment = list(at_once)
            newcomers = [who for who in dict.fromkeys(step.who for step in moment) if who in order]
            list(pool.map(lambda who: phones[who].join(order[who]), newcomers))
            for who in newcomers:
                order.pop(who)
            for kind in (True, False):  # contributions first: a vote is about something that is there
                jobs = _writes(moment, ids, question, contributions=kind)
                list(pool.map(lambda job: phones[job[0]].write(job[1]), jobs))
            tell(f"  {second:6d} s  {sum(told.outcomes.values())} done")
    told.seconds = time.monotonic() - began
    return told


def _writes(
    steps: Sequence[Step], ids: dict[str, str], question: str, *, contributions: bool
) -> list[tuple[str, list[Write]]]:
    """What each phone sends now, in pieces that a phone may send at once."""
    by_phone: dict[str, list[Write]] = {}
    for step in steps:
        if step.comment is not None and contributions:
            ids[step.comment.id] = str(new_id())
            write: Write = {
                "kind": "contribute",
                "id": ids[step.comment.id],
                "question": question,
                "text": step.comment.text,
            }
            by_phone.setdefault(step.who, []).append(write)
        elif step.vote is not None and not contributions and step.vote.comment in ids:
            write = {"kind": "stance", "contribution": ids[step.vote.comment], "value": step.vote.value}
            by_phone.setdefault(step.who, []).append(write)
    return [
        (who, writes[start : start + AT_ONCE])
        for who, writes in by_phone.items()
        for start in range(0, len(writes), AT_ONCE)
    ]


def _wait_until(moment: float) -> None:
    left = moment - time.monotonic()
    if left > 0:
        time.sleep(left)
