"""Encounters as they come in, and what is wrong with them."""

from datetime import date, timedelta

import numpy as np
import pytest

from leerruimte.network import NONE, Encounter, NotEncounters, Organisation, Participation, table_of, ties_of
from leerruimte.network.tests.make import TODAY, met, partnership


def wrongs(*args: object, **settings: object) -> list[str]:
    with pytest.raises(NotEncounters) as said:
        table_of(*args, today=TODAY, **settings)
    return [str(wrong) for wrong in said.value.wrongs]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    said = wrongs(
        [Encounter("a", TODAY), Encounter("a", TODAY), Encounter("b", TODAY + timedelta(days=1))],
        [
            Participation("a", "anna"),
            Participation("a", "anna"),
            Participation("c", "bo"),
            Participation("b", "bo", "learner", "nowhere"),
        ],
    )
    assert said == [
        "encounter a: stands there twice",
        "encounter b: 2026-11-26 is still to come",
        "encounter a: anna stands there twice: nobody meets themselves",
        "encounter c: is not there, but somebody took part in it",
        "encounter b: no organisation is called nowhere",
    ]


def test_boards_that_lie_under_each_other_are_told() -> None:
    said = wrongs(
        [], [], [Organisation("a", "board", "b"), Organisation("b", "board", "a"), Organisation("c", "school", "a")]
    )
    assert said == [
        "organisation a: lies under itself, by way of others",
        "organisation b: lies under itself, by way of others",
    ]
    assert wrongs([], [], [Organisation("a", "school", "z")]) == ["organisation a: no organisation is called z"]


def test_a_school_is_of_the_board_at_the_top() -> None:
    organisations = [
        Organisation("cluster", "board", "top"),
        Organisation("top", "board"),
        Organisation("s", "school", "cluster"),
    ]
    table = table_of([Encounter("e", TODAY)], [Participation("e", None, "mentor", "s")], organisations, today=TODAY)
    assert table.names("board")[table.groups("board")[0]] == "top"
    assert table.names("kind")[table.groups("kind")[0]] == "school"


def test_who_took_part_without_a_name_is_nobody_among_the_people() -> None:
    table = table_of(
        [Encounter("e", TODAY)],
        [Participation("e", None, "mentor"), Participation("e", "anna", "learner")],
        today=TODAY,
    )
    assert table.people == ("anna",)
    assert len(ties_of(table)) == 0
    assert [table.names("role")[group] for group in table.groups("role")] == ["mentor", "learner"]


def test_a_person_is_at_home_where_they_were_most_and_of_two_where_they_were_last() -> None:
    school = [Organisation(name, "school") for name in "xyz"]
    days = [TODAY - timedelta(days=number) for number in range(4)]
    table = table_of(
        [Encounter(str(day), day) for day in days],
        [
            *(Participation(str(day), "anna", organisation=name) for day, name in zip(days, "yxxz", strict=True)),
            *(Participation(str(day), "bo", organisation=name) for day, name in zip(days[:2], "yx", strict=True)),
            Participation(str(days[0]), "cees"),
        ],
        school,
        today=TODAY,
    )
    homes = dict(zip(table.people, table.homes("organisation").tolist(), strict=True))
    assert homes == {"anna": 0, "bo": 1, "cees": NONE}


def test_a_period_holds_its_encounters_and_keeps_the_numbers_of_people() -> None:
    table = partnership()
    first, last = TODAY - timedelta(days=30), TODAY - timedelta(days=10)
    part = table.between(first, last)
    assert part.people == table.people
    assert 0 < len(part.encounters) < len(table.encounters)
    assert {date.fromordinal(day) for day in part.day.tolist()} <= {first + timedelta(days=n) for n in range(21)}
    # Every participation is still with its own encounter.
    old = {(table.encounters[e], p) for e, p in zip(table.encounter.tolist(), table.person.tolist(), strict=True)}
    new = {(part.encounters[e], p) for e, p in zip(part.encounter.tolist(), part.person.tolist(), strict=True)}
    assert new == {(encounter, person) for encounter, person in old if encounter in set(part.encounters)}


def test_ties_are_pairs_with_how_many_times_they_met() -> None:
    table = met("anna bo cees", "bo anna", "dirk")
    low, high, times = ties_of(table).edges()
    named = {
        (table.people[a], table.people[b]): n
        for a, b, n in zip(low.tolist(), high.tolist(), times.tolist(), strict=True)
    }
    assert named == {("anna", "bo"): 2, ("anna", "cees"): 1, ("bo", "cees"): 1}


def test_a_new_encounter_adds_ties_and_new_people() -> None:
    ties = ties_of(met("anna bo", "bo cees"))
    ties.add([0, 1, 3])
    assert ties.people == 4
    assert dict(zip(*(column.tolist() for column in ties.of(0)), strict=True)) == {1: 2, 3: 1}
    assert [column.tolist() for column in ties.edges()] == [[0, 0, 1, 1], [1, 3, 2, 3], [2, 1, 1, 1]]
    ties.add([])
    assert ties.people == 4
    assert ties.of(3)[0].tolist() == [0, 1]


def test_no_encounters_give_an_empty_network() -> None:
    table = met()
    assert len(ties_of(table)) == 0
    assert ties_of(table).graph().vcount() == 0
    assert np.array_equal(table.homes("role"), np.empty(0))
