"""Taking out all that is mine, leaving, and how long the rest is kept."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from leerruimte.encounters.models import BoundaryObject, Encounter
from leerruimte.people.models import Person, Role
from leerruimte.people.tests.make import a_person, somebody, who_is
from leerruimte.people.who import NOBODY
from leerruimte.trajectories.actions.evidence import note_looked, remove_evidence
from leerruimte.trajectories.actions.keeping import let_go_of_old
from leerruimte.trajectories.actions.leaving import forget
from leerruimte.trajectories.models import (
    Agreement,
    Appeal,
    AssessmentForm,
    Capacity,
    ChangeProposal,
    Cohort,
    CohortLearner,
    EarlierRecord,
    Edition,
    Evidence,
    FilledForm,
    Line,
    LookBack,
    Member,
    Move,
    Notice,
    Opportunity,
    PendingCurriculum,
    Period,
    Piece,
    PlannerRun,
    Preparation,
    Reached,
    Refusal,
    Remark,
    Seat,
    Trajectory,
)
from leerruimte.trajectories.queries.own import all_of
from leerruimte.trajectories.rules.leaving import BEFORE, without_names
from leerruimte.trajectories.rules.triangle import digest
from leerruimte.trajectories.tests import make
from leerruimte.trajectories.tests.make_evidence import (
    a_form,
    a_remark,
    laid,
    of_three,
    reached,
    the_person,
    who_of,
)
from leerruimte.trajectories.tests.make_triangle import a_triangle_in, an_agreement

pytestmark = pytest.mark.django_db
SECRET = "in mijn eigen woorden"


def everything_of(person: Person) -> Trajectory:
    """A trajectory of somebody else beside whom a person did all that can be done; and all they did elsewhere."""
    trajectory = make.a_trajectory()
    partnership = trajectory.object.partnership
    assert partnership
    assert trajectory.school
    member = make.an_educator(trajectory, person)
    who = who_of(member)
    triangle = a_triangle_in(trajectory, "preparing", timezone.now())
    Preparation.objects.create(triangle=triangle, member=member, outcome="PED-11", field="good", text=SECRET)
    Line.objects.create(triangle=triangle, outcome="PED-11", field="good", text=SECRET, by=member, number=1)
    LookBack.objects.create(triangle=triangle, member=member, words=SECRET, seen=LookBack.Seen.MINE)
    an_agreement(trajectory)
    one = laid(trajectory, who, words=SECRET)
    laid(trajectory, who, words=SECRET, seen=Evidence.Seen.MINE)
    a_remark(one, who, SECRET)
    reached(trajectory, who)
    note_looked(by=who, trajectory=trajectory)
    # Their own role in the partnership lets them make forms.
    form = AssessmentForm.objects.create(
        object=BoundaryObject.objects.create(kind="assessment_form", title="Les", partnership=partnership),
        made_by=person,
    )
    FilledForm.objects.create(form=form, trajectory=trajectory, member=member, answers={"r1": {"words": SECRET}})
    opportunity = make.an_opportunity(trajectory.version)
    Opportunity.objects.filter(pk=opportunity.pk).update(made_by=person, still_right_by=person)
    Seat.objects.create(edition=opportunity.editions.get(), person=person, state=Seat.State.TAKEN)
    Move.objects.create(trajectory=trajectory, revision=1, kind=Move.Kind.LAY, by=person, by_name=person.name)
    Refusal.objects.create(trajectory=trajectory, opportunity=opportunity, by=person)
    Piece.objects.create(
        trajectory=trajectory, title="x", where="school", first_week=make.MONDAY, last_week=make.MONDAY, laid_by=person
    )
    PlannerRun.objects.create(kind=PlannerRun.Kind.ROUTES, trajectory=trajectory, asked_by=person)
    Notice.objects.create(person=person, kind="place")
    EarlierRecord.objects.create(person=person, partnership=partnership, title="x", content={}, digest="x")
    ChangeProposal.objects.create(version=trajectory.version, kind="add", why=SECRET, by=person, decided_by=person)
    trajectory.version.curriculum.owners.add(person)
    PendingCurriculum.objects.create(partnership=partnership, by=person, file_name="x")
    trajectory.version.made_by = person
    trajectory.version.save()
    period = Period.objects.create(partnership=partnership, name="1", first=trajectory.first, last=trajectory.last)
    Capacity.objects.create(organisation=trajectory.school, period=period, places=2, said_by=person)
    cohort = Cohort.objects.create(period=period, title="x")
    CohortLearner.objects.create(cohort=cohort, person=person)
    other = CohortLearner.objects.create(cohort=cohort, person=trajectory.learner)
    Appeal.objects.create(learner=other, words="x", answered_by=person)
    return trajectory


def pointing_at(person: Person) -> set[str]:
    """Model and field of every row in this app that points at a person."""
    found = set()
    for model in apps.get_app_config("trajectories").get_models():
        for field in model._meta.get_fields():
            points = field.concrete and getattr(field, "related_model", None) is Person
            if points and model._default_manager.filter(**{field.name: person}).exists():
                found.add(f"{model.__name__}.{field.name}")
    return found


def all_fields() -> set[str]:
    """Model and field of all that can point at a person."""
    return {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("trajectories").get_models()
        for field in model._meta.get_fields()
        if field.concrete and getattr(field, "related_model", None) is Person
    }


@pytest.mark.parametrize("erase", [True, False])
def test_nothing_points_at_somebody_who_left(erase: bool) -> None:
    person = a_person("Imke")
    everything_of(person)
    make.a_trajectory(learner=person)
    # A new field that points at a person fails here until the test, `all_of` and `forget` know it.
    assert pointing_at(person) == all_fields()
    forget(by=who_is(person), person=person, erase=erase)
    assert pointing_at(person) == set()
    person.delete()


def test_everything_of_somebody_can_be_taken_out() -> None:
    person = a_person("Imke")
    everything_of(person)
    mine = make.a_trajectory(learner=person)
    an_agreement(mine)
    found = all_of(person)
    assert [name for name, rows in found.items() if not rows] == ["signed", "dates", "appeals"]
    text = json.dumps(found, default=str, ensure_ascii=False)
    assert text.count(SECRET) >= 6


@pytest.mark.parametrize("erase", [True, False])
def test_words_beside_others_stay_without_a_name_or_go(erase: bool) -> None:
    person = a_person("Imke", "Zonderland")
    trajectory = everything_of(person)
    evidence = Evidence.objects.filter(trajectory=trajectory)
    forget(by=who_is(person), person=person, erase=erase)
    # What was only ever theirs is gone in both cases.
    assert not Preparation.objects.filter(triangle__trajectory=trajectory).exists()
    assert not LookBack.objects.filter(triangle__trajectory=trajectory).exists()
    assert not evidence.filter(seen=Evidence.Seen.MINE).exists()
    assert evidence.exists() == (not erase)
    assert Remark.objects.filter(evidence__trajectory=trajectory).exists() == (not erase)
    assert Line.objects.get(triangle__trajectory=trajectory).text == ("" if erase else SECRET)
    assert Reached.objects.get(trajectory=trajectory).by_name == ""
    members = Member.objects.filter(trajectory=trajectory, role=Role.INSTITUTE_EDUCATOR)
    assert members.exists() == (not erase)
    for member in members:
        assert (member.name, member.email, member.until_date) == ("", "", timezone.localdate())
    agreement = Agreement.objects.get(trajectory=trajectory)
    assert "Zonderland" not in json.dumps(agreement.content)
    assert agreement.digest == digest(agreement.content)
    [before] = agreement.content[BEFORE]
    assert before != agreement.digest
    assert agreement.content["outcomes"][0]["fields"]["good"]["text"] == "En uitgelegd."


def test_who_kept_the_name_can_see_that_nothing_else_was_changed() -> None:
    trajectory, mentor, _educator = of_three()
    person = the_person(mentor)
    before = an_agreement(trajectory)
    forget(by=who_is(person), person=person, erase=False)
    after = Agreement.objects.get().content
    [entry] = [one for one in after["names"] if one.pop("left", False)]
    entry["name"] = str(person)
    assert after.pop(BEFORE) == [before.digest]
    assert digest(after) == before.digest


@pytest.mark.parametrize("erase", [True, False])
def test_a_trajectory_goes_with_its_learner(erase: bool) -> None:
    trajectory, mentor, educator = of_three()
    other = make.a_trajectory(version=trajectory.version)
    triangle = a_triangle_in(trajectory, "together", timezone.now())
    agreement = an_agreement(trajectory)
    Agreement._base_manager.filter(pk=agreement.pk).update(triangle=triangle)
    a_remark(laid(trajectory), who_of(mentor))
    form = a_form(trajectory, who_of(educator))
    learner = trajectory.learner
    forget(by=who_is(learner), person=learner, erase=erase)
    assert list(Trajectory.objects.all()) == [other]
    assert not BoundaryObject.objects.filter(pk=trajectory.pk).exists()
    assert not Encounter.objects.exists()
    assert not Evidence.objects.exists()
    assert not Agreement.objects.exists()
    # The form is the partnership's.
    assert AssessmentForm.objects.filter(pk=form.pk).exists()


def test_who_waits_gets_the_seat_of_who_left() -> None:
    partnership = make.a_partnership()
    opportunity = make.an_opportunity(make.a_curriculum(partnership), seats=1, first=timezone.localdate())
    edition: Edition = opportunity.editions.get()
    leaves, waits = somebody(Role.STUDENT, partnership), somebody(Role.STUDENT, partnership)
    Seat.objects.create(edition=edition, person=leaves, state=Seat.State.TAKEN)
    Seat.objects.create(edition=edition, person=waits, state=Seat.State.WAITING)
    forget(by=who_is(leaves), person=leaves, erase=True)
    assert Seat.objects.get().state == Seat.State.TAKEN


@pytest.mark.parametrize(
    "names", [["Imke Bos"], [{"name": "Imke Bos"}], {"m1": {"name": "Imke Bos"}}, {"m1": "Imke Bos"}]
)
def test_a_name_goes_from_under_an_agreement_in_whichever_form_it_stands(names: Any) -> None:
    content = {"outcomes": {"A": {"good": "Imke Bos komt kijken"}}, "names": names}
    after = without_names(content, {"Imke Bos"}, set())
    assert "Imke Bos" not in json.dumps(after["names"])
    assert after["outcomes"] == content["outcomes"]
    assert without_names(content, {"Teun"}, {"m9"})["names"] == content["names"]


def test_a_name_goes_by_whose_it_was_also_where_it_stands_as_the_screen_of_another() -> None:
    learner = {"member": "m1", "name": "Jan Bos", "at_screen_of": "Jan Bos"}
    content = {"names": [learner, {"member": "m2", "name": "Jan Bos", "at_screen_of": ""}]}
    # Two who are called the same, of whom one leaves; and one who is called differently since.
    after = without_names(content, {"Jan Bos"}, {"m2"})["names"]
    assert [one["name"] for one in after] == ["Jan Bos", ""]
    assert (after[0]["at_screen_of"], after[0]["screen_left"]) == ("", True)
    assert without_names(content, {"Jan de Boer"}, {"m1"})["names"][0]["name"] == ""


def test_a_road_is_kept_whole_until_five_years_after_its_last_day() -> None:
    trajectory, *_others = of_three()
    later = make.a_trajectory(version=trajectory.version, learner=trajectory.learner, school=trajectory.school)
    now = timezone.now()
    gone = laid(trajectory)
    remove_evidence(by=who_is(trajectory.learner), evidence=gone)
    EarlierRecord.objects.create(
        person=trajectory.learner, partnership=trajectory.object.partnership, title="x", content={}, digest="x",
        made_at=now - timedelta(days=2),
    )  # fmt: skip
    PlannerRun.objects.create(
        kind=PlannerRun.Kind.ROUTES, problem={"home": "8012"}, ended_at=now - timedelta(days=100), trajectory=trajectory
    )
    guest = Member.objects.create(trajectory=trajectory, name="Bea", email="bea@example.org", role=Role.MENTOR)
    long_ago = now.date() - timedelta(days=6 * 365)
    Trajectory.objects.filter(pk=trajectory.pk).update(first=long_ago, last=long_ago)
    done = let_go_of_old(by=NOBODY, now=now + timedelta(days=40))
    assert (done["trajectories"], done["evidence"], done["records read in"], done["planner runs"]) == (0, 1, 1, 1)
    guest.refresh_from_db()
    assert (guest.name, guest.email) == ("", "")
    Trajectory.objects.filter(pk=later.pk).update(first=long_ago, last=long_ago)
    assert let_go_of_old(by=NOBODY, now=now)["trajectories"] == 2
    assert let_go_of_old(by=NOBODY, now=now) == dict.fromkeys(done, 0)
