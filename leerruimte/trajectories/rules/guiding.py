"""When a learner is stuck, and when something is near: from days only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

# No encounter for longer than this: somebody asks how it goes.
LONG_AGO = timedelta(weeks=6)
# A conversation within this time is near.
NEAR = timedelta(weeks=2)
# A learner who only just began is not stuck.
JUST_BEGUN = timedelta(weeks=3)


@dataclass(frozen=True)
class Stuck:
    """Why somebody may be stuck; both can be so."""

    # The day of the last encounter; `never`: there was none since it began.
    silent: bool = False
    never: bool = False
    last: date | None = None
    # Outcomes that no piece contributes to, in words.
    gaps: Sequence[str] = field(default_factory=tuple)

    def __bool__(self) -> bool:
        return self.silent or bool(self.gaps)


def stuck(
    *, today: date, first: date, last: date, ended: bool, met: date | None, meets: date | None, gaps: Sequence[str]
) -> Stuck:
    """Whether a trajectory is stuck: no encounter for long and none planned, or gaps without a plan.

    `met` is the day of the last encounter, `meets` that of the next one. Before it begins, shortly after, and when it
    is over nobody is stuck.
    """
    if ended or not first + JUST_BEGUN <= today <= last:
        return Stuck()
    silent = meets is None and today - (met or first) > LONG_AGO
    return Stuck(silent=silent, never=silent and met is None, last=met, gaps=tuple(gaps))


def gaps_of(asked: Iterable[str], given: Iterable[str], reached: Iterable[str]) -> list[str]:
    """Outcomes that nothing on the board contributes to and that were not reached yet, in their own order."""
    covered = {*given, *reached}
    return [code for code in asked if code not in covered]


def is_near(day: date | None, today: date) -> bool:
    """Whether a conversation on that day is near."""
    return day is not None and today <= day <= today + NEAR
