"""The paper of a plate: one of the eight that ship has a colour of its own, and what was made from it keeps that."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from leerruimte.plates.models import Plate
from leerruimte.plates.origin import OURS

SHIPPED = Path(__file__).parent / "shipped"
COLOURS = ("#FBF0D6", "#DDEBD9", "#E3EBCF", "#F6E6E0", "#DCEBEF", "#FCE7AE", "#F9E3C8", "#E9DEEE")
OWN_COLOUR = "#F4ECDD"


def paper_of(plate: Plate) -> int | None:
    """The number of the shipped plate whose paper this one has: its own, or that of the one that it was made from."""
    if plate.number or not plate.origin:
        return plate.number
    first = plate.origin[0]
    if first["made_by"] != OURS or first["partnership"]:
        return None
    return _shipped_numbers().get(first["title"].get("nl", ""))


def colour_of(plate: Plate) -> str:
    """The colour of that paper, where no stylesheet knows it; a plate from an own drawing has a quiet one."""
    number = paper_of(plate)
    return COLOURS[number - 1] if number else OWN_COLOUR


@cache
def _shipped_numbers() -> Mapping[str, int]:
    files = [json.loads(path.read_text("utf-8")) for path in SHIPPED.glob("*.json")]
    return {file["title"]["nl"]: file["number"] for file in files}
