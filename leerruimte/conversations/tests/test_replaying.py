"""Playing an export into a running server, against a small server that notes what phones send."""

import json
import threading
import uuid
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from django.core.management import CommandError, call_command

from leerruimte.conversations.polis import Comment, Export, Vote, read_export
from leerruimte.conversations.replaying import NotPossible, Phone, Server, Told, replay, steps_of
from leerruimte.conversations.tests.test_importing import OURS, our_files

ROOM = uuid.UUID(int=7)


class Door(BaseHTTPRequestHandler):
    """A server that lets everybody in, keeps everything and notes it."""

    def log_message(self, *args):
        """Quiet."""

    def do_GET(self):
        """The form with which one joins."""
        if "KADE742" not in self.path:
            return self.answer(404, "")
        page = (
            '<input type="hidden" name="csrfmiddlewaretoken" value="a&amp;b">'
            '<input type="hidden" name="next" value="/">'
            f'<input type="hidden" name="place" value="{uuid.uuid4().hex}">'
            '<input type="radio" name="role" value="student"><input type="radio" name="role" value="mentor">'
        )
        return self.answer(200, page, cookie="csrftoken=abc; Path=/")

    def do_POST(self):
        """Joining, and what phones write."""
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path.startswith("/doe-mee/"):
            form = {name: values[0] for name, values in parse_qs(sent).items()}
            self.server.joined.append(form)
            return self.answer(302, "", where=f"/gesprek/{ROOM}/", cookie=f"deel-{ROOM.hex}={form['place']}; Path=/")
        if self.server.busy > 0:
            self.server.busy -= 1
            return self.answer(429, "{}", retry="1")
        assert self.headers["X-Leerruimte"] == "1"
        writes = json.loads(sent)["writes"]
        with self.server.guard:
            self.server.written += [(self.headers["Cookie"], write) for write in writes]
        return self.answer(200, json.dumps({"answers": [{"id": w["id"], "outcome": "kept"} for w in writes]}))

    def answer(self, status, text, *, where="", cookie="", retry=""):
        """Send an answer."""
        self.send_response(status)
        for name, value in (("Location", where), ("Set-Cookie", cookie), ("Retry-After", retry)):
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())


@pytest.fixture
def door():
    """The small server; `address` is where it stands."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.joined, server.written, server.busy, server.guard = [], [], 0, threading.Lock()
    server.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def play(door, export, **more):
    """Play quickly and quietly."""
    settings = {"speed": 1e9, "question": "bereikt", "code": "KADE742", "tell": lambda line: None, **more}
    return replay(export, address=door.address, **settings)


def test_everybody_joins_once_and_everything_is_sent(door):
    export = read_export(our_files())
    told = play(door, export)
    own = sum(vote.voter == {c.id: c.author for c in export.comments}[vote.comment] for vote in export.votes)
    assert told.outcomes["joined"] == len(door.joined) == 34
    assert told.outcomes["kept"] == len(door.written) == 19 + 523 - own
    assert {form["role"] for form in door.joined} == {"student", "mentor"}
    assert {form["csrfmiddlewaretoken"] for form in door.joined} == {"a&b"}


def test_a_contribution_is_there_before_anybody_votes_on_it(door):
    play(door, read_export(our_files()))
    seen = set()
    for _cookie, write in door.written:
        if write["kind"] == "contribute":
            seen.add(write["id"])
        else:
            assert write["contribution"] in seen


def test_each_phone_counts_its_own_writes(door):
    play(door, read_export(our_files()))
    by_phone = {}
    for cookie, write in door.written:
        by_phone.setdefault(cookie, []).append(write["n"])
    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in by_phone.values())
    assert all(numbers == sorted(numbers) for numbers in by_phone.values())


def test_when_the_server_is_busy_it_waits_and_tries_again(door):
    door.busy = 3
    waited = []
    phone = Phone(Server(door.address), "KADE742", told := Told(), sleep=waited.append)
    phone.join(0)
    phone.write([{"kind": "stance", "value": 1}])
    assert waited == [1.0, 1.0, 1.0]
    assert told.outcomes["kept"] == 1


def test_no_more_is_played_than_asked(door):
    play(door, read_export(our_files()), most=10)
    assert len(door.written) == 10


def test_nobody_votes_on_their_own_and_never_before_it_is_there():
    export = Export(
        topic="",
        description="",
        url="",
        comments=(Comment("0", "7", "Goed", None, 1),),
        votes=(Vote("7", "0", 1, None), Vote("8", "0", -1, None)),
    )
    steps = steps_of(export)
    assert [(step.who, step.vote is None) for step in steps] == [("7", True), ("8", False)]


def test_a_wrong_code_or_address_is_said(door):
    with pytest.raises(NotPossible, match="KADE999"):
        play(door, read_export(our_files()), code="KADE999")
    with pytest.raises(NotPossible, match="not an address"):
        Server("kade.example")


def test_the_command_sums_up(door, capsys):
    call_command("replay_conversation", OURS, to=door.address, code="kade 742", speed=1e9, question="bereikt", most=50)
    told = capsys.readouterr().out
    assert "50  kept" in told
    assert Counter(write["kind"] for _cookie, write in door.written)["contribute"] > 0
    with pytest.raises(CommandError, match="speed"):
        call_command("replay_conversation", OURS, to=door.address, code="KADE742", speed=0)
