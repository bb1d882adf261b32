"""Traces are kept once, the newest counts, and what was taken back stays gone."""

import uuid

import pytest

from leerruimte.encounters import actions, queries
from leerruimte.encounters.models import Contribution, Encounter, Participation, Stance
from leerruimte.encounters.tests.make import a_contribution_by, an_encounter, somebody_in
from leerruimte.people.models import Role

pytestmark = pytest.mark.django_db


def test_joining_twice_with_one_id_is_joining_once():
    encounter, phone = an_encounter(), uuid.uuid4()
    first, new = actions.take_part(by=phone, encounter=encounter, role=Role.MENTOR)
    again, new_again = actions.take_part(by=phone, encounter=encounter, role=Role.STUDENT)
    assert (new, new_again) == (True, False)
    assert again.pk == first.pk
    assert again.role == Role.MENTOR
    assert encounter.participations.count() == 1


def test_people_are_numbered_in_order_of_joining():
    encounter = an_encounter()
    assert [somebody_in(encounter).number for _ in range(3)] == [1, 2, 3]


def test_the_version_goes_up_with_every_change():
    encounter = an_encounter()
    somebody_in(encounter)
    somebody_in(encounter)
    assert Encounter.objects.get(pk=encounter.pk).version == 2


def test_of_two_stances_the_one_with_the_highest_counter_stays():
    encounter = an_encounter()
    writer, voter = somebody_in(encounter), somebody_in(encounter)
    contribution = a_contribution_by(writer)
    actions.store_stances([actions.new_stance(contribution.pk, 1, voter, n=5)])
    actions.store_stances([actions.new_stance(contribution.pk, -1, voter, n=4)])
    stance = Stance.objects.get()
    assert (stance.value, stance.n) == (1, 5)
    actions.store_stances([actions.new_stance(contribution.pk, None, voter, n=6)])
    assert Stance.objects.get().value is None


def test_a_contribution_sent_twice_is_one():
    person = somebody_in(an_encounter())
    contribution = a_contribution_by(person, "één keer")
    contribution.text = "twee keer"
    actions.store_contributions([contribution])
    assert Contribution.objects.get().text == "één keer"


def test_what_was_taken_back_loses_its_words_and_is_not_shown():
    person = somebody_in(an_encounter())
    contribution = a_contribution_by(person)
    Contribution.objects.update(about="Els, van de opleiding")
    actions.withdraw_contributions([contribution.pk])
    kept = Contribution.objects.get()
    assert (kept.text, kept.about) == ("", "")
    assert not queries.contributions_shown(person.encounter_id).exists()


def test_a_role_stands_beside_words_only_when_five_have_it():
    encounter = an_encounter()
    for _ in range(4):
        somebody_in(encounter, Role.MENTOR)
    for _ in range(5):
        somebody_in(encounter, Role.STUDENT)
    # Words without a role beside them would be a mentor's.
    assert queries.roles_shown(encounter.pk) == frozenset()
    somebody_in(encounter, Role.RESEARCHER)
    assert queries.roles_shown(encounter.pk) == {Role.STUDENT}


def test_forgetting_somebody_takes_all_that_is_theirs_and_nothing_else():
    encounter = an_encounter()
    leaving, staying = somebody_in(encounter), somebody_in(encounter)
    theirs, other = a_contribution_by(leaving), a_contribution_by(staying)
    actions.store_stances(
        [actions.new_stance(other.pk, 1, leaving, n=1), actions.new_stance(theirs.pk, 1, staying, n=1)]
    )
    actions.forget_participation(by=leaving)
    assert list(Participation.objects.all()) == [staying]
    assert list(Contribution.objects.all()) == [other]
    assert not Stance.objects.exists()
