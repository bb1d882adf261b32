"""What each section of a plate asks when one adapts it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leerruimte.look.templatetags.look import in_language
from leerruimte.plates.adapting.sections import HOTSPOTS, LINKS, QUESTIONS, ROWS, WORDS
from leerruimte.plates.forms.sheets import Choice, Number, Rows, Sheet, Text, Words
from leerruimte.plates.models import BackgroundLink, Movement, Question

LONGEST_GUIDE = 20_000
MOST_QUESTIONS, MOST_HOTSPOTS, MOST_LINKS = 12, 30, 20
# Before a name that would else meet another: words in the drawing, minutes.
DRAWN, MINUTES = "in-", "min-"
BOX = ("x", "y", "width", "height")


def section_sheet(section: str, plain: Mapping[str, Any]) -> Sheet:
    """What a section asks; `plain` is the plate's content as it is."""
    return {WORDS: _words, QUESTIONS: _questions, HOTSPOTS: _hotspots, LINKS: _links}[section](plain)


def section_to_sheet(section: str, value: Any) -> dict[str, Any]:
    """A section's value as the values of its sheet."""
    if section == WORDS:
        apart = {MINUTES + one: minutes for one, minutes in value["minutes"].items()}
        return {**value, **apart, **{DRAWN + key: words for key, words in value["words"].items()}}
    if section == HOTSPOTS:
        value = [{**row, **dict(zip(BOX, row["area"], strict=False))} for row in value]
    return {ROWS[section]: value}


def sheet_to_section(section: str, found: Mapping[str, Any]) -> Any:
    """The other way round."""
    if section == WORDS:
        minutes = {one.value: found[MINUTES + one] for one in Movement}
        drawn = {key: found[DRAWN + key] for key in found["words"]}
        kept = {name: value for name, value in found.items() if not name.startswith((DRAWN, MINUTES))}
        return {**kept, "minutes": minutes, "words": drawn}
    rows = found[ROWS[section]]
    return [_as_hotspot(row, number) for number, row in enumerate(rows, start=1)] if section == HOTSPOTS else rows


def _as_hotspot(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    box = [row.get(name) for name in BOX]
    area = [float(one) for one in box if one is not None] if None not in box else []
    return {name: value for name, value in row.items() if name not in BOX} | {"number": number, "area": area}


# ---- the plate itself ----


def _words(plain: Mapping[str, Any]) -> Sheet:
    minutes = [Number(MINUTES + one.value, _("Minutes: %(part)s") % {"part": one.label}, 1, 600) for one in Movement]
    drawn = [
        Words(DRAWN + key, _("In the drawing: %(words)s") % {"words": in_language(words)}, longest=60, required=False)
        for key, words in plain["words"].items()
        if key not in ("titel", "bewering-1", "bewering-2")
    ]
    return Sheet(
        [
            Words("title", gettext_lazy("Title"), gettext_lazy("What people call it. A few words."), longest=80),
            Words("claim", gettext_lazy("Claim"), gettext_lazy("One short sentence in large letters."), longest=140),
            Words("text", gettext_lazy("What it is about"), lines=4, longest=2000),
            Words("aim", gettext_lazy("Aim"), gettext_lazy("What you hope the talk brings."), lines=2, longest=600),
            *minutes,
            Words(
                "read_aloud",
                gettext_lazy("Introduction to read aloud"),
                lines=6,
                longest=4000,
                required=False,
            ),
            Words(
                "guide",
                gettext_lazy("Guide for the person who leads the talk"),
                gettext_lazy("A line that begins with ## is a heading."),
                lines=10,
                longest=LONGEST_GUIDE,
                required=False,
            ),
            Words(
                "description",
                gettext_lazy("What is to be seen on it"),
                gettext_lazy("A few sentences, for people who cannot see the drawing."),
                lines=3,
                longest=1500,
                required=False,
            ),
            *drawn,
        ]
    )


def _questions(_plain: Mapping[str, Any]) -> Sheet:
    return Sheet(
        rows=[
            Rows(
                "questions",
                gettext_lazy("Questions"),
                [
                    Words("text", gettext_lazy("Question"), lines=2),
                    Words(
                        "hint",
                        gettext_lazy("Hint"),
                        gettext_lazy("Helps people who get stuck."),
                        lines=2,
                        required=False,
                    ),
                    Choice("movement", gettext_lazy("In which part of the talk?"), Movement.choices),
                    Choice(
                        "part",
                        gettext_lazy("How do people answer?"),
                        Question.Part.choices,
                        gettext_lazy("A way that is not on the poster yet comes along, ready to use."),
                    ),
                ],
                gettext_lazy("Question"),
                gettext_lazy("Add a question"),
                fewest=1,
                most=MOST_QUESTIONS,
                key="key",
                begin={"text": {}, "hint": {}, "movement": Movement.LOOK.value, "part": Question.Part.NONE.value},
            )
        ]
    )


def _hotspots(_plain: Mapping[str, Any]) -> Sheet:
    labels = (
        gettext_lazy("from the left"),
        gettext_lazy("from the top"),
        gettext_lazy("width"),
        gettext_lazy("height"),
    )
    return Sheet(
        rows=[
            Rows(
                "hotspots",
                gettext_lazy("Numbers on the drawing"),
                [
                    Words("title", gettext_lazy("Title"), longest=80),
                    Words("text", gettext_lazy("Text"), lines=3, longest=1500, required=False),
                    Words("question", gettext_lazy("Question"), lines=2, required=False),
                    *(
                        Number(name, label, 1 if name in BOX[2:] else -20_000, 20_000, decimals=True)
                        for name, label in zip(BOX, labels, strict=True)
                    ),
                ],
                gettext_lazy("Number"),
                gettext_lazy("Add a number"),
                most=MOST_HOTSPOTS,
                key="key",
                begin={"title": {}, "text": {}, "question": {}},
            )
        ]
    )


def _links(_plain: Mapping[str, Any]) -> Sheet:
    return Sheet(
        rows=[
            Rows(
                "links",
                gettext_lazy("Background"),
                [
                    Words("title", gettext_lazy("Title"), longest=120),
                    Words("about", gettext_lazy("What is it?"), lines=2, longest=400, required=False),
                    Choice("kind", gettext_lazy("Kind"), BackgroundLink.Kind.choices),
                    Text(
                        "url",
                        gettext_lazy("Web address"),
                        gettext_lazy("Empty: it says what could be put here."),
                        required=False,
                        address=True,
                    ),
                ],
                gettext_lazy("Background"),
                gettext_lazy("Add background"),
                most=MOST_LINKS,
                key="",
                begin={"title": {}, "about": {}, "kind": BackgroundLink.Kind.TEXT.value, "url": ""},
            )
        ]
    )
