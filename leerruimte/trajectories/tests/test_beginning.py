"""A trajectory begins with its learner, and with who stands beside."""

import pytest

from leerruimte.people.models import Role, Side
from leerruimte.people.tests.make import who_is
from leerruimte.trajectories.access.trajectories import (
    may_read_needs,
    membership_of,
    side_of,
    visible_trajectories,
)
from leerruimte.trajectories.tests import make

pytestmark = pytest.mark.django_db


def test_the_learner_and_who_stands_beside_see_it_and_nobody_else() -> None:
    trajectory = make.a_trajectory()
    mentor, stranger = make.a_mentor(trajectory), make.somebody("mentor", make.a_partnership(), trajectory.school)
    for person, sees in ((trajectory.learner, True), (mentor.person, True), (stranger, False)):
        assert person
        assert visible_trajectories(who_is(person)).filter(pk=trajectory.pk).exists() == sees


def test_needs_are_the_learners_own_until_shared() -> None:
    trajectory = make.a_trajectory()
    mentor = make.a_mentor(trajectory)
    assert mentor.person
    assert may_read_needs(who_is(trajectory.learner), trajectory)
    assert not may_read_needs(who_is(mentor.person), trajectory)


def test_each_of_the_three_has_a_side() -> None:
    trajectory = make.a_trajectory()
    sides = [side_of(make.a_mentor(trajectory)), side_of(make.an_educator(trajectory))]
    learner = membership_of(who_is(trajectory.learner), trajectory)
    assert learner
    assert [*sides, side_of(learner)] == [Side.SCHOOL, Side.INSTITUTE, Side.LEARNER]


def test_whose_trajectory_it_is_is_the_learner_in_it_even_a_mentor() -> None:
    trajectory = make.a_trajectory()
    mentor = make.a_mentor(trajectory)
    learner = membership_of(who_is(trajectory.learner), trajectory)
    assert learner
    learner.role = Role.MENTOR
    learner.save()
    assert (side_of(learner), side_of(mentor)) == (Side.LEARNER, Side.SCHOOL)
