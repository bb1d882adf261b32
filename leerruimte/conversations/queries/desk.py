"""What the facilitator sees: the desk, part by part, and the list of conversations to lead."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When
from django.utils import timezone

from leerruimte.base.small_groups import groups_shown
from leerruimte.conversations.access import led_conversations
from leerruimte.conversations.models import AskedQuestion, Conversation, ModerationEntry, Phase
from leerruimte.conversations.queries.placed import ON_PART_SCREEN, question_with
from leerruimte.conversations.queries.room import harvests, milliseconds
from leerruimte.conversations.rules import how_many_tables, seconds_left, tables_possible
from leerruimte.encounters.models import Contribution, Participation
from leerruimte.encounters.queries import contributions_shown, roles_here
from leerruimte.people.who import Who
from leerruimte.plates.models import Hotspot, Movement, Question

LOG = 100


@dataclass(frozen=True)
class Led:
    """A conversation in the list of those to lead."""

    conversation: Conversation
    people: int
    contributions: int
    state: str  # "running", "open" or "closed"


def led_in_order(who: Who) -> QuerySet[Conversation]:
    """Conversations that `who` may lead: running and open ones first, the newest first."""
    is_over = Q(encounter__closed_at__isnull=False) | Q(closes_at__lte=timezone.now())
    rows = led_conversations(who).select_related("encounter__partnership", "plate__plate")
    return rows.order_by(Case(When(is_over, then=1), default=0), "-encounter__made_at", "pk")


def led_seen(rows: Iterable[Conversation]) -> list[Led]:
    """These conversations with how they stand."""
    now, rows = timezone.now(), list(rows)
    ids = [row.pk for row in rows]
    people = _counts_by_encounter(Participation.objects.filter(encounter__in=ids))
    contributions = _counts_by_encounter(Contribution.objects.filter(encounter__in=ids, withdrawn_at=None))
    return [Led(row, people.get(row.pk, 0), contributions.get(row.pk, 0), _state(row, now)) for row in rows]


def _counts_by_encounter(rows: QuerySet[Participation] | QuerySet[Contribution]) -> dict[UUID, int]:
    return dict(rows.order_by().values_list("encounter").annotate(Count("id")))


def _state(conversation: Conversation, now: datetime) -> str:
    if conversation.ended_at(now) is not None:
        return "closed"
    return "open" if conversation.mode == Conversation.Mode.OPEN else "running"


@dataclass(frozen=True)
class QuestionOnDesk:
    """A question with how it stands: "waiting", "open" or "closed"."""

    key: str
    number: int
    text: Mapping[str, str]
    state: str
    is_now: bool
    contributions: int


@dataclass(frozen=True)
class PhaseOnDesk:
    """A phase with its questions and the facilitator's words."""

    order: int
    movement: str
    label: str
    minutes: int | None
    is_now: bool
    begun: bool
    questions: tuple[QuestionOnDesk, ...]
    note: str

    @property
    def order_text(self) -> str:
        """Its place, for ids in the page."""
        return str(self.order)


@dataclass(frozen=True)
class Now:
    """Where the conversation stands, for whoever leads it."""

    phases: tuple[PhaseOnDesk, ...]
    # Questions of a movement for which no phase was planned.
    other_questions: tuple[QuestionOnDesk, ...]
    phase: PhaseOnDesk | None
    next: PhaseOnDesk | None
    previous: PhaseOnDesk | None
    question: QuestionOnDesk | None
    ends: int | None
    left: int | None
    seconds: int | None
    has_clock: bool
    runs: bool
    closed: bool
    now: int


def desk_now(conversation: Conversation) -> Now:
    """The phases with their questions and notes, and the clock."""
    now = timezone.now()
    phases = list(conversation.phases.select_related("note"))
    questions = questions_on_desk(conversation)
    seen = tuple(_phase_on_desk(phase, conversation, questions) for phase in phases)
    at = next((index for index, phase in enumerate(seen) if phase.is_now), None)
    current = next((phase for phase in phases if phase.pk == conversation.phase_id), None)
    planned = {phase.movement for phase in phases}
    stopped = current is not None and current.seconds_left is not None
    clock = seconds_left(ends_at=current.ends_at, stopped_at=current.seconds_left, now=now) if current else None
    return Now(
        phases=seen,
        other_questions=tuple(seen for question, seen in questions if question.movement not in planned),
        phase=None if at is None else seen[at],
        next=next(iter(seen[0 if at is None else at + 1 :]), None),
        previous=seen[at - 1] if at else None,
        question=next((seen for _question, seen in questions if seen.is_now), None),
        ends=milliseconds(current.ends_at) if current and not stopped else None,
        left=current.seconds_left if current else None,
        seconds=clock,
        has_clock=clock is not None,
        runs=not stopped,
        closed=conversation.ended_at(now) is not None,
        now=milliseconds(now) or 0,
    )


def questions_on_desk(conversation: Conversation) -> list[tuple[AskedQuestion, QuestionOnDesk]]:
    """The questions, each with how it stands and how much was contributed to it."""
    many = dict(contributions_shown(conversation.pk).order_by().values_list("question").annotate(Count("id")))
    return [
        (
            question,
            QuestionOnDesk(
                key=question.key,
                number=question.order,
                text=question.text,
                state="waiting" if question.opened_at is None else "open" if question.closed_at is None else "closed",
                is_now=question.pk == conversation.question_id,
                contributions=many.get(question.key, 0),
            ),
        )
        for question in conversation.questions.all()
    ]


def _phase_on_desk(
    phase: Phase, conversation: Conversation, questions: Iterable[tuple[AskedQuestion, QuestionOnDesk]]
) -> PhaseOnDesk:
    note = getattr(phase, "note", None)
    return PhaseOnDesk(
        order=phase.order,
        movement=phase.movement,
        label=str(Movement(phase.movement).label),
        minutes=phase.minutes,
        is_now=phase.pk == conversation.phase_id,
        begun=phase.started_at is not None,
        questions=tuple(seen for question, seen in questions if question.movement == phase.movement),
        note=note.text if note else "",
    )


@dataclass(frozen=True)
class OnBeamer:
    """What the beamer can show of this plate, and what it shows now."""

    screens: tuple[tuple[str, str, bool], ...]  # value, word, is it shown now
    hotspots: tuple[Hotspot, ...]
    hotspot: str


def desk_beamer(conversation: Conversation) -> OnBeamer:
    """The screens that make sense here: no path without a path on the plate, no harvest without tables."""
    parts = set(conversation.questions.values_list("part", flat=True))
    shown = question_with(conversation, ON_PART_SCREEN)
    words = {Conversation.Screen.PART: Question.Part(shown.part).label} if shown else {}
    needs = {
        Conversation.Screen.PATH: Question.Part.PATH in parts,
        Conversation.Screen.HEAPS: Question.Part.HEAPS in parts,
        Conversation.Screen.PART: bool(shown),
        Conversation.Screen.HARVEST: conversation.tables > 0 or conversation.screen == Conversation.Screen.HARVEST,
    }
    return OnBeamer(
        screens=tuple(
            (screen.value, str(words.get(screen, screen.label)), screen.value == conversation.screen)
            for screen in Conversation.Screen
            if needs.get(screen, True)
        ),
        hotspots=tuple(conversation.plate.hotspots.all()),
        hotspot=conversation.hotspot,
    )


@dataclass(frozen=True)
class PeopleOnDesk:
    """Who is in the room, never in groups of fewer than five; and the tables."""

    people: int
    roles: tuple[tuple[str, int], ...]
    others: int
    tables: int
    proposed: int
    possible: range
    harvests: tuple[tuple[int, str], ...]  # table, its harvest or ""

    @property
    def most_tables(self) -> int:
        """The most tables that make sense."""
        return self.possible.stop - 1


def desk_people(conversation: Conversation) -> PeopleOnDesk:
    """How many people, as what, and at which tables."""
    here = roles_here(conversation.pk)
    people = sum(here.values())
    silent = here.pop("", 0)
    shown_roles, others = groups_shown({**here, "": silent} if silent else here)
    told = {row["table"]: row["text"] for row in harvests(conversation.pk)}
    possible = tables_possible(people)
    return PeopleOnDesk(
        people=people,
        roles=tuple(sorted(((r, n) for r, n in shown_roles.items() if r), key=lambda pair: -pair[1])),
        others=others + shown_roles.get("", 0),
        tables=conversation.tables,
        proposed=min(max(how_many_tables(people), possible.start), max(possible.start, possible.stop - 1)),
        possible=possible,
        harvests=tuple((table, told.get(table, "")) for table in range(1, conversation.tables + 1)),
    )


def slot_words(conversation: Conversation) -> dict[str, Mapping[str, str]]:
    """The words of each place a contribution can be about: {"keep": {"nl": "Bewaren", ..}, ..}.

    These are the heaps of the plate and, where marks are put on them, its elements and the marks themselves.
    """
    settings = dict(conversation.plate.parts.values_list("kind", "settings"))
    marks = settings.get(Question.Part.MARKS, {}).get("marks", [])
    elements = {spot.key: spot.title for spot in conversation.plate.hotspots.all()} if marks else {}
    places = [*settings.get(Question.Part.HEAPS, {}).get("heaps", []), *marks]
    return {**elements, **{place["id"]: place["label"] for place in places}}


def kind_words(conversation: Conversation) -> dict[str, Mapping[str, str]]:
    """The words of each kind that a slip on the heaps can be of."""
    part = conversation.plate.parts.filter(kind=Question.Part.HEAPS).first()
    return {kind["id"]: kind["label"] for kind in part.settings.get("kinds", [])} if part else {}


@dataclass(frozen=True)
class Logged:
    """An entry of the log; `undo` when this is what holds now."""

    entry: ModerationEntry
    undo: bool


def desk_log(conversation: Conversation) -> list[Logged]:
    """What was hidden and merged, the newest first."""
    entries = conversation.moderation.select_related("contribution__merged_into")[:LOG]
    seen: set[tuple[UUID, str]] = set()
    log = []
    for entry in entries:
        kind = "hide" if entry.verb in ("hide", "show") else "merge"
        holds = entry.contribution.hidden_at if kind == "hide" else entry.contribution.merged_into_id
        newest = (entry.contribution_id, kind) not in seen
        seen.add((entry.contribution_id, kind))
        log.append(Logged(entry=entry, undo=newest and entry.verb == kind and bool(holds)))
    return log


@dataclass(frozen=True)
class GuideSection:
    """A piece of the plate's guide; `size` is the number of people it is about, None for every group."""

    heading: str
    paragraphs: tuple[str, ...]
    size: int | None


def guide_sections(text: str) -> tuple[GuideSection, ...]:
    """Read the guide of a plate (headings with ##); a heading with a number is about a group of that size."""
    sections = []
    for piece in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading, _newline, body = piece.partition("\n")
        number = re.search(r"\d+", heading)
        sections.append(
            GuideSection(
                heading=heading.strip(),
                paragraphs=tuple(part.strip() for part in body.split("\n\n") if part.strip()),
                size=int(number.group()) if number else None,
            )
        )
    return tuple(sections)


def guide_for(text: str, people: int) -> tuple[GuideSection, ...]:
    """The guide for a group of this size: the nearest size first, then what holds for every group."""
    sections = guide_sections(text)
    sized = sorted((s for s in sections if s.size), key=lambda s: abs((s.size or 0) - people))
    return (*sized[:1], *(s for s in sections if s.size is None))
