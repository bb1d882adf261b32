"""Plate 7, the canvas: six cloths on two lines, to fill in on the screen and with a pen on A3.

Every place to write is a rectangle with `data-field`; every choice is a badge with `data-field`. The plate's words have
the same keys.
"""

import math
from collections.abc import Mapping

import drawings.desk
import drawings.places  # noqa: F401 (symbols)
from drawings.cloths import REASONS, STEPS, Box, bust, choice, cloth, field, pegs, weave
from drawings.pen import (
    BARK,
    BLUE,
    BLUE_TINT,
    PLUM,
    PLUM_TINT,
    RED,
    RED_TINT,
    WATER_DEEP,
    YELLOW,
    YELLOW_DEEP,
    YELLOW_TINT,
    at,
    dashed,
    line,
    path,
    poly,
    use,
    xy,
)
from drawings.people import child, person
from drawings.sheet import sheet
from drawings.strands import braid, twined
from drawings.words import head, hotspot, tag, text

PAGE, HILL = "#F9E3C8", "#F2CFA6"
APRICOT, MIST, LINEN = "#F8D0A8", "#D5E6EC", "#F3E6CC"
APRICOT_THREAD = "#C9752F"
# Cloth around a field.
HEM = 10

# ---- where the cloths hang: x, y, width, height ----
TOP, HIGH = 288, 340
LOW, LOWER_HIGH = 646, 344
CLOTHS: dict[str, Box] = {
    "wie": (22, TOP, 306, HIGH),
    "wat": (340, TOP, 306, HIGH),
    "hoe": (658, TOP, 454, HIGH),
    "waarom": (1124, TOP, 454, HIGH),
    "samen": (22, LOW, 1262, LOWER_HIGH),
    "afspraak": (1296, LOW, 282, LOWER_HIGH),
}
# The three columns of the large cloth: I, you, we.
LABELS = 92
COLUMN = (CLOTHS["samen"][2] - LABELS - HEM) / 3
ROWS = {"doen": (52, 136), "leren": (198, 136)}
COLUMNS = ("ik", "jij", "wij")


def _fields() -> dict[str, Box]:
    """Where one writes."""
    found = {}
    for name, above in (("wie", 92), ("wat", 92), ("hoe", 162), ("waarom", 192)):
        x, y, width, height = CLOTHS[name]
        found[name] = (x + HEM, y + above, width - 2 * HEM, height - above - HEM)
    for name, (down, height) in ROWS.items():
        for i, column in enumerate(COLUMNS):
            found[f"{name}-{column}"] = (_column(i), LOW + down, COLUMN - HEM, height)
    x, y, width, _height = CLOTHS["afspraak"]
    found["namen"] = (x + HEM, y + 90, width - 2 * HEM, 106)
    found["terugkijken"] = (x + HEM, y + 230, width - 2 * HEM, 104)
    return found


def _column(i: int) -> float:
    return CLOTHS["samen"][0] + LABELS + i * COLUMN


FIELDS = _fields()


def draw(title: str, claim: tuple[str, str], description: str, words: Mapping[str, str]) -> str:
    """The SVG of plate 7, in the language of these words."""
    upper = _who(words) + _what(words) + _how(words) + _why(words)
    layers = [
        ("grond", _ground()),
        ("pad", _ropes()),
        ("tekening", _a_life_long() + upper + _together(words) + _agreed(words)),
        ("woorden", head(7, title, claim)),
    ]
    return sheet(title, description, layers, PAGE)


def _ground() -> str:
    hill = path(
        "M640 286C760 276 860 244 960 228C1100 208 1280 212 1400 228C1490 240 1560 248 1600 244L1600 316L640 316Z", HILL
    )
    land = path("M0 270C260 256 480 274 760 278C1100 282 1400 294 1600 286L1600 1000L0 1000Z", HILL)
    sky = [
        use("v-sun", 1530, 84, 0.62),
        use("v-cloud", 1010, 76, 0.9),
        use("v-cloud", 1330, 60, 0.7),
        use("v-bird", 1196, 58, 0.8),
        use("v-bird", 1240, 76, 0.6),
    ]
    return "".join([*sky, hill, land])


def _rope(x: float) -> float:
    return 270 + 10 * math.sin(x / 1600 * math.pi) + 3 * math.sin(x / 150)


def _lower_rope(x: float) -> float:
    return 632 + 6 * math.sin(x / 1600 * math.pi) + 2 * math.sin(x / 170)


def _ropes() -> str:
    return "".join(line([(x, rope(x)) for x in range(0, 1601, 100)], 4.5, BARK) for rope in (_rope, _lower_rope))


def _a_life_long() -> str:
    """From child to old age, all holding one braid."""

    def ground(x: float) -> float:
        return 262 - 30 * math.sin((x - 700) / 900 * math.pi)

    hold = ("hold", "hold")
    people = [
        child(858, ground(858) + 4, "afro", 0.7, arms=("down", "hold")),
        person(945, ground(945) + 4, "learner", "long-black", 0.9, arms=hold),
        person(1042, ground(1042) + 4, "school", "green-scarf", 0.93, arms=hold),
        person(1146, ground(1146) + 5, "institute", "short-black", 0.93, arms=hold),
        person(1254, ground(1254) + 6, "learner", "silver-moustache", 0.95, arms=hold, bag=True),
        person(1360, ground(1360) + 8, "research", "grey-bun", 1, arms=hold, wheels=True),
        person(1474, ground(1474) + 8, "school", "white-bob", 0.9, arms=("hold", "down")),
    ]
    way = [(800, 214), (900, 206), (1000, 190), (1100, 184), (1205, 182), (1305, 190), (1420, 202), (1500, 206)]
    ribbon = braid(way, twined((BLUE, RED, YELLOW)), lambda _t: 7, 8, 54, step=7)
    return at(0, -24, ribbon, *people)


# ---- the upper line: who, what, how, why ----


def _on_cloth(
    name: str, number: int, title: str, words: Mapping[str, str], look: tuple[str, str, str, str], *parts: str
) -> str:
    """A cloth of the upper line; its look is cloth, thread, kind of weave, ink of the weave."""
    x, y, width, _height = CLOTHS[name]
    fill, thread, kind, ink = look
    return hotspot(
        name,
        number,
        title,
        CLOTHS[name],
        (x + width - 36, y + 44),
        cloth(CLOTHS[name], fill, thread, number * 2 + 1),
        weave(kind, (x, y, width, 66), ink),
        pegs((x + 26, x + width - 26), _rope),
        _head_of(name, number, words),
        *parts,
        field(name, FIELDS[name]),
    )


def _head_of(name: str, number: int, words: Mapping[str, str]) -> str:
    """The strip with the name of a cloth: against its left edge, however long the word."""
    x, y, width, _height = CLOTHS[name]
    return tag(x + (width - 60) / 2, y + 40, f"doek-{name}", words, turn=(-1.2, 1)[number % 2], size=27)


def _asked(name: str, words: Mapping[str, str]) -> str:
    x, y, _width, _height = CLOTHS[name]
    key = f"vraag-{name}"
    return text(x + 18, y + 84, words[key], 22, font="read", anchor="start", key=key)


def _who(words: Mapping[str, str]) -> str:
    look = (YELLOW_TINT, YELLOW_DEEP, "dash", "#F0CE73")
    return _on_cloth("wie", 1, "Wie ben jij als partner?", words, look, _asked("wie", words))


def _what(words: Mapping[str, str]) -> str:
    look = (APRICOT, APRICOT_THREAD, "cross", "#EDB57E")
    return _on_cloth("wat", 2, "Wat gaan we doen?", words, look, _asked("wat", words))


def _how(words: Mapping[str, str]) -> str:
    x, y, _width, _height = CLOTHS["hoe"]
    choices = [
        choice(x + 34 + (i % 2) * 206, y + 92 + (i // 2) * 44, f"hoe-{key}", words[f"hoe-{key}"], icon)
        for i, (key, icon) in enumerate(STEPS.items())
    ]
    title = "Hoe komen we er: evalueren, meedenken, samen maken, samen opleiden"
    return _on_cloth("hoe", 3, title, words, (PLUM_TINT, PLUM, "dot", "#CFAED6"), *choices)


def _why(words: Mapping[str, str]) -> str:
    x, y, _width, _height = CLOTHS["waarom"]
    choices = [
        choice(x + 32 + (i % 2) * 215, y + 82 + (i // 2) * 43, f"waarom-{key}", words[f"waarom-{key}"], icon)
        for i, (key, icon) in enumerate(REASONS.items())
    ]
    return _on_cloth("waarom", 4, "Waarom doet het ertoe?", words, (MIST, WATER_DEEP, "roof", "#A9CBD6"), *choices)


# ---- the lower line: what I, you and we do and learn; what is agreed ----


def _together(words: Mapping[str, str]) -> str:
    return (
        _large_cloth()
        + _columns(words)
        + _row("doen", 5, "Wat doe ik, wat doe jij, wat doen wij?", words)
        + _row("leren", 6, "Wat leer ik, wat leer jij, wat leren wij?", words)
    )


def _large_cloth() -> str:
    """Three panels sewn together: I (the learner), you (institute and school), we."""
    x, y, width, height = CLOTHS["samen"]
    first, second, third = (_column(i) - HEM / 2 for i in range(3))
    last = x + width - 9
    edges = [(first, second, YELLOW_TINT), (second, (second + third) / 2, BLUE_TINT)]
    edges += [((second + third) / 2, third, RED_TINT), (third, last, PLUM_TINT)]
    panels = [
        poly([(left, y + 9), (right, y + 9), (right, y + height - 9), (left, y + height - 9)], fill, i, off=0.8, bow=1)
        for i, (left, right, fill) in enumerate(edges, start=1)
    ]
    seams = [
        dashed(f"M{xy(at_x, y + 10)} L{xy(at_x, y + height - 10)}", 2.4, PLUM, "8 7") for at_x in (first, second, third)
    ]
    hanging = pegs([x + width * (i + 0.5) / 4 for i in range(4)], _lower_rope)
    return cloth(CLOTHS["samen"], LINEN, PLUM, 11) + "".join(panels + seams) + hanging


def _columns(words: Mapping[str, str]) -> str:
    who = {
        "ik": (("learner", "curls"),),
        "jij": (("institute", "red-bun"), ("school", "beard")),
        "wij": (("institute", "red-bun"), ("learner", "curls"), ("school", "beard")),
    }
    drawn = []
    for i, (key, people) in enumerate(who.items()):
        middle = _column(i) + (COLUMN - HEM) / 2 - len(people) * 23
        drawn.append(text(middle - 4, LOW + 42, words[key], 34, anchor="end", key=key))
        drawn += [
            bust(middle + 34 + place * 46, LOW + 52, role, face, 0.66) for place, (role, face) in enumerate(people)
        ]
    return "".join(drawn)


def _row(name: str, number: int, title: str, words: Mapping[str, str]) -> str:
    x, y, width, _height = CLOTHS["samen"]
    down, height = ROWS[name]
    cells = [field(f"{name}-{column}", FIELDS[f"{name}-{column}"]) for column in COLUMNS]
    middle = x + LABELS / 2 + 2
    return hotspot(
        name,
        number,
        title,
        (x + HEM, y + down, width - 2 * HEM, height),
        (middle, y + down + 34),
        *cells,
        text(middle, y + down + 90, words[f"rij-{name}"], 24, key=f"rij-{name}"),
    )


def _agreed(words: Mapping[str, str]) -> str:
    x, y, width, _height = CLOTHS["afspraak"]
    labels = [
        text(x + 18, y + down, words[key], 22, font="read", anchor="start", key=key)
        for key, down in (("vraag-namen", 82), ("vraag-terugkijken", 221))
    ]
    return hotspot(
        "afspraak",
        7,
        "Wie zijn wij en wanneer kijken we terug?",
        CLOTHS["afspraak"],
        (x + width - 36, y + 44),
        cloth(CLOTHS["afspraak"], APRICOT, APRICOT_THREAD, 13),
        weave("dash", (x, y, width, 66), "#EDB57E"),
        pegs((x + 26, x + width - 26), _lower_rope),
        *labels,
        field("namen", FIELDS["namen"]),
        field("terugkijken", FIELDS["terugkijken"]),
        tag(x + (width - 60) / 2, y + 40, "doek-afspraak", words, turn=-1, size=26),
    )
