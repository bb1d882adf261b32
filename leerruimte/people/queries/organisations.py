"""Reading organisations as a partnership sees them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from leerruimte.base.searching import all_words
from leerruimte.base.small_groups import shown
from leerruimte.people.access import (
    may_change_organisation,
    may_coordinate,
    on_today,
    speaks_for,
    visible_organisations,
    visible_roles,
    works_at,
)
from leerruimte.people.models import Organisation, OrganisationMembership, Partnership, RoleAssignment
from leerruimte.people.who import Who

Share = OrganisationMembership.Share


def memberships_seen(
    partnership: Partnership, *, kind: str = "", words: str = "", board: int | None = None
) -> QuerySet[OrganisationMembership]:
    """Who takes part (or took part), by name; narrowed by kind, by words in name, place or code, and by board."""
    rows = OrganisationMembership.objects.filter(partnership=partnership)
    if kind:
        rows = rows.filter(organisation__kind=kind)
    if board:
        rows = rows.filter(organisation__board=board)
    rows = rows.filter(all_words(words, "organisation__sought"))
    return rows.select_related("organisation__board").order_by("organisation__name", "organisation_id")


def kinds_counted(partnership: Partnership) -> dict[str, int]:
    """How many organisations of each kind take part today."""
    rows = OrganisationMembership.objects.filter(on_today(), partnership=partnership)
    return dict(rows.order_by().values_list("organisation__kind").annotate(Count("id")))


@dataclass(frozen=True)
class OrganisationSeen:
    """One organisation as this partnership sees it. `people`: role -> how many today (None: a few), or not shared."""

    organisation: Organisation
    membership: OrganisationMembership
    shows_address: bool
    shows_position: bool
    people: dict[str, int | None] | None
    roles: tuple[RoleAssignment, ...]
    schools: int
    may_change: bool
    may_share: bool
    may_end: bool
    # Somebody may add what it offers, and say how many learners it can have.
    may_offer: bool
    may_say_places: bool

    def has_ended(self, day: date) -> bool:
        """Whether it is not in the partnership any more."""
        return self.membership.until_date is not None and self.membership.until_date < day

    def takes_part(self, day: date) -> bool:
        """Whether it is in the partnership on that day."""
        return self.membership.from_date <= day and not self.has_ended(day)


def organisation_seen(who: Who, partnership: Partnership, organisation: Organisation) -> OrganisationSeen:
    """What may be seen of an organisation: what it shares here, and the people whom `who` may know of."""
    membership = OrganisationMembership.objects.get(partnership=partnership, organisation=organisation)
    roles = visible_roles(who, partnership).filter(organisation=organisation)
    today = RoleAssignment.objects.filter(on_today(), partnership=partnership, organisation=organisation)
    counts = dict(today.order_by().values_list("role").annotate(Count("person", distinct=True)))
    schools = OrganisationMembership.objects.filter(
        on_today(), partnership=partnership, organisation__board=organisation
    )
    return OrganisationSeen(
        organisation=organisation,
        membership=membership,
        shows_address=Share.ADDRESS in membership.shares,
        shows_position=Share.POSITION in membership.shares,
        people={role: shown(count) for role, count in counts.items()} if Share.PEOPLE in membership.shares else None,
        roles=tuple(roles.select_related("person").order_by("role", "person__sought")[:MOST_SHOWN]),
        schools=schools.count() if organisation.kind == Organisation.Kind.BOARD else 0,
        may_change=may_change_organisation(who, partnership, organisation),
        may_share=speaks_for(who, partnership, organisation),
        may_end=may_coordinate(who, partnership.pk),
        may_offer=works_at(who, partnership, organisation) or may_coordinate(who, partnership.pk),
        may_say_places=organisation.kind == Organisation.Kind.SCHOOL
        and (speaks_for(who, partnership, organisation) or may_coordinate(who, partnership.pk)),
    )


# A page shows this many people of one organisation; the list of people shows them all, a page at a time.
MOST_SHOWN = 60


def boards_of(partnership: Partnership) -> QuerySet[Organisation]:
    """The boards among which a school can be placed."""
    return Organisation.objects.filter(kind=Organisation.Kind.BOARD, memberships__partnership=partnership)


def organisations_of(partnership: Partnership) -> QuerySet[Organisation]:
    """Organisations that take part today."""
    current = OrganisationMembership.objects.filter(on_today(), partnership=partnership)
    return Organisation.objects.filter(pk__in=current.values("organisation")).order_by("name", "pk")


def organisations_found(who: Who, partnership: Partnership, words: str, most: int) -> list[Organisation]:
    """Organisations of a partnership, if `who` may see them, in whose name, place or code all words stand."""
    rows = visible_organisations(who, partnership).filter(all_words(words))
    return list(rows.order_by("name", "pk")[:most])
