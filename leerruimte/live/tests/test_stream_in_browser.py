"""stream.js in a real browser, against a server that can be told to misbehave."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Page, sync_playwright

pytestmark = pytest.mark.stories
SCRIPTS = Path(__file__).resolve().parent.parent / "static" / "live"
CHROMIUM = Path("/usr/bin/chromium")
PAGE = """<!doctype html><title>stream</title><script type="module">
import { openStream } from "/stream.js";
window.heard = [];
window.stream = openStream("/stream", {
  onState: (state) => heard.push(["state", state]),
  onDelta: (name, data) => { heard.push([name, data]); if (name === "fault") throw new Error("a fault in the page"); },
  onStatus: (status) => heard.push(["status", status]),
});
</script>"""


class Fake:
    """A server of a few lines: `script` says how each next stream goes."""

    def __init__(self, script: list[str]) -> None:
        self.script = script
        self.last_ids: list[str] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._started.wait(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._answer, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        path = head.split(" ")[1]
        if path == "/stream":
            await self._stream(head, writer)
            return
        body, kind = (PAGE.encode(), "text/html")
        if path.endswith(".js"):
            body, kind = (SCRIPTS / path[1:]).read_bytes(), "text/javascript"
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nConnection: close\r\n\r\n".encode() + body)
        await writer.drain()

    async def _stream(self, head: str, writer: asyncio.StreamWriter) -> None:
        sent = [line.split(": ", 1)[1] for line in head.split("\r\n") if line.lower().startswith("last-event-id: ")]
        self.last_ids.append(sent[0] if sent else "")
        what = self.script.pop(0) if self.script else "wait"
        if what.isdecimal():
            writer.write(f"HTTP/1.1 {what} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
            return
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        for piece in what.split("|"):
            if piece == "wait":
                await asyncio.sleep(30)
            writer.write(piece.encode())
            await writer.drain()
            await asyncio.sleep(0.02)

    def stop(self) -> None:
        """End."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)


def event(number: int, name: str, data: object) -> str:
    """An event as it goes over the line."""
    return f"id: e-{number}\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page of Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield browser.new_page()
        browser.close()


def heard(page: Page, script: list[str], until: str) -> tuple[list, list[str]]:
    """What the page heard until `until` (JavaScript) holds, and the ids it asked with."""
    fake = Fake(script)
    try:
        page.goto(f"http://127.0.0.1:{fake.port}/")
        page.wait_for_function(until, timeout=15_000)
        found = page.evaluate("heard")
        page.evaluate("stream.close()")
        return found, fake.last_ids
    finally:
        page.goto("about:blank")
        fake.stop()


def test_state_and_changes_arrive_in_any_pieces(page):
    whole = (
        "retry: 50\n\n" + event(0, "state", {"n": 0}) + ":\n\n" + event(1, "delta", [["added", "één"], ["version", 2]])
    )
    pieces = "|".join(whole[start : start + 7] for start in range(0, len(whole), 7))
    found, _ = heard(page, [pieces + "|wait"], "heard.length >= 4")
    assert found == [["status", "online"], ["state", {"n": 0}], ["added", "één"], ["version", 2]]


def test_a_stream_that_ends_is_opened_again_where_it_stopped(page):
    first = "retry: 50\n\n" + event(0, "state", {}) + event(7, "delta", [["a", 1]])
    second = event(8, "delta", [["b", 2]]) + "|wait"
    found, last_ids = heard(page, [first, second], "heard.some(([name]) => name === 'b')")
    assert found == [
        ["status", "online"],
        ["state", {}],
        ["a", 1],
        ["status", "offline"],
        ["status", "online"],
        ["b", 2],
    ]
    assert last_ids == ["", "e-7"]


def test_a_server_that_is_busy_is_asked_again(page):
    page.add_init_script("Math.random = () => 0;")
    found, _ = heard(page, ["503", event(0, "state", {}) + "|wait"], "heard.some(([name]) => name === 'state')")
    assert found == [["status", "offline"], ["status", "online"], ["state", {}]]


@pytest.mark.parametrize("status", ["401", "404"])
def test_a_refusal_is_final(page, status):
    found, last_ids = heard(page, [status], "heard.length >= 1")
    page.wait_for_timeout(300)
    assert found == [["status", "refused"]]
    assert last_ids == [""]


def test_a_fault_in_the_page_does_not_end_the_stream(page):
    script = [event(0, "state", {}) + event(1, "delta", [["fault", 1]]) + event(2, "delta", [["a", 2]]) + "|wait"]
    found, _ = heard(page, script, "heard.some(([name]) => name === 'a')")
    assert found[-1] == ["a", 2]


def test_offline_and_online_again(page):
    fake = Fake([event(0, "state", {}) + "|wait", event(1, "delta", [["a", 1]]) + "|wait"])
    try:
        page.goto(f"http://127.0.0.1:{fake.port}/")
        page.wait_for_function("heard.length >= 2")
        page.context.set_offline(True)
        page.wait_for_function("heard.at(-1)[1] === 'offline'")
        page.context.set_offline(False)
        page.wait_for_function("heard.some(([name]) => name === 'a')")
        assert fake.last_ids == ["", "e-0"]
    finally:
        page.context.set_offline(False)
        page.goto("about:blank")
        fake.stop()
