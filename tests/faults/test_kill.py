"""The server is killed under load and started again: what was acknowledged is there, once."""

import asyncio

import pytest

from benchmarks.room.crowd import Crowd
from benchmarks.room.servers import Server, make_room

pytestmark = pytest.mark.faults
PHONES = 60


def kill_rounds(env, rounds, command=("manage.py", "serve", "--skip-checks")):
    """Play, kill in the middle, start again, several times; then send what was never answered."""
    room = make_room(env, people=PHONES)
    server = Server(env, command)
    crowd = Crowd(server.port, room, PHONES)

    async def play():
        for number in range(rounds):
            await asyncio.to_thread(server.start)
            playing = asyncio.create_task(crowd.play(0.9))
            await asyncio.sleep(0.5 + 0.05 * number)
            server.kill()
            await playing
        await asyncio.to_thread(server.start)
        await crowd.finish()
        crowd.close()
        await asyncio.to_thread(server.stop)

    asyncio.run(play())
    return crowd


def test_after_kill_9_every_acknowledged_write_is_there_once(env):
    crowd = kill_rounds(env, rounds=5 if "DATABASE_URL" not in env else 3)
    assert len(crowd.acknowledged) > 300
    assert crowd.lost(env) == []
    assert crowd.twice(env) == []
    assert set(crowd.statuses) <= {200, 429}
    assert crowd.outcomes["refused"] == 0


def test_a_server_that_answers_before_it_keeps_would_be_seen(sqlite):
    crowd = kill_rounds(sqlite, rounds=2, command=("-m", "benchmarks.room.careless"))
    assert len(crowd.lost(sqlite)) > 0
