"""Ink, paper and scissors: colours, lines, shapes cut by hand, symbols that are drawn once and used often."""

import math
import random
from collections.abc import Iterable, Sequence

Point = tuple[float, float]

INK = "#26213F"
PAPER = "#FFFBF1"
BLUE, BLUE_TINT, BLUE_DEEP, BLUE_SOFT = "#2C5AA6", "#C9DCF2", "#1E4079", "#7FA8DB"
RED, RED_TINT, RED_DEEP, RED_SOFT = "#D5452B", "#F8D3C5", "#A63019", "#EC8E73"
YELLOW, YELLOW_TINT, YELLOW_DEEP = "#F4B81E", "#FCE7AE", "#C98D00"
GREEN, GREEN_TINT, GREEN_DEEP, GREEN_SOFT = "#2F8F68", "#CBE6D3", "#1C6146", "#86C3A0"
PLUM, PLUM_TINT = "#73397F", "#E6D3EA"
ORANGE, ORANGE_DEEP = "#E9772B", "#C65C16"
WATER, WATER_DEEP = "#8CC5DC", "#4C97B8"
SAND = "#F3E3C3"
WOOD, WOOD_DEEP = "#D9A05B", "#A66B46"
SKY = "#DCEBF3"
GREY, SILVER, SNOW = "#B9B0BF", "#B9B0BF", "#DDD3DC"
BARK, EARTH, EARTH_LIGHT = "#6B3A1E", "#6B3A1E", "#94592F"

# Symbols by name; a sheet takes those that are used on it.
SYMBOLS: dict[str, str] = {}


def number(value: float) -> str:
    """A coordinate: one decimal at most."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def fine(value: float) -> str:
    """A scale: three decimals at most."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def xy(x: float, y: float) -> str:
    """A point in a path."""
    return f"{number(x)} {number(y)}"


def curve(*points: float) -> str:
    """The numbers of a path command: x and y in turn."""
    return " ".join(xy(x, y) for x, y in zip(points[::2], points[1::2], strict=True))


def symbol(name: str, *parts: str) -> None:
    """Keep a drawing under a name, to be used as often as one likes."""
    if name in SYMBOLS:
        raise ValueError(f"there are two drawings called {name}")
    SYMBOLS[name] = f'<symbol id="{name}" overflow="visible">{"".join(parts)}</symbol>'


def use(
    name: str, x: float = 0, y: float = 0, scale: float = 1, *, flip: bool = False, turn: float = 0, ink: str = ""
) -> str:
    """A symbol, put down somewhere."""
    moved = f"translate({xy(x, y)})"
    if turn:
        moved += f" rotate({number(turn)})"
    if flip or scale != 1:
        moved += f" scale({'-' if flip else ''}{fine(scale)} {fine(scale)})"
    coloured = f' color="{ink}"' if ink else ""
    return f'<use href="#{name}" transform="{moved}"{coloured}/>'


def group(*parts: str, move: str = "", **attributes: str) -> str:
    """Parts together; `move` is a transform, `class_` becomes class."""
    moved = f' transform="{move}"' if move else ""
    named = "".join(f' {key.rstrip("_").replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"<g{moved}{named}>{''.join(parts)}</g>"


def at(x: float, y: float, *parts: str, scale: float = 1, turn: float = 0, flip: bool = False) -> str:
    """Parts moved to a place."""
    move = f"translate({xy(x, y)})"
    if turn:
        move += f" rotate({number(turn)})"
    if scale != 1 or flip:
        move += f" scale({'-' if flip else ''}{fine(scale)} {fine(scale)})"
    return group(*parts, move=move)


def path(d: str, fill: str = "none", ink: str = "", width: float = 0, extra: str = "") -> str:
    """A path; with ink it has a line of that width with round ends."""
    line_ = (
        f' stroke="{ink}" stroke-width="{number(width)}" stroke-linecap="round" stroke-linejoin="round"' if ink else ""
    )
    return f'<path d="{d}" fill="{fill}"{line_}{" " + extra if extra else ""}/>'


def smooth(points: Sequence[Point], *, closed: bool = False) -> str:
    """A smooth line, or the edge of a smooth shape, through points (Catmull-Rom)."""
    count = len(points)

    def point(i: int) -> Point:
        return points[i % count] if closed else points[max(0, min(count - 1, i))]

    d = "M" + xy(*points[0])
    for i in range(count if closed else count - 1):
        before, start, end, after = point(i - 1), point(i), point(i + 1), point(i + 2)
        first = xy(start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = xy(end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        d += f"C{first} {second} {xy(*end)}"
    return d + ("Z" if closed else "")


def line(points: Sequence[Point], width: float = 4, ink: str = INK, dashes: str = "") -> str:
    """A stroke of ink through points; with dashes it is broken."""
    return path(smooth(points), "none", ink, width, f'stroke-dasharray="{dashes}"' if dashes else "")


def dashed(d: str, width: float = 3.4, ink: str = INK, dashes: str = "3 11") -> str:
    """A line that says: not there (yet)."""
    return path(d, "none", ink, width, f'stroke-dasharray="{dashes}"')


def ellipse(cx: float, cy: float, rx: float, ry: float, fill: str, ink: str = "", width: float = 0) -> str:
    """A round place seen at a slant."""
    edge = f' stroke="{ink}" stroke-width="{number(width)}"' if ink else ""
    return f'<ellipse cx="{number(cx)}" cy="{number(cy)}" rx="{number(rx)}" ry="{number(ry)}" fill="{fill}"{edge}/>'


def poly(
    points: Sequence[Point],
    fill: str,
    seed: int = 1,
    *,
    off: float = 1.6,
    bow: float = 1.2,
    ink: str = "",
    width: float = 0,
    extra: str = "",
) -> str:
    """A shape cut by hand: corners a little off, edges a little bowed."""
    chance = random.Random(seed)
    corners = [(x + chance.uniform(-off, off), y + chance.uniform(-off, off)) for x, y in points]
    d = "M" + xy(*corners[0])
    for i, (x, y) in enumerate(corners):
        to_x, to_y = corners[(i + 1) % len(corners)]
        length = math.hypot(to_x - x, to_y - y) or 1
        bent = chance.uniform(-bow, bow) / length
        middle = ((x + to_x) / 2 - (to_y - y) * bent, (y + to_y) / 2 + (to_x - x) * bent)
        d += f"Q{xy(*middle)} {xy(to_x, to_y)}"
    return path(d + "Z", fill, ink, width, extra)


def rect(x: float, y: float, width: float, height: float, fill: str, seed: int = 1) -> str:
    """A strip of paper."""
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    return poly(corners, fill, seed + int(x * 7 + y * 13))


def blob(
    cx: float,
    cy: float,
    rx: float,
    ry: float,
    fill: str,
    seed: int = 1,
    *,
    off: float = 0.025,
    corners: int = 10,
    ink: str = "",
    width: float = 0,
) -> str:
    """Something round, cut by hand."""
    chance = random.Random(seed * 31 + int(cx) + int(cy) * 3)
    turns = [2 * math.pi * i / corners for i in range(corners)]
    points = [
        (
            cx + rx * (1 + chance.uniform(-off, off)) * math.cos(turn),
            cy + ry * (1 + chance.uniform(-off, off)) * math.sin(turn),
        )
        for turn in turns
    ]
    return path(smooth(points, closed=True), fill, ink, width)


def dot(x: float, y: float, r: float, fill: str = INK) -> str:
    """A round dot."""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" fill="{fill}"/>'


def ring(r: float, cx: float = 0, cy: float = 0) -> str:
    """The path of a circle, to draw as a line."""
    return f"M{xy(cx - r, cy)}a{xy(r, r)} 0 1 0 {number(2 * r)} 0a{xy(r, r)} 0 1 0 {number(-2 * r)} 0"


def dots(places: Iterable[Point], r: float, fill: str) -> str:
    """The same dot in many places."""
    return "".join(dot(x, y, r, fill) for x, y in places)


def crosses(places: Iterable[tuple[float, float, str]]) -> str:
    """Small crosses that fill an empty sky: x, y and colour of each."""
    return "".join(
        line([(x - 7, y), (x + 7, y)], 3.4, ink) + line([(x, y - 7), (x, y + 7)], 3.4, ink) for x, y, ink in places
    )
