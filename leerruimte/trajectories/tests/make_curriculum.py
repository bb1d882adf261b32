"""Owners, proposals and next versions of a curriculum for tests, in the domain's words."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from leerruimte.base.client_ids import new_id
from leerruimte.people.access import roles_today
from leerruimte.people.models import Partnership, Person, Role
from leerruimte.people.tests.make import somebody
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.curriculum_proposals import propose_change
from leerruimte.trajectories.models import ChangeProposal, CurriculumVersion
from leerruimte.trajectories.rules.curriculum import CriterionText, Framework, OutcomeText, ThemeText, difference


def who_is(person: Person, *, second_factor: bool = False) -> Who:
    """The person with the roles of today."""
    return Who(person=person.pk, roles=roles_today(person.pk), second_factor=second_factor)


def an_owner(version: CurriculumVersion) -> Person:
    """An educator of the institute who owns the curriculum."""
    partnership = version.curriculum.object.partnership
    assert partnership
    person = somebody(Role.INSTITUTE_EDUCATOR, partnership)
    version.curriculum.owners.add(person)
    return person


def a_proposal(
    version: CurriculumVersion,
    by: Person | None = None,
    *,
    kind: str = ChangeProposal.Kind.CHANGE,
    code: str = "PED-11",
    values: Mapping[str, Any] | None = None,
    why: str = "Dit woord begrijpt niemand.",
) -> ChangeProposal:
    """A proposal of a student, unless said otherwise: another title."""
    partnership = version.curriculum.object.partnership
    assert partnership
    person = by or somebody(Role.STUDENT, partnership)
    return propose_change(
        by=who_is(person), id=new_id(), version=version, kind=kind, why=why, language="nl",
        code=code, values={"title": "Kinderen zien"} if values is None else values,
    )  # fmt: skip


def a_framework(**needs: tuple[str, ...]) -> Framework:
    """A framework with these outcomes: code (with _ for -) -> what it needs."""
    outcomes = tuple(
        OutcomeText(
            code=code.replace("_", "-"),
            theme="PED",
            title={"nl": f"Leren {code}", "en": f"Learning {code}"},
            description={"nl": "Je kijkt."},
            criteria=(CriterionText(1, {"nl": "Je laat het zien."}),),
            prerequisites=tuple(one.replace("_", "-") for one in before),
        )
        for code, before in needs.items()
    )
    return Framework({"nl": "Leerplan"}, (ThemeText("PED", {"nl": "Pedagogisch"}),), (), {}, outcomes)


def other_partnership() -> Partnership:
    """A partnership that has nothing to do with it."""
    return Partnership.objects.create(slug="elders", name="Elders Samen")


def same(one: Framework, other: Framework) -> bool:
    """Whether two say the same to a reader: everything but where it came from."""
    return not difference(one, other) and all(
        getattr(one, name.name) == getattr(other, name.name)
        for name in fields(Framework)
        if name.name not in ("outcomes", "source")
    )
