"""How much one device may send. Never by address: a whole school can share one."""

import time
from collections import OrderedDict
from collections.abc import Callable

# Generous for a person, tight for a program: an outbox of an hour goes up at once, then two a second.
BURST = 60
PER_SECOND = 2.0
# Devices that are remembered; whoever has been silent longest is forgotten, which only gives a full bucket again.
REMEMBERED = 20_000


class Limiter:
    """A token bucket for each key."""

    def __init__(
        self, burst: float = BURST, per_second: float = PER_SECOND, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, count: int) -> float:
        """Take `count`; 0 when that may be, else the seconds to wait (and nothing is taken)."""
        now = self._clock()
        left, then = self._buckets.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - then) * self._per_second)
        allowed = left >= count
        self._buckets[key] = (left - count if allowed else left, now)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (count - left) / self._per_second
