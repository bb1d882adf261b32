"""What somebody says is different, as the planner understands it."""

from collections.abc import Collection

from leerruimte.planner.changing import Change, Late
from leerruimte.planner.problem import Pin, Problem

FALLS_AWAY, LATE, DROPS_OUT, HOURS, ADDED = "falls_away", "late", "drops_out", "hours", "added"
# Beside the question of a run: the school (its key) that drops out.
DROPPED = "dropped"
MOST_LATE = 20


def change_of(
    problem: Problem,
    what: str,
    *,
    pieces: Collection[str] = (),
    weeks: int = 0,
    hours: int | None = None,
    school: str = "",
    added: str = "",
    now: int = 1,
) -> Change:
    """The change. `pieces`: codes of opportunities; `school`: the place that drops out, with all it offers; `added`:
    the opportunity that must come in; `now`: the week in which we are."""
    known = {one.code for one in problem.opportunities}
    now = max(1, now)
    if what == DROPS_OUT:
        return Change(falls_away=tuple(one.code for one in problem.opportunities if one.place == school), now=now)
    if what == LATE:
        return Change(late=tuple(Late(code, weeks) for code in sorted(set(pieces) & known)), now=now)
    if what == HOURS:
        return Change(hours_a_week=hours, now=now)
    if what == ADDED:
        return Change(pinned=(Pin(added),), now=now)
    return Change(falls_away=tuple(sorted(set(pieces) & known)), now=now)
