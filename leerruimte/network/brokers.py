"""Brokers: who ties people together that would not meet without them. Of everybody, and of one person.

Sources. Constraint: Burt, *Structural Holes* (1992). Effective size: the same book, in the simple
form for ties that are there or not of Borgatti, *Connections* 20 (1997): the number of alters less the mean number of
ties each has to the others. Roles: Gould and Fernandez, *Sociological Methodology* 19 (1989): each way j -> i -> k in
which j and k do not meet themselves is counted at i, by the groups of the three; who did not say their group is in no
way.

None of these is a mark of a person: they tell where a network hangs on few.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from leerruimte.network.table import NONE, Floats, Ints
from leerruimte.network.ties import Ties

COORDINATOR, ITINERANT, GATEKEEPER, REPRESENTATIVE, LIAISON = range(5)
ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
# So many rows of a product of two sparse tables at a time: it keeps what is in memory small.
ROWS = 4_000


@dataclass(frozen=True, eq=False)
class Brokerage:
    """Of each person (P): how many they met, effective size, constraint (NaN: met nobody) and the five roles (P x 5).

    Ways count in both directions, j -> i -> k and k -> i -> j, as R's `sna::brokerage` does with ties that go both
    ways.
    """

    met: Ints
    effective_size: Floats
    constraint: Floats
    roles: Ints


def brokerage(ties: Ties, group: Ints) -> Brokerage:
    """The brokerage of everybody; `group` holds the group of each person (NONE: not known)."""
    graph = ties.graph()
    met = np.array(graph.degree(), np.int64)
    closed = np.array(graph.transitivity_local_undirected(mode="zero")) * met * (met - 1) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        effective = np.where(met > 0, met - 2 * closed / met, np.nan)
    low, high, _ = ties.edges()
    ones = np.ones(low.size, np.int64)
    there = sparse.csr_array((ones, (low, high)), shape=(ties.people, ties.people))
    return Brokerage(
        met=met,
        effective_size=effective,
        constraint=np.array(graph.constraint(weights="times"), np.float64),
        roles=roles_between(there + there.T, group),
    )


def roles_between(ties: sparse.csr_array, group: Ints) -> Ints:
    """The five roles of Gould and Fernandez in a directed graph: P x 5.

    `ties` is P x P with a 1 where row names column. All ways through somebody are counted from how many come in and go
    out by group; those in which the first knows the last are taken off, as sparse products of the ties inside groups
    (`own`) and between them (`cross`).
    """
    known = group != NONE
    coordinates = ties.tocoo()
    row, column = coordinates.row, coordinates.col
    kept = known[row] & known[column] & (row != column)
    row, column = row[kept], column[kept]
    inside = group[row] == group[column]
    own = _table(row[inside], column[inside], ties.shape[0])
    cross = _table(row[~inside], column[~inside], ties.shape[0])
    own_in, own_out = _of(own, 0), _of(own, 1)
    cross_in, cross_out = _of(cross, 0), _of(cross, 1)
    same_other = _from_and_to_one_other_group(cross, group)
    all_ways = np.stack(
        [
            own_in * own_out - _both_ways(own),
            same_other - _both_ways(cross),
            cross_in * own_out,
            own_in * cross_out,
            cross_in * cross_out - same_other,
        ],
        axis=1,
    )
    return all_ways - _closed(own, cross)


def _table(row: Ints, column: Ints, people: int) -> sparse.csr_array:
    return sparse.csr_array((np.ones(row.size, np.int64), (row, column)), shape=(people, people))


def _of(table: sparse.csr_array, axis: int) -> Ints:
    return np.asarray(table.sum(axis=axis), np.int64)


def _both_ways(table: sparse.csr_array) -> Ints:
    """How many ties of each go there and back: a way from somebody to the same one is no way."""
    return np.asarray(table.multiply(table.T).sum(axis=1), np.int64)


def _from_and_to_one_other_group(cross: sparse.csr_array, group: Ints) -> Ints:
    """Ways in from and out to the same other group, of each."""
    member = sparse.csr_array(
        (np.ones(group.size, np.int64), (np.arange(group.size), np.maximum(group, 0))),
        shape=(group.size, int(group.max(initial=0)) + 1),
    )
    return np.asarray((cross @ member).multiply(cross.T @ member).sum(axis=1), np.int64)


def _closed(own: sparse.csr_array, cross: sparse.csr_array) -> Ints:
    """Ways j -> i -> k in which j names k too, of each i, in the order of ROLES."""
    found = np.zeros((own.shape[0], len(ROLES)), np.int64)
    own_in, cross_in = own.T.tocsr(), cross.T.tocsr()
    for rows in _blocks(own.shape[0]):
        from_own_to_own = own_in[rows] @ own
        from_cross_to_own = cross_in[rows] @ own
        from_cross_to_cross = cross_in[rows] @ cross
        from_own_to_cross = own_in[rows] @ cross
        for role, ways, last in (
            (COORDINATOR, from_own_to_own, own),
            (ITINERANT, from_cross_to_own, cross),
            (GATEKEEPER, from_cross_to_cross, own),
            (REPRESENTATIVE, from_own_to_cross, cross),
            (LIAISON, from_cross_to_cross, cross),
        ):
            found[rows, role] = ways.multiply(last[rows]).sum(axis=1)
    return found


def _blocks(people: int) -> Iterator[slice]:
    return (slice(first, min(first + ROWS, people)) for first in range(0, people, ROWS))


@dataclass(frozen=True)
class OneBroker:
    """The same of one person."""

    met: int
    effective_size: float
    constraint: float
    roles: tuple[int, int, int, int, int]


def broker(ties: Ties, person: int, group: Ints) -> OneBroker:
    """The brokerage of one person, from the ties as they are at this moment: for after a new encounter."""
    others, times = ties.of(person)
    if not others.size:
        return OneBroker(0, float("nan"), float("nan"), (0, 0, 0, 0, 0))
    order = np.argsort(others)
    others, share = others[order], times[order] / times.sum()
    between = np.zeros((others.size, others.size), bool)
    rows = [ties.of(one) for one in others.tolist()]
    alter = np.repeat(np.arange(others.size), [theirs.size for theirs, _ in rows])
    theirs, how_often = (np.concatenate(column) for column in zip(*rows, strict=True))
    at = np.minimum(np.searchsorted(others, theirs), others.size - 1)
    known = others[at] == theirs
    between[alter[known], at[known]] = True
    of_theirs = how_often / np.bincount(alter, how_often)[alter]
    through = np.bincount(at[known], (share[alter] * of_theirs)[known], minlength=others.size)
    return OneBroker(
        met=int(others.size),
        effective_size=float(others.size - between.sum() / others.size),
        constraint=float(((share + through) ** 2).sum()),
        roles=_roles_of_one(int(group[person]), group[others], between),
    )


def touched(ties: Ties, people: Collection[int]) -> set[int]:
    """Whose brokerage a new encounter of these people may have changed: theirs, and of everybody they ever met.

    How somebody shares their meetings over all they met stands in the constraint of each of those.
    """
    return {*people, *(other for one in people for other in ties.of(one)[0].tolist())}


def _roles_of_one(own: int, others: Ints, between: npt.NDArray[np.bool_]) -> tuple[int, int, int, int, int]:
    """Count the ways through one person of group `own`, whose alters are of the groups `others`."""
    if own == NONE:
        return 0, 0, 0, 0, 0
    known = others != NONE
    open_ways = ~between & known[:, None] & known[None, :]
    np.fill_diagonal(open_ways, False)
    first, last = open_ways.nonzero()
    one, other = others[first], others[last]
    counts = (
        (one == own) & (other == own),
        (one == other) & (one != own),
        (one != own) & (other == own),
        (one == own) & (other != own),
        (one != own) & (other != own) & (one != other),
    )
    coordinator, itinerant, gatekeeper, representative, liaison = (int(np.count_nonzero(each)) for each in counts)
    return coordinator, itinerant, gatekeeper, representative, liaison
