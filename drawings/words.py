"""Words in a drawing. Those that are translated carry `data-i18n`; a strip of paper is as wide as its Dutch word and
grows or shrinks with its translation (`data-width` says what it was drawn for).
"""

from collections.abc import Mapping, Sequence
from html import escape

from drawings.pen import INK, PAPER, dot, group, number, path, poly, xy
from leerruimte.plates.strips import strip_width

# x, y, width, height
Box = tuple[float, float, float, float]
FONTS = {
    "hand": "'Shantell Sans','Comic Neue',cursive",
    "claim": "'Bricolage Grotesque','Arial Narrow',sans-serif",
    "read": "'Atkinson Hyperlegible Next',Verdana,sans-serif",
}
WEIGHTS = {
    "hand": 'font-weight="700"',
    "claim": 'font-weight="800" font-stretch="85%"',
    "read": 'font-weight="600"',
}


def text(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    font: str = "hand",
    ink: str = INK,
    anchor: str = "middle",
    key: str = "",
) -> str:
    """Words; with a key they are translated."""
    translated = f' data-i18n="{key}"' if key else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-family="{FONTS[font]}" font-size="{number(size)}" {WEIGHTS[font]} '
        f'fill="{ink}" text-anchor="{anchor}"{translated}>{escape(words, quote=False)}</text>'
    )


def tag(
    x: float, y: float, key: str, words: Mapping[str, str], *, turn: float = -2, size: float = 28, fill: str = PAPER
) -> str:
    """A strip of paper with a word, its middle at x, y."""
    word = words[key]
    width, height = strip_width(word, size), size * 1.62
    left, right, up, down = -width / 2, width / 2, -height / 2, height / 2
    shade = poly(
        [(left + 3, up + 4), (right + 4, up + 4), (right + 3, down + 5), (left + 4, down + 4)],
        INK,
        int(x),
        extra='opacity=".16"',
    )
    paper = poly([(left, up), (right, up), (right, down), (left, down)], fill, int(x) + 2, off=2.2)
    drawn_for = f'data-width="{number(width)}" data-size="{number(size)}" data-i18n="{key}"'
    strip = f'<g class="lr-strip" {drawn_for}>{shade}{paper}</g>'
    return group(
        strip, text(0, size * 0.33, word, size, key=key), move=f"translate({xy(x, y)}) rotate({turn})", class_="lr-tag"
    )


def head(number_: int, title: str, claim: Sequence[str]) -> str:
    """The same head on every plate: number and title in hand lettering, the claim in large type."""
    written = dot(88, 78, 26) + text(88, 90, str(number_), 34, font="claim", ink=PAPER)
    written += text(130, 89, title, 32, anchor="start", key="titel")
    for row, words in enumerate(claim):
        written += text(62, 176 + row * 78.4, words, 80, font="claim", anchor="start", key=f"bewering-{row + 1}")
    return written


def marker(x: float, y: float, number_: int) -> str:
    """The number of a hotspot."""
    inside = dot(0, 0, 23) + dot(0, 0, 19, PAPER) + text(0, 9.5, str(number_), 27, font="claim")
    return group(inside, move=f"translate({xy(x, y)})", class_="hs-marker")


def hotspot(
    key: str, number_: int, title: str, box: Box, mark: tuple[float, float], *parts: str, also: Sequence[Box] = ()
) -> str:
    """A part that opens: an area to press (and others that belong to it), the drawing, its number."""
    area = path("".join(_soft_box(*each) for each in (box, *also)), "#fff", extra='fill-opacity="0" class="hs-area"')
    inside = f"<title>{number_} {escape(title, quote=False)}</title>" + area + "".join(parts) + marker(*mark, number_)
    return f'<g id="plek-{key}" class="hotspot" data-hotspot="{key}" data-nr="{number_}">{inside}</g>'


def _soft_box(x: float, y: float, width: float, height: float, r: float = 26) -> str:
    """A box with soft corners."""
    across, down = number(width - 2 * r), number(height - 2 * r)
    c = number(r)
    top = f"M{xy(x + r, y)}h{across}q{c} 0 {c} {c}"
    bottom = f"v{down}q0 {c} -{c} {c}h-{across}"
    return f"{top}{bottom}q-{c} 0 -{c} -{c}v-{down}q0 -{c} {c} -{c}Z"
