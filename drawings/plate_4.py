"""Plate 4, A curriculum in coherence: a mobile of book, basket and rucksack, held in balance by three at a table."""

from collections.abc import Mapping

import drawings.belongings
import drawings.things  # noqa: F401 (symbols)
from drawings.pen import (
    BARK,
    BLUE,
    BLUE_DEEP,
    BLUE_SOFT,
    BLUE_TINT,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PAPER,
    PLUM,
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
    curve,
    dot,
    line,
    path,
    poly,
    rect,
    ring,
    use,
    xy,
)
from drawings.people import person
from drawings.sheet import sheet
from drawings.things import piece
from drawings.words import head, hotspot, tag

PAPER_4, FLOOR, BOARDS = "#F6E6E0", "#EACDC3", "#E0B9AC"
# What the page shows that writes title and claim itself: from where the mobile hangs.
CROP = "0 160 1600 840"
# Where the mobile hangs, and its three corners: institute, school, learner.
MIDDLE = 990
TOP, LEFT, RIGHT, LOW = (MIDDLE, 206), (716, 290), (1264, 290), (MIDDLE, 370)
# The three who talk: the same before and at the table.
INSTITUTE, LEARNER, SCHOOL = "grey-glasses", "short-black", "red-bun"


def draw(title: str, claim: tuple[str, str], description: str, words: Mapping[str, str]) -> str:
    """The SVG of plate 4, in the language of these words."""
    drawing = _mobile(words) + _table(words) + _before(words) + _after(words)
    layers = [("grond", _ground()), ("tekening", drawing), ("woorden", head(4, title, claim))]
    return sheet(title, description, layers, PAPER_4, CROP)


def _ground() -> str:
    # It goes on beyond the sheet: a screen that is wider than the drawing shows no seam.
    floor = path("M-160 808L0 800C300 776 700 800 1000 786C1250 776 1450 790 1600 780L1760 772V1000H-160Z", FLOOR)
    boards = [
        line([(x, y), (x + length, y - 3)], 3, BOARDS)
        for x, y, length in [
            (60, 830, 110),
            (440, 846, 100),
            (30, 984, 90),
            (1380, 850, 140),
            (1440, 984, 130),
            (470, 972, 70),
            (380, 908, 110),
        ]
    ]
    sky = crosses(
        [
            (480, 372, RED_SOFT),
            (1480, 322, BLUE_SOFT),
            (1130, 84, YELLOW_DEEP),
            (872, 150, RED_SOFT),
            (1500, 130, YELLOW_DEEP),
            (96, 470, BLUE_SOFT),
            (1470, 548, RED_SOFT),
            (60, 356, YELLOW_DEEP),
            (300, 340, RED_SOFT),
            (1300, 150, BLUE_SOFT),
        ]
    )
    return floor + "".join(boards) + sky


# ---- the mobile ----


def _mobile(words: Mapping[str, str]) -> str:
    balance = hotspot("balans", 1, "De balans", (706, 188, 568, 196), (MIDDLE + 84, 192), _strings(), _triangle())
    curriculum = hotspot(
        "leerplan",
        2,
        "Het leerplan",
        (566, 352, 300, 236),
        (570, 394),
        _thread((706, 584), (776, 698)),
        line([LEFT, (714, 388)], 3.6),
        at(716, 438, *_open_book(), turn=-2),
        tag(716, 562, "plek-leerplan", words, size=32, fill=BLUE_TINT),
    )
    opportunities = hotspot(
        "mogelijkheden",
        3,
        "De mogelijkheden",
        (1118, 322, 312, 284),
        (1412, 396),
        _thread((1270, 600), (1206, 698)),
        line([RIGHT, (1213, 394)], 3.6),
        line([RIGHT, (1317, 396)], 3.6),
        at(1264, 456, *_full_basket(), turn=1.5),
        tag(1264, 578, "plek-mogelijkheden", words, turn=1.5, size=32, fill=RED_TINT),
    )
    needs = hotspot(
        "behoeften",
        4,
        "De rugzak",
        (872, 394, 236, 244),
        (1110, 452),
        _thread((MIDDLE + 8, 634), (MIDDLE + 26, 690)),
        at(MIDDLE, 504, line([(0, -134), (0, -92)], 3.6), *_rucksack()),
        tag(MIDDLE, 616, "plek-behoeften", words, turn=-1, size=32, fill=YELLOW_TINT),
    )
    return balance + curriculum + opportunities + needs


def _strings() -> str:
    return line([(MIDDLE, -5), (MIDDLE, TOP[1] - 10)], 4) + line([TOP, LEFT], 3.6) + line([TOP, RIGHT], 3.6)


def _triangle() -> str:
    heart = (MIDDLE, 316)
    faces = [
        poly(corners, fill, seed, off=0.5, bow=0.5)
        for seed, (corners, fill) in enumerate(
            (
                ([LEFT, RIGHT, LOW], PAPER),
                ([LEFT, heart, LOW], BLUE_TINT),
                ([RIGHT, heart, LOW], RED_TINT),
                ([LEFT, RIGHT, heart], YELLOW_TINT),
            ),
            start=3,
        )
    ]
    # As their people: stripes for the institute, dots for the school.
    stripes = [
        line([(x, _between(x, LEFT, heart) + 5), (x, _between(x, LEFT, LOW) - 7)], 3.4, BLUE_SOFT)
        for x in range(LEFT[0] + 94, MIDDLE - 8, 18)
    ]
    dotted = [
        dot(x, _between(x, heart, RIGHT) * (1 - share) + _between(x, LOW, RIGHT) * share, 3.2, RED_SOFT)
        for x, shares in ((1014, (0.25, 0.7)), (1046, (0.3, 0.7)), (1078, (0.28, 0.72)), (1112, (0.5,)), (1146, (0.5,)))
        for share in shares
    ]
    edge = path(f"M{xy(*LEFT)} L{xy(*RIGHT)} L{xy(*LOW)} Z", "none", INK, 7)
    knots = dot(*TOP, 11) + dot(*TOP, 5, PAPER) + dot(*LEFT, 11, BLUE) + dot(*RIGHT, 11, RED) + dot(*LOW, 11, YELLOW)
    return "".join(faces + stripes + dotted) + edge + line([TOP, LOW], 3.6) + knots


def _between(x: float, start: Point, end: Point) -> float:
    """How high the straight line between two points is at x."""
    return start[1] + (end[1] - start[1]) * (x - start[0]) / (end[0] - start[0])


def _thread(start: Point, end: Point) -> str:
    """From what hangs to the hand that holds it."""
    (x, y), (to_x, to_y) = start, end
    bent = curve(x - 6, (y * 2 + to_y) / 3, to_x + 8, (y + 2 * to_y) / 3, to_x, to_y)
    return path(f"M{xy(x, y)} C{bent}", "none", INK, 3)


def _open_book() -> list[str]:
    """What the institute has in mind: lines, and steps that go up to a flag."""
    return [
        poly([(-128, -62), (0, -50), (128, -62), (128, 72), (0, 86), (-128, 72)], BLUE, 3),
        path("M0 -52C-30 -78 -84 -80 -116 -70L-116 56C-84 48 -30 50 0 74Z", PAPER),
        path("M0 -52C30 -78 84 -80 116 -70L116 56C84 48 30 50 0 74Z", PAPER),
        line([(0, -50), (0, 74)], 3.4),
        *[
            line([(-98, y), (-98 + length, y - 1)], 4, BLUE_SOFT)
            for y, length in ((-48, 58), (-30, 74), (-12, 48), (6, 70), (24, 56))
        ],
        *[
            rect(24 + i * 22, 40 - 14 * (i + 1), 18, 14 * (i + 1), ink)
            for i, ink in enumerate((BLUE_TINT, BLUE_SOFT, BLUE, BLUE_DEEP))
        ],
        line([(104, -16), (104, -46)], 3.4),
        poly([(105, -46), (126, -38), (105, -28)], YELLOW, 2),
    ]


def _full_basket() -> list[str]:
    """What institute and school have to offer: pieces of all inks."""
    return [
        piece(-92, -62, 56, (1, 1, -1, -1), BLUE, -14),
        piece(-30, -98, 56, (-1, 1, 1, -1), GREEN, 8),
        piece(36, -76, 56, (1, -1, -1, 1), RED, 16),
        piece(-50, -40, 52, (1, -1, 1, -1), ORANGE, 4),
        piece(20, -40, 52, (-1, 1, -1, 1), PLUM, -8),
        path("M-112 -18L112 -18L86 82C60 92 -60 92 -86 82Z", WOOD),
        *[
            line([(-106 + 8 * i, 2 + 24 * i), (0, 6 + 24 * i), (106 - 8 * i, 2 + 24 * i)], 5, WOOD_DEEP)
            for i in range(3)
        ],
        *[line([(x, -12), (x * 0.8, 82)], 4, WOOD_DEEP) for x in (-80, -40, 0, 40, 80)],
        path("M-118 -26L118 -26L114 -6L-114 -6Z", WOOD_DEEP),
    ]


def _rucksack() -> list[str]:
    """What the learner brings and needs: a clock for time, a heart for what matters."""
    return [
        path("M-22 -88C-22 -116 22 -116 22 -88", "none", INK, 9),
        path("M-80 0C-104 6 -106 50 -86 60", "none", INK, 9),
        path("M80 0C104 6 106 50 86 60", "none", INK, 9),
        path("M-74 -40C-74 -104 74 -104 74 -40L80 70C60 88 -60 88 -80 70Z", YELLOW),
        path("M-78 -34C-60 -14 60 -14 78 -34", "none", YELLOW_DEEP, 5),
        path("M-46 14C-46 2 46 2 46 14L48 66C20 74 -20 74 -48 66Z", YELLOW_DEEP),
        path("M0 58C-30 36 -26 16 -12 16C-4 16 0 24 0 28C0 24 4 16 12 16C26 16 30 36 0 58Z", RED),
        dot(0, -52, 19, PAPER),
        path(ring(19, 0, -52), "none", INK, 3.4),
        line([(0, -52), (0, -64)], 3.4),
        line([(0, -52), (8, -47)], 3.4),
    ]


# ---- the conversation ----


def _table(words: Mapping[str, str]) -> str:
    people = [
        person(750, 868, "institute", INSTITUTE, 1.2, arms=("down", "up")),
        person(MIDDLE, 862, "learner", LEARNER, 1.2, arms=("down", "up")),
        person(1232, 868, "school", SCHOOL, 1.2, flip=True, arms=("down", "up")),
    ]
    top = [
        poly([(662, 826), (1318, 826), (1396, 950), (584, 950)], WOOD, 3),
        poly([(584, 950), (1396, 950), (1394, 972), (586, 972)], WOOD_DEEP, 5),
        poly([(726, 840), (1254, 840), (1310, 936), (670, 936)], PAPER, 7),
        line([(896, 846), (876, 930)], 3, GREY, "3 10"),
        line([(1084, 846), (1104, 930)], 3, GREY, "3 10"),
    ]
    hill = path("M-64 34C-40 -10 -16 -20 4 -8C22 -22 46 2 66 34Z", GREEN) + use("v-flag", 2, -6, 0.5, ink=RED)
    ruler = poly([(-80, -2), (74, -14), (78, 14), (-76, 26)], YELLOW, 3)
    ruler += "".join(
        line([(-66 + i * 18, -i * 1.45), (-65 + i * 18, (12 if i % 4 else 18) - i * 1.45)], 3.2) for i in range(8)
    )
    bends = "M-78 34C-40 30 -50 4 -14 4C20 4 14 28 44 20C70 12 52 -20 76 -26"
    way = path(bends, "none", ORANGE, 12) + path(bends, "none", PAPER, 2.6, 'stroke-dasharray="8 10"')
    way += dot(-78, 34, 9, BLUE) + dot(76, -26, 9, RED)
    outcome = hotspot(
        "opbrengst",
        5,
        "Wat leren?",
        (560, 836, 316, 158),
        (650, 892),
        *people,
        *top,
        at(794, 892, hill),
        tag(744, 962, "plek-opbrengst", words, turn=-1.2, size=25),
    )
    measure = hotspot(
        "maat",
        6,
        "Wanneer goed?",
        (880, 836, 212, 158),
        (896, 872),
        at(MIDDLE, 888, ruler),
        tag(MIDDLE, 964, "plek-maat", words, turn=0.8, size=25),
    )
    route = hotspot(
        "leerweg",
        7,
        "Wat doen?",
        (1096, 836, 312, 158),
        (1322, 892),
        at(1188, 890, way),
        tag(1226, 962, "plek-leerweg", words, turn=-0.8, size=25),
    )
    return outcome + measure + route


def _before(words: Mapping[str, str]) -> str:
    """The same three, each alone with a sheet and a thought."""
    return hotspot(
        "voorbereiden",
        8,
        "Vooraf: ieder zelf",
        (34, 434, 500, 538),
        (46, 510),
        _thought(122, 566, YELLOW, (1, 1, -1, -1), -6),
        _thought(280, 496, RED, (-1, 1, 1, -1), 5),
        _thought(456, 566, BLUE, (1, -1, -1, 1), -4),
        person(266, 838, "school", SCHOOL, 1, arms=("down", "hold")),
        use("v-sheet", 320, 780, 0.8, turn=8),
        _screen(204, 868),
        _screen(366, 868),
        person(98, 886, "learner", LEARNER, 1.1, arms=("down", "hold")),
        use("v-sheet", 158, 822, 0.86, turn=6),
        person(468, 886, "institute", INSTITUTE, 1.1, flip=True, arms=("down", "hold")),
        use("v-sheet", 408, 822, 0.86, turn=-6),
        tag(284, 942, "plek-voorbereiden", words, turn=-1.5, size=28),
    )


def _thought(x: float, y: float, ink: str, tabs: tuple[int, int, int, int], turn: float) -> str:
    """A bubble with one piece in it; the small bubbles lead down to who thinks."""
    bubbles = dot(x - 12, y + 72, 11, PAPER) + dot(x - 20, y + 100, 7, PAPER)
    return bubbles + blob(x, y, 68, 56, PAPER, 3, off=0.03) + piece(x - 25, y - 25, 50, tabs, ink, turn)


def _screen(x: float, y: float) -> str:
    """A folding screen, so that nobody looks over."""
    return at(
        x,
        y,
        poly([(-26, -132), (0, -146), (0, 8), (-26, -8)], RED_SOFT, 3, ink=PAPER, width=2.4),
        poly([(0, -146), (26, -132), (26, -8), (0, 8)], RED_TINT, 5, ink=PAPER, width=2.4),
    )


def _after(words: Mapping[str, str]) -> str:
    """Notes on a line: how it went, to be read by others."""
    posts = line([(1388, 640), (1388, 880)], 8, BARK) + line([(1574, 630), (1574, 870)], 8, BARK)
    posts += path("M1388 652C1440 676 1530 672 1574 644", "none", INK, 3.4)
    notes = [
        at(
            x,
            y,
            poly([(-24, 0), (24, 0), (24, 58), (-24, 58)], fill, i + 2),
            line([(0, -8), (0, 8)], 6, WOOD_DEEP),
            *[line([(-14, row), (12 - 4 * (row % 3), row)], 3.2) for row in (20, 32, 44)],
            turn=turn,
        )
        for i, (x, y, fill, turn) in enumerate(
            ((1424, 664, YELLOW_TINT, -3), (1482, 672, BLUE_TINT, 2), (1540, 662, RED_TINT, 4))
        )
    ]
    return hotspot(
        "na-afloop",
        9,
        "Na afloop",
        (1366, 612, 228, 360),
        (1562, 604),
        posts,
        *notes,
        person(1444, 892, "school", "plum-scarf", 0.98, arms=("down", "hold"), wheels=True),
        person(1530, 896, "institute", "afro", 0.98, flip=True, arms=("down", "up")),
        tag(1484, 938, "plek-na-afloop", words, turn=1.5, size=26),
    )
