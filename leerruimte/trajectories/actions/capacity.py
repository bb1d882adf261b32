"""How many learners a school can have in a period: one number, also before it is known who guides them."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.models import AuditEntry, Organisation, Partnership
from leerruimte.people.who import Who
from leerruimte.trajectories.access.opportunities import may_say_capacity
from leerruimte.trajectories.models import Capacity, Period

MOST_PLACES = 200


@transaction.atomic
def say_capacity(
    *,
    by: Who,
    partnership: Partnership,
    school: Organisation,
    period: Period,
    places: int | None,
    promise: str = Capacity.Promise.PROMISED,
    with_mentor: int = 0,
    bands: Mapping[str, int] | None = None,
) -> Capacity | None:
    """Say how many places there are, or (None) that nothing is said any more. Who said it last stands beside it."""
    if not may_say_capacity(by, partnership, school):
        raise Refused(_("Only an educator of this school or a coordinator says this."))
    if period.partnership_id != partnership.pk:
        raise Refused(_("Choose a period of this partnership."))
    known = Capacity.objects.select_for_update().filter(organisation=school, period=period).first()
    if places is None:
        if known is not None:
            known.delete()
            _note(by, partnership, school, period, "-")
        return None
    bands = {band: number for band, number in (bands or {}).items() if number}
    _check(places, with_mentor, bands)
    said = (places, promise, with_mentor, bands)
    if known and said == (known.places, known.promise, known.with_mentor, known.bands):
        return known
    capacity, _new = Capacity.objects.update_or_create(
        organisation=school,
        period=period,
        defaults={
            "places": places,
            "promise": promise,
            "with_mentor": with_mentor,
            "bands": bands,
            "said_by_id": by.person,
            "said_at": timezone.now(),
        },
    )
    _note(by, partnership, school, period, f"{places} {promise}")
    return capacity


def _check(places: int, with_mentor: int, bands: Mapping[str, int]) -> None:
    if places > MOST_PLACES:
        raise Refused(
            _("That is more than a school can have: %(most)s at most.") % {"most": MOST_PLACES}, field="places"
        )
    if with_mentor > places:
        raise Refused(_("There are more mentors than places."), field="with_mentor")
    if any(number > places for number in bands.values()):
        raise Refused(_("A part of the school cannot have more places than all of it."), field="bands")


def _note(by: Who, partnership: Partnership, school: Organisation, period: Period, words: str) -> None:
    note_audit(
        by=by,
        verb=AuditEntry.Verb.CHANGED,
        kind="capacity",
        partnership=partnership,
        thing=str(school.pk),
        words=f"{period.name}: {words}"[:200],
    )
