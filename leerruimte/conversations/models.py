"""A conversation: an encounter on a plate, led by a facilitator, live in a room or open for days."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from leerruimte.encounters.models import LONGEST_TEXT, Contribution, Encounter, Trace
from leerruimte.people.models import Person
from leerruimte.plates.models import Movement, PlateVersion, Question

# Working parts with fields to write in, a sheet in short.
SHEETS = (Question.Part.FORM, Question.Part.CANVAS)
# Words in one field of a sheet.
LONGEST_ENTRY = 600


class Conversation(models.Model):
    """What is so in the conversation now; its traces hang on the encounter."""

    class Mode(models.TextChoices):
        LIVE = "live", _("live in a room")
        OPEN = "open", _("open for days")

    class Screen(models.TextChoices):
        """What the beamer shows beside code, question and clock."""

        PLATE = "plate", _("the plate")
        CONTRIBUTIONS = "contributions", _("contributions")
        THEMES = "themes", _("themes")
        PATH = "path", _("the path")
        HEAPS = "heaps", _("the heaps")
        PART = "part", _("marks and scale")
        MAP = "map", _("the map of perspectives")
        HARVEST = "harvest", _("harvest of the tables")
        INTENTIONS = "intentions", _("intentions")

    encounter = models.OneToOneField(Encounter, on_delete=models.CASCADE, primary_key=True, related_name="conversation")
    plate = models.ForeignKey(PlateVersion, on_delete=models.PROTECT, related_name="conversations")
    mode = models.CharField(max_length=10, choices=Mode)
    # Roles that may be chosen, as codes of people.Role; empty list: nobody is asked for a role.
    roles = models.JSONField(default=list)
    # Whether whoever has a role in the partnership finds it in their own place; else one needs the code.
    is_open_to_members = models.BooleanField(default=False)
    # Open for days: until when.
    closes_at = models.DateTimeField(null=True, blank=True)
    phase = models.ForeignKey("Phase", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # The question of now; participants may still answer earlier ones that are open.
    question = models.ForeignKey("AskedQuestion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    phones_paused_at = models.DateTimeField(null=True, blank=True)
    screen = models.CharField(max_length=20, choices=Screen, default=Screen.PLATE)
    # Whose sheet (form or canvas) the beamer shows: a table; 0: that of the whole room.
    sheet_table = models.PositiveSmallIntegerField(default=0)
    # The hotspot of the drawing that the facilitator points at; all screens show which one.
    hotspot = models.SlugField(max_length=40, blank=True)
    # Tables the room is split into; 0: one group.
    tables = models.PositiveSmallIntegerField(default=0)
    # Goes up to make an older facilitator's link worthless.
    lead_number = models.PositiveIntegerField(default=1)
    # Where it was imported from and the sha256 of that: importing the same again changes nothing.
    imported_from = models.JSONField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.encounter)

    def ended_at(self, now: datetime) -> datetime | None:
        """When it ended: closed by the facilitator, or open for days and the last day is over; else None."""
        if self.encounter.closed_at is not None:
            return self.encounter.closed_at
        return self.closes_at if self.closes_at is not None and self.closes_at <= now else None


class Facilitator(models.Model):
    """Somebody who leads a conversation by account: who opened it, and who took the lead with its link."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="facilitators")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="facilitates")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "person"], name="a_facilitator_once")]

    def __str__(self) -> str:
        return f"{self.person}"


class Phase(models.Model):
    """A timed part of the conversation: one of the three movements, again for each time it is planned."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="phases")
    order = models.PositiveSmallIntegerField()
    movement = models.CharField(max_length=10, choices=Movement)
    # None: no clock.
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    # Seconds that were left when the clock was stopped; None while it runs.
    seconds_left = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["conversation", "order"], name="one_order_a_phase")]

    def __str__(self) -> str:
        return f"{self.order} {self.movement}"


class AskedQuestion(models.Model):
    """A question of the plate as it is asked in this conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    movement = models.CharField(max_length=10, choices=Movement)
    text = models.JSONField()
    hint = models.JSONField(default=dict)
    part = models.CharField(max_length=20, choices=Question.Part)
    # Not opened: nobody sees it yet. Closed: read only, but what was being written is accepted a while longer.
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["conversation", "key"], name="one_key_an_asked_question")]

    def __str__(self) -> str:
        return self.key


class Mark(Trace):
    """Where somebody places "us" on the path of a plate.

    One a person a question: its id is made of the two (`encounters.rules.one_of`).
    """

    question = models.CharField(max_length=40)
    # 0 = the first station, 1 = the second, ..; in between is in between. Empty when taken back.
    position = models.FloatField(null=True)
    # Whom "us" is: the index in the working part's list "us".
    us = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.position}"


class ElementMark(Trace):
    """What somebody put on an element (a hotspot) of the plate: we use it, I don't know it, curious, we miss it.

    One a person an element, whatever the question: like stickers on one poster, which every question about them adds
    to. Its id is made of the two (`encounters.rules.one_of`).
    """

    # With which question it was put there last.
    question = models.CharField(max_length=40)
    element = models.CharField(max_length=40)
    # Ids of the working part's marks, with spaces between; empty when all were taken away.
    marks = models.CharField(max_length=255, blank=True)

    class Meta:
        indexes = [models.Index(fields=["encounter", "element"], name="marks_on_an_element")]

    def __str__(self) -> str:
        return f"{self.element}: {self.marks}"


class Harvest(Trace):
    """What a table tells the whole room; the newest of a table counts, earlier ones stay readable for the table."""

    table = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=LONGEST_TEXT)

    def __str__(self) -> str:
        return self.text


class Entry(Trace):
    """What somebody wrote in a field of a form or canvas: one version, never changed.

    What is written on top of something names it (`follows`), so nothing is written over: what stands in a field now is
    what nobody wrote on top of (`rules.standing`).
    """

    class Stage(models.TextChoices):
        ALONE = "alone", _("apart")
        TOGETHER = "together", _("together")

    part = models.CharField(max_length=20, choices=Question.Part)
    field = models.CharField(max_length=40)
    stage = models.CharField(max_length=10, choices=Stage)
    text = models.CharField(max_length=LONGEST_ENTRY, blank=True)
    # One of the choices of the field, with or instead of words.
    choice = models.CharField(max_length=40, blank=True)
    # As which of the form's roles it was written.
    as_role = models.CharField(max_length=40, blank=True)
    # The table that wrote it together; 0: the whole room. Apart it moves along with its writer.
    table = models.PositiveSmallIntegerField(default=0)
    # Ids (32 hex digits) of everything it was written on top of, down to the first (`rules.all_under`).
    follows = models.JSONField(default=list)
    # Taken back by its writer, or taken off the screens by the facilitator: it stands on no sheet any more; its writer
    # keeps it.
    undone_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["encounter", "part"], name="entries_of_a_sheet")]

    def __str__(self) -> str:
        return self.text or self.choice

    @property
    def is_gone(self) -> bool:
        """Whether only its writer still has it."""
        return self.undone_at is not None or self.hidden_at is not None


class Turn(models.Model):
    """How far a table (0: the whole room) is with a form. It only goes on: what was read cannot be unread."""

    class Stage(models.IntegerChoices):
        ALONE = 1, _("each apart")
        SIDE = 2, _("side by side")
        TOGETHER = 3, _("together")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    table = models.PositiveSmallIntegerField(default=0)
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.ALONE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "table"], name="one_turn_a_table")]

    def __str__(self) -> str:
        return f"{self.table}: {self.stage}"


class Theme(models.Model):
    """Contributions that belong together, with the name the room gave them."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="themes")
    name = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    contributions = models.ManyToManyField(Contribution, through="ThemeMember", related_name="themes")

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class ThemeMember(models.Model):
    """A contribution lies in one theme at most."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="members")
    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="theme_member")

    def __str__(self) -> str:
        return f"{self.contribution_id}"


class Note(models.Model):
    """The facilitator's private words with a phase."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    phase = models.OneToOneField(Phase, on_delete=models.CASCADE, related_name="note")
    text = models.TextField(max_length=4000, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.text[:40]


class ModerationEntry(models.Model):
    """What the facilitator hid, showed again, merged or took apart, when and why."""

    class Verb(models.TextChoices):
        HIDE = "hide", _("hidden")
        SHOW = "show", _("shown again")
        MERGE = "merge", _("put together with another")
        UNMERGE = "unmerge", _("taken apart again")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="moderation")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="moderation")
    verb = models.CharField(max_length=10, choices=Verb)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.verb


class PerspectiveMap(models.Model):
    """The last map of perspectives that was reckoned, and up to which version of the encounter."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, primary_key=True, related_name="map")
    version = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    # perspectives.to_json: places, verdict, sides, shared, divided, differing by role.
    result = models.JSONField()

    def __str__(self) -> str:
        return f"{self.version}"
