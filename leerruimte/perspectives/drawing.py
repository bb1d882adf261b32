"""The picture as an SVG of its own, for the command line."""

from collections.abc import Iterable
from html import escape

from leerruimte.perspectives.result import PATTERN, Result
from leerruimte.perspectives.words import verdict_in_words

SIZE, EDGE = 640, 40
COLOURS = ("#0b6e6e", "#b4481e")
UNCERTAIN = 0.5  # standard deviations drawn around a place


def in_svg(result: Result) -> str:
    """Draw people as circles and squares by side, each in a haze as wide as its place is uncertain.

    Without a pattern there are no places to see: only the sentence is drawn.
    """
    title = escape(verdict_in_words(result))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE + EDGE}" role="img"'
            ' font-family="sans-serif">',
            f"<title>{title}</title>",
            f'<rect width="{SIZE}" height="{SIZE + EDGE}" fill="#fffdf8"/>',
            *(_people(result) if result.verdict == PATTERN else ()),
            f'<text x="{SIZE / 2:g}" y="{SIZE + 12}" text-anchor="middle" font-size="13">{title}</text>',
            "</svg>",
        ]
    )


def _people(result: Result) -> Iterable[str]:
    side_of = {member: number for number, side in enumerate(result.sides) for member in side.members}
    reach = max(1e-6, float(abs(result.places).max()))
    scale = (SIZE / 2 - EDGE) / reach
    shown = [row for row, person in enumerate(result.people) if person in side_of or not side_of]
    at = {
        row: (SIZE / 2 + scale * float(result.places[row, 0]), SIZE / 2 - scale * float(result.places[row, 1]))
        for row in shown
    }
    for row in shown:
        radius = UNCERTAIN * scale * float(result.covariances[row].trace() / 2) ** 0.5
        colour = COLOURS[side_of.get(result.people[row], 0)]
        yield f'<circle cx="{at[row][0]:.1f}" cy="{at[row][1]:.1f}" r="{radius:.1f}" fill="{colour}" opacity="0.05"/>'
    for row in shown:
        side = side_of.get(result.people[row], 0)
        x, y = at[row]
        if side == 0:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{COLOURS[0]}"/>'
        else:
            yield f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" fill="{COLOURS[1]}"/>'
