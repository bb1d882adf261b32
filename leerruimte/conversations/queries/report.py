"""The report: all that may be kept of a conversation. No figure about one to four people, and none by subtraction."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from leerruimte.base.small_groups import SMALLEST, groups_shown
from leerruimte.conversations.figures import CountsShown, counts_shown, kinds_shown, left_out
from leerruimte.conversations.models import AskedQuestion, Conversation, Theme
from leerruimte.conversations.queries.desk import kind_words, slot_words
from leerruimte.conversations.queries.map import MapSeen, map_seen
from leerruimte.conversations.queries.placed import PathMarks, path_marks, scale_marks
from leerruimte.conversations.queries.room import harvests
from leerruimte.conversations.queries.sheets import SheetSeen, sheets_seen
from leerruimte.conversations.queries.stances import Counts, stance_counts
from leerruimte.encounters.models import Contribution, Intention
from leerruimte.encounters.queries import contributions_shown, intentions_shown, roles_here
from leerruimte.people.models import SIDE_OF, Role, Side
from leerruimte.plates.models import Question

# Working parts on which people place themselves.
PLACED: Mapping[str, Callable[..., PathMarks]] = {
    Question.Part.PATH: path_marks,
    Question.Part.SCALE: scale_marks,
}
# Findings of the map that the report tells; the screen tells fewer.
FINDINGS = 12


@dataclass(frozen=True)
class Said:
    """A contribution in the report. `doubles`: how many others say the same and were put together with it."""

    text: str
    role: str
    signed: str
    theme: str
    counts: CountsShown
    doubles: int
    # The element or heap it is about, who it is about, its week (0: none) and kind; empty where that was not asked.
    place: Mapping[str, str]
    about: str
    week: int
    kind: Mapping[str, str]


@dataclass(frozen=True)
class Bundle:
    """Contributions to a question that belong together: a theme, a heap, or (without a name) the others."""

    name: str
    words: Mapping[str, str]
    said: tuple[Said, ...]


@dataclass(frozen=True)
class QuestionReported:
    """A question with all that was contributed to it."""

    number: int
    text: Mapping[str, str]
    part: str
    contributions: int
    bundles: tuple[Bundle, ...]
    path: PathMarks | None


@dataclass(frozen=True)
class HeapReported:
    """One of the heaps over all questions."""

    key: str
    words: Mapping[str, str]
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Figures:
    """The conversation in figures. `roles`: those that may be told apart; `others` are all other people together."""

    people: int
    roles: tuple[tuple[str, int], ...]
    others: int
    contributions: int
    intentions: int
    hidden: int
    tables: int


@dataclass(frozen=True)
class Report:
    """All that the page and the PDF tell."""

    conversation: Conversation
    title: str
    partnership: str
    began: datetime
    ended: datetime | None
    version: int
    made_at: datetime
    figures: Figures
    map: MapSeen
    questions: tuple[QuestionReported, ...]
    heaps: tuple[HeapReported, ...]
    sheets: tuple[SheetSeen, ...]
    harvests: tuple[tuple[int, str], ...]
    intentions: tuple[Intention, ...]
    attribution: str
    source: str

    @property
    def has_plate(self) -> bool:
        """Whether it was held on a plate, here; an imported conversation was not."""
        return self.conversation.imported_from is None

    @property
    def has_weeks(self) -> bool:
        """Whether slips lie in weeks."""
        return any(said.week for heap in self.heaps for said in heap.said)

    @property
    def took_days(self) -> bool:
        """Whether it ended on another day than it began."""
        return self.ended is not None and self.ended.date() != self.began.date()


def report_of(conversation: Conversation) -> Report:
    """The report as it can be made now; of the map the last one that was made."""
    roles = roles_here(conversation.pk)
    people = sum(roles.values())
    told, others = groups_shown(roles)
    others += told.pop("", 0)
    rows = list(contributions_shown(conversation.pk).select_related("theme_member__theme"))
    said = _said(conversation, rows, frozenset(told), people)
    intentions = tuple(intentions_shown(conversation.pk))
    imported = conversation.imported_from or {}
    return Report(
        conversation=conversation,
        title=conversation.encounter.title,
        partnership=conversation.encounter.partnership.name,
        began=conversation.encounter.made_at,
        ended=conversation.ended_at(timezone.now()),
        version=conversation.encounter.version,
        made_at=timezone.now(),
        figures=Figures(
            people=people,
            roles=tuple(sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))),
            others=others,
            contributions=len(rows),
            intentions=len(intentions),
            hidden=Contribution.objects.filter(
                encounter=conversation.pk, withdrawn_at=None, hidden_at__isnull=False
            ).count(),
            tables=conversation.tables,
        ),
        map=map_seen(conversation, None, most=FINDINGS),
        questions=_questions(conversation, rows, said, roles),
        heaps=_heaps(conversation, rows, said),
        sheets=sheets_seen(conversation),
        harvests=tuple((harvest["table"], harvest["text"]) for harvest in harvests(conversation.pk)),
        intentions=intentions,
        attribution=imported.get("attribution", ""),
        source=imported.get("url", ""),
    )


def _said(
    conversation: Conversation, rows: Sequence[Contribution], told: frozenset[str], people: int
) -> dict[str, Said]:
    """Contributions by id, as they may be told."""
    places, kinds = slot_words(conversation), kind_words(conversation)
    counts = stance_counts([row.pk for row in rows])
    doubles = dict(
        Contribution.objects.filter(merged_into__in=[row.pk for row in rows], withdrawn_at=None)
        .order_by()
        .values_list("merged_into")
        .annotate(Count("id"))
    )
    return {
        row.pk.hex: Said(
            text=row.text,
            role=row.role if row.role in told else "",
            signed=row.signed,
            theme=row.theme_member.theme.name if hasattr(row, "theme_member") else "",
            counts=_counts(counts[row.pk], people),
            doubles=doubles.get(row.pk, 0),
            place=places.get(row.slot, {}),
            about=row.about,
            week=row.week,
            kind=kinds.get(row.kind, {}),
        )
        for row in rows
    }


def _counts(counts: Counts, people: int) -> CountsShown:
    """Everybody but the writer could take a stance (elsewhere the writer too)."""
    return counts_shown(counts.agree, counts.disagree, max(people - 1, counts.agree + counts.disagree))


def _questions(
    conversation: Conversation, rows: Sequence[Contribution], said: Mapping[str, Said], roles: Mapping[str, int]
) -> tuple[QuestionReported, ...]:
    by_question: dict[str, list[Contribution]] = {}
    for row in rows:
        by_question.setdefault(row.question, []).append(row)
    themes = {theme.pk: theme for theme in conversation.themes.all()}
    return tuple(
        QuestionReported(
            number=question.order,
            text=question.text,
            part=question.part,
            contributions=len(by_question.get(question.key, [])),
            bundles=()
            if question.part == Question.Part.HEAPS
            else _bundles(by_question.get(question.key, []), said, themes),
            path=_path(conversation, question, roles) if question.part in PLACED else None,
        )
        for question in conversation.questions.all()
        if question.opened_at
    )


def _bundles(rows: Iterable[Contribution], said: Mapping[str, Said], themes: Mapping[int, Theme]) -> tuple[Bundle, ...]:
    """Theme by theme in the order of the desk, what lies in none last."""
    by_theme: dict[int, list[Said]] = {}
    for row in rows:
        theme = row.theme_member.theme_id if hasattr(row, "theme_member") else 0
        by_theme.setdefault(theme, []).append(said[row.pk.hex])
    order = [*themes, 0]
    return tuple(
        Bundle(themes[key].name if key else "", {}, _most_agreed_first(by_theme[key]))
        for key in order
        if key in by_theme
    )


def _most_agreed_first(said: Iterable[Said]) -> tuple[Said, ...]:
    """By what is told of the counts only: an order by what is not told would tell it."""
    return tuple(sorted(said, key=lambda one: -(one.counts.agree or one.counts.low)))


def _week_by_week(said: Iterable[Said]) -> tuple[Said, ...]:
    """In the order of their weeks, without a week last; within a week as everywhere."""
    return tuple(sorted(_most_agreed_first(said), key=lambda one: (one.week == 0, one.week)))


def _heaps(
    conversation: Conversation, rows: Sequence[Contribution], said: Mapping[str, Said]
) -> tuple[HeapReported, ...]:
    """What lies on each heap, and what was contributed to those questions without one."""
    part = conversation.plate.parts.filter(kind=Question.Part.HEAPS).first()
    asked = {question.key for question in conversation.questions.all() if question.part == Question.Part.HEAPS}
    if part is None or not asked:
        return ()
    kinds: list[dict[str, Any]] = part.settings.get("heaps", [])
    known = {kind["id"] for kind in kinds}
    lying: dict[str, list[Said]] = {}
    for row in rows:
        if row.question in asked or row.slot in known:
            lying.setdefault(row.slot if row.slot in known else "", []).append(said[row.pk.hex])
    heaps = [HeapReported(kind["id"], kind["label"], _week_by_week(lying.get(kind["id"], []))) for kind in kinds]
    if "" in lying:
        heaps.append(HeapReported("", {}, _most_agreed_first(lying[""])))
    return tuple(heaps)


def _path(conversation: Conversation, question: AskedQuestion, roles: Mapping[str, int]) -> PathMarks:
    """The marks on the path or scale, so that they cannot be subtracted from the figures of the conversation."""
    path = PLACED[question.part](conversation, question)
    if not path.enough:
        return path
    everybody: Counter[str] = Counter()
    for role, count in roles.items():
        everybody[SIDE_OF[Role(role)].value if role else Side.MIXED.value] += count
    here = Counter(dot.side for dot in path.dots)
    told = kinds_shown({"here": here, "elsewhere": everybody - here}) if path.people_a_dot == 1 else frozenset(here)
    fewer = left_out(path.people, sum(everybody.values())) if path.people_a_dot == 1 else 0
    if len(path.dots) - fewer < SMALLEST:
        return replace(path, enough=False, dots=(), sides=())
    kept = PLACED[question.part](conversation, question, leave_out=fewer).dots if fewer else path.dots
    dots = tuple(dot if dot.side in told else replace(dot, side=Side.MIXED.value) for dot in kept)
    return replace(path, dots=dots, sides=tuple(side for side in Side.values if side in {dot.side for dot in dots}))
