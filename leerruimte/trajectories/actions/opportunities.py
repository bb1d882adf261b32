"""Adding, changing and moving what is offered; those who counted on it are told."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.people.models import Organisation, Partnership
from leerruimte.people.who import Who
from leerruimte.trajectories.access.opportunities import (
    may_add_at,
    may_add_outside,
    may_change_opportunity,
    organisations_today,
    visible_opportunities,
)
from leerruimte.trajectories.actions.notices import tell_of_offer
from leerruimte.trajectories.actions.seats import fill_free_seats
from leerruimte.trajectories.models import Contributes, CurriculumVersion, Edition, Opportunity, Outcome, Seat
from leerruimte.trajectories.queries.opportunities import current_version, people_concerned
from leerruimte.trajectories.rules.offering import EditionValues, columns_of, plain_of, values_of

MOST_OUTCOMES = 12
# What is kept of an opportunity itself and may be changed.
KEPT = ("title", "what", "where", "online", "formality", "hours", "audience")


@transaction.atomic
def add_opportunity(
    *,
    by: Who,
    partnership: Partnership,
    title: str,
    organisation: Organisation | None = None,
    editions: Sequence[EditionValues] = (),
    outcomes: Sequence[str] = (),
    asks: Sequence[str] = (),
    what: str = "",
    where: str = "",
    online: bool = False,
    formality: str = Opportunity.Formality.NON_FORMAL,
    hours: int = 0,
    audience: str = Opportunity.Audience.PARTNERSHIPS,
    like: str = "",
    opportunity_id: UUID | None = None,
) -> Opportunity:
    """Offer something at an organisation, or outside; the same id again gives the first one."""
    known = Opportunity.objects.filter(pk=opportunity_id).first() if opportunity_id else None
    if known is not None:
        if known.made_by_id != by.person:
            raise Refused(_("This was not kept. Open the form again."))
        return known
    _check_place(by, partnership, organisation)
    if not title.strip():
        raise Refused(_("Give it a name."), field="title")
    version = current_version(partnership)
    columns = {
        "organisation": organisation,
        "partnership": None if organisation else partnership,
        "title": title.strip(),
        "what": what.strip(),
        "where": where.strip(),
        "online": online,
        "formality": formality,
        "hours": hours or _hours_of(editions),
        # What is outside is nobody's own.
        "audience": audience if organisation else Opportunity.Audience.PARTNERSHIPS,
        "like": like,
        "made_by_id": by.person,
        "still_right_by_id": by.person,
    }
    # A second press at the very same moment gets the first one too.
    opportunity, is_new = Opportunity.objects.get_or_create(id=opportunity_id or new_id(), defaults=columns)
    if not is_new:
        return opportunity
    _keep_outcomes(opportunity, version, outcomes, asks)
    for edition in editions:
        Edition.objects.create(opportunity=opportunity, **columns_of(edition))
    return opportunity


@transaction.atomic
def change_opportunity(
    *,
    by: Who,
    partnership: Partnership,
    opportunity: Opportunity,
    values: Mapping[str, Any],
    outcomes: Sequence[str] | None = None,
    asks: Sequence[str] | None = None,
) -> Opportunity:
    """Correct what is said of it; with `outcomes` also what can be learned, by this partnership's curriculum, and with
    `asks` what it asks beforehand (else that stays)."""
    locked = lock_opportunity(by=by, partnership=partnership, opportunity=opportunity)
    changed = [name for name in KEPT if name in values and getattr(locked, name) != values[name]]
    for name in changed:
        setattr(locked, name, values[name])
    if not locked.title.strip():
        raise Refused(_("Give it a name."), field="title")
    if locked.organisation_id is None:
        locked.audience = Opportunity.Audience.PARTNERSHIPS
    locked.still_right_at, locked.still_right_by_id = timezone.now(), by.person
    locked.save()
    if outcomes is not None:
        version = current_version(partnership)
        asked = _asked(locked, version) if asks is None else asks
        if version:
            Contributes.objects.filter(opportunity=locked, curriculum=version.curriculum_id).delete()
        _keep_outcomes(locked, version, outcomes, asked)
    return locked


@transaction.atomic
def move_edition(
    *, by: Who, partnership: Partnership, edition: Edition, values: EditionValues, seen_version: int | None = None
) -> Edition:
    """Other dates, days or seats for an edition; those who counted on it are told what was and what is."""
    opportunity = lock_opportunity(by=by, partnership=partnership, opportunity=edition.opportunity)
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    if opportunity.closed_at or locked.closed_at:
        raise Refused(_("This is not offered any more."), code="closed")
    if seen_version is not None and seen_version != locked.version:
        raise Refused(_("Somebody else moved this in the meantime. Look at how it is now, and try again."))
    taken = Seat.objects.filter(edition=locked, state=Seat.State.TAKEN).count()
    if values.seats is not None and values.seats < taken:
        raise Refused(_("%(taken)s people have a seat already: it cannot be fewer.") % {"taken": taken}, field="seats")
    former = values_of(locked)
    before, after = columns_of(former), columns_of(values)
    if before == after:
        return locked
    for name, value in after.items():
        setattr(locked, name, value)
    moved = {**before, "seats": None} != {**after, "seats": None}
    locked.version += moved
    locked.save()
    fill_free_seats(by=by, partnership=partnership, edition=locked)
    if moved:
        tell_of_offer(
            by=by,
            partnership=partnership,
            opportunity=opportunity,
            people=people_concerned(opportunity, edition=locked),
            kind="offer_moved",
            **{"was": plain_of(former), "is": plain_of(values)},
        )
    return locked


@transaction.atomic
def add_edition(*, by: Who, partnership: Partnership, opportunity: Opportunity, values: EditionValues) -> Edition:
    """Offer it another time. The very same dates twice are one edition."""
    locked = lock_opportunity(by=by, partnership=partnership, opportunity=opportunity)
    if locked.closed_at:
        raise Refused(_("This is not offered any more."), code="closed")
    columns = columns_of(values)
    for known in Edition.objects.filter(opportunity=locked, closed_at=None, first=values.first):
        if columns_of(values_of(known)) == columns:
            return known
    return Edition.objects.create(opportunity=locked, **columns)


@transaction.atomic
def say_still_right(*, by: Who, partnership: Partnership, opportunity: Opportunity) -> Opportunity:
    """Somebody looked, and it is still right."""
    locked = lock_opportunity(by=by, partnership=partnership, opportunity=opportunity)
    locked.still_right_at, locked.still_right_by_id = timezone.now(), by.person
    locked.save(update_fields=["still_right_at", "still_right_by"])
    return locked


def lock_opportunity(*, by: Who, partnership: Partnership, opportunity: Opportunity) -> Opportunity:
    """The opportunity, held until the end of the transaction, if they may change it."""
    locked = Opportunity.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=opportunity.pk)
    seen = visible_opportunities(by, partnership).filter(pk=locked.pk).exists()
    if not seen or not may_change_opportunity(by, partnership, locked):
        raise Refused(_("Only people who work there change this."))
    return locked


def _check_place(by: Who, partnership: Partnership, organisation: Organisation | None) -> None:
    if organisation is None:
        if not may_add_outside(by, partnership):
            raise Refused(_("You need a role here to add this."))
        return
    takes_part = organisations_today(partnership).filter(organisation=organisation).exists()
    if not takes_part or not may_add_at(by, partnership, organisation):
        raise Refused(_("Only people who work there add what it offers."), field="organisation")


def _keep_outcomes(
    opportunity: Opportunity, version: CurriculumVersion | None, outcomes: Iterable[str], asks: Iterable[str]
) -> None:
    """What it contributes to and asks beforehand; outcomes must stand in the version of today."""
    outcomes, asks = list(dict.fromkeys(outcomes)), list(dict.fromkeys(asks))
    if not outcomes and not asks:
        return
    for field, codes in (("outcomes", outcomes), ("asks", asks)):
        if len(codes) > MOST_OUTCOMES:
            raise Refused(_("Choose the few that fit best, twelve at most."), field=field)
    known = set(Outcome.objects.filter(version=version).values_list("code", flat=True)) if version else set()
    if version is None or not {*outcomes, *asks} <= known:
        field = "outcomes" if version is None or not set(outcomes) <= known else "asks"
        raise Refused(_("Choose from the outcomes of this curriculum."), field=field)
    Contributes.objects.bulk_create(
        Contributes(
            opportunity=opportunity, curriculum_id=version.curriculum_id, code=code, asked_beforehand=beforehand
        )
        for beforehand, codes in ((False, outcomes), (True, asks))
        for code in codes
    )


def _asked(opportunity: Opportunity, version: CurriculumVersion | None) -> list[str]:
    """What it asks beforehand and the version of today still knows."""
    if version is None:
        return []
    rows = Contributes.objects.filter(
        opportunity=opportunity,
        curriculum=version.curriculum_id,
        asked_beforehand=True,
        code__in=Outcome.objects.filter(version=version).values("code"),
    )
    return list(rows.values_list("code", flat=True))


def _hours_of(editions: Sequence[EditionValues]) -> int:
    """The hours of its series, when nobody said another number."""
    return max((round(one.times * one.minutes / 60) for one in editions), default=0)
