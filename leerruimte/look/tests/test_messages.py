"""The catalogues stay in step with code and templates, without gettext's programs."""

import os
import time

import pytest
from babel.messages import Catalog

from leerruimte.look.compile_messages import compile_messages
from leerruimte.look.messages import catalogue_path, find_problems, find_strings, read_catalogue, update_catalogue

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext
def say(count):
    return _("Hello %(name)s"), ngettext("%(count)d slip", "%(count)d slips", count), pgettext("verb", "open")
"""
TEMPLATE = """<p>
    {% translate "Join" %} {{ _("Wait") }} {% icon "yes" label=_("Kept") %}
  {% blocktranslate count counter=n trimmed %}
      one person
  {% plural %}
      {{ counter }} people
  {% endblocktranslate %}</p>
"""


@pytest.fixture
def package(tmp_path):
    (tmp_path / "app/templates/app").mkdir(parents=True)
    (tmp_path / "app/tests").mkdir()
    (tmp_path / "app/views.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "app/tests/test_it.py").write_text('from x import _\n_("not for people")\n', encoding="utf-8")
    (tmp_path / "app/templates/app/page.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path / "app"


@pytest.fixture
def found(package) -> Catalog:
    return find_strings(package)


def translate(locale, translations: dict[str, object]) -> None:
    path = catalogue_path("nl", locale)
    text = path.read_text(encoding="utf-8")
    for words, translation in translations.items():
        text = text.replace(f'msgid "{words}"\nmsgstr ""', f'msgid "{words}"\nmsgstr "{translation}"')
    path.write_text(text, encoding="utf-8")


def test_strings_are_found_in_code_and_templates_and_not_in_tests(found):
    assert {message.id for message in found if message.id} == {
        "Hello %(name)s",
        ("%(count)d slip", "%(count)d slips"),
        "open",
        "Join",
        "Wait",
        "Kept",
        ("one person", "%(counter)s people"),
    }
    assert found.get("open", "verb") is not None


def test_new_strings_come_in_empty_and_english_is_its_own_translation(found, tmp_path):
    update_catalogue("nl", found, tmp_path)
    update_catalogue("en", found, tmp_path)
    assert read_catalogue("nl", tmp_path).get("Join").string == ""
    assert read_catalogue("en", tmp_path).get("Join").string == "Join"
    assert find_problems("en", found, tmp_path) == []
    assert "nl: not translated: 'Join'" in find_problems("nl", found, tmp_path)


def test_what_was_translated_stays_and_the_file_changes_only_with_the_words(found, tmp_path):
    update_catalogue("nl", found, tmp_path)
    translate(tmp_path, {"Join": "Doe mee"})
    update_catalogue("nl", found, tmp_path)
    once = catalogue_path("nl", tmp_path).read_bytes()
    update_catalogue("nl", found, tmp_path)
    assert catalogue_path("nl", tmp_path).read_bytes() == once
    assert read_catalogue("nl", tmp_path).get("Join").string == "Doe mee"


def test_a_string_that_is_no_longer_used_is_left_over_until_the_next_update(found, tmp_path):
    update_catalogue("nl", found, tmp_path)
    found.delete("Wait")
    assert "nl: left over: 'Wait'" in find_problems("nl", found, tmp_path)
    update_catalogue("nl", found, tmp_path)
    assert read_catalogue("nl", tmp_path).get("Wait") is None


def test_a_string_that_is_not_in_the_catalogue_is_missing(found, tmp_path):
    update_catalogue("nl", found, tmp_path)
    found.add("Brand new")
    assert "nl: missing: 'Brand new'" in find_problems("nl", found, tmp_path)


def test_a_translation_that_names_other_values_is_wrong(found, tmp_path):
    update_catalogue("nl", found, tmp_path)
    translate(tmp_path, {"Hello %(name)s": "Hallo %(naam)s"})
    assert "nl: placeholders differ: 'Hello %(name)s'" in find_problems("nl", found, tmp_path)


def test_an_unsure_translation_is_a_problem_and_stays_marked(found, tmp_path):
    update_catalogue("nl", found, tmp_path)
    path = catalogue_path("nl", tmp_path)
    path.write_text(path.read_text().replace('msgid "Join"\nmsgstr ""', '#, fuzzy\nmsgid "Join"\nmsgstr "Doe mee"'))
    update_catalogue("nl", found, tmp_path)
    assert "nl: fuzzy: 'Join'" in find_problems("nl", found, tmp_path)


def test_only_what_is_missing_or_older_is_compiled(found, tmp_path):
    update_catalogue("nl", found, tmp_path)
    source = catalogue_path("nl", tmp_path)
    assert compile_messages(locale=tmp_path) == [source.with_suffix(".mo")]
    assert compile_messages(only_stale=True, locale=tmp_path) == []
    os.utime(source, (time.time() + 10, time.time() + 10))
    assert compile_messages(only_stale=True, locale=tmp_path) == [source.with_suffix(".mo")]
