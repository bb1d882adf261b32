"""The whole: what every result keeps to, whatever the votes."""

import json
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from leerruimte.perspectives import MISSING, Finding, Result, VoteTable, from_json, solve, solving, to_json, update
from leerruimte.perspectives.model import Points
from leerruimte.perspectives.picture import draw
from leerruimte.perspectives.solving import Effort

from .make import a_named_table, a_room, a_table

tables = hnp.arrays(
    np.int8,
    st.tuples(st.integers(0, 14), st.integers(0, 8)),
    elements=st.sampled_from([1, -1, 0, MISSING]),
)
ROLES = ("mentor", "student", "")


def findings(result: Result) -> Iterator[Finding]:
    yield from result.shared + result.divided + result.by_role
    for side in result.sides:
        yield from side.typical


def bytes_of(result: Result) -> str:
    return json.dumps(to_json(result))


@settings(max_examples=60, deadline=None)
@given(tables, st.integers(0, 5))
def test_whatever_the_votes_nothing_is_said_about_fewer_than_five(votes: np.ndarray, seed: int) -> None:
    roles = [ROLES[(i * 7 + seed) % 3] for i in range(len(votes))]
    table = a_named_table(votes, roles)
    result = solve(table, seed=seed)
    assert result.places.shape == (len(votes), 2)
    assert result.covariances.shape == (len(votes), 2, 2)
    assert np.isfinite(result.places).all()
    assert np.isfinite(result.covariances).all()
    voters = int((votes != MISSING).any(1).sum()) if votes.size else 0
    assert (result.verdict == "too_few") == (voters < 5)
    if voters < 5:
        assert not list(findings(result))
        assert not result.sides
        assert not result.places.any()
    for finding in findings(result):
        assert all(figure.n >= 5 and 0 <= figure.low <= figure.share <= figure.high <= 1 for figure in finding.figures)
    assert all(side.size >= 5 and len(side.members) == side.size for side in result.sides)
    assert bool(result.sides) <= (result.verdict == "pattern")


@settings(max_examples=25, deadline=None)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_people_and_statements_changes_nothing(votes: np.ndarray, random) -> None:  # type: ignore[no-untyped-def]
    table = a_named_table(votes, [ROLES[i % 3] for i in range(len(votes))])
    rows, columns = list(range(votes.shape[0])), list(range(votes.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    mixed = VoteTable(
        tuple(table.people[i] for i in rows),
        tuple(table.statements[j] for j in columns),
        table.votes[rows][:, columns],
        tuple(table.roles[i] for i in rows) if table.roles else None,
    )
    one, other = solve(table), solve(mixed)
    assert other.people == mixed.people
    for name in ("verdict", "p_value", "sides", "shared", "divided", "by_role", "needed"):
        assert getattr(one, name) == getattr(other, name)
    np.testing.assert_array_equal(one.places[rows], other.places)
    np.testing.assert_array_equal(one.covariances[rows], other.covariances)


@settings(max_examples=25, deadline=None)
@given(tables)
def test_a_result_goes_through_json_and_back_to_the_last_digit(votes: np.ndarray) -> None:
    result = solve(a_named_table(votes))
    again = from_json(json.loads(json.dumps(to_json(result))))
    assert bytes_of(again) == bytes_of(result)
    np.testing.assert_array_equal(again.places, result.places)


def test_json_holds_plain_numbers_only() -> None:
    table, _ = a_room(30, 20, groups=2, seed=1)
    assert json.loads(json.dumps(to_json(solve(table)), allow_nan=False))


def test_the_same_votes_and_seed_give_the_same_bytes() -> None:
    table, group = a_room(40, 25, groups=2, seed=1)
    table = a_named_table(table.votes, [f"r{g}" for g in group])
    assert bytes_of(solve(table, seed=7)) == bytes_of(solve(table, seed=7))
    first = solve(table, seed=7)
    assert bytes_of(update(first, table, seed=8)) == bytes_of(update(first, table, seed=8))


def test_planted_groups_lie_on_two_sides() -> None:
    table, group = a_room(60, 40, groups=2, seed=1)
    result = solve(table)
    assert result.verdict == "pattern"
    assert result.p_value <= 0.001
    rows = {person: row for row, person in enumerate(table.people)}
    of_side = [{int(group[rows[member]]) for member in side.members} for side in result.sides]
    assert sorted(map(sorted, of_side)) == [[0], [1]]
    assert all(side.typical for side in result.sides)


def test_groups_that_are_shown_to_be_separate_are_called_so() -> None:
    table, group = a_room(200, 50, groups=3, seed=1)
    result = solve(table)
    rows = {person: row for row, person in enumerate(table.people)}
    of_side = [{int(group[rows[member]]) for member in side.members} for side in result.sides]
    assert sorted(map(sorted, of_side)) == [[0], [1], [2]]
    assert all(side.separate and side.typical for side in result.sides)
    assert {f.of for side in result.sides for t in side.typical for f in t.figures} == {"side:0", "side:1", "side:2"}
    assert [side.centre[0] for side in result.sides] == sorted(side.centre[0] for side in result.sides)


def test_the_two_ends_of_a_spectrum_are_not_called_groups() -> None:
    chance = np.random.default_rng(3)
    logit = chance.normal(size=(120, 1)) @ chance.normal(0, 1.5, (1, 40))
    votes = np.where(chance.random((120, 40)) < 1 / (1 + np.exp(-logit)), 1, -1)
    result = solve(a_named_table(votes))
    assert result.verdict == "pattern"
    assert [side.separate for side in result.sides] == [False, False]


def test_noise_shows_no_pattern_and_says_what_would_make_it_surer() -> None:
    table, _ = a_room(12, 40, missing=0.7, seed=2)
    result = solve(table)
    assert (result.verdict, result.sides) == ("no_pattern", ())
    assert [needed.code for needed in result.needed] == ["votes"]
    assert dict(result.needed[0].figures)["votes"] > 100


def test_a_full_room_without_pattern_needs_nothing_more() -> None:
    table, _ = a_room(40, 40, missing=0.0, seed=3)
    result = solve(table)
    assert (result.verdict, result.needed) == ("no_pattern", ())


def test_too_few_people_get_no_figures_and_not_their_number() -> None:
    result = solve(a_table([[1, -1, 1]] * 4 + [[None, None, None]] * 3))
    assert (result.verdict, result.shared, result.p_value) == ("too_few", (), 1.0)
    assert [(needed.code, dict(needed.figures)) for needed in result.needed] == [("people", {"people": 5})]


def test_what_everybody_agrees_with_is_shared_and_an_even_split_divides() -> None:
    rows = [[1, -1, 1 if i % 2 else -1, None if i < 26 else 1] for i in range(30)]
    result = solve(a_table(rows))
    assert [(f.statement, f.direction) for f in result.shared] == [("s000", "agree"), ("s001", "disagree")]
    assert [(f.statement, f.direction) for f in result.divided] == [("s002", "split")]
    assert {figure.direction for figure in result.divided[0].figures} == {"agree", "disagree"}


def test_what_one_role_rejects_is_not_shared_by_all() -> None:
    rows = [[1, 1]] * 30 + [[1, -1]] * 6
    roles = ["student"] * 30 + ["mentor"] * 6
    result = solve(a_named_table(np.array(rows), roles))
    assert [f.statement for f in result.shared] == ["s000"]
    assert set(result.shared[0].roles) == {"student", "mentor"}


def test_the_picture_stays_calm_when_a_few_votes_come_in() -> None:
    table, _ = a_room(60, 40, groups=2, seed=4)
    earlier = table.votes.copy()
    earlier[np.random.default_rng(0).random(earlier.shape) < 0.05] = MISSING
    before = solve(a_named_table(earlier))
    after = update(before, table)
    moved = np.linalg.norm(after.places - before.places, axis=1).mean()
    assert moved < 0.25 * before.places.std(0).max()


def test_a_pattern_is_found_also_from_a_map_that_saw_none() -> None:
    table, group = a_room(26, 36, groups=2, missing=0.3, seed=9)
    noise = np.random.default_rng(0).permuted(table.votes, axis=0)
    nothing = solve(a_named_table(noise))
    assert nothing.verdict == "no_pattern"
    after = update(nothing, table)
    assert after.verdict == "pattern"
    assert abs(np.corrcoef(after.places[:, 0], np.where(group, 1, -1))[0, 1]) > 0.9
    assert after.places[:, 0].std() > 0.9 * solve(table).places[:, 0].std()


def test_with_many_more_votes_it_begins_from_nothing() -> None:
    table, _ = a_room(60, 40, groups=2, seed=4)
    fewer = np.where(np.random.default_rng(0).random(table.votes.shape) < 0.7, table.votes, MISSING)
    before = solve(a_named_table(fewer))
    after = update(before, table)
    assert (before.verdict, after.verdict) == ("pattern", "pattern")
    assert after.model is not None
    assert after.model.begun_at == table.cast
    calm = update(after, table)
    assert calm.model is not None
    assert calm.model.begun_at == table.cast


def test_new_people_and_statements_find_their_place_in_the_picture() -> None:
    table, group = a_room(60, 40, groups=2, seed=4)
    before = solve(VoteTable(table.people[:40], table.statements[:25], table.votes[:40, :25]))
    after = update(before, table)
    assert after.people == table.people
    left = np.sign(np.median(after.places[group == 0, 0]))
    assert (np.sign(after.places[group == 0, 0]) == left).mean() > 0.95
    assert (np.sign(after.places[group == 1, 0]) == -left).mean() > 0.95


def test_a_turned_or_mirrored_picture_is_laid_back_onto_the_last() -> None:
    chance = np.random.default_rng(0)
    x = chance.standard_normal((50, 4)).astype(np.float32) * np.array([1, 2, 1.5, 0.1], np.float32)
    people = Points(x, np.tile(np.eye(4, dtype=np.float32), (50, 1, 1)))
    voted = np.ones(50, bool)
    first = draw(people, voted, None)
    turn = np.array([[0.6, -0.8], [-0.8, -0.6]], np.float32)
    last = first.places @ turn
    last[:3] = np.nan
    np.testing.assert_allclose(draw(people, voted, last).places, first.places @ turn, atol=0.02)


def test_large_rooms_are_fitted_on_some_and_everybody_is_placed(monkeypatch: pytest.MonkeyPatch) -> None:
    table, _ = a_room(400, 30, groups=2, seed=6)
    whole = solve(table)
    monkeypatch.setattr(solving, "Effort", lambda: Effort(fit_people=150, gate_people=100))
    drawn = solve(table)
    assert abs(np.corrcoef(whole.places[:, 0], drawn.places[:, 0])[0, 1]) > 0.97


def test_less_time_gives_the_same_result_each_time() -> None:
    table, _ = a_room(400, 30, groups=2, seed=6)
    quick = solve(table, seconds=0.001)
    assert bytes_of(quick) == bytes_of(solve(table, seconds=0.001))
    assert quick.verdict == "pattern"


def test_a_result_cannot_be_written_into() -> None:
    table, _ = a_room(10, 8)
    result = solve(table)
    with pytest.raises(ValueError, match="read-only"):
        result.places[0, 0] = 1
    with pytest.raises(AttributeError):
        result.verdict = "pattern"  # type: ignore[misc]
