"""What each working part asks when one adapts it."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leerruimte.look.templatetags.look import in_language
from leerruimte.people.models import Side
from leerruimte.plates.forms.sheets import Choice, Flag, Label, Number, Rows, Sheet, Spec, Text, Words
from leerruimte.plates.models import Question
from leerruimte.plates.svg_cleaning import Area
from leerruimte.plates.working_parts import (
    MOST_CHOICES,
    MOST_FIELDS,
    MOST_HEAPS,
    MOST_KINDS,
    MOST_MARKS,
    MOST_ROLES,
    MOST_STEPS,
    MOST_WEEKS,
)

MOST_STATIONS, MOST_STARTERS = 12, 8
# Before the name of a role: the beginning of a sentence for it.
STARTERS = "st-"
# For a field that belongs to more than one question: what no question is called.
SEVERAL = "*"
PROMPT = Words("prompt", gettext_lazy("What do people do with it?"), gettext_lazy("One or two sentences."), lines=2)
LABEL = Words("label", gettext_lazy("Name"), longest=80)


def part_sheet(kind: str, plain: Mapping[str, Any], view: Area) -> Sheet:
    """What a working part asks; `plain` is the plate's content, `view` what the drawing shows."""
    return PARTS[kind](plain, view)


def part_to_sheet(kind: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as the values of the part's sheet."""
    found = dict(settings)
    for name, value in (found.pop("ends", None) or {}).items():
        found[f"end-{name}"] = value
    if kind == Question.Part.FORM:
        found["parts"] = [
            {**row, **{STARTERS + role: words for role, words in (row.get("starters") or {}).items()}}
            for row in found.get("parts", [])
        ]
    if kind in FIELDS:
        found[FIELDS[kind]] = [_field_to_row(row) for row in found.get(FIELDS[kind], [])]
    return found


def sheet_to_part(kind: str, found: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """The other way round; `old`: the settings as they were."""
    new = {name: value for name, value in found.items() if value is not None}
    ends = {name.removeprefix("end-"): new.pop(name) for name in list(new) if name.startswith("end-")}
    if any(ends.values()):
        new["ends"] = {name: words for name, words in ends.items() if words}
    new = {name: _filled_in(value) for name, value in new.items() if value != {}}
    if kind == Question.Part.FORM:
        new["parts"] = [_with_starters(row) for row in new["parts"]]
        # Without roles it is filled in once, for all.
        if not new.get("roles"):
            new.pop("roles", None)
        if not new.get("private"):
            new.pop("private", None)
    if kind in FIELDS:
        known = {row["id"]: row for row in old.get(FIELDS[kind], [])}
        new[FIELDS[kind]] = [_row_to_field(row, known.get(row["id"], {})) for row in new[FIELDS[kind]]]
    if kind == Question.Part.HEAPS and not new.get("kinds"):
        new.pop("kinds", None)
    if kind == Question.Part.PATH:
        new["stations"] = _straightened(old.get("stations") or [], new["stations"])
    return new


def _field_to_row(field: Mapping[str, Any]) -> dict[str, Any]:
    """A field of a sheet, with its choices a line each."""
    row = {**field, "question": _one_question(field)}
    if choices := field.get("choices"):
        languages = choices[0]["label"]
        row["choices"] = {one: "\n".join(choice["label"].get(one, "") for choice in choices) for one in languages}
    return row


def _row_to_field(row: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """The other way round; a choice that is called as before, or stands where it stood, stays the same one."""
    field = dict(row)
    if "question" in old and field.get("question") == _one_question(old):
        field["question"] = old["question"]
    if lines := field.pop("choices", None):
        field["choices"] = _choices(lines, old.get("choices", []))
    return field


def _choices(lines: Mapping[str, str], old: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    said_in = {language: [line.strip() for line in text.splitlines()] for language, text in lines.items()}
    labels = [
        {language: said[number] for language, said in said_in.items() if number < len(said) and said[number]}
        for number in range(len(said_in.get("nl", [])))
    ]
    by_name = {one["label"].get("nl"): one for one in old}
    same = len(labels) == len(old)
    found: list[dict[str, Any]] = []
    for number, label in enumerate(labels):
        before = by_name.get(label.get("nl")) or (old[number] if same else {})
        taken = {one["id"] for one in found}
        id = before.get("id") or f"keuze-{number + 1}"
        found.append({**before, "id": id if id not in taken else f"{id[:30]}-{secrets.token_hex(3)}", "label": label})
    return found


def _filled_in(value: Any) -> Any:
    """Rows without what nobody filled in; whether what must be there is, the form has judged."""
    if not isinstance(value, list):
        return value
    return [{name: one for name, one in row.items() if one not in ({}, "")} for row in value]


def _with_starters(row: Mapping[str, Any]) -> dict[str, Any]:
    starters = {name.removeprefix(STARTERS): words for name, words in row.items() if name.startswith(STARTERS)}
    kept = {name: value for name, value in row.items() if not name.startswith(STARTERS)}
    return {**kept, "starters": {role: words for role, words in starters.items() if words}}


def _straightened(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Stations without the bends of a stretch of which an end moved: they belonged to where it lay."""
    legs = {(_point(one), _point(other)) for one, other in pairwise(old)}
    found = []
    for number, station in enumerate(new):
        following = new[number + 1] if number + 1 < len(new) else None
        stays = following is not None and (_point(station), _point(following)) in legs
        found.append({name: value for name, value in station.items() if name != "via" or stays})
    return found


def _point(station: Mapping[str, Any]) -> tuple[float, float]:
    return station["x"], station["y"]


def _spots(plain: Mapping[str, Any]) -> Spec:
    spots = [(one["key"], f"{one['number']} {in_language(one['title'])}") for one in plain["hotspots"]]
    return Choice("hotspot", gettext_lazy("Belongs to number"), [("", _("none")), *spots], required=False)


def _path(_plain: Mapping[str, Any], view: Area) -> Sheet:
    across = (view.x, view.x + view.width)
    down = (view.y, view.y + view.height)
    stations = Rows(
        "stations",
        gettext_lazy("Stations on the path"),
        [
            LABEL,
            Words("sign", gettext_lazy("How do you notice that you are here?"), longest=200, required=False),
            Number("x", gettext_lazy("from the left"), *across, decimals=True),
            Number("y", gettext_lazy("from the top"), *down, decimals=True),
        ],
        gettext_lazy("Station"),
        gettext_lazy("Add a station"),
        fewest=2,
        most=MOST_STATIONS,
        begin={"label": {}, "sign": {}},
    )
    us = Words("words", gettext_lazy("Who is “we”?"), longest=60)
    whose = _bare("us", gettext_lazy("Who is “we”?"), us, gettext_lazy("Choice"), gettext_lazy("Add a choice"), 1)
    return Sheet([PROMPT], [stations, whose])


def _bare(name: str, label: Label, words: Words, one: Label, add: Label, fewest: int) -> Rows:
    return Rows(name, label, [words], one, add, fewest, MOST_STARTERS, key="", bare=True, begin={"words": {}})


def _marks(_plain: Mapping[str, Any], _view: Area) -> Sheet:
    rows = Rows(
        "marks",
        gettext_lazy("Marks"),
        [
            LABEL,
            Text("sign", gettext_lazy("Sign"), gettext_lazy("One or two characters, as ● or ?"), longest=2),
            Words("hint", gettext_lazy("What does it mean?"), longest=200, required=False),
        ],
        gettext_lazy("Mark"),
        gettext_lazy("Add a mark"),
        1,
        MOST_MARKS,
        begin={"label": {}, "sign": "", "hint": {}},
    )
    return Sheet([PROMPT], [rows])


def _heaps(plain: Mapping[str, Any], _view: Area) -> Sheet:
    heaps = Rows(
        "heaps",
        gettext_lazy("Heaps"),
        [
            LABEL,
            Words("question", gettext_lazy("Question"), longest=200, required=False),
            Words("example", gettext_lazy("Example"), longest=400, required=False),
            _spots(plain),
        ],
        gettext_lazy("Heap"),
        gettext_lazy("Add a heap"),
        2,
        MOST_HEAPS,
        begin={"label": {}, "question": {}, "example": {}},
    )
    kinds = Rows(
        "kinds",
        gettext_lazy("Kinds of pieces"),
        [LABEL],
        gettext_lazy("Kind"),
        gettext_lazy("Add a kind"),
        # None at all is fine too; one is no choice.
        2,
        MOST_KINDS,
        begin={"label": {}},
        may_be_empty=True,
    )
    who = Words("who", gettext_lazy("Question about people"), longest=120, required=False)
    weeks = Number("weeks", gettext_lazy("How many weeks?"), 2, MOST_WEEKS, required=False)
    return Sheet([PROMPT, who, weeks], [heaps, kinds])


def _scale(_plain: Mapping[str, Any], _view: Area) -> Sheet:
    rows = Rows(
        "steps",
        gettext_lazy("Steps, from low to high"),
        [
            LABEL,
            Words("sign", gettext_lazy("How do you notice that you are here?"), longest=200, required=False),
        ],
        gettext_lazy("Step"),
        gettext_lazy("Add a step"),
        2,
        MOST_STEPS,
        begin={"label": {}, "sign": {}},
    )
    ends = [
        Words("end-low", gettext_lazy("Left of the lowest step"), longest=80, required=False),
        Words("end-high", gettext_lazy("Right of the highest step"), longest=80, required=False),
    ]
    return Sheet([PROMPT, *ends], [rows])


def _form(plain: Mapping[str, Any], _view: Area) -> Sheet:
    settings = plain["parts"].get(Question.Part.FORM, {})
    roles = settings.get("roles", [])
    starters = [
        Words(
            STARTERS + role["id"],
            _("Beginning of a sentence for: %(role)s") % {"role": in_language(role["label"])},
            longest=200,
            required=False,
        )
        for role in roles
    ] or [Words(STARTERS + "all", gettext_lazy("Beginning of a sentence"), longest=200, required=False)]
    sides = [(one.value, one.label) for one in Side if one not in (Side.MIXED,)]
    fields = _fields("parts", [*starters, _asked(plain, settings.get("parts", []))])
    turns = Rows(
        "roles",
        gettext_lazy("Who fill it in, each apart"),
        [LABEL, Choice("side", gettext_lazy("Mark"), sides)],
        gettext_lazy("Role"),
        gettext_lazy("Add a role"),
        0,
        MOST_ROLES,
        begin={"label": {}, "side": Side.TOGETHER.value},
    )
    private = Flag(
        "private", gettext_lazy("Everybody keeps it for themselves"), gettext_lazy("Nobody else reads what is written.")
    )
    return Sheet([PROMPT, private], [fields, turns])


def _canvas(plain: Mapping[str, Any], _view: Area) -> Sheet:
    settings = plain["parts"].get(Question.Part.CANVAS, {})
    starter = Words("starter", gettext_lazy("Beginning of a sentence"), longest=200, required=False)
    choices = Words(
        "choices",
        gettext_lazy("To choose from"),
        gettext_lazy("One on each line, two to eight; empty: people only write."),
        lines=3,
        longest=600,
        required=False,
        entries=(2, MOST_CHOICES),
    )
    return Sheet(
        [PROMPT], [_fields("fields", [starter, choices, _asked(plain, settings.get("fields", [])), _spots(plain)])]
    )


def _fields(name: str, more: Sequence[Spec]) -> Rows:
    return Rows(
        name,
        gettext_lazy("Fields"),
        [LABEL, Words("help", gettext_lazy("Explanation"), longest=300, required=False), *more],
        gettext_lazy("Field"),
        gettext_lazy("Add a field"),
        1,
        MOST_FIELDS,
        begin={"label": {}},
    )


def _asked(plain: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Spec:
    """At which question of the plate a field stands in front; that of a file may be several."""
    questions = [
        (one["key"], f"{number} {in_language(one['text'])}") for number, one in enumerate(plain["questions"], 1)
    ]
    several = [(SEVERAL, _("several, as they are"))] if any(_one_question(row) == SEVERAL for row in rows) else []
    choices = [("", _("every question")), *questions, *several]
    return Choice("question", gettext_lazy("In front at question"), choices, required=False)


def _one_question(row: Mapping[str, Any]) -> str:
    asked = row.get("question") or ""
    if isinstance(asked, str):
        return asked
    return asked[0] if len(asked) == 1 else SEVERAL


def _tomorrow(_plain: Mapping[str, Any], _view: Area) -> Sheet:
    begin = Words("words", gettext_lazy("Beginning of a sentence"), longest=100)
    label, add = gettext_lazy("Beginnings of sentences"), gettext_lazy("Add a beginning")
    return Sheet([PROMPT], [_bare("starters", label, begin, gettext_lazy("Beginning"), add, 0)])


FIELDS = {Question.Part.FORM.value: "parts", Question.Part.CANVAS.value: "fields"}
PARTS: Mapping[str, Callable[[Mapping[str, Any], Area], Sheet]] = {
    Question.Part.PATH: _path,
    Question.Part.MARKS: _marks,
    Question.Part.HEAPS: _heaps,
    Question.Part.FORM: _form,
    Question.Part.CANVAS: _canvas,
    Question.Part.SCALE: _scale,
    Question.Part.TOMORROW: _tomorrow,
}
# What each is good for, in a sentence.
ABOUT: Mapping[str, Any] = {
    Question.Part.PATH: gettext_lazy("Everybody places a dot on a line in the drawing: here we are."),
    Question.Part.MARKS: gettext_lazy("Everybody puts marks by the numbers: we use it, I do not know it, we miss it."),
    Question.Part.HEAPS: gettext_lazy("Slips land on heaps: keep, let go, develop. Or heaps of your own."),
    Question.Part.FORM: gettext_lazy("Fill in a few fields, each apart, then lay them side by side."),
    Question.Part.CANVAS: gettext_lazy("Fill in one large sheet together at a table."),
    Question.Part.SCALE: gettext_lazy("Everybody chooses a step: how far are we?"),
    Question.Part.TOMORROW: gettext_lazy("Everybody writes what they go and do, and by when."),
}
