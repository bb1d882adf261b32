"""The map of perspectives as a screen may show it: sentences, islands, the own place. Nothing on fewer than five."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Count, F

from leerruimte.base.small_groups import SMALLEST
from leerruimte.conversations.figures import kinds_shown, share_word
from leerruimte.conversations.islands import HEIGHT, WIDTH
from leerruimte.conversations.map_words import (
    map_label,
    needed_sentence,
    quoted,
    share_phrase,
    side_letter,
    side_name,
    sides_sentence,
    verdict_sentence,
)
from leerruimte.conversations.mapping import EDITION
from leerruimte.conversations.models import Conversation, PerspectiveMap
from leerruimte.encounters.models import Contribution, Participation, Stance
from leerruimte.encounters.queries import contributions_shown
from leerruimte.people.models import SIDE_OF, Role, Side
from leerruimte.perspectives import MISSING, Figure, Finding, Result, VoteTable, from_json, next_statements
from leerruimte.plates.strips import strip_width

# Findings of a kind that are told; the report tells all that were found.
MOST_FINDINGS = 6
TAG_SIZE = 24
# Letters on a tag, with two islands and with more.
LONGEST_TAG, SHORTER_TAG = 26, 18


@dataclass(frozen=True)
class Cell:
    """How a group stands to a contribution: "almost everybody agrees". `of` is a role, "all", "rest" or a side."""

    of: str
    number: int | None
    words: str

    @property
    def letter(self) -> str:
        """The letter of a side; "" for another group."""
        return "" if self.number is None else side_letter(self.number)

    @property
    def name(self) -> str:
        """What a side is called; "" for another group."""
        return "" if self.number is None else side_name(self.number)


@dataclass(frozen=True)
class FindingSeen:
    """Something found at one contribution."""

    text: str
    direction: str
    cells: tuple[Cell, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class SideSeen:
    """A side of the picture: its name, how many marks lie on it, what people there say more than on the other."""

    number: int
    name: str
    people: int
    says: str

    @property
    def letter(self) -> str:
        """A, B, .."""
        return side_letter(self.number)


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


@dataclass(frozen=True)
class MapSeen:
    """What a screen may show of the map."""

    made_at: datetime | None
    version: int
    people: int
    verdict: str
    sentence: str
    about_sides: str
    surer: tuple[str, ...]
    sides: tuple[SideSeen, ...]
    typical: tuple[FindingSeen, ...]
    shared: tuple[FindingSeen, ...]
    divided: tuple[FindingSeen, ...]
    by_role: tuple[FindingSeen, ...]
    own_side: str
    own_is_missing: bool
    drawing: Drawing | None
    label: str


def map_seen(conversation: Conversation, mine: Participation | None, *, most: int = MOST_FINDINGS) -> MapSeen:
    """The last map that was made, for the screen of `mine` (None: a screen that everybody sees)."""
    kept = _kept(conversation.pk)
    result = kept.result if kept else NOTHING_YET
    texts = _texts(conversation.pk, result)
    typical = _typical(result, texts, most)
    sides = _sides(kept, texts) if kept else ()
    longest = LONGEST_TAG if len(sides) < 3 else SHORTER_TAG
    tags = [quoted(side.says, longest) if side.says else side.name for side in sides]
    drawing = _drawing(kept, mine, tags) if kept else None
    return MapSeen(
        made_at=kept.made_at if kept else None,
        version=kept.version if kept else 0,
        people=len(result.people),
        verdict=result.verdict,
        sentence=verdict_sentence(result),
        about_sides=sides_sentence(result),
        surer=tuple(filter(None, (needed_sentence(needed) for needed in result.needed))),
        sides=sides,
        typical=typical,
        shared=_findings(result.shared, texts, most, ("all",)),
        divided=_findings(result.divided, texts, most, ("all", "side")),
        by_role=_findings(result.by_role, texts, most, ("role", "rest")),
        own_side=_own_side(kept, mine),
        own_is_missing=bool(mine and kept and _is_adrift(kept, mine)),
        drawing=drawing,
        label=map_label([(side.name, side.people, side.says) for side in sides], len(result.people)),
    )


def tells_most(conversation: Conversation, mine: Participation, ids: Collection[UUID]) -> dict[UUID, float]:
    """How much an answer of this person to each contribution would tell; {} while there is no map."""
    kept = _kept(conversation.pk)
    if kept is None or not ids:
        return {}
    rows = Stance.objects.filter(participation=mine).values_list("contribution_id", "value")
    answered = {contribution: value for contribution, value in rows if value is not None}
    asked = [one for one in dict.fromkeys(ids) if one not in answered]
    statements = [*asked, *answered]
    votes = np.full((1, len(statements)), MISSING, np.int8)
    votes[0, len(asked) :] = list(answered.values())
    seen = (
        Stance.objects.filter(contribution__in=asked, value__isnull=False)
        .order_by()
        .values_list("contribution_id")
        .annotate(Count("id"))
    )
    table = VoteTable((mine.pk.hex,), tuple(one.hex for one in statements), votes)
    told = next_statements(
        kept.result,
        table,
        mine.pk.hex,
        {one.hex: count for one, count in seen},
        len(asked),
    )
    return {UUID(one.statement): one.gain for one in told}


def maps_behind() -> list[tuple[UUID, int]]:
    """Conversations that changed since their map (or have none), with their version: running ones first."""
    behind = Conversation.objects.filter(map=None) | Conversation.objects.filter(
        encounter__version__gt=F("map__version")
    )
    rows = behind.order_by(
        F("encounter__closed_at").asc(nulls_first=True), F("map__made_at").asc(nulls_first=True), "pk"
    )
    return list(rows.values_list("pk", "encounter__version"))


NOTHING_YET = Result(
    people=(),
    statements=(),
    places=np.zeros((0, 2), np.float32),
    covariances=np.zeros((0, 2, 2), np.float32),
    verdict="too_few",
    p_value=1.0,
    votes=0,
)


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
    legend: tuple[str, ...]


def _kept(conversation_id: UUID) -> Kept | None:
    """The map as it is stored now; None when there is none."""
    stored = PerspectiveMap.objects.filter(conversation=conversation_id).values_list("version", "made_at").first()
    return _read(conversation_id, *stored) if stored else None


@lru_cache(maxsize=16)
def _read(conversation_id: UUID, version: int, made_at: datetime) -> Kept | None:
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


def _mark_id(person: str) -> str:
    """A name for a mark that says nothing about the person, the same on every map of this conversation."""
    return hashlib.blake2b(person.encode(), digest_size=4, person=b"mark").hexdigest()


def _texts(conversation_id: UUID, result: Result) -> dict[str, str]:
    """The words of the contributions found, only those that may be read now."""
    typical = (finding for side in result.sides for finding in side.typical)
    found = {
        UUID(finding.statement)
        for findings in (result.shared, result.divided, result.by_role, typical)
        for finding in findings
    }
    if not found:
        return {}
    rows: Iterable[Contribution] = contributions_shown(conversation_id).filter(pk__in=found)
    return {row.pk.hex: row.text for row in rows}


def _findings(
    findings: Sequence[Finding], texts: Mapping[str, str], most: int, kinds: Sequence[str]
) -> tuple[FindingSeen, ...]:
    seen = [
        FindingSeen(
            text=texts[finding.statement],
            direction=finding.direction,
            cells=tuple(_cell(figure) for figure in finding.figures if _kind(figure) in kinds),
            roles=finding.roles,
        )
        for finding in findings
        if finding.statement in texts
    ]
    return tuple(seen[:most])


def _kind(figure: Figure) -> str:
    kind, _colon, name = figure.of.partition(":")
    return "rest_side" if kind == "rest" and name.isdigit() else kind


def _cell(figure: Figure) -> Cell:
    kind, _colon, name = figure.of.partition(":")
    return Cell(
        of=name if kind == "role" else kind,
        number=int(name) if kind == "side" else None,
        words=share_phrase(share_word(figure.share, figure.n), figure.direction),
    )


def _typical(result: Result, texts: Mapping[str, str], most: int) -> tuple[FindingSeen, ...]:
    """What the sides answer otherwise, a contribution a row, each side with the direction in which most go."""
    rows: dict[str, dict[int, Figure]] = {}
    # One of each side in turn: what is clearest for either comes first.
    longest = max((len(side.typical) for side in result.sides), default=0)
    turns = [side.typical[turn] for turn in range(longest) for side in result.sides if turn < len(side.typical)]
    for finding in turns:
        row = rows.setdefault(finding.statement, {})
        for figure in finding.figures:
            number = int(figure.of.partition(":")[2])
            if number not in row or figure.share > row[number].share:
                row[number] = figure
    seen = [
        FindingSeen(texts[statement], "", tuple(_cell_of(number, row) for number in range(len(result.sides))), ())
        for statement, row in rows.items()
        if statement in texts
    ]
    return tuple(seen[:most])


def _cell_of(number: int, row: Mapping[int, Figure]) -> Cell:
    """What a side answers; nothing where too few of it did."""
    return _cell(row[number]) if number in row else Cell("side", number, "–")


def _sides(kept: Kept, texts: Mapping[str, str]) -> tuple[SideSeen, ...]:
    groups = Counter(kept.drawing["group"]) if kept.drawing else Counter()
    return tuple(
        SideSeen(number=number, name=side_name(number), people=groups[number], says=_says(kept.result, number, texts))
        for number in range(len(kept.result.sides))
    )


def _says(result: Result, number: int, texts: Mapping[str, str]) -> str:
    """The contribution that people on a side agree with most clearly; "" when there is none."""
    typical = result.sides[number].typical
    return next((texts[f.statement] for f in typical if f.direction == "agree" and f.statement in texts), "")


def _drawing(kept: Kept, mine: Participation | None, tags: Sequence[str]) -> Drawing | None:
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
        scale=round(drawing["size"] / 24, 3),
        tags=tuple(_tag(drawing["islands"][number], number, text) for number, text in enumerate(tags)),
        adrift=adrift if adrift >= SMALLEST else 0,
        people_a_mark=drawing["people_a_mark"],
        legend=kept.legend,
        own=_own_mark(kept, mine),
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


def _own_mark(kept: Kept, mine: Participation | None) -> MarkSeen | None:
    index = kept.index.get(mine.pk.hex) if mine else None
    if index is None or kept.drawing is None:
        return None
    x, y = kept.drawing["at"][index]
    side = SIDE_OF[Role(kept.roles[index])].value if kept.roles[index] else Side.MIXED.value
    return MarkSeen(id="own", x=x, y=y, side=side)


def _own_side(kept: Kept | None, mine: Participation | None) -> str:
    """On which side the own place is, in words; "" without sides or place."""
    index = kept.index.get(mine.pk.hex) if kept and mine else None
    if kept is None or index is None or kept.drawing is None or not kept.result.sides:
        return ""
    group = kept.drawing["group"][index]
    return side_name(group) if group >= 0 and not _is_adrift(kept, mine) else ""


def _is_adrift(kept: Kept, mine: Participation | None) -> bool:
    """Whether this person took no stance (on anything that counts), so has no place of their own."""
    index = kept.index.get(mine.pk.hex) if mine else None
    return index is None or index in kept.silent
