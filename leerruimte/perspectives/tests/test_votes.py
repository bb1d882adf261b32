"""Reading votes, and what is no table of votes."""

from pathlib import Path

import numpy as np
import pytest

from leerruimte.perspectives import MISSING, NotVotes, VoteTable, read_votes, table_of


def test_the_latest_vote_counts_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text("timestamp,datetime,comment-id,voter-id,vote\n20,x,7,anna,-1\n10,x,7,anna,1\n15,x,7,bo,0\n")
    table = read_votes(path)
    assert dict(zip(table.people, table.votes.tolist(), strict=True)) == {"anna": [-1], "bo": [0]}


def test_rows_of_people_are_read_with_blanks_as_not_seen(tmp_path: Path) -> None:
    path = tmp_path / "participants-votes.csv"
    path.write_text('participant,group-id,n-votes,0,12\n"a, b",1,2,1,\nc,,1,,0\n')
    table = read_votes(path)
    assert (table.people, table.statements) == (("a, b", "c"), ("0", "12"))
    assert table.votes.tolist() == [[1, MISSING], [MISSING, 0]]


def test_both_files_give_the_same_table(tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text("comment-id,voter-id,vote\n0,a,1\n1,a,-1\n1,b,0\n")
    (tmp_path / "wide.csv").write_text("participant,0,1\na,1,-1\nb,,0\n")
    long, wide = read_votes(tmp_path / "long.csv"), read_votes(tmp_path / "wide.csv")
    assert (long.people, long.statements, long.votes.tolist()) == (wide.people, wide.statements, wide.votes.tolist())


def test_roles_are_read_by_person(tmp_path: Path) -> None:
    (tmp_path / "votes.csv").write_text("comment-id,voter-id,vote\n0,a,1\n0,b,1\n")
    (tmp_path / "roles.csv").write_text("participant,since,role\nb,2020,mentor\n")
    assert read_votes(tmp_path / "votes.csv", tmp_path / "roles.csv").roles == ("", "mentor")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "line 1"),
        ("a,b\n1,2\n", "line 1"),
        ("voter-id,vote\n1,1\n", "line 1"),
        ("comment-id,voter-id,vote\n0,a,1\n0,b,yes\n", "line 3"),
        ("comment-id,voter-id,vote\n0,a,2\n", "line 2"),
        ("comment-id,voter-id,vote\n0,a\n", "line 2"),
        ("participant,0,1\na,1\n", "line 2"),
    ],
)
def test_a_broken_file_says_where_it_broke(tmp_path: Path, text: str, where: str) -> None:
    path = tmp_path / "votes.csv"
    path.write_text(text)
    with pytest.raises(NotVotes, match=where):
        read_votes(path)


def test_a_table_that_does_not_fit_is_refused() -> None:
    one = np.zeros((1, 1), np.int8)
    for people, statements, votes, roles in [
        (("a", "b"), ("x",), one, None),
        (("a",), ("x",), one.astype(np.int16), None),
        (("a",), ("x",), one + np.int8(2), None),
        (("a",), ("x",), one - np.int8(3), None),
        (("a",), ("x",), one, ("r", "s")),
        (("a", "a"), ("x",), np.zeros((2, 1), np.int8), None),
    ]:
        with pytest.raises(NotVotes):
            VoteTable(people, statements, votes, roles)


def test_a_table_of_single_votes_keeps_the_last() -> None:
    table = table_of([("a", "x", 1), ("b", "x", 0), ("a", "x", -1)], {"b": "mentor"})
    assert (table.votes.tolist(), table.roles) == ([[-1], [0]], ("", "mentor"))
    assert table.cast == 2
