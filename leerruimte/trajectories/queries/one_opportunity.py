"""One opportunity, with all that its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
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

# So many names stand on its own page; the rest on a page of their own.
NAMED = 12


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
    # The first who have a seat, for who gives it; in the order in which they came.
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
    # Those that do not go on by themselves, while it is offered; for who gives it.
    called_off: Sequence[Edition]
    gives: Sequence[Outcome]
    asks: Sequence[Outcome]
    may_change: bool


def opportunity_seen(who: Who, partnership: Partnership, opportunity: Opportunity) -> OpportunitySeen:
    """One opportunity as `who` sees it."""
    gives, asks = _outcomes(partnership, opportunity)
    organisation = opportunity.organisation
    free = free_days_of(partnership, organisation.holidays if organisation else "")
    editions = list(Edition.objects.filter(opportunity=opportunity).order_by("first", "pk"))
    today, may_change = timezone.localdate(), may_change_opportunity(who, partnership, opportunity)
    open_ones = [one for one in editions if one.closed_at is None]
    going = [one for one in open_ones if one.last >= today] or open_ones[-1:]
    return OpportunitySeen(
        opportunity=opportunity,
        side=side_of_place(opportunity),
        editions=_seen(who, going, free, names=may_see_names(who, partnership, opportunity)),
        called_off=[one for one in editions if one.closed_at and one.last >= today] if may_change else (),
        gives=gives,
        asks=asks,
        may_change=may_change,
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
    (seen,) = _seen(who, [edition], frozenset(), names=False)
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


def _seen(who: Who, editions: Sequence[Edition], free: frozenset[date], *, names: bool) -> list[EditionSeen]:
    """Editions as they are shown; counted by the database, however many have a seat."""
    seats = Seat.objects.filter(edition__in=editions).order_by()
    counted = {(pk, state): n for pk, state, n in seats.values_list("edition", "state").annotate(Count("pk"))}
    of_mine = seats.filter(person=who.person).annotate(place=_waiting_up_to_it())
    mine = {pk: (state, place) for pk, state, place in of_mine.values_list("edition", "state", "place")}
    people = _first_people(seats) if names else {}
    today = timezone.localdate()
    return [
        EditionSeen(
            edition=one,
            meetings=meetings_of(one, free),
            taken=counted.get((one.pk, Seat.State.TAKEN), 0),
            waiting=counted.get((one.pk, Seat.State.WAITING), 0),
            mine=mine[one.pk][0] if one.pk in mine else "",
            place=mine[one.pk][1] or 0 if one.pk in mine else 0,
            is_over=one.last < today,
            people=people.get(one.pk, ()),
        )
        for one in editions
    ]


def _waiting_up_to_it() -> Subquery:
    """How many wait up to and with the outer seat; nothing when that one does not wait."""
    earlier = Q(asked_at__lt=OuterRef("asked_at")) | Q(asked_at=OuterRef("asked_at"), pk__lte=OuterRef("pk"))
    rows = Seat.objects.filter(earlier, edition=OuterRef("edition"), state=Seat.State.WAITING)
    rows = rows.filter(state=OuterRef("state")).order_by()
    return Subquery(rows.values("edition").annotate(number=Count("pk")).values("number"))


def _first_people(seats: QuerySet[Seat]) -> dict[int, list[Person]]:
    """Edition -> the first who have a seat in it."""
    number = Window(RowNumber(), partition_by="edition", order_by=["asked_at", "pk"])
    rows = seats.filter(state=Seat.State.TAKEN).select_related("person").annotate(number=number)
    people: dict[int, list[Person]] = {}
    for seat in rows.filter(number__lte=NAMED).order_by("asked_at", "pk"):
        people.setdefault(seat.edition_id, []).append(seat.person)
    return people


def seats_of(edition: Edition) -> QuerySet[Seat]:
    """Who has a seat in an edition, then who waits for one; each in the order in which they came."""
    return Seat.objects.filter(edition=edition).select_related("person").order_by("state", "asked_at", "pk")


def to_look_at_again(
    who: Who, partnership: Partnership, organisations: QuerySet[Organisation]
) -> QuerySet[Opportunity]:
    """What is offered at these organisations, and what one added outside: said longest ago to be right comes first."""
    own = Q(organisation__in=organisations) | Q(partnership=partnership, made_by=who.person)
    rows = visible_opportunities(who, partnership).filter(own, closed_at=None)
    return rows.select_related("organisation", "still_right_by").order_by("still_right_at", "title", "pk")
