"""The same instances in fairpyx, run by an interpreter of its own: `PYTHON seats_fairpyx.py < instance.json`.

Needs only fairpyx (and not Leerruimte); prints {method: [seconds, [[chooser, opportunity], ...]]}.
"""

import json
import sys
import time

import fairpyx


def main() -> None:
    given = json.load(sys.stdin)
    meetings = {one["code"]: set(one["meetings"]) for one in given["opportunities"]}
    instance = fairpyx.Instance(
        agent_capacities={one["code"]: one["wanted"] for one in given["choosers"]},
        item_capacities={one["code"]: one["seats"] for one in given["opportunities"]},
        valuations={
            one["code"]: dict.fromkeys(meetings, 0) | {c["opportunity"]: c["points"] for c in one["choices"]}
            for one in given["choosers"]
        },
        agent_conflicts={one["code"]: set(one["closed"]) for one in given["choosers"]},
        item_conflicts={a: {b for b in meetings if a != b and meetings[a] & meetings[b]} for a in meetings},
    )
    found = {}
    for method in (
        fairpyx.algorithms.round_robin,
        fairpyx.algorithms.serial_dictatorship,
        fairpyx.algorithms.iterated_maximum_matching,
    ):
        began = time.perf_counter()
        allocation = fairpyx.divide(method, instance=instance)
        pairs = [[who, what] for who, bundle in allocation.items() for what in bundle]
        found[method.__name__] = [time.perf_counter() - began, pairs]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
