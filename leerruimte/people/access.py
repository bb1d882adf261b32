"""Who may see or do what in a partnership: by roles of today, or by a link that is a right by itself.

A partnership, and everything in it, does not exist (404) for who has nothing to do with it.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from leerruimte.base.links import read_link
from leerruimte.people.models import (
    Invitation,
    Organisation,
    OrganisationMembership,
    Partnership,
    PendingImport,
    Person,
    Role,
    RoleAssignment,
)
from leerruimte.people.who import HeldRole, Who

# They guide others in their organisations, and see who is there.
EDUCATORS = frozenset({Role.SCHOOL_EDUCATOR, Role.INSTITUTE_EDUCATOR})
# They learn here; what the partnership shows to others is for the rest to make.
LEARNERS = frozenset({Role.STUDENT, Role.CAREER_CHANGER, Role.STARTER})


class SecondFactorNeeded(Exception):
    """They have the right, and must show a second proof of who they are first."""


def on_today(day: date | None = None) -> Q:
    """The condition that a role or membership is so today (or on another day)."""
    day = day or timezone.localdate()
    return Q(from_date__lte=day) & (Q(until_date=None) | Q(until_date__gte=day))


def roles_today(person_id: int) -> tuple[HeldRole, ...]:
    """What a person is today, everywhere: role and period decide what one may do."""
    rows = RoleAssignment.objects.filter(on_today(), person=person_id).order_by("pk")
    return tuple(
        HeldRole(partnership, role, organisation)
        for partnership, role, organisation in rows.values_list("partnership", "role", "organisation")
    )


def linked_partnerships(who: Who) -> QuerySet[Partnership]:
    """Partnerships of which `who` carries a link that was not withdrawn."""
    linked = Q(pk__in=[])
    for partnership, number in who.hosts.items():
        linked |= Q(pk=partnership, host_number=number)
    return Partnership.objects.filter(linked)


def hosted_partnerships(who: Who) -> QuerySet[Partnership]:
    """Partnerships in which `who` may open conversations: with a role there today, or by link."""
    return (linked_partnerships(who) | Partnership.objects.filter(pk__in=who.partnerships)).order_by("name")


def member_partnerships(who: Who) -> QuerySet[Partnership]:
    """Partnerships in which `who` has a role today."""
    return Partnership.objects.filter(pk__in=who.partnerships).order_by("name")


def get_partnership(who: Who, slug: str) -> Partnership:
    """The partnership, if `who` has a role there today."""
    partnership = member_partnerships(who).filter(slug=slug).first()
    if partnership is None:
        raise Http404
    return partnership


def is_coordinator(who: Who, partnership: int) -> bool:
    """Whether it is their work to run the partnership; says nothing of the second proof that this needs."""
    return Role.COORDINATOR in who.roles_in(partnership)


def may_coordinate(who: Who, partnership: int) -> bool:
    """Whether they may now: a coordinator of today who showed a second proof."""
    return is_coordinator(who, partnership) and who.second_factor


def get_coordinated(who: Who, slug: str) -> Partnership:
    """The partnership, if `who` coordinates it; `SecondFactorNeeded` when only the second proof is missing."""
    partnership = get_partnership(who, slug)
    if not is_coordinator(who, partnership.pk):
        raise Http404
    if not who.second_factor:
        raise SecondFactorNeeded
    return partnership


def visible_organisations(who: Who, partnership: Partnership) -> QuerySet[Organisation]:
    """Organisations of the partnership, also those that left it, for whoever has a role there today."""
    if partnership.pk not in who.partnerships:
        return Organisation.objects.none()
    return Organisation.objects.filter(memberships__partnership=partnership)


def visible_roles(who: Who, partnership: Partnership) -> QuerySet[RoleAssignment]:
    """Roles in the partnership, ended ones too: all for its coordinators, of the own organisations for educators
    (those of today), and everybody their own."""
    roles = RoleAssignment.objects.filter(partnership=partnership)
    if may_coordinate(who, partnership.pk):
        return roles
    seen = Q(person=who.person) if who.person else Q(pk__in=[])
    guided = [held.organisation for held in who.roles if held.partnership == partnership.pk and held.role in EDUCATORS]
    return roles.filter(seen | Q(on_today(), organisation__in=[one for one in guided if one]))


def visible_people(who: Who, partnership: Partnership) -> QuerySet[Person]:
    """People whose roles in the partnership may be seen."""
    return Person.objects.filter(pk__in=visible_roles(who, partnership).values("person"))


def get_person(who: Who, partnership: Partnership, person_id: int) -> Person:
    """The person, if they may be seen in this partnership."""
    person = visible_people(who, partnership).filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


def get_organisation(who: Who, partnership: Partnership, organisation_id: int) -> Organisation:
    """The organisation, if it belongs (or belonged) to this partnership."""
    organisation = visible_organisations(who, partnership).filter(pk=organisation_id).first()
    if organisation is None:
        raise Http404
    return organisation


def speaks_for(who: Who, partnership: Partnership, organisation: Organisation) -> bool:
    """Whether `who` is one of an organisation's own educators: they say what it shows to a partnership."""
    return any(
        held.organisation == organisation.pk and held.role in EDUCATORS
        for held in who.roles
        if held.partnership == partnership.pk
    )


def works_at(who: Who, partnership: Partnership, organisation: Organisation) -> bool:
    """Whether `who` works at an organisation today (not: only learns there)."""
    return any(
        held.organisation == organisation.pk and held.role not in LEARNERS
        for held in who.roles
        if held.partnership == partnership.pk
    )


def may_change_organisation(who: Who, partnership: Partnership, organisation: Organisation) -> bool:
    """Whether `who` may correct it: its own educators, and a coordinator of a partnership that it shows everything.

    So another partnership that comes to know of a school cannot change what the first keeps of it.
    """
    if speaks_for(who, partnership, organisation):
        return True
    if not may_coordinate(who, partnership.pk):
        return False
    membership = OrganisationMembership.objects.filter(partnership=partnership, organisation=organisation).first()
    return membership is not None and set(membership.shares) == set(OrganisationMembership.Share.values)


def get_assignment(who: Who, partnership: Partnership, assignment_id: int) -> RoleAssignment:
    """A role in this partnership, if it may be seen."""
    roles = visible_roles(who, partnership).select_related("person", "organisation", "partnership")
    assignment = roles.filter(pk=assignment_id).first()
    if assignment is None:
        raise Http404
    return assignment


def get_changed_organisation(who: Who, partnership: Partnership, organisation_id: int) -> Organisation:
    """The organisation, if `who` may correct it here; `SecondFactorNeeded` for a coordinator who only lacks that."""
    organisation = get_organisation(who, partnership, organisation_id)
    if may_change_organisation(who, partnership, organisation):
        return organisation
    if is_coordinator(who, partnership.pk) and not who.second_factor:
        raise SecondFactorNeeded
    raise Http404


def get_spoken_for(who: Who, partnership: Partnership, organisation_id: int) -> Organisation:
    """The organisation, if `who` is one of its own educators."""
    organisation = get_organisation(who, partnership, organisation_id)
    if not speaks_for(who, partnership, organisation):
        raise Http404
    return organisation


def get_invited(token: str) -> Invitation:
    """The invitation of a link: whoever has the link may read it, and take it up."""
    thing, _number = read_link("invitation", token) or ("", 0)
    invitation = (
        Invitation.objects.select_related("partnership", "organisation", "made_by").filter(pk=thing).first()
        if thing
        else None
    )
    if invitation is None:
        raise Http404
    return invitation


def get_self(who: Who) -> Person:
    """Who signed in; nobody else's page exists here."""
    person = Person.objects.filter(pk=who.person).first() if who.person else None
    if person is None:
        raise Http404
    return person


def get_invitation(who: Who, partnership: Partnership, invitation_id: UUID) -> Invitation:
    """An invitation of a partnership, for who coordinates it."""
    invitation = Invitation.objects.filter(partnership=partnership, pk=invitation_id).first()
    if invitation is None or not may_coordinate(who, partnership.pk):
        raise Http404
    return invitation


def get_pending_import(
    who: Who,
    partnership: Partnership,
    pending_id: UUID,
    *,
    also_confirmed: bool = False,
    kinds: Collection[str] = tuple(PendingImport.Kind.values),
) -> PendingImport:
    """A file that was read in here less than a day ago and waits, for who coordinates the partnership.

    `kinds`: what may be in it; a file with something of another part of the system is not found here.
    """
    rows = PendingImport.objects.filter(partnership=partnership, pk=pending_id, kind__in=kinds)
    rows = rows.filter(made_at__gt=timezone.now() - PendingImport.KEPT_FOR).select_related("partnership")
    pending = rows.first()
    if pending is None or not may_coordinate(who, partnership.pk) or (pending.confirmed_at and not also_confirmed):
        raise Http404
    return pending


def get_session(who: Who, session_id: int) -> UserSession:
    """Where `who` is signed in; somebody else's does not exist."""
    session = UserSession.objects.filter(pk=session_id, user=who.person).first() if who.person else None
    if session is None:
        raise Http404
    return session
