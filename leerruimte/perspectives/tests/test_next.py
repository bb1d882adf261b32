"""What to ask whom next."""

import numpy as np

from leerruimte.perspectives import MISSING, next_statements, solve
from leerruimte.perspectives.beliefs import believed
from leerruimte.perspectives.model import chance_of_yes, nobody, place_people
from leerruimte.perspectives.votes import answers, passes

from .make import a_named_table, a_room, a_table


def test_only_what_was_not_seen_is_asked_the_most_telling_first() -> None:
    table, _ = a_room(40, 20, groups=2, seed=1)
    suggestions = next_statements(solve(table), table, "p0007", {}, 20)
    unseen = {table.statements[j] for j in np.flatnonzero(table.votes[7] == MISSING)}
    assert {one.statement for one in suggestions} == unseen
    gains = [one.gain for one in suggestions]
    assert gains == sorted(gains, reverse=True)
    assert min(gains) > 0


def test_the_gain_is_the_formula_written_out() -> None:
    table, _ = a_room(40, 12, groups=2, seed=1)
    result = solve(table)
    seen = {name: 5 * (j + 1) for j, name in enumerate(table.statements)}
    gain_of = {one.statement: one.gain for one in next_statements(result, table, "p0003", seen, 12)}
    ways = believed(result, table.statements)
    assert ways is not None
    (agree, prior), (passing, pass_prior) = ways
    row = table.votes[3:4]
    person = place_people(answers(row), nobody(1, 3, prior), agree, prior, 3)
    passer = place_people(passes(row), nobody(1, 1, pass_prior), passing, pass_prior, 3)
    for j, name in enumerate(table.statements):
        if name not in gain_of:
            continue
        p = float(chance_of_yes(person, agree)[0, j])
        passes_ = float(chance_of_yes(passer, passing)[0, j])
        w, u = agree.mean[j, 1:], np.array([1, *person.mean[0, 1:]])
        of_person = 0.5 * np.log(1 + p * (1 - p) * w @ person.spread[0, 1:, 1:] @ w)
        of_statement = 0.5 * np.log(1 + p * (1 - p) * u @ agree.spread[j] @ u)
        raised = (1 + 5 * 6.5) / (1 + seen[name])
        expected = (1 - passes_) * (of_person + np.clip(raised, 0.25, 4) * of_statement)
        assert abs(gain_of[name] - expected) < 1e-4


def test_of_two_alike_the_one_seen_least_comes_first() -> None:
    table = a_table([[None, None]] + [[1, 1], [-1, -1]] * 6)
    suggestions = next_statements(solve(table), table, "p0000", {"s000": 30, "s001": 3}, 2)
    assert [one.statement for one in suggestions] == ["s001", "s000"]


def test_a_statement_that_divides_tells_more_than_one_that_all_agree_with() -> None:
    table, _ = a_room(60, 10, groups=2, missing=0.0, seed=2)
    votes = table.votes.copy()
    votes[:, 0] = 1
    votes[0] = MISSING
    asked = a_named_table(votes)
    order = [
        one.statement for one in next_statements(solve(asked), asked, "p0000", dict.fromkeys(asked.statements, 60), 10)
    ]
    assert order[-1] == "s000"


def test_strangers_and_new_statements_are_asked_too() -> None:
    table, _ = a_room(20, 6, seed=1)
    result = solve(table)
    grown = a_named_table(np.pad(table.votes, ((0, 1), (0, 2)), constant_values=MISSING))
    assert len(next_statements(result, grown, "p0020", {}, 20)) == 8
    assert len(next_statements(result, grown, "a stranger", {}, 3)) == 3


def test_before_there_is_any_map_there_is_an_order_all_the_same() -> None:
    table = a_table([[1, None, None]])
    found = next_statements(solve(table), table, "p0000", {"s001": 4}, 5)
    assert [one.statement for one in found] == ["s002", "s001"]
    empty = a_table([])
    assert next_statements(solve(empty), empty, "nobody", {}, 5) == ()
