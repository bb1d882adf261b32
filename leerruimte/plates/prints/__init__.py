"""A plate on paper: a poster, question cards, a guide for who leads the talk; PDF with fonts and pictures inside."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from leerruimte.look.printing import typeset
from leerruimte.look.templatetags.look import in_language
from leerruimte.plates.guide import sections
from leerruimte.plates.paper import colour_of
from leerruimte.plates.queries import PlateSeen
from leerruimte.plates.svg import drawing_markup

HERE = Path(__file__).parent
# How much larger than A3 (in length) each sheet is.
SHEETS = {"a4": 0.7071, "a3": 1.0, "a2": 1.4142, "a0": 2.8284}


def poster(seen: PlateSeen, language: str, size: str) -> bytes:
    """Two sheets, landscape: the drawing with its questions, and what its numbers say to print on the back."""
    document = _head(seen, language) | {
        "scale": SHEETS[size],
        "svg": str(drawing_markup(seen.version, language, pictures="whole")),
        "alt": in_language(seen.version.description) or in_language(seen.version.title),
        "movements": _movements(seen),
        "spots_title": _("What do you see?"),
        "spots": [
            {
                "number": spot.number,
                "title": in_language(spot.title),
                "text": in_language(spot.text),
                "question": in_language(spot.question),
            }
            for spot in seen.hotspots
        ],
    }
    return typeset(HERE / "poster.typ", document, made_at=seen.version.made_at)


def cards(seen: PlateSeen, language: str) -> bytes:
    """Cards to cut, eight on an A4: a question each, then a part of the drawing each."""
    asked = [
        {"above": part.movement.label, "words": in_language(one.text), "below": in_language(one.hint), "number": ""}
        for part in seen.movements
        for one in part.questions
    ]
    spots = [
        {
            "above": in_language(spot.title),
            "words": in_language(spot.question),
            "below": "",
            "number": str(spot.number),
        }
        for spot in seen.hotspots
    ]
    document = _head(seen, language) | {"cards": [{**card, "above": str(card["above"])} for card in asked + spots]}
    return typeset(HERE / "cards.typ", document, made_at=seen.version.made_at)


def guide(seen: PlateSeen, language: str) -> bytes:
    """One page for who leads the talk: aim, time, steps."""
    document = _head(seen, language) | {
        "aim_word": _("Aim"),
        "time_word": _("Time"),
        "minutes_word": _("min."),
        "aloud_word": _("To read aloud at the start"),
        "aloud": in_language(seen.version.read_aloud),
        "questions_word": _("Questions"),
        "movements": _movements(seen),
        "steps": [
            {"heading": section.heading, "paragraphs": list(section.paragraphs)}
            for section in sections(in_language(seen.version.guide))
        ],
    }
    return typeset(HERE / "guide.typ", document, made_at=seen.version.made_at)


def _head(seen: PlateSeen, language: str) -> dict[str, Any]:
    version = seen.version
    return {
        "lang": language,
        "title": in_language(version.title),
        "claim": in_language(version.claim),
        "aim": in_language(version.aim),
        "paper": colour_of(version.plate),
    }


def _movements(seen: PlateSeen) -> list[dict[str, Any]]:
    return [
        {
            "name": str(part.movement.label),
            "minutes": part.minutes,
            "questions": [in_language(question.text) for question in part.questions],
        }
        for part in seen.movements
    ]


# What can be had at an address, by its name there.
PRINTS: dict[str, Callable[[PlateSeen, str], bytes]] = {
    **{
        f"poster-{size}": lambda seen, language, size=size: poster(seen, language, size)  # type: ignore[misc]
        for size in SHEETS
    },
    "kaartjes": cards,
    "gids": guide,
}
