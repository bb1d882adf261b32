"""The database cuts connections, or has no room left."""

import asyncio
import resource
from pathlib import Path

import psycopg
import pytest

from benchmarks.room.crowd import Crowd, told
from benchmarks.room.phones import Ear, Phone
from benchmarks.room.servers import Server, make_room

pytestmark = pytest.mark.faults
CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def test_a_connection_cut_in_the_middle_of_a_request_loses_nothing(postgres):
    room = make_room(postgres, people=40)

    async def play(server):
        crowd = Crowd(server.port, room, 40)
        playing = asyncio.create_task(crowd.play(3))
        cuts = 0
        async with await psycopg.AsyncConnection.connect(postgres["DATABASE_URL"], autocommit=True) as connection:
            while not playing.done():
                await asyncio.sleep(0.1)
                cuts += len(await (await connection.execute(CUT)).fetchall())
        await playing
        await crowd.finish()
        crowd.close()
        return crowd, cuts

    with Server(postgres) as server:
        crowd, cuts = asyncio.run(play(server))
    assert cuts >= 5
    assert len(crowd.acknowledged) > 200
    assert crowd.lost(postgres) == []
    assert crowd.twice(postgres) == []
    # 429: on a fast machine these phones write more in a second than people do; they are asked to slow down.
    assert set(crowd.statuses) <= {200, 429, 503}
    assert crowd.outcomes["refused"] == 0


def test_a_page_asked_for_after_the_cut_is_simply_shown(postgres):
    room = make_room(postgres, people=1)

    async def play(server):
        phone = Phone(server.port, room["room"], room["tokens"][0])
        assert await phone.open(Ear()) == 200
        phone.close()
        async with await psycopg.AsyncConnection.connect(postgres["DATABASE_URL"], autocommit=True) as connection:
            await connection.execute(CUT)
        await asyncio.sleep(1.1)  # longer than a state is shared
        assert await phone.open(Ear()) == 200
        phone.close()

    with Server(postgres) as server:
        asyncio.run(play(server))


def test_a_full_disk_is_a_clear_no_and_when_there_is_room_again_it_goes_on(sqlite):
    room = make_room(sqlite, people=5)

    async def play(server):
        phone = Phone(server.port, room["room"], room["tokens"][0])
        assert await told(phone, phone.text(room["question"], "before")) == ["kept"]
        ear = Ear()
        assert await phone.open(ear) == 200
        _, most = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
        size = max(file.stat().st_size for file in Path(sqlite["LEERRUIMTE_VAR"]).glob("leerruimte.sqlite3*"))
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (min(size, 4096), most))
        waiting = phone.text(room["question"], "while it is full")
        for _ in range(2):
            reply = await phone.send([waiting])
            assert reply.status == 503
            assert b"retry-after" in reply.headers.lower()
            assert len(reply.json()["message"]) > 20
        # What is there can still be read.
        other = Phone(server.port, room["room"], room["tokens"][1])
        assert await other.open(Ear()) == 200
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, most))
        assert await told(phone, waiting) == ["kept"]
        assert await told(phone, waiting) == ["already"]
        phone.close()
        other.close()

    with Server(sqlite) as server:
        asyncio.run(play(server))
