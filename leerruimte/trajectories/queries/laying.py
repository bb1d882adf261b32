"""What can be laid on a board: offers that give something the trajectory asks, and the weeks they are given in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.searching import all_words
from leerruimte.people.who import Who
from leerruimte.trajectories.access.opportunities import visible_opportunities
from leerruimte.trajectories.models import Contributes, Edition, Opportunity, Outcome, Piece, Refusal, Seat, Trajectory
from leerruimte.trajectories.queries.board import Known
from leerruimte.trajectories.queries.piece import landing_value, landing_words, times_of
from leerruimte.trajectories.rules.landing import landings_of
from leerruimte.trajectories.rules.meetings import days_in, is_agreed_upon, week_of

MOST_CHOICES = 30


@dataclass(frozen=True)
class Offer:
    """An offer as it can be chosen; `full` editions are left out of the choices, and said."""

    opportunity: Opportunity
    where: str
    side: str
    gives: Sequence[tuple[int, str]]
    times: str
    choices: Sequence[tuple[str, str]]
    said: str


def offers(who: Who, trajectory: Trajectory, *, code: str = "", words: str = "") -> QuerySet[Opportunity]:
    """What may be seen here, is open, lies within the weeks of the trajectory, and gives something it asks."""
    partnership = trajectory.object.partnership
    if partnership is None:
        return Opportunity.objects.none()
    today = max(trajectory.first, timezone.localdate())
    gives = Q(curriculum=trajectory.version.curriculum_id, asked_beforehand=False)
    gives &= Q(code=code) if code else Q(code__in=_codes(trajectory))
    given = Contributes.objects.filter(gives).values("opportunity")
    open_ = Edition.objects.filter(closed_at=None, first__lte=trajectory.last, last__gte=today).values("opportunity")
    rows = visible_opportunities(who, partnership).filter(closed_at=None, pk__in=given)
    rows = rows.filter(pk__in=open_).exclude(pk__in=_lying(trajectory))
    return (rows.filter(all_words(words)) if words else rows).select_related("organisation").order_by("title", "pk")


def offers_seen(known: Known, page: Sequence[Opportunity]) -> list[Offer]:
    """Offers of one page with what they give and when; in a bounded number of queries."""
    ids = [one.pk for one in page]
    trajectory = known.trajectory
    gives: dict[UUID, list[str]] = {}
    for row in Contributes.objects.filter(
        opportunity__in=ids, curriculum=trajectory.version.curriculum_id, asked_beforehand=False
    ):
        gives.setdefault(row.opportunity_id, []).append(row.code)
    refused = set(
        Refusal.objects.filter(trajectory=trajectory, opportunity__in=ids, taken_back_at=None).values_list(
            "opportunity", flat=True
        )
    )
    editions = _editions(trajectory, ids)
    free = days_in((one.first, one.last) for one in known.free)
    return [_offer(known, one, gives, editions.get(one.pk, []), free, refused) for one in page]


def _offer(
    known: Known,
    one: Opportunity,
    gives: Mapping[UUID, list[str]],
    editions: Sequence[Edition],
    free: frozenset[date],
    refused: set[UUID],
) -> Offer:
    organisation = one.organisation
    open_ = [edition for edition in editions if not _is_full(edition)]
    # What is over cannot be chosen any more; a series that goes on can.
    since = max(known.mondays[0], week_of(timezone.localdate()))
    series = {edition.pk for edition in open_ if not is_agreed_upon(edition)}
    landings = [
        one
        for one in landings_of(open_, free=free)
        if (one.last if one.edition in series else one.first) >= since and one.first <= known.mondays[-1]
    ]
    kind = organisation.kind if organisation else ""
    codes = [code for code in gives.get(one.pk, ()) if code in known.number]
    said = ""
    if one.pk in refused:
        said = _("Refused before.")
    elif not landings and len(open_) < len(editions):
        said = _("Full.")
    return Offer(
        opportunity=one,
        where=organisation.name if organisation else one.where or _("outside institute and school"),
        side=kind if kind in ("institute", "school") else "elsewhere",
        gives=sorted((known.number[code], code) for code in codes),
        times=times_of(editions[0]) if editions else "",
        choices=[] if said else [(landing_value(each), landing_words(each)) for each in landings[:MOST_CHOICES]],
        said=said,
    )


def _is_full(edition: Edition) -> bool:
    return edition.seats is not None and edition.taken >= edition.seats  # type: ignore[attr-defined]


def _editions(trajectory: Trajectory, ids: Sequence[UUID]) -> dict[UUID, list[Edition]]:
    taken = Count(
        "taken_seats", filter=Q(taken_seats__state=Seat.State.TAKEN) & ~Q(taken_seats__person=trajectory.learner_id)
    )
    rows = Edition.objects.filter(
        opportunity__in=ids, closed_at=None, first__lte=trajectory.last, last__gte=trajectory.first
    ).annotate(taken=taken)  # fmt: skip
    found: dict[UUID, list[Edition]] = {}
    for edition in rows:
        found.setdefault(edition.opportunity_id, []).append(edition)
    return found


def _codes(trajectory: Trajectory) -> QuerySet[Outcome, str]:
    return trajectory.version.outcomes.filter(phase__in=trajectory.phases).values_list("code", flat=True)


def _lying(trajectory: Trajectory) -> QuerySet[Piece, UUID | None]:
    lying = Piece.objects.filter(trajectory=trajectory, removed_at=None).exclude(opportunity=None)
    return lying.values_list("opportunity", flat=True)
