"""The shell: home, language, health, what is kept, and what is said when something is not so."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import clear_url_caches, path
from django.views.defaults import server_error

from leerruimte import urls
from leerruimte.conversations.tests import make
from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.web.middleware import headers_middleware


@pytest.fixture
def phone():
    return Client(HTTP_ACCEPT_LANGUAGE="nl")


def host(partnership):
    """The browser of whoever opens conversations in a partnership."""
    client = Client(HTTP_ACCEPT_LANGUAGE="nl")
    session = client.session
    session["hosts"] = {str(partnership.pk): partnership.host_number}
    session.save()
    client.cookies["leerruimte"] = session.session_key
    return client


@pytest.mark.django_db
def test_home_asks_for_the_code_and_finds_the_conversation_with_it(phone):
    page = phone.get("/").content.decode()
    assert "Leer met en van elkaar" in page
    assert 'action="/doe-mee/"' in page
    assert 'name="code"' in page
    assert "Jij leidt" not in page


@pytest.mark.django_db
def test_a_host_finds_the_conversations_to_lead_and_can_open_one():
    conversation = make.a_conversation()
    page = host(conversation.encounter.partnership).get("/").content.decode()
    assert str(conversation) in page
    assert "/leiden/nieuw/" in page


@pytest.mark.django_db
def test_a_stranger_finds_nothing_of_a_conversation_on_the_home_page():
    conversation = make.a_conversation()
    page = host(make.a_stranger()).get("/").content.decode()
    assert str(conversation) not in page


@pytest.mark.django_db
def test_whoever_takes_part_finds_the_way_back_on_the_home_page():
    conversation = make.a_conversation()
    page = make.phone_of(make.a_participant(conversation)).get("/").content.decode()
    assert f"/gesprek/{conversation.pk}/" in page


@pytest.mark.django_db
def test_home_shows_the_drawings_to_talk_around(phone):
    load_shipped()
    page = phone.get("/").content.decode()
    assert "Van twee leeromgevingen naar één leerruimte" in page
    assert 'href="/platen/samen-leren/"' in page


@pytest.mark.django_db
def test_home_asks_the_database_a_fixed_number_of_questions(django_assert_max_num_queries):
    partnership = make.a_partnership()
    plate = make.a_plate()
    for _ in range(8):
        make.a_conversation(on=plate, partnership=partnership)
    browser = host(partnership)
    with django_assert_max_num_queries(8):
        browser.get("/")


@pytest.mark.django_db
def test_the_language_follows_the_browser_and_can_be_switched_without_scripts(phone):
    assert b'<html lang="nl">' in phone.get("/").content
    assert b'<html lang="en">' in Client(HTTP_ACCEPT_LANGUAGE="en-GB,nl;q=0.5").get("/").content
    answer = phone.post("/taal/", {"language": "en", "next": "/wat-wij-bewaren/"})
    assert answer.headers["Location"] == "/wat-wij-bewaren/"
    assert b'<html lang="en">' in phone.get("/").content


@pytest.mark.django_db
def test_switching_the_language_does_not_send_anyone_elsewhere(phone):
    answer = phone.post("/taal/", {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in answer.headers["Location"]


@pytest.mark.django_db
def test_health_says_that_the_database_answers(phone):
    answer = phone.get("/gezond/")
    assert answer.status_code == 200
    assert answer.json()["database"] is True


@pytest.mark.django_db
def test_health_says_so_when_the_database_does_not_answer(phone, monkeypatch):
    def gone():
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    answer = phone.get("/gezond/")
    assert answer.status_code == 503
    assert answer.json()["database"] is False


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/wat-wij-bewaren/", "/gezond/", "/robots.txt", "/manifest.webmanifest"])
def test_pages_of_the_shell_are_for_reading_only(phone, address):
    assert phone.get(address).status_code == 200
    assert phone.post(address).status_code == 405


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_what_to_do_in_the_own_language(phone):
    answer = phone.get("/niet-hier/")
    assert answer.status_code == 404
    assert "We vinden deze pagina niet" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_that_was_open_for_too_long_is_answered_in_plain_words():
    answer = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE="nl").post("/taal/", {"language": "en"})
    assert answer.status_code == 403
    assert "Deze pagina stond te lang open" in answer.content.decode()


def test_the_page_for_our_own_faults_needs_no_database_and_no_request():
    """No django_db mark: a query would fail this test."""
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Er ging hier iets mis" in answer.content.decode()


def test_a_fault_in_a_view_gives_that_page(monkeypatch):
    def breaks(request):
        raise RuntimeError

    monkeypatch.setattr(urls, "urlpatterns", [path("boem/", breaks)])
    clear_url_caches()
    try:
        answer = Client(raise_request_exception=False, HTTP_ACCEPT_LANGUAGE="nl").get("/boem/")
    finally:
        monkeypatch.undo()
        clear_url_caches()
    assert answer.status_code == 500
    assert "Er ging hier iets mis" in answer.content.decode()


@pytest.mark.django_db
def test_every_page_comes_with_strict_headers(phone):
    headers = phone.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


def test_the_headers_stand_on_every_answer():
    answer = headers_middleware(lambda request: HttpResponse(status=500))(RequestFactory().get("/"))
    assert "geolocation=()" in answer.headers["Permissions-Policy"]


@pytest.mark.django_db
def test_the_manifest_names_icons_that_are_there(phone):
    manifest = json.loads(phone.get("/manifest.webmanifest").content)
    assert manifest["start_url"] == "/"
    for icon in manifest["icons"]:
        name = re.sub(r"\.[0-9a-f]{12}(?=\.)", "", icon["src"].removeprefix("/static/"))
        assert finders.find(name), name


@pytest.mark.django_db
def test_robots_stay_out_of_conversations(phone):
    assert "Disallow: /gesprek/" in phone.get("/robots.txt").content.decode()
