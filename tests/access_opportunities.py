"""Addresses of trajectories: opportunities."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from leerruimte.people.models import Role
from leerruimte.trajectories.models import FreeDays, Opportunity, Period
from tests.access_people import EVERYBODY, MEMBERS, NO_FACTOR
from tests.access_rows import Row, Values, form

SIGNED_IN = frozenset({"person", *EVERYBODY})
# Whoever works at the school of the table, and who coordinates.
GIVERS = frozenset({Role.MENTOR, Role.SCHOOL_EDUCATOR, Role.COORDINATOR})
SAYERS = frozenset({Role.SCHOOL_EDUCATOR, Role.COORDINATOR})
COORDINATING: dict[str, Any] = {"who": frozenset({Role.COORDINATOR}), "answer": {NO_FACTOR: 403}}
WHEN = {"rhythm": "once", "first": "2027-01-11", "minutes": "60"}
PERIOD = {"name": "Periode", "first": "2041-01-01", "last": "2041-02-01"}
FREE = {"why": "Studiedag", "free_first": "2041-01-01", "free_last": "2041-01-01"}


def make_things(things: Any) -> None:
    """What these addresses are about."""
    soon = timezone.localdate() + timedelta(days=7)
    offer: Opportunity = things.opportunity
    offer.editions.update(last=soon)
    things.more["edition"] = offer.editions.get()
    things.more["period"] = Period.objects.create(partnership=things.partnership, name="P", first=soon, last=soon)
    things.more["free"] = FreeDays.objects.create(partnership=things.partnership, why="x", first=soon, last=soon)
    things.more["own_offer"] = Opportunity.objects.create(
        organisation=things.school, title="Voor ons", audience=Opportunity.Audience.ORGANISATION
    )
    outside = Opportunity.objects.create(
        partnership=things.partnership, title="Buiten", made_by=things.people[Role.STUDENT]
    )
    things.more["outside_offer"] = outside
    things.more["edition_outside"] = outside.editions.create(first=soon, last=soon, days=[], times=1, minutes=60)


def here(cast: Any, **more: Any) -> Values:
    """An address of the partnership."""
    return {"slug": cast.partnership.slug, **more}


def offer(cast: Any, **more: Any) -> Values:
    """An address of what the school offers."""
    return here(cast, opportunity_id=cast.things.opportunity.pk, **more)


def edition(cast: Any) -> Values:
    """An address of its edition."""
    return offer(cast, edition_id=cast.things.more["edition"].pk)


def of_ours(cast: Any) -> Values:
    """An address of what the school keeps for its own people."""
    return here(cast, opportunity_id=cast.things.more["own_offer"].pk)


def of_outside(cast: Any) -> Values:
    """An address of what a student added, outside."""
    return here(cast, opportunity_id=cast.things.more["outside_offer"].pk)


def edition_outside(cast: Any) -> Values:
    """An address of the edition of that."""
    return {**of_outside(cast), "edition_id": cast.things.more["edition_outside"].pk}


def rows() -> Iterator[Row]:
    """Who may what."""
    yield Row("trajectories:opportunities_mine", SIGNED_IN, refused=302)
    yield Row("trajectories:read_notices", SIGNED_IN, "post", refused=302)
    for name in ("opportunities", "add_opportunity", "still_right"):
        yield Row(f"trajectories:{name}", MEMBERS, at=here)
    added = form(title="Iets", organisation="buiten", formality="informal", audience="partnerships", **WHEN)
    new_id = {"opportunity_id": "0190a000-0000-7000-8000-00000000abcd"}
    yield Row("trajectories:add_opportunity", MEMBERS, "post", here, lambda cast: {**added(cast), **new_id})
    yield from _rows_of_one()
    yield from _rows_of_the_year()


def _rows_of_one() -> Iterator[Row]:
    yield Row("trajectories:opportunity", MEMBERS, at=offer)
    # Only for the people of the school.
    yield Row("trajectories:opportunity", frozenset({Role.MENTOR, Role.SCHOOL_EDUCATOR}), at=of_ours)
    yield Row("trajectories:opportunity_calendar", MEMBERS, at=offer)
    yield Row("trajectories:edition_calendar", MEMBERS, at=edition)
    yield Row("trajectories:take_seat", MEMBERS, "post", edition)
    yield Row("trajectories:leave_seat", MEMBERS, "post", edition)
    for name, at, data in (
        ("change_opportunity", offer, {"title": "Anders", "formality": "formal", "audience": "partnerships"}),
        ("close_opportunity", offer, {"why": "Ziek"}),
        ("close_edition", edition, {"why": "Ziek"}),
        ("add_edition", offer, WHEN),
        ("move_edition", edition, {**WHEN, "seen": "0"}),
    ):
        yield Row(f"trajectories:{name}", GIVERS, at=at)
        yield Row(f"trajectories:{name}", GIVERS, "post", at, form(**data))
    yield Row("trajectories:say_still_right", GIVERS, "post", offer)
    yield Row("trajectories:open_opportunity_again", GIVERS, "post", offer)
    yield Row("trajectories:open_edition_again", GIVERS, "post", edition)
    yield Row("trajectories:who_comes", GIVERS, at=edition)
    # Who added what is outside reads who comes there, and who coordinates.
    yield Row("trajectories:who_comes", frozenset({Role.STUDENT, Role.COORDINATOR}), at=edition_outside)
    # What is outside is looked after by who added it and by whoever does not only learn here.
    learners = {Role.CAREER_CHANGER, Role.STARTER}
    yield Row("trajectories:say_still_right", MEMBERS - learners, "post", of_outside)


def _rows_of_the_year() -> Iterator[Row]:
    def school(cast: Any) -> Values:
        return here(cast, organisation_id=cast.school.pk)

    def period(cast: Any) -> Values:
        return here(cast, period_id=cast.things.more["period"].pk)

    def free(cast: Any) -> Values:
        return here(cast, free_id=cast.things.more["free"].pk)

    def who_comes(cast: Any) -> Values:
        return school(cast) | period(cast)

    def places(cast: Any) -> Values:
        number = cast.things.more["period"].pk
        return {f"p{number}-places": "3", f"p{number}-promise": "promised"}

    yield Row("trajectories:say_capacity", SAYERS, at=school)
    yield Row("trajectories:say_capacity", SAYERS, "post", school, places)
    yield Row("trajectories:who_comes_at_school", frozenset({Role.SCHOOL_EDUCATOR}), at=who_comes)
    yield Row("trajectories:capacities", at=here, **COORDINATING)
    yield Row("trajectories:periods", at=here, **COORDINATING)
    yield Row("trajectories:periods", method="post", at=here, data=form(**PERIOD), **COORDINATING)
    yield Row("trajectories:lay_school_year", method="post", at=here, data=form(jaar="1900"), **COORDINATING)
    yield Row("trajectories:add_free_days", method="post", at=here, data=form(**FREE), **COORDINATING)
    yield Row("trajectories:remove_free_days", method="post", at=free, **COORDINATING)
    yield Row("trajectories:change_period", at=period, **COORDINATING)
    yield Row("trajectories:change_period", method="post", at=period, data=form(**PERIOD), **COORDINATING)
