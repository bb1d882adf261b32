"""A network of 100,000 people and 1,000,000 encounters: all measures of one period, memory, and one encounter more."""

import multiprocessing
import resource
import statistics
import time
from collections.abc import Iterator

import numpy as np

from benchmarks.lines import Line
from benchmarks.network.encounters import made_encounters
from leerruimte.network import boundary, broker, brokerage, communities, ties_of, touched, two_mode, without

PEOPLE, ENCOUNTERS = 100_000, 1_000_000
MOST_SECONDS, MOST_GIB, MOST_MS = 30, 2, 100


def large() -> Iterator[Line]:
    """Measure in a process of its own, so that its memory is its own."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        parts, gib, new = pool.apply(_measured)
    whole = sum(parts.values())
    size = f"{PEOPLE:,} people, {ENCOUNTERS:,} encounters"
    for part, seconds in parts.items():
        yield Line(f"{size}: {part}", "", f"{seconds:.1f} s", f"{seconds / whole:.0%} of all")
    yield Line(
        f"{size}: all measures of one period", "", f"{whole:.1f} s", "", f"< {MOST_SECONDS} s", whole < MOST_SECONDS
    )
    yield Line(f"{size}: most memory", "", f"{gib:.2f} GiB", "", f"< {MOST_GIB} GiB", gib < MOST_GIB)
    typical, slowest = statistics.median(new), max(new)
    yield Line(
        "one encounter more: brokerage anew of all it touches (50 tried)",
        f"{whole * 1000:.0f} ms, all anew",
        f"median {typical:.0f} ms, slowest {slowest:.0f} ms",
        f"{whole * 1000 / typical:.0f}x",
        f"< {MOST_MS} ms",
        slowest < MOST_MS,
    )


def _measured() -> tuple[dict[str, float], float, list[float]]:
    table = made_encounters(PEOPLE, ENCOUNTERS)
    parts: dict[str, float] = {}
    begin = time.process_time()

    def passed(part: str) -> None:
        nonlocal begin
        now = time.process_time()
        parts[part] = now - begin
        begin = now

    ties = ties_of(table)
    group = table.homes("board")
    passed("ties")
    brokerage(ties, group)
    passed("constraint, effective size, roles of brokers")
    two_mode(table)
    passed("betweenness, two-mode, estimated")
    for by in ("role", "organisation", "board", "kind"):
        boundary(table, by)
    passed("four boundaries, against chance")
    communities(ties)
    passed("communities, three seeds")
    without(ties, int(group.argmax()), group)
    passed("without one person")
    gib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    random = np.random.default_rng(3)
    new = []
    for _ in range(50):
        near = int(random.integers(0, PEOPLE - 30))
        three = [near, near + 3, int(random.integers(0, PEOPLE))]
        before = time.process_time()
        ties.add(three)
        for person in touched(ties, three):
            broker(ties, person, group)
        new.append((time.process_time() - before) * 1000)
    return parts, gib, new
