"""Rows of text -> rows of values, each with all that is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from leerruimte.people.importing.cells import (
    WrongCellError,
    as_word,
    read_choice,
    read_code,
    read_day,
    read_degrees,
    read_email,
    read_website,
)
from leerruimte.people.importing.columns import COLUMNS, ORGANISATIONS, PEOPLE, Column
from leerruimte.people.models import Organisation, Role

KINDS = {
    "school": Organisation.Kind.SCHOOL,
    "board": Organisation.Kind.BOARD,
    "bestuur": Organisation.Kind.BOARD,
    "institute": Organisation.Kind.INSTITUTE,
    "opleiding": Organisation.Kind.INSTITUTE,
    "instituut": Organisation.Kind.INSTITUTE,
    "hogeschool": Organisation.Kind.INSTITUTE,
    "pabo": Organisation.Kind.INSTITUTE,
}
REGIONS = {
    "north": Organisation.Region.NORTH,
    "noord": Organisation.Region.NORTH,
    "middle": Organisation.Region.MIDDLE,
    "midden": Organisation.Region.MIDDLE,
    "south": Organisation.Region.SOUTH,
    "zuid": Organisation.Region.SOUTH,
}
# In both languages, whatever language the reader has: a file travels.
ROLES = {as_word(role.value): role.value for role in Role} | {
    "careerchanger": Role.CAREER_CHANGER,
    "zijinstromer": Role.CAREER_CHANGER,
    "startingteacher": Role.STARTER,
    "startendeleraar": Role.STARTER,
    "starter": Role.STARTER,
    "leraar": Role.TEACHER,
    "leerkracht": Role.TEACHER,
    "docent": Role.TEACHER,
    "werkplekbegeleider": Role.MENTOR,
    "schoolbasededucator": Role.SCHOOL_EDUCATOR,
    "schoolopleider": Role.SCHOOL_EDUCATOR,
    "institutebasededucator": Role.INSTITUTE_EDUCATOR,
    "instituutsopleider": Role.INSTITUTE_EDUCATOR,
    "onderzoeker": Role.RESEARCHER,
    "coordinator": Role.COORDINATOR,
    "steeringgroup": Role.STEERING,
    "stuurgroep": Role.STEERING,
}


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell (or, with column "", with the row), in words."""

    column: str
    why: str


@dataclass(frozen=True)
class Row:
    """One row of a file. `values` holds what was filled in and can be read: an empty cell says nothing."""

    line: int
    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()

    def get(self, key: str) -> Any:
        """The value of a column, or "" for what is not there."""
        return self.values.get(key, "")


@dataclass
class Reading:
    """One row on its way from text to values."""

    columns: Sequence[Column]
    texts: Mapping[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self, key: str, reader: Callable[[str], Any] = str) -> None:
        """Read one cell; what is wrong with it stands among the problems."""
        column = next(column for column in self.columns if column.key == key)
        text = self.texts.get(key, "")
        try:
            if text:
                self.values[key] = reader(_not_longer(text, column.longest))
            elif column.required:
                raise WrongCellError(_("This cell is empty."))
        except WrongCellError as wrong:
            self.problems.append(Problem(key, str(wrong)))

    def done(self) -> Row:
        """The row with its values and problems."""
        first, last = self.values.get("from"), self.values.get("until")
        if first and last and last < first:
            self.problems.append(Problem("until", _("The last day comes before the first day.")))
        return Row(self.texts["line"], self.values, tuple(self.problems))


def _not_longer(text: str, longest: int) -> str:
    if len(text) > longest:
        raise WrongCellError(_("This is too long: at most %(most)d signs.") % {"most": longest})
    return text


def read_organisation(texts: Mapping[str, Any]) -> Row:
    """A row of a file with organisations."""
    reading = Reading(COLUMNS[ORGANISATIONS], texts)
    reading.read("kind", lambda text: read_choice(text, KINDS, _("“%(text)s” is no school, board or institute.")))
    reading.read("code", read_code)
    for key in ("name", "board", "street", "postcode", "place"):
        reading.read(key)
    reading.read("website", read_website)
    reading.read("holidays", lambda text: read_choice(text, REGIONS, _("“%(text)s” is not North, Middle or South.")))
    reading.read("latitude", lambda text: read_degrees(text, 90))
    reading.read("longitude", lambda text: read_degrees(text, 180))
    reading.read("from", read_day)
    reading.read("until", read_day)
    if bool(texts.get("latitude")) != bool(texts.get("longitude")):
        reading.problems.append(Problem("longitude", _("A place on the map needs both numbers.")))
    if texts.get("board") and reading.values.get("kind") not in (None, Organisation.Kind.SCHOOL):
        reading.problems.append(Problem("board", _("Only a school has a board.")))
    return reading.done()


def read_person(texts: Mapping[str, Any]) -> Row:
    """A row of a file with people."""
    reading = Reading(COLUMNS[PEOPLE], texts)
    for key in ("first_name", "last_name", "organisation"):
        reading.read(key)
    reading.read("email", read_email)
    reading.read("role", lambda text: read_choice(text, ROLES, _("“%(text)s” is no role we know.")))
    reading.read("from", read_day)
    reading.read("until", read_day)
    return reading.done()
