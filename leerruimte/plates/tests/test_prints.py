"""A plate on paper: posters, cards, a guide; all with fonts and pictures inside."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from leerruimte.look.templatetags.look import in_language
from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.plates.models import PlateVersion
from leerruimte.plates.prints import PRINTS, SHEETS
from leerruimte.plates.queries import plate_seen, shipped_plates

pytestmark = pytest.mark.django_db


@pytest.fixture
def plates() -> list[PlateVersion]:
    load_shipped()
    return shipped_plates()


def printed(version: PlateVersion, what: str, language: str = "nl") -> PdfReader:
    with translation.override(language):
        return PdfReader(io.BytesIO(PRINTS[what](plate_seen(version), language)))


def words_of(pdf: PdfReader) -> str:
    return "".join("".join(page.extract_text() for page in pdf.pages).replace("\xad", "").split())


def squeezed(text: str) -> str:
    """Without white space and the hyphens of broken words."""
    return "".join(text.split())


@pytest.mark.parametrize(
    ("size", "width", "height"), [("a4", 297, 210), ("a3", 420, 297), ("a2", 594, 420), ("a0", 1188, 840)]
)
def test_a_poster_is_two_sheets_of_its_size(plates: list[PlateVersion], size: str, width: int, height: int):
    pdf = printed(plates[0], f"poster-{size}")
    assert len(pdf.pages) == 2
    box = pdf.pages[0].mediabox
    points = 72 / 25.4
    assert (float(box.width), float(box.height)) == pytest.approx((width * points, height * points), abs=4)


def test_every_question_and_hotspot_of_every_plate_is_on_its_poster(plates: list[PlateVersion]):
    for version in plates:
        words = words_of(printed(version, "poster-a3"))
        for question in version.questions.all():
            assert squeezed(question.text["nl"]) in words, (version, question)
        for spot in version.hotspots.all():
            assert squeezed(spot.question["nl"]) in words, (version, spot)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_guide_of_every_plate_is_one_page_in_both_languages(plates: list[PlateVersion], language: str):
    for version in plates:
        pdf = printed(version, "gids", language)
        assert len(pdf.pages) == 1, version
        with translation.override(language):
            assert squeezed(in_language(version.aim)) in words_of(pdf)


def test_cards_lie_eight_on_a_page(plates: list[PlateVersion]):
    for version in plates:
        cards = version.questions.count() + version.hotspots.count()
        assert len(printed(version, "kaartjes").pages) == -(-cards // 8)


def test_fonts_are_inside(plates: list[PlateVersion]):
    for what in PRINTS:
        for page in printed(plates[0], what).pages:
            for font in page["/Resources"]["/Font"].values():
                found = font.get_object()
                inner = found["/DescendantFonts"][0].get_object() if "/DescendantFonts" in found else found
                descriptor = inner["/FontDescriptor"].get_object()
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor), (what, descriptor)


def test_what_a_plate_says_is_never_read_as_markup(plates: list[PlateVersion]):
    version = plates[0]
    PlateVersion.objects.filter(pk=version.pk).update(aim={"nl": '#panic("x") *ster* `code` $a$ <b>'})
    version.refresh_from_db()
    assert squeezed('#panic("x")*ster*`code`$a$<b>') in words_of(printed(version, "gids"))


def test_a_print_is_had_by_its_address_and_not_made_again(plates: list[PlateVersion]):
    address = reverse("plates:print", args=[plates[0].plate.slug, "poster-a2"])
    first = Client().get(address)
    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert Client().get(reverse("plates:print", args=[plates[0].plate.slug, "poster-a9"])).status_code == 404
    assert set(SHEETS) == {"a4", "a3", "a2", "a0"}
