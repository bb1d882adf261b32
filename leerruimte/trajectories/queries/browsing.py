"""Looking for what is offered: by need, nearness, days, kind, period and words; a page at a time."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter
from uuid import UUID

from django.db.models import CharField, Count, Exists, F, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from leerruimte.base.searching import all_words
from leerruimte.people.models import Organisation, Partnership
from leerruimte.people.who import Who
from leerruimte.trajectories.access.opportunities import visible_opportunities
from leerruimte.trajectories.models import (
    Contributes,
    CurriculumVersion,
    Edition,
    Opportunity,
    Outcome,
    Period,
    Piece,
    Seat,
    Trajectory,
)
from leerruimte.trajectories.queries.near import Place, minutes_to, places_shown, starts_from
from leerruimte.trajectories.queries.opportunities import current_version, open_editions, seats_taken
from leerruimte.trajectories.rules.travel import Position
from leerruimte.trajectories.weekdays import DAYS, day_bits

A_PAGE = 20
# So many outcomes are named on a card; the rest is counted.
NAMED = 3
ELSEWHERE = "elsewhere"
ALL_DAYS = day_bits(DAYS)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; what is empty narrows nothing."""

    words: str = ""
    kind: str = ""
    formality: str = ""
    outcome: str = ""
    period: Period | None = None
    # Days on which one can; empty: any.
    days: Sequence[str] = ()
    # Outcomes of which at least one must be worked on; None: not asked.
    needed: frozenset[str] | None = None
    # Where one sets out from, and how many minutes at most (0: only put the nearest first).
    start: Position | None = None
    most_minutes: int = 0
    car: bool = False
    # Only what this organisation offers; only what carries this word (`Opportunity.like`), at every place.
    organisation: int | None = None
    like: str = ""


@dataclass(frozen=True)
class Mine:
    """What is known of who looks: own trajectory, what it still needs, days and places to set out from."""

    trajectory: Trajectory | None = None
    needed: frozenset[str] = frozenset()
    days: tuple[str, ...] = ()
    car: bool = False
    # Names and positions to set out from, the likeliest first; organisations that show where they are.
    starts: tuple[tuple[str, Position], ...] = ()
    places: Sequence[Place] = ()


@dataclass(frozen=True)
class Card:
    """An opportunity in a list."""

    opportunity: Opportunity
    side: str
    editions: tuple[Edition, ...]
    outcomes: tuple[Mapping[str, str], ...]
    more_outcomes: int
    # Of what I need, this many.
    helps: int
    minutes: int | None
    # Free seats of the edition that comes first; None: no limit.
    free: int | None
    mine: str = ""
    # The same at so many other places.
    others: int = 0

    @property
    def later(self) -> int:
        """How many times it is offered besides the first."""
        return max(0, len(self.editions) - 1)


@dataclass(frozen=True)
class Found:
    """A page of what was found."""

    cards: tuple[Card, ...]
    number: int
    total: int


def side_of_place(opportunity: Opportunity) -> str:
    """Whose place it is: "institute", "school" (a board counts as one) or "elsewhere"."""
    if opportunity.organisation is None:
        return ELSEWHERE
    return "institute" if opportunity.organisation.kind == Organisation.Kind.INSTITUTE else "school"


def browse(
    who: Who, partnership: Partnership, wanted: Wanted, page: int = 1, *, places: Sequence[Place] | None = None
) -> Found:
    """A page of what one sees and wants: what helps most and what is nearest first, if asked; else by title.

    `places`: those that who asks may know of, when they were read already.
    """
    version = current_version(partnership)
    rows = _narrowed(visible_opportunities(who, partnership).filter(closed_at=None), wanted, version)
    own = [held.organisation for held in who.roles]
    near: dict[int, int] = {}
    if wanted.start:
        shown = places_shown(partnership, own) if places is None else places
        near = minutes_to(shown, wanted.start, car=wanted.car)
    if near and wanted.most_minutes:
        within = [organisation for organisation, minutes in near.items() if minutes <= wanted.most_minutes]
        rows = rows.filter(Q(organisation__in=within) | Q(organisation=None, online=True))
    groups = _in_order(rows, near, wanted, version, own)
    pages = max(1, -(-len(groups) // A_PAGE))
    number = min(max(1, page), pages)
    chosen = groups[(number - 1) * A_PAGE : number * A_PAGE]
    cards = _cards(who, [UUID(group.first) for group in chosen], version, wanted, near)
    cards = [replace(card, others=group.number - 1) for card, group in zip(cards, chosen, strict=True)]
    return Found(tuple(cards), number, len(groups))


def mine_of(who: Who, partnership: Partnership, *, gaps: bool = True) -> Mine:
    """What of oneself helps to look: one's own trajectory here, its needs and (with `gaps`) what it still needs; only
    ever for oneself."""
    rows = Trajectory.objects.filter(learner=who.person, object__partnership=partnership, ended_at=None)
    trajectory = rows.select_related("needs").order_by("-first", "-pk").first()
    own = [held.organisation for held in who.roles]
    places = places_shown(partnership, own)
    if trajectory is None:
        return Mine(starts=starts_from(places, own), places=places)
    needs = getattr(trajectory, "needs", None)
    never = {one["day"] for one in (needs.never if needs else []) if isinstance(one, dict) and not one.get("part")}
    return Mine(
        trajectory=trajectory,
        needed=needed_codes(trajectory) if gaps else frozenset(),
        days=tuple(day for day in DAYS if day not in never) if never else (),
        car=bool(needs and needs.car),
        starts=starts_from(places, [trajectory.school_id], home=needs.home if needs else ""),
        places=places,
    )


def needed_codes(trajectory: Trajectory) -> frozenset[str]:
    """Outcomes that the learner wants most, and those of the trajectory's phases on which no piece works yet."""
    needs = getattr(trajectory, "needs", None)
    aims = {one["outcome"] for one in (needs.aims if needs else []) if isinstance(one, dict) and one.get("outcome")}
    codes = set(
        Outcome.objects.filter(version=trajectory.version_id, phase__in=trajectory.phases).values_list(
            "code", flat=True
        )
    )
    laid = Piece.objects.filter(trajectory=trajectory, removed_at=None).values_list("contributes", flat=True)
    return frozenset(aims | (codes - {code for contributes in laid for code in contributes}))


def _narrowed(rows: QuerySet[Opportunity], wanted: Wanted, version: CurriculumVersion | None) -> QuerySet[Opportunity]:
    rows = rows.filter(all_words(wanted.words))
    if wanted.kind:
        rows = rows.filter(_of_kind(wanted.kind))
    if wanted.formality:
        rows = rows.filter(formality=wanted.formality)
    if wanted.organisation:
        rows = rows.filter(organisation=wanted.organisation)
    if wanted.like:
        rows = rows.filter(like=wanted.like)
    for asked in ({wanted.outcome} if wanted.outcome else None, wanted.needed):
        if asked is not None:
            rows = rows.filter(pk__in=_contributing(asked, version).values("opportunity"))
    return _in_time(rows, wanted)


def _of_kind(kind: str) -> Q:
    if kind == ELSEWHERE:
        return Q(organisation=None)
    of_institute = Q(organisation__kind=Organisation.Kind.INSTITUTE)
    return of_institute if kind == "institute" else Q(organisation__isnull=False) & ~of_institute


def _in_time(rows: QuerySet[Opportunity], wanted: Wanted) -> QuerySet[Opportunity]:
    """With an edition that goes on, fits the period and asks no day on which one cannot."""
    editions = open_editions(timezone.localdate())
    if wanted.period is not None:
        editions = editions.filter(first__lte=wanted.period.last, last__gte=wanted.period.first)
    if wanted.days:
        cannot = ALL_DAYS & ~day_bits(wanted.days)
        editions = editions.annotate(cannot=F("day_bits").bitand(cannot)).filter(cannot=0)
    return rows.filter(Exists(editions))


def _contributing(codes: Collection[str], version: CurriculumVersion | None) -> QuerySet[Contributes]:
    if version is None:
        return Contributes.objects.none()
    return Contributes.objects.filter(curriculum=version.curriculum_id, code__in=sorted(codes), asked_beforehand=False)


@dataclass
class _Group:
    """The same thing at one or more places: the one to show, and how many there are."""

    # An id as text.
    first: str
    number: int = 1


def _in_order(
    rows: QuerySet[Opportunity],
    near: Mapping[int, int],
    wanted: Wanted,
    version: CurriculumVersion | None,
    own: Collection[int | None],
) -> list[_Group]:
    """What helps with most of what is needed first, then the nearest, then by title. The same thing at many places is
    shown once: at one's own organisation, else at the nearest."""
    # Ids as text: making thousands of them into objects takes longer than finding them.
    helping = _contributing(wanted.needed or (), version).order_by().values_list(Cast("opportunity_id", CharField()))
    helps = Counter(dict(helping.annotate(Count("pk")))) if wanted.needed else Counter[str]()
    far = max(near.values(), default=0) + 1
    here = {one for one in own if one}
    found = list(
        rows.order_by().annotate(text=Cast("pk", CharField())).values_list("text", "organisation", "like", "title")
    )
    # The least deciding first, as sorting keeps the order of what is equal; what is not asked for needs no sorting.
    found.sort(key=(lambda row: (row[3], row[1] not in here, row[0])) if here else itemgetter(3, 0))
    if helps or near:
        found.sort(key=lambda row: (-helps[row[0]], near.get(row[1] or 0, far)))
    groups: dict[str, _Group] = {}
    for pk, _organisation, like, _title in found:
        key = pk if wanted.like or not like else like
        if key in groups:
            groups[key].number += 1
        else:
            groups[key] = _Group(pk)
    return list(groups.values())


def _cards(
    who: Who,
    ids: Sequence[UUID],
    version: CurriculumVersion | None,
    wanted: Wanted,
    near: Mapping[int, int],
) -> Iterable[Card]:
    shown = ("title", "formality", "like", "organisation__name", "organisation__kind")
    found = Opportunity.objects.filter(pk__in=ids).select_related("organisation").only(*shown).in_bulk()
    editions = _editions_of(ids)
    first = {pk: its[0] for pk, its in editions.items() if its}
    taken = seats_taken([one.pk for one in first.values()])
    codes: dict[UUID, list[str]] = {}
    if version:
        rows = Contributes.objects.filter(opportunity__in=ids, curriculum=version.curriculum_id, asked_beforehand=False)
        # Not by id alone: a database would then walk through all of the curriculum to find these few in order.
        for pk, code in rows.order_by("opportunity", "pk").values_list("opportunity", "code"):
            codes.setdefault(pk, []).append(code)
    titles = _titles(version, {code for its in codes.values() for code in its})
    mine = dict(
        Seat.objects.filter(person=who.person, edition__opportunity__in=ids).values_list(
            "edition__opportunity", "state"
        )
    )
    for pk in ids:
        opportunity = found[pk]
        its = [titles[code] for code in codes.get(pk, ()) if code in titles]
        edition = first.get(pk)
        free = None
        if edition is not None and edition.seats is not None:
            free = max(0, edition.seats - taken.get(edition.pk, 0))
        yield Card(
            opportunity=opportunity,
            side=side_of_place(opportunity),
            editions=tuple(editions.get(pk, ())),
            outcomes=tuple(its[:NAMED]),
            more_outcomes=max(0, len(its) - NAMED),
            helps=len(wanted.needed & set(codes.get(pk, ()))) if wanted.needed else 0,
            minutes=near.get(opportunity.organisation_id or 0),
            free=free,
            mine=mine.get(pk, ""),
        )


def _editions_of(ids: Sequence[UUID]) -> dict[UUID, list[Edition]]:
    editions: dict[UUID, list[Edition]] = {}
    day: date = timezone.localdate()
    rows = Edition.objects.filter(opportunity__in=ids, closed_at=None, last__gte=day).order_by("first", "pk")
    for edition in rows:
        editions.setdefault(edition.opportunity_id, []).append(edition)
    return editions


def _titles(version: CurriculumVersion | None, codes: Collection[str]) -> dict[str, Mapping[str, str]]:
    if version is None or not codes:
        return {}
    return dict(Outcome.objects.filter(version=version, code__in=codes).values_list("code", "title"))
