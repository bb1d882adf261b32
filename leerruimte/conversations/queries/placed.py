"""Where everybody places "us": as dots on the path of a plate or above the steps of a scale, and in words."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from statistics import median_low, quantiles
from textwrap import wrap
from typing import Any

from leerruimte.base.small_groups import SMALLEST, groups_shown
from leerruimte.conversations.models import AskedQuestion, Conversation, Mark
from leerruimte.conversations.swarm import heaped, swarm
from leerruimte.people.models import SIDE_OF, Role, Side
from leerruimte.plates.models import Question
from leerruimte.plates.path import point_at

# Working parts that share one screen of the wall.
ON_PART_SCREEN = (Question.Part.MARKS, Question.Part.SCALE, Question.Part.FORM, Question.Part.CANVAS)
# More dots than this and each stands for several people.
MOST_DOTS = 160
# Up to how many dots, and how large they are then (the radius, in the drawing's units).
DOTS = ((40, 17), (90, 14), (MOST_DOTS + len(Side), 11))
# The drawing of a scale: as wide as that of a plate; the line on which the dots lie, and the room above it.
SCALE_WIDTH, SCALE_LINE, SCALE_ROOM = 1600, 520, 440
SCALE_DOTS = (44, 36, 30, 26, 22, 18, 15, 12, 10)
# Letters on a line under a step, by the room it has.
LETTER = 17


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
    """Everybody's marks on the path, or on the scale.

    Fewer than five: no dots at all (`enough` is False). `first` and `last` are the stations (steps) between which the
    middle half stands (one and the same: most stand there), `middle` is the one in the middle.
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
    return question_with(conversation, [Question.Part.PATH])


def question_with(conversation: Conversation, parts: Iterable[str]) -> AskedQuestion | None:
    """The question that is answered with one of these working parts: the one of now, else the first that was asked."""
    now = conversation.question
    if now is not None and now.part in parts:
        return now
    asked = [question for question in conversation.questions.all() if question.part in parts]
    return next((question for question in asked if question.opened_at), asked[0] if asked else None)


def path_marks(conversation: Conversation, question: AskedQuestion | None, *, leave_out: int = 0) -> PathMarks:
    """Where everybody places "us", as dots that cover none of each other, and in words; `leave_out`: so many less."""
    stations = _settings(conversation, Question.Part.PATH, "stations")

    def lay(positions: Sequence[float]) -> tuple[list[tuple[float, float]], int]:
        radius = next(size for most, size in DOTS if len(positions) <= most)
        return swarm(positions, partial(point_at, stations), radius), radius

    return _placed(conversation, question, stations, lay, leave_out)


def scale_marks(conversation: Conversation, question: AskedQuestion | None, *, leave_out: int = 0) -> PathMarks:
    """Where everybody places "us" on the scale, heaped above the steps: on each, and halfway to the next."""
    steps = _settings(conversation, Question.Part.SCALE, "steps")

    def lay(positions: Sequence[float]) -> tuple[list[tuple[float, float]], int]:
        half = SCALE_WIDTH / len(steps) / 2
        centres = [half + round(2 * position) * half for position in positions]
        return heaped(centres, SCALE_LINE, half * 0.96, SCALE_ROOM, SCALE_DOTS)

    return _placed(conversation, question, steps, lay, leave_out)


@dataclass(frozen=True)
class StepDrawn:
    """A step of the scale as it is drawn: where it stands, and its words line by line."""

    x: int
    lines: tuple[tuple[int, str], ...]  # where the line stands, its words


def steps_drawn(conversation: Conversation, words_of: Callable[[Mapping[str, str]], str]) -> tuple[StepDrawn, ...]:
    """The steps of the scale with their words in one language."""
    steps = _settings(conversation, Question.Part.SCALE, "steps")
    wide = SCALE_WIDTH / max(len(steps), 1)
    lines = [wrap(words_of(step["label"]), width=max(9, int(wide * 0.94 / LETTER)))[:5] for step in steps]
    return tuple(
        StepDrawn(round(wide * (place + 0.5)), tuple((SCALE_LINE + 62 + 38 * n, line) for n, line in enumerate(own)))
        for place, own in enumerate(lines)
    )


def _settings(conversation: Conversation, kind: str, name: str) -> list[Mapping[str, Any]]:
    part = conversation.plate.parts.filter(kind=kind).first()
    found: list[Mapping[str, Any]] = part.settings.get(name, []) if part else []
    return found


def _placed(
    conversation: Conversation,
    question: AskedQuestion | None,
    stations: Sequence[Mapping[str, Any]],
    lay: Callable[[Sequence[float]], tuple[list[tuple[float, float]], int]],
    leave_out: int,
) -> PathMarks:
    if question is None or not stations:
        return NO_MARKS
    rows = Mark.objects.filter(encounter=conversation.pk, question=question.key, position__isnull=False)
    marks = sorted((position or 0.0, role) for position, role in rows.values_list("position", "role"))
    if len(marks) < SMALLEST:
        return PathMarks(len(marks), False, (), (), 1, 0, {}, {}, {})
    sides = _sides([role for _position, role in marks])
    positions = [min(max(position, 0), len(stations) - 1) for position, _role in marks]
    a_dot = ceil(len(marks) / MOST_DOTS)
    chosen = _without(_thin_out(list(zip(positions, sides, strict=True)), a_dot), leave_out)
    places, radius = lay([position for position, _side in chosen])
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


def _without(marks: list[tuple[float, str]], many: int) -> list[tuple[float, str]]:
    """Leave out so many, spread along the path: what is left still shows how they all stand."""
    gone = {(2 * place + 1) * len(marks) // (2 * many) for place in range(many)}
    return [mark for place, mark in enumerate(marks) if place not in gone]


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
