"""What one participant sees: the stack to answer, and what became of the own traces."""

from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from leerruimte.base.small_groups import shown
from leerruimte.conversations.models import Conversation, Harvest, Mark
from leerruimte.conversations.queries.room import contribution_seen, milliseconds
from leerruimte.encounters.models import Contribution, Intention, Participation, Stance
from leerruimte.encounters.queries import contributions_shown, roles_shown

STACK = 8


def stack(conversation: Conversation, mine: Participation, question: str = "") -> dict[str, Any]:
    """The next contributions to agree or disagree with, what has been seen least first, and how many are left.

    With `question` only those to that question. While people sit at tables they answer their own table's.
    """
    waiting = unanswered(conversation, mine)
    if question:
        waiting = waiting.filter(question=question)
    if conversation.tables:
        waiting = waiting.filter(table=mine.table)
    rows = list(waiting.annotate(seen=Count("stances")).order_by("seen", "-made_at")[:STACK])
    roles = roles_shown(conversation.pk)
    return {"items": [contribution_seen(row, roles) for row in rows], "left": waiting.count()}


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


def mine(conversation: Conversation, by: Participation) -> dict[str, Any]:
    """All that one participant gave, and what became of it."""
    return {
        "n": highest_n(by),
        "table": by.table,
        "contributions": [_my_contribution(row) for row in my_contributions(by)],
        "stances": Stance.objects.filter(participation=by, value__isnull=False).count(),
        "marks": {
            mark.question: {"position": mark.position, "us": mark.us}
            for mark in Mark.objects.filter(participation=by, position__isnull=False)
        },
        "intentions": [_my_intention(row) for row in Intention.objects.filter(participation=by, withdrawn_at=None)],
        "since": milliseconds(by.last_visit_at),
    }


def my_contributions(by: Participation) -> QuerySet[Contribution]:
    """The own contributions with how many agree and disagree."""
    return (
        Contribution.objects.filter(participation=by, withdrawn_at=None)
        .select_related("theme_member__theme", "merged_into")
        .annotate(
            agree=Count("stances", filter=Q(stances__value=Stance.Value.AGREE)),
            disagree=Count("stances", filter=Q(stances__value=Stance.Value.DISAGREE)),
        )
        .order_by("made_at", "id")
    )


def _my_contribution(row: Any) -> dict[str, Any]:
    member = getattr(row, "theme_member", None)
    return {
        "id": row.id.hex,
        "question": row.question,
        "text": row.text,
        "slot": row.slot,
        "at": milliseconds(row.made_at),
        "agree": shown(row.agree),
        "disagree": shown(row.disagree),
        "theme": member.theme.name if member else "",
        "hidden": row.hidden_at is not None,
        "merged": row.merged_into.text if row.merged_into else "",
    }


def _my_intention(row: Intention) -> dict[str, Any]:
    return {
        "id": row.id.hex,
        "what": row.what,
        "by_when": row.by_when.isoformat() if row.by_when else "",
        "with_whom": row.with_whom,
        "needed": row.needed,
        "asks_of_me": row.asks_of_me,
        "asks_of_organisation": row.asks_of_organisation,
        "at": milliseconds(row.made_at),
    }


def highest_n(by: Participation) -> int:
    """The highest counter of any device of this participant; a new device goes on from here."""
    kinds = (Contribution, Stance, Mark, Intention, Harvest)
    return max(model.objects.filter(participation=by).aggregate(n=Max("n"))["n"] or 0 for model in kinds)  # type: ignore[attr-defined]
