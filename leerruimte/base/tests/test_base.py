"""Ids, links, small groups and the secret key."""

import stat
import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerruimte.base.client_ids import new_id, read_id
from leerruimte.base.links import read_link, sign_link
from leerruimte.base.secret_key import read_or_make_secret_key
from leerruimte.base.small_groups import shown


def test_new_ids_are_version_7_and_differ():
    ids = [new_id() for _ in range(100)]
    assert {i.version for i in ids} == {7}
    assert {i.variant for i in ids} == {uuid.RFC_4122}
    assert len(set(ids)) == 100


def test_new_ids_sort_by_time():
    first = new_id()
    later = new_id()
    assert first.int >> 80 <= later.int >> 80


@pytest.mark.parametrize("text", [None, 7, "", "no id", "x" * 1000, b"bytes", ["list"], "{}" * 18])
def test_what_is_no_id_is_none(text):
    assert read_id(text) is None


def test_an_id_is_read_with_and_without_dashes():
    one = new_id()
    assert read_id(str(one)) == read_id(one.hex) == one


def test_a_link_gives_back_what_was_signed():
    assert read_link("lead", sign_link("lead", "abc", 3)) == ("abc", 3)


def test_a_link_for_one_purpose_is_worthless_for_another():
    assert read_link("host", sign_link("lead", "abc", 3)) is None


@given(st.text(max_size=60))
def test_nobody_makes_up_a_link(text):
    assert read_link("lead", text) is None


def test_a_changed_link_is_worthless():
    link = sign_link("lead", "abc", 3)
    assert read_link("lead", link.replace("abc", "abd", 1)) is None
    assert read_link("lead", link.replace(".3.", ".4.", 1)) is None


def test_links_signed_with_an_older_key_still_work(settings):
    link = sign_link("back", "abc", 1)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a newer key"
    assert read_link("back", link) == ("abc", 1)


@pytest.mark.parametrize(("count", "seen"), [(0, 0), (1, None), (4, None), (5, 5), (1000, 1000)])
def test_one_to_four_people_are_never_a_figure(count, seen):
    assert shown(count) == seen


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path):
    path = tmp_path / "secret-key"
    key = read_or_make_secret_key(path)
    assert len(key) > 50
    assert read_or_make_secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
