"""A conversation: an encounter on a plate, led by a facilitator, live in a room or open for days."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from leerruimte.encounters.models import LONGEST_TEXT, Contribution, Encounter, Trace
from leerruimte.plates.models import Movement, PlateVersion, Question


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
        MAP = "map", _("the map of perspectives")
        HARVEST = "harvest", _("harvest of the tables")
        INTENTIONS = "intentions", _("intentions")

    encounter = models.OneToOneField(Encounter, on_delete=models.CASCADE, primary_key=True, related_name="conversation")
    plate = models.ForeignKey(PlateVersion, on_delete=models.PROTECT, related_name="conversations")
    mode = models.CharField(max_length=10, choices=Mode)
    # Roles that may be chosen, as codes of people.Role; empty list: nobody is asked for a role.
    roles = models.JSONField(default=list)
    # Open for days: until when.
    closes_at = models.DateTimeField(null=True, blank=True)
    phase = models.ForeignKey("Phase", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # The question of now; participants may still answer earlier ones that are open.
    question = models.ForeignKey("AskedQuestion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    phones_paused_at = models.DateTimeField(null=True, blank=True)
    screen = models.CharField(max_length=20, choices=Screen, default=Screen.PLATE)
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


class Harvest(Trace):
    """What a table tells the whole room; the newest of a table counts, earlier ones stay readable for the table."""

    table = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=LONGEST_TEXT)

    def __str__(self) -> str:
        return self.text


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
