"""The usual ways to place a cohort, to compare with: in turn, by most urgent first, and deferred acceptance."""

import heapq
from collections import defaultdict

import numpy as np

from leerruimte.planner.cohort.arcs import Arcs
from leerruimte.planner.cohort.greedy import taken_in_order
from leerruimte.planner.cohort.rules import Model


def first_come(model: Model, seed: int) -> np.ndarray:
    """Take learners in the order in which they came; each gets the best place that is left."""
    arcs = model.arcs
    turn = np.random.default_rng(seed).permutation(len(arcs.demands))
    return taken_in_order(model, np.lexsort((arcs.points, turn[arcs.demand])))


def greedy(model: Model) -> np.ndarray:
    """Take the best of all places first, then the best of what is left."""
    return taken_in_order(model, np.lexsort((arcs_tie(model.arcs), model.arcs.points)))


def arcs_tie(arcs: Arcs) -> np.ndarray:
    """Break ties by how few possibilities there are."""
    return np.diff(arcs.first_of)[arcs.demand]


def deferred_acceptance(model: Model) -> np.ndarray:
    """Learners ask at their best place; a full one keeps who lives nearest; who is sent away asks at the next.

    D. Gale and L. Shapley, "College admissions and the stability of marriage", American Mathematical Monthly 69, 1962.
    Seats are kept by the method; what else rules forbid (special mentors, the same school twice) it does not know: who
    breaks that is without a place.
    """
    arcs = model.arcs
    order = np.lexsort((arcs.points, arcs.demand))
    lists = np.split(order, arcs.first_of[1:-1])
    room = [cell.known + cell.promised for cell in arcs.cells]
    kept: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    at = [0] * len(lists)
    asking = list(range(len(lists)))
    while asking:
        demand = asking.pop()
        if at[demand] == len(lists[demand]):
            continue
        arc = int(lists[demand][at[demand]])
        at[demand] += 1
        cell = int(arcs.cell[arc])
        heapq.heappush(kept[cell], (-int(arcs.minutes[arc]), demand, arc))
        if len(kept[cell]) > room[cell]:
            asking.append(heapq.heappop(kept[cell])[1])
    taken = np.array([arc for ones in kept.values() for _, _, arc in ones], np.intp)
    return taken_in_order(model, taken[np.argsort(arcs.points[taken], kind="stable")])
