"""How long a way takes, roughly. From straight lines only: nobody's address is known, nothing is asked outside."""

import re
from collections.abc import Iterable, Sequence
from math import asin, cos, radians, sin, sqrt

from leerruimte.base.searching import plain

Position = tuple[float, float]

EARTH_KM = 6371.0
# A road is so much longer than the straight line.
DETOUR = 1.3
BIKE_KM_AN_HOUR, CYCLES_UP_TO_KM = 16.0, 7.0
# Public transport: waiting and walking, then as fast as a bus with stops.
TRANSPORT_MINUTES, TRANSPORT_KM_AN_HOUR = 15.0, 32.0
CAR_MINUTES, CAR_KM_AN_HOUR = 5.0, 45.0
STEP = 5


def kilometres(one: Position, other: Position) -> float:
    """The straight line between two positions in degrees north and east (haversine)."""
    (north, east), (to_north, to_east) = (map(radians, place) for place in (one, other))
    part = sin((to_north - north) / 2) ** 2 + cos(north) * cos(to_north) * sin((to_east - east) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(part)))


def minutes_between(one: Position, other: Position, *, car: bool = False) -> int:
    """An estimate in minutes one way, rounded to five: by bike when near, else by bus or train; or by car."""
    road = kilometres(one, other) * DETOUR
    bike = road / BIKE_KM_AN_HOUR * 60
    if car:
        minutes = min(bike, CAR_MINUTES + road / CAR_KM_AN_HOUR * 60)
    elif road <= CYCLES_UP_TO_KM:
        minutes = bike
    else:
        minutes = min(bike, TRANSPORT_MINUTES + road / TRANSPORT_KM_AN_HOUR * 60)
    return max(STEP, round(minutes / STEP) * STEP)


class Map:
    """Finds where a home is: by the figures of its postcode, else by the place; near what is on the map already."""

    def __init__(self, known: Iterable[tuple[str, str, float, float]]) -> None:
        """Take (postcode, place, latitude, longitude) of what is on the map."""
        self._by_postcode: dict[str, list[Position]] = {}
        self._by_place: dict[str, list[Position]] = {}
        for postcode, place, north, east in known:
            if figures := re.match(r"\d{4}", postcode):
                self._by_postcode.setdefault(figures[0], []).append((north, east))
            if place:
                self._by_place.setdefault(plain(place), []).append((north, east))

    def find(self, home: str) -> Position | None:
        """Degrees north and east of a home that is said as a postcode, a place, or both; None: not known."""
        words = plain(home)
        figures = re.search(r"\b(\d{4})(?!\d)", words)
        if figures and figures[1] in self._by_postcode:
            return _middle(self._by_postcode[figures[1]])
        place = re.sub(r"\b\d{4} ?([a-z]{2}\b)?", "", words).strip(" ,")
        if place in self._by_place:
            return _middle(self._by_place[place])
        return self._near(figures[1]) if figures else None

    def _near(self, figures: str) -> Position | None:
        """The middle of the postcodes that begin with the same three, then two figures: neighbours."""
        for length in (3, 2):
            found = [at for code, ats in self._by_postcode.items() if code[:length] == figures[:length] for at in ats]
            if found:
                return _middle(found)
        return None


def _middle(found: Sequence[Position]) -> Position:
    return sum(at[0] for at in found) / len(found), sum(at[1] for at in found) / len(found)
