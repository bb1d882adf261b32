"""The parts of a day that the planner reckons with: morning, afternoon, late (after school) and evening."""

from collections.abc import Iterator
from datetime import time

from leerruimte.planner.guided import LONG, SHORT
from leerruimte.planner.problem import PARTS

MORNING, AFTERNOON, LATE, EVENING = PARTS
# Part -> the minute of the day at which it ends.
ENDS = {MORNING: 12 * 60 + 30, AFTERNOON: 15 * 60 + 30, LATE: 18 * 60, EVENING: 24 * 60}
# What runs over into the next part by no more than this still belongs to the part it is in.
SLACK = 30


def parts_of(starts: time | None, minutes: int, *, at_school: bool = False) -> dict[str, int]:
    """Part of the day -> minutes in it, of a meeting that begins at `starts` (None: still to be agreed upon)."""
    if starts is None:
        return _usual(minutes, at_school=at_school)
    parts = dict(_parts(starts.hour * 60 + starts.minute, minutes))
    short = [part for part, length in parts.items() if length <= SLACK and len(parts) > 1]
    for part in short:
        left = parts.pop(part)
        longest = max(parts, key=lambda one: parts[one], default=None)
        if longest is None:
            return {part: minutes}
        parts[longest] += left
    return parts


def _usual(minutes: int, *, at_school: bool) -> dict[str, int]:
    """Without an hour: a long one takes morning and afternoon, a short one at school is after it."""
    if minutes > LONG:
        return {MORNING: minutes - minutes // 2, AFTERNOON: minutes // 2}
    return {LATE if at_school and minutes <= SHORT else MORNING: minutes}


def _parts(begin: int, minutes: int) -> Iterator[tuple[str, int]]:
    end, at = begin + minutes, begin
    for part, until in ENDS.items():
        # What goes on past midnight is all of the evening.
        length = (end if part == EVENING else min(end, until)) - at
        if length > 0:
            yield part, length
            at += length
