"""One opportunity, with all that its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from leerruimte.people.models import Organisation, Partnership, Person
from leerruimte.people.who import Who
from leerruimte.trajectories.access.opportunities import (
    may_change_opportunity,
    may_see_names,
    visible_opportunities,
)
from leerruimte.trajectories.models import Contributes, Edition, Opportunity, Outcome, Piece, Seat, Trajectory
from leerruimte.trajectories.queries.browsing import side_of_place
from leerruimte.trajectories.queries.opportunities import current_version, free_days_of
from leerruimte.trajectories.rules.meetings import Meeting, meetings_of


@dataclass(frozen=True)
class EditionSeen:
    """An edition as it is shown: its meetings, seats, and what I have in it."""

    edition: Edition
    meetings: Sequence[Meeting]
    taken: int
    waiting: int
    mine: str
    # My place on the waiting list: 1 is next.
    place: int
    is_over: bool
    # Who has a seat, for who gives it; in the order in which they came.
    people: Sequence[Person] = ()

    @property
    def free(self) -> int | None:
        """Free seats; None: no limit."""
        return None if self.edition.seats is None else max(0, self.edition.seats - self.taken)


@dataclass(frozen=True)
class OpportunitySeen:
    """All there is to tell."""

    opportunity: Opportunity
    side: str
    editions: Sequence[EditionSeen]
    gives: Sequence[Outcome]
    asks: Sequence[Outcome]
    may_change: bool


def opportunity_seen(who: Who, partnership: Partnership, opportunity: Opportunity) -> OpportunitySeen:
    """One opportunity as `who` sees it."""
    gives, asks = _outcomes(partnership, opportunity)
    return OpportunitySeen(
        opportunity=opportunity,
        side=side_of_place(opportunity),
        editions=_editions(who, partnership, opportunity),
        gives=gives,
        asks=asks,
        may_change=may_change_opportunity(who, partnership, opportunity),
    )


@dataclass(frozen=True)
class OfferOfPiece:
    """The offer behind a piece of a board: where it is, and its seats when it has them and it is not too late."""

    partnership: Partnership
    opportunity: Opportunity
    seats: EditionSeen | None


def offer_of_piece(who: Who, trajectory: Trajectory, piece: Piece) -> OfferOfPiece | None:
    """The offer behind a piece, for who may see it; None: there is none, or it is not for their eyes."""
    partnership = trajectory.object.partnership
    if partnership is None or piece.opportunity_id is None:
        return None
    opportunity = visible_opportunities(who, partnership).filter(pk=piece.opportunity_id).first()
    if opportunity is None:
        return None
    edition = piece.edition
    if edition is None or edition.seats is None or edition.closed_at or opportunity.closed_at:
        return OfferOfPiece(partnership, opportunity, None)
    rows = list(Seat.objects.filter(edition=edition).order_by("asked_at", "pk"))
    seen = _edition(edition, rows, who, frozenset(), timezone.localdate(), names=False)
    return OfferOfPiece(partnership, opportunity, None if seen.is_over else seen)


def _outcomes(partnership: Partnership, opportunity: Opportunity) -> tuple[list[Outcome], list[Outcome]]:
    version = current_version(partnership)
    if version is None:
        return [], []
    rows = Contributes.objects.filter(opportunity=opportunity, curriculum=version.curriculum_id)
    codes = list(rows.values_list("code", "asked_beforehand"))
    outcomes = list(Outcome.objects.filter(version=version, code__in={code for code, _asked in codes}))
    gives = [one for one in outcomes if (one.code, False) in codes]
    return gives, [one for one in outcomes if (one.code, True) in codes]


def _editions(who: Who, partnership: Partnership, opportunity: Opportunity) -> list[EditionSeen]:
    organisation = opportunity.organisation
    free = free_days_of(partnership, organisation.holidays if organisation else "")
    editions = list(Edition.objects.filter(opportunity=opportunity, closed_at=None).order_by("first", "pk"))
    seats: dict[int, list[Seat]] = {}
    rows = Seat.objects.filter(edition__in=editions).order_by("asked_at", "pk")
    names = may_see_names(who, partnership, opportunity)
    for seat in rows.select_related("person") if names else rows:
        seats.setdefault(seat.edition_id, []).append(seat)
    today = timezone.localdate()
    seen = [_edition(one, seats.get(one.pk, []), who, free, today, names=names) for one in editions]
    return [one for one in seen if not one.is_over] or seen[-1:]


def _edition(
    edition: Edition, seats: Sequence[Seat], who: Who, free: frozenset[date], today: date, *, names: bool
) -> EditionSeen:
    taken = [seat for seat in seats if seat.state == Seat.State.TAKEN]
    waiting = [seat.person_id for seat in seats if seat.state == Seat.State.WAITING]
    mine = next((seat.state for seat in seats if seat.person_id == who.person), "")
    return EditionSeen(
        edition=edition,
        meetings=meetings_of(edition, free),
        taken=len(taken),
        waiting=len(waiting),
        mine=mine,
        place=waiting.index(who.person) + 1 if who.person in waiting else 0,
        is_over=edition.last < today,
        people=[seat.person for seat in taken] if names else (),
    )


def to_look_at_again(
    who: Who, partnership: Partnership, organisations: QuerySet[Organisation]
) -> QuerySet[Opportunity]:
    """What is offered at these organisations, and what one added outside: said longest ago to be right comes first."""
    rows = Opportunity.objects.filter(
        Q(organisation__in=organisations) | Q(partnership=partnership, made_by=who.person), closed_at=None
    )
    return rows.select_related("organisation", "still_right_by").order_by("still_right_at", "title", "pk")
