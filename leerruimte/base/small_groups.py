"""Groups of fewer than five people are never shown in figures."""

from collections.abc import Mapping
from typing import TypeVar

SMALLEST = 5

Group = TypeVar("Group", bound=str)


def shown(count: int) -> int | None:
    """Return `count` when it may be shown, None when it is 1 to 4 ("enkelen"); nobody (0) may be said."""
    return None if 0 < count < SMALLEST else count


def groups_shown(counts: Mapping[Group, int]) -> tuple[dict[Group, int], int]:
    """Split groups into those that may be shown by themselves and how many the others are together.

    The others are nobody or at least five: fewer could be worked out from a total. Then the smallest group that could
    be shown joins them.
    """
    shown_groups = {name: count for name, count in counts.items() if count >= SMALLEST}
    others = sum(count for count in counts.values() if count < SMALLEST)
    while 0 < others < SMALLEST and shown_groups:
        smallest = min(shown_groups, key=lambda name: (shown_groups[name], name))
        others += shown_groups.pop(smallest)
    return shown_groups, others
