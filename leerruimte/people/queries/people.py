"""Reading people, their roles in time, and who looked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from leerruimte.base.searching import all_words
from leerruimte.people.access import may_coordinate, on_today, visible_people, visible_roles
from leerruimte.people.models import AuditEntry, Invitation, Partnership, Person, RoleAssignment
from leerruimte.people.who import Who

SOON = timedelta(days=60)


def people_seen(
    who: Who, partnership: Partnership, *, role: str = "", organisation: int | None = None, words: str = "", ended: bool
) -> QuerySet[Person]:
    """People of a partnership whom `who` may see, by name; with a role today, or also those whose roles ended."""
    roles = visible_roles(who, partnership)
    if not ended:
        roles = roles.filter(Q(until_date=None) | Q(until_date__gte=timezone.localdate()))
    if role:
        roles = roles.filter(role=role)
    if organisation:
        roles = roles.filter(organisation=organisation)
    people = Person.objects.filter(pk__in=roles.values("person"))
    people = people.filter(all_words(words))
    return people.order_by("sought", "pk")


def roles_of(who: Who, partnership: Partnership, people: list[Person]) -> Mapping[int, list[RoleAssignment]]:
    """Person id -> the roles in this partnership that `who` may see: those of today first, then what comes and was."""
    rows = visible_roles(who, partnership).filter(person__in=people).select_related("organisation")
    found: dict[int, list[RoleAssignment]] = {person.pk: [] for person in people}
    for row in rows.order_by("-from_date", "role", "pk"):
        found[row.person_id].append(row)
    today = timezone.localdate()
    for held in found.values():
        held.sort(key=lambda row: row.until_date is not None and row.until_date < today)
    return found


def roles_held(who: Who, partnership: Partnership) -> QuerySet[RoleAssignment]:
    """What `who` is in a partnership today."""
    mine = RoleAssignment.objects.filter(on_today(), partnership=partnership, person=who.person)
    return mine.select_related("organisation").order_by("from_date", "pk")


@dataclass(frozen=True)
class People:
    """Figures about people for who coordinates: role -> how many today; invitations; what ends soon."""

    roles: Mapping[str, int]
    people: int
    ending: tuple[RoleAssignment, ...]
    ending_count: int
    open_invitations: int
    late_invitations: int


def people_counted(partnership: Partnership) -> People:
    """What a coordinator wants to know at a glance; only for who may see everybody's roles."""
    today = timezone.localdate()
    roles = RoleAssignment.objects.filter(partnership=partnership)
    current = roles.filter(on_today())
    ending = roles.filter(until_date__range=(today, today + SOON)).select_related("person", "organisation")
    invited = Invitation.objects.filter(partnership=partnership, withdrawn_at=None, accepted_at=None)
    return People(
        roles=dict(current.order_by().values_list("role").annotate(Count("person", distinct=True))),
        people=current.values("person").distinct().count(),
        ending=tuple(ending.order_by("until_date", "pk")[:8]),
        ending_count=ending.count(),
        open_invitations=invited.filter(ends_on__gte=today).count(),
        late_invitations=invited.exclude(email="").filter(ends_on__lt=today).count(),
    )


def people_found(who: Who, partnership: Partnership, words: str, most: int) -> list[Person]:
    """People in one partnership, whom `who` may see, in whose name or address all words stand."""
    people = visible_people(who, partnership)
    people = people.filter(all_words(words))
    return list(people.order_by("sought", "pk")[:most])


def invitations_found(who: Who, partnership: Partnership, words: str, most: int) -> list[Invitation]:
    """Invitations that wait, in whose name or address all words stand; for coordinators."""
    if not may_coordinate(who, partnership.pk):
        return []
    rows = Invitation.objects.filter(partnership=partnership, accepted_at=None, withdrawn_at=None).exclude(email="")
    rows = rows.filter(all_words(words))
    return list(rows.order_by("sought", "pk")[:most])


def audit_of(partnership: Partnership) -> QuerySet[AuditEntry]:
    """Who looked into or changed what in a partnership, the newest first."""
    return AuditEntry.objects.filter(partnership=partnership).select_related("by", "about")


def audit_about(person_id: int) -> QuerySet[AuditEntry]:
    """Who looked into or changed what is somebody's own, the newest first; for that person."""
    return AuditEntry.objects.filter(about=person_id).select_related("by", "partnership")
