"""From stances to the map, and what a screen may show of it."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from leerruimte.conversations import jobs
from leerruimte.conversations.actions.mapping import derive_map, drop_maps_of_other_editions, store_map
from leerruimte.conversations.actions.moderating import hide_contribution, merge_contribution
from leerruimte.conversations.map_words import sides_sentence
from leerruimte.conversations.mapping import vote_table
from leerruimte.conversations.models import PerspectiveMap
from leerruimte.conversations.queries.map import map_seen, maps_behind, tells_most
from leerruimte.conversations.tests.make import (
    a_contribution,
    a_conversation,
    a_participant,
    a_stance,
    phone_of,
    refreshed,
    the_leader,
)
from leerruimte.conversations.tests.make_past import a_past
from leerruimte.encounters.actions import touch, withdraw_contributions
from leerruimte.encounters.models import Contribution, Participation
from leerruimte.people.models import Role
from leerruimte.perspectives import MISSING, from_json

pytestmark = pytest.mark.django_db


def vote_of(table, person, contribution):
    """The vote of a person on a contribution in a table."""
    row, column = table.people.index(person.pk.hex), table.statements.index(contribution.pk.hex)
    return int(table.votes[row, column])


def test_everybody_has_a_row_and_every_contribution_a_column():
    conversation = a_conversation()
    first, second = a_participant(conversation), a_participant(conversation)
    said = a_contribution(conversation, by=first)
    a_stance(said, -1, by=second)
    table = vote_table(conversation.pk)
    assert table.people == (first.pk.hex, second.pk.hex)
    assert table.statements == (said.pk.hex,)
    assert vote_of(table, second, said) == -1
    assert vote_of(table, first, said) == MISSING
    assert table.roles == (Role.STUDENT, Role.STUDENT)


def test_a_stance_taken_back_is_no_vote():
    conversation = a_conversation()
    said, person = a_contribution(conversation), a_participant(conversation)
    a_stance(said, 1, by=person)
    a_stance(said, None, by=person)
    assert vote_of(vote_table(conversation.pk), person, said) == MISSING


def test_doubles_count_as_one_and_the_newest_answer_of_a_person_counts():
    conversation = a_conversation()
    one, double, person = a_contribution(conversation), a_contribution(conversation), a_participant(conversation)
    a_stance(one, 1, by=person)
    a_stance(double, -1, by=person)
    merge_contribution(by=the_leader(conversation), conversation=conversation, contribution=double, into=one)
    table = vote_table(conversation.pk)
    assert table.statements == (one.pk.hex,)
    assert vote_of(table, person, one) == -1


@pytest.mark.parametrize("how", ["hidden", "withdrawn"])
def test_what_is_hidden_or_withdrawn_does_not_count_nor_do_its_doubles(how):
    conversation = a_conversation()
    one, double, other = (a_contribution(conversation) for _ in range(3))
    a_stance(double, 1)
    by = the_leader(conversation)
    merge_contribution(by=by, conversation=conversation, contribution=double, into=one)
    if how == "hidden":
        hide_contribution(by=by, conversation=conversation, contribution=one, reason="een naam")
    else:
        withdraw_contributions([one.pk])
    assert vote_table(conversation.pk).statements == (other.pk.hex,)


def test_a_map_says_up_to_which_version_it_goes_and_an_older_one_does_not_replace_it():
    conversation = a_past()
    version = derive_map(conversation.pk)
    assert version == conversation.encounter.version
    kept = PerspectiveMap.objects.get(conversation=conversation)
    assert not store_map(conversation.pk, version - 1, {"verdict": "older"}, timezone.now())
    assert PerspectiveMap.objects.get(conversation=conversation).result == kept.result


def test_a_map_of_a_conversation_that_is_gone_is_not_kept():
    assert derive_map(uuid.uuid4()) is None
    assert not store_map(uuid.uuid4(), 1, {}, timezone.now())


def test_conversations_are_behind_until_their_map_is_made():
    conversation = a_past()
    assert [one for one, _version in maps_behind()] == [conversation.pk]
    derive_map(conversation.pk)
    assert maps_behind() == []
    touch([conversation.pk])
    assert [one for one, _version in maps_behind()] == [conversation.pk]


def test_running_conversations_get_their_map_first():
    closed, running = a_past(), a_past(closed=False)
    assert [one for one, _version in maps_behind()] == [running.pk, closed.pk]


def test_a_pattern_shows_its_sides_and_what_they_answer_otherwise():
    conversation = a_past()
    derive_map(conversation.pk)
    with translation.override("en"):
        seen = map_seen(conversation, None)
    assert seen.verdict == "pattern"
    assert [side.people for side in seen.sides] == [16, 16]
    assert seen.typical
    assert all(len(finding.cells) == 2 for finding in seen.typical)
    assert any("nummer 0 " in finding.text for finding in seen.shared)


def test_sides_are_called_separate_groups_only_when_that_was_shown():
    conversation = a_past()
    derive_map(conversation.pk)
    result = from_json(PerspectiveMap.objects.get(conversation=conversation).result)
    for separate, words in ((True, "These are separate groups"), (False, "separate groups was not shown")):
        sides = tuple(replace(side, separate=separate) for side in result.sides)
        with translation.override("en"):
            assert words in sides_sentence(replace(result, sides=sides))


def test_without_a_pattern_there_are_no_sides_and_it_says_what_would_make_it_surer():
    conversation = a_past(pattern=False)
    derive_map(conversation.pk)
    with translation.override("en"):
        seen = map_seen(conversation, None)
    assert seen.verdict == "no_pattern"
    assert seen.sides == ()
    assert "chance" in seen.sentence
    assert len(seen.drawing.marks) == 32


def test_nothing_is_shown_of_fewer_than_five_people():
    conversation = a_past((Role.STUDENT,) * 4)
    derive_map(conversation.pk)
    seen = map_seen(conversation, None)
    assert seen.verdict == "too_few"
    assert seen.drawing is None
    assert (seen.shared, seen.divided, seen.by_role) == ((), (), ())


def test_before_the_first_map_the_screen_says_so():
    seen = map_seen(a_conversation(), None)
    assert (seen.verdict, seen.made_at, seen.drawing) == ("too_few", None, None)


def test_everybody_has_one_mark_and_marks_keep_their_id():
    conversation = a_past()
    derive_map(conversation.pk)
    before = {mark.id for mark in map_seen(conversation, None).drawing.marks}
    a_stance(Contribution.objects.filter(encounter=conversation.pk).first(), 1, by=a_newcomer(conversation))
    derive_map(conversation.pk)
    after = {mark.id for mark in map_seen(conversation, None).drawing.marks}
    assert len(before) == 32
    assert before < after
    assert len(after) == 33
    people = {person.hex for person in Participation.objects.values_list("pk", flat=True)}
    assert not any(mark in person for mark in after for person in people)


def a_newcomer(conversation):
    """Somebody who comes in later, though it is closed."""
    highest = conversation.encounter.participations.count()
    return Participation.objects.create(encounter=conversation.encounter, number=highest + 1, role=Role.STUDENT)


def test_no_mark_covers_another():
    conversation = a_past((Role.STUDENT,) * 60 + (Role.MENTOR,) * 60, contributions=12)
    derive_map(conversation.pk)
    drawing = map_seen(conversation, None).drawing
    marks = [(mark.x, mark.y) for mark in drawing.marks]
    nearest = min(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for i, a in enumerate(marks) for b in marks[i + 1 :])
    assert nearest > drawing.scale * 24 * 0.7
    assert all(0 < x < drawing.width and 0 < y < drawing.height for x, y in marks)


def test_a_lone_researcher_has_no_shape_of_their_own():
    conversation = a_past()
    derive_map(conversation.pk)
    sides = [mark.side for mark in map_seen(conversation, None).drawing.marks]
    assert "research" not in sides
    assert sides.count("mixed") >= 5


def test_who_took_no_stance_lies_in_the_water_when_there_are_five():
    conversation = a_past(silent=5)
    derive_map(conversation.pk)
    assert map_seen(conversation, None).drawing.adrift == 5


def test_one_to_four_who_took_no_stance_cannot_be_counted():
    conversation = a_past(silent=3)
    derive_map(conversation.pk)
    seen = map_seen(conversation, None)
    assert seen.drawing.adrift == 0
    assert sum(side.people for side in seen.sides) == 35


def test_the_own_place_is_only_on_the_own_screen():
    conversation = a_past()
    derive_map(conversation.pk)
    mine = Participation.objects.get(encounter=conversation.pk, number=1)
    with translation.override("en"):
        assert map_seen(conversation, mine).own_side in ("side A", "side B")
    assert map_seen(conversation, mine).drawing.own is not None
    assert map_seen(conversation, None).drawing.own is None


def test_who_took_no_stance_is_told_how_to_get_a_place():
    conversation = a_past(silent=1)
    derive_map(conversation.pk)
    silent = Participation.objects.get(encounter=conversation.pk, number=33)
    seen = map_seen(conversation, silent)
    assert seen.own_is_missing
    assert seen.own_side == ""


def test_what_was_hidden_after_the_map_was_made_is_not_on_it():
    conversation = a_past()
    derive_map(conversation.pk)
    shared = Contribution.objects.get(encounter=conversation.pk, text__contains="nummer 0 ")
    assert any(finding.text == shared.text for finding in map_seen(conversation, None).shared)
    hide_contribution(by=the_leader(conversation), conversation=conversation, contribution=shared, reason="een naam")
    seen = map_seen(conversation, None)
    told = (*seen.shared, *seen.divided, *seen.by_role, *seen.typical)
    assert not any(finding.text == shared.text for finding in told)


def test_what_tells_most_is_reckoned_for_what_was_not_answered_yet():
    conversation = a_past()
    derive_map(conversation.pk)
    mine = a_newcomer(conversation)
    ids = list(Contribution.objects.filter(encounter=conversation.pk).values_list("pk", flat=True))
    told = tells_most(conversation, mine, ids)
    assert set(told) == set(ids)
    everybody_agrees = Contribution.objects.get(encounter=conversation.pk, text__contains="nummer 0 ").pk
    assert told[everybody_agrees] < max(told.values())
    assert tells_most(a_conversation(), mine, ids) == {}


@pytest.mark.parametrize("people", [12, 120])
def test_the_queries_for_a_map_do_not_grow_with_the_room(people, django_assert_max_num_queries):
    conversation = a_past((Role.STUDENT,) * people)
    derive_map(conversation.pk)
    mine = Participation.objects.filter(encounter=conversation.pk).first()
    with django_assert_max_num_queries(3):
        map_seen(conversation, mine)
    ids = list(Contribution.objects.values_list("pk", flat=True)[:5])
    with django_assert_max_num_queries(3):
        tells_most(conversation, mine, ids)


def test_the_map_page_is_for_who_takes_part_or_leads():
    conversation = a_past()
    derive_map(conversation.pk)
    mine = Participation.objects.filter(encounter=conversation.pk).first()
    page = phone_of(mine).get(f"/gesprek/{conversation.pk}/kaart/")
    assert page.status_code == 200
    assert b'id="mk-own"' in page.content
    fragment = phone_of(mine).get(f"/gesprek/{conversation.pk}/kaart/?deel=1")
    assert b"<html" not in fragment.content
    assert b'class="islands"' in fragment.content
    assert Client().get(f"/gesprek/{conversation.pk}/kaart/").status_code == 404


def test_a_map_of_an_older_form_is_thrown_away_and_shows_nothing_meanwhile():
    conversation = a_past()
    derive_map(conversation.pk)
    PerspectiveMap.objects.update(result={"edition": 0}, made_at=timezone.now() + timedelta(seconds=1))
    assert map_seen(conversation, None).verdict == "too_few"
    assert derive_map(conversation.pk) is not None
    PerspectiveMap.objects.update(result={"edition": 0})
    assert drop_maps_of_other_editions() == 1
    assert [one for one, _version in maps_behind()] == [conversation.pk]


class Recording(jobs.Mapmaker):
    """Makes maps in this process, so that a test can see them."""

    def make(self, encounter_id):
        """As the process beside the server would."""
        return derive_map(encounter_id)


def test_the_mapmaker_makes_what_is_behind_and_tells_the_room(monkeypatch):
    told = []
    monkeypatch.setattr(jobs, "tell", lambda encounter, name, data, replaces: told.append((encounter.pk, name, data)))
    conversation = a_past()
    Recording().make_what_is_behind()
    assert told == [(conversation.pk, "map", refreshed(conversation).encounter.version)]


def test_a_map_that_fails_is_logged_and_tried_again_when_something_changes(monkeypatch, caplog):
    monkeypatch.setattr(jobs, "tell", lambda *args, **kwargs: None)
    conversation, other = a_past(), a_past()
    tried = []

    class Failing(Recording):
        def make(self, encounter_id):
            tried.append(encounter_id)
            if encounter_id == conversation.pk:
                raise RuntimeError("out of luck")
            return super().make(encounter_id)

    maker = Failing()
    maker.make_what_is_behind()
    assert PerspectiveMap.objects.filter(conversation=other).exists()
    assert "out of luck" in caplog.text
    maker.make_what_is_behind()
    assert tried.count(conversation.pk) == 1
    touch([conversation.pk])
    maker._rests_until.clear()
    maker.make_what_is_behind()
    assert tried.count(conversation.pk) == 2


def test_a_map_that_took_long_rests_before_the_next(monkeypatch):
    monkeypatch.setattr(jobs, "tell", lambda *args, **kwargs: None)
    clock = [1000.0]
    monkeypatch.setattr(jobs.time, "monotonic", lambda: clock[0])
    conversation, made = a_past(), []

    class Slow(Recording):
        def make(self, encounter_id):
            made.append(encounter_id)
            clock[0] += 3
            return super().make(encounter_id)

    maker = Slow()
    maker.make_what_is_behind()
    touch([conversation.pk])
    maker.make_what_is_behind()
    assert len(made) == 1
    clock[0] += 6
    maker.make_what_is_behind()
    assert len(made) == 2


def test_the_mapmaker_starts_once_and_stops(monkeypatch):
    monkeypatch.setattr(jobs.Mapmaker, "_run", lambda self: self._stopping.wait(5))
    jobs.start()
    first = jobs._mapmaker
    jobs.start()
    assert jobs._mapmaker is first
    jobs.stop()
    assert first._stopping.is_set()
    first._thread.join(2)
    assert not first._thread.is_alive()
