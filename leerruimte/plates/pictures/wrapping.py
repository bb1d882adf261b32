"""Makes a plate's drawing of a picture or of an SVG from elsewhere: as wide as all plates, with room for hotspots.

The result has the same layers and the same data attributes as the plates that ship, so everything works on it alike:
markers have the same size, an area is a path with class `hs-area`, a hotspot a group with `data-hotspot`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from leerruimte.plates.svg_cleaning import SVG, Area, Drawing

# In drawing units.
WIDTH = 1600
PAPER = "#FFFBF1"
INK = "#26213F"
ROUND = 26
LAYER = '<g id="laag-praatpunten">'
OWN_LAYER = re.compile(LAYER + r".*?</g></svg>$", re.DOTALL)
POINTS_OF_OTHERS = re.compile(r' (?:data-hotspot|data-nr|data-i18n|data-field)="[^"]*"')
OPENING = re.compile(r"^<svg [^>]*>")


@dataclass(frozen=True)
class Overlay:
    """A hotspot that lies over a drawing: its key and number, the box it covers, its title."""

    key: str
    number: int
    area: Area
    title: str


def picture_drawing(sha256: str, width: int, height: int) -> str:
    """A kept picture as a drawing; `width` and `height` in dots, only their proportion counts."""
    high = round(WIDTH * height / width, 2)
    return _sheet(high, f'<image href="picture:{sha256}" width="{WIDTH}" height="{high:g}"></image>')


def own_drawing(drawing: Drawing) -> str:
    """An SVG from elsewhere (cleaned) as a drawing of the usual width; hotspots that it had are only shapes now."""
    inside = POINTS_OF_OTHERS.sub("", OPENING.sub("", drawing.markup, count=1).removesuffix("</svg>"))
    inside = inside.replace('"laag-', '"t-laag-').replace('"#laag-', '"#t-laag-').replace("hs-area", "lr-area")
    view = drawing.view
    scale = WIDTH / view.width
    move = f"scale({scale:.6g})" + (f" translate({-view.x:g} {-view.y:g})" if view.x or view.y else "")
    return _sheet(round(view.height * scale, 2), f'<g transform="{move}">{inside}</g>')


def with_overlays(drawing: str, overlays: Sequence[Overlay]) -> str:
    """The drawing with these hotspots over it, in place of those that `with_overlays` laid there before."""
    layer = LAYER + "".join(_overlay(one) for one in overlays) + "</g></svg>"
    bare = OWN_LAYER.sub("", drawing) if OWN_LAYER.search(drawing) else drawing.removesuffix("</svg>")
    return bare + layer


def _sheet(height: float, inside: str) -> str:
    ground = f'<g id="laag-grond"><path d="M0 0H{WIDTH}V{height:g}H0Z" fill="{PAPER}"/></g>'
    root = f'<svg xmlns="{SVG}" viewBox="0 0 {WIDTH} {height:g}">'
    return f'{root}{ground}<g id="laag-tekening">{inside}</g>{LAYER}</g></svg>'


def _overlay(one: Overlay) -> str:
    x, y = one.area.x, one.area.y
    area = f'<path d="{_soft_box(one.area)}" fill="#fff" fill-opacity="0" class="hs-area"/>'
    # On the upper left corner, but never outside the drawing: 23 is the marker's own half.
    at = f"translate({max(x, 25):g} {max(y, 25):g})"
    dots = f'<circle r="23" fill="{INK}"/><circle r="19" fill="{PAPER}"/>'
    words = (
        f'<text y="9.5" font-family="Bricolage Grotesque, sans-serif" font-weight="800" font-size="27" '
        f'text-anchor="middle" fill="{INK}">{one.number}</text>'
    )
    mark = f'<g transform="{at}" class="hs-marker">{dots}{words}</g>'
    title = f"<title>{one.number} {escape(one.title, quote=False)}</title>"
    names = f'id="plek-{one.key}" class="hotspot" data-hotspot="{one.key}" data-nr="{one.number}"'
    return f"<g {names}>{title}{area}{mark}</g>"


def _soft_box(area: Area) -> str:
    """A box with soft corners, as far as it is large enough for them."""
    x, y, width, height = area
    r = min(ROUND, width / 2, height / 2)
    across, down = width - 2 * r, height - 2 * r
    top = f"M{x + r:g} {y:g}h{across:g}q{r:g} 0 {r:g} {r:g}"
    bottom = f"v{down:g}q0 {r:g} {-r:g} {r:g}h{-across:g}"
    return f"{top}{bottom}q{-r:g} 0 {-r:g} {-r:g}v{-down:g}q0 {-r:g} {r:g} {-r:g}Z"
