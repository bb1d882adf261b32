"""Working parts as they begin, in both languages: whoever chooses one can use it at once, then make it their own."""

import copy
from typing import Any

from leerruimte.plates.models import Question
from leerruimte.plates.svg_cleaning import Area

Part = Question.Part


def default_settings(kind: str, view: Area) -> dict[str, Any]:
    """The settings that a part of this kind begins with; `view` is what the drawing shows."""
    settings = copy.deepcopy(DEFAULTS[kind])
    if kind == Part.PATH:
        for station, share in zip(settings["stations"], (0.15, 0.5, 0.85), strict=True):
            station["x"] = round(view.x + share * view.width)
            station["y"] = round(view.y + 0.6 * view.height)
    return settings


def _said(nl: str, en: str) -> dict[str, str]:
    return {"nl": nl, "en": en}


def _row(id: str, nl: str, en: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "label": _said(nl, en), **more}


DEFAULTS: dict[str, dict[str, Any]] = {
    Part.PATH: {
        "prompt": _said("Zet één stip: hier staan ‘wij’ nu.", "Place one dot: this is where ‘we’ are now."),
        "us": [
            _said("mijn school", "my school"),
            _said("mijn opleiding", "my institute"),
            _said("het hele partnerschap", "the whole partnership"),
        ],
        "stations": [
            _row("begin", "We beginnen", "We begin", sign=_said("We praten erover.", "We talk about it.")),
            _row(
                "onderweg", "We zijn onderweg", "We are on our way", sign=_said("We doen het soms.", "We sometimes do.")
            ),
            _row("daar", "We zijn er", "We are there", sign=_said("Het is gewoon geworden.", "It has become usual.")),
        ],
    },
    Part.MARKS: {
        "prompt": _said(
            "Zet bij elk nummer een merkje dat bij jou past. Overslaan mag.",
            "Put a mark that fits you by each number. You may skip some.",
        ),
        "marks": [
            _row("use", "gebruiken we", "we use it", sign="●"),
            _row("unknown", "ken ik niet", "don’t know it", sign="?"),
            _row("curious", "nieuwsgierig", "curious", sign="!"),
            _row("miss", "missen we", "we miss it", sign="+"),
        ],
    },
    Part.HEAPS: {
        "prompt": _said(
            "Schrijf per briefje één ding. Kies daarna de stapel waar het op hoort.",
            "Write one thing per slip. Then choose the heap it belongs on.",
        ),
        "heaps": [
            _row(
                "keep",
                "Bewaren",
                "Keep",
                question=_said("Wat is goed en moet mee?", "What is good and must come along?"),
            ),
            _row("let_go", "Loslaten", "Let go", question=_said("Wat mag weg, met dank?", "What may go, with thanks?")),
            _row(
                "develop", "Ontwikkelen", "Develop", question=_said("Wat moet nog groeien?", "What still has to grow?")
            ),
        ],
    },
    Part.FORM: {
        "prompt": _said(
            "Vul eerst elk apart in. Leg het dan naast elkaar en schrijf samen één versie.",
            "Fill it in apart first. Then lay it side by side and write one version together.",
        ),
        "roles": [
            _row("learner", "de lerende", "the learner", side="learner"),
            _row("school", "de school", "the school", side="school"),
            _row("institute", "de opleiding", "the institute", side="institute"),
        ],
        "parts": [
            _row("outcome", "Wat ga ik leren?", "What am I going to learn?"),
            _row("measure", "Wanneer is het goed?", "When is it good?"),
            _row("route", "Wat ga ik doen?", "What am I going to do?"),
        ],
    },
    Part.CANVAS: {
        "prompt": _said(
            "Vul samen in. Wie leert, schrijft als eerste.", "Fill it in together. Who learns writes first."
        ),
        "fields": [
            _row("wie", "Wie zijn wij?", "Who are we?"),
            _row("waarom", "Waarom willen we dit?", "Why do we want this?"),
            _row("wat", "Wat gaan we doen?", "What are we going to do?"),
            _row("hoe", "Hoe pakken we het aan?", "How do we go about it?"),
            _row("afspraak", "Wat spreken we af?", "What do we agree on?"),
        ],
    },
    Part.SCALE: {
        "prompt": _said("Hoe ver zijn wij? Kies een plek.", "How far are we? Choose a place."),
        "steps": [
            _row("first", "we praten erover", "we talk about it"),
            _row("second", "een paar mensen doen het", "a few people do it"),
            _row("third", "de meesten doen het", "most people do it"),
            _row("fourth", "het is gewoon", "it is usual"),
        ],
    },
    Part.TOMORROW: {
        "prompt": _said(
            "Wat doe ik (anders) in de komende twee weken?", "What do I do (differently) in the next two weeks?"
        ),
        "starters": [
            _said("Ik vraag …", "I ask …"),
            _said("Ik stop met …", "I stop …"),
            _said("Ik nodig … uit om …", "I invite … to …"),
        ],
    },
}
