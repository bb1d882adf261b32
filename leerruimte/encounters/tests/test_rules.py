"""What people type becomes fit to keep, and nothing more is done to it."""

import unicodedata
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerruimte.encounters.rules import clean_text, one_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  hallo  ", "hallo"),
        ("een\n\n\n\ntwee", "een\n\ntwee"),
        ("veel    ruimte", "veel ruimte"),
        ("regel\x00 en \x07bel", "regel en bel"),
        ("e\u0301e\u0301n", "één"),
        ("\u202eachterstevoren", "achterstevoren"),
        ("👩🏽‍🏫 leert mee", "👩🏽‍🏫 leert mee"),
        ("مرحبا بكم", "مرحبا بكم"),
        ("𝒳 en 😀", "𝒳 en 😀"),
        ("kapot \ud83d teken", "kapot ? teken"),
        (None, ""),
        (12, ""),
        (["lijst"], ""),
    ],
)
def test_typed_text_becomes_fit_to_keep(typed, kept):
    assert clean_text(typed) == kept


@given(st.text(max_size=400))
def test_cleaning_twice_is_cleaning_once(text):
    once = clean_text(text)
    assert clean_text(once) == once


@given(st.text(max_size=400))
def test_cleaned_text_can_be_stored_anywhere(text):
    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


def test_one_person_has_one_trace_about_a_thing():
    person, other = uuid.uuid4(), uuid.uuid4()
    assert one_of(person, "path") == one_of(person, "path")
    assert one_of(person, "path") != one_of(person, "heaps")
    assert one_of(person, "path") != one_of(other, "path")
