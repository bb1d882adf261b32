"""Asking the planner about a cohort, keeping what it proposes, and accepting that."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leerruimte.base.refused import Refused
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.models import AuditEntry, Organisation
from leerruimte.people.who import Who
from leerruimte.trajectories.access.cohort import may_place
from leerruimte.trajectories.actions.capacity import say_capacity
from leerruimte.trajectories.actions.planning import ask_planner, cancel_run
from leerruimte.trajectories.models import Capacity, Cohort, CohortLearner, Period, PlannerRun, ProposedPlace
from leerruimte.trajectories.queries.cohort_planning import rooms_of
from leerruimte.trajectories.queries.cohorts import differing, taken_over, taken_then
from leerruimte.trajectories.queries.planning import BUSY
from leerruimte.trajectories.rules.cohort import Room, is_over

BY_HAND, BY_PLANNER, NOT = (
    CohortLearner.Placed.BY_HAND,
    CohortLearner.Placed.BY_PLANNER,
    CohortLearner.Placed.NOT,
)
NAMED = 3


def locked(by: Who, cohort: Cohort) -> Cohort:
    """The cohort, held until the end of the transaction, if they may place learners in it."""
    row = Cohort.objects.select_for_update(of=("self",)).select_related("period__partnership", "run").get(pk=cohort.pk)
    if not may_place(by, row):
        raise Refused(_("Only a coordinator places learners."))
    # Two cohorts of one period share what schools have.
    Period.objects.select_for_update().get(pk=row.period_id)
    return row


def note_change(by: Who, cohort: Cohort, words: str, about: CohortLearner | None = None) -> None:
    """A line in the audit trail of the partnership: figures only."""
    note_audit(
        by=by,
        verb=AuditEntry.Verb.CHANGED,
        kind="cohort" if about is None else "cohort_learner",
        partnership=cohort.period.partnership,
        thing=str(cohort.pk if about is None else about.pk),
        about=about.person if about else None,
        words=words,
    )


@transaction.atomic
def ask_places(
    *,
    by: Who,
    cohort: Cohort,
    run_id: UUID,
    kind: str = PlannerRun.Kind.PLACES,
    interested: bool = False,
    without: Organisation | None = None,
) -> PlannerRun:
    """Ask the planner for places, or for the fewest moves after a change. The same id: the same run."""
    row = locked(by, cohort)
    if row.run_id == run_id and row.run:
        return row.run
    if PlannerRun.objects.filter(pk=run_id).exists():
        raise Refused(_("This was asked before, and another question came after it. Open the page again."))
    if not CohortLearner.objects.filter(cohort=row).exists():
        raise Refused(_("There are no learners in this cohort yet."))
    if row.run and row.run.state in BUSY:
        cancel_run(by=by, run=row.run)
    problem = {"cohort": row.pk, "interested": interested, "without": without.pk if without else None}
    run = ask_planner(by=by, kind=kind, problem=problem, run_id=run_id)
    # Of earlier questions only the figures stay: a proposal that was not accepted is nobody's place.
    ProposedPlace.objects.filter(learner__cohort=row).delete()
    row.run = run
    row.save(update_fields=["run"])
    return run


@transaction.atomic
def stop_planner(*, by: Who, cohort: Cohort) -> None:
    """Stop; the best so far is kept."""
    row = locked(by, cohort)
    if row.run and row.run.state in BUSY:
        cancel_run(by=by, run=row.run)


@transaction.atomic
def keep_proposal(*, by: Who, run: PlannerRun, cohort: Cohort, rows: Sequence[ProposedPlace]) -> None:
    """Keep what a worker found; found again after a restart, it takes the place of what was there."""
    there = set(CohortLearner.objects.filter(cohort=cohort).values_list("pk", flat=True))
    ProposedPlace.objects.filter(run=run).delete()
    ProposedPlace.objects.bulk_create([row for row in rows if row.learner_id in there], batch_size=500)


@transaction.atomic
def accept_proposal(*, by: Who, cohort: Cohort, run_id: UUID) -> int:
    """Make the proposal the places of the cohort; says how many are placed differently now.

    Who was placed by hand stays, unless their school dropped out. When schools have fewer places now than the
    planner reckoned with, nothing is taken over. Accepted again: the same places.
    """
    row = locked(by, cohort)
    run = row.run
    if run is None or run.pk != run_id:
        raise Refused(_("Another question was put to the planner after this one. Look at that proposal."))
    if run.state in BUSY or not run.result.get("fairness"):
        raise Refused(_("There is no proposal yet."))
    _check_rooms(row, run)
    differ = list(differing(row, run).values_list("learner", flat=True))
    # Whoever goes elsewhere leaves the place that a school made for them alone.
    CohortLearner.objects.filter(pk__in=differ, extra=True).update(extra=False)
    _write(run, taken_over(row, run))
    if without := run.problem.get("without"):
        _say_nothing_left(by, row, without)
    note_change(by, row, f"proposal accepted, {len(differ)} placed differently")
    return len(differ)


def _say_nothing_left(by: Who, cohort: Cohort, school: int) -> None:
    """The school that dropped out has no places in this period any more; said as any other number is said."""
    known = Capacity.objects.filter(period=cohort.period_id, organisation=school).select_related("organisation").first()
    if known is not None:
        say_capacity(
            by=by,
            partnership=cohort.period.partnership,
            school=known.organisation,
            period=cohort.period,
            places=0,
            promise=known.promise,
        )


def _of_row(run: PlannerRun, field: str) -> Subquery:
    return Subquery(ProposedPlace.objects.filter(run=run, learner=OuterRef("pk")).values(field)[:1])


def _check_rooms(cohort: Cohort, run: PlannerRun) -> None:
    """Hold what would be against what schools can have today."""
    taken, by_hand = taken_then(cohort, run)
    rooms = rooms_of(cohort, interested=bool(run.problem.get("interested")))
    rooms.pop(run.problem.get("without") or 0, None)
    over = [
        school
        for school, there in taken.items()
        if is_over(rooms.get(school, Room()), there, by_hand.get(school, Counter()))
    ]
    if over:
        raise Refused(_too_full(over), code="full")


def _too_full(schools: Sequence[int]) -> str:
    names = Organisation.objects.filter(pk__in=schools).order_by("name").values_list("name", flat=True)[:NAMED]
    return ngettext(
        "%(names)s has less room than when you asked. Nothing was taken over; ask the planner again.",
        "%(names)s and others (%(number)d schools) have less room than when you asked. Nothing was taken over; ask the planner again.",  # noqa: E501 (one sentence)
        len(schools),
    ) % {"names": ", ".join(names), "number": len(schools)}


def _write(run: PlannerRun, learners: QuerySet[CohortLearner]) -> None:
    """One update for all of them."""
    school = _of_row(run, "school")
    with_place = ProposedPlace.objects.filter(run=run).exclude(school=None).values("learner")
    values: Mapping[str, Any] = {
        "school": school,
        "band": _of_row(run, "band"),
        "placed": Case(When(pk__in=with_place, then=Value(BY_PLANNER)), default=Value(NOT)),
        "wish": _of_row(run, "wish"),
        "minutes": _of_row(run, "minutes"),
        "reasons": _of_row(run, "reasons"),
        "why": "",
        "version": F("version") + 1,
    }
    CohortLearner.objects.filter(pk__in=list(learners.values_list("pk", flat=True))).update(**values)
