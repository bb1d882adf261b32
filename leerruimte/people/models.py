"""Who takes part: the partnership (the tenant) and the roles people have in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
