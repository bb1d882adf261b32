"""The curriculum: a versioned framework of outcomes, and what people propose to change in it.

Texts are kept in the languages they were written in: `{"nl": .., "en": ..}`. An outcome's `code` is what it is known
by in its curriculum, from version to version; opportunities, needs and pieces point at the code.
"""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leerruimte.base.client_ids import new_id
from leerruimte.encounters.models import BoundaryObject, Encounter
from leerruimte.people.models import Partnership, Person


class Curriculum(models.Model):
    """A framework of outcomes of a partnership; people meet around it as a boundary object."""

    object = models.OneToOneField(BoundaryObject, on_delete=models.PROTECT, primary_key=True, related_name="curriculum")
    # They decide about proposals and publish versions.
    owners = models.ManyToManyField(Person, related_name="owned_curricula")

    def __str__(self) -> str:
        return self.object.title


class CurriculumVersion(models.Model):
    """One version: a draft until it is published, and never changed after."""

    curriculum = models.ForeignKey(Curriculum, on_delete=models.CASCADE, related_name="versions")
    # 1, 2, 3, ..
    number = models.PositiveSmallIntegerField()
    title = models.JSONField(default=dict)
    # What changed since the version before, and for whom, in the owners' own words.
    what_changed = models.TextField(max_length=4000, blank=True)
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    # What an imported file said that has no place of its own here, so that a round trip loses nothing.
    source = models.JSONField(default=dict)

    class Meta:
        ordering = ["curriculum", "number"]
        constraints = [
            models.UniqueConstraint(fields=["curriculum", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["curriculum"], condition=Q(published_at=None), name="one_draft_a_curriculum"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.curriculum} {self.number}"


class Theme(models.Model):
    """What outcomes are gathered by: pedagogic, didactic, subject, profession."""

    version = models.ForeignKey(CurriculumVersion, on_delete=models.CASCADE, related_name="themes")
    code = models.CharField(max_length=40)
    title = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="one_theme_a_code")]

    def __str__(self) -> str:
        return self.code


class Level(models.Model):
    """A step on the scale of a version: explore, with help, independent, ready to start, growing on."""

    version = models.ForeignKey(CurriculumVersion, on_delete=models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField()
    title = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="one_level_a_number")]

    def __str__(self) -> str:
        return f"{self.number}"


class Outcome(models.Model):
    """What a learner is going to learn."""

    version = models.ForeignKey(CurriculumVersion, on_delete=models.CASCADE, related_name="outcomes")
    code = models.CharField(max_length=40)
    # The same in every version: what the outside world (CASE) knows it by.
    identifier = models.UUIDField(default=uuid.uuid4)
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="outcomes")
    title = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    # 1, 2, 3, .. from start to diploma; after it, induction.
    phase = models.PositiveSmallIntegerField(default=1)
    level = models.PositiveSmallIntegerField(default=1)
    hours = models.PositiveIntegerField(default=0)
    # How much the curriculum holds to it, 1-9.
    weight = models.PositiveSmallIntegerField(default=1)
    # Of outcomes with the same choice exactly one counts.
    choice_group = models.CharField(max_length=40, blank=True)
    prerequisites = models.ManyToManyField("self", symmetrical=False, related_name="followed_by", blank=True)
    position = models.PositiveIntegerField(default=0)
    source = models.JSONField(default=dict)

    class Meta:
        ordering = ["phase", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="one_outcome_a_code"),
            models.CheckConstraint(condition=Q(weight__range=(1, 9)), name="weight_from_1_to_9"),
        ]

    def __str__(self) -> str:
        return self.code


class Criterion(models.Model):
    """What shows that an outcome is reached on a level: the measure."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="criteria")
    level = models.PositiveSmallIntegerField(default=1)
    words = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    source = models.JSONField(default=dict)

    class Meta:
        ordering = ["level", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.level}"


class ChangeProposal(models.Model):
    """Somebody proposes to change, add or take out an outcome; people talk about it; an owner decides."""

    class Kind(models.TextChoices):
        CHANGE = "change", _("change")
        ADD = "add", _("add")
        REMOVE = "remove", _("take out")

    class Decision(models.TextChoices):
        OPEN = "open", _("not decided yet")
        TAKEN = "taken", _("taken over")
        DECLINED = "declined", _("not taken over")
        WITHDRAWN = "withdrawn", _("taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # The version it was proposed to.
    version = models.ForeignKey(CurriculumVersion, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=10, choices=Kind)
    # Empty when something is added.
    code = models.CharField(max_length=40, blank=True)
    # Field -> what it would be (rules.curriculum.PROPOSED), words in one language; of an addition its theme too.
    fields = models.JSONField(default=dict)
    language = models.CharField(max_length=5, default="nl")
    why = models.TextField(max_length=2000)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    # Where people talk about it: an encounter around the curriculum.
    encounter = models.ForeignKey(Encounter, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_words = models.TextField(max_length=2000, blank=True)
    taken_in = models.ForeignKey(CurriculumVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class PendingCurriculum(models.Model):
    """A file with a curriculum that was read and waits to be confirmed. What stood in it is gone after a day."""

    KEPT_FOR = timedelta(days=1)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    # Empty: it becomes a new curriculum.
    curriculum = models.ForeignKey(Curriculum, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    # The framework as plain values (curriculum_plain); empty once it was taken in.
    content = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)
    taken_in = models.ForeignKey(CurriculumVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.file_name
