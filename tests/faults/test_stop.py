"""The server is asked to stop under load; a phone is away for a while."""

import asyncio
import time

import pytest

from benchmarks.room.crowd import Crowd, told
from benchmarks.room.phones import Ear, Phone
from benchmarks.room.servers import Server, make_room
from tests.faults.test_between_servers import Notes

pytestmark = pytest.mark.faults


def test_asked_to_stop_it_finishes_what_it_took_and_ends_the_streams(sqlite):
    room = make_room(sqlite, people=60)
    server = Server(sqlite).start()
    crowd = Crowd(server.port, room, 60)

    async def play():
        listening = [Phone(server.port, room["room"], token) for token in room["tokens"][:20]]
        for phone in listening:
            assert await phone.open(Ear()) == 200
        playing = asyncio.create_task(crowd.play(1.5))
        await asyncio.sleep(0.7)
        began = time.monotonic()
        await asyncio.to_thread(server.stop)
        assert time.monotonic() - began < 6
        await asyncio.gather(*(phone.stream.ended for phone in listening))
        await playing
        before = len(crowd.acknowledged)
        assert before > 100
        assert crowd.lost(sqlite) == []
        await asyncio.to_thread(server.start)
        await crowd.finish()
        crowd.close()
        await asyncio.to_thread(server.stop)

    asyncio.run(play())
    assert crowd.lost(sqlite) == []
    assert crowd.twice(sqlite) == []
    assert set(crowd.statuses) <= {200, 429, 503}


def test_a_phone_that_was_away_hears_what_it_missed_and_sends_its_outbox_once(sqlite):
    room = make_room(sqlite, people=3)

    async def play(server):
        away, other = (Phone(server.port, room["room"], token) for token in room["tokens"][:2])
        notes = Notes()
        assert await away.open(notes) == 200
        last = away.stream.last_id
        away.close()
        assert await told(other, other.text(room["question"], "said meanwhile")) == ["kept"]
        outbox = [away.text(room["question"], f"written offline {number}") for number in range(3)]
        back = Phone(server.port, room["room"], room["tokens"][0])
        assert await back.open(notes, last) == 200
        await notes.reads("said meanwhile")
        assert len(notes.states) == 1
        # The answer to the first attempt got lost on the way: it is sent again.
        assert await told(back, *outbox) == ["kept"] * 3
        assert await told(back, *outbox) == ["already"] * 3
        heard = Notes()
        assert await other.open(heard) == 200
        await heard.reads("written offline 2")
        shown = [row["text"] for row in heard.states[0]["contributions"]]
        shown += [data["text"] for name, data in heard.deltas if name == "added"]
        assert [text for text in shown if "offline" in text] == [f"written offline {number}" for number in range(3)]
        back.close()
        other.close()

    with Server(sqlite) as server:
        asyncio.run(play(server))
