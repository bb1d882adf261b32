"""Seats by share: the worst-off first, over whole baskets.

A basket is a set of choices that do not clash, no more than she wants; its share is its points as thousandths of the
best basket that she could have alone. Asking whether all can have a share of at least t is a choice of one basket each
within the seats: a model whose relaxation is nearly whole, as a basic answer splits no more choosers than there are
opportunities (G. Dantzig and P. Wolfe, "Decomposition principle for linear programs", Operations Research 8, 1960).
Baskets are listed once, and priced all at once. The greatest t whose relaxation can be met is a bound for everybody.
"""

from dataclasses import dataclass, replace

import highspy
import numpy as np
import numpy.typing as npt

from leerruimte.planner.cohort.linear import quiet
from leerruimte.planner.cohort.running import Run
from leerruimte.planner.cohort.seats_count import Choices
from leerruimte.planner.cohort.seats_problem import Seating
from leerruimte.planner.cohort.sheet import Bools, Floats, Ints
from leerruimte.planner.cohort.whole import UNDER_ONE, WORK_OF_A_NODE

WHOLE_SHARE = 1000
MOST_BASKETS = 400_000
MOST_SHARES = 150_000_000
AT_ONCE = 2
MOST_COLUMNS, MOST_NODES = 10_000, 500  # in the last search: more is not worth its time
CLOSE, SAME, ROUGH = 1e-7, 1e-4, 1e-3
STEP, STEEPNESS = 50, 2.0  # thousandths; how many times heavier each lower step weighs
Shares = npt.NDArray[np.int16]


class TooManyBaskets(Exception):
    """The baskets cannot be listed."""


@dataclass(frozen=True, eq=False)
class Baskets:
    """Baskets x opportunities, and each chooser's share of each basket in thousandths (-1: not hers)."""

    holds: Floats
    share: Shares
    worth: Floats
    seats: Floats


@dataclass(frozen=True, eq=False)
class Shared:
    """The basket of each chooser (-1: none), the least share, and the bound: no answer has a greater least share.

    `rest`, `rest_bound`: what the shares of all weigh, steeply more the lower they are, and the least that any answer
    with this least share weighs (None: not known).
    """

    basket: Ints
    least: int
    bound: int
    rest: int | None = None
    rest_bound: int | None = None


def baskets_of(problem: Seating, choices: Choices) -> Baskets:
    """List all baskets, and what each is worth to each chooser."""
    seats = np.array([one.seats for one in problem.opportunities], float)
    holds = _lists(problem, max((one.wanted for one in problem.choosers), default=0), len(problem.choosers))
    points = np.zeros((len(problem.choosers), len(seats)))
    points[choices.chooser, choices.opportunity] = choices.worth
    worth = points @ holds.T
    own = ((points == 0).astype(np.float32) @ holds.T.astype(np.float32)) == 0
    own &= holds.sum(1)[None, :] <= np.array([one.wanted for one in problem.choosers])[:, None]
    best = np.where(own, worth, 0).max(1, initial=0)
    share = np.where(own, np.floor(WHOLE_SHARE * worth / np.maximum(best, 1)[:, None] + 1e-9), -1)
    share[best == 0] = np.where(own[best == 0], WHOLE_SHARE, -1)
    return Baskets(holds, share.astype(np.int16), worth, seats)


def _lists(problem: Seating, most: int, choosers: int) -> Floats:
    """List all sets of up to `most` opportunities with seats that do not clash, the empty one first."""
    count = len(problem.opportunities)
    fits = np.ones((count, count), bool)
    for i, one in enumerate(problem.opportunities):
        for j, other in enumerate(problem.opportunities):
            fits[i, j] = j > i and other.seats > 0 and not set(one.meetings) & set(other.meetings)
    held = np.zeros((1, count), bool)
    may = np.array([[one.seats > 0 for one in problem.opportunities]], bool).reshape(1, count)
    found = [held]
    for _ in range(most):
        row, added = np.nonzero(may)
        if not len(row):
            break
        held, may = held[row].copy(), may[row] & fits[added]
        held[np.arange(len(row)), added] = True
        found.append(held)
        total = sum(map(len, found))
        if total > MOST_BASKETS or total * choosers > MOST_SHARES:
            raise TooManyBaskets
    return np.concatenate(found).astype(float)


def by_share(baskets: Baskets, run: Run) -> Shared:
    """Find the greatest least share, then the next and the sum in one aim: by weights that rise steeply."""
    pool = _Pool(baskets, run)
    low, high = 0, WHOLE_SHARE
    while low < high and not run.over:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if pool.can_all_have(middle) else (low, middle - 1)
        run.say("least share", None, -high)
    best = Shared(np.full(len(baskets.share), -1, np.intp), 0, high)
    for least in _downwards(low):
        if run.over:
            break
        found = pool.whole(least)
        if found is not None:
            reached = int(baskets.share[np.arange(len(found)), found].min(initial=WHOLE_SHARE))
            best = Shared(found, reached, high)
            break
    best = _upwards(pool, best, run) if best.least < best.bound else best
    return best if run.over else pool.finest(best)


def _downwards(top: int) -> list[int]:
    """Go down in steps that grow."""
    found, at, step = [], top, 1
    while at > 0:
        found.append(at)
        at, step = at - step, step * 2 if len(found) % 2 == 0 else step
    return [*found, 0]


def _upwards(pool: "_Pool", best: Shared, run: Run) -> Shared:
    """Bisect between what was found and the bound, with all smallest baskets that are enough, when there are few."""
    low, high, basket = best.least, best.bound, best.basket
    while low < high and not run.over:
        middle = (low + high + 1) // 2
        found = pool.exactly(middle)
        if found is None:
            break
        if len(found):
            basket = found
            low = max(middle, int(pool.baskets.share[np.arange(len(found)), found].min(initial=WHOLE_SHARE)))
        else:
            high = middle - 1
    return Shared(basket, low, high)


class _Pool:
    """Baskets taken in so far, in an LP: one basket each (or lacking), within the seats."""

    def __init__(self, baskets: Baskets, run: Run) -> None:
        self.baskets, self.run = baskets, run
        self.lp = quiet(run)
        self.count, self.seats = baskets.share.shape[0], baskets.seats
        rows = self.count + len(self.seats)
        low = np.append(np.ones(self.count), np.full(len(self.seats), -np.inf))
        high = np.append(np.ones(self.count), self.seats)
        empty = np.zeros(0, np.int32)
        self.lp.addRows(rows, low, high, 0, np.zeros(rows, np.int32), empty, np.zeros(0))
        at = np.arange(self.count, dtype=np.int32)
        ones = np.ones(self.count)
        self.lp.addCols(self.count, ones, np.zeros(self.count), ones, self.count, at, at, ones)
        self.who: list[int] = []
        self.which: list[int] = []
        self.inside: set[tuple[int, int]] = set()

    def can_all_have(self, least: int) -> bool:
        """Tell whether the relaxation can give everybody a share of at least `least`."""
        allowed = self.baskets.share >= least
        self._price(np.ones(self.count), np.zeros(len(self.who)), least)
        while not self.run.over:
            value, prices = self._solve()
            if value < CLOSE:
                return True
            cost = self.baskets.holds @ prices
            cheapest = _least(cost, allowed)
            if np.minimum(1, cheapest).sum() - prices @ self.seats > CLOSE:
                return False
            if not self._take_in(cost[None, :], allowed, np.zeros(1)):
                return False
        return False

    def whole(self, least: int) -> Ints | None:
        """Give everybody a whole basket of at least this share, as good for the next and in sum as can be found."""
        weight = self._weights(least)
        allowed = self.baskets.share >= least
        self._price(np.full(self.count, weight[0] * 10), self._weight_of_pool(weight), least)
        own = weight[np.clip(self.baskets.share, 0, WHOLE_SHARE)]
        while not self.run.over:
            _, prices = self._solve()
            if not self._take_in(own + (self.baskets.holds @ prices)[None, :], allowed, weight):
                break
        return self._mip(least, weight)

    def finest(self, best: Shared) -> Shared:
        """With this least share for all, find what weighs least, and a bound over all baskets.

        The prices of the relaxation give each basket a reduced cost; one that costs more than what was found lies
        above the bound is in no better answer (see whole.py).
        """
        weight = self._weights(best.least)
        allowed = self.baskets.share >= best.least
        own = np.where(allowed, weight[np.clip(self.baskets.share, 0, WHOLE_SHARE)], np.inf)
        value = float(own[np.arange(self.count), best.basket].sum())
        self._price(np.full(self.count, weight[0] * 10), self._weight_of_pool(weight), best.least)
        bound, reduced = 0.0, own
        while not self.run.over:
            _, prices = self._solve()
            cost = own + (self.baskets.holds @ prices)[None, :]
            cheapest = cost.min(1)
            if cheapest.sum() - prices @ self.seats > bound:
                bound, reduced = float(cheapest.sum() - prices @ self.seats), cost - cheapest[:, None]
            if not self._take_in(cost, allowed, weight):
                break
        reach = min(value - bound, _at(reduced, MOST_COLUMNS) if reduced.size > MOST_COLUMNS else np.inf)
        near = (reduced <= reach + CLOSE) & allowed
        near[self.who, self.which] |= allowed[self.who, self.which]
        near[np.arange(self.count), best.basket] = True
        who, which = np.nonzero(near)
        mip = self._mip_over(who.astype(np.intp), which.astype(np.intp), own[who, which], exact=True)
        found = self._read(mip, who, which)
        if found is not None and own[np.arange(self.count), found].sum() < value:
            best, value = replace(best, basket=found), float(own[np.arange(self.count), found].sum())
        # Weights are whole: less than one apart is the same.
        surely = max(bound, min(bound + reach, mip.getInfo().mip_dual_bound))
        return replace(best, rest=round(value), rest_bound=min(round(value), int(np.ceil(surely - SAME))))

    def exactly(self, least: int) -> Ints | None:
        """Give everybody a basket of at least this share over all smallest ones; empty: proven impossible; None: open.

        Smallest: without any one of its seats it would not be enough.
        """
        enough = self.baskets.share >= least
        smallest = enough.copy()
        for seat in range(len(self.seats)):
            with_seat = np.flatnonzero(self.baskets.holds[:, seat])
            lighter = self._without(seat)[with_seat]
            smallest[:, with_seat] &= ~enough[:, lighter]
        who, which = np.nonzero(smallest)
        if len(who) > MOST_BASKETS:
            return None
        mip = self._mip_over(who.astype(np.intp), which.astype(np.intp), np.zeros(len(who)))
        if mip.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return np.zeros(0, np.intp)
        return self._read(mip, who, which)

    def _without(self, seat: int) -> Ints:
        """Give, for each basket that holds this seat, the basket without it."""
        keys = self.baskets.holds @ (2.0 ** np.arange(len(self.seats)))
        order = np.argsort(keys)
        held = self.baskets.holds[:, seat] > 0
        at = np.searchsorted(keys[order], np.where(held, keys - 2.0**seat, keys))
        found: Ints = order[at].astype(np.intp)
        return found

    def _weights(self, least: int) -> Floats:
        """Give what each share weighs: what lacks, and steeply more for each step that it lies below the whole."""
        share = np.arange(WHOLE_SHARE + 1)
        steps = (WHOLE_SHARE - np.maximum(share, least)) // STEP
        return WHOLE_SHARE - share + 20 * (STEEPNESS**steps - 1)

    def _weight_of_pool(self, weight: Floats) -> Floats:
        return weight[np.clip(self.baskets.share[self.who, self.which], 0, WHOLE_SHARE)] if self.who else np.zeros(0)

    def _price(self, lacking: Floats, taken: Floats, least: int) -> None:
        """Set prices, and close baskets of too small a share."""
        total = self.count + len(self.who)
        self.lp.changeColsCost(total, np.arange(total, dtype=np.int32), np.append(lacking, taken))
        upper = np.ones(total)
        upper[self.count :] = self.baskets.share[self.who, self.which] >= least if self.who else []
        self.lp.changeColsBounds(total, np.arange(total, dtype=np.int32), np.zeros(total), upper)

    def _solve(self) -> tuple[float, Floats]:
        """Give the value and what each seat costs."""
        self.lp.setOptionValue("time_limit", self.lp.getRunTime() + min(self.run.left, 1e9))
        self.lp.setOptionValue("simplex_iteration_limit", min(self.run.work_left, 2**31 - 1))
        self.lp.run()
        self.run.done += max(0, self.lp.getInfo().simplex_iteration_count)
        dual = np.array(self.lp.getSolution().row_dual)
        self.mine = dual[: self.count]
        return float(self.lp.getInfo().objective_function_value), np.maximum(0, -dual[self.count :])

    def _take_in(self, cost: Floats, allowed: Bools, weight: Floats) -> bool:
        """Take in each chooser's best baskets that would help; tell whether there were any."""
        new: list[tuple[int, int]] = []
        for who in range(self.count):
            row = np.where(allowed[who], cost[min(who, len(cost) - 1)], np.inf)
            few = np.argpartition(row, min(AT_ONCE, len(row)) - 1)[:AT_ONCE]
            helping = few[row[few] < self.mine[who] - CLOSE].tolist()
            new.extend((who, which) for which in helping if (who, which) not in self.inside)
        for who, which in new:
            self._add(who, which, float(weight[self.baskets.share[who, which]]) if len(weight) > 1 else 0.0)
        return bool(new)

    def _add(self, who: int, which: int, cost: float) -> None:
        rows = np.append(who, self.count + np.flatnonzero(self.baskets.holds[which])).astype(np.int32)
        self.lp.addCol(cost, 0, 1, len(rows), rows, np.ones(len(rows)))
        self.who.append(who)
        self.which.append(which)
        self.inside.add((who, which))

    def _mip(self, least: int, weight: Floats) -> Ints | None:
        who, which = np.array(self.who, np.intp), np.array(self.which, np.intp)
        kept = self.baskets.share[who, which] >= least
        who, which = who[kept], which[kept]
        return self._read(self._mip_over(who, which, weight[self.baskets.share[who, which]]), who, which)

    def _mip_over(self, who: Ints, which: Ints, cost: Floats, *, exact: bool = False) -> highspy.Highs:
        """Choose one basket each among these, within the seats."""
        mip = quiet(self.run)
        held = self.baskets.holds[which] > 0
        entry, seat = np.nonzero(held)
        owner = np.concatenate([np.arange(len(who)), entry])
        row = np.concatenate([who, self.count + seat])
        order = np.argsort(owner, kind="stable")
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(who), self.count + len(self.seats)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, np.zeros(len(who)), np.ones(len(who))
        lp.row_lower_ = np.append(np.ones(self.count), np.full(len(self.seats), -np.inf))
        lp.row_upper_ = np.append(np.ones(self.count), self.seats)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.searchsorted(owner[order], np.arange(len(who) + 1)).astype(np.int32)
        lp.a_matrix_.index_ = row[order].astype(np.int32)
        lp.a_matrix_.value_ = np.ones(len(row))
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(who)
        mip.passModel(lp)
        mip.setOptionValue("mip_rel_gap", 0.0 if exact else ROUGH)
        mip.setOptionValue("mip_abs_gap", UNDER_ONE if exact else 0.0)
        nodes = max(1, self.run.work_left // WORK_OF_A_NODE)
        mip.setOptionValue("mip_max_nodes", min(MOST_NODES, nodes) if exact else nodes)
        mip.setOptionValue("time_limit", min(self.run.left, 1e9))
        mip.cbMipInterrupt.subscribe(self._interrupt)
        mip.run()
        self.run.done += WORK_OF_A_NODE * max(1, mip.getInfo().mip_node_count)
        return mip

    def _interrupt(self, event: highspy.highs.HighsCallbackEvent) -> None:
        if self.run.stop.is_set() or self.run.left <= 0:
            event.interrupt()

    def _read(self, mip: highspy.Highs, who: Ints, which: Ints) -> Ints | None:
        if mip.getInfo().primal_solution_status != 2:
            return None
        taken = np.flatnonzero(np.array(mip.getSolution().col_value) > 0.5)
        basket = np.full(self.count, -1, np.intp)
        basket[who[taken]] = which[taken]
        return basket


def _at(values: Floats, number: int) -> float:
    """Give the value below which there are so many."""
    return float(np.partition(values, number, axis=None)[number])


def _least(cost: Floats, allowed: Bools) -> Floats:
    found: Floats = np.where(allowed, cost[None, :], np.inf).min(1, initial=np.inf)
    return found
