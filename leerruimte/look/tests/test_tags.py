"""Icons, marks, states and words in the reader's language."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

from leerruimte.look.templatetags.look import in_language
from leerruimte.people.models import Role, Side

PACKAGE = Path(__file__).parents[2]
SPRITE = set(re.findall(r'id="([\w-]+)"', (PACKAGE / "look/static/look/icons.svg").read_text(encoding="utf-8")))


def draw(source: str, **values: object) -> str:
    return Template("{% load look %}" + source).render(Context(values))


def test_an_icon_beside_words_is_hidden_from_a_screen_reader():
    assert 'aria-hidden="true"' in draw('{% icon "yes" %}')


def test_an_icon_that_stands_alone_says_what_it_is_and_escapes_it():
    assert 'role="img" aria-label="&lt;b&gt;"' in draw('{% icon "yes" label=words %}', words="<b>")


def test_every_icon_named_in_a_template_is_in_the_sprite():
    named = {
        name
        for path in PACKAGE.rglob("templates/**/*.html")
        for name in re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert {f"i-{name}" for name in named} <= SPRITE


@pytest.mark.parametrize("side", Side.values)
def test_each_side_has_a_mark_of_its_own(side):
    assert f"who-{side}" in SPRITE
    assert f"#who-{side}" in draw("{% who_mark side %}", side=side)


def test_a_role_has_the_mark_of_its_side_and_its_own_word():
    with override("nl"):
        drawn = draw("{% who role %}", role=Role.MENTOR.value)
    assert "#who-school" in drawn
    assert "mentor" in drawn


def test_people_who_are_too_few_to_name_are_mixed():
    with override("nl"):
        assert "gemengd" in draw('{% who "mixed" %}')


def test_no_role_draws_nothing():
    assert draw('{% who "" %}') == ""


def test_a_state_is_announced_politely_and_says_it_in_words():
    with override("nl"):
        drawn = draw('{% state "saved" %}')
    assert 'role="status"' in drawn
    assert "Bewaard" in drawn


def test_words_come_in_the_language_of_the_reader():
    words = {"nl": "praatplaat", "en": "talking poster"}
    with override("nl"):
        assert in_language(words) == "praatplaat"
    with override("en-gb"):
        assert in_language(words) == "talking poster"


def test_words_that_are_not_there_in_a_language_come_in_dutch():
    with override("en"):
        assert in_language({"nl": "praatplaat"}) == "praatplaat"
    assert in_language({}) == ""
    assert in_language(None) == ""
