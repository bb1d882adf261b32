"""What whoever runs the installation writes down about accounts, and what devices are called."""

import json
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from leerruimte.people.actions.accounts import make_account
from leerruimte.people.adapters import SecondStepAdapter
from leerruimte.people.institutions import Institution, read_institutions
from leerruimte.people.rules import device_words
from leerruimte.people.who import NOBODY

ROW = {"id": "hw", "name": "Hogeschool Waardland", "server": "https://idp.example", "client_id": "a", "secret": "b"}


def test_institutions_are_read_from_json():
    other = {**ROW, "id": "bestuur-2", "server": "http://localhost:3000"}
    assert read_institutions(json.dumps([ROW, other])) == (Institution(**ROW), Institution(**other))
    assert read_institutions("  ") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "no JSON"),
        ("{}", "a list"),
        ("[1]", "these texts"),
        (json.dumps([{**ROW, "more": "x"}]), "these texts"),
        (json.dumps([{**ROW, "secret": 1}]), "these texts"),
        (json.dumps([{**ROW, "id": "Hoge School"}]), "small letters"),
        (json.dumps([{**ROW, "server": "http://idp.example"}]), "https://"),
        (json.dumps([ROW, ROW]), "twice"),
    ],
)
def test_what_is_wrong_with_them_is_said_at_the_start(text, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        read_institutions(text)


def test_secrets_of_a_second_step_survive_another_key(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "old", []
    locked = SecondStepAdapter().encrypt("JBSWY3DP")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    assert SecondStepAdapter().decrypt(locked) == "JBSWY3DP"
    assert "JBSWY3DP" not in locked


@pytest.mark.django_db
def test_after_another_key_the_older_one_can_be_forgotten(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "old", []
    made = {"by": NOBODY, "email": "iris@waardland.example", "first_name": "Iris", "last_name": "Bos"}
    _person, codes = make_account(**made)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    call_command("relock_second_steps", stdout=(said := StringIO()))
    assert said.getvalue().startswith("2 secrets")
    settings.SECRET_KEY_FALLBACKS = []
    assert make_account(**made)[1] == codes


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140", ("Edge", "Windows")),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537.36", ("Chrome", "Android")),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Version/18 Safari/604", ("Safari", "iPad")),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/140", ("Chrome", "Chromebook")),
        ("", ("", "")),
    ],
)
def test_a_device_has_the_name_that_people_use(said, words):
    assert device_words(said) == words
