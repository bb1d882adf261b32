"""Joining a conversation, coming back, and taking out or deleting what is one's own."""

from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.queries.room import people_count
from leerruimte.conversations.rules import MOST_PEOPLE, table_for_newcomer
from leerruimte.conversations.telling import tell, tell_desk
from leerruimte.encounters.actions import forget_participation, take_part
from leerruimte.encounters.models import Participation
from leerruimte.encounters.rules import clean_text


@transaction.atomic
def join_conversation(*, by: UUID, conversation: Conversation, role: str, first_name: str) -> Participation:
    """Let somebody in with the id their phone made; the same id again gives the same place."""
    encounter = conversation.encounter
    if conversation.ended_at(timezone.now()) is not None:
        raise Refused(_("This conversation has ended. Ask the facilitator for the report."), code="ended")
    if conversation.roles and role not in conversation.roles:
        raise Refused(_("Choose one of the roles."), field="role", code="no_role")
    if people_count(encounter.pk) >= MOST_PEOPLE:
        raise Refused(_("This conversation is full."), code="full")
    table = _table_for(conversation, role) if conversation.tables else 0
    participation, is_new = take_part(
        by=by, encounter=encounter, role=role, first_name=clean_text(first_name)[:40], table=table
    )
    if is_new:
        tell(encounter, "people", people_count(encounter.pk), replaces=True)
        tell_desk(encounter)
    return participation


def _table_for(conversation: Conversation, role: str) -> int:
    at_tables: dict[int, dict[str, int]] = {}
    rows = conversation.encounter.participations.values_list("table", "role").annotate(Count("id")).order_by()
    for table, its_role, count in rows:
        at_tables.setdefault(table, {})[its_role] = count
    return table_for_newcomer(at_tables, role, conversation.tables)


def begin_visit(*, by: Participation) -> None:
    """Remember that somebody looks again after a while, so that the page can say what is new since the last time."""
    now = timezone.now()
    if by.visit_at is None or (now - by.visit_at).total_seconds() > 30 * 60:
        Participation.objects.filter(pk=by.pk).update(last_visit_at=by.visit_at, visit_at=now)


@transaction.atomic
def delete_mine(*, by: Participation, conversation: Conversation) -> None:
    """Delete a participant with all that is theirs, at their own wish."""
    gone = list(conversation.encounter.contribution_set.filter(participation=by).values_list("id", flat=True))
    forget_participation(by=by)
    for contribution in gone:
        tell(conversation.encounter, "gone", contribution.hex)
    tell(conversation.encounter, "people", people_count(conversation.pk), replaces=True)
    tell_desk(conversation.encounter)
