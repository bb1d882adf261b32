"""What wall, desk, report, data and print show of forms and canvases."""

import json

import pytest
from django.test import Client

from leerruimte.base.links import sign_link
from leerruimte.conversations.actions.sheets import hide_entry, show_sheet
from leerruimte.conversations.cloths import SIZES, Cloth, cloths_of
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.queries import sheets
from leerruimte.conversations.queries.report import report_of
from leerruimte.conversations.report_pdf import report_pdf
from leerruimte.conversations.tests import make
from leerruimte.conversations.tests import make_sheets as making
from leerruimte.encounters.models import Participation

pytestmark = pytest.mark.django_db

BOXES = (
    '<rect data-field="wie" x="40" y="400" width="270" height="200" fill="#FFFBF1"/>'
    '<rect data-field="waarom" x="700" y="500" width="300" height="100" fill="#FFFBF1"/></svg>'
)


@pytest.fixture
def talk() -> Conversation:
    return making.a_talk_with_sheets()


@pytest.fixture
def three(talk: Conversation) -> list[Participation]:
    return making.the_three(talk, table=1)


def wall(talk: Conversation) -> str:
    link = sign_link("beamer", talk.encounter.room, talk.lead_number)
    return Client().get(f"/scherm/{link}/deel/midden/").content.decode()


def show(talk: Conversation, table: int) -> None:
    show_sheet(by=make.the_leader(talk), conversation=talk, table=table)


def test_the_wall_tells_how_many_wrote_apart_and_not_what(talk: Conversation):
    students = [make.a_participant(talk) for _ in range(5)]
    show(talk, 0)
    assert "Nog niemand heeft geschreven." in wall(talk)
    making.writes(students[0], "Een geheim")
    assert "Enkelen hebben geschreven." in wall(talk)
    for student in students[1:]:
        making.writes(student, "Een geheim")
    assert "5 mensen hebben geschreven." in wall(talk)
    assert "geheim" not in wall(talk)


def test_the_wall_shows_the_table_that_the_facilitator_chose(talk: Conversation, three: list[Participation]):
    other = making.the_three(talk, table=2)
    making.writes(three[0], "Van tafel een")
    making.writes(other[0], "Van tafel twee")
    making.lay_side_by_side(talk)
    show(talk, 2)
    assert "Van tafel twee" in wall(talk)
    assert "Van tafel een" not in wall(talk)
    desk = make.desk_of(talk)
    assert desk.post(f"/leiden/{talk.pk}/scherm/", {"tafel": "1"}).status_code == 302
    assert "Van tafel een" in wall(talk)
    assert desk.post(f"/leiden/{talk.pk}/scherm/", {"tafel": "9"}).status_code == 422


def test_one_version_takes_the_place_of_what_was_apart_on_the_wall(talk: Conversation, three: list[Participation]):
    making.writes(three[0], "Apart geschreven")
    making.write_together(talk)
    making.writes(three[1], "Samen geschreven", stage="together")
    show(talk, 1)
    assert "Samen geschreven" in wall(talk)
    assert "Apart geschreven" not in wall(talk)


def test_the_desk_says_how_far_the_tables_are(talk: Conversation, three: list[Participation]):
    making.the_three(talk, table=2)
    making.writes(three[0], "Een")
    page = make.desk_of(talk).get(f"/leiden/{talk.pk}/deel/nu/").content.decode()
    assert "Enkelen hebben geschreven." in page
    assert "Tafels: 2 apart, 0 naast elkaar, 0 samen." in page
    making.lay_side_by_side(talk)
    page = make.desk_of(talk).get(f"/leiden/{talk.pk}/deel/nu/").content.decode()
    assert "Tafels: 0 apart, 2 naast elkaar, 0 samen." in page


def test_report_page_pdf_and_data_have_what_everybody_may_read(talk: Conversation, three: list[Participation]):
    making.writes(three[0], "Naast elkaar gelegd")
    making.on_canvas(three[1], "Op het canvas", field="waarom", choice="energie")
    making.lay_side_by_side(talk)
    desk = make.desk_of(talk)
    page = desk.get(f"/gesprek/{talk.pk}/verslag/").content.decode()
    for words in ("Naast elkaar gelegd", "Op het canvas", "energie", "Tafel 1"):
        assert words in page
    assert report_pdf(report_of(make.refreshed(talk))).startswith(b"%PDF")
    rows = json.loads(desk.get(f"/gesprek/{talk.pk}/gegevens.json").content)["sheets"]
    # Alphabetically by kind; a role that one person has is not told.
    assert rows == [
        {
            "sheet": "canvas",
            "table": 1,
            "field": "waarom",
            "written": "together",
            "role": "",
            "choice": "energie",
            "text": "Op het canvas",
        },
        {
            "sheet": "form",
            "table": 1,
            "field": "outcome",
            "written": "alone",
            "role": "",
            "choice": "",
            "text": "Naast elkaar gelegd",
        },
    ]
    table = desk.get(f"/gesprek/{talk.pk}/gegevens.vellen.csv").content.decode()
    assert table.startswith("\ufeffsheet,table,field,written,role,choice,text")
    assert "form,1,outcome,alone,,,Naast elkaar gelegd" in table


def test_a_spreadsheet_gets_no_formula_from_somebodys_words(talk: Conversation, three: list[Participation]):
    making.on_canvas(three[0], "=HYPERLINK(1)")
    table = make.desk_of(talk).get(f"/gesprek/{talk.pk}/gegevens.vellen.csv").content.decode()
    assert ",=HYPERLINK" not in table


def test_what_the_facilitator_takes_off_is_nowhere_but_with_its_writer(talk: Conversation, three: list[Participation]):
    before = making.on_canvas(three[0], "Daarvoor")
    entry = making.on_canvas(three[1], "Niet aardig", follows=[before.pk])
    show(talk, 1)
    desk = make.desk_of(talk)
    answer = desk.post(f"/leiden/{talk.pk}/vel/", {"woorden": entry.pk.hex})
    assert answer["Location"] == f"/gesprek/{talk.pk}/vel/canvas/?tafel=1"
    for page in (wall(talk), desk.get(f"/gesprek/{talk.pk}/verslag/").content.decode()):
        assert "Niet aardig" not in page
    seen = make.phone_of(three[0]).get(f"/gesprek/{talk.pk}/vel/canvas/?als=json").content.decode()
    assert "Daarvoor" in seen
    assert "Niet aardig" not in seen
    assert "Niet aardig" in make.phone_of(three[1]).get(f"/gesprek/{talk.pk}/van-mij/").content.decode()
    # The facilitator can read it once more and put it back.
    assert "Niet aardig" in desk.get(answer["Location"]).content.decode()
    desk.post(f"/leiden/{talk.pk}/vel/", {"woorden": entry.pk.hex, "doe": "toon"})
    assert "Niet aardig" in make.phone_of(three[0]).get(f"/gesprek/{talk.pk}/vel/canvas/").content.decode()


def test_nobody_takes_off_or_finds_what_is_still_apart_private_or_elsewhere(talk: Conversation):
    apart = making.writes(making.the_three(talk)[0], "Nog apart")
    private_talk = making.a_talk_with_sheets(private=True)
    private = making.writes(make.a_participant(private_talk), "Voor mij")
    making.write_together(private_talk)
    desk = make.desk_of(talk)
    assert desk.post(f"/leiden/{talk.pk}/vel/", {"woorden": apart.pk.hex}).status_code == 404
    assert desk.post(f"/leiden/{talk.pk}/vel/", {"woorden": private.pk.hex}).status_code == 404
    assert desk.post(f"/leiden/{talk.pk}/vel/", {"woorden": "x"}).status_code == 404
    own = make.desk_of(private_talk)
    assert own.post(f"/leiden/{private_talk.pk}/vel/", {"woorden": private.pk.hex}).status_code == 404


# ---- one A3 ----


def a_canvas_with_boxes(talk: Conversation) -> None:
    """The drawing gets a box for each field of the canvas."""
    plate = talk.plate
    plate.drawing = plate.drawing.replace("</svg>", BOXES)
    plate.fingerprint = "with-boxes-" + talk.pk.hex[:20]
    plate.save()


def cloths_of_canvas(talk: Conversation) -> tuple[Cloth, ...]:
    part = sheets.part_of(talk, "canvas")
    assert part
    return cloths_of(talk.plate, sheets.sheet_seen(talk, part, 1, told=None))


def test_words_lie_in_the_boxes_of_the_drawing_as_large_as_they_fit(talk: Conversation, three: list[Participation]):
    a_canvas_with_boxes(talk)
    making.on_canvas(three[0], "Kort")
    making.on_canvas(three[1], "Lang, " * 20, field="waarom")
    short, long = cloths_of_canvas(talk)
    assert short.size == SIZES[0]
    assert SIZES[-1] <= long.size < short.size
    assert not long.cut
    making.on_canvas(three[1], "Veel te lang, " * 30, field="waarom")
    assert cloths_of_canvas(talk)[1].cut


def test_a_drawing_without_boxes_prints_as_a_list_of_fields(talk: Conversation, three: list[Participation]):
    making.on_canvas(three[0], "Kort")
    assert cloths_of_canvas(talk) == ()
    page = make.phone_of(three[0]).get(f"/gesprek/{talk.pk}/vel/canvas/").content.decode()
    assert "<foreignObject" not in page
    assert "Kort" in page


def test_words_on_the_sheet_are_only_ever_text(talk: Conversation, three: list[Participation]):
    a_canvas_with_boxes(talk)
    making.on_canvas(three[0], "<script>alert(1)</script>")
    page = make.phone_of(three[0]).get(f"/gesprek/{talk.pk}/vel/canvas/").content.decode()
    assert "<foreignObject" in page
    assert "<script>alert" not in page


def test_hiding_twice_is_hiding_once(talk: Conversation, three: list[Participation]):
    entry = making.on_canvas(three[0], "Weg")
    for hidden in (True, True, False, False):
        hide_entry(by=make.the_leader(talk), conversation=talk, entry=entry, hidden=hidden)
    entry.refresh_from_db()
    assert entry.hidden_at is None
