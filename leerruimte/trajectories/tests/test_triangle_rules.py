"""The rules of the triangle conversation, by values and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerruimte.trajectories.rules.triangle import (
    NEXT,
    Nearness,
    Written,
    all_signed,
    canonical,
    compare_choices,
    compare_texts,
    difference,
    digest,
    in_pieces,
    may_become,
    sides_missing,
    standing,
    still_open,
)

TEXTS = st.dictionaries(st.sampled_from("abc"), st.text(max_size=60), max_size=3)
SIMPLE = st.none() | st.booleans() | st.integers() | st.text()
PLAIN = st.recursive(
    SIMPLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def test_no_phase_goes_back():
    def reached(phase, seen=()):
        assert phase not in seen
        for other in NEXT[phase]:
            reached(other, (*seen, phase))

    for phase in NEXT:
        reached(phase)
    assert may_become("preparing", "together")
    assert not may_become("confirmed", "together")


def test_all_three_sides_have_to_be_there():
    assert sides_missing(["learner", "school", "institute", "school"]) == []
    assert sides_missing(["learner"]) == ["institute", "school"]


@pytest.mark.parametrize(
    ("texts", "nearness", "words"),
    [
        ({}, Nearness.NOBODY, ()),
        ({"a": "Ik leer kijken.", "b": "  "}, Nearness.ONE, ()),
        ({"a": "Ik leer  KIJKEN", "b": "ik leer kijken"}, Nearness.SAME, ()),
        (
            {"a": "Differentiëren in kleine groepen", "b": "In kleine groepen werken", "c": "kleine groepen kiezen"},
            Nearness.CLOSE,
            ("kleine", "groepen"),
        ),
        (
            {"a": "Rustig uitleg geven bij rekenen", "b": "Heldere uitleg bij rekenen", "c": "Ouders spreken"},
            Nearness.SOME,
            ("uitleg", "rekenen"),
        ),
        ({"a": "Ouders spreken", "b": "Rekenen oefenen"}, Nearness.DIFFERENT, ()),
        # Words that say nothing are no likeness.
        ({"a": "dat zou kunnen worden met meer", "b": "dat kunnen wij worden met veel"}, Nearness.DIFFERENT, ()),
    ],
)
def test_close_is_what_shares_words_that_mean_something(texts, nearness, words):
    found = compare_texts(texts)
    assert found.nearness == nearness
    assert set(words) <= set(found.words)


@given(TEXTS)
def test_the_order_in_which_people_sit_changes_nothing(texts):
    turned = dict(reversed(texts.items()))
    assert compare_texts(texts).nearness == compare_texts(turned).nearness


@given(TEXTS)
def test_words_that_are_named_stand_in_each_text_of_those_who_share_them(texts):
    found = compare_texts(texts)
    for who in found.who if found.words else ():
        marked = [part for part, shared in in_pieces(texts[who], found.words) if shared]
        assert len({word.casefold() for word in marked}) >= 1


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=6), max_size=3))
def test_marking_words_loses_no_letter(text, words):
    assert "".join(part for part, _shared in in_pieces(text, words)) == text


def test_space_between_two_marked_words_belongs_to_the_first():
    parts = in_pieces("Ik zie een kind nodig.", ["kind", "nodig"])
    assert parts == [("Ik zie een ", False), ("kind ", True), ("nodig", True), (".", False)]


def test_choices_are_the_same_partly_the_same_or_different():
    assert compare_choices({"a": [2], "b": [2], "c": []}).nearness == Nearness.SAME
    assert compare_choices({"a": "xy", "b": "xz", "c": "x"}).nearness == Nearness.CLOSE
    assert compare_choices({"a": [2], "b": [2], "c": [3]}).nearness == Nearness.SOME
    assert compare_choices({"a": [2], "b": [3]}).nearness == Nearness.DIFFERENT


def test_a_text_written_meanwhile_stands_beside_it_until_people_choose():
    first, ours, theirs = Written(1), Written(2, after=1), Written(3, after=1)
    assert standing([first, ours]) == [2]
    assert standing([first, ours, theirs]) == [2, 3]
    assert standing([first, ours, theirs, Written(4, after=3, settles=frozenset({2, 3}))]) == [4]
    # Somebody chose without having seen the third.
    assert standing([first, ours, theirs, Written(4, after=2)]) == [3, 4]


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), max_size=9))
def test_the_newest_text_always_stands_and_nothing_unseen_goes(history):
    texts = [
        Written(
            number, after=after if after < number else None, settles=frozenset({after - 1}) if settles else frozenset()
        )
        for number, (after, settles) in enumerate(history)
    ]
    stand = standing(texts)
    assert not texts or stand[-1] == texts[-1].id
    let_go = {text.after for text in texts} | {one for text in texts for one in text.settles}
    assert {text.id for text in texts} - let_go <= set(stand)


def test_three_stand_under_a_version_only_when_each_signed_that_one():
    assert all_signed({"a": 4, "b": 4, "c": 4}, "abc", 4)
    assert not all_signed({"a": 4, "b": 4, "c": 3}, "abc", 4)
    assert not all_signed({"a": 4, "b": 4}, "abc", 4)
    assert not all_signed({}, "", 0)


def test_what_keeps_people_from_confirming_is_named():
    texts = {("X", "outcome"): 1, ("X", "route"): 2}
    assert still_open(["X"], texts, {("X", "outcome")}) == [("X", "route", "two"), ("X", "sufficient", "empty")]
    full = {("X", name) for name in ("outcome", "sufficient", "route")}
    assert still_open(["X"], dict.fromkeys(full, 1), full) == []


@given(PLAIN)
def test_the_same_content_has_one_digest_however_its_keys_lie(content):
    def turned(value):
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(one) for one in value] if isinstance(value, list) else value

    assert canonical(content) == canonical(turned(content))
    assert digest(content) == digest(turned(content))
    assert digest({"a": content}) != digest({"b": content})


def agreed(**lines):
    return {"outcomes": [{"code": "X", "fields": lines}]}


def test_the_difference_between_two_agreements_is_told_line_by_line():
    old = agreed(
        outcome={"text": "kijken", "level": {"number": 2}},
        good={"text": "vlot"},
        route={"text": "", "pieces": [{"id": "1", "title": "A"}]},
    )
    new = agreed(
        outcome={"text": "kijken", "level": {"number": 3}},
        example={"text": "een les"},
        route={"text": "", "pieces": [{"id": "1", "title": "B"}]},
    )
    found = {change.field: (bool(change.before), bool(change.after)) for change in difference(old, new)}
    # A piece that got another name is the same piece.
    assert found == {"outcome": (True, True), "example": (False, True), "good": (True, False)}
    assert difference(old, old) == []
