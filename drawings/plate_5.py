"""Plate 5, Connections you learn from: two shores, four ways across, paper boats; the river ends in a garden."""

from collections.abc import Mapping

import drawings.belongings
import drawings.places  # noqa: F401 (symbols)
from drawings.pen import (
    BARK,
    BLUE,
    BLUE_SOFT,
    BLUE_TINT,
    GREEN_TINT,
    ORANGE,
    PAPER,
    PLUM,
    RED,
    RED_DEEP,
    RED_SOFT,
    RED_TINT,
    YELLOW,
    Point,
    at,
    blob,
    line,
    path,
    poly,
    rect,
    smooth,
    symbol,
    use,
    xy,
)
from drawings.people import person
from drawings.places import window
from drawings.sheet import sheet
from drawings.strands import woven_ring
from drawings.things import piece
from drawings.water import RIVER, RIVER_DEEP, boat, bridge, cable
from drawings.words import head, hotspot, tag

SKY_PAPER = "#EAF3F4"
FAR_SHORE: list[Point] = [
    (0, 500),
    (120, 492),
    (260, 505),
    (420, 498),
    (560, 510),
    (700, 512),
    (840, 520),
    (980, 532),
    (1100, 548),
    (1200, 565),
]
NEAR_SHORE: list[Point] = [
    (0, 850),
    (140, 842),
    (280, 836),
    (420, 812),
    (560, 800),
    (700, 772),
    (840, 748),
    (980, 712),
    (1100, 680),
    (1200, 655),
]
GARDEN = (1352, 606)

symbol(
    "v-school-low",
    rect(-96, -62, 192, 62, RED_SOFT),
    poly(
        [(-102, -60), (-102, -92), (-52, -62), (-52, -96), (0, -62), (0, -98), (52, -62), (54, -96), (104, -62)], RED, 7
    ),
    window(-84, -48, 30, 26),
    window(-44, -48, 30, 26),
    window(52, -48, 32, 26),
    rect(2, -46, 36, 46, RED_DEEP),
    line([(20, -44), (20, -2)], 2.4, RED_TINT),
)


def draw(title: str, claim: tuple[str, str], description: str, words: Mapping[str, str]) -> str:
    """The SVG of plate 5, in the language of these words."""
    spots = _shores(words) + _own(words) + _smooth_across(words) + _paper_boats(words) + _each_other(words)
    layers = [
        ("grond", _ground()),
        ("tekening", spots + _brokers() + _new(words)),
        ("woorden", head(5, title, claim)),
    ]
    return sheet(title, description, layers, SKY_PAPER)


def _ground() -> str:
    sky = [
        use("v-cloud", 1130, 120, 1.2),
        use("v-cloud", 1400, 190, 0.85),
        use("v-bird", 1010, 170),
        use("v-bird", 1060, 150, 0.7),
    ]
    hills = path("M0 372C200 330 420 380 640 356C900 326 1200 372 1600 340L1600 600L0 600Z", "#BFD4EC")
    far = path("M0 420C180 396 380 424 620 404C900 384 1250 410 1600 392L1600 640L1200 640L0 520Z", "#D5E3F3")
    back = smooth(NEAR_SHORE[::-1]).replace("M", "L", 1)
    river = path(f"{smooth(FAR_SHORE)}L{xy(1250, 610)}{back}Z", RIVER)
    near = path(f"{smooth(NEAR_SHORE)}L1600 640L1600 1000L0 1000Z", "#FADFD2")
    waves = [
        use("v-ripple", x, y, scale, ink=ink)
        for x, y, scale, ink in [
            (80, 560, 0.7, RIVER_DEEP),
            (60, 760, 0.8, RIVER_DEEP),
            (330, 560, 0.8, PAPER),
            (350, 790, 0.9, PAPER),
            (600, 560, 0.7, RIVER_DEEP),
            (614, 650, 0.7, PAPER),
            (480, 540, 0.6, RIVER_DEEP),
            (1090, 566, 0.6, RIVER_DEEP),
            (930, 574, 0.5, PAPER),
            (1130, 640, 0.5, PAPER),
            (250, 660, 0.8, RIVER_DEEP),
        ]
    ]
    edges = path(smooth(FAR_SHORE), "none", BLUE_SOFT, 7) + path(smooth(NEAR_SHORE), "none", RED_SOFT, 7)
    grass = [
        use("v-grass", x, y, 0.9)
        for x, y in [
            (330, 952),
            (486, 930),
            (40, 984),
            (1440, 944),
            (1520, 880),
            (540, 460),
            (300, 470),
            (470, 470),
            (560, 980),
            (1330, 980),
        ]
    ]
    flowers = [
        use("v-flower", x, y, 1, ink=ink)
        for x, y, ink in [
            (385, 975, RED),
            (405, 985, YELLOW),
            (1490, 970, RED),
            (1512, 960, ORANGE),
            (1562, 900, BLUE),
        ]
    ]
    return "".join([*sky, hills, far, river, *waves, edges, near, *grass, *flowers])


def _shores(words: Mapping[str, str]) -> str:
    trees = [
        use(name, x, y, scale)
        for name, x, y, scale in [
            ("v-poplar", 760, 430, 0.6),
            ("v-poplar", 1000, 436, 0.7),
            ("v-poplar", 1038, 440, 0.55),
            ("v-tree", 690, 440, 0.6),
            ("v-bush", 800, 442, 0.5),
            ("v-tree-light", 1140, 446, 0.6),
            ("v-tree", 560, 432, 0.5),
            ("v-tree-light", 40, 436, 0.6),
            ("v-bush", 95, 440, 0.6),
            ("v-poplar", 1570, 430, 0.5),
        ]
    ]
    institute = hotspot(
        "oever-opleiding",
        5,
        "De oever van de opleiding",
        (640, 262, 460, 236),
        (806, 338),
        *trees,
        use("v-institute", 880, 440, 0.72),
        tag(880, 472, "oever-opleiding", words, turn=-1, size=27, fill=BLUE_TINT),
    )
    schools = hotspot(
        "oever-school",
        6,
        "De oever van de scholen",
        (540, 800, 760, 190),
        (1068, 944),
        use("v-tree-light", 1000, 906, 0.8),
        use("v-school", 634, 944, 0.84),
        use("v-school-low", 888, 922, 0.8),
        use("v-house", 750, 940, 0.75),
        use("v-bush", 706, 956, 0.6),
        use("v-school", 1206, 942, 0.66),
        use("v-house", 1126, 950, 0.62),
        use("v-tree", 1288, 926, 0.7),
        tag(912, 962, "oever-school", words, turn=1, size=27, fill=RED_TINT),
    )
    return institute + schools


def _flag(x: float, y: float, ink: str) -> str:
    return at(x, y, line([(0, 0), (0, -50)], 4), poly([(2, -50), (38, -42), (2, -26)], ink, 4))


def _own(words: Mapping[str, str]) -> str:
    return hotspot(
        "identificatie",
        1,
        "Identificatie: wat is eigen aan elke plek?",
        (34, 340, 236, 630),
        (62, 640),
        person(150, 500, "institute", "afro", 0.92, arms=("down", "up")),
        _flag(172, 392, BLUE),
        person(128, 900, "school", "white-bob", 0.98, arms=("down", "up"), wheels=True),
        _flag(150, 798, RED),
        path("M150 532C128 600 122 680 134 758", "none", PAPER, 4, 'stroke-dasharray="2 13"'),
        tag(166, 946, "oversteek-eigen", words, size=27),
    )


def _smooth_across(words: Mapping[str, str]) -> str:
    passengers = (
        person(-24, 12, "learner", "green-scarf", 0.86, arms=("down", "up"), half=True),
        person(36, 12, "school", "short-black", 0.86, half=True),
    )
    return hotspot(
        "coordinatie",
        2,
        "Coördinatie: hoe steken we soepel over?",
        (306, 420, 214, 490),
        (438, 452),
        cable((396, 500), (412, 838)),
        boat(404, 668, ORANGE, 1.28, *passengers),
        tag(420, 886, "oversteek-soepel", words, turn=2, size=27),
    )


def _each_other(words: Mapping[str, str]) -> str:
    return hotspot(
        "reflectie",
        3,
        "Reflectie: wat leren we van en met elkaar?",
        (600, 480, 190, 330),
        (778, 548),
        bridge(),
        person(676, 632, "institute", "blonde", 0.9, arms=("down", "hold")),
        person(728, 646, "learner", "silver-moustache", 0.9, flip=True, arms=("down", "hip"), bag=True),
        person(712, 750, "school", "plum-scarf", 0.9, walks=True, flip=True),
        tag(884, 806, "oversteek-van-elkaar", words, turn=-1.5, size=27),
    )


def _paper_boats(words: Mapping[str, str]) -> str:
    boats = [
        (258, 578, 0.9, "bootje-portfolio", -3),
        (276, 738, 1, "bootje-lesplan", 2),
        (556, 590, 0.86, "bootje-lesson-study", -2),
        (552, 718, 0.9, "bootje-leerwerktaak", 3),
        (878, 584, 0.78, "bootje-beoordeling", -2),
        (884, 694, 0.8, "bootje-driehoeksgesprek", 2),
    ]
    drawn = [
        use("v-paperboat", x, y, scale * 1.15) + tag(x, y + 33 * scale, key, words, turn=turn, size=21)
        for x, y, scale, key, turn in boats
    ]
    return hotspot(
        "grensobjecten", 7, "Grensobjecten: dingen waar je samen omheen staat", (790, 520, 190, 220), (800, 648), *drawn
    )


def _brokers() -> str:
    oar = line([(-52, -40), (-76, 34)], 5, BARK)
    student = person(0, 10, "learner", "beard", 0.8, arms=("hold", "hold"), half=True)
    return hotspot(
        "grensgangers",
        8,
        "Grensgangers: wie steken over?",
        (986, 510, 150, 160),
        (1106, 530),
        boat(1046, 632, YELLOW, 0.95, student, oar),
    )


def _house() -> str:
    """What is new: half the institute's, half the school's, one roof."""
    ladder = [line([(62, 0), (44, -78)], 4, BARK), line([(80, 0), (62, -78)], 4, BARK)]
    rungs = [line([(62 - 3.6 * i, -16 * i), (80 - 3.6 * i, -16 * i)], 3.4, BARK) for i in range(1, 5)]
    return at(
        GARDEN[0],
        GARDEN[1] + 22,
        rect(-46, -74, 46, 74, BLUE),
        rect(0, -74, 46, 74, RED),
        poly([(-58, -74), (0, -124), (58, -74)], PLUM, 4),
        path("M-16 0L-15 -32C-13 -48 13 -48 15 -32L16 0Z", YELLOW),
        rect(-38, -60, 18, 20, PAPER),
        rect(20, -60, 18, 20, PAPER),
        *ladder,
        *rungs,
        scale=1.2,
    )


def _new(words: Mapping[str, str]) -> str:
    x, y = GARDEN
    flowers = [
        use("v-flower", x, y, 1, ink=ink)
        for x, y, ink in [
            (1222, 680, RED),
            (1242, 690, YELLOW),
            (1510, 640, RED),
            (1372, 750, ORANGE),
            (1352, 742, PAPER),
        ]
    ]
    return hotspot(
        "transformatie",
        4,
        "Transformatie: waar maken we iets nieuws?",
        (1138, 424, 440, 420),
        (x, 432),
        blob(x, y, 210, 168, GREEN_TINT, 3, off=0.012, corners=16),
        woven_ring(x, y, 212, 168, [BLUE, RED, YELLOW], 13, 13, 9, twists=True),
        use("v-tree-light", 1490, 592, 0.9),
        use("v-tree", 1226, 596, 0.8),
        _house(),
        person(1268, 656, "institute", "red-bun", 0.86, arms=("down", "point")),
        person(1466, 676, "school", "bald-beard", 0.86, arms=("down", "give"), wheels=True, flip=True),
        person(1320, 722, "learner", "curls", 0.9, arms=("down", "up")),
        piece(1330, 572, 36, (1, 1, -1, -1), YELLOW, 10),
        person(1394, 726, "research", "silver-curls", 0.88, arms=("hold", "down")),
        *flowers,
        tag(1372, 802, "oversteek-nieuw", words, turn=-1.5, size=29, fill=YELLOW),
    )
