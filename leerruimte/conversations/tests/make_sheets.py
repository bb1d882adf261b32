"""A small plate with a form in turns and a canvas, and what people write on them, for tests."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from leerruimte.base.client_ids import new_id
from leerruimte.conversations.actions.sheets import open_everywhere
from leerruimte.conversations.hot import apply_batch
from leerruimte.conversations.models import Conversation, Entry, Turn
from leerruimte.conversations.tests import make
from leerruimte.conversations.tests.make import words
from leerruimte.encounters.models import Participation
from leerruimte.live import Answer
from leerruimte.plates.models import PlateVersion, Question, WorkingPart

FORM, CANVAS = make.PATH, make.HEAPS
FORM_SETTINGS = {
    "prompt": words("Vul eerst elk apart in.", "Fill it in apart first."),
    "roles": [
        {"id": "learner", "label": words("de lerende", "the learner")},
        {"id": "school", "label": words("de school", "the school")},
        {"id": "institute", "label": words("de opleiding", "the institute")},
    ],
    "parts": [
        {
            "id": key,
            "hotspot": hotspot,
            "label": words(label),
            "starters": {"learner": words("Over tien weken kan ik …"), "school": words("Bij ons …")},
        }
        for key, hotspot, label in (
            ("outcome", "begin", "Wat ga ik leren?"),
            ("measure", "poort", "Wanneer is het goed?"),
        )
    ],
}
CANVAS_SETTINGS = {
    "prompt": words("De lerende schrijft eerst.", "The learner writes first."),
    "fields": [
        {
            "id": "wie",
            "hotspot": "begin",
            "label": words("Wie ben jij?"),
            "help": words("Wat breng je mee?"),
            "starter": words("Ik kan goed …"),
        },
        {
            "id": "waarom",
            "hotspot": "kring",
            "label": words("Waarom?"),
            "help": words("Kies een plaatje."),
            "choices": [
                {"id": "energie", "label": words("energie", "energy")},
                {"id": "samen", "label": words("samen")},
            ],
        },
    ],
}


def a_plate_with_sheets(*, private: bool = False) -> PlateVersion:
    """The first question goes with a form (private: for oneself), the third with a canvas."""
    version = make.a_plate()
    version.parts.all().delete()
    form: dict[str, Any] = {**FORM_SETTINGS, "private": True} if private else FORM_SETTINGS
    if private:
        form = {name: value for name, value in form.items() if name != "roles"}
    WorkingPart.objects.create(version=version, kind=Question.Part.FORM, settings=form)
    WorkingPart.objects.create(version=version, kind=Question.Part.CANVAS, settings=CANVAS_SETTINGS)
    version.questions.filter(key=FORM).update(part=Question.Part.FORM)
    version.questions.filter(key=CANVAS).update(part=Question.Part.CANVAS)
    return version


def a_talk_with_sheets(*, private: bool = False, asking: str = FORM) -> Conversation:
    """A conversation on that plate, in which both questions are open."""
    talk = make.a_conversation(on=a_plate_with_sheets(private=private), asking=FORM)
    for key in (make.OWN_WORDS, CANVAS):
        make.ask_question(by=make.the_leader(talk), conversation=talk, key=key)
    make.ask_question(by=make.the_leader(talk), conversation=talk, key=asking)
    return make.refreshed(talk)


def the_three(talk: Conversation, *, table: int = 0) -> list[Participation]:
    """A student, a mentor and an institute-based educator, at a table."""
    people = [make.a_participant(talk, role=role) for role in make.ROLES]
    if table:
        Conversation.objects.filter(pk=talk.pk).update(tables=max(table, make.refreshed(talk).tables))
        for person in people:
            person.table = table
            person.save(update_fields=["table"])
    return people


def a_wish(
    by: Participation,
    text: str = "",
    *,
    question: str = FORM,
    field: str = "outcome",
    stage: str = "alone",
    follows: Sequence[UUID] = (),
    id: UUID | None = None,
    **more: Any,
) -> Any:
    """A write of a phone that lays words in a field."""
    under = [one.hex for one in follows]
    return make.a_write(
        by, "entry", id=id or new_id(), question=question, field=field, stage=stage, text=text, follows=under, **more
    )


def writes(by: Participation, text: str = "", **more: Any) -> Entry:
    """Words that are kept in a field."""
    wish = a_wish(by, text, **more)
    answer = send(wish)
    assert answer.outcome == "kept", answer
    return Entry.objects.get(pk=wish.id)


def on_canvas(by: Participation, text: str = "", *, field: str = "wie", **more: Any) -> Entry:
    """Words that are kept on the canvas."""
    return writes(by, text, question=CANVAS, field=field, stage="together", **more)


def undoes(by: Participation, entry: Entry) -> Answer:
    """Somebody takes words back."""
    return send(make.a_write(by, "undo", entry=entry.pk.hex))


def send(*wishes: Any) -> Answer:
    """Through the fast door; the answer to the last."""
    return apply_batch(wishes).answers[-1]


def lay_side_by_side(talk: Conversation) -> None:
    """The facilitator opens it for all."""
    open_everywhere(by=make.the_leader(talk), conversation=talk, stage=Turn.Stage.SIDE)


def write_together(talk: Conversation) -> None:
    """The facilitator lets all write one version."""
    open_everywhere(by=make.the_leader(talk), conversation=talk, stage=Turn.Stage.TOGETHER)
