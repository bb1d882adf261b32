"""Phases and clock, questions, pause, beamer, tables, notes: what the facilitator does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from leerruimte.base.refused import Refused
from leerruimte.conversations.actions import leading
from leerruimte.conversations.models import Conversation, Note, Phase
from leerruimte.conversations.tests.make import (
    HEAPS,
    OWN_WORDS,
    PATH,
    a_conversation,
    a_participant,
    refreshed,
    the_leader,
)
from leerruimte.people.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation() -> Conversation:
    return a_conversation(asking=None)


def phase_of(conversation: Conversation) -> Phase:
    phase = refreshed(conversation).phase
    assert phase is not None
    return phase


def test_a_phase_starts_its_clock_and_opens_its_first_question(conversation: Conversation) -> None:
    leading.go_to_phase(by=the_leader(conversation), conversation=conversation, order=1)
    now = refreshed(conversation)
    assert now.phase is not None
    assert now.phase.ends_at is not None
    assert timedelta(minutes=19) < now.phase.ends_at - timezone.now() <= timedelta(minutes=20)
    assert now.question is not None
    assert now.question.key == PATH
    assert now.question.opened_at is not None


def test_next_pressed_at_two_desks_goes_on_one_phase_and_leaves_its_clock_alone(conversation: Conversation) -> None:
    by = the_leader(conversation)
    leading.go_to_phase(by=by, conversation=conversation, order=2)
    leading.add_minutes(by=by, conversation=conversation, minutes=5)
    leading.ask_question(by=by, conversation=conversation, key=OWN_WORDS)
    before = phase_of(conversation).ends_at
    leading.go_to_phase(by=by, conversation=conversation, order=2)
    assert phase_of(conversation).order == 2
    assert phase_of(conversation).ends_at == before
    question = refreshed(conversation).question
    assert question is not None
    assert question.key == OWN_WORDS


def test_an_earlier_phase_can_be_gone_back_to(conversation: Conversation) -> None:
    by = the_leader(conversation)
    leading.go_to_phase(by=by, conversation=conversation, order=2)
    leading.go_to_phase(by=by, conversation=conversation, order=1)
    assert phase_of(conversation).order == 1


def test_a_phase_that_was_not_planned_is_refused(conversation: Conversation) -> None:
    with pytest.raises(Refused):
        leading.go_to_phase(by=the_leader(conversation), conversation=conversation, order=9)
    assert refreshed(conversation).phase is None


def test_a_held_clock_goes_on_with_what_was_left(conversation: Conversation) -> None:
    by = the_leader(conversation)
    leading.go_to_phase(by=by, conversation=conversation, order=1)
    Phase.objects.filter(pk=phase_of(conversation).pk).update(ends_at=timezone.now() + timedelta(seconds=100))
    leading.stop_clock(by=by, conversation=conversation)
    held = phase_of(conversation)
    assert held.seconds_left is not None
    assert 98 <= held.seconds_left <= 100
    leading.stop_clock(by=by, conversation=conversation)
    assert phase_of(conversation).seconds_left == held.seconds_left
    leading.start_clock(by=by, conversation=conversation)
    going = phase_of(conversation)
    assert going.seconds_left is None
    assert going.ends_at is not None
    assert timedelta(seconds=97) <= going.ends_at - timezone.now() <= timedelta(seconds=100)


def test_minutes_are_added_to_a_running_a_held_and_an_ended_clock(conversation: Conversation) -> None:
    by = the_leader(conversation)
    leading.go_to_phase(by=by, conversation=conversation, order=1)
    leading.add_minutes(by=by, conversation=conversation, minutes=5)
    ends = phase_of(conversation).ends_at
    assert ends is not None
    assert ends - timezone.now() > timedelta(minutes=24)
    leading.stop_clock(by=by, conversation=conversation)
    before = phase_of(conversation).seconds_left or 0
    leading.add_minutes(by=by, conversation=conversation, minutes=1)
    assert phase_of(conversation).seconds_left == before + 60
    leading.start_clock(by=by, conversation=conversation)
    Phase.objects.update(ends_at=timezone.now() - timedelta(minutes=3))
    leading.add_minutes(by=by, conversation=conversation, minutes=1)
    ends = phase_of(conversation).ends_at
    assert ends is not None
    assert timedelta(seconds=58) < ends - timezone.now() <= timedelta(seconds=60)


def test_without_a_phase_there_is_no_clock_to_add_to(conversation: Conversation) -> None:
    with pytest.raises(Refused):
        leading.add_minutes(by=the_leader(conversation), conversation=conversation, minutes=1)


def test_asking_a_question_opens_it_and_leaves_the_others_open(conversation: Conversation) -> None:
    by = the_leader(conversation)
    leading.ask_question(by=by, conversation=conversation, key=OWN_WORDS)
    leading.ask_question(by=by, conversation=conversation, key=HEAPS)
    now = refreshed(conversation)
    assert now.question is not None
    assert now.question.key == HEAPS
    still_open = now.questions.filter(opened_at__isnull=False, closed_at=None)
    assert {question.key for question in still_open} == {OWN_WORDS, HEAPS}


def test_a_closed_question_can_be_opened_without_asking_it(conversation: Conversation) -> None:
    by = the_leader(conversation)
    leading.ask_question(by=by, conversation=conversation, key=OWN_WORDS)
    leading.ask_question(by=by, conversation=conversation, key=HEAPS)
    leading.close_question(by=by, conversation=conversation, key=OWN_WORDS)
    assert conversation.questions.get(key=OWN_WORDS).closed_at is not None
    leading.open_question(by=by, conversation=conversation, key=OWN_WORDS)
    assert conversation.questions.get(key=OWN_WORDS).closed_at is None
    question = refreshed(conversation).question
    assert question is not None
    assert question.key == HEAPS


def test_a_question_of_another_conversation_is_refused(conversation: Conversation) -> None:
    with pytest.raises(Refused):
        leading.ask_question(by=the_leader(conversation), conversation=conversation, key="van-de-buren")


def test_phones_rest_and_go_on(conversation: Conversation) -> None:
    by = the_leader(conversation)
    leading.pause_phones(by=by, conversation=conversation, paused=True)
    assert refreshed(conversation).phones_paused_at is not None
    leading.pause_phones(by=by, conversation=conversation, paused=False)
    assert refreshed(conversation).phones_paused_at is None


def test_the_beamer_shows_what_was_chosen_and_nothing_unknown(conversation: Conversation) -> None:
    by = the_leader(conversation)
    leading.show_on_beamer(by=by, conversation=conversation, screen="path")
    with pytest.raises(Refused):
        leading.show_on_beamer(by=by, conversation=conversation, screen="football")
    assert refreshed(conversation).screen == "path"


def test_a_part_of_the_drawing_is_pointed_at_and_let_go(conversation: Conversation) -> None:
    by = the_leader(conversation)
    leading.point_at_hotspot(by=by, conversation=conversation, key="poort")
    with pytest.raises(Refused):
        leading.point_at_hotspot(by=by, conversation=conversation, key="maan")
    assert refreshed(conversation).hotspot == "poort"
    leading.point_at_hotspot(by=by, conversation=conversation, key="")
    assert refreshed(conversation).hotspot == ""


def fill(conversation: Conversation, **roles: int) -> None:
    for role, many in roles.items():
        for _ in range(many):
            a_participant(conversation, role=role)


def test_tables_are_mixed_by_role_and_can_be_brought_together(conversation: Conversation) -> None:
    by = the_leader(conversation)
    fill(conversation, student=9, mentor=6)
    leading.make_tables(by=by, conversation=conversation, tables=3)
    people = list(conversation.encounter.participations.all())
    for table in (1, 2, 3):
        at = [person.role for person in people if person.table == table]
        assert at.count(Role.STUDENT) == 3
        assert at.count(Role.MENTOR) == 2
    leading.make_tables(by=by, conversation=conversation, tables=0)
    assert refreshed(conversation).tables == 0
    assert set(conversation.encounter.participations.values_list("table", flat=True)) == {0}


def test_splitting_at_two_desks_seats_everybody_once(conversation: Conversation) -> None:
    by = the_leader(conversation)
    fill(conversation, student=12)
    leading.make_tables(by=by, conversation=conversation, tables=2, seen=0)
    seats = dict(conversation.encounter.participations.values_list("pk", "table"))
    leading.make_tables(by=by, conversation=conversation, tables=3, seen=0)
    assert refreshed(conversation).tables == 2
    assert dict(conversation.encounter.participations.values_list("pk", "table")) == seats


@pytest.mark.parametrize(("people", "tables"), [(7, 1), (7, 2), (12, 1), (12, 4), (12, -2)])
def test_tables_that_would_be_too_small_or_too_large_are_refused(
    conversation: Conversation, people: int, tables: int
) -> None:
    fill(conversation, student=people)
    with pytest.raises(Refused) as no:
        leading.make_tables(by=the_leader(conversation), conversation=conversation, tables=tables)
    assert no.value.field == "tables"
    assert refreshed(conversation).tables == 0


def test_who_comes_in_later_gets_a_seat_too(conversation: Conversation) -> None:
    fill(conversation, student=12)
    leading.make_tables(by=the_leader(conversation), conversation=conversation, tables=2)
    late = a_participant(refreshed(conversation), role=Role.STUDENT)
    assert late.table in (1, 2)


def test_a_note_is_kept_with_its_phase(conversation: Conversation) -> None:
    by = the_leader(conversation)
    phase = conversation.phases.get(order=1)
    leading.keep_note(by=by, conversation=conversation, phase=phase, text=" Els aan het woord laten 🌱 ")
    assert Note.objects.get(phase=phase).text == "Els aan het woord laten 🌱"


def test_what_another_desk_kept_meanwhile_is_not_written_over(conversation: Conversation) -> None:
    by = the_leader(conversation)
    phase = conversation.phases.get(order=1)
    leading.keep_note(by=by, conversation=conversation, phase=phase, text="van de laptop", seen="")
    with pytest.raises(Refused) as no:
        leading.keep_note(by=by, conversation=conversation, phase=phase, text="van de telefoon", seen="")
    assert no.value.code == "changed"
    assert Note.objects.get(phase=phase).text == "van de laptop"
    leading.keep_note(by=by, conversation=conversation, phase=phase, text="van beide", seen="van de laptop")
    assert Note.objects.get(phase=phase).text == "van beide"


def test_the_same_note_sent_twice_is_no_disagreement(conversation: Conversation) -> None:
    by = the_leader(conversation)
    phase = conversation.phases.get(order=1)
    for _ in range(2):
        leading.keep_note(by=by, conversation=conversation, phase=phase, text="nog één keer", seen="")
    assert Note.objects.count() == 1


def test_a_note_that_is_too_long_is_refused_with_a_sentence(conversation: Conversation) -> None:
    phase = conversation.phases.get(order=1)
    with pytest.raises(Refused) as no:
        leading.keep_note(
            by=the_leader(conversation), conversation=conversation, phase=phase, text="x" * (leading.LONGEST_NOTE + 1)
        )
    assert no.value.field == "text"
