"""Praatplaten: a drawing with a claim, questions, hotspots, links and working parts, in every language it has.

Words that people read are kept as {"nl": "...", "en": "..."}. A plate is a row; what it says and shows is a version of
it, so that a conversation keeps the plate it was held on when the plate changes.
"""

from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from leerruimte.encounters.models import BoundaryObject


class Movement(models.TextChoices):
    """The three movements of working with a plate; the same for every plate."""

    LOOK = "look", _("Look and talk")
    NOTICE = "notice", _("What strikes you?")
    ACT = "act", _("What do we do with it?")


class Plate(models.Model):
    """A talking poster; its boundary object says whose it is."""

    object = models.OneToOneField(BoundaryObject, on_delete=models.CASCADE, primary_key=True, related_name="plate")
    slug = models.SlugField(max_length=60, unique=True)
    # The number of a shipped plate (1-8), which also chooses its paper; own plates have none.
    number = models.PositiveSmallIntegerField(null=True, blank=True, unique=True)

    def __str__(self) -> str:
        return self.slug


class PlateVersion(models.Model):
    """What a plate says and shows from one moment on. Never changed once a conversation was held on it."""

    plate = models.ForeignKey(Plate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    title = models.JSONField()
    claim = models.JSONField()
    text = models.JSONField()
    aim = models.JSONField()
    read_aloud = models.JSONField()
    # The facilitator's guide: headings (##) and paragraphs, as in the shipped files.
    guide = models.JSONField(default=dict)
    # The scene in 3-5 sentences, for who does not see the drawing.
    description = models.JSONField(default=dict)
    # Words inside the drawing: data-i18n of the text -> {"nl": .., "en": ..}. What is missing stays as drawn.
    words = models.JSONField(default=dict)
    # Minutes a movement: {"look": 20, "notice": 25, "act": 15}.
    minutes = models.JSONField()
    # Cleaned SVG. Its hotspots are groups with data-hotspot = Hotspot.key.
    drawing = models.TextField()
    # sha256 of drawing and words together: loading the same again changes nothing.
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plate", "number"], name="one_number_a_plate_version")]

    def __str__(self) -> str:
        return f"{self.plate} {self.number}"


class Question(models.Model):
    """One of the 5-7 questions of a plate, with the working part that people answer it with."""

    class Part(models.TextChoices):
        NONE = "none", _("own words")
        PATH = "path", _("a mark on the path")
        MARKS = "marks", _("marks on the picture")
        HEAPS = "heaps", _("heaps")
        FORM = "form", _("a form in turns")
        CANVAS = "canvas", _("a canvas to fill in")
        SCALE = "scale", _("a place on a scale")
        TOMORROW = "tomorrow", _("intentions")

    version = models.ForeignKey(PlateVersion, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    movement = models.CharField(max_length=10, choices=Movement)
    text = models.JSONField()
    hint = models.JSONField(default=dict)
    part = models.CharField(max_length=20, choices=Part, default=Part.NONE)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_key_a_question")]

    def __str__(self) -> str:
        return self.key


class Hotspot(models.Model):
    """A part of the drawing that means something: it opens, has a text and a question, and people say its number."""

    version = models.ForeignKey(PlateVersion, on_delete=models.CASCADE, related_name="hotspots")
    key = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField()
    title = models.JSONField()
    text = models.JSONField()
    question = models.JSONField()
    # The box around it in the drawing, in drawing units: [x, y, width, height]; empty: not known.
    area = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_key_a_hotspot")]

    def __str__(self) -> str:
        return self.key


class BackgroundLink(models.Model):
    """Background in one of several forms; without an address it says what a partnership could put there."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        SLIDES = "slides", _("slides")
        PODCAST = "podcast", _("podcast")
        VIDEO = "video", _("video")
        PRACTICE = "practice", _("from practice")

    version = models.ForeignKey(PlateVersion, on_delete=models.CASCADE, related_name="links")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.JSONField()
    about = models.JSONField()
    url = models.URLField(blank=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.url

    @property
    def host(self) -> str:
        """The site it leads to, as people know it."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


class WorkingPart(models.Model):
    """What people do with a plate besides talk: a path to stand on, heaps, intentions; its settings as in the file."""

    version = models.ForeignKey(PlateVersion, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=20, choices=Question.Part)
    # {"prompt": words, ..}; path: "us" and "stations" (see path.py); heaps: "heaps"; tomorrow: "starters".
    settings = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "kind"], name="one_part_of_a_kind")]

    def __str__(self) -> str:
        return self.kind
