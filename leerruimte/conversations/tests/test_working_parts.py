"""Marks on elements, the scale, heaps in weeks, heaps with who it is about: from the fast door to every screen."""

import json

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from leerruimte.base.links import sign_link
from leerruimte.conversations import hot
from leerruimte.conversations.actions import leading
from leerruimte.conversations.data_files import as_csv, as_json, codebook
from leerruimte.conversations.models import Conversation, ElementMark, Mark
from leerruimte.conversations.queries import phone
from leerruimte.conversations.queries.beamer import heaps
from leerruimte.conversations.queries.data import data_of
from leerruimte.conversations.queries.desk import desk_beamer
from leerruimte.conversations.queries.element_marks import marks_seen
from leerruimte.conversations.queries.placed import question_with, scale_marks
from leerruimte.conversations.queries.report import report_of
from leerruimte.conversations.queries.weeks import weeks_seen
from leerruimte.conversations.report_parts import parts_reported, weeks_reported
from leerruimte.conversations.report_pdf import report_pdf
from leerruimte.conversations.tests import make, make_parts
from leerruimte.conversations.tests.make_parts import HOW_FAR, KNOWN, MISSED, lay, place, put
from leerruimte.encounters.models import Contribution
from leerruimte.live import Answer, Write
from leerruimte.people.models import Role


def answer_to(write: Write) -> Answer:
    with transaction.atomic():
        return hot.apply_batch([write]).answers[0]


def wall_of(talk: Conversation, screen: str) -> str:
    """The middle of the wall as it shows this screen."""
    leading.show_on_beamer(by=make.the_leader(talk), conversation=make.refreshed(talk), screen=screen)
    link = sign_link("beamer", talk.encounter.room, talk.lead_number)
    return Client().get(f"/scherm/{link}/deel/midden/").content.decode()


# ---- marks on elements ----


@pytest.mark.django_db
def test_marks_on_an_element_are_kept_and_the_last_choice_counts() -> None:
    talk = make_parts.a_landscape()
    by = put(talk, "poort", "curious", "use")
    put(talk, "poort", "unknown", by=by)
    put(talk, "kring", "miss", by=by)
    rows = ElementMark.objects.order_by("element").values_list("element", "marks", "question", "participation", "role")
    assert list(rows) == [("kring", "miss", KNOWN, by.id, by.role), ("poort", "unknown", KNOWN, by.id, by.role)]


@pytest.mark.django_db
def test_a_late_copy_of_older_marks_changes_nothing() -> None:
    talk = make_parts.a_landscape()
    by = make.a_participant(talk)
    for n, marks in ((9, ["use"]), (4, ["miss"])):
        make_parts.sent(make.a_write(by, "element", n=n, question=KNOWN, element="poort", marks=marks))
    assert ElementMark.objects.get().marks == "use"


@pytest.mark.django_db
def test_marks_are_of_the_person_whatever_the_question_they_were_put_with() -> None:
    talk = make_parts.a_landscape()
    leading.ask_question(by=make.the_leader(talk), conversation=talk, key=MISSED)
    by = put(talk, "poort", "use")
    make_parts.sent(make.a_write(by, "element", question=MISSED, element="poort", marks=["use", "curious"]))
    assert ElementMark.objects.get().marks == "use curious"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        {"element": "nergens", "marks": ["use"]},
        {"element": "poort", "marks": ["love"]},
        {"element": "poort", "marks": "use"},
        {"element": "poort", "marks": ["use", "use"]},
        {"element": "poort", "marks": ["use", "unknown"]},
        {"element": ["poort"], "marks": []},
        {"element": "poort", "marks": [["use"]]},
        {"element": "poort"},
        {"marks": ["use"]},
    ],
)
def test_marks_that_cannot_be_are_refused_with_a_sentence(body: dict[str, object]) -> None:
    by = make.a_participant(make_parts.a_landscape())
    answer = answer_to(make.a_write(by, "element", question=KNOWN, **body))
    assert (answer.outcome, answer.code) == ("refused", "wrong_element")
    assert not ElementMark.objects.exists()


@pytest.mark.django_db
def test_marks_go_with_a_question_about_them_that_is_open() -> None:
    talk = make_parts.a_landscape()
    by = make.a_participant(talk)
    assert answer_to(make.a_write(by, "element", question=MISSED, element="poort", marks=["use"])).code == "not_open"
    elsewhere = make.a_participant(make.a_conversation())
    write = make.a_write(elsewhere, "element", question=make.OWN_WORDS, element="poort", marks=["use"])
    assert answer_to(write).code == "wrong_element"


@pytest.mark.django_db
def test_counts_of_one_to_four_people_are_never_told() -> None:
    talk = make_parts.a_landscape()
    for _ in range(4):
        put(talk, "poort", "use")
    assert not marks_seen(talk).enough
    put(talk, "kring", "curious")
    for _ in range(5):
        put(talk, "begin", "curious")
    seen = {spot.key: [count.kind for count in spot.counts] for spot in marks_seen(talk).elements}
    assert seen["poort"] == ["few", "nobody", "nobody", "nobody"]
    assert seen["kring"] == ["nobody", "nobody", "few", "nobody"]
    assert seen["begin"] == ["nobody", "nobody", "many", "nobody"]


@pytest.mark.django_db
def test_a_mark_names_the_elements_it_stands_on_most() -> None:
    talk = make_parts.a_landscape()
    for spot, many in (("poort", 7), ("kring", 6), ("begin", 3)):
        for _ in range(many):
            put(talk, spot, "use")
    use = marks_seen(talk).kinds[0]
    assert [title["nl"] for title in use.most] == ["Poort", "Kring"]


@pytest.mark.django_db
@pytest.mark.parametrize("people", [8, 60])
def test_the_queries_for_all_marks_do_not_grow_with_the_room(people: int) -> None:
    talk = make_parts.a_landscape()
    for _ in range(people):
        put(talk, "poort", "use")
    with CaptureQueriesContext(connection) as queries:
        marks_seen(talk)
    assert len(queries) == 5


@pytest.mark.django_db
def test_a_batch_of_marks_asks_for_the_plate_once_and_a_batch_without_never() -> None:
    talk = make_parts.a_landscape()
    people = [make.a_participant(talk) for _ in range(6)]

    def queries(*writes: Write) -> int:
        with CaptureQueriesContext(connection) as captured, transaction.atomic():
            hot.apply_batch(writes)
        return len(captured)

    def mark(by: make.Participation) -> Write:
        return make.a_write(by, "element", question=KNOWN, element="poort", marks=["use"])

    one, six = queries(mark(people[0])), queries(*(mark(by) for by in people))
    assert one == six
    on = make.a_contribution(talk, question=KNOWN)
    stance = make.a_write(people[0], "stance", contribution=on.id.hex, value=1)
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        hot.apply_batch([stance])
    assert not any("workingpart" in query["sql"] or "hotspot" in query["sql"] for query in captured)


@pytest.mark.django_db
def test_the_phone_knows_its_own_marks_and_their_counter() -> None:
    talk = make_parts.a_landscape()
    by = make.a_participant(talk)
    make_parts.sent(make.a_write(by, "element", n=77, question=KNOWN, element="poort", marks=["curious"]))
    own = phone.mine(by)
    assert own["elements"]["poort"]["marks"] == ["curious"]
    assert own["n"] == 77
    put(talk, "poort", by=by)  # all taken away
    assert phone.mine(by)["elements"] == {}


@pytest.mark.django_db
def test_the_phone_page_has_the_words_of_the_elements() -> None:
    talk = make_parts.a_landscape()
    page = make.phone_of(make.a_participant(talk)).get(f"/gesprek/{talk.pk}/").content.decode()
    data = json.loads(page.partition('<script id="page" type="application/json">')[2].partition("</script>")[0])
    assert data["drawing"]["spots"]["poort"]["title"]["nl"] == "Poort"
    assert [mark["id"] for mark in data["parts"]["marks"]["marks"]] == ["use", "unknown", "curious", "miss"]


@pytest.mark.django_db
def test_the_wall_shows_signs_with_counts_at_the_elements() -> None:
    talk = make_parts.a_landscape()
    assert "Vanaf vijf mensen" in wall_of(talk, "part")
    for _ in range(6):
        put(talk, "poort", "use")
    put(talk, "kring", "miss")
    for _ in range(6):
        make.a_participant(talk)
    shown = wall_of(talk, "part")
    assert shown.count("<rect") == 2
    assert '<tspan class="sign">●</tspan><tspan dx="8">6</tspan>' in shown
    assert 'class="few"><tspan class="sign">+</tspan></text>' in shown


@pytest.mark.django_db
def test_the_desk_lists_the_elements_with_their_counts() -> None:
    talk = make_parts.a_landscape()
    for _ in range(6):
        put(talk, "poort", "use")
    put(talk, "kring", "curious")
    desk = make.desk_of(talk)
    part = desk.get(f"/leiden/{talk.pk}/deel/stand/").content.decode()
    assert "2 Poort" in part
    assert "<td>bijna iedereen</td>" in part
    assert "<td>enkelen</td>" in part
    screens = {value: word for value, word, _now in desk_beamer(talk).screens}
    assert "part" in screens
    assert "path" not in screens


@pytest.mark.django_db
def test_a_plate_without_marks_or_scale_has_no_screen_for_them() -> None:
    talk = make.a_conversation()
    assert "part" not in {value for value, _word, _now in desk_beamer(talk).screens}
    assert 'id="stand"' not in make.desk_of(talk).get(f"/leiden/{talk.pk}/").content.decode()


@pytest.mark.django_db
def test_the_report_has_a_table_of_elements_once_and_words_with_what_they_are_about() -> None:
    talk = make_parts.a_landscape()
    leading.ask_question(by=make.the_leader(talk), conversation=talk, key=MISSED)
    for _ in range(6):
        put(talk, "poort", "use", "curious")
    for _ in range(9):
        make.a_participant(talk)
    make.a_contribution(talk, question=MISSED, slot="kring", text="Een avond voor deeltijdstudenten.")
    make.a_contribution(talk, question=MISSED, slot="miss", text="Een tuin.")
    report = report_of(make.refreshed(talk))
    with translation.override("nl"):
        parts = parts_reported(report)
        assert report_pdf(report).startswith(b"%PDF")
    assert list(parts) == [1]
    table = parts[1].table
    assert table is not None
    assert table.rows[1] == ("2. Poort", "6", "–", "6", "–")
    page = make.desk_of(talk).get(f"/gesprek/{talk.pk}/verslag/").content.decode()
    assert page.count('<div class="report-table"') == 1
    assert '<span class="laid" dir="auto">Kring</span>' in page
    assert '<span class="laid" dir="auto">missen we</span>' in page


@pytest.mark.django_db
def test_the_data_tell_how_often_a_mark_stands_somewhere_and_never_of_one_to_four_people() -> None:
    talk = make_parts.a_landscape()
    for _ in range(6):
        put(talk, "poort", "use")
    put(talk, "kring", "miss")
    for _ in range(9):
        make.a_participant(talk)
    rows = json.loads(as_json(data_of(make.refreshed(talk))))["element_marks"]
    told = {(row["element"], row["mark"]): (row["people"], row["told"]) for row in rows}
    assert told["poort", "use"] == (6, "many")
    assert told["kring", "miss"] == (None, "few")
    assert told["begin", "use"] == (0, "nobody")
    assert {"element_marks", "told", "who", "week"} <= set(codebook("nl"))


# ---- the scale ----


@pytest.mark.django_db
def test_on_a_scale_people_are_dots_heaped_above_the_steps() -> None:
    talk = make_parts.a_road()
    for position in (0, 0, 0.5, 1, 2):
        place(talk, position)
    seen = scale_marks(talk, question_with(talk, ["scale"]))
    assert seen.enough
    assert len({dot.x for dot in seen.dots}) == 5
    assert sorted(dot.x for dot in seen.dots)[2:] == [533, 800, 1333]
    assert Mark.objects.filter(question=HOW_FAR).count() == 5


@pytest.mark.django_db
def test_fewer_than_five_on_a_scale_are_not_drawn_anywhere() -> None:
    talk = make_parts.a_road()
    for _ in range(4):
        place(talk, 1)
    assert "#who-" not in wall_of(talk, "part")
    report = report_of(make.refreshed(talk))
    assert parts_reported(report)[1].drawing == ""


@pytest.mark.django_db
def test_the_data_tell_marks_of_five_people_or_more_and_roles_by_question() -> None:
    talk = make_parts.a_road()
    people = [place(talk, 1, role=Role.MENTOR) for _one in range(4)]
    assert data_of(make.refreshed(talk)).marks == ()
    people += [place(talk, 2, role=Role.STUDENT) for _one in range(6)]
    # With another question of the same conversation too: with two marks each, four mentors are four still.
    for by in people:
        make.a_mark(talk, 1, by=by, question="elders")
    told = data_of(make.refreshed(talk)).marks
    assert len(told) == 20
    assert {mark["role"] for mark in told} == {""}


@pytest.mark.django_db
def test_the_report_draws_the_scale_with_a_sentence_and_hides_who_is_missing() -> None:
    talk = make_parts.a_road()
    for position in (0, 0, 1, 1, 1, 1, 2, 2, 2, 2):
        place(talk, position, role=Role.STUDENT)
    make.a_participant(talk, role=Role.STUDENT)
    report = report_of(make.refreshed(talk))
    with translation.override("nl"):
        part = parts_reported(report)[1]
        assert report_pdf(report).startswith(b"%PDF")
    # One person placed no mark: four marks are left out, so that nobody can count that one.
    assert part.drawing.count("<use") == 10 - 4
    assert "Het rijdt, maar het" in part.drawing
    assert part.lines[0].startswith("De middelste helft zet ons tussen")


@pytest.mark.django_db
def test_the_wall_shows_the_scale_with_its_words() -> None:
    talk = make_parts.a_road()
    for _ in range(5):
        place(talk, 2)
    shown = wall_of(talk, "part")
    assert shown.count("#who-") >= 5
    assert "In de kring" in shown


# ---- heaps in weeks, and with whom they are about ----


@pytest.mark.django_db
def test_a_slip_lies_in_a_week_as_a_kind() -> None:
    talk = make_parts.a_puzzle()
    row = lay(talk, "Een ochtend in groep drie.", "school", week=2, as_kind="informal")
    assert (row.slot, row.week, row.kind, row.about) == ("school", 2, "informal", "")
    assert lay(talk, "Zonder week mag ook.", "school").week == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "field"),
    [({"week": 5}, "week"), ({"week": "2"}, "week"), ({"week": True}, "week"), ({"as_kind": "fun"}, "as_kind")],
)
def test_a_week_or_kind_that_is_not_there_is_refused(body: dict[str, object], field: str) -> None:
    by = make.a_participant(make_parts.a_puzzle())
    answer = answer_to(make.a_write(by, "contribute", question=make_parts.PUZZLE, text="x", slot="school", **body))
    assert (answer.code, answer.field) == ("wrong_week", field)
    assert not Contribution.objects.exists()


@pytest.mark.django_db
def test_gaps_are_said_in_words() -> None:
    talk = make_parts.a_puzzle()
    lay(talk, "Les over leren lezen.", "institute", week=1, as_kind="formal")
    lay(talk, "Koffie.", "school", week=1)
    lay(talk, "Oudergesprek.", "school", week=3)
    seen = weeks_seen(talk)
    assert seen is not None
    assert [place.empty for place in seen.places] == [((2, 4),), ((2, 2), (4, 4))]
    shown = wall_of(talk, "heaps")
    assert "nog niets in week 2, 4" in shown
    assert shown.count('class="gap"') == 5
    report = report_of(make.refreshed(talk))
    with translation.override("nl"):
        part = weeks_reported(report)
        assert report_pdf(report).startswith(b"%PDF")
    assert part is not None
    assert part.table is not None
    assert part.table.rows[0] == ("1", "Les over leren lezen. (op het rooster)", "Koffie.")
    phone_page = make.phone_of(make.a_participant(talk)).get(f"/gesprek/{talk.pk}/vraag/puzzel/").content.decode()
    assert "nog niets in week" in phone_page


@pytest.mark.django_db
def test_a_slip_says_who_crosses_where_the_plate_asks() -> None:
    talk = make_parts.crossings()
    row = lay(talk, "Een docent achterin groep vijf.", "reflection", about="Els, van de opleiding")
    assert row.about == "Els, van de opleiding"
    assert [heap.number for heap in heaps(talk)] == [1, 2, 3, 4]
    assert "Els, van de opleiding" in wall_of(talk, "heaps")
    assert "Els, van de opleiding" in make.desk_of(talk).get(f"/leiden/{talk.pk}/").content.decode()
    assert "Els, van de opleiding" in make.desk_of(talk).get(f"/gesprek/{talk.pk}/verslag/").content.decode()
    assert b"Els, van de opleiding" in as_csv(data_of(make.refreshed(talk)))
    elsewhere = make_parts.a_puzzle()
    assert lay(elsewhere, "Hier wordt dat niet gevraagd.", "school", about="Els").about == ""


@pytest.mark.django_db
def test_who_it_is_about_has_eighty_characters() -> None:
    by = make.a_participant(make_parts.crossings())
    body = {"question": make_parts.OWN, "text": "x", "slot": "reflection"}
    answer = answer_to(make.a_write(by, "contribute", about="x" * 81, **body))
    assert (answer.code, answer.field) == ("about_too_long", "about")


@pytest.mark.django_db
def test_all_that_was_put_can_be_taken_out() -> None:
    talk = make_parts.a_landscape()
    by = put(talk, "poort", "curious")
    assert phone.all_of(by)["element_marks"][0]["marks"] == ["curious"]
    page = make.phone_of(by).get(f"/gesprek/{talk.pk}/meenemen/").content.decode()
    assert "Poort: <b>nieuwsgierig</b>" in page
