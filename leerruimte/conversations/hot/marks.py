"""Where somebody places "us" on the path or scale of a plate, and what they put on its elements."""

from math import isfinite

from leerruimte.conversations.hot.batch import Batch, Kind, No, asked_question, kept, trace
from leerruimte.conversations.models import ElementMark, Mark
from leerruimte.conversations.rules import marks_together
from leerruimte.encounters import actions
from leerruimte.encounters.models import Participation
from leerruimte.encounters.rules import one_of
from leerruimte.live import Answer, Write
from leerruimte.plates.models import Question


def _mark(batch: Batch, write: Write, by: Participation) -> Answer:
    question = asked_question(batch, by, write.body.get("question"))
    position = write.body.get("position")
    us = write.body.get("us", 0)
    if position is not None and (
        isinstance(position, bool) or not isinstance(position, int | float) or not isfinite(position)
    ):
        raise No("wrong_place")
    if type(us) is not int or not 0 <= us < 10 or (position is not None and not 0 <= position <= 50):
        raise No("wrong_place")
    batch.rows["mark"].append(
        Mark(
            id=one_of(by.id, question.key),
            question=question.key,
            position=position,
            us=us,
            **trace(batch, write, by),
        )
    )
    return kept(write)


def _element(batch: Batch, write: Write, by: Participation) -> Answer:
    question = asked_question(batch, by, write.body.get("question"))
    element, marks = write.body.get("element"), write.body.get("marks")
    known = [one["id"] for one in batch.settings(by.encounter_id, Question.Part.MARKS).get("marks", [])]
    elements = batch.hotspots(by.encounter_id)
    if question.part != Question.Part.MARKS or not isinstance(element, str) or element not in elements:
        raise No("wrong_element")
    if not isinstance(marks, list) or not all(mark in known for mark in marks) or not marks_together(marks):
        raise No("wrong_element")
    batch.rows["element"].append(
        ElementMark(
            id=one_of(by.id, f"element {element}"),
            question=question.key,
            element=element,
            marks=" ".join(mark for mark in known if mark in marks),
            **trace(batch, write, by),
        )
    )
    return kept(write)


ELEMENT = Kind(_element, lambda rows: actions.store_latest(ElementMark, ["question", "element", "marks"], rows))
MARK = Kind(_mark, lambda rows: actions.store_latest(Mark, ["question", "position", "us"], rows))
