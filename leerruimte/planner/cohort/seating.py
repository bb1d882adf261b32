"""The door to seats in shared opportunities."""

from dataclasses import dataclass

import numpy as np

from leerruimte.planner.cohort.running import Run
from leerruimte.planner.cohort.seats_count import Choices, by_count, open_choices
from leerruimte.planner.cohort.seats_problem import SHARE, Seat, Seating
from leerruimte.planner.cohort.seats_share import Baskets, Shared, TooManyBaskets, baskets_of, by_share
from leerruimte.planner.cohort.stages import Reached

LEAST_SHARE, THE_REST = "least share", "the next, then the sum"


@dataclass(frozen=True)
class Seated:
    """Who has which seats, and how far each aim was reached. Shares are negative thousandths: less is better."""

    seats: tuple[Seat, ...]
    reached: tuple[Reached, ...]
    stopped: str | None = None

    @property
    def proven(self) -> bool:
        """Tell whether nothing better exists."""
        return all(one.proven for one in self.reached)


def seat(problem: Seating, run: Run | None = None) -> Seated:
    """Give seats to who chose them; what is left then goes to who chose nothing."""
    run = run or Run()
    choices = open_choices(problem)
    taken, reached = _by_share(problem, choices, run) if problem.fair == SHARE else by_count(problem, choices, run)
    seats = [
        Seat(
            problem.choosers[choices.chooser[at]].code,
            problem.opportunities[choices.opportunity[at]].code,
            int(choices.points[at]),
        )
        for at in taken.tolist()
    ]
    stopped = None if all(one.proven for one in reached) else run.over
    return Seated((*seats, *_left_over(problem, seats)), reached, stopped)


def _by_share(problem: Seating, choices: Choices, run: Run) -> tuple[np.ndarray, tuple[Reached, ...]]:
    try:
        baskets = baskets_of(problem, choices)
    except TooManyBaskets:
        return by_count(problem, choices, run)
    shared = by_share(baskets, run)
    taken = _taken(baskets, shared, choices)
    least = Reached(LEAST_SHARE, -shared.least, -shared.bound)
    if shared.rest is None:
        return taken, (least,)
    return taken, (least, Reached(THE_REST, shared.rest, shared.rest_bound if least.proven else None))


def _taken(baskets: Baskets, shared: Shared, choices: Choices) -> np.ndarray:
    held = np.zeros((len(shared.basket), baskets.holds.shape[1]), bool)
    who = np.flatnonzero(shared.basket >= 0)
    held[who] = baskets.holds[shared.basket[who]] > 0
    return np.flatnonzero(held[choices.chooser, choices.opportunity])


def _left_over(problem: Seating, seats: list[Seat]) -> list[Seat]:
    """Give seats that nobody took who chose them to who chose nothing at all, one round after the other."""
    left = {one.code: one.seats for one in problem.opportunities}
    for one in seats:
        left[one.opportunity] -= 1
    meetings = {one.code: set(one.meetings) for one in problem.opportunities}
    asking = [one for one in problem.choosers if not one.choices]
    busy: dict[str, set[str]] = {one.code: set() for one in asking}
    had: dict[str, list[str]] = {one.code: [] for one in asking}
    for turn in range(max((one.wanted for one in asking), default=0)):
        for who in asking:
            can = [
                code
                for code, count in left.items()
                if count > 0 and code not in who.closed and code not in had[who.code]
                if not meetings[code] & busy[who.code]
            ]
            if can and turn < who.wanted:
                code = max(can, key=lambda c: left[c])
                left[code] -= 1
                busy[who.code] |= meetings[code]
                had[who.code].append(code)
    return [Seat(one, code, 0, left_over=True) for one, codes in had.items() for code in codes]
