"""Draw the plates that ship with the system: `python -m drawings`."""

import json
from pathlib import Path

from drawings import plate_1

SHIPPED = Path(__file__).resolve().parent.parent / "leerruimte" / "plates" / "shipped"
PLATES = {"1-samen-leren": plate_1.draw}
# The language that the files are drawn in; pages put in the others.
LANGUAGE = "nl"


def drawn(name: str) -> str:
    """The SVG of a plate, drawn with the words that lie beside it."""
    told = json.loads((SHIPPED / f"{name}.json").read_text("utf-8"))
    words = {key: texts[LANGUAGE] for key, texts in told["words"].items()}
    first, _newline, second = told["claim"][LANGUAGE].partition("\n")
    return PLATES[name](told["title"][LANGUAGE], (first, second), told["description"][LANGUAGE], words)


def main() -> None:
    """Draw each plate again."""
    for name in PLATES:
        svg = drawn(name)
        (SHIPPED / f"{name}.svg").write_text(svg, "utf-8")
        print(f"{name}.svg: {len(svg):,} characters")


if __name__ == "__main__":
    main()
