"""A jigsaw that lies on a mat in the grass, seen at a slant; a route runs over what is there, gaps are dashed."""

import random

from drawings.pen import (
    BLUE,
    GREEN,
    INK,
    PAPER,
    PLUM,
    RED,
    YELLOW,
    dashed,
    dot,
    group,
    line,
    path,
    poly,
    xy,
)
from drawings.things import piece_outline

WIDTH, HEIGHT = 112, 116
# Colour is place. A space is not laid yet.
LAID = ("BBRRG ", "BY  R ", "GB YPR")
INKS = {"B": BLUE, "R": RED, "Y": YELLOW, "G": GREEN, "P": PLUM}
ROWS, COLUMNS = len(LAID), len(LAID[0])
SHADE, GAP = "#A9CDA8", "#8C8398"


def laid_puzzle(x: float, y: float) -> str:
    """The puzzle, the far left corner of its pieces at x, y."""
    right, bottom = COLUMNS * WIDTH, ROWS * HEIGHT
    shade = poly([(-18, -12), (right + 34, -12), (right + 34, bottom + 44), (-18, bottom + 44)], SHADE, 6, off=5)
    mat = poly([(-26, -26), (right + 26, -26), (right + 26, bottom + 26), (-26, bottom + 26)], PAPER, 5, off=5, bow=3)
    cells = [(row, column, ink) for row, inks in enumerate(LAID) for column, ink in enumerate(inks)]
    gaps = [
        group(dashed(_outline(row, column), 3.4, GAP, "4 12"), move=_move(row, column))
        for row, column, ink in cells
        if ink == " "
    ]
    laid = [(row, column, INKS[ink]) for row, column, ink in cells if ink != " "]
    thick = "".join(_cell(row, column, INK, INK) for row, column, _ink in laid)
    pieces = "".join(_cell(row, column, ink, PAPER) for row, column, ink in laid)
    slant = f"translate({xy(x, y)}) skewX(-14) scale(1 .54)"
    return (
        group(shade, mat, *gaps, move=slant)
        + group(group(thick, move=slant), move="translate(0 6)", opacity=".25")
        + group(pieces, _route(), move=slant)
    )


def _cell(row: int, column: int, ink: str, edge: str) -> str:
    return path(_outline(row, column), ink, edge, 4, f'transform="{_move(row, column)}"')


def _outline(row: int, column: int) -> str:
    return piece_outline(WIDTH, HEIGHT, _tabs(row, column))


def _move(row: int, column: int) -> str:
    return f"translate({xy(column * WIDTH, row * HEIGHT)})"


def _tabs(row: int, column: int) -> tuple[int, int, int, int]:
    """Tabs of a place in the puzzle: neighbours fit, the outside is flat."""
    top = -_tab(row - 1, column, 1) if row else 0
    left = -_tab(row, column - 1, 0) if column else 0
    bottom = _tab(row, column, 1) if row < ROWS - 1 else 0
    right = _tab(row, column, 0) if column < COLUMNS - 1 else 0
    return top, right, bottom, left


def _tab(row: int, column: int, side: int) -> int:
    """Out or in, at the right (0) or bottom (1) of a place."""
    return 1 if random.Random(3 * 997 + row * 31 + column * 7 + side).random() < 0.5 else -1


def _route() -> str:
    """The way of learning: a dotted line of paper over the pieces that are there."""
    w, h = WIDTH, HEIGHT
    before = [(-10, 1.5 * h), (0.5 * w, 1.5 * h), (1.05 * w, 1.45 * h), (1.5 * w, 1.5 * h), (1.96 * w, 1.5 * h)]
    after = [
        (3.5 * w, h - 4),
        (3.5 * w, 0.62 * h),
        (4.1 * w, 0.5 * h),
        (4.5 * w, 0.62 * h),
        (4.5 * w, 1.5 * h),
        (4.98 * w, 1.5 * h),
    ]
    return line(before, 11, PAPER, "1 20") + line(after, 11, PAPER, "1 20") + dot(2, 1.5 * h, 12, PAPER)
