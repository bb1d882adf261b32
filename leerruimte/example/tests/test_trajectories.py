"""The trajectories of the small example: four to follow, complete and believable, made once."""

import re
from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from leerruimte.example.offer import this_year
from leerruimte.example.partnership import NAME, NEIGHBOUR
from leerruimte.example.stories import IRIS, JAN, MO, SANNE, TESSA, person_called, told
from leerruimte.example.talks import moment, words
from leerruimte.people.models import AuditEntry, Organisation, Partnership, Person
from leerruimte.people.tests.make import browser_of
from leerruimte.planner.routes import plan_routes
from leerruimte.trajectories.models import (
    Agreement,
    Capacity,
    Cohort,
    CohortLearner,
    Curriculum,
    Edition,
    Evidence,
    Line,
    Move,
    Notice,
    Opportunity,
    Outcome,
    Period,
    Piece,
    Preparation,
    Ready,
    Seat,
    Trajectory,
    TriangleConversation,
)
from leerruimte.trajectories.planning.asking import question_of
from leerruimte.trajectories.rules.needs import STEPS
from leerruimte.trajectories.rules.triangle import NEEDED, digest

TABLES = (
    *(Trajectory, Piece, Move, TriangleConversation, Line, Preparation, Ready, Agreement, Evidence, Notice, Seat),
    *(Opportunity, Edition, Outcome, Period, Capacity, Cohort, CohortLearner, AuditEntry, Person),
)


def make() -> str:
    """Run the command and give what it says."""
    said = StringIO()
    call_command("make_example", address="http://localhost:8000", stdout=said, language="en")
    return said.getvalue()


@pytest.fixture(scope="module")
def said(django_db_setup: None, django_db_blocker) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """What the command says; made once, each test runs in a savepoint on top of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make()
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("said")]


def trajectory_of(name: str) -> Trajectory:
    """The one that is going on."""
    return Trajectory.objects.filter(learner=person_called(name)).order_by("-first")[0]


@pytest.mark.parametrize("name", [SANNE, JAN, TESSA, MO, IRIS])
def test_with_what_it_tells_they_sign_in_without_a_second_step(said: str, name: str):
    email = person_called(name).email
    password = re.search(rf"{email} and (\S+)", said).group(1)  # type: ignore[union-attr]
    browser = Client()
    answer = browser.post(reverse("account_login"), {"login": email, "password": password})
    assert answer.status_code == 302
    assert answer["Location"] != reverse("mfa_authenticate")
    assert browser.session["_auth_user_id"] == str(person_called(name).pk)


@pytest.mark.parametrize("name", [SANNE, MO, IRIS, JAN])
def test_each_of_the_four_has_a_board_that_opens(name: str):
    browser = browser_of(person_called(name))
    page = browser.get(reverse("trajectories:board", args=[trajectory_of(name).pk]))
    assert page.status_code == 200
    for piece in trajectory_of(name).pieces.all():
        assert piece.title in page.content.decode().replace("&#x27;", "'")


def test_who_stands_beside_sanne_sees_her_board_and_a_stranger_does_not():
    board = reverse("trajectories:board", args=[trajectory_of(SANNE).pk])
    seen = {name: browser_of(person_called(name)).get(board).status_code for name in (JAN, TESSA, MO, IRIS)}
    assert seen == {JAN: 200, TESSA: 200, MO: 404, IRIS: 404}


def test_each_is_at_another_stage():
    stages = {
        name: list(trajectory_of(name).triangles.order_by("number").values_list("phase", flat=True))
        for name in (SANNE, MO, IRIS, JAN)
    }
    assert stages == {SANNE: ["confirmed", "preparing"], MO: ["together"], IRIS: ["planning"], JAN: []}
    states = set(trajectory_of(SANNE).pieces.values_list("state", flat=True))
    assert states <= set(Piece.State)
    assert trajectory_of(SANNE).pieces.filter(pinned=True).exists()
    assert trajectory_of(SANNE).refusals.exclude(why="").count() == 2
    assert not trajectory_of(JAN).needs.shared_at
    assert trajectory_of(SANNE).needs.shared_at
    assert set(trajectory_of(SANNE).needs.words) == set(STEPS)


def test_the_mentor_is_ready_for_the_next_one_and_the_institute_did_not_begin():
    coming = trajectory_of(SANNE).triangles.get(phase="preparing")
    assert set(coming.ready.values_list("member__person", flat=True)) == {person_called(JAN).pk}
    assert not coming.preparations.filter(member__person=person_called(TESSA)).exists()
    assert coming.preparations.filter(member__person=person_called(SANNE)).exists()


def test_under_the_agreement_stand_three_names_and_what_was_signed_can_be_told():
    agreement = trajectory_of(SANNE).agreements.get()
    assert digest(agreement.content) == agreement.digest
    assert [one["name"] for one in agreement.content["names"]] == ["Sanne Vermeulen", "Jan Bosch", "Tessa Brouwer"]
    for outcome in agreement.content["outcomes"]:
        assert set(NEEDED) <= set(outcome["fields"])
        assert outcome["title"]["nl"]


def test_the_measure_beside_evidence_is_what_the_three_agreed_upon():
    page = browser_of(person_called(SANNE)).get(
        reverse("trajectories:evidence_of", args=[trajectory_of(SANNE).pk, "PED-21"])
    )
    assert "Bij drie kinderen kan ik vertellen wat ik zag" in page.content.decode()


@pytest.mark.parametrize("name", [SANNE, MO, IRIS])
def test_with_what_is_agreed_and_wished_the_planner_finds_routes(name: str):
    answer = plan_routes(question_of(trajectory_of(name)).problem, work=0.5, seconds=20, seed=0)
    assert answer.routes, answer.reasons


def test_a_starter_has_a_coach_with_a_personal_link():
    coach = trajectory_of(IRIS).members.get(person=None)
    assert (coach.name, coach.role) == ("Anneke Stam", "school_educator")


def test_the_year_has_four_periods_with_its_holidays_and_every_school_offers_something():
    partnership = Partnership.objects.get(name=NAME)
    assert len(this_year(partnership, Period.objects.order_by("first")[0].first)) == 4
    assert partnership.free_days.filter(region="zuid", why="herfstvakantie").count() == 2
    schools = Organisation.objects.filter(kind="school", memberships__partnership=partnership)
    for school in schools:
        assert 8 <= school.opportunities.count() <= 30
    assert not Opportunity.objects.filter(partnership__name=NEIGHBOUR).exists()
    curriculum = Curriculum.objects.get(object__partnership=partnership)
    assert list(curriculum.owners.values_list("role_assignments__role", flat=True).distinct()) == ["institute_educator"]
    first, second = curriculum.versions.exclude(published_at=None).order_by("number")
    assert Outcome.objects.filter(version=first).count() == 62
    assert Outcome.objects.filter(version=second).count() == 63


def test_a_proposal_stands_in_a_second_version_and_who_goes_on_keeps_the_first():
    browser = browser_of(person_called(IRIS))
    page = browser.get(reverse("trajectories:trajectory_curriculum", args=[trajectory_of(IRIS).pk])).content.decode()
    assert "Hulp vragen in het team" in page
    assert set(Trajectory.objects.values_list("version__number", flat=True)) == {1}


def test_some_of_the_cohort_said_what_they_wish():
    cohort = Cohort.objects.get()
    assert 0 < cohort.learners.filter(wished__gt=0).count() < cohort.learners.count()
    assert cohort.learners.filter(person=person_called(SANNE), wished__gt=0).exists()


def test_doing_it_twice_changes_nothing():
    before = {table: table._default_manager.count() for table in TABLES}
    revisions = list(Trajectory.objects.order_by("pk").values_list("pk", "revision"))
    make()
    assert {table: table._default_manager.count() for table in TABLES} == before
    assert list(Trajectory.objects.order_by("pk").values_list("pk", "revision")) == revisions


def test_what_sanne_keeps_to_herself_is_read_by_nobody_beside_her():
    mine = Evidence.objects.get(title="Wat ik nog niet durf te zeggen")
    page = browser_of(person_called(JAN)).get(reverse("trajectories:evidence", args=[trajectory_of(SANNE).pk]))
    assert page.status_code == 200
    assert mine.words not in page.content.decode()
    own = browser_of(person_called(SANNE)).get(
        reverse("trajectories:evidence_of", args=[trajectory_of(SANNE).pk, mine.outcome])
    )
    assert mine.title in own.content.decode()


def test_sanne_shows_a_photo_and_a_form_stands_beside_the_same_measure():
    trajectory = trajectory_of(SANNE)
    photo = Evidence.objects.get(kind=Evidence.Kind.PHOTO)
    assert (photo.trajectory, photo.outcome) == (trajectory, "PED-21")
    browser = browser_of(person_called(JAN))
    page = browser.get(reverse("trajectories:evidence_of", args=[trajectory.pk, "PED-21"])).content.decode()
    shown = reverse("trajectories:evidence_file", args=[trajectory.pk, photo.pk])
    assert f'src="{shown}"' in page
    assert browser.get(shown).content[:2] == b"\xff\xd8"
    form = trajectory.filled_forms.all()[0].form
    assert reverse("trajectories:fill_form", args=[trajectory.pk, form.pk]) in page


def test_words_are_there_for_every_field_and_step():
    assert set(STEPS) <= set(words())
    assert {"outcome", "sufficient", "good", "example", "route"} <= set(words())
    assert {"sanne", "mo", "iris", "jan"} <= set(told())


@given(st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 1, 1)))
def test_people_meet_on_working_days(day: date):
    assert moment(day, 15).weekday() < 5
