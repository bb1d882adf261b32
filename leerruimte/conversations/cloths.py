"""Words of a canvas laid in the boxes of its drawing, as large as they fit: what prints on one A3."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from leerruimte.conversations.queries.sheets import EntrySeen, FieldSeen, SheetSeen
from leerruimte.plates.models import PlateVersion, Question
from leerruimte.plates.svg import field_boxes
from leerruimte.plates.svg_cleaning import Area

# Sizes of letters in the drawing's units (1600 wide on A3: 12 is 9 points), the largest that fits.
SIZES = (24, 21, 18, 16, 14, 12)
# How wide a letter is and how high a line, in letter sizes; the room around the words, and above each name.
LETTER, LINE, ROOM = 0.5, 1.28, 20


@dataclass(frozen=True)
class Cloth:
    """The room inside a box of the drawing, with what stands in it. `cut`: not all of it fits; all stands below too."""

    box: Area
    entries: tuple[EntrySeen, ...]
    size: int
    cut: bool


def cloths_of(version: PlateVersion, sheet: SheetSeen) -> tuple[Cloth, ...]:
    """The boxes of a canvas; nothing when it is no canvas, or when the drawing has no box for each of its fields."""
    boxes = field_boxes(version) if sheet.kind == Question.Part.CANVAS else {}
    laid = [_laid(field, boxes) for field in sheet.fields]
    if not all(laid):
        return ()
    return tuple(_cloth(boxes[name], entries) for names in laid for name, entries in names.items() if entries)


def _laid(field: FieldSeen, boxes: Mapping[str, Area]) -> dict[str, tuple[EntrySeen, ...]]:
    """What lies in which box of a field: a choice that has a box of its own there, the rest in the first."""
    mine = [name for name in boxes if name == field.key or name.startswith(f"{field.key}-")]
    place = {entry: f"{field.key}-{entry.choice_id}" for entry in field.together}
    return {
        name: tuple(e for e in field.together if (place[e] if place[e] in mine else mine[0]) == name) for name in mine
    }


def _cloth(box: Area, entries: Sequence[EntrySeen]) -> Cloth:
    size = next((size for size in SIZES if _height(entries, box.width - ROOM, size) <= box.height - ROOM), 0)
    inside = Area(box.x + ROOM / 2, box.y + ROOM / 2, box.width - ROOM, box.height - ROOM)
    return Cloth(box=inside, entries=tuple(entries), size=size or SIZES[-1], cut=not size)


def _height(entries: Sequence[EntrySeen], width: float, size: int) -> float:
    """How high words become in a column, and a little more."""
    lines = 0
    for entry in entries:
        text = f"{entry.choice}: {entry.text} {entry.word}" if entry.choice else f"{entry.text} {entry.word}"
        lines += sum(max(1, ceil(len(line) * LETTER * size / width)) for line in text.split("\n"))
    return lines * LINE * size + len(entries) * size * 0.4
