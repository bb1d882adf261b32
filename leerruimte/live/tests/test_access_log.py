"""What stands in the log, and what never does."""

import asyncio
import logging

import pytest

from leerruimte.base.links import sign_link
from leerruimte.live import condition
from leerruimte.live.access_log import AccessLog, WithoutSecrets, masked
from leerruimte.live.tests.make import Browser, Echo, a_live, reply, served
from leerruimte.live.tokens import make_token


@pytest.mark.parametrize(
    "secret", [sign_link("lead", "a" * 32, 1), make_token("guest", "a" * 32, "b" * 32)], ids=["link", "token"]
)
def test_a_link_that_is_a_right_by_itself_never_stands_in_the_log(secret):
    assert masked(f"/leid/{secret}/") == "/leid/***/"
    assert masked(f"/leid/{secret}") == "/leid/***"


def test_other_paths_stand_as_they_are():
    for path in ("/", "/static/look/base.abcdef123456.css", "/gesprek/" + "a" * 32 + "/", "/platen/samen-leren/"):
        assert masked(path) == path


def test_what_others_log_about_a_request_is_masked_too():
    secret = f"/leid/{sign_link('lead', 'a' * 32, 1)}/"
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", secret), None)
    record.request = f"<WSGIRequest: GET '{secret}'>"
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "Not Found: /leid/***/"
    assert record.request == "<WSGIRequest: GET '/leid/***/'>"


def test_a_page_is_one_line_without_its_question(caplog):
    caplog.set_level(logging.INFO, "leerruimte.access")

    async def page(scope, receive, send):
        await send({"type": "http.response.start", "status": 418, "headers": []})
        await send({"type": "http.response.body", "body": b"tea"})

    scope = {"type": "http", "method": "GET", "path": "/tea/", "query_string": b"secret=1", "headers": []}
    assert asyncio.run(reply(AccessLog(page), scope, [])).status == 418
    (line,) = caplog.records
    assert (line.method, line.path, line.status) == ("GET", "/tea/", 418)
    assert "secret" not in str(vars(line))


def test_a_page_that_breaks_is_in_the_log_as_well(caplog):
    caplog.set_level(logging.INFO, "leerruimte.access")

    async def page(scope, receive, send):
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        asyncio.run(AccessLog(page)({"type": "http", "method": "GET", "path": "/"}, None, None))
    assert caplog.records[0].status == 500


def test_health_tells_how_the_door_is_doing_only_where_there_is_one():
    assert condition.health() == {}

    async def play(live):
        screen = Browser(live).open()
        await screen.hear()
        assert condition.health() == {"waiting": 0, "streams": 1, "last_commit_ms": None, "redis": None}
        await Browser(live).send({"id": "0" * 32, "n": 1, "kind": "say"})
        assert condition.health()["last_commit_ms"] >= 0
        await screen.leave()

    served(play, a_live(Echo()))
    assert condition.health() == {}
