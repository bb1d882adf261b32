"""What the facilitator does during a conversation: phases and clock, questions, pause, beamer, tables, notes."""

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.conversations.models import AskedQuestion, Conversation, Note, Phase
from leerruimte.conversations.rules import mixed_tables, seconds_left, tables_possible
from leerruimte.conversations.telling import tell, tell_desk, tell_scene
from leerruimte.encounters.models import Participation
from leerruimte.encounters.rules import clean_text
from leerruimte.people.who import Who

LONGEST_NOTE = 4000


def _lock(conversation: Conversation) -> Conversation:
    """The conversation as it is now, kept from others until the transaction ends."""
    return Conversation.objects.select_for_update().get(pk=conversation.pk)


@transaction.atomic
def go_to_phase(*, by: Who, conversation: Conversation, order: int) -> None:
    """Begin a phase: its clock starts and its first question opens.

    Two desks that press "next" at the same moment both name the same phase: the second finds it begun already.
    """
    locked = _lock(conversation)
    phase = locked.phases.filter(order=order).first()
    if phase is None:
        raise Refused(_("There is no such phase."), code="no_phase")
    if locked.phase_id == phase.pk:
        return
    now = timezone.now()
    phase.started_at = phase.started_at or now
    phase.seconds_left = None
    phase.ends_at = now + timedelta(minutes=phase.minutes) if phase.minutes else None
    phase.save()
    locked.phase = phase
    first = locked.questions.filter(movement=phase.movement).first()
    if first:
        _open(first)
        locked.question = first
    locked.save(update_fields=["phase", "question"])
    tell_scene(locked)
    tell_desk(locked.encounter)


@transaction.atomic
def stop_clock(*, by: Who, conversation: Conversation) -> None:
    """Hold the clock of the phase of now; `start_clock` lets it go on with what was left."""
    phase = _lock(conversation).phase
    if phase and phase.seconds_left is None and phase.ends_at:
        phase.seconds_left = seconds_left(ends_at=phase.ends_at, stopped_at=None, now=timezone.now())
        phase.save(update_fields=["seconds_left"])
    tell_scene(conversation)


@transaction.atomic
def start_clock(*, by: Who, conversation: Conversation) -> None:
    """Let a stopped clock go on."""
    phase = _lock(conversation).phase
    if phase and phase.seconds_left is not None:
        phase.ends_at = timezone.now() + timedelta(seconds=phase.seconds_left)
        phase.seconds_left = None
        phase.save(update_fields=["ends_at", "seconds_left"])
    tell_scene(conversation)


@transaction.atomic
def add_minutes(*, by: Who, conversation: Conversation, minutes: int) -> None:
    """Give the phase of now some minutes more (or fewer); a clock that had run out counts from now."""
    phase = _lock(conversation).phase
    if phase is None:
        raise Refused(_("Start a phase first."), code="no_phase")
    now = timezone.now()
    left = seconds_left(ends_at=phase.ends_at, stopped_at=phase.seconds_left, now=now) or 0
    left = max(0, left + minutes * 60)
    if phase.seconds_left is None:
        phase.ends_at = now + timedelta(seconds=left)
    else:
        phase.seconds_left = left
    phase.save(update_fields=["ends_at", "seconds_left"])
    tell_scene(conversation)


def _open(question: AskedQuestion) -> None:
    question.opened_at = question.opened_at or timezone.now()
    question.closed_at = None
    question.save(update_fields=["opened_at", "closed_at"])


def _question(conversation: Conversation, key: str) -> AskedQuestion:
    question = conversation.questions.filter(key=key).first()
    if question is None:
        raise Refused(_("This question is not part of the conversation."), code="no_question")
    return question


@transaction.atomic
def ask_question(*, by: Who, conversation: Conversation, key: str) -> None:
    """Open a question and make it the one that all screens show; the ones before stay open to go back to."""
    locked = _lock(conversation)
    question = _question(locked, key)
    _open(question)
    locked.question = question
    locked.save(update_fields=["question"])
    tell_scene(locked)
    tell_desk(locked.encounter)


@transaction.atomic
def open_question(*, by: Who, conversation: Conversation, key: str) -> None:
    """Accept answers to a question again, without making it the one that all screens show."""
    locked = _lock(conversation)
    _open(_question(locked, key))
    tell_scene(locked)
    tell_desk(locked.encounter)


@transaction.atomic
def close_question(*, by: Who, conversation: Conversation, key: str) -> None:
    """Accept no more answers to a question, but for what was being written (`rules.GRACE`)."""
    locked = _lock(conversation)
    question = _question(locked, key)
    question.closed_at = question.closed_at or timezone.now()
    question.save(update_fields=["closed_at"])
    tell_scene(locked)
    tell_desk(locked.encounter)


@transaction.atomic
def pause_phones(*, by: Who, conversation: Conversation, paused: bool) -> None:
    """Ask all to look up: phones show a quiet page; what was being typed stays and can still be kept."""
    locked = _lock(conversation)
    locked.phones_paused_at = timezone.now() if paused else None
    locked.save(update_fields=["phones_paused_at"])
    tell_scene(locked)


@transaction.atomic
def show_on_beamer(*, by: Who, conversation: Conversation, screen: str) -> None:
    """Choose what the beamer shows."""
    if screen not in Conversation.Screen.values:
        raise Refused(_("The beamer cannot show that."), code="no_screen")
    locked = _lock(conversation)
    locked.screen = screen
    locked.save(update_fields=["screen"])
    tell(locked.encounter, "screen", screen, replaces=True)


@transaction.atomic
def point_at_hotspot(*, by: Who, conversation: Conversation, key: str) -> None:
    """Show all screens which part of the drawing it is about; "" points at nothing."""
    locked = _lock(conversation)
    if key and not locked.plate.hotspots.filter(key=key).exists():
        raise Refused(_("The drawing has no such part."), code="no_hotspot")
    locked.hotspot = key
    locked.save(update_fields=["hotspot"])
    tell_scene(locked)


@transaction.atomic
def make_tables(*, by: Who, conversation: Conversation, tables: int, seen: int | None = None) -> None:
    """Split the room in tables mixed by role; 0 brings everybody together again.

    `seen` is the number of tables that the desk showed: when another desk changed it meanwhile, nobody is moved twice.
    """
    locked = _lock(conversation)
    if seen is not None and seen != locked.tables:
        return
    people = list(locked.encounter.participations.order_by("number"))
    possible = tables_possible(len(people))
    if tables and tables not in possible:
        raise Refused(_no_tables(possible), field="tables", code="no_tables")
    if tables:
        seats = mixed_tables([(person.pk, person.role) for person in people], tables, random.SystemRandom())
    else:
        seats = {}
    for person in people:
        person.table = seats.get(person.pk, 0)
    Participation.objects.bulk_update(people, ["table"], batch_size=500)
    locked.tables = tables
    locked.save(update_fields=["tables"])
    tell_scene(locked)
    tell_desk(locked.encounter)


def _no_tables(possible: range) -> str:
    if not possible:
        return _("Tables are for eight people or more. Stay together in one group.")
    if len(possible) == 1:
        return _("With this many people: %(number)d tables.") % {"number": possible.start}
    return _("With this many people: %(fewest)d to %(most)d tables.") % {
        "fewest": possible.start,
        "most": possible.stop - 1,
    }


@transaction.atomic
def keep_note(*, by: Who, conversation: Conversation, phase: Phase, text: str, seen: str | None = None) -> Note:
    """Keep the facilitator's private words with a phase.

    `seen` is the text that the desk started from: words that another desk kept meanwhile are not written over.
    """
    locked = _lock(conversation)
    text = clean_text(text)
    if len(text) > LONGEST_NOTE:
        raise Refused(
            _("This is too long: at most %(most)d characters. Shorten it a little.") % {"most": LONGEST_NOTE},
            field="text",
            code="too_long",
        )
    note = Note.objects.filter(phase=phase).first() or Note(conversation=locked, phase=phase)
    if seen is not None and note.text not in (clean_text(seen), text):
        raise Refused(
            _("This note was changed on another device. Both texts are shown here; keep the one you want."),
            field="text",
            code="changed",
        )
    note.text = text
    note.save()
    tell_desk(locked.encounter)
    return note
