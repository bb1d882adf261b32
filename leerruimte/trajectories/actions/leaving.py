"""Letting go of a person.

A trajectory is its learner's: it goes with them, whatever they choose, with everything in it. What somebody did beside
other learners stays without a name, or goes along when they want that (`erase`). What was only ever theirs (their own
preparation, evidence and look backs for their eyes) goes always. An agreement that three confirmed stays: the name goes
from under it, and the sum that was there before is kept beside the new one (docs/decisions).
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from leerruimte.encounters.models import BoundaryObject, Encounter
from leerruimte.people.models import Partnership, Person
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.seats import fill_free_seats
from leerruimte.trajectories.models import (
    Agreement,
    Appeal,
    AssessmentForm,
    Capacity,
    ChangeProposal,
    CohortLearner,
    Curriculum,
    CurriculumVersion,
    EarlierRecord,
    Edition,
    Evidence,
    FilledForm,
    Line,
    LookBack,
    Looked,
    Member,
    Move,
    Notice,
    Opportunity,
    PendingCurriculum,
    Piece,
    PlannerRun,
    Preparation,
    Reached,
    Refusal,
    Remark,
    Seat,
    Trajectory,
    TriangleConversation,
)
from leerruimte.trajectories.rules.leaving import BEFORE, without_names
from leerruimte.trajectories.rules.triangle import digest

APART = [TriangleConversation.Phase.PLANNING, TriangleConversation.Phase.PREPARING]


@transaction.atomic
def forget(*, by: Who, person: Person, erase: bool) -> None:
    """Own trajectories go with all that is in them; in those of others: `erase` what they said, or only their name."""
    remove_trajectories(by=by, trajectories=Trajectory.objects.filter(learner=person))
    _leave_seats(by, person)
    for model in (Looked, Notice, EarlierRecord, CohortLearner):
        model.objects.filter(person=person).delete()
    PendingCurriculum.objects.filter(by=person).delete()
    _forget_beside_others(person, erase=erase)
    _forget_proposals(person, erase=erase)
    _take_name_off_work(person)


@transaction.atomic
def remove_trajectories(*, by: Who, trajectories: QuerySet[Trajectory]) -> int:
    """Trajectories go, with their boards, conversations, agreements and evidence; says how many."""
    ids = list(trajectories.values_list("pk", flat=True))
    Encounter.objects.filter(object__in=ids).delete()
    Trajectory.objects.filter(pk__in=ids).delete()
    BoundaryObject.objects.filter(pk__in=ids).delete()
    return len(ids)


def _leave_seats(by: Who, person: Person) -> None:
    """Who waits longest gets the seat."""
    editions = Edition.objects.filter(taken_seats__person=person).select_related("opportunity").order_by("pk")
    held = list(editions.select_for_update(of=("self",)))
    Seat.objects.filter(person=person).delete()
    for edition in held:
        if partnership := _partnership_of(edition.opportunity):
            fill_free_seats(by=by, partnership=partnership, edition=edition)


def _partnership_of(opportunity: Opportunity) -> Partnership | None:
    if opportunity.partnership_id:
        return Partnership.objects.get(pk=opportunity.partnership_id)
    belongs = Partnership.objects.filter(organisation_memberships__organisation=opportunity.organisation_id)
    return belongs.order_by("pk").first()


def _forget_beside_others(person: Person, *, erase: bool) -> None:
    members = list(Member.objects.filter(person=person))
    _unname_agreements(person, members)
    ids = [member.pk for member in members]
    # Nobody else ever saw these.
    Evidence.objects.filter(by=person, seen=Evidence.Seen.MINE).delete()
    LookBack.objects.filter(member__in=ids, seen=LookBack.Seen.MINE).delete()
    Preparation.objects.filter(member__in=ids, triangle__phase__in=APART).delete()
    FilledForm.objects.filter(member__in=ids, handed_in_at=None).delete()
    if erase:
        Evidence.objects.filter(by=person).delete()
        Remark.objects.filter(member__in=ids).delete()
        Line.objects.filter(by__in=ids).update(text="", choice={})
        # With preparations, forms, look backs and answers.
        Member.objects.filter(pk__in=ids).delete()
    else:
        today = timezone.localdate()
        Member.objects.filter(pk__in=ids).update(person=None, name="", email="")
        Member.objects.filter(Q(until_date=None) | Q(until_date__gt=today), pk__in=ids, from_date__lte=today).update(
            until_date=today
        )
    Evidence.objects.filter(by=person).update(by=None)
    Reached.objects.filter(by=person).update(by=None, by_name="")
    Move.objects.filter(by=person).update(by=None, by_name="")
    Refusal.objects.filter(by=person).update(by=None)
    Piece.objects.filter(laid_by=person).update(laid_by=None)
    PlannerRun.objects.filter(asked_by=person).update(asked_by=None)


def _unname_agreements(person: Person, members: Sequence[Member]) -> None:
    """The name goes from under what was confirmed; the sum of before stays beside the new one."""
    names = {person.name, *(member.name for member in members)} - {""}
    ids = {str(member.pk) for member in members}
    for agreement in Agreement.objects.filter(trajectory__in=[member.trajectory_id for member in members]):
        content = without_names(agreement.content, names, ids)
        if content == agreement.content:
            continue
        content[BEFORE] = [*agreement.content.get(BEFORE, []), agreement.digest]
        # The only place that ever changes one: somebody's right to leave goes before.
        same = Agreement._base_manager.filter(pk=agreement.pk)
        same.update(content=content, digest=digest(content))


def _forget_proposals(person: Person, *, erase: bool) -> None:
    mine = ChangeProposal.objects.filter(by=person)
    if erase:
        mine.filter(decision=ChangeProposal.Decision.OPEN).delete()
        mine.update(why="")
    mine.update(by=None, role="")
    ChangeProposal.objects.filter(decided_by=person).update(decided_by=None)


def _take_name_off_work(person: Person) -> None:
    """What was made for the partnership stays with it."""
    for curriculum in Curriculum.objects.filter(owners=person):
        curriculum.owners.remove(person)
    CurriculumVersion.objects.filter(made_by=person).update(made_by=None)
    AssessmentForm.objects.filter(made_by=person).update(made_by=None)
    Opportunity.objects.filter(made_by=person).update(made_by=None)
    Opportunity.objects.filter(still_right_by=person).update(still_right_by=None)
    Capacity.objects.filter(said_by=person).update(said_by=None)
    Appeal.objects.filter(answered_by=person).update(answered_by=None)
