"""Making a cohort and who is in it: from roles, by hand, from a file; and what each asks."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.base.searching import sought_in
from leerruimte.people.access import LEARNERS, may_coordinate, on_today
from leerruimte.people.importing.plans import Outcome, Plan, Planned
from leerruimte.people.models import Partnership, PendingImport, Person, RoleAssignment
from leerruimte.people.who import Who
from leerruimte.trajectories.access.cohort import may_still_ask, own_places
from leerruimte.trajectories.actions.cohort_proposals import locked, note_change
from leerruimte.trajectories.models import Cohort, CohortLearner, Period, Trajectory
from leerruimte.trajectories.queries.cohort_planning import Known, known_schools, put_at, rooms_of, taken_of
from leerruimte.trajectories.queries.cohorts import ASKED, plan_pending
from leerruimte.trajectories.rules.cohort import LEARNER_ASKS, Room, clean_asks, wish_of

MOST_LEARNERS = 10_000
OF_COHORT = "cohort__period__partnership"


@transaction.atomic
def make_cohort(*, by: Who, partnership: Partnership, period: Period, title: str) -> Cohort:
    """Make a cohort for a period. The same period and title again: the one that is there."""
    if not may_coordinate(by, partnership.pk) or period.partnership_id != partnership.pk:
        raise Refused(_("Only a coordinator makes a cohort."))
    title = title.strip()
    if not title:
        raise Refused(_("Give it a name."), field="title")
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    cohort, new = Cohort.objects.get_or_create(period=period, title=title)
    if new:
        note_change(by, cohort, "cohort made")
    return cohort


@transaction.atomic
def ask_wishes(*, by: Who, cohort: Cohort, until: date | None) -> Cohort:
    """Ask learners for their wishes until a day; no day: the round is closed."""
    row = locked(by, cohort)
    row.wishes_until = until
    row.save(update_fields=["wishes_until"])
    return row


@transaction.atomic
def add_from_roles(*, by: Who, cohort: Cohort, roles: Collection[str], phase: int | None = None) -> int:
    """Add who learns in the partnership today in these roles (and, if said, is in this phase); nobody twice."""
    row = locked(by, cohort)
    wanted = LEARNERS.intersection(roles)
    if not wanted:
        raise Refused(_("Choose at least one role."), field="roles")
    held = RoleAssignment.objects.filter(on_today(), partnership=row.period.partnership, role__in=wanted)
    people = Person.objects.filter(pk__in=held.values("person"))
    people = people.exclude(pk__in=CohortLearner.objects.filter(cohort=row).exclude(person=None).values("person"))
    phases = _phases(row)
    by_address = {one.email: one for one in CohortLearner.objects.filter(cohort=row, person=None)}
    new = []
    for person in people.order_by("pk"):
        its = phases.get(person.pk, [])
        if phase is not None and phase not in its:
            continue
        if person.email in by_address:
            CohortLearner.objects.filter(pk=by_address[person.email].pk).update(person=person)
            continue
        new.append(_of_person(row, person, phase or min(its, default=1)))
    _check_number(row, len(new))
    CohortLearner.objects.bulk_create(new, batch_size=500)
    note_change(by, row, f"{len(new)} learners added from roles")
    return len(new)


def _phases(cohort: Cohort) -> dict[int, list[int]]:
    """Phases of running trajectories, by learner."""
    period = cohort.period
    rows = Trajectory.objects.filter(
        object__partnership=period.partnership_id, ended_at=None, first__lte=period.last, last__gte=period.first
    )
    found: dict[int, list[int]] = {}
    for learner, phases in rows.values_list("learner", "phases"):
        found.setdefault(learner, []).extend(phases)
    return found


def _of_person(cohort: Cohort, person: Person, phase: int) -> CohortLearner:
    return _with_sought(
        CohortLearner(cohort=cohort, person=person, email=person.email, name=person.name[:120], phase=phase)
    )


def _with_sought(row: CohortLearner) -> CohortLearner:
    row.sought = sought_in(row.name, row.email)[:380]
    return row


def _check_number(cohort: Cohort, more: int) -> None:
    if CohortLearner.objects.filter(cohort=cohort).count() + more > MOST_LEARNERS:
        raise Refused(_("A cohort has at most %(most)d learners.") % {"most": MOST_LEARNERS})


@transaction.atomic
def add_learner(*, by: Who, cohort: Cohort, email: str, name: str, phase: int = 1) -> CohortLearner:
    """Add one learner; the same address again is the same learner."""
    row = locked(by, cohort)
    email = email.strip().lower()
    there = CohortLearner.objects.filter(cohort=row, email=email).first()
    if there:
        return there
    _check_number(row, 1)
    learner = _with_sought(CohortLearner(cohort=row, email=email, name=name.strip(), phase=phase))
    learner.person_id = _accounts_of(row, [email]).get(email)
    learner.save()
    note_change(by, row, "learner added", learner)
    return learner


def _accounts_of(cohort: Cohort, emails: Collection[str]) -> dict[str, int]:
    """Address -> person, of who proved to have it, learns in the partnership today, and is not in the cohort yet."""
    learning = RoleAssignment.objects.filter(on_today(), partnership=cohort.period.partnership, role__in=LEARNERS)
    there = CohortLearner.objects.filter(cohort=cohort).exclude(person=None)
    rows = EmailAddress.objects.filter(verified=True, user__in=learning.values("person"))
    rows = rows.exclude(user__in=there.values("person"))
    wanted = set(emails)
    return {email.lower(): user for email, user in rows.values_list("email", "user") if email.lower() in wanted}


@transaction.atomic
def remove_learner(*, by: Who, learner: CohortLearner) -> None:
    """Take a learner out of the cohort, with what they asked."""
    cohort = locked(by, learner.cohort)
    note_change(by, cohort, "learner taken out", learner)
    CohortLearner.objects.filter(pk=learner.pk, cohort=cohort).delete()


@transaction.atomic
def say_asks(*, by: Who, learner: CohortLearner, asks: Mapping[str, Any], version: int) -> CohortLearner:
    """A learner says what they wish, while that is asked; what they did not see is not overwritten."""
    row = own_places(by).select_for_update(of=("self",)).select_related(OF_COHORT).filter(pk=learner.pk).first()
    if row is None:
        raise Refused(_("Only the learner says this."))
    if not may_still_ask(row):
        raise Refused(_("The round for wishes is closed. Ask your coordinator."))
    return _keep_asks(row, {key: asks[key] for key in LEARNER_ASKS if key in asks}, version)


@transaction.atomic
def change_asks(*, by: Who, learner: CohortLearner, asks: Mapping[str, Any], version: int) -> CohortLearner:
    """A coordinator writes down what a learner asks."""
    cohort = locked(by, learner.cohort)
    row = CohortLearner.objects.select_for_update(of=("self",)).select_related(OF_COHORT, "person").get(pk=learner.pk)
    kept = _keep_asks(row, {key: asks[key] for key in (*LEARNER_ASKS, "with", "apart") if key in asks}, version)
    note_change(by, cohort, "asks", row)
    return kept


def _keep_asks(row: CohortLearner, asks: Mapping[str, Any], version: int) -> CohortLearner:
    if row.version != version:
        raise Refused(
            _("This was changed meanwhile. Look at what stands here now, then keep yours again."), code="behind"
        )
    row.asks = clean_asks({**row.asks, **asks})
    row.wished, row.asked_at = len(row.asks.get("wishes", [])), timezone.now()
    row.wish = wish_of(row.asks, row.school_id)
    if row.school_id:
        row.minutes = known_schools(row.cohort).minutes(row.asks, row.school_id)
    row.version += 1
    row.save()
    return row


@transaction.atomic
def confirm_cohort_file(*, by: Who, cohort: Cohort, pending: PendingImport, digest: str) -> PendingImport:
    """Take in exactly what the preview with this digest said; a second time it changes nothing."""
    row = locked(by, cohort)
    held = PendingImport.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=pending.pk)
    if held.confirmed_at:
        return held
    plan = plan_pending(row, held)
    if plan.digest != digest:
        raise Refused(
            _("Something changed here after you looked. This is what would happen now; look again, then confirm."),
            code="changed",
        )
    _take_in(row, plan)
    held.confirmed_at, held.counts, held.rows = timezone.now(), dict(plan.counts), []
    held.save()
    note_change(by, row, f"file: {plan.counts[Outcome.NEW]} new, {plan.counts[Outcome.CHANGES]} changed")
    return held


def _take_in(cohort: Cohort, plan: Plan) -> None:
    _check_number(cohort, plan.counts[Outcome.NEW])
    known, rooms = known_schools(cohort), rooms_of(cohort, interested=True)
    taken = taken_of(cohort)[0]
    new = [one for one in plan.rows if one.outcome == Outcome.NEW]
    accounts = _accounts_of(cohort, [one.row.get("email") for one in new])
    made = []
    for one in new:
        email = one.row.get("email")
        learner = CohortLearner(cohort=cohort, email=email, person_id=accounts.get(email))
        made.append(_filled(learner, one, known, rooms, taken))
    CohortLearner.objects.bulk_create(made, batch_size=500)
    changed = {one.thing: one for one in plan.rows if one.outcome == Outcome.CHANGES}
    rows = [
        _filled(learner, changed[learner.pk], known, rooms, taken)
        for learner in CohortLearner.objects.filter(cohort=cohort, pk__in=changed)
    ]
    fields = ["name", "sought", "phase", "asks", "wished", "asked_at", "wish", "minutes", "school", "band", "placed"]
    CohortLearner.objects.bulk_update(rows, [*fields, "extra", "why", "reasons", "version"], batch_size=200)


def _filled(
    learner: CohortLearner, one: Planned, known: Known, rooms: Mapping[int, Room], taken: dict[int, Counter[str]]
) -> CohortLearner:
    """A learner with what a row says; an empty cell says nothing. Who is placed by it is counted in `taken`."""
    values = one.row.values
    learner.name = values.get("name", learner.name)
    learner.phase = values.get("phase", learner.phase)
    asked = {key: values[key] for key in ASKED if key in values}
    if asked:
        learner.asks = clean_asks({**learner.asks, **asked})
        learner.asked_at = timezone.now()
    learner.wished = len(learner.asks.get("wishes", []))
    school = values.get("school")
    if school and school != learner.school_id:
        there = taken.setdefault(school, Counter())
        put_at(learner, school, rooms.get(school, Room()), there, known)
        there[learner.band] += 1
        learner.reasons, learner.why = {}, values.get("why") or _("Read in from a file.")
    elif learner.school_id:
        learner.wish = wish_of(learner.asks, learner.school_id)
        learner.minutes = known.minutes(learner.asks, learner.school_id)
    learner.version += 1
    return _with_sought(learner)
