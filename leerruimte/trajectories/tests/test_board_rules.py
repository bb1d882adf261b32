"""What a board comes to, by values and properties."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from leerruimte.planner.guided import NEED, points_of
from leerruimte.trajectories.rules.board import (
    Board,
    Covered,
    Goal,
    Laid,
    Leans,
    asks,
    balance,
    board_without,
    coverage,
    gaps,
    lanes,
    load,
    longest_free,
    spread,
    too_heavy,
    without,
)

MONDAY = date(2026, 8, 31)
GOALS = (Goal("A", 60, "X"), Goal("B", 60, "X", prerequisites=("A",)), Goal("C", 80, "Y"))


def laid(key: str, first: int, last: int, gives: dict[str, int], **more: object) -> Laid:
    weeks = range(first, last + 1)
    return Laid(key, first, last, spread(sum(gives.values()), list(weeks)), gives, **more)  # type: ignore[arg-type]


def a_board(*pieces: Laid, **more: object) -> Board:
    return Board(MONDAY, 20, GOALS, pieces, **more)  # type: ignore[arg-type]


def states(board: Board) -> dict[str, str]:
    return {cover.code: cover.state.value for cover in coverage(board)}


def test_half_of_its_hours_with_others_is_enough() -> None:
    assert [points_of(hours, 60) for hours in (0, 1, 15, 30, 60)] == [0, 0, 6, 12, 12]
    board = a_board(laid("one", 1, 4, {"A": 30}), laid("two", 1, 4, {"C": 20}))
    assert states(board) == {"A": Covered.FULL, "B": Covered.GAP, "C": Covered.HALF}
    assert gaps(board) == ("B",)


def test_hours_that_are_enough_together_are_enough_however_they_are_cut() -> None:
    pieces = [laid(str(number), 1, 4, {"A": hours}) for number, hours in enumerate((11, 11, 8))]
    assert sum(points_of(hours, 60) for hours in (11, 11, 8)) < NEED
    board = a_board(*pieces)
    assert states(board)["A"] == Covered.FULL
    assert without(board, "2").losses == (("A", NEED, 8),)
    one_less = a_board(*pieces[:2], laid("2", 1, 4, {"A": 7}))
    assert states(one_less)["A"] == Covered.HALF
    proposed = a_board(*pieces[:2], laid("2", 1, 4, {"A": 8}, agreed=False))
    assert states(proposed)["A"] == Covered.PROPOSED


def test_what_is_only_proposed_does_not_make_it_enough_yet() -> None:
    board = a_board(laid("one", 1, 4, {"A": 30}, agreed=False))
    assert states(board)["A"] == Covered.PROPOSED


def test_a_piece_counts_only_when_what_it_needs_was_begun_before() -> None:
    early, late = laid("b", 2, 3, {"B": 30}), laid("b", 8, 9, {"B": 30})
    first = laid("a", 4, 6, {"A": 30})
    assert states(a_board(first, early))["B"] == Covered.GAP
    assert states(a_board(first, late))["B"] == Covered.FULL
    assert [(one.code, one.met, one.by) for one in asks(a_board(first, late), "b")] == [("A", True, "a")]
    assert not asks(a_board(first, early), "b")[0].met


def test_what_hangs_on_a_piece_is_said() -> None:
    board = a_board(laid("a", 1, 3, {"A": 30}), laid("b", 5, 6, {"B": 30}), laid("c", 8, 8, {"C": 9}, asks=("B",)))
    found = without(board, "a")
    assert found.falls == ("b", "c")
    assert sorted(found.losses) == [("A", 12, 0), ("B", 12, 0), ("C", 3, 0)]
    assert without(board, "c").falls == ()


def test_a_free_week_weighs_nothing_and_a_heavy_one_is_named() -> None:
    board = a_board(laid("a", 1, 2, {"A": 30}), free=frozenset({2}), limit=14)
    assert load(board)[:3] == (900, 0, 0)
    assert too_heavy(board) == (1,)
    assert too_heavy(a_board(laid("a", 1, 2, {"A": 30}))) == ()


def test_the_three_are_weighed_apart_and_lean_one_way() -> None:
    nothing = balance(a_board())
    assert (nothing.curriculum, nothing.opportunities, nothing.needs, nothing.leans) == (0, 0, None, Leans.EMPTY)
    board = a_board(laid("a", 1, 3, {"A": 30}, place="school"), aims={"C": 3, "A": 1})
    found = balance(board)
    assert (found.curriculum, found.opportunities, found.needs) == (333, 250, 250)
    assert (found.leans, found.aims, found.aims_open) == (Leans.EVEN, 2, 1)
    assert balance(a_board(laid("a", 1, 3, {"A": 30}), aims={"A": 1})).leans is Leans.NEEDS


def test_what_was_reached_before_needs_no_piece() -> None:
    board = a_board(laid("b", 2, 3, {"B": 30}), reached=frozenset({"A"}))
    assert states(board) == {"A": Covered.REACHED, "B": Covered.FULL, "C": Covered.GAP}


pieces = st.lists(
    st.tuples(
        st.integers(1, 18), st.integers(0, 2), st.sampled_from("ABC"), st.integers(0, 60), st.sampled_from(["p", "q"])
    ),
    max_size=6,
).map(
    lambda rows: tuple(
        laid(str(number), first, first + more, {code: hours}, place=place)
        for number, (first, more, code, hours, place) in enumerate(rows)
    )
)


@given(pieces)
@settings(max_examples=40, deadline=None)
def test_figures_stay_within_bounds_and_hours_are_kept(some: tuple[Laid, ...]) -> None:
    board = a_board(*some, aims={"B": 2})
    figures = balance(board)
    assert all(0 <= one <= 1000 for one in (figures.curriculum, figures.opportunities, figures.needs or 0))
    assert all(0 <= cover.points <= NEED for cover in coverage(board))
    assert sum(load(board)) == sum(sum(piece.minutes.values()) for piece in some)


@given(pieces)
@settings(max_examples=40, deadline=None)
def test_taking_a_piece_off_never_covers_more(some: tuple[Laid, ...]) -> None:
    board = a_board(*some)
    for piece in some:
        left = board_without(board, {piece.key, *without(board, piece.key).falls})
        for code, points in left.standing.points.items():
            assert points <= board.standing.points[code]


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 5))))
def test_no_two_pieces_overlap_in_a_lane(rows: list[tuple[int, int]]) -> None:
    spans = sorted((first, first + more) for first, more in rows)
    taken: set[tuple[int, int]] = set()
    for (first, last), lane in zip(spans, lanes(spans), strict=True):
        for week in range(first, last + 1):
            assert (week, lane) not in taken
            taken.add((week, lane))


def test_the_longest_run_of_free_rows_is_the_first_of_those_as_long() -> None:
    assert longest_free(range(2, 8), {3, 6}) == (4, 2)
    assert longest_free(range(2, 6), {3}) == (4, 2)
    assert longest_free(range(2, 6), ()) == (2, 4)
    assert longest_free(range(2, 4), {2, 3}) == (0, 0)
