"""The map of perspectives as a screen may show it: sentences, islands, the own place. Nothing on fewer than five."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

import numpy as np
from django.db.models import Count, F
from django.utils.translation import get_language

from leerruimte.conversations.figures import share_word
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
from leerruimte.conversations.models import Conversation, PerspectiveMap
from leerruimte.conversations.queries.map_drawing import Drawing, Kept, draw, own_mark, read_map
from leerruimte.encounters.models import Contribution, Participation, Stance
from leerruimte.encounters.queries import contributions_shown
from leerruimte.perspectives import MISSING, Figure, Finding, Result, VoteTable, next_statements

# Findings of a kind that are told; the report tells all that were found.
MOST_FINDINGS = 6
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


NOTHING_YET = Result(
    people=(),
    statements=(),
    places=np.zeros((0, 2), np.float32),
    covariances=np.zeros((0, 2, 2), np.float32),
    verdict="too_few",
    p_value=1.0,
    votes=0,
)


@dataclass(frozen=True)
class Stored:
    """Which map is stored, and the version of the encounter: what is hidden since then is not told any more."""

    version: int
    made_at: datetime
    encounter: int


def map_seen(conversation: Conversation, mine: Participation | None, *, most: int = MOST_FINDINGS) -> MapSeen:
    """The last map that was made, for the screen of `mine` (None: a screen that everybody sees)."""
    stored = _stored(conversation.pk)
    if stored is None:
        return _seen_by_all(None, {}, most)
    kept = read_map(conversation.pk, stored.version, stored.made_at)
    seen = _seen(conversation.pk, stored, most, get_language() or "")
    if mine is None or kept is None or seen.drawing is None:
        return seen
    return replace(
        seen,
        own_side=_own_side(kept, mine),
        own_is_missing=_is_silent(kept, mine),
        drawing=replace(seen.drawing, own=own_mark(kept, mine)),
    )


@lru_cache(maxsize=64)
def _seen(conversation_id: UUID, stored: Stored, most: int, _language: str) -> MapSeen:
    """What everybody sees: made once for a whole room that looks at the same time."""
    kept = read_map(conversation_id, stored.version, stored.made_at)
    return _seen_by_all(kept, _texts(conversation_id, kept.result) if kept else {}, most)


def _seen_by_all(kept: Kept | None, texts: Mapping[str, str], most: int) -> MapSeen:
    result = kept.result if kept else NOTHING_YET
    sides = _sides(kept, texts) if kept else ()
    longest = LONGEST_TAG if len(sides) < 3 else SHORTER_TAG
    tags = [quoted(side.says, longest) if side.says else side.name for side in sides]
    return MapSeen(
        made_at=kept.made_at if kept else None,
        version=kept.version if kept else 0,
        people=len(result.people),
        verdict=result.verdict,
        sentence=verdict_sentence(result),
        about_sides=sides_sentence(result),
        surer=tuple(filter(None, (needed_sentence(needed) for needed in result.needed))),
        sides=sides,
        typical=_typical(result, texts, most),
        shared=_findings(result.shared, texts, most, ("all",)),
        divided=_findings(result.divided, texts, most, ("all", "side")),
        by_role=_findings(result.by_role, texts, most, ("role", "rest")),
        own_side="",
        own_is_missing=False,
        drawing=draw(kept, tags) if kept else None,
        label=map_label([(side.name, side.people, side.says) for side in sides], len(result.people)),
    )


def tells_most(conversation: Conversation, mine: Participation, ids: Collection[UUID]) -> dict[UUID, float]:
    """How much an answer of this person to each contribution would tell; {} while there is no map."""
    stored = _stored(conversation.pk)
    kept = read_map(conversation.pk, stored.version, stored.made_at) if stored else None
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


def _stored(conversation_id: UUID) -> Stored | None:
    """Which map is stored now, and how far the conversation is; None when there is no map."""
    row = (
        PerspectiveMap.objects.filter(conversation=conversation_id)
        .values_list("version", "made_at", "conversation__encounter__version")
        .first()
    )
    return Stored(*row) if row else None


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


def _own_side(kept: Kept, mine: Participation) -> str:
    """On which side the own place is, in words; "" without sides or place."""
    index = kept.index.get(mine.pk.hex)
    if index is None or kept.drawing is None or not kept.result.sides or _is_silent(kept, mine):
        return ""
    return side_name(kept.drawing["group"][index])


def _is_silent(kept: Kept, mine: Participation) -> bool:
    """Whether this person took no stance (on anything that counts), so has no place of their own."""
    index = kept.index.get(mine.pk.hex)
    return index is None or index in kept.silent
