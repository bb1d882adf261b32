"""Addresses of trajectories: the things they are about, and the rows of each feature's own module.

A trajectory is of the STUDENT of the table; its MENTOR and INSTITUTE_EDUCATOR stand beside. The other roles of the same
partnership, its coordinator and school-based educator too, are strangers to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from leerruimte.people.models import Organisation, Partnership, Person, Role
from leerruimte.trajectories.models import CurriculumVersion, Opportunity, Trajectory
from leerruimte.trajectories.tests import make
from tests import (
    access_board,
    access_cohort,
    access_curriculum,
    access_evidence,
    access_needs,
    access_opportunities,
    access_triangle,
)
from tests.access_rows import Row

FEATURES = (
    access_curriculum,
    access_opportunities,
    access_needs,
    access_board,
    access_triangle,
    access_evidence,
    access_cohort,
)


@dataclass
class Things:
    """What the addresses are about; each feature adds its own to `more`, by a name of its own."""

    partnership: Partnership
    school: Organisation
    people: Mapping[str, Person]
    version: CurriculumVersion
    opportunity: Opportunity
    trajectory: Trajectory
    more: dict[str, Any] = field(default_factory=dict)


def make_things(partnership: Partnership, school: Organisation, people: Mapping[str, Person]) -> Things:
    """A curriculum, an opportunity at the school, a trajectory of three, and what each feature adds."""
    version = make.a_curriculum(partnership, owner=people[Role.INSTITUTE_EDUCATOR])
    trajectory = make.a_trajectory(partnership, learner=people[Role.STUDENT], version=version, school=school)
    make.a_mentor(trajectory, people[Role.MENTOR])
    make.an_educator(trajectory, people[Role.INSTITUTE_EDUCATOR])
    things = Things(partnership, school, people, version, make.an_opportunity(version, at=school), trajectory)
    for feature in FEATURES:
        feature.make_things(things)
    return things


def rows_of_trajectories() -> Iterator[Row]:
    """Of every feature."""
    for feature in FEATURES:
        yield from feature.rows()
