"""The drawings that are checked in are the ones that `make plates` draws from code and words."""

import pytest

from drawings.__main__ import PLATES, drawn
from leerruimte.plates.paper import SHIPPED


@pytest.mark.parametrize("name", PLATES)
def test_the_checked_in_drawing_is_what_the_code_draws(name):
    assert drawn(name) == (SHIPPED / f"{name}.svg").read_text("utf-8"), "run `make plates`"


def test_each_shipped_plate_is_drawn_by_code():
    assert (
        {path.stem for path in SHIPPED.glob("*.svg")} == set(PLATES) == {path.stem for path in SHIPPED.glob("*.json")}
    )
