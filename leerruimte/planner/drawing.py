"""A route drawn: weeks against places, as an SVG of its own.

Institute blue with stripes, school red with dots, elsewhere green with waves, anywhere yellow (the learner's own): the
patterns and the words on each piece keep it readable in grey. What is pinned has a thick edge. Below: hours a week.
"""

from collections.abc import Iterable, Iterator
from html import escape

from leerruimte.planner.problem import ANYWHERE, INSTITUTE, OUTSIDE, SCHOOL, Place, Problem
from leerruimte.planner.result import Piece, Route

LEFT, TOP, WEEK, ROW, BARS = 200, 64, 19, 26, 90
PAPER, INK, SOFT, HAIR, SUNK = "#FFFBF1", "#26213F", "#5A5470", "#DCD0BC", "#EFE5D2"
FILLS = {INSTITUTE: "#D9E6F6", SCHOOL: "#FADFD5", OUTSIDE: "#CBE6D3", ANYWHERE: "#FCE7AE"}
INKS = {INSTITUTE: "#2C5AA6", SCHOOL: "#C03B23", OUTSIDE: "#267A59", ANYWHERE: "#7A5400"}
ORDER = (INSTITUTE, SCHOOL, OUTSIDE, ANYWHERE)
LETTER = 6.2  # pixels a letter of the labels, about
PATTERNS = {
    INSTITUTE: '<path d="M0 8 8 0" stroke="#2C5AA6" stroke-width="1.6"/>',
    SCHOOL: '<circle cx="4" cy="4" r="1.5" fill="#C03B23"/>',
    OUTSIDE: '<path d="M0 4 Q2 1 4 4 T8 4" fill="none" stroke="#267A59" stroke-width="1.3"/>',
    ANYWHERE: '<path d="M4 0V8" stroke="#F4B81E" stroke-width="2"/>',
}


def in_svg(problem: Problem, route: Route, title: str = "") -> str:
    """Draw a route."""
    rows = list(_rows(problem, route))
    width = LEFT + WEEK * problem.calendar.weeks + 24
    height = TOP + sum(len(lanes) * ROW + 8 for _, lanes in rows) + BARS + 40
    heading = title or f"A route for {problem.learner}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            ' font-family="Atkinson Hyperlegible Next, Verdana, sans-serif">',
            f"<title>{escape(heading)}</title>",
            f"<desc>{escape(_told(problem, route))}</desc>",
            f"<defs>{''.join(_patterns())}</defs>",
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
            f'<text x="16" y="26" font-size="17" font-weight="700" fill="{INK}">{escape(heading)}</text>',
            *_weeks(problem, height - BARS - 36),
            *_places(problem, rows),
            *_load(problem, route, height - 34),
            "</svg>",
        ]
    )


def _rows(problem: Problem, route: Route) -> Iterator[tuple[Place, list[list[Piece]]]]:
    """Give each place that is used with its lanes: pieces that do not overlap share one."""
    for place in sorted(problem.places, key=lambda one: ORDER.index(one.kind)):
        lanes: list[list[Piece]] = []
        for piece in (piece for piece in route.pieces if piece.place == place.code):
            lane = next((lane for lane in lanes if _end(problem, lane[-1]) < piece.first_week), None)
            if lane is None:
                lanes.append([piece])
            else:
                lane.append(piece)
        if lanes:
            yield place, lanes


def _end(problem: Problem, piece: Piece) -> int:
    """Give the week up to which a piece and its label reach."""
    label = round(len(_title(problem, piece)) * LETTER / WEEK)
    return max(piece.last_week, piece.first_week + label)


def _title(problem: Problem, piece: Piece) -> str:
    return next((one.title for one in problem.opportunities if one.code == piece.opportunity), piece.opportunity)


def _told(problem: Problem, route: Route) -> str:
    """Say in words what is drawn."""
    return "; ".join(
        f"{_title(problem, piece)}, weeks {piece.first_week} to {piece.last_week}" for piece in route.pieces
    )


def _patterns() -> Iterator[str]:
    for kind, mark in PATTERNS.items():
        yield (
            f'<pattern id="{kind}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{FILLS[kind]}"/>{mark}</pattern>'
        )


def _x(week: int) -> int:
    return LEFT + WEEK * (week - 1)


def _weeks(problem: Problem, bottom: int) -> Iterator[str]:
    """Draw a line a month, the numbers of the weeks, and the holidays as sunken bands."""
    calendar = problem.calendar
    month = 0
    for week in range(1, calendar.weeks + 1):
        monday, friday = calendar.day(week, "mo"), calendar.day(week, "fr")
        if any(span.first <= monday and friday <= span.last for span in calendar.free):
            yield f'<rect x="{_x(week)}" y="{TOP - 8}" width="{WEEK}" height="{bottom - TOP + 8}" fill="{SUNK}"/>'
        yield _text(_x(week) + WEEK / 2, TOP - 12, str(week), size=9, anchor="middle", fill=SOFT)
        if calendar.day(week, "fr").month != month:
            month = calendar.day(week, "fr").month
            yield f'<path d="M{_x(week)} {TOP - 30}V{bottom}" stroke="{HAIR}"/>'
            yield _text(_x(week) + 3, TOP - 24, f"{friday:%b}", fill=SOFT)


def _places(problem: Problem, rows: Iterable[tuple[Place, list[list[Piece]]]]) -> Iterator[str]:
    y = TOP
    for place, lanes in rows:
        yield f'<path d="M12 {y - 3}H{_x(problem.calendar.weeks + 1)}" stroke="{HAIR}"/>'
        yield (
            f'<rect x="12" y="{y + 3}" width="12" height="12" fill="url(#{place.kind})" stroke="{INKS[place.kind]}"/>'
        )
        yield _text(30, y + 13, _short(place.title, 22), weight=700)
        for lane in lanes:
            for piece in lane:
                yield from _piece(problem, piece, place.kind, y)
            y += ROW
        y += 8


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _piece(problem: Problem, piece: Piece, kind: str, y: int) -> Iterator[str]:
    x, width = _x(piece.first_week), WEEK * (piece.last_week - piece.first_week + 1)
    edge = 3 if piece.pinned else 1.2
    title = _title(problem, piece)
    room = problem.calendar.weeks + 1 - piece.first_week
    label = _short(title, max(8, int(room * WEEK / LETTER)))
    yield (
        f'<rect x="{x + 1}" y="{y}" width="{width - 2}" height="{ROW - 5}" rx="4" fill="url(#{kind})"'
        f' stroke="{INKS[kind]}" stroke-width="{edge}">'
        f"<title>{escape(title)}, {piece.minutes / 60:.0f} hours</title></rect>"
    )
    yield (
        f'<text x="{x + 6}" y="{y + 14.5}" font-size="11" fill="{INK}" stroke="{PAPER}" stroke-width="3"'
        f' paint-order="stroke">{escape(label)}</text>'
    )


def _load(problem: Problem, route: Route, bottom: int) -> Iterator[str]:
    """Draw hours a week as bars, with a line at the most the learner has."""
    most = problem.needs.hours_a_week * 60
    scale = (BARS - 24) / max(most, *route.load, 1)
    yield _text(12, bottom - 4, "Hours a week", weight=700)
    for week, minutes in enumerate(route.load, 1):
        if minutes:
            height = minutes * scale
            top = f"{bottom - height:.1f}"
            yield f'<rect x="{_x(week) + 2}" y="{top}" width="{WEEK - 4}" height="{height:.1f}" fill="{SOFT}"/>'
            yield _text(_x(week) + WEEK / 2, bottom + 11, f"{minutes / 60:.0f}", size=9, anchor="middle")
    line = bottom - most * scale
    yield f'<path d="M{LEFT} {line:.1f}H{_x(problem.calendar.weeks + 1)}" stroke="{INK}" stroke-dasharray="5 4"/>'
    yield _text(LEFT - 6, line + 4, f"at most {problem.needs.hours_a_week}", size=10, anchor="end")


def _text(
    x: float, y: float, text: str, *, size: int = 11, anchor: str = "start", fill: str = INK, weight: int = 400
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}" fill="{fill}" font-weight="{weight}">'
        f"{escape(text)}</text>"
    )
