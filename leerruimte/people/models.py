"""Who takes part: the partnership (the tenant), its organisations, people, and the roles they have there in time."""

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leerruimte.base.client_ids import new_id
from leerruimte.base.searching import sought_in


class Role(models.TextChoices):
    """As what somebody takes part; the words are those of the glossary."""

    STUDENT = "student", _("student")
    CAREER_CHANGER = "career_changer", _("career changer")
    STARTER = "starter", _("starting teacher")
    TEACHER = "teacher", _("teacher")
    MENTOR = "mentor", _("mentor")
    SCHOOL_EDUCATOR = "school_educator", _("school-based educator")
    INSTITUTE_EDUCATOR = "institute_educator", _("institute-based educator")
    RESEARCHER = "researcher", _("researcher")
    COORDINATOR = "coordinator", _("coordinator")
    STEERING = "steering", _("steering group")


class Side(models.TextChoices):
    """The three inks and two: whose mark (colour, shape and word) a role carries everywhere."""

    LEARNER = "learner", _("learner")
    SCHOOL = "school", _("school")
    INSTITUTE = "institute", _("institute")
    RESEARCH = "research", _("research")
    TOGETHER = "together", _("together")
    MIXED = "mixed", _("mixed")


SIDE_OF = {
    Role.STUDENT: Side.LEARNER,
    Role.CAREER_CHANGER: Side.LEARNER,
    Role.STARTER: Side.LEARNER,
    Role.TEACHER: Side.SCHOOL,
    Role.MENTOR: Side.SCHOOL,
    Role.SCHOOL_EDUCATOR: Side.SCHOOL,
    Role.INSTITUTE_EDUCATOR: Side.INSTITUTE,
    Role.RESEARCHER: Side.RESEARCH,
    Role.COORDINATOR: Side.TOGETHER,
    Role.STEERING: Side.TOGETHER,
}


class Partnership(models.Model):
    """Institutes and schools educating together: the tenant. Several in one installation are strangers."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    # Goes up to make an older "open conversations here" link worthless.
    host_number = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """An institute, a board or a school. Kept once, however many partnerships it belongs to."""

    class Kind(models.TextChoices):
        INSTITUTE = "institute", _("institute")
        BOARD = "board", _("board")
        SCHOOL = "school", _("school")

    class Region(models.TextChoices):
        """School holidays differ by region."""

        NORTH = "noord", _("North")
        MIDDLE = "midden", _("Middle")
        SOUTH = "zuid", _("South")

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    # What the outside world knows it by: a board's number, a school location's code of six.
    code = models.CharField(max_length=20, blank=True)
    board = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="schools")
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=80, blank=True)
    website = models.CharField(max_length=200, blank=True)
    holidays = models.CharField(max_length=10, choices=Region, blank=True)
    # Degrees north and east (WGS 84).
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    # Name, place and code without capitals and accents: what a search looks in.
    sought = models.CharField(max_length=320, editable=False, default="")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], condition=~Q(code=""), name="one_organisation_a_code"),
            models.CheckConstraint(condition=Q(board=None) | Q(kind="school"), name="only_schools_have_a_board"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="position_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it, with what a search looks in."""
        self.sought = sought_in(self.name, self.place, self.code)
        super().save(*args, **kwargs)


class OrganisationMembership(models.Model):
    """An organisation takes part in a partnership, for a time, and shows it a part of what is kept about it."""

    class Share(models.TextChoices):
        """What a partnership may see of an organisation besides its name and place."""

        ADDRESS = "address", _("street, postcode and website")
        POSITION = "position", _("the place on the map")
        PEOPLE = "people", _("how many people learn and work there")

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="organisation_memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    from_date = models.DateField(default=timezone.localdate)
    until_date = models.DateField(null=True, blank=True)
    shares = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "organisation"], name="an_organisation_once_a_partnership"),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")), name="membership_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} - {self.partnership}"


class People(BaseUserManager["Person"]):
    """Finds people by the address they sign in with, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person of an e-mail address."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """Somebody with an account, which only they made. What they are is said by their roles."""

    class Reminders(models.TextChoices):
        NONE = "none", _("no reminders")
        MAIL = "mail", _("by mail, on the day itself")

    email = models.EmailField(_("e-mail address"), unique=True)
    first_name = models.CharField(_("first name"), max_length=40, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=5, default="nl")
    reminders = models.CharField(max_length=10, choices=Reminders, default=Reminders.NONE)
    # The secret part of the address of the own calendar; empty: there is no such address.
    calendar_key = models.UUIDField(null=True, blank=True, unique=True)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)
    sought = models.CharField(max_length=400, editable=False, default="", db_index=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[People] = People()

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As people call them; the address where no name was given."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it, with what a search looks in."""
        self.email = self.email.lower()
        self.sought = sought_in(self.first_name, self.last_name, self.email)
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "sought"}
        super().save(*args, **kwargs)


class RoleAssignment(models.Model):
    """A person is something somewhere for a time: in an organisation, or in the partnership as a whole."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="role_assignments")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="role_assignments")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="role_assignments"
    )
    role = models.CharField(max_length=20, choices=Role)
    from_date = models.DateField(default=timezone.localdate)
    # The last day; empty: no end is known.
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["partnership", "role", "until_date"], name="roles_of_a_partnership")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "partnership", "organisation", "role", "from_date"], name="a_role_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["person", "partnership", "role", "from_date"],
                condition=Q(organisation=None),
                name="a_role_in_the_whole_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")), name="role_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


class Invitation(models.Model):
    """Asks somebody (one address) or a whole list (one link) to make an account and take up a role.

    Until it is taken up there is no person: nobody makes an account for somebody else.
    """

    class Failure(models.TextChoices):
        ADDRESS = "address", _("the post office does not know this address")
        POST = "post", _("the post office did not answer")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    # Empty: a link for a whole list, which anybody who has it may use.
    email = models.EmailField(blank=True)
    first_name = models.CharField(max_length=40, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    # What the role will be from and until.
    from_date = models.DateField(default=timezone.localdate)
    until_date = models.DateField(null=True, blank=True)
    # The last day on which it can be taken up.
    ends_on = models.DateField()
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Why the last letter did not go out; empty: it did, or was never tried.
    failure = models.CharField(max_length=10, choices=Failure, blank=True)
    # How many took up a link for a whole list.
    uses = models.PositiveIntegerField(default=0)
    sought = models.CharField(max_length=400, editable=False, default="")

    class Meta:
        indexes = [models.Index(fields=["partnership", "ends_on"], name="invitations_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")),
                name="invited_role_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.email or str(self.id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it, with what a search looks in."""
        self.email = self.email.lower()
        self.sought = sought_in(self.first_name, self.last_name, self.email)
        super().save(*args, **kwargs)


class AuditEntry(models.Model):
    """Who looked into or changed what is sensitive, and when. Only added to; gone after the time that is kept."""

    class Verb(models.TextChoices):
        LOOKED = "looked", _("looked into")
        CHANGED = "changed", _("changed")
        TOOK_OUT = "took_out", _("took out")
        REMOVED = "removed", _("removed")

    at = models.DateTimeField(default=timezone.now, db_index=True)
    partnership = models.ForeignKey(Partnership, null=True, blank=True, on_delete=models.CASCADE)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=10, choices=Verb)
    # What it was about: a short stable word ("people", "role", "invitation", "conversation", ..) and its id.
    kind = models.CharField(max_length=30)
    thing = models.CharField(max_length=64, blank=True)
    # Whose data it was, when it was somebody's.
    about = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="audit_entries")
    # Figures and names of fields only ("120 rows", "until_date"); never the data themselves.
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["partnership", "-at"], name="audit_of_a_partnership")]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.thing}"


class PendingImport(models.Model):
    """A file that was read in and waits to be taken in. What stood in it is gone once it is, or after a day."""

    KEPT_FOR = timedelta(days=1)

    class Kind(models.TextChoices):
        ORGANISATIONS = "organisations", _("organisations")
        PEOPLE = "people", _("people")
        SCHOOLS = "schools", _("the public list of schools")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    file_name = models.CharField(max_length=120)
    # The rows as text, by column (importing/columns.py); columns of the file that nothing is done with.
    rows = models.JSONField(default=list)
    unread = models.JSONField(default=list)
    # Of the public list: codes of the schools that were chosen, and number -> name of boards as they were given.
    chosen = models.JSONField(default=list)
    names = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # What it did: outcome -> how many rows.
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.file_name
