"""The measurements themselves; each gives plain figures, the table is made in __main__.py."""

import asyncio
import bisect
import random
import re
import sqlite3
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.room.phones import Ear, Phone, Response
from benchmarks.room.servers import Server

VERSION = re.compile(rb'"version":(\d+)')
WORDS = "Mijn mentor vraagt mij ook wat ik zie, en dan kijken we samen naar één les."


def part(values: Sequence[float], share: float) -> float:
    """The value below which this share of `values` lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


@dataclass
class Writing:
    """What came of writing for a while."""

    seconds: float = 0.0
    # (when answered, how long that took, version of the room in the answer)
    answers: list[tuple[float, float, int]] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)
    cpu: float = 0.0

    @property
    def a_second(self) -> float:
        """Acknowledged writes a second."""
        return len(self.answers) / self.seconds if self.seconds else 0.0

    def answer_ms(self, share: float) -> float:
        """Time to the answer."""
        return 1000 * part([took for _, took, _ in self.answers], share)

    def cpu_us(self) -> float:
        """Processor time of the server a write."""
        return 1e6 * self.cpu / max(1, len(self.answers))


async def connected(server: Server, room: dict[str, Any], count: int) -> list[Phone]:
    """Phones with a connection for writes; counters that are higher than those of earlier phones."""
    begin = time.time_ns() // 1_000_000
    phones = [Phone(server.port, room["room"], token, n=begin) for token in room["tokens"][:count]]
    for start in range(0, count, 200):
        await asyncio.gather(*(phone.connect() for phone in phones[start : start + 200]))
    return phones


async def open_streams(phones: Sequence[Phone], ear: Ear, at_once: int = 200) -> Counter[int]:
    """Open everybody's stream; gives the statuses."""
    statuses: Counter[int] = Counter()
    for start in range(0, len(phones), at_once):
        found = await asyncio.gather(
            *(phone.open(ear) for phone in phones[start : start + at_once]), return_exceptions=True
        )
        statuses.update(status if isinstance(status, int) else 0 for status in found)
    return statuses


def vote(phone: Phone, room: dict[str, Any]) -> dict[str, Any]:
    """A vote on something."""
    return phone.stance(random.choice(room["contributions"]), random.choice((1, 0, -1)))


def vote_or_text(phone: Phone, room: dict[str, Any]) -> dict[str, Any]:
    """One in twenty writes something, the others vote."""
    return phone.text(room["question"], f"{WORDS} {phone.n}") if random.random() < 0.05 else vote(phone, room)


async def write_once(phone: Phone, item: dict[str, Any], into: Writing) -> None:
    """Send one write, note what came of it."""
    began = time.perf_counter()
    try:
        reply = await phone.send([item])
    except OSError as error:
        into.problems[type(error).__name__] += 1
        return
    now = time.perf_counter()
    note(reply, now, now - began, into)


def note(reply: Response, now: float, took: float, into: Writing) -> None:
    """Note an answer."""
    if reply.status == 200 and (b'"kept"' in reply.body or b'"already"' in reply.body):
        version = VERSION.search(reply.body)
        into.answers.append((now, took, int(version[1]) if version else -1))
    else:
        into.problems[f"{reply.status} {reply.body[:120]!r}"] += 1


async def as_fast_as_possible(
    server: Server,
    phones: Sequence[Phone],
    room: dict[str, Any],
    seconds: float,
    make: Callable[[Phone, dict[str, Any]], dict[str, Any]] = vote,
) -> Writing:
    """Everybody writes again as soon as the last was answered."""
    into = Writing()
    began, cpu = time.perf_counter(), server.cpu_seconds()
    end = began + seconds

    async def one(phone: Phone) -> None:
        while time.perf_counter() < end:
            await write_once(phone, make(phone, room), into)

    await asyncio.gather(*(one(phone) for phone in phones))
    into.seconds, into.cpu = time.perf_counter() - began, server.cpu_seconds() - cpu
    return into


async def at_a_pace(
    phones: Sequence[Phone],
    room: dict[str, Any],
    a_second: float,
    seconds: float,
    make: Callable[[Phone, dict[str, Any]], dict[str, Any]] = vote,
) -> Writing:
    """So many writes a second, whether the last was answered or not; the phones take turns."""
    into = Writing()
    began = time.perf_counter()
    running = []
    for number in range(int(a_second * seconds)):
        pause = began + number / a_second - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        phone = phones[number % len(phones)]
        running.append(asyncio.create_task(write_once(phone, make(phone, room), into)))
    await asyncio.gather(*running)
    into.seconds = time.perf_counter() - began
    return into


def to_last_screen(writing: Writing, ear: Ear, screens: int, share: float) -> tuple[float, int]:
    """Milliseconds from an answer to the last screen, and how many answers never reached all screens."""
    told = sorted((heard.version, heard.last, heard.count) for heard in ear.events.values() if heard.name == b"delta")
    versions = [version for version, _, _ in told]
    waits, missing = [], 0
    for answered, _, version in writing.answers:
        index = bisect.bisect_left(versions, version)
        if index == len(told) or told[index][2] < screens:
            missing += 1
        else:
            waits.append(1000 * (told[index][1] - answered))
    return part(waits, share), missing


async def page_times(port: int, path: str, cookie: str, count: int, pause: float = 0.05) -> list[float]:
    """Milliseconds that a page takes, asked again and again on one connection."""
    phone = Phone(port, "", "")
    await phone.connect()
    assert phone.line is not None
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Language: nl\r\nCookie: {cookie}\r\n\r\n"
    ).encode()
    times = []
    for _ in range(count):
        began = time.perf_counter()
        reply = await phone.line.ask(request)
        assert reply.status == 200, f"{path}: {reply.status} {reply.body[:200]!r}"
        times.append(1000 * (time.perf_counter() - began))
        await asyncio.sleep(pause)
    phone.close()
    return times


def bare_rows(folder: Path, rows: int, seconds: float) -> float:
    """Rows a second that SQLite itself keeps (WAL, FULL), so many a transaction."""
    path = folder / "bare.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS vote (id TEXT PRIMARY KEY, person TEXT, said TEXT, value INT)")
        began, count = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            values = [(uuid.uuid4().hex, "p" * 32, "c" * 32, 1) for _ in range(rows)]
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO vote VALUES (?, ?, ?, ?)", values)
            connection.execute("COMMIT")
            count += rows
        return count / (time.perf_counter() - began)


async def storm(phones: Sequence[Phone], server: Server, ear: Ear) -> tuple[float, float, Counter[int]]:
    """Kill the server, start it; all come back at once. Seconds until the last has its state, and to start."""
    await asyncio.to_thread(server.kill)
    began = time.perf_counter()
    await asyncio.to_thread(server.start)
    up = time.perf_counter()
    last_ids = [phone.stream.last_id if phone.stream else b"" for phone in phones]
    statuses: Counter[int] = Counter()

    async def back(phone: Phone, last_id: bytes) -> None:
        for _ in range(50):
            try:
                statuses[await phone.open(ear, last_id)] += 1
                return
            except OSError:
                statuses[0] += 1
                await asyncio.sleep(0.1)

    await asyncio.gather(*(back(phone, last) for phone, last in zip(phones, last_ids, strict=True)))
    return time.perf_counter() - up, up - began, statuses


def hang_up(phones: Sequence[Phone]) -> None:
    """All phones go."""
    for phone in phones:
        phone.close()
