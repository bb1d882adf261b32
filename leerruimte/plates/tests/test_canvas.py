"""The canvas, plate 7: what one writes on the screen and what one writes on paper are the same places."""

import json
import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from drawings.plate_7 import CLOTHS
from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.plates.paper import SHIPPED
from leerruimte.plates.queries import current_version
from leerruimte.plates.svg import drawing_markup
from leerruimte.plates.svg_cleaning import Area, clean
from leerruimte.plates.tests import make

NAME = "7-canvas"
SVG = "{http://www.w3.org/2000/svg}"
# A3 across, in millimetres, for the 1600 units of a drawing.
MILLIMETRE = 420 / 1600


@pytest.fixture(scope="module")
def words() -> dict:
    return json.loads((SHIPPED / f"{NAME}.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def drawing() -> str:
    return (SHIPPED / f"{NAME}.svg").read_text("utf-8")


def to_write_in(svg: str) -> dict[str, Area]:
    """The rectangles that are left open, by their key."""
    rects = [rect for rect in ET.fromstring(svg).iter(f"{SVG}rect") if rect.get("data-field")]
    found = {
        rect.get("data-field"): Area(*(float(rect.get(side)) for side in "x y width height".split())) for rect in rects
    }
    assert len(found) == len(rects)
    return found


def fields_of(words: dict) -> list[dict]:
    return words["working_parts"]["canvas"]["fields"]


def test_each_field_is_a_place_in_the_drawing_and_the_other_way_round(words, drawing):
    assert [field["id"] for field in fields_of(words)] == list(to_write_in(drawing))


def test_each_choice_is_a_badge_with_the_same_word(words, drawing):
    badges = set(re.findall(r'class="lr-choice" data-field="([a-z-]+)"', drawing))
    told = {
        f"{field['id']}-{choice['id']}": choice["label"]
        for field in fields_of(words)
        for choice in field.get("choices", [])
    }
    assert badges == set(told)
    assert {key: words["words"][key] for key in told} == told


def test_fields_lie_in_their_hotspot_and_off_each_other(words, drawing):
    places = to_write_in(drawing)
    areas = {key: area for key, (_number, area) in clean(drawing).hotspots.items()}
    for field in fields_of(words):
        place, around = places[field["id"]], areas[field["hotspot"]]
        assert around.x <= place.x
        assert around.y <= place.y
        assert place.x + place.width <= around.x + around.width
        assert place.y + place.height <= around.y + around.height
    for one, other in combinations(places.values(), 2):
        assert (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )


def test_most_of_the_cloth_is_left_open(drawing):
    cloth = sum(width * height for _x, _y, width, height in CLOTHS.values())
    assert sum(place.width * place.height for place in to_write_in(drawing).values()) / cloth >= 0.6


def test_on_a3_there_is_room_for_a_hand(drawing):
    """Three lines of eight millimetres, six centimetres wide: that is how much a pen needs at least."""
    for place in to_write_in(drawing).values():
        assert place.width * MILLIMETRE >= 60
        assert place.height * MILLIMETRE >= 24


def test_plate_6_asks_for_the_same_fields(words):
    partner = json.loads((SHIPPED / "6-partner.json").read_text("utf-8"))
    canvas = partner["working_parts"]["canvas"]
    assert canvas["uses_plate"] == words["number"]
    assert [field["id"] for field in canvas["fields"]] == [field["id"] for field in fields_of(words)]


@pytest.mark.django_db
@pytest.mark.parametrize("language", make.BOTH)
def test_a_page_keeps_the_places_to_write(drawing, language):
    load_shipped()
    assert to_write_in(drawing_markup(current_version("canvas"), language, crop=True)) == to_write_in(drawing)
