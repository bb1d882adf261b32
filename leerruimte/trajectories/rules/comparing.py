"""What one route has beside another, and which way a route leans; from values only."""

from collections.abc import Mapping
from dataclasses import dataclass

from leerruimte.planner.result import Route

# In thousandths: less than this is no difference that anybody would notice.
NOTICED = 40
CLOSE = 120
FIGURES = ("curriculum", "opportunities", "needs")
# Hours with others that are worth a word.
HOURS = 10


@dataclass(frozen=True)
class Compared:
    """Of a route beside another: figures that are more and less, outcomes reached in it alone or not in it, hours."""

    more: tuple[str, ...]
    less: tuple[str, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    hours: int


@dataclass(frozen=True)
class Leaning:
    """The strongest and the weakest of the three figures; `even` when they lie close together."""

    most: str
    least: str
    even: bool


def compare(route: Route, other: Route) -> Compared:
    """What a route gains and gives up beside another."""
    apart = {name: getattr(route.balance, name) - getattr(other.balance, name) for name in FIGURES}
    mine, theirs = _whole(route), _whole(other)
    hours = round((sum(route.load) - sum(other.load)) / 60)
    return Compared(
        more=tuple(name for name in FIGURES if apart[name] >= NOTICED),
        less=tuple(name for name in FIGURES if apart[name] <= -NOTICED),
        gained=tuple(code for code in mine if code not in theirs),
        lost=tuple(code for code in theirs if code not in mine),
        hours=hours if abs(hours) >= HOURS else 0,
    )


def leaning(figures: Mapping[str, int]) -> Leaning:
    """Which way figures (in thousandths) lean; of two that are as strong, or as weak, the first, or the last."""
    most = max(figures, key=lambda name: figures[name])
    least = min(reversed(list(figures)), key=lambda name: figures[name])
    return Leaning(most, least, figures[most] - figures[least] <= CLOSE)


def _whole(route: Route) -> tuple[str, ...]:
    return tuple(one.outcome for one in route.coverage if one.points >= one.asked)
