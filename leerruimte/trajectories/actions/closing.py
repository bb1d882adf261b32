"""Closing what is offered, or one edition of it, and opening it again; those who counted on it are told."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.notices import tell
from leerruimte.trajectories.actions.opportunities import lock_opportunity
from leerruimte.trajectories.actions.seats import fill_free_seats
from leerruimte.trajectories.models import Edition, Opportunity, Seat
from leerruimte.trajectories.queries.opportunities import address_of, people_concerned
from leerruimte.trajectories.rules.offering import plain_of, values_of


@transaction.atomic
def close_opportunity(*, by: Who, partnership: Partnership, opportunity: Opportunity, why: str) -> Opportunity:
    """It is offered no more. Who has a seat or a piece of it, and who stands beside them, are told why."""
    locked = lock_opportunity(by=by, partnership=partnership, opportunity=opportunity)
    if locked.closed_at is not None:
        return locked
    if not why.strip():
        raise Refused(_("Say why in a few words: those who counted on it read it."), field="why")
    now = timezone.now()
    locked.closed_at, locked.closed_why = now, why.strip()
    locked.save()
    for edition in Edition.objects.select_for_update().filter(opportunity=locked, closed_at=None, last__gte=now.date()):
        edition.closed_at = now
        edition.version += 1
        edition.save()
    tell(
        by=by,
        people=people_concerned(locked),
        kind="offer_closed",
        values={"title": locked.title, "why": locked.closed_why},
        address=address_of(partnership, locked),
    )
    return locked


@transaction.atomic
def close_edition(*, by: Who, partnership: Partnership, edition: Edition, why: str) -> Edition:
    """This edition does not go on; others do. Who has a seat in it or waits, or laid it on a board, is told why."""
    opportunity = lock_opportunity(by=by, partnership=partnership, opportunity=edition.opportunity)
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    if locked.closed_at is not None or opportunity.closed_at is not None:
        return locked
    if not why.strip():
        raise Refused(_("Say why in a few words: those who counted on it read it."), field="why")
    locked.closed_at = timezone.now()
    locked.version += 1
    locked.save()
    tell(
        by=by,
        people=people_concerned(opportunity, edition=locked, named=True),
        kind="edition_closed",
        values={"title": opportunity.title, "was": plain_of(values_of(locked)), "why": why.strip()},
        address=address_of(partnership, opportunity),
    )
    return locked


@transaction.atomic
def open_again(*, by: Who, partnership: Partnership, opportunity: Opportunity) -> Opportunity:
    """It is offered again, with the editions that closed with it and are not over.

    Only who waits for a seat is told; who waited longest gets a seat that came free meanwhile.
    """
    locked = lock_opportunity(by=by, partnership=partnership, opportunity=opportunity)
    if locked.closed_at is None:
        return locked
    with_it = Edition.objects.select_for_update().filter(
        opportunity=locked, closed_at=locked.closed_at, last__gte=timezone.localdate()
    )
    opened = list(with_it)
    locked.closed_at, locked.closed_why = None, ""
    locked.still_right_at, locked.still_right_by_id = timezone.now(), by.person
    locked.save()
    for edition in opened:
        edition.closed_at = None
        edition.version += 1
        edition.save()
        fill_free_seats(by=by, partnership=partnership, edition=edition)
    waiting = Seat.objects.filter(edition__in=opened, state=Seat.State.WAITING)
    tell(
        by=by,
        people=set(waiting.values_list("person", flat=True)),
        kind="offer_opened",
        values={"title": locked.title},
        address=address_of(partnership, locked),
    )
    return locked
