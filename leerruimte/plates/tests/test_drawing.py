"""The drawing in a page: translated, cropped, with links, strips that fit."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.plates.queries import current_version
from leerruimte.plates.strips import strip_width
from leerruimte.plates.svg import around, drawing_markup, hotspot_excerpt
from leerruimte.plates.svg_cleaning import Area
from leerruimte.plates.tests import make

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def version():
    return make.the_first_plate()


def root_of(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)


@pytest.mark.parametrize("language", make.BOTH)
@pytest.mark.parametrize("crop", [True, False])
@pytest.mark.parametrize("links", [True, False])
def test_it_is_well_formed_however_it_is_asked_for(version, language, crop, links):
    for words in (True, False):
        markup = drawing_markup(version, language, crop=crop, words=words, links=links)
        assert root_of(markup).tag == SVG + "svg"
        assert "style=" not in markup


def test_words_are_in_the_language_asked_for(version):
    dutch, english = (drawing_markup(version, language) for language in make.BOTH)
    assert "samen onderzoeken" in dutch
    assert "research together" in english
    assert "samen onderzoeken" not in english
    assert ">to one learning space<" in english
    assert 'lang="en"' in english


def test_another_language_falls_back_to_dutch(version):
    assert "samen onderzoeken" in drawing_markup(version, "fr")


@pytest.mark.parametrize("language", make.BOTH)
def test_each_strip_is_as_wide_as_its_word(version, language):
    markup = drawing_markup(version, language)
    drawn = re.findall(r'lr-strip" data-width="([\d.]+)" data-size="([\d.]+)" data-i18n="([\w-]+)"', version.drawing)
    scales = re.findall(r'<g class="lr-strip" transform="scale\(([\d.]+) 1\)">', markup)
    assert len(drawn) == len(scales) == len(version.words) - 3
    for (width, size, key), scale in zip(drawn, scales, strict=True):
        wanted = strip_width(version.words[key][language], float(size))
        assert float(width) * float(scale) == pytest.approx(wanted, rel=0.01)


def test_cropped_it_has_no_head_and_shows_what_is_left(version):
    whole, cropped = drawing_markup(version, "nl"), drawing_markup(version, "nl", crop=True)
    assert 'viewBox="0 0 1600 1000"' in whole
    assert 'viewBox="0 256 1600 744"' in cropped
    assert "Van twee leeromgevingen" in whole
    assert "Van twee leeromgevingen" not in cropped
    assert "samen onderzoeken" in cropped


def test_without_words_there_are_no_texts_at_all(version):
    assert "<text" not in drawing_markup(version, "nl", words=False)


def test_as_a_picture_it_has_a_name_and_a_description(version):
    root = root_of(drawing_markup(version, "nl"))
    assert root.get("role") == "img"
    assert root.get("aria-label") == version.title["nl"]
    described = root.find(f".//{SVG}desc")
    assert described.get("id") == root.get("aria-describedby")
    assert described.text == version.description["nl"]


def test_hotspots_are_links_with_number_and_title_when_asked_for(version):
    root = root_of(drawing_markup(version, "en", links=True))
    links = root.findall(f".//{SVG}a")
    assert root.get("role") == "group"
    assert [link.get("aria-label") for link in links] == [
        f"{spot.number} {spot.title['en']}" for spot in version.hotspots.all()
    ]
    assert [link.get("href") for link in links] == [f"#punt-{spot.key}" for spot in version.hotspots.all()]
    assert all(link.find(f"{SVG}g").get("data-hotspot") == link.get("href").removeprefix("#punt-") for link in links)


def test_ids_are_there_once(version):
    ids = re.findall(r' id="([^"]+)"', drawing_markup(version, "nl", links=True))
    assert len(ids) == len(set(ids))


def test_words_that_look_like_markup_stay_words(tmp_path):
    evil = dict.fromkeys(make.BOTH, "<script>alert(1)</script>\"'")
    words = make.small_words(title=evil, claim=evil, words={"zon": evil}, description=evil)
    words["hotspots"][0]["title"] = evil
    load_shipped(folder=make.a_folder_with(tmp_path, words))
    markup = drawing_markup(current_version("klein"), "nl", links=True)

    class Tags(HTMLParser):
        seen: set[str] = set()

        def handle_starttag(self, tag, attrs):
            self.seen.add(tag)
            assert not [name for name, _value in attrs if name.startswith("on")]

    Tags().feed(markup)
    assert "script" not in Tags.seen


def test_a_drawing_is_asked_of_the_database_once(version, django_assert_num_queries):
    drawing_markup(version, "nl", crop=True, links=True)
    with django_assert_num_queries(0):
        drawing_markup(version, "nl", crop=True, links=True)


def test_the_excerpt_lies_around_the_hotspot_inside_the_drawing(version):
    for spot in version.hotspots.all():
        x, y, width, height = map(float, hotspot_excerpt(version, spot.key).split())
        area = Area(*spot.area)
        assert x >= 0
        assert y >= 256
        assert x + width <= 1600
        assert y + height <= 1000
        assert width / height == pytest.approx(3, rel=0.01)
        assert x <= area.x + area.width / 2 <= x + width
        assert y <= area.y + area.height / 2 <= y + height


def test_the_excerpt_of_an_unknown_hotspot_is_the_whole_cropped_drawing(version):
    assert hotspot_excerpt(version, "bestaat-niet") == "0 256 1600 744"


def test_a_box_around_something_near_the_edge_stays_inside():
    assert around(Area(0, 0, 10, 10), Area(0, 0, 100, 50), 2) == Area(0, 0, 22, 11)
    assert around(Area(95, 45, 5, 5), Area(0, 0, 100, 50), 2) == Area(89, 44.5, 11, 5.5)
