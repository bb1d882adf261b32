"""A crowd of phones that never give up, and what of theirs is in the database afterwards."""

import asyncio
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.room.phones import Phone, Response


@dataclass
class Crowd:
    """Phones that write one thing after the other; what is not answered is sent again with the same id."""

    port: int
    room: dict[str, Any]
    size: int
    phones: list[Phone] = field(default_factory=list)
    pending: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    acknowledged: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    said: set[str] = field(default_factory=set)
    kinds: tuple[str, ...] = ("stance", "stance", "text")

    def __post_init__(self) -> None:
        self.phones = [Phone(self.port, self.room["room"], token) for token in self.room["tokens"][: self.size]]

    async def play(self, seconds: float) -> None:
        """Everybody writes for so long."""
        end = time.monotonic() + seconds
        await asyncio.gather(*(self._write_on(i, end) for i in range(self.size)))

    async def finish(self, patience: float = 15) -> None:
        """Everybody gets rid of what still waits."""
        end = time.monotonic() + patience
        while any(self.pending.values()) and time.monotonic() < end:
            await asyncio.gather(*(self._send(i) for i in range(self.size) if self.pending.get(self._person(i))))
            await asyncio.sleep(0.05)
        assert not any(self.pending.values()), "not everything could be sent"

    def _person(self, i: int) -> str:
        return str(self.room["people"][i])

    async def _write_on(self, i: int, end: float) -> None:
        phone = self.phones[i]
        while time.monotonic() < end:
            waiting = self.pending.setdefault(self._person(i), [])
            if not waiting:
                kind = random.choice(self.kinds)
                if kind == "stance":
                    write = phone.stance(random.choice(self.room["contributions"]), random.choice((1, 0, -1)))
                else:
                    write = phone.text(self.room["question"], f"word {i} {phone.n} {random.random()}")
                waiting.append(write)
            await self._send(i)
            await asyncio.sleep(random.random() * 0.02)

    async def _send(self, i: int) -> None:
        """Send what waits; whatever goes wrong, it waits on."""
        person = self._person(i)
        writes = self.pending[person]
        try:
            reply = await asyncio.wait_for(self.phones[i].send(writes), 25)
        except OSError:
            await asyncio.sleep(0.03)
            return
        self.statuses[reply.status] += 1
        if reply.status != 200:
            self.said.add(reply.json().get("message", ""))
            await asyncio.sleep(0.1)
            return
        for write, answer in zip(writes, reply.json()["answers"], strict=True):
            self.outcomes[answer["outcome"]] += 1
            assert answer["id"] == write["id"]
            if answer["outcome"] in ("kept", "already"):
                self.acknowledged.append((person, write))
        self.pending[person] = []

    def lost(self, env: Mapping[str, str]) -> list[dict[str, Any]]:
        """What was acknowledged and is not in the database."""
        texts, stances = stored(env)
        lost = []
        for person, write in self.acknowledged:
            if write["kind"] == "contribute":
                there = texts[write["text"]] > 0
            else:
                there = stances.get((person, write["contribution"]), -1) >= write["n"]
            if not there:
                lost.append(write)
        return lost

    def twice(self, env: Mapping[str, str]) -> list[str]:
        """Words that are in the database more than once."""
        texts, _ = stored(env)
        return [text for text, count in texts.items() if count > 1]

    def close(self) -> None:
        """All hang up."""
        for phone in self.phones:
            phone.close()


def stored(env: Mapping[str, str]) -> tuple[Counter[str], dict[tuple[str, str], int]]:
    """Texts with how often each is there, and the counter of each stance."""
    texts = "SELECT text FROM encounters_contribution"
    stances = "SELECT participation_id, contribution_id, n FROM encounters_stance"
    if "DATABASE_URL" in env:
        with psycopg.connect(env["DATABASE_URL"]) as connection:
            rows = connection.execute(texts).fetchall()
            marks = connection.execute(stances).fetchall()
    else:
        with closing(sqlite3.connect(Path(env["LEERRUIMTE_VAR"]) / "leerruimte.sqlite3")) as connection:
            rows = connection.execute(texts).fetchall()
            marks = connection.execute(stances).fetchall()
    return Counter(text for (text,) in rows), {(hexed(p), hexed(c)): n for p, c, n in marks}


def hexed(value: Any) -> str:
    """An id as 32 hex digits, whatever the database makes of it."""
    return str(value).replace("-", "")


async def told(phone: Phone, *writes: dict[str, Any]) -> list[str]:
    """Send writes that must be answered; gives the outcomes."""
    reply: Response = await phone.send(list(writes))
    assert reply.status == 200, reply
    return [answer["outcome"] for answer in reply.json()["answers"]]
