"""Nothing about one to four people: not shown, and not to be worked out from what is shown.

The attacker here knows the rules, everything that is shown and how many people there are. What is hidden must stay
open: there is another room, with another number in its place, that looks exactly the same.
"""

import re
from collections import Counter, defaultdict

import numpy as np
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from leerruimte.base.small_groups import SMALLEST, groups_shown
from leerruimte.conversations.actions.mapping import derive_map
from leerruimte.conversations.figures import counts_shown, kinds_shown, left_out, share_word
from leerruimte.conversations.queries.map import map_seen
from leerruimte.conversations.queries.report import report_of
from leerruimte.conversations.report_words import counts_sentence
from leerruimte.conversations.tests.make_past import MIXED, a_past
from leerruimte.people.models import SIDE_OF, Role

SMALL = range(1, SMALLEST)


@pytest.mark.parametrize("people", range(5, 76))
def test_whatever_is_shown_of_stances_fits_more_than_one_small_number(people):
    looks_the_same = defaultdict(list)
    for agree in range(people + 1):
        for disagree in range(people + 1 - agree):
            neither = people - agree - disagree
            looks_the_same[counts_shown(agree, disagree, people)].append((agree, disagree, neither))
    for rooms in looks_the_same.values():
        for figure in range(3):
            possible = {room[figure] for room in rooms}
            assert len(possible) > 1 or min(possible) not in SMALL, rooms


@given(st.integers(76, 6000), st.data())
def test_the_same_holds_in_large_rooms(people, data):
    agree = data.draw(st.one_of(st.integers(0, people), st.integers(0, 9), st.integers(people - 9, people)))
    rest = people - agree
    disagree = data.draw(
        st.one_of(st.integers(0, rest), st.integers(max(0, rest - 6), rest), st.integers(0, min(6, rest)))
    )
    told = counts_shown(agree, disagree, people)
    # All rooms near this one that look the same: enough to see that nothing is fixed.
    around = [
        (a, d, people - a - d)
        for a in range(max(0, agree - 12), min(people, agree + 12) + 1)
        for d in range(max(0, disagree - 12), min(people - a, disagree + 12) + 1)
        if counts_shown(a, d, people) == told
    ]
    for figure, real in enumerate((agree, disagree, people - agree - disagree)):
        if real in SMALL:
            assert len({room[figure] for room in around}) > 1


@pytest.mark.parametrize("people", range(5))
def test_nothing_is_told_where_fewer_than_five_could_answer(people):
    assert counts_shown(people, 0, people).kind == "too_few"


def test_numbers_are_told_where_nothing_speaks_against_it():
    told = counts_shown(14, 3, 35)
    assert (told.kind, told.agree, told.disagree) == ("counts", 14, None)
    with translation.override("en"):
        assert counts_sentence(told) == "14 agree, a few disagree"


@pytest.mark.parametrize(
    ("agree", "disagree", "words"),
    [
        (44, 1, "almost everybody agrees"),
        (1, 44, "almost everybody disagrees"),
        (20, 22, "20 to 24 agree, almost all others disagree"),
        (20, 25, "20 agree, 25 disagree"),
        (0, 0, ""),
        (0, 9, "nobody agrees, 9 disagree"),
    ],
)
def test_words_stand_where_a_number_would_give_a_small_group_away(agree, disagree, words):
    with translation.override("en"):
        assert counts_sentence(counts_shown(agree, disagree, 45)) == words


@given(st.integers(5, 400))
def test_a_share_in_words_fits_at_least_two_numbers_of_people(people):
    words = Counter(share_word(agree / people, people) for agree in range(people + 1))
    assert all(count >= 2 for count in words.values())


def test_words_for_shares_grow_with_the_share():
    order = ["none", "some", "half", "most", "all"]
    for people in (5, 9, 10, 37):
        places = [order.index(share_word(agree / people, people)) for agree in range(people + 1)]
        assert places == sorted(places)


groups = st.dictionaries(
    st.integers(-1, 2),
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 14), min_size=1, max_size=6),
    min_size=1,
    max_size=4,
)


@settings(max_examples=120, deadline=None)
@given(groups)
def test_kinds_that_are_told_apart_give_no_small_number_back(cells):
    """An attacker who counts the marks, and knows how many of each kind there are, solves for every cell."""
    cells = {group: row for group, row in cells.items() if sum(row.values()) >= SMALLEST}
    if not cells:
        return
    kinds = sorted({kind for row in cells.values() for kind in row})
    told = kinds_shown(cells)
    names = list(cells)
    totals = {kind: sum(row.get(kind, 0) for row in cells.values()) for kind in kinds}
    # The report tells the size of kinds that may be told by themselves, and of the others together.
    sizes, _others = groups_shown(totals)
    index = {(group, kind): i for i, (group, kind) in enumerate((g, k) for g in names for k in kinds)}
    equations = [([index[g, k]], cells[g].get(k, 0)) for g in names for k in kinds if k in told]
    equations += [([index[g, k] for k in kinds], sum(cells[g].values())) for g in names]
    equations += [([index[g, k] for g in names], size) for k, size in sizes.items()]
    for (group, kind), variable in index.items():
        real = cells[group].get(kind, 0)
        if real in SMALL:
            low, high = bounds(variable, len(index), equations)
            assert low < high, (cells, told, group, kind)


def bounds(variable, variables, equations):
    """The smallest and largest whole number that a variable can have under the equations."""
    matrix = np.zeros((len(equations), variables))
    for row, (members, _total) in enumerate(equations):
        matrix[row, members] = 1
    values = [total for _members, total in equations]
    cost = np.zeros(variables)
    cost[variable] = 1
    constraint = LinearConstraint(matrix, values, values)
    return tuple(
        round(sign * milp(sign * cost, constraints=constraint, integrality=np.ones(variables)).fun) for sign in (1, -1)
    )


@given(groups)
def test_those_not_told_apart_are_nobody_or_five(cells):
    told = kinds_shown(cells)
    for row in cells.values():
        others = sum(count for kind, count in row.items() if kind not in told)
        assert others not in SMALL or sum(row.values()) in SMALL
        assert all(row.get(kind, 0) not in SMALL for kind in told)


@given(st.integers(0, 300), st.integers(0, 300))
def test_marks_are_left_out_until_five_or_nobody_is_missing(marks, more):
    people = marks + more
    missing = people - (marks - left_out(marks, people))
    assert missing == 0 or missing >= SMALLEST


ROOMS = {
    "mixed": MIXED,
    "one of each besides": (Role.STUDENT,) * 14 + (Role.MENTOR, Role.RESEARCHER, Role.COORDINATOR, Role.STEERING),
    "two roles of four": (Role.STUDENT,) * 9 + (Role.MENTOR,) * 4 + (Role.STARTER,) * 4,
    "six people": (Role.STUDENT,) * 5 + (Role.MENTOR,),
    "five people": (Role.TEACHER,) * 5,
}


@pytest.mark.django_db
@pytest.mark.parametrize("silent", [0, 2, 6])
@pytest.mark.parametrize("room", ROOMS)
def test_the_published_report_gives_no_small_number_back(room, silent):
    """Everything the report publishes about people, put into one system of equations."""
    conversation = a_past(ROOMS[room], silent=silent, contributions=9)
    derive_map(conversation.pk)
    report = report_of(conversation)
    real = Counter(Counter(ROOMS[room]) + Counter({ROOMS[room][0]: silent}))
    roles = sorted(real)
    published = dict(report.figures.roles)
    assert all(count >= SMALLEST for count in published.values())
    drawing = report.map.drawing
    places = sorted({"land", "water"})
    index = {(place, role): i for i, (place, role) in enumerate((p, r) for p in places for r in roles)}
    equations = [([index[p, role] for p in places], many) for role, many in published.items()]
    equations.append((list(index.values()), report.figures.people))
    if drawing is not None:
        equations.append(([index["water", r] for r in roles], drawing.adrift))
        shapes = Counter(mark.side for mark in drawing.marks)
        for side, many in shapes.items():
            if side != "mixed":
                of_side = [index["land", r] for r in roles if SIDE_OF[Role(r)].value == side]
                equations.append((of_side, many))
    for role in roles:
        if real[role] in SMALL:
            total = len(index)
            extended = [*equations, ([index[p, role] for p in places] + [total], 10_000)]
            low, high = bounds(total, total + 1, extended)
            assert low < high, (room, role)


@pytest.mark.django_db
def test_who_has_no_mark_on_the_path_cannot_be_counted():
    conversation = a_past(silent=2)
    path = report_of(conversation).questions[0].path
    missing = 34 - len(path.dots)
    assert missing >= SMALLEST
    assert all(count >= SMALLEST for count in Counter(dot.side for dot in path.dots).values())


@pytest.mark.django_db
def test_a_contribution_carries_no_role_that_few_have_nor_one_that_is_left_over():
    conversation = a_past((Role.STUDENT,) * 6 + (Role.MENTOR,) * 5 + (Role.RESEARCHER,), contributions=12)
    roles = {said.role for question in report_of(conversation).questions for b in question.bundles for said in b.said}
    # Mentors join the lone researcher: else whoever has no role beside their words would be that one.
    assert roles <= {Role.STUDENT, ""}


@pytest.mark.django_db
def test_the_map_tells_shares_in_words_only():
    conversation = a_past()
    derive_map(conversation.pk)
    with translation.override("en"):
        seen = map_seen(conversation, None)
    cells = [c for f in (*seen.shared, *seen.divided, *seen.by_role, *seen.typical) for c in f.cells]
    assert cells
    assert not any(re.search(r"\d", cell.words) for cell in cells)
