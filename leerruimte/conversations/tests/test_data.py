"""The data of a conversation as files, and back again."""

import csv
import io
import json
import zipfile
from collections import Counter

import pytest
from django.test import Client

from leerruimte.conversations.actions.importing import import_export
from leerruimte.conversations.actions.moderating import hide_contribution, merge_contribution
from leerruimte.conversations.data_files import as_csv, as_export, as_json, as_polis
from leerruimte.conversations.mapping import vote_table
from leerruimte.conversations.polis import read_export, safe_for_spreadsheets, without_apostrophe
from leerruimte.conversations.queries.data import data_of
from leerruimte.conversations.tests.make import (
    a_contribution,
    a_conversation,
    a_participant,
    a_partnership,
    a_stance,
    desk_of,
    phone_of,
    refreshed,
    the_host,
    the_leader,
)
from leerruimte.conversations.tests.make_past import MIXED, a_past
from leerruimte.encounters.models import Contribution
from leerruimte.people.models import Role
from leerruimte.perspectives import MISSING

pytestmark = pytest.mark.django_db


def unzipped(contents):
    """The files of a ZIP by name."""
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(contents):
    """A CSV file as rows by column."""
    return list(csv.DictReader(io.StringIO(contents.decode("utf-8-sig"))))


def votes_by_text(conversation):
    """For each contribution how each person voted, without who: a bag of rows."""
    table = vote_table(conversation.pk)
    texts = {row.pk.hex: row.text for row in Contribution.objects.filter(encounter=conversation.pk)}
    people = [
        frozenset((texts[s], int(v)) for s, v in zip(table.statements, row, strict=True) if v != MISSING)
        for row in table.votes
    ]
    return Counter(person for person in people if person)


def test_what_goes_out_as_polis_comes_in_with_the_same_votes():
    conversation = a_past()
    files = unzipped(as_polis(data_of(conversation)))
    partnership = a_partnership("Heuvelland Samen")
    again, is_new = import_export(
        by=the_host(partnership), partnership=partnership, export=read_export(files), files=files
    )
    assert is_new
    assert votes_by_text(again) == votes_by_text(conversation)
    assert again.encounter.title == conversation.encounter.title
    assert again.encounter.participations.count() == 32


def test_both_files_of_votes_say_the_same():
    files = unzipped(as_polis(data_of(a_past())))
    whole = read_export(files)
    del files["votes.csv"]
    matrix = read_export(files)
    assert {(v.voter, v.comment, v.value) for v in whole.votes} == {(v.voter, v.comment, v.value) for v in matrix.votes}


def test_the_numbers_of_people_follow_no_order():
    conversation = a_past((Role.STUDENT,) * 30)
    table = vote_table(conversation.pk)
    real = [tuple(v for v in row if v != MISSING) for row in table.votes.tolist()]
    told = []
    for _ in range(3):
        data = data_of(conversation)
        by_person = {}
        for stance in data.stances:
            by_person.setdefault(stance.participant, []).append(stance.value)
        told.append([tuple(by_person[number]) for number in range(30)])
    assert all(order != real for order in told)
    assert len({tuple(order) for order in told}) == 3


def test_nobody_can_be_found_by_what_they_wrote():
    data = data_of(a_past(names=True))
    export = as_export(data)
    voters = {vote.voter for vote in export.votes}
    writers = [comment.author for comment in export.comments]
    assert not voters & set(writers)
    assert len(set(writers)) == len(writers)


def test_times_do_not_say_who_came_first():
    export = as_export(data_of(a_past()))
    assert len({vote.at for vote in export.votes}) == 1
    assert all(comment.at.minute == 0 for comment in export.comments)


def test_a_role_that_few_have_is_not_told_nor_left_over():
    data = data_of(a_past(MIXED))
    told = Counter(data.roles)
    assert Role.RESEARCHER not in told
    assert all(count >= 5 for count in told.values())
    marks = Counter(mark["role"] for mark in data.marks)
    assert Role.RESEARCHER not in marks
    assert all(count >= 5 for count in marks.values())


def test_what_was_hidden_is_in_no_file_and_doubles_are_one():
    conversation = a_conversation()
    by = the_leader(conversation)
    one, double, bad = (a_contribution(conversation, text=text) for text in ("Een", "Dubbel", "Over Piet"))
    for person in [a_participant(conversation) for _ in range(5)]:
        a_stance(double, -1, by=person)
        a_stance(bad, 1, by=person)
    merge_contribution(by=by, conversation=conversation, contribution=double, into=one)
    hide_contribution(by=by, conversation=conversation, contribution=bad, reason="noemt Piet")
    data = data_of(refreshed(conversation))
    assert [c.text for c in data.contributions] == ["Een"]
    assert [(s.contribution, s.value) for s in data.stances] == [(0, -1)] * 5
    for contents in (as_csv(data), as_json(data), *unzipped(as_polis(data)).values()):
        assert b"Piet" not in contents
        assert b"Dubbel" not in contents


@pytest.mark.parametrize("text", ["=1+1", "+31 6", "-2", "@jij", "=HYPERLINK(1)"])
def test_no_spreadsheet_takes_words_for_a_formula(text):
    conversation = a_conversation()
    a_contribution(conversation, text=text)
    data = data_of(refreshed(conversation))
    assert rows_of(as_csv(data))[0]["text"] == f"'{text}"
    assert rows_of(unzipped(as_polis(data))["comments.csv"])[0]["comment-body"] == f"'{text}"
    assert without_apostrophe(safe_for_spreadsheets(text)) == text


@pytest.mark.parametrize("text", ["'t Is goed", "’t is zo", "'", "gewoon", ""])
def test_other_words_stay_as_they_are(text):
    assert safe_for_spreadsheets(text) == text
    assert without_apostrophe(text) == text


def test_the_table_has_no_number_below_five():
    conversation = a_conversation()
    said = a_contribution(conversation)
    for value in (1, 1, 1, 1, 1, 1, -1, -1):
        a_stance(said, value)
    for _ in range(9):
        a_participant(conversation)
    row = rows_of(as_csv(data_of(refreshed(conversation))))[0]
    assert (row["agree"], row["disagree"]) == ("6", "")
    assert row["stances_in_words"]


def test_everything_has_a_codebook_in_both_languages():
    everything = json.loads(as_json(data_of(a_past())))
    assert set(everything["codebook"]) == {"nl", "en"}
    assert len(everything["stances"]) > 300
    assert len(everything["contributions"]) == 16
    files = unzipped(as_polis(data_of(a_past())))
    assert {"codeboek.txt", "codebook.txt"} <= set(files)


def test_the_files_open_in_other_tools_as_polis_writes_them():
    files = unzipped(as_polis(data_of(a_past())))
    comments, votes = rows_of(files["comments.csv"]), rows_of(files["votes.csv"])
    assert list(comments[0]) == [
        "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body",
    ]  # fmt: skip
    assert list(votes[0]) == ["timestamp", "datetime", "comment-id", "voter-id", "vote"]
    assert all(int(row["author-id"]) >= 0 and row["moderated"] == "1" for row in comments)
    assert {row["vote"] for row in votes} <= {"1", "0", "-1"}
    people = rows_of(files["participants-votes.csv"])
    assert list(people[0])[:6] == ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"]


@pytest.mark.parametrize("form", ["csv", "json", "zip"])
def test_data_is_for_who_may_read_the_report(form):
    conversation = a_conversation()
    mine = a_participant(conversation)
    a_contribution(conversation, by=mine)
    address = f"/gesprek/{conversation.pk}/gegevens.{form}"
    assert desk_of(conversation).get(address).status_code == 200
    assert phone_of(mine).get(address).status_code == 404
    assert Client().get(address).status_code == 404


def test_there_is_no_other_form():
    conversation = a_conversation()
    assert desk_of(conversation).get(f"/gesprek/{conversation.pk}/gegevens.exe").status_code == 404


@pytest.mark.parametrize("people", [10, 60])
def test_the_queries_for_the_data_do_not_grow_with_the_room(people, django_assert_max_num_queries):
    conversation = a_past((Role.STUDENT,) * people, contributions=people // 2)
    with django_assert_max_num_queries(16):
        data_of(refreshed(conversation))


def test_of_fewer_than_five_people_no_stance_is_taken_along():
    conversation = a_conversation()
    contribution = a_contribution(conversation)
    for person in [a_participant(conversation) for _ in range(3)]:
        a_stance(contribution, 1, by=person)
    data = data_of(refreshed(conversation))
    assert data.people is None
    assert data.stances == ()
    assert len(data.contributions) == 1
