"""Who guides: what waits, what is near, who may be stuck."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from leerruimte.people.models import Role
from leerruimte.people.tests.make import a_person, a_role, browser_of
from leerruimte.trajectories.actions import assessment
from leerruimte.trajectories.actions.evidence import note_looked
from leerruimte.trajectories.models import DateAnswer, DateOption, Evidence, Ready, Trajectory
from leerruimte.trajectories.queries.guiding import learners_of, what_waits_for
from leerruimte.trajectories.rules.guiding import gaps_of, is_near, stuck
from leerruimte.trajectories.tests import make
from leerruimte.trajectories.tests.make_evidence import (
    a_form,
    a_remark,
    laid,
    of_three,
    the_person,
    weeks_ago,
    who_of,
)
from leerruimte.trajectories.tests.make_triangle import a_triangle_in, an_agreement

FIRST, LAST = date(2026, 9, 1), date(2027, 2, 1)


@pytest.mark.django_db
def test_what_waits_is_told_and_goes_when_it_is_done() -> None:
    trajectory, mentor, educator = of_three()
    person = the_person(mentor)
    assert what_waits_for(person) == []
    triangle = a_triangle_in(trajectory, "planning")
    option = DateOption.objects.create(triangle=triangle, at=timezone.now() + timedelta(days=3))
    [dates] = what_waits_for(person)
    assert (dates.kind, dates.due) == ("dates", option.at)
    DateAnswer.objects.create(option=option, member=mentor, can="yes")
    assert what_waits_for(person) == []
    triangle.phase, triangle.starts_at = "preparing", option.at
    triangle.save()
    assert [one.kind for one in what_waits_for(person)] == ["prepare"]
    Ready.objects.create(triangle=triangle, member=mentor)
    assert what_waits_for(person) == []
    form = a_form(trajectory, who_of(educator))
    whole = {"r1": {"level": "l1"}, "r2": {"level": "l1"}}
    assessment.fill_in(by=who_of(educator), trajectory=trajectory, form=form, round=1, answers=whole, hand_in=True)
    assert [one.kind for one in what_waits_for(person)] == ["form"]
    assessment.fill_in(by=who_of(mentor), trajectory=trajectory, form=form, round=1, answers=whole, hand_in=True)
    laid(trajectory)
    laid(trajectory, seen=Evidence.Seen.MINE)
    [new] = what_waits_for(person)
    assert (new.kind, "1" in new.sentence) == ("evidence", True)
    note_looked(by=who_of(mentor), trajectory=trajectory)
    assert what_waits_for(person) == []
    a_remark(laid(trajectory, who_of(mentor)), who_of(educator))
    assert [one.kind for one in what_waits_for(person)] == ["evidence"]


@pytest.mark.django_db
def test_a_learner_without_encounters_for_long_or_with_gaps_may_be_stuck() -> None:
    trajectory, mentor, _educator = of_three()
    today = timezone.localdate()
    Trajectory.objects.filter(pk=trajectory.pk).update(
        first=today - timedelta(weeks=12), last=today + timedelta(weeks=12)
    )
    [seen] = learners_of(the_person(mentor))
    assert seen.stuck.never
    assert len(seen.stuck.gaps) == 4
    assert len(seen.sentences) == 2
    # By what they are called, not by their codes alone.
    assert "Leren PED-11" in seen.sentences[1]
    a_triangle_in(trajectory, "confirmed", weeks_ago(8))
    [seen] = learners_of(the_person(mentor))
    assert "8" in seen.sentences[0]
    a_triangle_in(trajectory, "preparing", timezone.now() + timedelta(days=2), number=2)
    [seen] = learners_of(the_person(mentor))
    assert (seen.near, seen.stuck.silent) == (True, False)
    an_agreement(trajectory)
    [seen] = learners_of(the_person(mentor))
    assert seen.met_on == today


@pytest.mark.django_db
def test_a_form_of_a_round_that_is_over_waits_no_more() -> None:
    trajectory, mentor, educator = of_three()
    form = a_form(trajectory, who_of(educator))
    whole = {"r1": {"level": "l1"}, "r2": {"level": "l1"}}
    fill = {"by": who_of(educator), "trajectory": trajectory, "form": form, "answers": whole, "hand_in": True}
    assessment.fill_in(round=1, **fill)
    assert [one.kind for one in what_waits_for(the_person(mentor))] == ["form"]
    assessment.begin_round(by=who_of(educator), trajectory=trajectory, form=form, after=1)
    assert what_waits_for(the_person(mentor)) == []
    assessment.fill_in(round=2, **fill)
    assert [one.kind for one in what_waits_for(the_person(mentor))] == ["form"]


@pytest.mark.django_db
def test_sixty_learners_ask_no_more_of_the_database_than_three() -> None:
    partnership = make.a_partnership()
    version, educator = make.a_curriculum(partnership), a_person("Imke")
    a_role(educator, Role.INSTITUTE_EDUCATOR, partnership)
    browser, asked = browser_of(educator), []
    for many in (3, 57):
        for _one in range(many):
            trajectory = make.a_trajectory(partnership, version=version)
            make.an_educator(trajectory, educator)
            a_triangle_in(trajectory, "preparing", timezone.now() + timedelta(days=3))
            laid(trajectory)
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(reverse("trajectories:my_learners"))
        assert answer.status_code == 200
        assert len(answer.content) < 150_000
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 25
    assert len(what_waits_for(educator)) == 120


@pytest.mark.django_db
def test_another_guides_learners_are_not_mine() -> None:
    trajectory, mentor, _educator = of_three()
    other = a_person("Teun")
    assert learners_of(other) == []
    # Somebody whose time beside the learner is over.
    mentor.until_date = timezone.localdate() - timedelta(days=1)
    mentor.from_date = mentor.until_date
    mentor.save()
    assert learners_of(the_person(mentor)) == []
    assert learners_of(trajectory.learner) == []
    assert not what_waits_for(the_person(mentor))


@given(st.dates(FIRST - timedelta(days=60), LAST + timedelta(days=60)))
def test_nobody_is_stuck_before_it_begins_or_after_it_ends(today: date) -> None:
    found = stuck(today=today, first=FIRST, last=LAST, ended=False, met=None, meets=None, gaps=["PED-11"])
    if today < FIRST or today > LAST:
        assert not found
    assert not stuck(today=today, first=FIRST, last=LAST, ended=True, met=None, meets=None, gaps=["PED-11"])
    planned = stuck(today=today, first=FIRST, last=LAST, ended=False, met=None, meets=today, gaps=[])
    assert not planned


def test_six_weeks_is_not_long_and_a_day_more_is() -> None:
    today = date(2026, 12, 1)
    for days, silent in ((42, False), (43, True)):
        met = today - timedelta(days=days)
        found = stuck(today=today, first=FIRST, last=LAST, ended=False, met=met, meets=None, gaps=[])
        assert found.silent == silent
    assert gaps_of(["a", "b", "c"], ["a"], ["c"]) == ["b"]
    assert is_near(today + timedelta(days=14), today)
    assert not is_near(today - timedelta(days=1), today)
    assert not is_near(None, today)
