"""Words and controls stand out enough on every surface, in both themes: computed from tokens.css (WCAG 2.2 formula)."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[1] / "static/look/tokens.css").read_text(encoding="utf-8")
INKS = ("blue", "red", "yellow", "green", "plum")
TINTS = tuple(f"{ink}-tint" for ink in INKS)
DEEP = tuple(f"{ink}-deep" for ink in INKS)
PIECES = ("institute", "school", "elsewhere", "together")


def colours_in(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):(#[0-9A-Fa-f]{6}|var\(--[\w-]+\))", block))


def block_of(selector: str) -> str:
    start = CSS.index(selector + "{") + len(selector) + 1
    return CSS[start : CSS.index("}", start)]


LIGHT = colours_in(block_of(":root,.plate-paper"))
DARK = LIGHT | colours_in(block_of(":root[data-theme=dark]"))
PLATE_PAPERS = re.findall(r"--plate-paper:(#\w{6})", CSS)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def value(theme: dict[str, str], name: str) -> str:
    colour = theme[name]
    return value(theme, colour[6:-1]) if colour.startswith("var(") else colour


def floors(theme: str) -> list[tuple[str, str, float]]:
    """(what, on what, at least): the figures the design was measured at."""
    dark = theme == "dark"
    rows = [("ink", "paper", 8.5 if dark else 14.8), ("ink", "wall", 8.5 if dark else 13.0)]
    rows += [("ink", tint, 8.5 if dark else 10.8) for tint in TINTS] + [("ink", "sunk", 8.5)]
    rows += [("ink-soft", "paper", 5.2 if dark else 6.9), ("ink-soft", "wall", 5.2 if dark else 6.1)]
    rows += [("ink-soft", tint, 5.2 if dark else 5.1) for tint in TINTS] + [("ink-soft", "sunk", 5.1)]
    rows += [("line", "paper", 4.0 if dark else 3.5), ("line", "wall", 4.0 if dark else 3.1)]
    rows += [(deep, surface, 7.4 if dark else 5.7) for deep in DEEP for surface in ("paper", "wall")]
    rows += [(f"{ink}-deep", f"{ink}-tint", 5.4) for ink in INKS]
    rows += [("on-piece", f"piece-{place}", 5.0) for place in PIECES] + [("on-piece-learner", "piece-learner", 5.0)]
    rows += [("on-action", "action", 4.5), ("link", "paper", 4.5), ("link", "wall", 4.5)]
    rows += [("saved", "green-tint", 4.5), ("waiting", "yellow-tint", 4.5), ("wrong", "red-tint", 4.5)]
    rows += [("busy", "sunk", 4.5), ("wrong", "paper", 4.5), ("wrong", "wall", 4.5)]
    rows += [("paper", "ink", 4.5), ("focus", "focus-gap", 4.5)]
    # Shapes and large marks.
    rows += [(ink, surface, 3.0) for ink in ("blue", "red", "green", "plum") for surface in ("paper", "wall")]
    return rows if dark else [*rows, ("ink", "yellow", 8.5)]


@pytest.mark.parametrize(
    ("theme", "what", "on", "least"),
    [(theme, *row) for theme in ("light", "dark") for row in floors(theme)],
    ids=lambda part: str(part),
)
def test_it_stands_out_as_the_design_says(theme, what, on, least):
    colours = DARK if theme == "dark" else LIGHT
    assert round(contrast(value(colours, what), value(colours, on)), 1) >= least


@pytest.mark.parametrize("paper", PLATE_PAPERS)
def test_words_stand_out_on_the_paper_of_each_plate(paper):
    assert round(contrast(LIGHT["ink"], paper), 1) >= 11.7
    assert round(contrast(LIGHT["ink-soft"], paper), 1) >= 5.5
    assert round(contrast(colours_in(block_of("\n.plate-paper"))["line"], paper), 1) >= 3.5
    assert min(contrast(value(LIGHT, deep), paper) for deep in DEEP) >= 4.5


def test_there_is_a_paper_for_each_of_the_eight_plates():
    assert len(PLATE_PAPERS) == 8


def test_dark_by_the_system_and_dark_by_choice_are_the_same():
    assert colours_in(block_of("(prefers-color-scheme:dark){:root:not([data-theme=light])")) == colours_in(
        block_of(":root[data-theme=dark]")
    )
