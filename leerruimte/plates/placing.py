"""Moves hotspots in a drawing without changing what is drawn.

A hotspot that stays where it was drawn keeps its shape. One that moved, changed size or is new lies over the drawing as
a box; where it was drawn only the picture is left.
"""

import re
from collections.abc import Sequence

from leerruimte.plates.content import HotspotContent, PlateContent
from leerruimte.plates.pictures.wrapping import OWN_LAYER, Overlay, with_overlays
from leerruimte.plates.svg import HOTSPOT, end_of_group, said, without_group
from leerruimte.plates.svg_cleaning import Area

NAMES = re.compile(r' (?:id="plek-[^"]*"|class="hotspot"|data-hotspot="[^"]*"|data-nr="[^"]*")')
TITLE = re.compile(r"^(<g[^>]*>)<title>[^<]*</title>")
AREA = re.compile(r'<path [^>]*class="hs-area"[^>]*/>')
MARKER = re.compile(r'<g [^>]*class="hs-marker"[^>]*>')
MARKED = re.compile(r'(class="hs-marker">.*?<text[^>]*>)\d+(?=</text>)', re.DOTALL)


def placed(base: PlateContent, spots: Sequence[HotspotContent]) -> str:
    """The drawing of `base` with these hotspots in place of its own."""
    wanted = {spot.key: spot for spot in spots}
    drawn_at = {spot.key: spot.area for spot in base.hotspots}
    drawing, laid_over = base.drawing, OWN_LAYER.search(base.drawing)
    if laid_over:
        drawing = drawing[: laid_over.start()] + "</svg>"
    kept, place = set(), 0
    while found := HOTSPOT.search(drawing, place):
        end = end_of_group(drawing, found.start())
        group, spot = drawing[found.start() : end], wanted.get(found[2])
        if spot and spot.area == drawn_at.get(spot.key):
            kept.add(spot.key)
            group = _with_number(group, spot.number)
            place = found.start() + 1
        else:
            group = _bare(group)
            place = found.start()
        drawing = drawing[: found.start()] + group + drawing[end:]
    over = [
        Overlay(spot.key, spot.number, Area(*spot.area), said(spot.title, "nl"))
        for spot in spots
        if spot.key not in kept and spot.area
    ]
    return with_overlays(drawing, over) if over or laid_over else drawing


def _with_number(group: str, number: int) -> str:
    group = re.sub(r'(data-nr=")\d+', rf"\g<1>{number}", group, count=1)
    return MARKED.sub(rf"\g<1>{number}", group, count=1)


def _bare(group: str) -> str:
    """What was drawn, without what made it a hotspot: names, area and number."""
    first, rest = group[: group.index(">") + 1], group[group.index(">") + 1 :]
    group = TITLE.sub(r"\1", NAMES.sub("", first) + rest)
    group = AREA.sub("", group)
    while found := MARKER.search(group):
        group = without_group(group, found[0])
    return group
