"""The wall: what it shows, what it never shows, and its parts."""

import math
import random
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from leerruimte.base.links import sign_link
from leerruimte.conversations.actions import leading, moderating
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.queries import beamer as seen
from leerruimte.conversations.queries import placed
from leerruimte.conversations.swarm import swarm
from leerruimte.conversations.tests.make import (
    HEAPS,
    OWN_WORDS,
    PATH,
    PATH_SETTINGS,
    a_contribution,
    a_conversation,
    a_mark,
    a_participant,
    a_plate,
    a_stance,
    an_intention,
    desk_of,
    phone_of,
    refreshed,
    the_leader,
)
from leerruimte.encounters.models import Contribution, Intention
from leerruimte.plates.path import point_at

pytestmark = pytest.mark.django_db

PARTS = ("kop", "voet", "briefjes", "zijkant", "midden")
SCREENS = Conversation.Screen.values


@pytest.fixture
def conversation() -> Conversation:
    return a_conversation(on=a_plate(number=1))


def wall_of(conversation: Conversation) -> str:
    conversation = refreshed(conversation)
    return f"/scherm/{sign_link('beamer', conversation.encounter.room, conversation.lead_number)}/"


def page_of(conversation: Conversation, browser: Client | None = None) -> str:
    answer = (browser or Client()).get(wall_of(conversation))
    assert answer.status_code == 200
    return answer.content.decode()


def show(conversation: Conversation, screen: str) -> None:
    leading.show_on_beamer(by=the_leader(conversation), conversation=conversation, screen=screen)


def test_the_wall_shows_code_qr_question_and_drawing(conversation: Conversation) -> None:
    page = page_of(conversation)
    code = conversation.encounter.join_code
    for words in (f"{code[:-3]} {code[-3:]}", "Wat doe je anders?", "qrline", 'data-hotspot="poort"', "doe-mee"):
        assert words in page


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_can_be_shown_empty_and_full(conversation: Conversation, screen: str) -> None:
    show(conversation, screen)
    page_of(conversation)
    fill(conversation, 7)
    page_of(conversation)
    for part in PARTS:
        assert Client().get(f"{wall_of(conversation)}deel/{part}/").status_code == 200


def test_a_part_that_does_not_exist_is_not_found(conversation: Conversation) -> None:
    assert Client().get(f"{wall_of(conversation)}deel/kelder/").status_code == 404


def test_the_wall_of_a_deleted_conversation_says_so_in_plain_words(conversation: Conversation) -> None:
    place = wall_of(conversation)
    conversation.encounter.delete()
    assert Client().get(place).status_code == 404
    assert Client().get(f"{place}deel/kop/").status_code == 404


def test_a_beamer_can_only_listen(conversation: Conversation) -> None:
    browser = Client()
    answer = browser.get(wall_of(conversation))
    assert f"scherm-{conversation.encounter.room}" in answer.cookies
    assert browser.get(f"/leiden/{conversation.pk}/").status_code == 404
    assert browser.post(wall_of(conversation)).status_code == 405


def test_the_key_that_hides_is_only_there_for_who_leads(conversation: Conversation) -> None:
    assert "wall-hide" not in page_of(conversation)
    assert "wall-hide" not in page_of(conversation, phone_of(a_participant(conversation)))
    assert "wall-hide" in page_of(conversation, desk_of(conversation))


@pytest.mark.parametrize("screen", SCREENS)
def test_names_are_never_on_the_wall(conversation: Conversation, screen: str) -> None:
    by = a_participant(conversation, first_name="Sanne")
    for question, slot in ((OWN_WORDS, ""), (HEAPS, "keep")):
        row = a_contribution(conversation, by=by, text="Wij leren samen", signed=True, question=question, slot=slot)
        theme = moderating.name_theme(by=the_leader(conversation), conversation=conversation, name="Samen")
        moderating.put_in_theme(by=the_leader(conversation), conversation=conversation, contribution=row, theme=theme)
    an_intention(conversation, by=by, what="Ik kijk mee", signed=True)
    show(conversation, screen)
    assert Contribution.objects.filter(signed="Sanne").exists()
    assert Intention.objects.filter(signed="Sanne").exists()
    assert "Sanne" not in page_of(conversation)


def test_what_is_hidden_merged_or_taken_back_is_not_on_the_wall(conversation: Conversation) -> None:
    by = the_leader(conversation)
    kept = a_contribution(conversation, text="blijft")
    hidden = a_contribution(conversation, text="verborgen")
    double = a_contribution(conversation, text="dubbel")
    moderating.hide_contribution(by=by, conversation=conversation, contribution=hidden, reason="naam")
    moderating.merge_contribution(by=by, conversation=conversation, contribution=double, into=kept)
    assert [slip.text for slip in seen.newest(conversation, conversation.question)] == ["blijft"]


def test_the_two_newest_answers_to_the_question_of_now_are_shown(conversation: Conversation) -> None:
    for text in ("een", "twee", "drie"):
        a_contribution(conversation, text=text)
    a_contribution(conversation, text="elders", question=HEAPS, slot="keep")
    assert [slip.text for slip in seen.newest(conversation, conversation.question, 2)] == ["drie", "twee"]


def test_counts_of_one_to_four_read_a_few(conversation: Conversation) -> None:
    contribution = a_contribution(conversation)
    for _ in range(5):
        a_stance(contribution, 1)
    a_stance(contribution, -1)
    slip = seen.newest(conversation, None)[0]
    assert (slip.counts.agree_shown, slip.counts.disagree_shown) == (5, None)
    page = page_of(conversation, Client(headers={"Accept-Language": "en"}))
    assert "5 agree" in page
    assert "a few disagree" in page


def test_themes_are_shown_fullest_first_with_what_most_people_answered(conversation: Conversation) -> None:
    by = the_leader(conversation)
    small = moderating.name_theme(by=by, conversation=conversation, name="Klein")
    large = moderating.name_theme(by=by, conversation=conversation, name="Groot")
    moderating.name_theme(by=by, conversation=conversation, name="Leeg")
    rows = [a_contribution(conversation, text=text) for text in ("a", "b", "c", "d", "e")]
    for row, theme in zip(rows, (small, large, large, large, large), strict=True):
        moderating.put_in_theme(by=by, conversation=conversation, contribution=row, theme=theme)
    a_stance(rows[4], 1)
    themes = seen.themes_seen(conversation)
    assert [(theme.name, theme.contributions) for theme in themes] == [("Groot", 4), ("Klein", 1)]
    assert [slip.text for slip in themes[0].slips] == ["e", "b", "c"]


def test_heaps_show_the_newest_of_each_and_how_many(conversation: Conversation) -> None:
    for number in range(4):
        a_contribution(conversation, text=f"bewaar {number}", question=HEAPS, slot="keep")
    a_contribution(conversation, text="weg", question=HEAPS, slot="let_go")
    keep, let_go, develop = seen.heaps(conversation)
    assert (keep.contributions, [slip.text for slip in keep.slips]) == (4, ["bewaar 3", "bewaar 2", "bewaar 1"])
    assert [slip.text for slip in let_go.slips] == ["weg"]
    assert develop.contributions == 0
    assert len(seen.heaps(conversation, each=None)[0].slips) == 4


def marks(conversation: Conversation, **roles: int) -> None:
    for role, many in roles.items():
        for number in range(many):
            a_mark(conversation, number % 3, by=a_participant(conversation, role=role))


def test_fewer_than_five_marks_are_not_drawn(conversation: Conversation) -> None:
    marks(conversation, student=4)
    path = placed.path_marks(conversation, placed.path_question(conversation))
    assert (path.people, path.enough, path.dots) == (4, False, ())
    marks(conversation, mentor=1)
    assert placed.path_marks(conversation, placed.path_question(conversation)).enough


def test_a_side_of_fewer_than_five_is_drawn_mixed_and_cannot_be_worked_out(conversation: Conversation) -> None:
    marks(conversation, student=9, mentor=6, institute_educator=2)
    path = placed.path_marks(conversation, placed.path_question(conversation))
    drawn = [dot.side for dot in path.dots]
    # Two mixed marks alone would be the two educators: the mentors join them.
    assert (drawn.count("learner"), drawn.count("mixed")) == (9, 8)
    assert path.sides == ("learner", "mixed")


def test_a_mark_that_was_taken_back_or_lies_outside_the_path_does_no_harm(conversation: Conversation) -> None:
    marks(conversation, student=5)
    a_mark(conversation, 49.5, by=a_participant(conversation))
    a_mark(conversation, None, by=a_participant(conversation))  # type: ignore[arg-type]
    path = placed.path_marks(conversation, placed.path_question(conversation))
    assert path.people == 6
    assert max(dot.x for dot in path.dots) <= 1400 + 6 * path.radius


def test_the_sentence_about_the_path_never_tells_of_fewer_than_five(conversation: Conversation) -> None:
    for _ in range(5):
        a_mark(conversation, 1.2, by=a_participant(conversation))
    few = placed.path_marks(conversation, placed.path_question(conversation))
    assert few.first == few.last == few.middle
    for _ in range(7):
        a_mark(conversation, 0, by=a_participant(conversation))
    many = placed.path_marks(conversation, placed.path_question(conversation))
    assert many.first == PATH_SETTINGS["stations"][0]["label"]
    assert many.last == PATH_SETTINGS["stations"][1]["label"]


def test_a_full_room_is_drawn_with_one_dot_for_several_people(conversation: Conversation) -> None:
    by = [a_participant(conversation, role="student") for _ in range(170)]
    for number, person in enumerate(by):
        a_mark(conversation, (number % 20) / 10, by=person)
    path = placed.path_marks(conversation, placed.path_question(conversation))
    assert path.people == 170
    assert path.people_a_dot == 2
    assert len(path.dots) == 85


def test_a_plate_without_a_path_shows_no_path(conversation: Conversation) -> None:
    conversation.plate.parts.all().delete()
    assert placed.path_marks(conversation, placed.path_question(conversation)) == placed.NO_MARKS
    assert seen.heaps(conversation) == ()


@given(st.lists(st.floats(0, 2), max_size=60))
def test_no_mark_covers_another(positions: list[float]) -> None:
    places = swarm(positions, partial(point_at, PATH_SETTINGS["stations"]), 12)
    assert len(places) == len(positions)
    for index, (x, y) in enumerate(places):
        for other_x, other_y in places[index + 1 :]:
            assert math.hypot(x - other_x, y - other_y) >= 24 - 1e-6


def test_a_mark_alone_stands_where_it_was_placed() -> None:
    at = partial(point_at, PATH_SETTINGS["stations"])
    assert swarm([0.5], at, 12) == [at(0.5)]


def test_a_thousand_marks_are_laid_in_a_moment() -> None:
    chance = random.Random(1)
    positions = [chance.uniform(0, 2) for _ in range(1000)]
    assert len(swarm(positions, partial(point_at, PATH_SETTINGS["stations"]), 4)) == 1000


def fill(conversation: Conversation, many: int) -> None:
    by = the_leader(conversation)
    theme = moderating.name_theme(by=by, conversation=conversation, name="Tijd")
    for number in range(many):
        person = a_participant(conversation, role="student")
        row = a_contribution(conversation, by=person)
        heap = a_contribution(conversation, by=person, question=HEAPS, slot=("keep", "let_go", "develop")[number % 3])
        moderating.put_in_theme(by=by, conversation=conversation, contribution=row, theme=theme)
        a_stance(heap, 1)
        a_mark(conversation, number % 3, by=person, question=PATH)
        an_intention(conversation, by=person)


@pytest.mark.parametrize("screen", SCREENS)
def test_the_wall_asks_the_database_as_often_for_many_as_for_few(conversation: Conversation, screen: str) -> None:
    show(conversation, screen)
    counts = []
    for many in (6, 12):
        fill(conversation, many)
        page_of(conversation)
        with CaptureQueriesContext(connection) as captured:
            page_of(conversation)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[1] <= 35
