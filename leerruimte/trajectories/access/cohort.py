"""Who may see or do what with a cohort: its coordinators all of it, a learner only what is their own."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from leerruimte.people.access import get_coordinated, may_coordinate
from leerruimte.people.models import Organisation, Partnership
from leerruimte.people.who import Who
from leerruimte.trajectories.models import Appeal, Cohort, CohortLearner, Period


def cohorts_of(partnership: Partnership) -> QuerySet[Cohort]:
    """The cohorts of a partnership, the latest period first."""
    return Cohort.objects.filter(period__partnership=partnership).order_by("-period__first", "title", "pk")


def periods_of(partnership: Partnership) -> QuerySet[Period]:
    """The periods of a partnership that are not over, the first one first."""
    return Period.objects.filter(partnership=partnership, last__gte=timezone.localdate()).order_by("first")


def get_cohort(who: Who, slug: str, cohort_id: int) -> Cohort:
    """The cohort, for who coordinates its partnership; `SecondFactorNeeded` when only the second proof is missing."""
    partnership = get_coordinated(who, slug)
    cohort = cohorts_of(partnership).filter(pk=cohort_id).select_related("period__partnership", "run").first()
    if cohort is None:
        raise Http404
    return cohort


def may_place(who: Who, cohort: Cohort) -> bool:
    """Whether they may place learners: a coordinator of today with a second proof."""
    return may_coordinate(who, cohort.period.partnership_id)


def get_learner(cohort: Cohort, learner_id: int) -> CohortLearner:
    """A learner in a cohort that one got already."""
    learner = CohortLearner.objects.filter(cohort=cohort, pk=learner_id)
    found = learner.select_related("person", "school", "told_school", "cohort__period__partnership").first()
    if found is None:
        raise Http404
    return found


def get_appeal(cohort: Cohort, appeal_id: UUID) -> Appeal:
    """An appeal in a cohort that one got already."""
    appeal = Appeal.objects.filter(learner__cohort=cohort, pk=appeal_id)
    found = appeal.select_related("learner__school", "learner__person", "learner__cohort__period__partnership").first()
    if found is None:
        raise Http404
    return found


def schools_of(partnership: Partnership) -> QuerySet[Organisation]:
    """The schools that take part today or later."""
    takes_part = Q(memberships__until_date=None) | Q(memberships__until_date__gte=timezone.localdate())
    return Organisation.objects.filter(
        takes_part, memberships__partnership=partnership, kind=Organisation.Kind.SCHOOL
    ).order_by("name", "pk")


def get_school(cohort: Cohort, school_id: int) -> Organisation:
    """A school of the partnership of a cohort that one got already."""
    school = Organisation.objects.filter(
        memberships__partnership=cohort.period.partnership_id, kind=Organisation.Kind.SCHOOL, pk=school_id
    ).first()
    if school is None:
        raise Http404
    return school


def own_places(who: Who) -> QuerySet[CohortLearner]:
    """In which cohorts one is a learner oneself: by account, or by an address that one proved to have."""
    if not who.person:
        return CohortLearner.objects.none()
    addresses = EmailAddress.objects.filter(user=who.person, verified=True).values("email")
    own = Q(person=who.person) | Q(person=None, email__in=addresses)
    return CohortLearner.objects.filter(own).order_by("-cohort__period__first", "-pk")


def get_own_place(who: Who, learner_id: int) -> CohortLearner:
    """What one asks in a cohort, if it is one's own."""
    rows = own_places(who).select_related("cohort__period__partnership", "school", "told_school", "person")
    found = rows.filter(pk=learner_id).first()
    if found is None:
        raise Http404
    return found


def may_still_ask(learner: CohortLearner) -> bool:
    """Whether the learner may still say what they wish: until the round closes."""
    until = learner.cohort.wishes_until
    return until is not None and until >= timezone.localdate()
