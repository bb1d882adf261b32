"""The door for writes: who gets in, what is asked of a body, how much may be sent, in which language it says no."""

import asyncio
import json
import uuid

import pytest
from django.conf import settings as settings_of_site

from leerruimte.live.door import LONGEST_BODY, MOST_WRITES
from leerruimte.live.limits import Limiter
from leerruimte.live.tests.make import ROOM, Browser, Echo, a_live, say, served
from leerruimte.live.tokens import make_token


def asked(*bodies, limiter=None, **headers):
    """The replies to bodies that one browser sends one after the other."""
    replies = []

    async def play(live):
        browser = Browser(live)
        replies.extend([await browser.post(body, **headers) for body in bodies])

    served(play, a_live(Echo(), limiter=limiter))
    return replies


def test_a_write_is_answered_with_its_own_id_as_it_was_sent():
    write = say(id=uuid.uuid4().hex.upper())
    (reply,) = asked({"writes": [write]})
    assert reply.status == 200
    assert reply.data == {
        "answers": [{"version": 1, "id": write["id"], "outcome": "kept", "message": "", "code": "", "field": ""}]
    }
    assert reply.headers["cache-control"] == "no-store"


def test_the_same_again_is_already_kept():
    write = say()
    first, again = asked({"writes": [write]}, {"writes": [write]})
    assert first.outcomes == ["kept"]
    assert again.outcomes == ["already"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"writes"',
        b"{}",
        b'{"writes": {}}',
        b'{"writes": []}',
        b'{"writes": "x"}',
        b"[" * 100_000,
        b'{"writes": ' + b"9" * 10_000 + b"}",
    ],
)
def test_a_body_that_is_no_list_of_writes_is_a_plain_no(body):
    (reply,) = asked(body)
    assert reply.status == 400
    assert reply.data == {"code": "unreadable", "message": "This could not be read. Please write it again."}


@pytest.mark.parametrize(
    "item",
    [
        None,
        7,
        "x",
        [],
        {},
        say(id="nonsense"),
        say(id=7),
        say(id=None),
        say(n="1"),
        say(n=1.5),
        say(n=True),
        say(n=-1),
        say(n=2**63),
        say(n=None),
        say(kind="unknown"),
        say(kind=["say"]),
        say(kind={}),
        say(kind=None),
    ],
)
def test_something_that_is_no_write_is_refused_and_its_neighbours_are_kept(item):
    (reply,) = asked({"writes": [say(), item, say()]})
    assert reply.outcomes == ["kept", "refused", "kept"]
    refusal = reply.data["answers"][1]
    assert refusal["code"] == "unreadable"
    assert refusal["message"]
    named = item.get("id") if isinstance(item, dict) else None
    assert refusal["id"] == (named if isinstance(named, str) else None)


def test_a_body_of_nothing_but_rubbish_is_answered_item_by_item():
    (reply,) = asked({"writes": [1, 2]})
    assert reply.outcomes == ["refused", "refused"]


def test_any_characters_come_through():
    text = "مرحبا 👩‍🏫 ‮ \u0000 \ud83d 𐍈"
    echo = Echo()

    async def play(live):
        reply = await Browser(live).send(say(text))
        assert reply.outcomes == ["kept"]

    served(play, a_live(echo))
    assert next(iter(echo.kept.values())).body["text"] == text


def test_too_many_writes_or_too_long_a_body_is_a_plain_no():
    many, long = asked({"writes": [say()] * (MOST_WRITES + 1)}, {"writes": [say("x" * LONGEST_BODY)]})
    assert (many.status, long.status) == (413, 413)
    assert "too much" in many.data["message"]


def test_as_many_as_may_be_are_kept():
    (reply,) = asked({"writes": [say("x" * 4000) for _ in range(MOST_WRITES)]})
    assert reply.outcomes == ["kept"] * MOST_WRITES


@pytest.mark.parametrize(
    "headers",
    [
        {"x_leerruimte": ""},
        {"x_leerruimte": "0"},
        {"origin": "http://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://testserver.elsewhere.example"},
        {"sec_fetch_site": "cross-site", "origin": ""},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_only_a_page_of_our_own_may_write(headers):
    (reply,) = asked({"writes": [say()]}, **headers)
    assert (reply.status, reply.data["code"]) == (403, "elsewhere")


def test_the_public_address_counts_as_our_own(settings):
    settings.PUBLIC_URL = "https://leerruimte.example"
    own, without = (
        asked({"writes": [say()]}, origin="https://leerruimte.example"),
        asked({"writes": [say()]}, origin=""),
    )
    assert own[0].status == without[0].status == 200


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "deel-x=1",
        f"deel-{ROOM}=guest.{ROOM}.{ROOM}.signature",
        f"deel-{ROOM}={make_token('guest', '0' * 31 + '2', ROOM)}",
        f"deel-{ROOM}={make_token('lead', ROOM)}",
        f"leid-{ROOM}={make_token('lead', ROOM)}",
        f"deel-{ROOM}={'x' * 5000}",
    ],
)
def test_without_a_guests_token_for_this_room_nothing_is_written(cookie):
    (reply,) = asked({"writes": [say()]}, cookie=cookie)
    assert (reply.status, reply.data["code"]) == (401, "unknown_browser")


def test_other_methods_are_told_where_to_go():
    async def play(live):
        assert (await Browser(live).post(b"", method="GET")).status == 405
        assert (await Browser(live).post(b"", method="PUT")).status == 405

    served(play, a_live(Echo()))


def test_an_address_that_is_not_there_is_not_found():
    async def play(live):
        for room in ("", "x/y", f"{ROOM}/write"):
            assert (await Browser(live).post({"writes": [say()]}, room=room or "/")).status in (401, 404)

    served(play, a_live(Echo()))


def test_who_sends_too_much_waits_and_nobody_else_does():
    async def play(live):
        fast, other = Browser(live), Browser(live)
        assert (await fast.send(*(say() for _ in range(50)))).status == 200
        refused = await fast.send(*(say() for _ in range(20)))
        assert refused.status == 429
        assert 5 <= int(refused.headers["retry-after"]) <= 11
        assert "goes up in a moment" in refused.data["message"]
        assert (await fast.send(*(say() for _ in range(10)))).status == 200
        assert (await other.send(say())).status == 200

    served(play, a_live(Echo(), limiter=Limiter(burst=60, per_second=2)))


def test_a_bucket_fills_again():
    now = [0.0]
    limiter = Limiter(burst=60, per_second=2, clock=lambda: now[0])
    assert limiter.take("a", 60) == 0
    assert limiter.take("a", 1) == 0.5
    now[0] = 0.5
    assert limiter.take("a", 1) == 0
    now[0] = 1000
    assert limiter.take("a", 60) == 0
    assert limiter.take("a", 1) > 0


def test_whoever_was_silent_longest_is_forgotten_first(monkeypatch):
    monkeypatch.setattr("leerruimte.live.limits.REMEMBERED", 2)
    limiter = Limiter(burst=1, per_second=0.001)
    for key in ("a", "b", "a", "c"):
        limiter.take(key, 1)
    assert limiter.take("a", 1) > 0
    assert limiter.take("b", 1) == 0


@pytest.mark.parametrize(
    ("cookie", "accept", "language"),
    [
        ("", "en-GB,en;q=0.8", "en"),
        ("", "nl-BE", "nl"),
        ("", "fr", "nl"),
        ("", "", "nl"),
        ("", "x" * 5000, "nl"),
        ("taal=en; ", "nl", "en"),
        ("taal=klingon; ", "en", "en"),
    ],
)
def test_the_language_is_the_one_chosen_else_the_browsers(cookie, accept, language):
    seen = []

    async def play(live):
        browser = Browser(live)
        await browser.post({"writes": [say()]}, cookie=cookie + browser.headers["cookie"], accept_language=accept)

    echo = Echo(before=lambda writes: seen.extend(writes))
    served(play, a_live(echo))
    assert [write.language for write in seen] == [language]


def test_it_says_no_in_the_language_of_whoever_asks():
    if not (settings_of_site.LOCALE_PATHS[0] / "nl" / "LC_MESSAGES" / "django.mo").exists():
        pytest.skip("the translations have not been compiled (python -m leerruimte.look.compile_messages)")

    async def play(live):
        told = {
            language: (await Browser(live, language=language).post(b"", cookie="")).data["message"]
            for language in ("nl", "en")
        }
        assert "Join again" in told["en"]
        assert "Doe opnieuw mee" in told["nl"]

    served(play, a_live(Echo()))


def test_what_is_turned_away_is_in_the_log_without_its_token(caplog):
    caplog.set_level("INFO", "leerruimte.live.door")
    token = make_token("guest", "0" * 31 + "2", ROOM)
    asked({"writes": [say()]}, cookie=f"deel-{ROOM}={token}")
    (line,) = caplog.records
    assert (line.status, line.code) == (401, "unknown_browser")
    assert token not in str(vars(line))


def test_a_browser_that_hangs_up_in_the_middle_of_its_body_harms_nothing():
    from leerruimte.live.tests.make import reply

    async def play(live):
        browser = Browser(live)
        scope = browser.scope("POST", f"/live/{ROOM}/write")
        half = [{"type": "http.request", "body": b'{"wri', "more_body": True}, {"type": "http.disconnect"}]
        assert (await reply(browser.site, scope, half)).status == 400
        assert (await browser.send(say())).status == 200

    served(play, a_live(Echo()))


def test_many_at_once_each_get_their_own_answer():
    async def play(live):
        writes = [say(str(number)) for number in range(200)]
        replies = await asyncio.gather(*(Browser(live).send(write) for write in writes))
        assert [json.loads(reply.text)["answers"][0]["id"] for reply in replies] == [write["id"] for write in writes]

    served(play, a_live(Echo()))
