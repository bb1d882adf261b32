"""What the wall shows: the newest slips, themes, the heaps. Names never."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from leerruimte.conversations.models import AskedQuestion, Conversation
from leerruimte.conversations.queries.stances import Counts, stance_counts
from leerruimte.encounters.models import Contribution
from leerruimte.encounters.queries import contributions_shown, roles_shown
from leerruimte.plates.models import Question

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
    # Whom it is about, and its kind, where the working part asks for those.
    about: str
    kind: str


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
            about=row.about,
            kind=row.kind,
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
    """One of the heaps of the plate, with the newest that was laid on it. `number`: as it stands in the drawing."""

    key: str
    number: int | None
    label: Mapping[str, str]
    question: Mapping[str, str]
    contributions: int
    slips: tuple[Slip, ...]


def heaps(
    conversation: Conversation, question: AskedQuestion | None = None, *, each: int | None = IN_A_HEAP
) -> tuple[Heap, ...]:
    """The heaps (say keep, let go, develop) over all questions that fill them, or of one question."""
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
            number=kind.get("nr"),
            label=kind["label"],
            question=kind.get("question", {}),
            contributions=many.get(kind["id"], 0),
            slips=tuple(next(seen) for _row in lying[kind["id"]]),
        )
        for kind in kinds
    )


def contributions_count(conversation: Conversation) -> int:
    """How many contributions everybody may read."""
    return contributions_shown(conversation.pk).count()
