"""A cohort: learners planned together for a period; where each is placed, why, and who asked for another place."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leerruimte.base.client_ids import new_id
from leerruimte.people.models import Organisation, Person
from leerruimte.trajectories.models.opportunities import Period
from leerruimte.trajectories.models.trajectory import PlannerRun, Trajectory


class Cohort(models.Model):
    """Learners of a partnership who look for a place in one period."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="cohorts")
    title = models.CharField(max_length=120)
    # What the planner holds to: {"least_travel": bool, "most_a_board": n, ..} (planner.cohort.problem).
    rules = models.JSONField(default=dict)
    # The last day on which learners say what they wish; empty: not asked of them (yet).
    wishes_until = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    # The last question that was put to the planner.
    run = models.ForeignKey(PlannerRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.title


class CohortLearner(models.Model):
    """A learner in a cohort: what they asked, where they are placed, and how that came about."""

    class Placed(models.TextChoices):
        NOT = "not", _("no place yet")
        BY_PLANNER = "planner", _("proposed by the planner")
        BY_HAND = "hand", _("placed by hand")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="learners")
    # Empty until they have an account: then `email` is where they will be found.
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="cohort_places")
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    trajectory = models.ForeignKey(Trajectory, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Name and address without capitals and accents: what a search looks in.
    sought = models.CharField(max_length=380, editable=False, default="")
    phase = models.PositiveSmallIntegerField(default=1)
    # Grade bands that fit; days; home; car; earlier schools; wishes (schools by order); with and apart.
    asks = models.JSONField(default=dict)
    # How many schools are wished for, and when that was last said.
    wished = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True)
    school = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    band = models.CharField(max_length=10, blank=True)
    placed = models.CharField(max_length=8, choices=Placed, default=Placed.NOT)
    # Placed by hand beyond what the school has: the school made one place more, for this learner alone.
    extra = models.BooleanField(default=False)
    # Of the place: which wish it was (0: the dearest; empty: none) and the minutes to it, an estimate.
    wish = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    # Of a placement by hand: why. Of the planner: what was got, what stood in the way, what would make it possible.
    why = models.CharField(max_length=280, blank=True)
    reasons = models.JSONField(default=dict)
    # What was last told to the learner; another school now: it changed since.
    told_school = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["cohort", "school"], name="learners_by_school"),
            models.Index(fields=["cohort", "name"], name="learners_by_name"),
            models.Index(fields=["email"], name="learners_by_address"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"], condition=~Q(person=None), name="a_learner_once_a_cohort"
            ),
            models.UniqueConstraint(
                fields=["cohort", "email"], condition=~Q(email=""), name="an_address_once_a_cohort"
            ),
            models.CheckConstraint(
                condition=Q(school=None, placed="not") | Q(school__isnull=False) & ~Q(placed="not"),
                name="placed_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or str(self.person)

    @property
    def has_changed_since_told(self) -> bool:
        """Whether what the learner was told last is no longer so."""
        return self.told_school_id != self.school_id


class ProposedPlace(models.Model):
    """What a run of the planner proposes for one learner of a cohort, until somebody accepts it."""

    run = models.ForeignKey(PlannerRun, on_delete=models.CASCADE, related_name="places")
    learner = models.ForeignKey(CohortLearner, on_delete=models.CASCADE, related_name="+")
    # Empty: no place was found.
    school = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    band = models.CharField(max_length=10, blank=True)
    by_hand = models.BooleanField(default=False)
    wish = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    points = models.PositiveIntegerField(default=0)
    # The place is promised, its mentor is not known yet.
    waits_for_mentor = models.BooleanField(default=False)
    # Where the learner was before this run, and why that is different now (a code of planner.cohort.changing).
    before = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    moved = models.CharField(max_length=12, blank=True)
    # What stood in the way and what would make more possible: codes with values (planner.cohort.report).
    reasons = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["run", "school"], name="proposed_by_school"),
            models.Index(fields=["run", "-points"], name="proposed_hardest_first"),
        ]
        constraints = [models.UniqueConstraint(fields=["run", "learner"], name="one_proposal_a_learner")]

    def __str__(self) -> str:
        return f"{self.learner} {self.school}"


class Appeal(models.Model):
    """A learner asks for another place, in own words; a coordinator answers."""

    class State(models.TextChoices):
        OPEN = "open", _("not answered yet")
        GRANTED = "granted", _("another place")
        DECLINED = "declined", _("it stays as it is")
        WITHDRAWN = "withdrawn", _("taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    learner = models.ForeignKey(CohortLearner, on_delete=models.CASCADE, related_name="appeals")
    words = models.TextField(max_length=2000)
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner"], condition=Q(state="open"), name="one_open_appeal_a_learner")
        ]

    def __str__(self) -> str:
        return f"{self.learner}"
