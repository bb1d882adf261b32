"""One aim after the other: the first as good as can be, then the second without giving up any of the first, and so on.

All relaxations come first, each with the earlier aims held at their bounds rounded up; when one whole answer then meets
all of these, it is proven best in every aim at once. When none does, the aims are settled one by one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from leerruimte.planner.cohort.linear import Relaxation, Relaxed
from leerruimte.planner.cohort.running import Run
from leerruimte.planner.cohort.sheet import Floats, Ints, Sheet
from leerruimte.planner.cohort.whole import REACH, Whole, is_whole, least_whole, up


@dataclass(frozen=True, eq=False)
class Aim:
    """Something to be made as small as possible: a whole price for each column."""

    name: str
    cost: Floats


@dataclass(frozen=True)
class Reached:
    """How far an aim was reached. `bound` holds given that the aims before it stay as they are; None: not known."""

    name: str
    value: float
    bound: float | None

    @property
    def proven(self) -> bool:
        """Tell whether nothing better exists."""
        return self.bound is not None and self.bound > self.value - 0.5

    @property
    def gap(self) -> float | None:
        """Give (value - bound) / value; None while there is no bound."""
        if self.bound is None:
            return None
        return 0.0 if self.proven else (self.value - self.bound) / max(1.0, abs(self.value))


@dataclass
class _Known:
    """The best answer so far, by all aims in their order."""

    aims: Sequence[Aim]
    x: Floats
    tell: Callable[[Floats], None]

    def values(self, x: Floats) -> tuple[float, ...]:
        return tuple(round(float(aim.cost @ x), 6) for aim in self.aims)

    def offer(self, x: Floats | None) -> None:
        if x is not None and self.values(x) < self.values(self.x):
            self.x = x
            self.tell(x)


def least_in_order(
    sheet: Sheet,
    aims: Sequence[Aim],
    blend: Floats,
    first: Ints,
    likely: Ints,
    start: Floats,
    rounded: Callable[[Floats], Floats],
    run: Run,
    tell: Callable[[Floats], None] = lambda x: None,
) -> tuple[Floats, tuple[Reached, ...], Relaxed | None]:
    """Find the answer that is least in the first aim, then the second, ...

    `blend`: one price list that weighs all aims roughly as their order does: where the first relaxation starts.
    `first`: columns to start with. `likely`: lazy rows that will surely matter. `start`: an answer to begin with.
    `rounded`: makes an answer of a fractional one.
    """
    known = _Known(aims, start, tell)
    relaxation = Relaxation(sheet, run)
    relaxation.take_in(np.union1d(np.flatnonzero(sheet.always), np.union1d(first, np.flatnonzero(start))))
    relaxation.hold(likely)
    begun = relaxation.minimise(blend, "blend")
    if begun.finished:
        known.offer(rounded(begun.x))
    bounds, last = _all_relaxed(relaxation, aims, known, run)
    if last is not None and last.finished:
        found = _all_at_once(sheet, aims, bounds, last, known, run)
        if found is None and not run.over:
            bounds, last = _one_by_one(sheet, aims, known, relaxation.columns, run)
        elif found is not None:
            known.offer(found.x)
            bounds[-1] = max(bounds[-1] or 0.0, found.bound)
    return known.x, _reached(aims, known, bounds), last


def _all_relaxed(
    relaxation: Relaxation, aims: Sequence[Aim], known: _Known, run: Run
) -> tuple[list[float | None], Relaxed | None]:
    """Bound each aim, the ones before it held at their bounds."""
    bounds: list[float | None] = [None] * len(aims)
    last = None
    for at, aim in enumerate(aims):
        if run.over:
            break
        last = relaxation.minimise(aim.cost, aim.name)
        bounds[at] = up(last.bound) if np.isfinite(last.bound) else None
        run.say(aim.name, float(aim.cost @ known.x), bounds[at])
        if not last.finished:
            return bounds, None
        if at < len(aims) - 1:
            relaxation.limit(aim.cost, up(last.bound))
    return bounds, last if bounds[-1] is not None else None


def _all_at_once(
    sheet: Sheet, aims: Sequence[Aim], bounds: list[float | None], last: Relaxed, known: _Known, run: Run
) -> Whole | None:
    """Find a whole answer that meets all bounds, the last aim as good as can be; None: none was found."""
    limits = [(aim.cost, bound) for aim, bound in zip(aims[:-1], bounds[:-1], strict=True) if bound is not None]
    meets = all(float(cost @ known.x) <= high + 1e-6 for cost, high in limits)
    start = known.x if meets else None
    if is_whole(last.x):
        return Whole(np.round(last.x), float(aims[-1].cost @ np.round(last.x)), up(last.bound))
    aim = aims[-1]
    found = least_whole(sheet, limits, aim.cost, last, start, run, aim.name, REACH[:3])
    if found.x is None or found.proven:
        return found if found.proven else None
    known.offer(found.x)
    return least_whole(sheet, limits, aim.cost, last, found.x, run, aim.name, REACH[3:])


def _one_by_one(
    sheet: Sheet, aims: Sequence[Aim], known: _Known, first: Ints, run: Run
) -> tuple[list[float | None], Relaxed | None]:
    """Settle each aim in whole numbers before the next."""
    bounds: list[float | None] = [None] * len(aims)
    relaxation = Relaxation(sheet, run)
    relaxation.take_in(first)
    last = None
    for at, aim in enumerate(aims):
        if run.over:
            break
        last = relaxation.minimise(aim.cost, aim.name)
        found = least_whole(sheet, relaxation.limits, aim.cost, last, known.x, run, aim.name)
        known.offer(found.x)
        bounds[at] = found.bound if np.isfinite(found.bound) else None
        relaxation.limit(aim.cost, float(aim.cost @ known.x))
    return bounds, last


def _reached(aims: Sequence[Aim], known: _Known, bounds: list[float | None]) -> tuple[Reached, ...]:
    """Tell how far each aim was reached; once one is not proven, later bounds say nothing."""
    found, sure = [], True
    for aim, value, bound in zip(aims, known.values(known.x), bounds, strict=True):
        reached = Reached(aim.name, value, bound if sure else None)
        found.append(reached)
        sure = sure and reached.proven
    return tuple(found)
