"""What open screens hear: state, changes in order, catching up, a slow screen, a storm."""

import asyncio

import pytest

from leerruimte.live import LEADERS, Delta, publish, rooms, streams
from leerruimte.live import hub as hubs
from leerruimte.live.tests.make import ROOM, Browser, Echo, a_live, say, served


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Short intervals, so that tests are."""
    monkeypatch.setattr(hubs, "INTERVAL", 0.02)


def everybody(*deltas):
    """Something that everybody may hear."""
    return [("everybody", delta) for delta in deltas]


def test_a_stream_opens_with_the_state_and_goes_on_with_what_changes():
    echo = Echo()

    async def play(live):
        screen = Browser(live).open()
        assert ((first := await screen.hear()).name, first.data) == ("state", {"kept": 0})
        await Browser(live).send(say("one"))
        event = await screen.hear()
        assert (event.name, event.data) == ("delta", [["added", "one"]])
        assert screen.headers["content-type"].startswith("text/event-stream")
        assert screen.headers["cache-control"] == "no-store, no-transform"
        assert b"retry: " in screen.raw
        await screen.leave()
        assert live.hub.streams == 0

    served(play, a_live(echo))


def test_many_changes_in_an_interval_are_one_event_and_only_the_newest_of_a_kind_counts(monkeypatch):
    monkeypatch.setattr(hubs, "INTERVAL", 0.2)

    async def play(live):
        screen = Browser(live).open()
        await screen.hear()
        live.hub.tell(ROOM, everybody(Delta("version", 0, replaces=True)))
        await screen.hear()
        for version in range(1, 100):
            live.hub.tell(ROOM, everybody(Delta("version", version, replaces=True), Delta("added", version)))
        event = await screen.hear()
        assert [data for name, data in event.data if name == "version"] == [99]
        assert [data for name, data in event.data if name == "added"] == list(range(1, 100))
        assert await screen.silent_for(0.3)
        await screen.leave()

    served(play, a_live(Echo()))


def test_only_facilitators_hear_what_is_for_facilitators():
    async def play(live):
        guest, desk, beamer = (Browser(live, kind).open() for kind in ("guest", "lead", "screen"))
        for screen in (guest, desk, beamer):
            await screen.hear()
        live.hub.tell(ROOM, [("leaders", Delta("desk", True)), *everybody(Delta("scene", 1))])
        assert (await guest.hear()).data == [["scene", 1]]
        assert (await beamer.hear()).data == [["scene", 1]]
        assert (await desk.hear()).data == [["desk", True], ["scene", 1]]
        live.hub.tell(ROOM, [("leaders", Delta("desk", False))])
        assert (await desk.hear()).data == [["desk", False]]
        assert await guest.silent_for(0.1)
        assert b"desk" not in guest.raw + beamer.raw
        for screen in (guest, desk, beamer):
            await screen.leave()

    served(play, a_live(Echo()))


def test_a_screen_that_comes_back_hears_only_what_it_missed():
    echo = Echo()

    async def play(live):
        screen = Browser(live).open()
        last = (await screen.hear()).id
        await screen.leave()
        live.hub.tell(ROOM, everybody(Delta("added", "while away")))
        await asyncio.sleep(0.05)
        back = Browser(live).open(last_id=last)
        assert (await back.hear()).data == [["added", "while away"]]
        live.hub.tell(ROOM, everybody(Delta("added", "after")))
        assert (await back.hear()).data == [["added", "after"]]
        await back.leave()

    served(play, a_live(echo))
    assert echo.states_read == 1


@pytest.mark.parametrize(
    "last_id", ["7", "ffffffff-0", "garbage", "-", "x-9", "💥", "0" * 5000, "{epoch}-99", "{epoch}--1"]
)
def test_an_id_that_is_not_ours_gives_the_state(last_id):
    async def play(live):
        screen = Browser(live).open()
        epoch = (await screen.hear()).id.partition("-")[0]
        again = Browser(live).open(last_id=last_id.format(epoch=epoch) if "epoch" in last_id else last_id)
        assert (await again.hear()).name == "state"
        await screen.leave()
        await again.leave()

    served(play, a_live(Echo()))


def test_a_screen_that_missed_more_than_is_remembered_gets_the_state(monkeypatch):
    monkeypatch.setattr(hubs, "INTERVAL", 0)

    async def play(live):
        screen = Browser(live).open()
        last = (await screen.hear()).id
        for number in range(rooms.RING + 1):
            live.hub.tell(ROOM, everybody(Delta("added", number)))
            assert (await screen.hear()).data == [["added", number]]
        back = Browser(live).open(last_id=last)
        assert (await back.hear()).name == "state"
        await screen.leave()
        await back.leave()

    served(play, a_live(Echo()))


def test_a_restart_is_noticed_by_the_id():
    echo = Echo()
    ids = []

    async def before(live):
        screen = Browser(live).open()
        ids.append((await screen.hear()).id)
        await screen.leave()

    async def after(live):
        screen = Browser(live).open(last_id=ids[0])
        assert (await screen.hear()).name == "state"
        await screen.leave()

    served(before, a_live(echo))
    served(after, a_live(echo))


def test_a_slow_screen_gets_a_state_instead_of_a_backlog(monkeypatch):
    monkeypatch.setattr(hubs, "INTERVAL", 0)
    echo = Echo()

    async def play(live):
        taking = asyncio.Event()
        taking.set()

        async def slowly(part):
            await taking.wait()

        slow = Browser(live).open(send=slowly)
        quick = Browser(live).open()
        await slow.hear()
        await quick.hear()
        taking.clear()
        for number in range(30):
            live.hub.tell(ROOM, everybody(Delta("added", number)))
            await quick.hear()
        stream = next(s for s in live.hub.room(ROOM).streams if s._lost)
        assert len(stream._waiting) == 0
        taking.set()
        heard = [await slow.hear()]
        while heard[-1].name != "state":
            heard.append(await slow.hear())
        assert len(heard) <= streams.MOST_WAITING + 1
        live.hub.tell(ROOM, everybody(Delta("added", "after")))
        assert (await slow.hear()).data == [["added", "after"]]
        await slow.leave()
        await quick.leave()

    served(play, a_live(echo))


def test_a_screen_that_takes_nothing_at_all_is_cut_off(monkeypatch):
    monkeypatch.setattr(streams, "PATIENCE", 0.05)
    monkeypatch.setattr(hubs, "KEEP_ALIVE", 0.1)

    async def play(live):
        async def never(part):
            await asyncio.sleep(60)

        Browser(live).open(send=never)
        await asyncio.sleep(0.05)
        assert live.hub.streams == 1
        await asyncio.sleep(0.3)
        assert live.hub.streams == 0

    served(play, a_live(Echo()))


def test_a_silent_stream_says_now_and_then_that_it_is_there(monkeypatch):
    monkeypatch.setattr(hubs, "KEEP_ALIVE", 0.05)

    async def play(live):
        screen = Browser(live).open()
        await screen.hear()
        await asyncio.sleep(0.2)
        assert screen.raw.endswith(b"\n\n:\n\n")
        await screen.leave()

    served(play, a_live(Echo()))


def test_a_storm_of_screens_reads_the_state_once():
    echo = Echo()

    async def play(live):
        screens = [Browser(live).open() for _ in range(500)]
        assert {(await screen.hear()).name for screen in screens} == {"state"}
        for screen in screens:
            await screen.leave()

    served(play, a_live(echo))
    assert echo.states_read == 1


def test_what_is_told_while_the_state_is_read_is_not_lost():
    echo = Echo()
    reading, go = asyncio.Event(), asyncio.Event()

    async def play(live):
        read = live.hub._read_state

        async def slowly(room):
            state = await read(room)
            reading.set()
            await go.wait()
            return state

        live.hub._read_state = slowly
        screen = Browser(live).open()
        await reading.wait()
        live.hub.tell(ROOM, everybody(Delta("added", "meanwhile")))
        await asyncio.sleep(0.05)
        go.set()
        assert (await screen.hear()).name == "state"
        assert (await screen.hear()).data == [["added", "meanwhile"]]
        await screen.leave()

    served(play, a_live(echo))


def test_a_state_is_not_shared_for_longer_than_its_clock_may_be_behind(monkeypatch):
    monkeypatch.setattr(rooms, "STATE_LASTS", 0.05)
    echo = Echo()

    async def play(live):
        for _ in range(2):
            screen = Browser(live).open()
            await screen.hear()
            await screen.leave()
            await asyncio.sleep(0.1)

    served(play, a_live(echo))
    assert echo.states_read == 2


def test_no_room_no_token_and_a_token_for_another_room():
    other = "0" * 31 + "2"

    async def play(live):
        assert (await Browser(live, room=other).ask_stream()).status == 404
        assert (await Browser(live).ask_stream(cookie="")).status == 401
        stranger = Browser(live, room=other)
        stranger.room = ROOM
        assert (await stranger.ask_stream()).status == 401
        guest = Browser(live)
        guest.kind = "lead"
        reply = await guest.ask_stream()
        assert reply.status == 401
        assert "Join again" in reply.data["message"]

    served(play, a_live(Echo()))


@pytest.mark.parametrize("kind", ["lead", "screen"])
def test_a_link_that_was_withdrawn_opens_no_stream_any_more(kind):
    echo = Echo()

    async def play(live):
        screen = Browser(live, kind).open()
        await screen.hear()
        await screen.leave()
        echo.links_hold = False
        assert (await Browser(live, kind).ask_stream()).status == 401
        guest = Browser(live).open()
        await guest.hear()
        await guest.leave()

    served(play, a_live(echo))


def test_a_state_that_cannot_be_read_is_a_clear_no(caplog):
    async def play(live):
        async def broken(room):
            raise OSError("gone")

        live.hub._read_state = broken
        reply = await Browser(live).ask_stream()
        assert reply.status == 503
        assert int(reply.headers["retry-after"]) >= 1

    served(play, a_live(Echo()))


def test_a_screen_keeps_what_it_shows_while_the_state_cannot_be_read(monkeypatch):
    monkeypatch.setattr(streams, "PAUSE", 0.01)

    async def play(live):
        screen = Browser(live).open()
        await screen.hear()
        room = live.hub.room(ROOM)
        read, broken = room._read_state, [True, True]

        async def sometimes(name):
            if broken:
                broken.pop()
                raise OSError("gone")
            return await read(name)

        room._read_state = sometimes
        await live.hub.refresh()
        assert (await screen.hear()).name == "state"
        await screen.leave()

    served(play, a_live(Echo()))


def test_a_room_without_screens_is_forgotten_after_a_while(monkeypatch):
    monkeypatch.setattr(hubs, "KEEP_ALIVE", 0.02)
    monkeypatch.setattr(hubs, "REMEMBERED", 0.01)

    async def play(live):
        screen = Browser(live).open()
        await screen.hear()
        await asyncio.sleep(0.1)
        assert len(live.hub._rooms) == 1
        await screen.leave()
        await asyncio.sleep(0.1)
        assert len(live.hub._rooms) == 0

    served(play, a_live(Echo()))


@pytest.mark.django_db(transaction=True)
def test_what_a_view_publishes_in_its_thread_is_heard_after_its_transaction():
    from django.db import connection, transaction

    def view():
        try:
            with transaction.atomic():
                publish(ROOM, Delta("scene", 1))
                publish(ROOM, Delta("desk", 1), audience=LEADERS)
            with transaction.atomic():
                publish(ROOM, Delta("scene", "never"))
                transaction.set_rollback(True)
        finally:
            connection.close()

    async def play(live):
        screen = Browser(live).open()
        await screen.hear()
        await asyncio.to_thread(view)
        assert (await screen.hear()).data == [["scene", 1]]
        assert await screen.silent_for(0.1)
        await screen.leave()

    served(play, a_live(Echo()))


def test_with_many_screens_there_is_more_time_between_events(monkeypatch):
    monkeypatch.setattr(hubs, "MANY", 1)

    async def play(live):
        assert live.hub.interval() == 0.02
        live.hub.streams = 2
        assert live.hub.interval() == 0.5
        live.hub.streams = 0

    served(play, a_live(Echo()))
