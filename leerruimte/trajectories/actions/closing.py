"""Closing what is offered, or one edition of it, and opening it again; those who counted on it are told."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.notices import tell_of_offer
from leerruimte.trajectories.actions.opportunities import lock_opportunity
from leerruimte.trajectories.actions.seats import fill_free_seats
from leerruimte.trajectories.models import Edition, Opportunity, Seat
from leerruimte.trajectories.queries.opportunities import people_concerned
from leerruimte.trajectories.rules.offering import plain_of, values_of


@transaction.atomic
def close_opportunity(*, by: Who, partnership: Partnership, opportunity: Opportunity, why: str) -> Opportunity:
    """It is offered no more. Who has a seat or a piece of it, and who stands beside them, are told why."""
    locked = lock_opportunity(by=by, partnership=partnership, opportunity=opportunity)
    if locked.closed_at is not None:
        return locked
    _check_why(why)
    now = timezone.now()
    locked.closed_at, locked.closed_why = now, why.strip()
    locked.save()
    going = Edition.objects.filter(opportunity=locked, closed_at=None, last__gte=timezone.localdate())
    for edition in going.select_for_update():
        edition.closed_at = now
        edition.version += 1
        edition.save()
    people = people_concerned(locked)
    tell_of_offer(
        by=by, partnership=partnership, opportunity=locked, people=people, kind="offer_closed", why=locked.closed_why
    )
    return locked


@transaction.atomic
def close_edition(*, by: Who, partnership: Partnership, edition: Edition, why: str) -> Edition:
    """This edition does not go on; others do. Who has a seat in it or waits, or laid it on a board, is told why."""
    opportunity = lock_opportunity(by=by, partnership=partnership, opportunity=edition.opportunity)
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    if locked.closed_at is not None or opportunity.closed_at is not None:
        return locked
    _check_why(why)
    locked.closed_at = timezone.now()
    locked.version += 1
    locked.save()
    tell_of_offer(
        by=by,
        partnership=partnership,
        opportunity=opportunity,
        people=people_concerned(opportunity, edition=locked, named=True),
        kind="edition_closed",
        was=plain_of(values_of(locked)),
        why=why.strip(),
    )
    return locked


@transaction.atomic
def open_again(*, by: Who, partnership: Partnership, opportunity: Opportunity) -> Opportunity:
    """It is offered again, with the editions that closed with it and are not over; everybody who still counts on it
    is told. Who waited longest gets a seat that came free meanwhile."""
    locked = lock_opportunity(by=by, partnership=partnership, opportunity=opportunity)
    if locked.closed_at is None:
        return locked
    with_it = Edition.objects.filter(opportunity=locked, closed_at=locked.closed_at, last__gte=timezone.localdate())
    opened = list(with_it.select_for_update())
    locked.closed_at, locked.closed_why = None, ""
    locked.still_right_at, locked.still_right_by_id = timezone.now(), by.person
    locked.save()
    people = set().union(*(people_concerned(locked, edition=one) for one in opened))
    _open(by, partnership, locked, opened, people)
    return locked


@transaction.atomic
def open_edition_again(*, by: Who, partnership: Partnership, edition: Edition) -> Edition:
    """This edition goes on after all; those who were told that it did not, are told."""
    opportunity = lock_opportunity(by=by, partnership=partnership, opportunity=edition.opportunity)
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    if opportunity.closed_at:
        raise Refused(_("This is not offered any more."), code="closed")
    if locked.closed_at is None:
        return locked
    if locked.last < timezone.localdate():
        raise Refused(_("This is over."), code="over")
    people = people_concerned(opportunity, edition=locked, named=True)
    _open(by, partnership, opportunity, [locked], people)
    return locked


def _open(
    by: Who, partnership: Partnership, opportunity: Opportunity, editions: Sequence[Edition], concerned: set[int]
) -> None:
    """Open these editions; tell who moves up, who still waits, and everybody else who counts on it."""
    waited = _waiting(editions)
    for edition in editions:
        edition.closed_at = None
        edition.version += 1
        edition.save()
        fill_free_seats(by=by, partnership=partnership, edition=edition)
    for people, kind in ((_waiting(editions), "offer_opened"), (concerned - waited, "offer_on_again")):
        tell_of_offer(by=by, partnership=partnership, opportunity=opportunity, people=people, kind=kind)


def _waiting(editions: Sequence[Edition]) -> set[int]:
    waiting = Seat.objects.filter(edition__in=editions, state=Seat.State.WAITING)
    return set(waiting.values_list("person", flat=True))


def _check_why(why: str) -> None:
    if not why.strip():
        raise Refused(_("Say why in a few words: those who counted on it read it."), field="why")
