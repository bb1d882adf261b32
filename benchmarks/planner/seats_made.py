"""Made-up seats in shared opportunities, and the usual ways to give them."""

import itertools

import numpy as np
from scipy.optimize import linear_sum_assignment

from leerruimte.planner.cohort.seats_problem import COUNT, SHARE, Choice, Chooser, Opportunity, Seat, Seating


def scarce(choosers: int, opportunities: int, *, seed: int, part: float, slots: int = 12, wanted: int = 5) -> Seating:
    """Make seats for only `part` of what is wanted; opportunities meet in one of `slots` half days, and so clash."""
    chance = np.random.default_rng(seed)
    popular = chance.gamma(1.2, 1, opportunities)
    share = np.ones(opportunities) / opportunities
    seats = np.maximum(1, chance.multinomial(int(choosers * wanted * part), share))
    offered = tuple(
        Opportunity(f"O{j:02d}", int(seats[j]), (f"half day {chance.integers(slots)}",)) for j in range(opportunities)
    )
    people = []
    for i in range(choosers):
        value = np.maximum(1, np.round(100 * popular / popular.max() * chance.gamma(2, 0.5, opportunities))).astype(int)
        closed = tuple(offered[j].code for j in np.flatnonzero(chance.random(opportunities) < 0.08))
        people.append(
            Chooser(f"L{i:03d}", wanted, tuple(Choice(o.code, int(value[j])) for j, o in enumerate(offered)), closed)
        )
    return Seating(offered, tuple(people), SHARE)


def large(choosers: int, opportunities: int, *, seed: int) -> Seating:
    """Make many wishes, some 3.5 each, for fewer seats."""
    chance = np.random.default_rng(seed)
    popular = chance.gamma(0.8, 1, opportunities) + 0.05
    popular /= popular.sum()
    seats = chance.multinomial(int(choosers * 2.72), 0.5 * popular + 0.5 / opportunities)
    offered = tuple(
        Opportunity(f"O{j:03d}", int(seats[j]), (f"half day {chance.integers(40)}",)) for j in range(opportunities)
    )
    people = []
    for i in range(choosers):
        chosen = chance.choice(opportunities, chance.integers(2, 6), replace=False, p=popular)
        points = np.sort(chance.integers(1, 100, len(chosen)))[::-1]
        closed = tuple(offered[j].code for j in chosen[:1]) if chance.random() < 0.02 else ()
        choices = tuple(Choice(offered[j].code, int(p)) for j, p in zip(chosen, points, strict=True))
        people.append(Chooser(f"L{i:04d}", int(chance.choice([1, 2, 3])), choices, closed))
    return Seating(offered, tuple(people), COUNT)


class _Giving:
    """Seats while they are given one by one."""

    def __init__(self, problem: Seating) -> None:
        self.left = {one.code: one.seats for one in problem.opportunities}
        self.meetings = {one.code: set(one.meetings) for one in problem.opportunities}
        self.busy: dict[str, set[str]] = {one.code: set() for one in problem.choosers}
        self.had: dict[str, list[str]] = {one.code: [] for one in problem.choosers}
        self.seats: list[Seat] = []

    def can(self, who: Chooser) -> list[Choice]:
        """Give what she still could have, the dearest first."""
        if len(self.had[who.code]) >= who.wanted:
            return []
        return sorted(
            (
                one
                for one in who.choices
                if self.left[one.opportunity] > 0
                and one.points > 0
                and one.opportunity not in (*who.closed, *self.had[who.code])
                and not self.meetings[one.opportunity] & self.busy[who.code]
            ),
            key=lambda one: -one.points,
        )

    def give(self, who: Chooser, choice: Choice) -> None:
        self.left[choice.opportunity] -= 1
        self.busy[who.code] |= self.meetings[choice.opportunity]
        self.had[who.code].append(choice.opportunity)
        self.seats.append(Seat(who.code, choice.opportunity, choice.points))


def round_robin(problem: Seating) -> tuple[Seat, ...]:
    """One each in turn, until nobody can have more."""
    giving = _Giving(problem)
    for _ in range(max(one.wanted for one in problem.choosers)):
        for who in problem.choosers:
            for choice in giving.can(who)[:1]:
                giving.give(who, choice)
    return tuple(giving.seats)


def serial(problem: Seating) -> tuple[Seat, ...]:
    """Who comes first takes all that she wants: first come, first served."""
    giving = _Giving(problem)
    for who in problem.choosers:
        for _ in range(who.wanted):
            for choice in giving.can(who)[:1]:
                giving.give(who, choice)
    return tuple(giving.seats)


def iterated_matching(problem: Seating) -> tuple[Seat, ...]:
    """Round after round the matching of one seat each that is worth most (points made comparable)."""
    giving = _Giving(problem)
    total = {one.code: max(1, sum(choice.points for choice in one.choices)) for one in problem.choosers}
    for _ in range(max(one.wanted for one in problem.choosers)):
        column = list(
            itertools.chain.from_iterable([code] * min(n, len(problem.choosers)) for code, n in giving.left.items())
        )
        where: dict[str, list[int]] = {}
        for at, code in enumerate(column):
            where.setdefault(code, []).append(at)
        value = np.zeros((len(problem.choosers), len(column)))
        for i, who in enumerate(problem.choosers):
            for choice in giving.can(who):
                value[i, where[choice.opportunity]] = choice.points / total[who.code]
        for i, at in zip(*linear_sum_assignment(value, maximize=True), strict=True):
            if value[i, at] > 0:
                who = problem.choosers[i]
                giving.give(who, next(c for c in giving.can(who) if c.opportunity == column[at]))
    return tuple(giving.seats)
