"""Hiding, merging and gathering in themes: everything can be undone and is logged."""

import pytest

from leerruimte.base.refused import Refused
from leerruimte.conversations.actions import moderating
from leerruimte.conversations.models import Conversation, ModerationEntry
from leerruimte.conversations.queries.stances import stance_counts
from leerruimte.conversations.tests.make import (
    HEAPS,
    OWN_WORDS,
    a_contribution,
    a_conversation,
    a_participant,
    a_stance,
    the_leader,
)
from leerruimte.encounters.models import Contribution, Encounter
from leerruimte.encounters.queries import contributions_shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation() -> Conversation:
    return a_conversation()


def shown(conversation: Conversation) -> set[str]:
    return {row.text for row in contributions_shown(conversation.pk)}


def hide(conversation: Conversation, contribution: Contribution, reason: str = "noemt een naam") -> None:
    moderating.hide_contribution(
        by=the_leader(conversation), conversation=conversation, contribution=contribution, reason=reason
    )


def merge(conversation: Conversation, one: Contribution, into: Contribution) -> None:
    moderating.merge_contribution(by=the_leader(conversation), conversation=conversation, contribution=one, into=into)


def test_what_is_hidden_is_off_the_screens_and_in_the_log_with_the_reason(conversation: Conversation) -> None:
    contribution = a_contribution(conversation, text="Jan doet nooit iets")
    hide(conversation, contribution)
    assert shown(conversation) == set()
    entry = ModerationEntry.objects.get()
    assert (entry.verb, entry.reason) == ("hide", "noemt een naam")


def test_hiding_without_a_reason_is_refused(conversation: Conversation) -> None:
    contribution = a_contribution(conversation)
    with pytest.raises(Refused) as no:
        hide(conversation, contribution, "  ")
    assert no.value.field == "reason"
    assert len(shown(conversation)) == 1


def test_hiding_twice_from_two_desks_is_logged_once(conversation: Conversation) -> None:
    contribution = a_contribution(conversation)
    as_the_other_desk_saw_it = Contribution.objects.get()
    hide(conversation, contribution)
    hide(conversation, as_the_other_desk_saw_it, "ook gezien")
    assert ModerationEntry.objects.count() == 1


def test_what_was_hidden_can_be_shown_again_with_its_stances(conversation: Conversation) -> None:
    contribution = a_contribution(conversation, text="Terug")
    a_stance(contribution, 1)
    hide(conversation, contribution)
    moderating.show_contribution(by=the_leader(conversation), conversation=conversation, contribution=contribution)
    assert shown(conversation) == {"Terug"}
    assert stance_counts([contribution.pk])[contribution.pk].agree == 1
    assert [entry.verb for entry in ModerationEntry.objects.all()] == ["show", "hide"]


def test_a_double_disappears_and_its_stances_count_for_the_other_each_person_once(conversation: Conversation) -> None:
    one = a_contribution(conversation, text="Geen tijd")
    double = a_contribution(conversation, text="Er is geen tijd")
    both, only_one, only_double = (a_participant(conversation) for _ in range(3))
    a_stance(one, -1, by=both)
    a_stance(double, 1, by=both)  # the newest of the two counts
    a_stance(one, 1, by=only_one)
    a_stance(double, 1, by=only_double)
    merge(conversation, double, one)
    assert shown(conversation) == {"Geen tijd"}
    counts = stance_counts([one.pk])[one.pk]
    assert (counts.agree, counts.disagree) == (3, 0)


def test_counts_of_a_contribution_without_doubles_are_those_of_its_own(conversation: Conversation) -> None:
    one, other = a_contribution(conversation), a_contribution(conversation)
    a_stance(one, 1)
    a_stance(one, 0)
    a_stance(one, None)
    a_stance(other, -1)
    counts = stance_counts([one.pk, other.pk])
    assert (counts[one.pk].agree, counts[one.pk].disagree, counts[one.pk].passed) == (1, 0, 1)
    assert (counts[other.pk].agree, counts[other.pk].disagree) == (0, 1)


def test_a_double_that_was_taken_back_does_not_count_any_more(conversation: Conversation) -> None:
    one, double = a_contribution(conversation), a_contribution(conversation)
    a_stance(double, 1)
    merge(conversation, double, one)
    Contribution.objects.filter(pk=double.pk).update(withdrawn_at=double.made_at, text="")
    assert stance_counts([one.pk])[one.pk].agree == 0


def test_doubles_of_a_double_move_along(conversation: Conversation) -> None:
    first, second, third = (a_contribution(conversation, text=text) for text in ("een", "twee", "drie"))
    merge(conversation, third, second)
    merge(conversation, second, first)
    assert shown(conversation) == {"een"}
    third.refresh_from_db()
    assert third.merged_into_id == first.pk


def test_two_desks_that_merge_the_same_two_the_other_way_round_lose_neither(conversation: Conversation) -> None:
    one, other = a_contribution(conversation, text="een"), a_contribution(conversation, text="ander")
    merge(conversation, one, other)
    with pytest.raises(Refused):
        merge(conversation, other, one)
    assert shown(conversation) == {"ander"}


def test_only_visible_contributions_to_the_same_question_can_be_put_together(conversation: Conversation) -> None:
    one = a_contribution(conversation, question=OWN_WORDS)
    elsewhere = a_contribution(conversation, question=HEAPS)
    hidden = a_contribution(conversation, question=OWN_WORDS)
    hide(conversation, hidden)
    for other in (one, elsewhere, hidden):
        with pytest.raises(Refused):
            merge(conversation, one, other)
    one.refresh_from_db()
    assert one.merged_into_id is None


def test_merged_contributions_can_be_taken_apart(conversation: Conversation) -> None:
    one, double = a_contribution(conversation, text="een"), a_contribution(conversation, text="dubbel")
    merge(conversation, double, one)
    moderating.unmerge_contribution(by=the_leader(conversation), conversation=conversation, contribution=double)
    assert shown(conversation) == {"een", "dubbel"}
    assert [entry.verb for entry in ModerationEntry.objects.all()] == ["unmerge", "merge"]


def test_the_log_does_not_keep_words_that_a_writer_may_take_back(conversation: Conversation) -> None:
    one, double = a_contribution(conversation, text="geheime woorden"), a_contribution(conversation)
    merge(conversation, double, one)
    assert not ModerationEntry.objects.filter(reason__contains="geheime").exists()


def test_a_theme_gathers_contributions_and_each_lies_in_one_at_most(conversation: Conversation) -> None:
    by = the_leader(conversation)
    contribution = a_contribution(conversation)
    time = moderating.name_theme(by=by, conversation=conversation, name="Tijd")
    people = moderating.name_theme(by=by, conversation=conversation, name="Mensen")
    for theme in (time, people, people):
        moderating.put_in_theme(by=by, conversation=conversation, contribution=contribution, theme=theme)
    assert list(time.contributions.all()) == []
    assert list(people.contributions.all()) == [contribution]
    moderating.put_in_theme(by=by, conversation=conversation, contribution=contribution, theme=None)
    assert list(people.contributions.all()) == []


def test_one_name_is_one_theme(conversation: Conversation) -> None:
    by = the_leader(conversation)
    first = moderating.name_theme(by=by, conversation=conversation, name="Tijd")
    again = moderating.name_theme(by=by, conversation=conversation, name=" tijd ")
    assert first == again
    other = moderating.name_theme(by=by, conversation=conversation, name="Rooster")
    with pytest.raises(Refused) as no:
        moderating.name_theme(by=by, conversation=conversation, name="TIJD", theme=other)
    assert no.value.field == "name"
    moderating.name_theme(by=by, conversation=conversation, name="Rooster en tijd", theme=other)
    assert conversation.themes.get(pk=other.pk).name == "Rooster en tijd"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_theme_needs_a_short_name(conversation: Conversation, name: str) -> None:
    with pytest.raises(Refused):
        moderating.name_theme(by=the_leader(conversation), conversation=conversation, name=name)
    assert not conversation.themes.exists()


def test_taking_a_theme_away_leaves_its_contributions(conversation: Conversation) -> None:
    by = the_leader(conversation)
    contribution = a_contribution(conversation, text="blijft")
    theme = moderating.name_theme(by=by, conversation=conversation, name="Tijd")
    moderating.put_in_theme(by=by, conversation=conversation, contribution=contribution, theme=theme)
    moderating.drop_theme(by=by, conversation=conversation, theme=theme)
    assert shown(conversation) == {"blijft"}


def test_each_change_raises_the_version_of_the_encounter(conversation: Conversation) -> None:
    contribution = a_contribution(conversation)
    before = Encounter.objects.get(pk=conversation.pk).version
    hide(conversation, contribution)
    assert Encounter.objects.get(pk=conversation.pk).version == before + 1
