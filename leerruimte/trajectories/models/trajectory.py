"""A trajectory: one learner, one purpose, one period; its needs, its puzzle, and what planner and people proposed."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leerruimte.base.client_ids import new_id
from leerruimte.encounters.models import BoundaryObject
from leerruimte.people.models import Organisation, Person, Role
from leerruimte.trajectories.models.curriculum import CurriculumVersion
from leerruimte.trajectories.models.opportunities import Edition, Opportunity


class Trajectory(models.Model):
    """The road of one learner over some time; people meet around it as a boundary object."""

    class Purpose(models.TextChoices):
        DIPLOMA = "diploma", _("diploma")
        INDUCTION = "induction", _("a good start")
        DEVELOPMENT = "development", _("professional development")
        INNOVATION = "innovation", _("innovation")

    object = models.OneToOneField(BoundaryObject, on_delete=models.PROTECT, primary_key=True, related_name="trajectory")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="trajectories")
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.DIPLOMA)
    # It keeps its version until its people choose to move.
    version = models.ForeignKey(CurriculumVersion, on_delete=models.PROTECT, related_name="trajectories")
    # Which phases of the curriculum this trajectory is about.
    phases = models.JSONField(default=list)
    first = models.DateField()
    last = models.DateField()
    # Where the learner works in this time; empty: not placed yet.
    school = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Goes up with every move on the board: who is behind is told, nothing is overwritten.
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "last"], name="trajectories_of_a_learner")]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="trajectory_in_order")]

    def __str__(self) -> str:
        return self.object.title


class Member(models.Model):
    """Who stands beside the learner: one of the school's side or of the institute's, with an account or by a link."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="members")
    # Empty: takes part by a personal link.
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="memberships")
    name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    # MENTOR, SCHOOL_EDUCATOR or INSTITUTE_EDUCATOR, or the learner's own role.
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    from_date = models.DateField(default=timezone.localdate)
    until_date = models.DateField(null=True, blank=True)
    # Goes up to make an older personal link worthless.
    link_number = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["person", "until_date"], name="trajectories_of_a_guide")]
        constraints = [
            models.UniqueConstraint(
                fields=["trajectory", "person", "role"], condition=~Q(person=None), name="a_member_once_a_role"
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")), name="member_ends_after_beginning"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.person or self.role)


class Needs(models.Model):
    """What a learner wants and can: own words, and beside them what the planner reckons with."""

    trajectory = models.OneToOneField(Trajectory, on_delete=models.CASCADE, primary_key=True, related_name="needs")
    # Step of the conversation with oneself -> own words.
    words = models.JSONField(default=dict)
    # As planner.problem has them: lists of Aim, of codes of themes, and of Like.
    aims = models.JSONField(default=list)
    strengths = models.JSONField(default=list)
    likes = models.JSONField(default=list)
    # As planner.problem has them: lists of Never and of Span.
    never = models.JSONField(default=list)
    away = models.JSONField(default=list)
    hours_a_week = models.PositiveSmallIntegerField(default=40)
    car = models.BooleanField(default=False)
    # Minutes one way, an estimate.
    most_travel = models.PositiveSmallIntegerField(default=60)
    most_schools = models.PositiveSmallIntegerField(default=1)
    # Where one sets out from: a postcode or place, only ever used to estimate travel.
    home = models.CharField(max_length=80, blank=True)
    # Empty: nobody else sees it. Who sees it after: the members of the trajectory.
    shared_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hours_a_week__range=(1, 168)), name="hours_in_a_week")]

    def __str__(self) -> str:
        return f"{self.trajectory}"


class Piece(models.Model):
    """An opportunity (or something of one's own) placed in weeks on the board. The id is made on the screen."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposal")
        AGREED = "agreed", _("agreed")
        DONE = "done", _("done")

    class Where(models.TextChoices):
        INSTITUTE = "institute", _("institute")
        SCHOOL = "school", _("school")
        ELSEWHERE = "elsewhere", _("elsewhere")

        @classmethod
        def of(cls, kind: str | None) -> "Piece.Where":
            """Where something of a kind of organisation (None: of nobody) is done."""
            kinds = {Organisation.Kind.INSTITUTE.value: cls.INSTITUTE, Organisation.Kind.SCHOOL.value: cls.SCHOOL}
            return kinds.get(kind or "", cls.ELSEWHERE)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="pieces")
    # Empty: something of one's own, which then carries its title.
    opportunity = models.ForeignKey(Opportunity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.SET_NULL, related_name="pieces")
    title = models.CharField(max_length=120)
    where = models.CharField(max_length=10, choices=Where)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # The Monday of the first and of the last week.
    first_week = models.DateField()
    last_week = models.DateField()
    # With others, over all weeks.
    hours = models.PositiveSmallIntegerField(default=0)
    # Outcome code -> hours that go to it.
    contributes = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    pinned = models.BooleanField(default=False)
    # Reasons by the planner: [{"code", "values"}] (planner.result.Reason); empty: laid by a person.
    why = models.JSONField(default=list)
    laid_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # Taken off the board; the row stays for what was agreed and to undo.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["first_week", "title", "pk"]
        indexes = [models.Index(fields=["trajectory", "removed_at", "first_week"], name="pieces_of_a_board")]
        constraints = [
            models.CheckConstraint(condition=Q(last_week__gte=F("first_week")), name="piece_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["trajectory", "opportunity"],
                condition=Q(removed_at=None) & ~Q(opportunity=None),
                name="an_opportunity_once_on_a_board",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Move(models.Model):
    """One move on a board, as it was made: who, what, and how it lay before. The id is made on the screen."""

    class Kind(models.TextChoices):
        LAY = "lay", _("laid")
        MOVE = "move", _("moved")
        REMOVE = "remove", _("taken off")
        PIN = "pin", _("pinned")
        LOOSEN = "loosen", _("loosened")
        AGREE = "agree", _("agreed")
        DONE = "done", _("done")
        ROUTE = "route", _("a route laid")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="moves")
    # The revision of the board that it made.
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    piece = models.ForeignKey(Piece, null=True, blank=True, on_delete=models.SET_NULL, related_name="moves")
    # As it lay before and after: {"first_week", "last_week", "edition", "state", "pinned"}; of a route: piece -> these,
    # and `rules.changes.DROPPED` -> the school that dropped out with it.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["trajectory", "revision"]
        constraints = [models.UniqueConstraint(fields=["trajectory", "revision"], name="one_move_a_revision")]

    def __str__(self) -> str:
        return f"{self.kind} {self.revision}"


class Refusal(models.Model):
    """A learner does not want this, and why; the planner honours it until it is taken back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="refusals")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=280, blank=True)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["trajectory", "opportunity"], condition=Q(taken_back_at=None), name="one_refusal_a_thing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.opportunity}"


class PlannerRun(models.Model):
    """A question to the planner, how far it is, and what it answered. Taken up again after a restart."""

    class Kind(models.TextChoices):
        ROUTES = "routes", _("three routes")
        REPLAN = "replan", _("a new route with the fewest changes")
        PLACES = "places", _("places for a cohort")
        MOVES = "moves", _("the fewest moves")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        RUNNING = "running", _("is being laid")
        DONE = "done", _("ready")
        CANCELLED = "cancelled", _("stopped")
        FAILED = "failed", _("did not work")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    # What it is about: a trajectory (routes, replan); a cohort points at its runs itself.
    trajectory = models.ForeignKey(Trajectory, null=True, blank=True, on_delete=models.CASCADE, related_name="runs")
    asked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # The question as it stood then (a planner problem as JSON), the best so far, and the answer (result as JSON).
    problem = models.JSONField(default=dict)
    progress = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    # A sign of life of who works on it; old while RUNNING: the worker died and another takes it up.
    alive_at = models.DateTimeField(null=True, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["state", "asked_at"], name="runs_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
