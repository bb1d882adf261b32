"""Forms in turns and canvases: nothing typed is written over, nobody reads what is written apart before its time."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerruimte.base.refused import Refused
from leerruimte.conversations.actions.joining import delete_mine
from leerruimte.conversations.actions.sheets import open_at_table, show_sheet
from leerruimte.conversations.hot import apply_batch
from leerruimte.conversations.models import Conversation, Entry, Turn
from leerruimte.conversations.queries import sheets
from leerruimte.conversations.queries.phone import all_of, mine
from leerruimte.conversations.rules import Version, all_under, form_role, shared_words, standing
from leerruimte.conversations.tests import make
from leerruimte.conversations.tests import make_sheets as making
from leerruimte.encounters.models import Participation
from leerruimte.people.models import Role

# ---- what stands ----


@st.composite
def histories(draw: st.DrawFn) -> list[Version]:
    """Versions as they can come about: each on top of some that were there."""
    made: dict[str, Version] = {}
    for number in range(draw(st.integers(1, 9))):
        follows = draw(st.lists(st.sampled_from(sorted(made)), unique=True)) if made else []
        under = all_under(follows, {key: one.under for key, one in made.items()})
        made[str(number)] = Version(str(number), frozenset(under), draw(st.booleans()))
    return list(made.values())


@given(histories(), st.integers())
def test_the_order_in_which_versions_arrive_makes_no_difference(history: list[Version], seed: int):
    shuffled = list(history)
    random.Random(seed).shuffle(shuffled)
    assert standing(shuffled) == standing(history)
    assert standing(shuffled + history) == standing(history)


@given(histories())
def test_no_version_is_lost_it_stands_or_lies_under_one_that_stands(history: list[Version]):
    stand = standing(history)
    seen = stand | {under for one in history if one.id in stand for under in one.under}
    assert {one.id for one in history if not one.undone} <= seen


@given(histories(), st.data())
def test_a_stale_tab_covers_only_what_it_has_seen(history: list[Version], data: st.DataObject):
    seen = data.draw(st.lists(st.sampled_from([one.id for one in history]), unique=True))
    under = all_under(seen, {one.id: one.under for one in history})
    after = standing([*history, Version("stale", frozenset(under))])
    assert standing(history) - after <= frozenset(under)
    assert "stale" in after


@given(histories(), st.data())
def test_taking_back_changes_nothing_about_what_others_laid_on_top(history: list[Version], data: st.DataObject):
    gone = data.draw(st.sampled_from(history))
    after = standing([one if one is not gone else Version(one.id, one.under, undone=True) for one in history])
    assert standing(history) - {gone.id} <= after


def test_two_on_top_of_the_same_both_stand_until_somebody_joins_them():
    first, mine, yours = Version("1"), Version("2", frozenset("1")), Version("3", frozenset("1"))
    assert standing([first, mine, yours]) == {"2", "3"}
    assert standing([first, mine, yours, Version("4", frozenset("123"))]) == {"4"}
    assert standing([first, mine, yours, Version("4", frozenset("123"), undone=True)]) == {"2", "3"}


def test_words_that_more_than_one_uses_are_found_whatever_their_capitals():
    assert shared_words(["Een kring leiden", "De kring, met stille kinderen", "Leiden in rust"]) == {"kring", "leiden"}


def test_somebody_fills_in_a_form_as_their_own_side_unless_they_choose():
    roles = making.FORM_SETTINGS["roles"]
    assert form_role(roles, "school") == "school"  # type: ignore[arg-type]
    assert form_role(roles, "school", "learner") == "learner"  # type: ignore[arg-type]
    assert form_role(roles, "research", "nobody") == ""  # type: ignore[arg-type]
    assert form_role([{"id": "guide", "side": "school"}], "school") == "guide"


# ---- the fast door ----

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> Conversation:
    return making.a_talk_with_sheets()


def texts(sheet: dict[str, Any], field: str = "outcome") -> list[str]:
    """What a phone can read in a field."""
    return [one["text"] for one in sheet["entries"] if one["field"] == field]


def phone_sees(talk: Conversation, by: Participation, kind: str = "form") -> dict[str, Any]:
    by.refresh_from_db()
    return sheets.phone_sheets(make.refreshed(talk), by)[kind]  # type: ignore[no-any-return]


def test_what_is_written_apart_carries_role_table_and_the_side_of_the_form(talk: Conversation):
    student, mentor, _educator = making.the_three(talk, table=2)
    entry = making.writes(mentor, "  Een kring\u0000 leiden ")
    assert (entry.text, entry.as_role, entry.role, entry.table, entry.stage) == (
        "Een kring leiden",
        "school",
        Role.MENTOR,
        2,
        "alone",
    )
    assert making.writes(student, "Ik kijk mee", as_role="institute").as_role == "institute"


def test_the_same_write_twice_is_one_version_and_anothers_id_is_refused(talk: Conversation):
    student, mentor, _educator = making.the_three(talk)
    wish = making.a_wish(student, "Een kring leiden")
    assert making.send(wish).outcome == "kept"
    assert making.send(wish).outcome == "already"
    assert making.send(making.a_wish(mentor, "Iets anders", id=wish.id)).code == "foreign"
    assert Entry.objects.get().text == "Een kring leiden"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"field": "nergens"}, "no_field"),
        ({"field": None}, "no_field"),
        ({"question": make.OWN_WORDS}, "no_field"),
        ({"question": "onbekend"}, "unknown_question"),
        ({"text": " \n "}, "empty"),
        ({"text": "a" * 601}, "entry_too_long"),
        ({"text": ["Een kring"]}, "empty"),
        ({"stage": "together"}, "not_together"),
    ],
)
def test_what_cannot_be_kept_is_said(talk: Conversation, more: dict[str, Any], code: str):
    student = making.the_three(talk)[0]
    answer = making.send(making.a_wish(student, **{"text": "Een kring leiden", **more}))
    assert (answer.outcome, answer.code) == ("refused", code)
    assert answer.message
    assert not Entry.objects.exists()


def test_who_has_no_side_in_the_form_is_asked_as_whom(talk: Conversation):
    coordinator = make.a_participant(making.a_talk_with_sheets(), role=Role.STUDENT)
    coordinator.role = ""
    coordinator.save()
    assert making.send(making.a_wish(coordinator, "Een kring")).code == "choose_role"
    assert making.send(making.a_wish(coordinator, "Een kring", as_role="school")).outcome == "kept"


def test_a_choice_is_enough_and_an_unknown_one_is_dropped(talk: Conversation):
    student = making.the_three(talk)[0]
    assert making.on_canvas(student, field="waarom", choice="energie").choice == "energie"
    assert making.on_canvas(student, "Omdat", field="waarom", choice="goud").choice == ""
    wish = making.a_wish(student, question=making.CANVAS, field="waarom", choice="goud")
    assert making.send(wish).code == "empty"


def test_two_who_type_in_one_field_at_once_both_stay_in_sight_until_they_are_joined(talk: Conversation):
    student, mentor, educator = making.the_three(talk)
    first = making.on_canvas(student, "Mo")
    mine_, yours = (
        making.on_canvas(by, text, follows=[first.pk]) for by, text in ((student, "Mo, 38"), (mentor, "Mo kookt"))
    )
    sheet = sheets.sheet_seen(talk, sheets.parts_of(talk)[0], 0, told=None)
    assert [one.text for one in sheet.fields[0].together] == ["Mo, 38", "Mo kookt"]
    making.on_canvas(educator, "Mo, 38, kookt", follows=[mine_.pk, yours.pk])
    sheet = sheets.sheet_seen(talk, sheets.parts_of(talk)[0], 0, told=None)
    assert [one.text for one in sheet.fields[0].together] == ["Mo, 38, kookt"]
    assert texts(phone_sees(talk, student, "canvas"), "wie") == ["Mo", "Mo, 38", "Mo kookt", "Mo, 38, kookt"]


def test_nobody_covers_what_lies_in_another_field_at_another_table_or_in_anothers_pile(talk: Conversation):
    student, mentor, _educator = making.the_three(talk)
    apart = making.writes(student, "Van mij")
    elsewhere = making.on_canvas(student, "Daar", field="waarom")
    other_table = making.the_three(talk, table=1)[0]
    over_there = making.on_canvas(other_table, "Tafel een")
    assert making.writes(mentor, "Van jou", follows=[apart.pk]).follows == []
    assert making.on_canvas(mentor, "Hier", follows=[elsewhere.pk, over_there.pk]).follows == []


def test_within_one_batch_a_version_may_follow_the_one_before(talk: Conversation):
    student = making.the_three(talk)[0]
    first = making.a_wish(student, "Een")
    second = making.a_wish(student, "Een kring", follows=[first.id])
    assert [answer.outcome for answer in apply_batch([first, second]).answers] == ["kept", "kept"]
    assert Entry.objects.get(pk=second.id).follows == [first.id.hex]


def test_undo_takes_back_only_ones_own_and_brings_back_what_lay_under_it(talk: Conversation):
    student, mentor, _educator = making.the_three(talk)
    first = making.on_canvas(student, "Mo")
    second = making.on_canvas(mentor, "Mo kookt", follows=[first.pk])
    assert making.undoes(student, second).code == "unknown_entry"
    assert making.undoes(mentor, second).outcome == "kept"
    sheet = sheets.sheet_seen(talk, sheets.parts_of(talk)[0], 0, told=None)
    assert [one.text for one in sheet.fields[0].together] == ["Mo"]
    # Its writer keeps the words; nobody else reads them any more.
    assert texts(phone_sees(talk, mentor, "canvas"), "wie") == ["Mo", "Mo kookt"]
    assert texts(phone_sees(talk, student, "canvas"), "wie") == ["Mo", ""]


def test_who_leaves_takes_their_words_along_and_nothing_old_comes_back(talk: Conversation):
    student, mentor, educator = making.the_three(talk)
    first = making.on_canvas(student, "Mo")
    second = making.on_canvas(mentor, "Mo kookt", follows=[first.pk])
    making.on_canvas(educator, "Mo kookt graag", follows=[second.pk])
    delete_mine(by=mentor, conversation=talk)
    sheet = sheets.sheet_seen(talk, sheets.parts_of(talk)[0], 0, told=None)
    assert [one.text for one in sheet.fields[0].together] == ["Mo kookt graag"]


# ---- apart, side by side, together ----


def test_nobody_sees_what_is_written_apart_before_it_is_laid_side_by_side(talk: Conversation):
    student, mentor, _educator = making.the_three(talk)
    making.writes(student, "Een geheim")
    assert texts(phone_sees(talk, student)) == ["Een geheim"]
    assert texts(phone_sees(talk, mentor)) == []
    for client, address in (
        (make.phone_of(mentor), ""),
        (make.phone_of(mentor), "vel/form/"),
        (make.phone_of(mentor), "vel/form/?als=json"),
        (make.phone_of(mentor), "van-mij/"),
        (make.phone_of(mentor), "meenemen/?als=json"),
        (make.desk_of(talk), "vel/form/?tafel=0"),
        (make.desk_of(talk), "verslag/"),
        (make.desk_of(talk), "gegevens.json"),
    ):
        answer = client.get(f"/gesprek/{talk.pk}/{address}")
        assert answer.status_code == 200, address
        assert "Een geheim" not in answer.content.decode(), address
    assert "Een geheim" not in make.desk_of(talk).get(f"/leiden/{talk.pk}/").content.decode()
    making.lay_side_by_side(talk)
    assert texts(phone_sees(talk, mentor)) == ["Een geheim"]


def test_what_a_room_hears_of_writing_says_nothing_of_the_words(talk: Conversation):
    student, mentor, _educator = making.the_three(talk, table=1)
    outcome = apply_batch([making.a_wish(student, "Een geheim"), making.a_wish(mentor, "Nog een")])
    told = outcome.deltas[talk.encounter.room]
    assert "geheim" not in repr(told)
    assert [one.data for one in told if one.name == "sheet"] == [{"table": 1}]


def test_a_whole_room_that_writes_apart_does_not_make_all_phones_ask_anew(talk: Conversation):
    student = making.the_three(talk)[0]
    told = apply_batch([making.a_wish(student, "Een")]).deltas[talk.encounter.room]
    assert [one.name for one in told] == ["version"]


def test_a_table_goes_on_by_itself_and_the_others_do_not(talk: Conversation):
    one, two = making.the_three(talk, table=1), making.the_three(talk, table=2)
    making.writes(one[0], "Van tafel een")
    making.writes(two[0], "Van tafel twee")
    open_at_table(by=one[1], conversation=talk, stage=Turn.Stage.SIDE)
    assert texts(phone_sees(talk, one[1])) == ["Van tafel een"]
    assert texts(phone_sees(talk, two[1])) == []
    assert phone_sees(talk, two[1])["turn"] == Turn.Stage.ALONE


def test_a_whole_room_waits_for_its_facilitator(talk: Conversation):
    student = making.the_three(talk)[0]
    with pytest.raises(Refused):
        open_at_table(by=student, conversation=talk, stage=Turn.Stage.SIDE)
    answer = make.phone_of(student).post(f"/gesprek/{talk.pk}/beurt/", {"stap": "2"})
    assert answer.status_code == 409
    assert not Turn.objects.exists()


def test_a_form_only_goes_on_whoever_presses_and_however_often(talk: Conversation):
    making.write_together(talk)
    making.lay_side_by_side(talk)
    making.write_together(talk)
    assert [turn.stage for turn in Turn.objects.all()] == [Turn.Stage.TOGETHER]
    desk = make.desk_of(talk)
    assert desk.post(f"/leiden/{talk.pk}/beurt/", {"stap": "9"}).status_code == 422
    assert desk.post(f"/leiden/{talk.pk}/beurt/", {"stap": "x"}).status_code == 422


def test_what_was_on_a_phone_without_network_while_it_was_opened_still_comes_apart(talk: Conversation):
    student, mentor, _educator = making.the_three(talk)
    making.lay_side_by_side(talk)
    making.writes(student, "Te laat, niet verloren")
    assert texts(phone_sees(talk, mentor)) == ["Te laat, niet verloren"]


def test_one_version_together_comes_on_top_and_what_was_apart_stays(talk: Conversation):
    student, mentor, _educator = making.the_three(talk)
    making.writes(student, "Een kring leiden")
    making.write_together(talk)
    making.writes(mentor, "Zij leidt de kring", stage="together")
    part = sheets.part_of(talk, "form")
    assert part
    field = sheets.sheet_seen(talk, part, 0, told=None).fields[0]
    assert ([one.text for one in field.together], [one.text for one in field.sides]) == (
        ["Zij leidt de kring"],
        ["Een kring leiden"],
    )


def test_everybody_at_a_table_wrote_is_told_without_a_number(talk: Conversation):
    people = making.the_three(talk, table=1)
    for person in people[:2]:
        making.writes(person, "Een")
    assert phone_sees(talk, people[0])["everybody"] is False
    making.writes(people[2], "Een")
    assert phone_sees(talk, people[0])["everybody"] is True


def test_a_role_stands_beside_words_elsewhere_only_when_five_have_it(talk: Conversation):
    student = making.the_three(talk)[0]
    making.writes(student, "Een kring leiden")
    making.lay_side_by_side(talk)
    assert sheets.sheets_seen(talk)[0].fields[0].sides[0].word == ""
    for role in make.ROLES:
        for _ in range(4):
            make.a_participant(talk, role=role)
    assert sheets.sheets_seen(talk)[0].fields[0].sides[0].word == "de lerende"


# ---- for oneself ----


def test_a_private_card_stays_with_its_writer():
    talk = making.a_talk_with_sheets(private=True)
    student, mentor = (make.a_participant(talk, role=role) for role in make.ROLES[:2])
    making.writes(student, "Vooral onder de douche")
    making.write_together(talk)
    assert texts(phone_sees(talk, mentor)) == []
    assert making.send(making.a_wish(student, "Samen", stage="together")).code == "not_together"
    show_sheet(by=make.the_leader(talk), conversation=talk, table=0)
    desk, phone = make.desk_of(talk), make.phone_of(student)
    for address in ("vel/form/?tafel=0", "verslag/", "gegevens.json", "gegevens.csv"):
        assert "douche" not in desk.get(f"/gesprek/{talk.pk}/{address}").content.decode(), address
    for address in ("", "vel/form/", "van-mij/", "meenemen/", "meenemen/?als=json"):
        assert "douche" in phone.get(f"/gesprek/{talk.pk}/{address}").content.decode(), address


# ---- what is one's own ----


def test_all_versions_can_be_taken_out_and_the_counter_goes_on_from_them(talk: Conversation):
    student = making.the_three(talk)[0]
    first = making.writes(student, "Een")
    last = making.writes(student, "Een kring", follows=[first.pk])
    assert [one["text"] for one in all_of(student)["sheets"]] == ["Een", "Een kring"]
    assert mine(student)["n"] == last.n
    page = make.phone_of(student).get(f"/gesprek/{talk.pk}/van-mij/").content.decode()
    assert "Een kring" in page


# ---- who may read ----


def test_who_sits_at_another_table_or_elsewhere_does_not_read_a_sheet(talk: Conversation):
    one, two = making.the_three(talk, table=1), making.the_three(talk, table=2)
    making.on_canvas(one[0], "Van tafel een")
    stranger = make.a_participant(making.a_talk_with_sheets())
    address = f"/gesprek/{talk.pk}/vel/canvas/"
    assert "Van tafel een" in make.phone_of(one[2]).get(address).content.decode()
    assert "Van tafel een" not in make.phone_of(two[0]).get(address + "?tafel=1").content.decode()
    assert "Van tafel een" in make.desk_of(talk).get(address + "?tafel=1").content.decode()
    assert make.phone_of(stranger).get(address).status_code == 404
    assert make.phone_of(stranger).post(f"/gesprek/{talk.pk}/beurt/", {"stap": "2"}).status_code == 404
    assert make.phone_of(one[0]).get(f"/gesprek/{talk.pk}/vel/path/").status_code == 404


def test_a_sheet_asks_the_database_the_same_whatever_its_size(talk: Conversation, django_assert_max_num_queries: Any):
    people = making.the_three(talk, table=1)
    for number in range(12):
        making.on_canvas(people[number % 3], f"Regel {number}")
    phone = make.phone_of(people[0])
    phone.get(f"/gesprek/{talk.pk}/vel/canvas/?als=json")
    with django_assert_max_num_queries(11):
        phone.get(f"/gesprek/{talk.pk}/vel/canvas/?als=json")
