"""`python -m benchmarks.perspectives FOLDER_OF_EXPORTS [--quick] [--only PART ...]`."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

# One thread each, before numpy is loaded: what is compared is the work, not the number of cores.
os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

from benchmarks.lines import HEADER, Line
from benchmarks.perspectives import asking, made, real
from benchmarks.perspectives.red_dwarf import RedDwarf
from benchmarks.perspectives.rooms import read_exports

PARTS = ("whole", "hidden", "moved", "shuffled", "roles", "small", "none", "groups", "update", "asking", "large")


def main() -> int:
    """Measure and print; the exit code says whether every goal was met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.perspectives", description=__doc__)
    parser.add_argument("exports", type=Path, help="a folder of folders as Polis exports them")
    parser.add_argument("--quick", action="store_true", help="fewer draws: about half a minute")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    given = parser.parse_args()
    print(HEADER, flush=True)
    missed = 0
    with RedDwarf() as usual:
        for line in _lines(given.exports, usual, given.only, given.quick):
            print(line, flush=True)
            missed += line.met is False
    return 1 if missed else 0


def _lines(folder: Path, usual: RedDwarf, parts: list[str], quick: bool) -> Iterator[Line]:
    exports = read_exports(folder)
    if not exports:
        sys.exit(f"No exports in {folder}: folders with a participants-votes.csv are expected.")
    draws: dict[str, Callable[[], Iterator[Line]]] = {
        "whole": lambda: real.whole(exports, usual),
        "hidden": lambda: real.hidden_votes(exports, usual, 3 if quick else 10),
        "moved": lambda: real.moved(exports, 1 if quick else 3),
        "shuffled": lambda: real.shuffled_votes(exports, usual, 20 if quick else 200),
        "roles": lambda: real.random_roles(exports, usual, 8 if quick else 60),
        "small": lambda: made.planted_small(usual, 40 if quick else 200),
        "none": lambda: made.no_groups(usual, 10 if quick else 100),
        "groups": lambda: made.planted_large(usual, 5 if quick else 50),
        "update": made.new_votes,
        "asking": lambda: asking.asking(exports, 30 if quick else 150),
        "large": lambda: made.large_rooms(usual, quick),
    }
    for part in parts:
        yield from draws[part]()


if __name__ == "__main__":
    sys.exit(main())
