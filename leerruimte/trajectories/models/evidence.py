"""What is laid beside the measure: evidence, feedback in its margin, assessment forms, and what was confirmed."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leerruimte.base.client_ids import new_id
from leerruimte.encounters.models import BoundaryObject
from leerruimte.people.models import Partnership, Person
from leerruimte.trajectories.models.trajectory import Member, Trajectory


class Evidence(models.Model):
    """A file, link, photo or note laid beside the measure of an outcome. The id is made on the screen."""

    class Kind(models.TextChoices):
        FILE = "file", _("file")
        PHOTO = "photo", _("photo")
        LINK = "link", _("link")
        NOTE = "note", _("note")

    class Seen(models.TextChoices):
        """Who may see it, said before it is kept."""

        MINE = "mine", _("only me")
        THREE = "three", _("the three of us")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="evidence")
    outcome = models.CharField(max_length=40)
    kind = models.CharField(max_length=5, choices=Kind)
    title = models.CharField(max_length=120)
    words = models.TextField(max_length=4000, blank=True)
    link = models.URLField(max_length=500, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    seen = models.CharField(max_length=5, choices=Seen, default=Seen.THREE)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]
        indexes = [models.Index(fields=["trajectory", "outcome"], name="evidence_of_an_outcome")]

    def __str__(self) -> str:
        return self.title


class EvidenceFile(models.Model):
    """The bytes of a file or photo laid beside a measure, in a table of their own: lists never read them."""

    evidence = models.OneToOneField(Evidence, on_delete=models.CASCADE, primary_key=True, related_name="file")
    data = models.BinaryField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.evidence_id}"


class Looked(models.Model):
    """When somebody last looked at the evidence of a trajectory: what came after it is new to them."""

    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trajectory", "person"], name="looked_once_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%d-%m-%Y}"


class Remark(models.Model):
    """Feedback in the margin of evidence."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="remarks")
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=2000)
    made_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.text[:40]


class AssessmentForm(models.Model):
    """Rows and levels that a partnership made: a boundary object that three fill in beside each other."""

    object = models.OneToOneField(
        BoundaryObject, on_delete=models.PROTECT, primary_key=True, related_name="assessment_form"
    )
    # [{"id", "title", "help"}] and [{"id", "title"}]; with a row and a level: {"row level": "what it looks like"}
    rows = models.JSONField(default=list)
    levels = models.JSONField(default=list)
    cells = models.JSONField(default=dict)
    # Codes of the outcomes it belongs with; empty: any.
    outcomes = models.JSONField(default=list)
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # The id that the screen gave it: sent twice, it is made once.
    made_with = models.CharField(max_length=32, blank=True, db_index=True)
    # From then on it may be filled in, and its rows and levels stay as they are.
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.object.title


class FilledForm(models.Model):
    """A form filled in by one of the three, for one trajectory; read beside the others' once it is handed in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form = models.ForeignKey(AssessmentForm, on_delete=models.PROTECT, related_name="filled")
    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="filled_forms")
    # 1, 2, 3, ..: the rounds in which it was filled in.
    round = models.PositiveSmallIntegerField(default=1)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    # Row id -> {"level": id, "words": ".."}
    answers = models.JSONField(default=dict)
    n = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "trajectory", "round", "member"], name="one_form_a_member")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.member}"


class Reached(models.Model):
    """An outcome was reached on a level: said by an educator of the institute, with the agreement it rests on."""

    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="reached")
    outcome = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(default=1)
    words = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_why = models.CharField(max_length=280, blank=True)
    # What a credential of it is known by outside, and when the learner first asked for one.
    credential = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    credential_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["trajectory", "outcome", "level"],
                condition=models.Q(taken_back_at=None),
                name="reached_once_a_level",
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.level}"


class EarlierRecord(models.Model):
    """What a learner took along from elsewhere: read only, told apart from what was agreed upon here."""

    # Made from what stands in it: the same record twice is kept once.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="earlier_records")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    # As `record.read_record` gave it; the files of its evidence stand in EarlierFile.
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    # Nothing in it was changed since it was made, as far as its own sums say.
    whole = models.BooleanField(default=True)
    # Who may read it here: the learner, or who stands beside the learner in this partnership too.
    seen = models.CharField(max_length=5, choices=Evidence.Seen, default=Evidence.Seen.MINE)
    # Empty: it was read and waits for a yes.
    imported_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "partnership", "digest"], name="an_earlier_record_once")
        ]

    def __str__(self) -> str:
        return self.title


class EarlierFile(models.Model):
    """A file of the evidence of an earlier record, checked anew as any file that comes in."""

    record = models.ForeignKey(EarlierRecord, on_delete=models.CASCADE, related_name="files")
    # What it is called in the record.
    name = models.CharField(max_length=80)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "name"], name="one_earlier_file_a_name")]

    def __str__(self) -> str:
        return self.file_name
