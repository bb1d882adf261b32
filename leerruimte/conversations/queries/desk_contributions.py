"""The contributions on the desk: chosen, newest first, with themes, doubles and how they fare."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from leerruimte.conversations.models import Conversation, Theme
from leerruimte.conversations.queries.desk import QuestionOnDesk, questions_on_desk, slot_words
from leerruimte.conversations.queries.room import milliseconds
from leerruimte.conversations.queries.stances import Counts, stance_counts
from leerruimte.conversations.rules import likeness
from leerruimte.encounters.models import Contribution
from leerruimte.encounters.queries import contributions_shown, roles_shown

# Contributions at once, and the most that "older ones" adds up to.
PAGE = 20
MOST = 600
# Doubles are looked for among the newest so many; as many are proposed.
COMPARED = 1000
PROPOSED = 5
ALIKE = 0.3


@dataclass(frozen=True)
class Choice:
    """Which contributions the desk shows: of a question, of a theme (its id, or "none"), up to a moment, how many."""

    question: str = ""
    theme: str = ""
    until: int | None = None
    many: int = PAGE

    def query(self, *, until: int | None = None) -> str:
        """The choice as it stands in an address; with `until` nothing newer than that is shown."""
        more = self.many if self.many > PAGE else ""
        named = {"vraag": self.question, "thema": self.theme, "tot": until, "meer": more}
        return urlencode({name: value for name, value in named.items() if value})


@dataclass(frozen=True)
class ContributionOnDesk:
    """A contribution with all that the facilitator needs to judge it."""

    id: str
    text: str
    role: str
    signed: str
    slot: Mapping[str, str]
    about: str
    week: int
    table: int
    at: datetime
    question: int
    counts: Counts
    theme: Theme | None
    doubles: tuple[Contribution, ...]

    @property
    def hide_form(self) -> str:
        """The name of the form that hides it."""
        return f"hide-{self.id}"


@dataclass(frozen=True)
class ThemeOnDesk:
    """A theme with how many contributions lie in it."""

    id: int
    name: str
    contributions: int

    @property
    def id_text(self) -> str:
        """Its id, as it stands in an address."""
        return str(self.id)

    @property
    def query(self) -> str:
        """Choose what lies in this theme."""
        return Choice(theme=self.id_text).query()


@dataclass(frozen=True)
class ContributionsOnDesk:
    """One choice of contributions, newest first; `newer` came in after what is shown, `older` are before it."""

    choice: Choice
    items: tuple[ContributionOnDesk, ...]
    newer: int
    older: int
    until: int
    themes: tuple[ThemeOnDesk, ...]
    loose: int
    questions: tuple[QuestionOnDesk, ...]
    total: int

    @property
    def query(self) -> str:
        """This choice with what is newest."""
        return self.choice.query()

    @property
    def refresh(self) -> str:
        """This choice as it stands on the screen: nothing newer."""
        return self.choice.query(until=self.until)

    @property
    def more_query(self) -> str:
        """This choice with a page of older ones."""
        return replace(self.choice, many=self.choice.many + PAGE).query(until=self.until)


def desk_contributions(conversation: Conversation, choice: Choice) -> ContributionsOnDesk:
    """Contributions newest first. What came in after `choice.until` is only counted: nothing shifts while one reads."""
    chosen = _chosen(conversation, choice)
    until, moment = _moment(choice.until)
    count = chosen.aggregate(all=Count("id"), older=Count("id", filter=Q(made_at__lt=moment)))
    if not count["older"]:  # nobody is reading anything yet: the first ones appear by themselves
        until, moment = _moment(None)
        count["older"] = count["all"]
    older = chosen.filter(made_at__lt=moment)
    rows = list(older.select_related("theme_member__theme").order_by("-made_at", "-id")[: min(choice.many, MOST)])
    questions = tuple(seen for _question, seen in questions_on_desk(conversation))
    themes = _themes(conversation)
    total = sum(question.contributions for question in questions)
    return ContributionsOnDesk(
        choice=choice,
        items=_contributions_on_desk(conversation, rows, {q.key: q.number for q in questions}),
        newer=count["all"] - count["older"],
        older=count["older"] - len(rows),
        until=until,
        themes=themes,
        loose=total - sum(theme.contributions for theme in themes),
        questions=questions,
        total=total,
    )


def _moment(until: int | None) -> tuple[int, datetime]:
    """The last millisecond of what is shown (None: now), and the moment after it."""
    until = until or milliseconds(timezone.now()) or 0
    return until, datetime.fromtimestamp((until + 1) / 1000, UTC)


def _chosen(conversation: Conversation, choice: Choice) -> QuerySet[Contribution]:
    rows = contributions_shown(conversation.pk)
    if choice.question:
        rows = rows.filter(question=choice.question)
    if choice.theme == "none":
        rows = rows.filter(theme_member=None)
    elif choice.theme.isdecimal():
        rows = rows.filter(theme_member__theme=int(choice.theme))
    return rows


def _themes(conversation: Conversation) -> tuple[ThemeOnDesk, ...]:
    seen = Q(contributions__withdrawn_at=None, contributions__hidden_at=None, contributions__merged_into=None)
    rows = conversation.themes.annotate(many=Count("contributions", filter=seen))
    return tuple(ThemeOnDesk(id=row.pk, name=row.name, contributions=row.many) for row in rows)


def _contributions_on_desk(
    conversation: Conversation, rows: list[Contribution], numbers: Mapping[str, int]
) -> tuple[ContributionOnDesk, ...]:
    roles = roles_shown(conversation.pk)
    counts = stance_counts([row.pk for row in rows])
    slots = slot_words(conversation)
    doubles: dict[UUID | None, list[Contribution]] = {}
    for double in Contribution.objects.filter(merged_into__in=[row.pk for row in rows], withdrawn_at=None):
        doubles.setdefault(double.merged_into_id, []).append(double)
    return tuple(
        ContributionOnDesk(
            id=row.pk.hex,
            text=row.text,
            role=row.role if row.role in roles else "",
            signed=row.signed,
            slot=slots.get(row.slot, {}),
            about=row.about,
            week=row.week,
            table=row.table,
            at=row.made_at,
            question=numbers.get(row.question, 0),
            counts=counts[row.pk],
            theme=row.theme_member.theme if hasattr(row, "theme_member") else None,
            doubles=tuple(doubles.get(row.pk, ())),
        )
        for row in rows
    )


@dataclass(frozen=True)
class Others:
    """Contributions that one could be put together with: those that look alike, then the newest."""

    alike: tuple[Contribution, ...]
    newest: tuple[Contribution, ...]


def others_to_merge(contribution: Contribution, search: str = "") -> Others:
    """What a contribution may be a double of: to the same question and on the screens."""
    rows = list(
        contributions_shown(contribution.encounter_id)
        .filter(question=contribution.question)
        .exclude(pk=contribution.pk)
        .order_by("-made_at", "-id")[:COMPARED]
    )
    if words := search.casefold().split():
        return Others((), tuple(row for row in rows if all(word in row.text.casefold() for word in words))[:PAGE])
    graded = sorted(((likeness(contribution.text, row.text), row) for row in rows), key=lambda pair: -pair[0])
    alike = tuple(row for grade, row in graded[:PROPOSED] if grade >= ALIKE)
    return Others(alike, tuple(row for row in rows if row not in alike)[:PAGE])
