"""Places of a cohort from values only: whether there is room, where things are, how evenly it fell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, floor, hypot, radians
from typing import Any

BANDS = ("1-2", "3-5", "6-8")
MOST_WISHES = 6
DEFAULT_MINUTES, LEAST_MINUTES, MOST_MINUTES = 60, 10, 180
KM_A_DEGREE = 111.2
# What learners say themselves; "with" and "apart" are settled by coordinators.
LEARNER_ASKS = ("bands", "home", "car", "most_minutes", "days", "earlier", "wishes", "together", "words")

At = tuple[float, float]


@dataclass(frozen=True)
class Room:
    """How many learners a school can have: altogether, and of grade bands (none said: of any)."""

    places: int = 0
    bands: Mapping[str, int] = field(default_factory=dict)
    with_mentor: int = 0
    # Or only interested: without a promise.
    promised: bool = True

    def takes(self, band: str) -> bool:
        """Whether it has learners of this band at all."""
        return not self.bands or band in self.bands


def why_no_room(room: Room, taken: Mapping[str, int], band: str) -> str | None:
    """Why one more learner of a band does not fit (`full`, `band_full`, `no_band`), or None when one does.

    `taken`: who is there already, by band.
    """
    if sum(taken.values()) >= room.places:
        return "full"
    if not room.takes(band):
        return "no_band"
    if room.bands and taken.get(band, 0) >= room.bands[band]:
        return "band_full"
    return None


def wish_of(asks: Mapping[str, Any], school: int | None) -> int | None:
    """Which wish a school is (0: the dearest), or None."""
    wishes = asks.get("wishes", [])
    return wishes.index(school) if school in wishes else None


def band_for(room: Room, taken: Mapping[str, int], suiting: Sequence[str]) -> str:
    """The band in which a learner is best placed: one that suits and has room, else the first that is there at all."""
    if not room.bands:
        return ""
    suiting = suiting or BANDS
    with_room = [band for band in suiting if why_no_room(room, taken, band) is None]
    there = [band for band in suiting if room.takes(band)]
    return next(iter(with_room or there or suiting))


def is_over(room: Room, taken: Mapping[str, int], by_hand: Mapping[str, int]) -> bool:
    """Whether a school has more than it can have, beyond what people put there by hand on purpose."""
    if sum(taken.values()) > max(room.places, sum(by_hand.values())):
        return True
    if not room.bands:
        return False
    return any(count > max(room.bands.get(band, 0), by_hand.get(band, 0)) for band, count in taken.items())


def kilometres(at: At, origin: At) -> At:
    """East and north of an origin in kilometres, flat: good enough within a region."""
    east = (at[1] - origin[1]) * KM_A_DEGREE * cos(radians(origin[0]))
    return east, (at[0] - origin[0]) * KM_A_DEGREE


def minutes_between(home: At | None, school: At | None, *, car: bool) -> int | None:
    """The estimated minutes of a journey, reckoned as the planner does; None when one of both is not on the map."""
    if home is None or school is None:
        return None
    east, north = kilometres(home, school)
    along = 1.3 * hypot(east, north)
    return floor((6 + along * 60 / 45 if car else 10 + along * 60 / 20) + 0.5)


@dataclass(frozen=True)
class Fairness:
    """How evenly it fell, in numbers."""

    learners: int = 0
    placed: int = 0
    by_hand: int = 0
    # With wishes; of these: the first came true, another one did, none did.
    wishing: int = 0
    first: int = 0
    later: int = 0
    none: int = 0
    # Minutes one way: in the middle (half is nearer), of nine in ten at most, the longest.
    middle: int | None = None
    nine_in_ten: int | None = None
    longest: int | None = None

    @property
    def without(self) -> int:
        """Who has no place."""
        return self.learners - self.placed


def fairness_of(rows: Iterable[tuple[bool, bool, int, int | None, int | None]]) -> Fairness:
    """Count (placed, by hand, how many wishes, which came true, minutes) of each learner."""
    learners = placed = by_hand = wishing = first = later = 0
    travel: list[int] = []
    for has_place, is_by_hand, wished, wish, minutes in rows:
        learners += 1
        placed += has_place
        by_hand += is_by_hand
        wishing += wished > 0
        first += wish == 0
        later += wish is not None and wish > 0
        if has_place and minutes is not None:
            travel.append(minutes)
    travel.sort()
    return Fairness(
        learners, placed, by_hand, wishing, first, later, wishing - first - later,
        _at(travel, 0.5), _at(travel, 0.9), travel[-1] if travel else None,
    )  # fmt: skip


def _at(ordered: Sequence[int], part: float) -> int | None:
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else None


def clean_asks(asks: Mapping[str, object]) -> dict[str, object]:
    """What is asked, without what says nothing."""
    return {key: value for key, value in asks.items() if value not in (None, "", [], False)}
