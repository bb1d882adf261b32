"""Houses cut open like a doll's house: their shells and empty rooms, and the lower room of the institute."""

from drawings.belongings import clock, table
from drawings.pen import (
    BLUE,
    BLUE_DEEP,
    BLUE_SOFT,
    BLUE_TINT,
    GREEN,
    GREEN_DEEP,
    ORANGE,
    PAPER,
    PLUM,
    RED,
    RED_DEEP,
    RED_SOFT,
    RED_TINT,
    WOOD_DEEP,
    YELLOW,
    YELLOW_DEEP,
    at,
    dot,
    dots,
    line,
    path,
    poly,
    rect,
    use,
)
from drawings.people import person

# The floor of all houses.
GROUND = 640
BLUE_WALL, RED_WALL, YELLOW_WALL = "#DCE8F5", "#FBE6D8", "#FFF3CF"


def _room(x: float, y: float, width: float, height: float, wall: str, floor: str) -> str:
    """An open room: a wall and a strip of floor."""
    return rect(x, y, width, height, wall) + rect(x, y + height - 12, width, 12, floor)


def institute() -> str:
    """Blue, stripes along the edge of the roof, a low dome."""
    dome = path("M166 320C166 276 278 276 278 320Z", BLUE_SOFT) + rect(172, 316, 100, 20, BLUE_DEEP)
    shell = rect(52, 338, 336, GROUND - 338, BLUE) + rect(42, 332, 356, 18, BLUE_DEEP)
    stripes = [line([(64 + 22 * i, 346), (72 + 22 * i, 336)], 3, BLUE_SOFT) for i in range(15)]
    rooms = _room(66, 356, 308, 122, BLUE_TINT, BLUE_SOFT) + _room(66, 512, 308, 120, BLUE_WALL, BLUE_SOFT)
    return "".join([dome, use("v-flag", 352, 338, 0.5, ink=YELLOW), shell, *stripes, rooms])


def study() -> str:
    """Somebody with a glass at the bookshelf, a learner with a laptop: the lower room of the institute."""
    shelves = _shelf(552, ((20, RED), (24, BLUE), (18, YELLOW), (22, GREEN), (19, PLUM), (24, ORANGE), (20, BLUE_DEEP)))
    shelves += _shelf(
        590, ((22, GREEN), (18, ORANGE), (24, BLUE), (20, YELLOW), (24, RED), (18, PLUM), (22, GREEN_DEEP))
    )
    looking = person(136, 622, "research", "short-brown", 0.7, arms=("down", "hold")) + use("v-glass", 180, 566, 0.7)
    reading = person(296, 622, "learner", "curls", 0.73) + table(238, 625, 116) + use("v-laptop", 296, 584, 0.9)
    return shelves + looking + reading


def _shelf(y: float, books: tuple[tuple[float, str], ...]) -> str:
    standing = [rect(84 + 16 * i, y - height, 13, height, ink) for i, (height, ink) in enumerate(books)]
    return "".join(standing) + rect(78, y, 120, 6, WOOD_DEEP)


def school() -> str:
    """Red, dots along the beam, a gable with a clock on the left, a terrace on the right."""
    gable = poly([(486, 346), (640, 288), (800, 346)], RED_DEEP, 3) + at(642, 322, clock(15))
    shell = rect(498, 342, 636, GROUND - 342, RED) + dots([(510 + 18 * i, 347) for i in range(35)], 2.8, RED_TINT)
    rooms = [
        _room(512, 355, 262, 123, RED_TINT, RED_SOFT),
        _room(788, 355, 332, 123, RED_WALL, RED_SOFT),
        _room(512, 512, 290, 120, RED_WALL, RED_SOFT),
        _room(816, 512, 104, 120, RED_TINT, RED_SOFT),
        _room(934, 512, 186, 120, RED_WALL, RED_SOFT),
    ]
    posts = [line([(x, 342), (x, 306)], 4, RED_DEEP) for x in range(812, 1134, 40)]
    rail = line([(806, 306), (1128, 304)], 6, RED_DEEP)
    return "".join([gable, shell, *rooms, *posts, rail])


def home() -> str:
    """Small and yellow: learning goes on there."""
    roof = poly([(1344, 462), (1464, 352), (1584, 462)], YELLOW_DEEP, 4)
    pane = dot(1464, 420, 16, PAPER) + line([(1464, 404), (1464, 436)], 2.6) + line([(1448, 420), (1480, 420)], 2.6)
    walls = rect(1360, 456, 208, GROUND - 456, YELLOW) + _room(1374, 470, 180, 162, YELLOW_WALL, YELLOW_DEEP)
    return rect(1510, 360, 26, 60, WOOD_DEEP) + roof + pane + walls
