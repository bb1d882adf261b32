"""Loading plates from files: again changes nothing, broken changes nothing, used versions stay."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError

from leerruimte.encounters.models import BoundaryObject
from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.plates.models import Hotspot, Movement, Plate, PlateVersion, Question
from leerruimte.plates.plate_file import BrokenPlate, balanced, read_plate
from leerruimte.plates.queries import current_version, shipped_plates
from leerruimte.plates.tests import make

pytestmark = pytest.mark.django_db


def everything() -> list[tuple]:
    return [
        row for model in (BoundaryObject, Plate, PlateVersion, Question, Hotspot) for row in model.objects.values_list()
    ]


def test_loading_twice_changes_nothing():
    made = load_shipped()
    before = everything()
    assert [version.plate.slug for version in made] == make.shipped_slugs()
    assert load_shipped() == []
    assert everything() == before


def test_other_white_space_or_order_in_the_file_is_the_same_plate(tmp_path):
    words = make.small_words()
    load_shipped(folder=make.a_folder_with(tmp_path, words))
    turned = json.dumps(dict(reversed(words.items())), indent=4)
    (tmp_path / "klein.json").write_text(turned, "utf-8")
    assert load_shipped(folder=tmp_path) == []


def test_a_plate_that_says_something_else_gets_a_new_version_and_the_old_one_stays(tmp_path):
    load_shipped(folder=make.a_folder_with(tmp_path, make.small_words()))
    first = current_version("klein")
    words = make.small_words(title=make.said("Groter"))
    load_shipped(folder=make.a_folder_with(tmp_path, words))
    second = current_version("klein")
    assert (first.number, second.number) == (1, 2)
    first.refresh_from_db()
    assert first.title == make.said("Klein")
    assert first.hotspots.count() == second.hotspots.count() == 1
    assert second.plate.object.title == "Groter (nl)"


def test_another_drawing_alone_is_a_new_version_too(tmp_path):
    load_shipped(folder=make.a_folder_with(tmp_path, make.small_words()))
    larger = make.SMALL_DRAWING.replace('r="30"', 'r="31"')
    made = load_shipped(folder=make.a_folder_with(tmp_path, make.small_words(), larger))
    assert [version.number for version in made] == [2]


def test_a_version_that_a_conversation_was_held_on_cannot_be_deleted():
    from leerruimte.conversations.tests import make as conversations

    conversation = conversations.a_conversation()
    with pytest.raises(ProtectedError):
        conversation.plate.delete()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"slug": "Klein plaatje"}, "slug"),
        ({"number": "een"}, "number"),
        ({"title": {"nl": "Klein", "en": " "}}, "title.en"),
        ({"claim": None}, "claim"),
        ({"questions": "geen"}, "questions"),
        ({"questions": [{"id": "wat", "text": make.said("Wat?"), "phase": "later"}]}, "questions wat.phase"),
        ({"questions": [{"id": "wat", "text": {"nl": "Wat?"}, "phase": "look"}]}, "questions wat.text.en"),
        ({"minutes": {"look": 10, "notice": 0, "act": 10}}, "minutes.notice"),
        ({"hotspots": []}, "hotspots boom"),
        (
            {"links": [{"kind": "text", "title": make.said("x"), "about": make.said("x"), "url": "javascript:1"}]},
            "links 1.url",
        ),
        ({"working_parts": {"path": {"stations": [{"x": 1, "y": 2}]}}}, "working_parts path.stations"),
        ({"words": {"zon": {"nl": "zon"}}}, "words.zon.en"),
    ],
)
def test_a_broken_file_changes_nothing_and_says_where(tmp_path, change, place):
    load_shipped(folder=make.a_folder_with(tmp_path, make.small_words()))
    before = everything()
    with pytest.raises(BrokenPlate) as broken:
        load_shipped(folder=make.a_folder_with(tmp_path, make.small_words(**change)))
    assert any(f"klein.json: {place}: " in problem for problem in broken.value.problems), broken.value.problems
    assert everything() == before


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    words = make.small_words(slug="", claim=None, minutes={})
    with pytest.raises(BrokenPlate) as broken:
        load_shipped(folder=make.a_folder_with(tmp_path, words))
    assert len(broken.value.problems) == 5


@pytest.mark.parametrize(
    ("words", "drawing"),
    [
        ("geen json", make.SMALL_DRAWING),
        ("[]", make.SMALL_DRAWING),
        (json.dumps(make.small_words()), ""),
        (json.dumps(make.small_words()), "<svg>"),
        (json.dumps(make.small_words()), make.SMALL_DRAWING.replace('data-nr="1"', 'data-nr="2"')),
        (json.dumps(make.small_words()), make.SMALL_DRAWING.replace("boom", "struik")),
    ],
)
def test_words_and_drawing_must_fit(words, drawing):
    with pytest.raises(BrokenPlate):
        read_plate("klein", words, drawing)


def test_one_broken_plate_among_good_ones_changes_nothing(tmp_path):
    make.a_folder_with(tmp_path, make.small_words())
    (tmp_path / "ander.json").write_text("{", "utf-8")
    with pytest.raises(BrokenPlate, match=r"ander\.json"):
        load_shipped(folder=tmp_path)
    assert not Plate.objects.exists()


def test_the_command_says_what_it_did_and_what_is_wrong(tmp_path):
    said = io.StringIO()
    call_command("load_plates", stdout=said)
    call_command("load_plates", stdout=said)
    told = [f"{slug}: version 1" for slug in make.shipped_slugs()]
    assert said.getvalue().splitlines() == [*told, "All plates were up to date."]
    with pytest.raises(CommandError, match=r"slug"):
        call_command("load_plates", folder=make.a_folder_with(tmp_path, make.small_words(slug="?")))


@pytest.mark.parametrize(
    ("words", "svg"), make.shipped_files(), ids=lambda value: value["slug"] if isinstance(value, dict) else ""
)
def test_a_shipped_plate_is_whole_in_both_languages(words, svg):
    plate = read_plate(words["slug"], json.dumps(words), svg)
    assert set(words["title"]) == set(make.BOTH)
    assert plate.drawing.left_out == frozenset()
    assert set(plate.drawing.words) == set(plate.drawn_words), (
        "each text in the drawing has words, and the other way round"
    )
    assert plate.drawing.hotspots.keys() == {spot["id"] for spot in words["hotspots"]}
    assert sorted(number for number, _area in plate.drawing.hotspots.values()) == list(
        range(1, len(words["hotspots"]) + 1)
    )
    assert set(words["description"]) == set(make.BOTH)
    assert all(3 <= text.count(". ") + 1 <= 5 for text in words["description"].values())
    assert 5 <= len(words["questions"]) <= 7
    assert 5 <= len(words["hotspots"]) <= 10
    assert {question["phase"] for question in words["questions"]} == set(Movement.values)
    assert list(make.not_in_both_languages(words)) == []


def test_stations_of_the_path_name_hotspots_that_are_there():
    version = make.the_first_plate()
    stations = version.parts.get(kind="path").settings["stations"]
    known = {spot.key for spot in version.hotspots.all()}
    assert {station["hotspot"] for station in stations} <= known


def test_shipped_plates_come_by_number():
    make.the_first_plate()
    numbers = [version.plate.number for version in shipped_plates()]
    assert numbers == list(range(1, len(make.shipped_slugs()) + 1))


@pytest.mark.parametrize(
    ("claim", "lines"),
    [
        ("Van twee\nnaar één", ("Van twee", "naar één")),
        ("Elke leerweg is een nieuwe puzzel", ("Elke leerweg is", "een nieuwe puzzel")),
        ("Samen", ("Samen", "")),
    ],
)
def test_a_claim_stands_in_two_lines(claim, lines):
    assert balanced(claim) == lines
