"""What the wall shows: the newest slips, themes, everybody's marks on the path, the heaps. Names never."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import ceil
from statistics import median_low, quantiles
from typing import Any

from django.db.models import Count, Q

from leerruimte.base.small_groups import SMALLEST, groups_shown
from leerruimte.conversations.models import AskedQuestion, Conversation, Mark
from leerruimte.conversations.queries.stances import Counts, stance_counts
from leerruimte.conversations.swarm import swarm
from leerruimte.encounters.models import Contribution
from leerruimte.encounters.queries import contributions_shown, roles_shown
from leerruimte.people.models import SIDE_OF, Role, Side
from leerruimte.plates.models import Question
from leerruimte.plates.path import point_at

# More dots than this and each stands for several people.
MOST_DOTS = 160
# Up to how many dots, and how large they are then (the radius, in the drawing's units).
DOTS = ((40, 17), (90, 14), (MOST_DOTS + len(Side), 11))
THEMES = 6
IN_A_THEME = 3
IN_A_HEAP = 3
NEWEST = 6


@dataclass(frozen=True)
class Slip:
    """A contribution as the wall shows it: words and how they fare, no name."""

    id: str
    text: str
    role: str
    counts: Counts
    at: datetime


def slips(conversation: Conversation, rows: Sequence[Contribution]) -> tuple[Slip, ...]:
    """Rows as the wall shows them."""
    roles = roles_shown(conversation.pk)
    counts = stance_counts([row.pk for row in rows])
    return tuple(
        Slip(
            id=row.pk.hex,
            text=row.text,
            role=row.role if row.role in roles else "",
            counts=counts[row.pk],
            at=row.made_at,
        )
        for row in rows
    )


def newest(conversation: Conversation, question: AskedQuestion | None, many: int = NEWEST) -> tuple[Slip, ...]:
    """The newest contributions to the question of now (to any question when none was asked yet)."""
    rows = contributions_shown(conversation.pk)
    if question is not None:
        rows = rows.filter(question=question.key)
    return slips(conversation, list(rows.order_by("-made_at", "-id")[:many]))


@dataclass(frozen=True)
class ThemeSeen:
    """A theme with the contributions in it that most people took a stance on."""

    name: str
    contributions: int
    slips: tuple[Slip, ...]


def themes_seen(
    conversation: Conversation, *, themes: int | None = THEMES, each: int | None = IN_A_THEME
) -> tuple[ThemeSeen, ...]:
    """The themes, the fullest first; themes in which nothing (visible) lies are left out."""
    rows = list(
        contributions_shown(conversation.pk)
        .filter(theme_member__theme__conversation=conversation)
        .select_related("theme_member__theme")
        .annotate(answers=Count("stances", filter=Q(stances__value__isnull=False)))
        .order_by("-answers", "made_at", "id")
    )
    by_theme: dict[int, list[Contribution]] = {}
    for row in rows:
        by_theme.setdefault(row.theme_member.theme_id, []).append(row)
    fullest = sorted(by_theme.values(), key=lambda lying: -len(lying))[:themes]
    seen = iter(slips(conversation, [row for lying in fullest for row in lying[:each]]))
    return tuple(
        ThemeSeen(
            name=lying[0].theme_member.theme.name,
            contributions=len(lying),
            slips=tuple(next(seen) for _row in lying[:each]),
        )
        for lying in fullest
    )


@dataclass(frozen=True)
class Heap:
    """One of the heaps of the plate, with the newest that was laid on it."""

    key: str
    label: Mapping[str, str]
    question: Mapping[str, str]
    contributions: int
    slips: tuple[Slip, ...]


def heaps(
    conversation: Conversation, question: AskedQuestion | None = None, *, each: int | None = IN_A_HEAP
) -> tuple[Heap, ...]:
    """The heaps (keep, let go, develop) over all questions that fill them, or of one question."""
    part = conversation.plate.parts.filter(kind=Question.Part.HEAPS).first()
    if part is None:
        return ()
    rows = contributions_shown(conversation.pk).exclude(slot="")
    if question is not None:
        rows = rows.filter(question=question.key)
    many = dict(rows.order_by().values_list("slot").annotate(Count("id")))
    kinds = part.settings.get("heaps", [])
    newest_first = rows.order_by("-made_at", "-id")
    lying = {kind["id"]: list(newest_first.filter(slot=kind["id"])[:each]) for kind in kinds}
    seen = iter(slips(conversation, [row for kind in kinds for row in lying[kind["id"]]]))
    return tuple(
        Heap(
            key=kind["id"],
            label=kind["label"],
            question=kind.get("question", {}),
            contributions=many.get(kind["id"], 0),
            slips=tuple(next(seen) for _row in lying[kind["id"]]),
        )
        for kind in kinds
    )


@dataclass(frozen=True)
class Dot:
    """A mark on the drawing, in its units. `side` is "mixed" where too few of a side stand on the path."""

    x: int
    y: int
    side: str
    radius: int

    @property
    def left(self) -> int:
        """Its left edge."""
        return self.x - self.radius

    @property
    def top(self) -> int:
        """Its upper edge."""
        return self.y - self.radius


@dataclass(frozen=True)
class PathMarks:
    """Everybody's marks on the path.

    Fewer than five: no dots at all (`enough` is False). `first` and `last` are the stations between which the middle
    half stands (one and the same: most stand there), `middle` is the one in the middle.
    """

    people: int
    enough: bool
    dots: tuple[Dot, ...]
    sides: tuple[str, ...]
    people_a_dot: int
    radius: int
    first: Mapping[str, str]
    last: Mapping[str, str]
    middle: Mapping[str, str]

    @property
    def size(self) -> int:
        """How wide and high a mark is."""
        return 2 * self.radius


NO_MARKS = PathMarks(0, False, (), (), 1, 0, {}, {}, {})


def path_question(conversation: Conversation) -> AskedQuestion | None:
    """The question that is answered with a mark on the path: the one of now, else the first."""
    now = conversation.question
    if now is not None and now.part == Question.Part.PATH:
        return now
    return conversation.questions.filter(part=Question.Part.PATH).first()


def path_marks(conversation: Conversation, question: AskedQuestion | None) -> PathMarks:
    """Where everybody places "us", as dots that do not cover each other, and in words."""
    part = conversation.plate.parts.filter(kind=Question.Part.PATH).first()
    stations = part.settings.get("stations", []) if part else []
    if question is None or not stations:
        return NO_MARKS
    rows = Mark.objects.filter(encounter=conversation.pk, question=question.key, position__isnull=False)
    marks = sorted((position or 0.0, role) for position, role in rows.values_list("position", "role"))
    if len(marks) < SMALLEST:
        return PathMarks(len(marks), False, (), (), 1, 0, {}, {}, {})
    sides = _sides([role for _position, role in marks])
    positions = [min(max(position, 0), len(stations) - 1) for position, _role in marks]
    a_dot = ceil(len(marks) / MOST_DOTS)
    chosen = _thin_out(list(zip(positions, sides, strict=True)), a_dot)
    radius = next(size for most, size in DOTS if len(chosen) <= most)
    places = swarm([position for position, _side in chosen], partial(point_at, stations), radius)
    return PathMarks(
        people=len(marks),
        enough=True,
        dots=tuple(Dot(round(x), round(y), side, radius) for (x, y), (_p, side) in zip(places, chosen, strict=True)),
        sides=tuple(side for side in Side.values if side in set(sides)),
        people_a_dot=a_dot,
        radius=radius,
        **_in_words(positions, stations),
    )


def _sides(roles: Sequence[str]) -> list[str]:
    """The side of each mark; "mixed" for those of a side that may not be shown by itself (`groups_shown`)."""
    sides = [SIDE_OF[Role(role)].value if role else Side.MIXED.value for role in roles]
    told, _others = groups_shown(Counter(sides))
    return [side if side in told else Side.MIXED.value for side in sides]


def _thin_out(marks: Sequence[tuple[float, str]], a_dot: int) -> list[tuple[float, str]]:
    """Keep one of every `a_dot` marks of each side, spread along the path as they all are."""
    by_side: dict[str, list[tuple[float, str]]] = {}
    for mark in marks:
        by_side.setdefault(mark[1], []).append(mark)
    return sorted(mark for of_side in by_side.values() for mark in of_side[(a_dot - 1) // 2 :: a_dot])


def _in_words(positions: Sequence[float], stations: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, str]]:
    """The stations between which the middle half stands; only the one in the middle while there are fewer than ten."""
    middle = median_low(positions)
    low, _half, high = quantiles(positions, n=4) if len(positions) >= 2 * SMALLEST else (middle, middle, middle)
    return {
        "first": stations[_nearest(low, stations)]["label"],
        "last": stations[_nearest(high, stations)]["label"],
        "middle": stations[_nearest(middle, stations)]["label"],
    }


def _nearest(position: float, stations: Sequence[object]) -> int:
    return min(max(round(position), 0), len(stations) - 1)


def contributions_count(conversation: Conversation) -> int:
    """How many contributions everybody may read."""
    return contributions_shown(conversation.pk).count()
