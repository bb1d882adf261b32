"""`python -m benchmarks.planner [bacp | routes | cohort ...]`: one table, goals and whether they are met.

A part is a module of this folder with a function `run(arguments)` that gives lines; `cohort...` are other modules.
"""

import argparse
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from benchmarks.lines import HEADER
from benchmarks.planner import bacp

OURS = ("bacp", "routes")


def main() -> int:
    """Measure and print; the exit code says whether every goal was met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planner", description=__doc__)
    parser.add_argument("parts", nargs="*", default=list(OURS), help="bacp, routes, cohort, or another module here")
    parser.add_argument("--bacp", type=Path, default=Path("../shared/data/bacp"), help="folder with the BACP instances")
    parser.add_argument("--workers", type=int, default=2, help="workers for BACP (default 2)")
    parser.add_argument("--small", type=int, default=20, help="how many problems with 150 bookable")
    parser.add_argument("--large", type=int, default=3, help="how many problems with 300 bookable")
    parser.add_argument("--changes", type=int, default=5, help="how many problems for changes and explanations")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller")
    given = parser.parse_args()
    if given.quick:
        given.small, given.large, given.changes = 3, 1, 2
    missed = 0
    print(HEADER, flush=True)
    for part in given.parts:
        for line in _lines(part, given):
            print(line, flush=True)
            missed += getattr(line, "met", None) is False
    return 1 if missed else 0


def _lines(part: str, given: argparse.Namespace) -> Iterable[object]:
    if part == "bacp":
        return bacp.measure(given.bacp, given.workers)
    lines: Iterable[object] = import_module(f"benchmarks.planner.{part}").run(given) or ()
    return lines


if __name__ == "__main__":
    sys.exit(main())
