"""The drawings that ship can be read from a distance, in both languages, with or without their head."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import pytest

from leerruimte.plates.strips import strip_width
from leerruimte.plates.tests import make

# The smallest letters that a room can read from a poster.
SMALLEST = 21
# A strip is so many sizes of its letters high (`drawings.words.tag`).
STRIP_HEIGHT = 1.62
SVG = "{http://www.w3.org/2000/svg}"
PLACE = re.compile(r"translate\((-?[\d.]+) (-?[\d.]+)\)")
SCALE = re.compile(r"scale\((-?[\d.]+)")
SHIPPED = pytest.mark.parametrize(
    ("words", "svg"), make.shipped_files(), ids=lambda value: value["slug"] if isinstance(value, dict) else ""
)


class Strip(NamedTuple):
    key: str
    left: float
    top: float
    right: float
    bottom: float


def strips(words: dict, svg: str, language: str) -> Iterator[Strip]:
    """The strips of paper with a word, as wide as a page makes them; turned so little that it does not matter."""
    for tag in ET.fromstring(svg).iter(f"{SVG}g"):
        if tag.get("class") != "lr-tag":
            continue
        x, y = (float(value) for value in PLACE.search(tag.get("transform")).groups())
        strip = next(part for part in tag if part.get("class") == "lr-strip")
        key, size = strip.get("data-i18n"), float(strip.get("data-size"))
        width, height = strip_width(words["words"][key][language], size), size * STRIP_HEIGHT
        yield Strip(key, x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def sizes(part: ET.Element, scale: float = 1) -> Iterator[tuple[str, float]]:
    """Each text with the size of its letters on the sheet."""
    if found := SCALE.search(part.get("transform", "")):
        scale *= abs(float(found[1]))
    if part.tag == f"{SVG}text":
        yield part.text or "", float(part.get("font-size", 0)) * scale
    for inner in part:
        yield from sizes(inner, scale)


@SHIPPED
def test_no_letters_are_too_small(words, svg):
    assert [text for text, size in sizes(ET.fromstring(svg)) if size < SMALLEST] == []


@SHIPPED
def test_every_word_in_the_drawing_can_be_translated(words, svg):
    """Numbers and sums are the same in every language."""
    texts = [text for text in ET.fromstring(svg).iter(f"{SVG}text") if re.search(r"[^\W\d]{2}", text.text or "")]
    assert [text.text for text in texts if not text.get("data-i18n")] == []


@SHIPPED
def test_it_says_what_to_show_where_the_page_writes_the_title(words, svg):
    """All tags and all numbers of hotspots lie in that part."""
    root = ET.fromstring(svg)
    left, top, width, height = (float(value) for value in root.get("data-crop").split())
    for mark in (group for group in root.iter(f"{SVG}g") if group.get("class") == "hs-marker"):
        x, y = (float(value) for value in PLACE.search(mark.get("transform")).groups())
        assert left + 20 <= x <= left + width - 20, (x, y)
        assert top + 20 <= y <= top + height - 20, (x, y)


@SHIPPED
@pytest.mark.parametrize("language", make.BOTH)
def test_strips_stay_on_the_sheet_and_off_each_other(words, svg, language):
    known = list(strips(words, svg, language))
    left, top, width, height = (float(value) for value in ET.fromstring(svg).get("data-crop").split())
    for strip in known:
        assert left <= strip.left, strip
        assert strip.right <= left + width, strip
        assert top <= strip.top, strip
        assert strip.bottom <= top + height, strip
    for one, other in combinations(known, 2):
        apart = one.right < other.left or other.right < one.left or one.bottom < other.top or other.bottom < one.top
        assert apart, (one, other)
