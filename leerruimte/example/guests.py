"""Who comes to a conversation of the example, where they stand, and what they think of what is said.

A simple picture, drawn by chance with a fixed seed: everybody stands somewhere between practice and policy, and is more
or less eager to try things out; each contribution pulls one way or the other (`lean`).
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from leerruimte.people.access import on_today
from leerruimte.people.models import Partnership, Role, RoleAssignment

# How many of each role came, and where they stand between practice (1) and policy (-1).
CAME = {
    Role.STUDENT: (10, 1.3),
    Role.MENTOR: (9, 0.8),
    Role.INSTITUTE_EDUCATOR: (8, -1.5),
    Role.SCHOOL_EDUCATOR: (6, -0.2),
    Role.TEACHER: (5, 0.5),
    Role.CAREER_CHANGER: (5, 1.1),
    Role.STARTER: (2, 0.8),
    Role.COORDINATOR: (1, -1.2),
    Role.STEERING: (1, -1.4),
    Role.RESEARCHER: (1, -0.8),
}


@dataclass(frozen=True)
class Member:
    """Somebody with a role today, and the organisation (id) and board (id) where."""

    person: int
    first_name: str
    role: str
    organisation: int | None
    board: int | None


@dataclass(frozen=True)
class Stand:
    """Somebody in a conversation: the role, where they stand, and their account if they have one."""

    role: str
    practice: float
    eager: float
    person: int | None = None


def members(partnership: Partnership) -> list[Member]:
    """Everybody with a role today, each person with the first of their roles only."""
    rows = RoleAssignment.objects.filter(on_today(), partnership=partnership).order_by("pk")
    fields = ("person", "person__first_name", "role", "organisation", "organisation__board")
    found: dict[int, Member] = {}
    for row in rows.values_list(*fields):
        # A learner comes with the school, not with the institute.
        if row[0] not in found or found[row[0]].board is None:
            found[row[0]] = Member(*row)
    return list(found.values())


def stands(came: Mapping[Role, tuple[int, float]], chance: random.Random) -> list[Stand]:
    """The people, in the order in which they came in."""
    people = [
        Stand(role.value, chance.gauss(practice, 0.35), chance.gauss(0, 1))
        for role, (many, practice) in came.items()
        for _ in range(many)
    ]
    chance.shuffle(people)
    return people


def stands_of(people: Iterable[Member], chance: random.Random, *, signed_in: float = 0.8) -> list[Stand]:
    """Where these members stand; not all of them signed in."""
    return [
        Stand(
            one.role,
            chance.gauss(CAME[Role(one.role)][1], 0.35),
            chance.gauss(0, 1),
            one.person if chance.random() < signed_in else None,
        )
        for one in people
    ]


def answer(person: Stand, lean: Sequence[float], chance: random.Random) -> int | None:
    """What somebody thinks of a contribution: 1, -1, 0 (pass), None (did not get to it)."""
    if chance.random() < 0.12:
        return None
    ready, practice, eager = lean
    # What nearly everybody recognises needs little thought.
    if chance.random() < (0.01 if ready > 4 else 0.08):
        return 0
    agrees = 1 / (1 + exp(-(ready + 1.2 * practice * person.practice + eager * person.eager)))
    return 1 if chance.random() < agrees else -1
