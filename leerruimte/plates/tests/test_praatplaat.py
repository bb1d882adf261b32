"""A plate as one file: nothing is lost on the way, and nothing in a file is believed."""

import hashlib
import json
import stat
import zipfile
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from leerruimte.base.refused import Refused
from leerruimte.encounters.tests.make import a_partnership
from leerruimte.plates.actions.exchange import import_plate
from leerruimte.plates.actions.writing import store_plate
from leerruimte.plates.content import (
    TEXTS,
    HotspotContent,
    LinkContent,
    PlateContent,
    QuestionContent,
    content_of,
)
from leerruimte.plates.models import Licence, Plate, PlateVersion, Question
from leerruimte.plates.praatplaat.packing import DRAWING, MANIFEST, pack, unpack
from leerruimte.plates.praatplaat.reading import BrokenPraatplaat, read_praatplaat
from leerruimte.plates.praatplaat.schema import schema_text
from leerruimte.plates.praatplaat.writing import write_praatplaat
from leerruimte.plates.svg_cleaning import clean
from leerruimte.plates.tests import make
from leerruimte.plates.tests import make_files as files
from leerruimte.plates.tests.make_own import a_plate_of_ones_own, who_hosts
from leerruimte.plates.tests.test_svg_cleaning import harm_in


def refusal_of(data: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        read_praatplaat(data)
    assert refused.value.field == "file"
    assert refused.value.message
    return refused.value


def problems_of(changed: dict[str, Any]) -> str:
    refused = refusal_of(files.packed(changed))
    assert isinstance(refused, BrokenPraatplaat)
    return "\n".join(refused.problems)


# ---- there and back ----

KEYS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
LANGUAGES = ("nl", "en", "fy", "pt-BR")
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=40)
WORDS = st.dictionaries(st.sampled_from(LANGUAGES), TEXT, max_size=3)
NUMBERS = st.one_of(st.integers(-2000, 2000), st.floats(-2000, 2000, allow_nan=False))


@st.composite
def contents(draw) -> PlateContent:
    """Any plate: words in some languages, empty or not, questions, links, settings; one hotspot that is drawn."""
    keys = draw(st.lists(KEYS, max_size=4, unique=True))
    title = draw(st.dictionaries(st.sampled_from(LANGUAGES), TEXT.filter(bool), min_size=1, max_size=3))
    return PlateContent(
        **{**{name: draw(WORDS) for name in TEXTS}, "title": title},
        words={key: draw(WORDS) for key in keys},
        minutes=draw(st.dictionaries(st.sampled_from(["look", "notice", "act"]), st.integers(1, 600))),
        drawing=clean(make.SMALL_DRAWING).markup,
        questions=tuple(
            QuestionContent(key, draw(st.sampled_from(["look", "notice", "act"])), "none", draw(WORDS), draw(WORDS))
            for key in keys
        ),
        hotspots=(
            HotspotContent(
                "boom",
                1,
                draw(st.one_of(st.just([]), st.lists(NUMBERS, min_size=4, max_size=4))),
                draw(WORDS),
                draw(WORDS),
                draw(WORDS),
            ),
        ),
        links=tuple(
            LinkContent(kind, url, draw(WORDS), draw(WORDS))
            for kind, url in draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(["text", "video", "practice"]),
                        st.sampled_from(["", "https://x.example/a?b=c&d", "http://x.example"]),
                    ),
                    max_size=3,
                )
            )
        ),
        parts=draw(st.dictionaries(st.just("tomorrow"), st.dictionaries(KEYS, st.one_of(WORDS, NUMBERS, TEXT)))),
    )


@given(content=contents())
@settings(deadline=None, max_examples=60)
@pytest.mark.django_db
def test_nothing_is_lost_there_and_back(content):
    version = store_plate(a_partnership(), content, credit="Sanne")
    data = write_praatplaat(version)
    read = read_praatplaat(data)
    assert read.content == content_of(version) == content
    assert read.removed == {}
    there, is_new = import_plate(by=who_hosts(one := a_partnership("Ander")), partnership=one, read=read)
    assert is_new
    assert content_of(there) == content
    assert write_praatplaat(there) == data, "handed on as it is, the file is the same"


@pytest.mark.django_db
def test_a_plate_that_ships_goes_there_and_back_too():
    version = make.the_first_plate()
    read = read_praatplaat(write_praatplaat(version))
    assert read.content == content_of(version)
    assert read.origin[-1]["made_by"] == "Leerruimte"


@pytest.mark.django_db
def test_the_same_plate_gives_the_same_bytes():
    version = a_plate_of_ones_own(a_partnership())
    assert write_praatplaat(version) == write_praatplaat(PlateVersion.objects.get(pk=version.pk))


@pytest.mark.django_db
def test_pictures_come_along():
    version = a_plate_of_ones_own(a_partnership())
    other = a_partnership("Ander")
    read = read_praatplaat(write_praatplaat(version))
    there, _new = import_plate(by=who_hosts(other), partnership=other, read=read)
    assert [one.sha256 for one in there.pictures.all()] == [one.sha256 for one in version.pictures.all()]
    assert there.pictures.get().partnership == other


@pytest.mark.django_db
def test_the_same_file_again_makes_no_double():
    other = a_partnership("Ander")
    data = write_praatplaat(a_plate_of_ones_own(a_partnership()))
    first, is_new = import_plate(by=who_hosts(other), partnership=other, read=read_praatplaat(data))
    again, is_new_again = import_plate(by=who_hosts(other), partnership=other, read=read_praatplaat(data))
    assert (is_new, is_new_again) == (True, False)
    assert first == again
    assert Plate.objects.filter(object__partnership=other).count() == 1


@pytest.mark.django_db
def test_each_who_changes_it_is_a_link_in_the_chain():
    first = store_plate(a_partnership("Eerst"), content_of(make.the_first_plate()), credit="Sanne")
    other = a_partnership("Daarna")
    there, _new = import_plate(by=who_hosts(other), partnership=other, read=read_praatplaat(write_praatplaat(first)))
    assert (there.plate.credit, [link["made_by"] for link in there.plate.origin]) == ("Sanne", ["Sanne"])
    Plate.objects.filter(pk=there.plate.pk).update(credit="Yusuf")
    there.plate.refresh_from_db()
    PlateVersion.objects.filter(pk=there.pk).update(aim={"nl": "Anders"})
    there.refresh_from_db()
    chain = read_praatplaat(write_praatplaat(there)).origin
    assert [(link["made_by"], link["partnership"]) for link in chain] == [("Sanne", "Eerst"), ("Yusuf", "Daarna")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chain", "licence"),
    [
        ([Licence.BY_SA, Licence.ZERO], Licence.BY_SA),
        ([Licence.OWN, Licence.ZERO], Licence.OWN),
        ([Licence.BY, Licence.BY], Licence.BY),
        ([Licence.ZERO, Licence.BY], Licence.BY),
    ],
)
def test_a_file_cannot_give_away_what_an_earlier_maker_did_not(chain, licence):
    (link,) = files.files_of_a_praatplaat()[MANIFEST]["origin"]
    origin = [{**link, "licence": one.value} for one in chain]
    partnership = a_partnership()
    read = read_praatplaat(files.packed(files.files_of_a_praatplaat(origin=origin)))
    version, _new = import_plate(by=who_hosts(partnership), partnership=partnership, read=read)
    assert version.plate.licence == licence


@pytest.mark.django_db
def test_who_may_not_make_plates_there_reads_nothing_in():
    read = read_praatplaat(files.packed(files.files_of_a_praatplaat()))
    with pytest.raises(Refused):
        import_plate(by=who_hosts(a_partnership()), partnership=a_partnership("Ander"), read=read)
    assert not Plate.objects.exists()


def test_the_schema_is_one_and_knows_what_the_models_know():
    schema = json.loads(schema_text())
    Draft202012Validator.check_schema(schema)
    assert schema["$defs"]["part"]["enum"] == Question.Part.values
    assert schema["$defs"]["origin"]["properties"]["licence"]["enum"] == Licence.values


# ---- what is wrong is said, all at once ----


def test_a_good_file_is_good():
    read = read_praatplaat(files.packed(files.files_of_a_praatplaat()))
    assert read.content.title == {"nl": "Klein"}
    assert read.content.hotspots[0].title == {"nl": "Boom"}


def test_everything_that_is_wrong_is_said_at_once():
    broken = files.files_of_a_praatplaat(
        minutes={"look": 0},
        links=[{"kind": "song", "url": "javascript:alert(1)"}],
        questions=[{"id": "Wat!", "movement": "look"}],
    )
    broken["texts/nl.json"] = {"claim": 3, "onbekend": "x"}
    told = problems_of(broken)
    for place in ("manifest.minutes.look", "links.0.kind", "links.0.url", "questions.0.id", "texts/nl.claim"):
        assert place in told
    assert "alert" not in told


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"version": 2}, "manifest.version"),
        ({"format": "iets"}, "manifest.format"),
        ({"languages": ["nl", "en"]}, "texts/en.json"),
        ({"languages": ["../../etc"]}, "manifest.languages.0"),
        ({"languages": ["nl\n"]}, "manifest.languages.0"),
        ({"pictures": ["b" * 64]}, "pictures/"),
        ({"hotspots": []}, "hotspots boom"),
        ({"hotspots": [{"id": "boom", "number": 2, "area": []}]}, "hotspots boom"),
        ({"hotspots": [{"id": "zee", "number": 1, "area": []}]}, "hotspots zee"),
        ({"hotspots": [{"id": "boom", "number": 1, "area": [1e400, 0, 0, 0]}]}, "manifest"),
        ({"questions": [{"id": "wat", "movement": "look", "part": "heaps"}]}, "questions wat"),
        ({"questions": [{"id": "wat", "movement": "look", "part": "none"}] * 2}, "questions wat"),
        ({"working_parts": {"path": {"stations": 3}}}, "working_parts path"),
        ({"working_parts": {"path": {"stations": [{"x": 1, "y": 1, "via": 5}] * 2}}}, "path.stations"),
        ({"working_parts": {"path": {"prompt": 5}}}, "path.prompt"),
        ({"working_parts": {"tomorrow": {"prompt": "Wat?"}}}, "tomorrow.prompt"),
        ({"working_parts": {"tomorrow": {"starters": 3}}}, "tomorrow.starters"),
        ({"working_parts": {"scale": {"prompt": {"nl": 5}}}}, "scale.prompt"),
        ({"working_parts": {"scale": {"steps": [{"id": "a", "label": {}, "sign": "x"}]}}}, "scale.steps a.sign"),
        ({"working_parts": {"marks": {"marks": [{"id": "a", "label": {}, "hint": "x"}]}}}, "marks.marks a.hint"),
        ({"working_parts": {"heaps": {"heaps": [{"id": "a", "label": {}, "question": 1}]}}}, "heaps.heaps a.question"),
        ({"working_parts": {"verzonnen": {}}}, "manifest.working_parts"),
        ({"working_parts": {"tomorrow": {"prompt": {"nl": "half \ud83d"}}}}, "tomorrow.prompt.nl"),
        ({"working_parts": {"tomorrow": {"a\x00b": "x"}}}, "tomorrow"),
        ({"extra": 1}, "manifest"),
        ({"origin": []}, "manifest.origin"),
    ],
)
def test_what_is_not_as_the_schema_has_it_is_named(changes, word):
    assert word in problems_of(files.files_of_a_praatplaat(**changes))


@pytest.mark.parametrize("number", ["1e400", "NaN", "-Infinity"])
def test_a_number_that_cannot_be_kept_is_refused(number):
    given = files.files_of_a_praatplaat(working_parts={"tomorrow": {"far": 31415.5}})
    text = json.dumps(given[MANIFEST]).replace("31415.5", number)
    assert "manifest.json" in problems_of({**given, MANIFEST: text.encode()})


@pytest.mark.parametrize("missing", [MANIFEST, DRAWING, "texts/nl.json"])
def test_a_missing_file_is_named(missing):
    left = {name: value for name, value in files.files_of_a_praatplaat().items() if name != missing}
    assert missing in problems_of(left)


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '{"a": 1, "a": 2}', '{"a": NaN}', "\ufeff{}", "1" * 5000, "null"])
def test_a_manifest_that_is_no_json_is_refused(text):
    assert problems_of({**files.files_of_a_praatplaat(), MANIFEST: text})


def test_words_for_what_is_not_there_are_refused():
    changed = files.files_of_a_praatplaat()
    changed["texts/nl.json"]["questions.weg.text"] = "x"
    assert "questions.weg.text" in problems_of(changed)


def test_a_picture_that_is_none_or_another_is_refused():
    name = "b" * 64
    changed = files.files_of_a_praatplaat(pictures=[name])
    for data in (b"<svg onload='alert(1)'/>", files.a_picture()):
        assert "pictures.bbbb" in problems_of({**changed, f"pictures/{name}": data})


def test_a_picture_with_something_hidden_is_drawn_anew():
    photo = files.a_photo_that_tells_where()
    name = hashlib.sha256(photo).hexdigest()
    changed = files.files_of_a_praatplaat(pictures=[name])
    changed[DRAWING] = changed[DRAWING].replace("</svg>", f'<image href="picture:{name}" width="9" height="9"/></svg>')
    read = read_praatplaat(files.packed({**changed, f"pictures/{name}": photo}))
    (new,) = read.pictures
    assert new != name
    assert f"picture:{new}" in read.content.drawing
    assert files.SECRET_PLACE not in read.pictures[new].data


# ---- hostile ZIPs ----


def test_a_zip_bomb_is_not_unpacked():
    bomb = files.a_zip({MANIFEST: b" " * 200_000_000})
    assert len(bomb) < 1_000_000
    assert refusal_of(bomb).code == "bomb"


def test_many_small_bombs_are_one():
    many = files.a_zip({f"texts/{n}.json": b"x" * 900_000 for n in range(190)})
    assert refusal_of(many).code == "bomb"


def test_a_zip_that_lies_about_its_size_is_not_believed():
    data = bytearray(files.a_zip({MANIFEST: b" " * 50_000_000}))
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert refusal_of(bytes(data)).code in {"bomb", "not_a_zip", "broken"}


@pytest.mark.parametrize(
    "name",
    ["../manifest.json", "/etc/passwd", "texts/../../x", "C:/x", "a\\b", "a//b", "./a", "é", "a b", "x" * 200, "map/"],
)
def test_odd_names_in_a_zip_are_refused(name):
    assert refusal_of(files.a_zip({name: b"x"})).code == "odd_entry"


def test_links_in_a_zip_are_refused():
    link = files.a_zip({"drawing.svg": b"/etc/passwd"}, create_system=3, external_attr=(stat.S_IFLNK | 0o777) << 16)
    assert refusal_of(link).code == "odd_entry"


def test_a_zip_with_a_name_twice_is_refused():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(MANIFEST, "{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(MANIFEST, "{}")
    assert refusal_of(out.getvalue()).code == "double"
    assert refusal_of(files.a_zip({MANIFEST: b"{}", "Manifest.json": b"{}"})).code == "double"


def test_a_zip_with_too_much_in_it_is_refused():
    assert refusal_of(files.a_zip({f"f{n}": b"" for n in range(201)})).code == "too_many"


def test_a_locked_zip_is_refused():
    data = bytearray(files.a_zip({MANIFEST: b"{}"}))
    data[6] |= 1
    place = data.rfind(b"PK\x01\x02")
    data[place + 8] |= 1
    assert refusal_of(bytes(data)).code == "locked"


def test_half_a_zip_and_no_zip_are_refused():
    whole = files.packed(files.files_of_a_praatplaat())
    for data in (b"", b"PK\x03\x04", whole[: len(whole) // 2], whole[:-10], b"niets", files.a_picture()):
        assert refusal_of(data).code == "not_a_zip"


def test_a_file_that_does_not_belong_is_named():
    assert "run.exe" in problems_of({**files.files_of_a_praatplaat(), "run.exe": b"MZ"})


def test_what_is_packed_comes_out_the_same():
    given_files = {"a.json": b"1", "pictures/x": bytes(range(256)) * 50}
    assert unpack(pack(given_files)) == given_files


# ---- hostile words and drawings ----


@pytest.mark.skipif(not files.payloads(), reason="no list of hostile payloads beside the repository")
def test_no_payload_of_the_long_list_comes_through_the_drawing_and_words_stay_words():
    good = files.files_of_a_praatplaat()
    for payload in files.payloads():
        short = payload[:200].replace("\x00", "")
        drawing = good[DRAWING].replace("</svg>", f"<foreignObject>{payload}</foreignObject></svg>")
        words = {**good["texts/nl.json"], "title": short, "guide": payload, "hotspots.boom.title": payload}
        for changed in ({DRAWING: drawing}, {"texts/nl.json": words}, {DRAWING: payload}):
            try:
                read = read_praatplaat(files.packed({**good, **changed}))
            except Refused:
                continue
            assert harm_in(read.content.drawing) == [], payload
            if "texts/nl.json" in changed:
                assert read.content.title == {"nl": short}
