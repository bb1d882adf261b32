"""Communities: groups of people who meet each other more than others do; and whether there are any.

Source. Leiden with modularity: Traag, Waltman and Van Eck, *Scientific Reports* 9 (2019). Such a method always gives
groups, also where there are none. So it is run from several seeds and held against itself (adjusted Rand index, Hubert
and Arabie, *Journal of Classification* 2, 1985): groups that come out otherwise each time are no groups.
"""

import random
from dataclasses import dataclass
from itertools import combinations

import igraph
import numpy as np

from leerruimte.network.table import Ints
from leerruimte.network.ties import Ties

SEEDS = 3
# Below this likeness of one run to another, or this modularity, no groups are called. Our own agreement.
ALIKE, APART = 0.8, 0.3


@dataclass(frozen=True, eq=False)
class Communities:
    """The group of each person (P), the largest being 0; modularity; how alike runs are (1: the same)."""

    of: Ints
    modularity: float
    alike: float

    @property
    def clear(self) -> bool:
        """Whether one may speak of groups."""
        return self.alike >= ALIKE and self.modularity >= APART


def communities(ties: Ties, *, seed: int = 0, seeds: int = SEEDS) -> Communities:
    """The communities of who met whom, weighed by how many times they met."""
    graph = ties.graph()
    if not graph.ecount():
        return Communities(np.arange(ties.people), modularity=0.0, alike=0.0)
    runs = [_run(graph, seed + number) for number in range(seeds)]
    best = max(runs, key=lambda run: run.modularity)
    pairs = combinations(runs, 2)
    alike = [
        igraph.compare_communities(one.membership, other.membership, method="adjusted_rand") for one, other in pairs
    ]
    largest_first = np.argsort([-size for size in best.sizes()], kind="stable")
    number = np.empty(largest_first.size, np.int64)
    number[largest_first] = np.arange(largest_first.size)
    return Communities(number[best.membership], float(best.modularity), float(np.mean(alike)))


def _run(graph: igraph.Graph, seed: int) -> igraph.VertexClustering:
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - for chance, not for secrets
    return graph.community_leiden("modularity", weights="times")
