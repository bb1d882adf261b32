"""Plate 8, From triangle to circle: a vehicle leaves a triangular road, its wheels get rounder towards the front."""

import math
from collections.abc import Mapping

import drawings.belongings
import drawings.places
import drawings.water  # noqa: F401 (symbols)
from drawings.desk import pencil
from drawings.pen import (
    BARK,
    BLUE,
    GREEN,
    GREEN_DEEP,
    INK,
    ORANGE,
    PAPER,
    PLUM,
    RED,
    RED_DEEP,
    SAND,
    WOOD,
    WOOD_DEEP,
    YELLOW,
    YELLOW_DEEP,
    YELLOW_TINT,
    Point,
    at,
    blob,
    dashed,
    dot,
    ellipse,
    line,
    path,
    poly,
    rect,
    use,
)
from drawings.people import person
from drawings.sheet import sheet
from drawings.strands import braid, twined, woven_ring
from drawings.vehicle import gear, old_wheel, road, shovel, wheel
from drawings.words import head, hotspot, tag, text

EVENING = "#E9DEEE"
FAR, MIDDLE, NEAR, NEAR_DEEP = "#DCCBE4", "#D0BADC", "#C3A9D1", "#AE8FC0"
ROAD: list[Point] = [
    (360, 742),
    (470, 782),
    (620, 830),
    (860, 850),
    (1120, 846),
    (1320, 824),
    (1430, 760),
    (1466, 668),
    (1408, 580),
    (1300, 524),
    (1206, 478),
    (1184, 430),
    (1236, 384),
    (1290, 364),
]
RING = (1316, 276)
# The floor of the cart, and the middle of its wheels.
DECK, AXLE = 740, 804


def draw(title: str, claim: tuple[str, str], description: str, words: Mapping[str, str]) -> str:
    """The SVG of plate 8, in the language of these words."""
    vehicle = _crates(words) + _vehicle(words)
    along_the_road = _fuel(words) + _stories(words) + _bumps(words) + _tomorrow(words)
    layers = [
        ("grond", _ground()),
        ("pad", _roads()),
        ("tekening", _triangle(words) + vehicle + along_the_road + _ring(words)),
        ("woorden", head(8, title, claim)),
    ]
    # The ring on the horizon stands beside the title: it stays in sight where the page tells the title itself.
    return sheet(title, description, layers, EVENING, crop="0 40 1600 960")


def _ground() -> str:
    x, y = RING
    rays = [
        line([(x + out * math.cos(turn), y - 4 + out * 0.79 * math.sin(turn)) for out in (254, 284)], 6, YELLOW)
        for turn in (math.pi + i * math.pi / 11 for i in range(12))
    ]
    sky = [
        use("v-cloud", 990, 110, 0.8),
        use("v-bird", 956, 226, 0.8),
        use("v-bird", 996, 208, 0.6),
        blob(x, y - 4, 234, 184, "#F7EBCB", 3, off=0.01, corners=18),
        blob(x, y - 4, 196, 152, YELLOW_TINT, 5, off=0.01, corners=18),
        *rays,
    ]
    # They go on beyond the sheet: a screen that is wider than the drawing shows no seam.
    hills = [
        path(
            "M-400 440L0 430C200 390 420 420 640 400C900 372 1040 350 1260 350C1430 350 1500 360 1600 354"
            "L2000 340V1000H-400Z",
            FAR,
        ),
        path("M-400 620L0 560C240 500 460 520 700 520C960 520 1180 470 1600 500L2000 520V1000H-400Z", MIDDLE),
    ]
    near = path(
        "M-400 900L0 850C260 800 460 870 760 880C1080 890 1340 880 1600 812L2000 760V1000H-400Z",
        NEAR,
    )
    trees = [
        use(name, at_x, at_y, scale)
        for name, at_x, at_y, scale in [
            ("v-poplar", 520, 420, 0.5),
            ("v-poplar", 548, 418, 0.62),
            ("v-tree-light", 470, 424, 0.6),
            ("v-tree", 1040, 376, 0.5),
            ("v-tree-light", 1074, 370, 0.6),
            ("v-poplar", 1556, 390, 0.62),
            ("v-poplar", 1582, 394, 0.5),
            ("v-tree", 470, 560, 0.7),
            ("v-bush", 30, 580, 0.6),
            ("v-tree-light", 1572, 548, 0.7),
        ]
    ]
    tufts = [
        line([(at_x + aside, at_y), (at_x + 1.4 * aside, at_y - 13)], 3, NEAR_DEEP)
        for at_x, at_y in [
            (60, 900),
            (450, 650),
            (480, 620),
            (980, 560),
            (1530, 950),
            (140, 950),
            (1250, 450),
            (980, 470),
            (620, 610),
        ]
        for aside in (-8, 0, 8)
    ]
    flowers = [
        use("v-flower", at_x, at_y, 1, ink=ink)
        for at_x, at_y, ink in [(1560, 970, RED), (1580, 978, YELLOW), (60, 960, ORANGE), (420, 610, PAPER)]
    ]
    left_behind = (
        old_wheel(330, 946, 36, 12) + use("v-bush", 286, 968, 0.45) + use("v-flower", 366, 976, 0.9, ink=YELLOW)
    )
    return "".join([*sky, *hills, *trees, near, *tufts, *flowers]) + left_behind


def _roads() -> str:
    """The closed triangle where it began and the way out of it, drawn so that the two join without a seam."""

    def width(t: float) -> float:
        return 44 + 64 * min(1, t / 0.16) if t < 0.42 else 108 - 82 * min(1, (t - 0.42) / 0.5)

    closed = "M232 500 L84 742 L396 742 Z"
    return (
        path(closed, "none", PAPER, 52)
        + road(ROAD, width)
        + path(closed, "none", SAND, 42)
        + dashed(closed, 4, PAPER, "14 18")
    )


def _triangle(words: Mapping[str, str]) -> str:
    """Where we come from."""
    return hotspot(
        "driehoek",
        1,
        "De driehoek: waar we vandaan komen",
        (10, 384, 430, 470),
        (232, 672),
        use("v-institute", 232, 520, 0.56),
        use("v-school", 84, 764, 0.62),
        person(322, 534, "institute", "short-black", 0.68, arms=("down", "wave"), flip=True),
        person(150, 772, "school", "blonde", 0.68, arms=("down", "wave")),
        person(398, 764, "learner", "red-bun", 0.78, arms=("down", "wave")),
        tag(232, 836, "plek-driehoek", words, turn=-1.5, size=27),
    )


def _crate(x: float, key: str, words: Mapping[str, str], *things: str) -> str:
    """A crate on the cart, with things that stick out and a word on its side."""
    return at(x, DECK, *things, use("v-crate")) + tag(x, DECK - 58, key, words, turn=1, size=21)


def _crates(words: Mapping[str, str]) -> str:
    plan = _crate(592, "lading-1", words, use("v-open-book", 0, -96, 0.98, turn=-5, ink=BLUE))
    knot = braid(
        [(-54, -90), (-24, -124), (26, -126), (56, -90)], twined((BLUE, RED, YELLOW)), lambda _t: 9, 9, 54, step=6
    )
    links = _crate(756, "lading-2", words, use("v-paperboat", 0, -128, 1.1), knot)
    learner = person(-16, -36, "learner", "green-scarf", 0.84, arms=("down", "up"), half=True)
    partner = _crate(918, "lading-3", words, learner, pencil(12, -80, 122, 189))
    return (
        hotspot("leerplan", 2, "Lading 1: een leerplan in samenhang", (516, 576, 156, 146), (512, 646), plan)
        + hotspot(
            "verbindingen", 3, "Lading 2: verbindingen waar je van leert", (680, 560, 156, 162), (674, 630), links
        )
        + hotspot("partner", 4, "Lading 3: de lerende als partner", (842, 530, 156, 192), (837, 630), partner)
    )


def _vehicle(words: Mapping[str, str]) -> str:
    puffs = [
        at(x, y, use("v-cloud", 0, 0, scale), text(0, 5 * scale, "?", round(36 * scale + 8)))
        for x, y, scale in ((1058, 478, 0.58), (988, 424, 0.74), (912, 356, 0.92))
    ]
    stars = [use("v-star", x, y, 0.8, turn=turn) for x, y, turn in ((1204, 500, 10), (1192, 518, 30), (1218, 516, -14))]
    crew = [
        person(1122, 588, "learner", "curls", 0.72, arms=("down", "wave")),
        use("v-bucket", 1164, 506, 0.8, turn=62, ink=BLUE),
        *stars,
        person(1286, DECK, "school", "afro", 0.84, arms=("down", "point")),
    ]
    return hotspot(
        "voertuig",
        5,
        "Het voertuig: onderzoekend innoveren. De motor: onderzoeken, delen en groeien in je vak",
        (1004, 440, 318, 414),
        (1284, 580),
        *puffs,
        _engine(),
        *crew,
        _cart(),
        tag(756, 746, "plek-voertuig", words, turn=-0.6, size=26, fill=YELLOW),
    )


def _engine() -> str:
    """Three gears that drive each other: research, sharing, growing; a funnel for fuel, a pipe for questions."""
    body = "M1032 742L1032 620C1032 592 1052 586 1076 586L1202 586C1234 586 1254 606 1254 642L1254 742Z"
    funnel = [(1150, 526), (1238, 526), (1216, 572), (1212, 592), (1178, 592), (1174, 572)]
    sprout = line([(0, 16), (1, -6)], 4.4, GREEN_DEEP) + path("M0 -2C-18 -4 -18 -18 0 -8C18 -20 18 -6 0 -2Z", GREEN)
    struts = [rect(x - 9, DECK + 16, 18, 40, BARK) for x in (1080, 1240)]
    return "".join(
        [
            *struts,
            poly(funnel, YELLOW_DEEP, 3, ink=PAPER, width=3),
            rect(1050, 530, 32, 64, RED_DEEP) + rect(1042, 518, 48, 16, RED),
            path(body, INK, PAPER, 3),
            gear(1092, 672, 46, 12, GREEN, 4, use("v-glass", -3, -4, 0.74)),
            gear(1182, 640, 34, 9, PLUM, 12, dot(-9, 0, 4), dot(0, 0, 4), dot(9, 0, 4)),
            gear(1194, 706, 28, 8, ORANGE, 2, at(0, 0, sprout, scale=0.8)),
            rect(1018, DECK - 2, 290, 26, BARK),
            wheel(1080, AXLE, 44, 1) + wheel(1240, AXLE, 44, 1),
        ]
    )


def _cart() -> str:
    """The wheels get rounder from back to front."""
    struts = [rect(x - 9, DECK + 16, 18, 40, BARK) for x in (592, 756, 918)]
    deck = rect(516, DECK - 2, 484, 24, BARK) + line([(996, DECK + 10), (1034, DECK + 10)], 8)
    wheels = wheel(592, AXLE - 2, 46, 0.08, 4) + wheel(756, AXLE, 44, 0.45, -8) + wheel(918, AXLE, 43, 0.78)
    return "".join(struts) + deck + wheels


def _fuel(words: Mapping[str, str]) -> str:
    """A row of people brings the fuel: everyone carries a bucket of stars."""
    who = (
        (556, "learner", "long-black", BLUE),
        (664, "institute", "grey-glasses", RED),
        (772, "school", "plum-scarf", GREEN),
        (880, "research", "short-brown", PLUM),
        (988, "learner", "bald-beard", RED),
    )
    drawn = [
        person(x, 974 + 4 * (i % 2), role, face, 0.89, arms=("down", "hold"), walks=True)
        + use("v-bucket", x + 46, 936 + 4 * (i % 2), 0.92, ink=ink)
        for i, (x, role, face, ink) in enumerate(who)
    ]
    rider = person(1100, 978, "board", "white-bob", 0.92, arms=("down", "give"), wheels=True)
    return hotspot(
        "brandstof",
        6,
        "De brandstof: alle collega’s en studenten",
        (500, 850, 690, 144),
        (492, 912),
        *drawn,
        rider,
        use("v-bucket", 1158, 934, 0.92, ink=BLUE),
        tag(1330, 962, "plek-brandstof", words, turn=-1.5, size=27),
    )


def _stories(words: Mapping[str, str]) -> str:
    """A researcher asks and writes down, someone tells."""
    bench = rect(628, 474, 150, 10, WOOD) + line([(642, 482), (642, 502)], 6, WOOD_DEEP)
    bench += line([(764, 482), (764, 502)], 6, WOOD_DEEP)
    return hotspot(
        "verhalen",
        7,
        "Verhalen: onderzoekers vragen, collega’s vertellen",
        (596, 346, 240, 214),
        (606, 424),
        bench,
        person(664, 504, "research", "grey-bun", 0.8, arms=("down", "hold")),
        use("v-sheet", 708, 448, 0.44, turn=6),
        person(748, 506, "school", "silver-curls", 0.8, arms=("down", "wave")),
        use("v-talk", 804, 386, 0.95, flip=True, ink=RED),
        tag(706, 534, "plek-verhalen", words, turn=1.5, size=25),
    )


def _bumps(words: Mapping[str, str]) -> str:
    return hotspot(
        "hobbels",
        8,
        "Hobbels: waar schuurt het?",
        (1340, 752, 200, 170),
        (1526, 836),
        use("v-stones", 1376, 836, 1.05),
        person(1466, 878, "institute", "green-scarf", 0.86, arms=("down", "hold"), flip=True),
        shovel(1438, 764),
        tag(1462, 904, "plek-hobbels", words, turn=-1.5, size=25),
    )


def _tomorrow(words: Mapping[str, str]) -> str:
    """Footsteps ahead of the vehicle, a signpost for the next step."""
    steps = [
        at(x, y, ellipse(0, 0, 6, 10, INK), turn=turn)
        for x, y, turn in (
            (1452, 734, 26),
            (1478, 722, 18),
            (1462, 698, 6),
            (1488, 688, 2),
            (1464, 664, -8),
        )
    ]
    return hotspot(
        "morgen",
        9,
        "Morgen: de volgende stap",
        (1400, 580, 190, 170),
        (1566, 696),
        *steps,
        line([(1540, 726), (1540, 620)], 8, BARK),
        tag(1518, 620, "plek-morgen", words, turn=2, size=23),
    )


def _ring(words: Mapping[str, str]) -> str:
    """A plain braid, few people: it has to read from afar."""
    x, y = RING
    behind = [
        person(x - 84, y - 12, "institute", "bald-beard", 0.54, arms=("down", "point")),
        person(x - 42, y - 34, "research", "green-scarf", 0.54, arms=("down", "wave")),
        person(x + 44, y - 34, "board", "grey-glasses", 0.54, arms=("wave", "down")),
        person(x + 88, y - 12, "school", "short-black", 0.54, arms=("point", "down")),
    ]
    before = [
        person(x - 62, y + 58, "school", "red-bun", 0.58, arms=("down", "hold")),
        person(x, y + 68, "learner", "afro", 0.58, arms=("wave", "wave")),
        person(x + 66, y + 60, "learner", "beard", 0.58, arms=("down", "give"), wheels=True, flip=True),
    ]
    return hotspot(
        "kring",
        10,
        "De stip aan de horizon: een kring",
        (1090, 130, 450, 300),
        (x, y - 124),
        blob(x, y, 182, 98, PAPER, 3, off=0.008, corners=18),
        woven_ring(x, y, 190, 106, [BLUE, RED, YELLOW], 12, 13, 8, twists=True),
        *behind,
        use("v-tree", x, y + 14, 0.78),
        *before,
        tag(1448, 414, "plek-kring", words, turn=-1.5, fill=YELLOW),
    )
