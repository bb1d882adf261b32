"""Hotspots move, come and go; what is drawn stays."""

import re
from dataclasses import replace

import pytest

from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.plates.content import HotspotContent, PlateContent, content_of
from leerruimte.plates.pictures.wrapping import picture_drawing
from leerruimte.plates.placing import placed
from leerruimte.plates.queries import current_version
from leerruimte.plates.svg_cleaning import clean
from leerruimte.plates.tests.make import shipped_slugs

pytestmark = pytest.mark.django_db
NEW = HotspotContent("nieuw", 11, [700.0, 700.0, 200.0, 120.0], {"nl": "Nieuw"}, {}, {})


@pytest.fixture
def landscape() -> PlateContent:
    load_shipped()
    return content_of(current_version("leerlandschap"))


def numbered(spots) -> list[HotspotContent]:
    return [replace(one, number=number) for number, one in enumerate(spots, start=1)]


def told(drawing: str) -> dict[str, tuple[int, list[float]]]:
    return {key: (number, list(area)) for key, (number, area) in clean(drawing).hotspots.items()}


def pictures_in(drawing: str) -> int:
    """How much is drawn: everything but areas, markers and titles."""
    return len(re.findall(r"<(path|use|circle|rect|ellipse|text)", drawing))


def test_nothing_moved_is_the_very_same_drawing(landscape):
    assert placed(landscape, landscape.hotspots) == landscape.drawing


@pytest.mark.parametrize("place", [0, 4, 9])
def test_a_hotspot_that_moved_lies_over_the_drawing_and_its_picture_stays(landscape, place):
    spots = list(landscape.hotspots)
    spots[place] = replace(spots[place], area=[100.0, 300.0, 250.0, 90.0])
    drawing = placed(landscape, spots)
    assert told(drawing)[spots[place].key] == (place + 1, [100.0, 300.0, 250.0, 90.0])
    assert {key: value for key, value in told(drawing).items() if key != spots[place].key} == {
        one.key: (one.number, one.area) for one in landscape.hotspots if one.key != spots[place].key
    }
    assert drawing.count(f'data-hotspot="{spots[place].key}"') == 1
    # Its area, two circles and a number went there, and came here.
    assert pictures_in(drawing) == pictures_in(landscape.drawing)
    assert clean(drawing).markup == drawing


def test_a_hotspot_that_is_taken_away_leaves_its_picture(landscape):
    spots = numbered(one for one in landscape.hotspots if one.key != "loslaten")
    drawing = placed(landscape, spots)
    assert list(told(drawing)) == [one.key for one in spots]
    assert pictures_in(drawing) == pictures_in(landscape.drawing) - 4
    assert "plek-loslaten" not in re.sub(r'data-i18n="[^"]*"', "", drawing)
    assert [number for number, _area in told(drawing).values()] == list(range(1, 10))
    # The number that people see is the one that is told.
    markers = re.findall(r'class="hs-marker">.*?<text[^>]*>(\d+)</text>', drawing, re.DOTALL)
    assert sorted(map(int, markers)) == list(range(1, 10))


def test_what_was_laid_over_can_move_again_and_go(landscape):
    first = placed(landscape, [*landscape.hotspots, NEW])
    base = replace(landscape, drawing=first, hotspots=(*landscape.hotspots, NEW))
    moved = replace(NEW, area=[10.0, 200.0, 80.0, 60.0])
    assert told(placed(base, [*landscape.hotspots, moved]))["nieuw"] == (11, [10.0, 200.0, 80.0, 60.0])
    gone = placed(base, landscape.hotspots)
    assert told(gone) == told(landscape.drawing)
    assert placed(base, base.hotspots) == first


def test_every_shipped_drawing_can_lose_and_move_all_its_hotspots():
    load_shipped()
    for slug in shipped_slugs():
        content = content_of(current_version(slug))
        moved = [replace(one, area=[one.area[0] + 1, *one.area[1:]]) for one in content.hotspots]
        assert told(placed(content, moved)) == {one.key: (one.number, one.area) for one in moved}
        assert told(placed(content, [])) == {}


def test_a_picture_gets_its_hotspots_the_same_way(landscape):
    bare = replace(landscape, drawing=picture_drawing("a" * 64, 800, 600), hotspots=())
    drawing = placed(bare, [replace(NEW, number=1)])
    assert clean(drawing, pictures={"a" * 64}).hotspots["nieuw"][0] == 1


def test_a_title_is_only_words(landscape):
    hostile = replace(NEW, title={"nl": '</title><script>alert(1)</script>"'})
    assert "<script" not in placed(landscape, [*landscape.hotspots, hostile])
