"""What holds in a conversation, from values only."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from leerruimte.conversations.rules import (
    GRACE,
    draw_code,
    how_many_tables,
    likeness,
    may_answer,
    mixed_tables,
    read_code,
    seconds_left,
    spaced_code,
    table_for_newcomer,
    tables_possible,
)

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
ROLES = st.lists(st.sampled_from(["student", "mentor", "institute_educator", ""]), min_size=1, max_size=120)


@given(ROLES, st.integers(1, 30), st.integers())
def test_tables_differ_by_one_person_at_most_and_everybody_has_a_seat(roles: list[str], tables: int, seed: int) -> None:
    seated = mixed_tables(list(enumerate(roles)), tables, random.Random(seed))
    sizes = Counter(seated.values())
    assert set(seated) == set(range(len(roles)))
    assert set(sizes) <= set(range(1, tables + 1))
    filled = [sizes.get(table, 0) for table in range(1, tables + 1)]
    assert max(filled) - min(filled) <= 1


@given(ROLES, st.integers(1, 30), st.integers())
def test_each_role_is_spread_over_the_tables(roles: list[str], tables: int, seed: int) -> None:
    seated = mixed_tables(list(enumerate(roles)), tables, random.Random(seed))
    for role in set(roles):
        at = Counter(seated[seat] for seat, its_role in enumerate(roles) if its_role == role)
        spread = [at.get(table, 0) for table in range(1, tables + 1)]
        assert max(spread) - min(spread) <= 1


@given(st.integers(0, 6000))
def test_a_possible_number_of_tables_gives_four_to_six_at_each(people: int) -> None:
    for tables in tables_possible(people):
        assert tables >= 2
        assert people // tables >= 4
        assert -(-people // tables) <= 6


def test_with_fewer_than_eight_people_there_are_no_tables() -> None:
    assert not tables_possible(7)
    assert list(tables_possible(8)) == [2]
    assert list(tables_possible(30)) == [5, 6, 7]


@given(st.integers(8, 6000))
def test_the_proposed_number_of_tables_is_possible(people: int) -> None:
    possible = tables_possible(people)
    if possible:
        assert min(possible) <= how_many_tables(people) <= max(possible)


def test_a_newcomer_goes_to_the_smallest_table_and_there_where_the_role_is_missing() -> None:
    at = {1: {"student": 2, "mentor": 2}, 2: {"student": 3}, 3: {"mentor": 3}}
    assert table_for_newcomer(at, "student", 3) == 3
    assert table_for_newcomer(at, "mentor", 3) == 2
    assert table_for_newcomer(at, "mentor", 4) == 4


@given(st.integers())
def test_a_code_survives_being_typed_in_small_letters_with_spaces(seed: int) -> None:
    code = draw_code(random.Random(seed))
    assert read_code(f" {spaced_code(code).lower()} ") == code
    assert not set("01") & set(code)


def test_what_was_being_written_when_time_ran_out_is_still_accepted() -> None:
    begun = NOW - timedelta(minutes=30)
    just, long_ago = NOW - GRACE + timedelta(seconds=1), NOW - GRACE - timedelta(seconds=1)
    assert may_answer(opened_at=begun, closed_at=just, ended_at=None, now=NOW) == ""
    assert may_answer(opened_at=begun, closed_at=long_ago, ended_at=None, now=NOW) == "closed"
    assert may_answer(opened_at=begun, closed_at=None, ended_at=just, now=NOW) == ""
    assert may_answer(opened_at=begun, closed_at=None, ended_at=long_ago, now=NOW) == "ended"
    assert may_answer(opened_at=None, closed_at=None, ended_at=None, now=NOW) == "not_open"


def test_a_clock_that_was_held_stands_still() -> None:
    ends = NOW + timedelta(seconds=90)
    assert seconds_left(ends_at=ends, stopped_at=None, now=NOW) == 90
    assert seconds_left(ends_at=ends, stopped_at=45, now=NOW + timedelta(hours=1)) == 45
    assert seconds_left(ends_at=ends, stopped_at=None, now=NOW + timedelta(hours=1)) == 0
    assert seconds_left(ends_at=None, stopped_at=None, now=NOW) is None


@given(st.text(max_size=280), st.text(max_size=280))
def test_likeness_is_between_nothing_and_all_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)


def test_who_says_the_same_in_other_capitals_says_the_same() -> None:
    assert likeness("Wij kijken samen naar één les!", "wij kijken samen naar één les") == 1
    near = likeness("Er is geen tijd in het rooster.", "We hebben geen tijd in ons rooster")
    far = likeness("Er is geen tijd in het rooster.", "Mijn mentor vraagt mij ook wat ik zie.")
    assert near > 0.3 > far
