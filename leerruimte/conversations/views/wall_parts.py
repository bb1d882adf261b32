"""What the wall shows of a working part, for each kind."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from leerruimte.base.small_groups import shown
from leerruimte.conversations.badges import Box, beside
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.queries.element_marks import ElementSeen, MarksSeen, marks_seen
from leerruimte.conversations.queries.placed import (
    ON_PART_SCREEN,
    SCALE_LINE,
    SCALE_WIDTH,
    question_with,
    scale_marks,
    steps_drawn,
)
from leerruimte.conversations.queries.sheets import in_front, part_of, sheet_seen, table_shown, told_roles, wrote_on
from leerruimte.look.templatetags.look import in_language
from leerruimte.plates.models import Question

Context = dict[str, Any]

# A sign with its count, in the drawing's units: letters of 34 are 24 px on the wall.
SIGN, DIGIT, LINE, EDGE, NUMBER = 38, 21, 44, 12, 50


def part_on_wall(conversation: Conversation, view_box: str) -> Context:
    """The working part of the question of now, else the first that was asked; `view_box`: of the drawing there."""
    question = question_with(conversation, ON_PART_SCREEN)
    if question is None:
        return {}
    return {"part": question.part, **WALL[question.part](conversation, view_box)}


def _marks(conversation: Conversation, view_box: str) -> Context:
    seen = marks_seen(conversation)
    return {"marks": seen, "badges": _badges(seen, view_box), "view_box": view_box}


def _badges(seen: MarksSeen, view_box: str) -> list[Context]:
    """At each element its number and its signs with how many people put them; where, in the drawing's units."""
    told = [(element, _signs(seen, element)) for element in seen.elements if element.area]
    told = [(element, signs) for element, signs in told if signs]
    sizes = [(max(sign["right"] for sign in signs) + EDGE, LINE * ((len(signs) + 1) // 2) + EDGE) for _, signs in told]
    view = Box(*(float(value) for value in view_box.split()))
    boxes = beside([Box(*element.area) for element, _signs in told], sizes, view)
    return [
        {"number": element.number, "strip": NUMBER, "middle": box.height / 2 + 13, "box": box, "signs": signs}
        for (element, signs), box in zip(told, boxes, strict=True)
    ]


def _signs(seen: MarksSeen, element: ElementSeen) -> list[Context]:
    """Two on a line. `x` and `y` from the corner of the badge; a sign without a number stands for a few."""
    signs: list[Context] = []
    for kind, count in zip(seen.kinds, element.counts, strict=True):
        if count.kind == "nobody":
            continue
        number = {"many": str(count.number), "nearly": _("nearly all")}.get(count.kind, "")
        row, second = divmod(len(signs), 2)
        x = signs[-1]["right"] + EDGE if second else NUMBER + EDGE
        right = x + SIGN + DIGIT * len(number)
        signs.append(
            {"sign": kind.sign, "number": number, "x": x, "right": right, "y": LINE * row + LINE - 8, "few": not number}
        )
    return signs


def _scale(conversation: Conversation, _view_box: str) -> Context:
    question = question_with(conversation, [Question.Part.SCALE])
    return {"path": scale_marks(conversation, question), "scale": scale_drawn(conversation)}


def scale_drawn(conversation: Conversation) -> Context:
    """The line of a scale with its steps, in the language of now."""
    steps = steps_drawn(conversation, in_language)
    lowest = max((y for step in steps for y, _line in step.lines), default=SCALE_LINE)
    return {"steps": steps, "line": SCALE_LINE, "width": SCALE_WIDTH, "height": max(lowest + 24, 700)}


def _sheet(conversation: Conversation, kind: str) -> Context:
    """The sheet that the facilitator chose; while it is written apart only how many did."""
    part = part_of(conversation, kind)
    if part is None or part.private:
        return {}
    sheet = sheet_seen(conversation, part, table_shown(conversation), told=told_roles(conversation, part))
    question = conversation.question.key if conversation.question else ""
    return {"sheet": sheet, "fields": in_front(sheet, question), "wrote": shown(wrote_on(conversation, part))}


WALL: dict[str, Callable[[Conversation, str], Context]] = {
    Question.Part.MARKS: _marks,
    Question.Part.SCALE: _scale,
    Question.Part.FORM: lambda conversation, _box: _sheet(conversation, Question.Part.FORM),
    Question.Part.CANVAS: lambda conversation, _box: _sheet(conversation, Question.Part.CANVAS),
}
