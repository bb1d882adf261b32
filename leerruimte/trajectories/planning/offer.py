"""What a learner can choose from, as the planner has it: places, opportunities and their meetings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext

from leerruimte.people.models import Organisation
from leerruimte.planner.guided import points_of
from leerruimte.planner.problem import (
    ANYWHERE,
    INSTITUTE,
    OUTSIDE,
    SCHOOL,
    Calendar,
    Edition,
    Moment,
    Opportunity,
    Place,
)
from leerruimte.trajectories import models
from leerruimte.trajectories.access.opportunities import organisations_today
from leerruimte.trajectories.models import Needs, Trajectory
from leerruimte.trajectories.rules.dayparts import parts_of
from leerruimte.trajectories.rules.hours import as_said
from leerruimte.trajectories.rules.meetings import is_agreed_upon, meetings_of, minutes_by_week
from leerruimte.trajectories.rules.travel import Position, minutes_between
from leerruimte.trajectories.weekdays import DAYS

# The planner is at its best up to some 150 opportunities that can be booked: what matters most comes first.
MOST_OPPORTUNITIES, MOST_EDITIONS, MOST_OTHER_SCHOOLS = 150, 8, 12
ELSEWHERE, ONLINE = "elsewhere", "online"
STRONGEST = 5
KINDS = {
    Organisation.Kind.INSTITUTE: INSTITUTE,
    Organisation.Kind.SCHOOL: SCHOOL,
    Organisation.Kind.BOARD: OUTSIDE,
}


@dataclass(frozen=True)
class Wanted:
    """What is looked for: outcome code -> hours, and -> title of its theme; and what lies on the board."""

    curriculum: models.Curriculum
    hours: Mapping[str, int]
    themes: Mapping[str, str]
    # Theme code -> its title.
    theme_codes: Mapping[str, str] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    # Opportunities (with the edition they are taken in) that lie on the board now: never left out.
    laid: Mapping[str, str | None] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Offer:
    """What the planner may choose from; `left_out`: how many more there were than it can look at."""

    places: tuple[Place, ...]
    opportunities: tuple[Opportunity, ...]
    left_out: int = 0


def offer_for(
    trajectory: Trajectory, needs: Needs, wanted: Wanted, calendar: Calendar, home: Position | None, today: date
) -> Offer:
    """All that this learner could take part in within the period, and that gives something to what is wanted."""
    rows, left_out = _chosen(trajectory, needs, wanted, home)
    free = {day for span in calendar.free for day in _days(span.first, span.last)}
    offered: list[Opportunity] = []
    places: dict[str, Place] = {}
    for row in rows:
        editions = tuple(_editions(row, wanted, calendar, free, today))
        gives = gives_of(row, wanted)
        if not editions or not gives or _asks_later(row, wanted):
            continue
        place = _place(row, home)
        places[place.code] = place
        offered.append(
            Opportunity(
                code=str(row.pk),
                title=row.title,
                place=place.code,
                formality=row.formality,
                editions=editions,
                gives=gives,
                asks=tuple(
                    one.code for one in row.contributes.all() if one.asked_beforehand and one.code in wanted.hours
                ),
                like=row.like or None,
            )
        )
    strong = strengths_of(offered, wanted.themes)
    told = tuple(
        Place(one.code, one.title, one.kind, one.minutes, one.minutes_by_car, strong.get(one.code, {}))
        for one in places.values()
    )
    return Offer(told, tuple(offered), left_out)


def gives_of(row: models.Opportunity, wanted: Wanted) -> dict[str, int]:
    """Points that an opportunity gives to each wanted outcome."""
    said = {one.code: one.hours for one in row.contributes.all() if not one.asked_beforehand}
    return {
        code: points
        for code, hours in as_said(row.hours, said).items()
        if code in wanted.hours and (points := points_of(hours, wanted.hours[code]))
    }


def strengths_of(offered: Iterable[Opportunity], themes: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """How strong each place is in a theme, 1-5: what it offers of it, beside the place that offers most of it."""
    points: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in offered:
        for code, given in one.gives.items():
            points[themes[code]][one.place] += given
    strengths: dict[str, dict[str, int]] = defaultdict(dict)
    for theme, by_place in points.items():
        most = max(by_place.values())
        for place, given in by_place.items():
            strengths[place][theme] = ceil(STRONGEST * given / most)
    return strengths


def _chosen(
    trajectory: Trajectory, needs: Needs, wanted: Wanted, home: Position | None
) -> tuple[list[models.Opportunity], int]:
    """The rows, what matters most first; and how many were left out."""
    partnership = trajectory.object.partnership
    if partnership is None:
        return [], 0
    near = _other_schools(trajectory, needs, home)
    own = Q(organisation=trajectory.school_id) if trajectory.school_id else Q(pk=None)
    institutes = Q(organisation__kind__in=[Organisation.Kind.INSTITUTE, Organisation.Kind.BOARD])
    here = Q(organisation__in=organisations_today(partnership))
    everybody = Q(audience=models.Opportunity.Audience.PARTNERSHIPS)
    seen = own & here | everybody & here & (institutes | Q(organisation__in=near)) | Q(partnership=partnership)
    gives = models.Contributes.objects.filter(
        curriculum=wanted.curriculum, code__in=list(wanted.hours), asked_beforehand=False
    )
    found = models.Opportunity.objects.filter(seen, closed_at=None, pk__in=gives.values("opportunity"))
    first = [*wanted.laid, *wanted.refused]
    keys = list(found.values_list("pk", "organisation", "organisation__kind", "partnership"))
    order = {organisation: number for number, organisation in enumerate(near)}

    def rank(key: tuple[object, ...]) -> tuple[int, int]:
        pk, organisation, kind, outside = key
        if str(pk) in first:
            return 0, 0
        if organisation == trajectory.school_id and organisation is not None:
            return 1, 0
        if outside or kind != Organisation.Kind.SCHOOL:
            return 2, 0
        return 3, order.get(int(str(organisation)), 0)

    keys.sort(key=rank)
    taken = [key[0] for key in keys[:MOST_OPPORTUNITIES]]
    rows = {row.pk: row for row in _whole(models.Opportunity.objects.filter(pk__in=taken), wanted)}
    return [rows[pk] for pk in taken], len(keys) - len(taken)


def _whole(rows: QuerySet[models.Opportunity], wanted: Wanted) -> QuerySet[models.Opportunity]:
    """With its organisation, what it gives, and its open editions with the seats that are taken."""
    taken = Count("taken_seats", filter=Q(taken_seats__state=models.Seat.State.TAKEN))
    return rows.select_related("organisation").prefetch_related(
        Prefetch("contributes", models.Contributes.objects.filter(curriculum=wanted.curriculum).order_by("pk")),
        Prefetch("editions", models.Edition.objects.filter(closed_at=None).annotate(seats_taken=taken)),
    )


def _other_schools(trajectory: Trajectory, needs: Needs, home: Position | None) -> list[int]:
    """Other schools of the partnership that may be in reach, the nearest first."""
    partnership = trajectory.object.partnership
    if (trajectory.school_id and needs.most_schools <= 1) or partnership is None:
        return []
    schools = Organisation.objects.filter(
        kind=Organisation.Kind.SCHOOL, pk__in=organisations_today(partnership)
    ).exclude(pk=trajectory.school_id or 0)
    near = []
    for pk, north, east in schools.values_list("pk", "latitude", "longitude"):
        minutes = 0
        if home is not None and north is not None and east is not None:
            minutes = minutes_between(home, (north, east), car=needs.car)
        if minutes <= needs.most_travel:
            near.append((minutes, pk))
    return [pk for _, pk in sorted(near)[:MOST_OTHER_SCHOOLS]]


def _asks_later(row: models.Opportunity, wanted: Wanted) -> bool:
    """Whether it asks something beforehand that comes after this trajectory."""
    return any(one.asked_beforehand and one.code in wanted.later for one in row.contributes.all())


def _place(row: models.Opportunity, home: Position | None) -> Place:
    if row.online:
        return Place(ONLINE, gettext("online"), ANYWHERE)
    if row.organisation is None:
        return Place(ELSEWHERE, gettext("elsewhere"), OUTSIDE)
    return place_of(row.organisation, home)


def place_of(organisation: Organisation, home: Position | None) -> Place:
    """An organisation as a place; without both positions the way there is not reckoned with."""
    by_car = otherwise = 0
    if home is not None and organisation.latitude is not None and organisation.longitude is not None:
        there = (organisation.latitude, organisation.longitude)
        by_car, otherwise = minutes_between(home, there, car=True), minutes_between(home, there)
    kind = KINDS[Organisation.Kind(organisation.kind)]
    return Place(f"o{organisation.pk}", organisation.name, kind, otherwise, by_car)


def _editions(
    row: models.Opportunity, wanted: Wanted, calendar: Calendar, free: Collection[date], today: date
) -> Iterator[Edition]:
    """Those that fall whole within the period and did not begin yet, unless one takes part in it already."""
    mine = wanted.laid.get(str(row.pk))
    given = 0
    for edition in sorted(row.editions.all(), key=lambda one: (str(one.pk) != mine, one.first)):
        is_mine = str(edition.pk) == mine
        if given >= MOST_EDITIONS or (edition.first < today and not is_mine):
            continue
        moments = moments_of(edition, calendar, free, at_school=_at_school(row))
        if moments:
            given += 1
            taken: int = getattr(edition, "seats_taken")  # noqa: B009 (the query adds it)
            left = None if edition.seats is None else max(0, edition.seats - taken)
            yield Edition(str(edition.pk), moments, max(1, left) if is_mine and left is not None else left)


def _at_school(row: models.Opportunity) -> bool:
    return row.organisation is not None and row.organisation.kind == Organisation.Kind.SCHOOL


def moments_of(
    edition: models.Edition, calendar: Calendar, free: Collection[date], *, at_school: bool = False
) -> tuple[Moment, ...]:
    """The meetings of an edition in weeks, days and parts of days; empty when some fall outside the period."""
    if is_agreed_upon(edition):
        weeks = {calendar.week(monday): minutes for monday, minutes in minutes_by_week(edition, free).items()}
        return tuple(Moment(week, minutes) for week, minutes in weeks.items()) if _fits(weeks, calendar) else ()
    meetings = meetings_of(edition, free)
    if not _fits((calendar.week(one.day) for one in meetings), calendar):
        return ()
    return tuple(
        Moment(calendar.week(one.day), minutes, DAYS[one.day.weekday()], part)
        for one in meetings
        for part, minutes in parts_of(one.starts, one.minutes, at_school=at_school).items()
    )


def _fits(weeks: Iterable[int], calendar: Calendar) -> bool:
    return all(1 <= week <= calendar.weeks for week in weeks)


def _days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
