"""What holds for a curriculum, from values only."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leerruimte.trajectories.rules.curriculum import (
    CriterionText,
    Mistake,
    OutcomeText,
    all_before,
    changed_by,
    difference,
    find_circle,
    in_order,
    measure_in,
    mistakes,
    turned,
    with_measure,
)
from leerruimte.trajectories.tests.make_curriculum import a_framework

CODES = st.sampled_from("abcdefgh")
NEEDS = st.dictionaries(CODES, st.lists(CODES, max_size=4, unique=True), max_size=8)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(NEEDS)
def test_a_circle_that_is_found_goes_round_and_without_one_there_is_an_order(needs: dict[str, list[str]]) -> None:
    circle = find_circle(needs)
    if circle:
        assert circle[0] == circle[-1]
        assert all(after in needs[before] for before, after in pairwise(circle))
        return
    left = {code: set(before) & set(needs) for code, before in needs.items()}
    while left:
        free = [code for code, before in left.items() if not before]
        assert free, "no circle was found, and yet nothing can come first"
        left = {code: before - set(free) for code, before in left.items() if code not in free}


def test_a_long_chain_is_no_circle_and_does_not_stop_the_search() -> None:
    chain = {str(number): [str(number + 1)] for number in range(3000)}
    assert find_circle(chain) == []
    assert find_circle({**chain, "3000": ["0"]})[0] == "0"


def test_everything_wrong_is_told_at_once() -> None:
    framework = a_framework(A_1=("A_2",), A_2=("A_1",), A_3=("Z_9",))
    double = replace(framework, outcomes=(*framework.outcomes, replace(framework.outcomes[2], hours=-1)))
    found = mistakes(double)
    assert Mistake("double", "A-3") in found
    assert Mistake("unknown", "A-3", ("Z-9",)) in found
    assert Mistake("hours", "A-3", ("-1",)) in found
    assert any(one.kind == "circle" for one in found)
    assert mistakes(a_framework()) == [Mistake("empty")]
    assert mistakes(a_framework(A_1=(), A_2=("A_1",))) == []


def test_what_comes_before_also_by_way_of_others_and_what_follows() -> None:
    needs = {"c": ["b"], "b": ["a"], "a": []}
    assert all_before(needs, "c") == {"a", "b"}
    assert turned(needs) == {"a": ["b"], "b": ["c"], "c": []}


def test_a_difference_names_what_came_what_went_and_which_fields_changed() -> None:
    old = a_framework(A_1=(), A_2=("A_1",), A_3=())
    changed = replace(old.outcomes[1], hours=12, prerequisites=())
    new = replace(old, outcomes=(old.outcomes[0], changed, *a_framework(A_4=()).outcomes))
    found = difference(old, new)
    assert [one.code for one in found.added] == ["A-4"]
    assert [one.code for one in found.removed] == ["A-3"]
    assert [(one.code, one.fields) for one in found.changed] == [("A-2", ("hours", "prerequisites"))]
    assert not difference(new, new)
    assert not found.of_phases([7])


def test_a_proposal_in_one_language_leaves_the_other_languages_alone() -> None:
    outcome = a_framework(A_1=()).outcomes[0]
    new = changed_by(outcome, {"title": "Anders", "level": 3, "measure": "Zo.\nEn zo."}, "nl")
    assert new.title == {"nl": "Anders", "en": "Learning A_1"}
    assert (new.level, measure_in(new, "nl")) == (3, "Zo.\nEn zo.")
    assert {one.level for one in new.criteria} == {3}


def test_a_measure_said_anew_keeps_its_lines_in_other_languages() -> None:
    criteria = (CriterionText(1, {"nl": "a", "en": "A"}), CriterionText(2, {"nl": "later"}))
    outcome = OutcomeText(code="x", theme="x", title={"nl": "x"}, criteria=criteria)
    new = with_measure(outcome, "nl", "")
    assert [(one.level, dict(one.words)) for one in new] == [(1, {"en": "A"}), (2, {"nl": "later"})]


def test_induction_is_called_so_where_a_table_does_not_say_what_its_phase_is() -> None:
    framework = a_framework(IND_1=())
    outcome = replace(framework.outcomes[0], theme="IND", phase=5)
    assert in_order(replace(framework, outcomes=(outcome,))).phases[5]["nl"] == "Inductie"
