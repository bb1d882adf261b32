"""What the report tells of working parts besides slips: sentences, a drawing, a table; for page and PDF alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leerruimte.conversations.queries.element_marks import Told, marks_seen
from leerruimte.conversations.queries.placed import SCALE_LINE, SCALE_WIDTH, steps_drawn
from leerruimte.conversations.queries.report import QuestionReported, Report
from leerruimte.conversations.queries.weeks import WeeksSeen, weeks_seen
from leerruimte.conversations.report_words import gaps_sentence, path_sentence
from leerruimte.look.templatetags.look import in_language
from leerruimte.plates.models import Question

# How large a mark is drawn (its radius), in the units of its own drawing.
MARK = 11


@dataclass(frozen=True)
class Table:
    """A table: the words above its columns, and its rows; the first cell of a row says what the row is about."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PartReported:
    """What a working part gave. `drawing`: an SVG, or ""; `legend`: the sides that stand in it."""

    lines: tuple[str, ...]
    drawing: str = ""  # safe, as a template rendered it
    legend: tuple[str, ...] = ()
    table: Table | None = None


def parts_reported(report: Report) -> dict[int, PartReported]:
    """By the number of the question that it stands with: what a part gives as a whole stands with the first."""
    found: dict[int, PartReported] = {}
    seen = set()
    for question in report.questions:
        read = READ.get(question.part)
        if read is None or (question.part in ONCE and question.part in seen):
            continue
        seen.add(question.part)
        if (reported := read(report, question)) is not None:
            found[question.number] = reported
    return found


def _marks(report: Report, _question: QuestionReported) -> PartReported:
    marks = marks_seen(report.conversation)
    if not marks.enough:
        return PartReported((_("Fewer than five people put marks. They are not shown."),))
    people = ngettext("%(many)d person put marks.", "%(many)d people put marks.", marks.people) % {"many": marks.people}
    most = (
        _("“%(mark)s” stands most at: %(elements)s.")
        % {"mark": in_language(kind.label), "elements": ", ".join(in_language(title) for title in kind.most)}
        for kind in marks.kinds
        if kind.most
    )
    rows = tuple(
        (f"{element.number}. {in_language(element.title)}", *(told_in_words(count) for count in element.counts))
        for element in marks.elements
    )
    head = (_("Element"), *(f"{kind.sign} {in_language(kind.label)}" for kind in marks.kinds))
    return PartReported((people, *most), table=Table(head, rows))


def told_in_words(count: Told) -> str:
    """How many people put a mark."""
    return {"nobody": "–", "few": _("a few"), "nearly": _("nearly everybody")}.get(count.kind, str(count.number))


def _scale(report: Report, question: QuestionReported) -> PartReported | None:
    path = question.path
    if path is None:
        return None
    steps = steps_drawn(report.conversation, in_language)
    lowest = max((y for step in steps for y, _line in step.lines), default=SCALE_LINE)
    # Only as high as the highest heap needs.
    top = min((dot.y for dot in path.dots), default=SCALE_LINE) - 60
    drawing = render_to_string(
        "conversations/_report_scale.svg.html",
        {
            "path": path,
            "scale": {"steps": steps, "line": SCALE_LINE},
            "box": f"0 {top} {SCALE_WIDTH} {lowest + 24 - top}",
            "label": path_sentence(path),
            "mark_scale": path.radius / MARK,
        },
    )
    return PartReported((path_sentence(path),), drawing if path.enough else "", path.sides)


def weeks_reported(report: Report) -> PartReported | None:
    """The puzzle: a row a week, a column a place; None when the heaps of the plate have no weeks."""
    weeks = weeks_seen(report.conversation)
    if weeks is None:
        return None
    kinds = {key: in_language(label) for key, label in weeks.kinds}
    rows = tuple(
        (
            str(week.number),
            *("\n".join(_slip(slip.text, kinds.get(slip.kind, "")) for slip in cell) for cell in week.cells),
        )
        for week in weeks.weeks
    )
    head = (_("Week"), *(in_language(place.label) for place in weeks.places))
    return PartReported(gap_sentences(weeks), table=Table(head, rows))


def gap_sentences(weeks: WeeksSeen) -> tuple[str, ...]:
    """Place by place in which weeks nothing lies."""
    return tuple(f"{in_language(place.label)}: {gaps_sentence(place.empty)}." for place in weeks.places if place.empty)


def _slip(text: str, kind: str) -> str:
    return f"{text} ({kind})" if kind else text


READ: Mapping[str, Callable[[Report, QuestionReported], PartReported | None]] = {
    Question.Part.MARKS: _marks,
    Question.Part.SCALE: _scale,
}
# Parts that every question about them adds to.
ONCE: Sequence[str] = (Question.Part.MARKS,)
