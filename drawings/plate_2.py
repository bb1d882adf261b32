"""Plate 2, Letting learning work: three houses cut open (institute, school, home) and a puzzle laid in the street."""

import math
from collections.abc import Mapping

import drawings.places  # noqa: F401 (symbols)
from drawings.belongings import clock, desk, table
from drawings.open_houses import home, institute, school, study
from drawings.pen import (
    BARK,
    BLUE,
    GREEN,
    GREEN_DEEP,
    ORANGE,
    ORANGE_DEEP,
    PAPER,
    PLUM,
    RED,
    RED_SOFT,
    SAND,
    WATER,
    WOOD,
    WOOD_DEEP,
    YELLOW,
    at,
    dashed,
    dot,
    dots,
    line,
    path,
    poly,
    rect,
    ring,
    symbol,
    use,
)
from drawings.people import person
from drawings.puzzle import laid_puzzle
from drawings.sheet import sheet
from drawings.things import piece
from drawings.words import head, hotspot, tag, text

PAPER_2, HILL, LAWN = "#DDEBD9", "#CFE3CB", "#C3DDBF"
# What the page shows that writes title and claim itself: from just above the people on the roof.
CROP = "0 170 1600 830"
# How large people are indoors.
INDOORS = 0.76

# A ship's wheel, its middle at 0, 0.
symbol(
    "v-helm",
    *[
        line(
            [(near * math.cos(turn), near * math.sin(turn)), (far * math.cos(turn), far * math.sin(turn))], width, BARK
        )
        for near, far, width in ((12, 78, 8), (64, 80, 12))
        for turn in (i * math.pi / 4 + 0.2 for i in range(8))
    ],
    path(ring(54), "none", PAPER, 18),
    path(ring(54), "none", WOOD, 13),
    dot(0, 0, 17, BARK),
    dot(0, 0, 9, YELLOW),
)


def draw(title: str, claim: tuple[str, str], description: str, words: Mapping[str, str]) -> str:
    """The SVG of plate 2, in the language of these words."""
    houses = institute() + study() + use("v-bike", 330, 704, 0.9, ink=RED) + school() + home()
    layers = [
        ("grond", _ground() + houses),
        (
            "tekening",
            _kinds_of_learning(words)
            + _workplace(words)
            + _cart(words)
            + _crossing(words)
            + _steering(words)
            + _chance(words)
            + _puzzle(words),
        ),
        ("woorden", head(2, title, claim)),
    ]
    return sheet(title, description, layers, PAPER_2, CROP)


# ---- the street ----


def _ground() -> str:
    sky = [
        use("v-sun", 1490, 100, 0.95),
        use("v-cloud", 1250, 96, 0.95),
        use("v-cloud", 870, 84, 0.7),
        use("v-cloud", 1408, 262, 0.8),
        use("v-bird", 1236, 222, 0.8),
        use("v-bird", 1278, 204, 0.6),
    ]
    # The ground goes on beyond the sheet: a screen that is wider than the drawing shows no seam.
    hill = path(
        "M-160 590C-100 580 -50 572 0 560C260 500 500 560 760 520C1060 470 1300 540 1600 500L1760 484V1000H-160Z", HILL
    )
    trees = [
        use("v-poplar", 24, 640, 0.7),
        use("v-tree-light", 418, 640, 0.9),
        use("v-poplar", 1582, 640, 0.75),
        use("v-bush", 1318, 640, 0.6),
    ]
    street = path(
        "M-160 634L0 632C400 626 1200 630 1600 626L1760 624V704L1600 706C1200 712 500 704 0 712L-160 714Z", SAND
    )
    lawn = path("M-160 708L0 706C400 698 1100 712 1600 700L1760 697V1000H-160Z", LAWN)
    grass = [
        use("v-grass", x, y, 0.9)
        for x, y in [(36, 742), (30, 985), (420, 968), (1572, 742), (1256, 975), (420, 738), (1560, 984), (1240, 742)]
    ]
    flowers = [
        use("v-flower", x, y, 1, ink=ink)
        for x, y, ink in [
            (388, 985, RED),
            (410, 990, YELLOW),
            (1212, 985, BLUE),
            (1234, 990, PAPER),
            (1556, 760, ORANGE),
        ]
    ]
    return "".join([*sky, hill, *trees, street, lawn, *grass, *flowers])


# ---- what happens in the rooms ----


def _kinds_of_learning(words: Mapping[str, str]) -> str:
    formal = hotspot(
        "formeel",
        1,
        "Formeel leren",
        (52, 290, 336, 226),
        (84, 496),
        at(0, -12, _lecture()),
        tag(186, 496, "plek-formeel", words, turn=-1, size=24),
    )
    non_formal = hotspot(
        "non-formeel",
        2,
        "Non-formeel leren",
        (788, 352, 344, 166),
        (1108, 496),
        at(0, -12, _lesson_study()),
        tag(978, 496, "plek-non-formeel", words, turn=0.6, size=24),
    )
    informal = hotspot(
        "informeel",
        3,
        "Informeel leren",
        (812, 518, 322, 152),
        (1128, 580),
        _in_passing(),
        _yard(),
        _kitchen(),
        tag(972, 648, "plek-informeel", words, turn=-1, size=24),
        tag(1464, 652, "plek-informeel-thuis", words, turn=1.5, size=24),
        also=[(1146, 546, 196, 138), (1346, 350, 236, 324)],
    )
    return formal + non_formal + informal


def _lecture() -> str:
    """A board, an educator, learners in a row."""
    board = rect(92, 374, 124, 66, GREEN_DEEP)
    written = line([(106, 394), (150, 392), (196, 394)], 3.4, PAPER) + line([(106, 410), (170, 409)], 3.4, PAPER)
    written += line([(106, 425), (140, 424)], 3.4, YELLOW)
    teaching = person(236, 480, "institute", "grey-glasses", INDOORS, flip=True, arms=("down", "point"))
    row = person(284, 478, "learner", "short-black", 0.7, half=True)
    row += person(342, 478, "learner", "blonde", 0.7, half=True, arms=("down", "up")) + desk(258, 482, 110, 28)
    return board + written + teaching + row


def _lesson_study() -> str:
    """Teachers and an educator around one lesson."""
    lines = [line([(-40, y), (-40 + length, y)], 3.4, RED_SOFT) for y, length in ((-18, 50), (-4, 70), (10, 38))]
    lesson = at(984, 402, rect(-52, -32, 104, 62, PAPER), *lines, piece(14, -2, 24, (1, 1, -1, -1), YELLOW, 8))
    people = [
        person(866, 484, "school", "plum-scarf", INDOORS, arms=("down", "up")),
        person(936, 484, "school", "silver-moustache", INDOORS),
        person(1044, 484, "institute", "blonde", INDOORS, flip=True, arms=("hip", "point")),
    ]
    on_top = use("v-mug", 900, 444, 0.7, ink=BLUE) + poly([(964, 438), (1010, 438), (1018, 446), (956, 446)], PAPER, 2)
    return lesson + "".join(people) + table(820, 487, 272) + on_top


def _in_passing() -> str:
    """The corridor and the staff room: a word in passing, a word over coffee."""
    lockers = [rect(824 + 24 * i, 520, 20, 64, RED_SOFT) for i in range(4)]
    corridor = [
        person(846, 624, "institute", "afro", 0.71, walks=True),
        person(893, 624, "school", "red-bun", 0.71, flip=True),
    ]
    staff_room = [
        at(956, 536, clock(13)),
        person(988, 624, "school", "bald-beard", INDOORS),
        person(1070, 624, "learner", "green-scarf", INDOORS, arms=("wave", "down")),
        table(946, 625, 164, 34),
        use("v-mug", 1016, 583, 0.75, ink=RED),
        use("v-mug", 1042, 583, 0.75, ink=BLUE),
        use("v-talk", 1030, 542, 0.72, ink=RED),
    ]
    return "".join([*lockers, *corridor, *staff_room])


def _yard() -> str:
    """The schoolyard: children play, and a teacher keeps an eye on them."""
    squares = ((1164, 662), (1192, 655), (1192, 672), (1220, 663), (1248, 655), (1248, 672))
    hopscotch = [
        poly([(x, y), (x + 26, y), (x + 26, y + 15), (x, y + 15)], PAPER, x * 7 + y * 13, ink=RED_SOFT, width=3)
        for x, y in squares
    ]
    return "".join(
        [
            use("v-tree", 1170, 636, 0.95),
            *hopscotch,
            person(1196, 646, "child", "afro", 0.56, arms=("up", "down"), walks=True),
            use("v-ball", 1228, 624, 0.7),
            person(1254, 646, "child", "red-bun", 0.56, flip=True, arms=("wave", "point")),
            person(1310, 650, "school", "long-black", 0.8, flip=True, arms=("down", "wave"), wheels=True),
        ]
    )


def _kitchen() -> str:
    return "".join(
        [
            use("v-lamp", 1464, 530, 0.9, ink=RED),
            person(1420, 624, "learner", "beard", INDOORS),
            person(1510, 624, "child", "curls", 0.62, arms=("wave", "down")),
            table(1386, 626, 156),
            use("v-laptop", 1430, 585, 0.8),
            use("v-mug", 1480, 583, 0.7, ink=BLUE),
        ]
    )


def _workplace(words: Mapping[str, str]) -> str:
    return hotspot(
        "werkplek",
        4,
        "De werkplek",
        (510, 286, 280, 348),
        (768, 496),
        at(0, -12, _tools()),
        _first_lesson(),
        tag(626, 496, "plek-werkplek", words, turn=-0.6, size=24),
    )


def _tools() -> str:
    """A wall of tools, and two outlines of what is not there."""
    board = rect(526, 370, 164, 82, SAND) + dots(
        [(536 + 16 * i, 380 + 18 * k) for i in range(10) for k in range(4)], 1.6, WOOD_DEEP
    )
    brush = line([(546, 384), (546, 416)], 6, WOOD_DEEP) + rect(539, 416, 14, 20, BLUE)
    flask = path("M570 386L584 386L584 404L596 436L558 436L570 404Z", WATER) + line([(566, 386), (588, 386)], 4)
    triangle = poly([(606, 436), (606, 388), (642, 436)], YELLOW, 2) + poly(
        [(615, 428), (615, 410), (628, 428)], SAND, 3
    )
    gone = dashed(ring(15, 668, 398), 3, dashes="2 8") + dashed("M652 424h32v20h-32Z", 3, dashes="2 8")
    return (
        board
        + brush
        + flask
        + triangle
        + gone
        + person(734, 482, "learner", "red-bun", INDOORS, flip=True, arms=("hold", "point"))
    )


def _first_lesson() -> str:
    """A learner teaches, the mentor looks on."""
    board = rect(580, 524, 74, 46, GREEN_DEEP) + text(613, 555, "3 × 4", 22, ink=PAPER)
    mentor = person(533, 626, "school", "silver-curls", 0.71, arms=("down", "hold")) + use(
        "v-sheet", 570, 570, 0.42, turn=6
    )
    teaching = person(697, 624, "learner", "short-black", INDOORS, flip=True, arms=("down", "point"))
    children = person(736, 626, "child", "long-black", 0.56, half=True, arms=("down", "up"))
    children += person(780, 626, "child", "blonde", 0.56, half=True) + desk(714, 628, 86, 22)
    return board + mentor + teaching + children


def _crossing(words: Mapping[str, str]) -> str:
    """A bridge between the two houses; the learner carries a notebook of each."""
    deck = path("M384 500C420 478 466 478 504 500L504 512C466 492 420 492 384 512Z", WOOD, PAPER, 2.4)
    posts = [line([(x, y), (x, y + 36)], 3.6, BARK) for x, y in ((400, 455), (424, 448), (464, 448), (488, 455))]
    rail = path("M386 462C420 440 466 440 502 462", "none", BARK, 4.5)
    walking = person(446, 490, "learner", "afro", 0.76, arms=("hold", "hold"), walks=True)
    books = use("v-book", 408, 436, 0.6, turn=-8, ink=BLUE) + use("v-book", 484, 436, 0.6, turn=8, ink=RED)
    return hotspot(
        "twee-plekken",
        6,
        "Twee plekken verbinden",
        (386, 366, 118, 252),
        (444, 588),
        deck,
        walking,
        "".join(posts),
        rail,
        books,
        tag(440, 538, "plek-twee-plekken", words, turn=1, size=22),
    )


def _steering(words: Mapping[str, str]) -> str:
    """Three people, one wheel: policy, curriculum and the learner in between, who looks over it."""
    return hotspot(
        "sturen",
        7,
        "Wie stuurt?",
        (812, 190, 330, 152),
        (1150, 262),
        poly([(961, 344), (981, 344), (979, 300), (963, 300)], BARK, 3),
        person(971, 342, "learner", "plum-scarf", 0.98, arms=("hip", "hip")),
        use("v-helm", 971, 306, 0.5),
        person(898, 344, "board", "short-brown", 0.92, arms=("wave", "hold")),
        use("v-book", 858, 238, 0.8, turn=-6, ink=PLUM),
        person(1044, 344, "institute", "afro", 0.92, flip=True, arms=("wave", "hold")),
        use("v-book", 1084, 238, 0.8, turn=6, ink=BLUE),
        tag(1236, 312, "plek-sturen", words, turn=1.5, size=26),
    )


# ---- in front ----


def _cart(words: Mapping[str, str]) -> str:
    """The learner brings a cart full of own things."""
    cargo = [
        use("v-guitar", 112, 846, 1, turn=-14),
        use("v-globe", 160, 852, 1.1),
        use("v-plant", 256, 852, 0.95),
        use("v-pan", 204, 836, 0.82, turn=-5),
    ]
    box = poly([(74, 838), (272, 838), (258, 912), (88, 912)], ORANGE, 4) + line(
        [(82, 862), (264, 860)], 3, ORANGE_DEEP
    )
    box += line([(84, 888), (260, 886)], 3, ORANGE_DEEP) + use("v-heart", 172, 876, 0.9, ink=PAPER)
    pulling = line([(262, 900), (304, 896), (342, 880)], 6, BARK)
    pulling += person(372, 938, "learner", "green-scarf", 1.06, arms=("down", "wave"), walks=True)
    return hotspot(
        "meebrengen",
        5,
        "Jouw kar",
        (46, 716, 386, 276),
        (60, 800),
        "".join(cargo),
        box,
        _cartwheel(122),
        _cartwheel(226),
        pulling,
        tag(196, 966, "plek-meebrengen", words, turn=-1.5, size=26, fill=YELLOW),
    )


def _cartwheel(x: float) -> str:
    spokes = [
        line([(x, 918), (x + 16 * math.cos(turn), 918 + 16 * math.sin(turn))], 3) for turn in (0.5, 2.07, 3.64, 5.21)
    ]
    return dot(x, 918, 26) + dot(x, 918, 17, PAPER) + dot(x, 918, 6) + "".join(spokes)


def _puzzle(words: Mapping[str, str]) -> str:
    """Three people lay it, each with a piece of their own colour."""
    tabs = ((1, -1, 1, -1), (-1, 1, 1, -1), (-1, 1, 1, 1))
    institute = person(580, 792, "institute", "long-black", 1.06, arms=("down", "hold")) + piece(
        612, 682, 80, tabs[0], BLUE, -6
    )
    school = person(1104, 792, "school", "silver-curls", 1.06, arms=("hold", "down")) + piece(
        992, 674, 80, tabs[1], RED, 6
    )
    learner = person(842, 798, "learner", "curls", 1.1) + piece(802, 742, 80, tabs[2], YELLOW, -2)
    learner += line([(806, 782), (842, 780), (876, 782)], 6, PAPER, "1 12")
    return hotspot(
        "puzzel",
        9,
        "De puzzel",
        (440, 640, 760, 352),
        (468, 776),
        laid_puzzle(524, 762),
        institute,
        school,
        learner,
        tag(812, 970, "plek-puzzel", words, turn=-1, size=28),
    )


def _chance(words: Mapping[str, str]) -> str:
    """The wind takes two pieces; somebody runs after them."""
    return hotspot(
        "toeval",
        8,
        "Toeval",
        (1206, 690, 384, 302),
        (1258, 776),
        _gust([(1186, 874), (1250, 858), (1390, 880), (1500, 850)], 26, 7),
        _gust([(1216, 910), (1330, 918), (1430, 896), (1528, 908)], 20, 6),
        _gust([(1380, 838), (1420, 826), (1450, 830)], 15, 5),
        piece(1342, 724, 76, (1, 1, -1, -1), GREEN, 24),
        piece(1482, 716, 70, (-1, 1, 1, -1), RED, -18),
        person(1300, 934, "school", "beard", 0.98, arms=("down", "up"), walks=True),
        tag(1440, 960, "plek-toeval", words, turn=2, size=28),
    )


def _gust(points: list[tuple[float, float]], r: float, width: float) -> str:
    """A line of wind that ends in a curl of radius r."""
    x, y = points[-1]
    curl = line(points, width, PAPER)
    turns = [(1.1, -0.1, 1.2, -1.7, 0, -1.6), (-0.9, -1.5, -0.8, -0.5, -0.1, -0.55)]
    d = f"M{x:g} {y:g}"
    for bend in turns:
        places = [(x + r * bend[i], y + r * bend[i + 1]) for i in (0, 2, 4)]
        d += "C" + " ".join(f"{px:.1f} {py:.1f}" for px, py in places)
    return curl + path(d, "none", PAPER, width)
