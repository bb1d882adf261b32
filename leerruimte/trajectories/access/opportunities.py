"""Who may see, add and change what is offered, and who says how many places a school has.

An opportunity is kept once. It is seen in every partnership its organisation belongs to today; one outside institute
and schools in the partnership that it was added in.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from leerruimte.people.access import (
    EDUCATORS,
    LEARNERS,
    get_organisation,
    get_partnership,
    may_coordinate,
    on_today,
    speaks_for,
    works_at,
)
from leerruimte.people.models import Organisation, OrganisationMembership, Partnership
from leerruimte.people.who import Who
from leerruimte.trajectories.models import Edition, Opportunity


def organisations_today(partnership: Partnership) -> QuerySet[OrganisationMembership, int]:
    """Ids of the organisations that take part in a partnership today."""
    return OrganisationMembership.objects.filter(on_today(), partnership=partnership).values_list(
        "organisation", flat=True
    )


def visible_opportunities(who: Who, partnership: Partnership) -> QuerySet[Opportunity]:
    """What is offered in a partnership, closed ones too, for whoever has a role there today.

    What an organisation keeps for its own people is seen by those with a role there today, and by who added it.
    """
    if partnership.pk not in who.partnerships:
        return Opportunity.objects.none()
    own = [held.organisation for held in who.roles if held.organisation]
    offered = Q(partnership=partnership) | Q(organisation__in=organisations_today(partnership))
    seen = Q(audience=Opportunity.Audience.PARTNERSHIPS) | Q(organisation__in=own) | Q(made_by=who.person)
    return Opportunity.objects.filter(offered & seen)


def get_opportunity(who: Who, partnership: Partnership, opportunity_id: UUID) -> Opportunity:
    """The opportunity, if it may be seen in this partnership."""
    rows = visible_opportunities(who, partnership).select_related("organisation", "made_by", "still_right_by")
    opportunity = rows.filter(pk=opportunity_id).first()
    if opportunity is None:
        raise Http404
    return opportunity


def get_changed_opportunity(who: Who, partnership: Partnership, opportunity_id: UUID) -> Opportunity:
    """The opportunity, if `who` may change it."""
    opportunity = get_opportunity(who, partnership, opportunity_id)
    if not may_change_opportunity(who, partnership, opportunity):
        raise Http404
    return opportunity


def get_edition(opportunity: Opportunity, edition_id: int) -> Edition:
    """An edition of an opportunity that may be seen."""
    edition = Edition.objects.filter(opportunity=opportunity, pk=edition_id).first()
    if edition is None:
        raise Http404
    return edition


def may_add_at(who: Who, partnership: Partnership, organisation: Organisation) -> bool:
    """Whether they may add what an organisation offers: whoever works there today (not: only learns there), and who
    coordinates the partnership."""
    return works_at(who, partnership, organisation) or may_coordinate(who, partnership.pk)


def may_add_outside(who: Who, partnership: Partnership) -> bool:
    """Whether they may add something outside institute and schools: everybody here, learners too. They know what there
    is to learn in their own world, and think along about what is offered."""
    return who.person is not None and partnership.pk in who.partnerships


def organisations_to_add_at(who: Who, partnership: Partnership) -> QuerySet[Organisation]:
    """Where they may add something, of the organisations that take part today."""
    here = Organisation.objects.filter(pk__in=organisations_today(partnership))
    if may_coordinate(who, partnership.pk):
        return here
    return here.filter(
        pk__in=[
            held.organisation
            for held in who.roles
            if held.partnership == partnership.pk and held.organisation and held.role not in LEARNERS
        ]
    )


def may_change_opportunity(who: Who, partnership: Partnership, opportunity: Opportunity) -> bool:
    """Whether they may change, close and move it, and say that it is still right: whoever may add at its organisation.

    One outside is everybody's who guides or runs things here, and of who added it.
    """
    if (organisation := opportunity.organisation) is not None:
        return may_add_at(who, partnership, organisation)
    if opportunity.partnership_id != partnership.pk or partnership.pk not in who.partnerships:
        return False
    return opportunity.made_by_id == who.person or bool(who.roles_in(partnership.pk) - LEARNERS)


def may_see_names(who: Who, partnership: Partnership, opportunity: Opportunity) -> bool:
    """Whether they see who has a seat: whoever gives it must know who comes. One outside is given by who added it."""
    if opportunity.organisation_id is None and opportunity.made_by_id != who.person:
        return opportunity.partnership_id == partnership.pk and may_coordinate(who, partnership.pk)
    return may_change_opportunity(who, partnership, opportunity)


def get_edition_with_names(
    who: Who, partnership: Partnership, opportunity_id: UUID, edition_id: int
) -> tuple[Opportunity, Edition]:
    """An edition of which one sees who has a seat."""
    opportunity = get_opportunity(who, partnership, opportunity_id)
    if not may_see_names(who, partnership, opportunity):
        raise Http404
    return opportunity, get_edition(opportunity, edition_id)


def may_say_capacity(who: Who, partnership: Partnership, school: Organisation) -> bool:
    """Whether they say how many places a school has: its own educators, and who coordinates."""
    return speaks_for(who, partnership, school) or may_coordinate(who, partnership.pk)


def get_school_to_say(who: Who, slug: str, organisation_id: int) -> tuple[Partnership, Organisation]:
    """Partnership and school, if `who` may say how many places it has."""
    partnership = get_partnership(who, slug)
    school = get_organisation(who, partnership, organisation_id)
    takes_part = organisations_today(partnership).filter(organisation=school).exists()
    if school.kind != Organisation.Kind.SCHOOL or not takes_part or not may_say_capacity(who, partnership, school):
        raise Http404
    return partnership, school


def may_see_who_comes(who: Who, partnership: Partnership, school: Organisation) -> bool:
    """Whether they read at the school who comes: its own educators. (Who coordinates reads it at the cohort.)"""
    return speaks_for(who, partnership, school)


def get_school_with_names(who: Who, slug: str, organisation_id: int) -> tuple[Partnership, Organisation]:
    """Partnership and school, if `who` reads there who comes."""
    partnership, school = get_school_to_say(who, slug, organisation_id)
    if not may_see_who_comes(who, partnership, school):
        raise Http404
    return partnership, school


def schools_to_say(who: Who, partnership: Partnership) -> QuerySet[Organisation]:
    """Schools of which one is an educator: their places are one's own to say."""
    spoken = [held.organisation for held in who.roles if held.partnership == partnership.pk and held.role in EDUCATORS]
    return Organisation.objects.filter(
        kind=Organisation.Kind.SCHOOL, pk__in=organisations_today(partnership).filter(organisation__in=spoken)
    )
