"""Where marks and signs are drawn, and what may be told of a count: by values and properties."""

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from leerruimte.conversations.badges import AIR, Box, beside
from leerruimte.conversations.queries.element_marks import count_shown
from leerruimte.conversations.queries.weeks import runs
from leerruimte.conversations.rules import marks_together
from leerruimte.conversations.swarm import heaped


def test_who_does_not_know_a_thing_does_not_use_it() -> None:
    assert marks_together(["use", "curious"])
    assert marks_together(["unknown", "curious", "miss"])
    assert not marks_together(["use", "unknown"])
    assert not marks_together(["use", "use"])


@settings(deadline=None, max_examples=50)
@given(st.integers(5, 60).flatmap(lambda people: st.tuples(st.integers(1, people), st.just(people))))
def test_what_is_told_of_a_count_fits_no_single_group_of_one_to_four(counted: tuple[int, int]) -> None:
    many, people = counted
    told = count_shown(many, people)
    alike = [n for n in range(people + 1) if count_shown(n, people) == told]
    if many < 5 or 0 < people - many < 5:
        assert len(alike) > 1


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from([100.0, 300.0, 500.0]), max_size=160))
def test_heaped_marks_never_cover_each_other(centres: list[float]) -> None:
    places, radius = heaped(centres, 520, 180, 440, (26, 22, 18, 15, 12, 10))
    assert all(abs(x - centre) <= 90 for (x, _y), centre in zip(places, centres, strict=True))
    for (x, y), (other_x, other_y) in combinations(places, 2):
        assert abs(x - other_x) >= 2 * radius - 1e-6 or abs(y - other_y) >= 2 * radius - 1e-6


@settings(deadline=None, max_examples=50)
@given(st.sets(st.integers(1, 20)))
def test_runs_hold_each_week_once(weeks: set[int]) -> None:
    found = runs(sorted(weeks))
    assert [week for first, last in found for week in range(first, last + 1)] == sorted(weeks)
    assert all(second[0] - first[1] > 1 for first, second in pairwise(found))


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(st.integers(0, 1500), st.integers(256, 950), st.integers(40, 300), st.integers(40, 300)), max_size=10
    )
)
def test_signs_stay_in_the_drawing_and_do_not_cover_each_other(areas: list[tuple[int, int, int, int]]) -> None:
    view = Box(0, 256, 1600, 744)
    placed = beside([Box(*area) for area in areas], [(150.0, 60.0)] * len(areas), view)
    assert all(AIR <= box.x <= 1600 - 150 - AIR and 256 + AIR <= box.y <= 1000 - 60 - AIR for box in placed)
    assert not any(one.touches(other) for one, other in combinations(placed, 2))
