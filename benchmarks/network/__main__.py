"""`python -m benchmarks.network [published] [made] [large]`: the network of who meets whom, beside networkx."""

import argparse
import os
import sys

# One thread each, before numpy is loaded: what is compared is the work, not the number of cores.
os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

from benchmarks.lines import HEADER
from benchmarks.network import beside, large

PARTS = {"published": beside.published, "made": beside.made, "large": large.large}


def main() -> int:
    """Measure and print; the exit code says whether every goal was met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.network", description=__doc__)
    parser.add_argument("parts", nargs="*", default=list(PARTS), metavar="PART")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"no part is called {sorted(unknown)[0]}; there are {', '.join(PARTS)}")
    print(HEADER, flush=True)
    missed = 0
    for part in given.parts:
        for line in PARTS[part]():
            print(line, flush=True)
            missed += line.met is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
