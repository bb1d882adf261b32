"""The report as a PDF: A4, typeset by Typst (in this process, no files, nothing from outside).

Everything that people wrote goes over as JSON and is only ever shown as text.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from leerruimte.base.small_groups import shown
from leerruimte.conversations.queries.map import Cell, FindingSeen, MapSeen
from leerruimte.conversations.queries.placed import PathMarks
from leerruimte.conversations.queries.report import Bundle, QuestionReported, Report, Said
from leerruimte.conversations.queries.sheets import EntrySeen, SheetSeen
from leerruimte.conversations.report_parts import PartReported, parts_reported, weeks_reported
from leerruimte.conversations.report_words import (
    counts_sentence,
    doubles_sentence,
    heaps_title,
    laid_sentence,
    method_sentences,
    path_sentence,
    when_sentence,
)
from leerruimte.encounters.models import Intention
from leerruimte.look.printing import typeset
from leerruimte.look.templatetags.look import in_language
from leerruimte.people.models import SIDE_OF, Role, Side
from leerruimte.plates.paper import colour_of
from leerruimte.plates.svg import drawing_markup

HERE = Path(__file__).parent
# Letters written from right to left: Hebrew, Arabic and what belongs to them.
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
LEFT_TO_RIGHT = re.compile("[A-Za-z\u00c0-\u02af\u0370-\u058f\u3040-\ud7ff]")
# A run of so many signs without a space may break after each so many.
LONGEST_RUN, PIECE = 22, 11


def report_pdf(report: Report) -> bytes:
    """Typeset a report in the language of now."""
    return typeset(HERE / "report.typ", _document(report), made_at=report.made_at)


def _document(report: Report) -> dict[str, Any]:
    """Everything the template shows, in words."""
    figures = report.figures
    plate = report.conversation.plate
    return {
        "lang": (get_language() or "nl").split("-")[0],
        "title": breakable(report.title),
        "title_short": breakable(report.title if len(report.title) <= 60 else report.title[:59] + "…"),
        "about": _("Report of a conversation"),
        "page_word": _("Page"),
        "of_word": _("of"),
        "partnership": breakable(report.partnership),
        "when": when_sentence(report),
        "plate_paper": colour_of(plate.plate),
        "plate": _plate(report),
        "figures": _figures(report),
        "roles": [{**_role(role), "number": str(many)} for role, many in figures.roles]
        + ([{"side": "mixed", "word": _("other roles"), "number": str(figures.others)}] if figures.others else []),
        "marks": {side: _mark(side) for side in Side.values},
        "map": _map(report.map),
        "questions": _questions(report),
        "heaps_title": heaps_title(report),
        "weeks": _part(weeks_reported(report)),
        "nothing_here": _("Nothing was laid here."),
        "heaps": [
            {
                "name": in_language(heap.words) if heap.words else _("Not on a heap"),
                "said": [_said(one, with_theme=True) for one in heap.said],
            }
            for heap in report.heaps
        ],
        "sheets_title": _("What was filled in"),
        "apart_title": _("What each wrote apart"),
        "sheets": [_sheet(one) for one in report.sheets],
        "harvests_title": _("What the tables told"),
        "harvests": [
            {"table": _("Table %(table)d") % {"table": table}, "text": words(text)} for table, text in report.harvests
        ],
        "intentions_title": _("What we are going to do"),
        "intentions": [_intention(one) for one in report.intentions],
        "method_title": _("How this report was made"),
        "method": [*method_sentences(), *_hidden(figures.hidden)],
        "source": breakable(" ".join(filter(None, (report.attribution, report.source)))),
        "made": _made(report),
    }


def _sheet(sheet: SheetSeen) -> dict[str, Any]:
    return {
        "table": _("Table %(table)d") % {"table": sheet.table} if sheet.table else "",
        "fields": [
            {
                "label": breakable(in_language(field.label)),
                "together": [_entry(one) for one in field.together],
                "sides": [_entry(one) for one in field.sides],
            }
            for field in sheet.fields
            if field.together or field.sides
        ],
    }


def _entry(entry: EntrySeen) -> dict[str, Any]:
    side = entry.side or Side.MIXED.value
    return {
        "side": side,
        "role": {"side": side, "word": entry.word} if entry.word else None,
        "choice": breakable(entry.choice),
        "text": words(entry.text),
    }


def _plate(report: Report) -> dict[str, str] | None:
    if not report.has_plate:
        return None
    version = report.conversation.plate
    return {
        "title": in_language(version.title),
        "claim": in_language(version.claim),
        "alt": in_language(version.description) or in_language(version.title),
        "svg": str(drawing_markup(version, get_language() or "nl", crop=True, pictures="whole")),
    }


def _figures(report: Report) -> list[dict[str, str]]:
    figures = report.figures
    told = [
        _people_told(figures.people),
        (figures.contributions, ngettext("contribution", "contributions", figures.contributions)),
        (figures.intentions, ngettext("intention", "intentions", figures.intentions)),
    ]
    return [{"number": str(number), "word": word} for number, word in told if number != 0]


def _people_told(people: int) -> tuple[int | str, str]:
    """How many people took part; one to four are "a few"."""
    if shown(people) is None:
        return "", _("a few people took part")
    return people, ngettext("person took part", "people took part", people)


def _role(role: str) -> dict[str, str]:
    return {"side": SIDE_OF[Role(role)].value, "word": str(Role(role).label)}


def _side(side: str) -> dict[str, str]:
    return {"side": side, "word": str(Side(side).label)}


@lru_cache(maxsize=16)
def _mark(side: str) -> str:
    """The mark of a side as a drawing of its own."""
    marks = render_to_string("conversations/_marks.svg.html")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-11 -11 22 22"><defs>{marks}</defs>'
        f'<use href="#mk-{side}"/></svg>'
    )


def _map(seen: MapSeen) -> dict[str, Any]:
    drawing = seen.drawing
    svg = None
    if drawing is not None:
        svg = render_to_string("conversations/_map.svg.html", {"drawing": drawing, "label": ""})
    notes = [_("Each mark is one person.")] if drawing and drawing.people_a_mark == 1 else []
    if drawing and "mixed" in drawing.legend:
        notes.append(_("Mixed: too few of one role to show it by itself."))
    return {
        "title": _("Who sees it alike"),
        "sentence": seen.sentence,
        "lines": [*filter(None, [seen.about_sides]), *seen.surer],
        "svg": svg,
        "label": seen.label,
        "legend": [_side(side) for side in drawing.legend] if drawing else [],
        "note": " ".join(notes),
        "shared_title": _("All share this"),
        "shared": [_finding(one, bare=True) for one in seen.shared],
        "sides_title": _("What one side answers otherwise than the other"),
        "contribution_word": _("Contribution"),
        "sides": [f"{side.name}, {_people(side.people)}" for side in seen.sides],
        "typical": [_finding(one, bare=True) for one in seen.typical],
        "roles_title": _("Where roles differ"),
        "by_role": [_finding(one) for one in seen.by_role],
        "divided_title": _("What divides"),
        "divided": [] if seen.sides else [_finding(one, bare=True) for one in seen.divided],
    }


def _people(many: int) -> str:
    return ngettext("%(many)d person", "%(many)d people", many) % {"many": many}


def _finding(finding: FindingSeen, *, bare: bool = False) -> dict[str, Any]:
    return {"text": words(finding.text), "cells": [_cell(cell, bare=bare) for cell in finding.cells]}


def _cell(cell: Cell, *, bare: bool) -> dict[str, Any]:
    named = {"all": _("Everybody"), "rest": _("The others"), "side": cell.name}
    of = named.get(cell.of)
    return {
        "who": _role(cell.of) if of is None else None,
        "of": "" if bare or of is None else of,
        "words": cell.words,
    }


def _questions(report: Report) -> list[dict[str, Any]]:
    parts = parts_reported(report)
    return [
        _question(report, one, parts.get(one.number))
        for one in report.questions
        if one.bundles or one.path or one.number in parts
    ]


def _question(report: Report, question: QuestionReported, part: PartReported | None) -> dict[str, Any]:
    several = len(question.bundles) > 1
    return {
        "title": breakable(f"{question.number}. {in_language(question.text)}"),
        "path": _path(report, question.path) if question.path and part is None else None,
        "part": _part(part),
        "bundles": [_bundle(bundle, several=several) for bundle in question.bundles],
    }


def _part(part: PartReported | None) -> dict[str, Any] | None:
    """What a working part gave, as the template draws it."""
    if part is None:
        return None
    table = part.table
    return {
        "svg": part.drawing or None,
        "lines": [breakable(line) for line in part.lines],
        "legend": [_side(side) for side in part.legend],
        "head": [breakable(word) for word in table.head] if table else [],
        "rows": [[breakable(cell) for cell in row] for row in table.rows] if table else [],
    }


def _bundle(bundle: Bundle, *, several: bool) -> dict[str, Any]:
    return {
        "name": breakable(bundle.name or (_("Also said") if several else "")),
        "said": [_said(one) for one in bundle.said],
    }


def _said(said: Said, *, with_theme: bool = False) -> dict[str, Any]:
    return {
        "text": words(said.text),
        "side": SIDE_OF[Role(said.role)].value if said.role else "mixed",
        "role": _role(said.role) if said.role else None,
        "signed": breakable(said.signed),
        "counts": counts_sentence(said.counts),
        "again": doubles_sentence(said.doubles),
        "theme": breakable(said.theme) if with_theme else "",
        "laid": breakable(laid_sentence(said, with_place=not with_theme)),
    }


def _path(report: Report, path: PathMarks) -> dict[str, Any]:
    svg = None
    if path.enough:
        drawing = drawing_markup(
            report.conversation.plate, get_language() or "nl", crop=True, words=False, pictures="whole"
        )
        marks = render_to_string("conversations/_report_path.svg.html", {"path": path})
        svg = drawing.replace("</svg>", f"{marks}</svg>")
    return {"svg": svg, "sentence": path_sentence(path), "legend": [_side(side) for side in path.sides]}


def _intention(intention: Intention) -> dict[str, Any]:
    lines = [
        (_("With"), intention.with_whom),
        (_("Needed"), intention.needed),
        (_("Asks of me"), intention.asks_of_me),
        (_("Asks of the organisation"), intention.asks_of_organisation),
    ]
    return {
        "day": date_format(intention.by_when, "j F") if intention.by_when else _("No date"),
        "what": words(intention.what),
        "lines": [[f"{word}:", breakable(value)] for word, value in lines if value],
        "signed": breakable(intention.signed),
    }


def _hidden(many: int) -> list[str]:
    if not many:
        return []
    return [
        ngettext(
            "%(many)d contribution was hidden by the facilitator and is not in this report.",
            "%(many)d contributions were hidden by the facilitator and are not in this report.",
            many,
        )
        % {"many": many}
    ]


def _made(report: Report) -> str:
    made = _("Made on %(day)s at %(time)s.") % _moment(report.made_at)
    if report.map.made_at is None:
        return made
    return made + " " + _("The map is of %(day)s, %(time)s.") % _moment(report.map.made_at)


def _moment(at: datetime) -> Mapping[str, str]:
    local = localtime(at)
    return {"day": date_format(local, "j F Y"), "time": date_format(local, "H:i")}


def words(text: str) -> dict[str, Any]:
    """Words as somebody wrote them, with their direction."""
    first_left, first_right = LEFT_TO_RIGHT.search(text), RIGHT_TO_LEFT.search(text)
    rtl = first_right is not None and (first_left is None or first_right.start() < first_left.start())
    return {"t": breakable(text), "rtl": rtl}


def breakable(text: str) -> str:
    """A text in which very long words can be broken, so that nothing runs off the paper."""
    return re.sub(rf"\S{{{LONGEST_RUN},}}", lambda run: "\u200b".join(_pieces(run[0])), text)


def _pieces(run: str) -> Iterable[str]:
    return (run[start : start + PIECE] for start in range(0, len(run), PIECE))
