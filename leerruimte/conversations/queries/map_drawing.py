"""The drawing of a map of perspectives: everybody's mark, the tags on the islands, the own place."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe

from leerruimte.base.small_groups import SMALLEST
from leerruimte.conversations.figures import kinds_shown
from leerruimte.conversations.islands import HEIGHT, WIDTH
from leerruimte.conversations.map_words import side_letter
from leerruimte.conversations.mapping import EDITION
from leerruimte.conversations.models import PerspectiveMap
from leerruimte.encounters.models import Participation
from leerruimte.people.models import SIDE_OF, Role, Side
from leerruimte.perspectives import Result, from_json
from leerruimte.plates.strips import strip_width

TAG_SIZE = 24


@dataclass(frozen=True)
class MarkSeen:
    """A person on the drawing: whose shape, and where. The id stays the same when the map changes."""

    id: str
    x: float
    y: float
    side: str


@dataclass(frozen=True)
class Tag:
    """Words on a strip of paper on the drawing."""

    text: str
    x: float
    y: float
    width: float
    turn: float
    letter: str

    @property
    def half(self) -> float:
        """How far it reaches to either side."""
        return self.width / 2

    @property
    def knob(self) -> float:
        """Where its letter stands, left of the middle."""
        return self.width / 2 - 24


@dataclass(frozen=True)
class Drawing:
    """The islands, ready to be drawn."""

    width: int
    height: int
    islands: tuple[Mapping[str, Any], ...]
    neck: str
    way: str
    marks: tuple[MarkSeen, ...]
    markup: SafeString
    scale: float
    tags: tuple[Tag, ...]
    adrift: int
    people_a_mark: int
    legend: tuple[str, ...]
    own: MarkSeen | None

    @property
    def own_tag(self) -> int:
        """How far above (or below, where another tag lies or the edge is near) the own mark the word "you" stands."""
        own = self.own
        if own is None:
            return 0
        covered = any(abs(own.x - tag.x) < tag.half + 34 and abs(own.y - 42 - tag.y) < 44 for tag in self.tags)
        return 42 if covered or own.y < 64 else -42


@dataclass(frozen=True, eq=False)
class Kept:
    """A stored map as it was read: it does not change, so it is read once for all who look."""

    result: Result
    drawing: Mapping[str, Any] | None
    made_at: datetime
    version: int
    roles: tuple[str, ...]
    index: Mapping[str, int]
    silent: frozenset[int]
    marks: tuple[MarkSeen, ...]
    markup: SafeString
    legend: tuple[str, ...]


@lru_cache(maxsize=16)
def read_map(conversation_id: UUID, version: int, made_at: datetime) -> Kept | None:
    """What is stored, read once; `version` and `made_at` only say which it is."""
    row = PerspectiveMap.objects.filter(conversation=conversation_id).first()
    if row is None or row.result.get("edition") != EDITION:
        return None
    result = from_json(row.result)
    drawing = row.result.get("drawing")
    roles = tuple(row.result.get("roles", [""] * len(result.people)))
    marks = _marks(result, drawing, roles) if drawing else ()
    return Kept(
        result=result,
        drawing=drawing,
        made_at=row.made_at,
        version=row.version,
        roles=roles,
        index={person: index for index, person in enumerate(result.people)},
        silent=frozenset(row.result.get("silent", ())),
        marks=marks,
        markup=_markup(marks, drawing),
        legend=tuple(side for side in Side.values if side in {mark.side for mark in marks}),
    )


def _marks(result: Result, drawing: Mapping[str, Any], roles: Sequence[str]) -> tuple[MarkSeen, ...]:
    """Everybody's mark. A shape is told only where `kinds_shown` allows; the others are "mixed"."""
    sides = [SIDE_OF[Role(role)].value if role else Side.MIXED.value for role in roles]
    cells: dict[int, Counter[str]] = {}
    for group, side in zip(drawing["group"], sides, strict=True):
        cells.setdefault(group, Counter())[side] += 1
    told = kinds_shown(cells)
    return tuple(
        MarkSeen(
            id=_mark_id(result.people[index]),
            x=drawing["at"][index][0],
            y=drawing["at"][index][1],
            side=sides[index] if sides[index] in told and drawing["group"][index] >= 0 else Side.MIXED.value,
        )
        for index in drawing["drawn"]
    )


def _markup(marks: Iterable[MarkSeen], drawing: Mapping[str, Any] | None) -> SafeString:
    """The marks as SVG: written once a map, not once for each who looks."""
    scale = _scale(drawing) if drawing else 1
    return mark_safe(  # noqa: S308 (numbers, hex digits and codes of sides)
        "".join(
            f'<use id="mk{mark.id}" class="mark" href="#mk-{mark.side}" '
            f'transform="translate({mark.x} {mark.y}) scale({scale})"/>'
            for mark in marks
        )
    )


def _scale(drawing: Mapping[str, Any]) -> float:
    """How large a mark is, whose shape is 24 wide."""
    return float(round(drawing["size"] / 24, 3))


def _mark_id(person: str) -> str:
    """A name for a mark that says nothing about the person, the same on every map of this conversation."""
    return hashlib.blake2b(person.encode(), digest_size=4, person=b"mark").hexdigest()


def draw(kept: Kept, tags: Sequence[str]) -> Drawing | None:
    drawing = kept.drawing
    if drawing is None:
        return None
    adrift = sum(group < 0 for group in drawing["group"])
    return Drawing(
        width=WIDTH,
        height=HEIGHT,
        islands=tuple(drawing["islands"]),
        neck=drawing["neck"],
        way=drawing["way"],
        marks=kept.marks,
        markup=kept.markup,
        scale=_scale(drawing),
        tags=tuple(_tag(drawing["islands"][number], number, text) for number, text in enumerate(tags)),
        adrift=adrift if adrift >= SMALLEST else 0,
        people_a_mark=drawing["people_a_mark"],
        legend=kept.legend,
        own=None,
    )


def _tag(island: Mapping[str, Any], number: int, text: str) -> Tag:
    """Below the island with an even number, above the others, inside the drawing."""
    width = strip_width(text, TAG_SIZE) + 34
    half = width / 2 + 8
    y = island["bottom"] + 14 if number % 2 == 0 else island["top"] - 14
    return Tag(
        text=text,
        x=round(min(max(island["x"], half), WIDTH - half), 1),
        y=round(min(max(y, 32), HEIGHT - 32), 1),
        width=round(width, 1),
        turn=-1.5 if number % 2 == 0 else 1.5,
        letter=side_letter(number),
    )


def own_mark(kept: Kept, mine: Participation) -> MarkSeen | None:
    index = kept.index.get(mine.pk.hex)
    if index is None or kept.drawing is None:
        return None
    x, y = kept.drawing["at"][index]
    side = SIDE_OF[Role(kept.roles[index])].value if kept.roles[index] else Side.MIXED.value
    return MarkSeen(id="own", x=x, y=y, side=side)
