"""A cohort as the planner reads it: what schools have, what learners ask, what people settled by hand."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from leerruimte.people.models import Organisation, OrganisationMembership
from leerruimte.planner.cohort import (
    APART,
    TOGETHER,
    Answer,
    Board,
    Learner,
    Mentors,
    Pair,
    Pin,
    Placement,
    Places,
    School,
    Seats,
)
from leerruimte.trajectories.access.cohort import schools_of
from leerruimte.trajectories.models import Capacity, Cohort, CohortLearner
from leerruimte.trajectories.rules.cohort import (
    BANDS,
    DEFAULT_MINUTES,
    At,
    Room,
    band_for,
    kilometres,
    minutes_between,
    why_no_room,
    wish_of,
)
from leerruimte.trajectories.rules.travel import Map

PERIOD, ANY, SEAT, NO_BOARD = "now", "any", "seat", "0"
# A journey of a day: so much is allowed to whom we cannot find on the map.
A_DAY = 24 * 60
# Above so many learners x schools only wishes and so many nearest schools are looked at.
MANY, NEAREST = 100_000, 40

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Known:
    """Schools of a partnership by id, with where they are, and a map of all that has a place."""

    schools: Mapping[int, Organisation]
    at: Mapping[int, At]
    map: Map

    def minutes(self, asks: Mapping[str, Any], school: int) -> int | None:
        """How long the journey of a learner to a school is, an estimate; None when one of both is not on the map."""
        home = self.map.find(asks.get("home", ""))
        return minutes_between(home, self.at.get(school), car=bool(asks.get("car")))


def known_schools(cohort: Cohort) -> Known:
    """The schools that learners can be placed at; where a school does not show its position, its town counts."""
    partnership = cohort.period.partnership
    # Hundreds of rows: only what says where they are.
    place = (f"organisation__{name}" for name in ("postcode", "place", "latitude", "longitude"))
    rows = OrganisationMembership.objects.filter(partnership=partnership).select_related("organisation")
    rows = rows.only("shares", "organisation", *place)
    shown = [
        (one.organisation.postcode, one.organisation.place, one.organisation.latitude, one.organisation.longitude)
        for one in rows
        if "position" in one.shares and one.organisation.latitude is not None and one.organisation.longitude is not None
    ]
    on_map = Map(shown)
    shares = {one.organisation_id for one in rows if "position" in one.shares}
    schools = {one.pk: one for one in schools_of(partnership)}
    at = {pk: _where(one, on_map, shows=pk in shares) for pk, one in schools.items()}
    return Known(schools, {pk: found for pk, found in at.items() if found}, on_map)


def _where(school: Organisation, on_map: Map, *, shows: bool) -> At | None:
    if shows and school.latitude is not None and school.longitude is not None:
        return school.latitude, school.longitude
    return on_map.find(school.place)


def rooms_of(cohort: Cohort, *, interested: bool, extras: bool = True, but: int | None = None) -> dict[int, Room]:
    """How many learners of this cohort each school can have: what was promised (or offered without promise too), less
    who is there of another cohort of the same period.

    `extras`: with the places that schools made for one learner alone; `but`: not counting this learner.
    """
    rows = Capacity.objects.filter(period=cohort.period_id)
    if not interested:
        rows = rows.filter(promise=Capacity.Promise.PROMISED)
    placed = CohortLearner.objects.filter(cohort__period=cohort.period_id).exclude(school=None)
    if but is not None:
        placed = placed.exclude(pk=but)
    elsewhere = _counted(placed.filter(extra=False).exclude(cohort=cohort))
    made = _counted(placed.filter(extra=True, cohort=cohort)) if extras else {}
    return {
        one.organisation_id: _room(
            one, elsewhere.get(one.organisation_id, Counter()), made.get(one.organisation_id, Counter())
        )
        for one in rows
    }


def _counted(rows: QuerySet[CohortLearner]) -> dict[int, Counter[str]]:
    """How many there are, by school and band."""
    found: dict[int, Counter[str]] = {}
    for school, band, count in rows.values_list("school", "band").annotate(count=Count("pk")).order_by():
        found.setdefault(school, Counter())[band] += count
    return found


def _room(capacity: Capacity, elsewhere: Mapping[str, int], made: Mapping[str, int]) -> Room:
    places = max(0, capacity.places - sum(elsewhere.values())) + sum(made.values())
    bands = {band: max(0, int(most) - elsewhere.get(band, 0)) for band, most in capacity.bands.items()}
    if bands:
        bands |= {band: bands.get(band, 0) + count for band, count in made.items()}
    promised = capacity.promise == Capacity.Promise.PROMISED
    return Room(places, bands, min(places, capacity.with_mentor) if promised else 0, promised)


def taken_of(
    cohort: Cohort, *, but: QuerySet[Any] | None = None
) -> tuple[dict[int, Counter[str]], dict[int, Counter[str]]]:
    """Who of a cohort is where, by school and band; and of these who was placed by hand. `but`: not counting these."""
    taken: dict[int, Counter[str]] = {}
    by_hand: dict[int, Counter[str]] = {}
    rows = CohortLearner.objects.filter(cohort=cohort).exclude(school=None)
    if but is not None:
        rows = rows.exclude(pk__in=but)
    counted = rows.values_list("school", "band", "placed").annotate(count=Count("pk")).order_by()
    for school, band, placed, count in counted:
        taken.setdefault(school, Counter())[band] += count
        if placed == CohortLearner.Placed.BY_HAND:
            by_hand.setdefault(school, Counter())[band] += count
    return taken, by_hand


@dataclass(frozen=True)
class Question:
    """What is put to the planner, and what it cannot know: whose home is not on the map."""

    places: Places
    before: Answer
    not_on_map: frozenset[str]


def question_of(cohort: Cohort, *, interested: bool = False) -> Question:
    """The whole of a cohort as the planner reads it, in a bounded number of queries."""
    known = known_schools(cohort)
    rooms = rooms_of(cohort, interested=interested)
    fields = ("pk", "email", "asks", "school", "band", "placed", "why", "minutes", "wish")
    rows = list(CohortLearner.objects.filter(cohort=cohort).order_by("pk").values(*fields))
    origin = _origin(known)
    homes = {text: known.map.find(text) for text in {row["asks"].get("home", "") for row in rows}}
    pins = tuple(_pins(rows, rooms))
    bound = _bound_altogether(rooms, pins)
    codes = {str(pk) for pk in known.schools} | {pin.school for pin in pins}
    schools = tuple(_school(code, known, rooms, origin, bound=bound, pins=pins) for code in sorted(codes, key=int))
    learners = tuple(_learner(row, homes, origin, codes, bound=bound) for row in rows)
    bands = dict.fromkeys(
        [*BANDS, ANY, *(one.band for school in schools for one in school.seats), *(pin.band for pin in pins)]
    )
    bands |= dict.fromkeys(band for learner in learners for band in learner.bands)
    places = Places(
        bands=tuple(bands),
        periods=(PERIOD,),
        boards=tuple(Board(code) for code in sorted({school.board for school in schools})),
        schools=schools,
        learners=learners,
        pairs=tuple(_pairs(rows)),
        pins=pins,
        nearest=NEAREST if len(learners) * len(schools) > MANY else None,
    )
    lost = frozenset(str(row["pk"]) for row in rows if homes[row["asks"].get("home", "")] is None)
    return Question(places, _before(rows, rooms), lost)


def _origin(known: Known) -> At:
    at = list(known.at.values())
    if not at:
        return 52.1, 5.3
    return sum(one[0] for one in at) / len(at), sum(one[1] for one in at) / len(at)


def _band_of(row: Mapping[str, Any], room: Room) -> str:
    """In which of the planner's bands somebody stands who is placed already."""
    if not room.bands:
        return ANY
    return row["band"] or band_for(room, {}, row["asks"].get("bands", []))


def _pins(rows: Rows, rooms: Mapping[int, Room]) -> Iterable[Pin]:
    for row in rows:
        if row["placed"] == CohortLearner.Placed.BY_HAND:
            band = _band_of(row, rooms.get(row["school"], Room()))
            yield Pin(str(row["pk"]), PERIOD, str(row["school"]), band, row["why"].strip() or "-")


def _bound_altogether(rooms: Mapping[int, Room], pins: Sequence[Pin]) -> bool:
    """Whether some school's bands together hold more than the school can have: then its places are counted too."""
    pinned = Counter((int(pin.school), pin.band) for pin in pins)
    for school, room in rooms.items():
        bands = {*room.bands, *(band for at, band in pinned if at == school)} if room.bands else set()
        if sum(max(room.bands.get(band, 0), pinned[school, band]) for band in bands) > room.places:
            return True
    return False


def _school(
    code: str, known: Known, rooms: Mapping[int, Room], origin: At, *, bound: bool, pins: Sequence[Pin]
) -> School:
    room, school = rooms.get(int(code), Room()), known.schools.get(int(code))
    by_hand = sum(pin.school == code for pin in pins) if bound else 0
    return School(
        code=code,
        board=str(school.board_id or NO_BOARD) if school else NO_BOARD,
        at=kilometres(known.at.get(int(code), origin), origin),
        seats=tuple(_seats(room)),
        mentors=(Mentors(SEAT, PERIOD, max(room.places, by_hand)),) if bound else (),
    )


def _seats(room: Room) -> Iterable[Seats]:
    """Places by band; who knows their mentor is counted from the first band on."""
    left = room.with_mentor
    bands = sorted(room.bands.items()) if room.bands else [(ANY, room.places)]
    for band, most in bands:
        count = min(most, room.places)
        with_mentor = min(left, count)
        left -= with_mentor
        yield Seats(band, PERIOD, with_mentor, count - with_mentor)


def _learner(
    row: Mapping[str, Any], homes: Mapping[str, At | None], origin: At, codes: set[str], *, bound: bool
) -> Learner:
    asks = row["asks"]
    home = homes[asks.get("home", "")]
    return Learner(
        code=str(row["pk"]),
        home=kilometres(home, origin) if home else (0.0, 0.0),
        bands=(*dict.fromkeys(asks.get("bands") or BANDS), ANY),
        periods=(PERIOD,),
        car=bool(asks.get("car")),
        most_minutes=int(asks.get("most_minutes") or DEFAULT_MINUTES) if home else A_DAY,
        wishes=_codes(asks.get("wishes", []), codes),
        earlier=_codes(asks.get("earlier", []), codes),
        mentor=SEAT if bound else None,
    )


def _codes(schools: Iterable[int], codes: set[str]) -> tuple[str, ...]:
    return tuple(code for code in dict.fromkeys(map(str, schools)) if code in codes)


def _pairs(rows: Rows) -> Iterable[Pair]:
    """Who wants to be together: both said so, or a coordinator did; and who must not be."""
    code = {row["email"]: str(row["pk"]) for row in rows if row["email"]}
    wanted = {(code[row["email"]], code[other]) for row, other in _named(rows, "together", code)}
    together = {_both(*pair) for pair in wanted if (pair[1], pair[0]) in wanted}
    together |= {_both(code[row["email"]], code[other]) for row, other in _named(rows, "with", code)}
    apart = {_both(code[row["email"]], code[other]) for row, other in _named(rows, "apart", code)}
    yield from (Pair(one, other, APART) for one, other in sorted(apart))
    yield from (Pair(one, other, TOGETHER) for one, other in sorted(together - apart))


def _named(rows: Rows, key: str, code: Mapping[str, str]) -> Iterable[tuple[Mapping[str, Any], str]]:
    for row in rows:
        for other in row["asks"].get(key, []):
            if row["email"] in code and other in code and other != row["email"]:
                yield row, other


def _both(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _before(rows: Rows, rooms: Mapping[int, Room]) -> Answer:
    """Where everybody is now."""
    placements = tuple(
        Placement(
            str(row["pk"]), PERIOD, str(row["school"]), _band_of(row, rooms.get(row["school"], Room())),
            row["minutes"] or 0, row["wish"], 0, 0,
        )
        for row in rows
        if row["school"]
    )  # fmt: skip
    without = tuple((str(row["pk"]), PERIOD) for row in rows if not row["school"])
    return Answer(placements, without, ())


def put_at(row: CohortLearner, school: int, room: Room, taken: Mapping[str, int], known: Known) -> None:
    """Fill in where a learner goes by hand; without room the school made one place more. `taken`: by band."""
    row.school_id, row.placed = school, CohortLearner.Placed.BY_HAND
    row.band = band_for(room, taken, row.asks.get("bands", []))
    row.extra = why_no_room(room, taken, row.band) is not None
    row.wish = wish_of(row.asks, school)
    row.minutes = known.minutes(row.asks, school)
