"""The triangle conversation: three prepare apart, negotiate side by side, and stand together under one version."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leerruimte.base.client_ids import new_id
from leerruimte.encounters.models import Encounter
from leerruimte.trajectories.models.trajectory import Member, Trajectory


class TriangleConversation(models.Model):
    """An encounter of three around one trajectory."""

    class Phase(models.TextChoices):
        """Where it stands; the phases follow each other and none goes back."""

        PLANNING = "planning", _("finding a date")
        PREPARING = "preparing", _("each prepares")
        TOGETHER = "together", _("side by side")
        CONFIRMED = "confirmed", _("confirmed by all")
        CALLED_OFF = "called_off", _("called off")

    class Way(models.TextChoices):
        ONE_SCREEN = "one_screen", _("in one room, on one screen")
        OWN_SCREENS = "own_screens", _("in one room, each on their own screen")
        DISTANCE = "distance", _("at a distance")

    encounter = models.OneToOneField(Encounter, on_delete=models.CASCADE, primary_key=True, related_name="triangle")
    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="triangles")
    # 1, 2, 3, .. within the trajectory.
    number = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=12, choices=Phase, default=Phase.PLANNING)
    way = models.CharField(max_length=12, choices=Way, default=Way.ONE_SCREEN)
    starts_at = models.DateTimeField(null=True, blank=True)
    where = models.CharField(max_length=120, blank=True)
    # Codes of the outcomes it is about.
    outcomes = models.JSONField(default=list)
    # Whoever planned it picks the date.
    planned_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Who the three are: the learner's own membership too.
    members = models.ManyToManyField(Member, related_name="triangles")
    # Goes up with each change of a line: who confirms, confirms this one.
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["phase", "starts_at"], name="triangles_to_come")]
        constraints = [models.UniqueConstraint(fields=["trajectory", "number"], name="one_triangle_a_number")]

    def __str__(self) -> str:
        return f"{self.trajectory} {self.number}"


class DateOption(models.Model):
    """A moment at which it could be."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    triangle = models.ForeignKey(TriangleConversation, on_delete=models.CASCADE, related_name="options")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["triangle", "at"], name="one_option_a_moment")]

    def __str__(self) -> str:
        return f"{self.at:%d-%m-%Y %H:%M}"


class DateAnswer(models.Model):
    """Whether a member can at that moment."""

    class Can(models.TextChoices):
        YES = "yes", _("I can")
        MAYBE = "maybe", _("if need be")
        NO = "no", _("I cannot")

    option = models.ForeignKey(DateOption, on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    can = models.CharField(max_length=5, choices=Can)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "member"], name="one_answer_a_member")]

    def __str__(self) -> str:
        return self.can


class Field(models.TextChoices):
    """What is said of an outcome: what am I going to learn, when is it sufficient or good, what am I going to do."""

    OUTCOME = "outcome", _("what am I going to learn?")
    SUFFICIENT = "sufficient", _("when is it sufficient?")
    GOOD = "good", _("when is it good?")
    EXAMPLE = "example", _("an example of it")
    ROUTE = "route", _("what am I going to do?")


class Preparation(models.Model):
    """One member's words about one field of one outcome; nobody else's before all are side by side."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    triangle = models.ForeignKey(TriangleConversation, on_delete=models.CASCADE, related_name="preparations")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="preparations")
    outcome = models.CharField(max_length=40)
    field = models.CharField(max_length=10, choices=Field)
    text = models.TextField(max_length=2000, blank=True)
    # The level chosen (field OUTCOME) or ids of pieces (field ROUTE).
    choice = models.JSONField(default=dict)
    # The device's own counter: of two writes the highest wins, whenever it arrives.
    n = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["triangle", "member", "outcome", "field"], name="one_preparation_a_field")
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.field}"


class Ready(models.Model):
    """A member said: I am ready."""

    triangle = models.ForeignKey(TriangleConversation, on_delete=models.CASCADE, related_name="ready")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["triangle", "member"], name="ready_once")]

    def __str__(self) -> str:
        return f"{self.member}"


class Line(models.Model):
    """What the three make of one field of one outcome together: every text it ever had stays, the last one stands."""

    # Made on the screen.
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    triangle = models.ForeignKey(TriangleConversation, on_delete=models.CASCADE, related_name="lines")
    outcome = models.CharField(max_length=40)
    field = models.CharField(max_length=10, choices=Field)
    text = models.TextField(max_length=2000, blank=True)
    choice = models.JSONField(default=dict)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    # The text of this field that the writer saw; another one meanwhile: both are shown side by side.
    after = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Ids of texts that stood side by side when people chose: this one takes their place.
    settles = models.JSONField(default=list)
    # 1, 2, 3, .. within the field.
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["triangle", "outcome", "field", "number"], name="one_text_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.field} {self.number}"


class Frozen(Exception):
    """Somebody wanted to change what three people stand for."""


class FrozenRows(models.QuerySet["Agreement"]):
    """Rows that are made and read, and nothing else."""

    def update(self, **_values: Any) -> NoReturn:
        """Never."""
        raise Frozen

    def delete(self) -> NoReturn:
        """Never by itself: an agreement goes when all of its trajectory goes."""
        raise Frozen


class Agreement(models.Model):
    """The version under which three names stand: frozen, never changed; a later one says what is different."""

    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="agreements")
    triangle = models.OneToOneField(
        TriangleConversation, null=True, on_delete=models.SET_NULL, related_name="agreement"
    )
    # 1, 2, 3, .. within the trajectory.
    number = models.PositiveSmallIntegerField()
    # By keys: `outcomes` (code -> field -> text and choice), `pieces` as they lay, `names` (name, role, at).
    content = models.JSONField()
    # SHA-256 of the content in its canonical form: what was signed can be told from what was not.
    digest = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField()

    objects = FrozenRows.as_manager()

    class Meta:
        ordering = ["trajectory", "number"]
        constraints = [models.UniqueConstraint(fields=["trajectory", "number"], name="one_agreement_a_number")]

    def __str__(self) -> str:
        return f"{self.trajectory} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it once; a later version is another row."""
        if not self._state.adding:
            raise Frozen
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Never by itself: an agreement goes when all of its trajectory goes."""
        raise Frozen


class Signature(models.Model):
    """A member confirms the revision of a conversation that they saw."""

    triangle = models.ForeignKey(TriangleConversation, on_delete=models.CASCADE, related_name="signatures")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    # Whose screen it was pressed on, when three sat at one; empty: their own.
    at_screen_of = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["triangle", "member"], name="one_signature_a_member")]

    def __str__(self) -> str:
        return f"{self.member}"


class LookBack(models.Model):
    """How it went, by one of the three, in a minute; who may read it is chosen before it is kept."""

    class Seen(models.TextChoices):
        MINE = "mine", _("only me")
        THREE = "three", _("the three of us")
        ROLE = "role", _("people in my role in this partnership, without my name")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    triangle = models.ForeignKey(TriangleConversation, on_delete=models.CASCADE, related_name="look_backs")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    # 1 (hard) .. 5 (it gave me much); empty: not said.
    how = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(max_length=2000, blank=True)
    brought = models.TextField(max_length=2000, blank=True)
    seen = models.CharField(max_length=6, choices=Seen, default=Seen.MINE)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["triangle", "member"], name="one_look_back_a_member"),
            models.CheckConstraint(condition=Q(how=None) | Q(how__range=(1, 5)), name="how_from_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.triangle} {self.member}"
