"""What institute, schools and the world outside offer: what, when, for how many; how many places a school has."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leerruimte.base.client_ids import new_id
from leerruimte.base.searching import sought_in
from leerruimte.people.models import Organisation, Partnership, Person
from leerruimte.trajectories.models.curriculum import Curriculum
from leerruimte.trajectories.weekdays import day_bits


class Period(models.Model):
    """A part of the year of a partnership, about ten teaching weeks."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="periods")
    name = models.CharField(max_length=60)
    first = models.DateField()
    last = models.DateField()

    class Meta:
        ordering = ["first"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name", "first"], name="one_period_a_name"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="period_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name


class FreeDays(models.Model):
    """Days on which nothing meets: of the whole partnership, or of the schools of a holiday region."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="free_days")
    region = models.CharField(max_length=10, choices=Organisation.Region, blank=True)
    why = models.CharField(max_length=60)
    first = models.DateField()
    last = models.DateField()

    class Meta:
        ordering = ["first"]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="free_days_end_after_they_begin")]

    def __str__(self) -> str:
        return self.why


class Opportunity(models.Model):
    """What a place affords: a workshop, a mentor's lessons, a project, a research group. Kept once, however many
    partnerships its organisation belongs to."""

    class Formality(models.TextChoices):
        FORMAL = "formal", _("formal")
        NON_FORMAL = "non-formal", _("non-formal")
        INFORMAL = "informal", _("informal")

    class Audience(models.TextChoices):
        """Who sees the offer."""

        ORGANISATION = "organisation", _("only people of this organisation")
        PARTNERSHIPS = "partnerships", _("everybody in the partnerships it belongs to")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Where it is given. Empty: outside institute and schools; then `partnership` says who offers it.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="opportunities"
    )
    partnership = models.ForeignKey(Partnership, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    what = models.TextField(max_length=2000, blank=True)
    # In words, where it is not simply at the organisation: the library, online, at three schools.
    where = models.CharField(max_length=120, blank=True)
    online = models.BooleanField(default=False)
    formality = models.CharField(max_length=12, choices=Formality, default=Formality.NON_FORMAL)
    # The whole series for one learner, with others.
    hours = models.PositiveSmallIntegerField(default=0)
    audience = models.CharField(max_length=14, choices=Audience, default=Audience.PARTNERSHIPS)
    # The same thing at two places carries the same word: one takes it once.
    like = models.CharField(max_length=60, blank=True)
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # When somebody last said that it is still right.
    still_right_at = models.DateTimeField(default=timezone.now)
    still_right_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=200, blank=True)
    # Title, what and where without capitals and accents: what a search looks in.
    sought = models.CharField(max_length=400, editable=False, default="")

    class Meta:
        ordering = ["title", "pk"]
        indexes = [
            models.Index(fields=["partnership", "closed_at"], name="opportunities_outside"),
            models.Index(fields=["closed_at", "title"], name="opportunities_by_title"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None) ^ Q(partnership=None), name="offered_by_an_organisation_or_outside"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it, with what a search looks in."""
        self.sought = sought_of(self)
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "sought"}
        super().save(*args, **kwargs)


def sought_of(opportunity: Opportunity) -> str:
    """What a search for this opportunity looks in."""
    longest = Opportunity._meta.get_field("sought").max_length
    return sought_in(opportunity.title, opportunity.where, opportunity.what)[:longest]


class Contributes(models.Model):
    """An opportunity contributes to an outcome, by so many hours; or asks it beforehand."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="contributes")
    curriculum = models.ForeignKey(Curriculum, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    # Hours of the series that go to it; empty: an even share.
    hours = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_beforehand = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "curriculum", "code", "asked_beforehand"], name="contributes_once"
            )
        ]
        indexes = [models.Index(fields=["curriculum", "code"], name="opportunities_of_an_outcome")]

    def __str__(self) -> str:
        return f"{self.opportunity} {self.code}"


class Edition(models.Model):
    """One concrete series of meetings in which an opportunity can be taken, said as a rule.

    On `days` ("mo".."su") of every `every_weeks` weeks from `first`, `times` meetings of `minutes`, beginning at
    `starts`. Without days: agreed upon within the weeks from `first` up to and including `last`.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="editions")
    first = models.DateField()
    last = models.DateField()
    days = models.JSONField(default=list)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    times = models.PositiveSmallIntegerField(default=1)
    starts = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    # Empty: no limit.
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    # `days` as one number (weekdays.day_bits), for a search.
    day_bits = models.PositiveSmallIntegerField(editable=False, default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Goes up when it moves: what was sent to agendas knows that it is behind.
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="edition_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(every_weeks__gte=1, times__gte=1, minutes__gte=1), name="edition_meets"),
        ]
        indexes = [models.Index(fields=["opportunity", "last"], name="editions_to_come")]

    def __str__(self) -> str:
        return f"{self.opportunity} {self.first:%d-%m-%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it, with what a search compares."""
        self.day_bits = day_bits(self.days)
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "day_bits"}
        super().save(*args, **kwargs)


class Seat(models.Model):
    """Somebody has a seat in an edition, or waits for one."""

    class State(models.TextChoices):
        TAKEN = "taken", _("has a seat")
        WAITING = "waiting", _("waits for a seat")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="taken_seats")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats")
    state = models.CharField(max_length=10, choices=State)
    # The order of the waiting list.
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "person"], name="one_seat_a_person")]

    def __str__(self) -> str:
        return f"{self.person} {self.edition}"


class Capacity(models.Model):
    """How many learners a school can have in a period; also before it is known who guides them."""

    class Promise(models.TextChoices):
        PROMISED = "promised", _("we can do this")
        INTERESTED = "interested", _("interested, no promise yet")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="capacities")
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="capacities")
    places = models.PositiveSmallIntegerField()
    promise = models.CharField(max_length=10, choices=Promise, default=Promise.PROMISED)
    # Of how many of these places the mentor is known.
    with_mentor = models.PositiveSmallIntegerField(default=0)
    # Grade band ("1-2", "3-5", "6-8") -> how many at most; empty: any.
    bands = models.JSONField(default=dict)
    said_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "period"], name="one_capacity_a_period"),
            models.CheckConstraint(condition=Q(with_mentor__lte=F("places")), name="no_more_mentors_than_places"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.period}: {self.places}"


class Notice(models.Model):
    """A plain sentence for somebody on their own page: what they had changed, and by whom they can ask.

    Written by whatever changes a thing that others counted on: an offer that closes or moves, a place published.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    # A short stable word ("offer_closed", "offer_moved", "place", ..) and the values its sentence needs.
    kind = models.CharField(max_length=30)
    values = models.JSONField(default=dict)
    # The path of the page it is about.
    address = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["person", "read_at"], name="notices_of_a_person")]

    def __str__(self) -> str:
        return self.kind
