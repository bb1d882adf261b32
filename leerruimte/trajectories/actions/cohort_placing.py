"""Placing by hand, publishing, and what follows when somebody asks for another place."""

from collections.abc import Mapping
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.models import Organisation
from leerruimte.people.who import Who
from leerruimte.trajectories.access.cohort import own_places
from leerruimte.trajectories.actions.cohort_proposals import BY_HAND, BY_PLANNER, NOT, locked, note_change
from leerruimte.trajectories.actions.cohort_telling import Told, tell_around, tell_learners
from leerruimte.trajectories.actions.notices import tell
from leerruimte.trajectories.models import Appeal, Cohort, CohortLearner, Trajectory
from leerruimte.trajectories.queries.cohort_planning import known_schools, put_at, rooms_of, taken_of
from leerruimte.trajectories.queries.cohorts import untold
from leerruimte.trajectories.rules.cohort import Room, band_for, why_no_room

LONGEST_WORDS = 2000


@transaction.atomic
def place_by_hand(
    *, by: Who, learner: CohortLearner, school: Organisation | None, why: str, on_purpose: bool = False
) -> CohortLearner:
    """Place a learner, or take the place away, for a reason. Where there is no room only when that is on purpose."""
    cohort = locked(by, learner.cohort)
    row = CohortLearner.objects.select_for_update(of=("self",)).select_related("person").get(pk=learner.pk)
    why = why.strip()
    if not why:
        raise Refused(_("Say why: the learner and your colleagues read it."), field="why")
    if school is None:
        row.school, row.band, row.placed, row.wish, row.minutes = None, "", NOT, None, None
        row.extra = False
    else:
        _put(cohort, row, school, on_purpose=on_purpose)
    row.why, row.reasons = why[:280], {}
    row.version += 1
    row.save()
    note_change(by, cohort, "placed by hand" if school else "place taken away", row)
    return row


def _put(cohort: Cohort, row: CohortLearner, school: Organisation, *, on_purpose: bool) -> None:
    room = rooms_of(cohort, interested=True, but=row.pk).get(school.pk, Room())
    there: Mapping[str, int] = taken_of(cohort)[0].get(school.pk, {})
    taken = {band: count - (row.school_id == school.pk and row.band == band) for band, count in there.items()}
    band = band_for(room, taken, row.asks.get("bands", []))
    if not on_purpose:
        if room.places and not room.promised:
            raise Refused(
                _("%(school)s is interested and promised nothing yet. Call first.") % {"school": school.name},
                field="school",
                code="interested",
            )
        _check_fits(row, school, room, why_no_room(room, taken, band))
    put_at(row, school.pk, room, taken, known_schools(cohort))


def _check_fits(row: CohortLearner, school: Organisation, room: Room, no_room: str | None) -> None:
    names = {"school": school.name, "places": room.places, "learner": str(row)}
    if not room.places:
        raise Refused(_("%(school)s said no places for this period.") % names, field="school", code="full")
    if no_room == "full":
        raise Refused(
            _("%(school)s is full: %(places)d of %(places)d places are taken.") % names, field="school", code="full"
        )
    if no_room:
        raise Refused(
            _("%(school)s has no room in a grade that suits %(learner)s.") % names, field="school", code="full"
        )
    if school.pk in row.asks.get("earlier", []):
        raise Refused(_("%(learner)s has been at %(school)s before.") % names, field="school", code="earlier")


@transaction.atomic
def leave_to_planner(*, by: Who, learner: CohortLearner) -> CohortLearner:
    """What was settled by hand may be chosen by the planner again; until then the place stays."""
    cohort = locked(by, learner.cohort)
    row = CohortLearner.objects.select_for_update(of=("self",)).select_related("person").get(pk=learner.pk)
    if row.placed == BY_HAND:
        row.placed, row.why = BY_PLANNER, ""
        row.version += 1
        row.save()
        note_change(by, cohort, "left to the planner", row)
    return row


@transaction.atomic
def publish(*, by: Who, cohort: Cohort) -> int:
    """Tell each learner where they are placed, and who was told before only when it is another place now."""
    row = locked(by, cohort)
    _link_accounts(row)
    rows = list(untold(row).select_related("school", "told_school"))
    told = [Told(one, one.school, one.told_school) for one in rows]
    tell_learners(by, row, told)
    pks = [one.pk for one in rows]
    CohortLearner.objects.filter(pk__in=pks).update(told_school=F("school"), told_at=timezone.now())
    # Who has no place yet and never had one here keeps the school that their trajectory knows.
    _set_schools(row, [one.pk for one in rows if one.school_id or one.told_school_id])
    tell_around(by, row, told)
    if row.published_at is None:
        row.published_at = timezone.now()
        row.save(update_fields=["published_at"])
    note_change(by, row, f"published, {len(rows)} told")
    return len(rows)


def _link_accounts(cohort: Cohort) -> None:
    """Who made an account since, at the address they are known by here, is found by it."""
    address = EmailAddress.objects.filter(email=OuterRef("email"), verified=True)
    loose = CohortLearner.objects.filter(Exists(address), cohort=cohort, person=None).exclude(email="")
    there = CohortLearner.objects.filter(cohort=cohort).exclude(person=None).values("person")
    for one in loose:
        owner = EmailAddress.objects.filter(email=one.email, verified=True).exclude(user__in=there).first()
        if owner:
            CohortLearner.objects.filter(pk=one.pk).update(person=owner.user_id)


def _set_schools(cohort: Cohort, pks: list[int]) -> None:
    """The trajectories of these learners in this period know where their learner works now."""
    period = cohort.period
    rows = CohortLearner.objects.filter(pk__in=pks).exclude(person=None)
    running = Trajectory.objects.filter(
        learner=OuterRef("person"),
        object__partnership=period.partnership_id,
        first__lte=period.last,
        last__gte=period.first,
        ended_at=None,
    ).order_by("first", "pk")
    rows.filter(trajectory=None).update(trajectory=Subquery(running.values("pk")[:1]))
    place = CohortLearner.objects.filter(pk__in=pks, trajectory=OuterRef("pk")).values("school")[:1]
    Trajectory.objects.filter(pk__in=rows.values("trajectory")).update(school=Subquery(place))


@transaction.atomic
def appeal(*, by: Who, learner: CohortLearner, words: str, appeal_id: UUID) -> Appeal:
    """A learner asks for another place, in own words. The same id again gives the first."""
    row = own_places(by).select_for_update(of=("self",)).filter(pk=learner.pk).first()
    if row is None:
        raise Refused(_("Only the learner asks for another place."))
    known = Appeal.objects.filter(pk=appeal_id, learner=row).first()
    if known:
        return known
    if row.told_at is None:
        raise Refused(_("The places are not known yet."), field="words")
    if not words.strip():
        raise Refused(_("Say in your own words what does not fit."), field="words")
    if Appeal.objects.filter(learner=row, state=Appeal.State.OPEN).exists():
        raise Refused(
            _("You asked already; a coordinator answers you. You can take your words back first."), field="words"
        )
    return Appeal.objects.create(id=appeal_id, learner=row, words=words.strip()[:LONGEST_WORDS])


@transaction.atomic
def withdraw_appeal(*, by: Who, learner: CohortLearner) -> None:
    """The learner takes the words back that nobody answered yet."""
    own = own_places(by).filter(pk=learner.pk).values("pk")
    Appeal.objects.filter(learner__in=own, state=Appeal.State.OPEN).update(state=Appeal.State.WITHDRAWN)


@transaction.atomic
def answer_appeal(
    *, by: Who, appeal: Appeal, words: str, school: Organisation | None = None, on_purpose: bool = False
) -> Appeal:
    """Answer with words: another place (`school`), or it stays as it is. The learner is told at once."""
    cohort = locked(by, appeal.learner.cohort)
    row = Appeal.objects.select_for_update(of=("self",)).select_related("learner__cohort__period").get(pk=appeal.pk)
    if row.state != Appeal.State.OPEN:
        raise Refused(_("This was answered or taken back already."))
    if not words.strip():
        raise Refused(_("Say why: the learner reads it."), field="words")
    if school is not None:
        _grant(by, cohort, row.learner, school, on_purpose=on_purpose)
    row.state = Appeal.State.GRANTED if school else Appeal.State.DECLINED
    row.answer, row.answered_by_id, row.answered_at = words.strip()[:LONGEST_WORDS], by.person, timezone.now()
    row.save()
    _link_accounts(cohort)
    person = CohortLearner.objects.values_list("person", flat=True).get(pk=row.learner_id)
    if person:
        values = {"school": school.name if school else "", "cohort": cohort.title, "period": cohort.period.name}
        kind = "appeal_granted" if school else "appeal_declined"
        tell(by=by, people=[person], kind=kind, values=values, address=reverse("trajectories:my_places"))
    note_change(by, cohort, "appeal answered", row.learner)
    return row


def _grant(by: Who, cohort: Cohort, learner: CohortLearner, school: Organisation, *, on_purpose: bool) -> None:
    if school.pk == learner.school_id:
        raise Refused(_("That is where the learner is placed now."), field="school")
    why = _("Another place after the learner asked for it.")
    place_by_hand(by=by, learner=learner, school=school, why=why, on_purpose=on_purpose)
    CohortLearner.objects.filter(pk=learner.pk).update(told_school=school, told_at=timezone.now())
    _set_schools(cohort, [learner.pk])
    tell_around(by, cohort, [Told(learner, school, learner.told_school)])
