"""Plate 1, Learning together: strands of institute and school that braid, through a gate, into a ring."""

from collections.abc import Mapping

import drawings.places
import drawings.things  # noqa: F401 (symbols)
from drawings.pen import (
    BARK,
    BLUE,
    BLUE_SOFT,
    GREEN,
    GREEN_TINT,
    ORANGE,
    PAPER,
    PLUM,
    RED,
    RED_SOFT,
    YELLOW,
    blob,
    dot,
    line,
    path,
    use,
)
from drawings.people import cyclist, person
from drawings.sheet import sheet
from drawings.strands import Strand, braid, woven_ring
from drawings.things import balloons, chest, piece, seedbed
from drawings.words import head, hotspot, tag

SKY_PAPER = "#FBF0D6"
# The middle of the braid, from between institute and school to the ring.
WAY = [
    (150, 716),
    (250, 716),
    (340, 716),
    (450, 742),
    (560, 806),
    (690, 822),
    (800, 790),
    (872, 708),
    (940, 630),
    (1020, 580),
    (1108, 540),
]
RING = (1338, 508)


def draw(title: str, claim: tuple[str, str], description: str, words: Mapping[str, str]) -> str:
    """The SVG of plate 1, in the language of these words."""
    layers = [
        ("grond", _ground()),
        ("pad", _gate_behind() + _braid()),
        ("tekening", _begin() + _together(words) + _gate() + _learning_space(words) + _heaps(words)),
        ("woorden", head(1, title, claim)),
    ]
    return sheet(title, description, layers, SKY_PAPER)


def _ground() -> str:
    sky = [
        use("v-sun", 1470, 112, 1.05),
        use("v-cloud", 1215, 70, 1.0),
        use("v-cloud", 1290, 190, 0.7),
        use("v-bird", 1060, 314, 1),
        use("v-bird", 1112, 292, 0.7),
    ]
    hills = [
        path(
            "M0 470C180 400 330 430 470 455C640 490 760 430 930 380C1090 335 1240 300 1600 330L1600 1000L0 1000Z",
            GREEN_TINT,
        ),
        path(
            "M0 620C220 540 420 600 600 590C820 575 900 500 1120 480C1300 465 1460 470 1600 440L1600 1000L0 1000Z",
            "#B5DBC0",
        ),
        path("M0 830C260 760 420 900 700 880C980 860 1180 760 1600 770L1600 1000L0 1000Z", "#9CCFAE"),
    ]
    trees = [
        use("v-poplar", 30, 470, 0.62),
        use("v-poplar", 68, 462, 0.5),
        use("v-tree-light", 345, 470, 0.75),
        use("v-tree", 392, 480, 0.6),
        use("v-bush", 300, 478, 0.5),
    ]
    grass = [
        use("v-grass", x, y, 0.9)
        for x, y in [
            (52, 690),
            (412, 540),
            (300, 960),
            (40, 960),
            (880, 930),
            (1010, 470),
            (1140, 800),
            (905, 480),
            (1530, 700),
            (205, 585),
            (900, 590),
            (1330, 965),
        ]
    ]
    flowers = [
        use("v-flower", x, y, 1, ink=ink)
        for x, y, ink in [
            (60, 930, YELLOW),
            (84, 940, RED),
            (352, 962, ORANGE),
            (376, 955, PAPER),
            (1545, 560, YELLOW),
            (1565, 575, PAPER),
        ]
    ]
    return "".join(sky + hills + trees + grass + flowers)


def _braid() -> str:
    strands = [
        Strand(BLUE, 0, 0, -152, 0.2),
        Strand(RED, 0.5, 0, 160, 0.2),
        Strand(GREEN, 0.25, 0.37, -165, 0.17),
        Strand(ORANGE, 0.75, 0.37, 170, 0.17),
    ]
    return braid(WAY, strands, lambda t: 15 + min(1, max(0, (t - 0.3) / 0.3)) * 21, 19, 118)


def _begin() -> str:
    return hotspot(
        "begin",
        1,
        "Het begin",
        (20, 330, 330, 610),
        (330, 640),
        use("v-institute", 150, 566, 0.78),
        use("v-school", 118, 886, 0.8),
        use("v-house", 226, 890, 0.6),
        person(258, 668, "institute", "grey-glasses", 0.7, arms=("down", "point"), walks=True),
        person(256, 808, "school", "afro", 0.7, arms=("down", "wave"), walks=True),
        cyclist(112, 716, "learner", "long-black", 0.7),
    )


def _together(words: Mapping[str, str]) -> str:
    educating = hotspot(
        "samen-opleiden",
        2,
        "Samen opleiden",
        (366, 552, 152, 290),
        (440, 575),
        person(415, 722, "school", "red-bun", 0.76, arms=("down", "hold")),
        person(474, 738, "learner", "short-black", 0.76, arms=("hold", "down")),
        tag(430, 828, "plek-samen-opleiden", words, turn=-2, size=26),
    )
    researching = hotspot(
        "samen-onderzoeken",
        3,
        "Samen onderzoeken",
        (518, 468, 206, 200),
        (690, 590),
        person(590, 650, "research", "plum-scarf", 0.78, arms=("down", "hold")),
        use("v-glass", 638, 596, 0.85),
        tag(528, 506, "plek-samen-onderzoeken", words, turn=1.5, size=26),
    )
    growing = hotspot(
        "samen-professionaliseren",
        4,
        "Samen groeien",
        (396, 852, 420, 138),
        (676, 900),
        person(446, 984, "school", "short-brown", 0.74, arms=("up", "down")),
        person(512, 986, "institute", "silver-curls", 0.74, flip=True, arms=("down", "up")),
        piece(459, 862, 38, (1, 1, -1, -1), YELLOW, -8),
        tag(664, 962, "plek-samen-professionaliseren", words, turn=-1.5, size=26),
    )
    quality = hotspot(
        "kwaliteit",
        5,
        "Kwaliteit rijpt",
        (716, 395, 170, 250),
        (868, 505),
        use("v-appletree", 772, 640, 0.92),
        tag(738, 422, "plek-kwaliteit", words, turn=-2, size=26),
    )
    return educating + researching + growing + quality


def _gate_behind() -> str:
    return line([(922, 590), (922, 468)], 11, BARK)


def _gate() -> str:
    flowers = (
        (920, 468, YELLOW),
        (938, 432, PAPER),
        (970, 414, RED),
        (1008, 424, YELLOW),
        (1038, 454, PAPER),
        (1055, 494, RED),
    )
    return hotspot(
        "de-stap",
        6,
        "De stap",
        (890, 370, 190, 310),
        (884, 430),
        line([(1052, 668), (1052, 520)], 11, BARK),
        path("M918 474C918 380 1056 400 1056 526", "none", PLUM, 18),
        *[use("v-flower", x, y, 0.9, ink=ink) for x, y, ink in flowers],
    )


def _learning_space(words: Mapping[str, str]) -> str:
    x, y = RING
    behind = [
        person(1205, 520, "institute", "silver-moustache", 0.8, arms=("down", "point")),
        person(1262, 462, "research", "blonde", 0.8, arms=("down", "wave")),
        person(1416, 462, "school", "bald-beard", 0.8, arms=("wave", "down")),
        person(1472, 520, "learner", "green-scarf", 0.8, arms=("point", "down")),
    ]
    before = [
        person(1242, 622, "school", "beard", 0.86, arms=("down", "hold")),
        person(1338, 650, "learner", "curls", 0.86),
        person(1434, 628, "institute", "short-black", 0.86, arms=("hold", "down"), wheels=True, flip=True),
    ]
    return hotspot(
        "leerruimte",
        7,
        "Eén leerruimte",
        (1092, 330, 490, 400),
        (1338, 326),
        blob(x, y, 222, 150, PAPER, 3, off=0.01, corners=16),
        woven_ring(x, y, 226, 154, [BLUE, RED, YELLOW, GREEN], 19, 16, 8),
        *behind,
        use("v-tree", 1338, 548, 1.5),
        *before,
        tag(1338, 706, "plek-leerruimte", words, turn=-1.5, size=30, fill=YELLOW),
    )


def _heaps(words: Mapping[str, str]) -> str:
    treasures = [
        use("v-sheet", -28, -92, 0.6, turn=-12),
        dot(22, -92, 15, RED),
        piece(-8, -124, 30, (1, 1, -1, -1), BLUE, 12),
    ]
    keep = hotspot(
        "bewaren",
        8,
        "Bewaren",
        (930, 770, 170, 214),
        (1090, 842),
        chest(1010, 905, *treasures),
        tag(1010, 950, "plek-bewaren", words),
    )
    let_go = hotspot(
        "loslaten",
        9,
        "Loslaten",
        (1134, 734, 196, 250),
        (1312, 842),
        balloons(1225, 900, (RED_SOFT, BLUE_SOFT, YELLOW)),
        tag(1225, 952, "plek-loslaten", words, turn=1.5),
    )
    develop = hotspot(
        "ontwikkelen",
        10,
        "Ontwikkelen",
        (1336, 790, 224, 194),
        (1540, 842),
        seedbed(1435, 905),
        tag(1435, 950, "plek-ontwikkelen", words, turn=-1.5),
    )
    return keep + let_go + develop
