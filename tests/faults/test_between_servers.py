"""Two servers on one PostgreSQL and one Redis; Redis stops and starts again."""

import asyncio
import json
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest

from benchmarks.room.crowd import told
from benchmarks.room.phones import Phone
from benchmarks.room.servers import ROOT, Server, make_room

pytestmark = pytest.mark.faults


class Notes:
    """What one screen heard."""

    def __init__(self):
        self.states = []
        self.deltas = []

    def __call__(self, stream, event_id, name, data):
        if name == b"state":
            self.states.append(json.loads(data))
        else:
            self.deltas.extend(json.loads(data))

    def words(self):
        """All contributions that the screen shows."""
        shown = {row["text"] for state in self.states for row in state["contributions"]}
        return shown | {data["text"] for name, data in self.deltas if name == "added"}

    async def reads(self, words, patience=10.0):
        """Wait until the screen shows these words; gives the seconds it took."""
        began = time.perf_counter()
        while words not in self.words():
            assert time.perf_counter() - began < patience, f"{words!r} was never shown"
            await asyncio.sleep(0.005)
        return time.perf_counter() - began


@pytest.fixture
def servers(postgres, redis_server):
    """Two servers, and the room they share."""
    env = {**postgres, "REDIS_URL": redis_server.url}
    room = make_room(env, people=4, contributions=3)
    with ExitStack() as stack:
        yield [stack.enter_context(Server(env)) for _ in range(2)], room, env


async def opened(server, room, person):
    """A phone with an open stream on a server."""
    phone, notes = Phone(server.port, room["room"], room["tokens"][person]), Notes()
    assert await phone.open(notes) == 200
    return phone, notes


def test_a_phone_on_one_server_sees_what_a_phone_on_the_other_wrote(servers):
    (one, other), room, _ = servers

    async def play():
        here, notes_here = await opened(one, room, 0)
        there, notes_there = await opened(other, room, 1)
        for number in range(5):
            assert await told(here, here.text(room["question"], f"over {number}")) == ["kept"]
            assert await notes_there.reads(f"over {number}") < 2
            await notes_here.reads(f"over {number}")
        assert await told(there, there.text(room["question"], "back")) == ["kept"]
        await notes_here.reads("back")
        # Nobody hears the same twice.
        assert [data["text"] for name, data in notes_here.deltas if name == "added"].count("back") == 1
        for phone in (here, there):
            phone.close()

    asyncio.run(play())


def test_what_a_command_tells_is_heard_on_every_server(servers):
    both, room, env = servers
    script = (
        "import django; django.setup()\n"
        "from leerruimte.live import Delta, publish\n"
        f"publish({room['room']!r}, Delta('scene', 'from a command'))\n"
    )

    async def play():
        screens = [await opened(server, room, person) for person, server in enumerate(both)]
        settings = {**env, "DJANGO_SETTINGS_MODULE": "leerruimte.settings"}
        await asyncio.to_thread(subprocess.run, [sys.executable, "-c", script], cwd=ROOT, env=settings, check=True)
        for phone, notes in screens:
            end = time.monotonic() + 5
            while ["scene", "from a command"] not in notes.deltas:
                assert time.monotonic() < end
                await asyncio.sleep(0.01)
            phone.close()

    asyncio.run(play())


def test_without_redis_each_server_goes_on_and_with_it_again_all_catch_up(servers, redis_server):
    (one, other), room, _ = servers

    async def play():
        here, notes_here = await opened(one, room, 0)
        there, notes_there = await opened(other, room, 1)
        await asyncio.to_thread(redis_server.stop)
        began = time.perf_counter()
        assert await told(here, here.text(room["question"], "meanwhile here")) == ["kept"]
        assert time.perf_counter() - began < 1
        await notes_here.reads("meanwhile here", patience=2)
        await asyncio.sleep(0.5)
        assert "meanwhile here" not in notes_there.words()
        await asyncio.to_thread(redis_server.start)
        await notes_there.reads("meanwhile here")
        assert await told(there, there.text(room["question"], "again")) == ["kept"]
        await notes_here.reads("again")
        for phone in (here, there):
            phone.close()

    asyncio.run(play())


def test_a_server_starts_without_redis_and_finds_it_later(postgres, redis_server):
    redis_server.stop()
    env = {**postgres, "REDIS_URL": redis_server.url}
    room = make_room(env, people=2, contributions=1)

    async def play(one, other):
        here, _ = await opened(one, room, 0)
        there, notes = await opened(other, room, 1)
        assert await told(here, here.text(room["question"], "early")) == ["kept"]
        await asyncio.to_thread(redis_server.start)
        await notes.reads("early")
        for phone in (here, there):
            phone.close()

    with Server(env) as one, Server(env) as other:
        asyncio.run(play(one, other))
