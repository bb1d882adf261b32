"""What people read for the choices that needs are made of."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from leerruimte.planner.problem import (
    ANYWHERE,
    FORMAL,
    INFORMAL,
    INSTITUTE,
    NON_FORMAL,
    OUTSIDE,
    SCHOOL,
)
from leerruimte.trajectories.rules.dayparts import AFTERNOON, EVENING, LATE, MORNING
from leerruimte.trajectories.rules.needs import AIMS, FAR, LIKES, STRENGTHS, WHEN

Words = Any

STEP_TITLES: Mapping[str, Words] = {
    AIMS: _("What do I want to become good at?"),
    STRENGTHS: _("What am I good at?"),
    LIKES: _("What do I like?"),
    WHEN: _("When can I?"),
    FAR: _("How far do I go?"),
}
STEP_HELP: Mapping[str, Words] = {
    AIMS: _("Say it as you would to a friend. Below you can point out outcomes: the planner works towards those."),
    STRENGTHS: _("What goes well, what do others ask you for? The planner can build on it."),
    LIKES: _("How do you learn with pleasure? This weighs along; it rules nothing out."),
    WHEN: _("When you cannot, nothing is planned. Why is yours to say or not."),
    FAR: _("Where you set out from is only used to estimate travel. No address is looked up."),
}
DAYS_IN_WORDS: Mapping[str, Words] = {
    "mo": _("Monday"),
    "tu": _("Tuesday"),
    "we": _("Wednesday"),
    "th": _("Thursday"),
    "fr": _("Friday"),
    "sa": _("Saturday"),
    "su": _("Sunday"),
}
PARTS_IN_WORDS: Mapping[str, Words] = {
    MORNING: _("morning"),
    AFTERNOON: _("afternoon"),
    LATE: _("after school"),
    EVENING: _("evening"),
}
STRENGTHS_OF_AIMS: Mapping[int, Words] = {
    1: _("I would like that"),
    2: _("I want that very much"),
    3: _("this is why I do it"),
}
LIKED_IN_WORDS: Mapping[tuple[str, str], Words] = {
    ("formality", FORMAL): _("a course with a fixed programme"),
    ("formality", NON_FORMAL): _("a workshop, a project, a group that learns together"),
    ("formality", INFORMAL): _("learning by doing and talking, on the spot"),
    ("place_kind", INSTITUTE): _("at the institute"),
    ("place_kind", SCHOOL): _("at school"),
    ("place_kind", OUTSIDE): _("outside school and institute"),
    ("place_kind", ANYWHERE): _("at home, online"),
    ("part", MORNING): _("in the morning"),
    ("part", AFTERNOON): _("in the afternoon"),
    ("part", LATE): _("after school"),
    ("part", EVENING): _("in the evening"),
}
