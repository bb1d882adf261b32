"""People: adults 140 high, origin between the feet. Roles by colour and pattern, heads in four skin tones.

institute = blue with stripes, school = red with dots, learner = yellow with a backpack (who changes careers: a shoulder
bag), research = green, board = plum, child = orange.
"""

import math

from drawings.pen import (
    BARK,
    BLUE,
    BLUE_DEEP,
    GREEN,
    GREEN_DEEP,
    GREY,
    INK,
    ORANGE,
    PAPER,
    PLUM,
    RED,
    RED_DEEP,
    SILVER,
    SNOW,
    WOOD,
    YELLOW,
    at,
    blob,
    curve,
    dot,
    dots,
    fine,
    group,
    line,
    number,
    path,
    poly,
    ring,
    symbol,
    use,
    xy,
)

SKINS = ("#F3CBA8", "#DFA274", "#A66B46", "#70442E")
SILHOUETTE = {
    "institute": (BLUE, "v-stripes"),
    "school": (RED, "v-dots"),
    "learner": (YELLOW, ""),
    "research": (GREEN, ""),
    "board": (PLUM, ""),
    "child": (ORANGE, ""),
}
TROUSERS = {
    "institute": BLUE_DEEP,
    "school": RED_DEEP,
    "learner": "#5A4A2E",
    "research": GREEN_DEEP,
    "board": "#4C2455",
    "child": "#8A4213",
}

# ---- bodies ----
symbol(
    "v-legs",
    line([(-10, -34), (-10, -3)], 9),
    line([(10, -34), (10, -3)], 9),
    line([(-11, -2), (-17, -2)], 7),
    line([(11, -2), (17, -2)], 7),
)
symbol(
    "v-legs-walk",
    line([(-7, -34), (-12, -18), (-23, -5)], 9),
    line([(7, -34), (13, -20), (15, -3)], 9),
    line([(-23, -5), (-17, -1)], 7),
    line([(15, -3), (22, -2)], 7),
)
BELL = (
    f"M{xy(-28, -30)}C{curve(-27, -68, -23, -80, -17, -98)}C{curve(-11, -106, 11, -106, 17, -98)}L{xy(17, -98)}"
    f"C{curve(23, -80, 27, -68, 28, -30)}C{curve(14, -25, -14, -25, -28, -30)}Z"
)
SEATED = "M-23 -28C-25 -50 -23 -66 -17 -80C-11 -88 11 -88 17 -80C23 -66 25 -50 23 -28C10 -25 -10 -25 -23 -28Z"
# From the waist up, for whoever sits behind a table or stands in a basket.
HALF = "M-24 -37C-26 -63 -24 -81 -17 -95C-11 -103 11 -103 17 -95C24 -81 26 -63 24 -37C10 -33 -10 -33 -24 -37Z"
symbol("v-body", path(BELL, "currentColor", PAPER, 2.2))
symbol("v-body-half", path(HALF, "currentColor", PAPER, 2.2))
symbol("v-body-seat", path(SEATED, "currentColor", PAPER, 2.2))
for name, rows in {
    "v-stripes": ((19, -84), (21, -72), (22, -60), (23, -48), (24.5, -37)),
    "v-stripes-seat": ((18.5, -69), (20.5, -57), (22, -45), (22.5, -34)),
}.items():
    symbol(name, *[line([(-half, y), (0, y + 1.5), (half, y)], 3, PAPER) for half, y in rows])
symbol(
    "v-dots",
    dots(
        [(-9, -88), (8, -85), (-16, -74), (0, -73), (16, -69), (-9, -60), (9, -57), (-19, -47), (0, -45), (18, -43)],
        3,
        PAPER,
    ),
)
symbol(
    "v-dots-seat",
    dots([(-8, -74), (9, -71), (-15, -61), (1, -60), (16, -57), (-8, -48), (9, -45), (-16, -37), (1, -34)], 3, PAPER),
)
symbol(
    "v-pack",
    path("M-31 -76C-38 -74 -40 -44 -34 -36C-28 -33 -22 -34 -19 -38L-17 -72C-20 -79 -27 -79 -31 -76Z", INK),
    line([(-33, -56), (-22, -55)], 3, YELLOW),
)
symbol(
    "v-bag",
    path("M14 -52L44 -50C47 -40 46 -30 43 -22L17 -24C13 -32 12 -42 14 -52Z", INK, PAPER, 2),
    path("M14 -51L44 -49L41 -38C34 -35 24 -35 17 -39Z", "#463F66"),
    dot(30, -37, 2.6, YELLOW),
)
symbol("v-hand", dot(0, 0, 6.3, "currentColor"))

# ---- arms: the path, and where the hand is ----
ARMS = {
    "down": ("M16 -76C26 -66 29 -54 28 -43", (28, -38)),
    "wave": ("M15 -75C28 -72 38 -88 41 -104", (42, -110)),
    "point": ("M15 -74C28 -66 40 -70 52 -76", (58, -78)),
    "hold": ("M15 -74C30 -64 32 -56 42 -56", (48, -57)),
    "hip": ("M15 -76C34 -66 34 -54 24 -46", (22, -45)),
    "up": ("M15 -76C25 -84 25 -104 22 -120", (22, -127)),
    "low": ("M15 -76C27 -66 36 -58 42 -47", (46, -42)),
    "give": ("M15 -74C28 -64 42 -62 54 -64", (60, -65)),
    "chin": ("M16 -74C32 -66 30 -78 18 -88", (14, -92)),
    "high": ("M15 -76C30 -86 36 -104 38 -122", (39, -129)),
}
# These lie over the body, the others behind it.
ARMS_IN_FRONT = frozenset({"chin"})
for name, (d, _hand) in ARMS.items():
    symbol(f"v-arm-{name}", path(d, "none", "currentColor", 11))

# ---- wheelchair: one big wheel in sight, caster, footplate, push handle ----
symbol(
    "v-wheelchair-back",
    line([(-38, -80), (-27, -78), (-25, -34)], 5.5),
    line([(-25, -34), (26, -32), (36, -9)], 5.5),
    dot(35, -8, 8.5),
    dot(35, -8, 3.4, PAPER),
)
symbol("v-wheelchair-plate", line([(38, 1), (57, 0)], 5))
SPOKES = "".join(
    line([(6 * math.cos(turn), 6 * math.sin(turn)), (25 * math.cos(turn), 25 * math.sin(turn))], 1.8)
    for turn in (i * math.pi / 4 + 0.2 for i in range(8))
)
symbol(
    "v-wheel",
    path(ring(28), "none", PAPER, 9.5),
    path(ring(28), "none", INK, 5),
    path(ring(22), "none", GREY, 2.2),
    SPOKES,
    dot(0, 0, 5.5),
)
symbol(
    "v-stool",
    line([(-16, -26), (-22, -2)], 5.5, BARK),
    line([(16, -26), (22, -2)], 5.5, BARK),
    line([(-19, -12), (19, -12)], 4, BARK),
    poly([(-27, -33), (27, -33), (25, -25), (-25, -25)], WOOD, 3, off=0.8, bow=0.5),
)
LAP = "M-6 -36L27 -36C33 -36 34 -33 35 -29L39 -8"
symbol("v-lap", path(LAP, "none", PAPER, 17), path(LAP, "none", "currentColor", 12.5), line([(39, -5), (49, -4)], 8))

# ---- heads: the centre at 0,0 ----
HEAD_SKIN: dict[str, int] = {}
GLASSES = "M-12.5 2a6.2 6.2 0 1 0 12.4 0a6.2 6.2 0 1 0 -12.4 0M1.4 2a6.2 6.2 0 1 0 12.4 0a6.2 6.2 0 1 0 -12.4 0"


def head(name: str, skin: int, *over: str, under: str = "", glasses: str = "") -> None:
    """A head: what lies under the face (hair), the face, what lies over it."""
    HEAD_SKIN[name] = skin
    # On the darkest skin a rim of light around the eyes: ink alone is lost when the drawing is small.
    rims = dots([(-6.2, 2), (7, 2)], 3.9, PAPER) if skin == 3 else ""
    smile = path("M-4 9.5C-1 12.5 4 12.5 7 9", "none", PAPER if skin == 3 else INK, 2.3)
    frame = path(GLASSES, "none", glasses, 2) if glasses else ""
    symbol(
        f"v-head-{name}",
        under,
        blob(0, 0, 19, 20, SKINS[skin], len(name) + ord(name[-1]), off=0.02),
        *over,
        rims,
        dots([(-6.2, 2), (7, 2)], 2.1, INK),
        smile,
        frame,
    )


head("short-brown", 0, path("M-20 1C-24 -22 -6 -27 4 -25C19 -24 24 -9 20 1C16 -6 10 -9 3 -9C-6 -9 -14 -8 -20 1Z", BARK))
head(
    "afro",
    2,
    path("M-19 -2C-24 -20 -12 -28 0 -27C14 -28 24 -18 19 -1C17 -11 9 -12 0 -12C-9 -12 -17 -10 -19 -2Z", INK),
    under=blob(0, -12, 24, 20, INK, 3),
)
head(
    "green-scarf",
    1,
    path("M-18 -4C-20 -17 -6 -19 3 -18C13 -18 19 -14 18 -4C10 -13 -9 -13 -18 -4Z", GREEN_DEEP),
    under=path("M-24 22C-30 -14 -20 -28 0 -28C21 -28 30 -12 24 22C14 28 -14 28 -24 22Z", GREEN_DEEP),
)
head(
    "blonde",
    0,
    path("M-20 2C-24 -20 -8 -28 6 -25C20 -23 23 -8 20 3C15 -4 14 -12 6 -13C-4 -6 -14 -6 -20 2Z", "#E2B754"),
    under=path(
        "M-23 18C-27 -8 -20 -27 0 -27C20 -27 28 -8 23 18C18 22 12 20 10 12L-10 12C-12 20 -18 22 -23 18Z", "#E2B754"
    ),
)
head(
    "short-black",
    3,
    path("M-19 -3C-20 -22 -7 -24 1 -24C13 -24 21 -17 19 -2C13 -12 8 -14 0 -14C-9 -14 -14 -11 -19 -3Z", INK),
)
head(
    "grey-glasses",
    1,
    path("M-19 0C-25 -18 -8 -27 3 -25C19 -24 23 -10 19 0C15 -9 9 -11 2 -11C-7 -11 -15 -8 -19 0Z", GREY),
    glasses=INK,
)
head(
    "red-bun",
    0,
    path("M-20 2C-22 -24 -2 -26 4 -24C18 -24 22 -10 20 2C14 -8 -2 -8 -8 -12C-12 -8 -18 -6 -20 2Z", "#B4541D"),
    under=blob(0, -27, 11, 10, "#B4541D", 2),
)
head(
    "plum-scarf",
    3,
    path("M-18 -5C-18 -19 -5 -20 2 -20C13 -20 19 -14 18 -5C9 -14 -9 -14 -18 -5Z", PLUM),
    under=path("M-23 20C-28 -14 -20 -27 0 -27C20 -27 28 -12 23 20C12 26 -12 26 -23 20Z", PLUM),
)
head(
    "curls",
    2,
    path("M-20 2C-24 -18 -10 -27 2 -26C16 -26 24 -12 20 2C16 -8 8 -12 0 -12C-8 -12 -16 -8 -20 2Z", INK),
    under="".join(blob(x, y, 9, 9, INK, i) for i, (x, y) in enumerate(((-20, 4), (21, 5), (-22, 18), (23, 19)))),
)
head(
    "beard",
    0,
    path("M-14 8C-16 18 -8 26 1 26C10 26 18 18 16 8C10 14 -8 14 -14 8Z", BARK),
    path("M-19 -4C-20 -20 -8 -25 2 -24C14 -24 21 -16 19 -4C12 -14 -10 -14 -19 -4Z", BARK),
)
head(
    "silver-moustache",
    1,
    path("M-20 3C-23 -7 -20 -14 -15 -15C-15 -8 -15 -3 -17 4Z", SILVER),
    path("M20 3C23 -7 20 -14 15 -15C15 -8 15 -3 17 4Z", SILVER),
    path("M-9 9C-6 4 -2 5 0 7C2 5 6 4 10 9C5 11 2 10 0 9C-2 10 -5 11 -9 9Z", SILVER),
)
head(
    "silver-curls",
    3,
    path("M-20 0C-25 -18 -11 -27 0 -27C13 -27 25 -18 20 0C17 -9 10 -12 1 -12C-8 -12 -16 -9 -20 0Z", SILVER),
    under="".join(blob(x, y, 9, 9, SILVER, i) for i, (x, y) in enumerate(((-17, -12), (-7, -22), (6, -23), (17, -13)))),
    glasses=SNOW,
)
head(
    "bald-beard",
    2,
    path("M-18 4C-20 18 -10 27 1 27C12 27 21 18 18 4C14 9 8 7 1 8C-6 7 -13 9 -18 4Z", INK),
    path("M-4 13C-1 16 4 16 7 13", "none", PAPER, 2.3),
)
head(
    "long-black",
    1,
    path("M-20 4C-24 -18 -9 -27 2 -26C17 -25 23 -12 20 4C16 -4 14 -12 8 -14C-2 -12 -14 -10 -20 4Z", INK),
    under=path("M-24 26C-27 -8 -21 -28 0 -28C21 -28 28 -8 24 26C18 30 12 28 11 20L-11 20C-12 28 -18 30 -24 26Z", INK),
)

head(
    "grey-bun",
    2,
    path("M-20 1C-23 -20 -8 -27 2 -26C16 -26 23 -14 20 1C15 -9 8 -12 0 -12C-8 -12 -15 -9 -20 1Z", "#3B3350"),
    line([(-9, -24), (-13, -13)], 3, SILVER),
    line([(6, -25), (10, -13)], 3, SILVER),
    under=blob(0, -28, 11, 9, "#3B3350", 2),
    glasses=INK,
)
head(
    "white-bob",
    0,
    path("M-20 3C-24 -19 -8 -27 5 -25C20 -23 23 -9 20 3C16 -5 12 -12 4 -13C-6 -8 -14 -6 -20 3Z", SNOW),
    under=path("M-23 14C-27 -10 -20 -27 0 -27C20 -27 28 -10 23 14C18 18 13 16 11 8L-11 8C-13 16 -18 18 -23 14Z", SNOW),
)


def person(
    x: float,
    y: float,
    role: str,
    head: str,
    scale: float = 1,
    *,
    arms: tuple[str, str] = ("down", "down"),
    flip: bool = False,
    walks: bool = False,
    wheels: bool = False,
    stool: bool = False,
    half: bool = False,
    pack: bool | None = None,
    bag: bool = False,
) -> str:
    """Somebody who stands, walks, sits in a wheelchair or on a stool, or is seen from the waist up (`half`).

    `arms` says what left and right do. Learners carry a backpack, unless `pack` says otherwise or they have a `bag`.
    """
    ink, pattern = SILHOUETTE[role]
    sits = wheels or stool
    lower, seat = (20, "-seat") if sits else (0, "")
    if pack is None:
        pack = role == "learner" and not bag
    behind, before = _arms(arms, ink, SKINS[HEAD_SKIN[head]], lower - 18)
    parts = [
        _under(walks=walks, wheels=wheels, stool=stool, half=half),
        use("v-pack", 0, lower - 16) if pack else "",
        behind,
        use("v-body-half" if half else f"v-body{seat}", ink=ink),
        use(pattern + seat) if pattern else "",
        _strap(lower - 100) if pack else "",
        _shoulder_bag(sits) if bag else "",
        use("v-lap", ink=TROUSERS[role]) if sits else "",
        use("v-wheelchair-plate") + use("v-wheel", -6, -28) if wheels else "",
        use(f"v-head-{head}", 0, lower - 121, 0.9),
        before,
    ]
    mirrored = "-" if flip else ""
    return group(*parts, move=f"translate({xy(x, y)}) scale({mirrored}{fine(scale)} {fine(scale)})", class_="person")


def _under(*, walks: bool, wheels: bool, stool: bool, half: bool) -> str:
    """What carries the body."""
    if wheels or stool:
        return use("v-wheelchair-back" if wheels else "v-stool")
    return "" if half else use("v-legs-walk" if walks else "v-legs")


def _arms(arms: tuple[str, str], sleeve: str, skin: str, lower: float) -> tuple[str, str]:
    """Both arms with their hands: those behind the body, and those before it."""
    behind = before = ""
    for arm, mirror in zip(arms, (" scale(-1 1)", ""), strict=True):
        hand = use("v-hand", *ARMS[arm][1], ink=skin)
        drawn = group(use(f"v-arm-{arm}", ink=sleeve), hand, move=f"translate(0 {number(lower)}){mirror}")
        if arm in ARMS_IN_FRONT:
            before += drawn
        else:
            behind += drawn
    return behind, before


def _strap(top: float) -> str:
    return line([(-13, top), (-11, top + 16), (-13, top + 30)], 4)


def _shoulder_bag(sits: bool) -> str:
    if sits:
        return line([(-13, -78), (2, -58), (16, -36)], 4) + use("v-bag", -4, 8, 0.8)
    return line([(-13, -98), (4, -74), (24, -50)], 4) + use("v-bag")


def child(
    x: float, y: float, head: str, scale: float = 0.62, *, arms: tuple[str, str] = ("down", "wave"), flip: bool = False
) -> str:
    """A pupil: smaller, with a larger head, which lies over the one of an adult."""
    drawn = person(0, 0, "child", head, arms=arms) + use(f"v-head-{head}", 0, -120, 1.16)
    return at(x, y, drawn, scale=scale, flip=flip)


def cyclist(x: float, y: float, role: str, head: str, scale: float = 1, *, flip: bool = False) -> str:
    """Somebody who walks beside a bicycle, a hand on the handlebars."""
    return at(
        x,
        y,
        use("v-bike", 44, 2, 1.06, ink=ORANGE),
        person(0, 0, role, head, arms=("down", "hold"), walks=True),
        scale=scale,
        flip=flip,
    )
