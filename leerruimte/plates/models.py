"""Praatplaten: a drawing with a claim, questions, hotspots, links and working parts, in every language it has.

Words that people read are kept as {"nl": "...", "en": "..."}. A plate is a row; what it says and shows is a version of
it, so that a conversation keeps the plate it was held on when the plate changes.
"""

from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leerruimte.base.client_ids import new_id
from leerruimte.encounters.models import BoundaryObject
from leerruimte.people.models import Partnership, Person


class Movement(models.TextChoices):
    """The three movements of working with a plate; the same for every plate."""

    LOOK = "look", _("Look and talk")
    NOTICE = "notice", _("What strikes you?")
    ACT = "act", _("What do we do with it?")


class Licence(models.TextChoices):
    """What others may do with a plate, by its SPDX name; `OWN`: ask the maker."""

    BY_SA = "CC-BY-SA-4.0", _("everybody may use and change it, with the maker's name, and shares it alike")
    BY = "CC-BY-4.0", _("everybody may use and change it, with the maker's name")
    ZERO = "CC0-1.0", _("everybody may do everything with it")
    OWN = "LicenseRef-own", _("only we may use it: the maker gave leave for that")


class Plate(models.Model):
    """A talking poster; its boundary object says whose it is."""

    object = models.OneToOneField(BoundaryObject, on_delete=models.CASCADE, primary_key=True, related_name="plate")
    slug = models.SlugField(max_length=60, unique=True)
    # The number of a shipped plate (1-8), which also chooses its paper; own plates have none.
    number = models.PositiveSmallIntegerField(null=True, blank=True, unique=True)
    # Who made it, as it stands under it.
    credit = models.CharField(max_length=120, blank=True)
    licence = models.CharField(max_length=40, choices=Licence, default=Licence.BY_SA)
    # Earlier plates that it was made from, the oldest first: links as in `origin.py`.
    origin = models.JSONField(default=list, blank=True)
    # Since when everybody may see and take it; empty: only its partnership.
    shared_at = models.DateTimeField(null=True, blank=True, db_index=True)
    # Title, claim, maker and partnership without capitals and accents: what the library searches in.
    sought = models.CharField(max_length=2000, editable=False, default="")
    # Since when its partnership put it away: it stays for the conversations on it, and is not offered any more.
    archived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.slug


class PlateVersion(models.Model):
    """What a plate says and shows from one moment on. Never changed once a conversation was held on it."""

    plate = models.ForeignKey(Plate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    # Who made it by account; empty: it came with the system, by a link, or who made it left.
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
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
    # The kept pictures that the drawing shows.
    pictures: "models.ManyToManyField[Picture, Any]" = models.ManyToManyField(
        "Picture", related_name="versions", blank=True
    )

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


class PlateDraft(models.Model):
    """What somebody is making of a plate and did not make a version yet; one a plate, for all who adapt it."""

    plate = models.OneToOneField(Plate, on_delete=models.CASCADE, primary_key=True, related_name="draft")
    # The version that it was begun from: the drawing is drawn from its drawing.
    base = models.ForeignKey(PlateVersion, on_delete=models.CASCADE, related_name="+")
    # All that `content.PlateContent` has, but the drawing.
    content = models.JSONField()
    changed_at = models.DateTimeField(default=timezone.now)
    # By account; empty: by a link, or who it was left.
    changed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.plate_id} +"


class Picture(models.Model):
    """A picture that a partnership's drawings show, drawn anew when it came in. Its bytes: `pictures/files.py`."""

    class Kind(models.TextChoices):
        PNG = "png", "PNG"
        JPEG = "jpeg", "JPEG"

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="pictures")
    # Of its bytes: the name of the file.
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=4, choices=Kind)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "sha256"], name="a_picture_once_a_partnership")]

    def __str__(self) -> str:
        return self.sha256[:12]


class UploadedDrawing(models.Model):
    """A drawing that came in and waits until somebody looked at it; after a day it is gone, if nobody kept it."""

    # Made with the form: the same file sent twice is here once.
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=100)
    # Cleaned, in the form of a plate's drawing.
    drawing = models.TextField()
    pictures = models.ManyToManyField(Picture, related_name="+", blank=True)
    # What was left out: kind -> names, see `pictures/removed.py`.
    removed = models.JSONField(default=dict)
    # Of a PDF: which page of how many; else 0.
    page = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    # What became of it: confirming twice gives the same plate.
    plate = models.OneToOneField(Plate, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.file_name


class LinkCheck(models.Model):
    """What an address of background said when somebody ran `manage.py check_links`; for all versions that name it."""

    url = models.URLField(unique=True)
    checked_at = models.DateTimeField()
    # Since when it has been gone; empty: it answers, or we could not tell.
    gone_since = models.DateTimeField(null=True, blank=True)
    # The answer in a word: "200", "404", "no such site", "too slow".
    answer = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.url}: {self.answer}"
