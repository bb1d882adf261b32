"""What is offered, in memory, and pieces of it laid on a board: for thousands of boards of the full example."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from leerruimte.people.models import Partnership
from leerruimte.trajectories.models import Contributes, CurriculumVersion, Edition, Opportunity, Piece
from leerruimte.trajectories.past import PastPiece
from leerruimte.trajectories.queries.opportunities import free_days_by_region
from leerruimte.trajectories.rules.hours import evenly
from leerruimte.trajectories.rules.landing import Landing, landings_of
from leerruimte.trajectories.rules.meetings import week_of

# Of what is still to come so much is agreed already.
FIRM = 0.6


@dataclass(frozen=True)
class Given:
    """An edition: what `rules.meetings` asks of it."""

    pk: int
    first: date
    last: date
    days: tuple[str, ...]
    every_weeks: int
    times: int
    starts: time | None
    minutes: int

    @property
    def rule(self) -> tuple[object, ...]:
        """Editions with the same rule lie in the same weeks."""
        return (self.first, self.last, self.days, self.every_weeks, self.times)


@dataclass(frozen=True)
class Offered:
    """An opportunity: where, for which outcomes (in order), what it asks, and its editions."""

    pk: UUID
    code: str
    title: str
    where: str
    organisation: int | None
    region: str
    hours: int
    gives: tuple[str, ...]
    asks: frozenset[str]
    editions: tuple[Given, ...]

    @property
    def contributes(self) -> dict[str, int]:
        """Outcome -> hours: evenly, the first ones get what is left."""
        return evenly(self.hours, self.gives)


class Shelf:
    """All that is offered in a partnership, by place."""

    def __init__(self, partnership: Partnership, version: CurriculumVersion) -> None:
        self.free = free_days_by_region(partnership)
        self.by_place: dict[int | None, list[Offered]] = defaultdict(list)
        self.landings: dict[tuple[object, ...], Landing] = {}
        self.institutes: set[int] = set()
        # Edition -> the days on which it meets.
        self.days: dict[int | None, tuple[str, ...]] = {}
        # Opportunity -> what it asks beforehand.
        self.asks: dict[UUID | None, frozenset[str]] = {}
        for one in _read(partnership, version):
            self.by_place[one.organisation].append(one)
            self.asks[one.pk] = one.asks
            self.days |= {edition.pk: edition.days for edition in one.editions}
            if one.where == Piece.Where.INSTITUTE and one.organisation:
                self.institutes.add(one.organisation)

    def at(self, place: int | None) -> Sequence[Offered]:
        """What is offered at a school; at none: outside."""
        return self.by_place.get(place, ())

    def at_institute(self) -> Iterator[Offered]:
        """What the institute offers."""
        for place in sorted(self.institutes):
            yield from self.by_place[place]

    def lands(self, offered: Offered, edition: Given) -> Landing:
        """The first weeks in which an edition lies."""
        key = (*edition.rule, offered.region)
        if key not in self.landings:
            free = self.free.get(offered.region, self.free[""])
            monday = week_of(edition.first)
            self.landings[key] = next(iter(landings_of([edition], free=free)), Landing(monday, monday))
        return self.landings[key]

    def piece(self, offered: Offered, edition: Given, today: date, chance: random.Random) -> PastPiece:
        """A piece in the weeks of an edition: what is over is done, what goes on is agreed, what comes partly."""
        lies = self.lands(offered, edition)
        state = Piece.State.PROPOSED
        if lies.last + timedelta(days=6) < today:
            state = Piece.State.DONE
        elif lies.first <= today or chance.random() < FIRM:
            state = Piece.State.AGREED
        return PastPiece(
            title=offered.title,
            where=offered.where,
            first_week=lies.first,
            last_week=lies.last,
            hours=offered.hours,
            contributes=offered.contributes,
            state=state.value,
            opportunity=offered.pk,
            edition=edition.pk,
            organisation=offered.organisation,
            pinned=state == Piece.State.AGREED and chance.random() < 0.08,
            seat=state != Piece.State.PROPOSED,
        )


def serving(offered: Iterable[Offered], codes: frozenset[str], reached: frozenset[str]) -> list[Offered]:
    """What gives something to these outcomes, and asks nothing that comes later."""
    return [one for one in offered if one.editions and codes.intersection(one.gives) and one.asks <= codes | reached]


def _read(partnership: Partnership, version: CurriculumVersion) -> Iterator[Offered]:
    here = Opportunity.objects.filter(closed_at=None, organisation__memberships__partnership=partnership)
    rows = here | Opportunity.objects.filter(closed_at=None, partnership=partnership)
    gives, asks = _contributes(version)
    editions = _editions()
    fields = ("pk", "like", "title", "organisation", "organisation__kind", "organisation__holidays", "hours")
    for pk, code, title, organisation, kind, region, hours in (
        rows.distinct().order_by("like", "pk").values_list(*fields)
    ):
        yield Offered(
            pk=pk,
            code=code,
            title=title,
            where=Piece.Where.of(kind).value,
            organisation=organisation,
            region=region or "",
            hours=hours,
            gives=tuple(gives[pk]),
            asks=frozenset(asks[pk]),
            editions=tuple(editions[pk]),
        )


def _contributes(version: CurriculumVersion) -> tuple[Mapping[UUID, list[str]], Mapping[UUID, list[str]]]:
    gives: dict[UUID, list[str]] = defaultdict(list)
    asks: dict[UUID, list[str]] = defaultdict(list)
    rows = Contributes.objects.filter(curriculum=version.curriculum_id).order_by("pk")
    for pk, code, beforehand in rows.values_list("opportunity", "code", "asked_beforehand"):
        (asks if beforehand else gives)[pk].append(code)
    return gives, asks


def _editions() -> Mapping[UUID, list[Given]]:
    found: dict[UUID, list[Given]] = defaultdict(list)
    fields = ("opportunity", "pk", "first", "last", "days", "every_weeks", "times", "starts", "minutes")
    for opportunity, pk, first, last, days, *rest in (
        Edition.objects.filter(closed_at=None).order_by("first", "pk").values_list(*fields)
    ):
        found[opportunity].append(Given(pk, first, last, tuple(days), *rest))
    return found
