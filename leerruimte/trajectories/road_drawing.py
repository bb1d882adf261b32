"""The whole road as a drawing: where on a winding road each day lies. Values only; the template draws."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

WIDTH, MARGIN, ROW = 1600, 170, 250
TOP = 150
STAGES_A_ROW, DAYS_A_ROW, MOST_ROWS = 5, 450, 6
# What stands in one layer never lies on each other: so far apart at least.
APART = 74
# A letter of the name of a stage is so wide at most, and stands so far from its tick.
LETTER, BESIDE = 14, 10
# The name of a stretch is larger, begins over its start, and keeps clear of flags: so wide are they.
START_LETTER, OVER, FLAG = 18, 30, 60
LAYERS = {"start": "ends", "gate": "ends", "house": "ends", "triangle": "ends"}


@dataclass(frozen=True)
class Point:
    """A place on the road, in units of the drawing; `turned`: the road runs to the left here."""

    x: int
    y: int
    turned: bool = False


@dataclass(frozen=True)
class Mark:
    """Something that lies on the road: its kind, where, and a word or two."""

    kind: str
    at: Point
    words: str = ""


@dataclass(frozen=True)
class Road:
    """A winding road: the line to draw, how high the drawing is, and what lies along it."""

    line: str
    height: int
    marks: Sequence[Mark]

    @property
    def width(self) -> int:
        """Of the drawing."""
        return WIDTH


def rows_for(stages: int, days: int = 0) -> int:
    """How often the road runs across the sheet: about a year each, however few stages that has."""
    return max(1, min(MOST_ROWS, max(ceil(stages / STAGES_A_ROW), ceil(days / DAYS_A_ROW))))


def that_fits(words: str, room: int, letter: int = LETTER) -> str:
    """As many of the words as fit beside each other, the first ones; the list under the drawing has all of them."""
    said = words.split()
    while said and len(" ".join(said)) * letter > room:
        said.pop()
    return " ".join(said).rstrip(",")


def line_of(rows: int) -> str:
    """The road itself as an SVG path: straight across, and round at each end."""
    parts = [f"M {MARGIN} {TOP}"]
    for row in range(rows):
        y, right = TOP + row * ROW, row % 2 == 0
        parts.append(f"H {WIDTH - MARGIN if right else MARGIN}")
        if row < rows - 1:
            x = WIDTH - MARGIN if right else MARGIN
            parts.append(f"A {ROW // 2} {ROW // 2} 0 0 {1 if right else 0} {x} {y + ROW}")
    return " ".join(parts)


def point_at(share: float, rows: int) -> Point:
    """The place of a moment: 0 at the beginning of the road, 1 at its end."""
    along = min(max(share, 0.0), 1.0) * rows
    row = min(int(along), rows - 1)
    turned = row % 2 == 1
    across = (along - row) * (WIDTH - 2 * MARGIN)
    x = WIDTH - MARGIN - across if turned else MARGIN + across
    return Point(round(x), TOP + row * ROW, turned)


def draw_road(first: date, last: date, stages: int, marks: Sequence[tuple[str, date, str]]) -> Road:
    """Lay (kind, day, words) along a road from `first` to `last`; the same place twice stands a little apart."""
    days = max((last - first).days, 1)
    rows = rows_for(stages, days)
    laid: list[Mark] = []
    taken: list[tuple[str, int, int]] = []
    for kind, day, words in marks:
        at = point_at((day - first).days / days, rows)
        layer = LAYERS.get(kind, kind)
        while any(one == layer and y == at.y and abs(x - at.x) < APART for one, x, y in taken):
            at = Point(at.x + (-APART if at.turned else APART), at.y, at.turned)
        taken.append((layer, at.x, at.y))
        laid.append(Mark(kind, at, words))
    # Under all else: where a stage begins.
    laid.sort(key=lambda mark: mark.kind != "stage")
    return Road(line_of(rows), TOP + (rows - 1) * ROW + 145, list(_beside_each_other(laid)))


def _beside_each_other(laid: Sequence[Mark]) -> Iterator[Mark]:
    """The names of stages and stretches, none over what comes next or over the edge."""
    for mark in laid:
        if mark.kind == "stage":
            room = _room(mark, laid, ("stage",)) - 2 * BESIDE
            yield replace(mark, words=that_fits(mark.words, room))
        elif mark.kind == "start":
            # A flag flies to the right of its pole.
            flag = FLAG if mark.at.turned else BESIDE
            room = min(_room(mark, laid, ("start",)) - BESIDE, _room(mark, laid, ("reached",)) - flag)
            yield replace(mark, words=that_fits(mark.words, room + OVER, START_LETTER))
        else:
            yield mark


def _room(mark: Mark, laid: Sequence[Mark], kinds: Sequence[str]) -> int:
    """How far it is from a mark to the next one of these kinds on the same stretch of road, or to the edge."""
    at = mark.at
    ahead = [(at.x - one.at.x) * (1 if at.turned else -1) for one in laid if one.kind in kinds and one.at.y == at.y]
    return min([at.x if at.turned else WIDTH - at.x, *(far for far in ahead if far > 0)])
