"""What one participant sees: the stack to answer, and what became of the own traces."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Max, QuerySet

from leerruimte.base.small_groups import shown
from leerruimte.conversations.models import AskedQuestion, Conversation, ElementMark, Entry, Harvest, Mark
from leerruimte.conversations.queries.map import tells_most
from leerruimte.conversations.queries.room import contribution_seen, milliseconds
from leerruimte.conversations.queries.sheets import all_entries_of
from leerruimte.conversations.queries.stances import Counts, stance_counts
from leerruimte.conversations.rules import in_order_to_show
from leerruimte.encounters.models import Contribution, Intention, Participation, Stance
from leerruimte.encounters.queries import contributions_shown, roles_shown

STACK = 8
# Of so many contributions that were seen least the most telling are shown first.
POOL = 40
# How long counts of who saw what may be old: a whole room asks for its stack at the same moment.
SEEN_SECONDS = 5
STANCE_NAMES: dict[int | None, str] = {value.value: value.name.lower() for value in Stance.Value}
# Away for so long, and the next look is a new visit.
BETWEEN_VISITS = timedelta(minutes=30)


def stack(conversation: Conversation, mine: Participation, question: str = "") -> dict[str, Any]:
    """The next contributions to agree or disagree with, what tells most and was seen least first, and how many wait.

    With `question` only those to that question. While people sit at tables they answer their own table's.
    """
    waiting = unanswered(conversation, mine)
    if question:
        waiting = waiting.filter(question=question)
    if conversation.tables:
        waiting = waiting.filter(table=mine.table)
    ids = list(waiting.reverse().values_list("id", flat=True))
    seen = seen_counts(conversation.pk)
    pool = sorted(ids, key=lambda one: seen.get(one, 0))[:POOL]
    gains = tells_most(conversation, mine, pool) if pool else {}
    first = in_order_to_show(pool, seen, gains)[:STACK]
    rows = Contribution.objects.in_bulk(first) if first else {}
    roles = roles_shown(conversation.pk)
    return {"items": [contribution_seen(rows[one], roles) for one in first if one in rows], "left": len(ids)}


def unanswered(conversation: Conversation, mine: Participation) -> QuerySet[Contribution]:
    """Contributions of others, to questions that were opened, that this participant has not taken a stance on."""
    answered = Stance.objects.filter(participation=mine, value__isnull=False).values("contribution")
    opened = conversation.questions.filter(opened_at__isnull=False, closed_at=None).values("key")
    return (
        contributions_shown(conversation.pk)
        .filter(question__in=opened)
        .exclude(participation=mine)
        .exclude(id__in=answered)
    )


def seen_counts(encounter_id: UUID) -> dict[UUID, int]:
    """How many people took a stance on each contribution, at most `SEEN_SECONDS` old."""
    key = f"seen:{encounter_id.hex}"
    counts: dict[UUID, int] | None = cache.get(key)
    if counts is None:
        rows = Stance.objects.filter(encounter=encounter_id, value__isnull=False).values_list("contribution")
        counts = dict(rows.annotate(Count("id")).order_by())
        cache.set(key, counts, SEEN_SECONDS)
    return counts


@dataclass(frozen=True)
class Said:
    """A contribution on the page of its question. `stance`: the reader's own, None when there is none."""

    row: Contribution
    role: str
    own: bool
    stance: int | None


def said_with(
    conversation: Conversation, mine: Participation, question: AskedQuestion, *, first: int, most: int
) -> tuple[list[Said], bool]:
    """Contributions to a question, the newest first, from number `first` on; and whether there are more."""
    rows = contributions_shown(conversation.pk).filter(question=question.key).reverse()
    if conversation.tables:
        rows = rows.filter(table=mine.table)
    page = list(rows[first : first + most + 1])
    roles = roles_shown(conversation.pk)
    stances = dict(
        Stance.objects.filter(participation=mine, contribution__in=[row.pk for row in page]).values_list(
            "contribution", "value"
        )
    )
    said = [
        Said(
            row=row,
            role=row.role if row.role in roles else "",
            own=row.participation_id == mine.pk,
            stance=stances.get(row.pk),
        )
        for row in page[:most]
    ]
    return said, len(page) > most


def mine(by: Participation) -> dict[str, Any]:
    """The own traces as the phone works with them; `n` is the highest counter of any device of this participant."""
    contributions = list(Contribution.objects.filter(participation=by).order_by("made_at", "id"))
    marks = list(Mark.objects.filter(participation=by))
    elements = list(ElementMark.objects.filter(participation=by))
    intentions = list(Intention.objects.filter(participation=by).order_by("id"))
    return {
        "n": max(
            [row.n for row in [*contributions, *marks, *elements, *intentions]]
            + [
                _highest_n(Stance.objects.filter(participation=by)),
                _highest_n(Harvest.objects.filter(participation=by)),
                _highest_n(Entry.objects.filter(participation=by)),
            ]
        ),
        "table": by.table,
        "contributions": [_own_contribution(row) for row in contributions if row.withdrawn_at is None],
        "marks": {
            mark.question: {"position": mark.position, "us": mark.us, "at": milliseconds(mark.made_at)}
            for mark in marks
            if mark.position is not None
        },
        "elements": {
            one.element: {"marks": one.marks.split(), "at": milliseconds(one.made_at)} for one in elements if one.marks
        },
        "intentions": [intention_seen(row) for row in intentions if row.withdrawn_at is None],
    }


def _highest_n(rows: QuerySet[Stance] | QuerySet[Harvest] | QuerySet[Entry]) -> int:
    return rows.aggregate(n=Max("n"))["n"] or 0


def _own_contribution(row: Contribution) -> dict[str, Any]:
    return {
        "id": row.id.hex,
        "question": row.question,
        "text": row.text,
        "slot": row.slot,
        "about": row.about,
        "week": row.week,
        "as_kind": row.kind,
        "signed": row.signed,
        "at": milliseconds(row.made_at),
        "hidden": row.hidden_at is not None,
    }


def my_intentions(by: Participation) -> QuerySet[Intention]:
    """The own intentions, in the order of making."""
    return Intention.objects.filter(participation=by, withdrawn_at=None).order_by("id")


def intention_seen(row: Intention) -> dict[str, Any]:
    """An own intention, with all its fields."""
    return {
        "id": row.id.hex,
        "what": row.what,
        "by_when": row.by_when.isoformat() if row.by_when else "",
        "with_whom": row.with_whom,
        "needed": row.needed,
        "asks_of_me": row.asks_of_me,
        "asks_of_organisation": row.asks_of_organisation,
        "signed": row.signed,
        "at": milliseconds(row.made_at),
        "hidden": row.hidden_at is not None,
    }


@dataclass(frozen=True)
class Became:
    """What became of a contribution; counts are None for one to four people."""

    row: Contribution
    theme: str
    merged: str
    agree: int | None
    disagree: int | None
    answered: bool


def what_became(by: Participation) -> list[Became]:
    """The own contributions with what became of each: theme, put together, hidden, how many agree."""
    rows = list(
        Contribution.objects.filter(participation=by, withdrawn_at=None)
        .select_related("theme_member__theme", "merged_into__theme_member__theme")
        .order_by("made_at", "id")
    )
    counts = stance_counts([row.merged_into_id or row.id for row in rows])
    return [_became(row, counts[row.merged_into_id or row.id]) for row in rows]


def _became(row: Contribution, counts: Counts) -> Became:
    whole = row.merged_into or row
    member = getattr(whole, "theme_member", None)
    return Became(
        row=row,
        theme=member.theme.name if member else "",
        merged=row.merged_into.text if row.merged_into and row.merged_into.hidden_at is None else "",
        agree=shown(counts.agree),
        disagree=shown(counts.disagree),
        answered=counts.agree + counts.disagree > 0,
    )


def stances_taken(by: Participation) -> int:
    """How many contributions of others this participant took a stance on."""
    return Stance.objects.filter(participation=by, value__isnull=False).count()


@dataclass(frozen=True)
class News:
    """What others contributed to a question since the last visit."""

    question: AskedQuestion
    count: int


def news(conversation: Conversation, by: Participation, now: datetime) -> list[News]:
    """What is new since the last visit, question by question; nothing on the first visit."""
    since = new_since(by, now)
    if since is None:
        return []
    keys = (
        contributions_shown(conversation.pk)
        .filter(made_at__gt=since)
        .exclude(participation=by)
        .values_list("question", flat=True)
    )
    counts = Counter(keys)
    opened = conversation.questions.exclude(opened_at=None)
    return [News(question, counts[question.key]) for question in opened if counts[question.key]]


def new_since(by: Participation, now: datetime) -> datetime | None:
    """From when on things are new: the visit before this one. After a pause this look is itself a new visit."""
    if by.visit_at is not None and now - by.visit_at > BETWEEN_VISITS:
        return by.visit_at
    return by.last_visit_at


def all_of(by: Participation) -> dict[str, Any]:
    """Everything that is kept of one participant, to take out: as it is kept, with the words it is about."""
    return {
        "conversation": by.encounter.title,
        "joined": _moment(by.joined_at),
        "role": by.role,
        "first_name": by.first_name,
        "table": by.table or None,
        "contributions": [
            {
                "question": row.question,
                "text": row.text,
                "place": row.slot,
                "who": row.about,
                "week": row.week or None,
                "kind": row.kind,
                "signed": row.signed,
                "at": _moment(row.made_at),
                "taken_off_the_screens": row.hidden_at is not None,
            }
            for row in Contribution.objects.filter(participation=by, withdrawn_at=None).order_by("made_at", "id")
        ],
        "stances": [
            {"on": text, "stance": STANCE_NAMES[value], "at": _moment(at)}
            for text, value, at in Stance.objects.filter(participation=by, value__isnull=False)
            .order_by("made_at", "id")
            .values_list("contribution__text", "value", "made_at")
        ],
        "marks": [
            {"question": mark.question, "position": mark.position, "us": mark.us, "at": _moment(mark.made_at)}
            for mark in Mark.objects.filter(participation=by, position__isnull=False)
        ],
        "element_marks": [
            {"element": one.element, "marks": one.marks.split(), "at": _moment(one.made_at)}
            for one in ElementMark.objects.filter(participation=by).exclude(marks="")
        ],
        "intentions": [
            {name: value for name, value in intention_seen(row).items() if name not in ("id", "at", "hidden")}
            | {"at": _moment(row.made_at)}
            for row in my_intentions(by)
        ],
        "harvests": [
            {"table": row.table, "text": row.text, "at": _moment(row.made_at)}
            for row in Harvest.objects.filter(participation=by).order_by("made_at", "id")
        ],
        "sheets": all_entries_of(by),
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
