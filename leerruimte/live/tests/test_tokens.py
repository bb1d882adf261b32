"""Tokens: signed, for one room, still readable after the key was changed."""

import pytest
from django.http import HttpResponse

from leerruimte.live.tokens import Token, cookie_name, make_token, read_token, set_token_cookie

ROOM, PERSON = "1" * 32, "2" * 32


@pytest.mark.parametrize(("kind", "subject"), [("guest", PERSON), ("lead", ""), ("screen", "")])
def test_a_token_says_who_a_browser_is(kind, subject):
    assert read_token(make_token(kind, ROOM, subject)) == Token(kind, ROOM, subject)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
        lambda text: text.replace("guest", "lead"),
        lambda text: text.replace("2" * 32, "3" * 32),
        lambda text: text.rpartition(".")[0],
        lambda text: "",
        lambda text: text * 10,
        lambda text: "é" + text,
    ],
)
def test_what_we_did_not_sign_is_nobody(change):
    assert read_token(change(make_token("guest", ROOM, PERSON))) is None


def test_something_else_that_we_signed_is_no_token():
    from leerruimte.base.links import sign_link

    assert read_token(sign_link("lead", ROOM, 1)) is None


def test_a_token_of_an_older_key_still_counts_until_that_key_is_dropped(settings):
    settings.SECRET_KEY = "old"
    token = make_token("guest", ROOM, PERSON)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    assert read_token(token) is not None
    settings.SECRET_KEY_FALLBACKS = []
    assert read_token(token) is None


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(settings):
    settings.HTTPS = True
    response = HttpResponse()
    set_token_cookie(response, "guest", ROOM, PERSON)
    cookie = response.cookies[cookie_name("guest", ROOM)]
    assert read_token(cookie.value) == Token("guest", ROOM, PERSON)
    assert cookie["httponly"]
    assert cookie["secure"]
    assert (cookie["samesite"], cookie["path"], cookie["max-age"]) == ("Lax", "/", 90 * 24 * 60 * 60)
