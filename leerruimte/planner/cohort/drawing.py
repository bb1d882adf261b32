"""A map of how schools are loaded, as an SVG of its own: each school a disc, filled as far as it is full."""

from collections import defaultdict
from collections.abc import Iterable
from html import escape
from math import sqrt

from leerruimte.planner.cohort.problem import Places, School
from leerruimte.planner.cohort.result import Answer

WIDTH, EDGE, FOOT = 900.0, 30.0, 56.0
INK, PAPER, FILL, FULL, OVER, WITHOUT = "#23302f", "#fffdf8", "#7fb8b2", "#0b6e6e", "#b4481e", "#b4481e"
LEAST_RADIUS, RADIUS = 2.5, 2.4  # pixels; the second times the root of the seats


def in_svg(problem: Places, answer: Answer) -> str:
    """Draw schools where they are, as large as their seats, filled by their load; who is without as a cross at home."""
    to_x, to_y, height = _scale(problem)
    taken: dict[str, int] = defaultdict(int)
    for one in answer.placements:
        taken[one.school] += 1
    full = sum(1 for school in problem.schools if 0 < _seats(school) <= taken[school.code])
    title = (
        f"{len(answer.placements)} places at {sum(1 for count in taken.values() if count)} schools, "
        f"{full} of them full; {len(answer.unplaced)} without a place"
    )
    homes = {learner.code: learner.home for learner in problem.learners}
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height + FOOT:g}" role="img"'
            ' font-family="sans-serif" font-size="13">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{WIDTH:g}" height="{height + FOOT:g}" fill="{PAPER}"/>',
            *(
                line
                for school in sorted(problem.schools, key=_seats, reverse=True)
                for line in _school(school, taken[school.code], to_x(school.at[0]), to_y(school.at[1]))
            ),
            *(_cross(to_x(homes[who][0]), to_y(homes[who][1]), f"{who}, {period}") for who, period in answer.unplaced),
            *_legend(height),
            f'<text x="{EDGE:g}" y="{height + 44:g}" fill="{INK}">{escape(title)}</text>',
            "</svg>",
        ]
    )


class _Line:
    """From kilometres to pixels along one axis."""

    def __init__(self, zero: float, scale: float, at: float) -> None:
        self.zero, self.scale, self.at = zero, scale, at

    def __call__(self, kilometres: float) -> float:
        return self.at + (kilometres - self.zero) * self.scale


def _scale(problem: Places) -> tuple[_Line, _Line, float]:
    points = [school.at for school in problem.schools] + [learner.home for learner in problem.learners] or [(0.0, 0.0)]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = (WIDTH - 2 * EDGE) / max(1e-9, east - west, (north - south) / 1.2)
    height = 2 * EDGE + (north - south) * scale
    return _Line(west, scale, EDGE), _Line(north, -scale, EDGE), height


def _seats(school: School) -> int:
    return sum(seats.known + seats.promised for seats in school.seats)


def _school(school: School, taken: int, x: float, y: float) -> Iterable[str]:
    """Draw one school: a ring for its seats, a disc whose area is what is taken; a thick ring when it is full."""
    seats = _seats(school)
    ring = max(LEAST_RADIUS, RADIUS * sqrt(seats))
    part = min(1.0, taken / seats) if seats else float(taken > 0)
    colour = OVER if taken > seats else FULL if taken == seats and seats else FILL
    dashed = "" if seats else ' stroke-dasharray="2 2"'
    yield f"<g><title>{escape(school.code)}: {taken} of {seats}</title>"
    yield (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{ring:.1f}" fill="{PAPER}" fill-opacity="0.6" stroke="{INK}"'
        f' stroke-width="{2 if taken >= seats > 0 else 0.7}"{dashed}/>'
    )
    if part:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{ring * sqrt(part):.1f}" fill="{colour}"/>'
    yield "</g>"


def _cross(x: float, y: float, who: str) -> str:
    return (
        f'<path d="M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8" stroke="{WITHOUT}" stroke-width="2.5" fill="none">'
        f"<title>{escape(who)}: without a place</title></path>"
    )


def _legend(height: float) -> Iterable[str]:
    words = ((FILL, "room left"), (FULL, "full (thick ring)"), (OVER, "over full, by hand"))
    for number, (colour, word) in enumerate(words):
        x = EDGE + 150 * number
        yield f'<circle cx="{x + 7:g}" cy="{height + 16:g}" r="7" fill="{colour}"/>'
        yield f'<text x="{x + 20:g}" y="{height + 21:g}" fill="{INK}">{word}</text>'
    x = EDGE + 450
    yield _cross(x + 7, height + 16, "")
    yield f'<text x="{x + 20:g}" y="{height + 21:g}" fill="{INK}">home of who is without</text>'
