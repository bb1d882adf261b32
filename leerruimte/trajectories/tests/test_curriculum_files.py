"""Curricula in files: CSV and CASE, in and out, and what is said of a file that is not right."""

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

import leerruimte.example
from leerruimte.trajectories.case_json import read_package
from leerruimte.trajectories.case_strict import is_strict, loose, made_id, strict
from leerruimte.trajectories.case_writing import without, write_package
from leerruimte.trajectories.curriculum_plain import WrongFile, from_plain, to_plain
from leerruimte.trajectories.curriculum_table import completed, read_table, write_table
from leerruimte.trajectories.rules.curriculum import (
    CriterionText,
    Framework,
    LevelText,
    OutcomeText,
    ThemeText,
    difference,
    in_order,
)
from leerruimte.trajectories.tests.make_curriculum import same
from tests.data_beside import beside

OURS = Path(leerruimte.example.__file__).parent / "curriculum.csv"
# Published frameworks of others and our own as it was published, and the official schema that they are held against.
CASE_FILES = (
    "case/Ordering.json",
    "case/SmartLevelFramework.json",
    "case/Utf8TestFramework.json",
    "case/opensalt-framework.json",
    "curriculum/curriculum_case.json",
)
SCHEMA = "case/case-v1p1-cfpackage.schema.json"
ID = "6a1b2c3d-0000-4000-8000-00000000000{}".format

# Made by hand, with all that real files do: nulls, links as bare addresses, fields of the version before, no types.
LOOSE: dict[str, Any] = {
    "CFDocument": {
        "identifier": ID(0),
        "uri": "https://example.org/doc",
        "creator": "X",
        "title": "Rekenen",
        "description": None,
        "CFPackageURI": "https://example.org/doc",
        "lastChangeDateTime": "2017-05-25T18:05:33",
    },
    "CFItems": [
        {"identifier": ID(1), "uri": f"https://example.org/{ID(1)}", "fullStatement": "Getallen", "notes": None},
        {
            "identifier": ID(2),
            "uri": f"https://example.org/{ID(2)}",
            "fullStatement": "Telt tot tien",
            "humanCodingScheme": "G.1",
            "CFDocumentURI": "https://example.org/doc",
            "educationalLevel": "01",
            "extensions": {"theirs": [1, {"x": 2}]},
        },
        {"identifier": ID(3), "uri": f"https://example.org/{ID(3)}", "fullStatement": "Telt tot twintig"},
    ],
    "CFAssociations": [
        {
            "identifier": ID(4),
            "uri": "https://example.org/a",
            "associationType": "isChildOf",
            "originNodeURI": f"https://example.org/{ID(2)}",
            "destinationNodeURI": f"https://example.org/{ID(1)}",
            "sequenceNumber": "1",
        },
        {"associationType": "isChildOf", "originNodeURI": {"identifier": ID(3)}, "destinationNodeURI": ID(1)},
        {
            "associationType": "precedes",
            "originNodeURI": {"identifier": ID(2)},
            "destinationNodeURI": {"identifier": ID(3)},
        },
        {
            "associationType": "aligned with",
            "originNodeURI": ID(2),
            "destinationNodeURI": "https://elsewhere.example/x",
        },
    ],
    "CFDefinitions": {"CFItemTypes": [{"identifier": ID(5), "title": "Cluster", "description": None}], "odd": [1]},
    "CFSomething": {"x": 1},
}


def as_bytes(package: object) -> bytes:
    """A package as it lies in a file."""
    return json.dumps(package).encode()


def told(data: bytes) -> str:
    """What is said of a file that is not right."""
    reader = read_package if data[:1] in (b"{", b"[") else read_table
    with override("en"), pytest.raises(WrongFile) as wrong:
        reader(data)
    return " | ".join(f"{one.where}: {one.words}" for one in wrong.value.said)


def test_our_table_is_read_with_all_its_outcomes_themes_and_prerequisites() -> None:
    framework = read_table(OURS.read_bytes())
    assert len(framework.outcomes) == 62
    assert sum(len(one.prerequisites) for one in framework.outcomes) == 67
    assert [one.code for one in framework.themes] == ["PED", "DID", "VAK", "PRO", "IND"]
    assert framework.outcomes[0].criteria[0].words["en"].startswith("You describe three children")


def test_a_table_that_is_written_and_read_again_is_the_same() -> None:
    framework = read_table(OURS.read_bytes())
    assert read_table(write_table(framework)) == framework


def test_columns_we_do_not_know_come_back_out() -> None:
    framework = read_table(b"code;title_nl;Onze kolom\nA-1;Kijken;=1+1\n")
    again = write_table(framework).decode("utf-8-sig")
    assert "onze_kolom" in again
    assert "'=1+1" in again
    assert read_table(again.encode()) == framework


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
TEXTS = st.dictionaries(st.sampled_from(("nl", "en", "fy")), WORDS, min_size=1)


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    """Any framework that holds together."""
    codes = draw(st.lists(st.from_regex(r"[A-Z]{2}-[0-9]{1,3}", fullmatch=True), min_size=1, max_size=6, unique=True))
    themes = draw(st.lists(st.sampled_from(("PED", "DID", "EIGEN")), min_size=1, unique=True))
    outcomes = []
    for number, code in enumerate(codes):
        criteria = draw(st.lists(st.builds(CriterionText, st.integers(1, 5), TEXTS), max_size=3))
        title = draw(TEXTS)
        outcomes.append(
            OutcomeText(
                code=code,
                theme=draw(st.sampled_from(themes)),
                title=title,
                description=draw(st.dictionaries(st.sampled_from(sorted(title)), WORDS)),
                phase=draw(st.integers(1, 6)),
                level=draw(st.integers(1, 5)),
                hours=draw(st.integers(0, 400)),
                weight=draw(st.integers(1, 9)),
                choice=draw(st.sampled_from(("", "AGE"))),
                criteria=tuple(sorted(criteria, key=lambda one: one.level)),
                prerequisites=tuple(draw(st.lists(st.sampled_from(codes[:number]), unique=True)) if number else ()),
                identifier=made_id("test", code),
            )
        )
    levels = tuple(LevelText(number, draw(TEXTS)) for number in range(1, 6))
    used = [one for one in themes if one in {outcome.theme for outcome in outcomes}]
    named = tuple(ThemeText(one, draw(TEXTS)) for one in used)
    phases = {number: draw(TEXTS) for number in {one.phase for one in outcomes}}
    return in_order(Framework(draw(TEXTS), named, levels, phases, tuple(outcomes)))


def as_read_in_order(framework: Framework) -> Framework:
    """With themes in the order of their outcomes, as a table has them; only what a table says."""
    used = dict.fromkeys(one.theme for one in framework.outcomes)
    themes = {one.code: one for one in framework.themes}
    return Framework({}, tuple(themes[one] for one in used), (), framework.phases, framework.outcomes)


@settings(max_examples=60, deadline=None)
@given(frameworks())
def test_any_framework_survives_case_and_what_is_written_is_strict(framework: Framework) -> None:
    package = write_package(framework, creator="Waardland")
    again = read_package(as_bytes(package))
    assert same(again, framework)
    assert [one.identifier for one in again.outcomes] == [one.identifier for one in framework.outcomes]
    assert write_package(again) == write_package(read_package(as_bytes(write_package(again))))
    assert is_strict("document", package["CFDocument"])
    assert all(is_strict("item", one) for one in package["CFItems"])
    assert all(is_strict("association", one) for one in package["CFAssociations"])


@settings(max_examples=60, deadline=None)
@given(frameworks())
def test_any_framework_survives_a_table(framework: Framework) -> None:
    again = as_read_in_order(read_table(write_table(framework)))
    assert same(again, as_read_in_order(framework))


@settings(max_examples=30, deadline=None)
@given(frameworks())
def test_a_framework_survives_waiting_in_the_database(framework: Framework) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(framework)))) == framework


def test_a_loose_package_is_read_and_nothing_of_it_is_lost() -> None:
    framework = read_package(as_bytes(LOOSE))
    assert [(one.code, one.theme, one.prerequisites) for one in framework.outcomes] == [
        ("G.1", ID(1), ()),
        ("2", ID(1), ("G.1",)),
    ]
    assert framework.themes == (ThemeText(ID(1), {"nl": "Getallen"}),)
    package = write_package(framework)
    assert all(is_strict("item", one) for one in package["CFItems"])
    assert all(is_strict("association", one) for one in package["CFAssociations"])
    written = json.dumps(package)
    for kept in ("educationalLevel", "CFPackageURI", '"theirs"', "CFSomething", "aligned with", '"odd"'):
        assert kept in written
    assert read_package(as_bytes(package)) == framework


@pytest.mark.parametrize("name", CASE_FILES)
def test_a_real_file_comes_out_strict_and_loses_nothing(name: str) -> None:
    framework = read_package(beside(name).read_bytes())
    package = write_package(framework)
    schema = json.loads(beside(SCHEMA).read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(package)] == []
    assert read_package(as_bytes(package)) == framework


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["identifier", "uri", "title", "hierarchyCode", "lastChangeDateTime", "extensions", "odd"]),
        st.none().map(lambda _none: "x") | st.integers() | st.just({"a": 1}) | st.just([1]),
    )
)
def test_whatever_is_made_strict_can_be_made_as_it_was(thing: dict[str, Any]) -> None:
    made = strict("CFConcepts", thing)
    assert is_strict("CFConcepts", made)
    assert loose(made) == thing


@pytest.mark.parametrize("at", [40, 400, 900, 1500])
def test_a_package_that_is_cut_off_says_so_and_where(at: int) -> None:
    text = json.dumps(LOOSE, indent=1)[:at]
    assert "the end is missing" in told(text.encode())


def test_what_is_no_package_or_no_table_is_told_plainly() -> None:
    assert "no CFDocument" in told(b"{}")
    assert "no JSON" in told(b'{"CFDocument": {]}')
    assert "built in a way" in told(b'{"a":' * 100_000 + b"1" + b"}" * 100_000)
    assert "built in a way" in told(b'{"CFDocument": {"title": NaN}}')
    assert "names of the columns" in told(b"dit is geen tabel")
    assert "Save it as CSV" in told(b"PK\x03\x04")
    assert "no outcome" in told(b"code,title_nl\n")


def test_all_that_is_wrong_in_a_table_is_told_at_once_with_its_line() -> None:
    rows = ("A-1,Kijken,A-2,veel", "A-2,Doen,A-1,1", "A-2,Nog eens,,2", ",Zonder code,Z-9,3", "A-4,,,4")
    data = "\n".join(["code,title_nl,prerequisites,hours", *rows]).encode()
    said = told(data)
    for words in ("line 2: “veel”", "line 4: The code “A-2” stands on line 3", "Z-9", "circle", "The title is missing"):
        assert words in said, said


def test_double_codes_and_circles_in_a_package_are_told() -> None:
    package = json.loads(json.dumps(LOOSE))
    package["CFItems"][2]["humanCodingScheme"] = "G.1"
    assert "twice" in told(as_bytes(package))
    package = json.loads(json.dumps(LOOSE))
    back = {"associationType": "precedes", "originNodeURI": ID(3), "destinationNodeURI": ID(2)}
    package["CFAssociations"].append(back)
    assert "circle" in told(as_bytes(package))


# ---- what was wrong once ----


def test_a_large_package_is_read_at_once() -> None:
    count = 3000
    ids = [made_id("large", str(number)) for number in range(count)]
    items = [{"identifier": one, "uri": one, "fullStatement": f"Item {n}"} for n, one in enumerate(ids)]
    links = [
        {"associationType": kind, "originNodeURI": ids[n], "destinationNodeURI": ids[to]}
        for n in range(1, count)
        for kind, to in (("isChildOf", n // 10), ("precedes", min(n + 1, count - 1)))
    ]
    package = {"CFDocument": {"title": "Groot", "creator": "X"}, "CFItems": items, "CFAssociations": links}
    began = time.process_time()
    framework = read_package(as_bytes(package))
    # Once each item looked at all the others: half a minute.
    assert time.process_time() - began < 8
    assert len(framework.outcomes) == count - 1
    assert framework.outcomes[5].prerequisites == (framework.outcomes[4].code,)


def test_numbers_in_a_list_that_begin_anew_are_no_double_codes() -> None:
    package = json.loads(json.dumps(LOOSE))
    for item in package["CFItems"][1:]:
        item.pop("humanCodingScheme", None)
        item["listEnumeration"] = "1"
    framework = read_package(as_bytes(package))
    codes = [one.code for one in framework.outcomes]
    assert codes[0] == "1"
    assert len(set(codes)) == len(codes)
    assert read_package(as_bytes(write_package(framework))) == framework


@pytest.mark.parametrize(
    "extensions",
    [
        {"themes": [{"code": "A"}, {"code": "A"}, {"code": "x" * 90}, "odd"], "levels": [{"number": 10**8}]},
        {"phases": {"²": {"nl": "x"}, "9" * 5000: {"nl": "x"}, "1": {"nl": "Eerste"}}},
    ],
)
def test_extensions_of_others_that_are_called_as_ours_do_no_harm(extensions: dict[str, Any]) -> None:
    package = json.loads(json.dumps(LOOSE))
    package["CFDocument"]["extensions"] = extensions
    framework = read_package(as_bytes(package))
    assert len({theme.code for theme in framework.themes}) == len(framework.themes)
    assert all(len(theme.code) <= 40 for theme in framework.themes)
    assert max(level.number for level in framework.levels) <= 10


def test_a_line_that_was_copied_with_its_identifier_is_told() -> None:
    one = made_id("x")
    said = told(f"code,title_nl,identifier\nA-1,Kijken,{one}\nA-2,Doen,{one}\n".encode())
    assert "line 3, A-2: It has the identifier of “A-1”" in said


def test_a_level_that_cannot_be_is_told() -> None:
    assert "level is a number" in told(b"code,title_nl,measure_nl_77\nA-1,Kijken,Zo\n")


def test_a_table_that_is_cut_off_within_a_cell_says_so() -> None:
    assert "line 3: A quotation mark is not closed" in told(b'code,title_nl\nA-1,x\nA-2,"Kijken en\nA-3,y\n')
    # In the middle of a word it is only a sign.
    assert read_table(b'code,title_nl\nA-1,een 5" schroef\nA-2,y\n').outcomes[0].title == {"nl": 'een 5" schroef'}


def test_a_next_version_is_another_document_that_replaces_the_one_before() -> None:
    framework = read_package(as_bytes(LOOSE))
    first, second = ID(0), made_id(ID(0), "version", "2")
    package = write_package(framework, document=second, replaces=first)
    assert package["CFDocument"]["identifier"] == second
    (link,) = [one for one in package["CFAssociations"] if one["associationType"] == "replacedBy"]
    assert (link["originNodeURI"]["identifier"], link["destinationNodeURI"]["identifier"]) == (first, second)
    assert all(is_strict("association", one) for one in package["CFAssociations"])
    # Who reads it keeps that, and writes it once.
    again = read_package(as_bytes(package))
    assert write_package(again, document=second, replaces=first)["CFAssociations"].count(link) == 1
    assert write_package(again)["CFAssociations"].count(link) == 1


def edited(framework: Framework) -> Framework:
    """As owners leave it: an outcome more, one in another phase, one with another name, one that needs another."""
    first, *rest = framework.outcomes
    new = OutcomeText(
        code="NIEUW-1",
        theme=first.theme,
        title={"nl": "Iets nieuws"},
        criteria=(CriterionText(1, {"nl": "Je doet het."}),),
        prerequisites=(first.code,),
        identifier=made_id("new"),
    )
    moved = replace(first, phase=2, hours=30, title={**first.title, "nl": "Anders"})
    return in_order(replace(framework, outcomes=(moved, *rest, new)))


@pytest.mark.parametrize("name", [*CASE_FILES, ""])
def test_what_owners_change_in_a_real_file_comes_out_and_in_again(name: str) -> None:
    data = beside(name).read_bytes() if name else as_bytes(LOOSE)
    framework = edited(read_package(data))
    again = read_package(as_bytes(write_package(framework)))
    assert not difference(framework, again)
    assert [one.code for one in again.themes] == [one.code for one in framework.themes]
    assert read_package(as_bytes(write_package(again))) == again


@pytest.mark.parametrize("name", ["{}", "G-{}", "8F0E2B7C-0000-4000-8000-00000000000{}"])
def test_identifiers_of_any_kind_keep_their_links(name: str) -> None:
    text = json.dumps(LOOSE)
    for number in range(1, 4):
        text = text.replace(ID(number), name.format(number))
    framework = read_package(text.encode())
    assert [one.prerequisites for one in framework.outcomes] == [(), ("G.1",)]
    again = read_package(as_bytes(write_package(framework)))
    assert not difference(framework, again)
    assert write_package(again) == write_package(framework)


def test_an_outcome_that_is_taken_out_does_not_come_back_by_its_translation() -> None:
    package = json.loads(json.dumps(LOOSE))
    translation = {"identifier": ID(6), "language": "en", "fullStatement": "Counts to twenty"}
    package["CFItems"].append(translation)
    package["CFAssociations"].append(
        {"associationType": "isTranslationOf", "originNodeURI": ID(6), "destinationNodeURI": ID(3)}
    )
    framework = read_package(as_bytes(package))
    assert framework.outcomes[1].title == {"nl": "Telt tot twintig", "en": "Counts to twenty"}
    left = replace(framework, outcomes=framework.outcomes[:1], source=without(framework.source, {ID(3)}))
    again = read_package(as_bytes(write_package(left)))
    assert [one.code for one in again.outcomes] == ["G.1"]
    assert "Counts to twenty" not in json.dumps(write_package(left))


def test_what_comes_first_no_longer_stays_away_however_the_file_names_it() -> None:
    framework = read_package(json.dumps(LOOSE).replace(ID(3), "G-3").encode())
    free = replace(framework, outcomes=tuple(replace(one, prerequisites=()) for one in framework.outcomes))
    assert not difference(free, read_package(as_bytes(write_package(free))))


@pytest.mark.parametrize("name", CASE_FILES)
def test_a_package_that_was_changed_as_a_table_comes_out_with_all_that_it_had(name: str) -> None:
    framework = read_package(beside(name).read_bytes())
    again = completed(read_table(write_table(framework)), {}, framework)
    assert not difference(framework, again)
    assert json.loads(json.dumps(write_package(again))) == json.loads(json.dumps(write_package(framework)))


def test_a_table_without_names_leaves_those_that_were_there() -> None:
    before = read_package(as_bytes(LOOSE))
    table = read_table(f"code,title_nl,theme\nG.1,Telt tot tien,{ID(1)}\nN-1,Nieuw,N\n".encode())
    again = completed(table, {}, before)
    assert again.themes == (ThemeText(ID(1), {"nl": "Getallen"}), ThemeText("N", {"nl": "N"}))
    assert ID(3) not in json.dumps(write_package(again))
