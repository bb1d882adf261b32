"""Plate 6, The learner as partner: the learner draws the triangle turned over; one side of the table, four steps."""

import math
from collections.abc import Mapping

import drawings.belongings
import drawings.places  # noqa: F401 (symbols)
from drawings.desk import arc_arrow, balloon_of_speech, chair_from_behind, compass, easel, footprints, pencil
from drawings.pen import (
    BLUE,
    BLUE_SOFT,
    BLUE_TINT,
    GREEN,
    GREEN_DEEP,
    GREEN_TINT,
    GREY,
    INK,
    PAPER,
    PLUM,
    PLUM_TINT,
    RED,
    RED_SOFT,
    RED_TINT,
    WOOD,
    WOOD_DEEP,
    YELLOW,
    YELLOW_DEEP,
    YELLOW_TINT,
    Point,
    at,
    blob,
    crosses,
    dot,
    line,
    path,
    poly,
    rect,
    use,
    xy,
)
from drawings.people import SKINS, child, person
from drawings.sheet import sheet
from drawings.strands import braid, twined
from drawings.things import piece
from drawings.words import head, hotspot, tag

FLOOR, FLOOR_DEEP = "#F3D27C", "#E3BC58"
# Where the pencil draws the lowest corner of the triangle, and by how many degrees it has been turned.
TIP = (852, 566)
TURN = 9
SIDE = 512
TABLE, TABLE_TOP = (138, 922), 784
LEGS = (206, 432, 650, 858)
GROUND = 950
STEPS = ((994, 856, "#F4E9F3"), (1086, 766, "#DDC3E2"), (1198, 674, "#AE7FB8"), (1328, 580, PLUM))
STAIR_END = 1594


def draw(title: str, claim: tuple[str, str], description: str, words: Mapping[str, str]) -> str:
    """The SVG of plate 6, in the language of these words."""
    spots = _expectations(words) + _turned_over() + _same_side() + _canvas() + _legs(words) + _stairs(words)
    layers = [
        ("grond", _ground()),
        ("tekening", spots + _steering(words) + _pupils()),
        ("woorden", head(6, title, claim)),
    ]
    # The triangle reaches up beside the title: all of it is shown, also where the page tells the title itself.
    return sheet(title, description, layers, YELLOW_TINT, crop="0 0 1600 1000")


def _ground() -> str:
    # It goes on beyond the sheet: a screen that is wider than the drawing shows no seam.
    floor = path("M-400 872H0C300 858 700 872 1000 864C1250 858 1450 866 1600 860H2000V1000H-400Z", FLOOR)
    boards = [
        line([(x, y), (x + length, y - 2)], 3, FLOOR_DEEP)
        for x, y, length in (
            (20, 905, 70),
            (190, 972, 150),
            (500, 916, 110),
            (560, 980, 120),
            (1020, 982, 190),
            (1380, 980, 160),
            (255, 896, 70),
        )
    ]
    sky = crosses(
        [
            (604, 330, RED_SOFT),
            (1236, 330, BLUE_SOFT),
            (1180, 60, YELLOW_DEEP),
            (44, 640, RED_SOFT),
            (1580, 372, RED_SOFT),
            (640, 470, BLUE_SOFT),
        ]
    )
    return floor + "".join(boards) + sky


def _expectations(words: Mapping[str, str]) -> str:
    """Aims, demands and what one hopes for, laid side by side."""
    return hotspot(
        "verwachtingen",
        3,
        "Verwachtingen, eisen en doelen op elkaar afstemmen: vooraf, tijdens en na",
        (14, 340, 560, 290),
        (428, 362),
        balloon_of_speech(96, 566, 80, 58, (112, 712), RED_TINT, 7, use("v-flag-on-hill", 0, 6, 0.86)),
        balloon_of_speech(272, 484, 94, 62, (262, 612), BLUE_TINT, 3, use("v-ruler", 0, 2)),
        balloon_of_speech(470, 510, 84, 58, (440, 624), YELLOW, 5, use("v-heart", 0, 9, 1.6, ink=PAPER)),
        tag(240, 376, "vooraf-tijdens-na", words, turn=-1.5, size=26),
    )


def _corners() -> tuple[Point, Point]:
    """The two upper corners of the triangle."""
    turn, height = math.radians(TURN), SIDE * math.sqrt(3) / 2
    left, right = (
        (TIP[0] + x * math.cos(turn) + height * math.sin(turn), TIP[1] + x * math.sin(turn) - height * math.cos(turn))
        for x in (-SIDE / 2, SIDE / 2)
    )
    return left, right


def _side(start: Point, end: Point, inks: tuple[str, str], cut: tuple[float, float]) -> str:
    """One side of the triangle: two strands in the colours of its ends, shorter by `cut` at both."""
    length = math.dist(start, end)
    shares = [(cut[0] + (length - sum(cut)) * i / 6) / length for i in range(7)]
    points = [(start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share) for share in shares]
    return braid(points, twined(inks), lambda _t: 8.5, 12, 62, step=8)


def _turned_over() -> str:
    institute, school = _corners()
    middle = ((institute[0] + school[0] + TIP[0]) / 3, (institute[1] + school[1] + TIP[1]) / 3)
    paper = path(f"M{xy(*institute)} L{xy(*school)} L{xy(*TIP)} Z", PAPER)
    learner_then, school_then, institute_then = (
        (
            middle[0] + 74 * math.cos(math.radians(turn + TURN)),
            middle[1] + 74 * math.sin(math.radians(turn + TURN)),
        )
        for turn in (-90, 30, 150)
    )
    was = f"M{xy(*learner_then)} L{xy(*school_then)} L{xy(*institute_then)} Z"
    before = [
        path(was, "none", INK, 4, 'stroke-dasharray="1 11"'),
        dot(*learner_then, 13, YELLOW),
        at(*school_then, path("M-13 12L-13 -3L0 -15L13 -3L13 12Z", RED)),
        at(*institute_then, path("M-12 12L-12 -12L12 -12L12 12Z", BLUE)),
    ]
    sides = [
        _side(institute, school, (BLUE, RED), (40, 40)),
        _side(institute, TIP, (BLUE, YELLOW), (40, 16)),
        _side(school, TIP, (RED, YELLOW), (40, 16)),
    ]
    return hotspot(
        "omgekeerd",
        1,
        "De driehoek op zijn kop: de lerende tekent mee",
        (610, 24, 640, 550),
        (school[0] + 6, school[1] + 94),
        paper,
        *before,
        arc_arrow(*middle, 108, -62, 26),
        arc_arrow(*middle, 108, 118, 206),
        *sides,
        dot(*institute, 60, PAPER) + dot(*institute, 55, BLUE_TINT),
        use("v-institute", institute[0], institute[1] + 36, 0.36),
        dot(*school, 60, PAPER) + dot(*school, 55, RED_TINT),
        use("v-school", school[0] - 2, school[1] + 38, 0.56),
    )


def _same_side() -> str:
    scale, y = 1.56, 868
    people = [
        person(262, y, "institute", "silver-curls", scale, arms=("low", "low")),
        person(430, y, "learner", "silver-moustache", scale, arms=("low", "wave"), bag=True),
        person(590, y, "school", "long-black", scale, arms=("hip", "low")),
        person(800, y, "learner", "curls", scale, arms=("low", "high")),
    ]
    return hotspot(
        "zelfde-kant",
        2,
        "Aan dezelfde kant van de tafel",
        (14, 624, 900, 366),
        (884, 690),
        *people,
        _table(),
        _on_the_table(),
        pencil(*TIP, 104, -6),
        person(84, 962, "school", "bald-beard", 1.5, arms=("down", "give"), wheels=True),
    )


def _table() -> str:
    (left, right), y = TABLE, TABLE_TOP
    top = [(left + 34, y), (right - 34, y), (right, y + 34), (left, y + 34)]
    apron = [(left, y + 33), (right, y + 33), (right - 4, y + 78), (left + 4, y + 78)]
    return "".join(_leg(x) for x in LEGS) + poly(apron, WOOD_DEEP, 5, off=1) + poly(top, WOOD, 3, ink=PAPER, width=2.4)


def _leg(x: float) -> str:
    corners = [(x - 30, TABLE_TOP + 74), (x + 30, TABLE_TOP + 74), (x + 24, GROUND + 4), (x - 24, GROUND + 4)]
    return poly(corners, WOOD, int(x), ink=PAPER, width=2.4)


def _on_the_table() -> str:
    y = TABLE_TOP + 18
    paper = at(
        345,
        y,
        poly([(-30, -11), (30, -11), (38, 11), (-38, 11)], PAPER, 345),
        line([(-18, -3), (16, -3)], 3, BLUE),
        line([(-20, 4), (8, 4)], 3, BLUE),
    )
    return paper + use("v-mug", 500, y + 4, 0.95, ink=PLUM) + use("v-mug", 206, y + 4, 0.95, ink=GREEN)


def _canvas() -> str:
    """The canvas of plate 7, standing on the table."""
    cells = [
        rect(-58, -112, 34, 34, BLUE_TINT),
        rect(-19, -112, 34, 34, RED_TINT),
        rect(20, -112, 36, 34, YELLOW_TINT),
        rect(-58, -72, 54, 34, GREEN_TINT),
        rect(0, -72, 56, 34, PLUM_TINT),
    ]
    written = [
        line([start, end], 3)
        for start, end in (
            ((-52, -100), (-36, -102)),
            ((-52, -91), (-40, -92)),
            ((-13, -100), (6, -101)),
            ((-50, -61), (-20, -63)),
            ((-50, -51), (-30, -52)),
            ((8, -61), (36, -62)),
        )
    ]
    drawn = at(
        696,
        TABLE_TOP + 26,
        poly([(-66, -124), (66, -124), (70, 0), (-70, 0)], PAPER, 4, ink=INK, width=3),
        *cells,
        *written,
        line([(-56, -24), (30, -24)], 3, GREY),
        line([(-56, -12), (4, -12)], 3, GREY),
        use("v-hand", -68, -44, 1.5, ink=SKINS[1]),
        use("v-hand", 69, -50, 1.5, ink=SKINS[2]),
    )
    return hotspot("canvas", 4, "Het canvas dat je samen invult", (620, 676, 150, 136), (640, 668), drawn)


def _legs(words: Mapping[str, str]) -> str:
    """What the table rests on: equal, no secrets, involved, an open mind."""
    signs = [("v-equal", 0, 1.0, ""), ("v-pane", 0, 1.0, ""), ("v-heart", 4, 1.0, RED), ("v-open-door", 0, 1.0, "")]
    carved = [use(name, x, 906 + down, scale, ink=ink) for x, (name, down, scale, ink) in zip(LEGS, signs, strict=True)]
    tags = [
        tag(x + aside, TABLE_TOP + 57, f"poot-{i}", words, turn=turn, size=22.5)
        for i, (x, aside, turn) in enumerate(zip(LEGS, (34, 4, -6, -28), (-1, 0.8, -0.8, 1), strict=True), start=1)
    ]
    trail = footprints([(770, 978), (850, 986), (926, 972), (962, 930), (958, 876)], 38, 1.25)
    return hotspot(
        "poten",
        5,
        "Waar het op rust: gelijkwaardig, open kaart, betrokken, een open houding",
        (140, 818, 784, 174),
        (543, 841),
        *carved,
        *tags,
        trail,
        chair_from_behind(728, 990, 0.68),
        tag(566, 974, "naast-elkaar", words, turn=-1.5, size=25),
    )


def _slab(i: int) -> str:
    x, y, fill = STEPS[i]
    bottom = STEPS[i - 1][1] if i else GROUND
    corners = [(x, y), (STAIR_END, y), (STAIR_END, bottom + 2), (x, bottom + 2)]
    return poly(corners, fill, i + 3, off=1.2, ink=PAPER, width=3)


def _stairs(words: Mapping[str, str]) -> str:
    """From the lowest step to the highest: each with people who do it."""
    evaluate = hotspot(
        "evalueren",
        6,
        "Evalueren: zeggen hoe het was",
        (980, 700, 106, 250),
        (1026, 902),
        _slab(0),
        _list(1069, 716),
        person(1030, 856, "learner", "short-black", 0.94, arms=("down", "wave")),
        tag(1140, 904, "tree-evalueren", words, turn=-1, size=26),
    )
    x, y = 1144, STEPS[1][1]
    thought = (
        dot(x + 8, y - 160, 6, PAPER)
        + dot(x + 14, y - 178, 9, PAPER)
        + blob(x + 24, y - 226, 54, 42, PAPER, 5, off=0.03)
        + use("v-bulb", x + 24, y - 226, 0.95)
    )
    think_along = hotspot(
        "meedenken",
        7,
        "Meedenken: zeggen hoe het kan",
        (1086, 490, 112, 360),
        (1118, 810),
        _slab(1),
        thought,
        person(x - 4, y, "learner", "blonde", 0.94, arms=("hip", "chin")),
        tag(1236, 812, "tree-meedenken", words, turn=1, size=26),
    )
    x, y = 1263, STEPS[2][1]
    make = hotspot(
        "samen-maken",
        8,
        "Samen maken: het ontwerp is van ons allebei",
        (1198, 460, 130, 302),
        (1230, 718),
        _slab(2),
        person(x - 34, y, "learner", "green-scarf", 0.94, arms=("down", "up")),
        person(x + 34, y, "institute", "grey-glasses", 0.94, arms=("down", "up"), flip=True),
        piece(x - 24, y - 190, 48, (1, 1, -1, -1), YELLOW, -6),
        tag(1362, 720, "tree-samen-maken", words, turn=-1, size=26),
    )
    x, y = 1402, STEPS[3][1]
    educate = hotspot(
        "samen-opleiden",
        9,
        "Samen opleiden: je leert ook anderen",
        (1328, 400, 266, 270),
        (1356, 626),
        _slab(3),
        easel(x, y),
        person(x + 74, y, "learner", "beard", 0.94, arms=("down", "point"), flip=True),
        person(x + 138, y, "school", "plum-scarf", 0.94, arms=("down", "chin"), flip=True, stool=True),
        tag(1482, 628, "tree-samen-opleiden", words, turn=1, size=22),
    )
    return evaluate + think_along + make + educate


def _list(x: float, y: float) -> str:
    """A list with checks, held up."""
    checks = [
        path(f"M-13 {down}l4 4l7 -9", "none", GREEN_DEEP, 3) + line([(3, down), (13, down)], 3) for down in (-13, 2, 17)
    ]
    paper = poly([(-20, -26), (20, -26), (20, 26), (-20, 26)], PAPER, 4, ink=INK, width=2.4)
    return at(x, y, paper, *checks, turn=8)


def _steering(words: Mapping[str, str]) -> str:
    return hotspot(
        "zelf-sturen",
        10,
        "Zelf sturen en er samen voor staan",
        (1290, 40, 300, 326),
        (1556, 290),
        compass(1440, 176, 86, 32),
        tag(1436, 338, "zelf-sturen", words, turn=-1.5, fill=YELLOW),
    )


def _pupils() -> str:
    """For whom it all is."""
    return (
        child(1408, 986, "afro", 0.74)
        + child(1474, 990, "blonde", 0.68, arms=("down", "up"))
        + child(1540, 986, "curls", 0.74, arms=("wave", "down"))
    )
