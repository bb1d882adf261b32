"""Encounters: people meet around a boundary object and leave traces."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leerruimte.base.client_ids import new_id
from leerruimte.people.models import Organisation, Partnership, Person, Role

LONGEST_TEXT = 280
# After that many days somebody is asked how it went with what they wanted to do on no day in particular.
NO_DAY_NAMED = timedelta(weeks=3)
LONGEST_ABOUT = 80


class BoundaryObject(models.Model):
    """The thing people meet around; the hinge between parts that do not know each other."""

    class Kind(models.TextChoices):
        PLATE = "plate", _("talking poster")
        CURRICULUM = "curriculum", _("curriculum")
        TRAJECTORY = "trajectory", _("trajectory")
        ASSESSMENT_FORM = "assessment_form", _("assessment form")

    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=200)
    # Empty: ships with the system, for every partnership.
    partnership = models.ForeignKey(Partnership, null=True, blank=True, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return self.title


class Encounter(models.Model):
    """A meeting around one boundary object, in a room or over days; many are joined with a short code."""

    class Kind(models.TextChoices):
        CONVERSATION = "conversation", _("conversation")
        TRIANGLE = "triangle", _("triangle conversation")
        CURRICULUM_TALK = "curriculum_talk", _("talk about the curriculum")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    object = models.ForeignKey(BoundaryObject, on_delete=models.PROTECT, related_name="encounters")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="encounters")
    title = models.CharField(max_length=120)
    # Letters and digits only, upper case: KADE742. People may type spaces and lower case. Empty: not joined by a code.
    join_code = models.CharField(max_length=12, blank=True, db_index=True)
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Goes up with every change of its traces: what is derived from an encounter knows by this that it is behind.
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["join_code"], condition=~Q(join_code=""), name="one_encounter_a_code")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def room(self) -> str:
        """The name of this encounter in `live`: its id as 32 hex digits."""
        return self.id.hex


class Participation(models.Model):
    """One person (or phone) in one encounter, with the role chosen there; no account needed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    encounter = models.ForeignKey(Encounter, on_delete=models.CASCADE, related_name="participations")
    # 1, 2, 3, .. in order of joining: the pseudonym in exports.
    number = models.PositiveIntegerField()
    # Whose it is, when they took part signed in or claimed it later; never shown to others.
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="participations")
    role = models.CharField(max_length=20, choices=Role, blank=True)
    # Where they had that role at that moment, when it is known; never asked for.
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    first_name = models.CharField(max_length=40, blank=True)
    # 0: not at a table.
    table = models.PositiveSmallIntegerField(default=0)
    joined_at = models.DateTimeField(auto_now_add=True)
    # When this visit began and when the one before it did: what is new since then.
    visit_at = models.DateTimeField(null=True, blank=True)
    last_visit_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["encounter", "number"], name="one_number_a_participant")]

    def __str__(self) -> str:
        return f"{self.number}"


class Trace(models.Model):
    """What an encounter leaves: who, in which role at that moment, where, when. The id is made on the phone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    encounter = models.ForeignKey(Encounter, on_delete=models.CASCADE)
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE)
    role = models.CharField(max_length=20, choices=Role, blank=True)
    # The device's own counter: of two writes about the same thing the highest wins, whenever it arrives.
    n = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        abstract = True


class Contribution(Trace):
    """What somebody wrote with a question."""

    question = models.CharField(max_length=40)
    text = models.CharField(max_length=LONGEST_TEXT)
    # The first name, only when the writer wants it under these words.
    signed = models.CharField(max_length=40, blank=True)
    # The place of a working part it was laid in (a heap); empty where the question has none.
    slot = models.CharField(max_length=40, blank=True)
    # Who it is about (who crosses, who is put to work): plain words, shown with it, only where a working part asks.
    about = models.CharField(max_length=LONGEST_ABOUT, blank=True)
    # Where heaps are places in weeks: in which week it lies (0: none) and as what kind, an id of the working part.
    week = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=40, blank=True)
    table = models.PositiveSmallIntegerField(default=0)
    # Taken back by the writer: the row stays so that a late copy of the same write cannot bring it back; the text goes.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="doubles")

    class Meta:
        indexes = [models.Index(fields=["encounter", "question", "made_at"], name="contributions_of_a_question")]

    def __str__(self) -> str:
        return self.text


class Stance(Trace):
    """Agree (1), disagree (-1) or pass (0) on a contribution; empty when taken back.

    One a person a contribution: its id is made of the two (`rules.one_of`), so the primary key guards that.
    """

    class Value(models.IntegerChoices):
        AGREE = 1, _("agree")
        PASS = 0, _("pass")
        DISAGREE = -1, _("disagree")

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="stances")
    value = models.SmallIntegerField(choices=Value, null=True)

    def __str__(self) -> str:
        return f"{self.value}"


class Intention(Trace):
    """What somebody is going to do: what, by when, with whom, what is needed, what it asks; what became of it."""

    class Outcome(models.TextChoices):
        """What became of it, by whose it is. "Changed" goes on in another form, or on another day."""

        OPEN = "open", _("still to do")
        DONE = "done", _("done")
        CHANGED = "changed", _("changed")
        NOT = "not", _("not done")

    what = models.CharField(max_length=LONGEST_TEXT)
    by_when = models.DateField(null=True, blank=True)
    with_whom = models.CharField(max_length=120, blank=True)
    needed = models.CharField(max_length=LONGEST_TEXT, blank=True)
    asks_of_me = models.CharField(max_length=LONGEST_TEXT, blank=True)
    asks_of_organisation = models.CharField(max_length=LONGEST_TEXT, blank=True)
    signed = models.CharField(max_length=40, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    # How it went, in their own words; only they read this.
    outcome_words = models.CharField(max_length=LONGEST_TEXT, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    # When a letter went out about it; so it goes out once.
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["outcome", "by_when"], name="intentions_by_day")]

    def __str__(self) -> str:
        return self.what

    @property
    def day(self) -> date:
        """The day on which it is asked about: the day that was named, else three weeks after it was said."""
        return self.by_when or (timezone.localdate(self.made_at) + NO_DAY_NAMED)
