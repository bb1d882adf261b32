"""Telling people what changed for them: a row each, read on their own page."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.trajectories.models import Notice, Opportunity
from leerruimte.trajectories.queries.opportunities import addresses_of


def tell(*, by: Who, people: Collection[int], kind: str, values: Mapping[str, Any], address: str = "") -> None:
    """Tell each of these people (ids) once; who did it themselves need not be told. In the caller's transaction."""
    tell_each(by=by, people=[(person, address) for person in sorted(set(people))], kind=kind, values=values)


def tell_each(*, by: Who, people: Collection[tuple[int, str]], kind: str, values: Mapping[str, Any]) -> None:
    """Tell each of these the same, with an address of their own: (person, address). In the caller's transaction."""
    Notice.objects.bulk_create(
        [
            Notice(person_id=person, kind=kind, values={**values, "by": by.person}, address=address)
            for person, address in people
            if person != by.person
        ],
        batch_size=500,
    )


def tell_of_offer(
    *, by: Who, partnership: Partnership, opportunity: Opportunity, people: Collection[int], kind: str, **values: Any
) -> None:
    """Tell each of these people (ids) what changed in what is offered; each opens it in a partnership of their own."""
    if people:
        values = {"title": opportunity.title, **values}
        tell_each(by=by, people=addresses_of(partnership, opportunity, people), kind=kind, values=values)


@transaction.atomic
def read_notices(*, by: Who, notices: Collection[UUID] | None = None) -> int:
    """Somebody read their own: these, or all of them. Says how many were new."""
    mine = Notice.objects.filter(person=by.person, read_at=None)
    if notices is not None:
        mine = mine.filter(pk__in=notices)
    return mine.update(read_at=timezone.now())
