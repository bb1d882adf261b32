"""Everything people read is there in Dutch and in English."""

import json
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import gettext, override

from leerruimte.look.compile_messages import LOCALE
from leerruimte.look.messages import LANGUAGES, PACKAGE, find_problems, find_strings

SHIPPED = sorted((PACKAGE / "plates/shipped").rglob("*.json"))


@pytest.fixture(scope="module")
def found():
    return find_strings()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_complete_and_holds_nothing_else(found, language):
    assert find_problems(language, found) == []


def test_strings_of_code_and_of_templates_are_found(found):
    assert found.get("career changer") is not None
    assert found.get("What we keep, and who sees it") is not None


def test_the_catalogues_are_what_django_speaks():
    with override("nl"):
        assert gettext("career changer") == "zij-instromer"
        assert Template("{% load i18n %}{% translate 'Your join code' %}").render(Context()) == "Jouw deelcode"
    with override("en"):
        assert gettext("career changer") == "career changer"


def test_djangos_own_words_come_in_dutch_too():
    with override("nl"):
        assert gettext("This field is required.") == "Dit veld is verplicht."


def test_catalogues_hold_no_line_numbers_or_dates():
    for path in LOCALE.rglob("*.po"):
        text = path.read_text(encoding="utf-8")
        assert "Date" not in text.split("\n\n")[0]
        assert not any(line.startswith("#: ") and ":" in line[3:] for line in text.splitlines())


def texts_in(value, at=""):
    """Every {"nl": .., "en": ..} in a file of a plate, with the place it stands in."""
    if isinstance(value, dict):
        if "nl" in value or "en" in value:
            yield at, value
            return
        for key, part in value.items():
            yield from texts_in(part, f"{at}.{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from texts_in(part, f"{at}[{index}]")


def alike(dutch, english) -> bool:
    """Words in both; lists of the same length."""
    if isinstance(dutch, list) and isinstance(english, list):
        return len(dutch) == len(english) and all(map(alike, dutch, english))
    return isinstance(dutch, str) and isinstance(english, str) and bool(dutch.strip()) and bool(english.strip())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_plate_says_the_same_in_both_languages(path: Path):
    texts = list(texts_in(json.loads(path.read_text(encoding="utf-8"))))
    assert texts
    assert [at for at, words in texts if not alike(words.get("nl"), words.get("en"))] == []


def test_there_are_shipped_plates():
    assert SHIPPED
