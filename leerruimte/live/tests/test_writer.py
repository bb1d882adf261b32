"""Group commit: batches, copies, bad neighbours, a database that says no, a queue that is full."""

import asyncio
import threading
import time
import uuid

import pytest
from django.db import OperationalError

from leerruimte.live import writer as writing
from leerruimte.live.limits import Limiter
from leerruimte.live.serving import Live, Site
from leerruimte.live.tests.make import Browser, Echo, KeepsWithoutDatabase, a_live, say, served
from leerruimte.live.tokens import Token
from leerruimte.live.writer import A_CROWD, COURTESY, Writer


class Gate:
    """Holds the writer inside its first batch until it is opened."""

    def __init__(self) -> None:
        self.inside = threading.Event()
        self.open = threading.Event()

    def __call__(self, writes):
        self.inside.set()
        self.open.wait(5)

    async def shut(self, browser: Browser) -> asyncio.Task:
        """A first write goes in and waits."""
        first = asyncio.create_task(browser.send(say()))
        await asyncio.to_thread(self.inside.wait, 5)
        return first


def test_what_queued_during_a_commit_is_the_next_batch():
    gate = Gate()
    echo = Echo(before=gate)

    async def play(live):
        first = await gate.shut(Browser(live))
        rest = [asyncio.create_task(Browser(live).send(say(), say())) for _ in range(30)]
        await asyncio.sleep(0.05)
        gate.open.set()
        replies = await asyncio.gather(first, *rest)
        assert {outcome for reply in replies for outcome in reply.outcomes} == {"kept"}

    served(play, a_live(echo))
    assert echo.batches == [1, 60]


def test_a_batch_has_a_limit_and_no_request_is_cut_in_two():
    gate = Gate()
    echo = Echo(before=gate)

    async def play(live):
        first = await gate.shut(Browser(live))
        rest = [asyncio.create_task(Browser(live).send(*(say() for _ in range(30)))) for _ in range(10)]
        await asyncio.sleep(0.05)
        gate.open.set()
        await asyncio.gather(first, *rest)

    served(play, a_live(echo))
    assert echo.batches == [1, 180, 120]


def test_the_same_write_twice_in_a_batch_is_kept_once_and_both_are_answered():
    gate = Gate()
    echo = Echo(before=gate)
    write = say("once")

    async def play(live):
        browser = Browser(live)
        first = await gate.shut(Browser(live))
        twice = [asyncio.create_task(browser.send(say("before"), write)), asyncio.create_task(browser.send(write))]
        await asyncio.sleep(0.05)
        gate.open.set()
        await first
        replies = await asyncio.gather(*twice)
        assert [reply.outcomes for reply in replies] == [["kept", "kept"], ["already"]]
        assert [answer["id"] for answer in replies[1].data["answers"]] == [write["id"]]

    served(play, a_live(echo))
    assert echo.batches == [1, 2]


def test_two_people_with_one_id_are_both_judged():
    gate = Gate()
    echo = Echo(before=gate)
    write = say("whose")

    async def play(live):
        first = await gate.shut(Browser(live))
        both = [asyncio.create_task(Browser(live).send(write)) for _ in range(2)]
        await asyncio.sleep(0.05)
        gate.open.set()
        await asyncio.gather(first, *both)

    served(play, a_live(echo))
    assert echo.batches == [1, 2]


def test_a_bad_write_never_sinks_its_neighbours(caplog):
    def stumble(writes):
        if any(write.body["text"] == "bad" for write in writes):
            raise ValueError("cannot be stored")

    echo = Echo(before=stumble)

    async def play(live):
        reply = await Browser(live).send(say("good"), say("bad"), say("good too"))
        assert reply.outcomes == ["kept", "refused", "kept"]
        assert "could not be read" in reply.data["answers"][1]["message"]

    served(play, a_live(echo))
    assert sorted(write.body["text"] for write in echo.kept.values()) == ["good", "good too"]
    assert "failed by itself" in caplog.text


def test_a_database_that_is_full_is_a_clear_no_and_then_goes_on(caplog):
    full = [True]

    def stumble(writes):
        if full[0]:
            raise OperationalError("database or disk is full")

    echo = Echo(before=stumble)

    async def play(live):
        browser = Browser(live, language="nl")
        reply = await browser.send(say())
        assert reply.status == 503
        assert int(reply.headers["retry-after"]) >= 1
        assert reply.data["message"]
        full[0] = False
        assert (await browser.send(say())).outcomes == ["kept"]

    served(play, a_live(echo))


def test_a_connection_that_was_cut_is_opened_again_and_screens_start_anew(caplog):
    cut = [True]

    def stumble(writes):
        if cut.pop() if cut else False:
            raise OperationalError("server closed the connection unexpectedly")

    echo = Echo(before=stumble)

    async def play(live):
        screen = Browser(live).open()
        assert (await screen.hear()).name == "state"
        assert (await Browser(live).send(say())).outcomes == ["kept"]
        # Whether the first attempt was kept nobody knows, so nobody can say what changed.
        while (await screen.hear()).name != "state":
            pass
        await screen.leave()

    served(play, a_live(echo))


def test_more_than_the_queue_holds_is_asked_to_wait(monkeypatch):
    monkeypatch.setattr(writing, "MOST_WAITING", 40)
    gate = Gate()
    echo = Echo(before=gate)

    async def play(live):
        first = await gate.shut(Browser(live))
        many = [asyncio.create_task(Browser(live).send(*(say() for _ in range(10)))) for _ in range(5)]
        await asyncio.sleep(0.05)
        assert live.health()["waiting"] == 31
        gate.open.set()
        replies = await asyncio.gather(first, *many)
        assert sorted(reply.status for reply in replies) == [200, 200, 200, 200, 503, 503]
        refused = next(reply for reply in replies if reply.status == 503)
        assert refused.data["code"] == "busy"
        assert int(refused.headers["retry-after"]) >= 1
        assert live.health()["waiting"] == 0

    served(play, a_live(echo))


def test_stopping_finishes_what_was_taken_and_takes_nothing_new():
    gate = Gate()
    echo = Echo(before=gate)

    async def play(live):
        screen = Browser(live).open()
        await screen.hear()
        taken = [await gate.shut(Browser(live)), asyncio.create_task(Browser(live).send(say()))]
        await asyncio.sleep(0.05)
        stopping = asyncio.create_task(live.finish())
        await asyncio.sleep(0.05)
        late = await Browser(live).send(say())
        assert (late.status, late.data["code"]) == (503, "restarting")
        assert (await Browser(live).ask_stream()).status == 503
        gate.open.set()
        assert [(await task).outcomes for task in taken] == [["kept"], ["kept"]]
        await stopping
        await screen.hears_end()
        assert b"retry: " in screen.raw.rpartition(b"id: ")[2]

    served(play, a_live(echo, limiter=Limiter()))
    assert len(echo.kept) == 2


def test_a_writer_can_be_stopped_twice():
    async def play(live):
        await live.finish()
        await live.finish()

    served(play, a_live(Echo()))


@pytest.mark.parametrize("error", [OperationalError("database is locked"), OperationalError("disk I/O error")])
def test_what_time_may_heal_is_not_tried_again_at_once(error, monkeypatch):
    monkeypatch.setattr("leerruimte.live.keeping._worth_another_try", lambda error: False)
    tries = []

    def stumble(writes):
        tries.append(1)
        raise error

    echo = Echo(before=stumble)

    async def play(live: Live):
        assert (await Browser(live).send(say())).status == 503

    served(play, a_live(echo))
    assert len(tries) == 1


def test_the_keeper_answers_only_after_it_kept():
    echo = Echo()
    keeper = KeepsWithoutDatabase(echo.apply_batch)
    write = writing.Write(uuid.uuid4(), 1, "say", {"text": "x"}, Token("guest", "r", "s"), "nl")
    assert keeper.keep([write]).answers[0].outcome == "kept"
    assert keeper.in_doubt is False


def time_of(writer: Writer) -> float:
    """Seconds that the writer lets pages go first."""
    began = time.perf_counter()
    writer._let_pages_go_first()
    return time.perf_counter() - began


def test_under_load_a_page_goes_first_but_never_for_long():
    writer = a_live(Echo()).writer
    writer.waiting, writer.pages = A_CROWD + 1, 1
    assert COURTESY <= time_of(writer) < COURTESY * 3
    writer.pages = 0
    assert time_of(writer) < COURTESY / 2


def test_without_a_crowd_nobody_waits_for_a_page():
    writer = a_live(Echo()).writer
    writer.waiting, writer.pages = A_CROWD, 1
    assert time_of(writer) < COURTESY / 2


def test_the_life_of_the_process_is_not_a_page_to_wait_for():
    live = a_live(Echo())

    async def play():
        asked, said = asyncio.Queue(), asyncio.Queue()
        life = asyncio.create_task(Site(live)({"type": "lifespan", "state": {}}, asked.get, said.put))
        await asked.put({"type": "lifespan.startup"})
        assert (await said.get())["type"] == "lifespan.startup.complete"
        waited_for = live.writer.pages
        await asked.put({"type": "lifespan.shutdown"})
        await life
        return waited_for

    assert asyncio.run(play()) == 0
