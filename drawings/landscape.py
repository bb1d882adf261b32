"""Ground seen from above: terraces, water, ways, and the buildings that stand on it."""

from collections.abc import Sequence

from drawings.pen import (
    BARK,
    BLUE,
    GREEN,
    GREEN_DEEP,
    GREEN_SOFT,
    INK,
    ORANGE,
    PAPER,
    PLUM,
    RED,
    SAND,
    SKY,
    WATER,
    WOOD,
    WOOD_DEEP,
    YELLOW,
    YELLOW_DEEP,
    YELLOW_TINT,
    Point,
    at,
    blob,
    curve,
    dot,
    ellipse,
    group,
    line,
    number,
    path,
    poly,
    rect,
    smooth,
    symbol,
    xy,
)

symbol("v-wave", path("M-40 0C-30 -9 -22 -9 -12 0C-4 7 6 7 14 0C22 -8 30 -8 40 0", "none", "currentColor", 4))
symbol("v-leaf", path("M0 0C-14 -6 -12 -22 2 -26C12 -18 12 -6 0 0Z", "currentColor", PAPER, 1.6))

# ---- ground and water ----


def terrace(edge: Sequence[Point], fill: str, cliff: str, height: float = 36) -> str:
    """A plateau: the cliff under it, a paper edge, the top."""
    d = smooth(edge, closed=True)
    return group(path(d, cliff), move=f"translate(0 {number(height)})") + path(d, fill, PAPER, 4)


def trail(points: Sequence[Point], width: float = 22) -> str:
    """A sandy way."""
    return line(points, width + 6, PAPER) + line(points, width, SAND)


def brook(points: Sequence[Point], width: float = 24) -> str:
    """Water that runs: strokes of light tell it from a way, also in grey."""
    return line(points, width + 6, PAPER) + line(points, width, WATER) + line(points, 3, PAPER, "12 30")


def waterfall(x: float, y: float, width: float = 30, height: float = 44) -> str:
    """Water over the edge of a terrace."""
    half = width / 2
    sheet = poly(
        [(x - half, y - 4), (x + half, y - 4), (x + half + 4, y + height), (x - half - 4, y + height)], WATER, 2
    )
    strokes = [
        line([(x + beside, y + 2), (x + beside * 1.1, y + height - 8)], 3.4, PAPER)
        for beside in (-width * 0.28, 0, width * 0.28)
    ]
    return sheet + "".join(strokes) + ellipse(x, y + height + 2, width * 0.85, 9, PAPER)


def stairs(x: float, y: float, width: float = 46, height: float = 44, steps: int = 5) -> str:
    """Steps in the cliff, from y down."""
    half = width / 2
    corners = [(x - half, y - 6), (x + half, y - 6), (x + half + 8, y + height), (x - half - 8, y + height)]
    treads = []
    for i in range(1, steps):
        out, down = half + 6 * i / steps - 3, y + height * i / steps
        treads.append(line([(x - out, down), (x + out, down)], 3, WOOD_DEEP))
    return poly(corners, SAND, 3, ink=PAPER, width=3) + "".join(treads)


def furrows(x: float, y: float, rows: int, ink: str) -> str:
    """A small field in rows."""
    return "".join(line([(x + 26 * i, y), (x + 26 * i - 18, y + 40)], 5, ink, "1 11") for i in range(rows))


def planks(x: float, y: float, turn: float) -> str:
    """A bridge of planks over a brook."""
    deck = poly([(-40, -13), (40, -13), (40, 13), (-40, 13)], WOOD, 3, ink=PAPER, width=3)
    deck += "".join(line([(beside, -11), (beside, 11)], 3, WOOD_DEEP) for beside in range(-28, 29, 14))
    rails = line([(-40, -14), (-20, -24), (20, -24), (40, -14)], 5, BARK)
    rails += line([(-40, 15), (-20, 5), (20, 5), (40, 15)], 5, BARK)
    return at(x, y, deck, rails, turn=turn)


# ---- buildings: origin at the middle of the foot ----

symbol(
    "v-pavilion",
    blob(0, -34, 84, 52, YELLOW_TINT, 3),
    rect(-44, -58, 88, 58, PAPER),
    *[rect(x, -48, 20, 26, YELLOW) for x in (-36, 16)],
    path("M-13 0L-12 -32C-10 -44 10 -44 12 -32L13 0Z", ORANGE),
    poly([(-58, -56), (0, -104), (58, -56)], GREEN, 3),
    dot(0, -76, 8, YELLOW),
    *[
        line([(side * x, y), (side * (x + 12), y + dy)], 3.4, YELLOW_DEEP)
        for side in (-1, 1)
        for x, y, dy in ((54, -38, -3), (53, -24, 4))
    ],
)
_BARS = ((-78, -62), (-40, -86), (0, -112), (40, -86), (78, -62))


def _seedling(x: float, height: float) -> str:
    y = -8 - height
    left = curve(x - 15, y - 2, x - 15, y - 14, x, y - 6)
    right = curve(x + 17, y - 16, x + 17, y - 2, x, y)
    return line([(x, -10), (x + 1, y - 6)], 3.4, GREEN_DEEP) + path(f"M{xy(x, y)} C{left} C{right} Z", GREEN)


symbol(
    "v-greenhouse",
    poly([(-78, -4), (-78, -62), (-2, -112), (78, -62), (78, -4)], SKY, 3),
    *[line([(x, -4), (x, y)], 3.4, GREEN_DEEP) for x, y in _BARS],
    line([(-78, -62), (78, -62)], 3.4, GREEN_DEEP),
    line([(-78, -62), (0, -112), (78, -62)], 5, GREEN_DEEP),
    rect(-84, -8, 168, 10, GREEN_DEEP),
    *[_seedling(x, height) for x, height in ((-60, 14), (-20, 30), (20, 20), (60, 34))],
)
symbol(
    "v-observatory",
    rect(-50, -60, 100, 60, GREEN_DEEP),
    path("M-56 -58C-56 -122 56 -122 56 -58Z", GREEN_SOFT),
    path("M14 -106L40 -94L18 -58L-6 -58Z", INK),
    line([(10, -74), (58, -128)], 15, PAPER),
    line([(50, -119), (66, -137)], 19, BLUE),
    *[rect(x, -44, 20, 22, YELLOW) for x in (-40, 20)],
    path("M-11 0L-10 -26C-8 -36 8 -36 10 -26L11 0Z", PAPER),
)


def scaffold(x: float, y: float, width: float, height: float, floors: int = 3) -> str:
    """A wooden scaffold in front of something; its left foot at x, y."""
    poles = [line([(x + width * i / 2, y), (x + width * i / 2, y - height)], 5, BARK) for i in range(3)]
    boards = [
        line([(x - 10, y - height * i / floors), (x + width + 10, y - height * i / floors)], 6, WOOD)
        for i in range(1, floors + 1)
    ]
    low, high, middle = y - height / floors, y - 2 * height / floors, x + width / 2
    struts = line([(x, low), (middle, high)], 3.4, BARK) + line([(middle, high), (x + width, y - height)], 3.4, BARK)
    return "".join(poles + boards) + struts


def air_balloon(x: float, y: float, scale: float, *passengers: str) -> str:
    """A balloon in all inks; its origin is the rim of the basket in which the passengers stand."""
    seams = (-92, -58, -20, 20, 58, 92)
    gores = [_gore(seams[i], seams[i + 1], ink) for i, ink in enumerate((BLUE, RED, YELLOW, GREEN, PLUM))]
    ropes = line([(-26, -62), (-30, 2)], 3) + line([(26, -62), (30, 2)], 3)
    basket = poly([(-38, 0), (38, 0), (30, 44), (-30, 44)], WOOD, 3) + line([(-35, 14), (35, 14)], 3.4, WOOD_DEEP)
    basket += line([(-32, 29), (32, 29)], 3.4, WOOD_DEEP) + rect(-42, -5, 84, 10, BARK)
    return at(x, y, *gores, ropes, *passengers, basket, scale=scale)


def _gore(left: float, right: float, ink: str) -> str:
    """One strip of the balloon, between two seams."""
    d = (
        f"M0 -250C{curve(right * 0.7, -250, right, -190, right, -160)}"
        f"C{curve(right * 0.98, -110, right * 0.5, -84, right * 0.3, -62)}L{xy(left * 0.3, -62)}"
        f"C{curve(left * 0.5, -84, left * 0.98, -110, left, -160)}C{curve(left, -190, left * 0.7, -250, 0, -250)}Z"
    )
    return path(d, ink, PAPER, 2.6)
