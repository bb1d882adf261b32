"""Taking a seat, waiting for one, and leaving it. An edition is locked first, so the last seat goes to one person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.trajectories.access.opportunities import visible_opportunities
from leerruimte.trajectories.actions.notices import tell_of_offer
from leerruimte.trajectories.models import Edition, Opportunity, Seat


@transaction.atomic
def take_seat(*, by: Who, partnership: Partnership, edition: Edition, seat_id: UUID | None = None) -> Seat:
    """Give a seat to who asks, or the next place on the waiting list when all are taken. Again: the same one."""
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    opportunity = visible_opportunities(by, partnership).filter(pk=locked.opportunity_id).first()
    if opportunity is None or by.person is None:
        raise Refused(_("This is not offered to you."))
    known = Seat.objects.filter(edition=locked, person=by.person).first()
    if known is not None:
        return known
    if opportunity.closed_at or locked.closed_at:
        raise Refused(_("This is not offered any more."), code="closed")
    if locked.last < timezone.localdate():
        raise Refused(_("This is over."), code="over")
    state = Seat.State.TAKEN if _has_room(locked) else Seat.State.WAITING
    if seat_id is None or Seat.objects.filter(pk=seat_id).exists():
        seat_id = new_id()
    return Seat.objects.create(id=seat_id, edition=locked, person_id=by.person, state=state, asked_at=_next(locked))


@transaction.atomic
def leave_seat(*, by: Who, partnership: Partnership, edition: Edition) -> bool:
    """Give back one's seat or place on the waiting list; who waits longest moves up. Says whether there was one."""
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    gone, _rows = Seat.objects.filter(edition=locked, person=by.person).delete()
    if gone:
        fill_free_seats(by=by, partnership=partnership, edition=locked)
    return bool(gone)


def fill_free_seats(*, by: Who, partnership: Partnership, edition: Edition) -> None:
    """Let who waits longest move up as long as there is room, and tell them. The caller locked the edition."""
    opportunity = Opportunity.objects.get(pk=edition.opportunity_id)
    if opportunity.closed_at or edition.closed_at or edition.last < timezone.localdate():
        return
    waiting = Seat.objects.filter(edition=edition, state=Seat.State.WAITING).order_by("asked_at", "pk")
    if edition.seats is not None:
        waiting = waiting[: max(0, edition.seats - _taken(edition))]
    moved_up = list(waiting)
    for seat in moved_up:
        seat.state = Seat.State.TAKEN
    Seat.objects.bulk_update(moved_up, ["state"])
    people = {seat.person_id for seat in moved_up}
    tell_of_offer(by=by, partnership=partnership, opportunity=opportunity, people=people, kind="seat_moved_up")


def _taken(edition: Edition) -> int:
    return Seat.objects.filter(edition=edition, state=Seat.State.TAKEN).count()


def _has_room(edition: Edition) -> bool:
    """Whether somebody who comes now gets a seat: who waits already goes first."""
    if edition.seats is None:
        return True
    waits = Seat.objects.filter(edition=edition, state=Seat.State.WAITING).exists()
    return not waits and _taken(edition) < edition.seats


def _next(edition: Edition) -> datetime:
    """Now, but never before who came earlier: the clock may be set back, the order of the list may not."""
    latest: datetime | None = Seat.objects.filter(edition=edition).aggregate(latest=Max("asked_at"))["latest"]
    now = timezone.now()
    return max(now, latest) if latest else now
