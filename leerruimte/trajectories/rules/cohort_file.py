"""A file with a cohort: its columns, and what it would change, row by row. From values only."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leerruimte.people.importing.cells import WrongCellError, as_word, read_email
from leerruimte.people.importing.columns import Column
from leerruimte.people.importing.plans import (
    Change,
    KnownOrganisation,
    Organisations,
    Outcome,
    Plan,
    Planned,
    as_plan,
    wrong,
)
from leerruimte.people.importing.rows import Problem, Reading, Row
from leerruimte.people.importing.words import SeenRow, seen_row, wrong_first
from leerruimte.trajectories.rules.cohort import BANDS, LEAST_MINUTES, MOST_MINUTES, MOST_WISHES
from leerruimte.trajectories.weekdays import SCHOOL_DAYS, day_names

COHORT = "cohort"
MOST_NAMED = 10
WISHES = tuple(f"wish_{number}" for number in range(1, MOST_WISHES + 1))
_WISH_LABELS = (
    gettext_lazy("wish 1"),
    gettext_lazy("wish 2"),
    gettext_lazy("wish 3"),
    gettext_lazy("wish 4"),
    gettext_lazy("wish 5"),
    gettext_lazy("wish 6"),
)

COLUMNS: tuple[Column, ...] = (
    Column("name", gettext_lazy("name"), ("name", "naam", "student", "lerende"), longest=120),
    Column(
        "email",
        gettext_lazy("e-mail address"),
        ("email", "emailaddress", "emailadres", "mail", "mailadres"),
        gettext_lazy("The same address is the same learner."),
        254,
        required=True,
    ),
    Column("phase", gettext_lazy("phase"), ("phase", "fase", "leerjaar", "jaar"), gettext_lazy("1, 2, 3 or 4."), 2),
    Column(
        "bands",
        gettext_lazy("grades"),
        ("grades", "bands", "groepen", "bouw", "groep"),
        gettext_lazy("Which suit: 1-2, 3-5, 6-8, with a comma between."),
    ),
    Column(
        "home",
        gettext_lazy("home"),
        ("home", "woonplaats", "postcode", "wonen", "woont"),
        gettext_lazy("Postcode or place: only to reckon travel with."),
        80,
    ),
    Column("car", gettext_lazy("car"), ("car", "auto"), gettext_lazy("yes or no")),
    Column(
        "most_minutes",
        gettext_lazy("longest journey"),
        ("longestjourney", "mostminutes", "reistijd", "langstereis", "maxreistijd"),
        gettext_lazy("Minutes one way."),
        4,
    ),
    Column(
        "days",
        gettext_lazy("days"),
        ("days", "dagen", "werkdagen"),
        gettext_lazy("At school on: Mon, Tue, Wed, Thu, Fri, with a comma between."),
    ),
    Column(
        "earlier",
        gettext_lazy("earlier schools"),
        ("earlierschools", "earlier", "eerderescholen", "vorigescholen", "eerder"),
        gettext_lazy("Codes or names, with a ; between. Nobody is placed there again."),
        500,
    ),
    *(
        Column(key, label, (f"wish{number}", f"wens{number}", f"voorkeur{number}"))
        for number, (key, label) in enumerate(zip(WISHES, _WISH_LABELS, strict=True), 1)
    ),
    Column(
        "with",
        gettext_lazy("together with"),
        ("togetherwith", "with", "samenmet", "samen"),
        gettext_lazy("E-mail addresses, with a comma between."),
        500,
    ),
    Column(
        "apart",
        gettext_lazy("not with"),
        ("notwith", "apart", "nietmet", "nietsamenmet"),
        gettext_lazy("E-mail addresses, with a comma between."),
        500,
    ),
    Column(
        "school",
        gettext_lazy("placed at"),
        ("placedat", "geplaatstop", "leerplek", "plaatsing", "stageschool"),
        gettext_lazy("Code or name of a school: placed by hand, and it stays."),
    ),
    Column(
        "why",
        gettext_lazy("why there"),
        ("whythere", "why", "reden", "waarom", "waaromdaar"),
        gettext_lazy("Of a place by hand."),
        280,
    ),
)

_DAY_WORDS = {
    word: day
    for day, words in {
        "mo": ("mo", "mon", "monday", "ma", "maandag"),
        "tu": ("tu", "tue", "tuesday", "di", "dinsdag"),
        "we": ("we", "wed", "wednesday", "wo", "woensdag"),
        "th": ("th", "thu", "thursday", "do", "donderdag"),
        "fr": ("fr", "fri", "friday", "vr", "vrijdag"),
    }.items()
    for word in words
}
_YES, _NO = {"yes", "y", "ja", "j", "1", "x", "true", "waar"}, {"no", "n", "nee", "0", "false", "onwaar"}
SCHOOL = ("school",)


@dataclass(frozen=True)
class KnownLearner:
    """A learner of the cohort as a file may change it: values by key (`asks` among them, flat)."""

    id: int
    email: str
    values: Mapping[str, Any]


def parts_of(text: str, signs: str = ",;|") -> list[str]:
    """A cell that holds more than one thing."""
    for sign in signs[1:]:
        text = text.replace(sign, signs[0])
    return [part.strip() for part in text.split(signs[0]) if part.strip()]


def _number(text: str, least: int, most: int) -> int:
    if not text.isdigit() or not least <= int(text) <= most:
        raise WrongCellError(
            _("“%(text)s” is no number from %(least)d to %(most)d.") % {"text": text, "least": least, "most": most}
        )
    return int(text)


def read_bands(text: str) -> list[str]:
    """Grade bands: "1-2, 3-5"."""
    found = [part.replace(" ", "").replace("/", "-").replace("–", "-") for part in parts_of(text)]
    if unknown := [part for part in found if part not in BANDS]:
        raise WrongCellError(_("“%(text)s” is not 1-2, 3-5 or 6-8.") % {"text": unknown[0]})
    return [band for band in BANDS if band in found]


def read_days(text: str) -> list[str]:
    """Days of the week in either language, with a comma or only a space between."""
    words = [word for part in parts_of(text) for word in part.split()]
    if unknown := [word for word in words if as_word(word) not in _DAY_WORDS]:
        raise WrongCellError(_("“%(text)s” is no day from Monday to Friday.") % {"text": unknown[0]})
    found = {_DAY_WORDS[as_word(word)] for word in words}
    return [day for day in SCHOOL_DAYS if day in found]


def read_yes(text: str) -> bool:
    """Yes or no, in either language."""
    word = as_word(text)
    if word not in _YES | _NO:
        raise WrongCellError(_("“%(text)s” is not yes or no.") % {"text": text})
    return word in _YES


def read_emails(text: str) -> list[str]:
    """E-mail addresses with something between."""
    found = [read_email(part) for part in parts_of(text)]
    if len(found) > MOST_NAMED:
        raise WrongCellError(_("At most %(most)d people.") % {"most": MOST_NAMED})
    return list(dict.fromkeys(found))


def read_learner(texts: Mapping[str, Any], school: Callable[[str], int]) -> Row:
    """A row of a file with a cohort; `school` finds the id of a school, or says that there is none."""
    reading = Reading(COLUMNS, texts)
    readers: dict[str, Callable[[str], Any]] = {
        "name": str,
        "email": read_email,
        "phase": partial(_number, least=1, most=9),
        "bands": read_bands,
        "home": str,
        "car": read_yes,
        "most_minutes": partial(_number, least=LEAST_MINUTES, most=MOST_MINUTES),
        "days": read_days,
        "earlier": lambda text: list(dict.fromkeys(school(part) for part in parts_of(text, ";|"))),
        **dict.fromkeys(WISHES, school),
        "with": read_emails,
        "apart": read_emails,
        "school": school,
        "why": str,
    }
    for key, reader in readers.items():
        reading.read(key, reader)
    wishes = [reading.values.pop(key) for key in WISHES if key in reading.values]
    if wishes:
        reading.values["wishes"] = list(dict.fromkeys(wishes))
    if "why" in reading.values and "school" not in reading.values:
        reading.values.pop("why")
    return reading.done()


def finder(known: Iterable[KnownOrganisation]) -> Callable[[str], int]:
    """Find schools by code or name."""
    schools = Organisations(one for one in known if one.kind == "school")

    def find(text: str) -> int:
        found = schools.called(text, SCHOOL)
        if len(found) == 1:
            return found[0].id
        if found:
            raise WrongCellError(_("More than one school is called “%(text)s”. Give its code.") % {"text": text})
        raise WrongCellError(_("There is no school “%(text)s” in this partnership.") % {"text": text})

    return find


def plan_cohort(
    rows: Sequence[Mapping[str, Any]], schools: Sequence[KnownOrganisation], learners: Iterable[KnownLearner]
) -> Plan:
    """What a file would change in a cohort: who comes, what becomes different; nobody goes by a file."""
    find = finder(schools)
    known = {one.email: one for one in learners}
    seen: dict[str, int] = {}
    return as_plan(COHORT, [_plan(read_learner(row, find), known, seen) for row in rows])


def _plan(row: Row, known: Mapping[str, KnownLearner], seen: dict[str, int]) -> Planned:
    email = row.get("email")
    if email and seen.setdefault(email, row.line) != row.line:
        return wrong(row, Problem("", _("This stands in line %(line)d already.") % {"line": seen[email]}))
    if row.problems:
        return wrong(row)
    there = known.get(email)
    if there is None:
        return Planned(row, Outcome.NEW)
    changes = tuple(
        Change(key, there.values.get(key), value)
        for key, value in row.values.items()
        # "No" and nothing said are kept alike.
        if key not in ("email", "why") and (there.values.get(key) or None) != (value or None)
    )
    return Planned(row, Outcome.CHANGES if changes else Outcome.SAME, changes, thing=there.id)


def seen_rows(plan: Plan, names: Mapping[int, str], outcome: str = "") -> list[SeenRow]:
    """The rows as people read them, what is wrong first; `names` of schools."""
    return [_seen(one, names) for one in wrong_first(plan, outcome)]


def _seen(one: Planned, names: Mapping[int, str]) -> SeenRow:
    get = one.row.get
    say = partial(_words, names)
    about = [get("email"), say("school", get("school")) if get("school") else ""]
    title = get("name") or get("email") or _("without a name")
    return seen_row(one, title=title, about=filter(None, about), label=_label_of, say=say)


def _label_of(key: str) -> str:
    """What a column is called on the screen."""
    if key == "wishes":
        return _("wishes")
    return next((str(column.label) for column in COLUMNS if column.key == key), key)


def _words(names: Mapping[int, str], key: str, value: Any) -> str:
    if value in (None, "", [], False):
        return _("no") if key == "car" else _("empty")
    if key in ("wishes", "earlier"):
        return ", ".join(names.get(one, "?") for one in value)
    if key == "school":
        return names.get(value, "?")
    if key == "car":
        return _("yes")
    if key == "days":
        return ", ".join(day_names(value))
    return ", ".join(value) if isinstance(value, list) else str(value)
