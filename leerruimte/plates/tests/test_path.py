"""Positions on the path and points in the drawing; the same table tests path.js (in a browser story)."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerruimte.plates.path import is_path, point_at, position_at
from leerruimte.plates.tests import make

CASES = json.loads((Path(__file__).parent / "path_cases.json").read_text("utf-8"))
STATIONS = CASES["stations"]
SHIPPED = make.shipped_files()[0][0]["working_parts"]["path"]["stations"]


@pytest.mark.parametrize(("position", "point"), CASES["points"])
def test_a_position_is_a_point_in_the_drawing(position, point):
    assert point_at(STATIONS, position) == pytest.approx(tuple(point))


@pytest.mark.parametrize(("point", "position"), CASES["positions"])
def test_a_point_is_the_nearest_position_on_the_path(point, position):
    assert position_at(STATIONS, *point) == pytest.approx(position)


@given(st.floats(0, len(SHIPPED) - 1))
def test_on_the_shipped_path_a_position_comes_back_from_its_point(position):
    assert position_at(SHIPPED, *point_at(SHIPPED, position)) == pytest.approx(position, abs=1e-6)


@given(st.floats(-2000, 4000), st.floats(-2000, 4000), st.floats(0, len(SHIPPED) - 1))
def test_no_other_position_is_nearer(x, y, other):
    nearest = point_at(SHIPPED, position_at(SHIPPED, x, y))
    assert math.dist(nearest, (x, y)) <= math.dist(point_at(SHIPPED, other), (x, y)) + 1e-6


@pytest.mark.parametrize(
    "stations",
    [
        None,
        [],
        [{"x": 1, "y": 2}],
        [{"x": 1, "y": 2}, {"x": 1}],
        [{"x": 1, "y": 2, "via": [[1]]}, {"x": 1, "y": 2}],
        ["a", "b"],
    ],
)
def test_what_is_no_path(stations):
    assert not is_path(stations)


def test_what_is_a_path():
    assert is_path(STATIONS)
    assert is_path(SHIPPED)
