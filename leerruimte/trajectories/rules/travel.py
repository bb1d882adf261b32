"""How long a way takes, roughly. From straight lines only: nobody's address is known, nothing is asked outside."""

from math import asin, cos, radians, sin, sqrt

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
