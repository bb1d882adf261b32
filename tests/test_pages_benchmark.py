"""The benchmark of pages walks every address: a new one that it has no words for fails here, in a second."""

from django.urls import get_resolver

from benchmarks.pages.things import ASKED, FIXED, LINKS, OF_APP, named_patterns


def test_every_address_has_something_to_be_tried_on():
    without = [
        f"{name}: {part}"
        for name, parts in named_patterns(get_resolver().url_patterns)
        if name not in LINKS
        for part in parts
        if part != "conversation_id" and (name, part) not in FIXED and (name.partition(":")[0], part) not in OF_APP
    ]
    assert without == []


def test_nothing_is_told_about_addresses_that_are_gone():
    names = {name for name, _parts in named_patterns(get_resolver().url_patterns)}
    told = {name for name, _part in FIXED} | set(LINKS) | {name for name, _about, _asked in ASKED}
    assert told <= names
