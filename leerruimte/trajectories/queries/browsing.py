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

from leerruimte.base.searching import all_words, plain
from leerruimte.people.access import on_today
from leerruimte.people.models import Organisation, OrganisationMembership, Partnership
from leerruimte.people.who import Who
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
from leerruimte.trajectories.queries.opportunities import current_version, offered, open_editions, seats_taken
from leerruimte.trajectories.rules.travel import Position, minutes_between
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
    most_travel: int = 0
    # Names and positions to set out from, the likeliest first.
    starts: tuple[tuple[str, Position], ...] = ()


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
    pages: int
    total: int

    @property
    def has_other_pages(self) -> bool:
        """Whether there is more than this page."""
        return self.pages > 1


def side_of_place(opportunity: Opportunity) -> str:
    """Whose place it is: "institute", "school" (a board counts as one) or "elsewhere"."""
    if opportunity.organisation is None:
        return ELSEWHERE
    return "institute" if opportunity.organisation.kind == Organisation.Kind.INSTITUTE else "school"


def browse(who: Who, partnership: Partnership, wanted: Wanted, page: int = 1) -> Found:
    """A page of what one sees and wants: what helps most and what is nearest first, if asked; else by title."""
    version = current_version(partnership)
    rows = _narrowed(offered(who, partnership), wanted, version)
    near = minutes_to(who, partnership, wanted.start, car=wanted.car) if wanted.start else {}
    if near and wanted.most_minutes:
        within = [organisation for organisation, minutes in near.items() if minutes <= wanted.most_minutes]
        rows = rows.filter(Q(organisation__in=within) | Q(organisation=None, online=True))
    groups = _in_order(rows, near, wanted, version, own=[held.organisation for held in who.roles])
    pages = max(1, -(-len(groups) // A_PAGE))
    number = min(max(1, page), pages)
    chosen = groups[(number - 1) * A_PAGE : number * A_PAGE]
    cards = _cards(who, [UUID(group.first) for group in chosen], version, wanted, near)
    cards = [replace(card, others=group.number - 1) for card, group in zip(cards, chosen, strict=True)]
    return Found(tuple(cards), number, pages, len(groups))


def mine_of(who: Who, partnership: Partnership, *, gaps: bool = True) -> Mine:
    """What of oneself helps to look: one's own trajectory here, its needs and (with `gaps`) what it still needs; only
    ever for oneself."""
    rows = Trajectory.objects.filter(learner=who.person, object__partnership=partnership, ended_at=None)
    trajectory = rows.select_related("needs", "school", "version").order_by("-first", "-pk").first()
    places = _places_seen(who, partnership)
    if trajectory is None:
        own = [held.organisation for held in who.roles if held.organisation]
        return Mine(starts=_starts(places, own))
    needs = getattr(trajectory, "needs", None)
    never = {one["day"] for one in (needs.never if needs else []) if isinstance(one, dict) and not one.get("part")}
    own = [trajectory.school_id] if trajectory.school_id else []
    return Mine(
        trajectory=trajectory,
        needed=needed_codes(trajectory) if gaps else frozenset(),
        days=tuple(day for day in DAYS if day not in never) if never else (),
        car=bool(needs and needs.car),
        most_travel=needs.most_travel if needs else 0,
        starts=_starts(places, own, home=needs.home if needs else ""),
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


@dataclass(frozen=True)
class _Place:
    """An organisation that shows where it is, or is one's own."""

    organisation: int
    kind: str
    name: str
    place: str
    position: Position


def positions_seen(who: Who, partnership: Partnership) -> dict[int, Position]:
    """Organisation -> its position, of those that show it to this partnership and of one's own."""
    return {one.organisation: one.position for one in _places_seen(who, partnership)}


def _places_seen(who: Who, partnership: Partnership) -> list[_Place]:
    own = {held.organisation for held in who.roles}
    rows = OrganisationMembership.objects.filter(
        on_today(),
        partnership=partnership,
        organisation__latitude__isnull=False,
        organisation__longitude__isnull=False,
    ).values_list(
        "organisation", "organisation__kind", "organisation__name", "organisation__place", "shares",
        "organisation__latitude", "organisation__longitude",
    )  # fmt: skip
    return [
        _Place(organisation, kind, name, place, (north or 0.0, east or 0.0))
        for organisation, kind, name, place, shares, north, east in rows
        if OrganisationMembership.Share.POSITION in shares or organisation in own
    ]


def minutes_to(who: Who, partnership: Partnership, start: Position, *, car: bool) -> dict[int, int]:
    """Organisation -> minutes from `start`, an estimate."""
    positions = positions_seen(who, partnership)
    return {one: minutes_between(start, position, car=car) for one, position in positions.items()}


def _starts(places: Sequence[_Place], own: Iterable[int], *, home: str = "") -> tuple[tuple[str, Position], ...]:
    """Where one may set out from: the place one lives in, as far as organisations there tell where that is; one's own
    school; and the institutes."""
    starts: dict[str, Position] = {}
    at_home = [one.position for one in places if home and plain(one.place) == plain(home).strip()]
    if at_home:
        north, east = (sum(degrees) / len(at_home) for degrees in zip(*at_home, strict=True))
        starts[home] = (north, east)
    own = set(own)
    for wanted in (True, False):
        for one in places:
            if (one.organisation in own) is wanted and (wanted or one.kind == Organisation.Kind.INSTITUTE):
                starts.setdefault(one.name, one.position)
    return tuple(starts.items())


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
    """An edition that fits the period and asks no day on which one cannot."""
    if wanted.period is None and not wanted.days:
        return rows
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
    found.sort(key=itemgetter(3, 0))
    if here:
        found.sort(key=lambda row: (row[3], row[1] not in here))
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
        for pk, code in rows.order_by("pk").values_list("opportunity", "code"):
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
