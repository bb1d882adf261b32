"""Plate 3, The learning landscape: a hill in three terraces, one for each principle; water and a way join them.

Houses show four states (in use, strengthen, wanted, let go). Much ground stays open for what a partnership puts there.
"""

from collections.abc import Mapping

import drawings.belongings
import drawings.places
import drawings.things  # noqa: F401 (symbols)
from drawings.house_states import in_scaffold, outlined, overgrown
from drawings.landscape import (
    air_balloon,
    brook,
    furrows,
    planks,
    stairs,
    terrace,
    trail,
    waterfall,
)
from drawings.pen import (
    BARK,
    BLUE,
    GREEN,
    GREEN_SOFT,
    INK,
    PAPER,
    PLUM,
    RED,
    SAND,
    WATER,
    WATER_DEEP,
    WOOD,
    WOOD_DEEP,
    YELLOW,
    at,
    blob,
    dashed,
    dots,
    ellipse,
    line,
    path,
    poly,
    use,
)
from drawings.people import person
from drawings.sheet import sheet
from drawings.words import head, hotspot, tag

PAPER_3 = "#E3EBCF"
# What the page shows that writes title and claim itself: from just above the balloon.
CROP = "0 170 1600 830"
# Terraces from low to high: the edge (it goes beyond the sheet, for screens that are wider), the top, the cliff.
# People are larger in front and smaller up high.
LOW = [
    (-180, 620),
    (60, 506),
    (240, 462),
    (470, 432),
    (700, 420),
    (1200, 380),
    (1800, 440),
    (1820, 1100),
    (800, 1120),
    (-200, 1100),
]
MIDDLE = [
    (396, 640),
    (430, 560),
    (560, 494),
    (720, 440),
    (900, 400),
    (1300, 330),
    (1800, 330),
    (1820, 780),
    (1480, 838),
    (1240, 850),
    (1000, 838),
    (760, 812),
    (540, 768),
    (420, 710),
]
HIGH = [
    (846, 478),
    (884, 402),
    (1000, 330),
    (1180, 272),
    (1400, 242),
    (1800, 262),
    (1820, 540),
    (1540, 606),
    (1320, 622),
    (1100, 606),
    (920, 556),
]
TOPS = ((LOW, "#D0E0AC", "#A9C283"), (MIDDLE, "#BBD698", "#93B573"), (HIGH, "#A6CB8A", "#7FA765"))
IN_FRONT, UP_HIGH = 0.8, 0.64
STONE, STONE_DEEP = "#9A90A3", "#8C8398"


def draw(title: str, claim: tuple[str, str], description: str, words: Mapping[str, str]) -> str:
    """The SVG of plate 3, in the language of these words."""
    drawing = _arrival(words) + _principles(words) + _states(words) + _starters(words)
    layers = [
        ("grond", _sky() + "".join(terrace(*top) for top in TOPS) + _plants()),
        ("pad", _water() + _ways() + planks(1178, 504, -11)),
        ("tekening", drawing),
        ("woorden", head(3, title, claim)),
    ]
    return sheet(title, description, layers, PAPER_3, CROP)


def _sky() -> str:
    return "".join(
        [
            use("v-sun", 1456, 106, 1),
            use("v-cloud", 1180, 96, 0.95),
            use("v-cloud", 1330, 190, 0.6),
            use("v-cloud", 940, 230, 0.75),
            use("v-cloud", 180, 392, 0.7),
            use("v-bird", 1010, 120, 0.8),
            use("v-bird", 1052, 104, 0.6),
            use("v-bird", 400, 372, 0.7),
        ]
    )


def _plants() -> str:
    trees = [
        ("v-poplar", 40, 540, 0.6),
        ("v-poplar", 76, 526, 0.72),
        ("v-tree-light", 150, 512, 0.8),
        ("v-bush", 210, 500, 0.6),
        ("v-tree", 330, 486, 0.62),
        ("v-poplar", 1566, 306, 0.8),
        ("v-poplar", 1528, 308, 0.62),
        ("v-tree-light", 1010, 382, 0.7),
        ("v-bush", 1060, 372, 0.55),
        ("v-tree", 1570, 700, 0.8),
        ("v-tree-yellow", 1524, 712, 0.7),
        ("v-tree-light", 40, 800, 0.8),
        ("v-bush", 446, 620, 0.5),
        ("v-bush", 1566, 990, 0.7),
    ]
    grass = [
        (420, 900),
        (180, 560),
        (480, 830),
        (660, 980),
        (1040, 990),
        (1340, 960),
        (1000, 470),
        (1450, 580),
        (1420, 900),
        (990, 640),
    ]
    flowers = [(448, 972, RED), (468, 980, YELLOW), (670, 890, PLUM), (30, 700, RED)]
    fields = furrows(1400, 668, 5, GREEN_SOFT) + furrows(60, 600, 4, GREEN)
    standing = [use(name, x, y, scale) for name, x, y, scale in trees]
    standing += [use("v-grass", x, y, 0.8) for x, y in grass]
    return fields + "".join(standing + [use("v-flower", x, y, 0.9, ink=ink) for x, y, ink in flowers])


def _water() -> str:
    """A spring on the high terrace, two falls, a pond below."""
    spring = blob(1266, 400, 30, 14, PAPER, 2) + blob(1266, 400, 25, 10, WATER, 2)
    pond = blob(560, 934, 112, 38, PAPER, 3) + blob(560, 934, 106, 33, WATER, 3)
    return "".join(
        [
            brook([(1262, 402), (1216, 430), (1236, 474), (1180, 520), (1176, 596)]),
            spring,
            waterfall(1176, 606, 30, 46),
            brook([(1176, 664), (1140, 694), (1010, 676), (900, 706), (846, 760), (842, 812)]),
            waterfall(842, 820, 32, 52),
            brook([(842, 886), (800, 910), (700, 914), (610, 930)]),
            pond,
            use("v-wave", 530, 930, 0.7, ink=PAPER),
            use("v-wave", 596, 944, 0.6, ink=WATER_DEEP),
        ]
    )


def _ways() -> str:
    """One way up, from the signpost to the top, and one along the middle."""
    return "".join(
        [
            trail([(-180, 952), (120, 900), (196, 846), (300, 812), (400, 792), (446, 776)]),
            trail([(456, 712), (520, 690), (620, 690), (760, 640), (860, 600), (936, 596)]),
            trail(
                [(700, 670), (780, 724), (920, 770), (1100, 790), (1300, 770), (1460, 770), (1640, 742), (1790, 716)]
            ),
            trail([(950, 552), (1040, 540), (1140, 520), (1260, 470), (1360, 440)]),
            stairs(452, 722, 46, 44),
            stairs(944, 562, 44, 44),
        ]
    )


def _arrival(words: Mapping[str, str]) -> str:
    """A signpost with three arms: schools, institute, boards; and people who arrive."""
    post = [
        line([(0, 0), (0, -136)], 9, BARK),
        poly([(-44, -128), (42, -128), (60, -113), (42, -98), (-44, -98)], RED, 3),
        poly([(46, -90), (-38, -90), (-54, -76), (-38, -61), (46, -61)], BLUE, 4),
        poly([(-38, -53), (40, -53), (56, -39), (40, -25), (-38, -25)], PLUM, 5),
        dots([(-26 + 16 * i, -113) for i in range(5)], 3.4, PAPER),
        *[line([(-28 + 16 * i, -84), (-28 + 16 * i, -66)], 3.4, PAPER) for i in range(5)],
    ]
    return hotspot(
        "wie-zijn-wij",
        1,
        "Wie zijn wij?",
        (26, 752, 296, 242),
        (302, 884),
        at(84, 904, *post),
        person(176, 942, "learner", "silver-curls", 0.84, arms=("down", "wave"), walks=True),
        person(244, 930, "school", "beard", 0.8, walks=True),
        tag(160, 970, "plek-wie-zijn-wij", words, turn=-1.5, size=26),
    )


# ---- three terraces, three principles ----


def _principles(words: Mapping[str, str]) -> str:
    meeting = hotspot(
        "taal-ontmoeting",
        2,
        "Elkaar ontmoeten",
        (104, 528, 312, 274),
        (92, 664),
        *_meeting(),
        tag(296, 784, "plek-taal-ontmoeting", words, turn=1, size=26, fill=YELLOW),
    )
    educating = hotspot(
        "opleiden-kwaliteit",
        3,
        "Opleiden en kwaliteit",
        (436, 440, 412, 318),
        (642, 494),
        ellipse(626, 660, 150, 34, SAND, PAPER, 4),
        use("v-institute", 752, 598, 0.62),
        use("v-school", 528, 630, 0.84),
        person(556, 684, "school", "short-black", IN_FRONT, arms=("hip", "down")),
        person(622, 676, "learner", "blonde", IN_FRONT, arms=("wave", "point"), walks=True),
        person(706, 678, "institute", "green-scarf", IN_FRONT, flip=True, arms=("down", "hold"), wheels=True),
        tag(648, 738, "plek-opleiden-kwaliteit", words, turn=-1, size=26, fill=YELLOW),
    )
    making = hotspot(
        "co-creatie-onderzoek",
        4,
        "Maken en onderzoeken",
        (978, 250, 480, 336),
        (1216, 322),
        use("v-observatory", 1368, 402, 0.98),
        use("v-greenhouse", 1102, 486, 0.92),
        person(1206, 470, "learner", "plum-scarf", UP_HIGH, arms=("down", "up")),
        person(1020, 500, "research", "bald-beard", UP_HIGH, arms=("down", "hold")),
        use("v-glass", 1060, 456, 0.55),
        person(1286, 428, "school", "red-bun", UP_HIGH, arms=("down", "point")),
        tag(1222, 562, "plek-co-creatie-onderzoek", words, turn=1, size=26, fill=YELLOW),
    )
    return meeting + educating + making


def _meeting() -> list[str]:
    """People in a ring around coffee, words in the air."""
    return [
        person(196, 688, "institute", "short-black", 0.74, arms=("down", "hold")),
        person(262, 668, "school", "green-scarf", 0.74, arms=("wave", "down")),
        person(330, 688, "learner", "short-brown", 0.74, arms=("hold", "down")),
        ellipse(262, 706, 128, 50, SAND, PAPER, 4),
        ellipse(262, 704, 40, 16, WOOD_DEEP),
        ellipse(262, 699, 40, 16, WOOD),
        use("v-mug", 248, 700, 0.6, ink=RED),
        use("v-mug", 276, 702, 0.6, ink=BLUE),
        person(156, 744, "board", "grey-glasses", 0.76, arms=("down", "hold"), wheels=True),
        person(366, 742, "research", "curls", 0.74, arms=("point", "down")),
        use("v-talk", 226, 560, 0.95, ink=RED),
        use("v-talk", 312, 572, 0.85, flip=True, ink=BLUE),
    ]


# ---- the states ----


def _states(words: Mapping[str, str]) -> str:
    in_use = hotspot(
        "in-gebruik",
        5,
        "In gebruik",
        (880, 604, 244, 204),
        (1066, 612),
        use("v-pavilion", 1000, 742, 1.22),
        person(908, 752, "learner", "afro", IN_FRONT, arms=("down", "wave")),
        person(1092, 752, "institute", "long-black", IN_FRONT, arms=("wave", "down")),
        tag(1000, 784, "plek-in-gebruik", words, turn=-1.5, size=25),
    )
    passengers = [
        person(-16, 40, "institute", "blonde", 0.58, arms=("wave", "down"), half=True),
        person(17, 40, "learner", "bald-beard", 0.58, arms=("down", "point"), half=True, pack=False),
    ]
    curious = hotspot(
        "nieuwsgierig",
        6,
        "Nieuwsgierig?",
        (690, 176, 186, 272),
        (866, 268),
        air_balloon(778, 394, 0.82, *passengers),
        tag(634, 416, "plek-nieuwsgierig", words, turn=-2, size=25),
    )
    strengthen = hotspot(
        "versterken",
        7,
        "Versterken",
        (1148, 626, 328, 210),
        (1232, 700),
        in_scaffold(1330, 778, person(-26, -84, "school", "plum-scarf", 0.64, arms=("up", "down"))),
        person(1432, 782, "board", "afro", IN_FRONT, arms=("hip", "point"), flip=True),
        tag(1230, 812, "plek-versterken", words, turn=-1, size=25),
    )
    wanted = hotspot(
        "gewenst",
        8,
        "Gewenst",
        (1340, 352, 254, 200),
        (1486, 336),
        outlined(1486, 486),
        person(1372, 508, "learner", "curls", UP_HIGH, arms=("down", "hold")),
        at(1412, 470, *_plan(), turn=-4),
        person(1568, 504, "institute", "grey-glasses", UP_HIGH, flip=True, arms=("down", "hold")),
        tag(1500, 532, "plek-gewenst", words, turn=-1.5, size=25),
    )
    let_go = hotspot(
        "loslaten",
        9,
        "Loslaten",
        (868, 842, 400, 150),
        (872, 962),
        overgrown(962, 962),
        person(1078, 974, "school", "blonde", IN_FRONT, flip=True, arms=("down", "wave")),
        tag(1184, 952, "plek-loslaten", words, turn=1.5, size=25),
    )
    return in_use + curious + strengthen + wanted + let_go


def _plan() -> list[str]:
    """A sheet with the same outline, small."""
    return [
        poly([(-22, -16), (22, -16), (22, 16), (-22, 16)], PAPER, 4),
        dashed("M-9 10v-11l9 -9l9 9v11Z", 2.6, BLUE, "2 5"),
    ]


def _starters(words: Mapping[str, str]) -> str:
    """Somebody new comes through a gate with flags, welcomed from both sides."""
    flags = [
        poly([(x - 9, y), (x + 9, y), (x, y + 21)], ink, 2, off=0.6)
        for x, y, ink in ((-32, -112, RED), (-11, -107, BLUE), (11, -107, YELLOW), (32, -113, PLUM))
    ]
    gate = line([(-52, 0), (-52, -126)], 8, BARK) + line([(52, -4), (52, -130)], 8, BARK)
    gate += path("M-52 -122C-28 -100 28 -100 52 -126", "none", INK, 3) + "".join(flags)
    return hotspot(
        "starters",
        10,
        "Samen starten",
        (1312, 800, 280, 192),
        (1570, 850),
        at(
            1434,
            922,
            ellipse(0, 12, 118, 22, SAND, PAPER, 4),
            gate,
            person(0, 14, "school", "short-black", 0.72, arms=("wave", "wave"), pack=True),
            person(-84, 16, "institute", "curls", IN_FRONT, arms=("down", "point")),
            person(86, 18, "school", "silver-moustache", IN_FRONT, flip=True, arms=("down", "point")),
        ),
        tag(1438, 974, "plek-starters", words, turn=-1, size=25),
    )
