"""The example partnership: believable, complete, and made once."""

from collections import Counter

import pytest
from django.core.management import call_command

from leerruimte.conversations.models import Conversation, Harvest, Mark, ModerationEntry, PerspectiveMap, Theme
from leerruimte.conversations.queries.map import map_seen
from leerruimte.conversations.queries.report import report_of
from leerruimte.encounters.models import Contribution, Encounter, Intention, Participation, Stance
from leerruimte.example import filling, full
from leerruimte.people.models import Partnership
from leerruimte.plates.models import Question

pytestmark = pytest.mark.django_db

TABLES = (Encounter, Participation, Contribution, Stance, Mark, Intention, Harvest, Theme, ModerationEntry)


def make(capsys, **options):
    """Run the command and give what it says."""
    call_command("make_example", address="http://localhost:8000", **options)
    return capsys.readouterr().out


def test_it_tells_how_to_get_in(capsys):
    told = make(capsys, language="en")
    live = Conversation.objects.get(pk=filling.LIVE)
    assert "http://localhost:8000/" in told
    assert "/begin/" in told
    assert f"/doe-mee/{live.encounter.join_code}/" in told
    assert "/scherm/" in told
    assert "/verslag/" in told


def test_it_speaks_dutch_by_default(capsys):
    assert "Waardland Leert Samen" in make(capsys)


def test_doing_it_twice_changes_nothing(capsys):
    make(capsys)
    before = [table.objects.count() for table in TABLES]
    versions = list(Encounter.objects.order_by("pk").values_list("version", flat=True))
    make(capsys)
    assert [table.objects.count() for table in TABLES] == before
    assert list(Encounter.objects.order_by("pk").values_list("version", flat=True)) == versions


def test_one_conversation_can_begin(capsys):
    make(capsys)
    live = Conversation.objects.get(pk=filling.LIVE)
    assert live.encounter.closed_at is None
    assert len(live.roles) == 10
    assert live.phases.count() == 3
    assert live.questions.count() == 6


def test_the_finished_one_shows_all_that_a_report_can_show(capsys):
    make(capsys)
    finished = Conversation.objects.get(pk=filling.FINISHED)
    report = report_of(finished)
    assert report.figures.people == 48
    assert report.figures.contributions == 30
    assert report.figures.intentions == 12
    assert report.figures.hidden == 1
    assert len(report.harvests) == 9
    assert all(heap.said for heap in report.heaps if heap.key)
    assert report.questions[0].path.enough
    assert any(said.signed for heap in report.heaps for said in heap.said)
    assert report.map.verdict == "pattern"
    assert report.map.shared
    assert report.map.by_role


def test_nobody_answers_their_own_words(capsys):
    make(capsys)
    rows = Stance.objects.select_related("contribution")
    assert not any(row.participation_id == row.contribution.participation_id for row in rows)


def test_the_words_are_those_of_the_plate(capsys):
    make(capsys)
    asked = set(Question.objects.filter(version__plate__number=1).values_list("key", flat=True))
    texts = filling.texts()
    assert {one["question"] for one in (*texts["contributions"], *texts["doubles"], *texts["hidden"])} <= asked
    assert all(len(one["text"]) <= 280 for one in texts["contributions"])


def test_everybody_at_a_table_of_five(capsys):
    make(capsys)
    tables = Counter(Participation.objects.values_list("table", flat=True))
    assert set(tables) == set(range(1, 10))
    assert set(tables.values()) <= {5, 6}


def test_the_full_size_has_as_many_conversations_as_it_says(capsys, monkeypatch):
    monkeypatch.setattr(full, "CONVERSATIONS", 3)
    monkeypatch.setattr(full, "LARGE_PEOPLE", 60)
    monkeypatch.setattr(full, "LARGE_CONTRIBUTIONS", 70)
    make(capsys, size="full")
    assert Conversation.objects.count() == 2 + 1 + 3
    large = Conversation.objects.get(pk=full.LARGE)
    assert Participation.objects.filter(encounter=large.pk).count() == 60
    texts = list(Contribution.objects.filter(encounter=large.pk).values_list("text", flat=True))
    assert len(set(texts)) == len(texts) == 70
    before = Stance.objects.count()
    make(capsys, size="full")
    assert Stance.objects.count() == before


def test_a_map_is_made_for_the_report_only(capsys):
    make(capsys)
    assert [row.conversation_id for row in PerspectiveMap.objects.all()] == [filling.FINISHED]
    assert map_seen(Conversation.objects.get(pk=filling.FINISHED), None).drawing is not None


def test_another_partnership_is_left_alone(capsys):
    other = Partnership.objects.create(name="Heuvelland Samen", slug="heuvelland")
    make(capsys)
    assert not Encounter.objects.filter(partnership=other).exists()
